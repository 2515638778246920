/*
 * Role: how much of a text stands in one line of so many columns. Pure.
 * Thread: any.
 */
#ifndef UI_WRAP_H
#define UI_WRAP_H

#include <stddef.h>

/* Bytes of the first line, its blank at the end included; at least one. */
size_t wrap_first_line(const char *text, int columns);

#endif
