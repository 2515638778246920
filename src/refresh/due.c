#include "refresh/due.h"

#include "base/hash.h"

enum {
	DAY = 86400,
	FAILED_LEAST = 5 * 60, /* however short the interval is */
	DOUBLINGS_MOST = 16,
	WAIT_MOST = 7 * DAY,
};

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t after_success(const struct due_rules *rules, int64_t now)
{
	int64_t ttl = least((int64_t)rules->ttl_minutes * 60, DAY);
	int64_t fresh = least(rules->fresh_until - now, DAY);

	return most(rules->interval, most(ttl, fresh));
}

static int64_t after_failures(const struct due_rules *rules, int failures)
{
	int doublings = failures - 1;
	int64_t wait = most(rules->interval, FAILED_LEAST);

	if (doublings > DOUBLINGS_MOST)
		doublings = DOUBLINGS_MOST;
	/* an interval of more than a day is the reader's wish and stays */
	return most(rules->interval, least(wait << doublings, DAY));
}

int64_t due_next(const struct source *source, const struct due_rules *rules)
{
	int64_t now = source->last_attempt, wait, until;
	int64_t salt[2] = {source->id, now};

	wait = source->failures > 0 ? after_failures(rules, source->failures)
	                            : after_success(rules, now);
	wait += (int64_t)(hash_bytes(HASH_START, salt, sizeof(salt)) %
	    (uint64_t)(wait / 10 + 1));
	until = least(rules->retry_after, now + WAIT_MOST);
	return most(now + wait, until);
}

bool due_is_now(const struct source *source, bool is_due, int64_t now)
{
	if (source->health == HEALTH_GONE)
		return false;
	if (!is_due && source->health != HEALTH_WAITING)
		return true;
	return source->next_due <= now;
}
