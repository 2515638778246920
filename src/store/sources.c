#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "text/fold.h"
#include "text/url.h"

#define SOURCE_COLUMNS                                                         \
	"id, kind, url, title, province, unread, total, health, error_code,"   \
	" error_number, error_subject, repairs, status, failures, bytes,"      \
	" asked, unchanged, last_attempt, last_success, next_due, etag,"       \
	" last_modified, body_hash, wish, skip_hours, skip_days, is_paused"

/* Of a damaged file too it can be counted on. */
static int64_t cursor_count(const struct cursor *cursor, int column)
{
	enum { MOST = 1000000000 };
	int64_t count = cursor_int(cursor, column);

	return count < 0 ? 0 : count > MOST ? MOST : count;
}

static void read_source(const struct cursor *cursor, struct arena *arena,
    struct source *source)
{
	memset(source, 0, sizeof(*source));
	source->id = cursor_int(cursor, 0);
	source->kind = (enum source_kind)cursor_int(cursor, 1);
	source->url = cursor_text(cursor, 2, arena);
	source->title = cursor_text(cursor, 3, arena);
	source->province = cursor_text(cursor, 4, arena);
	source->unread = (int)cursor_count(cursor, 5);
	source->total = (int)cursor_count(cursor, 6);
	source->health = (enum source_health)cursor_int(cursor, 7);
	error_set(&source->error, (enum error_code)cursor_int(cursor, 8),
	    cursor_text(cursor, 10, arena), (long)cursor_int(cursor, 9));
	source->repairs = cursor_text(cursor, 11, arena);
	source->status = (int)cursor_int(cursor, 12);
	source->failures = (int)cursor_count(cursor, 13);
	source->bytes = cursor_count(cursor, 14);
	source->asked = cursor_count(cursor, 15);
	source->unchanged = cursor_count(cursor, 16);
	source->last_attempt = cursor_int(cursor, 17);
	source->last_success = cursor_int(cursor, 18);
	source->next_due = cursor_int(cursor, 19);
	source->etag = cursor_text(cursor, 20, arena);
	source->last_modified = cursor_text(cursor, 21, arena);
	source->body_hash = (uint64_t)cursor_int(cursor, 22);
	source->wish = cursor_int(cursor, 23);
	source->skip_hours = (uint32_t)cursor_int(cursor, 24);
	source->skip_days = (uint32_t)cursor_int(cursor, 25);
	source->is_paused = cursor_bool(cursor, 26);
}

