#include "markup/repair.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "markup/entity.h"
#include "markup/repair_prolog.h"
#include "text/utf8.h"

enum {
	FLUSH_SIZE = 32 * 1024,
	/* libxml2 2.9 compares each attribute of a tag with every other */
	ATTRIBUTES_MOST = 128,
	ATTRIBUTE_BYTES_MOST = 1024 * 1024,
	TAG_BYTES_MOST = 4 * 1024 * 1024, /* libxml2 ends at 10 MB */
	WASTE_MOST = 16, /* times the document, looked at for tags */
	NAME_MOST = 64, /* bytes of an entity's or element's name */
	/* and looks a prefix up among all that are in scope */
	SPACES_MOST = 128,
};

struct open_element {
	const char *name;
	size_t len;
	size_t spaces; /* in scope before it */
};

struct repair {
	const char *end;
	struct str out;
	const struct repair_sink *sink;
	struct xml_repairs *repairs;
	struct open_element stack[XML_DEPTH_MOST];
	size_t depth, spaces;
	struct prolog_entities entities;
	size_t expanded; /* bytes that the document's own entities gave */
	const char *reach; /* how far a tag was looked for */
	size_t wasted;     /* bytes looked at for tags that were none */
	size_t total;
	bool is_stopped;
	bool has_no_comment_end, has_no_doctype_end, has_no_pi_end;
};

/* What a byte needs. */
enum byte_class {
	PLAIN = 0,
	CONTROL, /* to be left out */
	HIGH,    /* begins U+FFFE, U+FFFF or a C1 control */
	AMP,
	MORE,    /* > ends ]]> */
	STOP,    /* < in text: markup begins */
	ESCAPE,  /* < and " in an attribute */
};

#define CONTROLS                                                               \
	1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1,                        \
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, [0xC2] = HIGH,        \
	[0xEF] = HIGH

static const uint8_t text_bytes[256] = {CONTROLS, ['<'] = STOP,
	['>'] = MORE, ['&'] = AMP};
static const uint8_t cdata_bytes[256] = {CONTROLS};
static const uint8_t value_bytes[256] = {CONTROLS, ['<'] = ESCAPE,
	['"'] = ESCAPE, ['&'] = AMP};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name_char(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' ||
	    c == '.';
}

static void flush(struct repair *r)
{
	if (!r->is_stopped && r->out.len > 0)
		r->is_stopped = !r->sink->write(r->sink->ctx, r->out.data,
		    r->out.len);
	str_clear(&r->out);
}

static void add_code(struct repair *r, uint32_t code)
{
	if (code == '<')
		str_add(&r->out, "&lt;");
	else if (code == '&')
		str_add(&r->out, "&amp;");
	else if (code == '>')
		str_add(&r->out, "&gt;");
	else if (code == '"')
		str_add(&r->out, "&quot;");
	else
		utf8_add(&r->out, code);
}

/* XML 1.0, production 2 (Char). */
static bool is_xml_char(uint32_t code)
{
	if (code < 0x20)
		return code == '\t' || code == '\n' || code == '\r';
	return !(code >= 0xD800 && code <= 0xDFFF) && code <= 0x10FFFF &&
	    code != 0xFFFE && code != 0xFFFF;
}

static bool is_predefined(const char *name, size_t len)
{
	return (len == 2 && (memcmp(name, "lt", 2) == 0 ||
	    memcmp(name, "gt", 2) == 0)) ||
	    (len == 3 && memcmp(name, "amp", 3) == 0) ||
	    (len == 4 && (memcmp(name, "quot", 4) == 0 ||
	    memcmp(name, "apos", 4) == 0));
}

/* A number reference at at; returns the bytes it takes, 0 if it is none. */
static size_t add_number(struct repair *r, const char *at, size_t len)
{
	uint32_t code = 0;
	size_t used = entity_read(at, len, &code), i;
	uint32_t written = 0;

	if (used == 0)
		return 0;
	/* 150 is windows-1252's dash (WHATWG), but XML would take U+0096 */
	for (i = 2; i < used && at[i] >= '0' && at[i] <= '9'; i++)
		written = written * 10 + (uint32_t)(at[i] - '0');
	if (!is_xml_char(code) || (code == 0xFFFD && written != code)) {
		r->repairs->controls++;
		return used;
	}
	if (code >= 0x80 && code <= 0x9F)
		code = 0xFFFD;
	if (at[used - 1] != ';')
		r->repairs->entities++;
	add_code(r, code);
	return used;
}

