/*
 * What is kept of a try: when the source is asked again, how it is, and its
 * articles. Stored together, for a transaction costs more than what a source
 * that has not changed writes in it.
 */
#include "base/clock.h"
#include "base/log.h"
#include "refresh/draft.h"
#include "refresh/due.h"
#include "refresh/hosts.h"
#include "text/date.h"
#include "text/url.h"

#include <stdlib.h>

enum {
	HTTP_GONE = 410,
	HTTP_TOO_MANY = 429,
	HTTP_UNAVAILABLE = 503,
	READY_MS = 100,    /* articles wait so long for others */
	BOOKED_MS = 1000,
};

/* --- what a try says ----------------------------------------------------- */

static char *join_repairs(const struct feed *feed, struct arena *arena)
{
	struct str all;
	char *text;

	str_init(&all);
	for (size_t i = 0; i < feed->repair_count; i++)
		str_addf(&all, "%s%s", i > 0 ? ", " : "", feed->repairs[i]);
	text = arena_dup(arena, all.data);
	str_release(&all);
	return text;
}

/* What every try changes. */
static void begin_try(struct task *task, const struct net_response *response)
{
	struct source *try = &task->source;

	try->last_attempt = clock_now();
	try->status = response->status;
	try->asked++;
	if (response->is_moved)
		task->tried.moved_to = arena_dup(&task->arena, response->url);
}

static void set_due(struct job *job, struct source *try,
    const struct net_response *response)
{
	struct job_rules rules = task_rules(job, try->url, try->url);

	try->next_due = due_next(try,
	    &(struct due_rules){.interval = rules.interval_seconds,
	        .ceiling = rules.ceiling_seconds,
	        .fresh_until = response->fresh_until,
	        .retry_after = response->retry_after});
}

static void book_failure(struct job *job, struct task *task,
    const struct net_response *response, const struct error *error)
{
	struct source *try = &task->source;
	bool is_wish = error->code == ERROR_NET_WAIT ||
	    (response->retry_after != 0 &&
	        (response->status == HTTP_TOO_MANY ||
	            response->status == HTTP_UNAVAILABLE));

	try->error = *error;
	try->health = HEALTH_FAILED;
	if (response->status == HTTP_GONE) {
		try->health = HEALTH_GONE;
	} else if (is_wish) {
		/* the server is there, and has said when */
		try->health = HEALTH_WAITING;
		set_due(job, try, response);
		error_set(&try->error, ERROR_NET_WAIT, error->subject,
		    (long)try->next_due);
		if (task->host != NULL)
			host_set_wait(task->host, due_bound_wish(
			    response->retry_after, try->last_attempt));
		return;
	}
	try->failures++;
	set_due(job, try, response);
}

/* Validators are kept only beside the hash of the body they came with. */
static void keep_validators(struct task *task,
    const struct net_response *response)
{
	struct source *try = &task->source;
	struct arena *arena = &task->arena;

	try->etag = arena_dup(arena,
	    response->etag == NULL ? "" : response->etag);
	try->last_modified = arena_dup(arena,
	    response->last_modified == NULL ? "" : response->last_modified);
}

static void book_unchanged(struct job *job, struct task *task,
    const struct net_response *response)
{
	struct source *try = &task->source;

	begin_try(task, response);
	try->unchanged++;
	try->failures = 0;
	try->last_success = try->last_attempt;
	/* the same body under a new name: that name is the one to ask by */
	if (response->status != 304 &&
	    (response->etag != NULL || response->last_modified != NULL))
		keep_validators(task, response);
	if (try->health != HEALTH_EMPTY) /* it is so still */
		try->health = HEALTH_UNCHANGED;
	set_due(job, try, response);
}

/* When the document wants to be asked again. */
static void keep_wishes(struct source *try, const struct feed *feed)
{
	try->wish = (int64_t)feed->ttl * 60;
	if (feed->period > try->wish)
		try->wish = feed->period;
	try->skip_hours = feed->skip_hours;
	try->skip_days = feed->skip_days;
}

