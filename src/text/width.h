/*
 * Role: how many terminal columns text takes. As wcwidth(3) has it, since
 * the terminal library does; what it calls -1 is 1 (shown as U+FFFD).
 * Combining marks are 0. Needs a UTF-8 locale. Thread: any.
 */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

int text_width_char(uint32_t code); /* 0, 1 or 2 */
int text_width(const char *text, size_t len);

/* The most bytes of text that take at most columns; marks stay whole. */
size_t text_fit(const char *text, size_t len, int columns);

/*
 * Append text in at most columns: whole, or cut at a blank when that loses
 * under 8 columns, then "…" without a blank, trailing , ; : - dropped.
 */
void text_truncate(struct str *out, const char *text, int columns);

/* Append an address cut in its middle by "…" to at most columns. */
void text_truncate_middle(struct str *out, const char *text, int columns);

#endif
