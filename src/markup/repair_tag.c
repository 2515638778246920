#include "markup/repair_state.h"

#include <string.h>
#include <strings.h>

enum {
	/* libxml2 2.9 compares each attribute of a tag with every other */
	ATTRIBUTES_MOST = 128,
	ATTRIBUTE_BYTES_MOST = 1024 * 1024,
	TAG_BYTES_MOST = 4 * 1024 * 1024, /* libxml2 ends at 10 MB */
	/* and it looks a prefix up among all that are in scope */
	SPACES_MOST = 128,
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

/* A namespace's declaration. */
static bool is_space(const char *name, const char *end)
{
	return end - name >= 5 && memcmp(name, "xmlns", 5) == 0;
}

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

void repair_add_end(struct repair *r)
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
	const char *name = at + 2, *start = at;
	size_t len, depth = r->depth;

	if (depth > 0 && is_sound_end(r, &r->stack[depth - 1], name)) {
		len = r->stack[--r->depth].len;
		r->spaces = r->stack[r->depth].spaces;
		return name + len + 1;
	}
	for (at = name; at < r->end && (repair_is_name_char(*at) ||
	    *at == ':'); at++)
		;
	len = (size_t)(at - name);
	while (at < r->end && *at != '>' && *at != '<')
		at++;
	at += at < r->end && *at == '>';
	repair_drop(r, start, at);
	while (depth > 0 && !is_same_name(&r->stack[depth - 1], name, len))
		depth--;
	if (depth == 0) {
		r->repairs->ends++;
		return at;
	}
	r->repairs->ends += r->depth - depth;
	while (r->depth >= depth)
		repair_add_end(r);
	return at;
}

/* The names in one tag: XML allows each once (Unique Att Spec). */
struct seen {
	size_t count;
	struct {
		const char *name;
		size_t len;
	} rows[ATTRIBUTES_MOST];
};

/* False: it was there before, or is one too many. */
static bool add_seen(struct seen *seen, const char *name, size_t len)
{
	if (seen->count == ATTRIBUTES_MOST)
		return false;
	for (size_t i = 0; i < seen->count; i++)
		if (seen->rows[i].len == len &&
		    memcmp(seen->rows[i].name, name, len) == 0)
			return false;
	seen->rows[seen->count].name = name;
	seen->rows[seen->count++].len = len;
	return true;
}

/*
 * The end of a sound tag, at at past its name: attributes that need nothing.
 * NULL: it needs a closer look.
 */
static const char *scan_tag(struct repair *r, const char *at)
{
	const char *end = r->end;
	size_t spaces = r->spaces;
	struct seen seen;

	seen.count = 0;
	while (at < end) {
		const char *name;
		char quote;

		while (at < end && repair_is_blank(*at))
			at++;
		if (at < end && *at == '>')
			break;
		if (end - at > 1 && at[0] == '/' && at[1] == '>')
			break;
		name = at;
		at = repair_read_name(at, end);
		spaces += is_space(name, at);
		if (at == name || !repair_is_blank(name[-1]) || end - at < 2 ||
		    at[0] != '=' || (at[1] != '"' && at[1] != '\'') ||
		    !add_seen(&seen, name, (size_t)(at - name)) ||
		    spaces > SPACES_MOST)
			return NULL;
		quote = at[1];
		for (at += 2; at < end && *at != quote; at++)
			if (repair_value_bytes[(unsigned char)*at] !=
			    BYTE_PLAIN && *at != '"')
				return NULL;
		if (at - name > ATTRIBUTE_BYTES_MOST)
			return NULL;
		at++;
	}
	if (at >= end)
		return NULL;
	r->spaces = spaces;
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
	if (close + 1 < end && (repair_is_blank(close[1]) || close[1] == '>' ||
	    close[1] == '/' || close[1] == '?'))
		return close;
	more = memchr(at, '>', (size_t)(close - at));
	return more != NULL ? more : close;
}

