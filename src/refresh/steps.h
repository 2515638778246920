/*
 * Role: the work that follows the store. Articles are listed as soon as they
 * are stored; what else is made of them comes in steps of some milliseconds
 * between transfers and requests. A step may be broken off anywhere and goes
 * on where it was: it claims its rows and moves its watermark in the
 * transaction that stores what it made of them. Thread: the job's.
 */
#ifndef REFRESH_STEPS_H
#define REFRESH_STEPS_H

#include "refresh/job.h"

/* No write of a step holds others up for longer. */
enum { STEP_SLICE_MS = 10 };

struct step {
	const char *name;
	/*
	 * Work until the deadline (clock_nanos) or until nothing of this kind
	 * is left; *did: something was done, so there may be more. Each
	 * transaction within is short: it ends by the deadline as well.
	 */
	bool (*run)(struct job *job, int64_t deadline, bool *did,
	    struct error *err);
};

/* In order of need; a later one waits for those before. NULL ends them. */
extern const struct step step_rows[];

MUST_CHECK bool step_build(struct job *job, int64_t deadline, bool *did,
    struct error *err);
MUST_CHECK bool step_relate(struct job *job, int64_t deadline, bool *did,
    struct error *err);

/* again.c */
MUST_CHECK bool step_again(struct job *job, int64_t deadline, bool *did,
    struct error *err);
MUST_CHECK bool step_bound_raw(struct job *job, int64_t deadline, bool *did,
    struct error *err);

MUST_CHECK bool step_purge(struct job *job, int64_t deadline, bool *did,
    struct error *err);

#endif
