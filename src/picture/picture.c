#include "picture/picture.h"

#include "picture/formats.h"

#include <stdlib.h>
#include <string.h>

const char picture_accept[] =
#ifdef HAVE_WEBP
    "image/webp, "
#endif
#ifdef HAVE_JPEG
    "image/jpeg, "
#endif
#ifdef HAVE_PNG
    "image/png, "
#endif
    "image/*;q=0.5, */*;q=0.1";

struct format {
	const char *name;
	/* bytes it begins with, and those that follow after 8 of any kind */
	const char *start, *then;
	size_t start_len;
	size_t then_at;
	bool (*read)(const uint8_t *data, size_t len,
	    struct picture *picture, struct error *err);
};

#ifndef HAVE_JPEG
#define jpeg_read NULL
#endif
#ifndef HAVE_PNG
#define png_read NULL
#endif
#ifndef HAVE_WEBP
#define webp_read NULL
#endif

static const struct format formats[] = {
    {"JPEG", "\xff\xd8\xff", "", 3, 3, jpeg_read},
    {"PNG", "\x89PNG\r\n\x1a\n", "", 8, 8, png_read},
    {"WebP", "RIFF", "WEBP", 4, 8, webp_read},
    {"GIF", "GIF8", "", 4, 4, NULL},
    {"AVIF", "\0\0\0", "ftypavif", 3, 4, NULL},
    {"AVIF", "\0\0\0", "ftypavis", 3, 4, NULL},
    {"HEIC", "\0\0\0", "ftyphei", 3, 4, NULL},
    {"JPEG XL", "\xff\x0a", "", 2, 2, NULL},
    {"JPEG XL", "\0\0\0\x0cJXL ", "", 8, 8, NULL},
    {"BMP", "BM", "\0\0\0\0", 2, 6, NULL},
    {"TIFF", "II*\0", "", 4, 4, NULL},
    {"TIFF", "MM\0*", "", 4, 4, NULL},
    {"SVG", "<svg", "", 4, 4, NULL},
    {"SVG", "<?xml", "", 5, 5, NULL},
};

static size_t then_len(const struct format *format)
{
	/* of BMP four NULs: reserved words that are always 0 */
	return format->then[0] == '\0' && format->then_at == 6
	    ? 4
	    : strlen(format->then);
}

static bool is_format(const struct format *format, const void *data,
    size_t len)
{
	return len >= format->then_at + then_len(format) &&
	    memcmp(data, format->start, format->start_len) == 0 &&
	    memcmp((const char *)data + format->then_at, format->then,
	        then_len(format)) == 0;
}

bool picture_read(const void *data, size_t len, struct picture *picture,
    struct error *err)
{
	memset(picture, 0, sizeof(*picture));
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		const struct format *format = &formats[i];

		if (!is_format(format, data, len))
			continue;
		if (format->read == NULL)
			return error_set(err, ERROR_PICTURE_FORMAT,
			    format->name, 0);
		return format->read(data, len, picture, err);
	}
	return error_set(err, ERROR_PICTURE_FORMAT, "", 0);
}

void picture_release(struct picture *picture)
{
	free(picture->dots);
	memset(picture, 0, sizeof(*picture));
}

bool picture_can_read(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return formats[i].read != NULL;
	return false;
}
