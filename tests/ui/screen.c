#include "ui/screen.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "config/config.h"
#include "text/utf8.h"
#include "ui/fixture.h"
#include "ui/ui.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

enum { SETTLE_MS = 60000, END_MS = 60000 };

struct screen {
	int width, height;
	int fd;
	pid_t child;
	VTerm *vterm;
	VTermScreen *cells;
	size_t bytes;
	unsigned turn;  /* the reader's, as it last told that it rests */
	unsigned acted; /* the same when something was sent to it */
	bool is_acting; /* it has not told since */
	bool is_idle;   /* it told, and painted nothing since */
	size_t painted; /* of raw, at the first paint after; or SIZE_MAX */
	struct str raw, tail; /* tail: a mark that has not come whole */
	FILE *complaints; /* the reader's standard error */
	bool has_ended;
	bool is_beside_threads;
	int status;
};

/* --- the child ---------------------------------------------------------------- */

static _Noreturn void run_reader(const struct screen_start *start,
    int complaints)
{
	enum ui_wish wish;
	struct ui_options options = {.is_sample = start->is_sample,
	    .memory_path = start->memory};
	struct config *config = config_new();
	struct error error = {.code = ERROR_NONE};

	/* what sanitizers say is no part of the screen */
	dup2(complaints, STDERR_FILENO);
	setenv("BANTIN_IDLE", "1", 1);
	setenv("TERM", start->term == NULL ? "xterm-256color" : start->term,
	    1);
	if (start->no_color != NULL)
		setenv("NO_COLOR", start->no_color, 1);
	else
		unsetenv("NO_COLOR");
	unsetenv("LINES");
	unsetenv("COLUMNS");
	i18n_start(start->language == NULL ? "en" : start->language);
	clock_fix(FIXTURE_NOW);
	/* nothing may be asked of a network that is not there */
	if (!config_set(config, "refresh=no", &error))
		_exit(70);
	for (size_t i = 0; i < start->setting_count; i++)
		if (!config_set(config, start->settings[i], &error))
			_exit(71);
	options.config = config;
	options.job = job_options_default();
	options.job.store_path = start->store;
	if (!ui_run(&options, &wish, &error)) {
		fprintf(stderr, "error %d: %s (%ld)\n", (int)error.code,
		    error.subject, error.number);
		_exit(1);
	}
	config_free(config);
	/* as the program ends, so that leaks are seen */
	exit(0);
}

/* --- the terminal ---------------------------------------------------------------- */

static void answer(const char *bytes, size_t len, void *ctx)
{
	const struct screen *screen = ctx;

	if (write(screen->fd, bytes, len) < 0) {
		/* the reader is gone */
	}
}

