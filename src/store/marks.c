#include "store/internal.h"

#include <stdlib.h>

/* What each mark does; a mark's inverse takes it back. */
static const struct mark {
	const char *sql; /* ?1: an article that is not so yet */
	enum store_mark inverse;
	int unread; /* what it adds to the source's count */
} marks[] = {
	[MARK_READ] = {
	    "UPDATE article SET is_unread = 0 WHERE id = ?1"
	    " AND is_unread = 1", MARK_UNREAD, -1},
	[MARK_UNREAD] = {
	    "UPDATE article SET is_unread = 1 WHERE id = ?1"
	    " AND is_unread = 0", MARK_READ, 1},
	[MARK_STARRED] = {
	    "UPDATE article SET is_starred = 1 WHERE id = ?1"
	    " AND is_starred = 0", MARK_UNSTARRED, 0},
	[MARK_UNSTARRED] = {
	    "UPDATE article SET is_starred = 0 WHERE id = ?1"
	    " AND is_starred = 1", MARK_STARRED, 0},
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

/* Its source is asked for only where it matters. */
static bool mark_one(struct store *store, const struct mark *mark,
    int64_t id, struct changed *changed, struct error *err)
{
	int64_t source_id = 0;

	if (!store_run(store, err, mark->sql, BIND(INT(id))))
		return false;
	if (store_changed_rows(store) == 0)
		return true;
	if (mark->unread != 0 && !store_read_ints(store, err,
	    "SELECT source_id FROM article WHERE id = ?1", BIND(INT(id)),
	    &source_id, 1, NULL))
		return false;
	changed_add(changed, id, source_id);
	return true;
}

bool mark_apply(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, struct changed *changed,
    struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!mark_one(store, &marks[mark], ids[i], changed, err))
			return false;
	}
	return count_unread(store, &marks[mark], changed, err);
}

enum store_mark mark_inverse(enum store_mark mark)
{
	return marks[mark].inverse;
}

bool mark_articles(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, int64_t now, int64_t *changed_count,
    struct error *err)
{
	struct changed changed = {0};
	bool is_done = mark_apply(store, mark, ids, count, &changed, err);

	if (is_done && changed.count > 0)
		is_done = change_add_articles(store, (int)mark, now, 0,
		    &changed, err);
	*changed_count = is_done ? (int64_t)changed.count : 0;
	free(changed.rows);
	return is_done;
}

bool store_mark(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, const struct query *query,
    int64_t now, int64_t *changed, struct error *err)
{
	*changed = 0;
	if (ids == NULL)
		return bulk_mark_all(store, mark, query, now, changed, err);
	if (!store_begin(store, err))
		return false;
	if (store_finish(store, mark_articles(store, mark, ids, count, now,
	    changed, err), err))
		return true;
	*changed = 0;
	return false;
}
