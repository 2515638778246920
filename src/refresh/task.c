#include "refresh/task.h"

#include "net/address.h"
#include "refresh/folder.h"
#include "refresh/hosts.h"
#include "refresh/older.h"
#include "refresh/relate.h"
#include "text/url.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STEP_MS = 250 }; /* between two questions whether to stop */

const char task_accept_feed[] =
    "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1";
const char task_accept_page[] =
    "text/html, application/xhtml+xml, */*;q=0.1";

double task_cpu(void)
{
	struct timespec spent;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) != 0)
		return 0;
	return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

struct task *task_new(enum task_kind kind)
{
	struct task *task = mem_alloc_zero(1, sizeof(*task));

	task->kind = kind;
	arena_init(&task->arena);
	return task;
}

void task_free(struct task *task)
{
	if (task->host != NULL && task->kind == TASK_SOURCE) {
		task->host->waiting -= task->is_waiting;
		task->host->active -= !task->is_waiting;
	}
	arena_release(&task->arena);
	free(task);
}

int64_t task_id(const struct task *task)
{
	return (int64_t)(intptr_t)task;
}

/* --- queues ------------------------------------------------------------ */

void task_list_add(struct task_list *list, struct task *task)
{
	task->next = NULL;
	task->previous = list->last;
	if (list->last == NULL)
		list->first = task;
	else
		list->last->next = task;
	list->last = task;
	list->counts[task->kind]++;
}

void task_list_remove(struct task_list *list, struct task *task)
{
	if (task->previous == NULL)
		list->first = task->next;
	else
		task->previous->next = task->next;
	if (task->next == NULL)
		list->last = task->previous;
	else
		task->next->previous = task->previous;
	task->next = task->previous = NULL;
	list->counts[task->kind]--;
}

struct task *task_list_take(struct task_list *list)
{
	struct task *task = list->first;

	if (task != NULL)
		task_list_remove(list, task);
	return task;
}

static struct task *find(const struct task_list *list, enum task_kind kind,
    int64_t id)
{
	if (list->counts[kind] == 0)
		return NULL;
	for (struct task *task = list->first; task != NULL; task = task->next)
		if (task->kind == kind &&
		    (kind == TASK_SOURCE ? task->source.id
		                         : task->page.page_id) == id)
			return task;
	return NULL;
}

static size_t count_tasks(const struct job *job, enum task_kind kind)
{
	return job->waiting.counts[kind] + job->parked.counts[kind] +
	    job->asked.counts[kind] + job->files.counts[kind] +
	    job->held.counts[kind] + job->ready.counts[kind] +
	    job->booked.counts[kind];
}

struct task *task_find_source(struct job *job, int64_t source_id)
{
	const struct task_list *const lists[] = {&job->waiting, &job->asked,
	    &job->files, &job->held, &job->ready, &job->booked};
	struct task *found = NULL;

	for (size_t i = 0; found == NULL && i < ARRAY_LEN(lists); i++)
		found = find(lists[i], TASK_SOURCE, source_id);
	return found;
}

struct task *task_find_page(struct job *job, int64_t page_id)
{
	struct task *found = find(&job->asked, TASK_PAGE, page_id);

	if (found == NULL)
		found = find(&job->parked, TASK_PAGE, page_id);
	return found != NULL ? found : find(&job->files, TASK_PAGE, page_id);
}

size_t job_pending(const struct job *job)
{
	size_t count = 0;

	for (int kind = 0; kind < TASK_KINDS; kind++)
		count += count_tasks(job, (enum task_kind)kind);
	return count;
}

bool job_has_sources(const struct job *job)
{
	return count_tasks(job, TASK_SOURCE) > 0;
}

/* --- starting ---------------------------------------------------------- */

struct job_rules task_rules(const struct job *job, const char *source_url,
    const char *url)
{
	const struct job_options *options = job->options;
	struct job_rules rules = options->rules;
	struct str host;

	if (options->find_rules == NULL)
		return rules;
	str_init(&host);
	url_host(&host, url);
	options->find_rules(options->ctx, source_url,
	    host.len > 0 ? host.data : NULL, &rules);
	str_release(&host);
	return rules;
}

