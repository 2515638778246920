/*
 * Role: articles as terms, weighed by the cache's own counts; what the steps
 * and the finding of related news share. Thread: the store's.
 */
#ifndef REFRESH_RELATE_H
#define REFRESH_RELATE_H

#include "related/related.h"
#include "store/store.h"

/* The cache's counts, and what they make terms tell. */
struct weighing {
	struct relate_counts counts;
	struct related_idf idf;
};
MUST_CHECK bool relate_begin(struct store *store, struct weighing *weighing,
    struct error *err);

/* An article's terms; how many articles each is in. */
struct weighed {
	struct related_text text;
	uint32_t *holders;
};

void relate_weigh(const struct relate_job *work,
    struct weighing *weighing, struct arena *arena,
    struct weighed *weighed);

/* Those of its terms by which it asks for others, heaviest first. */
size_t relate_want(const struct weighed *weighed, size_t most,
    struct arena *arena, struct relate_wanted **wanted);

/* What counting holds between steps; NULL is fine. */
struct counting;
void counting_free(struct counting *counting);

#endif
