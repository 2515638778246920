#include "store/search_internal.h"

#include <string.h>

#include "text/clean.h"

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

static bool find_by_query(struct store *store, const char *query,
    int64_t *id, struct error *err)
{
	return store_read_ints(store, err,
	    "SELECT id FROM saved_search WHERE query = ?1 ORDER BY id LIMIT 1",
	    BIND(TEXT(query)), id, 1, NULL);
}

static bool saved_add(struct store *store, const char *title, const char *query,
    struct error *err)
{
	int64_t id;

	return find_by_query(store, query, &id, err) && (id != 0 ||
	    store_run(store, err, "INSERT INTO saved_search (place, title,"
	    " query) SELECT ifnull(max(place), 0) + 1,"
	    " ifnull(nullif(?1, ''), ?2), ?2 FROM saved_search",
	    BIND(TEXT(title), TEXT(query))));
}

static bool save_search(struct store *store, const char *title,
    const char *query, int64_t *id, bool *is_new, struct error *err)
{
	if (!find_by_query(store, query, id, err))
		return false;
	*is_new = *id == 0;
	return !*is_new || (saved_add(store, title, query, err) &&
	    find_by_query(store, query, id, err));
}

bool store_save_search(struct store *store, const char *title,
    const char *query, int64_t *id, bool *is_new, struct error *err)
{
	return store_begin(store, err) && store_finish(store,
	    save_search(store, title, query, id, is_new, err), err);
}

static bool change_search(struct store *store, int64_t id,
    const char *title, const char *query, bool *found, struct error *err)
{
	if (!store_run(store, err, "UPDATE saved_search SET"
	    " title = ifnull(?2, title), query = ifnull(?3, query)"
	    " WHERE id = ?1", BIND(INT(id), TEXT(title), TEXT(query))))
		return false;
	*found = store_changed_rows(store) > 0;
	return true;
}

bool store_change_search(struct store *store, int64_t id, const char *title,
    const char *query, bool *found, struct error *err)
{
	*found = false;
	return store_begin(store, err) && store_finish(store,
	    change_search(store, id, title, query, found, err), err);
}

static bool remove_search(struct store *store, int64_t id, bool *found,
    struct error *err)
{
	if (!store_run(store, err, "DELETE FROM saved_search WHERE id = ?1",
	    BIND(INT(id))))
		return false;
	*found = store_changed_rows(store) > 0;
	return true;
}

bool store_remove_search(struct store *store, int64_t id, bool *found,
    struct error *err)
{
	*found = false;
	return store_begin(store, err) && store_finish(store,
	    remove_search(store, id, found, err), err);
}

static void read_clean(const struct cursor *cursor, int column,
    struct str *out)
{
	const char *text = (const char *)sqlite3_column_text(
	    cursor->prepared, column);

	str_clear(out);
	if (text != NULL && strlen(text) <= SEARCH_BYTES_MOST)
		text_clean_line(out, text, strlen(text));
}

bool saved_merge(struct store *store, struct store *other,
    struct error *err)
{
	struct cursor cursor = cursor_open(other, err,
	    "SELECT title, query FROM saved_search ORDER BY id LIMIT 1000",
	    BIND_NONE);
	struct str title, query;
	bool is_done = true;

	str_init(&title);
	str_init(&query);
	while (is_done && cursor_next(&cursor)) {
		read_clean(&cursor, 0, &title);
		read_clean(&cursor, 1, &query);
		if (query.len > 0)
			is_done = saved_add(store, title.data, query.data,
			    err);
	}
	str_release(&title);
	str_release(&query);
	return cursor_close(&cursor) && is_done;
}
