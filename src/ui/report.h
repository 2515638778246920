/*
 * Role: what a terminal tells unasked for or when asked, in between the
 * keys: the mouse (xterm's SGR reports, DEC mode 1006), its background (OSC
 * 11). Comes byte by byte, in pieces too. Pure. Thread: main.
 */
#ifndef UI_REPORT_H
#define UI_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum report_kind { REPORT_NONE, REPORT_ANSWER, REPORT_MOUSE };

enum { REPORT_LONGEST = 64 };

struct report {
	enum report_kind kind; /* that is being read */
	char text[REPORT_LONGEST];
	size_t len;
	int64_t since; /* clock_ticks */
};

/* It begins: after ESC ] or ESC [ <. */
void report_begin(struct report *report, enum report_kind kind);

/* One more byte; true: it is whole now, and text is what it says. */
bool report_add(struct report *report, unsigned byte);

/* The answer to OSC 11; false: it is none. */
bool report_read_background(const struct report *report, bool *is_light);

/* enum press of a mouse report; PRESS_OTHER: it means nothing here. */
int report_read_mouse(const struct report *report, int *y, int *x);

#endif
