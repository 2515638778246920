#include "feed/feed_xml.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "feed/capture.h"
#include "feed/plain.h"
#include "markup/xml.h"
#include "text/url.h"

enum place {
	PLACE_OUTSIDE, /* of the feed, or in a part of it that says nothing */
	PLACE_FEED,
	PLACE_ITEM,
	PLACE_SKIP, /* inside an item, in a part that says nothing */
};

struct frame {
	enum place place;
	const char *base; /* xml:base, resolved; NULL: none */
};

/* What element_find found; a feed has few names, and many elements. */
struct seen_row {
	const char *name;
	enum element_space space;
	unsigned place;
	const struct element *row;
};
enum {
	SEEN_ROWS = 64,
	BASE_MOST = 2048,         /* bytes of an xml:base */
	BASES_MOST = 1024 * 1024, /* of all together */
};

struct reader {
	struct builder *builder;
	struct frame frames[XML_DEPTH_MOST + 1];
	size_t depth;
	size_t item_depth; /* of the item begun; 0: none */
	size_t base_bytes;
	bool has_root, is_atom;
	const char *root_space; /* a namespace unknown to us, of the root */
	const char *seen_uri;   /* the last looked up */
	enum element_space seen_space;
	struct seen_row seen_rows[SEEN_ROWS];

	struct capture capture;
	const struct element *row; /* captured; NULL: none */
	size_t row_depth;
	bool is_permanent_link;
};

static enum element_space space_of(struct reader *reader, const char *uri)
{
	if (uri == reader->root_space)
		return SPACE_CORE;
	if (uri != reader->seen_uri) {
		reader->seen_uri = uri;
		reader->seen_space = element_space(uri);
	}
	return reader->seen_space;
}

static const struct element *look_up(struct reader *reader,
    enum element_space space, const char *name, unsigned place)
{
	uintptr_t key = ((uintptr_t)name >> 2) + (uintptr_t)place * 31;
	struct seen_row *seen = &reader->seen_rows[(key ^ key >> 6) %
	    SEEN_ROWS];

	if (seen->name == name && seen->space == space && seen->place == place)
		return seen->row;
	*seen = (struct seen_row){name, space, place,
	    element_find(space, name, place)};
	return seen->row;
}

/* An attribute by its local name, in any namespace; "" counts as none. */
static const char *attribute(const struct xml_attribute *attributes,
    size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcasecmp(attributes[i].name, name) == 0)
			return attributes[i].value[0] == '\0'
			    ? NULL : attributes[i].value;
	return NULL;
}

static const char *xml_attribute(const struct xml_attribute *attributes,
    size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(attributes[i].name, name) == 0 &&
		    element_space(attributes[i].space) == SPACE_XML)
			return attributes[i].value;
	return NULL;
}

static void set(struct reader *reader, enum element_field field,
    unsigned char rank, const char *text)
{
	struct value value = {.field = field, .rank = rank, .text = text,
	    .base = reader->frames[reader->depth - 1].base};

	if (text == NULL)
		return;
	value.len = strlen(text);
	builder_set(reader->builder, &value);
}

static void begin_item(struct reader *reader,
    const struct xml_attribute *attributes, size_t count)
{
	struct frame *frame = &reader->frames[reader->depth - 1];
	const char *about = attribute(attributes, count, "about");
	const char *href = attribute(attributes, count, "href");
	size_t i;

	if (reader->item_depth > 0) {
		/* it was never closed: what follows is not its own */
		builder_end_item(reader->builder);
		for (i = reader->item_depth; i < reader->depth; i++)
			reader->frames[i - 1].place = PLACE_FEED;
	}
	reader->item_depth = 0;
	frame->place = PLACE_SKIP;
	if (!builder_begin_item(reader->builder))
		return;
	reader->item_depth = reader->depth;
	frame->place = PLACE_ITEM;
	if (about != NULL) {
		/* RSS 1.0, 5.5: the item's identity, usually its link */
		set(reader, FIELD_ID, 2, about);
		if (url_is_web(about))
			builder_set_fallback(reader->builder, 4, frame->base,
			    about, strlen(about));
	}
	if (href != NULL)
		builder_set_fallback(reader->builder, 2, frame->base, href,
		    strlen(href));
	set(reader, FIELD_UPDATED, 3, attribute(attributes, count, "lastmod"));
}

