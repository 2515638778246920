#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/pack.h"

/* What each mark does; a mark's inverse takes it back. */
static const struct mark {
	const char *one; /* ?1: an article; returns its source if changed */
	const char *many; /* those of the query that follows */
	enum store_mark inverse;
	int unread; /* what it adds to the source's count */
} marks[] = {
	[MARK_READ] = {
	    "UPDATE article SET is_unread = 0 WHERE id = ?1"
	    " AND is_unread = 1 RETURNING source_id",
	    "UPDATE article SET is_unread = 0 WHERE is_unread = 1"
	    " AND id IN (SELECT a.id",
	    MARK_UNREAD, -1},
	[MARK_UNREAD] = {
	    "UPDATE article SET is_unread = 1 WHERE id = ?1"
	    " AND is_unread = 0 RETURNING source_id",
	    "UPDATE article SET is_unread = 1 WHERE is_unread = 0"
	    " AND id IN (SELECT a.id",
	    MARK_READ, 1},
	[MARK_STARRED] = {
	    "UPDATE article SET is_starred = 1 WHERE id = ?1"
	    " AND is_starred = 0 RETURNING source_id",
	    "UPDATE article SET is_starred = 1 WHERE is_starred = 0"
	    " AND id IN (SELECT a.id",
	    MARK_UNSTARRED, 0},
	[MARK_UNSTARRED] = {
	    "UPDATE article SET is_starred = 0 WHERE id = ?1"
	    " AND is_starred = 1 RETURNING source_id",
	    "UPDATE article SET is_starred = 0 WHERE is_starred = 1"
	    " AND id IN (SELECT a.id",
	    MARK_STARRED, 0},
};

/* Articles that were changed. */
struct changed {
	struct mark_row {
		int64_t id, source_id;
	} *rows;
	size_t count, cap;
};

static void changed_add(struct changed *changed, int64_t id,
    int64_t source_id)
{
	changed->rows = mem_grow(changed->rows, &changed->cap,
	    changed->count + 1, sizeof(*changed->rows));
	changed->rows[changed->count++] = (struct mark_row){id, source_id};
}

static int compare_sources(const void *a, const void *b)
{
	const struct mark_row *x = a, *y = b;

	return x->source_id < y->source_id ? -1 : x->source_id > y->source_id;
}

static int compare_ids(const void *a, const void *b)
{
	const struct mark_row *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static bool count_unread(struct store *store, const struct mark *mark,
    struct changed *changed, struct error *err)
{
	const struct mark_row *rows = changed->rows;
	size_t end;

	if (mark->unread == 0 || changed->count == 0)
		return true;
	qsort(changed->rows, changed->count, sizeof(*changed->rows),
	    compare_sources);
	for (size_t i = 0; i < changed->count; i = end) {
		for (end = i; end < changed->count &&
		    rows[end].source_id == rows[i].source_id; end++)
			;
		if (!source_count(store, rows[i].source_id, 0,
		    (int64_t)(end - i) * mark->unread, err))
			return false;
	}
	return true;
}

static bool mark_one(struct store *store, const struct mark *mark,
    int64_t id, struct changed *changed, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, mark->one,
	    BIND(INT(id)));

	while (cursor_next(&cursor))
		changed_add(changed, id, cursor_int(&cursor, 0));
	return cursor_close(&cursor);
}

static bool mark_query(struct store *store, const struct mark *mark,
    const struct query *query, struct changed *changed, struct error *err)
{
	struct query narrow = *query;
	struct query_values values;
	struct cursor cursor;
	struct str sql;

	/* those it can change are all that need be looked at */
	if (query->limit == 0) {
		narrow.is_unread_only |= mark->unread < 0;
		narrow.is_starred_only |= mark == &marks[MARK_UNSTARRED];
	}
	str_init(&sql);
	str_add(&sql, mark->many);
	query_add_sql(&sql, &narrow, QUERY_IDS, &values);
	str_add(&sql, ") RETURNING id, source_id");
	cursor = cursor_open(store, err, sql.data, values.values,
	    values.count);
	while (cursor_next(&cursor))
		changed_add(changed, cursor_int(&cursor, 0),
		    cursor_int(&cursor, 1));
	str_release(&sql);
	return cursor_close(&cursor);
}

static bool mark_all(struct store *store, const struct mark *mark,
    const int64_t *ids, size_t count, const struct query *query,
    struct changed *changed, struct error *err)
{
	if (ids == NULL)
		return mark_query(store, mark, query, changed, err) &&
		    count_unread(store, mark, changed, err);
	for (size_t i = 0; i < count; i++) {
		if (!mark_one(store, mark, ids[i], changed, err))
			return false;
	}
	return count_unread(store, mark, changed, err);
}

