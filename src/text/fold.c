#include "text/fold.h"

#include "text/clean.h"
#include "text/latin.h"
#include "text/letter.h"
#include "text/utf8.h"

#include <string.h>
#include <unicase.h>
#include <unictype.h>

/* Write a character folded; at most 4 bytes, which may be none. */
static size_t write_folded(char *at, uint32_t code)
{
	const struct latin *latin = latin_find(code);

	if (latin != NULL && latin->base != '\0') {
		*at = latin->base;
		return 1;
	}
	return letter_is_mark(code) ? 0 : utf8_write(at, letter_lower(code));
}

/* The most bytes of folded text that a byte makes: a bad one is U+FFFD. */
enum { GROWTH_MOST = 4 };

void text_fold(struct str *out, const char *text, size_t len)
{
	size_t done = 0, used;
	char *at, *end;

	str_reserve(out, len + GROWTH_MOST);
	at = out->data + out->len;
	end = out->data + out->cap - GROWTH_MOST;
	while (done < len) {
		unsigned char byte = (unsigned char)text[done];

		if (at >= end) {
			out->len = (size_t)(at - out->data);
			at = str_reserve(out, len - done + 64);
			end = out->data + out->cap - GROWTH_MOST;
		}
		if (byte < 0x80) {
			*at++ = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20
			                                        : byte);
			done++;
			continue;
		}
		at += write_folded(at,
		    letter_read(text + done, len - done, &used));
		done += used;
	}
	*at = '\0';
	out->len = (size_t)(at - out->data);
}

static bool is_letter(uint32_t code)
{
	if (code < 0x80)
		return (code | 0x20) - 'a' < 26u;
	if (latin_find(code) != NULL)
		return code != 0xD7 && code != 0xF7;
	return letter_is_mark(code) || uc_is_property_alphabetic(code);
}

/*
 * The old and the new placement differ in open syllables that end in oa, oe
 * or uy (hòa, hoà), but in quy, where u belongs to the consonant. Returns
 * the vowel that takes the tone in the old one, or 0.
 */
static uint32_t find_old_placement(uint32_t before, uint32_t first,
    const struct latin *second, uint32_t after)
{
	static const uint16_t o_toned[] = {0, 0xF2, 0x1ECF, 0xF5, 0xF3, 0x1ECD};
	static const uint16_t u_toned[] = {0, 0xF9, 0x1EE7, 0x169, 0xFA, 0x1EE5};
	unsigned tone;

	if (second == NULL || LATIN_SHAPE(second->mark) != 0 ||
	    is_letter(after))
		return 0;
	tone = LATIN_TONE(second->mark);
	if (first == 'o' && (second->base == 'a' || second->base == 'e'))
		return o_toned[tone];
	if (first == 'u' && second->base == 'y' && before != 'q')
		return u_toned[tone];
	return 0;
}

static uint32_t peek(const char *text, size_t len, size_t *used)
{
	*used = 0;
	return len == 0 ? 0 : letter_lower(letter_read(text, len, used));
}

static void add_exact(struct str *out, const char *text, size_t len)
{
	size_t at = 0, used, next_used, after_used;
	uint32_t before = 0, code, next, toned;

	str_reserve(out, len);
	while (at < len) {
		code = letter_lower(letter_read(text + at, len - at, &used));
		at += used;
		/* eth and its like are đ, mistyped */
		if (code == 0xF0 || code == 0x256)
			code = 0x111;
		if (code == 'o' || code == 'u') {
			next = peek(text + at, len - at, &next_used);
			toned = find_old_placement(before, code,
			    latin_find(next),
			    peek(text + at + next_used, len - at - next_used,
			        &after_used));
			if (toned != 0) {
				utf8_add(out, toned);
				code = (uint32_t)latin_find(next)->base;
				at += next_used;
			}
		}
		utf8_add(out, code);
		before = code;
	}
}

