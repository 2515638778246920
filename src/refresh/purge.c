/* Keeping no more than the settings say, and giving room back. */
#include "refresh/steps.h"

#include "base/clock.h"
#include "base/log.h"
#include "refresh/task.h"

enum {
	PURGE_EVERY_MS = 6 * 3600 * 1000,
	SLICE_NANOS = STEP_SLICE_MS * 1000 * 1000,
};

static void find_keep(const void *ctx, const char *source_url,
    struct keep_rules *keep)
{
	const struct job_options *options = ctx;
	struct job_rules rules = options->rules;

	options->find_rules(options->ctx, source_url, NULL, &rules);
	*keep = rules.keep;
}

struct purge_rules job_purge_rules(const struct job_options *options,
    bool is_removed_too)
{
	struct purge_rules rules = {.keep = options->rules.keep,
	    .bytes_most = options->keep_bytes_most,
	    .is_removed_too = is_removed_too};

	if (options->find_rules != NULL) {
		rules.find_rules = find_keep;
		rules.ctx = options;
	}
	return rules;
}

static bool is_stopped(const struct job *job)
{
	return job->is_stopped != NULL && job->is_stopped(job->ctx);
}

bool job_purge(struct job *job, struct store_purge *purge,
    struct purge_counts *counts, struct error *err)
{
	bool is_more = true;

	while (is_more && !is_stopped(job))
		if (!store_purge_some(purge, clock_nanos() + SLICE_NANOS,
		        counts, &is_more, err))
			return false;
	return true;
}

static bool begin_purge(struct job *job, struct error *err)
{
	struct purge_rules rules = job_purge_rules(job->options, false);

	job->purged_at = clock_ticks();
	job->purge = store_begin_purge(job->store, &rules, clock_now(), err);
	return job->purge != NULL;
}

/* Behind a refresh: at a start, and some times a day. */
bool step_purge(struct job *job, int64_t deadline, bool *did,
    struct error *err)
{
	struct purge_counts counts = {{0}};

	*did = false;
	if (job->purge == NULL && job->purged_at != 0 &&
	    clock_ticks() - job->purged_at < PURGE_EVERY_MS)
		return true;
	if (job->purge == NULL && !begin_purge(job, err))
		return false;
	if (!store_purge_some(job->purge, deadline, &counts, did, err))
		return false;
	for (int i = 0; i < PURGE_WHYS; i++)
		if (counts.articles[i] > 0)
			log_add("store", "purged %lld articles",
			    (long long)counts.articles[i]);
	if (!*did) {
		store_end_purge(job->purge);
		job->purge = NULL;
	}
	return true;
}

bool job_compact(struct job *job, struct error *err)
{
	bool is_left = true;

	if (!job_catch_up(job, 0, &is_left, err))
		return false;
	is_left = true;
	while (is_left && !is_stopped(job))
		if (!store_shrink_some(job->store,
		        clock_nanos() + SLICE_NANOS, &is_left, err))
			return false;
	return store_settle_log(job->store, err);
}
