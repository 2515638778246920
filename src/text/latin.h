/*
 * Role: what the Latin letters beyond ASCII are made of: the one table that
 * folding, cleaning, ordering and breaking share. Thread: any.
 */
#ifndef TEXT_LATIN_H
#define TEXT_LATIN_H

#include <stddef.h>
#include <stdint.h>

/* Tones in the order of CLDR vi. */
enum latin_tone {
	TONE_LEVEL = 0,
	TONE_HUYEN = 1,
	TONE_HOI = 2,
	TONE_NGA = 3,
	TONE_SAC = 4,
	TONE_NANG = 5,
};

/* Shape: 0 plain; 1 breve, or the stroke of đ; 2 circumflex; 3 horn. */
#define LATIN_TONE(mark) ((mark) & 7)
#define LATIN_SHAPE(mark) ((mark) >> 3 & 3)
#define LATIN_VIETNAMESE 0x40 /* a letter that Vietnamese writes */

struct latin {
	uint16_t lower; /* itself where it is lower case */
	char base;      /* a to z without marks; 0: no such letter */
	uint8_t mark;   /* LATIN_VIETNAMESE, shape << 3, tone */
};

extern const struct latin latin_low[0x250 - 0xC0];
extern const struct latin latin_high[0x1F00 - 0x1E00];

/* The row of a letter of U+00C0..024F or U+1E00..1EFF, or NULL. */
static inline const struct latin *latin_find(uint32_t code)
{
	if (code - 0xC0 < 0x250 - 0xC0)
		return &latin_low[code - 0xC0];
	if (code - 0x1E00 < 0x1F00 - 0x1E00)
		return &latin_high[code - 0x1E00];
	return NULL;
}

#endif
