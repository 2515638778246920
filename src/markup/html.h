/*
 * Role: an HTML document or fragment as events, the only place that knows
 * libxml2's HTML side. Bytes decoded first; text-level references resolved
 * with our own table too; comments never come. Thread: any.
 */
#ifndef MARKUP_HTML_H
#define MARKUP_HTML_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct html_attribute {
	const char *name;  /* lower case */
	const char *value; /* "" where it has none; references resolved */
};

/* Elements may end unannounced: the reader closes what it must. */
struct html_handler {
	void (*start)(void *ctx, const char *name,
	    const struct html_attribute *attributes, size_t count);
	void (*end)(void *ctx, const char *name);
	void (*text)(void *ctx, const char *text, size_t len);
	void *ctx;
};

/*
 * Read a document or a fragment; len is capped by the caller. script and
 * style contents come as text of those elements.
 */
MUST_CHECK bool html_read(const char *data, size_t len,
    const char *http_charset, const struct html_handler *handler,
    struct error *err);

/* Append the plain text of HTML: tags off, references resolved, one line. */
void html_add_plain(struct str *out, const char *html, size_t len);

/* Looks like an HTML page (doctype, html, head or body before any feed). */
bool html_is_page(const char *data, size_t len);

#endif
