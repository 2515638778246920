/* Terminal manners: signals, storms, dying terminals, terminals that cannot. */
#include "support/tap.h"
#include "ui/fixture.h"
#include "ui/screen.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct error err;
static char store_path[512];

static struct screen *open_reader(const char *term)
{
	/* for a mouse on the console curses loads libgpm, never to be freed */
	static const char *const settings[] = {"mouse=no"};
	struct screen_start start = {.store = store_path, .width = 80,
	    .height = 24, .term = term, .settings = settings,
	    .setting_count = 1};

	return screen_open(&start);
}

/* What the reader leaves behind: alternate screen and paste are off. */
static void expect_restored(struct screen *screen, const char *name)
{
	struct str raw;

	str_init(&raw);
	screen_take_raw(screen, &raw);
	tap_ok(strstr(raw.data, "\033[?1049l") != NULL,
	    "%s: the screen is given back", name);
	tap_ok(strstr(raw.data, "\033[?2004l") != NULL,
	    "%s: and pasting is as it was", name);
	str_release(&raw);
}

static void drop_raw(struct screen *screen)
{
	struct str raw;

	str_init(&raw);
	screen_take_raw(screen, &raw);
	str_release(&raw);
}

static void test_ending(int number, const char *name, bool is_crash)
{
	struct screen *screen = open_reader(NULL);
	int status = -2;

	if (!tap_ok(screen != NULL, "%s: the reader opens", name))
		return;
	drop_raw(screen);
	kill(screen_process(screen), number);
	tap_ok(screen_has_ended(screen, &status), "%s: it ends", name);
	tap_number(status, is_crash ? -1 : 0, "%s: with this status", name);
	expect_restored(screen, name);
	screen_close(screen);
}

static bool row_shows(struct screen *screen, int y, const char *text,
    bool is_told)
{
	struct str row;
	bool holds;

	str_init(&row);
	screen_add_row(screen, y, &row);
	holds = strstr(row.data, text) != NULL;
	if (!holds && is_told)
		tap_note("row %d: |%s|", y, row.data);
	str_release(&row);
	return holds;
}

static bool row_holds(struct screen *screen, int y, const char *text)
{
	return row_shows(screen, y, text, true);
}

/*
 * The same within a minute: of many sizes at once the reader may rest
 * after an early one, before it hears of the last.
 */
static bool row_comes(struct screen *screen, int y, const char *text)
{
	for (int i = 0; i < 600; i++) {
		if (row_shows(screen, y, text, false))
			return true;
		screen_watch(screen);
	}
	return row_holds(screen, y, text);
}

/* Stopped by itself or from outside, and continued. */
static void test_stops(void)
{
	struct screen *screen = open_reader(NULL);
	int code;

	if (!tap_ok(screen != NULL, "stops: the reader opens"))
		return;
	drop_raw(screen);
	/* no shell waits for it: the test does */
	kill(screen_process(screen), SIGSTOP);
	tap_ok(waitpid(screen_process(screen), &code, WUNTRACED) > 0 &&
	    WIFSTOPPED(code), "it stops");
	/* whatever wrote over the screen meanwhile is painted over */
	screen_type(screen, "j", 1);
	kill(screen_process(screen), SIGCONT);
	tap_ok(screen_settle(screen), "and goes on");
	/* it may rest between going on and the key */
	tap_ok(row_comes(screen, 0, "2/22"), "with the key that waited");
	tap_ok(screen_take_bytes(screen) > 2000, "all of it painted anew");
	tap_number(screen_close(screen), 0, "stops: it ends well");
}

static void test_storm(void)
{
	struct screen *screen = open_reader(NULL);

	if (!tap_ok(screen != NULL, "storm: the reader opens"))
		return;
	screen_type(screen, "jjjjjjjj", 8);
	tap_ok(screen_settle(screen), "a row further down");
	for (int i = 0; i < 200; i++)
		screen_resize(screen, 30 + i * 7 % 150, 6 + i * 5 % 40);
	screen_resize(screen, 80, 24);
	tap_ok(screen_settle(screen), "200 sizes at once");
	tap_ok(row_comes(screen, 0, "9/22"), "the row is still selected");
	tap_ok(row_comes(screen, 23, "Enter"), "the last size is painted");
	screen_resize(screen, 12, 3);
	tap_ok(screen_settle(screen), "too small");
	tap_ok(row_comes(screen, 0, "Window too"), "it says so");
	screen_resize(screen, 80, 24);
	tap_ok(screen_settle(screen), "grown again");
	tap_ok(row_comes(screen, 0, "9/22"), "all is where it was");
	tap_number(screen_close(screen), 0, "storm: it ends well");
}

static void test_terminals(void)
{
	static const char *const good[] = {"xterm", "screen", "tmux-256color",
	    "screen-256color", "linux", "vt100", "rxvt",
	    /* as kin of theirs, where nothing describes them */
	    "xterm-nowhere", "kitty-nowhere"};

	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct screen *screen = open_reader(good[i]);

		if (!tap_ok(screen != NULL, "%s: the reader opens", good[i]))
			continue;
		tap_ok(row_holds(screen, 0, "All sources"), "%s: its heading",
		    good[i]);
		tap_number(screen_close(screen), 0, "%s: it ends well",
		    good[i]);
	}
	tap_ok(open_reader("nobody-knows") == NULL, "nor where TERM is wrong");
}

static void add_colors(struct screen *screen, struct str *out)
{
	str_clear(out);
	screen_add_runs(screen, 0, out);
}

/* The answer to OSC 11, whole or in pieces, and never as keys. */
static void test_background(void)
{
	static const char *const light[] = {"\033]11;rgb:f", "fff/ff",
	    "ff/f0f0\033", "\\"};
	struct screen *screen = open_reader(NULL);
	struct str raw, dark, now;

	if (!tap_ok(screen != NULL, "background: the reader opens"))
		return;
	str_init(&raw);
	str_init(&dark);
	str_init(&now);
	screen_settle(screen);
	screen_take_raw(screen, &raw);
	tap_ok(strstr(raw.data, "\033]11;?\033\\") != NULL, "it is asked for");
	add_colors(screen, &dark);
	for (size_t i = 0; i < ARRAY_LEN(light); i++) {
		screen_type(screen, light[i], strlen(light[i]));
		screen_watch(screen);
	}
	tap_ok(screen_settle(screen), "light, in four pieces");
	add_colors(screen, &now);
	tap_ok(!str_equal(now.data, dark.data), "other colours");
	tap_ok(row_holds(screen, 0, "1/22"), "and no key was seen in it");
	screen_type(screen, "\033]11;rgb:1e/1e/2e\a", 19);
	tap_ok(screen_settle(screen), "dark, in short form");
	add_colors(screen, &now);
	tap_text(now.data, dark.data, "the first colours");
	screen_type(screen, "j", 1);
	screen_settle(screen);
	tap_ok(row_holds(screen, 0, "2/22"), "keys are keys again");
	tap_number(screen_close(screen), 0, "background: it ends well");
	str_release(&now);
	str_release(&dark);
	str_release(&raw);
}

int main(void)
{
	snprintf(store_path, sizeof(store_path), "%s/news.db", tap_folder());
	if (tap_done(fixture_make(store_path, "news", &err), &err,
	        "a cache is made")) {
		test_ending(SIGTERM, "SIGTERM", false);
		test_ending(SIGHUP, "SIGHUP", false);
		test_ending(SIGINT, "SIGINT", false);
		test_ending(SIGSEGV, "a crash", true);
		test_stops();
		test_storm();
		test_terminals();
		test_background();
	}
	return tap_end();
}
