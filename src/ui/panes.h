/*
 * Role: which panes stand where: SCREENS §2 as arithmetic. Pure; columns and
 * rows from 0. Thread: any.
 */
#ifndef UI_PANES_H
#define UI_PANES_H

#include <stdbool.h>

enum pane {
	PANE_SOURCES,
	PANE_LIST,
	PANE_ARTICLE,
	PANE_RELATED,
	PANE_HELP,
	PANE_SHEET, /* some screen over the others */
	PANE_TIMELINE,
	PANE_COUNT,
};

enum panes_mode { PANES_AUTO, PANES_STACK, PANES_TWO, PANES_THREE };

enum { PANES_WIDTH_LEAST = 20, PANES_HEIGHT_LEAST = 5 };

struct rect {
	int y, x, height, width;
};

struct panes_wish {
	int width, height; /* of the terminal */
	enum panes_mode mode;
	enum pane focus;
	bool is_zoomed;
	bool has_hints;
	int measure;       /* columns of an article's text */
	int related_lines; /* what the related pane could show, rule apart */
	/* by the user: of sources, of list, of related */
	int sources_change, width_change, height_change;
};

struct panes {
	bool is_too_small;
	int columns;                /* 1, 2 or 3 */
	bool has_heading;           /* row 0 */
	int status_y, hint_y;       /* hint_y -1: none */
	struct rect at[PANE_COUNT]; /* bodies; height 0: not shown */
	int separators[2];          /* columns of the lines between */
	int separator_count;
	bool is_related_apart; /* too low: it is a screen of its own */
};

void panes_arrange(const struct panes_wish *wish, struct panes *panes);

/*
 * Rows of the related pane, its rule included, below a body of so many rows:
 * lines is what it has to show.
 */
int panes_related_rows(int body, bool is_stack, bool has_focus, int lines);

/* A screen of its own over the others, whatever the layout. */
bool pane_is_overlay(enum pane pane);

/* Whether the pane is on the screen now. */
bool panes_shows(const struct panes *panes, enum pane pane);

#endif