static void limit_host(void *ctx, const char *host,
    struct net_host_limits *limits)
{
	const struct job *job = ctx;
	const struct job_options *options = job->options;
	struct job_rules rules = options->rules;

	options->find_rules(options->ctx, NULL, host, &rules);
	limits->connections = rules.connections_per_host;
	limits->page_pause_ms = rules.page_pause_ms;
}

/* Beside the cache, so that each cache has its own. */
static char *file_beside(const char *store_path, const char *suffix)
{
	struct str path;

	if (store_path == NULL)
		return NULL;
	str_init(&path);
	str_addf(&path, "%s%s", store_path, suffix);
	return str_detach(&path);
}

static bool open_net(struct job *job, struct error *err)
{
	const struct job_options *options = job->options;
	const struct job_rules *rules = &options->rules;
	struct net_options net = net_options_default();
	char *book, *cookies;

	if (job->net != NULL)
		return true;
	book = file_beside(options->store_path, "-hosts");
	cookies = file_beside(options->store_path, "-cookies");
	if (rules->manner.user_agent != NULL)
		net.user_agent = rules->manner.user_agent;
	net.connections_most = options->connections_most;
	net.connections_per_host = rules->connections_per_host;
	net.page_pause_ms = rules->page_pause_ms;
	net.ca_file = options->ca_file;
	net.book_file = book;
	net.cookie_folder = cookies;
	if (options->find_rules != NULL)
		net.limit_host = limit_host;
	net.ctx = job;
	net.wake_fd = job->wake_fd;
	job->net = net_new(&net, err);
	free(book);
	free(cookies);
	return job->net != NULL;
}

bool task_start(struct job *job, struct task *task,
    const struct task_request *request, struct error *err)
{
	struct job_rules rules;

	if (url_is_file(task->url)) {
		task_list_add(&job->files, task);
		return true;
	}
	if (!open_net(job, err)) {
		task_free(task);
		return false;
	}
	rules = task_rules(job, task->source_url, task->url);
	task_list_add(&job->asked, task);
	net_start(job->net, &(struct net_request){.id = task_id(task),
	    .url = task->url, .etag = request->etag,
	    .last_modified = request->last_modified,
	    .accept = request->accept, .body_most = request->most,
	    .named_url = url_is_web(task->source_url) ? task->source_url
	                                              : NULL,
	    .manner = &rules.manner,
	    .is_page = request->is_page, .is_urgent = request->is_urgent,
	    .is_first = request->is_first});
	return true;
}

/* --- ending ------------------------------------------------------------ */

bool task_is_unreachable(const struct net_response *response)
{
	return response->status == 0 &&
	    (response->error.code == ERROR_NET_HOST ||
	        response->error.code == ERROR_NET_CONNECT ||
	        response->error.code == ERROR_NET_TIMEOUT ||
	        (response->error.code == ERROR_NET_PROXY &&
	            response->error.number == 0));
}

void task_done(struct job *job, struct task *task, enum job_note note,
    int64_t id, const struct error *error)
{
	if (task->result != NULL) {
		task->result->is_done = true;
		task->result->error = *error;
		task->result->id = id;
	}
	if (job->note != NULL && task->kind != TASK_DOCUMENT)
		job->note(job->ctx, note, id, error, &job->progress);
	task_free(task);
}

/* Whether an answer came from the open network, and not from this house. */
static void note_reached(struct job *job, const struct task *task,
    const struct net_response *response)
{
	struct str host;

	if (response->status == 0)
		return;
	str_init(&host);
	url_host(&host, task->url);
	if (!address_host_is_private(host.data))
		job->is_reached = true;
	str_release(&host);
}

/* The reader knows better what a source is written in than it does. */
static void set_charset(const struct job *job, const struct task *task,
    struct net_response *response)
{
	const char *charset = task_rules(job, task->source_url, task->url)
	                          .charset;
	const char *old = response->content_type;
	struct str type;

	if (charset == NULL || url_is_file(task->url))
		return;
	str_init(&type);
	str_addf(&type, "%.*s; charset=%s",
	    old == NULL ? 0 : (int)strcspn(old, ";"), old == NULL ? "" : old,
	    charset);
	free(response->content_type);
	response->content_type = str_detach(&type);
}

