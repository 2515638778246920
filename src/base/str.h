/*
 * Role: a growing byte string. data is never NULL and always ends in a NUL
 * that len does not count; it may hold NUL bytes. Thread: one at a time.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/mem.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
	char *data;
	size_t len, cap;
};

void str_init(struct str *str);
void str_release(struct str *str);
void str_clear(struct str *str); /* empty, its memory kept */
void str_add(struct str *str, const char *text);
void str_add_len(struct str *str, const char *data, size_t len);
void str_add_char(struct str *str, char c);
void str_addf(struct str *str, const char *format, ...) PRINTF_LIKE(2, 3);
void str_add_args(struct str *str, const char *format, va_list args)
    PRINTF_LIKE(2, 0);
void str_cut(struct str *str, size_t len); /* shorten to len bytes */

/* Make room for extra more bytes, so that they can be written at data+len. */
char *str_reserve(struct str *str, size_t extra);

/* Return the bytes, the caller's to free; the string is empty after it. */
char *str_detach(struct str *str);

/* Whether text starts with, or equals, another; bytes compared. */
bool str_starts(const char *text, const char *start);
bool str_equal(const char *a, const char *b); /* NULL equals only NULL */

/* What a hexadecimal digit stands for, or -1. */
int str_hex_value(char c);

#endif