/* The state of a source whose document was read. */
static void book_success(struct job *job, struct task *task,
    const struct net_response *response, const struct feed *feed,
    uint64_t hash)
{
	struct source *try = &task->source;

	begin_try(task, response);
	try->bytes = (int64_t)response->body.len;
	try->repairs = feed->offer != NULL
	    ? arena_dup(&task->arena, feed->offer)
	    : join_repairs(feed, &task->arena);
	try->etag = try->last_modified = arena_dup(&task->arena, "");
	try->body_hash = 0;
	keep_wishes(try, feed);
	if (feed->is_cut) {
		error_set(&try->error, ERROR_FEED_CUT, try->url,
		    (long)feed->item_count);
		try->health = HEALTH_FAILED;
		try->failures++;
		set_due(job, try, response);
		return;
	}
	if (response->is_ok) {
		keep_validators(task, response);
		try->body_hash = hash;
	}
	try->failures = 0;
	try->last_success = try->last_attempt;
	try->health = feed->item_count == 0 ? HEALTH_EMPTY
	    : feed->repair_count > 0        ? HEALTH_REPAIRED
	                                    : HEALTH_GOOD;
	set_due(job, try, response);
}

/* --- lists --------------------------------------------------------------- */

static void add_booked(struct job *job, struct task *task)
{
	task_list_add(&job->booked, task);
	job->progress.done++;
	if (job->booked_at == 0)
		job->booked_at = clock_ticks() + BOOKED_MS;
}

void booking_add_failure(struct job *job, struct task *task,
    const struct net_response *response, const struct error *error)
{
	begin_try(task, response);
	task->tried.moved_to = NULL;
	book_failure(job, task, response, error);
	job->progress.failed++;
	log_add("refresh", "source %lld: error %d (%ld), failure %d",
	    (long long)task->source.id, (int)error->code, error->number,
	    task->source.failures);
	add_booked(job, task);
}

void booking_add_unchanged(struct job *job, struct task *task,
    const struct net_response *response)
{
	book_unchanged(job, task, response);
	job->progress.unchanged++;
	task->tried.is_good = true;
	add_booked(job, task);
}

void booking_add_feed(struct job *job, struct task *task,
    const struct net_response *response, const struct feed *feed,
    enum source_kind kind, uint64_t hash)
{
	struct source *try = &task->source;
	struct tried *tried = &task->tried;
	double start = task_cpu();

	/* what drafts point to lasts as long as the task */
	draft_feed(feed, &(struct draft_rules){
	    .url = arena_dup(&task->arena, response->url),
	    .is_list = kind == SOURCE_LIST, .now = clock_now(),
	    .is_file = url_is_file(try->url),
	    .is_page_unwanted = job->options->are_pages_unwanted},
	    &task->arena, &tried->drafts, &tried->draft_count);
	job->progress.cpu_parse += task_cpu() - start;
	book_success(job, task, response, feed, hash);
	tried->has_drafts = true;
	tried->is_good = !feed->is_cut;
	tried->kind = kind;
	if (try->title == NULL || *try->title == '\0')
		tried->title = feed->title;
	job->progress.done++;
	job->progress.failed += feed->is_cut;
	job->ready_items += tried->draft_count + 1;
	task_list_add(&job->ready, task);
	if (job->ready_at == 0)
		job->ready_at = clock_ticks() + READY_MS;
}

/* --- storing ------------------------------------------------------------- */

static void log_move(int64_t id, const char *url)
{
	struct str shown;

	str_init(&shown);
	url_without_user(&shown, url);
	log_add("refresh", "source %lld is at %s now", (long long)id,
	    shown.data);
	str_release(&shown);
}

/*
 * A permanent redirect seen on two days is adopted: a slip of one evening
 * must not cost a reader his source.
 */
static bool save_move(struct job *job, struct task *task, struct error *err)
{
	struct source *try = &task->source;
	const char *url = task->tried.moved_to;
	bool is_known = url != NULL && try->error.code == ERROR_NONE &&
	    str_equal(try->error.subject, url);
	int64_t since = is_known ? try->error.number : try->last_attempt;
	bool is_moved = false;

	error_clear(&try->error);
	if (url == NULL)
		return true;
	if (is_known && date_local(since).day_number !=
	    date_local(try->last_attempt).day_number &&
	    !store_move_source(job->store, try->id, url, &is_moved, err))
		return false;
	if (is_moved) {
		log_move(try->id, url);
		try->health = HEALTH_MOVED;
		return true;
	}
	error_set(&try->error, ERROR_NONE, url, (long)since);
	return true;
}

