/*
 * Merging another cache: what is there besides articles. Nothing of it is
 * trusted: text is cleaned, an address must be one.
 */
#include "store/merge.h"

#include <string.h>

#include "text/clean.h"
#include "text/url.h"

enum { TEXT_BYTES_MOST = 1 << 20 }; /* of a title, an address */

/* One line of clean text; NULL where there is none. */
const char *merge_read_line(const struct cursor *cursor, int column,
    struct arena *arena)
{
	size_t len = (size_t)sqlite3_column_bytes(cursor->prepared, column);
	const char *text =
	    (const char *)sqlite3_column_text(cursor->prepared, column);
	struct str clean;
	char *copy;

	if (text == NULL)
		return NULL;
	str_init(&clean);
	text_clean_line(&clean, text,
	    len < TEXT_BYTES_MOST ? len : TEXT_BYTES_MOST);
	copy = arena_dup(arena, clean.data == NULL ? "" : clean.data);
	str_release(&clean);
	return copy;
}

/* An address as it stands; NULL if none of the web or of files. */
const char *merge_read_url(const struct cursor *cursor, int column,
    struct arena *arena)
{
	const char *url = sqlite3_column_type(cursor->prepared,
	    column) == SQLITE_NULL ? NULL :
	    cursor_text(cursor, column, arena);

	return url != NULL && strlen(url) < TEXT_BYTES_MOST &&
	    (url_is_web(url) || url_is_file(url)) ? url : NULL;
}

/* --- sources -------------------------------------------------------------- */

struct their_source {
	int64_t id, is_followed, is_paused;
	struct source_draft draft;
	const char *url;
	const char **tags;
	size_t tag_count, tag_cap;
};

static bool read_source_tags(struct merging *merging,
    struct their_source *source, struct arena *arena)
{
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    "SELECT tag FROM source_tag WHERE source_id = ?1 ORDER BY place",
	    BIND(INT(source->id)));

	while (cursor_next(&cursor)) {
		const char *tag = merge_read_line(&cursor, 0, arena);

		if (tag == NULL || tag[0] == '\0')
			continue;
		source->tags = arena_grow(arena, source->tags,
		    &source->tag_cap, source->tag_count + 1,
		    sizeof(*source->tags));
		source->tags[source->tag_count++] = tag;
	}
	return cursor_close(&cursor);
}

static bool read_sources(struct merging *merging, struct arena *arena,
    struct their_source **sources, size_t *count)
{
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    "SELECT id, is_followed, kind, url, title, province, is_paused"
	    " FROM source ORDER BY place", BIND_NONE);
	size_t cap = 0;

	*sources = NULL;
	*count = 0;
	while (cursor_next(&cursor)) {
		struct their_source *source;
		const char *url = merge_read_url(&cursor, 3, arena);

		if (url == NULL)
			continue;
		*sources = arena_grow(arena, *sources, &cap, *count + 1,
		    sizeof(**sources));
		source = &(*sources)[(*count)++];
		memset(source, 0, sizeof(*source));
		source->id = cursor_int(&cursor, 0);
		source->url = url;
		source->is_followed = cursor_int(&cursor, 1);
		source->is_paused = cursor_bool(&cursor, 6);
		source->draft = (struct source_draft){.url = url,
		    .title = merge_read_line(&cursor, 4, arena),
		    .province = merge_read_line(&cursor, 5, arena),
		    .kind = (enum source_kind)cursor_int(&cursor, 2)};
	}
	return cursor_close(&cursor);
}

/*
 * Ours that is still at an address which theirs has left: the same source.
 * It stays where it is, for its server to move it: an import is not trusted.
 */
static bool find_former(struct merging *merging,
    const struct their_source *source, struct arena *arena, int64_t *id)
{
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    "SELECT address FROM source_former WHERE source_id = ?1"
	    " AND length(address) < 4096 LIMIT 100", BIND(INT(source->id)));
	bool is_done = true;
	struct str address;
	bool found;

	*id = 0;
	str_init(&address);
	url_canonical(&address, source->url);
	/* where ours has both they are two, and stay so */
	is_done = store_read_ints(merging->store, merging->err,
	    "SELECT 1 FROM source WHERE address = ?1",
	    BIND(TEXT(address.data)), NULL, 0, &found);
	while (is_done && !found && cursor_next(&cursor))
		is_done = store_read_ints(merging->store, merging->err,
		    "SELECT id FROM source WHERE address = ?1",
		    BIND(TEXT(cursor_text(&cursor, 0, arena))), id, 1,
		    &found);
	str_release(&address);
	return cursor_close(&cursor) && is_done;
}

/* One that rests with them rests here, where it was not followed yet. */
static bool merge_followed(struct merging *merging,
    const struct their_source *source, int64_t *id)
{
	bool is_new;

	if (!store_add_source(merging->store, &source->draft, merging->now,
	    id, &is_new, merging->err))
		return false;
	merging->counts->sources += is_new;
	return !is_new || !source->is_paused ||
	    (store_begin(merging->store, merging->err) &&
	    store_finish(merging->store, store_run(merging->store,
	    merging->err, "UPDATE source SET is_paused = 1 WHERE id = ?1",
	    BIND(INT(*id))), merging->err));
}