static void open_vterm(struct screen *screen)
{
	screen->vterm = vterm_new(screen->height, screen->width);
	vterm_set_utf8(screen->vterm, 1);
	vterm_output_set_callback(screen->vterm, answer, screen);
	screen->cells = vterm_obtain_screen(screen->vterm);
	vterm_screen_enable_altscreen(screen->cells, 1);
	vterm_screen_reset(screen->cells, 1);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void paint(struct screen *screen, const char *bytes, size_t len)
{
	if (len == 0)
		return;
	screen->bytes += len;
	screen->is_idle = false;
	str_add_len(&screen->raw, bytes, len);
	vterm_input_write(screen->vterm, bytes, len);
}

/* The reader has painted, or rests: told in the stream itself. */
static void take_mark(struct screen *screen, bool is_idle, unsigned turn)
{
	if (!is_idle) {
		if (turn != screen->acted && screen->painted == SIZE_MAX)
			screen->painted = screen->raw.len;
		return;
	}
	screen->turn = turn;
	if (turn != screen->acted)
		screen->is_acting = false;
	screen->is_idle = !screen->is_acting;
}

/* Paint what has come but for the marks; one that is cut waits. */
static void take_bytes(struct screen *screen)
{
	static const char start[] = "\033]770"; /* terminal_mark */
	const char *at = screen->tail.data, *mark, *end;
	struct str rest;

	while ((mark = strstr(at, start)) != NULL &&
	    (end = strstr(mark, "\033\\")) != NULL) {
		paint(screen, at, (size_t)(mark - at));
		mark += sizeof(start) - 1;
		take_mark(screen, *mark == '0',
		    (unsigned)strtoul(mark + 2, NULL, 10));
		at = end + 2;
	}
	str_init(&rest);
	end = screen->tail.data + screen->tail.len;
	/* the last escape may begin a mark */
	if (mark == NULL)
		for (mark = end; mark > at && end - mark < 16 &&
		     *mark != '\033';)
			mark--;
	if (*mark != '\033' || strncmp(mark, start,
	        strlen(mark) < sizeof(start) - 1 ? strlen(mark)
	                                         : sizeof(start) - 1) != 0)
		mark = end;
	paint(screen, at, (size_t)(mark - at));
	str_add(&rest, mark);
	str_release(&screen->tail);
	screen->tail = rest;
}

/* Take what the reader sent; false: it is gone. */
static bool take_output(struct screen *screen)
{
	char buffer[65536];
	ssize_t got = read(screen->fd, buffer, sizeof(buffer));

	if (got <= 0)
		return got < 0 && (errno == EAGAIN || errno == EINTR);
	str_add_len(&screen->tail, buffer, (size_t)got);
	take_bytes(screen);
	return true;
}

/* Something is sent: only what is told after it counts. */
static void begin_action(struct screen *screen)
{
	struct pollfd fds = {.fd = screen->fd, .events = POLLIN};

	while (poll(&fds, 1, 0) > 0 && (fds.revents & POLLIN) != 0 &&
	    take_output(screen))
		;
	screen->acted = screen->turn;
	screen->painted = SIZE_MAX;
	screen->is_acting = true;
	screen->is_idle = false;
}

bool screen_settle(struct screen *screen)
{
	int64_t end = now_ms() + SETTLE_MS;

	while (!screen->is_idle && now_ms() < end) {
		struct pollfd fds = {.fd = screen->fd, .events = POLLIN};

		if (poll(&fds, 1, 1000) > 0 && !take_output(screen))
			return false;
	}
	return screen->is_idle;
}

struct screen *screen_open(const struct screen_start *start)
{
	struct screen *screen = mem_alloc_zero(1, sizeof(*screen));
	struct winsize size = {.ws_row = (unsigned short)start->height,
	    .ws_col = (unsigned short)start->width};

	screen->is_beside_threads = start->is_beside_threads;
	screen->width = start->width;
	screen->height = start->height;
	str_init(&screen->raw);
	str_init(&screen->tail);
	fflush(stdout);
	screen->complaints = tmpfile();
	if (screen->complaints == NULL) {
		free(screen);
		return NULL;
	}
	screen->child = forkpty(&screen->fd, NULL, NULL, &size);
	if (screen->child == 0)
		run_reader(start, fileno(screen->complaints));
	open_vterm(screen);
	if (!screen_settle(screen)) {
		screen_close(screen);
		return NULL;
	}
	return screen;
}

static bool await_end(struct screen *screen, int most_ms, int *status)
{
	int64_t end = now_ms() + most_ms;

	while (!screen->has_ended && now_ms() < end) {
		struct pollfd fds = {.fd = screen->fd, .events = POLLIN};
		int code;

		if (poll(&fds, 1, 10) > 0)
			take_output(screen);
		if (waitpid(screen->child, &code, WNOHANG) != screen->child)
			continue;
		screen->has_ended = true;
		screen->status = WIFEXITED(code) ? WEXITSTATUS(code) : -1;
	}
	if (screen->has_ended && status != NULL)
		*status = screen->status;
	return screen->has_ended;
}

bool screen_has_ended(struct screen *screen, int *status)
{
	return await_end(screen, END_MS, status);
}

bool screen_hears_signals(const struct screen *screen)
{
#ifdef __SANITIZE_THREAD__
	return !screen->is_beside_threads;
#else
	(void)screen;
	return true;
#endif
}

/* By keys: out of a paste, of a field and of a refresh, and out. */
static void quit_by_keys(struct screen *screen)
{
	enum { TIMES = 8, EACH_MS = 4000 };

	screen_type(screen, "\033[201~", 6);
	for (int i = 0; i < TIMES && !screen->has_ended; i++) {
		screen_type(screen, "\003", 1);
		await_end(screen, EACH_MS, NULL);
	}
}

/* Print what the reader complained about; whether it did. */
static bool print_complaints(struct screen *screen)
{
	char line[512];
	bool has_any = false;

	rewind(screen->complaints);
	while (fgets(line, sizeof(line), screen->complaints) != NULL) {
		printf("# %.*s\n", (int)strcspn(line, "\n"), line);
		/* LeakSanitizer met a thread of a resolver that just ended */
		if (strstr(line, "was not suspended") == NULL)
			has_any = true;
	}
	fclose(screen->complaints);
	return has_any;
}

int screen_close(struct screen *screen)
{
	int status = -1;

	if (!screen_hears_signals(screen))
		quit_by_keys(screen);
	if (!screen->has_ended)
		kill(screen->child, SIGHUP);
	if (!screen_has_ended(screen, &status)) {
		kill(screen->child, SIGKILL);
		waitpid(screen->child, NULL, 0);
	}
	if (print_complaints(screen) && status == 0)
		status = -1;
	/* there it takes the reader's threads for those of the test, too */
	if (!screen_hears_signals(screen) && screen->has_ended)
		status = 0;
	close(screen->fd);
	vterm_free(screen->vterm);
	str_release(&screen->raw);
	str_release(&screen->tail);
	free(screen);
	return status;
}

void screen_type(struct screen *screen, const char *bytes, size_t len)
{
	begin_action(screen);
	while (len > 0) {
		ssize_t sent = write(screen->fd, bytes, len);

		if (sent < 0 && errno != EINTR && errno != EAGAIN)
			return;
		if (sent > 0) {
			bytes += sent;
			len -= (size_t)sent;
		}
	}
}

bool screen_add_first_paint(struct screen *screen, struct str *out)
{
	int64_t end = now_ms() + SETTLE_MS;
	size_t before = screen->raw.len;

	while (screen->painted == SIZE_MAX && now_ms() < end) {
		struct pollfd fds = {.fd = screen->fd, .events = POLLIN};

		if (poll(&fds, 1, 1000) > 0 && !take_output(screen))
			return false;
	}
	if (screen->painted == SIZE_MAX)
		return false;
	str_add_len(out, screen->raw.data + before, screen->painted - before);
	return true;
}

void screen_watch(struct screen *screen)
{
	int64_t end = now_ms() + 100;

	while (now_ms() < end) {
		struct pollfd fds = {.fd = screen->fd, .events = POLLIN};

		if (poll(&fds, 1, (int)(end - now_ms())) > 0 &&
		    !take_output(screen))
			return;
	}
}

void screen_resize(struct screen *screen, int width, int height)
{
	struct winsize size = {.ws_row = (unsigned short)height,
	    .ws_col = (unsigned short)width};
	static const char whole[] = "\0337\033[r\0338";

	begin_action(screen);
	screen->width = width;
	screen->height = height;
	vterm_set_size(screen->vterm, height, width);
	/*
	 * As terminals do, the margins with it. Else libvterm 0.1.4 keeps an
	 * upper one that is below the screen, and scrolls a negative size.
	 */
	vterm_input_write(screen->vterm, whole, strlen(whole));
	ioctl(screen->fd, TIOCSWINSZ, &size);
}

/* --- what is on it ----------------------------------------------------------------- */

size_t screen_take_bytes(struct screen *screen)
{
	size_t bytes = screen->bytes;

	screen->bytes = 0;
	return bytes;
}

void screen_take_raw(struct screen *screen, struct str *out)
{
	str_add_len(out, screen->raw.data, screen->raw.len);
	str_clear(&screen->raw);
}

static VTermScreenCell get_cell(const struct screen *screen, int y, int x)
{
	VTermScreenCell cell;

	memset(&cell, 0, sizeof(cell));
	vterm_screen_get_cell(screen->cells, (VTermPos){y, x}, &cell);
	return cell;
}

void screen_add_row(const struct screen *screen, int y, struct str *out)
{
	for (int x = 0; x < screen->width; x++) {
		VTermScreenCell cell = get_cell(screen, y, x);

		if (cell.chars[0] == (uint32_t)-1)
			continue;
		if (cell.chars[0] == 0)
			str_add_char(out, ' ');
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL &&
		     cell.chars[i] != 0; i++)
			utf8_add(out, cell.chars[i]);
	}
}

