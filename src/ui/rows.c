#include "ui/rows.h"

#include "ui/rows_folds.h"
#include "ui/rows_order.h"

#include <stdlib.h>
#include <string.h>

enum {
	STEP = 128,       /* rows read at once */
	WINDOW_MOST = 640 /* rows kept; beyond it the window is read anew */
};

struct row_key row_key_of(const struct article_row *row)
{
	return (struct row_key){row->published, row->id, row->source_id};
}

void rows_init(struct rows *rows, struct store *store)
{
	memset(rows, 0, sizeof(*rows));
	rows->store = store;
	arena_init(&rows->arena);
}

static void empty_window(struct rows *rows)
{
	arena_release(&rows->arena);
	rows->window = NULL;
	rows->count = rows->cap = 0;
	rows->first = 0;
}

void rows_release(struct rows *rows)
{
	empty_window(rows);
	free(rows->title);
	free(rows->tag);
	free(rows->found);
	free(rows->kept);
	free(rows->open);
	free(rows->sources);
}

/* --- reading ------------------------------------------------------------- */

/*
 * Rows kept against the query that belong among those just read: strictly
 * between at and the farthest of them (or the list's end, if it was met).
 */
static bool add_kept(struct rows *rows, struct row_key at, bool is_upward,
    bool is_at_end, struct article_row **read, size_t *count,
    struct error *err)
{
	size_t wanted = 0, found;
	int64_t *ids;
	struct article_row *extra, *all;

	if (rows->kept_count == 0)
		return true;
	ids = arena_array(&rows->arena, rows->kept_count, sizeof(*ids));
	for (size_t i = 0; i < rows->kept_count; i++) {
		struct row_key key = rows->kept[i].key;
		bool is_there = false, is_in = at.id == 0 ||
		    (is_upward ? rows_is_above(rows, key, at)
		               : rows_is_above(rows, at, key));

		if (is_in && !is_at_end && *count > 0) {
			struct row_key far = row_key_of(
			    is_upward ? *read : &(*read)[*count - 1]);

			is_in = is_upward ? rows_is_above(rows, far, key)
			                  : rows_is_above(rows, key, far);
		}
		for (size_t r = 0; r < *count && !is_there; r++)
			is_there = (*read)[r].id == key.id;
		if (is_in && !is_there && !rows->kept[i].is_below)
			ids[wanted++] = key.id;
	}
	if (wanted == 0)
		return true;
	if (!store_read_rows(rows->store, ids, wanted, &rows->arena, &extra,
	        &found, err))
		return false;
	all = arena_array(&rows->arena, *count + found, sizeof(*all));
	for (size_t i = 0; i < *count; i++)
		all[i] = (*read)[i];
	for (size_t i = 0; i < found; i++) {
		size_t place = *count;

		while (place > 0 && rows_is_above(rows,
		        row_key_of(&extra[i]),
		        row_key_of(&all[place - 1])))
			place--;
		memmove(&all[place + 1], &all[place],
		    (*count - place) * sizeof(*all));
		all[place] = extra[i];
		++*count;
	}
	*read = all;
	return true;
}

static bool read_page(struct rows *rows, struct row_key at, bool is_upward,
    struct article_row **read, size_t *count, struct error *err)
{
	struct rows_page page = {.at = at, .is_upward = is_upward,
	    .limit = STEP};

	if (!rows_read_page(rows, &page, read, count, err))
		return false;
	return add_kept(rows, at, is_upward, *count < STEP, read, count,
	           err) &&
	    rows_fold_page(rows, read, count, err);
}

/* Put rows before (place 0) or behind those of the window. */
static void insert_rows(struct rows *rows, size_t place,
    const struct article_row *read, size_t count)
{
	if (count == 0)
		return;
	rows->window = arena_grow(&rows->arena, rows->window, &rows->cap,
	    rows->count + count, sizeof(*rows->window));
	memmove(rows->window + place + count, rows->window + place,
	    (rows->count - place) * sizeof(*rows->window));
	memcpy(rows->window + place, read, count * sizeof(*read));
	rows->count += count;
}

/* The last row that stands below no other. */
static size_t last_head(const struct rows *rows)
{
	size_t last = rows->count - 1;

	while (last > 0 && rows->window[last].others == ROWS_BELOW)
		last--;
	return last;
}

static bool extend_down(struct rows *rows, struct error *err)
{
	struct row_key at = {0};
	struct article_row *read;
	size_t count;

	if (rows->count > 0)
		at = row_key_of(&rows->window[last_head(rows)]);
	if (!read_page(rows, at, false, &read, &count, err))
		return false;
	insert_rows(rows, rows->count, read, count);
	/* another process may have changed what was counted */
	if (count == 0)
		rows->total = rows->first + (int64_t)rows->count;
	return true;
}

