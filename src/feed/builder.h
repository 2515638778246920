/*
 * Role: collects what a document says of its feed and items, by field and
 * rank, and makes plain nouns of it at the end: links absolute, titles
 * plain, dates read with the whole feed in sight. The formats' readers feed
 * it. Memory is the arena's. Thread: any.
 */
#ifndef FEED_BUILDER_H
#define FEED_BUILDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "feed/elements.h"
#include "feed/feed_read.h"
#include "news/feed.h"

/* What is known of the feed or an item besides its noun. */
struct draft {
	unsigned char ranks[FIELD_COUNT]; /* of the value held; 0: none */
	const char *published, *updated;  /* as written */
	const char *link_base;
	char *fallback; /* a link, where no other is given */
	unsigned char fallback_rank, author_count;
	struct enclosure *media; /* of lower rank than enclosures */
	size_t media_count, media_cap;
};

struct builder {
	struct arena *arena;
	struct feed *feed;
	const struct feed_options *options;
	size_t items_most;
	struct draft top;     /* the feed itself */
	struct draft *drafts; /* one an item */
	size_t draft_cap;
	bool is_in_item;
	const char *own_url;  /* where the feed says it lives; or NULL */
	char *author;         /* the feed's, for items without one */
	long frequency;       /* of its period; 0: not said */
	size_t gained;        /* bytes, by addresses made absolute */
	struct str buffer;
};

/* A value of an element or key. */
struct value {
	enum element_field field;
	unsigned char rank;
	bool is_text;     /* no markup is meant in it (titles) */
	const char *text; /* UTF-8 */
	size_t len;
	const char *base; /* of a link; the arena's; or NULL */
};

void builder_init(struct builder *builder, struct arena *arena,
    struct feed *feed, const struct feed_options *options);
void builder_release(struct builder *builder);

/* False: there are items enough, and this one is to be passed over. */
bool builder_begin_item(struct builder *builder);
void builder_end_item(struct builder *builder);

/* To the item begun, else to the feed. What is blank changes nothing. */
void builder_set(struct builder *builder, const struct value *value);

/* rank 1 is an enclosure, 2 a module's medium. */
void builder_add_enclosure(struct builder *builder, unsigned char rank,
    const char *base, const char *url, const char *type, int64_t length);

/* A link for want of a better one; rank 1 wins over 2. */
void builder_set_fallback(struct builder *builder, unsigned char rank,
    const char *base, const char *url, size_t len);

/* The feed is complete after it. */
void builder_finish(struct builder *builder);

#endif
