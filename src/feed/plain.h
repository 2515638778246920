/*
 * Role: titles and names as plain text. Thread: any.
 */
#ifndef FEED_PLAIN_H
#define FEED_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * Append text cleaned, on one line: HTML's tags off where it may hold
 * markup (what only looks like one, "vector<T>", stays), references that
 * survived resolved.
 */
void plain_add(struct str *out, const char *text, size_t len,
    bool has_markup);

/* Append text as HTML that shows it. */
void plain_add_html(struct str *out, const char *text, size_t len);

/* Whether name is an element of HTML; void ones have no end tag. */
bool plain_is_html(const char *name, size_t len);
bool plain_is_void(const char *name, size_t len);

#endif
