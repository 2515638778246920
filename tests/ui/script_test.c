/*
 * Screens by script: each *.script beside this file drives the reader, and
 * what it shows must equal its *.expected, cell by cell. BANTIN_ACCEPT=1
 * writes the expected files anew; read the difference before keeping it.
 *
 *     fixture news          the cache (fixture.c)
 *     size 80x24            before start
 *     set theme=mono        a setting; before start
 *     term linux            TERM; before start
 *     no-color              NO_COLOR=1; before start
 *     language vi           before start
 *     start
 *     keys j Enter "bão"    named keys, or text in quotes; then it settles
 *     show NAME             the whole screen, and where the cursor is
 *     runs 0 5              how the cells of these rows look
 *     row 23                the text of one row
 *     cost 80 j             at most so many bytes for these keys
 *     raw y                 the bytes for these keys, escaped
 *     quits q               these keys end the reader
 *     click 3 10            at row 3, column 10
 *     double-click 3 10
 *     wheel down 3 10
 *     drag 3 10 3 14        pressed there, let go here
 *     hold 3 10 3 14        pressed there, moved here, not let go
 *     move 3 14             moved on; release 3 14: let go
 *     release 3 14
 *     resize 100x30
 *     newer TITLE           another process stores an article
 *     migrated              a later program brings the cache to its version
 *     await TEXT            which comes by itself, within a minute
 *     remember [LINE]       what the screen keeps; before start
 *     restart               end it, and start it again
 */
#include "base/file.h"
#include "support/tap.h"
#include "ui/fixture.h"
#include "ui/keys.h"
#include "ui/screen.h"
#include "ui/seen.h"
#include "ui/terminal.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SETTINGS_MOST = 8, SCRIPTS_MOST = 64 };

struct run {
	const char *name;
	struct screen *screen;
	struct screen_start start;
	char store[512], memory[512], fixture[32], term[32], language[8];
	char *settings[SETTINGS_MOST];
	struct str shown; /* what is compared */
	int number;       /* of caches made */
};

/* --- keys --------------------------------------------------------------------- */

static void add_key_bytes(struct str *out, int press)
{
	static const struct {
		int press;
		const char *bytes;
	} sequences[] = {
	    {PRESS_DOWN, "\033OB"}, {PRESS_UP, "\033OA"},
	    {PRESS_LEFT, "\033OD"}, {PRESS_RIGHT, "\033OC"},
	    {PRESS_HOME, "\033OH"}, {PRESS_END, "\033OF"},
	    {PRESS_PAGE_DOWN, "\033[6~"}, {PRESS_PAGE_UP, "\033[5~"},
	    {PRESS_BACK_TAB, "\033[Z"}, {PRESS_DELETE, "\033[3~"},
	    {PRESS_F1, "\033OP"}, {PRESS_BACKSPACE, "\177"},
	};

	for (size_t i = 0; i < ARRAY_LEN(sequences); i++) {
		if (sequences[i].press == press) {
			str_add(out, sequences[i].bytes);
			return;
		}
	}
	str_add_char(out, (char)press);
}

/* Names and "text" into bytes. */
static void add_keys(struct str *out, const char *words)
{
	while (words[strspn(words, " ")] != '\0') {
		size_t len;

		words += strspn(words, " ");
		if (words[0] == '"') {
			len = strcspn(words + 1, "\"");
			str_add_len(out, words + 1, len);
			words += len + 2;
			continue;
		}
		len = strcspn(words, " ");
		add_key_bytes(out, key_parse(words, len));
		words += len;
	}
}

static bool press_keys(struct run *run, const char *words)
{
	struct str bytes;
	bool is_settled;

	str_init(&bytes);
	add_keys(&bytes, words);
	screen_type(run->screen, bytes.data, bytes.len);
	is_settled = screen_settle(run->screen);
	str_release(&bytes);
	return is_settled;
}

static bool is_of_mouse(const char *word)
{
	static const char *const words[] = {"click", "double-click", "wheel",
	    "drag", "hold", "move", "release"};
	bool is_one = false;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		is_one = is_one || strcmp(words[i], word) == 0;
	return is_one;
}

