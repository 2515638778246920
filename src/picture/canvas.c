#include "picture/canvas.h"

#include <stdlib.h>
#include <string.h>

/*
 * light = 65535 * ((v / 255 + 0.055) / 1.055) ^ 2.4, or v / 255 / 12.92
 * below 11: IEC 61966-2-1.
 */
static const uint16_t lights[256] = {
    0, 20, 40, 60, 80, 99, 119, 139, 159, 179, 199, 219, 241, 264, 288, 313,
    340, 367, 396, 427, 458, 491, 526, 562, 599, 637, 677, 718, 761, 805,
    851, 898, 947, 997, 1048, 1101, 1156, 1212, 1270, 1330, 1391, 1453, 1517,
    1583, 1651, 1720, 1790, 1863, 1937, 2013, 2090, 2170, 2250, 2333, 2418,
    2504, 2592, 2681, 2773, 2866, 2961, 3058, 3157, 3258, 3360, 3464, 3570,
    3678, 3788, 3900, 4014, 4129, 4247, 4366, 4488, 4611, 4736, 4864, 4993,
    5124, 5257, 5392, 5530, 5669, 5810, 5953, 6099, 6246, 6395, 6547, 6700,
    6856, 7014, 7174, 7335, 7500, 7666, 7834, 8004, 8177, 8352, 8528, 8708,
    8889, 9072, 9258, 9445, 9635, 9828, 10022, 10219, 10417, 10619, 10822,
    11028, 11235, 11446, 11658, 11873, 12090, 12309, 12530, 12754, 12980,
    13209, 13440, 13673, 13909, 14146, 14387, 14629, 14874, 15122, 15371,
    15623, 15878, 16135, 16394, 16656, 16920, 17187, 17456, 17727, 18001,
    18277, 18556, 18837, 19121, 19407, 19696, 19987, 20281, 20577, 20876,
    21177, 21481, 21787, 22096, 22407, 22721, 23038, 23357, 23678, 24002,
    24329, 24658, 24990, 25325, 25662, 26001, 26344, 26688, 27036, 27386,
    27739, 28094, 28452, 28813, 29176, 29542, 29911, 30282, 30656, 31033,
    31412, 31794, 32179, 32567, 32957, 33350, 33745, 34143, 34544, 34948,
    35355, 35764, 36176, 36591, 37008, 37429, 37852, 38278, 38706, 39138,
    39572, 40009, 40449, 40891, 41337, 41785, 42236, 42690, 43147, 43606,
    44069, 44534, 45002, 45473, 45947, 46423, 46903, 47385, 47871, 48359,
    48850, 49344, 49841, 50341, 50844, 51349, 51858, 52369, 52884, 53401,
    53921, 54445, 54971, 55500, 56032, 56567, 57105, 57646, 58190, 58737,
    59287, 59840, 60396, 60955, 61517, 62082, 62650, 63221, 63795, 64372,
    64952, 65535,
};

uint16_t light_of(uint8_t value)
{
	return lights[value];
}

uint8_t light_to_byte(uint32_t light)
{
	int low = 0, high = 255;

	while (low < high) {
		int middle = (low + high) / 2;

		/* the border between two bytes is halfway between them */
		if ((uint32_t)lights[middle] + lights[middle + 1] <
		    2 * light)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint8_t)low;
}

/* --- sizes ---------------------------------------------------------------- */

static bool is_on_side(enum canvas_turn turn)
{
	return turn >= TURN_TRANSPOSE && turn <= TURN_LEFT;
}

/* Never larger than it is, and never less than a dot. */
static void fit(struct canvas *canvas, enum canvas_turn turn)
{
	int64_t width = canvas->source_width, height = canvas->source_height;
	int64_t widest = PICTURE_WIDTH_MOST, highest = PICTURE_HEIGHT_MOST;

	if (is_on_side(turn)) {
		widest = PICTURE_HEIGHT_MOST;
		highest = PICTURE_WIDTH_MOST;
	}
	if (width > widest) {
		height = (height * widest + width / 2) / width;
		width = widest;
	}
	if (height > highest) {
		width = (width * highest + height / 2) / height;
		height = highest;
	}
	canvas->width = width < 1 ? 1 : (int)width;
	canvas->height = height < 1 ? 1 : (int)height;
}

