/*
 * Role: what the files of search share inside the room: the tokenizer, the
 * counting of words, what a search asks of the index. Nothing outside the
 * room includes it but its tests.
 */
#ifndef STORE_SEARCH_INTERNAL_H
#define STORE_SEARCH_INTERNAL_H

#include "base/clock.h"
#include "base/pack.h"
#include "store/internal.h"
#include "store/search.h"

/* --- search_words.c: how many articles hold each word ------------------- */

/*
 * Words and in how many articles they are, summed in memory. A word twice in
 * one article counts once.
 */
struct word_count {
	const char *word;
	uint32_t len, hash;
	int64_t count;
	uint32_t article; /* that counted it last */
};

struct word_counter {
	struct arena arena;
	struct word_count *words;
	size_t count, cap;
	uint32_t *slots; /* 1 + index; 0: free */
	size_t slot_count;
	uint32_t article; /* the one being counted */
	int sign;         /* -1: it is taken out */
};

void counter_init(struct word_counter *counter);
void counter_release(struct word_counter *counter);

/* What follows is of another article. */
void counter_begin(struct word_counter *counter, int sign);
void counter_add(struct word_counter *counter, const char *word, size_t len);

/* Add to a word's count, whatever article it is of. */
void counter_sum(struct word_counter *counter, const char *word, size_t len,
    int64_t count);

/*
 * The next word of a batch's counts, borrowed, and how many articles it came
 * to (or, negative, left); false: there is no more, or in->is_broken.
 */
bool batch_next(struct unpack *in, const char **word, size_t *len,
    int64_t *count);

/* Keep what was counted as one batch; within a transaction. */
MUST_CHECK bool words_save(struct store *store,
    const struct word_counter *counter, struct error *err);

/*
 * Sum batches into the table of words, a part of them a call; is_all: however
 * few they are. *did: there may be more.
 */
MUST_CHECK bool words_merge(struct store *store, bool is_all,
    int64_t deadline, bool *did, struct error *err);
void words_forget(struct store *store); /* what memory holds of it */
void words_forget_known(struct store *store);

/*
 * The most frequent words that begin so, best first; not the word itself. By
 * what it has of marks: "ho" begins học and hôm, "hô" only the latter.
 */
MUST_CHECK bool words_complete(struct store *store, const char *start,
    size_t most, struct arena *arena, char ***words, size_t *count,
    struct error *err);

/* What words an index has that are this one without marks; itself first. */
MUST_CHECK bool words_find_forms(struct store *store, const char *word,
    size_t most, struct arena *arena, char ***words, size_t *count,
    struct error *err);

/* --- search_find.c --------------------------------------------------------- */

/* What a query's word is looked up by. */
struct word_forms {
	const char *word;
	char **forms;
	size_t count;
};

struct search_forms {
	struct word_forms *rows;
	size_t count, cap;
};

/* The row of completions of the last word. */
#define MATCH_COMPLETED "*"

/* --- search_snippet.c ------------------------------------------------------ */

/* Append the text an article is indexed by; *found false: no such one. */
MUST_CHECK bool index_read_text(struct store *store, int64_t article_id,
    struct arena *arena, const char **title, const char **body, bool *found,
    struct error *err);

/* --- search_list.c --------------------------------------------------------- */

/* Of a search that is shown as a list, no more than these, the newest. */
enum { SEARCH_LIST_MOST = 2000 };

/* store_read_articles, store_count_articles where the query has a text. */
MUST_CHECK bool search_list_read(struct store *store,
    const struct query *query, struct arena *arena,
    struct article_row **rows, size_t *count, struct error *err);
MUST_CHECK bool search_list_count(struct store *store,
    const struct query *query, int64_t *total, int64_t *unread,
    struct error *err);
/* The ids alone; in memory that is good until the next call. */
MUST_CHECK bool search_list_ids(struct store *store,
    const struct query *query, const int64_t **ids, size_t *count,
    struct error *err);
void search_list_forget(struct store *store);

/* --- search_filter.c ------------------------------------------------------- */

struct id_list {
	int64_t *ids; /* ascending */
	size_t count, cap;
};

struct search_filter {
	const struct search_query *query;
	int64_t source_id; /* the only one; 0: any */
	bool is_by_source;
	struct id_list sources; /* asked for, if is_by_source */
	bool is_by_tag;
	struct id_list tagged;         /* articles with a tag asked for */
	struct id_list tagged_sources; /* sources with one */
	char *tag; /* that the list asks for besides; or NULL */
	struct id_list listed; /* articles with that one */
};