static void add_report(struct str *out, int button, int y, int x, char end)
{
	str_addf(out, "\033[<%d;%d;%d%c", button, x + 1, y + 1, end);
}

/*
 * xterm's SGR reports: "click 3 10" at a row and column, "wheel up 3 10". A
 * double click goes in one piece, however slow the machine is.
 */
static bool use_mouse(struct run *run, const char *word, const char *rest)
{
	bool is_wheel = strcmp(word, "wheel") == 0;
	const char *places = is_wheel ? rest + strcspn(rest, " ") : rest;
	int y = 0, x = 0, to_y, to_x;
	struct str sent;

	if (sscanf(places, "%d %d %d %d", &y, &x, &to_y, &to_x) != 4) {
		to_y = y;
		to_x = x;
	}
	str_init(&sent);
	if (is_wheel)
		add_report(&sent, str_starts(rest, "up ") ? 64 : 65, y, x,
		    'M');
	else if (strcmp(word, "move") != 0 && strcmp(word, "release") != 0)
		add_report(&sent, 0, y, x, 'M');
	if (strcmp(word, "hold") == 0 || strcmp(word, "move") == 0)
		add_report(&sent, 32, to_y, to_x, 'M');
	else if (!is_wheel)
		add_report(&sent, 0, to_y, to_x, 'm');
	if (strcmp(word, "double-click") == 0) {
		add_report(&sent, 0, y, x, 'M');
		add_report(&sent, 0, y, x, 'm');
	}
	screen_type(run->screen, sent.data, sent.len);
	str_release(&sent);
	return tap_ok(screen_settle(run->screen), "%s: %s %s", run->name,
	    word, rest);
}

/* --- what is shown -------------------------------------------------------------- */

static void show(struct run *run, const char *name)
{
	int width, height, y, x;

	screen_size(run->screen, &width, &height);
	str_addf(&run->shown, "== %s %dx%d\n", name, width, height);
	for (int row = 0; row < height; row++) {
		screen_add_row(run->screen, row, &run->shown);
		str_add(&run->shown, "|\n");
	}
	screen_cursor(run->screen, &y, &x);
	str_addf(&run->shown, "cursor %d,%d\n", y, x);
}

static void show_rows(struct run *run, const char *rows, bool is_text)
{
	char *end;

	for (;;) {
		long row = strtol(rows, &end, 10);

		if (end == rows)
			return;
		rows = end;
		str_addf(&run->shown, is_text ? "row %ld: " : "runs %ld: ",
		    row);
		if (is_text)
			screen_add_row(run->screen, (int)row, &run->shown);
		else
			screen_add_runs(run->screen, (int)row, &run->shown);
		str_add(&run->shown, "\n");
	}
}

/* Press, and take what is painted at once, before the reader rests. */
static bool watch_keys(struct run *run, const char *words, struct str *raw)
{
	struct str bytes;
	bool is_painted;

	str_init(&bytes);
	add_keys(&bytes, words);
	screen_type(run->screen, bytes.data, bytes.len);
	is_painted = screen_add_first_paint(run->screen, raw);
	str_release(&bytes);
	return screen_settle(run->screen) && is_painted;
}

static void measure(struct run *run, const char *words)
{
	char *keys;
	size_t most = strtoul(words, &keys, 10);
	struct str raw;

	str_init(&raw);
	tap_ok(watch_keys(run, keys, &raw), "%s: '%s' is painted", run->name,
	    keys + 1);
	tap_ok(raw.len > 0 && raw.len <= most,
	    "%s: '%s' costs %zu bytes, at most %zu", run->name, keys + 1,
	    raw.len, most);
	str_release(&raw);
}

/* The bytes themselves, controls escaped. */
static void show_raw(struct run *run, const char *words)
{
	struct str raw;

	str_init(&raw);
	tap_ok(watch_keys(run, words, &raw), "%s: '%s' is painted", run->name,
	    words);
	str_addf(&run->shown, "raw %s: ", words);
	for (size_t i = 0; i < raw.len; i++) {
		unsigned char c = (unsigned char)raw.data[i];

		if (c == 27)
			str_add(&run->shown, "\\e");
		else if (c < 32 || c == 127)
			str_addf(&run->shown, "\\x%02x", c);
		else
			str_add_char(&run->shown, (char)c);
	}
	str_add_char(&run->shown, '\n');
	str_release(&raw);
}

