/*
 * Role: RSS, RDF and Atom documents → builder. Thread: any.
 */
#ifndef FEED_FEED_XML_H
#define FEED_FEED_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "feed/builder.h"

/* False: ERROR_FEED_UNKNOWN. */
MUST_CHECK bool feed_read_xml(struct builder *builder, const char *data,
    size_t len, const char *http_charset, struct error *err);

#endif
