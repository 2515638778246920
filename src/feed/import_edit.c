#include "feed/import_edit.h"

#include "base/str.h"
#include "feed/import_list.h"

#include <stdlib.h>
#include <string.h>

enum { ID_DIGITS_MOST = 18 };

void edit_add_line(struct str *out, const struct edit_line *line)
{
	if (line->id != 0)
		str_addf(out, "%lld ", (long long)line->id);
	if (line->is_paused)
		str_add(out, EDIT_PAUSED " ");
	export_add_entry(out, &line->entry);
}

/* The number and the word before the address; what follows them. */
static const char *read_start(const char *at, struct edit_line *line)
{
	size_t digits, paused = strlen(EDIT_PAUSED);

	at += strspn(at, " \t");
	digits = strspn(at, "0123456789");
	if (digits > 0 && digits <= ID_DIGITS_MOST &&
	    strchr(" \t", at[digits]) != NULL) {
		line->id = strtoll(at, NULL, 10);
		at += digits + strspn(at + digits, " \t");
	}
	if (str_starts(at, EDIT_PAUSED) && at[paused] != '\0' &&
	    strchr(" \t", at[paused]) != NULL) {
		line->is_paused = true;
		at += paused;
	}
	return at;
}

/* One line of newsboat's form, after what is ours. */
static bool read_entry(struct arena *arena, const char *rest,
    struct import_entry *entry)
{
	struct import_list list = {0};
	struct str text;
	bool is_one;

	str_init(&text);
	str_add(&text, IMPORT_NEWSBOAT "\n");
	str_add(&text, rest);
	is_one = import_read_urls(&list, arena, text.data, text.len) &&
	    list.count == 1 && list.note_count == 0;
	if (is_one)
		*entry = list.entries[0];
	str_release(&text);
	return is_one;
}

bool edit_read(const char *text, struct arena *arena,
    struct edit_line **lines, size_t *count, struct error *err)
{
	size_t cap = 0;
	long number = 0;

	*lines = NULL;
	*count = 0;
	while (*text != '\0') {
		size_t len = strcspn(text, "\r\n");
		char *copy = arena_dup_len(arena, text, len);
		struct edit_line line = {.line = ++number};
		const char *rest = read_start(copy, &line);

		text += len + (text[len] == '\r' && text[len + 1] == '\n');
		text += *text != '\0';
		if (*rest == '\0' || *rest == '#')
			continue;
		if (!read_entry(arena, rest, &line.entry))
			return error_set(err, ERROR_IMPORT_LINE, copy,
			    number);
		*lines = arena_grow(arena, *lines, &cap, *count + 1,
		    sizeof(**lines));
		(*lines)[(*count)++] = line;
	}
	return true;
}
