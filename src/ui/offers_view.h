/*
 * Role: the feeds of a site, to be ticked and followed. Thread: main.
 */
#ifndef UI_OFFERS_VIEW_H
#define UI_OFFERS_VIEW_H

#include <stdbool.h>
#include <stdint.h>

struct ui;
struct event;

enum { OFFERS_MOST = 600 };

/* What was ticked, by place. */
struct offers_view {
	bool is_ticked[OFFERS_MOST + 1];
	int64_t source_id; /* whose site the offers in the cache are of; or 0 */
	bool is_asked;     /* and shown when they come */
};

/* Of the selected source's site. */
void offers_ask(struct ui *ui);

/* They are in the cache, or why not. */
void offers_event(struct ui *ui, const struct event *event);

#endif
