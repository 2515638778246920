/*
 * Saved searches. What is done to one is logged as what it was and what it
 * is: the same row of the log serves for adding, changing and removing.
 */
#include "store/search_internal.h"

#include <string.h>

#include "base/pack.h"
#include "text/clean.h"

enum { SEARCHES_MOST = 1000, TITLE_BYTES_MOST = 400 };

/* One as it stood at a time; query "": it was not there. */
struct saved {
	int64_t id, place;
	const char *title, *query;
};

bool store_read_searches(struct store *store, struct arena *arena,
    struct saved_search **searches, size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT id, title, query FROM saved_search ORDER BY id",
	    BIND_NONE);
	size_t cap = 0;

	*searches = NULL;
	*count = 0;
	while (cursor_next(&cursor)) {
		*searches = arena_grow(arena, *searches, &cap, *count + 1,
		    sizeof(**searches));
		(*searches)[(*count)++] = (struct saved_search){
		    cursor_int(&cursor, 0), cursor_text(&cursor, 1, arena),
		    cursor_text(&cursor, 2, arena)};
	}
	return cursor_close(&cursor);
}

/* --- the log -------------------------------------------------------------- */

static bool add_change(struct store *store, int kind, int64_t now,
    const struct saved *before, const struct saved *after,
    struct error *err)
{
	struct str bytes;
	bool is_done;

	str_init(&bytes);
	pack_signed(&bytes, before->id);
	pack_signed(&bytes, before->place);
	pack_text(&bytes, before->title);
	pack_text(&bytes, before->query);
	pack_text(&bytes, after->title);
	pack_text(&bytes, after->query);
	is_done = change_add_bytes(store, kind, now, bytes.data, bytes.len,
	    err);
	str_release(&bytes);
	return is_done;
}

static bool read_change(const void *data, size_t len, struct arena *arena,
    struct saved *before, struct saved *after)
{
	struct unpack in;

	unpack_init(&in, data, len);
	before->id = after->id = unpack_signed(&in);
	before->place = after->place = unpack_signed(&in);
	before->title = unpack_text(&in, arena);
	before->query = unpack_text(&in, arena);
	after->title = unpack_text(&in, arena);
	after->query = unpack_text(&in, arena);
	return !in.is_broken && before->title != NULL &&
	    before->query != NULL && after->title != NULL &&
	    after->query != NULL;
}

static bool fail_broken(struct store *store, struct error *err)
{
	return error_set(err, ERROR_STORE_DAMAGED, store->path, 0);
}

bool saved_subject(struct store *store, const void *data, size_t len,
    struct arena *arena, char **subject, struct error *err)
{
	struct saved before, after;

	*subject = arena_dup(arena, "");
	if (!read_change(data, len, arena, &before, &after))
		return fail_broken(store, err);
	*subject = arena_dup(arena, after.query[0] != '\0' ? after.title
	                                                    : before.title);
	return true;
}

/* Let it stand as it did; never two of one query. */
static bool set(struct store *store, const struct saved *saved,
    struct error *err)
{
	if (saved->query[0] == '\0')
		return store_run(store, err,
		    "DELETE FROM saved_search WHERE id = ?1",
		    BIND(INT(saved->id)));
	return store_run(store, err, "INSERT INTO saved_search (id, place,"
	    " title, query) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS"
	    " (SELECT 1 FROM saved_search WHERE query = ?4 AND id <> ?1)"
	    " ON CONFLICT (id) DO UPDATE SET title = ?3, query = ?4",
	    BIND(INT(saved->id), INT(saved->place), TEXT(saved->title),
	    TEXT(saved->query)));
}

bool saved_apply(struct store *store, const void *data, size_t len,
    bool is_back, struct error *err)
{
	struct saved before, after;
	struct arena arena;
	bool is_done;

	arena_init(&arena);
	is_done = read_change(data, len, &arena, &before, &after) ?
	    set(store, is_back ? &before : &after, err) :
	    fail_broken(store, err);
	arena_release(&arena);
	return is_done;
}

/* Change one, and log it. */
static bool change(struct store *store, int kind, int64_t now,
    const struct saved *before, const struct saved *after,
    struct error *err)
{
	return set(store, after, err) &&
	    add_change(store, kind, now, before, after, err);
}

/* --- changes -------------------------------------------------------------- */

/* As it is kept: one line of clean text. */
static char *clean(const char *text, size_t most, struct arena *arena)
{
	size_t len = strlen(text);
	struct str line;
	char *copy;

	str_init(&line);
	text_clean_line(&line, text, len < most ? len : most);
	copy = arena_dup(arena, line.data == NULL ? "" : line.data);
	str_release(&line);
	return copy;
}

static bool find_by_query(struct store *store, const char *query,
    int64_t *id, struct error *err)
{
	return store_read_ints(store, err,
	    "SELECT id FROM saved_search WHERE query = ?1 ORDER BY id LIMIT 1",
	    BIND(TEXT(query)), id, 1, NULL);
}