static void add_value(struct repair *r, const char *at, const char *end)
{
	r->kept = at;
	repair_run(r, at, end, repair_value_bytes);
	repair_keep(r, end);
}

/* at is past "="; writes the value with its quotation marks. */
static const char *mend_value(struct repair *r, const char *at)
{
	const char *end = r->end, *stop;

	while (at < end && repair_is_blank(*at))
		at++;
	str_add_char(&r->out, '"');
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
	str_add_char(&r->out, '"');
	return at;
}

/* An attribute, written anew from name, whose end is at. */
static const char *mend_attribute(struct repair *r, const char *name,
    const char *at)
{
	const char *next = at;

	str_add_char(&r->out, ' ');
	str_add_len(&r->out, name, (size_t)(at - name));
	str_add_char(&r->out, '=');
	while (next < r->end && repair_is_blank(*next))
		next++;
	if (next < r->end && *next == '=')
		return mend_value(r, next + 1);
	r->repairs->tags++;
	str_add(&r->out, "\"\"");
	return at;
}

/*
 * Attributes written anew from at to ">" or "/>", where it returns; NULL:
 * this is no tag (markup or the end of the document stands inside).
 */
static const char *mend_attributes(struct repair *r, const char *at)
{
	struct seen seen;

	seen.count = 0;
	while (at != NULL && at < r->end && *at != '<' && *at != '>') {
		const char *name = at;
		size_t start = r->out.len, spaces = r->spaces;
		bool is_new;

		r->reach = at;
		at = repair_read_name(name, r->end);
		if (at == name) {
			if (*at == '/' && at + 1 < r->end && at[1] == '>')
				return at;
			r->repairs->tags += !repair_is_blank(*at);
			at++;
			continue;
		}
		r->spaces += is_space(name, at);
		is_new = add_seen(&seen, name, (size_t)(at - name));
		at = mend_attribute(r, name, at);
		if (!is_new || r->spaces > SPACES_MOST ||
		    r->out.len > TAG_BYTES_MOST) {
			r->repairs->tags++;
			str_cut(&r->out, start);
			r->spaces = spaces;
		}
	}
	return at != NULL && at < r->end && *at == '>' ? at : NULL;
}

/* The tag that begins at at, whose name ends at stop, written anew. */
static const char *mend_tag(struct repair *r, const char *at,
    const char *stop)
{
	struct xml_repairs repairs = *r->repairs;
	const char *kept = r->kept, *end;
	size_t spaces = r->spaces, start = r->out.len;

	repair_keep(r, stop);
	end = mend_attributes(r, stop);
	if (end == NULL) {
		r->wasted += (size_t)(r->reach - at);
		*r->repairs = repairs;
		r->spaces = spaces;
		r->kept = kept;
		str_cut(&r->out, start);
		return NULL;
	}
	r->kept = end;
	return end;
}

const char *repair_start_tag(struct repair *r, const char *at)
{
	const char *name = at + 1, *stop = repair_read_name(name, r->end);
	struct open_element element = {name, (size_t)(stop - name), r->spaces};
	const char *end, *kept = r->kept;
	size_t start = r->out.len;
	bool is_empty;

	if (stop == r->end || (!repair_is_blank(*stop) && *stop != '>' &&
	    *stop != '/'))
		return NULL;
	r->reach = stop;
	end = *stop == '>' ? stop : scan_tag(r, stop);
	if (end == NULL)
		end = mend_tag(r, at, stop);
	if (end == NULL)
		return NULL;
	is_empty = *end == '/';
	end += is_empty ? 2 : 1;
	r->repairs->roots += r->depth == 0;
	if (is_empty)
		r->spaces = element.spaces;
	if (r->depth < XML_DEPTH_MOST) {
		if (!is_empty)
			r->stack[r->depth++] = element;
		return end;
	}
	/* too deep: its text counts as its parent's */
	r->repairs->deep++;
	r->spaces = element.spaces;
	r->kept = kept;
	str_cut(&r->out, start);
	repair_drop(r, at, end);
	return end;
}
