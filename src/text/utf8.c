#include "text/utf8.h"

#include "text/machine.h"

enum { BAD = 0xFFFD };

static bool is_tail(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

/*
 * The bytes a character takes by its first byte, and the least and most its
 * second may be: RFC 3629 section 4, which is how overlong forms,
 * surrogates and what lies beyond U+10FFFF are kept out.
 */
static size_t find_length(unsigned char first, unsigned char *least,
    unsigned char *most)
{
	*least = 0x80;
	*most = 0xBF;
	if (first < 0xC2 || first > 0xF4)
		return 0;
	if (first < 0xE0)
		return 2;
	if (first == 0xE0)
		*least = 0xA0;
	if (first == 0xED)
		*most = 0x9F;
	if (first < 0xF0)
		return 3;
	if (first == 0xF0)
		*least = 0x90;
	if (first == 0xF4)
		*most = 0x8F;
	return 4;
}

uint32_t utf8_read(const char *text, size_t len, size_t *used)
{
	const unsigned char *bytes = (const unsigned char *)text;
	unsigned char least, most;
	uint32_t code;
	size_t size;

	*used = 1;
	if (bytes[0] < 0x80)
		return bytes[0];
	size = find_length(bytes[0], &least, &most);
	if (size == 0 || size > len || bytes[1] < least || bytes[1] > most)
		return BAD;
	code = (uint32_t)(bytes[0] & (0x7F >> size)) << 6 | (bytes[1] & 0x3F);
	for (size_t i = 2; i < size; i++) {
		if (!is_tail(bytes[i]))
			return BAD;
		code = code << 6 | (bytes[i] & 0x3F);
	}
	*used = size;
	return code;
}

size_t utf8_write(char *at, uint32_t code)
{
	char *start = at;

	if (code < 0x80) {
		*at = (char)code;
		return 1;
	}
	if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
		code = BAD;
	if (code < 0x800) {
		*at++ = (char)(0xC0 | code >> 6);
	} else if (code < 0x10000) {
		*at++ = (char)(0xE0 | code >> 12);
		*at++ = (char)(0x80 | (code >> 6 & 0x3F));
	} else {
		*at++ = (char)(0xF0 | code >> 18);
		*at++ = (char)(0x80 | (code >> 12 & 0x3F));
		*at++ = (char)(0x80 | (code >> 6 & 0x3F));
	}
	*at++ = (char)(0x80 | (code & 0x3F));
	return (size_t)(at - start);
}

void utf8_add(struct str *out, uint32_t code)
{
	char *at = str_reserve(out, 4);

	out->len += utf8_write(at, code);
	out->data[out->len] = '\0';
}

/* The bytes of valid text at the start of text. */
static size_t count_valid(const char *text, size_t len)
{
	size_t at = 0, used;

	while (at < len) {
		if ((unsigned char)text[at] < 0x80) {
			at++;
			continue;
		}
		/* a bad byte takes 1, and no character beyond ASCII does */
		utf8_read(text + at, len - at, &used);
		if (used == 1)
			return at;
		at += used;
	}
	return at;
}

/* States (text/machine.h); E0, ED, F0 and F4 narrow the byte after them. */
enum {
	WHOLE = 0, /* between characters */
	BROKEN = 6,
	NEED_1 = 12, /* tails */
	NEED_2 = 18,
	NEED_3 = 24,
	AFTER_E0 = 30,
	AFTER_ED = 36,
	AFTER_F0 = 42,
	AFTER_F4 = 48,
};

#define AT MACHINE_AT
#define FIRST(next)                                                            \
	(AT(WHOLE, next) | AT(BROKEN, BROKEN) | AT(NEED_1, BROKEN) |           \
	    AT(NEED_2, BROKEN) | AT(NEED_3, BROKEN) | AT(AFTER_E0, BROKEN) |   \
	    AT(AFTER_ED, BROKEN) | AT(AFTER_F0, BROKEN) |                      \
	    AT(AFTER_F4, BROKEN))
#define TAIL(e0, ed, f0, f4)                                                   \
	(AT(WHOLE, BROKEN) | AT(BROKEN, BROKEN) | AT(NEED_1, WHOLE) |          \
	    AT(NEED_2, NEED_1) | AT(NEED_3, NEED_2) | AT(AFTER_E0, e0) |       \
	    AT(AFTER_ED, ed) | AT(AFTER_F0, f0) | AT(AFTER_F4, f4))
#define TIMES_2(row) row, row
#define TIMES_4(row) TIMES_2(row), TIMES_2(row)
#define TIMES_16(row) TIMES_4(row), TIMES_4(row), TIMES_4(row), TIMES_4(row)

static const uint64_t rows[256] = {
	TIMES_16(FIRST(WHOLE)), TIMES_16(FIRST(WHOLE)),
	TIMES_16(FIRST(WHOLE)), TIMES_16(FIRST(WHOLE)),
	TIMES_16(FIRST(WHOLE)), TIMES_16(FIRST(WHOLE)),
	TIMES_16(FIRST(WHOLE)), TIMES_16(FIRST(WHOLE)),
	TIMES_16(TAIL(BROKEN, NEED_1, BROKEN, NEED_2)), /* 80 */
	TIMES_16(TAIL(BROKEN, NEED_1, NEED_2, BROKEN)), /* 90 */
	TIMES_16(TAIL(NEED_1, BROKEN, NEED_2, BROKEN)), /* A0 */
	TIMES_16(TAIL(NEED_1, BROKEN, NEED_2, BROKEN)),
	TIMES_2(FIRST(BROKEN)), TIMES_2(FIRST(NEED_1)), /* C0 */
	TIMES_4(FIRST(NEED_1)), TIMES_4(FIRST(NEED_1)),
	TIMES_4(FIRST(NEED_1)), TIMES_16(FIRST(NEED_1)),
	FIRST(AFTER_E0), TIMES_4(FIRST(NEED_2)), /* E0 */
	TIMES_4(FIRST(NEED_2)), TIMES_4(FIRST(NEED_2)),
	FIRST(AFTER_ED), TIMES_2(FIRST(NEED_2)),
	FIRST(AFTER_F0), TIMES_2(FIRST(NEED_3)), /* F0 */
	FIRST(NEED_3), FIRST(AFTER_F4), TIMES_2(FIRST(BROKEN)),
	FIRST(BROKEN), TIMES_4(FIRST(BROKEN)), TIMES_4(FIRST(BROKEN)),
};

bool utf8_is_valid(const char *text, size_t len)
{
	return machine_run(rows, WHOLE, text, len) == WHOLE;
}

size_t utf8_repair(struct str *out, const char *text, size_t len)
{
	size_t count = 0, at = 0, good;
	bool was_bad = false;

	while (at < len) {
		good = count_valid(text + at, len - at);
		if (good > 0) {
			str_add_len(out, text + at, good);
			at += good;
			was_bad = false;
			continue;
		}
		if (!was_bad) {
			utf8_add(out, BAD);
			count++;
		}
		was_bad = true;
		at++;
	}
	return count;
}

size_t utf8_cut(const char *text, size_t len)
{
	unsigned char least, most;
	size_t start = len;

	/* a character's first byte is at most three before its last */
	while (start > 0 && len - start < 4) {
		start--;
		if (is_tail((unsigned char)text[start]))
			continue;
		return start + find_length((unsigned char)text[start], &least,
		           &most) > len
		    ? start
		    : len;
	}
	return len;
}
