/*
 * Role: what an answer says besides its content. RFC 9110 and 9111. Times
 * are seconds since 1970 UTC, 0: not said. Thread: any.
 */
#ifndef NET_REPLY_H
#define NET_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Retry-After, seconds or a date; what has passed already is 0. */
int64_t reply_retry_after(const char *value, int64_t now);

/* How long it need not be asked again; any of the header values may be NULL. */
int64_t reply_fresh_until(const char *cache_control, const char *expires,
    const char *date, const char *age, int64_t now);

/*
 * A page that wants a browser to run its script before it shows anything:
 * a few lines that set a cookie and load again, or a refusal that holds a
 * challenge's script. body ends in a NUL.
 */
bool reply_is_bot_check(int status, const char *body, size_t len);

#endif
