/*
 * Role: what a reader types to search, understood. Any text is a query: what
 * is no filter, quote or sign is words. Pure. Thread: any.
 *
 *   lũ lụt          words typed together: as a phrase first, then near each
 *                   other, then anywhere
 *   "lũ quét"       just so
 *   -bão            without it
 *   lũ OR hạn       either
 *   nguồn:x  source:x     tỉnh:x  province:x     nhãn:x  tag:x
 *   từ:x  from:x          đến:x  to:x      a day, month, year; 3d, 2w
 *   chưa-đọc  unread      sao  starred
 *
 * Filters may be typed with or without marks. `sao` beside words that it
 * makes a word with (vì sao, sao vàng), or between words, is a word.
 */
#ifndef NEWS_SEARCH_H
#define NEWS_SEARCH_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SEARCH_BYTES_MOST = 1024, /* of a query; what is beyond is left out */
	SEARCH_WORDS_MOST = 24,
	SEARCH_FILTERS_MOST = 8, /* of each kind */
};

struct search_word {
	char *exact;    /* as text/words has it */
	bool has_marks; /* it meets just that form; else all forms */
};

struct search_phrase {
	struct search_word words[SEARCH_WORDS_MOST];
	size_t count;
	bool is_quoted;
};

/* Phrases that an article has to hold all of. */
struct search_clause {
	struct search_phrase *phrases;
	size_t count, cap;
};

struct search_query {
	struct search_clause *clauses; /* any of them will do */
	size_t count, cap;
	struct search_clause excluded; /* and none of these */
	size_t word_count;             /* of the clauses */
	/* folded, a blank for - and _ */
	char *sources[SEARCH_FILTERS_MOST];
	char *provinces[SEARCH_FILTERS_MOST];
	char *tags[SEARCH_FILTERS_MOST];
	size_t source_count, province_count, tag_count;
	int64_t from, to; /* seconds, both included; 0: any */
	bool is_unread_only, is_starred_only;
	/*
	 * What the last word begins with as typed, lower case, where nothing
	 * is behind it: it may not be all typed yet. Or NULL.
	 */
	char *start;
};

void search_parse(const char *text, int64_t now, struct arena *arena,
    struct search_query *query);

/* Whether anything but words narrows it. */
bool search_has_filter(const struct search_query *query);

/* Whether a word of the query, or one it is the beginning of, is this. */
struct word;
bool search_meets(const struct search_query *query, const struct word *word);

#endif
