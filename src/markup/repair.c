#include "markup/repair.h"

#include <stdlib.h>
#include <string.h>

#include "markup/repair_state.h"

enum {
	CUT_TAG_MOST = 4096, /* bytes of a tag that the end may have parted */
};

/* Text of an element, up to the next "<". */
static const char *read_text(struct repair *r, const char *at)
{
	const char *stop = memchr(at, '<', (size_t)(r->end - at));

	if (stop == NULL)
		stop = r->end;
	repair_give(r, at, stop, repair_text_bytes);
	return stop;
}

/* The next "]]>", looked for once however often it is asked for. */
static const char *find_next_end(struct repair *r, const char *at)
{
	if (!r->has_cdata_end ||
	    (r->cdata_end != NULL && r->cdata_end < at))
		r->cdata_end = prolog_find(at, r->end, "]]>");
	r->has_cdata_end = true;
	return r->cdata_end;
}

/*
 * The end of a CDATA section's data. One that lacks its own ("]] >", "]]")
 * would swallow all up to the next section's: it ends where "]]" stands
 * before an end tag, if another section begins in between.
 */
static const char *find_cdata_end(struct repair *r, const char *at)
{
	const char *end = r->end, *stop, *next;
	const char *mark = prolog_find(at, end, "]]");

	if (mark == NULL || (end - mark > 2 && mark[2] == '>'))
		return mark;
	stop = find_next_end(r, mark);
	next = prolog_find(mark, stop != NULL ? stop : end, "<![CDATA[");
	if (next == NULL)
		return stop;
	for (; (mark = prolog_find(mark, next, "]]")) != NULL; mark++) {
		const char *after = mark + 2;

		while (after < next && (repair_is_blank(*after) ||
		    *after == '>'))
			after++;
		if (after + 1 < next && after[0] == '<' && after[1] == '/')
			return mark;
	}
	return stop;
}

/* at is at "<![CDATA[", in any letters. */
static const char *read_cdata(struct repair *r, const char *at)
{
	const char *data = at + 9, *stop = find_cdata_end(r, data);
	const char *next = stop == NULL ? r->end : stop + 2;

	while (stop != NULL && next < r->end && repair_is_blank(*next))
		next++;
	next += next < r->end && *next == '>';
	if (stop == NULL)
		stop = r->end;
	while (stop == r->end && stop > data && stop[-1] == ']')
		stop--;
	if (r->depth > 0)
		repair_give(r, data, stop, repair_cdata_bytes);
	return next;
}

/* at is at "<!" or "<?"; its end, or NULL: it is text. */
static const char *find_declaration_end(struct repair *r, const char *at)
{
	const char *stop;

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
	if (at[1] != '?' || at + 2 == r->end || !repair_is_name_start(at[2]) ||
	    r->has_no_pi_end)
		return NULL;
	stop = prolog_find(at, r->end, "?>");
	r->has_no_pi_end = stop == NULL;
	return stop == NULL ? NULL : stop + 2;
}

/* "<" that begins no markup: text, or a tag that the end has parted. */
static const char *read_stray(struct repair *r, const char *at)
{
	size_t left = (size_t)(r->end - at) - 1;

	if (left < CUT_TAG_MOST && memchr(at + 1, '<', left) == NULL &&
	    memchr(at + 1, '>', left) == NULL)
		return r->end;
	if (r->depth > 0) {
		r->repairs->less_thans++;
		r->sink->text(r->sink->ctx, at, 1);
	}
	return at + 1;
}

/* at is at "<"; returns where to go on. */
static const char *read_markup(struct repair *r, const char *at)
{
	const char *stop = NULL;

	if (r->end - at > 2 && at[1] == '/' && repair_is_name_start(at[2]))
		return repair_end_tag(r, at);
	if (r->end - at > 1 && (at[1] == '!' || at[1] == '?')) {
		if (prolog_starts(at, r->end, "<![CDATA["))
			return read_cdata(r, at);
		stop = find_declaration_end(r, at);
	} else if (r->end - at > 1 && repair_is_name_start(at[1]) &&
	    r->wasted / REPAIR_WASTE_MOST <= r->total) {
		stop = repair_start_tag(r, at);
	}
	return stop != NULL ? stop : read_stray(r, at);
}

/* Text outside of every element is no part of the document. */
static const char *skip_outside(struct repair *r, const char *at)
{
	const char *stop = memchr(at, '<', (size_t)(r->end - at));

	if (stop == NULL)
		stop = r->end;
	while (r->repairs->roots == 0 && at < stop)
		r->repairs->has_leading |= !repair_is_blank(*at++);
	return stop;
}

void repair_xml(const char *data, size_t len, const struct repair_sink *sink,
    struct xml_repairs *repairs)
{
	struct repair *r = mem_alloc(sizeof(*r));
	const char *at = data;

	r->end = data + len;
	r->sink = sink;
	r->repairs = repairs;
	r->depth = r->attribute_count = 0;
	r->entities.count = 0;
	r->entities.is_off = r->entities.has_external = false;
	r->expanded = r->wasted = r->searched = 0;
	r->has_cdata_end = false;
	r->reach = data;
	r->total = len;
	r->has_no_comment_end = r->has_no_doctype_end = false;
	r->has_no_pi_end = false;
	str_init(&r->out);
	str_init(&r->values);
	while (at < r->end) {
		if (*at == '<')
			at = read_markup(r, at);
		else if (r->depth == 0)
			at = skip_outside(r, at);
		else
			at = read_text(r, at);
	}
	repairs->is_cut = r->depth > 0;
	while (r->depth > 0)
		repair_pop(r);
	str_release(&r->out);
	str_release(&r->values);
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
		} else if (stop < end && repair_is_name_start(*stop)) {
			*name_len = (size_t)(repair_read_name(stop, end) -
			    stop);
			return stop;
		}
		at = stop;
	}
	return NULL;
}
