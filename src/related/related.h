/*
 * Role: what makes two articles alike: folded pairs of adjacent syllables.
 * Pure functions on arrays; the caller loads and saves. Thread: any.
 */
#ifndef RELATED_RELATED_H
#define RELATED_RELATED_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

enum { RELATED_TERMS_MOST = 96, RELATED_SHARED_MOST = 8 };

/* A pair of syllables, as a hash, with its weight in this article. */
struct related_term {
	uint32_t term;
	float weight; /* tf, title and names heavier; the caller adds idf */
	const char *text; /* in its marks, for the reason; or NULL */
};

/*
 * The pairs of an article, each once, heaviest first, all of them (the
 * caller picks by document frequency). Pairs cross no punctuation; pairs of
 * stop words are left out.
 */
size_t related_find_terms(const char *title, const char *text, size_t len,
    struct arena *arena, struct related_term **terms);

/* How many articles hold a term, of how many in all. */
struct related_frequency {
	uint32_t term;
	uint32_t documents;
};

/*
 * Multiply the weights by idf and keep the RELATED_TERMS_MOST best, those in
 * fewer than 2 or more than a fifth of all (at 50 articles and more) left
 * out; terms is reordered, heaviest first. frequencies are sorted by term.
 * Returns how many are kept.
 */
size_t related_pick_terms(struct related_term *terms, size_t count,
    const struct related_frequency *frequencies, size_t frequency_count,
    size_t documents);

struct related_candidate {
	int64_t article_id;
	const struct related_term *terms; /* weighted, any order */
	size_t term_count;
	int64_t published;
};

struct related_result {
	int64_t article_id;
	double score;         /* 0 to 1 */
	uint32_t shared[RELATED_SHARED_MOST]; /* the heaviest shared terms */
	size_t shared_count;
};

/*
 * Rank candidates against one article's terms: cosine, damped by the days
 * between them; under the threshold left out; best first.
 */
size_t related_rank(const struct related_term *terms, size_t term_count,
    int64_t published, const struct related_candidate *candidates,
    size_t candidate_count, struct arena *arena,
    struct related_result **results);

#endif
