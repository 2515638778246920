/*
 * Role: how rows of articles look: SCREENS §4, in the list and wherever
 * else articles stand in rows. Thread: main.
 */
#ifndef UI_LIST_PAINT_H
#define UI_LIST_PAINT_H

#include "news/article.h"
#include "ui/paint.h"

#include <stdbool.h>
#include <stdint.h>

struct ui;

/* Where things stand in the rows of the list as it is now. */
struct list_style {
	int width, lines; /* of the pane */
	int height;       /* lines a row */
	bool is_narrow;   /* the title runs on into the second line */
	bool has_lead;    /* the second line is source and lead */
	bool has_words;   /* badges and times in words */
	bool has_days;    /* day headings */
	bool has_sources; /* rows stand under their source's name */
};

struct list_style list_style(struct ui *ui);

/* 1 if a day heading stands above the row, else 0. */
int list_has_heading(struct ui *ui, const struct list_style *style,
    int64_t place);

/* Whether the selected row shows less than its whole title. */
bool list_is_title_cut(struct ui *ui);

void list_paint(struct ui *ui, const struct paint *paint);
void list_paint_marks(struct ui *ui, const struct paint *paint);
void list_place_cursor(struct ui *ui, const struct paint *paint);

/* State and star of a row, from column x. */
void list_paint_state(const struct paint *paint, int y, int x,
    const struct article_row *row);

/* The mark of a selected row, or the blank of another. */
void list_paint_mark(const struct paint *paint, int y, bool is_selected,
    bool has_focus);

/* The list is of a source whose page names feeds to choose from. */
bool list_has_offers(struct ui *ui);

/* Two lines at the third row: why it is empty, and what helps. */
void list_paint_empty(const struct paint *paint, const char *why,
    const char *help);

/* The title's role: bold while unread. */
enum role list_title_role(const struct article_row *row);

#endif