static void set_format(struct reader *reader, const char *space,
    const char *name, const struct xml_attribute *attributes, size_t count)
{
	struct feed *feed = reader->builder->feed;
	const char *version = attribute(attributes, count, "version");

	if (strcasecmp(name, "feed") == 0) {
		reader->is_atom = true;
		feed->format = strstr(space, "purl.org/atom") != NULL ||
		    (version != NULL && strcmp(version, "0.3") == 0)
		    ? "atom 0.3" : "atom 1.0";
	} else if (strcasecmp(name, "rss") == 0) {
		feed->format = version == NULL ? "rss"
		    : arena_printf(reader->builder->arena, "rss %.8s",
			version + strspn(version, " "));
	} else {
		feed->format = "rss 1.0";
	}
}

static void begin_root(struct reader *reader, const char *space,
    const char *name, const struct xml_attribute *attributes, size_t count)
{
	reader->frames[reader->depth - 1].place = PLACE_FEED;
	if (!reader->has_root)
		set_format(reader, space, name, attributes, count);
	reader->has_root = true;
	set(reader, FIELD_LANGUAGE, 3,
	    xml_attribute(attributes, count, "lang"));
}

static void begin_channel(struct reader *reader, const char *space,
    const struct xml_attribute *attributes, size_t count)
{
	struct feed *feed = reader->builder->feed;
	struct frame *frame = &reader->frames[reader->depth - 1];
	const char *href = attribute(attributes, count, "href");

	frame->place = PLACE_FEED;
	if (!reader->has_root)
		feed->format = href != NULL ? "cdf" : "rss";
	else if (strcmp(feed->format, "rss 1.0") == 0 &&
	    strstr(space, "netscape.com") != NULL)
		feed->format = "rss 0.90";
	reader->has_root = true;
	if (href != NULL)
		builder_set_fallback(reader->builder, 1, frame->base, href,
		    strlen(href));
}

static void add_enclosure(struct reader *reader, unsigned char rank,
    const struct xml_attribute *attributes, size_t count, const char *url)
{
	const char *length = attribute(attributes, count, "length");

	if (length == NULL)
		length = attribute(attributes, count, "fileSize");
	builder_add_enclosure(reader->builder, rank,
	    reader->frames[reader->depth - 1].base, url,
	    attribute(attributes, count, "type"),
	    length == NULL ? 0 : strtoll(length, NULL, 10));
}

/* Atom's link: everything is in its attributes (RFC 4287, 4.2.7). */
static void read_link(struct reader *reader,
    const struct xml_attribute *attributes, size_t count)
{
	const char *href = attribute(attributes, count, "href");
	const char *rel = attribute(attributes, count, "rel");
	const char *type = attribute(attributes, count, "type");
	struct builder *builder = reader->builder;
	const char *base = reader->frames[reader->depth - 1].base;
	int rank = type == NULL ? 2 : strstr(type, "html") != NULL ? 1 : 3;

	if (href == NULL)
		return;
	if (rel == NULL && !reader->is_atom) {
		/* an RSS link in Atom's manner */
		set(reader, FIELD_LINK, 1, href);
	} else if (rel == NULL || strcasecmp(rel, "alternate") == 0) {
		/* in RSS the element's own text is the better link */
		builder_set_fallback(builder, (unsigned char)rank, base, href,
		    strlen(href));
	} else if (strcasecmp(rel, "enclosure") == 0) {
		add_enclosure(reader, 1, attributes, count, href);
	} else if (strcasecmp(rel, "self") == 0) {
		if (!builder->is_in_item && builder->own_url == NULL &&
		    url_is_web(href))
			builder->own_url = arena_dup(builder->arena, href);
	} else if (strcasecmp(rel, "related") == 0 ||
	    strcasecmp(rel, "via") == 0) {
		builder_set_fallback(builder, 7, base, href, strlen(href));
	}
}

