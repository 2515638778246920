#include "base/mem.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*fatal_hook)(void);

void fatal_set_hook(void (*hook)(void))
{
	fatal_hook = hook;
}

void fatal(const char *format, ...)
{
	va_list args;

	if (fatal_hook != NULL)
		fatal_hook();
	fputs("bantin: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(3);
}

void mem_keep(void)
{
#ifdef M_TRIM_THRESHOLD
	enum { KEPT = 16 << 20, MAPPED_FROM = 4 << 20 };

	mallopt(M_TRIM_THRESHOLD, KEPT);
	mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
#endif
}

void *mem_alloc(size_t size)
{
	void *p = malloc(size > 0 ? size : 1);

	if (p == NULL)
		fatal("out of memory");
	return p;
}

void *mem_alloc_zero(size_t count, size_t size)
{
	void *p = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

	if (p == NULL)
		fatal("out of memory");
	return p;
}

void *mem_resize(void *old, size_t count, size_t size)
{
	void *p;

	if (size > 0 && count > SIZE_MAX / size)
		fatal("out of memory");
	p = realloc(old, count * size > 0 ? count * size : 1);
	if (p == NULL)
		fatal("out of memory");
	return p;
}

void *mem_grow(void *old, size_t *cap, size_t need, size_t size)
{
	size_t new_cap = *cap;

	if (need <= *cap)
		return old;
	if (new_cap < 8)
		new_cap = 8;
	while (new_cap < need) {
		if (new_cap > SIZE_MAX / 2)
			fatal("out of memory");
		new_cap += new_cap / 2;
	}
	*cap = new_cap;
	return mem_resize(old, new_cap, size);
}

char *mem_dup(const char *text)
{
	return text == NULL ? NULL : mem_dup_len(text, strlen(text));
}

char *mem_dup_len(const char *text, size_t len)
{
	char *copy = mem_alloc(len + 1);

	if (len > 0)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}
