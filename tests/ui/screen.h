/*
 * Role: the reader on a pseudo-terminal, its screen kept by libvterm: keys
 * go in, cells come out. The child runs the program's own ui_run. Thread:
 * one.
 */
#ifndef TESTS_UI_SCREEN_H
#define TESTS_UI_SCREEN_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct screen;

struct screen_start {
	const char *store; /* the cache's path */
	int width, height;
	const char *term;     /* TERM; NULL: xterm-256color */
	const char *language; /* NULL: en */
	const char *const *settings; /* "name=value" */
	size_t setting_count;
	const char *no_color; /* NO_COLOR, or NULL */
	bool is_sample;
	const char *memory; /* file; NULL: none */
	bool is_beside_threads; /* the test has other threads: a server's */
};

/* Start the reader and wait for its first screen; NULL: it did not come. */
struct screen *screen_open(const struct screen_start *start);

/*
 * End it (SIGHUP); its exit status, or -1 if a signal ended it or it wrote
 * to standard error (which is printed).
 */
int screen_close(struct screen *screen);

/* Bytes as a keyboard sends them. */
void screen_type(struct screen *screen, const char *bytes, size_t len);

/* Until the reader has nothing left to do; false: it took over a minute. */
bool screen_settle(struct screen *screen);

/*
 * What the reader painted at once for what was sent last, before it rests,
 * appended raw; false: it took over a minute.
 */
bool screen_add_first_paint(struct screen *screen, struct str *out);

/* What comes within a tenth of a second. */
void screen_watch(struct screen *screen);

void screen_resize(struct screen *screen, int width, int height);

/*
 * Whether the reader hears of a size: TSan holds signals back in what was
 * forked beside threads.
 */
bool screen_hears_signals(const struct screen *screen);

/* Whether the reader has ended; waits up to a minute for it. */
bool screen_has_ended(struct screen *screen, int *status);

/* Bytes that came since the last call. */
size_t screen_take_bytes(struct screen *screen);

/* Append what came raw since the last call, for what is not painted. */
void screen_take_raw(struct screen *screen, struct str *out);

/* Append the cells of a row as text; a wide one's second half is left out. */
void screen_add_row(const struct screen *screen, int y, struct str *out);

/* Append a row's runs of like cells: "0 reverse 116, 4-68 bold". */
void screen_add_runs(const struct screen *screen, int y, struct str *out);

void screen_cursor(const struct screen *screen, int *y, int *x);
void screen_size(const struct screen *screen, int *width, int *height);

/* The process, for signals. */
int screen_process(const struct screen *screen);

#endif
