#include "feed/import.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "feed/import_list.h"
#include "markup/charset.h"
#include "text/clean.h"
#include "text/url.h"
#include "text/utf8.h"

enum {
	ENTRIES_MOST = 50000,
	NOTES_MOST = 1000,
	TAGS_MOST = 64,
	NOTE_BYTES = 200,
	NAME_BYTES = 1000, /* of a title or tag */
	URL_BYTES_MOST = 4096,
};

char *import_clean(struct arena *arena, const char *text, size_t len)
{
	struct str line;
	char *copy = NULL;

	if (len > NAME_BYTES)
		len = utf8_cut(text, NAME_BYTES);
	str_init(&line);
	text_clean_line(&line, text, len);
	if (line.len > 0)
		copy = arena_dup_len(arena, line.data, line.len);
	str_release(&line);
	return copy;
}

struct import_entry *import_add_entry(struct import_list *list,
    struct arena *arena, const char *url)
{
	struct import_entry *entry;

	if (list->count == ENTRIES_MOST)
		return NULL;
	list->entries = arena_grow(arena, list->entries, &list->cap,
	    list->count + 1, sizeof(*list->entries));
	entry = &list->entries[list->count++];
	*entry = (struct import_entry){.url = arena_dup(arena, url)};
	return entry;
}

void import_set_title(struct import_entry *entry, struct arena *arena,
    const char *title)
{
	entry->title = import_clean(arena, title, strlen(title));
}

void import_add_tag(struct import_entry *entry, struct arena *arena,
    const char *tag, size_t len)
{
	if (entry->tag_count < TAGS_MOST)
		import_share_tag(entry, arena, import_clean(arena, tag, len));
}

void import_share_tag(struct import_entry *entry, struct arena *arena,
    char *tag)
{
	size_t i;

	if (tag == NULL || entry->tag_count == TAGS_MOST)
		return;
	for (i = 0; i < entry->tag_count; i++)
		if (strcmp(entry->tags[i], tag) == 0)
			return;
	entry->tags = arena_grow(arena, entry->tags, &entry->tag_cap,
	    entry->tag_count + 1, sizeof(*entry->tags));
	entry->tags[entry->tag_count++] = tag;
}

void import_add_note(struct import_list *list, struct arena *arena, long line,
    enum import_reason reason, const char *text, size_t len)
{
	struct import_note *note;

	if (list->note_count == NOTES_MOST)
		return;
	list->notes = arena_grow(arena, list->notes, &list->note_cap,
	    list->note_count + 1, sizeof(*list->notes));
	note = &list->notes[list->note_count++];
	if (len > NOTE_BYTES)
		len = utf8_cut(text, NOTE_BYTES);
	note->line = line;
	note->reason = reason;
	note->text = import_clean(arena, text, len);
	if (note->text == NULL)
		note->text = arena_dup(arena, "");
}

static bool starts(const char *text, size_t len, const char *start)
{
	size_t need = strlen(start);

	return len >= need && strncasecmp(text, start, need) == 0;
}

/* Lower-case words before a colon that no list means as a host. */
static bool has_scheme(const char *text, size_t len)
{
	const char *colon = memchr(text, ':', len);

	return colon != NULL && memchr(text, '.', (size_t)(colon - text)) ==
	    NULL && memchr(text, '/', (size_t)(colon - text)) == NULL &&
	    (colon + 1 == text + len || colon[1] < '0' || colon[1] > '9');
}

/* An address as a request may hold it: blanks and controls encoded. */
static char *without_blanks(struct arena *arena, char *url)
{
	struct str encoded;

	str_init(&encoded);
	url_resolve(&encoded, NULL, url);
	if (strcmp(encoded.data, url) != 0)
		url = arena_dup_len(arena, encoded.data, encoded.len);
	str_release(&encoded);
	return url;
}

bool import_check_url(struct import_list *list, struct arena *arena,
    long line, const char *text, size_t len, char **url)
{
	enum import_reason reason = IMPORT_ADDRESS;

	text_trim(&text, &len);
	*url = NULL;
	if (len == 0 || len > URL_BYTES_MOST) {
		*url = NULL;
	} else if (starts(text, len, "exec:") || starts(text, len, "filter:")
	    || text[0] == '|' || starts(text, len, "$(")) {
		reason = IMPORT_PROGRAM;
	} else if (starts(text, len, "query:")) {
		reason = IMPORT_QUERY;
	} else if (starts(text, len, "feed://")) {
		*url = arena_printf(arena, "http://%.*s", (int)len - 7,
		    text + 7);
	} else if (starts(text, len, "feed:http")) {
		*url = arena_dup_len(arena, text + 5, len - 5);
	} else if (has_scheme(text, len)) {
		*url = arena_dup_len(arena, text, len);
	} else if (memchr(text, '.', len) != NULL &&
	    strcspn(text, " \t\"'<>{}") >= len) {
		*url = arena_printf(arena, "https://%.*s", (int)len, text);
	}
	if (*url != NULL && !url_is_web(*url) && !url_is_file(*url))
		*url = NULL;
	if (*url == NULL)
		import_add_note(list, arena, line, reason, text, len);
	else
		*url = without_blanks(arena, *url);
	return *url != NULL;
}

bool import_read(const char *data, size_t len, struct arena *arena,
    struct import_list *list, struct error *err)
{
	struct str text;
	const char *at;
	size_t left;
	bool is_read;

	*list = (struct import_list){.count = 0};
	str_init(&text);
	charset_decode(&text, data, len, NULL);
	at = text.data;
	left = text.len;
	text_trim(&at, &left);
	is_read = left > 0 && *at == '<'
	    ? import_read_opml(list, arena, data, len)
	    : import_read_urls(list, arena, text.data, text.len);
	str_release(&text);
	if (!is_read)
		return error_set(err, ERROR_IMPORT_UNKNOWN, "", 0);
	return true;
}
