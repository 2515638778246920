/*
 * Role: bytes of a picture file → a small picture in the terminal's measure.
 * A picture comes from anybody: its size is judged by its header before
 * anything is decoded, rows are summed up as they come and no more is held
 * than the libraries need. Pure. Thread: any, one picture at a time.
 */
#ifndef PICTURE_PICTURE_H
#define PICTURE_PICTURE_H

#include "base/error.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	/* what is kept of one: as many dots as half blocks can show */
	PICTURE_WIDTH_MOST = 120,
	PICTURE_HEIGHT_MOST = 160,
	/* what may be decoded: 32 million dots, 65500 a side */
	PICTURE_DOTS_MOST = 32 * 1000 * 1000,
	PICTURE_SIDE_MOST = 65500,
	/* where a library needs all of it in memory at once */
	PICTURE_WHOLE_DOTS_MOST = 12 * 1000 * 1000,
};

/* Rows from the top, three bytes a dot (sRGB); on white where it is clear. */
struct picture {
	int width, height;
	uint8_t *dots;
};

/*
 * Read a picture and make it as small as above; to be released. A file that
 * was cut gives what is there, if that is at least half.
 * ERROR_PICTURE_FORMAT (subject: what it is, "" if that is not known),
 * _TOO_LARGE (number: most dots), _BROKEN.
 */
MUST_CHECK bool picture_read(const void *data, size_t len,
    struct picture *picture, struct error *err);
void picture_release(struct picture *picture);

/* Whether this build reads a format: "JPEG", "PNG", "WebP". */
bool picture_can_read(const char *format);

/* What a request for a picture accepts. */
extern const char picture_accept[];

#endif
