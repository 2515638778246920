#include "markup/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "markup/repair.h"

struct reader {
	const struct xml_handler *handler;
	xmlParserCtxtPtr parser;
	struct str values; /* of one element, each with its NUL */
	struct xml_attribute *attributes;
	size_t attribute_cap;
	size_t depth; /* the repair's own root is at 0 */
	size_t taken;
};

static const char *as_text(const xmlChar *text)
{
	return text == NULL ? "" : (const char *)text;
}

/* An undeclared prefix stands for its namespace. */
static const char *space_of(const xmlChar *uri, const xmlChar *prefix)
{
	return uri != NULL ? (const char *)uri : as_text(prefix);
}

/* SAX2 leaves "&#38;" for an ampersand, so that it could be read again. */
static void add_value(struct str *out, const char *value, size_t len)
{
	static const char mark[] = "&#38;";
	const char *end = value + len, *at;

	while ((at = memchr(value, '&', (size_t)(end - value))) != NULL) {
		at++;
		str_add_len(out, value, (size_t)(at - value));
		value = at;
		if (end - at >= 4 && memcmp(at, mark + 1, 4) == 0)
			value += 4;
	}
	str_add_len(out, value, (size_t)(end - value));
	str_add_char(out, '\0');
}

/* libxml2 gives five pointers an attribute: name, prefix, URI, value, end. */
static void read_attributes(struct reader *reader, size_t count,
    const xmlChar **attributes)
{
	size_t i, at = 0;

	str_clear(&reader->values);
	reader->attributes = mem_grow(reader->attributes,
	    &reader->attribute_cap, count, sizeof(*reader->attributes));
	for (i = 0; i < count; i++) {
		const xmlChar **row = attributes + i * 5;

		reader->attributes[i].name = as_text(row[0]);
		reader->attributes[i].space = space_of(row[2], row[1]);
		add_value(&reader->values, (const char *)row[3],
		    (size_t)(row[4] - row[3]));
	}
	/* only now has the string stopped moving */
	for (i = 0; i < count; i++) {
		reader->attributes[i].value = reader->values.data + at;
		at += strlen(reader->values.data + at) + 1;
	}
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int space_count, const xmlChar **spaces,
    int attribute_count, int default_count, const xmlChar **attributes)
{
	struct reader *reader = ctx;

	(void)space_count;
	(void)spaces;
	(void)default_count;
	if (reader->depth++ == 0)
		return;
	if (attribute_count > 0)
		read_attributes(reader, (size_t)attribute_count, attributes);
	reader->handler->start(reader->handler->ctx, space_of(uri, prefix),
	    as_text(name), reader->attributes, (size_t)attribute_count);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct reader *reader = ctx;

	if (--reader->depth > 0)
		reader->handler->end(reader->handler->ctx,
		    space_of(uri, prefix), as_text(name));
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
	struct reader *reader = ctx;

	if (reader->depth > 1 && len > 0)
		reader->handler->text(reader->handler->ctx,
		    (const char *)text, (size_t)len);
}

static bool push(void *ctx, const char *data, size_t len)
{
	struct reader *reader = ctx;

	xmlParseChunk(reader->parser, data, (int)len, 0);
	reader->taken += len;
	return reader->parser->instate != XML_PARSER_EOF &&
	    reader->parser->disableSAX == 0;
}

/*
 * No entity can be declared or resolved: the repair leaves no document type,
 * and the parser has no handler that would load one. XML_PARSE_NOENT must
 * stay off: with it local files were read even under NONET.
 */
static xmlParserCtxtPtr parser_new(struct reader *reader)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
	};
	xmlParserCtxtPtr parser;

	parser = xmlCreatePushParserCtxt(&sax, reader, NULL, 0, NULL);
	if (parser == NULL)
		fatal("out of memory");
	xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET |
	    XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	return parser;
}

static bool parse(struct reader *reader, const char *data, size_t len,
    struct xml_repairs *repairs, struct error *err)
{
	const struct repair_sink sink = {push, reader};
	bool is_whole;

	reader->parser = parser_new(reader);
	repair_xml(data, len, &sink, repairs);
	is_whole = reader->parser->instate != XML_PARSER_EOF &&
	    reader->parser->disableSAX == 0;
	xmlParseChunk(reader->parser, NULL, 0, 1);
	xmlFreeParserCtxt(reader->parser);
	if (repairs->roots == 0)
		return error_set(err, ERROR_FEED_UNKNOWN, "", 0);
	if (!is_whole)
		return error_set(err, ERROR_MARKUP_LIMIT, "",
		    (long)reader->taken);
	return true;
}

bool xml_read(const char *data, size_t len, const char *http_charset,
    const struct xml_handler *handler, struct xml_repairs *repairs,
    struct error *err)
{
	struct charset_choice choice = charset_choose(data, len, http_charset);
	struct reader reader = {.handler = handler};
	struct str text;
	bool is_read;

	*repairs = (struct xml_repairs){.has_charset_lied = choice.has_lied};
	snprintf(repairs->charset, sizeof(repairs->charset), "%s",
	    choice.name);
	str_init(&text);
	str_init(&reader.values);
	if (!choice.is_clean)
		repairs->bad_bytes = charset_convert(&text, data, len,
		    &choice);
	is_read = choice.is_clean
	    ? parse(&reader, data + choice.skip, len - choice.skip, repairs,
		err)
	    : parse(&reader, text.data, text.len, repairs, err);
	free(reader.attributes);
	str_release(&reader.values);
	str_release(&text);
	return is_read;
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