static bool end_task(struct job *job, struct task *task,
    struct net_response *response, struct error *err)
{
	bool is_good = true;

	note_reached(job, task, response);
	set_charset(job, task, response);
	switch (task->kind) {
	case TASK_SOURCE:
		source_end(job, task, response);
		break;
	case TASK_PAGE:
		is_good = page_end(job, task, response, err);
		break;
	case TASK_LINK:
		is_good = link_end(job, task, response, err);
		break;
	case TASK_ROBOTS:
		is_good = robots_end(job, task, response, err);
		break;
	case TASK_PICTURE:
		is_good = picture_end(job, task, response, err);
		break;
	case TASK_DOCUMENT:
		task->result->response = *response;
		*response = (struct net_response){0};
		str_init(&response->body);
		task_done(job, task, JOB_NOTE_SOURCE, 0,
		    &task->result->response.error);
		break;
	}
	net_response_release(response);
	source_settle(job);
	return is_good && booking_store(job, false, err);
}

/* A file of the reader's own, as if the network had brought it. */
static bool end_file(struct job *job, struct task *task, struct error *err)
{
	size_t most = task->kind == TASK_PAGE || task->kind == TASK_LINK
	    ? job->options->page_bytes_most
	    : task->kind == TASK_PICTURE
	    ? job->options->picture_bytes_most
	    : job->options->feed_bytes_most;
	struct net_response response = {.id = task_id(task)};
	const char *url = task->url;

	str_init(&response.body);
	response.is_ok = folder_read(task->source_url, &url, most,
	    &response.body, &task->arena, &response.error);
	response.url = mem_dup(url);
	return end_task(job, task, &response, err);
}

/* What is left is asked by another process; it is looked at again soon. */
static bool wait_for_others(struct job *job, int timeout_ms)
{
	struct pollfd wake = {.fd = job->wake_fd, .events = POLLIN};

	if (job->waiting.first != NULL)
		poll(&wake, 1, hosts_wait(job, timeout_ms));
	return true;
}

bool job_step(struct job *job, int timeout_ms, struct error *err)
{
	struct task *task = task_list_take(&job->files);
	struct net_response response;
	double start;
	bool is_there;

	if (task != NULL)
		return end_file(job, task, err);
	if (!hosts_begin(job, err))
		return false;
	if (job->net == NULL || net_pending(job->net) == 0) {
		source_settle(job);
		return booking_store(job, true, err) &&
		    wait_for_others(job, timeout_ms);
	}
	start = task_cpu();
	is_there = net_wait(job->net,
	    hosts_wait(job, booking_wait(job, timeout_ms)), &response);
	job->progress.cpu_fetch += task_cpu() - start;
	if (!is_there)
		return booking_store(job, false, err);
	task = (struct task *)(intptr_t)response.id;
	task_list_remove(&job->asked, task);
	return end_task(job, task, &response, err);
}

/* Pages that were claimed and are not come to are free for the next run. */
static bool release_pages(struct job *job, struct error *err)
{
	const struct task_list *const lists[] = {&job->parked, &job->asked,
	    &job->files};
	int64_t *ids = mem_alloc_zero(job_pending(job), sizeof(*ids));
	size_t count = 0;
	bool is_good;

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		for (const struct task *task = lists[i]->first; task != NULL;
		     task = task->next)
			if (task->kind == TASK_PAGE)
				ids[count++] = task->page.page_id;
	is_good = store_release_pages(job->store, ids, count, err);
	free(ids);
	return is_good;
}

/* What the network does not know of ends as if it had been stopped there. */
static bool stop_list(struct job *job, struct task_list *list,
    struct error *err)
{
	struct task *task;
	bool is_good = true;

	while (is_good && (task = task_list_take(list)) != NULL) {
		struct net_response response = {.id = task_id(task)};

		str_init(&response.body);
		error_set(&response.error, ERROR_NET_STOPPED, task->url, 0);
		is_good = end_task(job, task, &response, err);
	}
	return is_good;
}

