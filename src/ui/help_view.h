/*
 * Role: the keys of this place, from the table of commands; narrowed by
 * words, and run from here. Thread: main.
 */
#ifndef UI_HELP_VIEW_H
#define UI_HELP_VIEW_H

#include "ui/view.h"

#include <stdbool.h>

enum { HELP_LINES_MOST = 160 };

/* A line: a group's name, a command, or blank. */
struct help_line {
	const char *title;             /* N_ of a group */
	const struct command *command; /* or NULL */
	int column;
};

struct help_view {
	struct help_line lines[HELP_LINES_MOST];
	int count, rows, columns; /* rows: of the longest column */
	int selected, top;
	char *filter; /* folded; or NULL */
};

void help_view_init(struct ui *ui);
void help_view_release(struct ui *ui);

/* The keys of this pane. */
void help_view_open(struct ui *ui, enum pane of);

void help_view_filter(struct ui *ui, const char *words);
void help_view_fit(struct ui *ui);

#endif
