/*
 * Every screen at every size and in every light: 80x24, 100x30, 200x50 and
 * 240x60, dark, light and without colours. A line of every.expected for each
 * holds the sum of all its cells, their looks and the cursor's place; a
 * screen painted anew is the same to the cell, its words are the same in
 * every light, and without colours there are none.
 *
 * BANTIN_ACCEPT=1 writes the file anew (by make check, which sets the time
 * zone); BANTIN_CELLS=FOLDER writes each
 * screen's cells there, to be compared with those of a former program.
 */
#include "base/file.h"
#include "base/hash.h"
#include "support/tap.h"
#include "ui/fixture.h"
#include "ui/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZES = 4, LIGHTS = 3, READERS = SIZES * LIGHTS };

static const int sizes[SIZES][2] = {{80, 24}, {100, 30}, {200, 50},
    {240, 60}};

static const struct light {
	const char *name, *background, *no_color;
} lights[LIGHTS] = {{"dark", "background=dark", NULL},
    {"light", "background=light", NULL}, {"mono", "background=dark", "1"}};

/* One after the other; a NULL name: keys that lead on. */
struct step {
	const char *name, *keys;
};

static const struct step news[] = {{"list", ""}, {"moved", "jj"},
    {"article", "g\r"}, {"links", "f"}, {"article end", "\033G"},
    {"outline", "gc"}, {NULL, "\033"}, {"hits", "/l\305\251\r"},
    {"related", "\t"}, {"visited", "\r"}, {NULL, "\033"}, {NULL, "\033"},
    {NULL, "\033"}, {NULL, "\033"}, {"no lead", "v"},
    {"unread only", "vU"}, {"by source", "USS"}, {"zoomed", "Sz"},
    {"all read", "zA"}, {"undone", "u"}, {"starred", "s"},
    {"search", "u/l\305\251"}, {"results", "\r"},
    {"narrowed", "\033\\l\305\251"}, {"nothing found", "\025zzz"},
    {"command", "\033:mark"}, {"no such command", "\025opne\r"},
    {"tag", "T"}, {"save", "\033W"}, {"address", "\033\017"},
    {"add", "\033a"}, {"help", "\033?"}, {"log", "\033L"},
    {"settings", "\033,"}, {"mute", "\033M"}, {"mutes", "\033H"},
    {NULL, "\033"}, {"sources", "\033[Z"}, {"third source", "jjjj"},
    {"health", "i"}, {"one source", "\033\r"}, {"jump", "'dai"},
    {NULL, "\033"}};

static const struct step empty[] = {{"nothing followed", ""},
    {"no sources", "\033[Z"}};

static struct error err;
static struct str shown; /* what is compared */

/* --- a screen's cells ---------------------------------------------------------- */

static void add_cells(struct screen *screen, struct str *words,
    struct str *looks)
{
	int width, height, y, x;

	screen_size(screen, &width, &height);
	for (int row = 0; row < height; row++) {
		screen_add_row(screen, row, words);
		str_add_char(words, '\n');
		screen_add_runs(screen, row, looks);
		str_add_char(looks, '\n');
	}
	screen_cursor(screen, &y, &x);
	str_addf(looks, "cursor %d,%d\n", y, x);
}

static void add_all(struct screen *screen, struct str *out)
{
	struct str looks;

	str_init(&looks);
	add_cells(screen, out, &looks);
	str_add(out, looks.data);
	str_release(&looks);
}

/* Whether a look names a colour: "0 reverse 116, 4-68 bold". */
static bool has_color(const char *looks)
{
	bool is_place = true; /* a number here is one */

	for (; *looks != '\0' && !str_starts(looks, "cursor"); looks++) {
		bool is_number = *looks >= '0' && *looks <= '9';

		if (is_number && !is_place)
			return true;
		if (is_number)
			looks += strspn(looks, "0123456789-") - 1;
		else if (*looks != ' ' || looks[1] < '0' || looks[1] > '9')
			is_place = *looks == ',' || *looks == '\n';
		if (is_number)
			is_place = false;
	}
	return false;
}

static void keep_cells(const char *name, const struct str *words,
    const struct str *looks)
{
	const char *folder = getenv("BANTIN_CELLS");
	char path[1024];
	struct str whole;

	if (folder == NULL)
		return;
	str_init(&whole);
	str_addf(&whole, "%s%s", words->data, looks->data);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	tap_done(file_write(path, whole.data, whole.len, &err), &err,
	    "%s is written", path);
	str_release(&whole);
}

/* --- walking through all of them ------------------------------------------------- */

static bool press(struct screen *screen, const char *keys)
{
	if (keys[0] != '\0')
		screen_type(screen, keys, strlen(keys));
	return keys[0] == '\0' || screen_settle(screen);
}

/* A place where Ctrl-L is a key, not the text of a field. */
static bool is_field(const char *name)
{
	static const char *const fields[] = {"search", "narrowed",
	    "nothing found", "command", "tag", "save", "address", "add",
	    "mute", "jump", "links"};
	bool is_one = false;

	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		is_one = is_one || str_equal(name, fields[i]);
	return is_one;
}

