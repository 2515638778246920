/*
 * Role: the same word in all its spellings: lower case, marks and tones off,
 * đ/ð/ɖ as d. Source: CLDR vi and Unicode casefolding. Thread: any.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Append folded: "Đà Nẵng" and "ĐA NANG" give "da nang". */
void text_fold(struct str *out, const char *text, size_t len);

/* The same as a copy in an arena. */
char *text_dup_folded(struct arena *arena, const char *text);
char *text_dup_folded_len(struct arena *arena, const char *text, size_t len);

/*
 * Append lower-cased NFC with the tone moved to the old placement (hoà and
 * hòa give hòa), marks kept: what two exact words are compared by.
 */
void text_fold_exact(struct str *out, const char *text, size_t len);

/* Whether it is a capital letter. */
bool text_is_capital(uint32_t code);

/* Whether folded needle occurs in folded text. */
bool text_contains_folded(const char *text, const char *needle);

/*
 * Words, for index, search and related news: runs of letters and digits;
 * digits joined by . or , stay one word (1.234,5); others part.
 */
struct token {
	size_t start, len;    /* bytes in the text */
	const char *folded;   /* valid until the next call */
	size_t folded_len;
	bool is_after_break;  /* punctuation, or a line's end, before it */
	bool is_capital;      /* begins with a capital letter */
	bool is_number;
};

struct tokens {
	const char *text;
	size_t len, at;
	struct str buffer;
};

void tokens_init(struct tokens *tokens, const char *text, size_t len);
void tokens_release(struct tokens *tokens);
bool tokens_next(struct tokens *tokens, struct token *token);

/* Order of two names as CLDR vi has it: <0, 0, >0 (đ after d, ă after a). */
int text_compare(const char *a, const char *b);

#endif