static void add_run(struct repair *r, const char **at, const char *end,
    const uint8_t *bytes);

/* An entity of the document's own; what it names is not named again. */
static void add_declared(struct repair *r, const struct prolog_entity *entity)
{
	const char *at = entity->value;

	if (r->expanded + entity->value_len > r->total + 64 * 1024)
		return;
	r->expanded += entity->value_len;
	r->entities.is_off = true;
	add_run(r, &at, at + entity->value_len, value_bytes);
	r->entities.is_off = false;
}

/* at is at "&"; returns the bytes taken. */
static size_t add_reference(struct repair *r, const char *at, const char *end)
{
	size_t len = (size_t)(end - at), name = 0, used;
	const struct prolog_entity *entity;
	uint32_t code;

	used = len > 1 && at[1] == '#' ? add_number(r, at, len) : 0;
	if (used > 0)
		return used;
	while (name + 1 < len && name < NAME_MOST && is_name_char(at[name + 1]))
		name++;
	if (name == 0 || name + 1 == len || at[name + 1] != ';') {
		r->repairs->ampersands++;
		str_add(&r->out, "&amp;");
		return 1;
	}
	entity = prolog_find_entity(&r->entities, at + 1, name);
	if (is_predefined(at + 1, name)) {
		str_add_len(&r->out, at, name + 2);
	} else if (entity != NULL) {
		add_declared(r, entity);
	} else if ((code = entity_find(at + 1, name)) != 0) {
		r->repairs->entities += !r->entities.has_external;
		add_code(r, code);
	} else {
		r->repairs->ampersands++;
		str_add(&r->out, "&amp;");
		return 1;
	}
	return name + 2;
}

/* windows-1252's marks, taken for Latin-1 on their way. */
static void add_c1(struct repair *r, unsigned byte)
{
	char reference[16];
	uint32_t code = 0;
	int len = snprintf(reference, sizeof(reference), "&#%u;", byte);

	if (entity_read(reference, (size_t)len, &code) > 0 && code >= 0xA0)
		utf8_add(&r->out, code);
}

/* A byte that is not plain; returns the bytes taken. */
static size_t add_special(struct repair *r, const char *at, const char *end,
    uint8_t class)
{
	struct str *out = &r->out;

	switch (class) {
	case AMP:
		return add_reference(r, at, end);
	case ESCAPE:
		r->repairs->less_thans += *at == '<';
		add_code(r, (unsigned char)*at);
		return 1;
	case MORE:
		if (out->len >= 2 && out->data[out->len - 1] == ']' &&
		    out->data[out->len - 2] == ']')
			str_add(out, "&gt;");
		else
			str_add_char(out, '>');
		return 1;
	case HIGH:
		if (end - at >= 3 && at[1] == '\xBF' &&
		    (at[2] == '\xBE' || at[2] == '\xBF')) {
			r->repairs->controls++;
			return 3;
		}
		if (end - at >= 2 && *at == '\xC2' &&
		    (unsigned char)at[1] < 0xA0) {
			r->repairs->controls++;
			add_c1(r, (unsigned char)at[1]);
			return 2;
		}
		str_add_char(out, *at);
		return 1;
	default:
		r->repairs->controls++;
		return 1;
	}
}

/* Copy and mend from *at, which is moved to end or to a STOP byte. */
static void add_run(struct repair *r, const char **at, const char *end,
    const uint8_t *bytes)
{
	const char *from = *at, *to = from;

	while (from < end) {
		while (to < end && bytes[(unsigned char)*to] == PLAIN)
			to++;
		str_add_len(&r->out, from, (size_t)(to - from));
		from = to;
		if (to == end || bytes[(unsigned char)*to] == STOP)
			break;
		to += add_special(r, to, end, bytes[(unsigned char)*to]);
		from = to;
	}
	*at = from;
}

