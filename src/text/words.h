/*
 * Role: words as search knows them: each in its exact form and in its folded
 * one. Exact is lower case, marks kept, and one spelling of what has two:
 * the tone in the old place (hoà is hòa), a final y after h k l m qu s t as i
 * (Mỹ is Mĩ, quý is quí), đ for eth, digits without their group points
 * (1.234.567 is 1234567), a comma before decimals, 05 as 5. Folded has no
 * marks besides. Parts at all that is neither letter nor digit. Each form
 * read again gives itself. Thread: any.
 *
 * What an index holds was made by this: a change of what comes out needs
 * another WORDS_VERSION.
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	WORDS_VERSION = 3,
	WORD_BYTES_MOST = 64, /* of a form; a longer word is cut */
};

struct word {
	size_t start, len; /* bytes in words.text */
	const char *exact, *folded; /* end in NUL; valid until the next call */
	size_t exact_len, folded_len;
	bool has_marks; /* exact and folded differ */
};

struct words {
	const char *text; /* what was given, or that in NFC */
	size_t len, at;
	size_t parted; /* digits before it are no decimals */
	struct str composed;
	char exact[WORD_BYTES_MOST + 8], folded[WORD_BYTES_MOST + 8];
};

/* text is borrowed until words_release. */
void words_init(struct words *words, const char *text, size_t len);
void words_release(struct words *words);
bool words_next(struct words *words, struct word *word);

#endif
