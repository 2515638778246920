#include "ui/dots.h"

#include "base/hash.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

enum {
	PAIRS_MOST = 30000,    /* numbers of 16 bits are enough */
	THEME_PAIRS = 128,     /* the lowest are the theme's */
};

#define UPPER_HALF L"▀"
#define LOWER_HALF L"▄"
#define WHOLE L"█"

void dots_init(struct dots *dots)
{
	memset(dots, 0, sizeof(*dots));
}

void dots_release(struct dots *dots)
{
	free(dots->pairs);
	dots_init(dots);
}

enum cells_depth dots_depth(const struct theme *theme)
{
	if (theme->is_plain)
		return CELLS_SHADES;
	switch (theme->depth) {
	case THEME_TRUE:
		return CELLS_TRUE;
	case THEME_FULL:
		return CELLS_FULL;
	case THEME_SIXTEEN:
		/* of 8 colours and their 64 pairs too few are left */
		return COLORS >= 16 && COLOR_PAIRS >= 2 * THEME_PAIRS
		    ? CELLS_SIXTEEN
		    : CELLS_MONO;
	case THEME_MONO:
		break;
	}
	return CELLS_MONO;
}

/* --- pairs ---------------------------------------------------------------- */

static void make_table(struct dots *dots)
{
	int most = COLOR_PAIRS - THEME_PAIRS;

	dots->most = most > PAIRS_MOST ? PAIRS_MOST : most < 0 ? 0
	                                            : (size_t)most;
	dots->places = 2 * dots->most + 1;
	dots->pairs = mem_alloc_zero(dots->places, sizeof(*dots->pairs));
}

void dots_begin(struct dots *dots)
{
	if (dots->count <= dots->most / 2 || dots->pairs == NULL)
		return;
	memset(dots->pairs, 0, dots->places * sizeof(*dots->pairs));
	dots->count = 0;
}

/* A pair's number; 0, the terminal's own colours, when all are in use. */
static int pair_of(struct dots *dots, int32_t fore, int32_t back)
{
	int32_t key[2] = {fore, back};
	struct dots_pair *place;
	size_t at;

	if (dots->pairs == NULL)
		make_table(dots);
	at = hash_bytes(HASH_START, key, sizeof(key)) % dots->places;
	for (place = &dots->pairs[at]; place->pair != 0;
	     place = &dots->pairs[at]) {
		if (place->fore == fore && place->back == back)
			return place->pair;
		at = (at + 1) % dots->places;
	}
	if (dots->count == dots->most)
		return 0;
	*place = (struct dots_pair){fore, back,
	    THEME_PAIRS + (int)dots->count++};
	if (init_extended_pair(place->pair, fore, back) == ERR)
		return 0;
	return place->pair;
}

/* Terminals of direct colours take the lowest eight as those of a palette. */
static int32_t direct(int32_t color, enum cells_depth depth)
{
	return depth == CELLS_TRUE && color < 8 ? 8 : color;
}

/* --- cells ---------------------------------------------------------------- */

/* The lit half is the terminal's text: dark, where its page is light. */
static const wchar_t *half_of(bool is_upper, bool is_lower)
{
	if (is_upper)
		return is_lower ? WHOLE : UPPER_HALF;
	return is_lower ? LOWER_HALF : L" ";
}

static const wchar_t *shade_of(int32_t level, bool is_light)
{
	static const wchar_t shades[CELLS_SHADE_COUNT][2] = {L" ", L".", L":",
	    L"-", L"=", L"+", L"*", L"#", L"%", L"@"};

	return shades[is_light ? CELLS_SHADE_COUNT - 1 - level : level];
}

void dots_paint(struct dots *dots, const struct paint *paint, int y, int x,
    const struct cells *cells, enum cells_depth depth, int row)
{
	size_t start = (size_t)row * (size_t)cells->columns;
	const int32_t *upper = cells->upper + start,
	              *lower = cells->lower + start;
	bool is_light = paint->theme->is_light;

	if (y < 0 || y >= paint->area.height)
		return;
	move(paint->area.y + y, paint->area.x + x);
	for (int i = 0; i < cells->columns && x + i < paint->area.width;
	     i++) {
		const wchar_t *sign = UPPER_HALF;
		int pair = 0;

		if (depth == CELLS_SHADES)
			sign = shade_of(upper[i], is_light);
		else if (depth == CELLS_MONO)
			sign = half_of((upper[i] == 1) != is_light,
			    (lower[i] == 1) != is_light);
		else
			pair = pair_of(dots, direct(upper[i], depth),
			    direct(lower[i], depth));
		attr_set(A_NORMAL, 0, &pair);
		addnwstr(sign, 1);
	}
}
