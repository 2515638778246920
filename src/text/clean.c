#include "text/clean.h"

#include "text/latin.h"
#include "text/machine.h"
#include "text/utf8.h"
#include "text/width.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

enum {
	TAB_STOP = 8,
	/* what a cell of the terminal library holds beside the letter */
	MARKS_MOST = 4,
};

/*
 * Which text is in NFC and free of all that is dropped; ASCII's white space
 * is no matter. Nearly all Vietnamese text is such throughout, so this is the
 * cleaning that most text gets: by a table of states (text/machine.h).
 */
enum {
	WHOLE = 0, /* between characters */
	ODD = 6,   /* met what is to be looked at closer, or composed */
	LAST = 12, /* any tail ends the character */
	AFTER_C2 = 18, /* U+00A1 to U+00BF but for the soft hyphen */
	AFTER_C3 = 24, /* but eth */
	AFTER_C6 = 30, /* C9 as well: but for Ɖ and ɖ */
	AFTER_E1 = 36, /* U+1E80 to U+1EFF */
	AFTER_E2 = 42,
	AFTER_E2_80 = 48, /* quotes, dashes, dots: U+2010..27, U+2030..3F */
	AFTER_E2_82 = 54, /* signs of money: U+20A0..BF */
};

#define AT MACHINE_AT
#define FIRST(next)                                                            \
	(AT(WHOLE, next) | AT(ODD, ODD) | AT(LAST, ODD) | AT(AFTER_C2, ODD) |  \
	    AT(AFTER_C3, ODD) | AT(AFTER_C6, ODD) | AT(AFTER_E1, ODD) |        \
	    AT(AFTER_E2, ODD) | AT(AFTER_E2_80, ODD) | AT(AFTER_E2_82, ODD))
#define TAIL(c2, c3, c6, e1, e2, e2_80, e2_82)                                 \
	(AT(WHOLE, ODD) | AT(ODD, ODD) | AT(LAST, WHOLE) | AT(AFTER_C2, c2) |  \
	    AT(AFTER_C3, c3) | AT(AFTER_C6, c6) | AT(AFTER_E1, e1) |           \
	    AT(AFTER_E2, e2) | AT(AFTER_E2_80, e2_80) |                        \
	    AT(AFTER_E2_82, e2_82))
#define GOOD FIRST(WHOLE)
#define BAD FIRST(ODD)
#define TWO FIRST(LAST)
#define LOW TAIL(ODD, WHOLE, WHOLE, ODD, ODD, ODD, ODD)   /* 80 to 8F */
#define MID TAIL(ODD, WHOLE, WHOLE, ODD, ODD, WHOLE, ODD) /* 90 to 9F */
#define HIGH TAIL(WHOLE, WHOLE, WHOLE, ODD, ODD, WHOLE, WHOLE)
#define HIGH_GAP TAIL(WHOLE, WHOLE, WHOLE, ODD, ODD, ODD, WHOLE)
#define LATIN TAIL(WHOLE, WHOLE, WHOLE, LAST, ODD, WHOLE, WHOLE)
#define X3(row) row, row, row
#define X4(row) row, X3(row)
#define X5(row) row, X4(row)
#define X7(row) X3(row), X4(row)
#define X9(row) X5(row), X4(row)
#define X16(row) X7(row), X9(row)

static const uint64_t rows[256] = {
    X9(BAD), X5(GOOD), BAD, BAD, /* 00 */
    X16(BAD), X16(GOOD), X16(GOOD), X16(GOOD), X16(GOOD), X16(GOOD),
    X7(GOOD), X4(GOOD), X4(GOOD), BAD, /* 70 */
    TAIL(ODD, WHOLE, WHOLE, ODD, AFTER_E2_80, ODD, ODD), LOW,
    TAIL(ODD, WHOLE, WHOLE, ODD, AFTER_E2_82, ODD, ODD), LOW, X5(LOW),
    TAIL(ODD, WHOLE, ODD, ODD, ODD, ODD, ODD), LOW, X5(LOW), /* 89: Ɖ */
    TAIL(ODD, ODD, WHOLE, ODD, ODD, WHOLE, ODD), X5(MID),    /* 90: Ð */
    TAIL(ODD, WHOLE, ODD, ODD, ODD, WHOLE, ODD), X9(MID),    /* 96: ɖ */
    TAIL(ODD, WHOLE, WHOLE, ODD, ODD, WHOLE, WHOLE), X7(HIGH), /* A0 */
    X5(HIGH_GAP), TAIL(ODD, WHOLE, WHOLE, ODD, ODD, ODD, WHOLE),
    HIGH_GAP, HIGH_GAP,
    TAIL(WHOLE, ODD, WHOLE, ODD, ODD, WHOLE, WHOLE), X9(HIGH), /* B0: ð */
    LATIN, LATIN, X4(HIGH),
    BAD, BAD, FIRST(AFTER_C2), FIRST(AFTER_C3), TWO, TWO, /* C0 */
    FIRST(AFTER_C6), TWO, TWO, FIRST(AFTER_C6), TWO, TWO, X4(BAD),
    X16(BAD), /* D0: marks, Greek, Cyrillic */
    BAD, FIRST(AFTER_E1), FIRST(AFTER_E2), X4(BAD), X9(BAD), /* E0 */
    X16(BAD),
};

