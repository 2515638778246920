#include "feed/import_list.h"

#include <string.h>

#include "base/str.h"

/*
 * A line of newsboat's urls: an address, then tags; "~..." is the title,
 * "!..." hides it there. newsraft writes its titles plainly in quotation
 * marks, its settings after "<", and "@ name" above a section.
 */
struct reader {
	struct import_list *list;
	struct arena *arena;
	struct str section, word;
	bool is_newsraft;
	bool was_quoted; /* the word read last */
	size_t lines;    /* that say something */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Read a word, which quotation marks may hold together; false: none. */
static bool next_word(struct reader *reader, const char **at,
    const char *end)
{
	const char *from = *at;

	while (from < end && is_blank(*from))
		from++;
	str_clear(&reader->word);
	reader->was_quoted = from < end && *from == '"';
	if (from == end)
		return false;
	if (!reader->was_quoted) {
		while (from < end && !is_blank(*from))
			str_add_char(&reader->word, *from++);
		*at = from;
		return true;
	}
	for (from++; from < end && *from != '"'; from++) {
		if (*from == '\\' && from + 1 < end)
			from++;
		str_add_char(&reader->word, *from);
	}
	*at = from < end ? from + 1 : end;
	return true;
}

/* A program's line may hold blanks: "$(...)" up to its end. */
static bool is_program(const char *at, const char *end)
{
	return end - at > 2 && at[0] == '$' && at[1] == '(';
}

static void read_rest(struct reader *reader, struct import_entry *entry,
    const char *at, const char *end)
{
	while (next_word(reader, &at, end)) {
		const char *word = reader->word.data;

		if (!reader->was_quoted && strcmp(word, "<") == 0)
			return;
		if (word[0] == '~')
			import_set_title(entry, reader->arena, word + 1);
		else if (reader->is_newsraft && reader->was_quoted)
			import_set_title(entry, reader->arena, word);
		else if (word[0] == '!')
			import_add_tag(entry, reader->arena, word + 1,
			    strlen(word + 1));
		else
			import_add_tag(entry, reader->arena, word,
			    strlen(word));
	}
}

static void read_section(struct reader *reader, const char *at,
    const char *end)
{
	const char *stop = memchr(at, '<', (size_t)(end - at));

	str_clear(&reader->section);
	str_add_len(&reader->section, at,
	    (size_t)((stop != NULL ? stop : end) - at));
}

static void read_line(struct reader *reader, long line, const char *at,
    const char *end)
{
	struct import_entry *entry;
	char *url;

	while (at < end && is_blank(*at))
		at++;
	if (at == end || *at == '#')
		return;
	if (*at == '@') {
		read_section(reader, at + 1, end);
		return;
	}
	reader->lines++;
	if (is_program(at, end)) {
		import_add_note(reader->list, reader->arena, line,
		    IMPORT_PROGRAM, at, (size_t)(end - at));
		return;
	}
	if (!next_word(reader, &at, end) ||
	    !import_check_url(reader->list, reader->arena, line,
		reader->word.data, reader->word.len, &url))
		return;
	entry = import_add_entry(reader->list, reader->arena, url);
	if (entry == NULL)
		return;
	import_add_tag(entry, reader->arena, reader->section.data,
	    reader->section.len);
	read_rest(reader, entry, at, end);
}

/*
 * Whether a quoted word is a title: newsraft's signs stand in the file, or
 * every line that has more than an address has just one quoted word.
 */
static bool is_newsraft(struct reader *reader, const char *data, size_t len)
{
	const char *at = data, *end = data + len;
	size_t quoted = 0, other = 0;

	if (str_starts(data, IMPORT_NEWSBOAT))
		return false;
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t words = 0, marked = 0;

		if (stop == NULL)
			stop = end;
		while (at < stop && is_blank(*at))
			at++;
		if (at < stop && (*at == '@' || is_program(at, stop)))
			return true;
		while (at < stop && *at != '#' &&
		    next_word(reader, &at, stop)) {
			if (words > 0 && strcmp(reader->word.data, "<") == 0)
				return true;
			marked += words > 0 && reader->was_quoted &&
			    reader->word.data[0] != '~';
			words++;
		}
		if (words == 2 && marked == 1)
			quoted++;
		else if (words > 1)
			other++;
		at = stop + 1;
	}
	return quoted > 0 && other == 0;
}

bool import_read_urls(struct import_list *list, struct arena *arena,
    const char *data, size_t len)
{
	struct reader reader = {.list = list, .arena = arena};
	const char *at = data, *end = data + len;
	size_t refused = 0, i;
	long line = 0;

	str_init(&reader.section);
	str_init(&reader.word);
	reader.is_newsraft = is_newsraft(&reader, data, len);
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (stop == NULL)
			stop = end;
		read_line(&reader, ++line, at, stop);
		at = stop + 1;
	}
	str_release(&reader.section);
	str_release(&reader.word);
	for (i = 0; i < list->note_count; i++)
		refused += list->notes[i].reason == IMPORT_ADDRESS;
	return list->count > 0 || refused < reader.lines || reader.lines == 0;
}
