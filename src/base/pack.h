/*
 * Role: plain values as bytes and back, for what crosses a pipe or lies in
 * the store: unsigned LEB128 numbers, zigzag for signed ones, strings as
 * length and bytes. The reader trusts nothing. Thread: any.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

void pack_number(struct str *out, uint64_t number);
void pack_signed(struct str *out, int64_t number);
void pack_text(struct str *out, const char *text); /* NULL is kept */
void pack_bytes(struct str *out, const char *data, size_t len);

struct unpack {
	const unsigned char *at, *end;
	bool is_broken; /* sticky; after it every read gives 0 or NULL */
};

void unpack_init(struct unpack *in, const void *data, size_t len);
uint64_t unpack_number(struct unpack *in);
int64_t unpack_signed(struct unpack *in);
char *unpack_text(struct unpack *in, struct arena *arena);

/*
 * A count of items that follow, each of at least 1 byte: more than the bytes
 * left is broken, so that an array can be allocated safely.
 */
size_t unpack_count(struct unpack *in);

#endif
