/*
 * Role: where searched words stand in a text, whatever marks and case it
 * has: byte ranges, to be painted. Pure. Thread: any.
 */
#ifndef UI_HITS_H
#define UI_HITS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct hit {
	size_t start, len; /* bytes */
};

/* A text folded, and for each byte of it where it came from. */
struct hits_text {
	struct str folded;
	size_t *from; /* folded.len + 1 of them */
	size_t cap;
};

void hits_text_init(struct hits_text *text);
void hits_text_release(struct hits_text *text);
void hits_text_add(struct hits_text *text, const char *bytes, size_t len,
    size_t from);

/* The next place of a folded phrase at or behind *at (folded bytes). */
bool hits_next(const struct hits_text *text, const char *phrase, size_t *at,
    struct hit *hit);

/*
 * All places of any of the folded, blank-separated words in text, in order
 * and apart, at most most of them; their count.
 */
size_t hits_find(const char *text, const char *words, struct hit *hits,
    size_t most);

#endif
