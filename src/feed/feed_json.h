/*
 * Role: JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1) → builder.
 * Thread: any.
 */
#ifndef FEED_FEED_JSON_H
#define FEED_FEED_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "feed/builder.h"

/* False: ERROR_FEED_UNKNOWN. */
MUST_CHECK bool feed_read_json(struct builder *builder, const char *data,
    size_t len, const char *http_charset, struct error *err);

#endif
