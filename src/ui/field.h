/*
 * Role: one line of text under edit, by whole characters with their marks.
 * Its bytes are clean NFC. Thread: main.
 */
#ifndef UI_FIELD_H
#define UI_FIELD_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct field {
	struct str text;
	size_t at; /* byte of the insertion point */
};

void field_init(struct field *field);
void field_release(struct field *field);
void field_set(struct field *field, const char *text);

/* Edit by one key; false: it means nothing in a field. */
bool field_press(struct field *field, int press);

/* Columns before the insertion point. */
int field_column(const struct field *field);

#endif
