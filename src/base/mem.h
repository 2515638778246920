/*
 * Role: memory for the whole program; out of memory is fatal here, in one
 * place. Free with free(3). Thread: any.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/*
 * Keep some megabytes of what is freed, where the C library (glibc) would
 * give them back: arenas of megabytes come and go with every article, and the
 * kernel's clearing of pages took three times what was done in them. Once, at
 * the program's start.
 */
void mem_keep(void);

/* Return size bytes (at least 1), not cleared; never NULL. */
void *mem_alloc(size_t size);

/* Return count * size cleared bytes; an overflow is fatal. */
void *mem_alloc_zero(size_t count, size_t size);

/* Resize to count * size bytes; an overflow is fatal. */
void *mem_resize(void *old, size_t count, size_t size);

/*
 * Return old, or a larger copy of it, with room for need items of size bytes;
 * *cap (in items) is updated. Grows by half, so that appending is linear.
 */
void *mem_grow(void *old, size_t *cap, size_t need, size_t size);

/* Copies with a NUL added; the caller frees. mem_dup(NULL) is NULL. */
char *mem_dup(const char *text);
char *mem_dup_len(const char *text, size_t len);

/*
 * What runs before the program ends for want of memory or a broken
 * invariant: it restores the terminal. Set once, before threads start.
 */
void fatal_set_hook(void (*hook)(void));

/* Run the hook, print the message to standard error, exit with 3. */
_Noreturn void fatal(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
