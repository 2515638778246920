/* The table of letters against the Unicode data of libunistring. */
#include "support/tap.h"
#include "text/latin.h"

#include <unicase.h>
#include <uninorm.h>
#include <string.h>

static uint32_t find_base(uint32_t code)
{
	/* strokes have no decomposition */
	static const struct {
		uint32_t letter;
		char base;
	} strokes[] = {{0xF0, 'd'}, {0xF8, 'o'}, {0x111, 'd'}, {0x127, 'h'},
	    {0x131, 'i'}, {0x142, 'l'}, {0x167, 't'}, {0x17F, 's'},
	    {0x180, 'b'}, {0x256, 'd'}, {0x1E9C, 's'}, {0x1E9D, 's'}};
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	uint32_t base = uc_tolower(code);

	while (uc_canonical_decomposition(base, parts) > 0)
		base = parts[0];
	for (size_t i = 0; i < ARRAY_LEN(strokes); i++)
		if (base == strokes[i].letter)
			return (uint32_t)strokes[i].base;
	return base;
}

static void test_rows(uint32_t from, uint32_t to)
{
	int wrong = 0;

	for (uint32_t code = from; code < to; code++) {
		const struct latin *row = latin_find(code);
		uint32_t base = find_base(code);

		if (row->lower != uc_tolower(code)) {
			tap_note("U+%04X lowers to U+%04X, not U+%04X", code,
			    uc_tolower(code), row->lower);
			wrong++;
		}
		if (row->base != 0 ? (uint32_t)row->base != base
		                   : base - 'a' < 26) {
			tap_note("U+%04X is based on U+%04X, not %d", code,
			    base, row->base);
			wrong++;
		}
	}
	tap_number(wrong, 0, "U+%04X to U+%04X", from, to - 1);
}

/* Each vowel of the language in each tone, composed by the library. */
static void test_vietnamese(void)
{
	static const struct {
		char base;
		unsigned shape;
		uint32_t mark;
	} vowels[] = {{'a', 0, 0}, {'a', 1, 0x306}, {'a', 2, 0x302},
	    {'e', 0, 0}, {'e', 2, 0x302}, {'i', 0, 0}, {'o', 0, 0},
	    {'o', 2, 0x302}, {'o', 3, 0x31B}, {'u', 0, 0}, {'u', 3, 0x31B},
	    {'y', 0, 0}};
	static const uint32_t tones[] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};
	int wrong = 0;

	for (size_t i = 0; i < ARRAY_LEN(vowels); i++) {
		for (unsigned tone = 0; tone < 6; tone++) {
			uint32_t code = (uint32_t)vowels[i].base;
			const struct latin *row;

			if (vowels[i].mark != 0)
				code = uc_composition(code, vowels[i].mark);
			if (tone == TONE_NANG && vowels[i].shape == 2)
				code = uc_composition(
				    uc_composition((uint32_t)vowels[i].base,
				        0x323), 0x302);
			else if (tone == TONE_NANG && vowels[i].shape == 1)
				code = uc_composition(uc_composition('a', 0x323),
				    0x306);
			else if (tone > 0)
				code = uc_composition(code, tones[tone]);
			if (code < 0x80)
				continue;
			row = latin_find(code);
			if (row == NULL || row->base != vowels[i].base ||
			    LATIN_TONE(row->mark) != tone ||
			    LATIN_SHAPE(row->mark) != vowels[i].shape ||
			    (row->mark & LATIN_VIETNAMESE) == 0) {
				tap_note("wrong row for U+%04X", code);
				wrong++;
			}
		}
	}
	tap_number(wrong, 0, "all vowels in all tones");
	tap_ok(latin_find(0x110)->lower == 0x111 &&
	        latin_find(0x111)->mark == (LATIN_VIETNAMESE | 1 << 3),
	    "đ is Vietnamese");
	tap_ok(latin_find('a') == NULL && latin_find(0x250) == NULL &&
	        latin_find(0x1DFF) == NULL && latin_find(0x1F00) == NULL,
	    "nothing outside the table");
}

int main(void)
{
	test_rows(0xC0, 0x250);
	test_rows(0x1E00, 0x1F00);
	test_vietnamese();
	return tap_end();
}