/* Within a transaction; a blank one, or one too many, is not saved: id 0. */
static bool save_search(struct store *store, const char *title,
    const char *query, int64_t now, int64_t *id, bool *is_new,
    struct error *err)
{
	struct saved before = {.title = "", .query = ""}, after;
	struct arena arena;
	int64_t row[3]; /* the next id and place, how many */
	bool is_done;

	*is_new = false;
	arena_init(&arena);
	after.query = clean(query, SEARCH_BYTES_MOST, &arena);
	after.title = clean(title == NULL ? "" : title, TITLE_BYTES_MOST,
	    &arena);
	if (after.title[0] == '\0')
		after.title = after.query;
	is_done = find_by_query(store, after.query, id, err) &&
	    store_read_ints(store, err, "SELECT (SELECT"
	    " ifnull(max(seq), 0) + 1 FROM sqlite_sequence"
	    " WHERE name = 'saved_search'), ifnull(max(place), 0) + 1,"
	    " count(*) FROM saved_search", BIND_NONE, row, 3, NULL);
	if (is_done && *id == 0 && after.query[0] != '\0' &&
	    row[2] < SEARCHES_MOST) {
		*is_new = true;
		*id = before.id = after.id = row[0];
		before.place = after.place = row[1];
		is_done = change(store, STORE_CHANGE_SAVE_SEARCH, now,
		    &before, &after, err);
	}
	arena_release(&arena);
	return is_done;
}

bool store_save_search(struct store *store, const char *title,
    const char *query, int64_t now, int64_t *id, bool *is_new,
    struct error *err)
{
	*id = 0;
	*is_new = false;
	return store_begin(store, err) && store_finish(store,
	    save_search(store, title, query, now, id, is_new, err), err);
}

static bool read_one(struct store *store, int64_t id, struct arena *arena,
    struct saved *saved, bool *found, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT place, title, query FROM saved_search WHERE id = ?1",
	    BIND(INT(id)));

	*saved = (struct saved){.id = id, .title = "", .query = ""};
	*found = cursor_next(&cursor);
	if (*found) {
		saved->place = cursor_int(&cursor, 0);
		saved->title = cursor_text(&cursor, 1, arena);
		saved->query = cursor_text(&cursor, 2, arena);
	}
	return cursor_close(&cursor);
}

static bool change_search(struct store *store, int64_t id,
    const char *title, const char *query, int64_t now, bool *found,
    struct error *err)
{
	struct saved before, after;
	struct arena arena;
	int64_t other = 0;
	bool is_done;

	arena_init(&arena);
	is_done = read_one(store, id, &arena, &before, found, err);
	after = before;
	if (title != NULL)
		after.title = clean(title, TITLE_BYTES_MOST, &arena);
	if (query != NULL)
		after.query = clean(query, SEARCH_BYTES_MOST, &arena);
	if (after.title[0] == '\0')
		after.title = after.query;
	is_done = is_done && find_by_query(store, after.query, &other, err);
	if (after.query[0] == '\0' || (other != 0 && other != id))
		*found = false;
	if (is_done && *found && (strcmp(after.title, before.title) != 0 ||
	    strcmp(after.query, before.query) != 0))
		is_done = change(store, STORE_CHANGE_EDIT_SEARCH, now,
		    &before, &after, err);
	arena_release(&arena);
	return is_done;
}

bool store_change_search(struct store *store, int64_t id, const char *title,
    const char *query, int64_t now, bool *found, struct error *err)
{
	*found = false;
	return store_begin(store, err) && store_finish(store,
	    change_search(store, id, title, query, now, found, err), err);
}

static bool remove_search(struct store *store, int64_t id, int64_t now,
    bool *found, struct error *err)
{
	struct saved before, after = {.id = id, .title = "", .query = ""};
	struct arena arena;
	bool is_done;

	arena_init(&arena);
	is_done = read_one(store, id, &arena, &before, found, err) &&
	    (!*found || change(store, STORE_CHANGE_DROP_SEARCH, now, &before,
	    &after, err));
	arena_release(&arena);
	return is_done;
}

bool store_remove_search(struct store *store, int64_t id, int64_t now,
    bool *found, struct error *err)
{
	*found = false;
	return store_begin(store, err) && store_finish(store,
	    remove_search(store, id, now, found, err), err);
}

/* --- another cache's ------------------------------------------------------ */

bool saved_merge(struct store *store, struct store *other, int64_t now,
    struct error *err)
{
	struct cursor cursor = cursor_open(other, err,
	    "SELECT title, query FROM saved_search ORDER BY id"
	    " LIMIT 1000", BIND_NONE);
	bool is_done = true, is_new;
	struct arena arena;
	int64_t id;

	arena_init(&arena);
	while (is_done && cursor_next(&cursor)) {
		const char *title = cursor_text(&cursor, 0, &arena);
		const char *query = cursor_text(&cursor, 1, &arena);

		if (strlen(query) <= SEARCH_BYTES_MOST)
			is_done = save_search(store, title, query, now, &id,
			    &is_new, err);
	}
	arena_release(&arena);
	return cursor_close(&cursor) && is_done;
}
