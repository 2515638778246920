/*
 * Role: a picture for a terminal's cells: scaled by area in linear light to
 * one dot a column and two a row, and brought to the colours there are.
 * Pure. Thread: any.
 */
#ifndef PICTURE_CELLS_H
#define PICTURE_CELLS_H

#include "picture/picture.h"

enum cells_depth {
	CELLS_TRUE,    /* any colour: 0xRRGGBB */
	CELLS_FULL,    /* xterm's 256, of which 16 to 255 are used */
	CELLS_SIXTEEN, /* the terminal's own, as xterm has them */
	CELLS_MONO,    /* 1: light */
	CELLS_SHADES,  /* a row a dot: 0 dark to CELLS_SHADE_COUNT - 1 */
};

enum { CELLS_SHADE_COUNT = 10 };

/* Two dots above each other: two colours of a row of cells. */
struct cells {
	int columns, rows;
	int32_t *upper, *lower; /* rows * columns; with shades upper alone */
};

/* How many cells a picture takes: never enlarged, its shape kept. */
void cells_fit(int width, int height, int columns_most, int rows_most,
    int *columns, int *rows);

/* To be released. */
void cells_make(const struct picture *picture, int columns, int rows,
    enum cells_depth depth, struct cells *cells);
void cells_release(struct cells *cells);

#endif
