/*
 * Role: the rows of a list as if all were here: a window of them is, read
 * from the store by keyset paging as it is asked for, so that a million
 * cost no more than fifty. Marks set here change rows in place; a row that
 * no longer fits its query stays until the list is opened anew. Owns copies
 * of its rows. Thread: main.
 */
#ifndef UI_ROWS_H
#define UI_ROWS_H

#include "base/arena.h"
#include "base/error.h"
#include "news/article.h"
#include "store/search.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* By what a row is found again: lists are sorted by these. */
struct row_key {
	int64_t published, id; /* id 0: none */
	int64_t source;
};

enum rows_sort {
	ROWS_NEWEST,
	ROWS_OLDEST,
	ROWS_BY_SOURCE, /* in the sources' order, newest first in each */
};

/* others of a row that stands below its story's first */
enum { ROWS_BELOW = -1 };

/* A story whose articles are shown. */
struct rows_open_story {
	int64_t story;
	struct row_key head; /* its first */
	int64_t below;       /* rows below that */
};

/* A row that the list has lost, and that stays till it is opened anew. */
struct kept_row {
	struct row_key key;
	int64_t story;
	bool is_below; /* its story's first, which was open */
};

struct rows {
	struct store *store; /* borrowed */
	struct query query;  /* without paging */
	char *title, *tag;   /* owned; query.title and query.tag are they */
	int64_t total, unread;
	enum rows_sort sort;
	int64_t *sources; /* their order, owned; for ROWS_BY_SOURCE */
	size_t source_count, source_cap;

	/* of a search: the articles it found, in order; or NULL */
	int64_t *found;
	size_t found_cap;
	bool is_found;

	struct arena arena; /* of the window's rows */
	struct article_row *window;
	size_t count, cap;
	int64_t first; /* place of the window's first row in the list */

	/* marked read here while only unread are shown */
	struct kept_row *kept;
	size_t kept_count, kept_cap;

	struct rows_open_story *open;
	size_t open_count, open_cap;
};

void rows_init(struct rows *rows, struct store *store);
void rows_release(struct rows *rows);

/*
 * Another order from the next opening or reload on; the sources are copied.
 * Those of sources that are not among them are left out where it is theirs.
 */
void rows_set_sort(struct rows *rows, enum rows_sort sort,
    const int64_t *sources, size_t count);

/*
 * The next unread row in the store below a row, or above it; found->id 0:
 * there is none. A search's rows are not looked at.
 */
MUST_CHECK bool rows_seek_unread(struct rows *rows, struct row_key from,
    bool is_upward, struct row_key *found, struct error *err);

/* Another list, from its first row. */
MUST_CHECK bool rows_open(struct rows *rows, const struct query *query,
    struct error *err);

/* A list of these articles, as a search gives them. */
void rows_set_found(struct rows *rows, const struct search_result *results,
    size_t count);

/*
 * Read again, around a row (id 0: the newest); *place is where it is now,
 * or where it would be. The row stays even if the query has lost it.
 */
MUST_CHECK bool rows_reload(struct rows *rows, struct row_key around,
    int64_t *place, struct error *err);

/*
 * The same where the row's place is known from before, and need not be
 * counted: a million rows above it are no cost then.
 */
MUST_CHECK bool rows_restore(struct rows *rows, struct row_key around,
    int64_t place, struct error *err);

/*
 * The row at a place; NULL outside of the list, or if the store failed. Far
 * places are reached through rows_reload, but for the ends. Valid until the
 * next call that may read.
 */
const struct article_row *rows_at(struct rows *rows, int64_t place);

/*
 * Show a story's articles below its first, or no longer (false); and show
 * them if it needs that to show an article. A reload is due then.
 */
bool rows_toggle_story(struct rows *rows, int64_t story);
MUST_CHECK bool rows_reveal(struct rows *rows, struct row_key key,
    struct error *err);

/* Whether it is the first of a story that is open. */
bool rows_is_open(const struct rows *rows, const struct article_row *row);

/* The place of a row in the window, or -1. */
int64_t rows_find(const struct rows *rows, int64_t id);

/* Copy a new state of an article into its row, if it is here. */
void rows_mark(struct rows *rows, int64_t id, enum store_mark mark);

struct row_key row_key_of(const struct article_row *row);

#endif
