#include "picture/exif.h"

#include <string.h>

enum {
	TAG_ORIENTATION = 0x0112,
	TYPE_SHORT = 3,
	ENTRY_BYTES = 12,
	HEAD_BYTES = 6, /* "Exif", NUL, NUL */
};

struct reader {
	const uint8_t *data;
	size_t len;
	bool is_big; /* "MM": the high byte is first */
};

/* A number of 2 or 4 bytes; 0 where the data ends before it. */
static uint32_t read_number(const struct reader *reader, size_t at,
    size_t bytes)
{
	uint32_t number = 0;

	if (at > reader->len || reader->len - at < bytes)
		return 0;
	for (size_t i = 0; i < bytes; i++)
		number = number << 8 |
		    reader->data[reader->is_big ? at + i
		                                : at + bytes - 1 - i];
	return number;
}

enum canvas_turn exif_turn(const uint8_t *data, size_t len)
{
	struct reader reader = {.data = data, .len = len};
	size_t at;
	uint32_t count;

	if (len > HEAD_BYTES && memcmp(data, "Exif\0\0", HEAD_BYTES) == 0) {
		reader.data += HEAD_BYTES;
		reader.len -= HEAD_BYTES;
	}
	if (reader.len < 8 || (memcmp(reader.data, "II*\0", 4) != 0 &&
	        memcmp(reader.data, "MM\0*", 4) != 0))
		return TURN_NONE;
	reader.is_big = reader.data[0] == 'M';
	/* TIFF 6.0 §2: the first directory of tags */
	at = read_number(&reader, 4, 4);
	count = read_number(&reader, at, 2);
	for (at += 2; count > 0 && at + ENTRY_BYTES <= reader.len; count--) {
		if (read_number(&reader, at, 2) == TAG_ORIENTATION &&
		    read_number(&reader, at + 2, 2) == TYPE_SHORT) {
			uint32_t turn = read_number(&reader, at + 8, 2);

			return turn >= TURN_NONE && turn <= TURN_LEFT
			    ? (enum canvas_turn)turn
			    : TURN_NONE;
		}
		at += ENTRY_BYTES;
	}
	return TURN_NONE;
}
