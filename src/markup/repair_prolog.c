#include "markup/repair_prolog.h"

#include <string.h>
#include <strings.h>

const char *prolog_find(const char *at, const char *end, const char *needle)
{
	size_t len = strlen(needle);

	while ((size_t)(end - at) >= len) {
		at = memchr(at, needle[0], (size_t)(end - at) - len + 1);
		if (at == NULL)
			return NULL;
		if (memcmp(at, needle, len) == 0)
			return at;
		at++;
	}
	return NULL;
}

bool prolog_starts(const char *at, const char *end, const char *text)
{
	size_t len = strlen(text);

	return (size_t)(end - at) >= len && strncasecmp(at, text, len) == 0;
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' ||
	    *at == '\r'))
		at++;
	return at;
}

static const char *skip_word(const char *at, const char *end)
{
	while (at < end && memchr(" \t\r\n\"'<>[]", *at, 10) == NULL)
		at++;
	return at;
}

/* at is past "<!ENTITY". What is no plain internal entity is passed over. */
static void keep_entity(struct prolog_entities *entities, const char *at,
    const char *end)
{
	struct prolog_entity *row;
	const char *name, *close;

	if (entities == NULL || entities->count == PROLOG_ENTITIES_MOST)
		return;
	name = skip_blanks(at, end);
	at = skip_word(name, end);
	row = &entities->rows[entities->count];
	row->name = name;
	row->name_len = (size_t)(at - name);
	at = skip_blanks(at, end);
	if (row->name_len == 0 || *name == '%' || at == end ||
	    (*at != '"' && *at != '\''))
		return;
	close = memchr(at + 1, *at, (size_t)(end - at - 1));
	if (close == NULL || close - at - 1 > PROLOG_VALUE_MOST)
		return;
	row->value = at + 1;
	row->value_len = (size_t)(close - row->value);
	entities->count++;
}

/* at is at a quotation mark, a comment or any other byte. */
static const char *skip_piece(const char *at, const char *end)
{
	const char *close;

	if (*at == '"' || *at == '\'') {
		close = memchr(at + 1, *at, (size_t)(end - at - 1));
		return close == NULL ? NULL : close + 1;
	}
	if (prolog_starts(at, end, "<!--")) {
		close = prolog_find(at + 4, end, "-->");
		return close == NULL ? NULL : close + 3;
	}
	return at + 1;
}

const char *prolog_skip_doctype(const char *at, const char *end,
    struct prolog_entities *entities)
{
	bool is_inside = false;

	for (at += 2; at != NULL && at < end;) {
		if (is_inside && prolog_starts(at, end, "<!ENTITY"))
			keep_entity(entities, at + 8, end);
		if (*at == '[') {
			is_inside = true;
		} else if (*at == ']') {
			is_inside = false;
		} else if (!is_inside && entities != NULL &&
		    (prolog_starts(at, end, "PUBLIC") ||
		    prolog_starts(at, end, "SYSTEM"))) {
			entities->has_external = true;
		} else if (*at == '>' && !is_inside) {
			return at + 1;
		} else if (*at == '<' && !is_inside) {
			/* no document type goes on after a tag begins */
			return at;
		}
		at = skip_piece(at, end);
	}
	return NULL;
}

const struct prolog_entity *prolog_find_entity(
    const struct prolog_entities *entities, const char *name, size_t len)
{
	size_t i;

	if (entities->is_off)
		return NULL;
	for (i = 0; i < entities->count; i++)
		if (entities->rows[i].name_len == len &&
		    memcmp(entities->rows[i].name, name, len) == 0)
			return &entities->rows[i];
	return NULL;
}
