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