/* Where text may be cut at or before stop without parting what belongs. */
static const char *piece_end(const char *at, const char *stop)
{
	const char *back = stop;
	int i;

	stop = at + utf8_cut(at, (size_t)(stop - at));
	for (i = 0; i < 2 && stop[-1] == ']'; i++)
		stop--;
	for (i = 0; i < NAME_MOST + 2; i++) {
		back--;
		if (*back == '&')
			return back;
	}
	return stop;
}

/* Long text goes out in pieces, so that the copy stays small. */
static void add_long(struct repair *r, const char **at, const char *end,
    const uint8_t *bytes)
{
	while (*at < end && bytes[(unsigned char)**at] != STOP) {
		const char *stop = end;

		if (end - *at > FLUSH_SIZE)
			stop = piece_end(*at, *at + FLUSH_SIZE);
		add_run(r, at, stop, bytes);
		if (r->out.len >= FLUSH_SIZE)
			flush(r);
	}
}

static void add_end(struct repair *r)
{
	struct open_element *element = &r->stack[--r->depth];

	r->spaces = element->spaces;
	str_add(&r->out, "</");
	str_add_len(&r->out, element->name, element->len);
	str_add_char(&r->out, '>');
}

static bool is_same_name(const struct open_element *element, const char *name,
    size_t len)
{
	return element->len == len && strncasecmp(element->name, name, len) == 0;
}

/* at is past "</"; the element and what is open inside it end. */
static const char *read_end(struct repair *r, const char *at)
{
	const char *name = at;
	size_t len, depth = r->depth;

	while (at < r->end && (is_name_char(*at) || *at == ':'))
		at++;
	len = (size_t)(at - name);
	while (at < r->end && *at != '>' && *at != '<')
		at++;
	at += at < r->end && *at == '>';
	while (depth > 0 && !is_same_name(&r->stack[depth - 1], name, len))
		depth--;
	if (depth == 0) {
		r->repairs->ends++;
		return at;
	}
	r->repairs->ends += r->depth - depth;
	while (r->depth >= depth)
		add_end(r);
	return at;
}

/* A name with at most one colon inside it; returns its end, or at. */
static const char *read_name(const char *at, const char *end)
{
	const char *start = at;
	bool has_colon = false;

	if (at == end || !is_name_start(*at))
		return start;
	while (at < end && (is_name_char(*at) || (*at == ':' && !has_colon &&
	    at + 1 < end && is_name_start(at[1])))) {
		has_colon = has_colon || *at == ':';
		at++;
	}
	return at;
}

/*
 * The end of a quoted value, at its closing mark. A value without one is
 * known by what follows the next mark: it ends at the tag's end then.
 */
static const char *find_quote(const char *at, const char *end, char quote)
{
	const char *close = memchr(at, quote, (size_t)(end - at)), *more;

	if (close == NULL)
		return memchr(at, '>', (size_t)(end - at));
	if (memchr(at, '<', (size_t)(close - at)) == NULL)
		return close;
	if (close + 1 < end && (is_blank(close[1]) || close[1] == '>' ||
	    close[1] == '/' || close[1] == '?'))
		return close;
	more = memchr(at, '>', (size_t)(close - at));
	return more != NULL ? more : close;
}

/* at is past "="; writes the value with its quotation marks. */
static const char *read_value(struct repair *r, const char *at)
{
	const char *end = r->end, *stop;

	while (at < end && is_blank(*at))
		at++;
	str_add_char(&r->out, '"');
	if (at < end && (*at == '"' || *at == '\'')) {
		stop = find_quote(at + 1, end, *at);
		if (stop == NULL)
			return NULL;
		if (stop - at < ATTRIBUTE_BYTES_MOST) {
			at++;
			add_run(r, &at, stop, value_bytes);
		}
		at = *stop == '>' ? stop : stop + 1;
		r->repairs->tags += *stop == '>';
	} else {
		r->repairs->tags++;
		stop = at;
		while (stop < end && !is_blank(*stop) && *stop != '>' &&
		    *stop != '<' && !(*stop == '/' && stop + 1 < end &&
		    stop[1] == '>'))
			stop++;
		add_run(r, &at, stop, value_bytes);
		at = stop;
	}
	str_add_char(&r->out, '"');
	return at;
}

/*
 * Attributes from at to ">" or "/>", where it returns; NULL: this is no tag
 * (markup or the end of the document stands inside).
 */