static bool has_marks(const char *text, size_t len)
{
	return memchr(text, 0xCC, len) != NULL ||
	    memchr(text, 0xCD, len) != NULL;
}

char *text_dup_folded_len(struct arena *arena, const char *text, size_t len)
{
	struct str folded;
	char *copy;

	str_init(&folded);
	text_fold(&folded, text, len);
	copy = arena_dup_len(arena, folded.data, folded.len);
	str_release(&folded);
	return copy;
}

char *text_dup_folded(struct arena *arena, const char *text)
{
	return text_dup_folded_len(arena, text, strlen(text));
}

void text_fold_exact(struct str *out, const char *text, size_t len)
{
	struct str composed;

	if (!has_marks(text, len)) {
		add_exact(out, text, len);
		return;
	}
	str_init(&composed);
	text_compose(&composed, text, len);
	add_exact(out, composed.data, composed.len);
	str_release(&composed);
}

bool text_contains_folded(const char *text, const char *needle)
{
	return strstr(text, needle) != NULL;
}

bool text_is_capital(uint32_t code)
{
	const struct latin *latin;

	if (code < 0x80)
		return code >= 'A' && code <= 'Z';
	latin = latin_find(code);
	return latin != NULL ? latin->lower != code : uc_tolower(code) != code;
}

void tokens_init(struct tokens *tokens, const char *text, size_t len)
{
	*tokens = (struct tokens){.text = text, .len = len};
	str_init(&tokens->buffer);
}

void tokens_release(struct tokens *tokens)
{
	str_release(&tokens->buffer);
}

