/*
 * Role: a source, what the reader follows: a feed or a list page. Thread:
 * any.
 */
#ifndef NEWS_SOURCE_H
#define NEWS_SOURCE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kept in caches: never change or reuse a number. */
enum source_kind {
	SOURCE_UNKNOWN = 0, /* not read yet */
	SOURCE_FEED = 1,
	SOURCE_LIST = 2, /* an HTML list page */
};

enum source_health {
	HEALTH_NEW = 0,     /* never asked */
	HEALTH_GOOD = 1,    /* 200, articles */
	HEALTH_UNCHANGED = 2,
	HEALTH_EMPTY = 3,   /* valid, no articles */
	HEALTH_REPAIRED = 4,
	HEALTH_MOVED = 5,
	HEALTH_WAITING = 6, /* by the server's wish, until next_due */
	HEALTH_FAILED = 7,  /* error tells */
	HEALTH_GONE = 8,    /* 410: paused */
};

struct source {
	int64_t id;
	enum source_kind kind;
	char *url, *title, *province; /* never NULL; may be empty */
	char **tags;
	size_t tag_count;
	int unread, total;
	bool is_paused; /* by the reader: asked only by name */

	enum source_health health;
	/*
	 * Of the last try; ERROR_NONE if it was fine. Then the subject may
	 * hold where it has moved for good (301, 308), and the number since
	 * when: an address that stands for two days is adopted.
	 */
	struct error error;
	/* "3 stray &"; of a list page the address of a feed that it names */
	char *repairs; /* or empty */
	int status;         /* last HTTP status; 0 for files */
	int failures;       /* in a row */
	int64_t bytes;      /* of the last body, decoded */
	int64_t asked, unchanged; /* how often asked; of these unchanged */
	int64_t last_attempt, last_success, next_due;
	/* what its document says of when to come again (news/feed.h) */
	int64_t wish;         /* seconds between two tries; 0: none */
	uint32_t skip_hours;  /* bit 0 is 0:00 to 0:59 UTC */
	uint32_t skip_days;   /* bit 0 is Sunday, UTC */

	char *etag, *last_modified; /* of the body that body_hash is of */
	uint64_t body_hash;         /* 0: none */
};

/* The share of tries that were unchanged, 0 to 1. */
double source_share_unchanged(const struct source *source);

/* A feed that its site has, while its list page is followed; or NULL. */
const char *source_offered_feed(const struct source *source);

/* In trouble: worth a "!" in the list. */
bool source_needs_look(const struct source *source);

#endif
