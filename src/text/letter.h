/*
 * Role: single characters as folding and the parting of words look at them.
 * Inside the room only. Thread: any.
 */
#ifndef TEXT_LETTER_H
#define TEXT_LETTER_H

#include "text/utf8.h"

/* How a character stands in a row of words. */
enum letter_class { LETTER_NONE, LETTER_ANY, LETTER_DIGIT, LETTER_WHOLE };

enum letter_class letter_classify(uint32_t code);

uint32_t letter_lower(uint32_t code);

/* What a byte of ASCII is folded to in a word; 0: it parts words. */
extern const char letter_ascii[128];

static inline bool letter_is_mark(uint32_t code)
{
	return code >= 0x300 && code < 0x370;
}

/* As utf8_read. */
static inline uint32_t letter_read(const char *text, size_t len, size_t *used)
{
	const unsigned char *bytes = (const unsigned char *)text;

	/* U+1E00 to U+1EFF: every fourth letter of Vietnamese */
	if (len > 2 && bytes[0] == 0xE1 && (bytes[1] & 0xFC) == 0xB8 &&
	    (bytes[2] & 0xC0) == 0x80) {
		*used = 3;
		return 0x1000 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
	}
	return utf8_read(text, len, used);
}

#endif
