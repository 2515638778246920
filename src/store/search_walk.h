/*
 * Role: the walk over the index that finds what a query asks, from the newest
 * doc down, in windows: of each window the docs that have all words, rare
 * words first, then of these where the words stand. It can be broken off
 * between any two docs and goes on below. Thread: the handle's.
 */
#ifndef STORE_SEARCH_WALK_H
#define STORE_SEARCH_WALK_H

#include "store/search_internal.h"

struct walk;
/* All are borrowed, and outlive the walk. */
struct walk *walk_new(const struct search_query *query,
    const struct search_forms *forms);
void walk_free(struct walk *walk);

struct walk_pass {
	bool is_loose;     /* words typed together may stand apart */
	bool is_completed; /* the last word by its completions */
	bool is_rated;     /* else rates are 0, which is less work */
	size_t leaves_most; /* of the index, read; 0: any */
	int64_t from, below; /* docs */
};
/* Walk from the newest doc down again, for another kind of hit. */
void walk_begin(struct walk *walk, const struct walk_pass *pass);

struct walk_hit {
	int64_t doc;
	double rate;
	/* what was typed together is so, or near; all is in the title */
	bool is_together, is_near, is_in_title;
};
/* Takes a hit; *is_enough: no more are wanted. */
typedef bool walk_sink(void *ctx, const struct walk_hit *hit,
    bool *is_enough, struct error *err);

/*
 * Walk on until the deadline (clock_nanos; 0: none). *is_through: all hits
 * were taken, or enough, or as many leaves were read as may be; else it goes on where it was.
 */
MUST_CHECK bool walk_on(struct store *store, struct walk *walk,
    int64_t deadline, walk_sink *sink, void *ctx, bool *is_through,
    struct error *err);

/* Leaves of the index that this pass has read so far. */
size_t walk_leaves(const struct store *store, const struct walk *walk);

/* Whether the last walk_on came any further. */
bool walk_moved(const struct walk *walk);

#endif
