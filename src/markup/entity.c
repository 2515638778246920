#include "markup/entity.h"

#include <stdlib.h>
#include <string.h>

#include "markup/entity_names.h"
#include "text/utf8.h"

/* The longest is CounterClockwiseContourIntegral. */
#define NAME_MAX_LEN 31

/* What 128 to 159 mean as numbers: windows-1252 (WHATWG HTML 13.2.5.80). */
static const uint16_t c1_codes[32] = {
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
};

struct name_key {
	const char *name;
	size_t len;
};

static int compare_name(const void *a, const void *b)
{
	const struct name_key *key = a;
	const struct entity_name *row = b;
	int order = strncmp(key->name, row->name, key->len);

	if (order != 0)
		return order;
	return row->name[key->len] == '\0' ? 0 : -1;
}

static const struct entity_name *find_row(const char *name, size_t len)
{
	struct name_key key = {.name = name, .len = len};

	if (len == 0 || len > NAME_MAX_LEN)
		return NULL;
	return bsearch(&key, entity_names, entity_name_count,
	    sizeof(entity_names[0]), compare_name);
}

uint32_t entity_find(const char *name, size_t len)
{
	const struct entity_name *row = find_row(name, len);

	return row != NULL ? row->code & ~ENTITY_BARE : 0;
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

static int digit_value(char c, int base)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (base == 16 && c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (base == 16 && c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static uint32_t mend_code(uint32_t code)
{
	if (code >= 0x80 && code <= 0x9F)
		return c1_codes[code - 0x80];
	if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return 0xFFFD;
	return code;
}

/* text is after "&#". Returns the bytes read, 0 if there is no number. */
static size_t read_number(const char *text, size_t len, uint32_t *code)
{
	bool is_hex = len > 0 && (text[0] == 'x' || text[0] == 'X');
	int base = is_hex ? 16 : 10;
	size_t start = is_hex ? 1 : 0, at = start;
	uint32_t value = 0;

	for (; at < len; at++) {
		int digit = digit_value(text[at], base);

		if (digit < 0)
			break;
		if (value <= 0x10FFFF)
			value = value * (uint32_t)base + (uint32_t)digit;
	}
	if (at == start)
		return 0;
	*code = mend_code(value);
	return at < len && text[at] == ';' ? at + 1 : at;
}

/*
 * text is after "&". Without a semicolon only the old names count, and as in
 * attributes only before what is no letter, digit or "=", so that addresses
 * stay whole; but editors glue words to &nbsp.
 */
static size_t read_name(const char *text, size_t len, uint32_t *code)
{
	const struct entity_name *row;
	size_t at = 0;

	while (at < len && at <= NAME_MAX_LEN && is_alnum(text[at]))
		at++;
	row = find_row(text, at);
	if (row != NULL && at < len && text[at] == ';') {
		*code = row->code & ~ENTITY_BARE;
		return at + 1;
	}
	if (row != NULL && (row->code & ENTITY_BARE) != 0 &&
	    (at == len || text[at] != '=')) {
		*code = row->code & ~ENTITY_BARE;
		return at;
	}
	if (at > 4 && memcmp(text, "nbsp", 4) == 0) {
		*code = 0xA0;
		return 4;
	}
	return 0;
}

size_t entity_read(const char *text, size_t len, uint32_t *code)
{
	size_t used;

	if (len < 2 || text[0] != '&')
		return 0;
	used = text[1] == '#' ? read_number(text + 2, len - 2, code)
	                      : read_name(text + 1, len - 1, code);
	if (used == 0)
		return 0;
	return used + (text[1] == '#' ? 2 : 1);
}

size_t entity_decode(struct str *out, const char *text, size_t len)
{
	const char *end = text + len;
	size_t count = 0;

	while (text < end) {
		const char *mark = memchr(text, '&', (size_t)(end - text));
		uint32_t code;
		size_t used;

		if (mark == NULL)
			mark = end;
		str_add_len(out, text, (size_t)(mark - text));
		if (mark == end)
			break;
		used = entity_read(mark, (size_t)(end - mark), &code);
		if (used == 0) {
			str_add_char(out, '&');
			text = mark + 1;
			continue;
		}
		utf8_add(out, code);
		text = mark + used;
		count++;
	}
	return count;
}