static const char *read_attributes(struct repair *r, const char *at)
{
	size_t count = 0;

	while (at != NULL && at < r->end && *at != '<' && *at != '>') {
		const char *name = at;
		size_t start = r->out.len, spaces = r->spaces;

		r->reach = at;
		at = read_name(name, r->end);
		if (at == name) {
			bool is_end = *at == '/' && at + 1 < r->end &&
			    at[1] == '>';

			if (is_end)
				return at;
			r->repairs->tags += !is_blank(*at);
			at++;
			continue;
		}
		r->spaces += prolog_starts(name, at, "xmlns");
		str_add_char(&r->out, ' ');
		str_add_len(&r->out, name, (size_t)(at - name));
		str_add_char(&r->out, '=');
		name = at;
		while (at < r->end && is_blank(*at))
			at++;
		if (at < r->end && *at == '=') {
			at = read_value(r, at + 1);
		} else {
			at = name;
			r->repairs->tags++;
			str_add(&r->out, "\"\"");
		}
		if (++count > ATTRIBUTES_MOST || r->spaces > SPACES_MOST ||
		    r->out.len > TAG_BYTES_MOST) {
			str_cut(&r->out, start);
			r->spaces = spaces;
		}
	}
	return at != NULL && at < r->end && *at == '>' ? at : NULL;
}

/* at is at "<" and a name; returns the tag's end, or NULL: no tag. */
static const char *read_start(struct repair *r, const char *at)
{
	const char *name = at + 1, *stop = read_name(name, r->end);
	struct open_element element = {name, (size_t)(stop - name), r->spaces};
	struct xml_repairs repairs = *r->repairs;
	size_t start = r->out.len;
	bool is_empty;

	r->reach = stop;
	if (element.len > 0 && stop < r->end && (is_blank(*stop) ||
	    *stop == '>' || *stop == '/')) {
		str_add_len(&r->out, at, (size_t)(stop - at));
		at = read_attributes(r, stop);
	} else {
		at = NULL;
	}
	if (at == NULL) {
		r->wasted += (size_t)(r->reach - name);
		*r->repairs = repairs;
		str_cut(&r->out, start);
		r->spaces = element.spaces;
		return NULL;
	}
	is_empty = *at == '/';
	at += is_empty ? 2 : 1;
	r->repairs->roots += r->depth == 0;
	if (r->depth == XML_DEPTH_MOST) {
		r->repairs->deep++;
		str_cut(&r->out, start);
		r->spaces = element.spaces;
		return at;
	}
	str_add(&r->out, is_empty ? "/>" : ">");
	if (is_empty)
		r->spaces = element.spaces;
	else
		r->stack[r->depth++] = element;
	return at;
}

/*
 * The end of a CDATA section's data. One that lacks its own ("]] >", "]]")
 * would swallow all up to the next section's: it ends where "]]" stands
 * before an end tag, if another section begins in between.
 */
static const char *find_cdata_end(const char *at, const char *end)
{
	const char *stop = prolog_find(at, end, "]]>"), *next, *mark;

	next = prolog_find(at, stop != NULL ? stop : end, "<![CDATA[");
	if (next == NULL)
		return stop;
	for (mark = at; (mark = prolog_find(mark, next, "]]")) != NULL;
	    mark++) {
		const char *after = mark + 2;

		while (after < next && (is_blank(*after) || *after == '>'))
			after++;
		if (after + 1 < next && after[0] == '<' && after[1] == '/')
			return mark;
	}
	return stop;
}

/* at is past "<![CDATA[". */
static const char *read_cdata(struct repair *r, const char *at)
{
	const char *stop = find_cdata_end(at, r->end), *next;

	next = stop == NULL ? r->end : stop + 2;
	while (stop != NULL && next < r->end && is_blank(*next))
		next++;
	next += next < r->end && *next == '>';
	if (stop == NULL)
		stop = r->end;
	while (stop == r->end && stop > at && stop[-1] == ']')
		stop--;
	if (r->depth == 0)
		return next;
	str_add(&r->out, "<![CDATA[");
	add_long(r, &at, stop, cdata_bytes);
	str_add(&r->out, "]]>");
	return next;
}

