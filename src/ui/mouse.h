/*
 * Role: what the mouse does: the wheel scrolls what is under it and moves no
 * focus, a click selects, a second one opens, a separator is dragged to
 * where the button is let go. Thread: main.
 */
#ifndef UI_MOUSE_H
#define UI_MOUSE_H

#include <stdint.h>

struct ui;

enum mouse_drag { DRAG_NONE, DRAG_SOURCES, DRAG_LIST, DRAG_RELATED };

/* The last click, to know a second one by. */
struct mouse {
	int y, x;
	int64_t at; /* clock_ticks */
	enum mouse_drag drag; /* what the button is held on */
};

void mouse_act(struct ui *ui, int press);

#endif
