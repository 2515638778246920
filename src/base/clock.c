#define _GNU_SOURCE /* RUSAGE_THREAD */
#include "base/clock.h"

#include <sys/resource.h>
#include <time.h>

static int64_t fixed_now;

int64_t clock_now(void)
{
	return fixed_now != 0 ? fixed_now : (int64_t)time(NULL);
}

static int64_t read_nanos(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_nanos(void)
{
	return read_nanos(CLOCK_MONOTONIC);
}

int64_t clock_ticks(void)
{
	return clock_nanos() / 1000000;
}

void clock_fix(int64_t now)
{
	fixed_now = now;
}

/* How often others were given the processor while this thread wanted it. */
static long count_switches(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_THREAD, &usage) == 0 ? usage.ru_nivcsw : 0;
}

void clock_work_begin(struct clock_work *work)
{
	work->switches = count_switches();
	work->cpu = read_nanos(CLOCK_THREAD_CPUTIME_ID);
	work->nanos = clock_nanos();
}

int64_t clock_work_nanos(const struct clock_work *work)
{
	return count_switches() == work->switches ?
	    clock_nanos() - work->nanos :
	    read_nanos(CLOCK_THREAD_CPUTIME_ID) - work->cpu;
}
