/*
 * Role: bytes from outside → valid UTF-8. Order: BOM, UTF-8 validity, the
 * transport's charset, the document's own declaration, then a score of
 * Vietnamese candidates (windows-1258, TCVN3, VISCII, UTF-16 without BOM);
 * last windows-1252. Thread: any.
 */
#ifndef MARKUP_CHARSET_H
#define MARKUP_CHARSET_H

#include "base/str.h"

#include <stddef.h>

struct charset_result {
	const char *name;  /* what it was read as, e.g. "windows-1258" */
	size_t bad_bytes;  /* that became U+FFFD */
	bool has_lied;     /* the declaration said something else */
};

/*
 * Append data as UTF-8 to out, without a BOM. http_charset (may be NULL) is
 * from Content-Type; the declaration is looked for in the first 1,024 bytes
 * (XML declaration, meta charset).
 */
struct charset_result charset_decode(struct str *out, const char *data,
    size_t len, const char *http_charset);

/* The charset parameter of a Content-Type, in buffer; NULL if none. */
const char *charset_from_content_type(const char *content_type,
    char *buffer, size_t size);

#endif