static int compare_ids(const void *a, const void *b)
{
	const struct source *const *x = a, *const *y = b;

	return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

/* The tags of many sources in one walk, which meets them by their ids. */
static bool read_tags(struct store *store, struct arena *arena,
    struct source *sources, size_t count, struct error *err)
{
	struct source **by_id = arena_array(arena, count, sizeof(*by_id));
	size_t *caps = arena_array(arena, count, sizeof(*caps)), at = 0;
	struct cursor cursor;

	for (size_t i = 0; i < count; i++)
		by_id[i] = &sources[i];
	if (count > 0)
		qsort(by_id, count, sizeof(struct source *), compare_ids);
	cursor = cursor_open(store, err,
	    "SELECT source_id, tag FROM source_tag"
	    " ORDER BY source_id, place", BIND_NONE);
	while (cursor_next(&cursor)) {
		int64_t id = cursor_int(&cursor, 0);
		struct source *source;

		while (at < count && by_id[at]->id < id)
			at++;
		if (at == count || by_id[at]->id != id)
			continue; /* one that is not followed any more */
		source = by_id[at];
		source->tags = arena_grow(arena, source->tags, &caps[at],
		    source->tag_count + 1, sizeof(*source->tags));
		source->tags[source->tag_count++] =
		    cursor_text(&cursor, 1, arena);
	}
	return cursor_close(&cursor);
}

static bool add_tags(struct store *store, int64_t id,
    const struct source_draft *draft, struct error *err)
{
	for (size_t i = 0; i < draft->tag_count; i++) {
		if (!store_run(store, err,
		    "INSERT INTO source_tag (source_id, place, tag)"
		    " SELECT ?1, (SELECT ifnull(max(place), 0) + 1"
		    " FROM source_tag WHERE source_id = ?1), ?2"
		    " WHERE NOT EXISTS (SELECT 1 FROM source_tag"
		    " WHERE source_id = ?1 AND tag = ?2)",
		    BIND(INT(id), TEXT(draft->tags[i]))))
			return false;
	}
	return true;
}

#define NEXT_PLACE "(SELECT ifnull(max(place), 0) + 1 FROM source)"

static bool insert_source(struct store *store,
    const struct source_draft *draft, const char *address, int64_t now,
    int64_t *id, struct error *err)
{
	if (!store_run(store, err,
	    "INSERT INTO source (url, address, title, province, kind, place,"
	    " added) VALUES (?1, ?2, ?3, ?4, ?5, " NEXT_PLACE ", ?6)",
	    BIND(TEXT(draft->url), TEXT(address),
	    TEXT(draft->title == NULL ? "" : draft->title),
	    TEXT(draft->province == NULL ? "" : draft->province),
	    INT(draft->kind), INT(now))))
		return false;
	*id = sqlite3_last_insert_rowid(store->db);
	return true;
}

/* One that is followed keeps its name; one that was takes the new one. */
static bool revive_source(struct store *store,
    const struct source_draft *draft, int64_t id, bool was_followed,
    struct error *err)
{
	return store_run(store, err,
	    "UPDATE source SET"
	    " title = CASE WHEN ?5 = 1 AND title <> '' THEN title"
	    " ELSE ifnull(nullif(?2, ''), title) END,"
	    " province = ifnull(nullif(?3, ''), province),"
	    " kind = CASE ?4 WHEN 0 THEN kind ELSE ?4 END,"
	    " place = CASE ?5 WHEN 1 THEN place ELSE " NEXT_PLACE " END,"
	    " is_followed = 1 WHERE id = ?1",
	    BIND(INT(id), TEXT(draft->title), TEXT(draft->province),
	    INT(draft->kind), INT(was_followed)));
}

static bool find_address(struct store *store, const char *address,
    int64_t known[2], bool *is_known, struct error *err)
{
	return store_read_ints(store, err,
	    "SELECT id, is_followed FROM source WHERE address = ?1"
	    " UNION ALL SELECT s.id, s.is_followed FROM source_former AS f"
	    " JOIN source AS s ON s.id = f.source_id WHERE f.address = ?1"
	    " LIMIT 1", BIND(TEXT(address)), known, 2, is_known);
}

static bool know_source(struct store *store,
    const struct source_draft *draft, const char *address, int64_t now,
    int64_t *id, struct error *err)
{
	int64_t known[2];
	bool is_known;

	if (!find_address(store, address, known, &is_known, err))
		return false;
	*id = known[0];
	return is_known || (insert_source(store, draft, address, now, id,
	    err) && store_run(store, err,
	    "UPDATE source SET is_followed = 0 WHERE id = ?1",
	    BIND(INT(*id))));
}

bool store_know_source(struct store *store, const struct source_draft *draft,
    int64_t now, int64_t *id, struct error *err)
{
	struct str address;
	bool is_done;

	str_init(&address);
	url_canonical(&address, draft->url);
	is_done = store_begin(store, err) && store_finish(store,
	    know_source(store, draft, address.data, now, id, err), err);
	str_release(&address);
	return is_done;
}

static bool add_source(struct store *store,
    const struct source_draft *draft, const char *address, int64_t now,
    int64_t *id, bool *is_new, struct error *err)
{
	int64_t known[2]; /* id, is_followed */
	bool is_known;

	if (!find_address(store, address, known, &is_known, err))
		return false;
	*is_new = !is_known || known[1] == 0;
	*id = known[0];
	if (is_known) {
		if (!revive_source(store, draft, *id, known[1] != 0, err))
			return false;
	} else if (!insert_source(store, draft, address, now, id, err)) {
		return false;
	}
	return add_tags(store, *id, draft, err) && (!*is_new ||
	    change_add(store, STORE_CHANGE_ADD, now, *id, err));
}

bool store_add_source(struct store *store, const struct source_draft *draft,
    int64_t now, int64_t *id, bool *is_new, struct error *err)
{
	struct str address;
	bool is_done = false;

	str_init(&address);
	url_canonical(&address, draft->url);
	if (store_begin(store, err))
		is_done = store_finish(store, add_source(store, draft,
		    address.data, now, id, is_new, err), err);
	str_release(&address);
	return is_done;
}

static bool remove_source(struct store *store, int64_t id, int64_t now,
    struct error *err)
{
	if (!store_run(store, err, "UPDATE source SET is_followed = 0"
	    " WHERE id = ?1 AND is_followed = 1", BIND(INT(id))))
		return false;
	return store_changed_rows(store) == 0 ||
	    change_add(store, STORE_CHANGE_REMOVE, now, id, err);
}

bool store_remove_source(struct store *store, int64_t id, int64_t now,
    struct error *err)
{
	return store_begin(store, err) &&
	    store_finish(store, remove_source(store, id, now, err), err);
}

static bool read_sources(struct store *store, struct arena *arena,
    struct source **sources, size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT " SOURCE_COLUMNS " FROM source INDEXED BY source_place"
	    " WHERE is_followed = 1 ORDER BY place", BIND_NONE);
	size_t cap = 0;

	*sources = NULL;
	*count = 0;
	while (cursor_next(&cursor)) {
		*sources = arena_grow(arena, *sources, &cap, *count + 1,
		    sizeof(**sources));
		read_source(&cursor, arena, &(*sources)[(*count)++]);
	}
	if (!cursor_close(&cursor))
		return false;
	return read_tags(store, arena, *sources, *count, err);
}

