#include "refresh/due.h"
#include "support/tap.h"

static const int64_t now = 1795309200;

/* The wait must lie between least and a tenth more. */
static void check_source(struct source source, struct due_rules rules,
    int64_t least, const char *name)
{
	int64_t wait;

	source.id = 5;
	source.last_attempt = now;
	wait = due_next(&source, &rules) - now;
	tap_ok(wait >= least && wait <= least + least / 10,
	    "%s: %lld s, at least %lld", name, (long long)wait,
	    (long long)least);
}

static void check(int failures, struct due_rules rules, int64_t least,
    const char *name)
{
	check_source((struct source){.failures = failures}, rules, least,
	    name);
}

static void check_wish(int64_t wish, int64_t ceiling, int64_t least,
    const char *name)
{
	check_source((struct source){.wish = wish},
	    (struct due_rules){.interval = 1800, .ceiling = ceiling}, least,
	    name);
}

static void test_next(void)
{
	check(0, (struct due_rules){.interval = 1800}, 1800, "the interval");
	check_wish(7200, 0, 7200, "a longer wish of the feed");
	check_wish(300, 0, 1800, "a shorter one");
	check_wish(9999999, 0, 86400, "an absurd one is a day");
	check_wish(9999999, 4 * 3600, 4 * 3600, "or what the reader sets");
	check_wish(3 * 3600, 7 * 86400, 3 * 3600, "below which it counts");
	check(0, (struct due_rules){.interval = 1800,
	    .fresh_until = now + 3600}, 3600, "freshness");
	check(0, (struct due_rules){.interval = 1800,
	    .fresh_until = now + 999999}, 86400, "a day of it at most");
	check(1, (struct due_rules){.interval = 1800}, 1800,
	    "a first failure waits the interval");
	check(2, (struct due_rules){.interval = 1800}, 3600, "then twice it");
	check(4, (struct due_rules){.interval = 1800}, 14400, "and so on");
	check(40, (struct due_rules){.interval = 1800}, 86400,
	    "up to a day");
	check(1000000, (struct due_rules){.interval = 1800}, 86400,
	    "however many they were");
	check(9, (struct due_rules){.interval = 1800, .ceiling = 7200}, 7200,
	    "or to the ceiling that is set");
	check(3, (struct due_rules){.interval = 60}, 1200,
	    "failures wait five minutes at the least");
	check(3, (struct due_rules){.interval = 7 * 86400}, 7 * 86400,
	    "a long interval stays");
}

/* now is Sunday 2026-11-22 01:00 UTC; the jitter of 30 minutes is 3. */
static void test_skipped(void)
{
	const struct due_rules rules = {.interval = 1800};

	check_source((struct source){.skip_hours = 0x0E}, rules, 3 * 3600,
	    "hours 1 to 3 are skipped: 4:00");
	check_source((struct source){.skip_hours = 1u << 5}, rules, 1800,
	    "an hour that is not meant");
	check_source((struct source){.skip_hours = 0xFFFFFF}, rules, 86400,
	    "all of them are absurd: the ceiling");
	check_source((struct source){.skip_days = 1}, rules, 23 * 3600,
	    "Sundays are skipped: Monday, 0:00");
	check_source((struct source){.skip_days = 1 << 1}, rules, 1800,
	    "Mondays are");
	check_source((struct source){.skip_days = 0x7F}, rules, 86400,
	    "no day is left");
	check_source((struct source){.skip_days = 1, .failures = 1}, rules,
	    1800, "a failure is tried again all the same");
}

static void test_wishes(void)
{
	struct source source = {.id = 5, .last_attempt = now};
	struct due_rules rules = {.interval = 1800,
	    .retry_after = now + 7200};

	tap_number(due_next(&source, &rules), now + 7200,
	    "the server's wish goes before");
	rules.retry_after = now + 60;
	tap_ok(due_next(&source, &rules) >= now + 1800,
	    "but not below the interval");
	rules.retry_after = now + 365 * 86400;
	tap_number(due_next(&source, &rules), now + 7 * 86400,
	    "and a week at most");
}

static void test_spread(void)
{
	const struct due_rules rules = {.interval = 36000};
	int64_t first = 0;
	int others = 0;

	for (int i = 1; i <= 20; i++) {
		struct source source = {.id = i, .last_attempt = now};
		int64_t next = due_next(&source, &rules);

		first = i == 1 ? next : first;
		others += next != first;
	}
	tap_ok(others > 15, "sources do not come due in step: %d of 19",
	    others);
}

static void test_now(void)
{
	static const struct {
		enum source_health health;
		int64_t next_due;
		enum due_wish wish;
		int failures;
		bool want;
		const char *name;
	} cases[] = {
	    {HEALTH_NEW, 0, DUE_TIMER, 0, true, "a new one is due"},
	    {HEALTH_GOOD, 100, DUE_TIMER, 0, true, "its time has come"},
	    {HEALTH_GOOD, 300, DUE_TIMER, 0, false,
	        "its time has not come"},
	    {HEALTH_GOOD, 300, DUE_READER, 0, true,
	        "the reader asks all the same"},
	    {HEALTH_FAILED, 300, DUE_TIMER, 1, false, "a failed one waits"},
	    {HEALTH_FAILED, 300, DUE_READER, 1, true,
	        "unless the reader asks"},
	    {HEALTH_FAILED, 300, DUE_READER, 2, false,
	        "who waits from the second failure on"},
	    {HEALTH_FAILED, 200, DUE_READER, 2, true, "as long as it lasts"},
	    {HEALTH_FAILED, 300, DUE_INSISTS, 9, true, "or insists"},
	    {HEALTH_WAITING, 300, DUE_INSISTS, 0, false,
	        "the server's wish holds for everybody"},
	    {HEALTH_WAITING, 200, DUE_READER, 0, true, "until it is over"},
	    {HEALTH_GONE, 0, DUE_TIMER, 0, false,
	        "a closed one is left alone"},
	    {HEALTH_GONE, 0, DUE_INSISTS, 0, false, "whoever asks"},
	};

	const struct source future = {.health = HEALTH_GOOD,
	    .last_attempt = 200 + 2 * 86400, .next_due = 200 + 3 * 86400};
	const struct source gone = {.health = HEALTH_GONE,
	    .last_attempt = 200 + 2 * 86400};

	tap_ok(due_is_now(&future, DUE_TIMER, 200),
	    "one that was asked in the future, by a wrong clock");
	tap_ok(!due_is_now(&gone, DUE_TIMER, 200), "unless it is closed");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct source source = {.health = cases[i].health,
		    .next_due = cases[i].next_due,
		    .failures = cases[i].failures};

		tap_number(due_is_now(&source, cases[i].wish, 200),
		    cases[i].want, "%s", cases[i].name);
	}
}

int main(void)
{
	test_next();
	test_skipped();
	test_wishes();
	test_spread();
	test_now();
	return tap_end();
}