/* One that they follow no more is not followed here for its articles. */
static bool merge_source(struct merging *merging,
    struct their_source *source, struct arena *arena)
{
	struct pair *pair;
	int64_t id;

	source->draft.tags = source->tags;
	source->draft.tag_count = source->tag_count;
	if (!find_former(merging, source, arena, &id))
		return false;
	if (id == 0 && !(source->is_followed != 0 ?
	    merge_followed(merging, source, &id) :
	    store_know_source(merging->store, &source->draft, merging->now, &id,
	    merging->err)))
		return false;
	merging->sources = mem_grow(merging->sources, &merging->source_cap,
	    merging->source_count + 1, sizeof(*merging->sources));
	pair = &merging->sources[merging->source_count++];
	*pair = (struct pair){.theirs = source->id, .ours = id};
	return true;
}

bool merge_sources(struct merging *merging)
{
	struct their_source *sources;
	struct arena arena;
	size_t count;
	bool is_done;

	arena_init(&arena);
	is_done = read_sources(merging, &arena, &sources, &count);
	for (size_t i = 0; is_done && i < count; i++)
		is_done = read_source_tags(merging, &sources[i], &arena) &&
		    merge_source(merging, &sources[i], &arena);
	arena_release(&arena);
	return is_done;
}

/* --- names --------------------------------------------------------------- */

static bool merge_tag_names(struct merging *merging)
{
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    "SELECT id, name FROM tag WHERE id BETWEEN 1 AND 1000000",
	    BIND_NONE);
	size_t cap = 0;
	bool is_done = true;
	struct arena arena;

	arena_init(&arena);
	while (is_done && cursor_next(&cursor)) {
		size_t id = (size_t)cursor_int(&cursor, 0);
		const char *name = merge_read_line(&cursor, 1, &arena);

		merging->tags = mem_grow(merging->tags, &cap, id + 1,
		    sizeof(*merging->tags));
		while (merging->tag_count <= id)
			merging->tags[merging->tag_count++] = 0;
		if (name != NULL && name[0] != '\0')
			is_done = article_tag_find(merging->store, name, true,
			    &merging->tags[id], merging->err);
	}
	arena_release(&arena);
	return cursor_close(&cursor) && is_done;
}

/* Ours has none yet: theirs are taken, and their texts as they are packed. */
static bool take_dictionaries(struct merging *merging)
{
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    "SELECT id, bytes FROM dictionary ORDER BY id", BIND_NONE);
	bool is_done = true;
	int64_t count;

	merging->is_same_packing = true;
	if (!store_read_ints(merging->store, merging->err,
	    "SELECT count(*) FROM dictionary", BIND_NONE, &count, 1, NULL))
		is_done = false;
	while (is_done && cursor_next(&cursor)) {
		const void *bytes = sqlite3_column_blob(cursor.prepared, 1);
		size_t len = (size_t)sqlite3_column_bytes(cursor.prepared, 1);
		int64_t is_same;

		if (count == 0 && !store_run(merging->store, merging->err,
		    "INSERT INTO dictionary (id, bytes) VALUES (?1, ?2)",
		    BIND(INT(cursor_int(&cursor, 0)), BLOB(bytes, len))))
			is_done = false;
		else
			is_done = store_read_ints(merging->store,
			    merging->err, "SELECT bytes = ?2 FROM dictionary"
			    " WHERE id = ?1", BIND(INT(cursor_int(&cursor,
			    0)), BLOB(bytes, len)), &is_same, 1, NULL);
		merging->is_same_packing &= is_done && is_same != 0;
	}
	return cursor_close(&cursor) && is_done;
}

/* Of each site the newer finding. */
static bool merge_found(struct merging *merging)
{
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    "SELECT site, url, at FROM catalogue_found LIMIT 10000",
	    BIND_NONE);
	bool is_done = true;
	struct arena arena;

	arena_init(&arena);
	while (is_done && cursor_next(&cursor)) {
		const char *site = merge_read_line(&cursor, 0, &arena);
		const char *url = merge_read_url(&cursor, 1, &arena);

		if (site != NULL && url != NULL)
			is_done = store_run(merging->store, merging->err,
			    "INSERT INTO catalogue_found (site, url, at)"
			    " VALUES (?1, ?2, ?3) ON CONFLICT (site) DO"
			    " UPDATE SET url = ?2, at = ?3 WHERE at < ?3",
			    BIND(TEXT(site), TEXT(url),
			    INT(cursor_int(&cursor, 2))));
	}
	arena_release(&arena);
	return cursor_close(&cursor) && is_done;
}

bool merge_names(struct merging *merging)
{
	return store_begin(merging->store, merging->err) &&
	    store_finish(merging->store, merge_tag_names(merging) &&
	    saved_merge(merging->store, merging->other, merging->now,
	    merging->err) && merge_found(merging) &&
	    take_dictionaries(merging),
	    merging->err);
}

