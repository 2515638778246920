/*
 * Role: where a picture's dots are summed up, in linear light, into the few
 * that are kept. Memory is that of the small picture. Inside the room only.
 */
#ifndef PICTURE_CANVAS_H
#define PICTURE_CANVAS_H

#include "picture/picture.h"

/* How a picture is to be turned; Exif 2.32, 4.6.4, tag Orientation. */
enum canvas_turn {
	TURN_NONE = 1,
	TURN_MIRROR = 2,
	TURN_HALF = 3,
	TURN_FLIP = 4,
	TURN_TRANSPOSE = 5,
	TURN_RIGHT = 6,
	TURN_TRANSVERSE = 7,
	TURN_LEFT = 8,
};

struct canvas {
	int source_width, source_height; /* of what comes */
	int width, height;               /* of what is kept */
	struct canvas_cell {
		uint64_t red, green, blue, count;
	} *cells;
};

/*
 * ERROR_PICTURE_TOO_LARGE, _BROKEN where a side is 0. is_whole: the library
 * holds all of it in memory. To be released.
 */
MUST_CHECK bool canvas_init(struct canvas *canvas, uint64_t width,
    uint64_t height, enum canvas_turn turn, bool is_whole,
    struct error *err);
void canvas_release(struct canvas *canvas);

/* The same file at another scale: its library makes it smaller. */
void canvas_rescale(struct canvas *canvas, int width, int height);

/*
 * Add count dots of a row, the first in column x, each step columns behind
 * the last; of 3 bytes, or of 4 with how opaque they are.
 */
void canvas_add(struct canvas *canvas, int y, int x, int step,
    const uint8_t *dots, int count, int bytes);

/* What came; dots that did not are white. */
void canvas_finish(const struct canvas *canvas, enum canvas_turn turn,
    struct picture *picture);

/* Between a byte of sRGB and light (IEC 61966-2-1), 0 to 65535. */
uint16_t light_of(uint8_t value);
uint8_t light_to_byte(uint32_t light);

#endif