static bool extend_up(struct rows *rows, struct error *err)
{
	struct article_row *read;
	size_t count;

	if (!read_page(rows, row_key_of(rows->window), true, &read, &count,
	        err))
		return false;
	insert_rows(rows, 0, read, count);
	rows->first -= (int64_t)count;
	if (count == 0 || rows->first < 0)
		rows->first = 0;
	return true;
}

/* --- opening ------------------------------------------------------------- */

static size_t count_kept_above(const struct rows *rows, struct row_key at)
{
	size_t count = 0;

	for (size_t i = 0; i < rows->kept_count; i++)
		count += !rows->kept[i].is_below &&
		    (at.id == 0 || rows_is_above(rows, rows->kept[i].key, at));
	return count;
}

static bool count_all(struct rows *rows, struct error *err)
{
	int64_t folds;

	if (!rows_count(rows, (struct row_key){0}, &rows->total,
	        &rows->unread, err) ||
	    !rows_count_folds(rows, (struct row_key){0}, &folds, err))
		return false;
	rows->total += folds +
	    (int64_t)count_kept_above(rows, (struct row_key){0});
	return true;
}

static bool count_above(struct rows *rows, struct row_key at, int64_t *above,
    struct error *err)
{
	int64_t unread, folds;

	if (!rows_count(rows, at, above, &unread, err) ||
	    !rows_count_folds(rows, at, &folds, err))
		return false;
	*above += folds + (int64_t)count_kept_above(rows, at);
	return true;
}

bool rows_open(struct rows *rows, const struct query *query,
    struct error *err)
{
	char *title = mem_dup(query->text), *tag = mem_dup(query->tag);

	free(rows->title);
	free(rows->tag);
	rows->title = title;
	rows->tag = tag;
	rows->query = *query;
	rows->query.text = title;
	rows->query.tag = tag;
	rows->kept_count = 0;
	rows->is_found = false;
	rows_close_folds(rows);
	empty_window(rows);
	return count_all(rows, err) && extend_down(rows, err);
}

static void keep_row(struct rows *rows, const struct article_row *row)
{
	for (size_t i = 0; i < rows->kept_count; i++)
		if (rows->kept[i].key.id == row->id)
			return;
	rows->kept = mem_grow(rows->kept, &rows->kept_cap,
	    rows->kept_count + 1, sizeof(*rows->kept));
	rows->kept[rows->kept_count++] = (struct kept_row){row_key_of(row),
	    row->story, row->others == ROWS_BELOW};
}

static void drop_kept(struct rows *rows, int64_t id)
{
	for (size_t i = 0; i < rows->kept_count; i++)
		if (rows->kept[i].key.id == id)
			rows->kept[i] = rows->kept[--rows->kept_count];
}

static bool read_around(struct rows *rows, struct row_key around,
    int64_t place, struct error *err)
{
	struct article_row *read;
	/* the row itself is the first below this */
	struct row_key above = around;
	size_t count;

	above.id += rows->sort == ROWS_OLDEST ? -1 : 1;
	if (!read_page(rows, above, false, &read, &count, err))
		return false;
	insert_rows(rows, 0, read, count);
	rows->first = place;
	if (rows->count == 0)
		return true;
	return extend_up(rows, err);
}

/* --- what a search found -------------------------------------------------- */

static int64_t find_found(const struct rows *rows, int64_t id)
{
	for (int64_t i = 0; i < rows->total; i++)
		if (rows->found[i] == id)
			return i;
	return 0;
}

void rows_set_found(struct rows *rows, const struct search_result *results,
    size_t count)
{
	bool is_same = rows->is_found;

	rows->found = mem_grow(rows->found, &rows->found_cap, count + 1,
	    sizeof(*rows->found));
	for (size_t i = 0; i < count; i++)
		rows->found[i] = results[i].article_id;
	/* a step that only added to the end leaves the window as it is */
	for (size_t i = 0; is_same && i < rows->count; i++)
		is_same = (size_t)rows->first + i < count &&
		    rows->found[(size_t)rows->first + i] == rows->window[i].id;
	if (!is_same)
		empty_window(rows);
	rows->is_found = true;
	rows->total = (int64_t)count;
	rows->unread = 0;
}

/* Those that are gone since are no rows. */
static void drop_missing(struct rows *rows, int64_t first, size_t wanted,
    const struct article_row *read, size_t count)
{
	size_t kept = (size_t)first, at = 0;

	for (size_t i = 0; i < wanted; i++) {
		int64_t id = rows->found[(size_t)first + i];

		if (at < count && read[at].id == id) {
			rows->found[kept++] = id;
			at++;
		}
	}
	memmove(&rows->found[kept], &rows->found[(size_t)first + wanted],
	    ((size_t)rows->total - (size_t)first - wanted) *
	        sizeof(*rows->found));
	rows->total -= (int64_t)(wanted - count);
}

