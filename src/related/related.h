/*
 * Role: what makes two articles alike: syllables, pairs of syllables side by
 * side, and names. Pure functions on arrays; the caller loads and saves.
 * Thread: any.
 *
 * Scores are BM25 (Robertson and Zaragoza 2009) over these terms, looked at
 * from among the candidates: one that is near to all its neighbours is near to
 * this article for no reason of its own (local scaling, Zelnik-Manor and
 * Perona 2004).
 */
#ifndef RELATED_RELATED_H
#define RELATED_RELATED_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	RELATED_LISTED_MOST = 96, /* terms by which an article is found */
	RELATED_SHARED_MOST = 12, /* of a result */
};

enum related_kind {
	TERM_SYLLABLE,
	TERM_PAIR,    /* two side by side, nothing but blanks between */
	TERM_CAPITAL, /* a capital within a sentence: part of a name */
};

struct related_term {
	uint32_t exact;  /* hash of it with its marks: what is scored */
	uint32_t folded; /* the same without: how it is found */
	float weight;    /* how often, title and lead heavier */
	float idf;       /* what it tells; related_weigh */
	uint32_t start, len; /* bytes of it in related_text.text */
	uint8_t kind;
	bool is_name;     /* all its syllables are capitals */
	bool is_in_title;
};

/* An article as its terms, each once, in order of their first place. */
struct related_text {
	struct related_term *terms;
	size_t count;
	float length;     /* syllables, weighted */
	bool is_unmarked; /* written without marks: it is scored folded */
	const char *text; /* in NFC: title, line, body */
};

/* text may begin with what lead says. Borrows nothing. */
void related_read(const char *title, const char *text, struct arena *arena,
    struct related_text *out);

/* What terms tell, by the articles that have them; all 0 at first. */
enum { RELATED_IDFS = 1024 };
struct related_idf {
	int64_t documents; /* in all */
	struct {
		uint32_t holders; /* and 1 */
		float idf;
	} known[RELATED_IDFS];
};

float related_idf_of(uint32_t holders, int64_t documents);

/* Give each term its idf. holders: in how many articles each is. */
void related_weigh(struct related_text *text, const uint32_t *holders,
    struct related_idf *idf);

/* What a term tells where a few stand for an article. */
float related_worth(const struct related_term *term);

/*
 * The places of the terms that tell most, best first, at most most; of those
 * that no other article has only some, names and words of the title. Weighed.
 */
size_t related_pick(const struct related_text *text, const uint32_t *holders,
    size_t most, struct arena *arena, size_t **places);

struct related_candidate {
	const struct related_text *text; /* weighed */
	int64_t source_id, page_id, published; /* page_id 0: none */
	bool is_near; /* of the same province */
};

struct related_result {
	size_t candidate; /* place in what was given */
	double score;     /* 0 to 1 */
	uint32_t shared[RELATED_SHARED_MOST]; /* places in the article's terms */
	size_t shared_count; /* pairs and names that tell most first */
};

/*
 * Rank candidates of so many documents against an article, weighed as well;
 * those that share too little left out; best first.
 */
size_t related_rank(const struct related_candidate *article,
    const struct related_candidate *candidates, size_t count,
    int64_t documents, struct arena *arena, struct related_result **results);

/*
 * Whether both tell the same news: titles and texts say largely the same.
 * Rather no than a wrong yes. Both weighed.
 */
bool related_tells_same(const struct related_text *a,
    const struct related_text *b, struct arena *arena);

/* Whether it is near enough to be told with one of that story at all. */
bool related_fits_story(const struct related_text *a,
    const struct related_text *b, struct arena *arena);

/*
 * Phrases in which b says what a does not, best first, at most three, joined
 * by commas; "" if there is nothing worth naming.
 */
char *related_differs(const struct related_text *a,
    const struct related_text *b, struct arena *arena);

/* "sông Lệ Khê, cầu Bến Sỏi": what is shared, in the article's words. */
char *related_reason(const struct related_text *text, const uint32_t *places,
    size_t count, struct arena *arena);

#endif
