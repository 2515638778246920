/*
 * Role: the hosts that are asked: which process may ask one for sources, how
 * long it wished to be left alone, what it lets a crawler fetch. Inside the
 * room only. Thread: the job's.
 */
#ifndef REFRESH_HOSTS_H
#define REFRESH_HOSTS_H

#include "refresh/task.h"

struct host {
	struct host *next;
	char *name;     /* as in store.h */
	size_t waiting; /* sources that are not begun yet */
	size_t active;  /* sources that are, and not stored */
	bool is_claimed;
	int64_t taken_since; /* by another, while some wait; 0: it was not */
	bool is_read; /* what follows is the store's */
	int64_t day;
	struct store_host kept;
	bool is_wait_new; /* to be stored */
	int64_t new_pages;
	struct store_robots robots; /* asked 0: not known */
	char *robots_text;          /* its text */
	bool is_asking;             /* for robots.txt */
};

/* The host of an address; NULL: a file's. Made when first met. */
struct host *host_find(struct job *job, const char *url);
void hosts_free(struct job *job);

/* What the store knows of it, read once a day. */
MUST_CHECK bool host_read(struct job *job, struct host *host,
    struct error *err);

/* A server asked to be left alone until then. */
void host_set_wait(struct host *host, int64_t until);

/*
 * Begin those waiting sources whose hosts no other process asks. One that
 * was asked by another in the meantime is done. Tried anew each 250 ms.
 */
MUST_CHECK bool hosts_begin(struct job *job, struct error *err);
int hosts_wait(const struct job *job, int most); /* milliseconds until then */

/*
 * Within the group that stores tries: what servers wished, and the claims of
 * hosts that have nothing left.
 */
MUST_CHECK bool hosts_save(struct job *job, struct error *err);
bool hosts_are_idle(const struct job *job); /* and claimed, some of them */

/* Begin a source's request; false: no network, and the task is freed. */
MUST_CHECK bool source_begin(struct job *job, struct task *task,
    struct error *err);

/* --- pages, crawl.c -------------------------------------------------------- */

/*
 * Begin a page that nobody waits for, if its host allows it: at once, when
 * robots.txt is there, or not (*dropped: never; else another day). The task
 * is theirs.
 */
MUST_CHECK bool crawl_start(struct job *job, struct task *task,
    bool *is_started, bool *is_dropped, struct error *err);
MUST_CHECK bool crawl_save(struct job *job, struct error *err);
MUST_CHECK bool robots_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err);

#endif