static bool save_drafts(struct job *job, struct task *task, struct error *err)
{
	struct source *try = &task->source;
	struct tried *tried = &task->tried;

	return store_save_articles(job->store, try->id, tried->drafts,
	           tried->draft_count, try, clock_now(), &tried->counts,
	           err) &&
	    ((tried->title == NULL && tried->kind == try->kind) ||
	        store_set_source(job->store, try->id, tried->title,
	            tried->kind, err));
}

static bool save_task(struct job *job, struct task *task, struct error *err)
{
	if (task->tried.is_good && !save_move(job, task, err))
		return false;
	return task->tried.has_drafts
	    ? save_drafts(job, task, err)
	    : store_save_try(job->store, &task->source, err);
}

static bool save_list(struct job *job, const struct task_list *list,
    struct error *err)
{
	for (struct task *task = list->first; task != NULL; task = task->next)
		if (!save_task(job, task, err) ||
		    !store_rest_group(job->store, err))
			return false;
	return true;
}

/* Its host has one source less that is not stored. */
static void leave_hosts(const struct task_list *list)
{
	for (struct task *task = list->first; task != NULL; task = task->next) {
		if (task->host != NULL)
			task->host->active--;
		task->host = NULL;
	}
}

/* Tell of what is stored now; or drop it, to be asked for again. */
static void let_go(struct job *job, struct task_list *list, bool is_stored)
{
	struct task *task;

	while ((task = task_list_take(list)) != NULL) {
		const struct tried *tried = &task->tried;

		if (!is_stored) {
			task_free(task);
			continue;
		}
		if (tried->has_drafts)
			log_add("refresh",
			    "source %lld: %zu items, %d new, %d updated",
			    (long long)task->source.id, tried->draft_count,
			    tried->counts.added, tried->counts.updated);
		job->progress.added += tried->counts.added;
		task_done(job, task, JOB_NOTE_SOURCE, task->source.id,
		    &task->source.error);
	}
}

static bool store_lists(struct job *job, bool has_booked, struct error *err)
{
	static const struct task_list none;
	struct task_list empty = none;
	struct task_list *booked = has_booked ? &job->booked : &empty;
	double start = task_cpu();
	bool is_done = store_begin_group(job->store, err);

	leave_hosts(&job->ready);
	leave_hosts(booked);
	if (is_done)
		is_done = store_finish_group(job->store,
		    save_list(job, &job->ready, err) &&
		        save_list(job, booked, err) && hosts_save(job, err),
		    err);
	job->progress.cpu_store += task_cpu() - start;
	job->ready_items = 0;
	job->ready_at = 0;
	if (has_booked)
		job->booked_at = 0;
	let_go(job, &job->ready, is_done);
	let_go(job, booked, is_done);
	return is_done;
}

bool booking_store(struct job *job, bool is_all, struct error *err)
{
	bool has_ready = job->ready.first != NULL;
	bool has_booked = job->booked.first != NULL;
	int64_t now;

	if (!has_ready && !has_booked)
		return !hosts_are_idle(job) || store_lists(job, false, err);
	/* nothing comes any more that they could wait for */
	is_all = is_all || job->asked.counts[TASK_SOURCE] +
	        job->files.counts[TASK_SOURCE] + job->held.counts[TASK_SOURCE] ==
	        0;
	now = clock_ticks();
	has_booked = has_booked && (is_all || job->booked_at <= now);
	if (!has_booked && !is_all && job->ready_items < job->group_items &&
	    (!has_ready || job->ready_at > now))
		return true;
	return store_lists(job, has_booked, err);
}

int booking_wait(const struct job *job, int most)
{
	int64_t at = job->ready_at;

	if (at == 0 || (job->booked_at != 0 && job->booked_at < at))
		at = job->booked_at;
	if (at == 0)
		return most;
	at -= clock_ticks();
	return at <= 0 ? 0 : at < most ? (int)at : most;
}
