#include "text/words.h"

#include "text/clean.h"
#include "text/latin.h"
#include "text/letter.h"

#include <string.h>

static bool needs_composing(const char *text, size_t len)
{
	return memchr(text, 0xCC, len) != NULL ||
	    memchr(text, 0xCD, len) != NULL;
}

void words_init(struct words *words, const char *text, size_t len)
{
	words->text = text;
	words->len = len;
	words->at = words->parted = 0;
	words->composed = (struct str){0};
	if (!needs_composing(text, len))
		return;
	str_init(&words->composed);
	text_compose(&words->composed, text, len);
	words->text = words->composed.data;
	words->len = words->composed.len;
}

void words_release(struct words *words)
{
	if (words->composed.cap > 0)
		str_release(&words->composed);
}

/* A word on its way: both forms, and the first letters of the exact one. */
struct forming {
	char *exact, *folded;
	size_t exact_len, folded_len;
	uint32_t codes[4]; /* the last four, the newest first */
	size_t count;
	bool has_marks, is_cut;
};

static void note_code(struct forming *forming, uint32_t code)
{
	forming->codes[3] = forming->codes[2];
	forming->codes[2] = forming->codes[1];
	forming->codes[1] = forming->codes[0];
	forming->codes[0] = code;
	forming->count++;
}

static void add_ascii(struct forming *forming, char c)
{
	if (forming->exact_len >= WORD_BYTES_MOST) {
		forming->is_cut = true;
		return;
	}
	forming->exact[forming->exact_len++] = c;
	forming->folded[forming->folded_len++] = c;
	note_code(forming, (unsigned char)c);
}

static void add_code(struct forming *forming, uint32_t code)
{
	const struct latin *latin;

	if (forming->exact_len + 4 > WORD_BYTES_MOST) {
		forming->is_cut = true;
		return;
	}
	code = letter_lower(code);
	/* eth and its like are đ, mistyped */
	if (code == 0xF0 || code == 0x256)
		code = 0x111;
	latin = latin_find(code);
	forming->exact_len += utf8_write(forming->exact + forming->exact_len,
	    code);
	note_code(forming, code);
	if (latin != NULL && latin->base != '\0') {
		forming->folded[forming->folded_len++] = latin->base;
		forming->has_marks = true;
	} else if (letter_is_mark(code)) {
		forming->has_marks = true;
	} else {
		forming->folded_len += utf8_write(
		    forming->folded + forming->folded_len, code);
	}
}

/* --- one spelling of what has two ----------------------------------------- */

static const uint16_t toned_i[] = {'i', 0xEC, 0x1EC9, 0x129, 0xED, 0x1ECB};
static const uint16_t toned_o[] = {'o', 0xF2, 0x1ECF, 0xF5, 0xF3, 0x1ECD};
static const uint16_t toned_u[] = {'u', 0xF9, 0x1EE7, 0x169, 0xFA, 0x1EE5};

static size_t width_of(uint32_t code)
{
	char bytes[4];

	return utf8_write(bytes, code);
}

/* Base and tone of a vowel without a shape mark; false: another letter. */
static bool read_vowel(uint32_t code, char *base, unsigned *tone)
{
	const struct latin *latin = latin_find(code);

	*tone = 0;
	*base = code < 0x80 ? (char)code : '\0';
	if (latin == NULL)
		return code < 0x80;
	*base = latin->base;
	*tone = LATIN_TONE(latin->mark);
	return (latin->mark & LATIN_VIETNAMESE) != 0 &&
	    LATIN_SHAPE(latin->mark) == 0;
}

/* quý and quí, kỹ and kĩ: only where y alone is the rhyme. */
static void settle_y(struct forming *forming, unsigned tone)
{
	bool is_alone = forming->count == 2 && forming->codes[1] < 0x80 &&
	    strchr("hklmst", (int)forming->codes[1]) != NULL;
	bool is_qu = forming->count == 3 && forming->codes[1] == 'u' &&
	    forming->codes[2] == 'q';

	if (!is_alone && !is_qu)
		return;
	forming->exact_len -= width_of(forming->codes[0]);
	forming->exact_len += utf8_write(forming->exact + forming->exact_len,
	    toned_i[tone]);
	forming->folded[forming->folded_len - 1] = 'i';
}

/*
 * Open syllables in oa, oe and uy take the tone on either vowel (hòa, hoà),
 * but not after q, where u belongs to the consonant.
 */
static void settle_tone(struct forming *forming, char base, unsigned tone)
{
	uint32_t first = forming->codes[1], toned;

	if (first == 'o' && (base == 'a' || base == 'e'))
		toned = toned_o[tone];
	else if (first == 'u' && base == 'y' && forming->codes[2] != 'q')
		toned = toned_u[tone];
	else
		return;
	forming->exact_len -= 1 + width_of(forming->codes[0]);
	forming->exact_len += utf8_write(forming->exact + forming->exact_len,
	    toned);
	forming->exact[forming->exact_len++] = base;
}

static void settle_syllable(struct forming *forming)
{
	unsigned tone;
	char base;

	if (forming->count < 2 || forming->is_cut ||
	    !read_vowel(forming->codes[0], &base, &tone))
		return;
	if (base == 'y')
		settle_y(forming, tone);
	if (tone != 0)
		settle_tone(forming, base, tone);
}

