#include "markup/repair_state.h"

#include <stdio.h>
#include <string.h>

#include "markup/entity.h"
#include "text/utf8.h"

enum { EXPANDED_MOST = 64 * 1024 /* beyond the document's own size */ };

#define CONTROLS                                                               \
	1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1,                        \
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,                        \
	[0xC2] = BYTE_HIGH, [0xEF] = BYTE_HIGH

const uint8_t repair_text_bytes[256] = {CONTROLS, ['>'] = BYTE_MORE,
	['&'] = BYTE_AMP};
const uint8_t repair_cdata_bytes[256] = {CONTROLS};
const uint8_t repair_value_bytes[256] = {CONTROLS, ['<'] = BYTE_ESCAPE,
	['"'] = BYTE_ESCAPE, ['&'] = BYTE_AMP};
/* An entity's value may land in text or in an attribute. */
static const uint8_t entity_bytes[256] = {CONTROLS, ['<'] = BYTE_ESCAPE,
	['"'] = BYTE_ESCAPE, ['>'] = BYTE_ESCAPE, ['&'] = BYTE_AMP};

void repair_keep(struct repair *r, const char *at)
{
	str_add_len(&r->out, r->kept, (size_t)(at - r->kept));
	r->kept = at;
}

void repair_drop(struct repair *r, const char *from, const char *to)
{
	if (from > r->kept)
		repair_keep(r, from);
	r->kept = to;
}

void repair_flush(struct repair *r, const char *at)
{
	const char *data = r->kept;
	size_t len = (size_t)(at - r->kept);

	if (r->out.len > 0) {
		repair_keep(r, at);
		data = r->out.data;
		len = r->out.len;
	}
	if (!r->is_stopped && len > 0)
		r->is_stopped = !r->sink->write(r->sink->ctx, data, len);
	str_clear(&r->out);
	r->kept = at;
}

static void add_code(struct repair *r, uint32_t code)
{
	if (code == '<')
		str_add(&r->out, "&lt;");
	else if (code == '&')
		str_add(&r->out, "&amp;");
	else if (code == '>')
		str_add(&r->out, "&gt;");
	else if (code == '"')
		str_add(&r->out, "&quot;");
	else
		utf8_add(&r->out, code);
}

/* XML 1.0, production 2 (Char); C1 controls are none that a text means. */
static bool is_character(uint32_t code)
{
	if (code < 0x20)
		return code == '\t' || code == '\n' || code == '\r';
	return !(code >= 0x7F && code <= 0x9F) &&
	    !(code >= 0xD800 && code <= 0xDFFF) && code <= 0x10FFFF &&
	    code != 0xFFFE && code != 0xFFFF;
}

static bool is_predefined(const char *name, size_t len)
{
	return (len == 2 && (memcmp(name, "lt", 2) == 0 ||
	    memcmp(name, "gt", 2) == 0)) ||
	    (len == 3 && memcmp(name, "amp", 3) == 0) ||
	    (len == 4 && (memcmp(name, "quot", 4) == 0 ||
	    memcmp(name, "apos", 4) == 0));
}

/* A number reference; the bytes it takes, 0 if it is none. */
static size_t read_number(struct repair *r, const char *at, size_t len)
{
	uint32_t code = 0, written = 0;
	size_t used = entity_read(at, len, &code), i;

	if (used == 0)
		return 0;
	for (i = 2; i < used && at[i] >= '0' && at[i] <= '9'; i++)
		written = written * 10 + (uint32_t)(at[i] - '0');
	/* as it stands, but 150 is windows-1252's dash (WHATWG), not U+0096 */
	if (is_character(code) && written == code && at[used - 1] == ';')
		return used;
	repair_drop(r, at, at + used);
	if (!is_character(code) || (code == 0xFFFD && written != code)) {
		r->repairs->controls++;
		return used;
	}
	r->repairs->entities += at[used - 1] != ';';
	add_code(r, code);
	return used;
}

/* An entity of the document's own; what it names is not named again. */
static void add_declared(struct repair *r, const struct prolog_entity *entity)
{
	const char *kept = r->kept, *end = entity->value + entity->value_len;

	if (r->expanded + entity->value_len > r->total + EXPANDED_MOST)
		return;
	r->expanded += entity->value_len;
	r->entities.is_off = true;
	r->kept = entity->value;
	repair_run(r, entity->value, end, entity_bytes);
	repair_keep(r, end);
	r->entities.is_off = false;
	r->kept = kept;
}

static size_t replace_by_ampersand(struct repair *r, const char *at)
{
	r->repairs->ampersands++;
	repair_drop(r, at, at + 1);
	str_add(&r->out, "&amp;");
	return 1;
}

