/*
 * Role: UTF-8, as RFC 3629 has it (no surrogates, no overlong forms).
 * Thread: any.
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Read one character at text (len > 0 bytes): its code point, and how many
 * bytes it took in *used. A bad byte is U+FFFD and takes 1.
 */
uint32_t utf8_read(const char *text, size_t len, size_t *used);

void utf8_add(struct str *out, uint32_t code); /* a bad code adds U+FFFD */

/* Write code at `at`, where there is room for 4 bytes; how many it took. */
size_t utf8_write(char *at, uint32_t code);

bool utf8_is_valid(const char *text, size_t len);

/* Append text with each bad byte run replaced by one U+FFFD; their count. */
size_t utf8_repair(struct str *out, const char *text, size_t len);

/* The most bytes, at most len, that end at a character's end. */
size_t utf8_cut(const char *text, size_t len);

#endif