static bool is_plain(const char *text, size_t len)
{
	return machine_run(rows, WHOLE, text, len) == WHOLE;
}

/* The bytes of whole characters at the start that need nothing done. */
static size_t count_plain(const char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;
	uint64_t state = WHOLE;
	size_t plain = 0;

	for (size_t i = 0; i < len && (state & MACHINE_STATE) != ODD; i++) {
		state = machine_step(rows, state, bytes[i]);
		if ((state & MACHINE_STATE) == WHOLE)
			plain = i + 1;
	}
	return plain;
}

/* Ð ð Ɖ ɖ, which look like Đ and đ, or are lower-cased from what does. */
static bool is_twin(const unsigned char *text)
{
	return (text[0] == 0xC3 && (text[1] & 0xDF) == 0x90) ||
	    (text[0] == 0xC6 && text[1] == 0x89) ||
	    (text[0] == 0xC9 && text[1] == 0x96);
}

/*
 * A tone typed before the circumflex or breve (a U+0301 U+0302) has no
 * composition: both are of class 230, so that UAX #15 keeps their order. The
 * shape is part of the letter, the tone is not: the shape goes first.
 */
static void order_marks(unsigned char *text, size_t len)
{
	unsigned char base = 0;

	for (size_t i = 0; i + 1 < len; i++) {
		bool has_shape;

		if (text[i] != 0xCC) {
			base = (text[i] & 0xC0) == 0x80 ? base : text[i] | 0x20;
			continue;
		}
		has_shape = i + 3 < len && text[i + 2] == 0xCC &&
		    ((text[i + 3] == 0x82 && strchr("aeo", base) != NULL) ||
		        (text[i + 3] == 0x86 && base == 'a'));
		if (has_shape && base != 0 &&
		    (text[i + 1] == 0x80 || text[i + 1] == 0x81 ||
		        text[i + 1] == 0x83 || text[i + 1] == 0x89)) {
			unsigned char tone = text[i + 1];

			text[i + 1] = text[i + 3];
			text[i + 3] = tone;
		}
		i++;
	}
}

static bool has_marks(const char *text, size_t len)
{
	return memchr(text, 0xCC, len) != NULL ||
	    memchr(text, 0xCD, len) != NULL;
}

static void add_normalized(struct str *out, const char *text, size_t len)
{
	const uint8_t *source = (const uint8_t *)text;
	uint8_t *parted = NULL, *whole;
	size_t parted_len = len, whole_len = 0;

	if (has_marks(text, len)) {
		parted = u8_normalize(UNINORM_NFD, source, len, NULL,
		    &parted_len);
		if (parted == NULL)
			fatal("out of memory");
		order_marks(parted, parted_len);
		source = parted;
	}
	whole = u8_normalize(UNINORM_NFC, source, parted_len, NULL, &whole_len);
	if (whole == NULL)
		fatal("out of memory");
	str_add_len(out, (const char *)whole, whole_len);
	free(whole);
	free(parted);
}

void text_compose(struct str *out, const char *text, size_t len)
{
	size_t plain = count_plain(text, len);
	struct str repaired;

	/* a mark may belong to the last plain letter */
	while (plain > 0 && plain < len && text[plain] != ' ')
		plain--;
	str_add_len(out, text, plain);
	text += plain;
	len -= plain;
	if (len == 0)
		return;
	if (utf8_is_valid(text, len)) {
		add_normalized(out, text, len);
		return;
	}
	str_init(&repaired);
	utf8_repair(&repaired, text, len);
	add_normalized(out, repaired.data, repaired.len);
	str_release(&repaired);
}