bool store_read_sources(struct store *store, struct arena *arena,
    struct source **sources, size_t *count, struct error *err)
{
	return store_begin_read(store, err) &&
	    store_finish(store,
	    read_sources(store, arena, sources, count, err), err);
}

static bool is_all_digits(const char *text)
{
	return *text != '\0' && strspn(text, "0123456789") == strlen(text) &&
	    strlen(text) < 19;
}

/* Whether a source is meant by its folded title. */
static bool has_title(const struct source *source, const char *folded)
{
	struct str title;
	bool is_same;

	str_init(&title);
	text_fold(&title, source->title, strlen(source->title));
	is_same = title.len > 0 && strcmp(title.data, folded) == 0;
	str_release(&title);
	return is_same;
}

static bool has_address(const struct source *source, const char *address)
{
	struct str own;
	bool is_same;

	str_init(&own);
	url_canonical(&own, source->url);
	is_same = strcmp(own.data, address) == 0;
	str_release(&own);
	return is_same;
}

/* An id before an address, an address before a title. */
static const struct source *choose_source(const struct source *sources,
    size_t count, const char *name)
{
	const struct source *found = NULL;
	struct str typed, address, folded;

	for (size_t i = 0; i < count; i++) {
		if ((is_all_digits(name) &&
		    sources[i].id == strtoll(name, NULL, 10)) ||
		    strcmp(sources[i].url, name) == 0)
			return &sources[i];
	}
	str_init(&typed);
	str_init(&address);
	str_init(&folded);
	url_from_user(&typed, name);
	url_canonical(&address, typed.data);
	text_fold(&folded, name, strlen(name));
	for (size_t i = 0; i < count && found == NULL; i++) {
		if (address.len > 0 && has_address(&sources[i], address.data))
			found = &sources[i];
	}
	for (size_t i = 0; i < count && found == NULL; i++) {
		if (has_title(&sources[i], folded.data))
			found = &sources[i];
	}
	str_release(&typed);
	str_release(&address);
	str_release(&folded);
	return found;
}

bool store_find_source(struct store *store, const char *name,
    struct arena *arena, struct source *source, bool *found,
    struct error *err)
{
	const struct source *chosen;
	struct source *sources;
	size_t count;

