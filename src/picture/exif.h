/*
 * Role: how a camera was held: Exif's Orientation. Inside the room only.
 */
#ifndef PICTURE_EXIF_H
#define PICTURE_EXIF_H

#include "picture/canvas.h"

/* Of an APP1 segment, or a chunk, without its own head; else TURN_NONE. */
enum canvas_turn exif_turn(const uint8_t *data, size_t len);

#endif