/* What becomes of a character of composed text. */
enum fate {
	FATE_KEEP,
	FATE_DROP,
	FATE_BLANK,
	FATE_TAB,
	FATE_FEED,   /* ends a line */
	FATE_RETURN, /* ends a line, unless a line feed follows */
	FATE_JOINER, /* ZWJ, ZWNJ */
	FATE_MARK,
};

static enum fate judge_control(uint32_t code)
{
	if (code == '\t')
		return FATE_TAB;
	if (code == '\n')
		return FATE_FEED;
	if (code == '\r')
		return FATE_RETURN;
	/* vertical tab, form feed, NEL */
	return code == 0x0B || code == 0x0C || code == 0x85 ? FATE_BLANK
	                                                    : FATE_DROP;
}

/* General punctuation, U+2000 to U+206F: blanks, joiners, directions. */
static enum fate judge_general(uint32_t code)
{
	if (code <= 0x200A || code == 0x202F || code == 0x205F)
		return FATE_BLANK;
	if (code == 0x200C || code == 0x200D)
		return FATE_JOINER;
	if (code == 0x2028 || code == 0x2029)
		return FATE_FEED;
	if (code <= 0x200F || (code >= 0x202A && code <= 0x202E) ||
	    code >= 0x2060)
		return FATE_DROP;
	return FATE_KEEP;
}

static enum fate judge(uint32_t code)
{
	if (code < 0x20 || (code >= 0x7F && code < 0xA0))
		return judge_control(code);
	if (code == ' ' || code == 0xA0 || code == 0x1680)
		return FATE_BLANK;
	if (code == 0xAD || code == 0x034F || code == 0x061C || code == 0x180E)
		return FATE_DROP;
	if (code >= 0x0300 && code < 0x0370)
		return FATE_MARK;
	if (code >= 0x2000 && code < 0x2070)
		return judge_general(code);
	if (code >= 0xFE00 && code <= 0xFE0F) /* variation selectors */
		return FATE_DROP;
	if (code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFC))
		return FATE_DROP;
	/* tags; private use, whose pictures are a web font's */
	if (code >= 0xE0000 || (code >= 0xE000 && code < 0xF900))
		return FATE_DROP;
	if ((code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code < 0xFDF0))
		return FATE_DROP; /* noncharacters */
	return FATE_KEEP;
}

/* The bullets of Word's Symbol and Wingdings, which lie in private use. */
static uint32_t map_symbol(uint32_t code)
{
	switch (code) {
	case 0xF02D:
		return '-';
	case 0xF0A7:
		return 0x25AA;
	case 0xF0B7:
		return 0x2022;
	case 0xF0D8:
		return 0x27A2;
	case 0xF0E0:
		return 0x2192;
	case 0xF0FC:
		return 0x2713;
	default:
		return code;
	}
}

static bool is_letter(uint32_t code)
{
	return ((code | 0x20) >= 'a' && (code | 0x20) <= 'z') ||
	    (latin_find(code) != NULL && code != 0xD7 && code != 0xF7);
}

struct cleaner {
	struct str *out;
	uint32_t last;   /* kept before; 0: none, or white space */
	uint32_t joiner; /* kept if what follows is no letter; or 0 */
	int marks;       /* on the last */
	int column;
	bool is_block;
};

static void clean_white(struct cleaner *cleaner, enum fate fate)
{
	cleaner->last = cleaner->joiner = 0;
	if (fate == FATE_FEED || fate == FATE_RETURN) {
		str_add_char(cleaner->out, cleaner->is_block ? '\n' : ' ');
		cleaner->column = 0;
		return;
	}
	do {
		str_add_char(cleaner->out, ' ');
		cleaner->column++;
	} while (cleaner->is_block && fate == FATE_TAB &&
	    cleaner->column % TAB_STOP != 0);
}

static void clean_mark(struct cleaner *cleaner, uint32_t code)
{
	/* on nothing, or on the letter before the blank, it is a slip */
	if (cleaner->last == 0 || cleaner->marks == MARKS_MOST)
		return;
	cleaner->marks++;
	cleaner->joiner = 0;
	utf8_add(cleaner->out, code);
}

static void clean_kept(struct cleaner *cleaner, uint32_t code)
{
	if (cleaner->joiner != 0 && cleaner->last != 0 &&
	    !is_letter(cleaner->last) && !is_letter(code))
		utf8_add(cleaner->out, cleaner->joiner);
	cleaner->joiner = 0;
	cleaner->marks = 0;
	cleaner->last = code;
	cleaner->column += text_width_char(code);
	utf8_add(cleaner->out, code);
}

