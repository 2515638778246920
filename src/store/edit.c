#include "store/internal.h"

#include <string.h>

#include "text/url.h"

/* Whether a source of that number is followed, and where. */
static bool find_followed(struct store *store, const struct source_edit *edit,
    bool *is_moved, struct error *err)
{
	int64_t is_same;
	bool is_found;

	if (!store_read_ints(store, err, "SELECT url = ?2 FROM source"
	    " WHERE id = ?1 AND is_followed = 1",
	    BIND(INT(edit->id), TEXT(edit->url)), &is_same, 1, &is_found))
		return false;
	*is_moved = is_same == 0;
	return is_found ||
	    error_set(err, ERROR_SOURCE_UNKNOWN, edit->url, (long)edit->id);
}

static bool move_to(struct store *store, const struct source_edit *edit,
    struct error *err)
{
	bool is_moved;

	if (!store_move_source(store, edit->id, edit->url, &is_moved, err))
		return false;
	if (!is_moved)
		return error_set(err, ERROR_SOURCE_TAKEN, edit->url, 0);
	/* asked anew: what was kept of the old address tells nothing */
	return store_run(store, err, "UPDATE source SET health = 0,"
	    " next_due = 0, failures = 0, etag = '', last_modified = '',"
	    " body_hash = 0 WHERE id = ?1", BIND(INT(edit->id)));
}

static bool set_tags(struct store *store, const struct source_edit *edit,
    struct error *err)
{
	if (!store_run(store, err, "DELETE FROM source_tag"
	    " WHERE source_id = ?1", BIND(INT(edit->id))))
		return false;
	for (size_t i = 0; i < edit->tag_count; i++) {
		if (!store_run(store, err, "INSERT INTO source_tag"
		    " (source_id, place, tag) VALUES (?1, ?2, ?3)",
		    BIND(INT(edit->id), INT((int64_t)i + 1),
		    TEXT(edit->tags[i]))))
			return false;
	}
	return true;
}

/* "tag, tag" in their order, to tell whether they differ. */
static bool has_tags(struct store *store, const struct source_edit *edit,
    bool *is_same, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT tag FROM source_tag WHERE source_id = ?1"
	    " ORDER BY place", BIND(INT(edit->id)));
	struct arena arena;
	size_t count = 0;

	*is_same = true;
	arena_init(&arena);
	while (cursor_next(&cursor)) {
		*is_same = *is_same && count < edit->tag_count &&
		    strcmp(cursor_text(&cursor, 0, &arena),
		        edit->tags[count]) == 0;
		count++;
	}
	arena_release(&arena);
	*is_same = *is_same && count == edit->tag_count;
	return cursor_close(&cursor);
}

static bool edit_one(struct store *store, const struct source_edit *edit,
    bool *is_changed, struct error *err)
{
	bool is_moved, is_same;

	if (!find_followed(store, edit, &is_moved, err) ||
	    (is_moved && !move_to(store, edit, err)) ||
	    !has_tags(store, edit, &is_same, err) ||
	    (!is_same && !set_tags(store, edit, err)) ||
	    !store_run(store, err, "UPDATE source SET"
	    " title = ifnull(?2, title), is_paused = ?3 WHERE id = ?1"
	    " AND (title <> ifnull(?2, title) OR is_paused <> ?3)",
	    BIND(INT(edit->id), TEXT(edit->title), INT(edit->is_paused))))
		return false;
	*is_changed = is_moved || !is_same || store_changed_rows(store) > 0;
	return true;
}

static bool set_place(struct store *store, int64_t id, size_t place,
    bool *is_changed, struct error *err)
{
	if (!store_run(store, err, "UPDATE source SET place = ?2"
	    " WHERE id = ?1 AND place <> ?2",
	    BIND(INT(id), INT((int64_t)place))))
		return false;
	*is_changed = store_changed_rows(store) > 0;
	return true;
}

/* Those that are followed and not among the edits. */
static bool remove_others(struct store *store,
    const struct source_edit *edits, size_t count, int64_t now, int *removed,
    struct error *err)
{
	struct source *sources;
	struct arena arena;
	size_t all;
	bool is_good;

	arena_init(&arena);
	is_good = store_read_sources(store, &arena, &sources, &all, err);
	for (size_t i = 0; is_good && i < all; i++) {
		bool is_kept = false;

		for (size_t k = 0; k < count && !is_kept; k++)
			is_kept = edits[k].id == sources[i].id;
		if (is_kept)
			continue;
		is_good = store_remove_source(store, sources[i].id, now, err);
		(*removed)++;
	}
	arena_release(&arena);
	return is_good;
}

