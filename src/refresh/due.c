#include "refresh/due.h"

#include "base/hash.h"

enum {
	HOUR = 3600,
	DAY = 86400,
	FIRST_WEEKDAY = 4, /* 1970-01-01 was a Thursday */
	FAILED_LEAST = 5 * 60, /* however short the interval is */
	FAILED_HELD = 2, /* in a row, from then on a reader waits too */
	DOUBLINGS_MOST = 16,
};

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* An interval beyond the ceiling is the reader's wish and stays. */
static int64_t ceiling_of(const struct due_rules *rules)
{
	return most(rules->interval,
	    rules->ceiling > 0 ? rules->ceiling : DAY);
}

static bool is_skipped(const struct source *source, int64_t when)
{
	unsigned hour = (unsigned)(when % DAY / HOUR);
	unsigned day = (unsigned)((when / DAY + FIRST_WEEKDAY) % 7);

	return (source->skip_hours >> hour & 1) != 0 ||
	    (source->skip_days >> day & 1) != 0;
}

/* The first hour from when on that is not skipped, until at the latest. */
static int64_t skip(const struct source *source, int64_t when, int64_t until)
{
	while (when > 0 && when < until && is_skipped(source, when))
		when = least((when / HOUR + 1) * HOUR, until);
	return when;
}

static int64_t after_success(const struct source *source,
    const struct due_rules *rules)
{
	int64_t now = source->last_attempt, ceiling = ceiling_of(rules);
	int64_t wait = most(rules->interval,
	    most(source->wish, rules->fresh_until - now));

	wait = least(wait, ceiling);
	return skip(source, now + wait, now + ceiling) - now;
}

static int64_t after_failures(const struct due_rules *rules, int failures)
{
	int doublings = failures - 1;
	int64_t wait = most(rules->interval, FAILED_LEAST);

	if (doublings > DOUBLINGS_MOST)
		doublings = DOUBLINGS_MOST;
	return least(wait << doublings, ceiling_of(rules));
}

int64_t due_bound_wish(int64_t retry_after, int64_t now)
{
	return least(retry_after, now + DUE_WISH_MOST);
}

int64_t due_next(const struct source *source, const struct due_rules *rules)
{
	int64_t now = source->last_attempt, wait, until;
	int64_t salt[2] = {source->id, now};

	wait = source->failures > 0 ? after_failures(rules, source->failures)
	                            : after_success(source, rules);
	wait += (int64_t)(hash_bytes(HASH_START, salt, sizeof(salt)) %
	    (uint64_t)(wait / 10 + 1));
	until = due_bound_wish(rules->retry_after, now);
	return most(now + wait, until);
}

bool due_is_now(const struct source *source, enum due_wish wish, int64_t now)
{
	if (source->health == HEALTH_GONE)
		return false;
	/* the clock was wrong then: what was reckoned by it is void */
	if (source->last_attempt > now + DAY)
		return true;
	if (source->health != HEALTH_WAITING &&
	    (wish == DUE_INSISTS ||
	        (wish == DUE_READER && source->failures < FAILED_HELD)))
		return true;
	return source->next_due <= now;
}
