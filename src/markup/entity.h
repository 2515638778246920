/*
 * Role: character references of HTML. Source: WHATWG HTML, 13.5 named
 * references and the numeric end state's table. Thread: any.
 */
#ifndef MARKUP_ENTITY_H
#define MARKUP_ENTITY_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point of a name without & and ; ("ecirc"), or 0. */
uint32_t entity_find(const char *name, size_t len);

/*
 * Read the reference at text ("&ecirc;", "&#7843;"): its code point in *code
 * and the bytes it takes; 0 if there is none. Without a semicolon the old
 * names count where neither a letter, a digit nor "=" follows.
 */
size_t entity_read(const char *text, size_t len, uint32_t *code);

/*
 * Append text with each reference replaced ("&ecirc;", "&#7843;", "&#x1EA3;",
 * "&#150;" as –); what is no reference stays. Returns how many were.
 */
size_t entity_decode(struct str *out, const char *text, size_t len);

#endif
