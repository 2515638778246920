/*
 * Role: the open article: its text laid out for the pane, the place read
 * to, and the articles behind it that going back returns to. Thread: main.
 */
#ifndef UI_ARTICLE_VIEW_H
#define UI_ARTICLE_VIEW_H

#include "base/arena.h"
#include "layout/layout.h"
#include "news/article.h"
#include "store/store.h"
#include "ui/article_pictures.h"
#include "ui/timeline_view.h"
#include "ui/view.h"

#include <stdbool.h>
#include <stdint.h>

enum { VISITS_MOST = 32 };

/* An article left through its related news. */
struct visit {
	int64_t id;
	int block, line; /* of the first line shown */
	int related;     /* the row chosen there */
	int64_t source;  /* its own, for the trail */
	bool was_open;
	struct timeline_place timeline; /* where it was left for it */
};

/* Where searched words stand: bytes of a line. */
struct article_hit {
	size_t line, start, len;
};

struct article_view {
	int64_t id; /* 0: none */
	struct arena arena, layout_arena;
	struct article article;
	struct layout layout;
	int width;  /* that it is laid out for */
	int top;    /* first line shown */
	int shift;  /* columns that wide lines are moved to the left */
	bool is_open;    /* not a preview only */
	bool is_waiting; /* its page is being fetched */
	bool is_again;   /* ... because the reader asked */
	bool has_newer;  /* a longer version is in the store */

	struct visit visits[VISITS_MOST];
	int visit_count;

	struct article_pictures pictures;

	char *sought; /* folded; NULL: no search in this text */
	struct article_hit *hits;
	size_t hit_count, hit_at;
};

void article_view_init(struct ui *ui);
void article_view_release(struct ui *ui);

/* Show an article; opened for reading it becomes read, else it is a look. */
void article_view_show(struct ui *ui, int64_t id, bool is_opened);

/* From a related row: the former one is remembered. */
void article_view_visit(struct ui *ui, int64_t id);

/* From an article's matter over time, which going back returns to. */
void article_view_visit_from(struct ui *ui, int64_t id,
    const struct timeline_place *place);

/* Nothing is selected: an empty pane. */
void article_view_clear(struct ui *ui);

/* The feed's own text is built, of which only the lead was there. */
void article_view_text_event(struct ui *ui, int64_t id);

/* The page came, or did not. */
void article_view_page_event(struct ui *ui, int64_t id,
    const struct error *error);

/* A mark was set elsewhere; rows were refreshed. */
void article_view_mark(struct ui *ui, int64_t id, enum store_mark mark);

/* Its marks may have changed: read them again. */
void article_view_refresh_row(struct ui *ui);

/* Lay out again for another width; the place is kept. */
void article_view_fit(struct ui *ui);

/* The same width, but what is shown of it has changed. */
void article_view_lay_out(struct ui *ui);

/* Keep the place in the store. */
void article_view_save(struct ui *ui);

/* Ask for its page again. */
void article_view_fetch(struct ui *ui);

/* Show the version that arrived meanwhile. */
void article_view_reload(struct ui *ui);

/* Make a line the first one. */
void article_view_go_to(struct ui *ui, int line);

/* Bring a line onto the screen, a third down where it was not. */
void article_view_show_line(struct ui *ui, int line);

/* The pane's column that lines without indent begin in. */
int article_view_left(const struct ui *ui);

/* How far it is read. */
int article_view_percent(const struct ui *ui);

#endif
