/*
 * Role: preformatted lines wider than the pane: painted from the column that
 * the reader moved them to, with "…" where more is. Thread: main.
 */
#ifndef UI_ARTICLE_WIDE_H
#define UI_ARTICLE_WIDE_H

#include "layout/layout.h"
#include "ui/paint.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stddef.h>

struct ui;
struct article_view;

/*
 * Move what is wide on the screen: sign 1 shows more of its end, -1 of its
 * beginning. False: nothing here can be moved further that way.
 */
bool article_wide_move(struct ui *ui, int sign);

/* Move sideways until these bytes of a line can be seen. */
void article_wide_show(struct ui *ui, size_t line, size_t start, size_t len);

/* The column, from where its line begins, that a byte stands in; may be < 0. */
int article_wide_column(const struct article_view *view,
    const struct layout_line *line, size_t start);

/*
 * Paint len bytes of a line that begins at column x of the row; those moved
 * out to the left are left out.
 */
void article_wide_paint(const struct article_view *view,
    const struct paint *paint, int y, int x, const struct layout_line *line,
    size_t start, size_t len, enum role role);

/* "…" at the edges beyond which a line goes on. */
void article_wide_paint_edges(const struct article_view *view,
    const struct paint *paint, int y, int x, const struct layout_line *line);

#endif