/* at is at "&"; returns the bytes taken. */
static size_t read_reference(struct repair *r, const char *at,
    const char *end)
{
	size_t len = (size_t)(end - at), name = 0, used;
	const struct prolog_entity *entity;
	uint32_t code;

	used = len > 1 && at[1] == '#' ? read_number(r, at, len) : 0;
	if (used > 0)
		return used;
	while (name + 1 < len && name < REPAIR_NAME_MOST &&
	    repair_is_name_char(at[name + 1]))
		name++;
	if (name == 0 || name + 1 == len || at[name + 1] != ';')
		return replace_by_ampersand(r, at);
	if (is_predefined(at + 1, name))
		return name + 2;
	entity = prolog_find_entity(&r->entities, at + 1, name);
	if (entity != NULL) {
		repair_drop(r, at, at + name + 2);
		add_declared(r, entity);
		return name + 2;
	}
	code = entity_find(at + 1, name);
	if (code == 0)
		return replace_by_ampersand(r, at);
	r->repairs->entities += !r->entities.has_external;
	repair_drop(r, at, at + name + 2);
	add_code(r, code);
	return name + 2;
}

/* windows-1252's marks, taken for Latin-1 on their way. */
static void add_c1(struct repair *r, unsigned byte)
{
	char reference[16];
	uint32_t code = 0;
	int len = snprintf(reference, sizeof(reference), "&#%u;", byte);

	if (entity_read(reference, (size_t)len, &code) > 0 && code >= 0xA0)
		utf8_add(&r->out, code);
}

/* What XML has no character for. Without it "]]", it and ">" would end. */
static size_t drop_control(struct repair *r, const char *at, size_t len,
    const char *start)
{
	r->repairs->controls++;
	repair_drop(r, at, at + len);
	if (at > start && at[-1] == ']')
		str_add_char(&r->out, ' ');
	return len;
}

/* at is at a byte that may begin what XML lacks; returns the bytes taken. */
static size_t read_high(struct repair *r, const char *at, const char *end,
    const char *start)
{
	if (*at == '\xEF') {
		if (end - at < 3 || at[1] != '\xBF' ||
		    (at[2] != '\xBE' && at[2] != '\xBF'))
			return 1;
		return drop_control(r, at, 3, start);
	}
	if (end - at < 2 || (unsigned char)at[1] >= 0xA0)
		return 1;
	drop_control(r, at, 2, start);
	add_c1(r, (unsigned char)at[1]);
	return 2;
}

/* A byte that is not plain; returns the bytes taken. */
static size_t read_special(struct repair *r, const char *at, const char *end,
    uint8_t byte, const char *start)
{
	switch (byte) {
	case BYTE_AMP:
		return read_reference(r, at, end);
	case BYTE_HIGH:
		return read_high(r, at, end, start);
	case BYTE_MORE:
		/* what was dropped just before may have parted "]]>" */
		if (at - r->kept >= 2 && (at[-1] != ']' || at[-2] != ']'))
			return 1;
		repair_drop(r, at, at + 1);
		str_add(&r->out, "&gt;");
		return 1;
	case BYTE_ESCAPE:
		r->repairs->less_thans += *at == '<';
		repair_drop(r, at, at + 1);
		add_code(r, (unsigned char)*at);
		return 1;
	default:
		return drop_control(r, at, 1, start);
	}
}

/*
 * Sixteen bytes at once, which compilers turn into a few instructions where
 * the machine has them.
 */
typedef uint8_t block __attribute__((vector_size(16)));

/* Whether none of them is other than BYTE_PLAIN (is_text: in any table). */
static inline bool is_plain_block(const char *at, bool is_text)
{
	uint64_t halves[2];
	block bytes, odd;

	memcpy(&bytes, at, sizeof(bytes));
	odd = (block)(bytes < 0x20) & (block)(bytes != '\n') &
	    (block)(bytes != '\r') & (block)(bytes != '\t');
	odd |= (block)(bytes == 0xC2) | (block)(bytes == 0xEF);
	if (is_text)
		odd |= (block)(bytes == '<') | (block)(bytes == '>') |
		    (block)(bytes == '&') | (block)(bytes == '"');
	memcpy(halves, &odd, sizeof(halves));
	return (halves[0] | halves[1]) == 0;
}

void repair_run(struct repair *r, const char *at, const char *end,
    const uint8_t *bytes)
{
	const char *start = at;
	bool is_text = bytes != repair_cdata_bytes;

	while (at < end) {
		const char *stop = end;

		if ((size_t)(end - at) >= sizeof(block)) {
			stop = at + sizeof(block);
			if (is_plain_block(at, is_text)) {
				at = stop;
				continue;
			}
		}
		while (at < stop && bytes[(unsigned char)*at] == BYTE_PLAIN)
			at++;
		if (at == stop)
			continue;
		at += read_special(r, at, end, bytes[(unsigned char)*at],
		    start);
	}
}
