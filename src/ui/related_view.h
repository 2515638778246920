/*
 * Role: what is related to the open article: rows in groups, below it or as
 * a screen of their own. Thread: main.
 */
#ifndef UI_RELATED_VIEW_H
#define UI_RELATED_VIEW_H

#include "base/arena.h"
#include "base/str.h"
#include "news/article.h"
#include "store/store.h"
#include "ui/view.h"

#include <stdbool.h>
#include <stdint.h>

struct related_view {
	struct arena arena;
	struct related_row *rows;
	int count, selected;
	int top;       /* first line shown */
	int64_t of;    /* the article; 0: none */
	int line_most; /* lines to make room for; fixed when one opens */
	int64_t wanted_of; /* a link is being fetched for this article */
	bool is_waiting; /* the page that may list some is being fetched */
	bool is_due;   /* its rows are read when no key waits */
	int due_place; /* that is selected then */
};

void related_view_init(struct ui *ui);
void related_view_release(struct ui *ui);

/* The news related to an article; 0: none. Rows come when no key waits. */
void related_view_load(struct ui *ui, int64_t of, bool is_waiting);

/* Read the rows that are due; the panes fit them. */
void related_view_settle(struct ui *ui);

/* The same article's, read again: rows came. */
void related_view_reload(struct ui *ui);

void related_view_select(struct ui *ui, int place);
void related_view_mark(struct ui *ui, int64_t id, enum store_mark mark);

/* A link that was asked for became an article (0: error says why not). */
void related_view_link_event(struct ui *ui, int64_t id,
    const struct error *error);

/* Why a row is there: "Báo Lệ Khê · same matter · cầu Bến Sỏi". */
void related_view_add_why(struct ui *ui, struct str *out,
    const struct related_row *row);

/* The group that it stands in, as a word. */
const char *related_view_group(enum related_why why);

/* Lines that there are to show, its rule apart. */
int related_view_lines(const struct ui *ui, bool is_stack);

#endif
