/*
 * Role: an XML document from the wild as events, the only place that knows
 * libxml2's XML side. The bytes are decoded and repaired first (charset,
 * stray & and <, undeclared HTML entities, controls, blanks before the
 * declaration), so that no letter is lost. No DTD, no external entity, no
 * network. Thread: any; no state is shared.
 */
#ifndef MARKUP_XML_H
#define MARKUP_XML_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct xml_attribute {
	const char *space; /* namespace URI; "" if none */
	const char *name;  /* local name */
	const char *value; /* references resolved */
};

/* Names and URIs are borrowed for the call; text comes in pieces. */
struct xml_handler {
	void (*start)(void *ctx, const char *space, const char *name,
	    const struct xml_attribute *attributes, size_t count);
	void (*end)(void *ctx, const char *space, const char *name);
	void (*text)(void *ctx, const char *text, size_t len);
	void *ctx;
};

/* What had to be mended. */
struct xml_repairs {
	const char *charset; /* as read */
	bool has_charset_lied;
	size_t bad_bytes, controls, ampersands, less_thans, entities;
	bool has_leading;    /* junk before the document */
	bool is_cut;         /* it ended inside an element */
};

/*
 * Read a whole document. Events given before an error stand. False with
 * ERROR_MARKUP_LIMIT (depth 256, or its text beyond limits) or
 * ERROR_FEED_UNKNOWN (no element at all).
 */
MUST_CHECK bool xml_read(const char *data, size_t len,
    const char *http_charset, const struct xml_handler *handler,
    struct xml_repairs *repairs, struct error *err);

/* The root element's local name by a look at the first bytes, or "". */
void xml_sniff_root(const char *data, size_t len, char *name, size_t size);

#endif
