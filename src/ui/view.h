/*
 * Role: what a screen is: one file and one table of what it does. A new
 * screen is a pane, a file and its row in ui.c. Thread: main.
 */
#ifndef UI_VIEW_H
#define UI_VIEW_H

#include "base/str.h"
#include "news/article.h"
#include "ui/paint.h"
#include "ui/panes.h"

#include <stdbool.h>

struct ui;

enum motion { MOTION_LINE, MOTION_HALF, MOTION_PAGE, MOTION_END };

struct view_ops {
	const char *name; /* N_: whose keys help shows */

	/* All of the body; and only what a moved selection changes. */
	void (*paint)(struct ui *ui, const struct paint *paint);
	void (*paint_mark)(struct ui *ui, const struct paint *paint);
	/* The heading: its left and right text. */
	void (*add_heading)(struct ui *ui, struct str *left,
	    struct str *right);
	/* Where the terminal's cursor stands: the selected row's state. */
	void (*place_cursor)(struct ui *ui, const struct paint *paint);

	/* sign: 1 on, -1 back. */
	void (*move)(struct ui *ui, enum motion motion, int sign);
	/* So many lines on or back, by the wheel. */
	void (*scroll)(struct ui *ui, int lines);
	/* Select what is at this place of the body; false: nothing is. */
	bool (*select_at)(struct ui *ui, int y, int x);
	/* Enter, and Space where it differs (may be NULL). */
	void (*open)(struct ui *ui);
	void (*read_on)(struct ui *ui);
	/* The article that commands act upon; NULL: none. */
	const struct article_row *(*row)(struct ui *ui);
	/* What the status line says at rest; it has so many columns. */
	void (*add_status)(struct ui *ui, struct str *out, int columns);
	/* One level back; false: it is at its first already. */
	bool (*back)(struct ui *ui);
	/* The screen has another size; may be NULL. */
	void (*fit)(struct ui *ui);
};

extern const struct view_ops list_view_ops, article_view_ops,
    related_view_ops, sources_view_ops, help_view_ops, sheet_view_ops,
    timeline_view_ops;

#endif
