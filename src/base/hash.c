#include "base/hash.h"

#include <string.h>

uint64_t hash_bytes(uint64_t seed, const void *data, size_t len)
{
	const unsigned char *bytes = data;
	uint64_t hash = seed ^ UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
	/* FNV's low bits are weak for short keys */
	hash ^= hash >> 33;
	hash *= UINT64_C(0xff51afd7ed558ccd);
	hash ^= hash >> 33;
	hash *= UINT64_C(0xc4ceb9fe1a85ec53);
	return hash ^ hash >> 33;
}

uint64_t hash_text(uint64_t seed, const char *text)
{
	return text == NULL ? hash_bytes(seed, "", 1) :
	    hash_bytes(seed, text, strlen(text) + 1);
}

/* One load, where the machine's order is this one. */
static uint64_t read_little(const unsigned char *b)
{
	return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 |
	    (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
	    (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
	    (uint64_t)b[7] << 56;
}

static uint64_t rotate(uint64_t word, unsigned bits)
{
	return word << bits | word >> (64 - bits);
}

static uint64_t mix_lane(uint64_t lane, uint64_t word)
{
	return rotate(lane + word * UINT64_C(0xc2b2ae3d27d4eb4f), 31) *
	    UINT64_C(0x9e3779b185ebca87);
}

uint64_t hash_block(uint64_t seed, const void *data, size_t len)
{
	const unsigned char *at = data, *end = at + len;
	uint64_t a = seed + len, b = ~seed, c = seed ^ 0x5bd1e995, d = 7;

	for (; end - at >= 32; at += 32) {
		a = mix_lane(a, read_little(at));
		b = mix_lane(b, read_little(at + 8));
		c = mix_lane(c, read_little(at + 16));
		d = mix_lane(d, read_little(at + 24));
	}
	/* the rest, and the lanes, by the hash of short keys */
	return hash_bytes(a ^ rotate(b, 7) ^ rotate(c, 12) ^ rotate(d, 18),
	    at, (size_t)(end - at));
}
