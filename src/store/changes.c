/*
 * The log of changes: what somebody did to marks and sources, to be taken
 * back, and done again, over restarts.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/pack.h"

/* --- writing -------------------------------------------------------------- */

bool store_begin_batch(struct store *store)
{
	if (store->has_batch)
		return false;
	store->has_batch = true;
	store->batch = 0;
	return true;
}

void store_end_batch(struct store *store)
{
	store->has_batch = false;
}

/* One row; those of a batch know it by its first one's id. */
static bool add_row(struct store *store, int kind, int64_t now,
    const struct value values[4], struct error *err)
{
	if (!store_run(store, err, "INSERT INTO change (at, kind, batch,"
	    " count, source_id, tag_id, articles)"
	    " VALUES (?1, ?2, nullif(?3, 0), ?4, nullif(?5, 0),"
	    " nullif(?6, 0), ?7)",
	    BIND(INT(now), INT(kind),
	    INT(store->has_batch ? store->batch : 0), values[0], values[1],
	    values[2], values[3])))
		return false;
	if (!store->has_batch || store->batch != 0)
		return true;
	store->batch = sqlite3_last_insert_rowid(store->db);
	return store_run(store, err,
	    "UPDATE change SET batch = id WHERE id = ?1",
	    BIND(INT(store->batch)));
}

bool change_add(struct store *store, int kind, int64_t now,
    int64_t source_id, struct error *err)
{
	const struct value values[] = {INT(1), INT(source_id), INT(0),
	    BLOB(NULL, 0)};

	return add_row(store, kind, now, values, err);
}

bool change_add_bytes(struct store *store, int kind, int64_t now,
    const void *data, size_t len, struct error *err)
{
	const struct value values[] = {INT(1), INT(0), INT(0),
	    BLOB(data, len)};

	return add_row(store, kind, now, values, err);
}

static int compare_ids(const void *a, const void *b)
{
	const struct mark_row *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

void change_pack_articles(struct str *out, struct changed *changed)
{
	int64_t last = 0;

	if (changed->count > 1)
		qsort(changed->rows, changed->count, sizeof(*changed->rows),
		    compare_ids);
	for (size_t i = 0; i < changed->count; i++) {
		pack_number(out, (uint64_t)(changed->rows[i].id - last));
		last = changed->rows[i].id;
	}
}

bool change_add_articles(struct store *store, int kind, int64_t now,
    int64_t tag_id, struct changed *changed, struct error *err)
{
	struct str packed;
	bool is_done;

	str_init(&packed);
	change_pack_articles(&packed, changed);
	is_done = add_row(store, kind, now, (const struct value[]){
	    INT((int64_t)changed->count), INT(0), INT(tag_id),
	    BLOB(packed.data, packed.len)}, err);
	str_release(&packed);
	return is_done;
}

/* --- reading -------------------------------------------------------------- */

/* A change, and the articles it touched; or what else is said of it. */
struct standing {
	int64_t id, count, batch, source_id, tag_id;
	int kind;
	char *subject;
	int64_t *ids;
	size_t id_count;
	char *bytes;
	size_t len;
};

static bool is_of_search(int kind)
{
	return kind >= STORE_CHANGE_SAVE_SEARCH &&
	    kind <= STORE_CHANGE_EDIT_SEARCH;
}

#define CHANGE_COLUMNS                                                         \
	"SELECT c.id, c.kind, c.count, c.batch, c.source_id, c.tag_id,"        \
	" ifnull(t.name, ifnull(nullif(s.title, ''), s.url)), c.articles"      \
	" FROM change AS c "
#define CHANGE_JOINS                                                           \
	" LEFT JOIN source AS s ON s.id = c.source_id"                         \
	" LEFT JOIN tag AS t ON t.id = c.tag_id WHERE "

static bool read_articles(const struct cursor *cursor, struct arena *arena,
    struct standing *standing)
{
	struct unpack in;
	int64_t id = 0;

	unpack_init(&in, sqlite3_column_blob(cursor->prepared, 7),
	    (size_t)sqlite3_column_bytes(cursor->prepared, 7));
	standing->ids = arena_array(arena, (size_t)(in.end - in.at),
	    sizeof(*standing->ids));
	while (in.at < in.end && !in.is_broken) {
		/* a damaged cache holds any number */
		id = (int64_t)((uint64_t)id + unpack_number(&in));
		standing->ids[standing->id_count++] = id;
	}
	return !in.is_broken;
}

static void read_bytes(const struct cursor *cursor, struct arena *arena,
    struct standing *standing)
{
	const char *bytes = sqlite3_column_blob(cursor->prepared, 7);

	standing->len = (size_t)sqlite3_column_bytes(cursor->prepared, 7);
	standing->bytes = arena_dup_len(arena, bytes == NULL ? "" : bytes,
	    standing->len);
}

/* The first row that a statement finds; one value to bind at most. */
static bool read_change(struct store *store, const char *sql,
    const struct value *values, size_t count, struct arena *arena,
    struct standing *standing, bool *found, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, sql, values, count);
	bool is_whole = true;

	memset(standing, 0, sizeof(*standing));
	*found = cursor_next(&cursor);
	if (*found) {
		standing->id = cursor_int(&cursor, 0);
		standing->kind = (int)cursor_int(&cursor, 1);
		standing->count = cursor_int(&cursor, 2);
		standing->batch = cursor_int(&cursor, 3);
		standing->source_id = cursor_int(&cursor, 4);
		standing->tag_id = cursor_int(&cursor, 5);
		standing->subject = cursor_text(&cursor, 6, arena);
		if (is_of_search(standing->kind))
			read_bytes(&cursor, arena, standing);
		else
			is_whole = read_articles(&cursor, arena, standing);
	}
	if (!cursor_close(&cursor))
		return false;
	if (!is_whole)
		return error_set(err, ERROR_STORE_DAMAGED, store->path, 0);
	return !*found || !is_of_search(standing->kind) ||
	    saved_subject(store, standing->bytes, standing->len, arena,
	    &standing->subject, err);
}

