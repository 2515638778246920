#include "base/file.h"
#include "base/str.h"
#include "config/config.h"

#include <string.h>

enum { FILE_MOST = 1024 * 1024 };

/* Whether a line sets that name. */
static bool sets(const char *line, size_t len, const char *name)
{
	size_t from = 0, name_len = strlen(name);

	while (from < len && strchr(" \t", line[from]) != NULL)
		from++;
	if (len - from <= name_len ||
	    strncmp(line + from, name, name_len) != 0)
		return false;
	from += name_len;
	while (from < len && strchr(" \t", line[from]) != NULL)
		from++;
	return from < len && line[from] == '=';
}

/* The line's bounds, before the first section; false: there is none. */
static bool find_line(const struct str *text, const char *name,
    size_t *start, size_t *end)
{
	for (size_t at = 0; at < text->len; at = *end) {
		const char *stop = memchr(text->data + at, '\n',
		    text->len - at);

		*start = at;
		*end = stop == NULL ? text->len
		                    : (size_t)(stop - text->data) + 1;
		if (text->data[at] == '[')
			return false;
		if (sets(text->data + at, *end - at, name))
			return true;
	}
	return false;
}

bool config_write(const char *path, const char *name, const char *value,
    struct error *err)
{
	struct str old, text;
	size_t start = 0, end = 0;
	bool is_done;

	str_init(&old);
	str_init(&text);
	is_done = !file_exists(path) || file_read(path, FILE_MOST, &old, err);
	if (is_done) {
		if (!find_line(&old, name, &start, &end))
			start = end = 0;
		str_add_len(&text, old.data, start);
		str_addf(&text, "%s = %s\n", name, value);
		str_add_len(&text, old.data + end, old.len - end);
		is_done = file_make_folders(path, err) &&
		    file_write(path, text.data, text.len, err);
	}
	str_release(&old);
	str_release(&text);
	return is_done;
}