/* --- running -------------------------------------------------------------------- */

static bool start(struct run *run)
{
	struct error error;

	snprintf(run->store, sizeof(run->store), "%s/%s-%d.db", tap_folder(),
	    run->name, ++run->number);
	if (!tap_done(fixture_make(run->store, run->fixture, &error), &error,
	        "%s: a cache is made", run->name))
		return false;
	run->start.store = run->store;
	run->start.settings = (const char *const *)run->settings;
	run->screen = screen_open(&run->start);
	return tap_ok(run->screen != NULL, "%s: the reader opens", run->name);
}

static bool end(struct run *run, const char *words)
{
	int status = -1;
	bool has_ended = screen_has_ended(run->screen, &status);

	return tap_ok(has_ended && status == atoi(words),
	    "%s: the reader ends with %s", run->name, words);
}

static void close_run(struct run *run)
{
	if (run->screen != NULL)
		tap_number(screen_close(run->screen), 0,
		    "%s: the reader ends well", run->name);
	run->screen = NULL;
	for (size_t i = 0; i < run->start.setting_count; i++)
		free(run->settings[i]);
	run->start.setting_count = 0;
}

/* Before the reader starts; false: not such a line. */
static bool prepare(struct run *run, const char *word, const char *rest)
{
	if (strcmp(word, "fixture") == 0) {
		close_run(run);
		snprintf(run->fixture, sizeof(run->fixture), "%s", rest);
		run->start = (struct screen_start){.width = 80, .height = 24};
	} else if (strcmp(word, "size") == 0) {
		sscanf(rest, "%dx%d", &run->start.width, &run->start.height);
	} else if (strcmp(word, "set") == 0) {
		run->settings[run->start.setting_count++] = mem_dup(rest);
	} else if (strcmp(word, "term") == 0) {
		snprintf(run->term, sizeof(run->term), "%s", rest);
		run->start.term = run->term;
	} else if (strcmp(word, "language") == 0) {
		snprintf(run->language, sizeof(run->language), "%s", rest);
		run->start.language = run->language;
	} else if (strcmp(word, "remember") == 0) {
		snprintf(run->memory, sizeof(run->memory), "%s/%s.memory",
		    tap_folder(), run->name);
		run->start.memory = run->memory;
		if (rest[0] != '\0')
			return file_write(run->memory, rest, strlen(rest),
			    NULL);
	} else if (strcmp(word, "no-color") == 0) {
		run->start.no_color = "1";
	} else {
		return false;
	}
	return true;
}

static bool run_line(struct run *run, const char *word, const char *rest)
{
	struct error error;
	int width, height;

	if (prepare(run, word, rest))
		return true;
	if (strcmp(word, "start") == 0)
		return start(run);
	if (strcmp(word, "restart") == 0) {
		tap_number(screen_close(run->screen), 0, "%s: it ends well",
		    run->name);
		run->screen = screen_open(&run->start);
		return tap_ok(run->screen != NULL, "%s: and starts again",
		    run->name);
	}
	if (strcmp(word, "keys") == 0)
		return tap_ok(press_keys(run, rest), "%s: %s settles",
		    run->name, rest);
	if (strcmp(word, "show") == 0) {
		show(run, rest);
	} else if (strcmp(word, "runs") == 0 || strcmp(word, "row") == 0) {
		show_rows(run, rest, strcmp(word, "row") == 0);
	} else if (strcmp(word, "cost") == 0) {
		measure(run, rest);
	} else if (is_of_mouse(word)) {
		return use_mouse(run, word, rest);
	} else if (strcmp(word, "raw") == 0) {
		show_raw(run, rest);
	} else if (strcmp(word, "newer") == 0) {
		return tap_done(fixture_add_newer(run->store, rest, &error),
		    &error, "%s: another article is stored", run->name);
	} else if (strcmp(word, "await") == 0) {
		seen_await(run->screen, rest, rest);
	} else if (strcmp(word, "migrated") == 0) {
		return tap_done(fixture_migrate(run->store, &error), &error,
		    "%s: the cache is another program's", run->name);
	} else if (strcmp(word, "quits") == 0) {
		struct str bytes;

		str_init(&bytes);
		add_keys(&bytes, rest);
		screen_type(run->screen, bytes.data, bytes.len);
		str_release(&bytes);
		return end(run, "0");
	} else if (strcmp(word, "resize") == 0) {
		if (sscanf(rest, "%dx%d", &width, &height) != 2)
			return false;
		screen_resize(run->screen, width, height);
		return tap_ok(screen_settle(run->screen), "%s: resize to %s",
		    run->name, rest);
	} else {
		return tap_ok(false, "%s: the script says '%s'", run->name,
		    word);
	}
	return true;
}

