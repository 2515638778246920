/*
 * Role: what is done with what is followed: add, edit, remove, jump to, look
 * at its health. Thread: main.
 */
#ifndef UI_SOURCE_ACTIONS_H
#define UI_SOURCE_ACTIONS_H

#include "news/source.h"
#include "refresh/refresh.h"

#include <stdbool.h>
#include <stdint.h>

struct ui;

/* The source that a command means here; NULL, with a message: none. */
const struct source *source_current(struct ui *ui);

/* What is to be followed; the key keeps a search whose results are shown. */
void source_ask(struct ui *ui);
void source_add_ask(struct ui *ui);
bool source_add_accept(struct ui *ui, const char *text);
/* What was asked for is followed, or not. */
void source_added_event(struct ui *ui, const struct event *event);

/* Its address, then its name. */
void source_edit_ask(struct ui *ui);
bool source_address_accept(struct ui *ui, const char *text);
bool source_name_accept(struct ui *ui, const char *text);

void source_remove(struct ui *ui);
void source_health(struct ui *ui);

void source_jump_ask(struct ui *ui);
void source_jump_change(struct ui *ui, const char *text);
bool source_jump_accept(struct ui *ui, const char *text);
void source_jump_cancel(struct ui *ui);

#endif
