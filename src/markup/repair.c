#include "markup/repair.h"

#include <stdlib.h>
#include <string.h>

#include "markup/repair_state.h"
#include "text/utf8.h"

enum {
	CUT_TAG_MOST = 4096, /* bytes of a tag that the end may have parted */
	WASTE_MOST = 16,     /* times the document, looked at for tags */
};

/* Where text may be cut at or before stop without parting what belongs. */
static const char *piece_end(const char *at, const char *stop)
{
	const char *back;
	int i;

	stop = at + utf8_cut(at, (size_t)(stop - at));
	for (i = 0; i < 2 && stop[-1] == ']'; i++)
		stop--;
	back = stop;
	for (i = 0; i < REPAIR_NAME_MOST + 2; i++)
		if (*--back == '&')
			return back;
	return stop;
}

/* Long text goes out in pieces, so that what is copied stays small. */
static void run_long(struct repair *r, const char *at, const char *end,
    const uint8_t *bytes)
{
	while (end - at > REPAIR_FLUSH) {
		const char *stop = piece_end(at, at + REPAIR_FLUSH);

		repair_run(r, at, stop, bytes);
		repair_flush(r, stop);
		at = stop;
	}
	repair_run(r, at, end, bytes);
}

/* Text of an element, up to the next "<". */
static const char *read_text(struct repair *r, const char *at)
{
	const char *stop = memchr(at, '<', (size_t)(r->end - at));

	if (stop == NULL)
		stop = r->end;
	run_long(r, at, stop, repair_text_bytes);
	return stop;
}

/*
 * The end of a CDATA section's data. One that lacks its own ("]] >", "]]")
 * would swallow all up to the next section's: it ends where "]]" stands
 * before an end tag, if another section begins in between.
 */
static const char *find_cdata_end(const char *at, const char *end)
{
	const char *stop = prolog_find(at, end, "]]>"), *next, *mark;

	mark = prolog_find(at, stop != NULL ? stop : end, "]]");
	if (mark == NULL)
		return stop;
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
	const char *data = at + 9, *stop = find_cdata_end(data, r->end);
	const char *next = stop == NULL ? r->end : stop + 2;

	while (stop != NULL && next < r->end && repair_is_blank(*next))
		next++;
	next += next < r->end && *next == '>';
	if (stop == NULL)
		stop = r->end;
	while (stop == r->end && stop > data && stop[-1] == ']')
		stop--;
	if (r->depth == 0) {
		repair_drop(r, at, next);
		return next;
	}
	if (memcmp(at, "<![CDATA[", 9) != 0 || next != stop + 3 ||
	    next[-1] != '>') {
		repair_drop(r, at, data);
		str_add(&r->out, "<![CDATA[");
		run_long(r, data, stop, repair_cdata_bytes);
		repair_drop(r, stop, next);
		str_add(&r->out, "]]>");
		return next;
	}
	run_long(r, data, stop, repair_cdata_bytes);
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
	    memchr(at + 1, '>', left) == NULL) {
		repair_drop(r, at, r->end);
		return r->end;
	}
	repair_drop(r, at, at + 1);
	if (r->depth > 0) {
		r->repairs->less_thans++;
		str_add(&r->out, "&lt;");
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
		if (stop != NULL)
			repair_drop(r, at, stop);
	} else if (r->end - at > 1 && repair_is_name_start(at[1]) &&
	    r->wasted / WASTE_MOST <= r->total) {
		stop = repair_start_tag(r, at);
	}
	return stop != NULL ? stop : read_stray(r, at);
}

/* Text outside of every element is no part of the document. */
static const char *skip_outside(struct repair *r, const char *at)
{
	const char *start = at;
	const char *stop = memchr(at, '<', (size_t)(r->end - at));

	if (stop == NULL)
		stop = r->end;
	while (r->repairs->roots == 0 && at < stop)
		r->repairs->has_leading |= !repair_is_blank(*at++);
	repair_drop(r, start, stop);
	return stop;
}

void repair_xml(const char *data, size_t len, const struct repair_sink *sink,
    struct xml_repairs *repairs)
{
	struct repair *r = mem_alloc_zero(1, sizeof(*r));
	const char *at = data;

	r->end = data + len;
	r->kept = data;
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
			at = read_text(r, at);
		if ((size_t)(at - r->kept) + r->out.len >= REPAIR_FLUSH)
			repair_flush(r, at);
	}
	repairs->is_cut = r->depth > 0;
	if (!r->is_stopped)
		repair_keep(r, r->end);
	while (r->depth > 0)
		repair_add_end(r);
	str_add(&r->out, "</" REPAIR_ROOT ">");
	repair_flush(r, r->kept);
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
		} else if (stop < end && repair_is_name_start(*stop)) {
			*name_len = (size_t)(repair_read_name(stop, end) -
			    stop);
			return stop;
		}
		at = stop;
	}
	return NULL;
}