/* A window around a place of what was found. */
static bool reach_found(struct rows *rows, int64_t place, struct error *err)
{
	int64_t first = place < STEP ? 0 : place - STEP;
	size_t wanted = 2 * STEP, count = 0;
	struct article_row *read;

	if (first + (int64_t)wanted > rows->total)
		wanted = (size_t)(rows->total - first);
	empty_window(rows);
	if (!store_read_rows(rows->store, rows->found + first, wanted,
	        &rows->arena, &read, &count, err))
		return false;
	if (count < wanted)
		drop_missing(rows, first, wanted, read, count);
	insert_rows(rows, 0, read, count);
	rows->first = first;
	return true;
}

bool rows_reload(struct rows *rows, struct row_key around, int64_t *place,
    struct error *err)
{
	int64_t below;

	*place = 0;
	empty_window(rows);
	if (rows->is_found) {
		*place = find_found(rows, around.id);
		return true;
	}
	if (!rows_refresh_folds(rows, err) || !count_all(rows, err))
		return false;
	if (around.id == 0)
		return extend_down(rows, err);
	if (!rows_find_head(rows, &around, &below, err) ||
	    !count_above(rows, around, place, err) ||
	    !read_around(rows, around, *place, err))
		return false;
	*place += below;
	if (rows->count == 0 && rows->total > 0) {
		empty_window(rows);
		*place = 0;
		return extend_down(rows, err);
	}
	return true;
}

bool rows_restore(struct rows *rows, struct row_key around, int64_t place,
    struct error *err)
{
	empty_window(rows);
	return read_around(rows, around, place, err);
}

/* --- asking -------------------------------------------------------------- */

static bool jump_to_end(struct rows *rows, struct error *err)
{
	struct article_row *read;
	size_t count;

	empty_window(rows);
	if (!read_page(rows, (struct row_key){0}, true, &read, &count, err))
		return false;
	insert_rows(rows, 0, read, count);
	rows->first = rows->total - (int64_t)count;
	return true;
}

/* A window grown large is read anew around where the reader is. */
static bool shrink(struct rows *rows, int64_t place, struct error *err)
{
	struct row_key around;

	if (rows->count <= WINDOW_MOST || place < rows->first ||
	    place >= rows->first + (int64_t)rows->count)
		return true;
	while (place > rows->first &&
	    rows->window[place - rows->first].others == ROWS_BELOW)
		place--;
	/* where it is known already: nothing need be counted */
	around = row_key_of(&rows->window[place - rows->first]);
	return rows_restore(rows, around, place, err);
}

static bool reach(struct rows *rows, int64_t place, struct error *err)
{
	if (rows->is_found)
		return reach_found(rows, place, err);
	if (rows->count == 0)
		return extend_down(rows, err);
	/* the ends are not walked to */
	if (place < STEP && rows->first > 2 * STEP) {
		empty_window(rows);
		return extend_down(rows, err);
	}
	if (place >= rows->total - STEP &&
	    place >= rows->first + (int64_t)rows->count + STEP)
		return jump_to_end(rows, err);
	if (!shrink(rows, place < rows->first
	            ? rows->first
	            : rows->first + (int64_t)rows->count - 1, err))
		return false;
	return place < rows->first ? extend_up(rows, err)
	                           : extend_down(rows, err);
}

const struct article_row *rows_at(struct rows *rows, int64_t place)
{
	/* each turn reads a page, or finds the list shorter than thought */
	for (int turn = 0; turn < 8; turn++) {
		if (place < 0 || place >= rows->total)
			return NULL;
		if (place >= rows->first &&
		    place < rows->first + (int64_t)rows->count)
			return &rows->window[place - rows->first];
		if (!reach(rows, place, NULL))
			return NULL;
	}
	return NULL;
}

int64_t rows_find(const struct rows *rows, int64_t id)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->window[i].id == id)
			return rows->first + (int64_t)i;
	return -1;
}

void rows_mark(struct rows *rows, int64_t id, enum store_mark mark)
{
	int64_t place = rows_find(rows, id);
	struct article_row *row;
	bool was_unread, was_starred;

	if (place < 0)
		return;
	row = &rows->window[place - rows->first];
	was_unread = row->is_unread;
	was_starred = row->is_starred;
	if (mark == MARK_STARRED || mark == MARK_UNSTARRED)
		row->is_starred = mark == MARK_STARRED;
	else
		row->is_unread = mark == MARK_UNREAD;
	rows->unread += row->is_unread - was_unread;
	if (rows->query.is_unread_only && was_unread && !row->is_unread)
		keep_row(rows, row);
	if (rows->query.is_unread_only && row->is_unread)
		drop_kept(rows, id);
	/* what is starred is counted, though the other rows stay */
	if (rows->query.is_starred_only && row->is_unread)
		rows->unread += row->is_starred - was_starred;
	if (rows->query.is_starred_only && !row->is_starred)
		keep_row(rows, row);
	if (rows->query.is_starred_only && row->is_starred)
		drop_kept(rows, id);
}
