/*
 * Role: the reader for ears and fingers: no columns, nothing painted over;
 * each step prints one sentence (SCREENS §7, linear mode). The same screens,
 * keys and commands stand behind it. Thread: main.
 */
#ifndef UI_LINEAR_H
#define UI_LINEAR_H

#include "base/str.h"
#include "ui/panes.h"

#include <stdbool.h>
#include <stdint.h>

struct ui;

/* What was said last. */
struct linear {
	bool is_on, has_spoken;
	enum pane focus;
	struct str intro, line, status, prompt;
};

void linear_init(struct ui *ui);
void linear_release(struct ui *ui);

/* Say what has changed since; in place of painting. */
void linear_speak(struct ui *ui);

/* To the next paragraph of the article, or the one before. */
int linear_step_line(const struct ui *ui, int top, int sign);

#endif
