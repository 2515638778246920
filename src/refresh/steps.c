#include "refresh/steps.h"

#include "base/clock.h"
#include "refresh/task.h"
#include "store/search.h"

static bool step_copy_log(struct job *job, int64_t deadline, bool *did,
    struct error *err)
{
	double start = task_cpu();
	bool is_done = store_copy_log(job->store, did, err);

	(void)deadline; /* not what this can be broken off at */
	job->progress.cpu_store += task_cpu() - start;
	return is_done;
}

static bool step_pack(struct job *job, int64_t deadline, bool *did,
    struct error *err)
{
	double start = task_cpu();
	bool is_done = store_pack_some(job->store, deadline, did, err);

	job->progress.cpu_index += task_cpu() - start;
	return is_done;
}

/*
 * While pages are under way, articles wait for theirs; one that does not come
 * now is indexed by what the feed says.
 */
static bool step_index(struct job *job, int64_t deadline, bool *did,
    struct error *err)
{
	double start = task_cpu();
	bool is_done = store_index_some(job->store, deadline,
	    job_pending(job) == 0, did, err);

	job->progress.cpu_index += task_cpu() - start;
	return is_done;
}

/* A new kind of work behind the store is a row here. */
const struct step step_rows[] = {
    {"copy log", step_copy_log},
    {"build", step_build}, /* others read what it makes */
    {"index", step_index},
    {"purge", step_purge},
    {"relate", step_relate},
    {"pack", step_pack},
    {"again", step_again},
    {"bound raw", step_bound_raw},
    {NULL, NULL},
};

/* One slice of the first kind that has something to do. */
static bool work_once(struct job *job, bool *did, struct error *err)
{
	*did = false;
	for (const struct step *step = step_rows; step->run != NULL; step++) {
		/* what those before took to find nothing is not its time */
		int64_t deadline =
		    clock_nanos() + (int64_t)STEP_SLICE_MS * 1000 * 1000;

		if (!step->run(job, deadline, did, err))
			return false;
		if (*did)
			return true;
	}
	return true;
}

bool job_catch_up(struct job *job, int milliseconds, bool *is_left,
    struct error *err)
{
	int64_t until = clock_ticks() + milliseconds;

	do {
		if (!work_once(job, is_left, err))
			return false;
		if (job->is_stopped != NULL && job->is_stopped(job->ctx))
			return true;
	} while (*is_left && (milliseconds == 0 || clock_ticks() < until));
	return true;
}
