/*
 * What is done with a source: ask it, and read what came. Booking (booking.c)
 * keeps it.
 */
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "feed/feed_read.h"
#include "net/address.h"
#include "page/list.h"
#include "refresh/due.h"
#include "refresh/hosts.h"
#include "refresh/reach.h"
#include "text/url.h"

#include <string.h>

enum {
	HTTP_GONE = 410,
	OFFLINE_HOSTS = 2, /* so many must be silent before it is us */
	OFFLINE_MS = 5 * 60 * 1000, /* then a timer tries again */
	FEEDS_NAMED = 3, /* of those that a page names in place of a feed */
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
    bool is_urgent, bool is_timed, struct error *err)
{
	struct task *task = task_new(TASK_SOURCE);
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
	task->is_urgent = is_urgent;
	task->is_timed = is_timed;
	task->host = host_find(job, task->url);
	if (task->host == NULL) /* a file is the reader's own */
		return source_begin(job, task, err);
	task->is_waiting = true;
	if (task->host->waiting++ == 0)
		task->host->taken_since = 0;
	task_list_add(&job->waiting, task);
	return true;
}

bool source_begin(struct job *job, struct task *task, struct error *err)
{
	return task_start(job, task,
	    &(struct task_request){.etag = task->source.etag,
	        .last_modified = task->source.last_modified,
	        .accept = task_accept_feed,
	        .most = job->options->feed_bytes_most,
	        .is_urgent = task->is_urgent},
	    err);
}

/* One that was asked for by name, but whose server wished otherwise. */
static void refuse(struct job *job, const struct source *source)
{
	struct error error;

	if (source->health == HEALTH_GONE)
		error_set(&error, ERROR_HTTP_STATUS, source->url, HTTP_GONE);
	else if (source->health == HEALTH_WAITING)
		error_set(&error, ERROR_NET_WAIT, source->url,
		    (long)source->next_due);
	else
		error = source->error;
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
	enum due_wish wish = is_due ? DUE_TIMER
	    : is_named_by_user && job->is_insistent ? DUE_INSISTS
	                                            : DUE_READER;

	if (source->is_paused && !is_named_by_user)
		return true;
	if (task != NULL) {
		task->is_urgent = task->is_urgent || is_named_by_user;
		if (is_named_by_user && job->net != NULL)
			net_hurry(job->net, task_id(task));
		return true;
	}
	if (!due_is_now(source, wish, clock_now())) {
		if (is_named_by_user && !is_due)
			refuse(job, source);
		return true;
	}
	job->progress.total++;
	return start_source(job, source, is_named_by_user, is_due, err);
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
	job->claim_at = 0;
	return is_good && hosts_begin(job, err);
}

/* --- reading ----------------------------------------------------------- */

/*
 * How many feeds an HTML page names that should be one; the first of them
 * are kept, for the reader to go over to.
 */
static long name_feeds(struct task *task, const struct net_response *response)
{
	struct discovered *found;
	size_t count = 0;
	struct str names;

	list_discover(response->body.data, response->body.len, response->url,
	    response->content_type, &task->arena, &found, &count);
	str_init(&names);
	for (size_t i = 0; i < count && i < FEEDS_NAMED; i++)
		str_addf(&names, "%s%s", i > 0 ? ", " : "", found[i].url);
	if (count > FEEDS_NAMED)
		str_add(&names, ", …");
	task->source.repairs = arena_dup(&task->arena, names.data);
	str_release(&names);
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
	error->number = name_feeds(task, response);
	/* imported, never read: a list page may have been meant */
	*kind = SOURCE_LIST;
	return task->source.kind == SOURCE_UNKNOWN && error->number == 0 &&
	    list_read(response->body.data, response->body.len, response->url,
	        response->content_type, &task->arena, feed, NULL);
}

/* A feed that the page of a list names now: the reader is told of it. */
static void offer_feed(struct task *task,
    const struct net_response *response, struct feed *feed)
{
	struct discovered *found;
	size_t count;

	list_discover(response->body.data, response->body.len, response->url,
	    response->content_type, &task->arena, &found, &count);
	for (size_t i = 0; i < count && feed->offer == NULL; i++)
		if (found[i].from == DISCOVERED_LINK)
			feed->offer = found[i].url;
}

static bool read_as_list(struct job *job, struct task *task,
    const struct net_response *response, struct feed *feed,
    enum source_kind *kind, struct error *error)
{
	struct error no_feed;

	*kind = SOURCE_LIST;
	if (list_read(response->body.data, response->body.len, response->url,
	        response->content_type, &task->arena, feed, error)) {
		offer_feed(task, response, feed);
		return true;
	}
	/* the portal may have put a feed in its page's place */
	return read_as_feed(job, task, response, feed, kind, &no_feed);
}

static void read_source(struct job *job, struct task *task,
    const struct net_response *response, uint64_t hash)
{
	enum source_kind kind;
	struct feed feed = {0};
	struct error error = {0};
	double start = task_cpu();
	bool is_read = task->source.kind == SOURCE_LIST
	    ? read_as_list(job, task, response, &feed, &kind, &error)
	    : read_as_feed(job, task, response, &feed, &kind, &error);

	job->progress.cpu_parse += task_cpu() - start;
	if (is_read) {
		booking_add_feed(job, task, response, &feed, kind, hash);
		return;
	}
	/* what is no feed because it was cut off failed by that */
	if (!response->is_ok)
		error = response->error;
	booking_add_failure(job, task, response, &error);
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

static void let_go(struct job *job, bool is_offline)
{
	struct task *task = task_list_take(&job->held);
	struct net_response response = {0};

	if (!is_offline) {
		booking_add_failure(job, task, &response, &task->error);
		return;
	}
	error_set(&task->error, ERROR_NET_OFFLINE, task->url, 0);
	job->progress.done++;
	job->progress.failed++;
	task_done(job, task, JOB_NOTE_SOURCE, task->source.id, &task->error);
}

void source_settle(struct job *job)
{
	bool is_offline;

	if (job->held.first == NULL)
		return;
	/* one that may answer yet */
	if (!job->is_reached && job->asked.counts[TASK_SOURCE] > 0)
		return;
	is_offline = !job->is_reached &&
	    (has_several_hosts(job->held.first) || !reach_has_network());
	job->is_offline = is_offline;
	if (is_offline) {
		log_add("refresh", "nothing can be reached: offline");
		job->offline_until = clock_ticks() +
		    (reach_has_network() ? OFFLINE_MS : 0);
	}
	while (job->held.first != NULL)
		let_go(job, is_offline);
}

void source_end(struct job *job, struct task *task,
    struct net_response *response)
{
	struct source *source = &task->source;
	uint64_t hash;

	job->progress.bytes += (int64_t)response->body.len;
	if (response->error.code == ERROR_NET_STOPPED) {
		job->progress.done++;
		task_done(job, task, JOB_NOTE_SOURCE, source->id,
		    &response->error);
		return;
	}
	if (task_is_unreachable(response) && is_public(task->url)) {
		task->error = response->error;
		task_list_add(&job->held, task);
		return; /* source_settle judges */
	}
	if (!response->is_ok && (response->error.code != ERROR_NET_BROKEN ||
	                            response->body.len == 0)) {
		booking_add_failure(job, task, response, &response->error);
		return;
	}
	if (response->status == 304) {
		booking_add_unchanged(job, task, response);
		return;
	}
	hash = hash_block(HASH_START, response->body.data, response->body.len);
	if (response->is_ok && hash == source->body_hash && hash != 0)
		booking_add_unchanged(job, task, response);
	else
		read_source(job, task, response, hash);
}
