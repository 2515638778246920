#include "markup/repair_state.h"

#include <stdio.h>
#include <string.h>

#include "markup/entity.h"
#include "text/utf8.h"

enum { EXPANDED_MOST = 64 * 1024 /* beyond the document's own size */ };

#define CONTROLS                                                               \
	1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, BYTE_RETURN, 1, 1,              \
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,                        \
	[0xC2] = BYTE_HIGH, [0xEF] = BYTE_HIGH

const uint8_t repair_text_bytes[256] = {CONTROLS, ['&'] = BYTE_AMP};
const uint8_t repair_cdata_bytes[256] = {CONTROLS};
const uint8_t repair_value_bytes[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, BYTE_WHITE, BYTE_WHITE, 1, 1, BYTE_WHITE,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	[0xC2] = BYTE_HIGH, [0xEF] = BYTE_HIGH,
	['<'] = BYTE_LESS, ['&'] = BYTE_AMP};

/* XML 1.0, production 2 (Char); C1 controls are none that a text means. */
static bool is_character(uint32_t code)
{
	if (code < 0x20)
		return code == '\t' || code == '\n' || code == '\r';
	return !(code >= 0x7F && code <= 0x9F) &&
	    !(code >= 0xD800 && code <= 0xDFFF) && code <= 0x10FFFF &&
	    code != 0xFFFE && code != 0xFFFF;
}

static uint32_t find_predefined(const char *name, size_t len)
{
	if (len == 2 && name[1] == 't')
		return name[0] == 'l' ? '<' : name[0] == 'g' ? '>' : 0;
	if (len == 3 && memcmp(name, "amp", 3) == 0)
		return '&';
	if (len == 4 && memcmp(name, "quot", 4) == 0)
		return '"';
	return len == 4 && memcmp(name, "apos", 4) == 0 ? '\'' : 0;
}

/* A number reference; the bytes it takes, 0 if it is none. */
static size_t read_number(struct repair *r, struct str *out, const char *at,
    size_t len)
{
	uint32_t code = 0, written = 0;
	size_t used = entity_read(at, len, &code), i;

	if (used == 0)
		return 0;
	for (i = 2; i < used && at[i] >= '0' && at[i] <= '9' &&
	    written < 0x110000; i++)
		written = written * 10 + (uint32_t)(at[i] - '0');
	if (!is_character(code) || (code == 0xFFFD && written != code)) {
		r->repairs->controls++;
		return used;
	}
	r->repairs->entities += at[used - 1] != ';';
	utf8_add(out, code);
	return used;
}

/* An entity of the document's own; what it names is not named again. */
static void add_declared(struct repair *r, struct str *out,
    const struct prolog_entity *entity)
{
	const char *end = entity->value + entity->value_len;

	if (r->expanded + entity->value_len > r->total + EXPANDED_MOST)
		return;
	r->expanded += entity->value_len;
	r->entities.is_off = true;
	repair_add(r, out, entity->value, end, repair_text_bytes);
	r->entities.is_off = false;
}

static size_t keep_ampersand(struct repair *r, struct str *out)
{
	r->repairs->ampersands++;
	str_add_char(out, '&');
	return 1;
}

/* at is at "&"; returns the bytes taken. */
static size_t read_reference(struct repair *r, struct str *out,
    const char *at, const char *end)
{
	size_t len = (size_t)(end - at), name = 0, used;
	const struct prolog_entity *entity;
	uint32_t code;

	used = len > 1 && at[1] == '#' ? read_number(r, out, at, len) : 0;
	if (used > 0)
		return used;
	while (name + 1 < len && name < REPAIR_NAME_MOST &&
	    repair_is_name_char(at[name + 1]))
		name++;
	if (name == 0 || name + 1 == len || at[name + 1] != ';')
		return keep_ampersand(r, out);
	code = find_predefined(at + 1, name);
	if (code != 0) {
		str_add_char(out, (char)code);
		return name + 2;
	}
	entity = prolog_find_entity(&r->entities, at + 1, name);
	if (entity != NULL) {
		add_declared(r, out, entity);
		return name + 2;
	}
	code = entity_find(at + 1, name);
	if (code == 0)
		return keep_ampersand(r, out);
	r->repairs->entities += !r->entities.has_external;
	utf8_add(out, code);
	return name + 2;
}

/* windows-1252's marks, taken for Latin-1 on their way. */
static void add_c1(struct str *out, unsigned byte)
{
	char reference[16];
	uint32_t code = 0;
	int len = snprintf(reference, sizeof(reference), "&#%u;", byte);

	if (entity_read(reference, (size_t)len, &code) > 0 && code >= 0xA0)
		utf8_add(out, code);
}

