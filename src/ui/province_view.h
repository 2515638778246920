/*
 * Role: which province's news to follow: its name is typed, rows of the
 * catalogue stand above. The first thing a new reader sees. Thread: main.
 */
#ifndef UI_PROVINCE_VIEW_H
#define UI_PROVINCE_VIEW_H

#include <stdbool.h>

struct event;
struct ui;

/* Ask for a province; for an address where there is no catalogue. */
void province_ask(struct ui *ui);

/* At the start: if nothing is followed yet, ask. */
void province_welcome(struct ui *ui);

void province_change(struct ui *ui, const char *text);
bool province_accept(struct ui *ui, const char *text);
void province_cancel(struct ui *ui);
void province_complete(struct ui *ui);
bool province_press(struct ui *ui, int press);

/* One of its outlets was searched for. */
void province_outlet_event(struct ui *ui, const struct event *event);

#endif
