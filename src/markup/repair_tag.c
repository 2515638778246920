#include "markup/repair_state.h"

#include <string.h>
#include <strings.h>

enum {
	ATTRIBUTE_BYTES_MOST = 1024 * 1024,
	TAG_BYTES_MOST = 4 * 1024 * 1024,
	SHALLOW = 4,
};

#define LETTERS 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,   \
	2, 2, 2, 2, 2, 2

const uint8_t repair_name_bytes[256] = {
	['-'] = 1, ['.'] = 1,
	['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['A'] = LETTERS,
	['_'] = 2,
	['a'] = LETTERS,
};

const char *repair_read_name(const char *at, const char *end)
{
	if (at == end || !repair_is_name_start(*at))
		return at;
	while (at < end && repair_is_name_char(*at))
		at++;
	if (end - at < 2 || *at != ':' || !repair_is_name_start(at[1]))
		return at;
	for (at++; at < end && repair_is_name_char(*at); at++)
		;
	return at;
}

void repair_pop(struct repair *r)
{
	r->depth--;
	r->sink->end(r->sink->ctx);
}

static bool is_same_name(const struct open_element *element, const char *name,
    size_t len)
{
	return element->len == len &&
	    strncasecmp(element->name, name, len) == 0;
}

/* Just "name>" of the element that is open last. */
static bool is_sound_end(const struct repair *r,
    const struct open_element *top, const char *name)
{
	return (size_t)(r->end - name) > top->len &&
	    memcmp(top->name, name, top->len) == 0 && name[top->len] == '>';
}

const char *repair_end_tag(struct repair *r, const char *at)
{
	const char *name = at + 2;
	size_t len, depth = r->depth, least;

	if (depth > 0 && is_sound_end(r, &r->stack[depth - 1], name)) {
		at = name + r->stack[depth - 1].len + 1;
		repair_pop(r);
		return at;
	}
	for (at = name; at < r->end && (repair_is_name_char(*at) ||
	    *at == ':'); at++)
		;
	len = (size_t)(at - name);
	while (at < r->end && *at != '>' && *at != '<')
		at++;
	at += at < r->end && *at == '>';
	/* a document of nothing else gets no deep look */
	least = r->searched / REPAIR_WASTE_MOST > r->total &&
	    depth > SHALLOW ? depth - SHALLOW : 0;
	while (depth > least && !is_same_name(&r->stack[depth - 1], name, len))
		depth--;
	r->searched += r->depth - depth;
	if (depth == least) {
		r->repairs->ends++;
		return at;
	}
	r->repairs->ends += r->depth - depth;
	while (r->depth >= depth)
		repair_pop(r);
	return at;
}

/*
 * A new attribute, whose value is what the values got from start on. False:
 * XML allows each name once (Unique Att Spec), or it is one too many.
 */
static bool add_attribute(struct repair *r, const char *name, size_t len,
    size_t start)
{
	struct repair_attribute *row = r->attributes, *end;

	if (r->attribute_count == REPAIR_ATTRIBUTES_MOST)
		return false;
	for (end = row + r->attribute_count; row < end; row++)
		if (row->name_len == len && memcmp(row->name, name, len) == 0)
			return false;
	row->name = name;
	row->name_len = len;
	row->value_len = r->values.len - start;
	str_add_char(&r->values, '\0');
	r->attribute_count++;
	return true;
}

/*
 * The end of a sound tag, at at past its name: attributes that need nothing.
 * NULL: it needs a closer look.
 */
static const char *scan_tag(struct repair *r, const char *at)
{
	const char *end = r->end;

	while (at < end) {
		const char *name, *value;
		size_t name_len, start = r->values.len;
		char quote;

		while (at < end && repair_is_blank(*at))
			at++;
		if (at < end && *at == '>')
			return at;
		if (end - at > 1 && at[0] == '/' && at[1] == '>')
			return at;
		name = at;
		at = repair_read_name(at, end);
		name_len = (size_t)(at - name);
		if (at == name || !repair_is_blank(name[-1]) || end - at < 2 ||
		    at[0] != '=' || (at[1] != '"' && at[1] != '\''))
			return NULL;
		quote = at[1];
		value = at + 2;
		for (at = value; at < end && *at != quote; at++)
			if (repair_value_bytes[(unsigned char)*at] !=
			    BYTE_PLAIN)
				return NULL;
		if (at == end || at - value > ATTRIBUTE_BYTES_MOST ||
		    r->values.len > TAG_BYTES_MOST)
			return NULL;
		str_add_len(&r->values, value, (size_t)(at - value));
		if (!add_attribute(r, name, name_len, start))
			return NULL;
		at++;
	}
	return NULL;
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
	if (close + 1 < end && (repair_is_blank(close[1]) || close[1] == '>' ||
	    close[1] == '/' || close[1] == '?'))
		return close;
	more = memchr(at, '>', (size_t)(close - at));
	return more != NULL ? more : close;
}

static void add_value(struct repair *r, const char *at, const char *end)
{
	repair_add(r, &r->values, at, end, repair_value_bytes);
}

/* at is past "="; adds the value. NULL: it has no end. */
static const char *mend_value(struct repair *r, const char *at)
{
	const char *end = r->end, *stop;

	while (at < end && repair_is_blank(*at))
		at++;
	if (at < end && (*at == '"' || *at == '\'')) {
		stop = find_quote(at + 1, end, *at);
		if (stop == NULL)
			return NULL;
		if (stop - at < ATTRIBUTE_BYTES_MOST)
			add_value(r, at + 1, stop);
		at = *stop == '>' ? stop : stop + 1;
		r->repairs->tags += *stop == '>';
	} else {
		r->repairs->tags++;
		stop = at;
		while (stop < end && !repair_is_blank(*stop) && *stop != '>' &&
		    *stop != '<' && !(*stop == '/' && stop + 1 < end &&
		    stop[1] == '>'))
			stop++;
		add_value(r, at, stop);
		at = stop;
	}
	return at;
}

/* The value of an attribute whose name ends at at. */
static const char *mend_attribute(struct repair *r, const char *at)
{
	const char *next = at;

	while (next < r->end && repair_is_blank(*next))
		next++;
	if (next < r->end && *next == '=')
		return mend_value(r, next + 1);
	r->repairs->tags++;
	return at;
}

/*
 * Attributes from at to ">" or "/>", where it returns; NULL: this is no tag
 * (markup or the end of the document stands inside).
 */
static const char *mend_attributes(struct repair *r, const char *at)
{
	while (at != NULL && at < r->end && *at != '<' && *at != '>') {
		const char *name = at;
		size_t start = r->values.len, len;

		r->reach = at;
		at = repair_read_name(name, r->end);
		if (at == name) {
			if (*at == '/' && at + 1 < r->end && at[1] == '>')
				return at;
			r->repairs->tags += !repair_is_blank(*at);
			at++;
			continue;
		}
		len = (size_t)(at - name);
		at = mend_attribute(r, at);
		if (r->values.len > TAG_BYTES_MOST ||
		    !add_attribute(r, name, len, start)) {
			r->repairs->tags++;
			str_cut(&r->values, start);
		}
	}
	return at != NULL && at < r->end && *at == '>' ? at : NULL;
}

/* The end of the tag at at, whose name ends at stop, by a closer look. */
static const char *mend_tag(struct repair *r, const char *at,
    const char *stop)
{
	struct xml_repairs repairs = *r->repairs;
	const char *end;

	r->attribute_count = 0;
	str_clear(&r->values);
	end = mend_attributes(r, stop);
	if (end == NULL) {
		r->wasted += (size_t)(r->reach - at);
		*r->repairs = repairs;
	}
	return end;
}

/* The values have stopped moving. */
static void point_at_values(struct repair *r)
{
	const char *value = r->values.data;
	size_t i;

	for (i = 0; i < r->attribute_count; i++) {
		r->attributes[i].value = value;
		value += r->attributes[i].value_len + 1;
	}
}

const char *repair_start_tag(struct repair *r, const char *at)
{
	const char *name = at + 1, *stop = repair_read_name(name, r->end);
	struct open_element element = {name, (size_t)(stop - name)};
	const struct repair_sink *sink = r->sink;
	const char *end;
	bool is_empty;

	if (stop == r->end || (!repair_is_blank(*stop) && *stop != '>' &&
	    *stop != '/'))
		return NULL;
	r->reach = stop;
	r->attribute_count = 0;
	str_clear(&r->values);
	end = *stop == '>' ? stop : scan_tag(r, stop);
	if (end == NULL)
		end = mend_tag(r, at, stop);
	if (end == NULL)
		return NULL;
	is_empty = *end == '/';
	end += is_empty ? 2 : 1;
	r->repairs->roots += r->depth == 0;
	if (r->depth == XML_DEPTH_MOST) {
		/* too deep: its text counts as its parent's */
		r->repairs->deep++;
		return end;
	}
	point_at_values(r);
	sink->start(sink->ctx, element.name, element.len, r->attributes,
	    r->attribute_count);
	r->stack[r->depth++] = element;
	if (is_empty)
		repair_pop(r);
	return end;
}
