#include "markup/xml.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "markup/repair.h"

enum {
	NAME_SLOTS = 512, /* a power of two */
	NAME_TRIES = 8,   /* slots looked at for a name */
	SPACES_MOST = 128,
	URI_MOST = 1024, /* bytes that tell namespaces apart */
};

#define XML_SPACE "http://www.w3.org/XML/1998/namespace"

struct name {
	const char *text; /* NULL: the slot is free */
	size_t len;
};

/* A prefix in scope; the one of no letters is the default. */
struct space {
	const char *prefix, *uri;
	size_t prefix_len;
};

struct level {
	const char *space, *name;
	const char *default_space;
	size_t space_count;
};

struct reader {
	const struct xml_handler *handler;
	struct arena arena; /* of names and spaces */
	struct name names[NAME_SLOTS];
	struct level levels[XML_DEPTH_MOST + 1]; /* the first is no element */
	size_t depth;
	struct space spaces[SPACES_MOST];
	struct xml_attribute attributes[REPAIR_ATTRIBUTES_MOST];
};

/*
 * The one copy of a name. A document of endless names gets new copies once
 * the slots are taken, so that none costs more than NAME_TRIES looks.
 */
static const char *keep_name(struct reader *reader, const char *text,
    size_t len)
{
	size_t at = len, tries;

	if (len == 0)
		return "";
	at = at * 31 + (unsigned char)text[0];
	at = at * 31 + (unsigned char)text[len / 2];
	at = at * 31 + (unsigned char)text[len - 1];
	for (tries = 0; tries < NAME_TRIES; tries++) {
		struct name *name = &reader->names[(at + tries) % NAME_SLOTS];

		if (name->text == NULL) {
			name->text = arena_dup_len(&reader->arena, text, len);
			name->len = len;
			return name->text;
		}
		if (name->len == len && memcmp(name->text, text, len) == 0)
			return name->text;
	}
	return arena_dup_len(&reader->arena, text, len);
}

/* The namespace of a prefix; one that was not declared stands for itself. */
static const char *find_space(struct reader *reader,
    const struct level *level, const char *prefix, size_t len)
{
	size_t i = level->space_count;

	while (i-- > 0) {
		const struct space *space = &reader->spaces[i];

		if (space->prefix_len == len &&
		    memcmp(space->prefix, prefix, len) == 0)
			return space->uri;
	}
	if (len == 3 && memcmp(prefix, "xml", 3) == 0)
		return XML_SPACE;
	return keep_name(reader, prefix, len);
}

static bool is_declaration(const struct repair_attribute *attribute)
{
	return attribute->name_len >= 5 &&
	    memcmp(attribute->name, "xmlns", 5) == 0 &&
	    (attribute->name_len == 5 || attribute->name[5] == ':');
}

/* xmlns="...", xmlns:prefix="..." (Namespaces in XML 1.0, 3). */
static void declare(struct reader *reader, struct level *level,
    const struct repair_attribute *attribute)
{
	size_t uri_len = attribute->value_len < URI_MOST
	    ? attribute->value_len : URI_MOST;
	struct space *space;

	if (attribute->name_len == 5) {
		level->default_space = keep_name(reader, attribute->value,
		    uri_len);
		return;
	}
	if (level->space_count == SPACES_MOST || attribute->value_len == 0)
		return;
	space = &reader->spaces[level->space_count++];
	space->prefix_len = attribute->name_len - 6;
	space->prefix = keep_name(reader, attribute->name + 6,
	    space->prefix_len);
	space->uri = keep_name(reader, attribute->value, uri_len);
}

/* The local name of a name as written, and its namespace. */
static const char *split(struct reader *reader, const struct level *level,
    const char *name, size_t len, const char **space)
{
	const char *colon = memchr(name, ':', len);

	if (colon == NULL)
		return keep_name(reader, name, len);
	*space = find_space(reader, level, name, (size_t)(colon - name));
	colon++;
	return keep_name(reader, colon, len - (size_t)(colon - name));
}