/* Go to the next word's first character; false where there is none. */
static bool skip_between(struct tokens *tokens, struct token *token)
{
	size_t used;

	token->is_after_break = tokens->at == 0;
	while (tokens->at < tokens->len) {
		const char *at = tokens->text + tokens->at;
		uint32_t code = (unsigned char)*at;

		if (code < 0x80) {
			if (letter_ascii[(unsigned char)*at] != '\0')
				return true;
			used = 1;
		} else {
			code = letter_read(at, tokens->len - tokens->at, &used);
			if (letter_classify(code) != LETTER_NONE)
				return true;
		}
		if (code != ' ' && code != '\t' && code != 0xA0)
			token->is_after_break = true;
		tokens->at += used;
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether the point or comma at `at` stands between two digits. */
static bool joins_digits(const struct tokens *tokens, size_t at)
{
	const char *text = tokens->text;

	return (text[at] == '.' || text[at] == ',') && at > 0 &&
	    at + 1 < tokens->len && is_digit(text[at - 1]) &&
	    is_digit(text[at + 1]);
}

/* The bytes at `at` that go on with the word of ASCII, folded to *to. */
static size_t take_ascii(const struct tokens *tokens, size_t at, char *to)
{
	char c = letter_ascii[(unsigned char)tokens->text[at] & 0x7F];

	if (c == '\0' && joins_digits(tokens, at))
		c = tokens->text[at];
	*to = c;
	return c != '\0';
}

static bool is_ascii(const struct tokens *tokens, size_t at)
{
	return (unsigned char)tokens->text[at] < 0x80;
}

/* Room for one more character of the word that is being folded. */
static char *grow_folded(struct tokens *tokens, char *at)
{
	tokens->buffer.len = (size_t)(at - tokens->buffer.data);
	if (tokens->buffer.len + GROWTH_MOST < tokens->buffer.cap)
		return at;
	return str_reserve(&tokens->buffer, 64);
}

bool tokens_next(struct tokens *tokens, struct token *token)
{
	bool has_letter = false, is_whole = false;
	size_t at, used;
	char *to;

	if (!skip_between(tokens, token))
		return false;
	token->start = at = tokens->at;
	token->is_capital = text_is_capital(letter_read(tokens->text + at,
	    tokens->len - at, &used));
	str_clear(&tokens->buffer);
	to = str_reserve(&tokens->buffer, 64);
	for (; at < tokens->len && !is_whole; at += used) {
		to = grow_folded(tokens, to);
		if (is_ascii(tokens, at)) {
			used = take_ascii(tokens, at, to);
			if (used == 0)
				break;
			has_letter = has_letter || *to > '9';
			to++;
		} else {
			uint32_t code = letter_read(tokens->text + at,
			    tokens->len - at, &used);
			enum letter_class class = letter_classify(code);

			is_whole = class == LETTER_WHOLE;
			if (class == LETTER_NONE ||
			    (is_whole && at > token->start))
				break;
			has_letter = has_letter || class != LETTER_DIGIT;
			to += write_folded(to, code);
		}
	}
	*to = '\0';
	tokens->buffer.len = (size_t)(to - tokens->buffer.data);
	token->len = at - token->start;
	token->folded = tokens->buffer.data;
	token->folded_len = tokens->buffer.len;
	token->is_number = !has_letter;
	tokens->at = at;
	return true;
}

/* Where a character sorts: letter first, then tone, then case. */
struct rank {
	uint32_t primary;
	unsigned tone, is_upper;
};

enum { RANK_DIGITS = 0x1000, RANK_LETTERS = 0x2000, RANK_OTHERS = 0x4000 };

static struct rank rank_char(uint32_t code)
{
	const struct latin *latin = latin_find(code);
	struct rank rank = {.is_upper = text_is_capital(code)};
	uint32_t small = letter_lower(code);
	unsigned shape = 0;
	char base = '\0';

	if (small == 0xF0 || small == 0x256) {
		base = 'd';
		shape = 1;
	} else if (latin != NULL) {
		base = latin->base;
		shape = LATIN_SHAPE(latin->mark);
		rank.tone = LATIN_TONE(latin->mark);
		/* marks that Vietnamese lacks come after all tones */
		if ((latin->mark & LATIN_VIETNAMESE) == 0)
			rank.tone = code & 0xFFFF;
	} else if (small - 'a' < 26u) {
		base = (char)small;
	}
	/* the shapes' numbers are in the order of ă â, ô ơ */
	if (base != '\0')
		rank.primary = RANK_LETTERS + (uint32_t)base * 4 + shape;
	else if (small - '0' < 10u)
		rank.primary = RANK_DIGITS + small;
	else
		rank.primary = small < 0x80 ? small : RANK_OTHERS + small;
	return rank;
}

static int compare_composed(const char *a, size_t a_len, const char *b,
    size_t b_len)
{
	size_t a_at = 0, b_at = 0, used;
	int by_tone = 0, by_case = 0;

	while (a_at < a_len && b_at < b_len) {
		struct rank left = rank_char(
		    letter_read(a + a_at, a_len - a_at, &used));
		struct rank right;

		a_at += used;
		right = rank_char(letter_read(b + b_at, b_len - b_at, &used));
		b_at += used;
		if (left.primary != right.primary)
			return left.primary < right.primary ? -1 : 1;
		if (by_tone == 0 && left.tone != right.tone)
			by_tone = left.tone < right.tone ? -1 : 1;
		if (by_case == 0 && left.is_upper != right.is_upper)
			by_case = left.is_upper < right.is_upper ? -1 : 1;
	}
	if (a_at < a_len || b_at < b_len)
		return a_at < a_len ? 1 : -1;
	return by_tone != 0 ? by_tone : by_case;
}

int text_compare(const char *a, const char *b)
{
	size_t a_len = strlen(a), b_len = strlen(b);
	struct str left, right;
	int order;

	if (!has_marks(a, a_len) && !has_marks(b, b_len))
		return compare_composed(a, a_len, b, b_len);
	str_init(&left);
	str_init(&right);
	text_compose(&left, a, a_len);
	text_compose(&right, b, b_len);
	order = compare_composed(left.data, left.len, right.data, right.len);
	str_release(&left);
	str_release(&right);
	return order;
}
