/*
 * Role: UTF-8 that was meant to be XML → XML that is well-formed, whatever
 * it was, in one pass and linear time. Comments, processing instructions and
 * document types are left out, so that the parser behind it has neither
 * entity nor external thing to resolve. Thread: any.
 */
#ifndef MARKUP_REPAIR_H
#define MARKUP_REPAIR_H

#include "markup/xml.h"

#include <stdbool.h>
#include <stddef.h>

/* Takes the output in pieces that end at a character's end; false: stop. */
struct repair_sink {
	bool (*write)(void *ctx, const char *data, size_t len);
	void *ctx;
};

/*
 * data is valid UTF-8 without a BOM. The output has one root of its own
 * (named by REPAIR_ROOT) around the document's. Counts go to repairs.
 */
#define REPAIR_ROOT "r"
void repair_xml(const char *data, size_t len, const struct repair_sink *sink,
    struct xml_repairs *repairs);

/*
 * The name of the first element as written ("rdf:RDF"), after whatever
 * stands before it; its length in *name_len. NULL: none.
 */
const char *repair_find_root(const char *data, size_t len, size_t *name_len);

#endif