static void look_at(struct screen *screen, const char *place,
    const struct light *light, const char *name, uint64_t *sum)
{
	struct str words, looks, before, after, label;

	str_init(&words);
	str_init(&looks);
	str_init(&before);
	str_init(&after);
	str_init(&label);
	str_addf(&label, "%s, %s, %s", place, light->name, name);
	add_cells(screen, &words, &looks);
	keep_cells(label.data, &words, &looks);
	/* one of the settings is the light itself */
	if (*sum == 0 || str_equal(name, "settings"))
		*sum = hash_bytes(1, words.data, words.len);
	tap_ok(hash_bytes(1, words.data, words.len) == *sum,
	    "%s: the words are those of every light", label.data);
	tap_ok(light->no_color == NULL || !has_color(looks.data),
	    "%s: colours are asked for only where there are some",
	    label.data);
	str_addf(&shown, "%s: %016llx\n", label.data,
	    (unsigned long long)hash_bytes(*sum, looks.data, looks.len));
	if (light == lights && !is_field(name)) {
		/* the first takes away a message, as any key does */
		press(screen, "\014");
		add_all(screen, &before);
		press(screen, "\014");
		add_all(screen, &after);
		tap_ok(str_equal(before.data, after.data),
		    "%s: painted anew it is the same", label.data);
	}
	str_release(&label);
	str_release(&after);
	str_release(&before);
	str_release(&looks);
	str_release(&words);
}

/* Readers of one size and light each, side by side: most of it is rest. */
struct reader {
	const struct light *light;
	struct screen *screen;
	char place[32], store[512];
};

static bool open_reader(struct reader *reader, const char *fixture,
    size_t size, const struct light *light)
{
	const char *settings[] = {light->background, "browser=/bin/true"};
	struct screen_start start = {.store = reader->store,
	    .width = sizes[size][0], .height = sizes[size][1],
	    .settings = settings, .setting_count = ARRAY_LEN(settings),
	    .no_color = light->no_color};

	reader->light = light;
	snprintf(reader->place, sizeof(reader->place), "%dx%d", start.width,
	    start.height);
	snprintf(reader->store, sizeof(reader->store), "%s/%s-%s-%s.db",
	    tap_folder(), fixture, reader->place, light->name);
	if (!tap_done(fixture_make(reader->store, fixture, &err), &err,
	        "a cache: %s", fixture))
		return false;
	reader->screen = screen_open(&start);
	return tap_ok(reader->screen != NULL, "%s, %s: the reader opens",
	    reader->place, light->name);
}

/* One step of all; each light's words are held against the first's. */
static void take_step(struct reader *readers, const struct step *step)
{
	uint64_t sums[SIZES] = {0};

	for (size_t i = 0; i < READERS; i++)
		if (step->keys[0] != '\0')
			screen_type(readers[i].screen, step->keys,
			    strlen(step->keys));
	for (size_t i = 0; i < READERS; i++) {
		struct reader *reader = &readers[i];

		tap_ok(step->keys[0] == '\0' ||
		        screen_settle(reader->screen), "%s, %s: %s",
		    reader->place, reader->light->name,
		    step->name == NULL ? "-" : step->name);
		if (step->name != NULL)
			look_at(reader->screen, reader->place, reader->light,
			    step->name, &sums[i / LIGHTS]);
	}
}

static void walk(const char *fixture, const struct step *steps, size_t count)
{
	struct reader readers[READERS] = {0};
	bool are_open = true;

	for (size_t i = 0; i < READERS; i++)
		are_open = are_open && open_reader(&readers[i], fixture,
		    i / LIGHTS, &lights[i % LIGHTS]);
	for (size_t i = 0; are_open && i < count; i++)
		take_step(readers, &steps[i]);
	for (size_t i = 0; i < READERS; i++)
		if (readers[i].screen != NULL)
			tap_number(screen_close(readers[i].screen), 0,
			    "%s, %s: it ends well", readers[i].place,
			    readers[i].light->name);
}

/* --- what is expected -------------------------------------------------------------- */

static void note_others(const char *got, const char *want)
{
	while (*got != '\0') {
		size_t len = strcspn(got, "\n");
		struct str line;

		str_init(&line);
		str_add_len(&line, got, len);
		if (strstr(want, line.data) == NULL)
			tap_note("other: %s", line.data);
		str_release(&line);
		got += len + 1;
	}
}

static void compare(void)
{
	struct str want;
	char path[1024];

	snprintf(path, sizeof(path), "%s/every.expected", tap_path("ui"));
	if (getenv("BANTIN_ACCEPT") != NULL) {
		tap_done(file_write(path, shown.data, shown.len, &err), &err,
		    "accepted");
		return;
	}
	str_init(&want);
	if (tap_done(file_read(path, 1 << 20, &want, &err), &err,
	        "what is expected is there") &&
	    !tap_ok(str_equal(shown.data, want.data),
	        "every screen is as expected"))
		note_others(shown.data, want.data);
	str_release(&want);
}

int main(void)
{
	str_init(&shown);
	walk("news", news, ARRAY_LEN(news));
	walk("empty", empty, ARRAY_LEN(empty));
	compare();
	str_release(&shown);
	return tap_end();
}
