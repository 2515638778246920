/*
 * Role: any address opened as an article, and kept to be read later: the
 * background thread reads its page, the article is opened when it is there.
 * Thread: main.
 */
#ifndef UI_ADDRESS_H
#define UI_ADDRESS_H

#include "refresh/refresh.h"

#include <stdbool.h>

struct ui;

void address_ask(struct ui *ui);
bool address_accept(struct ui *ui, const char *text);
void address_event(struct ui *ui, const struct event *event);

#endif
