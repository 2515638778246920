/*
 * Role: the time. Thread: any. Everywhere in the program a time is int64_t
 * seconds since 1970-01-01 UTC; 0 means unknown.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Now, or what clock_fix was told. */
int64_t clock_now(void);

/* Milliseconds of a clock that never goes back; only differences mean. */
int64_t clock_ticks(void);

/* The same in nanoseconds, for what is measured in parts of them. */
int64_t clock_nanos(void);

/*
 * What a piece of this thread's work takes, in nanoseconds: by the clock,
 * waits for the disk included; but by the processor's time alone where others
 * were given the processor meanwhile, which tells nothing of the work.
 */
struct clock_work {
	int64_t nanos, cpu;
	long switches;
};
void clock_work_begin(struct clock_work *work);
int64_t clock_work_nanos(const struct clock_work *work);

/*
 * Stop clock_now at a moment, for screens that are compared (0: let it run).
 * Called once, before threads start.
 */
void clock_fix(int64_t now);

#endif
