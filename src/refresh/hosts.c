#include "refresh/hosts.h"

#include "base/clock.h"
#include "base/log.h"
#include "refresh/due.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	CLAIMED_MOST = 128, /* hosts at once; the rest is for others */
	RETRY_MS = 250,
	RENEW_MS = 30 * 1000,
	DAY = 86400,
};

/* "host:port" of an address; the port only where it is unusual. */
static void add_name(struct str *out, const char *url)
{
	const char *authority = strstr(url, "//"), *port;
	size_t len;

	url_host(out, url);
	if (authority == NULL)
		return;
	authority += 2;
	len = strcspn(authority, "/?#");
	port = authority + len;
	while (port > authority && port[-1] >= '0' && port[-1] <= '9')
		port--;
	if (port == authority || port[-1] != ':' || port == authority + len)
		return;
	len -= (size_t)(port - authority);
	if ((len == 2 && strncmp(port, "80", 2) == 0) ||
	    (len == 3 && strncmp(port, "443", 3) == 0))
		return;
	str_add_char(out, ':');
	str_add_len(out, port, len);
}

struct host *host_find(struct job *job, const char *url)
{
	struct host *host = job->hosts;
	struct str name;

	if (!url_is_web(url))
		return NULL;
	str_init(&name);
	add_name(&name, url);
	while (host != NULL && strcmp(host->name, name.data) != 0)
		host = host->next;
	if (host == NULL) {
		host = mem_alloc_zero(1, sizeof(*host));
		host->name = mem_dup(name.data);
		host->next = job->hosts;
		job->hosts = host;
	}
	str_release(&name);
	return host;
}

void hosts_free(struct job *job)
{
	while (job->hosts != NULL) {
		struct host *host = job->hosts;

		job->hosts = host->next;
		free(host->robots_text);
		free(host->name);
		free(host);
	}
}

bool host_read(struct job *job, struct host *host, struct error *err)
{
	int64_t day = clock_now() / DAY;
	int64_t wait = host->kept.wait_until;

	if (host->is_read && host->day == day)
		return true;
	if (!store_read_host(job->store, host->name, day, &host->kept, err))
		return false;
	/* more than is ever kept: the clock was wrong then */
	if (host->kept.wait_until > clock_now() + DUE_WISH_MOST)
		host->kept.wait_until = 0;
	if (host->is_wait_new)
		host->kept.wait_until = wait;
	host->day = day;
	host->is_read = true;
	return true;
}

void host_set_wait(struct host *host, int64_t until)
{
	if (until <= host->kept.wait_until)
		return;
	host->kept.wait_until = until;
	host->is_wait_new = true;
}

/* --- claims ---------------------------------------------------------------- */

/* The hosts to claim, or to renew; their names point into them. */
static size_t list_hosts(const struct job *job, struct host **hosts,
    const char **names, bool is_renewal)
{
	size_t claimed = 0, count = 0;

	for (const struct host *host = job->hosts; host != NULL;
	     host = host->next)
		claimed += host->is_claimed;
	for (struct host *host = job->hosts; host != NULL; host = host->next) {
		if (is_renewal != host->is_claimed ||
		    (!is_renewal && host->waiting == 0))
			continue;
		if (!is_renewal && claimed + count >= CLAIMED_MOST)
			break;
		hosts[count] = host;
		names[count++] = host->name;
	}
	return count;
}

static bool claim_some(struct job *job, bool is_renewal, struct error *err)
{
	struct host **hosts;
	const char **names;
	int64_t *taken;
	struct arena arena;
	bool is_good;
	size_t count = 0;

	for (const struct host *host = job->hosts; host != NULL;
	     host = host->next)
		count++;
	arena_init(&arena);
	hosts = arena_array(&arena, count, sizeof(struct host *));
	names = arena_array(&arena, count, sizeof(char *));
	taken = arena_array(&arena, count, sizeof(int64_t));
	count = list_hosts(job, hosts, names, is_renewal);
	is_good = count == 0 ||
	    store_claim_hosts(job->store, names, count, (int64_t)getpid(),
	        clock_now(), taken, err);
	for (size_t i = 0; is_good && i < count; i++) {
		hosts[i]->is_claimed = taken[i] == 0;
		if (taken[i] != 0)
			hosts[i]->taken_since = taken[i];
		else
			is_good = host_read(job, hosts[i], err);
	}
	arena_release(&arena);
	return is_good;
}

