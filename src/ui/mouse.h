/*
 * Role: what the mouse does: the wheel scrolls what is under it and moves no
 * focus, a click selects, a second one opens, a separator follows the mouse
 * while it is held. Thread: main.
 */
#ifndef UI_MOUSE_H
#define UI_MOUSE_H

#include <stdbool.h>
#include <stdint.h>

struct ui;

enum mouse_drag { DRAG_NONE, DRAG_SOURCES, DRAG_LIST, DRAG_RELATED };

/* The last click, to know a second one by. */
struct mouse {
	int y, x;
	int64_t at; /* clock_ticks */
	enum mouse_drag drag; /* what the button is held on */
	bool is_moved, is_due; /* while it is held; not followed yet */
};

void mouse_act(struct ui *ui, int press);

/* Of a way that came in many steps the last is followed: before a frame. */
void mouse_settle(struct ui *ui);

#endif