/* at is at a byte that may begin what XML lacks; returns the bytes taken. */
static size_t read_high(struct repair *r, struct str *out, const char *at,
    const char *end)
{
	size_t size = *at == '\xEF' ? 3 : 2;
	bool is_none;

	if ((size_t)(end - at) < size)
		size = (size_t)(end - at);
	is_none = *at == '\xEF' ? size == 3 && at[1] == '\xBF' &&
	    (at[2] == '\xBE' || at[2] == '\xBF')
	    : size == 2 && (unsigned char)at[1] < 0xA0;
	if (!is_none) {
		str_add_len(out, at, size);
		return size;
	}
	r->repairs->controls++;
	if (*at != '\xEF')
		add_c1(out, (unsigned char)at[1]);
	return size;
}

/* A byte that is not plain; returns the bytes taken. */
static size_t read_special(struct repair *r, struct str *out, const char *at,
    const char *end, uint8_t byte)
{
	switch (byte) {
	case BYTE_AMP:
		return read_reference(r, out, at, end);
	case BYTE_HIGH:
		return read_high(r, out, at, end);
	case BYTE_RETURN:
	case BYTE_WHITE:
		str_add_char(out, byte == BYTE_WHITE ? ' ' : '\n');
		return *at == '\r' && end - at > 1 && at[1] == '\n' ? 2 : 1;
	case BYTE_LESS:
		r->repairs->less_thans++;
		str_add_char(out, '<');
		return 1;
	default:
		r->repairs->controls++;
		return 1;
	}
}

/*
 * Sixteen bytes at once, which compilers turn into a few instructions where
 * the machine has them.
 */
typedef uint8_t block __attribute__((vector_size(16)));

/* Whether all are BYTE_PLAIN in CDATA; is_text: in text too. */
static inline bool is_plain_block(const char *at, bool is_text)
{
	uint64_t halves[2];
	block bytes, odd;

	memcpy(&bytes, at, sizeof(bytes));
	odd = (block)(bytes < 0x20) & (block)(bytes != '\n') &
	    (block)(bytes != '\t');
	odd |= (block)(bytes == 0xC2) | (block)(bytes == 0xEF);
	if (is_text)
		odd |= (block)(bytes == '&');
	memcpy(halves, &odd, sizeof(halves));
	return (halves[0] | halves[1]) == 0;
}

/* The first byte that is not plain, or end. */
static const char *skip_plain(const char *at, const char *end,
    const uint8_t *bytes)
{
	bool is_text = bytes == repair_text_bytes;
	bool has_blocks = bytes != repair_value_bytes;

	while (at < end) {
		const char *stop = end;

		if ((size_t)(end - at) >= sizeof(block)) {
			stop = at + sizeof(block);
			if (has_blocks && is_plain_block(at, is_text)) {
				at = stop;
				continue;
			}
		}
		while (at < stop && bytes[(unsigned char)*at] == BYTE_PLAIN)
			at++;
		if (at < stop)
			return at;
	}
	return end;
}

void repair_add(struct repair *r, struct str *out, const char *at,
    const char *end, const uint8_t *bytes)
{
	while (at < end) {
		const char *stop = skip_plain(at, end, bytes);

		str_add_len(out, at, (size_t)(stop - at));
		if (stop == end)
			return;
		at = stop + read_special(r, out, stop, end,
		    bytes[(unsigned char)*stop]);
	}
}

static void flush(struct repair *r)
{
	if (r->out.len > 0)
		r->sink->text(r->sink->ctx, r->out.data, r->out.len);
	str_clear(&r->out);
}

void repair_give(struct repair *r, const char *at, const char *end,
    const uint8_t *bytes)
{
	while (at < end) {
		const char *stop = skip_plain(at, end, bytes);

		/* from the source itself, unless it is a short rest */
		if (r->out.len == 0 || stop - at >= REPAIR_FLUSH) {
			flush(r);
			if (stop > at)
				r->sink->text(r->sink->ctx, at,
				    (size_t)(stop - at));
		} else {
			str_add_len(&r->out, at, (size_t)(stop - at));
		}
		if (stop == end)
			break;
		at = stop + read_special(r, &r->out, stop, end,
		    bytes[(unsigned char)*stop]);
		if (r->out.len >= REPAIR_FLUSH)
			flush(r);
	}
	flush(r);
}