/* next: the character that follows, 0 at the end. */
static void clean_char(struct cleaner *cleaner, uint32_t code, uint32_t next)
{
	enum fate fate = judge(code);

	switch (fate) {
	case FATE_KEEP:
		clean_kept(cleaner, code);
		break;
	case FATE_MARK:
		clean_mark(cleaner, code);
		break;
	case FATE_JOINER:
		cleaner->joiner = code;
		break;
	case FATE_RETURN:
		if (next != '\n')
			clean_white(cleaner, fate);
		break;
	case FATE_BLANK:
	case FATE_TAB:
	case FATE_FEED:
		clean_white(cleaner, fate);
		break;
	case FATE_DROP:
		break;
	}
}

/* Append composed text without what is dropped. */
static void filter(struct str *out, const char *text, size_t len,
    bool is_block)
{
	struct cleaner cleaner = {.out = out, .is_block = is_block};
	size_t at = 0, used;

	while (at < len) {
		uint32_t code, next = 0;

		code = utf8_read(text + at, len - at, &used);
		at += used;
		if (at < len)
			next = utf8_read(text + at, len - at, &used);
		clean_char(&cleaner, map_symbol(code), next);
	}
}

/* Whether the letter at text (two bytes at least) is only Vietnamese. */
static bool is_own_letter(const unsigned char *text, size_t left)
{
	switch (text[0]) {
	case 0xC4: /* ă đ ĩ */
		return (text[1] & 0xFE) == 0x82 || (text[1] & 0xFE) == 0x90 ||
		    (text[1] & 0xFE) == 0xA8;
	case 0xC5: /* ũ */
		return (text[1] & 0xFE) == 0xA8;
	case 0xC6: /* ơ ư */
		return text[1] == 0xA0 || text[1] == 0xA1 || text[1] == 0xAF ||
		    text[1] == 0xB0;
	case 0xCC: /* hook above, horn, dot below, where not composed */
		return text[1] == 0x89 || text[1] == 0x9B || text[1] == 0xA3;
	case 0xE1: /* U+1EA0 to U+1EF9 */
		if (left < 3)
			return false;
		return (text[1] == 0xBA && text[2] >= 0xA0) ||
		    (text[1] == 0xBB && text[2] <= 0xB9);
	default:
		return false;
	}
}

bool text_is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) ||
	    code == 0x061C || code == 0x200E || code == 0x200F ||
	    (code >= 0x2028 && code <= 0x202E) ||
	    (code >= 0x2066 && code <= 0x2069);
}

void text_add_shown(struct str *out, const char *text, size_t len)
{
	size_t used;

	for (size_t at = 0; at < len; at += used) {
		uint32_t code = utf8_read(text + at, len - at, &used);

		utf8_add(out, text_is_control(code) ? 0xFFFD : code);
	}
}

bool text_is_vietnamese(const char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;

	for (size_t i = 0; i + 1 < len; i++)
		if (bytes[i] >= 0xC4 && is_own_letter(bytes + i, len - i))
			return true;
	return false;
}

static bool is_nordic(const unsigned char *text, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++)
		if (text[i] == 0xC3 && ((text[i + 1] & 0xDF) == 0x9E ||
		        (text[i + 1] & 0xDF) == 0x86 ||
		        (text[i + 1] & 0xDF) == 0x96 ||
		        (text[i + 1] & 0xDF) == 0x98))
			return true;
	return false;
}

static void mend_eth(unsigned char *eth)
{
	bool is_small = (eth[0] == 0xC3 && eth[1] == 0xB0) || eth[0] == 0xC9;

	eth[0] = 0xC4;
	eth[1] = is_small ? 0x91 : 0x90;
}

/* The end of the word at `at`; is_upper: it has no small letter but eth. */
static size_t find_word_end(const char *text, size_t len, size_t at,
    bool *is_upper)
{
	size_t used;

	*is_upper = true;
	for (; at < len; at += used) {
		uint32_t code = utf8_read(text + at, len - at, &used);
		const struct latin *latin = latin_find(code);

		if (!is_letter(code))
			break;
		if (is_twin((const unsigned char *)text + at))
			continue;
		if (latin != NULL ? latin->lower == code : code >= 'a')
			*is_upper = false;
	}
	return at;
}