bool job_stop(struct job *job, struct error *err)
{
	bool is_good = release_pages(job, err) &&
	    stop_list(job, &job->waiting, err) &&
	    stop_list(job, &job->parked, err) &&
	    stop_list(job, &job->files, err);

	if (job->net != NULL)
		net_stop(job->net);
	while (is_good && job->asked.first != NULL)
		is_good = job_step(job, 0, err);
	source_settle(job);
	return is_good && booking_store(job, true, err);
}

static bool is_stopped(const struct job *job)
{
	return job->is_stopped != NULL && job->is_stopped(job->ctx);
}

/* One step of one who waits, with the question whether to go on. */
bool task_wait_step(struct job *job, struct error *err)
{
	if (is_stopped(job))
		return job_stop(job, err);
	return job_step(job, STEP_MS, err);
}

bool task_wait(struct job *job, struct task_result *result,
    struct error *err)
{
	while (!result->is_done)
		if (!task_wait_step(job, err))
			return false;
	return true;
}

bool task_read(struct job *job, const char *url, const char *source_url,
    struct task_result *result, struct error *err)
{
	struct task *task = task_new(TASK_DOCUMENT);

	*result = (struct task_result){0};
	str_init(&result->response.body);
	task->url = arena_dup(&task->arena, url);
	task->source_url = arena_dup(&task->arena, source_url);
	task->result = result;
	return task_start(job, task,
	           &(struct task_request){.accept = task_accept_feed,
	               .most = job->options->feed_bytes_most,
	               .is_urgent = true},
	           err) &&
	    task_wait(job, result, err);
}

/* --- jobs -------------------------------------------------------------- */

struct job_options job_options_default(void)
{
	struct net_options net = net_options_default();

	return (struct job_options){
	    .connections_most = net.connections_most,
	    .feed_bytes_most = 32 * 1024 * 1024,
	    .page_bytes_most = 8 * 1024 * 1024,
	    .picture_bytes_most = 8 * 1024 * 1024,
	    .items_most = 20000,
	    .raw_bytes_most = (size_t)512 << 20,
	    .rules = {.connections_per_host = net.connections_per_host,
	        .page_pause_ms = net.page_pause_ms,
	        .manner = {.connect_ms = net.connect_ms,
	            .first_byte_ms = net.first_byte_ms,
	            .stall_ms = net.stall_ms,
	            .total_ms = net.total_ms},
	        .interval_seconds = 30 * 60,
	        .ceiling_seconds = 24 * 60 * 60,
	        .pages_per_day = 1000,
	        .has_robots = true,
	        .has_pages = true},
	};
}

void job_init(struct job *job, const struct job_options *options,
    struct store *store)
{
	*job = (struct job){.options = options, .store = store,
	    .wake_fd = -1, .group_items = GROUP_ITEMS};
}

void job_release(struct job *job)
{
	struct task_list *const lists[] = {&job->waiting, &job->parked,
	    &job->asked, &job->files, &job->held, &job->ready, &job->booked};
	struct task *task;

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		while ((task = task_list_take(lists[i])) != NULL)
			task_free(task);
	hosts_free(job);
	net_free(job->net);
	job->net = NULL;
	counting_free(job->counting);
	job->counting = NULL;
	store_end_purge(job->purge);
	job->purge = NULL;
	older_forget(job);
}

bool job_refresh(struct job *job, const int64_t *ids, size_t count,
    bool is_due, struct job_progress *progress, struct error *err)
{
	bool is_good = job_start_refresh(job, ids, count, is_due, err);

	while (is_good && job_has_sources(job))
		is_good = task_wait_step(job, err);
	*progress = job->progress;
	return is_good;
}

bool job_fetch_pages(struct job *job, size_t most,
    struct job_progress *progress, struct error *err)
{
	size_t started, all = 0;
	bool is_good = true;

	do {
		started = 0;
		if ((most == 0 || all < most) && !is_stopped(job))
			is_good = job_start_pages(job,
			    most == 0 ? 0 : most - all, &started, err);
		all += started;
		if (is_good && job_pending(job) > 0)
			is_good = task_wait_step(job, err);
	} while (is_good && (started > 0 || job_pending(job) > 0));
	*progress = job->progress;
	return is_good;
}
