/*
 * Pages that are stored as they came, read by the rules of now: nothing is
 * fetched. And as much room as they may take.
 */
#include "base/clock.h"
#include "page/extract.h"
#include "refresh/steps.h"
#include "refresh/task.h"

bool step_bound_raw(struct job *job, int64_t deadline, bool *did,
    struct error *err)
{
	bool is_left;

	*did = false;
	/* once at least: else nothing would seem to be left */
	do {
		if (!store_bound_raw(job->store, job->options->raw_bytes_most,
		        &is_left, err))
			return false;
		*did = *did || is_left;
	} while (is_left && clock_nanos() < deadline);
	return true;
}

static bool read_again(struct job *job, const struct again_page *raw,
    struct arena *arena, struct error *err)
{
	struct page page;
	double start = task_cpu();
	bool is_read, is_changed;

	/* what the transport said of its charset is not kept */
	is_read = extract_page(raw->raw, raw->len,
	    &(struct extract_options){.url = raw->url,
	        .families = job->options->families},
	    arena, &page, NULL);
	job->progress.cpu_parse += task_cpu() - start;
	if (!store_save_again(job->store, raw, is_read ? &page : NULL,
	        clock_now(), &is_changed, err))
		return false;
	job->progress.again++;
	job->progress.again_changed += is_changed;
	job->progress.again_empty += !is_read;
	return true;
}

static bool go_on(struct job *job, bool *did, struct error *err)
{
	struct again_page raw;
	struct arena arena;
	bool is_good;

	arena_init(&arena);
	is_good = store_next_again(job->store, &arena, &raw, did, err) &&
	    (!*did || read_again(job, &raw, &arena, err));
	arena_release(&arena);
	return is_good;
}

bool step_again(struct job *job, int64_t deadline, bool *did,
    struct error *err)
{
	bool is_left = true;

	*did = false;
	while (is_left && clock_nanos() < deadline) {
		if (!go_on(job, &is_left, err))
			return false;
		*did = *did || is_left;
	}
	return true;
}

bool job_read_again(struct job *job, struct error *err)
{
	bool is_left = true;

	if (!store_begin_again(job->store, err))
		return false;
	while (is_left &&
	    (job->is_stopped == NULL || !job->is_stopped(job->ctx)))
		if (!go_on(job, &is_left, err))
			return false;
	return true;
}
