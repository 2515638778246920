/*
 * Role: the background thread: it takes requests, runs the jobs (job.h) and
 * posts events. Only ids and small values cross. Owns its store handle and
 * net. Thread: refresh_* below are called by the ui's thread.
 */
#ifndef REFRESH_REFRESH_H
#define REFRESH_REFRESH_H

#include "base/error.h"
#include "refresh/job.h"

#include <stdbool.h>
#include <stdint.h>

struct refresh;

enum request_kind {
	REQUEST_REFRESH_ALL,
	REQUEST_REFRESH_DUE,
	REQUEST_REFRESH_SOURCE, /* id: source */
	REQUEST_FETCH_PAGE,     /* id: article; even if it was tried before */
	REQUEST_FETCH_PICTURES, /* id: article; those not kept yet */
	REQUEST_FETCH_LINK,     /* id: article, number: of related_row */
	REQUEST_KEEP_ADDRESS,   /* text: an address, to be read later */
	REQUEST_ADD,            /* text: what a user typed, to follow */
	REQUEST_ADD_PROVINCE,   /* text: its name; its outlets of the catalogue */
	REQUEST_IMPORT,     /* text: a file that lists subscriptions */
	REQUEST_EXPORT,     /* text: a file to write; ".opml", or addresses */
	REQUEST_ADD_OFFERS, /* text: places of offers, "1 4"; id: source or 0 */
	REQUEST_OFFER,      /* id: source; what else its site has */
	REQUEST_OLDER,      /* id: source; the next page of its list */
	REQUEST_BUILD_TEXT,     /* id: article; it is_unbuilt and is read */
	REQUEST_SYNC,           /* make marks durable soon */
	REQUEST_STOP,           /* drop the transfers under way */
	REQUEST_QUIT,
};

struct request {
	enum request_kind kind;
	int64_t id;
	int number;
	char *text; /* the thread's to free; or NULL */
};

enum event_kind {
	EVENT_PROGRESS,       /* done of total sources, added, failed, bytes */
	EVENT_SOURCE_CHANGED, /* id: source; rows and counts are new */
	EVENT_PAGE_CHANGED,   /* id: article; its page came, or error says */
	EVENT_PICTURE_CHANGED, /* id: article; one came, or none is to come */
	EVENT_LINK_READY,     /* id: article that the link became (0: error) */
	/* id: article that an address became; or error, or (it waits) both */
	EVENT_ADDRESS_KEPT,
	/*
	 * id: source, added: how many are new; or error. total: of a list of
	 * subscriptions, how many it holds; failed: lines not understood.
	 */
	EVENT_ADDED,
	EVENT_EXPORTED, /* total: sources; or error */
	EVENT_OFFERED, /* total: offers of the site of source id; or error */
	EVENT_OLDER,   /* id: source, added; total 0: nothing is behind it */
	/*
	 * An outlet of a province is through: id: source, added, or error;
	 * done of total outlets. It is asked for news already.
	 */
	EVENT_OUTLET,
	EVENT_TEXT_READY,     /* id: article; the blocks of its feed's text */
	EVENT_RELATED_READY,  /* related rows of new articles can be asked */
	/*
	 * A refresh ended; counts as in PROGRESS. ERROR_NET_OFFLINE: nothing
	 * could be reached, and no source is blamed for it.
	 */
	EVENT_REFRESHED,
	EVENT_FAILED,         /* the store failed; error says */
};

struct event {
	enum event_kind kind;
	int64_t id;
	int done, total, added, failed;
	int64_t bytes;
	struct error error;
};

/*
 * Start the thread on a store file. wake_fd becomes readable when events
 * wait; the thread's signals are blocked. Network and TLS start with the
 * first request that needs them.
 */
struct refresh *refresh_start(const struct job_options *options,
    struct error *err);
int refresh_wake_fd(const struct refresh *refresh);
void refresh_post(struct refresh *refresh, const struct request *request);
bool refresh_next_event(struct refresh *refresh, struct event *event);
void refresh_stop(struct refresh *refresh); /* quits, waits, frees */

#endif
