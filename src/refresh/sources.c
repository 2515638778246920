/*
 * What is done with a source: ask it, read what came, keep the articles and
 * book the try.
 */
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "feed/feed_read.h"
#include "net/address.h"
#include "page/list.h"
#include "refresh/draft.h"
#include "refresh/due.h"
#include "refresh/reach.h"
#include "refresh/task.h"
#include "text/date.h"
#include "text/url.h"

#include <string.h>

enum {
	HTTP_GONE = 410,
	HTTP_TOO_MANY = 429,
	HTTP_UNAVAILABLE = 503,
	OFFLINE_HOSTS = 2, /* so many must be silent before it is us */
};

/* --- asking ------------------------------------------------------------ */

static bool is_named(const struct source *source, const int64_t *ids,
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == source->id)
			return true;
	return ids == NULL;
}

static bool start_source(struct job *job, const struct source *source,
    bool is_urgent, struct error *err)
{
	struct task *task = task_new(job, TASK_SOURCE);
	struct arena *arena = &task->arena;

	task->source = *source;
	task->source.url = arena_dup(arena, source->url);
	task->source.title = arena_dup(arena, source->title);
	task->source.province = NULL;
	task->source.tags = NULL;
	task->source.tag_count = 0;
	task->source.repairs = arena_dup(arena, source->repairs);
	task->source.etag = arena_dup(arena, source->etag);
	task->source.last_modified = arena_dup(arena, source->last_modified);
	task->url = task->source_url = task->source.url;
	return task_start(job, task,
	    &(struct task_request){.etag = task->source.etag,
	        .last_modified = task->source.last_modified,
	        .accept = task_accept_feed,
	        .most = job->options->feed_bytes_most,
	        .is_urgent = is_urgent},
	    err);
}

/* One that was asked for by name, but whose server wished otherwise. */
static void refuse(struct job *job, const struct source *source)
{
	struct error error;

	if (source->health == HEALTH_GONE)
		error_set(&error, ERROR_HTTP_STATUS, source->url, HTTP_GONE);
	else
		error_set(&error, ERROR_NET_WAIT, source->url,
		    (long)source->next_due);
	job->progress.total++;
	job->progress.done++;
	job->progress.failed++;
	if (job->note != NULL)
		job->note(job->ctx, JOB_NOTE_SOURCE, source->id, &error,
		    &job->progress);
}

static bool choose_source(struct job *job, const struct source *source,
    bool is_named_by_user, bool is_due, struct error *err)
{
	struct task *task = task_find_source(job, source->id);

	if (task != NULL) {
		if (is_named_by_user && job->net != NULL)
			net_hurry(job->net, task->id);
		return true;
	}
	if (!due_is_now(source, is_due, clock_now())) {
		if (is_named_by_user && !is_due)
			refuse(job, source);
		return true;
	}
	job->progress.total++;
	return start_source(job, source, is_named_by_user, err);
}

static void begin_progress(struct job *job)
{
	struct job_progress *progress = &job->progress;

	if (job_has_sources(job))
		return; /* more of the same refresh */
	progress->done = progress->total = progress->added = 0;
	progress->failed = progress->unchanged = 0;
	progress->bytes = 0;
	job->is_reached = job->is_offline = false;
}

bool job_start_refresh(struct job *job, const int64_t *ids, size_t count,
    bool is_due, struct error *err)
{
	struct source *sources;
	struct arena arena;
	size_t source_count;
	bool is_good;

	begin_progress(job);
	arena_init(&arena);
	is_good = store_read_sources(job->store, &arena, &sources,
	    &source_count, err);
	for (size_t i = 0; is_good && i < source_count; i++)
		if (is_named(&sources[i], ids, count))
			is_good = choose_source(job, &sources[i],
			    ids != NULL, is_due, err);
	arena_release(&arena);
	return is_good;
}

/* --- reading ----------------------------------------------------------- */

/* How many feeds an HTML page names, for the one that should be one. */
static long count_feeds(const struct net_response *response,
    struct arena *arena)
{
	struct discovered *found;
	size_t count = 0;

	list_discover(response->body.data, response->body.len, response->url,
	    response->content_type, arena, &found, &count);
	return (long)count;
}

static bool read_as_feed(struct job *job, struct task *task,
    const struct net_response *response, struct feed *feed,
    enum source_kind *kind, struct error *error)
{
	const struct feed_options options = {.url = response->url,
	    .content_type = response->content_type,
	    .items_most = job->options->items_most};

	*kind = SOURCE_FEED;
	if (feed_read(response->body.data, response->body.len, &options,
	        &task->arena, feed, error))
		return true;
	if (error->code != ERROR_FEED_IS_PAGE)
		return false;
	error->number = count_feeds(response, &task->arena);
	/* imported, never read: a list page may have been meant */
	*kind = SOURCE_LIST;
	return task->source.kind == SOURCE_UNKNOWN && error->number == 0 &&
	    list_read(response->body.data, response->body.len, response->url,
	        response->content_type, &task->arena, feed, NULL);
}