static void add_look(const VTermScreenCell *cell, struct str *out)
{
	if (cell->attrs.bold)
		str_add(out, " bold");
	if (cell->attrs.italic)
		str_add(out, " italic");
	if (cell->attrs.underline)
		str_add(out, " underline");
	if (cell->attrs.reverse)
		str_add(out, " reverse");
	if (!VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) &&
	    VTERM_COLOR_IS_INDEXED(&cell->fg))
		str_addf(out, " %d", cell->fg.indexed.idx);
	if (!VTERM_COLOR_IS_DEFAULT_BG(&cell->bg) &&
	    VTERM_COLOR_IS_INDEXED(&cell->bg))
		str_addf(out, " on %d", cell->bg.indexed.idx);
}

void screen_add_runs(const struct screen *screen, int y, struct str *out)
{
	struct str look, next;
	int start = 0;
	size_t before = out->len;

	str_init(&look);
	str_init(&next);
	for (int x = 0; x <= screen->width; x++) {
		str_clear(&next);
		if (x < screen->width) {
			VTermScreenCell cell = get_cell(screen, y, x);

			/* a wide one's second half is no cell to look at */
			if (x > 0 && cell.chars[0] == (uint32_t)-1)
				continue;
			add_look(&cell, &next);
		}
		if (x < screen->width && str_equal(look.data, next.data))
			continue;
		if (look.len > 0) {
			str_add(out, out->len > before ? ", " : "");
			if (x - 1 > start)
				str_addf(out, "%d-", start);
			str_addf(out, "%d%s", x - 1, look.data);
		}
		str_clear(&look);
		str_add(&look, next.data);
		start = x;
	}
	str_release(&look);
	str_release(&next);
}

void screen_cursor(const struct screen *screen, int *y, int *x)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(screen->vterm), &at);
	*y = at.row;
	*x = at.col;
}

void screen_size(const struct screen *screen, int *width, int *height)
{
	*width = screen->width;
	*height = screen->height;
}

int screen_process(const struct screen *screen)
{
	return (int)screen->child;
}
