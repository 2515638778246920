/*
 * Role: what the screen of sources keeps in order: tags, places, rest, lists
 * of subscriptions in and out, a list page's older news and its feed.
 * Thread: main.
 */
#ifndef UI_SOURCE_MANAGE_H
#define UI_SOURCE_MANAGE_H

#include <stdbool.h>

struct ui;
struct event;

void source_tags_ask(struct ui *ui);
bool source_tags_accept(struct ui *ui, const char *text);

void source_pause(struct ui *ui);
void source_move_up(struct ui *ui);
void source_move_down(struct ui *ui);

/* The next page of the list that it is. */
void source_older(struct ui *ui);
void source_older_event(struct ui *ui, const struct event *event);

/* Its site has a feed by now: that one from now on, marks kept. */
void source_use_feed(struct ui *ui);

void source_import_ask(struct ui *ui);
bool source_import_accept(struct ui *ui, const char *text);
void source_export_ask(struct ui *ui);
bool source_export_accept(struct ui *ui, const char *text);
void source_exported_event(struct ui *ui, const struct event *event);

#endif
