/*
 * Role: addresses. RFC 3986 throughout; nothing is fetched. Thread: any.
 */
#ifndef TEXT_URL_H
#define TEXT_URL_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Append reference resolved against base (RFC 3986 5.2); blanks and controls
 * around it are trimmed, inside it are percent-encoded. An empty or NULL
 * base leaves the reference as it is. Fragment kept.
 */
void url_resolve(struct str *out, const char *base, const char *reference);

/*
 * Append the form that tells whether two addresses are the same page: scheme
 * and host lower case, default port, fragment, and tracking parameters
 * (utm_*, fbclid, gclid, gidzl, zarsrc) off, dot segments resolved, http
 * and https alike (written as "//"); the rest of the query stays, in order.
 */
void url_canonical(struct str *out, const char *url);

/* Append the host, lower case, without port; nothing if there is none. */
void url_host(struct str *out, const char *url);

/* The scheme is http or https, and there is a host. */
bool url_is_web(const char *url);

bool url_is_file(const char *url); /* file: */

/* Append text with user:password@ left out, for messages and logs. */
void url_without_user(struct str *out, const char *url);

/* Append with %XX decoded (bytes as they come). */
void url_decode(struct str *out, const char *text, size_t len);

/*
 * Append what a user typed as an address: "baoquangtri.vn" gets https://; an
 * existing file's or folder's path becomes file:// and absolute.
 */
void url_from_user(struct str *out, const char *typed);

#endif
