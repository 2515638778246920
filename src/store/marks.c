#include "store/search_internal.h"

#include <stdlib.h>

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

void changed_add(struct changed *changed, int64_t id,
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

bool mark_apply(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, struct error *err)
{
	struct changed changed = {0};
	bool is_done = mark_all(store, &marks[mark], ids, count, NULL,
	    &changed, err);

	free(changed.rows);
	return is_done;
}

enum store_mark mark_inverse(enum store_mark mark)
{
	return marks[mark].inverse;
}

bool store_mark(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, const struct query *query,
    int64_t now, int64_t *changed_count, struct error *err)
{
	struct changed changed = {0};
	bool is_done;

	*changed_count = 0;
	/* a search's articles are found before anything is locked */
	if (ids == NULL && query->text != NULL &&
	    !search_list_ids(store, query, &ids, &count, err))
		return false;
	if (!store_begin(store, err))
		return false;
	is_done = mark_all(store, &marks[mark], ids, count, query, &changed,
	    err);
	if (is_done && changed.count > 0)
		is_done = change_add_articles(store, (int)mark, now, 0,
		    &changed, err);
	is_done = store_finish(store, is_done, err);
	if (is_done)
		*changed_count = (int64_t)changed.count;
	free(changed.rows);
	return is_done;
}
