/*
 * Role: keys by name ("Ctrl-D", "Space", "j"), as settings, help and the
 * manual write them. Pure. Thread: any.
 */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include "base/str.h"

#include <stddef.h>

/* The key of a name, from its first len bytes; PRESS_NONE: not known. */
int key_parse(const char *name, size_t len);

/* Append the name of a key. */
void key_add_name(struct str *out, int press);

/* Take the next name of a blank-separated list; false at its end. */
bool key_next(const char **list, int *press);

#endif
