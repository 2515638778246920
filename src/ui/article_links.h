/*
 * Role: the numbered links of the open article: asked for by number, opened;
 * and its headings as a list. Thread: main.
 */
#ifndef UI_ARTICLE_LINKS_H
#define UI_ARTICLE_LINKS_H

#include "base/str.h"
#include "ui/paint.h"

#include <stdbool.h>
#include <stddef.h>

struct ui;

/* Ask for a number; with one link only it is opened at once. */
void article_links_ask(struct ui *ui);

/* Enter: no link is selected, but there is a way. */
void article_links_tell(struct ui *ui);

/* Of the field that asks. */
void article_links_change(struct ui *ui, const char *text);
bool article_links_accept(struct ui *ui, const char *text);
void article_links_hint(struct ui *ui, struct str *out);

/* While it is asked: the numbers of a painted line that begins at x. */
void article_links_paint(struct ui *ui, const struct paint *paint, int y,
    int x, size_t number);

#endif
