/*
 * Role: an HTML document or fragment as events. The reader is our own: the
 * tokens of WHATWG HTML 13.2.5, in one pass and in time that grows with the
 * bytes alone, whatever the nesting (libxml2's takes the square of it). It
 * gives tags as they stand: which elements a tag closes unsaid is the tree's
 * matter (page/tree). Comments never come. Thread: any.
 */
#ifndef MARKUP_HTML_H
#define MARKUP_HTML_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* More in one tag are dropped. */
#define HTML_ATTRIBUTES_MAX 64

struct html_attribute {
	const char *name;  /* lower case */
	const char *value; /* "" where it has none; references resolved */
};

/*
 * Names are lower case; all that is given is borrowed for the call. An
 * element without content (br, img, "<path/>") has its end at once; other
 * ends come as they were written, also those that close nothing. Text comes
 * in pieces, its references resolved; what is inside script, style, iframe,
 * noembed, noframes and xmp comes raw, as one piece.
 */
struct html_handler {
	void (*start)(void *ctx, const char *name,
	    const struct html_attribute *attributes, size_t count);
	void (*end)(void *ctx, const char *name);
	void (*text)(void *ctx, const char *text, size_t len);
	void *ctx;
};

/* Read a document or a fragment, its charset found first. */
void html_read(const char *data, size_t len, const char *http_charset,
    const struct html_handler *handler);

/* The same for what is UTF-8 already. */
void html_read_text(const char *text, size_t len,
    const struct html_handler *handler);

/*
 * Append the plain text of HTML in UTF-8: tags off, references resolved, one
 * line with single blanks. Not cleaned otherwise (text_clean_line).
 */
void html_add_plain(struct str *out, const char *html, size_t len);

/* The value of an attribute, or NULL. */
const char *html_attribute_find(const struct html_attribute *attributes,
    size_t count, const char *name);

/* Looks like an HTML page (doctype, html, head or body before any feed). */
bool html_is_page(const char *data, size_t len);

#endif
