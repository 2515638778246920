#include "refresh/refresh.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/queue.h"
#include "refresh/follow.h"
#include "refresh/reach.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	SYNC_MS = 500,      /* after a mark; a second is promised */
	PROGRESS_MS = 250,  /* between two events of progress */
	CATCH_UP_MS = 10,   /* then requests and transfers are seen to */
	WAIT_MS = 60 * 1000,
};

enum { END_READ, END_WRITE };

struct refresh {
	pthread_t thread;
	struct job_options options;
	char *copy_path, *store_path;
	struct queue *requests, *events;
	int inbox[2], wake[2]; /* pipes: to the thread, to the screen */
	atomic_bool is_stop_asked; /* seen while a request is under way */

	/* the thread's own */
	struct job job;
	struct store *store;
	bool is_quitting;
	bool is_refreshing; /* EVENT_REFRESHED is owed */
	bool has_pages;   /* more may be wanted */
	bool has_steps;   /* what follows the store is not done yet */
	int64_t sync_at, progress_at; /* ticks; 0: none */
	struct follow follow; /* what is searched for, to be followed */
};

/* --- pipes: a byte says that a queue is not empty ------------------------- */

static void write_byte(int fd)
{
	ssize_t put;

	/* a full pipe says it already */
	do
		put = write(fd, "", 1);
	while (put < 0 && errno == EINTR);
}

static void drain(int fd)
{
	char bytes[256];

	while (read(fd, bytes, sizeof(bytes)) > 0)
		;
}

static void wake_thread(void *ctx)
{
	struct refresh *refresh = ctx;

	write_byte(refresh->inbox[END_WRITE]);
}

static void wake_screen(void *ctx)
{
	struct refresh *refresh = ctx;

	write_byte(refresh->wake[END_WRITE]);
}

static bool open_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return false;
	for (int i = 0; i < 2; i++)
		if (fcntl(ends[i], F_SETFL, O_NONBLOCK) != 0 ||
		    fcntl(ends[i], F_SETFD, FD_CLOEXEC) != 0)
			return false;
	return true;
}