static bool is_alternate(const struct xml_attribute *attributes, size_t count)
{
	const char *rel = attribute(attributes, count, "rel");

	return rel == NULL || strcasecmp(rel, "alternate") == 0;
}

static enum capture_kind kind_of(struct reader *reader,
    const struct element *row, const struct xml_attribute *attributes,
    size_t count)
{
	const char *type;

	if (row->field == FIELD_AUTHOR)
		return CAPTURE_PERSON;
	if (row->field == FIELD_LINK && !is_alternate(attributes, count))
		return CAPTURE_NOTHING;
	if (row->text == TEXT_PLAIN || row->text == TEXT_LIST)
		return CAPTURE_PLAIN;
	if (row->text == TEXT_HTML)
		return CAPTURE_HTML;
	if (strcasecmp(row->name, "body") == 0)
		return CAPTURE_XHTML;
	type = attribute(attributes, count, "type");
	if (attribute(attributes, count, "src") != NULL)
		return CAPTURE_NOTHING;
	if (type == NULL && !reader->is_atom)
		return CAPTURE_HTML;
	return capture_kind_of(type, attribute(attributes, count, "mode"));
}

/*
 * The identity of a category is its term (RFC 4287, 4.2.2.1); iTunes has it
 * in text, and others inside it. False: it is the element's own text.
 */
static bool read_category(struct reader *reader,
    const struct xml_attribute *attributes, size_t count)
{
	const char *text = attribute(attributes, count, "term");

	if (text == NULL)
		text = attribute(attributes, count, "text");
	if (text == NULL)
		text = attribute(attributes, count, "label");
	set(reader, FIELD_CATEGORY, 1, text);
	return text != NULL;
}

static void begin_value(struct reader *reader, const struct element *row,
    const struct xml_attribute *attributes, size_t count)
{
	const char *text;

	reader->frames[reader->depth - 1].place =
	    reader->item_depth > 0 ? PLACE_SKIP : PLACE_OUTSIDE;
	if (row->field == FIELD_ENCLOSURE) {
		add_enclosure(reader, row->rank, attributes, count,
		    attribute(attributes, count, "url"));
		/* media:content may hold title and description */
		if (row->space == SPACE_MEDIA)
			reader->frames[reader->depth - 1].place = PLACE_ITEM;
		return;
	}
	if (row->field == FIELD_LINK && count > 0)
		read_link(reader, attributes, count);
	if (row->field == FIELD_CATEGORY && row->text == TEXT_PLAIN &&
	    (read_category(reader, attributes, count) ||
	    row->space == SPACE_ITUNES)) {
		reader->frames[reader->depth - 1].place = PLACE_ITEM;
		return;
	}
	text = count == 0 ? NULL : attribute(attributes, count, "isPermaLink");
	reader->is_permanent_link = text == NULL ||
	    strcasecmp(text, "false") != 0;
	reader->row = row;
	reader->row_depth = reader->depth;
	capture_begin(&reader->capture,
	    kind_of(reader, row, attributes, count),
	    reader->frames[reader->depth - 1].base);
	reader->capture.is_typed =
	    attribute(attributes, count, "type") != NULL;
}

/* Each value between commas for itself. */
static void set_list(struct reader *reader, const struct value *list)
{
	const char *at = list->text, *end = at + list->len;

	while (at < end) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		struct value value = *list;

		value.text = at;
		value.len = (size_t)((comma != NULL ? comma : end) - at);
		builder_set(reader->builder, &value);
		at += value.len + 1;
	}
}

static void end_value(struct reader *reader)
{
	const struct element *row = reader->row;
	struct str *text = capture_finish(&reader->capture);
	struct value value = {.field = row->field, .rank = row->rank,
	    .text = text->data, .len = text->len,
	    .base = reader->frames[reader->depth - 1].base};

	reader->row = NULL;
	if (row->text == TEXT_LIST)
		set_list(reader, &value);
	else
		builder_set(reader->builder, &value);
	if (row->field == FIELD_ID && reader->is_permanent_link &&
	    strncasecmp(text->data + strspn(text->data, " \t\r\n"), "http",
		4) == 0)
		builder_set_fallback(reader->builder,
		    strcasecmp(row->name, "guid") == 0 ? 5 : 6, value.base,
		    text->data, text->len);
}

