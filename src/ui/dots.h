/*
 * Role: coloured half blocks into cells. Hides how many colours and pairs of
 * them the terminal has. Thread: main.
 */
#ifndef UI_DOTS_H
#define UI_DOTS_H

#include "picture/cells.h"
#include "ui/paint.h"

#include <stddef.h>

/* Pairs of colours that pictures use, beside the theme's own. */
struct dots {
	struct dots_pair {
		int32_t fore, back;
		int pair; /* 0: a free place */
	} *pairs;
	size_t count, most, places;
};

void dots_init(struct dots *dots);
void dots_release(struct dots *dots);

/* What pictures are to be made of, by the theme. */
enum cells_depth dots_depth(const struct theme *theme);

/* Before what is on the screen is painted anew: makes room for new pairs. */
void dots_begin(struct dots *dots);

void dots_paint(struct dots *dots, const struct paint *paint, int y, int x,
    const struct cells *cells, enum cells_depth depth, int row);

#endif