static void run_script(struct run *run, char *text)
{
	char *next, *line = text;

	for (; line != NULL && *line != '\0'; line = next) {
		char *rest;

		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		rest = line + strcspn(line, " ");
		if (*rest != '\0')
			*rest++ = '\0';
		if (!run_line(run, line, rest))
			break;
	}
	close_run(run);
}

/* The first lines that differ, for whoever reads the log. */
static void note_difference(const char *got, const char *want)
{
	int line = 1;

	while (*got != '\0' && *want != '\0') {
		size_t got_len = strcspn(got, "\n");
		size_t want_len = strcspn(want, "\n");

		if (got_len != want_len || memcmp(got, want, got_len) != 0) {
			tap_note("line %d", line);
			tap_note("got:  %.*s", (int)got_len, got);
			tap_note("want: %.*s", (int)want_len, want);
			return;
		}
		got += got_len + (got[got_len] != '\0');
		want += want_len + (want[want_len] != '\0');
		line++;
	}
	tap_note("line %d: one is longer", line);
}

static void compare(struct run *run)
{
	struct str want;
	struct error error;
	char path[1024];
	bool is_same;

	snprintf(path, sizeof(path), "%s/%s.expected", tap_path("ui"),
	    run->name);
	if (getenv("BANTIN_ACCEPT") != NULL) {
		tap_done(file_write(path, run->shown.data, run->shown.len,
		             &error), &error, "%s: accepted", run->name);
		return;
	}
	str_init(&want);
	if (tap_done(file_read(path, 1 << 22, &want, &error), &error,
	        "%s: what is expected is there", run->name)) {
		is_same = str_equal(run->shown.data, want.data);
		tap_ok(is_same, "%s: the screens are as expected", run->name);
		if (!is_same)
			note_difference(run->shown.data, want.data);
	}
	str_release(&want);
}

/* Words of a translation can be compared only where it was made. */
static bool has_catalogue(void)
{
	const char *folder = getenv("BANTIN_LOCALEDIR");
	char path[1024];

	snprintf(path, sizeof(path), "%s/vi/LC_MESSAGES/bantin.mo",
	    folder == NULL ? "" : folder);
	return file_exists(path);
}

static void test_script(const char *name)
{
	struct run run = {.name = name};
	struct error error;
	struct str text;
	char path[1024];

	if (strcmp(name, "vietnamese") == 0 && !has_catalogue()) {
		tap_skip("the translation was not made", name);
		return;
	}
	snprintf(path, sizeof(path), "%s/%s.script", tap_path("ui"), name);
	str_init(&text);
	str_init(&run.shown);
	if (tap_done(file_read(path, 1 << 20, &text, &error), &error,
	        "%s: the script is there", name)) {
		run_script(&run, text.data);
		compare(&run);
	}
	str_release(&text);
	str_release(&run.shown);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv)
{
	char *names[SCRIPTS_MOST];
	size_t count = 0;
	struct dirent *entry;
	DIR *folder = opendir(tap_path("ui"));

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		char *dot = strstr(entry->d_name, ".script");

		if (dot == NULL || dot[7] != '\0' || count == SCRIPTS_MOST)
			continue;
		*dot = '\0';
		if (argc < 2 || strcmp(argv[1], entry->d_name) == 0)
			names[count++] = mem_dup(entry->d_name);
	}
	if (folder != NULL)
		closedir(folder);
	qsort(names, count, sizeof(names[0]), compare_names);
	tap_ok(count > 0, "there are scripts");
	for (size_t i = 0; i < count; i++) {
		test_script(names[i]);
		free(names[i]);
	}
	return tap_end();
}
