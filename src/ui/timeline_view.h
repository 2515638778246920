/*
 * Role: an article's matter over time, a screen over the others: its rows
 * under their days, the oldest first. Thread: main.
 */
#ifndef UI_TIMELINE_VIEW_H
#define UI_TIMELINE_VIEW_H

#include "base/arena.h"
#include "news/article.h"
#include "store/store.h"
#include "ui/view.h"

#include <stdbool.h>
#include <stdint.h>

struct timeline_view {
	struct arena arena;
	struct related_row *rows;
	int count, selected;
	int top;       /* first line shown */
	int64_t of;    /* the article whose matter it is; 0: none */
	enum pane from;
};

/* Where it was left for one of its articles. */
struct timeline_place {
	int64_t of;  /* 0: it was not */
	int64_t row; /* the article */
	enum pane from;
};

void timeline_view_init(struct ui *ui);
void timeline_view_release(struct ui *ui);

/* That of the selected article. */
void timeline_view_open(struct ui *ui);

/* Back to where it was left. */
void timeline_view_return(struct ui *ui, const struct timeline_place *place);

/* Read again what it shows, if it is open; the selected row stays. */
void timeline_view_reload(struct ui *ui);

void timeline_view_mark(struct ui *ui, int64_t id, enum store_mark mark);

#endif
