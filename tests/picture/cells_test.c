/* Cells of a picture: how many, how scaled, and in which colours. */
#include "picture/cells.h"

#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

static void check_fit(int width, int height, int columns_most, int rows_most,
    int want_columns, int want_rows)
{
	int columns, rows;

	cells_fit(width, height, columns_most, rows_most, &columns, &rows);
	tap_number(columns, want_columns, "%d x %d in %d x %d: columns",
	    width, height, columns_most, rows_most);
	tap_number(rows, want_rows, "%d x %d in %d x %d: rows", width,
	    height, columns_most, rows_most);
}

static void test_fit(void)
{
	check_fit(120, 80, 72, 40, 72, 24);
	check_fit(120, 80, 72, 10, 30, 10);
	check_fit(120, 160, 72, 20, 30, 20);
	check_fit(16, 16, 72, 20, 16, 8);
	check_fit(1, 1, 72, 20, 1, 1);
	check_fit(120, 2, 72, 20, 72, 1);
	check_fit(1, 160, 72, 20, 1, 20);
	check_fit(10, 5, 72, 20, 10, 3);
}

static struct picture make(int width, int height)
{
	struct picture picture = {.width = width, .height = height};

	picture.dots = mem_alloc_zero((size_t)width * (size_t)height, 3);
	return picture;
}

static void fill(struct picture *picture, int value)
{
	memset(picture->dots, value,
	    3 * (size_t)picture->width * (size_t)picture->height);
}

static void test_scaled(void)
{
	struct picture picture = make(2, 4);
	struct cells cells;

	/* white above black, and each beside itself */
	memset(picture.dots, 255, 12);
	cells_make(&picture, 2, 2, CELLS_TRUE, &cells);
	tap_number(cells.upper[0], 0xffffff, "as it is: above");
	tap_number(cells.lower[1], 0xffffff, "and below in that row");
	tap_number(cells.upper[2], 0, "dark");
	cells_release(&cells);
	cells_make(&picture, 1, 1, CELLS_TRUE, &cells);
	tap_number(cells.upper[0], 0xffffff, "of half the size: above");
	tap_number(cells.lower[0], 0, "and below");
	cells_release(&cells);
	/* rows 0, 2, 3 to two of white and black: by area */
	picture_release(&picture);
	picture = make(3, 2);
	memset(picture.dots, 255, 3);
	memset(picture.dots + 9, 255, 3);
	cells_make(&picture, 2, 1, CELLS_TRUE, &cells);
	tap_number(cells.upper[0], 0xd5d5d5, "two thirds of the light");
	tap_number(cells.upper[1], 0, "and none");
	cells_release(&cells);
	picture_release(&picture);
}

/* How many of a grey picture's dots are light. */
static int64_t count_light(int value)
{
	struct picture picture = make(40, 40);
	struct cells cells;
	int64_t count = 0;

	fill(&picture, value);
	cells_make(&picture, 40, 20, CELLS_MONO, &cells);
	for (int i = 0; i < 40 * 20; i++)
		count += cells.upper[i] + cells.lower[i];
	cells_release(&cells);
	picture_release(&picture);
	return count;
}

static void test_mono(void)
{
	int64_t half = count_light(128), third = count_light(85);

	tap_number(count_light(0), 0, "black has no light");
	tap_number(count_light(255), 1600, "white is light");
	tap_ok(half > 740 && half < 860, "grey is half of it (%d)",
	    (int)half);
	tap_ok(third > 470 && third < 600, "darker a third (%d)",
	    (int)third);
}

static int32_t first_of(const uint8_t dot[3], enum cells_depth depth)
{
	struct picture picture = make(1, 2);
	struct cells cells;
	int32_t color;

	memcpy(picture.dots, dot, 3);
	memcpy(picture.dots + 3, dot, 3);
	cells_make(&picture, 1, 1, depth, &cells);
	color = cells.upper[0];
	cells_release(&cells);
	picture_release(&picture);
	return color;
}

static void test_colors(void)
{
	static const struct {
		uint8_t dot[3];
		int32_t full, sixteen, shade;
	} colors[] = {
	    {{0, 0, 0}, 16, 0, 0},
	    {{255, 255, 255}, 231, 15, 9},
	    {{255, 0, 0}, 196, 9, 3},
	    {{0, 200, 200}, 44, 6, 5},
	    {{8, 8, 8}, 232, 0, 0},
	    {{128, 128, 128}, 244, 8, 5},
	    {{238, 238, 238}, 255, 7, 8},
	};

	for (size_t i = 0; i < ARRAY_LEN(colors); i++) {
		tap_number(first_of(colors[i].dot, CELLS_FULL),
		    colors[i].full, "row %zu, of 256", i);
		tap_number(first_of(colors[i].dot, CELLS_SIXTEEN),
		    colors[i].sixteen, "row %zu, of 16", i);
		tap_number(first_of(colors[i].dot, CELLS_SHADES),
		    colors[i].shade, "row %zu, of shades", i);
	}
}

/* A soft sky keeps its mean: what a dot loses its neighbours get. */
static void test_dithered(void)
{
	struct picture picture = make(60, 60);
	struct cells cells;
	int64_t got = 0, want = 0;

	for (int i = 0; i < 3600; i++) {
		memset(picture.dots + 3 * i, 60 + i / 60, 3);
		want += 60 + i / 60;
	}
	cells_make(&picture, 60, 30, CELLS_SIXTEEN, &cells);
	for (int i = 0; i < 1800; i++) {
		static const int levels[] = {[0] = 0, [7] = 229, [8] = 127,
		    [15] = 255};
		int32_t upper = cells.upper[i], lower = cells.lower[i];

		got += levels[upper & 15] + levels[lower & 15];
	}
	cells_release(&cells);
	picture_release(&picture);
	tap_ok(llabs(got - want) < want / 20, "its mean is kept (%lld, %lld)",
	    (long long)got, (long long)want);
}

int main(void)
{
	test_fit();
	test_scaled();
	test_mono();
	test_colors();
	test_dithered();
	return tap_end();
}
