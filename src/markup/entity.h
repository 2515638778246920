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
 * Append text with each reference replaced ("&ecirc;", "&#7843;", "&#x1EA3;",
 * "&#150;" as –); what is no reference stays. Returns how many were.
 */
size_t entity_decode(struct str *out, const char *text, size_t len);

#endif
