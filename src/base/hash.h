/*
 * Role: one hash for keys, bodies and terms that are kept in caches: never
 * change it. Not for secrets. Thread: any.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

enum { HASH_START = 0 };

/*
 * FNV-1a of 64 bits (draft-eastlake-fnv) from a seed, HASH_START or an
 * earlier hash, mixed at the end so that its low 32 bits may be taken alone.
 */
uint64_t hash_bytes(uint64_t seed, const void *data, size_t len);

/* Of the text with its NUL, so that two texts in a row do not run together. */
uint64_t hash_text(uint64_t seed, const char *text); /* NULL as "" */

/*
 * Of many bytes (bodies, texts), another hash than hash_bytes and some eight
 * times as fast: four lanes of eight bytes, mixed by multiplication and
 * rotation, the rest by hash_bytes. The same on every machine.
 */
uint64_t hash_block(uint64_t seed, const void *data, size_t len);

#endif
