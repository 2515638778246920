/*
 * Pages that nobody waits for: what a crawler fetches. robots.txt is asked
 * for once a day a host (RFC 9309), and a host gives so many pages a day.
 * What a reader opens is fetched as by a browser, without these.
 */
#include "base/clock.h"
#include "base/log.h"
#include "net/robots.h"
#include "refresh/hosts.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

enum {
	UNREACHED_SECONDS = 3600, /* then robots.txt is asked for again */
	SILENT_SECONDS = 300, /* it may have been our own line */
	ROBOTS_ASKED_MOST = 4 * 1024 * 1024,
};

enum crawl { CRAWL_NOW, CRAWL_LATER, CRAWL_NEVER, CRAWL_UNKNOWN };

/* The product token of our User-Agent. */
static const char token[] = "bantin";

static bool is_fresh(const struct store_robots *robots, int64_t now)
{
	int64_t age = now - robots->asked;
	int64_t most = robots->status == 0 ? SILENT_SECONDS
	    : robots_answer(robots->status) == ROBOTS_UNREACHED
	    ? UNREACHED_SECONDS
	    : ROBOTS_DAY;

	return robots->asked != 0 && age >= 0 && age < most;
}

static void keep_robots(struct host *host, const struct store_robots *robots)
{
	char *text = mem_dup_len(robots->text == NULL ? "" : robots->text,
	    robots->len);

	free(host->robots_text);
	host->robots = *robots;
	host->robots.text = host->robots_text = text;
}

static bool read_robots(struct job *job, struct host *host,
    struct error *err)
{
	struct store_robots robots;
	struct arena arena;
	bool is_read;

	if (is_fresh(&host->robots, clock_now()))
		return true;
	arena_init(&arena);
	is_read = store_read_robots(job->store, host->name, &arena, &robots,
	    err);
	if (is_read)
		keep_robots(host, &robots);
	arena_release(&arena);
	return is_read;
}

static enum crawl judge_robots(struct job *job, const struct host *host,
    const char *url)
{
	const struct store_robots *robots = &host->robots;
	struct robots_verdict verdict;

	if (!is_fresh(robots, clock_now()))
		return CRAWL_UNKNOWN;
	switch (robots_answer(robots->status)) {
	case ROBOTS_FREE:
		return CRAWL_NOW;
	case ROBOTS_UNREACHED:
		return CRAWL_LATER;
	case ROBOTS_READ:
		break;
	}
	verdict = robots_judge(robots->text, robots->len, token, url);
	if (verdict.pause_ms > 0 && job->net != NULL)
		net_set_page_pause(job->net, host->name, verdict.pause_ms);
	return verdict.is_allowed ? CRAWL_NOW : CRAWL_NEVER;
}

static enum crawl judge(struct job *job, const struct host *host,
    const struct task *task)
{
	struct job_rules rules = task_rules(job, task->source_url, task->url);

	if (!rules.has_pages)
		return CRAWL_NEVER;
	if (host == NULL)
		return CRAWL_NOW;
	if (host->kept.wait_until > clock_now() ||
	    host->kept.pages + host->new_pages >= rules.pages_per_day)
		return CRAWL_LATER;
	return rules.has_robots ? judge_robots(job, host, task->url)
	                        : CRAWL_NOW;
}

/* Scheme and authority of an address, and the one path of RFC 9309 2.3. */
static bool ask_robots(struct job *job, struct host *host,
    const struct task *page, struct error *err)
{
	struct task *task = task_new(TASK_ROBOTS);
	size_t scheme = (size_t)(strstr(page->url, "//") - page->url) + 2;
	size_t len = scheme + strcspn(page->url + scheme, "/?#");

	task->url = arena_printf(&task->arena, "%.*s/robots.txt", (int)len,
	    page->url);
	task->source_url = arena_dup(&task->arena, page->source_url);
	task->host = host;
	host->is_asking = true;
	return task_start(job, task,
	    &(struct task_request){.accept = "text/plain, */*;q=0.1",
	        .most = ROBOTS_ASKED_MOST},
	    err);
}

bool crawl_start(struct job *job, struct task *task, bool *is_started,
    bool *is_dropped, struct error *err)
{
	struct host *host = host_find(job, task->url);
	enum crawl crawl;

	*is_started = *is_dropped = false;
	if (host != NULL &&
	    (!host_read(job, host, err) || !read_robots(job, host, err))) {
		task_free(task);
		return false;
	}
	crawl = judge(job, host, task);
	if (crawl == CRAWL_UNKNOWN) {
		task->host = host;
		task->is_waiting = true;
		task_list_add(&job->parked, task);
		*is_started = true;
		return host->is_asking || ask_robots(job, host, task, err);
	}
	if (crawl != CRAWL_NOW) {
		*is_dropped = crawl == CRAWL_NEVER;
		task_free(task);
		return true;
	}
	if (host != NULL)
		host->new_pages++;
	*is_started = true;
	return task->kind == TASK_PICTURE
	    ? picture_begin(job, task, err)
	    : page_begin(job, task, false, err);
}

bool crawl_save(struct job *job, struct error *err)
{
	for (struct host *host = job->hosts; host != NULL; host = host->next) {
		if (host->new_pages == 0)
			continue;
		if (!store_add_host_pages(job->store, host->name, host->day,
		        host->new_pages, err))
			return false;
		host->kept.pages += host->new_pages;
		host->new_pages = 0;
	}
	return true;
}

/* What waited for the answer goes on, or not. */
static bool begin_parked(struct job *job, struct host *host,
    struct error *err)
{
	struct task *task = job->parked.first, *next;
	bool is_good = true, is_started, is_dropped;

	for (; is_good && task != NULL; task = next) {
		int64_t id = task->page.page_id;
		bool is_page = task->kind == TASK_PAGE;

		next = task->next;
		if (task->host != host)
			continue;
		task_list_remove(&job->parked, task);
		task->is_waiting = false;
		is_good = crawl_start(job, task, &is_started, &is_dropped,
		    err);
		if (is_good && is_dropped && is_page)
			is_good = store_drop_pages(job->store, &id, 1, err);
	}
	return is_good && crawl_save(job, err);
}

bool robots_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err)
{
	struct host *host = task->host;
	struct store_robots robots = {.asked = clock_now(),
	    .status = response->status};
	bool is_good = true;

	host->is_asking = false;
	if (response->error.code == ERROR_NET_STOPPED) {
		task_free(task);
		return true;
	}
	if (response->is_ok) {
		robots.text = response->body.data;
		robots.len = response->body.len > ROBOTS_BYTES_MOST
		    ? ROBOTS_BYTES_MOST
		    : response->body.len;
	}
	log_add("refresh", "%s: robots.txt %d, %zu bytes", host->name,
	    robots.status, robots.len);
	keep_robots(host, &robots);
	if (robots.status != 0)
		is_good = store_save_robots(job->store, host->name, &robots,
		    err);
	task_free(task);
	return is_good && begin_parked(job, host, err);
}