	*found = false;
	if (!store_read_sources(store, arena, &sources, &count, err))
		return false;
	chosen = choose_source(sources, count, name);
	*found = chosen != NULL;
	if (chosen != NULL)
		*source = *chosen;
	return true;
}

bool source_save_try(struct store *store, const struct source *source,
    struct error *err)
{
	return store_run(store, err,
	    "UPDATE source SET health = ?2, error_code = ?3,"
	    " error_number = ?4, error_subject = ?5,"
	    " repairs = ifnull(?6, ''), status = ?7, failures = ?8,"
	    " bytes = ?9, asked = ?10, unchanged = ?11, last_attempt = ?12,"
	    " last_success = ?13, next_due = ?14, etag = ifnull(?15, ''),"
	    " last_modified = ifnull(?16, ''), body_hash = ?17, wish = ?18,"
	    " skip_hours = ?19, skip_days = ?20"
	    " WHERE id = ?1",
	    BIND(INT(source->id), INT(source->health),
	    INT(source->error.code), INT(source->error.number),
	    TEXT(source->error.subject), TEXT(source->repairs),
	    INT(source->status), INT(source->failures), INT(source->bytes),
	    INT(source->asked), INT(source->unchanged),
	    INT(source->last_attempt), INT(source->last_success),
	    INT(source->next_due), TEXT(source->etag),
	    TEXT(source->last_modified), INT((int64_t)source->body_hash),
	    INT(source->wish), INT(source->skip_hours),
	    INT(source->skip_days)));
}

bool store_save_try(struct store *store, const struct source *source,
    struct error *err)
{
	return store_begin(store, err) &&
	    store_finish(store, source_save_try(store, source, err), err);
}

bool store_set_source(struct store *store, int64_t id, const char *title,
    enum source_kind kind, struct error *err)
{
	return store_begin(store, err) &&
	    store_finish(store, store_run(store, err,
	    "UPDATE source SET title = ifnull(nullif(?2, ''), title),"
	    " kind = CASE ?3 WHEN 0 THEN kind ELSE ?3 END WHERE id = ?1",
	    BIND(INT(id), TEXT(title), INT(kind))), err);
}

/* Its old address is remembered: lists of feeds hold it for years. */
static bool move_source(struct store *store, int64_t id, const char *url,
    const char *address, bool *is_moved, struct error *err)
{
	if (!store_run(store, err, "INSERT OR REPLACE INTO source_former"
	    " (address, source_id) SELECT address, id FROM source"
	    " WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM source"
	    " WHERE address = ?2)", BIND(INT(id), TEXT(address))) ||
	    !store_run(store, err, "UPDATE OR IGNORE source SET url = ?2,"
	    " address = ?3 WHERE id = ?1",
	    BIND(INT(id), TEXT(url), TEXT(address))))
		return false;
	*is_moved = store_changed_rows(store) > 0;
	return true;
}

bool store_move_source(struct store *store, int64_t id, const char *url,
    bool *is_moved, struct error *err)
{
	struct str address;
	bool is_done = false;

	*is_moved = false;
	str_init(&address);
	url_canonical(&address, url);
	if (store_begin(store, err))
		is_done = store_finish(store, move_source(store, id, url,
		    address.data, is_moved, err), err);
	str_release(&address);
	return is_done;
}

bool source_count(struct store *store, int64_t id, int64_t total,
    int64_t unread, struct error *err)
{
	if (total == 0 && unread == 0)
		return true;
	return store_run(store, err, "UPDATE source SET total = total + ?2,"
	    " unread = unread + ?3 WHERE id = ?1",
	    BIND(INT(id), INT(total), INT(unread)));
}

bool store_find_oldest(struct store *store, int64_t source_id,
    int64_t *published, struct error *err)
{
	*published = 0;
	return store_read_ints(store, err, "SELECT published FROM article"
	    " INDEXED BY article_source"
	    " WHERE source_id = ?1 ORDER BY published LIMIT 1",
	    BIND(INT(source_id)), published, 1, NULL);
}
