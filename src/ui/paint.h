/*
 * Role: text into the cells of a part of the screen. Columns are counted by
 * text/width; no control byte reaches the terminal; where boxes are off
 * every sign is its ASCII one, of the same width. Thread: main.
 */
#ifndef UI_PAINT_H
#define UI_PAINT_H

#include "base/mem.h"
#include "ui/panes.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stddef.h>

/* Signs of SCREENS; painted text may hold them too. */
#define SIGN_MARK "▌"
#define SIGN_AWAY "▏"
#define SIGN_WHOLE "●"
#define SIGN_HEADLINE "○"
#define SIGN_READ_HEADLINE "◦"
#define SIGN_STAR "★"
#define SIGN_TROUBLE "!"
#define SIGN_LINE "│"
#define SIGN_RULE "─"
#define SIGN_BAR "█"
#define SIGN_BAR_REST "░"
#define SIGN_MINUS "−"

struct paint {
	const struct theme *theme;
	struct rect area;
	enum ground ground;
};

/* The same painter for a part of its area (relative rows and columns). */
struct paint paint_part(const struct paint *paint, int y, int x, int height,
    int width);

/* Blanks over a row's columns; width beyond the area is cut. */
void paint_blank(const struct paint *paint, int y, int x, int width);
void paint_blank_rows(const struct paint *paint, int y, int rows);

/*
 * Text from column x in at most columns of them, cut at a whole character;
 * returns the columns it took.
 */
int paint_text(const struct paint *paint, int y, int x, int columns,
    const char *text, size_t len, enum role role);
int paint_words(const struct paint *paint, int y, int x, int columns,
    const char *text, enum role role);

/* The same, ending before column end. */
int paint_right(const struct paint *paint, int y, int end, const char *text,
    enum role role);

/* Shortened by text_truncate where it must be. */
int paint_fitted(const struct paint *paint, int y, int x, int columns,
    const char *text, enum role role);

/* One sign over and over. */
void paint_repeat(const struct paint *paint, int y, int x, int columns,
    const char *sign, enum role role);

/* Where the terminal's own cursor will stand. */
void paint_cursor(const struct paint *paint, int y, int x);

#endif
