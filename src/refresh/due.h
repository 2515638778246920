/*
 * Role: when a source is asked again. Pure. Thread: any.
 */
#ifndef REFRESH_DUE_H
#define REFRESH_DUE_H

#include "news/source.h"

#include <stdint.h>

struct due_rules {
	int64_t interval;    /* seconds between two tries that go well */
	int ttl_minutes;     /* the feed's own wish; 0: none */
	int64_t fresh_until; /* the server's; 0: none */
	int64_t retry_after; /* the server's, for a failure; 0: none */
};

/*
 * The next time for a source whose try (last_attempt, failures) is booked:
 * the longest of interval, ttl and freshness (these two a day at most); with
 * failures the interval doubled for each further one, a day at most; never
 * before retry_after (a week at most). Up to a tenth is added, by the
 * source's id and the time, so that sources do not come due in step.
 */
int64_t due_next(const struct source *source, const struct due_rules *rules);

/*
 * Whether it may be asked now: is_due only when its time has come, else
 * (asked for by the reader) unless the server wished to be left alone.
 */
bool due_is_now(const struct source *source, bool is_due, int64_t now);

#endif
