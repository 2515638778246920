/*
 * Role: what the mouse does: the wheel scrolls what is under it and moves no
 * focus, a click selects, a second one opens. Thread: main.
 */
#ifndef UI_MOUSE_H
#define UI_MOUSE_H

#include <stdint.h>

struct ui;

/* The last click, to know a second one by. */
struct mouse {
	int y, x;
	int64_t at; /* clock_ticks */
};

void mouse_act(struct ui *ui, int press);

#endif