/* The base for an element and what is in it: xml:base (XML Base, 4). */
static void push(struct reader *reader,
    const struct xml_attribute *attributes, size_t count)
{
	struct frame *frame = &reader->frames[reader->depth];
	const char *parent = reader->depth == 0 ? NULL : frame[-1].base;
	const char *base = count == 0 ? NULL
	    : xml_attribute(attributes, count, "base");

	frame->base = parent;
	if (base != NULL && *base != '\0' && strlen(base) <= BASE_MOST &&
	    reader->base_bytes <= BASES_MOST) {
		struct str text;

		str_init(&text);
		url_resolve(&text, parent != NULL ? parent
		    : reader->builder->options->url, base);
		if (text.len <= BASE_MOST)
			frame->base = arena_dup_len(reader->builder->arena,
			    text.data, text.len);
		reader->base_bytes += text.len;
		str_release(&text);
	}
	frame->place = reader->depth == 0 ? PLACE_OUTSIDE : frame[-1].place;
	reader->depth++;
}

/* The row that counts for an element here, or NULL. */
static const struct element *find_row(struct reader *reader,
    const char *space, const char *name)
{
	enum place place = reader->frames[reader->depth - 1].place;
	enum element_space element_space = space_of(reader, space);
	const struct element *row;

	if (!reader->has_root && element_space == SPACE_NONE) {
		row = element_find(SPACE_CORE, name, IN_FEED);
		if (row != NULL && row->field == ELEMENT_ROOT) {
			reader->root_space = space;
			return row;
		}
	}
	if (place == PLACE_ITEM) {
		row = look_up(reader, element_space, name, IN_ITEM);
		if (row != NULL)
			return row;
	}
	if (place == PLACE_SKIP)
		return NULL;
	row = look_up(reader, element_space, name, IN_FEED);
	if (row == NULL || (place == PLACE_ITEM && row->field != ELEMENT_ITEM)
	    || (place == PLACE_OUTSIDE && row->field >= FIELD_TITLE))
		return NULL;
	return row;
}

/*
 * Whether an element that begins inside a captured one shows that this one
 * was never closed: an item anywhere but in XHTML; in what is short text,
 * also what belongs to the item and is no name of HTML.
 */
static bool is_unclosed(struct reader *reader, const char *space,
    const char *name, const struct xml_attribute *attributes, size_t count)
{
	enum element_space element_space = space_of(reader, space);
	const struct element *row = element_find(element_space, name, IN_FEED);

	if (reader->capture.kind == CAPTURE_XHTML ||
	    reader->capture.kind == CAPTURE_PERSON)
		return false;
	if (row != NULL && row->field == ELEMENT_ITEM)
		return true;
	if (reader->row->field == FIELD_SUMMARY ||
	    reader->row->field == FIELD_CONTENT || element_space != SPACE_CORE)
		return false;
	row = element_find(element_space, name,
	    reader->item_depth > 0 ? IN_ITEM : IN_FEED);
	if (row == NULL || row->field == reader->row->field)
		return false;
	if (row->field == FIELD_LINK)
		return attribute(attributes, count, "type") == NULL;
	return !plain_is_html(name, strlen(name));
}

/* What is open from the captured element on is part of its parent. */
static void close_value(struct reader *reader)
{
	enum place place = reader->item_depth > 0 ? PLACE_ITEM : PLACE_FEED;
	size_t depth = reader->row_depth;

	end_value(reader);
	for (; depth <= reader->depth; depth++)
		reader->frames[depth - 1].place = place;
}