/* Attributes without a prefix have no namespace (the same, 6.2). */
static size_t read_attributes(struct reader *reader, struct level *level,
    const struct repair_attribute *attributes, size_t count)
{
	size_t kept = 0, i;

	for (i = 0; i < count; i++)
		if (is_declaration(&attributes[i]))
			declare(reader, level, &attributes[i]);
	for (i = 0; i < count; i++) {
		struct xml_attribute *row = &reader->attributes[kept];

		if (is_declaration(&attributes[i]))
			continue;
		row->space = "";
		row->name = split(reader, level, attributes[i].name,
		    attributes[i].name_len, &row->space);
		row->value = attributes[i].value;
		kept++;
	}
	return kept;
}

static void on_start(void *ctx, const char *name, size_t len,
    const struct repair_attribute *attributes, size_t count)
{
	struct reader *reader = ctx;
	struct level *level = &reader->levels[reader->depth + 1];

	level->default_space = level[-1].default_space;
	level->space_count = level[-1].space_count;
	if (count > 0)
		count = read_attributes(reader, level, attributes, count);
	level->space = level->default_space;
	level->name = split(reader, level, name, len, &level->space);
	reader->depth++;
	reader->handler->start(reader->handler->ctx, level->space, level->name,
	    reader->attributes, count);
}

static void on_end(void *ctx)
{
	struct reader *reader = ctx;
	const struct level *level = &reader->levels[reader->depth--];

	reader->handler->end(reader->handler->ctx, level->space, level->name);
}

static void on_text(void *ctx, const char *text, size_t len)
{
	struct reader *reader = ctx;

	reader->handler->text(reader->handler->ctx, text, len);
}

static void parse(const struct xml_handler *handler, const char *data,
    size_t len, struct xml_repairs *repairs)
{
	struct reader *reader = mem_alloc(sizeof(*reader));
	const struct repair_sink sink = {on_start, on_end, on_text, reader};

	reader->handler = handler;
	arena_init(&reader->arena);
	memset(reader->names, 0, sizeof(reader->names));
	reader->depth = 0;
	reader->levels[0] = (struct level){.default_space = ""};
	repair_xml(data, len, &sink, repairs);
	arena_release(&reader->arena);
	free(reader);
}

bool xml_read(const char *data, size_t len, const char *http_charset,
    const struct xml_handler *handler, struct xml_repairs *repairs,
    struct error *err)
{
	struct charset_choice choice = charset_choose(data, len, http_charset);
	struct str text;

	*repairs = (struct xml_repairs){.has_charset_lied = choice.has_lied};
	snprintf(repairs->charset, sizeof(repairs->charset), "%s",
	    choice.name);
	str_init(&text);
	if (!choice.is_clean)
		repairs->bad_bytes = charset_convert(&text, data, len,
		    &choice);
	if (choice.is_clean)
		parse(handler, data + choice.skip, len - choice.skip, repairs);
	else
		parse(handler, text.data, text.len, repairs);
	str_release(&text);
	if (repairs->roots == 0)
		return error_set(err, ERROR_FEED_UNKNOWN, "", 0);
	return true;
}

void xml_sniff_root(const char *data, size_t len, char *name, size_t size)
{
	struct str text;
	const char *root, *colon;
	size_t root_len = 0;

	name[0] = '\0';
	str_init(&text);
	charset_decode(&text, data, len < 8192 ? len : 8192, NULL);
	root = repair_find_root(text.data, text.len, &root_len);
	if (root != NULL) {
		colon = memchr(root, ':', root_len);
		if (colon != NULL) {
			root_len -= (size_t)(colon + 1 - root);
			root = colon + 1;
		}
		snprintf(name, size, "%.*s", (int)root_len, root);
	}
	str_release(&text);
}
