/*
 * Random walks: keys, mouse and sizes as they come, while a refresh brings
 * news from a loopback server; the reader must live, and what it painted bit
 * by bit must be what it paints anew. BANTIN_WALKS=N for more of them,
 * BANTIN_WALK_KEYS=N for longer ones, BANTIN_WALK_SEED=N for one again.
 */
#include "store/store.h"
#include "support/server.h"
#include "support/tap.h"
#include "ui/fixture.h"
#include "ui/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WALKS = 3, KEYS_ALL = 320, KEYS = 40, FEEDS = 6, ITEMS = 5 };

static struct error err;

/* No key that ends or stops the reader. */
static const char *const keys[] = {"j", "k", "j", "k", "\033OB", "\033OA",
    "\r", " ", " ", "b", "\t", "\033[Z", "\033[5~", "\033[6~", "\004",
    "\025", "g", "G", "\033OH", "\033OF", "n", "N", "J", "K", "s", "m", "A",
    "U", "u", "u", "o", "y", "F", "v", "z", "0", "1", "2", "3", "<", ">",
    "+", "-", "h", "l", "\033", "\033", "\033", "?", "/", ":", "lũ",
    "trằm mây", "mark", "\177", "\177\177á", "ươ", "đ", "\033[1;5A",
    "\033[200~dán\nvào\033[201~", "\033[<0;3;4M", "\033[<64;20;6M", "\033[<65;20;6M",
    "\033[<0;60;12M", "\033[<0;37;9M", "\033[<0;30;9m",
    "\033[<32;28;9M", "\033[<0;8;1M", "\033[<0;8;1m", "S", ",", "{", "}",
    "x", "t", "mute lũ", "group",
    "L", "i", "c", "f", "'", "T", "a", "e", "d", "\\", "R", "r", "\022",
    "lúa", "1", "save", "\033[<65;70;9M", "\014", "\001", "\027",
    "B", "M", "H", "W", "p", "\013", "\017", "127.0.0.1:9/bai",
    "\033[<0;26;20M\033[<32;34;20M", "\033[<32;90;22M",
    "\033[<0;26;20m", "\033[<0;122;20M\033[<32;111;20M\033[<0;3;20m",
    "\xff\xfe", "\033[99", "\xf0\x9f\x91\xa9"};

/* --- what comes meanwhile ------------------------------------------------------ */

/* Each stretch's feeds have other news, some slowly. */
static void serve_feeds(struct server *server, unsigned round)
{
	static const char *const words[] = {"Cầu Bến Sỏi thông xe",
	    "Đắp lại bờ vùng Hạ Khê", "Chợ Trằm Mây họp phiên 漢字",
	    "Thôn Bàu Sậy 🌾 vào vụ"};

	for (unsigned feed = 0; feed < FEEDS; feed++) {
		struct str body;
		char path[32];

		str_init(&body);
		str_add(&body, "<rss version=\"2.0\"><channel><title>Tin"
		    "</title>");
		for (unsigned i = 0; i < ITEMS; i++)
			str_addf(&body, "<item><title>%s %u.%u</title>"
			    "<guid>%u-%u-%u</guid></item>",
			    words[(feed + i) % ARRAY_LEN(words)], round, i,
			    feed, round, i);
		str_add(&body, "</channel></rss>");
		snprintf(path, sizeof(path), "/%u.xml", feed);
		server_set(server, &(struct server_reply){.path = path,
		    .body = body.data, .delay_ms = feed % 2 ? 30 : 0});
		str_release(&body);
	}
}

static bool follow_feeds(struct server *server, const char *path)
{
	struct store *store = store_open(path, STORE_COMMAND, &err);
	bool is_done = store != NULL;

	for (int feed = 0; is_done && feed < FEEDS; feed++) {
		struct source_draft draft = {.title = "Báo Lệ Khê",
		    .kind = SOURCE_FEED};
		char name[32];
		int64_t id;
		bool is_new;

		snprintf(name, sizeof(name), "/%d.xml", feed);
		draft.url = server_url(server, name);
		is_done = store_add_source(store, &draft, FIXTURE_NOW, &id,
		    &is_new, &err);
	}
	if (store != NULL)
		store_close(store);
	return is_done;
}

/* --- walking --------------------------------------------------------------------- */

