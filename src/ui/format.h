/*
 * Role: small pieces of text that several screens show: grouped numbers,
 * counts in sentences, reading times. Thread: any.
 */
#ifndef UI_FORMAT_H
#define UI_FORMAT_H

#include "base/str.h"
#include "news/article.h"

#include <stddef.h>
#include <stdint.h>

/* Append a number, its thousands grouped by points (12.345). */
void format_number(struct str *out, int64_t number);

/* Append a sentence, each %d of it replaced by the next number, grouped. */
void format_counts(struct str *out, const char *sentence,
    const int64_t *numbers, size_t count);
void format_count(struct str *out, const char *sentence, int64_t number);

/* Append "1,8 MB" and the like. */
void format_bytes(struct str *out, int64_t bytes);

/* Whole minutes that so many syllables take, at least 1. */
int format_minutes(int words);

/* Append between parts " · ". */
void format_dot(struct str *out);

/*
 * Append what the status line says of an article: source, when, how long to
 * read, on a screen of so many columns; a long source name is cut so that
 * all of it takes at most room.
 */
void format_article(struct str *out, const struct article_row *row,
    int columns, int room, int64_t now);

#endif
