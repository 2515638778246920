/*
 * Role: documents that came compressed though nothing says so: files saved
 * as the server sent them, servers that leave out Content-Encoding. Thread:
 * any.
 */
#ifndef MARKUP_INFLATE_H
#define MARKUP_INFLATE_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Append what is in data, if it is gzip (RFC 1952, of several members too),
 * zlib (RFC 1950), or raw deflate (RFC 1951) of text; *is_cut: it ended too
 * early or was damaged, and what came before is kept. True with nothing
 * appended: it is none of them. False: ERROR_MARKUP_LIMIT, more than limit
 * bytes.
 */
MUST_CHECK bool inflate_add(struct str *out, const char *data, size_t len,
    size_t limit, bool *is_cut, struct error *err);

#endif