/* Look up what is named, once query, source_id and tag are set. */
MUST_CHECK bool filter_prepare(struct store *store,
    struct search_filter *filter, struct error *err);
void filter_release(struct search_filter *filter);

/* Whether anything is asked but words. */
bool filter_is_any(const struct search_filter *filter);

/* What of an article is asked. */
struct search_facts {
	int64_t id, source_id, published;
	bool is_unread, is_starred;
};
bool filter_wants(const struct search_filter *filter,
    const struct search_facts *facts);

/* The article of a doc, if it is wanted; *id 0: it is not. */
MUST_CHECK bool filter_article(struct store *store,
    const struct search_filter *filter, int64_t doc, int64_t *id,
    struct error *err);

/* --- search_pairs.c -------------------------------------------------------- */

enum {
	PAIR_BITS = 4096,   /* of the set of an article's pairs */
	PAIR_HASHES = 4,    /* of them for each: one in 170 seems to be there */
	SHEET_DOCS = 16384, /* sets that lie together, turned */
};

struct pair {
	uint16_t bits[PAIR_HASHES];
};

struct pair_set {
	unsigned char bits[PAIR_BITS / 8];
	uint64_t last; /* the hash of the word before; 0: none */
};

/* An empty set; the words of one text after the other, without marks. */
void pairs_begin(struct pair_set *set);
void pairs_break(struct pair_set *set); /* another text begins */
void pairs_add(struct pair_set *set, const char *folded, size_t len);

uint64_t pair_hash_word(const char *folded, size_t len); /* never 0 */
struct pair pair_of(uint64_t first, uint64_t second);

/* Within the transaction that indexes it. */
MUST_CHECK bool pairs_save(struct store *store, int64_t doc,
    const struct pair_set *set, struct error *err);

/* A part of turning sets into a sheet; *did: there may be more. */
MUST_CHECK bool pairs_turn(struct store *store, int64_t deadline, bool *did,
    struct error *err);
void pairs_forget(struct store *store); /* what memory holds of it */

/*
 * The docs within bounds that may have all pairs, descending, once is_done;
 * till then it goes on at the next call. count above bounds->most: there are
 * more than that, and docs tells nothing. Released by the caller.
 */
struct pair_bounds {
	int64_t from, below;
	size_t most;
};
struct pair_docs {
	int64_t *docs;
	size_t count, cap;
	int64_t sheet, epoch; /* the next sheet to ask; of which index */
	bool is_done;
};
MUST_CHECK bool pairs_find(struct store *store, const struct pair *pairs,
    size_t count, const struct pair_bounds *bounds, int64_t deadline,
    struct pair_docs *docs, struct error *err);

/* --- search_steps.c -------------------------------------------------------- */

/*
 * How many rows there is time for by what the last ones took, some of it left
 * for the commit; and what these took.
 */
size_t pace_choose(const struct store *store, enum pace pace,
    int64_t deadline, size_t most);
void pace_note(struct store *store, enum pace pace,
    const struct clock_work *work, size_t count);

/* --- search_index.c -------------------------------------------------------- */

/* What one transaction takes. */
struct indexing {
	size_t most;
	bool takes_waiting;
	/*
	 * The oldest first, so that all of it is one segment: FTS5 begins
	 * another where a doc is below the last.
	 */
	bool is_bulk;
	struct arena *arena;
	size_t done; /* articles looked at */
};

/* As store_index. Nothing is locked where there is nothing to do. */
MUST_CHECK bool index_if_due(struct store *store, struct indexing *indexing,
    struct error *err);

/* Docs are minutes since 2000, with room for these many in each. */
enum {
	DOCS_A_MINUTE = 8,
	DOCS_DRIFT_MOST = 8 * DOCS_A_MINUTE, /* from where one should be */
};

/* Count the words of all texts that are in the index; *is_good false: a text
 * is not what was indexed. */
MUST_CHECK bool index_count_words(struct store *store,
    struct word_counter *counter, bool *is_good, struct error *err);

/* Throw the index away, to be made anew by steps; within a transaction. */
MUST_CHECK bool index_empty(struct store *store, struct error *err);

/* The lowest doc of articles published at a moment. */
int64_t doc_of_time(int64_t published);

#endif
