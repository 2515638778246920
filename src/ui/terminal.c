#include "ui/terminal.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/report.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#define MOUSE_ON "\033[?1000;1002;1006h"
#define MOUSE_OFF "\033[?1006;1002;1000l"

/* Keys without a name in curses. */
enum { CODE_PASTE_START = KEY_MAX + 101, CODE_PASTE_END };

enum { ESCAPE_MS = 50, SEQUENCE_LONGEST = 32, REPORT_MS = 1000 };

struct terminal {
	SCREEN *screen;
	WINDOW *keys; /* a pad: reading it paints nothing */
	int mouse_y, mouse_x;
	struct report report; /* that has come in part */
	bool is_linear, has_mouse, has_light_background, has_title;
	struct termios saved;
};

static volatile sig_atomic_t signal_seen[TERMINAL_STOP + 1];
static int signal_pipe[2] = {-1, -1};
static char restore_text[256];
static size_t restore_len;
static struct termios restore_modes;

/* --- signals ------------------------------------------------------------ */

static void note_signal(int number)
{
	int saved = errno;
	int sight = TERMINAL_QUIT;

	if (number == SIGWINCH)
		sight = TERMINAL_RESIZED;
	else if (number == SIGCONT)
		sight = TERMINAL_CONTINUED;
	else if (number == SIGTSTP)
		sight = TERMINAL_STOP;
	signal_seen[sight] = 1;
	if (write(signal_pipe[1], "", 1) < 0) {
		/* full: the reader will wake anyway */
	}
	errno = saved;
}

/* Only what may be called in a signal handler. */
static void write_restore(void)
{
	if (restore_len > 0 &&
	    write(STDOUT_FILENO, restore_text, restore_len) < 0)
		return;
	tcsetattr(STDIN_FILENO, TCSANOW, &restore_modes);
}

static void crash(int number)
{
	write_restore();
	signal(number, SIG_DFL);
	raise(number);
}

