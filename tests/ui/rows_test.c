/* A window that slides over a list, checked against the whole list. */
#include "store/internal.h"
#include "support/tap.h"
#include "ui/fixture.h"
#include "ui/rows.h"

#include <stdlib.h>
#include <stdio.h>

static struct error err;
static struct arena all_arena;
static struct article_row *all; /* the whole list, as the store has it */
static size_t all_count;

static void read_all(struct store *store, const struct query *query)
{
	arena_release(&all_arena);
	if (!store_read_articles(store, query, &all_arena, &all, &all_count,
	        &err))
		tap_done(false, &err, "the whole list");
}

static bool is_right(struct rows *rows, int64_t place)
{
	const struct article_row *row = rows_at(rows, place);

	if (place < 0 || place >= (int64_t)all_count)
		return row == NULL;
	return row != NULL && row->id == all[place].id;
}

/* As a reader moves: steps, pages, and the ends. */
static void walk(struct rows *rows, unsigned seed, const char *name)
{
	int64_t place = 0, faults = 0, most = 0;

	srand(seed);
	for (int i = 0; i < 3000; i++) {
		int move = rand() % 100;

		if (move == 0)
			place = 0;
		else if (move == 1)
			place = (int64_t)all_count - 1;
		else if (move < 40)
			place += rand() % 50;
		else if (move < 75)
			place -= rand() % 50;
		else
			place += rand() % 3 - 1;
		if (place < 0)
			place = 0;
		if (place >= (int64_t)all_count)
			place = (int64_t)all_count - 1;
		for (int64_t at = place - 30; at < place + 30; at++)
			faults += !is_right(rows, at);
		if ((int64_t)rows->count > most)
			most = (int64_t)rows->count;
	}
	tap_number(faults, 0, "%s: each row at its place", name);
	tap_ok(most < 1000, "%s: a window of at most %d rows", name,
	    (int)most);
}

static void test_walks(struct store *store)
{
	struct query query = {0};
	struct rows rows;
	int64_t place;

	rows_init(&rows, store);
	read_all(store, &query);
	tap_done(rows_open(&rows, &query, &err), &err, "open");
	tap_number(rows.total, (int64_t)all_count, "all are counted");
	walk(&rows, 1, "all");
	for (size_t i = 0; i < all_count; i += all_count / 7) {
		tap_done(rows_reload(&rows, row_key_of(&all[i]), &place,
		    &err), &err, "reload around %zu", i);
		tap_ok(place == (int64_t)i && is_right(&rows, place),
		    "it is where it was");
	}
	walk(&rows, 2, "after a reload");
	query.text = "bau say";
	read_all(store, &query);
	tap_done(rows_open(&rows, &query, &err), &err, "a narrower list");
	walk(&rows, 3, "titles");
	query.text = "khong co";
	tap_done(rows_open(&rows, &query, &err), &err, "an empty list");
	tap_ok(rows.total == 0 && rows_at(&rows, 0) == NULL, "holds nothing");
	rows_release(&rows);
}

/* All rows put into another order by hand, and then walked. */
static int compare_sources(const void *a, const void *b)
{
	const struct article_row *x = a, *y = b;

	if (x->source_id != y->source_id)
		return x->source_id > y->source_id ? -1 : 1; /* last first */
	if (x->published != y->published)
		return x->published > y->published ? -1 : 1;
	return x->id > y->id ? -1 : x->id < y->id;
}

static int compare_oldest(const void *a, const void *b)
{
	const struct article_row *x = a, *y = b;

	if (x->published != y->published)
		return x->published > y->published ? 1 : -1;
	return x->id > y->id ? 1 : x->id < y->id ? -1 : 0;
}

static void walk_sorted(struct rows *rows, unsigned seed, const char *name)
{
	struct query query = {0};
	int64_t place;

	tap_done(rows_open(rows, &query, &err), &err, "%s", name);
	tap_number(rows->total, (int64_t)all_count, "%s: all of them", name);
	walk(rows, seed, name);
	for (size_t i = 0; i < all_count; i += all_count / 5 + 1) {
		tap_done(rows_reload(rows, row_key_of(&all[i]), &place, &err),
		    &err, "%s: reload around %zu", name, i);
		tap_ok(place == (int64_t)i && is_right(rows, place),
		    "%s: it is where it was", name);
	}
}

