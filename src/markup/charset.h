/*
 * Role: bytes from outside → valid UTF-8. Order: BOM, UTF-16 and UTF-32 by
 * their zero bytes, UTF-8 validity, the transport's charset, the document's
 * own declaration, then a score of Vietnamese candidates (windows-1258,
 * TCVN3, VISCII); last windows-1252. Labels as WHATWG Encoding has them.
 * Thread: any.
 */
#ifndef MARKUP_CHARSET_H
#define MARKUP_CHARSET_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum { CHARSET_NAME_SIZE = 32 };

/* What a document is written in; bytes before skip are a BOM. */
struct charset_choice {
	char name[CHARSET_NAME_SIZE]; /* lower case, e.g. "windows-1258" */
	size_t skip;
	bool is_clean; /* the bytes from skip on are valid UTF-8 as they are */
	bool has_lied; /* the declaration said something else */
};

struct charset_result {
	char name[CHARSET_NAME_SIZE]; /* what it was read as */
	size_t bad_bytes;             /* sequences that became U+FFFD */
	bool has_lied;
};

/*
 * Choose without converting. http_charset (may be NULL) is from
 * Content-Type; the declaration is looked for in the first 1,024 bytes (XML
 * declaration, meta charset).
 */
struct charset_choice charset_choose(const char *data, size_t len,
    const char *http_charset);

/*
 * Append the bytes from choice->skip on as UTF-8; returns how many sequences
 * became U+FFFD.
 */
size_t charset_convert(struct str *out, const char *data, size_t len,
    const struct charset_choice *choice);

/* Both in one step. */
struct charset_result charset_decode(struct str *out, const char *data,
    size_t len, const char *http_charset);

/* The charset parameter of a Content-Type, in buffer; NULL if none. */
const char *charset_from_content_type(const char *content_type,
    char *buffer, size_t size);

#endif