static void catch_signals(void)
{
	static const int noted[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGTERM,
	    SIGHUP, SIGINT};
	static const int fatal_ones[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL,
	    SIGABRT};
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	sigemptyset(&action.sa_mask);
	action.sa_handler = note_signal;
	action.sa_flags = SA_RESTART;
	for (size_t i = 0; i < ARRAY_LEN(noted); i++)
		sigaction(noted[i], &action, NULL);
	action.sa_handler = crash;
	for (size_t i = 0; i < ARRAY_LEN(fatal_ones); i++)
		sigaction(fatal_ones[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static bool open_pipe(struct error *err)
{
	if (signal_pipe[0] >= 0)
		return true;
	if (pipe(signal_pipe) != 0)
		return error_set(err, ERROR_SYSTEM, "pipe", errno);
	for (int i = 0; i < 2; i++) {
		fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK);
		fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC);
	}
	return true;
}

/* --- open and close ----------------------------------------------------- */

/* Bytes outside of what curses paints, at once. */
static void send_raw(const char *text, size_t len)
{
	fflush(stdout);
	while (len > 0) {
		ssize_t sent = write(STDOUT_FILENO, text, len);

		if (sent < 0 && errno != EINTR && errno != EAGAIN)
			return;
		if (sent > 0) {
			text += sent;
			len -= (size_t)sent;
		}
	}
}

static void send_text(const char *text)
{
	send_raw(text, strlen(text));
}

static void add_restore(const char *text)
{
	size_t len = text == NULL || text == (char *)-1 ? 0 : strlen(text);

	if (len == 0 || restore_len + len > sizeof(restore_text))
		return;
	memcpy(restore_text + restore_len, text, len);
	restore_len += len;
}

/* What terminals send beside what terminfo says of them. */
static void define_keys(void)
{
	static const struct {
		const char *sequence;
		int code;
	} more[] = {
	    {"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT},
	    {"\033[D", KEY_LEFT}, {"\033[H", KEY_HOME}, {"\033[F", KEY_END},
	    {"\033OH", KEY_HOME}, {"\033OF", KEY_END}, {"\033[1~", KEY_HOME},
	    {"\033[4~", KEY_END}, {"\033[7~", KEY_HOME},
	    {"\033[8~", KEY_END}, {"\033[200~", CODE_PASTE_START},
	    {"\033[201~", CODE_PASTE_END},
	};

	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		if (key_defined(more[i].sequence) <= 0)
			define_key(more[i].sequence, more[i].code);
}

/*
 * Bracketed paste (xterm's DEC mode 2004; the dumb ignore it), and presses
 * of the mouse and its way while it is held (1000, 1002), in SGR form (1006).
 */
static void set_reports(const struct terminal *terminal, bool is_on)
{
	if (terminal->is_linear)
		return;
	send_text(is_on ? "\033[?2004h" : "\033[?2004l");
	if (terminal->has_mouse)
		send_text(is_on ? MOUSE_ON : MOUSE_OFF);
}

static void set_modes(const struct terminal *terminal)
{
	raw();
	noecho();
	nonl();
	typeahead(-1); /* a frame is always whole */
	idlok(stdscr, TRUE);
	scrollok(stdscr, FALSE);
	curs_set(1);
	set_reports(terminal, true);
}

/* Whether terminfo knows it; newterm keeps memory of what it does not. */
static bool is_described(const char *name)
{
	int status;

	if (name == NULL || setupterm(name, STDOUT_FILENO, &status) != OK)
		return false;
	del_curterm(cur_term);
	return true;
}

/*
 * "xterm-direct" for "xterm-256color": the description with direct colours
 * (terminfo's RGB), where the terminal says that it has them and its kind
 * is described so; NULL: as it is.
 */
static char *name_with_true_color(const char *name)
{
	static const char direct[] = "-direct";
	const char *depth = getenv("COLORTERM");
	struct str found;

	if (name == NULL || depth == NULL || strstr(name, direct) != NULL ||
	    (strcmp(depth, "truecolor") != 0 && strcmp(depth, "24bit") != 0))
		return NULL;
	str_init(&found);
	str_add_len(&found, name, strcspn(name, "-"));
	str_add(&found, direct);
	if (is_described(found.data))
		return found.data;
	str_release(&found);
	return NULL;
}

/*
 * A newer terminal's description is missing on most servers that one reaches
 * by ssh; its kin draws as well there. NULL: none is known.
 */
static const char *find_kin(const char *name)
{
	static const char *const kin[][2] = {
	    {"xterm", "xterm-256color"}, {"alacritty", "xterm-256color"},
	    {"contour", "xterm-256color"}, {"foot", "xterm-256color"},
	    {"ghostty", "xterm-256color"}, {"kitty", "xterm-256color"},
	    {"konsole", "xterm-256color"}, {"rio", "xterm-256color"},
	    {"wezterm", "xterm-256color"}, {"tmux", "screen-256color"},
	    {"screen", "screen-256color"}, {"rxvt", "rxvt"},
	};

	for (size_t i = 0; name != NULL && i < ARRAY_LEN(kin); i++)
		if (str_starts(name, kin[i][0]))
			return kin[i][1];
	return NULL;
}

struct terminal *terminal_open(bool has_mouse, bool is_linear,
    bool wants_true_color, struct error *err)
{
	struct terminal *terminal;
	const char *name = getenv("TERM");
	const char *described;
	char *direct = NULL;
	SCREEN *screen = NULL;

	if (!open_pipe(err))
		return NULL;
	use_tioctl(TRUE);
	tcgetattr(STDIN_FILENO, &restore_modes);
	/* a dumb one is sent nothing but what is printed */
	if (wants_true_color && !is_linear)
		direct = name_with_true_color(name);
	described = is_linear ? "dumb" : direct != NULL ? direct :
	    is_described(name) ? name : find_kin(name);
	if (described != NULL)
		screen = newterm(described, stdout, stdin);
	free(direct);
	if (screen == NULL) {
		error_set(err, ERROR_TERMINAL, name, 0);
		return NULL;
	}
	if (cursor_address == NULL && !is_linear) {
		endwin();
		delscreen(screen);
		error_set(err, ERROR_TERMINAL, name, 0);
		return NULL;
	}
	terminal = mem_alloc_zero(1, sizeof(*terminal));
	terminal->screen = screen;
	terminal->is_linear = is_linear;
	restore_len = 0;
	if (!is_linear)
		add_restore("\033[?2004l");
	add_restore(exit_attribute_mode);
	add_restore(cursor_normal);
	add_restore(exit_ca_mode);
	fatal_set_hook(write_restore);
	set_escdelay(ESCAPE_MS);
	terminal->keys = newpad(1, 1);
	keypad(terminal->keys, TRUE);
	nodelay(terminal->keys, TRUE);
	define_keys();
	/* its reports are read here, with what else the terminal tells */
	keyok(KEY_MOUSE, FALSE);
	terminal->has_mouse = has_mouse && key_mouse != NULL && !is_linear;
	if (terminal->has_mouse)
		add_restore(MOUSE_OFF);
	set_modes(terminal);
	catch_signals();
	return terminal;
}

void terminal_close(struct terminal *terminal)
{
	static const int noted[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGTERM,
	    SIGHUP, SIGINT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

	set_reports(terminal, false);
	if (terminal->has_title)
		send_text("\033[23;2t");
	endwin();
	fatal_set_hook(NULL);
	for (size_t i = 0; i < ARRAY_LEN(noted); i++)
		signal(noted[i], SIG_DFL);
	delwin(terminal->keys);
	delscreen(terminal->screen);
	free(terminal);
}

void terminal_suspend(struct terminal *terminal)
{
	set_reports(terminal, false);
	endwin();
	signal(SIGTSTP, SIG_DFL);
	kill(0, SIGTSTP);
	/* continued */
	catch_signals();
	refresh();
	set_modes(terminal);
	signal_seen[TERMINAL_CONTINUED] = 1;
}

void terminal_leave(struct terminal *terminal)
{
	set_reports(terminal, false);
	endwin();
	/* the keys of the program are its own */
	signal(SIGINT, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
}

void terminal_return(struct terminal *terminal, const char *question)
{
	char byte = 0;
	ssize_t got;

	send_text("\n[");
	send_text(question);
	send_text("]");
	do
		got = read(STDIN_FILENO, &byte, 1);
	while ((got == 1 && byte != '\n' && byte != '\r') ||
	    (got < 0 && errno == EINTR));
	catch_signals();
	refresh();
	set_modes(terminal);
}

/* --- waiting and reading ------------------------------------------------ */

static unsigned take_signals(void)
{
	static const unsigned sights[] = {TERMINAL_RESIZED, TERMINAL_CONTINUED,
	    TERMINAL_QUIT, TERMINAL_STOP};
	char drained[64];
	unsigned seen = 0;

	while (read(signal_pipe[0], drained, sizeof(drained)) > 0)
		;
	for (size_t i = 0; i < ARRAY_LEN(sights); i++) {
		if (!signal_seen[sights[i]])
			continue;
		signal_seen[sights[i]] = 0;
		seen |= sights[i];
	}
	return seen;
}

/* Readable without a byte is the end: the terminal went away. */
static bool is_at_end(const struct pollfd *input)
{
	int waiting = 0;

	if ((input->revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
		return true;
	return (input->revents & POLLIN) != 0 &&
	    ioctl(input->fd, FIONREAD, &waiting) == 0 && waiting == 0;
}

unsigned terminal_wait(struct terminal *terminal, int wake_fd,
    int watch_fd, int milliseconds)
{
	struct pollfd fds[4] = {
	    {.fd = STDIN_FILENO, .events = POLLIN},
	    {.fd = signal_pipe[0], .events = POLLIN},
	    {.fd = wake_fd, .events = POLLIN},
	    {.fd = watch_fd, .events = POLLIN},
	};
	unsigned seen = 0;

	(void)terminal;
	if (poll(fds, ARRAY_LEN(fds), milliseconds) < 0 && errno != EINTR)
		return TERMINAL_QUIT;
	seen = take_signals();
	if (is_at_end(&fds[0]))
		return seen | TERMINAL_QUIT;
	if ((fds[0].revents & POLLIN) != 0)
		seen |= TERMINAL_KEYS;
	if ((fds[2].revents & POLLIN) != 0)
		seen |= TERMINAL_EVENTS;
	if ((fds[3].revents & POLLIN) != 0)
		seen |= TERMINAL_CHANGES;
	return seen;
}

static int name_key(wint_t code)
{
	switch ((int)code) {
	case KEY_DOWN:
		return PRESS_DOWN;
	case KEY_UP:
		return PRESS_UP;
	case KEY_LEFT:
		return PRESS_LEFT;
	case KEY_RIGHT:
		return PRESS_RIGHT;
	case KEY_HOME:
		return PRESS_HOME;
	case KEY_END:
		return PRESS_END;
	case KEY_NPAGE:
		return PRESS_PAGE_DOWN;
	case KEY_PPAGE:
		return PRESS_PAGE_UP;
	case KEY_BTAB:
		return PRESS_BACK_TAB;
	case KEY_DC:
		return PRESS_DELETE;
	case KEY_ENTER:
		return PRESS_ENTER;
	case KEY_BACKSPACE:
		return PRESS_BACKSPACE;
	case KEY_F(1):
		return PRESS_F1;
	case CODE_PASTE_START:
		return PRESS_PASTE_START;
	case CODE_PASTE_END:
		return PRESS_PASTE_END;
	default:
		return PRESS_OTHER;
	}
}

void terminal_mouse(const struct terminal *terminal, int *y, int *x)
{
	*y = terminal->mouse_y;
	*x = terminal->mouse_x;
}

/* What it was, as a key; what has not come yet is waited for a while. */
static int read_report(struct terminal *terminal)
{
	struct report *report = &terminal->report;
	enum report_kind kind = report->kind;
	wint_t code;

	while (wget_wch(terminal->keys, &code) == OK) {
		if (!report_add(report, code))
			continue;
		report->kind = REPORT_NONE;
		if (kind == REPORT_MOUSE && terminal->has_mouse)
			return report_read_mouse(report, &terminal->mouse_y,
			    &terminal->mouse_x);
		if (kind == REPORT_ANSWER &&
		    report_read_background(report,
		        &terminal->has_light_background))
			return PRESS_BACKGROUND;
		return PRESS_OTHER;
	}
	if (clock_ticks() - report->since < REPORT_MS)
		return PRESS_NONE;
	report->kind = REPORT_NONE;
	return PRESS_OTHER;
}

void terminal_ask_background(struct terminal *terminal)
{
	static const char *const silent[] = {"linux", "dumb", "vt", "ansi",
	    "cons"};
	const char *name = getenv("TERM");

	(void)terminal;
	for (size_t i = 0; i < ARRAY_LEN(silent); i++)
		if (name == NULL || str_starts(name, silent[i]))
			return;
	send_text("\033]11;?\033\\");
}

bool terminal_is_light(const struct terminal *terminal)
{
	return terminal->has_light_background;
}

/*
 * After ESC: a sequence that nothing knows (ECMA-48 5.4: parameters, then a
 * final byte) is one key without a meaning, never its letters as commands.
 */
static int skip_sequence(struct terminal *terminal)
{
	wint_t code;
	int kind = wget_wch(terminal->keys, &code);

	if (kind == ERR)
		return PRESS_ESCAPE;
	if (kind == OK && code == ']') {
		report_begin(&terminal->report, REPORT_ANSWER);
		return read_report(terminal);
	}
	if (kind == KEY_CODE_YES || (code != '[' && code != 'O')) {
		if (kind == KEY_CODE_YES)
			ungetch((int)code);
		else
			unget_wch((wchar_t)code);
		return PRESS_ESCAPE;
	}
	for (int i = 0; i < SEQUENCE_LONGEST; i++) {
		if (wget_wch(terminal->keys, &code) != OK)
			break;
		if (i == 0 && code == '<') {
			report_begin(&terminal->report, REPORT_MOUSE);
			return read_report(terminal);
		}
		if ((code >= 0x40 && code <= 0x7e && code != '['))
			break;
	}
	return PRESS_OTHER;
}

int terminal_read(struct terminal *terminal)
{
	wint_t code;

	if (terminal->report.kind != REPORT_NONE) {
		int press = read_report(terminal);

		if (press != PRESS_OTHER)
			return press;
	}
	switch (wget_wch(terminal->keys, &code)) {
	case KEY_CODE_YES:
		return name_key(code);
	case OK:
		if (code == '\n')
			return PRESS_ENTER;
		if (code == 8)
			return PRESS_BACKSPACE;
		if (code == 27)
			return skip_sequence(terminal);
		return code == 0 ? PRESS_OTHER : (int)code;
	default:
		return PRESS_NONE;
	}
}

/* --- painting ------------------------------------------------------------ */

void terminal_flush(struct terminal *terminal, bool is_whole)
{
	(void)terminal;
	if (is_whole) {
		/* a region set for a size that is no more would stay */
		if (change_scroll_region != NULL)
			send_text(tparm(change_scroll_region, 0, LINES - 1));
		clearok(curscr, TRUE);
	}
	wnoutrefresh(stdscr);
	doupdate();
}

void terminal_resize(struct terminal *terminal)
{
	struct winsize size;

	(void)terminal;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
	    size.ws_row == 0 || size.ws_col == 0)
		return;
	resize_term(size.ws_row, size.ws_col);
}

void terminal_size(const struct terminal *terminal, int *width, int *height)
{
	(void)terminal;
	getmaxyx(stdscr, *height, *width);
}

void terminal_mark(struct terminal *terminal, enum terminal_mark kind,
    unsigned number)
{
	struct str mark;

	(void)terminal;
	str_init(&mark);
	str_addf(&mark, "\033]%d;%u\033\\", (int)kind, number);
	send_raw(mark.data, mark.len);
	str_release(&mark);
}

void terminal_print(struct terminal *terminal, const char *text)
{
	(void)terminal;
	send_text(text);
}

void terminal_title(struct terminal *terminal, const char *text)
{
	struct str out;

	str_init(&out);
	/* xterm's stack of titles: 22 puts one aside, 23 takes it back */
	if (!terminal->has_title) {
		str_add(&out, "\033[22;2t");
		add_restore("\033[23;2t");
	}
	terminal->has_title = true;
	str_addf(&out, "\033]2;%s\033\\", text);
	send_raw(out.data, out.len);
	str_release(&out);
}

void terminal_bell(struct terminal *terminal)
{
	(void)terminal;
	beep();
}

void terminal_copy(struct terminal *terminal, const char *text)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *at = (const unsigned char *)text;
	size_t len = strlen(text);
	struct str out;

	(void)terminal;
	str_init(&out);
	str_add(&out, "\033]52;c;");
	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		uint32_t bits = (uint32_t)at[i] << 16 |
		    (left > 1 ? (uint32_t)at[i + 1] << 8 : 0) |
		    (left > 2 ? at[i + 2] : 0);

		str_add_char(&out, digits[bits >> 18]);
		str_add_char(&out, digits[bits >> 12 & 63]);
		str_add_char(&out, left > 1 ? digits[bits >> 6 & 63] : '=');
		str_add_char(&out, left > 2 ? digits[bits & 63] : '=');
	}
	str_add(&out, "\033\\");
	send_raw(out.data, out.len);
	str_release(&out);
}