static unsigned next(unsigned *state)
{
	/* Numerical Recipes' constants; quality does not matter here */
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static void add_screen(struct screen *screen, struct str *out)
{
	int width, height, y, x;

	screen_size(screen, &width, &height);
	for (int row = 0; row < height; row++) {
		screen_add_row(screen, row, out);
		str_add_char(out, '\n');
		screen_add_runs(screen, row, out);
		str_add_char(out, '\n');
	}
	screen_cursor(screen, &y, &x);
	str_addf(out, "%d,%d\n", y, x);
}

static void note_difference(const char *before, const char *after)
{
	while (*before != '\0' && *after != '\0') {
		size_t old = strcspn(before, "\n"), new = strcspn(after, "\n");

		if (old != new || memcmp(before, after, old) != 0) {
			tap_note("before: %.*s", (int)old, before);
			tap_note("after:  %.*s", (int)new, after);
		}
		before += old + (before[old] != '\0');
		after += new + (after[new] != '\0');
	}
}

/*
 * What the background thread finds out behind a refresh comes unasked; until
 * it has been quiet for a while.
 */
static void await_quiet(struct screen *screen)
{
	enum { WATCHES = 100, QUIET = 5 }; /* tenths of a second */
	int quiet = 0;

	for (int i = 0; i < WATCHES && quiet < QUIET; i++) {
		screen_take_bytes(screen);
		screen_watch(screen);
		quiet = screen_take_bytes(screen) > 0 ? 0 : quiet + 1;
	}
}

/* A full redraw changes no cell. */
static bool is_same_anew(struct screen *screen)
{
	struct str before, after;
	bool is_same = true, is_still = false;

	str_init(&before);
	str_init(&after);
	/*
	 * Out of fields, where Ctrl-L would mean nothing, and until no key
	 * takes a message away that the one before it brought.
	 */
	await_quiet(screen);
	for (int i = 0; i < 8 && is_same && !is_still; i++) {
		screen_type(screen, "\033", 1);
		is_same = screen_settle(screen);
		str_clear(&after);
		add_screen(screen, &after);
		is_still = i > 0 && str_equal(before.data, after.data);
		str_clear(&before);
		str_add(&before, after.data);
	}
	str_clear(&after);
	screen_type(screen, "\014", 1);
	is_same = is_same && screen_settle(screen);
	add_screen(screen, &after);
	is_same = is_same && str_equal(before.data, after.data);
	if (!is_same)
		note_difference(before.data, after.data);
	str_release(&before);
	str_release(&after);
	return is_same;
}

/* What stood there when it would not come to rest. */
static void note_screen(struct screen *screen)
{
	int width, height;

	screen_size(screen, &width, &height);
	for (int row = 0; row < height; row++) {
		struct str line;

		str_init(&line);
		screen_add_row(screen, row, &line);
		tap_note("%s", line.data);
		str_release(&line);
	}
}

static bool stretch(struct screen *screen, unsigned *state)
{
	for (int i = 0; i < KEYS; i++) {
		unsigned chance = next(state) % 100;

		if (chance < 3 && screen_hears_signals(screen)) {
			screen_resize(screen, 10 + (int)(next(state) % 210),
			    2 + (int)(next(state) % 60));
		} else {
			const char *key =
			    keys[next(state) % ARRAY_LEN(keys)];

			screen_type(screen, key, strlen(key));
		}
		/* sometimes it is given time to rest */
		if (chance > 90)
			screen_watch(screen);
	}
	return screen_settle(screen);
}

static void walk(unsigned seed)
{
	static const char *const settings[] = {"browser=/bin/true"};
	static const char *const fixtures[] = {"news", "many", "empty"};
	struct screen_start start = {.width = 80, .height = 24,
	    .settings = settings, .setting_count = 1,
	    .is_beside_threads = true,
	    .is_sample = true}; /* else Enter ends it where nothing is left */
	const char *fixture = fixtures[seed % 3 == 2 ? 2 : seed % 2];
	const char *keys_wanted = getenv("BANTIN_WALK_KEYS");
	int count = keys_wanted == NULL ? KEYS_ALL
	                                : (int)strtol(keys_wanted, NULL, 10);
	struct server *server = server_start();
	struct screen *screen;
	bool is_alive = true, is_clean = true;
	unsigned state = seed;
	char path[512];

	snprintf(path, sizeof(path), "%s/walk-%u.db", tap_folder(), seed);
	if (server == NULL || !fixture_make(path, fixture, &err) ||
	    !follow_feeds(server, path)) {
		tap_done(false, &err, "a cache");
		return;
	}
	start.store = path;
	screen = screen_open(&start);
	if (screen == NULL) {
		tap_ok(false, "walk %u: the reader opens", seed);
		return;
	}
	for (int i = 0; i * KEYS < count && is_alive && is_clean; i++) {
		serve_feeds(server, (unsigned)i);
		/* out of fields, whatever they hold */
		screen_type(screen, "\033", 1);
		screen_watch(screen);
		screen_type(screen, "\033R", 2);
		is_alive = stretch(screen, &state);
		if (!is_alive)
			note_screen(screen);
		is_clean = is_alive && is_same_anew(screen);
	}
	tap_ok(is_alive, "walk %u over '%s': the reader lives", seed, fixture);
	tap_ok(is_clean, "walk %u: a full redraw changes nothing", seed);
	tap_number(screen_close(screen), 0, "walk %u: it ends well", seed);
	server_stop(server);
}

int main(void)
{
	const char *walks = getenv("BANTIN_WALKS");
	const char *seed = getenv("BANTIN_WALK_SEED");
	int count = walks == NULL ? WALKS : (int)strtol(walks, NULL, 10);

	if (seed != NULL)
		walk((unsigned)strtoul(seed, NULL, 10));
	for (int i = 0; seed == NULL && i < count; i++)
		walk((unsigned)i + 1);
	return tap_end();
}
