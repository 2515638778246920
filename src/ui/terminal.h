/*
 * Role: the terminal: opened, read key by key, flushed, suspended and
 * restored on every way out. Hides ncurses' state and the signals, whose
 * flags are the program's only globals beside the log. Thread: main.
 */
#ifndef UI_TERMINAL_H
#define UI_TERMINAL_H

#include "base/error.h"
#include "config/config.h"

#include <stdbool.h>

/* What was pressed: a Unicode character (Ctrl-A is 1), or one of these. */
enum press {
	PRESS_NONE = 0,
	PRESS_TAB = 9,
	PRESS_ENTER = 13,
	PRESS_ESCAPE = 27,
	PRESS_SPACE = 32,
	PRESS_BACKSPACE = 127,
	PRESS_DOWN = 0x200000,
	PRESS_UP,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_HOME,
	PRESS_END,
	PRESS_PAGE_DOWN,
	PRESS_PAGE_UP,
	PRESS_BACK_TAB,
	PRESS_DELETE,
	PRESS_F1,
	PRESS_PASTE_START, /* what follows was pasted, to PASTE_END */
	PRESS_PASTE_END,
	PRESS_CLICK,       /* terminal_mouse tells where */
	PRESS_DRAG,        /* moved with the button held */
	PRESS_RELEASE,     /* of the button */
	PRESS_WHEEL_UP,
	PRESS_WHEEL_DOWN,
	PRESS_BACKGROUND,  /* the answer to terminal_ask_background */
	PRESS_OTHER, /* a key without a meaning here */
};

#define PRESS_CTRL(letter) ((letter) & 0x1f)

/* What terminal_wait saw; more than one may be set. */
enum terminal_sight {
	TERMINAL_KEYS = 1,
	TERMINAL_EVENTS = 2,
	TERMINAL_RESIZED = 4,
	TERMINAL_CONTINUED = 8, /* after a stop: all must be painted anew */
	TERMINAL_QUIT = 16,     /* the terminal is gone, or a signal says so */
	TERMINAL_STOP = 32,     /* asked from outside to suspend */
	TERMINAL_CHANGES = 64,  /* watch_fd is readable */
};

struct terminal;

/*
 * ERROR_TERMINAL (subject: TERM) where it cannot move its cursor. Without
 * has_mouse the mouse is left to the terminal's own selection; is_linear
 * only lines are printed, and any terminal will do.
 */
struct terminal *terminal_open(bool has_mouse, bool is_linear,
    bool wants_true_color, struct error *err);
void terminal_close(struct terminal *terminal);

/*
 * Wait for keys, signals, wake_fd or watch_fd (-1: none) at most so many
 * milliseconds (-1: for ever).
 */
unsigned terminal_wait(struct terminal *terminal, int wake_fd,
    int watch_fd, int milliseconds);

/* The next key that waits, or PRESS_NONE at once. */
int terminal_read(struct terminal *terminal);

/*
 * Ask what its background is (xterm's OSC 11); the answer comes among the
 * keys, or never.
 */
void terminal_ask_background(struct terminal *terminal);
bool terminal_is_light(const struct terminal *terminal);

/* Where the last click or turn of the wheel was. */
void terminal_mouse(const struct terminal *terminal, int *y, int *x);

/* Send what was painted; all of it again if is_whole. */
void terminal_flush(struct terminal *terminal, bool is_whole);

void terminal_resize(struct terminal *terminal);
void terminal_size(const struct terminal *terminal, int *width, int *height);

/* Give the terminal back until the shell continues us. */
void terminal_suspend(struct terminal *terminal);

/*
 * Give the terminal to a program that runs in it; and take it back, when the
 * user has read what it printed and pressed Enter.
 */
void terminal_leave(struct terminal *terminal);
void terminal_return(struct terminal *terminal, const char *question);

/* Marks that show nothing, for tests that read along: OSC 7700, 7701. */
enum terminal_mark { TERMINAL_MARK_IDLE = 7700, TERMINAL_MARK_PAINTED };
void terminal_mark(struct terminal *terminal, enum terminal_mark kind,
    unsigned number);

/* Lines for linear mode; nothing else is written there. */
void terminal_print(struct terminal *terminal, const char *text);

/* Name the window (OSC 2), its former name back at the end; ring. */
void terminal_title(struct terminal *terminal, const char *text);
void terminal_bell(struct terminal *terminal);

/* Into the clipboard by OSC 52: works over ssh where the terminal allows. */
void terminal_copy(struct terminal *terminal, const char *text);

#endif
