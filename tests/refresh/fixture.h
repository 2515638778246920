/*
 * Role: what the tests of this room share: a cache and a portal of their
 * own, in a temporary folder and on loopback. Thread: one.
 */
#ifndef TESTS_REFRESH_FIXTURE_H
#define TESTS_REFRESH_FIXTURE_H

#include "base/arena.h"
#include "refresh/job.h"
#include "support/server.h"

enum { NOW = 1795309200 }; /* 2026-11-22 08:00 in Vietnam */

struct fixture {
	struct server *server;
	struct store *store;
	struct job_options options;
	struct job job;
	struct job_progress progress;
	struct arena arena;
	char path[4096]; /* of the cache */
	/* what note told last, and how often */
	int notes;
	struct error noted;
	int64_t noted_id;
};

void fixture_init(struct fixture *fixture, const char *name);
void fixture_release(struct fixture *fixture);

/* A feed of items; each is "guid|title|link|day|summary", empty parts left
 * out; day: 21 is 21 November 2026. In the arena. */
const char *fixture_feed(struct fixture *fixture, const char *title,
    const char *const *items, size_t count);

/* A web page of an article with a body of three paragraphs. */
const char *fixture_page(struct fixture *fixture, const char *title,
    const char *text, const char *links);

/* Let the server answer so; type NULL: a feed. */
void fixture_serve(struct fixture *fixture, const char *path,
    const char *type, const char *body);

/* Follow an address as it stands; its id. */
int64_t fixture_follow(struct fixture *fixture, const char *url);

/* Refresh one source or (0) all; the progress. */
void fixture_refresh(struct fixture *fixture, int64_t id, bool is_due);

struct source fixture_source(struct fixture *fixture, int64_t id);
size_t fixture_count_sources(struct fixture *fixture);

/* Rows newest first; their count. */
size_t fixture_rows(struct fixture *fixture, int64_t source_id,
    struct article_row **rows);

/* Write a file below the test's folder; its path, in the arena. */
const char *fixture_put(struct fixture *fixture, const char *name,
    const char *text);

#endif
