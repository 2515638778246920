/*
 * Role: the program's log: one line an entry, time and room first, control
 * bytes escaped, off until opened. Decisions and numbers are logged, never
 * cookies, passwords or the user part of an address. Thread: any.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/error.h"
#include "base/mem.h"

/* Append to this file from now on; once, before threads start. */
MUST_CHECK bool log_open(const char *path, struct error *err);
void log_close(void);

/* room is the caller's folder, as "net". */
void log_add(const char *room, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