bool canvas_init(struct canvas *canvas, uint64_t width, uint64_t height,
    enum canvas_turn turn, bool is_whole, struct error *err)
{
	uint64_t most = is_whole ? PICTURE_WHOLE_DOTS_MOST
	                         : PICTURE_DOTS_MOST;

	memset(canvas, 0, sizeof(*canvas));
	if (width == 0 || height == 0)
		return error_set(err, ERROR_PICTURE_BROKEN, "", 0);
	if (width > PICTURE_SIDE_MOST || height > PICTURE_SIDE_MOST ||
	    width * height > most)
		return error_set(err, ERROR_PICTURE_TOO_LARGE, "",
		    (long)most);
	canvas->source_width = (int)width;
	canvas->source_height = (int)height;
	fit(canvas, turn);
	canvas->cells = mem_alloc_zero(
	    (size_t)canvas->width * (size_t)canvas->height,
	    sizeof(*canvas->cells));
	return true;
}

void canvas_release(struct canvas *canvas)
{
	free(canvas->cells);
	canvas->cells = NULL;
}

void canvas_rescale(struct canvas *canvas, int width, int height)
{
	canvas->source_width = width;
	canvas->source_height = height;
}

/* --- dots ----------------------------------------------------------------- */

static void add_dot(struct canvas_cell *cell, const uint8_t *dot, int bytes)
{
	uint32_t red = lights[dot[0]], green = lights[dot[1]],
	         blue = lights[dot[2]];

	/* on white: a page is that to most of what is clear in part */
	if (bytes == 4 && dot[3] != 255) {
		uint32_t opaque = dot[3], clear = (255U - opaque) * 65535U;

		red = (red * opaque + clear) / 255;
		green = (green * opaque + clear) / 255;
		blue = (blue * opaque + clear) / 255;
	}
	cell->red += red;
	cell->green += green;
	cell->blue += blue;
	cell->count++;
}

void canvas_add(struct canvas *canvas, int y, int x, int step,
    const uint8_t *dots, int count, int bytes)
{
	struct canvas_cell *row;
	uint64_t width = (uint64_t)canvas->width;

	if (y < 0 || y >= canvas->source_height)
		return;
	row = &canvas->cells[(uint64_t)y * (uint64_t)canvas->height /
	    (uint64_t)canvas->source_height * width];
	for (; count > 0 && x < canvas->source_width; count--) {
		add_dot(&row[(uint64_t)x * width /
		            (uint64_t)canvas->source_width],
		    dots, bytes);
		dots += bytes;
		x += step;
	}
}

/* --- the end -------------------------------------------------------------- */

/* The cell that a dot of the turned picture shows. */
static const struct canvas_cell *cell_of(const struct canvas *canvas,
    enum canvas_turn turn, int x, int y)
{
	int last_x = canvas->width - 1, last_y = canvas->height - 1;
	int from_x = x, from_y = y;

	if (is_on_side(turn)) {
		from_x = y;
		from_y = x;
	}
	if (turn == TURN_MIRROR || turn == TURN_HALF ||
	    turn == TURN_TRANSVERSE || turn == TURN_LEFT)
		from_x = last_x - from_x;
	if (turn == TURN_HALF || turn == TURN_FLIP ||
	    turn == TURN_RIGHT || turn == TURN_TRANSVERSE)
		from_y = last_y - from_y;
	return &canvas->cells[(size_t)from_y * (size_t)canvas->width +
	    (size_t)from_x];
}

void canvas_finish(const struct canvas *canvas, enum canvas_turn turn,
    struct picture *picture)
{
	uint8_t *dot;

	picture->width = is_on_side(turn) ? canvas->height : canvas->width;
	picture->height = is_on_side(turn) ? canvas->width : canvas->height;
	picture->dots = dot = mem_alloc_zero(
	    (size_t)picture->width * (size_t)picture->height, 3);
	for (int y = 0; y < picture->height; y++) {
		for (int x = 0; x < picture->width; x++, dot += 3) {
			const struct canvas_cell *cell = cell_of(canvas,
			    turn, x, y);
			uint64_t count = cell->count, half = count / 2;

			if (count == 0) {
				memset(dot, 255, 3);
				continue;
			}
			dot[0] = light_to_byte(
			    (uint32_t)((cell->red + half) / count));
			dot[1] = light_to_byte(
			    (uint32_t)((cell->green + half) / count));
			dot[2] = light_to_byte(
			    (uint32_t)((cell->blue + half) / count));
		}
	}
}
