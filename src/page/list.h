/*
 * Role: an HTML list page → links to articles, as a feed; and the feeds that
 * a page names. Pure. Thread: any.
 */
#ifndef PAGE_LIST_H
#define PAGE_LIST_H

#include "base/arena.h"
#include "base/error.h"
#include "news/feed.h"

#include <stddef.h>

/*
 * Fill feed (format "list", items in the page's order: title, link, date
 * beside it; as summary the picture and the lead if there are any; next: the
 * address of the list's next page). False: ERROR_LIST_NO_LINKS.
 */
MUST_CHECK bool list_read(const char *data, size_t len, const char *url,
    const char *content_type, struct arena *arena, struct feed *feed,
    struct error *err);

enum discovered_from { DISCOVERED_LINK, DISCOVERED_ANCHOR, DISCOVERED_GUESS };

struct discovered {
	char *href, *url, *type, *title; /* title, type may be NULL */
	enum discovered_from from;
};

/* Feeds a page names: <link rel=alternate>, then anchors; no guesses. */
void list_discover(const char *data, size_t len, const char *url,
    const char *content_type, struct arena *arena,
    struct discovered **found, size_t *count);

#endif
