/*
 * The feeds' own texts, made into blocks by the same step as pages: behind
 * the refresh, for it is most of the work on a feed.
 */
#include "base/clock.h"
#include "page/extract.h"
#include "refresh/steps.h"
#include "refresh/task.h"

enum {
	BUILT_AT_ONCE = 16, /* articles; a write of some milliseconds */
	HTML_AT_ONCE = 256 * 1024, /* bytes; or one article */
};

static bool build_some(struct job *job, int64_t article_id, int64_t deadline,
    size_t *count, struct error *err)
{
	struct build_job *jobs;
	struct built *built;
	struct arena arena;
	size_t found, bytes = 0;
	double start = task_cpu();
	bool is_good;

	*count = 0;
	arena_init(&arena);
	is_good = store_read_unbuilt(job->store, article_id, BUILT_AT_ONCE,
	    &arena, &jobs, &found, err);
	built = arena_array(&arena, BUILT_AT_ONCE, sizeof(*built));
	for (size_t i = 0; is_good && i < found; i++) {
		built[i].job = &jobs[i];
		extract_fragment(jobs[i].html, jobs[i].html_len, jobs[i].base,
		    &arena, &built[i].blocks);
		bytes += jobs[i].html_len;
		(*count)++;
		if (bytes > HTML_AT_ONCE || clock_nanos() >= deadline)
			break;
	}
	job->progress.cpu_parse += task_cpu() - start;
	start = task_cpu();
	if (is_good && *count > 0)
		is_good = store_save_built(job->store, built, *count, err);
	job->progress.cpu_store += task_cpu() - start;
	arena_release(&arena);
	return is_good;
}

bool step_build(struct job *job, int64_t deadline, bool *did,
    struct error *err)
{
	int64_t half = (deadline - clock_nanos()) / 2;
	size_t count;

	*did = false;
	do {
		/* some of the time is for storing them */
		if (!build_some(job, 0, deadline - half * 3 / 4, &count, err))
			return false;
		*did = *did || count > 0;
	} while (count > 0 && deadline - clock_nanos() > half);
	return true;
}

bool job_build_article(struct job *job, int64_t article_id, bool *did,
    struct error *err)
{
	size_t count;

	if (!build_some(job, article_id, INT64_MAX, &count, err))
		return false;
	*did = count > 0;
	return true;
}
