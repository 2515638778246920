/*
 * Role: a query's words by their lists in the index, and whether a doc meets
 * what was typed: words together, near each other, or apart. Private to the
 * walk (search_walk.c). Thread: the handle's.
 */
#ifndef STORE_SEARCH_HIT_H
#define STORE_SEARCH_HIT_H

#include "store/search_internal.h"
#include "store/search_postings.h"

/* --- words ------------------------------------------------------------------- */

/* One word: typed with marks it is one form, else all that are known. */
struct walk_word;
struct walk_word *walk_word_new(const struct search_word *word,
    bool is_completed, const struct search_forms *forms);
void walk_word_free(struct walk_word *word);
void walk_word_close(struct walk_word *word); /* to be opened anew */
bool walk_word_is(const struct walk_word *word,
    const struct search_word *asked, bool is_completed);

/* Open its lists; *is_open false: there was no time for all of it. */
MUST_CHECK bool walk_word_open(struct store *store, struct walk_word *word,
    const struct segment_list *segments, int64_t deadline, bool *is_open,
    struct error *err);

size_t walk_word_forms(const struct walk_word *word);
size_t walk_word_bytes(const struct walk_word *word); /* of its lists */
void walk_word_rewind(struct walk_word *word);
MUST_CHECK bool walk_word_find_below(struct store *store,
    struct walk_word *word, int64_t below, int64_t *doc, struct error *err);

/* Keep in docs only those that hold it; *is_any: some are left. */
MUST_CHECK bool walk_word_keep(struct store *store, struct walk_word *word,
    struct doc_set *docs, bool *is_any, struct error *err);

/* Gather what unit_look reads, for the docs of a window that may be hits. */
void walk_word_collect(struct walk_word *word, const struct doc_set *docs,
    const struct doc_numbers *numbers);

/* Bits of a set are looked at from the highest down. */
bool doc_set_last(const struct doc_set *set, int64_t below, int64_t *doc);

/* One phrase's hits in one doc, and what they are worth. */
struct hit_rate {
	int in_body, in_title;
	double rate;
};
void rate_hit(struct hit_rate *rate, bool is_in_title, int at);

/* --- units ------------------------------------------------------------------- */

/* Words that were typed together; or one. */
struct walk_unit {
	bool is_loose; /* they may stand apart */
	struct walk_word **words;
	size_t count;
};

/* Add the pairs of words side by side that a doc of the unit has to have. */
enum { PAIRS_MOST = 2 * SEARCH_WORDS_MOST };
size_t unit_add_pairs(const struct walk_unit *unit,
    struct pair pairs[PAIRS_MOST], size_t count);

/* What is kept between docs, so that it is not allocated for each. */
struct hit_memory {
	struct hit_text {
		struct hit_token {
			uint64_t exact, folded; /* hashes */
			uint32_t place;
		} *tokens;
		size_t count, cap;
		bool is_set; /* words are looked for in it, not in lists */
	} text;
	struct hit_places {
		uint32_t *at;
		size_t count, cap, next;
	} places[SEARCH_WORDS_MOST];
};
void hit_memory_release(struct hit_memory *memory);

/* Look at an article's text from now on; *found false: it is gone. */
MUST_CHECK bool hit_read_text(struct store *store, int64_t article_id,
    struct hit_memory *memory, bool *found, struct error *err);

/* How a doc meets a unit. */
struct unit_hit {
	bool is_met, is_together, is_near, is_in_title;
	double rate;
};

/*
 * Look at a doc that holds all words of a unit; number: its own among those
 * that words were collected of.
 */
MUST_CHECK bool unit_look(struct store *store, const struct walk_unit *unit,
    size_t number, struct hit_memory *memory, struct unit_hit *hit,
    struct error *err);

#endif
