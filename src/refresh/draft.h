/*
 * Role: a feed as it was read → drafts that the store can keep. Pure.
 * Thread: any.
 */
#ifndef REFRESH_DRAFT_H
#define REFRESH_DRAFT_H

#include "base/arena.h"
#include "news/article.h"
#include "news/feed.h"
#include "news/page.h"

#include <stddef.h>
#include <stdint.h>

struct draft_rules {
	const char *url;  /* of the document; base of links */
	bool is_list;     /* a list page: nothing but headlines */
	bool is_file;     /* read from a folder: may link to its files */
	bool is_page_unwanted; /* as in struct article_draft */
	int64_t now;
};

/*
 * One draft an item, in the document's order; items without title, link and
 * text are left out. Dates more than a day ahead of now, or before 1995, are
 * distrusted (published 0). A link to a file is dropped unless is_file.
 * Keys: the trimmed guid; the canonical link; the folded title with its
 * local day. All in the arena.
 */
void draft_feed(const struct feed *feed, const struct draft_rules *rules,
    struct arena *arena, struct article_draft **drafts, size_t *count);

/* The draft of a page that a link led to; title is the link's. */
void draft_page(const struct page *page, const char *title, const char *url,
    int64_t now, struct arena *arena, struct article_draft *draft);

/* Whether links of a document may lead to this address. */
bool draft_may_link(const char *url, bool is_file);

#endif