/* Mend a word's first letter, or (in Vietnamese) those inside it. */
static void mend_word(unsigned char *word, size_t len, bool is_upper,
    bool is_inside)
{
	if (!is_inside) {
		if (len > 1 && is_twin(word))
			mend_eth(word);
		return;
	}
	if (!is_upper && !text_is_vietnamese((const char *)word, len))
		return;
	for (size_t i = 1; i + 1 < len; i++)
		if (is_twin(word + i))
			mend_eth(word + i);
}

static void mend_words(char *text, size_t len, bool is_inside)
{
	size_t at = 0, end, used;
	bool is_upper;

	while (at < len) {
		end = find_word_end(text, len, at, &is_upper);
		if (end > at) {
			mend_word((unsigned char *)text + at, end - at,
			    is_upper, is_inside);
			at = end;
			continue;
		}
		utf8_read(text + at, len - at, &used);
		at += used;
	}
}

/*
 * Vietnamese has đ at a word's start or in abbreviations (HÐND, TTÐT);
 * Icelandic and Faroese never begin a word with eth, but have it inside.
 */
static void mend_eths(char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;
	bool has_twin = false;

	for (size_t i = 0; i + 1 < len && !has_twin; i++)
		has_twin = is_twin(bytes + i);
	if (!has_twin)
		return;
	if (text_is_vietnamese(text, len) || !is_nordic(bytes, len))
		mend_words(text, len, false);
	if (text_is_vietnamese(text, len))
		mend_words(text, len, true);
}

/* Append text as it is to be kept, with its white space. */
static void add_clean(struct str *out, const char *text, size_t len,
    bool is_block)
{
	struct str composed, kept;
	size_t start = out->len;

	str_init(&composed);
	str_init(&kept);
	text_compose(&composed, text, len);
	filter(&kept, composed.data, composed.len, is_block);
	/* again: what is dropped may have parted a letter from its mark */
	text_compose(out, kept.data, kept.len);
	mend_eths(out->data + start, out->len - start);
	str_release(&kept);
	str_release(&composed);
}

static bool is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Append with white space of ASCII as single blanks, ends trimmed. */
static void add_collapsed(struct str *out, const char *text, size_t len)
{
	char *start = str_reserve(out, len), *to = start;
	bool was_white = true;

	/* without branches: words are short, and so would be the guesses */
	for (size_t at = 0; at < len; at++) {
		/* below the blank there is only white space in plain text */
		bool is_white = (unsigned char)text[at] <= ' ';

		*to = is_white ? ' ' : text[at];
		to += !(is_white && was_white);
		was_white = is_white;
	}
	to -= was_white && to > start;
	*to = '\0';
	out->len += (size_t)(to - start);
}

void text_clean_line(struct str *out, const char *text, size_t len)
{
	struct str cleaned;

	if (is_plain(text, len)) {
		add_collapsed(out, text, len);
		return;
	}
	str_init(&cleaned);
	add_clean(&cleaned, text, len, false);
	add_collapsed(out, cleaned.data, cleaned.len);
	str_release(&cleaned);
}

void text_clean_block(struct str *out, const char *text, size_t len)
{
	bool is_ready = is_plain(text, len);

	/* tabs, returns and feeds are white, but not to be kept as they are */
	for (size_t i = 0; i < len && is_ready; i++)
		is_ready = (unsigned char)text[i] >= ' ' || text[i] == '\n';
	if (is_ready)
		str_add_len(out, text, len);
	else
		add_clean(out, text, len, true);
}

static size_t measure_white(const char *text, size_t len)
{
	if (len > 0 && is_white(text[0]))
		return 1;
	return len > 1 && memcmp(text, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

void text_trim(const char **text, size_t *len)
{
	size_t size;

	while ((size = measure_white(*text, *len)) > 0) {
		*text += size;
		*len -= size;
	}
	while (*len > 0) {
		if (is_white((*text)[*len - 1]))
			size = 1;
		else if (*len > 1 && memcmp(*text + *len - 2, "\xC2\xA0", 2) == 0)
			size = 2;
		else
			return;
		*len -= size;
	}
}

bool text_is_blank(const char *text, size_t len)
{
	size_t used;

	for (size_t at = 0; at < len; at += used) {
		uint32_t code = utf8_read(text + at, len - at, &used);

		if (code != ' ' && code != 0xA0 && code != 0x3000 &&
		    (code < 0x2000 || code > 0x200B))
			return false;
	}
	return true;
}