static void test_sorted(struct store *store)
{
	int64_t sources[64];
	struct query query = {0};
	struct rows rows;
	size_t count = 0;

	rows_init(&rows, store);
	read_all(store, &query);
	qsort(all, all_count, sizeof(*all), compare_oldest);
	rows_set_sort(&rows, ROWS_OLDEST, NULL, 0);
	walk_sorted(&rows, 4, "oldest first");
	qsort(all, all_count, sizeof(*all), compare_sources);
	for (size_t i = 0; i < all_count && count < ARRAY_LEN(sources); i++)
		if (count == 0 || sources[count - 1] != all[i].source_id)
			sources[count++] = all[i].source_id;
	rows_set_sort(&rows, ROWS_BY_SOURCE, sources, count);
	walk_sorted(&rows, 5, "by source");
	rows_release(&rows);
}

/* The next unread row, in each order. */
static void test_seek(struct store *store)
{
	static const enum rows_sort sorts[] = {ROWS_NEWEST, ROWS_OLDEST};
	struct query query = {0};
	struct rows rows;

	rows_init(&rows, store);
	read_all(store, &query);
	for (size_t i = 0; i < ARRAY_LEN(sorts); i++) {
		int step = sorts[i] == ROWS_NEWEST ? 1 : -1;
		int64_t at = (int64_t)all_count / 2, want = at + step;
		struct row_key found;

		while (!all[want].is_unread)
			want += step;
		rows_set_sort(&rows, sorts[i], NULL, 0);
		tap_done(rows_open(&rows, &query, &err), &err, "open");
		tap_done(rows_seek_unread(&rows, row_key_of(&all[at]), false,
		    &found, &err), &err, "seek");
		tap_number(found.id, all[want].id, "the next unread");
	}
	rows_release(&rows);
}

static bool mark(struct store *store, struct rows *rows, int64_t id,
    enum store_mark what)
{
	int64_t changed;

	if (!store_mark(store, what, &id, 1, NULL, FIXTURE_NOW, &changed,
	        &err))
		return false;
	rows_mark(rows, id, what);
	return true;
}

/* A row read under "unread only" stays until the list is opened anew. */
static void test_kept(struct store *store)
{
	struct query query = {.is_unread_only = true};
	struct row_key key;
	struct rows rows;
	int64_t place, total, ids[3];

	rows_init(&rows, store);
	tap_done(rows_open(&rows, &query, &err), &err, "unread only");
	total = rows.total;
	for (int i = 0; i < 3; i++)
		ids[i] = rows_at(&rows, i * 200)->id;
	for (int i = 0; i < 3; i++)
		tap_ok(mark(store, &rows, ids[i], MARK_READ), "read one");
	tap_number(rows.unread, total - 3, "three fewer are unread");
	tap_number(rows.total, total, "none is gone");
	key = row_key_of(rows_at(&rows, 200));
	tap_done(rows_reload(&rows, key, &place, &err), &err, "read again");
	tap_ok(place == 200 && rows.total == total, "they stay");
	for (int i = 0; i < 3; i++)
		tap_ok(rows_at(&rows, i * 200)->id == ids[i] &&
		    !rows_at(&rows, i * 200)->is_unread,
		    "where they were, read");
	tap_ok(mark(store, &rows, ids[1], MARK_UNREAD), "unread again");
	tap_done(rows_reload(&rows, key, &place, &err), &err, "read again");
	tap_ok(rows.total == total && rows_at(&rows, 200)->id == ids[1],
	    "it is there once");
	tap_done(rows_open(&rows, &query, &err), &err, "opened anew");
	tap_number(rows.total, total - 2, "what was read has left");
	rows_release(&rows);
}

/* --- stories ----------------------------------------------------------------- */

/* The list as it is shown: each story once, what is open below its first. */
static void fold_all(const int64_t *open, size_t open_count)
{
	struct article_row *shown = arena_array(&all_arena, all_count,
	    sizeof(*shown));
	size_t count = 0;

	for (size_t i = 0; i < all_count; i++) {
		bool is_first = true, is_open = false;

		for (size_t k = 0; k < i && all[i].story != 0; k++)
			is_first &= all[k].story != all[i].story;
		if (!is_first)
			continue;
		shown[count++] = all[i];
		for (size_t k = 0; k < open_count; k++)
			is_open |= open[k] == all[i].story;
		for (size_t k = i + 1; is_open && k < all_count; k++)
			if (all[k].story == all[i].story)
				shown[count++] = all[k];
	}
	all = shown;
	all_count = count;
}

static void check_open(struct rows *rows, const int64_t *open,
    size_t open_count, const char *name)
{
	struct query whole = {.is_unread_only = rows->query.is_unread_only};
	int64_t place, bad = 0;

	read_all(rows->store, &whole);
	fold_all(open, open_count);
	tap_done(rows_reload(rows, (struct row_key){0}, &place, &err), &err,
	    "%s: read again", name);
	tap_number(rows->total, (int64_t)all_count, "%s: its rows", name);
	walk(rows, 5, name);
	for (size_t i = 0; i < all_count; i += 17) {
		if (!rows_reload(rows, row_key_of(&all[i]), &place, &err) ||
		    place != (int64_t)i || !is_right(rows, place))
			bad++;
	}
	tap_number(bad, 0, "%s: each is found where it stands", name);
}

