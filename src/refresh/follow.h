/*
 * Role: what the background thread searches for at the reader's wish, step
 * by step, several things side by side: addresses, a province's outlets,
 * what a site has to choose from, older pages of a list. Posts their events.
 * Inside the room only. Thread: the background's.
 */
#ifndef REFRESH_FOLLOW_H
#define REFRESH_FOLLOW_H

#include "base/queue.h"
#include "refresh/refresh.h"

struct seeking;

struct follow {
	struct job *job;
	struct queue *events;
	struct seeking *first;
	/* a source is followed: it is to be asked */
	void (*ask)(void *ctx, int64_t source_id);
	/* new articles came: their pages are wanted */
	void (*want_pages)(void *ctx);
	void *ctx;
};

/* Take in a file that lists subscriptions. */
void follow_list(struct follow *follow, const char *path);

/* Each false only if the store failed. */
MUST_CHECK bool follow_address(struct follow *follow, const char *text,
    struct error *err);
MUST_CHECK bool follow_province(struct follow *follow, const char *name,
    struct error *err);
/* The offers at these places; province and tags are that source's. */
MUST_CHECK bool follow_offers(struct follow *follow, int64_t source_id,
    const char *places, struct error *err);
/* What the site of an address, or (NULL) of a source, has. */
MUST_CHECK bool follow_offer(struct follow *follow, const char *text,
    int64_t source_id, struct error *err);
MUST_CHECK bool follow_older(struct follow *follow, int64_t source_id,
    struct error *err);

MUST_CHECK bool follow_go_on(struct follow *follow, struct error *err);
void follow_end(struct follow *follow); /* once its requests are dropped */

#endif
