/*
 * Role: what is under way: one task a source, page, link or document that is
 * asked for. Inside the room only. Thread: the job's.
 */
#ifndef REFRESH_TASK_H
#define REFRESH_TASK_H

#include "refresh/job.h"

enum task_kind { TASK_SOURCE, TASK_PAGE, TASK_LINK, TASK_DOCUMENT };

/* Where one who waits for a task finds what came of it. */
struct task_result {
	bool is_done;
	struct error error;
	int64_t id;                   /* of the article, for a link */
	struct net_response response; /* for a document; to release */
};

struct task {
	struct task *next;
	int64_t id;
	enum task_kind kind;
	struct arena arena;
	const char *url;
	const char *source_url; /* whose it is: root of files, own host */
	struct source source;   /* TASK_SOURCE; id and url for the others */
	struct page_job page;   /* TASK_PAGE */
	int64_t article_id;     /* TASK_PAGE, TASK_LINK: asked from */
	const char *title;      /* TASK_LINK: the link's */
	struct error error;     /* while held */
	struct task_result *result; /* or NULL */
};

/* A new task, not yet queued. Its url and source_url are to be set. */
struct task *task_new(struct job *job, enum task_kind kind);
void task_free(struct task *task);

struct task_request {
	const char *etag, *last_modified, *accept;
	size_t most;
	bool is_page, is_urgent;
};

/*
 * Queue a task: for the network, or for a file of the reader's own. False
 * only if there can be no network at all; the task is freed then.
 */
MUST_CHECK bool task_start(struct job *job, struct task *task,
    const struct task_request *request, struct error *err);

/* The rules for an address that a source leads to, or is. */
struct job_rules task_rules(const struct job *job, const char *source_url,
    const char *url);

/* A queued task that is like this; or NULL. */
struct task *task_find_source(struct job *job, int64_t source_id);
struct task *task_find_page(struct job *job, int64_t page_id);

/* Go on until the result is there; false: the store failed. */
MUST_CHECK bool task_wait(struct job *job, struct task_result *result,
    struct error *err);

/* Tell note and the one who waits, and free the task. */
void task_done(struct job *job, struct task *task, enum job_note note,
    int64_t id, const struct error *error);

/* What the kinds do with what came; the task is theirs. */
MUST_CHECK bool source_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err);
MUST_CHECK bool page_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err);
MUST_CHECK bool link_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err);

/* After each end: what was held is judged when the refresh is over. */
MUST_CHECK bool source_settle(struct job *job, struct error *err);

/*
 * Read one document now; source_url is what the reader named, the same or
 * what led to it. The result's response is to be released. False: the store
 * failed.
 */
MUST_CHECK bool task_read(struct job *job, const char *url,
    const char *source_url, struct task_result *result, struct error *err);

/* No server was reached: it may be us. */
bool task_is_unreachable(const struct net_response *response);

/* CPU seconds of this thread, to measure a stage by. */
double task_cpu(void);

/* What a source may be, for servers that choose by it. */
extern const char task_accept_feed[], task_accept_page[];

#endif
