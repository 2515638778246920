/*
 * Role: a field in the hint line's place: search, find in an article, filter
 * of the help, command. Thread: main.
 */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "ui/field.h"
#include "ui/paint.h"

#include <stdbool.h>
#include <stdint.h>

struct ui;

enum prompt_kind {
	PROMPT_NONE,
	PROMPT_SEARCH,
	PROMPT_FIND,
	PROMPT_FILTER,
	PROMPT_COMMAND,
};

struct prompt {
	enum prompt_kind kind;
	struct field field;
	struct str searched; /* the text of the search that is shown */
	enum pane from; /* that had the keys before */
	int64_t due; /* clock_ticks when its text is acted upon; 0: it was */
};

void prompt_init(struct ui *ui);
void prompt_release(struct ui *ui);

void prompt_open(struct ui *ui, enum prompt_kind kind);
void prompt_close(struct ui *ui);
void prompt_press(struct ui *ui, int press);

/* Act upon what was typed, if it is time. */
void prompt_tick(struct ui *ui, int64_t ticks);

void prompt_paint(struct ui *ui, const struct paint *paint);
void prompt_place_cursor(struct ui *ui, const struct paint *paint);

#endif
