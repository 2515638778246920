/*
 * Role: a file of each format, read with its library into a canvas. What a
 * build lacks is not there. Inside the room only. Errors as picture_read's.
 */
#ifndef PICTURE_FORMATS_H
#define PICTURE_FORMATS_H

#include "picture/picture.h"

#ifdef HAVE_JPEG
MUST_CHECK bool jpeg_read(const uint8_t *data, size_t len,
    struct picture *picture, struct error *err);
#endif
#ifdef HAVE_PNG
MUST_CHECK bool png_read(const uint8_t *data, size_t len,
    struct picture *picture, struct error *err);
#endif
#ifdef HAVE_WEBP
MUST_CHECK bool webp_read(const uint8_t *data, size_t len,
    struct picture *picture, struct error *err);
#endif

#endif