/* at is at "<!" or "<?"; returns the end of it, or NULL: it is text. */
static const char *read_declaration(struct repair *r, const char *at)
{
	const char *stop;

	if (prolog_starts(at, r->end, "<![CDATA["))
		return read_cdata(r, at + 9);
	if (prolog_starts(at, r->end, "<!--")) {
		stop = r->has_no_comment_end ? NULL
		    : prolog_find(at + 4, r->end, "-->");
		r->has_no_comment_end = stop == NULL;
		return stop == NULL ? at + 4 : stop + 3;
	}
	if (prolog_starts(at, r->end, "<!DOCTYPE")) {
		stop = r->has_no_doctype_end ? NULL
		    : prolog_skip_doctype(at, r->end, &r->entities);
		r->has_no_doctype_end = stop == NULL;
		return stop == NULL ? at + 9 : stop;
	}
	if (at[1] != '?' || at + 2 == r->end || !is_name_start(at[2]) ||
	    r->has_no_pi_end)
		return NULL;
	stop = prolog_find(at, r->end, "?>");
	r->has_no_pi_end = stop == NULL;
	return stop == NULL ? NULL : stop + 2;
}

/* at is at "<". What is no markup is text; returns where to go on. */
static const char *read_markup(struct repair *r, const char *at)
{
	const char *stop = NULL, *scan;

	if (r->end - at > 2 && at[1] == '/' && is_name_start(at[2]))
		return read_end(r, at + 2);
	if (r->end - at > 1 && (at[1] == '!' || at[1] == '?'))
		stop = read_declaration(r, at);
	else if (r->end - at > 1 && is_name_start(at[1]) &&
	    r->wasted / WASTE_MOST <= r->total)
		stop = read_start(r, at);
	if (stop != NULL)
		return stop;
	scan = memchr(at + 1, '<', (size_t)(r->end - at - 1));
	/* the document was cut inside a tag */
	if (scan == NULL && r->end - at < 4096 &&
	    memchr(at, '>', (size_t)(r->end - at)) == NULL)
		return r->end;
	if (r->depth > 0) {
		r->repairs->less_thans++;
		str_add(&r->out, "&lt;");
	}
	return at + 1;
}

/* Text outside of every element is no part of the document. */
static const char *skip_outside(struct repair *r, const char *at)
{
	const char *stop = memchr(at, '<', (size_t)(r->end - at));

	if (stop == NULL)
		stop = r->end;
	while (r->repairs->roots == 0 && at < stop)
		r->repairs->has_leading |= !is_blank(*at++);
	return stop;
}

void repair_xml(const char *data, size_t len, const struct repair_sink *sink,
    struct xml_repairs *repairs)
{
	struct repair *r = mem_alloc_zero(1, sizeof(*r));
	const char *at = data;

	r->end = data + len;
	r->sink = sink;
	r->repairs = repairs;
	r->total = len;
	str_init(&r->out);
	str_add(&r->out, "<" REPAIR_ROOT ">");
	while (at < r->end && !r->is_stopped) {
		if (*at == '<')
			at = read_markup(r, at);
		else if (r->depth == 0)
			at = skip_outside(r, at);
		else
			add_long(r, &at, r->end, text_bytes);
		if (r->out.len >= FLUSH_SIZE)
			flush(r);
	}
	repairs->is_cut = r->depth > 0;
	while (r->depth > 0)
		add_end(r);
	str_add(&r->out, "</" REPAIR_ROOT ">");
	flush(r);
	str_release(&r->out);
	free(r);
}

const char *repair_find_root(const char *data, size_t len, size_t *name_len)
{
	const char *at = data, *end = data + len, *stop;

	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		stop = at + 1;
		if (prolog_starts(at, end, "<!--")) {
			stop = prolog_find(at + 4, end, "-->");
			if (stop == NULL)
				return NULL;
		} else if (prolog_starts(at, end, "<!DOCTYPE")) {
			stop = prolog_skip_doctype(at, end, NULL);
			if (stop == NULL)
				return NULL;
		} else if (stop < end && is_name_start(*stop)) {
			*name_len = (size_t)(read_name(stop, end) - stop);
			return stop;
		}
		at = stop;
	}
	return NULL;
}