static bool log_mark(struct store *store, enum store_mark mark,
    int64_t now, struct changed *changed, struct error *err)
{
	struct str packed;
	int64_t last = 0;
	bool is_done;

	qsort(changed->rows, changed->count, sizeof(*changed->rows),
	    compare_ids);
	str_init(&packed);
	for (size_t i = 0; i < changed->count; i++) {
		pack_number(&packed, (uint64_t)(changed->rows[i].id - last));
		last = changed->rows[i].id;
	}
	is_done = store_run(store, err, "INSERT INTO change (at, kind,"
	    " count, articles) VALUES (?1, ?2, ?3, ?4)",
	    BIND(INT(now), INT(mark), INT((int64_t)changed->count),
	    BLOB(packed.data, packed.len)));
	str_release(&packed);
	return is_done;
}

bool store_mark(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, const struct query *query,
    int64_t now, int64_t *changed_count, struct error *err)
{
	struct changed changed = {0};
	bool is_done;

	*changed_count = 0;
	if (!store_begin(store, err))
		return false;
	is_done = mark_all(store, &marks[mark], ids, count, query, &changed,
	    err);
	if (is_done && changed.count > 0)
		is_done = log_mark(store, mark, now, &changed, err);
	is_done = store_finish(store, is_done, err);
	if (is_done)
		*changed_count = (int64_t)changed.count;
	free(changed.rows);
	return is_done;
}

/* --- the log of changes -------------------------------------------------- */

bool change_add(struct store *store, int kind, int64_t now,
    int64_t source_id, struct error *err)
{
	return store_run(store, err, "INSERT INTO change (at, kind, count,"
	    " source_id) VALUES (?1, ?2, 1, ?3)",
	    BIND(INT(now), INT(kind), INT(source_id)));
}

/* The newest change that stands, and the articles it touched. */
struct standing {
	struct store_change *change;
	int64_t source_id;
	int64_t *ids;
	size_t count;
	bool found;
};

static bool read_standing(struct store *store, struct arena *arena,
    struct standing *standing, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT c.id, c.kind, c.count, c.source_id,"
	    " ifnull(nullif(s.title, ''), s.url), c.articles"
	    " FROM change AS c INDEXED BY change_standing"
	    " LEFT JOIN source AS s ON s.id = c.source_id"
	    " WHERE c.undone = 0 ORDER BY c.id DESC LIMIT 1", BIND_NONE);
	struct store_change *change = standing->change;
	struct unpack in;
	int64_t id = 0;

	standing->found = cursor_next(&cursor);
	if (!standing->found)
		return cursor_close(&cursor);
	change->id = cursor_int(&cursor, 0);
	change->kind = (int)cursor_int(&cursor, 1);
	change->count = cursor_int(&cursor, 2);
	standing->source_id = cursor_int(&cursor, 3);
	change->subject = cursor_text(&cursor, 4, arena);
	unpack_init(&in, sqlite3_column_blob(cursor.prepared, 5),
	    (size_t)sqlite3_column_bytes(cursor.prepared, 5));
	standing->ids = arena_array(arena, (size_t)(in.end - in.at),
	    sizeof(*standing->ids));
	while (in.at < in.end && !in.is_broken) {
		id += (int64_t)unpack_number(&in);
		standing->ids[standing->count++] = id;
	}
	if (!cursor_close(&cursor))
		return false;
	return !in.is_broken ||
	    error_set(err, ERROR_STORE_DAMAGED, store->path, 0);
}

static bool take_back(struct store *store, const struct standing *standing,
    struct error *err)
{
	struct changed changed = {0};
	int kind = standing->change->kind;
	bool is_done;

	if (kind == STORE_CHANGE_ADD || kind == STORE_CHANGE_REMOVE)
		return store_run(store, err,
		    "UPDATE source SET is_followed = ?2 WHERE id = ?1",
		    BIND(INT(standing->source_id),
		    INT(kind == STORE_CHANGE_REMOVE)));
	/* a newer program's change is not ours to take back */
	if (kind < 0 || kind >= (int)ARRAY_LEN(marks))
		return error_set(err, ERROR_STORE_NEWER, store->path, kind);
	is_done = mark_all(store, &marks[marks[kind].inverse],
	    standing->ids, standing->count, NULL, &changed, err);
	free(changed.rows);
	return is_done;
}

static bool undo(struct store *store, int64_t now, struct arena *arena,
    struct standing *standing, struct error *err)
{
	if (!read_standing(store, arena, standing, err))
		return false;
	return !standing->found || (take_back(store, standing, err) &&
	    store_run(store, err,
	    "UPDATE change SET undone = max(?2, 1) WHERE id = ?1",
	    BIND(INT(standing->change->id), INT(now))));
}

bool store_undo(struct store *store, int64_t now, struct arena *arena,
    struct store_change *change, bool *found, struct error *err)
{
	struct standing standing = {.change = change};
	bool is_done;

	memset(change, 0, sizeof(*change));
	*found = false;
	is_done = store_begin(store, err) && store_finish(store,
	    undo(store, now, arena, &standing, err), err);
	*found = is_done && standing.found;
	return is_done;
}