static const struct source *find_source(const struct source *sources,
    size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (sources[i].id == id)
			return &sources[i];
	return NULL;
}

/*
 * Another process has asked it, or unfollowed it, since it was chosen; or a
 * little before, in the refresh that was under way then.
 */
static bool is_done_by_other(const struct task *task,
    const struct source *sources, size_t count, size_t *at)
{
	const struct source *source = &task->source, *now;

	/* both are in the same order */
	while (*at < count && sources[*at].id != source->id)
		(*at)++;
	now = *at < count ? &sources[*at]
	                  : find_source(sources, count, source->id);
	if (*at >= count)
		*at = 0;
	return now == NULL || now->asked != source->asked ||
	    (task->host->taken_since != 0 &&
	        now->last_attempt >= task->host->taken_since);
}

static void drop_done(struct job *job, struct task *task)
{
	struct error none = {0};

	task_list_remove(&job->waiting, task);
	job->progress.total--;
	task_done(job, task, JOB_NOTE_SOURCE, task->source.id, &none);
}

/* Its server asked to be left alone, and it is not asked again. */
static void book_wait(struct job *job, struct task *task, int64_t until)
{
	struct net_response response = {.retry_after = until};

	error_set(&response.error, ERROR_NET_WAIT, task->url, (long)until);
	booking_add_failure(job, task, &response, &response.error);
}

static bool begin_claimed(struct job *job, struct error *err)
{
	struct task *task = job->waiting.first, *next;
	int64_t now = clock_now();

	for (; task != NULL; task = next) {
		struct host *host = task->host;

		next = task->next;
		if (!host->is_claimed)
			continue;
		task_list_remove(&job->waiting, task);
		host->waiting--;
		host->active++;
		task->is_waiting = false;
		/* another source of it may be asked for by a reader */
		if (task->is_timed && host->kept.wait_until > now)
			book_wait(job, task, host->kept.wait_until);
		else if (!source_begin(job, task, err))
			return false;
	}
	return true;
}

/* In one transaction: claim, and see what others have done until then. */
static bool claim_and_drop(struct job *job, struct error *err)
{
	struct source *sources;
	struct arena arena;
	size_t count, at = 0;
	bool is_good;

	if (!store_begin_group(job->store, err))
		return false;
	arena_init(&arena);
	is_good = store_finish_group(job->store,
	    claim_some(job, false, err) &&
	        store_read_sources(job->store, &arena, &sources, &count,
	            err),
	    err);
	if (is_good) {
		struct task *task = job->waiting.first, *next;

		for (; task != NULL; task = next) {
			next = task->next;
			if (is_done_by_other(task, sources, count, &at))
				drop_done(job, task);
		}
	}
	arena_release(&arena);
	return is_good;
}

bool hosts_begin(struct job *job, struct error *err)
{
	int64_t now = clock_ticks();

	if (job->renew_at != 0 && now >= job->renew_at) {
		job->renew_at = now + RENEW_MS;
		if (!claim_some(job, true, err))
			return false;
	}
	if (job->waiting.first == NULL || now < job->claim_at)
		return true;
	job->claim_at = now + RETRY_MS;
	job->renew_at = now + RENEW_MS;
	return claim_and_drop(job, err) && begin_claimed(job, err);
}

int hosts_wait(const struct job *job, int most)
{
	int64_t left;

	if (job->waiting.first == NULL)
		return most;
	left = job->claim_at - clock_ticks();
	return left <= 0 ? 0 : left < most ? (int)left : most;
}

static bool is_idle(const struct host *host)
{
	return host->is_claimed && host->active == 0 && host->waiting == 0;
}

bool hosts_are_idle(const struct job *job)
{
	for (const struct host *host = job->hosts; host != NULL;
	     host = host->next)
		if (is_idle(host))
			return true;
	return false;
}

bool hosts_save(struct job *job, struct error *err)
{
	bool has_claims = false;

	for (struct host *host = job->hosts; host != NULL; host = host->next) {
		if (host->is_wait_new &&
		    !store_set_host_wait(job->store, host->name,
		        host->kept.wait_until, err))
			return false;
		host->is_wait_new = false;
		if (is_idle(host)) {
			host->is_claimed = false;
			if (!store_release_host(job->store, host->name,
			        (int64_t)getpid(), err))
				return false;
		}
		has_claims = has_claims || host->is_claimed;
	}
	if (!has_claims)
		job->renew_at = 0;
	return true;
}
