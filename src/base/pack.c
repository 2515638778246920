#include "base/pack.h"

#include <string.h>

void pack_number(struct str *out, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		str_add_char(out, (char)(unsigned char)(number | 0x80));
	str_add_char(out, (char)(unsigned char)number);
}

void pack_signed(struct str *out, int64_t number)
{
	uint64_t bits = (uint64_t)number << 1;

	pack_number(out, number < 0 ? ~bits : bits);
}

void pack_bytes(struct str *out, const char *data, size_t len)
{
	pack_number(out, (uint64_t)len + 1);
	str_add_len(out, data, len);
}

void pack_text(struct str *out, const char *text)
{
	if (text == NULL)
		pack_number(out, 0);
	else
		pack_bytes(out, text, strlen(text));
}

void unpack_init(struct unpack *in, const void *data, size_t len)
{
	*in = (struct unpack){.at = data};
	/* nothing may be at NULL, to which C adds not even 0 */
	in->end = len > 0 ? in->at + len : in->at;
}

uint64_t unpack_number(struct unpack *in)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 64 && !in->is_broken; shift += 7) {
		unsigned char byte;

		if (in->at == in->end)
			break;
		byte = *in->at++;
		number |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return number;
	}
	in->is_broken = true;
	return 0;
}

int64_t unpack_signed(struct unpack *in)
{
	uint64_t bits = unpack_number(in);

	return (int64_t)((bits & 1) != 0 ? ~(bits >> 1) : bits >> 1);
}

char *unpack_text(struct unpack *in, struct arena *arena)
{
	uint64_t len = unpack_number(in);
	char *text;

	if (len == 0)
		return NULL;
	if (len - 1 > (uint64_t)(in->end - in->at)) {
		in->is_broken = true;
		return NULL;
	}
	text = arena_dup_len(arena, (const char *)in->at, (size_t)len - 1);
	in->at += len - 1;
	return text;
}

size_t unpack_count(struct unpack *in)
{
	uint64_t count = unpack_number(in);

	if (count > (uint64_t)(in->end - in->at)) {
		in->is_broken = true;
		return 0;
	}
	return (size_t)count;
}
