#include "refresh/due.h"
#include "support/tap.h"

static const int64_t now = 1795309200;

/* The wait must lie between least and a tenth more. */
static void check(int failures, struct due_rules rules, int64_t least,
    const char *name)
{
	struct source source = {.id = 5, .last_attempt = now,
	    .failures = failures};
	int64_t wait = due_next(&source, &rules) - now;

	tap_ok(wait >= least && wait <= least + least / 10,
	    "%s: %lld s, at least %lld", name, (long long)wait,
	    (long long)least);
}

static void test_next(void)
{
	check(0, (struct due_rules){.interval = 1800}, 1800, "the interval");
	check(0, (struct due_rules){.interval = 1800, .ttl_minutes = 120},
	    7200, "a longer ttl");
	check(0, (struct due_rules){.interval = 1800, .ttl_minutes = 5}, 1800,
	    "a shorter one");
	check(0, (struct due_rules){.interval = 1800, .ttl_minutes = 99999},
	    86400, "an absurd one is a day");
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
	check(3, (struct due_rules){.interval = 60}, 1200,
	    "failures wait five minutes at the least");
	check(3, (struct due_rules){.interval = 7 * 86400}, 7 * 86400,
	    "a long interval stays");
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
		bool is_due, want;
		const char *name;
	} cases[] = {
	    {HEALTH_NEW, 0, true, true, "a new one is due"},
	    {HEALTH_GOOD, 100, true, true, "its time has come"},
	    {HEALTH_GOOD, 300, true, false, "its time has not come"},
	    {HEALTH_GOOD, 300, false, true, "the reader asks all the same"},
	    {HEALTH_FAILED, 300, true, false, "a failed one waits"},
	    {HEALTH_FAILED, 300, false, true, "unless the reader asks"},
	    {HEALTH_WAITING, 300, false, false, "the server's wish holds"},
	    {HEALTH_WAITING, 200, false, true, "until it is over"},
	    {HEALTH_GONE, 0, true, false, "a closed one is left alone"},
	    {HEALTH_GONE, 0, false, false, "whoever asks"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct source source = {.health = cases[i].health,
		    .next_due = cases[i].next_due};

		tap_number(due_is_now(&source, cases[i].is_due, 200),
		    cases[i].want, "%s", cases[i].name);
	}
}

int main(void)
{
	test_next();
	test_wishes();
	test_spread();
	test_now();
	return tap_end();
}