static bool add_one(struct store *store, const struct source_edit *edit,
    int64_t now, int64_t *id, int *added, struct error *err)
{
	const struct source_draft draft = {.url = edit->url,
	    .title = edit->title, .tags = edit->tags,
	    .tag_count = edit->tag_count};
	bool is_new;

	if (!store_add_source(store, &draft, now, id, &is_new, err))
		return false;
	*added += is_new;
	return is_new || error_set(err, ERROR_SOURCE_TAKEN, edit->url, 0);
}

static bool has_twice(const struct source_edit *edits, size_t count,
    const struct source_edit **twice)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; edits[i].id != 0 && k < i; k++) {
			if (edits[k].id != edits[i].id)
				continue;
			*twice = &edits[i];
			return true;
		}
	}
	return false;
}

static bool edit_all(struct store *store, const struct source_edit *edits,
    size_t count, int64_t now, struct edit_counts *counts, struct error *err)
{
	const struct source_edit *twice;

	if (has_twice(edits, count, &twice))
		return error_set(err, ERROR_SOURCE_TAKEN, twice->url, 0);
	if (!remove_others(store, edits, count, now, &counts->removed, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		bool is_changed = false, is_placed;
		int64_t id = edits[i].id;

		if (id != 0 && !edit_one(store, &edits[i], &is_changed, err))
			return false;
		if (id == 0 && !add_one(store, &edits[i], now, &id,
		    &counts->added, err))
			return false;
		if (id != edits[i].id && edits[i].is_paused &&
		    !store_run(store, err, "UPDATE source SET is_paused = 1"
		    " WHERE id = ?1", BIND(INT(id))))
			return false;
		if (!set_place(store, id, i + 1, &is_placed, err))
			return false;
		counts->changed += is_changed ||
		    (is_placed && edits[i].id != 0);
	}
	return true;
}

bool store_edit_sources(struct store *store, const struct source_edit *edits,
    size_t count, int64_t now, struct edit_counts *counts, struct error *err)
{
	bool is_batch, is_done;

	*counts = (struct edit_counts){0};
	if (!store_begin_group(store, err))
		return false;
	is_batch = store_begin_batch(store);
	is_done = edit_all(store, edits, count, now, counts, err);
	if (is_batch)
		store_end_batch(store);
	return store_finish_group(store, is_done, err);
}

bool store_edit_source(struct store *store, const struct source_edit *edit,
    struct error *err)
{
	bool is_changed, is_done;

	if (!store_begin_group(store, err))
		return false;
	is_done = edit_one(store, edit, &is_changed, err);
	return store_finish_group(store, is_done, err);
}

/* All places anew: they are few, and gaps or ties of older ones go. */
static bool place_all(struct store *store, int64_t id, int64_t before,
    struct error *err)
{
	struct source *sources;
	struct arena arena;
	size_t count, place = 0;
	bool is_good, is_changed;

	arena_init(&arena);
	is_good = store_read_sources(store, &arena, &sources, &count, err);
	for (size_t i = 0; is_good && i < count; i++) {
		if (sources[i].id == id)
			continue;
		if (sources[i].id == before)
			is_good = set_place(store, id, ++place, &is_changed,
			    err);
		is_good = is_good && set_place(store, sources[i].id, ++place,
		    &is_changed, err);
	}
	if (is_good && before == 0)
		is_good = set_place(store, id, ++place, &is_changed, err);
	arena_release(&arena);
	return is_good;
}

bool store_place_source(struct store *store, int64_t id, int64_t before,
    struct error *err)
{
	if (id == before)
		return true;
	return store_begin_group(store, err) &&
	    store_finish_group(store, place_all(store, id, before, err), err);
}

static bool switch_source(struct store *store, const struct source_edit *edit,
    struct error *err)
{
	bool is_moved;

	if (!find_followed(store, edit, &is_moved, err))
		return false;
	return (!is_moved || move_to(store, edit, err)) &&
	    store_run(store, err, "UPDATE source SET kind = ?2, repairs = ''"
	    " WHERE id = ?1", BIND(INT(edit->id), INT(SOURCE_FEED)));
}

bool store_switch_source(struct store *store, int64_t id, const char *url,
    struct error *err)
{
	const struct source_edit edit = {.id = id, .url = url};

	return store_begin_group(store, err) &&
	    store_finish_group(store, switch_source(store, &edit, err), err);
}