static bool read_as_list(struct job *job, struct task *task,
    const struct net_response *response, struct feed *feed,
    enum source_kind *kind, struct error *error)
{
	*kind = SOURCE_LIST;
	return list_read(response->body.data, response->body.len,
	           response->url, response->content_type, &task->arena, feed,
	           error) ||
	    /* the portal may have put a feed in its page's place */
	    read_as_feed(job, task, response, feed, kind, NULL);
}

/* --- booking ----------------------------------------------------------- */

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
}

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
static bool book_move(struct job *job, struct task *task,
    const struct net_response *response, struct error *err)
{
	struct source *try = &task->source;
	bool is_known = try->error.code == ERROR_NONE &&
	    str_equal(try->error.subject, response->url);
	int64_t since = is_known ? try->error.number : try->last_attempt;
	bool is_moved = false;

	error_clear(&try->error);
	if (!response->is_moved)
		return true;
	if (is_known && date_local(since).day_number !=
	    date_local(try->last_attempt).day_number &&
	    !store_move_source(job->store, try->id, response->url, &is_moved,
	        err))
		return false;
	if (is_moved) {
		log_move(try->id, response->url);
		try->health = HEALTH_MOVED;
		return true;
	}
	error_set(&try->error, ERROR_NONE, response->url, (long)since);
	return true;
}

static void set_due(struct job *job, struct source *try, int ttl_minutes,
    const struct net_response *response)
{
	struct job_rules rules = task_rules(job, try->url, try->url);

	try->next_due = due_next(try,
	    &(struct due_rules){.interval = rules.interval_seconds,
	        .ttl_minutes = ttl_minutes,
	        .fresh_until = response->fresh_until,
	        .retry_after = response->retry_after});
}

static void book_failure(struct job *job, struct source *try,
    const struct net_response *response, const struct error *error)
{
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
		set_due(job, try, 0, response);
		error_set(&try->error, ERROR_NET_WAIT, error->subject,
		    (long)try->next_due);
		return;
	}
	try->failures++;
	set_due(job, try, 0, response);
}

static bool save_failure(struct job *job, struct task *task,
    const struct net_response *response, const struct error *error,
    struct error *err)
{
	double start = task_cpu();
	bool is_good;

	begin_try(task, response);
	book_failure(job, &task->source, response, error);
	is_good = store_save_try(job->store, &task->source, err);
	job->progress.cpu_store += task_cpu() - start;
	job->progress.done++;
	job->progress.failed++;
	log_add("refresh", "source %lld: error %d (%ld), failure %d",
	    (long long)task->source.id, (int)error->code, error->number,
	    task->source.failures);
	task_done(job, task, JOB_NOTE_SOURCE, task->source.id,
	    &task->source.error);
	return is_good;
}

static bool save_unchanged(struct job *job, struct task *task,
    const struct net_response *response, struct error *err)
{
	struct source *try = &task->source;
	double start = task_cpu();
	bool is_good;

	begin_try(task, response);
	try->unchanged++;
	try->failures = 0;
	try->last_success = try->last_attempt;
	if (try->health != HEALTH_EMPTY) /* it is so still */
		try->health = HEALTH_UNCHANGED;
	set_due(job, try, 0, response);
	is_good = book_move(job, task, response, err) &&
	    store_save_try(job->store, try, err);
	job->progress.cpu_store += task_cpu() - start;
	job->progress.done++;
	job->progress.unchanged++;
	task_done(job, task, JOB_NOTE_SOURCE, try->id, &try->error);
	return is_good;
}

/* The state of a source whose document was read. */
static void book_success(struct job *job, struct task *task,
    const struct net_response *response, const struct feed *feed,
    uint64_t hash)
{
	struct source *try = &task->source;
	struct arena *arena = &task->arena;

	begin_try(task, response);
	try->bytes = (int64_t)response->body.len;
	try->repairs = join_repairs(feed, arena);
	/* validators count only for a body that was read whole */
	try->etag = try->last_modified = arena_dup(arena, "");
	try->body_hash = 0;
	if (feed->is_cut) {
		error_set(&try->error, ERROR_FEED_CUT, try->url,
		    (long)feed->item_count);
		try->health = HEALTH_FAILED;
		try->failures++;
		set_due(job, try, feed->ttl, response);
		return;
	}
	if (response->is_ok) {
		if (response->etag != NULL)
			try->etag = arena_dup(arena, response->etag);
		if (response->last_modified != NULL)
			try->last_modified = arena_dup(arena,
			    response->last_modified);
		try->body_hash = hash;
	}
	try->failures = 0;
	try->last_success = try->last_attempt;
	try->health = feed->item_count == 0 ? HEALTH_EMPTY
	    : feed->repair_count > 0        ? HEALTH_REPAIRED
	                                    : HEALTH_GOOD;
	set_due(job, try, feed->ttl, response);
}

static bool save_feed(struct job *job, struct task *task,
    const struct net_response *response, const struct feed *feed,
    enum source_kind kind, uint64_t hash, struct error *err)
{
	struct source *try = &task->source;
	const char *title = try->title == NULL || *try->title == '\0'
	    ? feed->title
	    : NULL;
	struct article_draft *drafts;
	struct save_counts counts;
	size_t count;
	double start = task_cpu();
	bool is_good;

