/*
 * Role: when a source is asked again. Pure. Thread: any.
 */
#ifndef REFRESH_DUE_H
#define REFRESH_DUE_H

#include "news/source.h"

#include <stdint.h>

struct due_rules {
	int64_t interval;    /* seconds between two tries at the least */
	int64_t ceiling;     /* and at the most, whatever is wished; 0: a day */
	int64_t fresh_until; /* the server's; 0: none */
	int64_t retry_after; /* the server's, for a failure; 0: none */
};

/*
 * The next time for a source whose try (last_attempt, failures, and the
 * document's wishes) is booked: the longest of interval, wish and freshness,
 * put off beyond the hours and days that the document skips, the ceiling at
 * most; with failures the interval doubled for each further one, the ceiling
 * at most; never before retry_after (a week at most). Up to a tenth is added,
 * by the source's id and the time, so that sources do not come due in step.
 */
int64_t due_next(const struct source *source, const struct due_rules *rules);

/* Until when a server that said Retry-After is left alone. */
enum { DUE_WISH_MOST = 7 * 86400 };
int64_t due_bound_wish(int64_t retry_after, int64_t now);

/* Who wants a source to be asked. */
enum due_wish {
	DUE_TIMER,   /* only when its time has come */
	DUE_READER,  /* now, unless it failed twice or its server wished so */
	DUE_INSISTS, /* now, unless its server wished otherwise */
};

/*
 * Whether it may be asked now. One that is gone (410) is not; what a server
 * wished (429, 503 with Retry-After) holds for everybody. One that was asked in
 * the future is due: a clock was set back.
 */
bool due_is_now(const struct source *source, enum due_wish wish,
    int64_t now);

#endif
