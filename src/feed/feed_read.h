/*
 * Role: bytes → feed (RSS 0.9x, 1.0, 2.0, Atom, JSON Feed). Pure: no
 * files, no network, no state. Thread: any.
 */
#ifndef FEED_FEED_READ_H
#define FEED_FEED_READ_H

#include "base/arena.h"
#include "base/error.h"
#include "news/feed.h"

#include <stddef.h>

struct feed_options {
	const char *url;          /* where it came from, base of links */
	const char *content_type; /* of the transport; both may be NULL */
	size_t items_most;        /* 0: 20,000 */
};

/*
 * Fill feed (cleared here). False: ERROR_FEED_EMPTY, ERROR_FEED_IS_PAGE,
 * ERROR_FEED_UNKNOWN, ERROR_MARKUP_LIMIT; the subject is options->url or "".
 * A document without items is a feed all the same (item_count 0), a cut one
 * too (is_cut).
 */
MUST_CHECK bool feed_read(const char *data, size_t len,
    const struct feed_options *options, struct arena *arena,
    struct feed *feed, struct error *err);

#endif
