/*
 * Role: the index of words of the cache, and the searching of it. Articles
 * are listed as soon as they are stored; the index follows in steps (below).
 * Thread: the handle's, as store.h has it.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "news/search.h"
#include "store/store.h"

/* --- the steps behind the rows ------------------------------------------ */

/*
 * Index the texts of at most so many articles, newest first, in one
 * transaction; what has changed is indexed anew. An article whose page is
 * wanted waits for it, unless takes_waiting: then the feed's own text will do
 * until it comes. *done counts those that were looked at; 0: nothing is due.
 * For many at once: an import.
 */
MUST_CHECK bool store_index(struct store *store, size_t most,
    bool takes_waiting, size_t *done, struct error *err);

/*
 * The same in transactions that end by the deadline (clock_nanos), and after
 * them what an index needs: its parts merged, the new words summed into the
 * vocabulary that completes what is typed. *did false: nothing is left.
 */
MUST_CHECK bool store_index_some(struct store *store, int64_t deadline,
    bool takes_waiting, bool *did, struct error *err);

/*
 * The same at once, the oldest first and thousands in a transaction: half the
 * work, but a writer waits up to some tenths of a second. For imports.
 * is_stopped (may be NULL) is asked between them.
 */
typedef bool store_is_stopped(void *ctx);
MUST_CHECK bool store_index_all(struct store *store,
    store_is_stopped *is_stopped, void *ctx, struct error *err);

/*
 * Check the index and the vocabulary against the rows. An index behind the
 * rows is good; one that is not is thrown away, and made anew by steps.
 */
MUST_CHECK bool store_verify_index(struct store *store, bool *is_good,
    struct error *err);

/* Articles that are not in the index yet, or with an old text. */
MUST_CHECK bool store_count_unindexed(struct store *store, int64_t *due,
    struct error *err);

/* --- searching ----------------------------------------------------------- */

enum search_order {
	/*
	 * Words together above words near above words anywhere, whole ones
	 * above beginnings; in each, titles and forms just as typed above.
	 */
	SEARCH_BEST,
	/* What holds the words nearest to each other, by date alone. */
	SEARCH_NEWEST,
};

struct search_result {
	int64_t article_id;
	double score; /* 0 to 1; falling for SEARCH_BEST, else 0 */
};

/*
 * A search that is taken up again: it holds no statement open between its
 * steps. Owned by the caller; works on one handle.
 */
struct store_search;
struct store_search *store_search_new(const char *text, int64_t now,
    enum search_order order, size_t limit);
void store_search_free(struct store_search *search);

/* Only what a list's query holds besides its text. */
void store_search_narrow(struct store_search *search,
    const struct query *query);

/*
 * Go on for some milliseconds (0: to the end). *is_done: nothing more will
 * come. What was found may be asked after each step.
 */
MUST_CHECK bool store_search_step(struct store *store,
    struct store_search *search, int milliseconds, bool *is_done,
    struct error *err);

/*
 * What was found so far, in order. By SEARCH_NEWEST a later step only adds to
 * the end; by SEARCH_BEST rows may come between. Valid until the next step.
 */
size_t store_search_results(const struct store_search *search,
    const struct search_result **results);

/* The query as it was understood. */
const struct search_query *store_search_query(
    const struct store_search *search);

/*
 * The part of an article's text where the query is met: one line, some 30
 * words, "…" where it is cut, and the bytes of each hit. *text is never NULL;
 * empty where the article is gone or only its title is meant.
 */
struct search_span {
	size_t start, len;
};
struct search_snippet {
	char *text;
	struct search_span *hits;
	size_t hit_count;
};
MUST_CHECK bool store_read_snippet(struct store *store, int64_t article_id,
    const struct search_query *query, struct arena *arena,
    struct search_snippet *snippet, struct error *err);

/* How many of what was found are unread. */
MUST_CHECK bool store_count_unread(struct store *store,
    const struct search_result *results, size_t count, int64_t *unread,
    struct error *err);

/* --- saved searches ---------------------------------------------------- */

/* A search that is a list beside the sources; its query is as typed. */
struct saved_search {
	int64_t id;
	char *title, *query;
};

/* In the order in which they were saved. */
MUST_CHECK bool store_read_searches(struct store *store, struct arena *arena,
    struct saved_search **searches, size_t *count, struct error *err);

/*
 * Save one; title NULL or "": its query. One with that query is there already:
 * *is_new false, and it keeps its title. *id is either's; 0: it is blank, or
 * there are a thousand. This and what follows is logged, to be undone.
 */
MUST_CHECK bool store_save_search(struct store *store, const char *title,
    const char *query, int64_t now, int64_t *id, bool *is_new,
    struct error *err);

/*
 * Another title or query (NULL: as it is); *found false: there is none, or
 * another has that query.
 */
MUST_CHECK bool store_change_search(struct store *store, int64_t id,
    const char *title, const char *query, int64_t now, bool *found,
    struct error *err);
MUST_CHECK bool store_remove_search(struct store *store, int64_t id,
    int64_t now, bool *found, struct error *err);

#endif
