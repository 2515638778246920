/*
 * Role: the settings as a screen: what each is, changed there, kept in the
 * settings' file. Those of this screen hold at once, all others from the
 * next start. Thread: main.
 */
#ifndef UI_SETTINGS_VIEW_H
#define UI_SETTINGS_VIEW_H

#include <stdbool.h>

struct ui;

void settings_view_open(struct ui *ui);

/* What was typed for the setting that was asked for. */
bool settings_accept(struct ui *ui, const char *text);

/*
 * Set one and keep it; false, with a message: it does not fit. What could
 * not be kept holds until the end.
 */
bool settings_change(struct ui *ui, const char *name, const char *value);

#endif
