#include "ui/ime.h"

#include "text/latin.h"
#include "ui/terminal.h"

/* The key that gives a shape: plain, breve or stroke, circumflex, horn. */
static const char telex_shapes[] = {0, 'w', 0, 'w'};
static const char vni_shapes[] = {0, '8', '6', '7'};

/* Level, huyền, hỏi, ngã, sắc, nặng. */
static const char telex_tones[] = {0, 'f', 'r', 'x', 's', 'j'};
static const char vni_tones[] = {0, '2', '3', '4', '1', '5'};

struct letter {
	bool is_vietnamese; /* one with a shape or a tone */
	char base;
	int tone, shape;
	bool is_upper;
};

static struct letter find_letter(int press)
{
	const struct latin *row = press <= 0 ? NULL
	                                     : latin_find((uint32_t)press);
	struct letter letter = {0};

	if (row == NULL || (row->mark & LATIN_VIETNAMESE) == 0)
		return letter;
	letter.is_vietnamese = true;
	letter.base = row->base;
	letter.tone = LATIN_TONE(row->mark);
	letter.shape = LATIN_SHAPE(row->mark);
	letter.is_upper = row->lower != press;
	return letter;
}

static int shape_key(const struct ime *ime, const struct letter *letter)
{
	if (letter->shape == 0)
		return 0;
	if (ime->is_vni)
		return letter->base == 'd' ? '9' : vni_shapes[letter->shape];
	/* a circumflex, and the stroke, are the letter once more */
	if (letter->shape == 2 || letter->base == 'd')
		return letter->base;
	return telex_shapes[letter->shape];
}

/* Tones that arrive as marks of their own (decomposed text). */
static int tone_of_mark(int press)
{
	static const int marks[] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};

	for (int tone = 1; tone < 6; tone++)
		if (marks[tone] == press)
			return tone;
	return 0;
}

static int tone_key(const struct ime *ime, int tone)
{
	return ime->is_vni ? vni_tones[tone] : telex_tones[tone];
}

void ime_begin(struct ime *ime)
{
	ime->has_backspace = false;
}

/* The one key that turned the letter before into this one. */
static int changing_key(const struct ime *ime, const struct letter *letter,
    const struct letter *before)
{
	bool is_same_tone = before->is_vietnamese &&
	    before->tone == letter->tone;
	int shape = shape_key(ime, letter);

	if (letter->tone != 0 && (!is_same_tone || shape == 0))
		return tone_key(ime, letter->tone);
	return shape;
}

size_t ime_take(struct ime *ime, int press, int keys[IME_KEYS_MOST])
{
	struct letter letter = find_letter(press);
	struct letter before = find_letter(ime->last);
	bool is_changed = ime->has_backspace;
	int tone = tone_of_mark(press);

	ime->has_backspace = press == PRESS_BACKSPACE;
	if (ime->has_backspace)
		return 0;
	ime->last = letter.is_vietnamese ? press : 0;
	if (tone != 0) {
		keys[0] = tone_key(ime, tone);
		return 1;
	}
	if (!letter.is_vietnamese) {
		keys[0] = press;
		return 1;
	}
	if (is_changed) {
		keys[0] = changing_key(ime, &letter, &before);
		return keys[0] != 0 ? 1 : 0;
	}
	/* ư is typed by w alone */
	keys[0] = letter.base == 'u' && letter.shape == 3 ? 'w' : letter.base;
	if (letter.is_upper)
		keys[0] += 'A' - 'a';
	if (letter.tone == 0)
		return 1;
	keys[1] = tone_key(ime, letter.tone);
	return 2;
}
