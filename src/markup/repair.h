/*
 * Role: UTF-8 that was meant to be XML → the elements and the text that were
 * meant, whatever it was, in one pass and linear time. Comments, processing
 * instructions and document types are passed over: nothing outside of the
 * document is ever named, let alone read. Thread: any.
 */
#ifndef MARKUP_REPAIR_H
#define MARKUP_REPAIR_H

#include "markup/xml.h"

#include <stdbool.h>
#include <stddef.h>

/* An attribute's name as written ("xml:base"), its value resolved. */
struct repair_attribute {
	const char *name, *value; /* the value ends with a NUL */
	size_t name_len, value_len;
};

/*
 * Takes what was read: starts and ends of elements in pairs, at most
 * XML_DEPTH_MOST inside one another, and text inside of elements in pieces
 * that end at a character's end. All is borrowed for the call.
 */
struct repair_sink {
	void (*start)(void *ctx, const char *name, size_t len,
	    const struct repair_attribute *attributes, size_t count);
	void (*end)(void *ctx);
	void (*text)(void *ctx, const char *text, size_t len);
	void *ctx;
};

/* Attributes that an element may have; those beyond are left out. */
enum { REPAIR_ATTRIBUTES_MOST = 128 };

/* data is valid UTF-8 without a BOM. Counts go to repairs. */
void repair_xml(const char *data, size_t len, const struct repair_sink *sink,
    struct xml_repairs *repairs);

/*
 * The name of the first element as written ("rdf:RDF"), after whatever
 * stands before it; its length in *name_len. NULL: none.
 */
const char *repair_find_root(const char *data, size_t len, size_t *name_len);

#endif
