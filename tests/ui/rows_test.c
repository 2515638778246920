/* A window that slides over a list, checked against the whole list. */
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
