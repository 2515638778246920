/*
 * Role: what a test expects to see on a screen (screen.h), a line of TAP
 * each; a failure prints the screen. Thread: one.
 */
#ifndef TESTS_UI_SEEN_H
#define TESTS_UI_SEEN_H

#include "ui/screen.h"

/* The first row from one on that holds a text, or -1. */
int seen_row(struct screen *screen, int first, const char *text);

/* It is there now. */
void seen_expect(struct screen *screen, const char *text, const char *name);

/* It is to come, within a minute. */
void seen_await(struct screen *screen, const char *text, const char *name);

/* Keys, and then the reader rests. */
void seen_settle(struct screen *screen, const char *keys);

#endif
