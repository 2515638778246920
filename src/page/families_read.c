#include "page/families.h"

#include <string.h>

#include "base/mem.h"
#include "page/select.h"
#include "text/clean.h"
#include "text/utf8.h"

/* What a line may fill, and whether it is selectors. */
static const struct part {
	const char *name;
	size_t field;
	bool is_text;
} parts[] = {
	{"hosts", offsetof(struct family, hosts), true},
	{"mark", offsetof(struct family, mark), false},
	{"body", offsetof(struct family, body), false},
	{"title", offsetof(struct family, title), false},
	{"lead", offsetof(struct family, lead), false},
	{"date", offsetof(struct family, date), false},
	{"author", offsetof(struct family, author), false},
	{"section", offsetof(struct family, section), false},
	{"cover", offsetof(struct family, cover), false},
	{"drop", offsetof(struct family, drop), false},
	{"aside", offsetof(struct family, aside), false},
};

struct reader {
	struct family_list *list;
	struct arena *arena;
	struct family row;
	long line, row_line; /* row_line 0: no row has begun */
	void (*warn)(void *ctx, long line, enum error_code code);
	void *ctx;
};

static void warn(struct reader *reader, long line, enum error_code code)
{
	if (reader->warn != NULL)
		reader->warn(reader->ctx, line, code);
}

/* The row that was read so far, if it can take anything. */
static void end_row(struct reader *reader)
{
	struct family_list *list = reader->list;

	if (reader->row_line == 0)
		return;
	if (reader->row.body == NULL) {
		warn(reader, reader->row_line, ERROR_FAMILY_BODY);
		return;
	}
	list->rows = arena_grow(reader->arena, list->rows, &list->cap,
	    list->count + 1, sizeof(*list->rows));
	list->rows[list->count++] = reader->row;
}

static void begin_row(struct reader *reader, const char *text, size_t len)
{
	const char *close = memchr(text, ']', len);

	end_row(reader);
	reader->row = (struct family){0};
	reader->row_line = 0;
	if (close == NULL || close == text || close + 1 < text + len) {
		warn(reader, reader->line, ERROR_FAMILY_SYNTAX);
		return;
	}
	reader->row.name = arena_dup_len(reader->arena, text,
	    (size_t)(close - text));
	reader->row_line = reader->line;
}

static const struct part *find_part(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (strlen(parts[i].name) == len &&
		    memcmp(parts[i].name, name, len) == 0)
			return &parts[i];
	return NULL;
}

static void fill_part(struct reader *reader, const char *text, size_t len)
{
	const char *equals = memchr(text, '=', len), *name = text, *value;
	const struct part *part;
	size_t name_len, value_len;
	char *copy;

	if (equals == NULL || reader->row_line == 0) {
		warn(reader, reader->line, ERROR_FAMILY_SYNTAX);
		return;
	}
	name_len = (size_t)(equals - text);
	text_trim(&name, &name_len);
	part = find_part(name, name_len);
	if (part == NULL) {
		warn(reader, reader->line, ERROR_FAMILY_PART);
		return;
	}
	value = equals + 1;
	value_len = len - (size_t)(value - text);
	text_trim(&value, &value_len);
	copy = arena_dup_len(reader->arena, value, value_len);
	if (value_len == 0 || (!part->is_text && !selector_is_valid(copy))) {
		warn(reader, reader->line, ERROR_FAMILY_SELECTOR);
		return;
	}
	*(const char **)(void *)((char *)&reader->row + part->field) = copy;
}

static void read_line(struct reader *reader, const char *text, size_t len)
{
	text_trim(&text, &len);
	if (len == 0 || *text == '#')
		return;
	if (!utf8_is_valid(text, len) || memchr(text, '\0', len) != NULL)
		warn(reader, reader->line, ERROR_FAMILY_SYNTAX);
	else if (*text == '[')
		begin_row(reader, text + 1, len - 1);
	else
		fill_part(reader, text, len);
}

void families_read(struct family_list *list, const char *text, size_t len,
    struct arena *arena,
    void (*warn_line)(void *ctx, long line, enum error_code code), void *ctx)
{
	struct reader reader = {.list = list,
	    .arena = arena,
	    .warn = warn_line,
	    .ctx = ctx};
	const char *end = text + len;

	/* a byte order mark */
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3;
	while (text < end) {
		const char *feed = memchr(text, '\n', (size_t)(end - text));
		size_t line_len = (size_t)((feed == NULL ? end : feed) - text);

		reader.line++;
		read_line(&reader, text, line_len);
		text += line_len + 1;
	}
	end_row(&reader);
}