static void close_pipe(const int ends[2])
{
	for (int i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
}

/* --- events --------------------------------------------------------------- */

static void post(struct refresh *refresh, enum event_kind kind, int64_t id,
    const struct error *error)
{
	const struct job_progress *progress = &refresh->job.progress;
	struct event event = {.kind = kind, .id = id,
	    .done = progress->done, .total = progress->total,
	    .added = progress->added, .failed = progress->failed,
	    .bytes = progress->bytes};

	if (error != NULL)
		event.error = *error;
	queue_push(refresh->events, &event);
}

static void post_progress(struct refresh *refresh)
{
	int64_t now = clock_ticks();

	if (now < refresh->progress_at)
		return;
	refresh->progress_at = now + PROGRESS_MS;
	post(refresh, EVENT_PROGRESS, 0, NULL);
}

static void on_note(void *ctx, enum job_note note, int64_t id,
    const struct error *error, const struct job_progress *progress)
{
	struct refresh *refresh = ctx;

	(void)progress;
	switch (note) {
	case JOB_NOTE_SOURCE:
		/* with these two nothing of it has changed */
		if (error->code != ERROR_NET_STOPPED &&
		    error->code != ERROR_NET_OFFLINE)
			post(refresh, EVENT_SOURCE_CHANGED, id, error);
		post_progress(refresh);
		break;
	case JOB_NOTE_PAGE:
		if (error->code != ERROR_NET_STOPPED)
			post(refresh, EVENT_PAGE_CHANGED, id, error);
		refresh->has_steps = true;
		break;
	case JOB_NOTE_PICTURE:
		post(refresh, EVENT_PICTURE_CHANGED, id, error);
		break;
	case JOB_NOTE_LINK:
		post(refresh, EVENT_LINK_READY, id, error);
		refresh->has_steps = true;
		break;
	case JOB_NOTE_ADDRESS:
		post(refresh, EVENT_ADDRESS_KEPT, id, error);
		refresh->has_steps = true;
		break;
	}
}

/* --- requests ------------------------------------------------------------- */

static bool start_refresh(struct refresh *refresh, const int64_t *id,
    bool is_due, struct error *err)
{
	if (!job_start_refresh(&refresh->job, id, id == NULL ? 0 : 1, is_due,
	        err))
		return false;
	refresh->is_refreshing = true;
	refresh->progress_at = 0;
	post_progress(refresh);
	return true;
}

static bool stop(struct refresh *refresh, struct error *err)
{
	/* what was wanted stays wanted, for the next refresh */
	refresh->has_pages = false;
	return job_stop(&refresh->job, err);
}

static void ask_added(void *ctx, int64_t source_id)
{
	struct refresh *refresh = ctx;
	struct error error;

	if (!start_refresh(refresh, &source_id, false, &error))
		log_add("refresh", "not asked: error %d (%ld)",
		    (int)error.code, error.number);
}

static void want_pages(void *ctx)
{
	struct refresh *refresh = ctx;

	refresh->has_pages = refresh->has_steps = true;
}

static void export_sources(struct refresh *refresh, const char *path)
{
	size_t len = strlen(path), count = 0;
	bool is_opml = len >= 5 && strcmp(path + len - 5, ".opml") == 0;
	struct event event = {.kind = EVENT_EXPORTED};

	if (job_export(refresh->store, path, is_opml, &count, &event.error))
		event.error.code = ERROR_NONE;
	event.total = (int)count;
	queue_push(refresh->events, &event);
}

static bool build_text(struct refresh *refresh, int64_t id,
    struct error *err)
{
	bool did;

	if (!job_build_article(&refresh->job, id, &did, err))
		return false;
	/* also if a step was quicker: the screen may still show its lead */
	post(refresh, EVENT_TEXT_READY, id, NULL);
	return true;
}

static bool take_request(struct refresh *refresh,
    const struct request *request, struct error *err)
{
	struct job *job = &refresh->job;

	switch (request->kind) {
	case REQUEST_REFRESH_ALL:
		return start_refresh(refresh, NULL, false, err);
	case REQUEST_REFRESH_DUE:
		/* by itself the reader asks nobody while it is offline */
		if (job->is_offline && (!reach_has_network() ||
		        clock_ticks() < job->offline_until))
			return true;
		return start_refresh(refresh, NULL, true, err);
	case REQUEST_REFRESH_SOURCE:
		return start_refresh(refresh, &request->id, false, err);
	case REQUEST_FETCH_PAGE:
		return job_start_page(job, request->id, err);
	case REQUEST_FETCH_PICTURES:
		return job_start_pictures(job, request->id, false, err);
	case REQUEST_FETCH_LINK:
		return job_start_link(job, request->id, request->number, err);
	case REQUEST_KEEP_ADDRESS:
		return job_start_address(job, request->text, err);
	case REQUEST_ADD:
		return follow_address(&refresh->follow, request->text, err);
	case REQUEST_ADD_PROVINCE:
		return follow_province(&refresh->follow, request->text, err);
	case REQUEST_IMPORT:
		follow_list(&refresh->follow, request->text);
		return true;
	case REQUEST_EXPORT:
		export_sources(refresh, request->text);
		return true;
	case REQUEST_ADD_OFFERS:
		return follow_offers(&refresh->follow, request->id,
		    request->text, err);
	case REQUEST_OFFER:
		return follow_offer(&refresh->follow, NULL, request->id, err);
	case REQUEST_OLDER:
		return follow_older(&refresh->follow, request->id, err);
	case REQUEST_BUILD_TEXT:
		return build_text(refresh, request->id, err);
	case REQUEST_SYNC:
		if (refresh->sync_at == 0)
			refresh->sync_at = clock_ticks() + SYNC_MS;
		return true;
	case REQUEST_STOP:
		atomic_store(&refresh->is_stop_asked, false);
		return stop(refresh, err);
	case REQUEST_QUIT:
		refresh->is_quitting = true;
		return true;
	}
	return true;
}

static bool take_requests(struct refresh *refresh, struct error *err)
{
	struct request request;

	drain(refresh->inbox[END_READ]);
	while (queue_pop(refresh->requests, &request)) {
		bool is_taken = take_request(refresh, &request, err);

		free(request.text);
		if (!is_taken)
			return false;
	}
	return true;
}

/* --- the loop -------------------------------------------------------------- */

static bool sync_if_due(struct refresh *refresh, struct error *err)
{
	if (refresh->sync_at == 0 || clock_ticks() < refresh->sync_at)
		return true;
	refresh->sync_at = 0;
	return store_sync(refresh->store, err);
}

/* The sources are through: tell, and go on with the pages they brought. */
static void end_refresh(struct refresh *refresh)
{
	struct error error = {0};

	if (!refresh->is_refreshing ||
	    job_has_sources(&refresh->job))
		return;
	refresh->is_refreshing = false;
	refresh->has_pages = true;
	refresh->has_steps = true;
	if (refresh->job.is_offline)
		error_set(&error, ERROR_NET_OFFLINE, "", 0);
	post(refresh, EVENT_REFRESHED, 0, &error);
}

static bool start_pages(struct refresh *refresh, struct error *err)
{
	size_t started;

	if (!refresh->has_pages || refresh->is_refreshing)
		return true;
	if (!job_start_pages(&refresh->job, 0, &started, err))
		return false;
	/* all are claimed when nothing is under way and none was found */
	if (started == 0 && job_pending(&refresh->job) == 0)
		refresh->has_pages = false;
	return true;
}

static bool catch_up(struct refresh *refresh, struct error *err)
{
	struct job_progress *progress = &refresh->job.progress;

	if (!refresh->has_steps || refresh->is_refreshing)
		return true;
	if (!job_catch_up(&refresh->job, CATCH_UP_MS, &refresh->has_steps,
	        err))
		return false;
	if (!refresh->has_steps && progress->related > 0) {
		progress->related = 0;
		post(refresh, EVENT_RELATED_READY, 0, NULL);
	}
	return true;
}

/* How long to wait for what may come, in milliseconds. */
static int waiting_time(const struct refresh *refresh)
{
	int64_t left;

	if (refresh->has_steps && !refresh->is_refreshing)
		return 0;
	if (refresh->sync_at == 0)
		return WAIT_MS;
	left = refresh->sync_at - clock_ticks();
	if (left < 0)
		return 0;
	return left < WAIT_MS ? (int)left : WAIT_MS;
}

static bool wait_or_go_on(struct refresh *refresh, struct error *err)
{
	struct pollfd inbox = {.fd = refresh->inbox[END_READ],
	    .events = POLLIN};
	int timeout = waiting_time(refresh);

	if (job_pending(&refresh->job) > 0)
		return job_step(&refresh->job, timeout, err);
	if (timeout != 0) /* nothing to do: no timer runs, but for the sync */
		poll(&inbox, 1, refresh->sync_at == 0 ? -1 : timeout);
	return true;
}

static bool go_round(struct refresh *refresh, struct error *err)
{
	if (!take_requests(refresh, err))
		return false;
	if (refresh->is_quitting)
		return true;
	/* before the wait: a request may have ended it, or asked nothing */
	if (!follow_go_on(&refresh->follow, err))
		return false;
	end_refresh(refresh);
	return sync_if_due(refresh, err) && start_pages(refresh, err) &&
	    wait_or_go_on(refresh, err) && catch_up(refresh, err);
}

/* After a failure of the store: told once, and each request is answered. */
static void serve_failed(struct refresh *refresh, const struct error *error)
{
	struct pollfd inbox = {.fd = refresh->inbox[END_READ],
	    .events = POLLIN};
	struct request request;

	post(refresh, EVENT_FAILED, 0, error);
	while (!refresh->is_quitting) {
		poll(&inbox, 1, -1);
		drain(inbox.fd);
		while (queue_pop(refresh->requests, &request)) {
			refresh->is_quitting |=
			    request.kind == REQUEST_QUIT;
			if (request.kind != REQUEST_QUIT)
				post(refresh, EVENT_FAILED, 0, error);
			free(request.text);
		}
	}
}

static bool is_stopped(void *ctx)
{
	struct refresh *refresh = ctx;

	return atomic_load(&refresh->is_stop_asked);
}

static void *run(void *ctx)
{
	struct refresh *refresh = ctx;
	struct error err = {0};

	refresh->store = store_open(refresh->store_path, STORE_BACKGROUND,
	    &err);
	if (refresh->store == NULL) {
		serve_failed(refresh, &err);
		return NULL;
	}
	job_init(&refresh->job, &refresh->options, refresh->store);
	refresh->job.note = on_note;
	refresh->job.is_stopped = is_stopped;
	refresh->job.ctx = refresh;
	refresh->job.wake_fd = refresh->inbox[END_READ];
	refresh->job.is_insistent = true;
	refresh->follow = (struct follow){.job = &refresh->job,
	    .events = refresh->events, .ask = ask_added,
	    .want_pages = want_pages, .ctx = refresh};
	refresh->job.group_items = GROUP_ITEMS_READER;
	refresh->has_steps = true; /* what an earlier run left undone */
	while (!refresh->is_quitting) {
		if (go_round(refresh, &err))
			continue;
		log_add("refresh", "the store failed: error %d (%ld)",
		    (int)err.code, err.number);
		post(refresh, EVENT_FAILED, 0, &err);
		/* what failed is left for the next request, not tried on */
		refresh->has_pages = refresh->has_steps = false;
	}
	if (refresh->copy_path != NULL &&
	    !job_keep_copy(refresh->store, refresh->copy_path, &err))
		log_add("refresh", "no copy of the sources: error %d (%ld)",
		    (int)err.code, err.number);
	if (!job_stop(&refresh->job, &err) ||
	    !store_sync(refresh->store, &err))
		log_add("refresh", "not ended well: error %d", (int)err.code);
	follow_end(&refresh->follow); /* its requests are dropped by now */
	job_release(&refresh->job);
	store_close(refresh->store);
	return NULL;
}

/* --- what the screen's thread calls ----------------------------------------- */

static void release(struct refresh *refresh)
{
	struct request request;

	while (queue_pop(refresh->requests, &request))
		free(request.text);
	close_pipe(refresh->inbox);
	close_pipe(refresh->wake);
	queue_free(refresh->requests);
	queue_free(refresh->events);
	free(refresh->store_path);
	free(refresh->copy_path);
	free(refresh);
}

static bool start_thread(struct refresh *refresh)
{
	sigset_t all, old;
	int code;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	code = pthread_create(&refresh->thread, NULL, run, refresh);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	errno = code;
	return code == 0;
}

struct refresh *refresh_start(const struct job_options *options,
    struct error *err)
{
	struct refresh *refresh = mem_alloc_zero(1, sizeof(*refresh));

	refresh->options = *options;
	refresh->store_path = mem_dup(options->store_path);
	refresh->options.store_path = refresh->store_path;
	refresh->copy_path = mem_dup(options->copy_path);
	refresh->requests = queue_new(sizeof(struct request), wake_thread,
	    refresh);
	refresh->events = queue_new(sizeof(struct event), wake_screen,
	    refresh);
	refresh->inbox[0] = refresh->inbox[1] = -1;
	refresh->wake[0] = refresh->wake[1] = -1;
	if (open_pipe(refresh->inbox) && open_pipe(refresh->wake) &&
	    start_thread(refresh))
		return refresh;
	error_set(err, ERROR_SYSTEM, "", errno);
	release(refresh);
	return NULL;
}

int refresh_wake_fd(const struct refresh *refresh)
{
	return refresh->wake[END_READ];
}

void refresh_post(struct refresh *refresh, const struct request *request)
{
	if (request->kind == REQUEST_STOP || request->kind == REQUEST_QUIT)
		atomic_store(&refresh->is_stop_asked, true);
	queue_push(refresh->requests, request);
}

bool refresh_next_event(struct refresh *refresh, struct event *event)
{
	if (queue_pop(refresh->events, event))
		return true;
	/* emptied, then asked again: what is pushed after it wakes again */
	drain(refresh->wake[END_READ]);
	return queue_pop(refresh->events, event);
}

void refresh_stop(struct refresh *refresh)
{
	if (refresh == NULL)
		return;
	refresh_post(refresh, &(struct request){.kind = REQUEST_QUIT});
	pthread_join(refresh->thread, NULL);
	release(refresh);
}
