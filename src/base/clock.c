#include "base/clock.h"

#include <time.h>

static int64_t fixed_now;

int64_t clock_now(void)
{
	return fixed_now != 0 ? fixed_now : (int64_t)time(NULL);
}

int64_t clock_nanos(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_ticks(void)
{
	return clock_nanos() / 1000000;
}

void clock_fix(int64_t now)
{
	fixed_now = now;
}
