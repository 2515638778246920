#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_LEAST = 16 * 1024, BLOCK_MOST = 1024 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	max_align_t data[];
};

void arena_init(struct arena *arena)
{
	*arena = (struct arena){0};
}

void arena_release(struct arena *arena)
{
	struct arena_block *block = arena->head, *next;

	for (; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	arena_init(arena);
}

static void *take(struct arena *arena, size_t size, size_t align)
{
	uintptr_t at = ((uintptr_t)arena->at + align - 1) & ~(align - 1);
	struct arena_block *block;
	size_t block_size;

	if (arena->at != NULL && at + size <= (uintptr_t)arena->end) {
		arena->at = (char *)at + size;
		arena->used += size;
		return (void *)at;
	}
	if (size > SIZE_MAX / 2)
		fatal("out of memory");
	block_size = arena->head == NULL ? BLOCK_LEAST : arena->head->size * 2;
	if (block_size > BLOCK_MOST)
		block_size = BLOCK_MOST;
	if (block_size < size)
		block_size = size;
	block = mem_alloc(sizeof(*block) + block_size);
	block->next = arena->head;
	block->size = block_size;
	arena->head = block;
	arena->at = (char *)block->data + size;
	arena->end = (char *)block->data + block_size;
	arena->used += size;
	return block->data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size > 0 ? size : 1, _Alignof(max_align_t)),
	    0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / 2 / size)
		fatal("out of memory");
	return arena_alloc(arena, count * size);
}

void *arena_grow(struct arena *arena, void *old, size_t *cap, size_t need,
    size_t size)
{
	size_t new_cap = *cap < 8 ? 8 : *cap;
	void *copy;

	if (need <= *cap)
		return old;
	while (new_cap < need)
		new_cap *= 2;
	copy = arena_array(arena, new_cap, size);
	if (*cap > 0)
		memcpy(copy, old, *cap * size);
	*cap = new_cap;
	return copy;
}

char *arena_bytes(struct arena *arena, size_t len)
{
	return take(arena, len > 0 ? len : 1, 1);
}

char *arena_dup(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_dup_len(arena, text, strlen(text));
}

char *arena_dup_len(struct arena *arena, const char *text, size_t len)
{
	char *copy = take(arena, len + 1, 1);

	if (len > 0)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		fatal("a format failed: %s", format);
	text = take(arena, (size_t)len + 1, 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return text;
}