/* A row that was read stays, and stands for those behind it. */
static void test_kept_story(struct rows *rows)
{
	struct query query = {.is_unread_only = true, .is_folded = true};
	const struct article_row *row = NULL;
	int64_t place = 0, total, changed, id, story;

	tap_done(rows_open(rows, &query, &err), &err, "unread only");
	while ((row = rows_at(rows, place)) != NULL && row->others < 2)
		place++;
	if (!tap_ok(row != NULL, "a story with others"))
		return;
	id = row->id;
	story = row->story;
	total = rows->total;
	tap_done(store_mark(rows->store, MARK_READ, &id, 1, NULL, 1, &changed,
	    &err), &err, "its first is read");
	rows_mark(rows, id, MARK_READ);
	tap_done(rows_reload(rows, (struct row_key){0}, &place, &err), &err,
	    "read again");
	tap_number(rows->total, total, "as many rows");
	for (place = 0; (row = rows_at(rows, place)) != NULL &&
	     row->story != story; place++)
		;
	tap_ok(row != NULL && row->id == id && row->others >= 2,
	    "it still stands for its story");
	for (place++; (row = rows_at(rows, place)) != NULL &&
	     row->story != story; place++)
		;
	tap_ok(row == NULL && place == total, "which no other row tells");
	tap_done(rows_open(rows, &query, &err), &err, "entered anew");
	for (place = 0; (row = rows_at(rows, place)) != NULL &&
	     row->story != story; place++)
		;
	tap_ok(row != NULL && row->id != id, "another one is its first");
}

static void test_stories(struct store *store)
{
	struct query query = {.is_folded = true};
	int64_t open[3] = {0}, hidden = 0;
	struct row_key key = {0};
	struct rows rows;

	tap_done(store_execute(store, "UPDATE article SET story ="
	    " 1 + (id * 7919) % 400 WHERE id % 3 = 0", &err), &err,
	    "400 stories of 1,666 articles");
	rows_init(&rows, store);
	tap_done(rows_open(&rows, &query, &err), &err, "a folded list");
	check_open(&rows, open, 0, "folded");
	for (size_t i = 0, k = 0; i < all_count && k < 3; i += 100) {
		while (all[i].story == 0)
			i++;
		open[k++] = all[i].story;
		tap_ok(rows_toggle_story(&rows, all[i].story), "one opens");
	}
	check_open(&rows, open, 3, "opened");
	tap_ok(!rows_toggle_story(&rows, open[0]), "and is folded");
	check_open(&rows, open + 1, 2, "folded again");
	read_all(store, &(struct query){0});
	for (size_t i = all_count; i-- > 0 && hidden == 0;)
		if (all[i].story != 0 && all[i].story != open[1] &&
		    all[i].story != open[2]) {
			key = row_key_of(&all[i]);
			hidden = open[0] = all[i].story;
		}
	tap_done(rows_reveal(&rows, key, &err), &err, "one behind is shown");
	check_open(&rows, open, 3, "for it its story opens");
	test_kept_story(&rows);
	rows_set_sort(&rows, ROWS_OLDEST, NULL, 0);
	tap_done(rows_open(&rows, &query, &err), &err, "oldest first");
	tap_ok(rows_at(&rows, 0) != NULL &&
	    rows_at(&rows, rows.total - 1) != NULL &&
	    rows_at(&rows, rows.total) == NULL, "from end to end");
	rows_release(&rows);
}

int main(void)
{
	struct store *store;
	char path[512];

	snprintf(path, sizeof(path), "%s/rows.db", tap_folder());
	tap_done(fixture_make(path, "many", &err), &err, "a cache");
	store = store_open(path, STORE_SCREEN, &err);
	if (tap_done(store != NULL, &err, "open it")) {
		arena_init(&all_arena);
		test_walks(store);
		test_sorted(store);
		test_seek(store);
		test_kept(store);
		test_stories(store);
		arena_release(&all_arena);
		store_close(store);
	}
	snprintf(path, sizeof(path), "%s/news.db", tap_folder());
	if (tap_done(fixture_make(path, "news", &err), &err, "six sources") &&
	    (store = store_open(path, STORE_SCREEN, &err)) != NULL) {
		test_sorted(store);
		store_close(store);
	}
	return tap_end();
}