	draft_feed(feed, &(struct draft_rules){.url = response->url,
	    .is_list = kind == SOURCE_LIST, .now = clock_now(),
	    .is_file = url_is_file(try->url)}, &task->arena, &drafts, &count);
	job->progress.cpu_parse += task_cpu() - start;
	start = task_cpu();
	book_success(job, task, response, feed, hash);
	is_good = (feed->is_cut || book_move(job, task, response, err)) &&
	    store_save_articles(job->store, try->id, drafts, count, try,
	        clock_now(), &counts, err);
	if (is_good && (title != NULL || kind != try->kind))
		is_good = store_set_source(job->store, try->id, title, kind,
		    err);
	job->progress.cpu_store += task_cpu() - start;
	if (!is_good) {
		task_free(task);
		return false;
	}
	log_add("refresh", "source %lld: %zu items, %d new, %d updated",
	    (long long)try->id, count, counts.added, counts.updated);
	job->progress.done++;
	job->progress.added += counts.added;
	job->progress.failed += try->error.code != ERROR_NONE;
	task_done(job, task, JOB_NOTE_SOURCE, try->id, &try->error);
	return true;
}

static bool read_source(struct job *job, struct task *task,
    const struct net_response *response, uint64_t hash, struct error *err)
{
	enum source_kind kind;
	struct feed feed = {0};
	struct error error = {0};
	double start = task_cpu();
	bool is_read = task->source.kind == SOURCE_LIST
	    ? read_as_list(job, task, response, &feed, &kind, &error)
	    : read_as_feed(job, task, response, &feed, &kind, &error);

	job->progress.cpu_parse += task_cpu() - start;
	if (is_read)
		return save_feed(job, task, response, &feed, kind, hash, err);
	/* what is no feed because it was cut off failed by that */
	if (!response->is_ok)
		error = response->error;
	return save_failure(job, task, response, &error, err);
}

/* --- when nobody answers ------------------------------------------------ */

static bool is_public(const char *url)
{
	struct str host;
	bool is_private;

	str_init(&host);
	url_host(&host, url);
	is_private = address_host_is_private(host.data);
	str_release(&host);
	return !is_private;
}

/* Whether at least two hosts are among those that were not reached. */
static bool has_several_hosts(const struct task *held)
{
	struct str first, other;
	int hosts = 1;

	str_init(&first);
	str_init(&other);
	url_host(&first, held->url);
	for (; held != NULL && hosts < OFFLINE_HOSTS; held = held->next) {
		str_clear(&other);
		url_host(&other, held->url);
		if (!str_equal(first.data, other.data))
			hosts++;
	}
	str_release(&first);
	str_release(&other);
	return hosts >= OFFLINE_HOSTS;
}

static bool let_go(struct job *job, bool is_offline, struct error *err)
{
	struct task *task = job->held;
	struct net_response response = {0};

	job->held = task->next;
	if (!is_offline)
		return save_failure(job, task, &response, &task->error, err);
	error_set(&task->error, ERROR_NET_OFFLINE, task->url, 0);
	job->progress.done++;
	job->progress.failed++;
	task_done(job, task, JOB_NOTE_SOURCE, task->source.id, &task->error);
	return true;
}

bool source_settle(struct job *job, struct error *err)
{
	bool is_offline, is_good = true;

	if (job->held == NULL)
		return true;
	if (!job->is_reached) {
		for (const struct task *task = job->asked; task != NULL;
		     task = task->next)
			if (task->kind == TASK_SOURCE)
				return true; /* one that may answer yet */
	}
	is_offline = !job->is_reached &&
	    (has_several_hosts(job->held) || !reach_has_network());
	job->is_offline = is_offline;
	if (is_offline)
		log_add("refresh", "nothing can be reached: offline");
	while (is_good && job->held != NULL)
		is_good = let_go(job, is_offline, err);
	return is_good;
}

bool source_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err)
{
	struct source *source = &task->source;
	uint64_t hash;

	job->progress.bytes += (int64_t)response->body.len;
	if (response->error.code == ERROR_NET_STOPPED) {
		job->progress.done++;
		task_done(job, task, JOB_NOTE_SOURCE, source->id,
		    &response->error);
		return true;
	}
	if (task_is_unreachable(response) && is_public(task->url)) {
		task->error = response->error;
		task->next = job->held;
		job->held = task;
		return true; /* source_settle judges */
	}
	if (!response->is_ok && (response->error.code != ERROR_NET_BROKEN ||
	                            response->body.len == 0))
		return save_failure(job, task, response, &response->error,
		    err);
	if (response->status == 304)
		return save_unchanged(job, task, response, err);
	hash = hash_block(HASH_START, response->body.data, response->body.len);
	if (response->is_ok && hash == source->body_hash && hash != 0)
		return save_unchanged(job, task, response, err);
	return read_source(job, task, response, hash, err);
}
