/*
 * Role: the list of articles: its rows, selection and place, and the lists
 * behind it that going back returns to. Thread: main.
 */
#ifndef UI_LIST_VIEW_H
#define UI_LIST_VIEW_H

#include "ui/mutes.h"
#include "ui/rows.h"
#include "ui/view.h"

#include <stdbool.h>
#include <stdint.h>

enum { LIST_LEVELS = 4 };

enum list_lead { LIST_LEAD_AUTO, LIST_LEAD_YES, LIST_LEAD_NO };

/* A list to return to, its row, and where on the screen that was. */
struct list_level {
	struct query query; /* query.title is words, query.tag is tag */
	char *title, *words, *tag;
	struct row_key key;
	int y;
	bool is_search;
};

struct list_view {
	struct rows rows;
	char *title;   /* the source's, or that of all */
	bool is_search; /* query.title narrows all sources */
	int64_t selected, top;
	int skip; /* lines of the top row (its heading first) left above */
	enum list_lead lead;
	enum rows_sort sort;
	struct mutes mutes;
	int64_t new_above; /* rows that came in above, until the top is seen */
	bool is_untouched; /* it was empty, and nothing was selected since */
	int lines;         /* of the pane it was fitted to */
	int64_t painted;   /* place whose mark is on the screen */
	struct list_level levels[LIST_LEVELS];
	int level_count;
};

void list_view_init(struct ui *ui);
/* As the settings have its lines and its order. */
void list_view_configure(struct ui *ui);
void list_view_release(struct ui *ui);

/* Another list, unread only if this one is. */
void list_view_open(struct ui *ui, const struct query *query,
    const char *title);

/* Select a row, or where it would be. */
void list_view_select(struct ui *ui, struct row_key key);

/* The same of one that stood at a place among so many rows. */
void list_view_restore(struct ui *ui, struct row_key key, int64_t place,
    int64_t total);

/* Whether the list is that of a query's source, star or tag. */
bool list_view_is_of(const struct ui *ui, const struct query *query);

/* Remember this list before another takes its place; and return to it. */
void list_view_push(struct ui *ui);
bool list_view_pop(struct ui *ui);

/*
 * What meets a query (news/search): of all news, or of the list that it was
 * asked from.
 */
void list_view_search(struct ui *ui, const char *words, bool is_within);

/* What a search has found so far is the list. */
void list_view_set_found(struct ui *ui, const struct search_result *results,
    size_t count);

/* Read the rows again; the selected one keeps its line. */
void list_view_reload(struct ui *ui);

/* Select a place, or the nearest one that is shown. */
void list_view_select_place(struct ui *ui, int64_t place);

/* The nearest row that is shown, that way or else the other; or -1. */
int64_t list_view_find_shown(struct ui *ui, int64_t place, int sign);

/* Whether the reader wants not to see a row: it takes no line. */
bool list_view_hides(struct ui *ui, int64_t place);

/* Put the selected row on that line of the pane, or as near as can be. */
void list_view_keep_line(struct ui *ui, int line);

/* The screen has another size: the selected row must be on it. */
void list_view_fit(struct ui *ui);

const struct article_row *list_view_row(struct ui *ui);

/* Select the neighbour, or the next unread row; false: there is none. */
bool list_view_step(struct ui *ui, int sign);
bool list_view_step_unread(struct ui *ui, int sign);

/* Commands of this screen. */
void list_view_mark_all(struct ui *ui);
void list_view_toggle_unread(struct ui *ui);
void list_view_toggle_lead(struct ui *ui);
void list_view_sort(struct ui *ui); /* the next order */

#endif
