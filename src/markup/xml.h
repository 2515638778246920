/*
 * Role: an XML document from the wild as events. The bytes are decoded, and
 * what is wrong is mended on the way (charset, stray & and <, undeclared HTML
 * entities, controls, crossed and missing tags, junk before the root), so
 * that no letter is lost. No DTD, no external entity, no network. Thread:
 * any; no state is shared.
 */
#ifndef MARKUP_XML_H
#define MARKUP_XML_H

#include "base/error.h"
#include "base/str.h"
#include "markup/charset.h"

#include <stdbool.h>
#include <stddef.h>

struct xml_attribute {
	const char *space; /* namespace URI, "" if none; a prefix that was
	                    * never declared stands for itself */
	const char *name;  /* local name */
	const char *value; /* references resolved */
};

/*
 * Values are borrowed for the call; names and spaces stay as long as the
 * reading goes on, the same name at the same place (so that pointers may be
 * compared). Text comes in pieces.
 */
struct xml_handler {
	void (*start)(void *ctx, const char *space, const char *name,
	    const struct xml_attribute *attributes, size_t count);
	void (*end)(void *ctx, const char *space, const char *name);
	void (*text)(void *ctx, const char *text, size_t len);
	void *ctx;
};

/* What had to be mended. */
struct xml_repairs {
	char charset[CHARSET_NAME_SIZE]; /* as read */
	bool has_charset_lied;
	size_t bad_bytes, controls, ampersands, less_thans;
	size_t entities;  /* references that XML does not know */
	size_t tags;      /* broken attributes */
	size_t ends;      /* end tags without a start, or missing */
	size_t deep;      /* elements beyond XML_DEPTH_MOST, opened up */
	size_t roots;     /* root elements; 1 in a sound document */
	bool has_leading; /* text before the root */
	bool is_cut;      /* it ended inside an element */
};

enum { XML_DEPTH_MOST = 200 };

/*
 * Read a whole document; every root comes in turn. False with
 * ERROR_FEED_UNKNOWN: no element at all.
 */
MUST_CHECK bool xml_read(const char *data, size_t len,
    const char *http_charset, const struct xml_handler *handler,
    struct xml_repairs *repairs, struct error *err);

/* The root element's local name by a look at the first bytes, or "". */
void xml_sniff_root(const char *data, size_t len, char *name, size_t size);

#endif
