/*
 * Role: a feed document (or a list page) as it was read: plain values, the
 * result of feed/ and page/, input of refresh/. Titles and names are clean
 * plain text; content and summary are HTML as carried; links absolute; NULL
 * is what the document lacks, "" a title that had markup only. Memory is the
 * arena's. Thread: any.
 */
#ifndef NEWS_FEED_H
#define NEWS_FEED_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct enclosure {
	char *url, *type;
	int64_t length; /* bytes; 0: not said */
};

struct feed_item {
	char *title, *link, *id, *author;
	char *content, *summary; /* HTML */
	int64_t published, updated; /* 0: not said */
	bool is_date_rough; /* it tells the day, or the hour, alone */
	char **categories;
	size_t category_count, category_cap;
	struct enclosure *enclosures;
	size_t enclosure_count, enclosure_cap;
};

struct feed {
	const char *format; /* "rss 2.0", "rss 1.0", "atom 1.0", "list" ... */
	char *title, *link, *description, *language, *generator;
	char *offer; /* of a list: a feed of its site; or NULL; not kept */
	char *next; /* where an older part of it is; or NULL */
	char **repairs; /* "3 stray &": what had to be mended */
	size_t repair_count, repair_cap;
	int ttl; /* minutes, RSS; 0: not said */
	int64_t period; /* seconds, RSS 1.0's syndication module; 0: not said */
	/* RSS: when it need not be asked, UTC: bit 0 is 0:00, bit 0 Sunday */
	uint32_t skip_hours, skip_days;
	bool is_cut; /* the document ended early; what was read is kept */
	struct feed_item *items; /* in the document's order */
	size_t item_count, item_cap;
};

struct feed_item *feed_add_item(struct feed *feed, struct arena *arena);
void feed_add_repair(struct feed *feed, struct arena *arena, size_t count,
    const char *what); /* nothing for a count of 0 */

/* As bytes and back (base/pack); format becomes the arena's. */
void feed_encode(struct str *out, const struct feed *feed);
MUST_CHECK bool feed_decode(const void *data, size_t len,
    struct arena *arena, struct feed *feed);

#endif