/* --- back and forth ------------------------------------------------------- */

static bool set_marks(struct store *store, const struct standing *standing,
    bool is_back, struct error *err)
{
	enum store_mark mark = (enum store_mark)standing->kind;
	struct changed changed = {0};
	bool is_done = mark_apply(store, is_back ? mark_inverse(mark) : mark,
	    standing->ids, standing->id_count, &changed, err);

	free(changed.rows);
	return is_done;
}

/* Do what a change says, or the contrary. */
static bool apply(struct store *store, const struct standing *standing,
    bool is_back, int64_t now, struct error *err)
{
	int kind = standing->kind;

	switch (kind) {
	case STORE_CHANGE_ADD:
	case STORE_CHANGE_REMOVE:
		return store_run(store, err,
		    "UPDATE source SET is_followed = ?2 WHERE id = ?1",
		    BIND(INT(standing->source_id),
		    INT((kind == STORE_CHANGE_ADD) != is_back)));
	case STORE_CHANGE_SAVE_SEARCH:
	case STORE_CHANGE_DROP_SEARCH:
	case STORE_CHANGE_EDIT_SEARCH:
		return saved_apply(store, standing->bytes, standing->len,
		    is_back, err);
	case STORE_CHANGE_TAG:
	case STORE_CHANGE_UNTAG:
		return article_tag_apply(store, standing->tag_id,
		    (kind == STORE_CHANGE_TAG) != is_back, standing->ids,
		    standing->id_count, now, NULL, err);
	case MARK_READ:
	case MARK_UNREAD:
	case MARK_STARRED:
	case MARK_UNSTARRED:
		return set_marks(store, standing, is_back, err);
	}
	/* a newer program's change is not ours to take back */
	return error_set(err, ERROR_STORE_NEWER, store->path, kind);
}

/* Its batch's next: newest first when taken back, else oldest first. */
static bool read_next(struct store *store, bool is_back, int64_t batch,
    struct arena *arena, struct standing *standing, bool *found,
    struct error *err)
{
	if (is_back)
		return read_change(store, CHANGE_COLUMNS
		    "INDEXED BY change_standing" CHANGE_JOINS
		    "c.undone = 0 AND c.id >= ?1"
		    " AND (?1 = 0 OR c.batch = ?1)"
		    " ORDER BY c.id DESC LIMIT 1", BIND(INT(batch)), arena,
		    standing, found, err);
	return read_change(store, CHANGE_COLUMNS
	    "INDEXED BY change_undone" CHANGE_JOINS
	    "c.undone <> 0 AND c.id >= ?1"
	    " AND (?1 = 0 OR c.batch = ?1) AND (?1 <> 0 OR"
	    " c.id > (SELECT ifnull(max(id), 0) FROM change"
	    " INDEXED BY change_standing WHERE undone = 0))"
	    " ORDER BY c.id LIMIT 1", BIND(INT(batch)), arena, standing,
	    found, err);
}

bool change_step(struct store *store, bool is_back, int64_t now,
    int64_t *batch, struct arena *arena, struct store_change *change,
    bool *found, struct error *err)
{
	struct standing standing;

	if (!read_next(store, is_back, *batch, arena, &standing, found, err))
		return false;
	if (!*found)
		return true;
	if (!apply(store, &standing, is_back, now, err) ||
	    !store_run(store, err,
	    "UPDATE change SET undone = ?2 WHERE id = ?1",
	    BIND(INT(standing.id), INT(!is_back ? 0 : now > 0 ? now : 1))))
		return false;
	if (change->id == 0)
		*change = (struct store_change){.id = standing.id,
		    .kind = standing.kind, .subject = standing.subject,
		    .source_id = standing.source_id};
	if (standing.kind == change->kind)
		change->count += standing.count;
	*batch = standing.batch;
	return true;
}
