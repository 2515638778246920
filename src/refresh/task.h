/*
 * Role: what is under way: one task a source, page, link or document that is
 * asked for. Inside the room only. Thread: the job's.
 */
#ifndef REFRESH_TASK_H
#define REFRESH_TASK_H

#include "news/feed.h"
#include "refresh/job.h"

enum task_kind {
	TASK_SOURCE,
	TASK_PAGE,
	TASK_LINK,
	TASK_DOCUMENT,
	TASK_ROBOTS,
	TASK_PICTURE,
};

/* Where one who waits for a task finds what came of it. */
struct task_result {
	bool is_done;
	struct error error;
	int64_t id;                   /* of the article, for a link */
	struct net_response response; /* for a document; to release */
};

/* What came of asking a source, until it is stored. */
struct tried {
	struct article_draft *drafts;
	size_t draft_count;
	bool has_drafts; /* it was read; there may be none */
	bool is_good;    /* not a failure: where it has moved to counts */
	const char *title; /* learnt from it; or NULL */
	enum source_kind kind;
	const char *moved_to; /* for good; or NULL */
	struct save_counts counts;
};

/* The pages of a split article so far, as page/extract joins them. */
struct page_parts {
	const char *url; /* of the first, where it was found */
	const char *data;
	size_t len;
	int count;
};

struct task {
	struct task *next, *previous;
	enum task_kind kind;
	struct arena arena;
	const char *url;
	const char *source_url; /* whose it is: root of files, own host */
	struct source source;   /* TASK_SOURCE; id and url for the others */
	struct page_job page;   /* TASK_PAGE */
	int64_t article_id;     /* TASK_PAGE, _LINK, _PICTURE: asked from */
	struct page_parts *parts; /* TASK_PAGE: those before this one; or NULL */
	const char *title;      /* TASK_LINK: the link's */
	struct error error;     /* while held */
	struct tried tried;     /* TASK_SOURCE: what is to be stored of it */
	struct task_result *result; /* or NULL */
	/* TASK_SOURCE, where it counts as waiting or active; TASK_ROBOTS */
	struct host *host;
	bool is_waiting, is_urgent, is_first;
	bool is_timed; /* TASK_SOURCE: asked since its time has come */
};

/* A new task, not yet queued. Its url and source_url are to be set. */
struct task *task_new(enum task_kind kind);
void task_free(struct task *task);

struct task_request {
	const char *etag, *last_modified, *accept;
	size_t most;
	bool is_page, is_urgent;
	bool is_first; /* before the other pages of its host */
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

/* By what the network calls it. */
int64_t task_id(const struct task *task);

void task_list_add(struct task_list *list, struct task *task);
void task_list_remove(struct task_list *list, struct task *task);
struct task *task_list_take(struct task_list *list); /* NULL: empty */

/* A queued task that is like this; or NULL. */
struct task *task_find_source(struct job *job, int64_t source_id);
struct task *task_find_page(struct job *job, int64_t page_id);

/* One step of one who waits; all is dropped if the job is to stop. */
MUST_CHECK bool task_wait_step(struct job *job, struct error *err);

/* Go on until the result is there; false: the store failed. */
MUST_CHECK bool task_wait(struct job *job, struct task_result *result,
    struct error *err);

/* Tell note and the one who waits, and free the task. */
void task_done(struct job *job, struct task *task, enum job_note note,
    int64_t id, const struct error *error);

/* What the kinds do with what came; the task is theirs. */
void source_end(struct job *job, struct task *task,
    struct net_response *response);
/* Begin a page's request; false: no network, and the task is freed. */
MUST_CHECK bool page_begin(struct job *job, struct task *task,
    bool is_urgent, struct error *err);
MUST_CHECK bool page_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err);
MUST_CHECK bool link_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err);

/*
 * Book a try of a source; the task is theirs. It is stored with others, in
 * one transaction: what was read within some 100 ms, what brought nothing
 * within a second. error: of a failure.
 */
void booking_add_failure(struct job *job, struct task *task,
    const struct net_response *response, const struct error *error);
void booking_add_unchanged(struct job *job, struct task *task,
    const struct net_response *response);
void booking_add_feed(struct job *job, struct task *task,
    const struct net_response *response, const struct feed *feed,
    enum source_kind kind, uint64_t hash);

/* Store what has waited long enough, or (is_all) everything; note it. */
MUST_CHECK bool booking_store(struct job *job, bool is_all,
    struct error *err);

/* Milliseconds until something must be stored, at most most. */
int booking_wait(const struct job *job, int most);

MUST_CHECK bool picture_begin(struct job *job, struct task *task,
    struct error *err);
MUST_CHECK bool picture_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err);

/* After each end: what was held is judged when the refresh is over. */
void source_settle(struct job *job);

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