static void on_start(void *ctx, const char *space, const char *name,
    const struct xml_attribute *attributes, size_t count)
{
	struct reader *reader = ctx;
	const struct element *row;

	push(reader, attributes, count);
	if (reader->row != NULL &&
	    is_unclosed(reader, space, name, attributes, count))
		close_value(reader);
	if (reader->row != NULL) {
		capture_start(&reader->capture, name, attributes, count);
		return;
	}
	row = find_row(reader, space, name);
	if (row == NULL) {
		struct frame *frame = &reader->frames[reader->depth - 1];

		frame->place = frame->place == PLACE_ITEM ||
		    frame->place == PLACE_SKIP ? PLACE_SKIP : PLACE_OUTSIDE;
	} else if (row->field == ELEMENT_ROOT) {
		begin_root(reader, space, name, attributes, count);
	} else if (row->field == ELEMENT_CHANNEL) {
		begin_channel(reader, space, attributes, count);
	} else if (row->field == ELEMENT_ITEM) {
		begin_item(reader, attributes, count);
	} else if (row->field != ELEMENT_GROUP) {
		begin_value(reader, row, attributes, count);
	}
}

static void on_end(void *ctx, const char *space, const char *name)
{
	struct reader *reader = ctx;

	(void)space;
	if (reader->row != NULL && reader->depth == reader->row_depth)
		end_value(reader);
	else if (reader->row != NULL)
		capture_end(&reader->capture, name);
	if (reader->item_depth == reader->depth) {
		builder_end_item(reader->builder);
		reader->item_depth = 0;
	}
	reader->depth--;
}

static void on_text(void *ctx, const char *text, size_t len)
{
	struct reader *reader = ctx;

	if (reader->row != NULL)
		capture_add(&reader->capture, text, len);
}

static void note_repairs(struct builder *builder,
    const struct xml_repairs *repairs)
{
	const struct {
		size_t count;
		const char *one, *many;
	} rows[] = {
		{repairs->ampersands, N_("stray &"), N_("stray &")},
		{repairs->less_thans, N_("stray <"), N_("stray <")},
		{repairs->entities, N_("HTML reference"),
		    N_("HTML references")},
		{repairs->controls, N_("control character"),
		    N_("control characters")},
		{repairs->bad_bytes, N_("bad byte"), N_("bad bytes")},
		{repairs->tags, N_("broken attribute"),
		    N_("broken attributes")},
		{repairs->ends, N_("crossed tag"), N_("crossed tags")},
		{repairs->deep, N_("element too deep"),
		    N_("elements too deep")},
		{repairs->roots > 1 ? repairs->roots : 0, N_("root elements"),
		    N_("root elements")},
		{repairs->has_leading, N_("text before the feed"),
		    N_("text before the feed")},
		{repairs->has_charset_lied, N_("wrong charset"),
		    N_("wrong charset")},
	};
	struct feed *feed = builder->feed;
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++)
		feed_add_repair(feed, builder->arena, rows[i].count,
		    rows[i].count == 1 ? rows[i].one : rows[i].many);
	feed->is_cut = repairs->is_cut;
}

/* No known root, but items that say what and where: a feed of someone's own. */
static bool has_loose_items(const struct feed *feed, const char *data,
    size_t len)
{
	char root[32];
	size_t i;

	xml_sniff_root(data, len, root, sizeof(root));
	if (plain_is_html(root, strlen(root)))
		return false;
	for (i = 0; i < feed->item_count; i++)
		if (feed->items[i].title != NULL && feed->items[i].link != NULL)
			return true;
	return false;
}

bool feed_read_xml(struct builder *builder, const char *data, size_t len,
    const char *http_charset, struct error *err)
{
	struct reader *reader = mem_alloc_zero(1, sizeof(*reader));
	const struct xml_handler handler = {on_start, on_end, on_text, reader};
	struct xml_repairs repairs;
	bool has_root;

	reader->builder = builder;
	capture_init(&reader->capture);
	has_root = xml_read(data, len, http_charset, &handler, &repairs, err)
	    && reader->has_root;
	capture_release(&reader->capture);
	free(reader);
	if (!has_root && has_loose_items(builder->feed, data, len)) {
		builder->feed->format = "items";
		has_root = true;
	}
	if (!has_root)
		return error_set(err, ERROR_FEED_UNKNOWN, "", 0);
	note_repairs(builder, &repairs);
	return true;
}
