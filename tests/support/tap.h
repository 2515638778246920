/*
 * Role: what every test program speaks: TAP. A test says what it got and
 * what was wanted; the plan is printed at the end. Thread: one.
 */
#ifndef TESTS_SUPPORT_TAP_H
#define TESTS_SUPPORT_TAP_H

#include "base/error.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One test; returns is_ok, so that a block that depends on it can be left. */
bool tap_ok(bool is_ok, const char *name, ...) PRINTF_LIKE(2, 3);
bool tap_text(const char *got, const char *want, const char *name, ...)
    PRINTF_LIKE(3, 4);
bool tap_number(int64_t got, int64_t want, const char *name, ...)
    PRINTF_LIKE(3, 4);

/* A fallible call; when it failed the error's code is printed. */
bool tap_done(bool is_done, const struct error *err, const char *name, ...)
    PRINTF_LIKE(3, 4);

void tap_skip(const char *why, const char *name);

/* A line for the reader, not a test. */
void tap_note(const char *format, ...) PRINTF_LIKE(1, 2);

/* Print the plan; the status main returns. */
int tap_end(void);

/*
 * The path of a file below tests/, by the environment's srcdir; one of four
 * buffers in turn.
 */
const char *tap_path(const char *name);

/* A new folder under TMPDIR, removed at tap_end with all that is in it. */
const char *tap_folder(void);

#endif
