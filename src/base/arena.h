/*
 * Role: memory for what is born together and dies together (a parsed feed, a
 * page, the rows of a query). Thread: one at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>

struct arena {
	struct arena_block *head;
	char *at, *end;
	size_t used; /* bytes handed out, for limits */
};

void arena_init(struct arena *arena);
void arena_release(struct arena *arena); /* may be used again after it */

/* Cleared memory, aligned for any type; never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t count, size_t size);

/*
 * Return old, or a larger copy, with room for need items; *cap in items. The
 * old copy stays in the arena until its end (at most twice the final size).
 */
void *arena_grow(struct arena *arena, void *old, size_t *cap, size_t need,
    size_t size);

/* Bytes as they come, not aligned. */
char *arena_bytes(struct arena *arena, size_t len);

/* Copies with a NUL added. arena_dup(NULL) is NULL. */
char *arena_dup(struct arena *arena, const char *text);
char *arena_dup_len(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...)
    PRINTF_LIKE(2, 3);

#endif
