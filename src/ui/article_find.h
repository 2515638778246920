/*
 * Role: search in the text of the open article, whatever marks and case.
 * Thread: main.
 */
#ifndef UI_ARTICLE_FIND_H
#define UI_ARTICLE_FIND_H

#include "ui/article_view.h"
#include "ui/paint.h"

#include <stdbool.h>
#include <stddef.h>

/* Find where a folded phrase stands; false: nowhere. */
bool article_find_seek(struct ui *ui, const char *folded);

/* To the next hit, the one before (-1), or the first again (0). */
bool article_find_step(struct ui *ui, int sign);

/* The search is over. */
void article_find_end(struct ui *ui);
void article_find_forget(struct article_view *view);

/* Over a painted line that begins at column x. */
void article_find_paint(const struct article_view *view,
    const struct paint *paint, int y, int x, size_t number);

#endif