/* --- numbers ---------------------------------------------------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits and the points and commas between them, as they stand in a text. */
struct number {
	const char *text;
	size_t first; /* digits before the first separator */
	size_t len;   /* of all */
	size_t points, commas;
	size_t grouped;   /* separators that three digits follow */
	size_t last;      /* where the last separator stands */
};

static void scan_number(const char *text, size_t len, struct number *number)
{
	size_t at = 0, digits = 0;

	memset(number, 0, sizeof(*number));
	number->text = text;
	for (; at < len; at++) {
		if (is_digit(text[at])) {
			digits++;
			continue;
		}
		if ((text[at] != '.' && text[at] != ',') || digits == 0 ||
		    at + 1 == len || !is_digit(text[at + 1]))
			break;
		if (number->points + number->commas == 0)
			number->first = digits;
		else
			number->grouped += digits == 3;
		number->points += text[at] == '.';
		number->commas += text[at] == ',';
		number->last = at;
		digits = 0;
	}
	number->len = at;
	if (number->points + number->commas == 0)
		number->first = digits;
	else
		number->grouped += digits == 3;
}

/*
 * How many bytes are one number: all, or those before the first separator
 * where they are none (a date, an address). *decimals is where the part after
 * the comma begins; 0: it has none.
 */
static size_t judge_number(const struct number *number, size_t *decimals)
{
	size_t separators = number->points + number->commas;
	bool is_short = number->first <= 3;

	*decimals = 0;
	if (separators == 0)
		return number->len;
	/* 1.234.567 and 1,234,567, but 1,234 is a decimal, as written here */
	if (is_short && number->grouped == separators &&
	    (number->commas == 0 || (number->points == 0 && separators > 1)))
		return number->len;
	*decimals = number->last + 1;
	if (separators == 1)
		return number->len;
	/* 1.234,5 and 1,234.5: the last one of its kind */
	if (is_short && number->grouped + 1 >= separators &&
	    ((number->commas == 1 && number->text[number->last] == ',') ||
	    (number->points == 1 && number->text[number->last] == '.')))
		return number->len;
	*decimals = 0;
	return number->first;
}

static bool is_joined(const char *text, size_t len, size_t at)
{
	size_t used;

	return at < len &&
	    letter_classify(letter_read(text + at, len - at, &used)) !=
	    LETTER_NONE;
}

/* Take the number at words->at; the bytes it has, 0: it is part of a word. */
static size_t take_number(struct words *words, struct forming *forming)
{
	const char *text = words->text + words->at;
	size_t len = words->len - words->at, decimals, size;
	struct number number;

	scan_number(text, len, &number);
	/* 5G, 19h30 */
	if (is_joined(text, len, number.first))
		return 0;
	size = judge_number(&number, &decimals);
	if (size < number.len)
		words->parted = words->at + number.len;
	if (words->at < words->parted) {
		size = number.first;
		decimals = 0;
	}
	for (size_t i = 0; i < size; i++) {
		if (i + 1 == decimals)
			add_ascii(forming, ',');
		else if (is_digit(text[i]))
			add_ascii(forming, text[i]);
	}
	/* 05/9 is 5/9 */
	if (size == 2 && text[0] == '0') {
		forming->exact[0] = forming->folded[0] = text[1];
		forming->exact_len = forming->folded_len = 1;
	}
	return size;
}

/* --- the walk ----------------------------------------------------------------- */

static bool skip_between(struct words *words)
{
	size_t used;

	while (words->at < words->len) {
		const char *at = words->text + words->at;

		if ((unsigned char)*at < 0x80) {
			if (letter_ascii[(unsigned char)*at] != '\0')
				return true;
			words->at++;
			continue;
		}
		if (letter_classify(letter_read(at, words->len - words->at,
		    &used)) != LETTER_NONE)
			return true;
		words->at += used;
	}
	return false;
}

/* The letters and digits at words->at; the bytes they have. */
static size_t take_letters(const struct words *words,
    struct forming *forming)
{
	const char *text = words->text + words->at;
	size_t len = words->len - words->at, at = 0, used;

	while (at < len) {
		unsigned char byte = (unsigned char)text[at];
		enum letter_class class;
		uint32_t code;

		if (byte < 0x80) {
			if (letter_ascii[byte] == '\0')
				break;
			add_ascii(forming, letter_ascii[byte]);
			at++;
			continue;
		}
		code = letter_read(text + at, len - at, &used);
		class = letter_classify(code);
		if (class == LETTER_NONE || (class == LETTER_WHOLE && at > 0))
			break;
		add_code(forming, code);
		at += used;
		if (class == LETTER_WHOLE)
			break;
	}
	return at;
}

bool words_next(struct words *words, struct word *word)
{
	struct forming forming = {.exact = words->exact,
	    .folded = words->folded};

	if (!skip_between(words))
		return false;
	word->start = words->at;
	word->len = 0;
	if (is_digit(words->text[words->at]))
		word->len = take_number(words, &forming);
	if (word->len == 0) {
		word->len = take_letters(words, &forming);
		settle_syllable(&forming);
	}
	words->at += word->len;
	words->exact[forming.exact_len] = '\0';
	words->folded[forming.folded_len] = '\0';
	word->exact = words->exact;
	word->exact_len = forming.exact_len;
	word->folded = words->folded;
	word->folded_len = forming.folded_len;
	word->has_marks = forming.has_marks;
	return true;
}
