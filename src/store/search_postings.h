/*
 * Role: the lists of the index of words, read as FTS5 keeps them: which docs
 * hold a word, and where in them it stands. FTS5's own walk of them cannot be
 * broken off and taken up again, and for each doc it asks the list of each of
 * a word's forms; here whole leaves are read into arrays, from the newest doc
 * down, and no more of them than somebody asks for. How they lie in the file
 * (SQLite's fts5_index.c tells it) is fixed: old caches must stay readable.
 * Thread: the handle's.
 */
#ifndef STORE_SEARCH_POSTINGS_H
#define STORE_SEARCH_POSTINGS_H

#include "store/internal.h"

/* A part of the index that was written at once, or merged of such. */
struct segment {
	int64_t id;
	int64_t first, last; /* leaves */
};
struct segment_list {
	struct segment *rows; /* the newest first; freed by the caller */
	size_t count, cap;
};
MUST_CHECK bool segments_read(struct store *store, struct segment_list *list,
    struct error *err);

/*
 * The lists of some words, which ascend by their bytes, in one segment: of
 * each its posting, NULL: it has none there. They are good for as long as the
 * index does not change.
 */
struct posting;
MUST_CHECK bool postings_open(struct store *store,
    const struct segment *segment, char *const *words, size_t count,
    struct posting **postings, struct error *err);
void posting_free(struct posting *posting);

/* About how long it is. */
size_t posting_bytes(const struct posting *posting);

/* Begin at its newest doc again; else docs are asked for from high to low. */
void posting_rewind(struct posting *posting);

/* Its highest doc below a bound; -1: there is none. */
MUST_CHECK bool posting_find_below(struct store *store,
    struct posting *posting, int64_t below, int64_t *doc,
    struct error *err);

/* Docs from low on, a bit each. */
enum { SPAN_MOST = 16384 };
struct doc_set {
	int64_t low;
	size_t span; /* at most SPAN_MOST */
	uint64_t bits[SPAN_MOST / 64];
};

/*
 * Of the docs asked for, set in found those that it holds, and in gone those
 * whose word was taken out of an older segment: found there, they do not
 * count. So a word's segments are asked from the newest on, with one gone.
 */
MUST_CHECK bool posting_mark(struct store *store, struct posting *posting,
    const struct doc_set *asked, struct doc_set *found, struct doc_set *gone,
    struct error *err);

/*
 * Entries of lists for some docs of a window, each doc's in a chain: those of
 * a form one after the other, a newer segment's first. Good until a lower
 * window is asked for.
 */
struct posting_ref {
	const struct posting *posting;
	const struct leaf *leaf;
	uint32_t next; /* 1 + its number; 0: the last */
	uint16_t entry, form;
};
struct posting_refs {
	struct posting_ref *rows;
	size_t count, cap;
	uint32_t *heads; /* by the docs' numbers, likewise */
	size_t head_count, head_cap;
};
/* Numbers of docs, by their bits. */
struct doc_numbers {
	uint16_t numbers[SPAN_MOST];
	size_t count;
};
void doc_numbers_set(struct doc_numbers *numbers, const struct doc_set *docs);

void posting_refs_begin(struct posting_refs *refs, size_t docs);
void posting_refs_release(struct posting_refs *refs);
/* Each is put before those that are in. */
void posting_collect(const struct posting *posting, size_t form,
    const struct doc_set *docs, const struct doc_numbers *numbers,
    struct posting_refs *refs);

/*
 * Where the word stands there, read by places_next. *is_gone: nowhere, and in
 * older segments neither.
 */
struct places {
	const unsigned char *at, *end;
	bool is_title;
	int64_t last;
};
MUST_CHECK bool posting_read(struct store *store,
    const struct posting_ref *ref, struct places *places, bool *is_gone,
    struct error *err);
bool places_next(struct places *places, bool *is_title, uint32_t *place);

#endif
