/*
 * Changes of as many articles as there are: one transaction would keep
 * others out for seconds, and take the memory of all of them. Each step is
 * one of its own, with a row in the log; the rows have one batch.
 */
#include "store/search_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum {
	ROWS_OF_STEP = 2048, /* some milliseconds */
	ROWS_TO_TAG = 512,   /* each of them a row of its own */
	COMMAND_NANOS = 10 * 1000 * 1000,
};

struct store_bulk {
	struct store *store;
	bool is_mark, is_back, is_end; /* is_mark: or a tag */
	int64_t now, batch;
	struct store_change change;
	struct arena arena;

	/* a mark's, or a tag's */
	enum store_mark mark;
	const char *tag; /* NULL: a mark */
	bool is_tag_set;
	size_t most; /* rows of a step */
	struct query query; /* goes on below the row it has come to */
	int64_t last_id;    /* of the articles there were; 0: not begun */
	int64_t *ids;       /* of a search; else NULL */
	size_t count, at;
};

/* What is done to all of a query. */
static struct store_bulk *bulk_new(struct store *store,
    const struct query *query, int kind, int64_t now)
{
	struct store_bulk *bulk = mem_alloc_zero(1, sizeof(*bulk));

	bulk->store = store;
	bulk->is_mark = true;
	bulk->now = now;
	bulk->most = ROWS_OF_STEP;
	bulk->change.kind = kind;
	arena_init(&bulk->arena);
	bulk->change.subject = arena_dup(&bulk->arena, "");
	bulk->query = *query;
	if (query->tag != NULL)
		bulk->query.tag = arena_dup(&bulk->arena, query->tag);
	if (query->text != NULL)
		bulk->query.text = arena_dup(&bulk->arena, query->text);
	return bulk;
}

struct store_bulk *store_bulk_mark(struct store *store,
    enum store_mark mark, const struct query *query, int64_t now)
{
	struct store_bulk *bulk = bulk_new(store, query, (int)mark, now);

	bulk->mark = mark;
	/* those it can change are all that need be looked at */
	if (query->limit == 0 && query->text == NULL) {
		bulk->query.is_unread_only |= mark == MARK_READ;
		bulk->query.is_starred_only |= mark == MARK_UNSTARRED;
	}
	return bulk;
}

struct store_bulk *store_bulk_undo(struct store *store, bool is_redo,
    int64_t now)
{
	struct store_bulk *bulk = mem_alloc_zero(1, sizeof(*bulk));

	bulk->store = store;
	bulk->is_back = !is_redo;
	bulk->now = now;
	arena_init(&bulk->arena);
	return bulk;
}

void store_bulk_free(struct store_bulk *bulk)
{
	if (bulk == NULL)
		return;
	arena_release(&bulk->arena);
	free(bulk->ids);
	free(bulk);
}

const struct store_change *store_bulk_change(const struct store_bulk *bulk)
{
	return &bulk->change;
}

/* --- marks ---------------------------------------------------------------- */

/* A search's articles are found before anything is locked. */
static bool begin_mark(struct store_bulk *bulk, struct error *err)
{
	const int64_t *ids;

	if (!store_read_ints(bulk->store, err, "SELECT max(id) FROM article",
	    BIND_NONE, &bulk->last_id, 1, NULL))
		return false;
	bulk->is_end = bulk->last_id == 0;
	if (bulk->query.text == NULL)
		return true;
	if (!search_list_ids(bulk->store, &bulk->query, &ids, &bulk->count,
	    err))
		return false;
	bulk->ids = mem_alloc_zero(bulk->count + 1, sizeof(*bulk->ids));
	memcpy(bulk->ids, ids, bulk->count * sizeof(*ids));
	return true;
}

/* The next articles of the query, from its place on. */
static bool read_some(struct store_bulk *bulk, int64_t *ids, size_t *count,
    struct error *err)
{
	struct query query = bulk->query;
	struct query_values values;
	struct cursor cursor;
	size_t looked_at = 0;
	struct str sql;

	if (query.limit == 0 || query.limit > bulk->most)
		query.limit = bulk->most;
	*count = 0;
	str_init(&sql);
	str_add(&sql, "SELECT a.id, a.published");
	query_add_sql(&sql, &query, QUERY_IDS, &values);
	cursor = cursor_open(bulk->store, err, sql.data, values.values,
	    values.count);
	while (cursor_next(&cursor)) {
		int64_t id = cursor_int(&cursor, 0);

		looked_at++;
		bulk->query.before_id = id;
		bulk->query.before_published = cursor_int(&cursor, 1);
		if (id <= bulk->last_id)
			ids[(*count)++] = id;
	}
	str_release(&sql);
	bulk->is_end = looked_at < query.limit;
	if (bulk->query.limit != 0) {
		bulk->query.limit -= looked_at;
		bulk->is_end |= bulk->query.limit == 0;
	}
	return cursor_close(&cursor);
}

static bool mark_some(struct store_bulk *bulk, struct error *err)
{
	int64_t found[ROWS_OF_STEP], changed, *ids = found;
	size_t count;

	if (bulk->ids != NULL) {
		ids = bulk->ids + bulk->at;
		count = bulk->count - bulk->at;
		count = count < bulk->most ? count : bulk->most;
		bulk->at += count;
		bulk->is_end = bulk->at == bulk->count;
	} else if (!read_some(bulk, ids, &count, err)) {
		return false;
	}
	if (bulk->tag == NULL ?
	    !mark_articles(bulk->store, bulk->mark, ids, count, bulk->now,
	    &changed, err) :
	    !article_tag_articles(bulk->store, bulk->tag, bulk->is_tag_set,
	    ids, count, bulk->now, &changed, err))
		return false;
	bulk->change.id = bulk->store->batch;
	bulk->change.count += changed;
	return true;
}

/* One transaction; what it did is of the batch that this has. */
static bool mark_in_one(struct store_bulk *bulk, struct error *err)
{
	struct store *store = bulk->store;
	struct store_bulk before = *bulk;
	bool has_batch = store->has_batch, is_done;
	int64_t batch = store->batch;

	if (!store_begin(store, err))
		return false;
	if (!has_batch)
		store->batch = bulk->batch;
	store->has_batch = true;
	is_done = store_finish(store, mark_some(bulk, err), err);
	if (!is_done)
		*bulk = before;
	else
		bulk->batch = store->batch;
	store->has_batch = has_batch;
	if (!has_batch || !is_done)
		store->batch = batch;
	return is_done;
}

/* --- back and forth --------------------------------------------------------- */

static bool go_some(struct store_bulk *bulk, int64_t deadline,
    struct arena *arena, struct error *err)
{
	bool found;

	do {
		if (!change_step(bulk->store, bulk->is_back, bulk->now,
		    &bulk->batch, arena, &bulk->change, &found, err))
			return false;
		bulk->is_end = !found || bulk->batch == 0;
	} while (!bulk->is_end && clock_nanos() < deadline);
	return true;
}

static bool go_in_one(struct store_bulk *bulk, int64_t deadline,
    struct error *err)
{
	struct store_bulk before = *bulk;
	bool is_first = bulk->change.id == 0, is_done;
	struct arena arena;

	if (!store_begin(bulk->store, err))
		return false;
	arena_init(&arena);
	is_done = store_finish(bulk->store, go_some(bulk, deadline, &arena,
	    err), err);
	if (!is_done)
		*bulk = before;
	else if (is_first && bulk->change.id != 0)
		bulk->change.subject = arena_dup(&bulk->arena,
		    bulk->change.subject);
	arena_release(&arena);
	return is_done;
}

/* --- steps ------------------------------------------------------------------ */

bool store_bulk_step(struct store_bulk *bulk, int64_t deadline, bool *did,
    struct error *err)
{
	*did = false;
	if (bulk->is_mark && bulk->last_id == 0 && !begin_mark(bulk, err))
		return false;
	while (!bulk->is_end) {
		if (!(bulk->is_mark ? mark_in_one(bulk, err) :
		    go_in_one(bulk, deadline, err)))
			return false;
		if (clock_nanos() >= deadline)
			break;
	}
	*did = !bulk->is_end;
	return true;
}

/* All of it; a command syncs once, at the end. */
static bool run(struct store_bulk *bulk, struct error *err)
{
	struct store *store = bulk->store;
	bool did, is_done, is_relaxed = false;

	do {
		is_done = store_bulk_step(bulk, clock_nanos() +
		    COMMAND_NANOS, &did, err);
		if (is_done && did && !is_relaxed && !store->is_grouped &&
		    store->role == STORE_COMMAND) {
			is_relaxed = true;
			is_done = store_execute(store,
			    "PRAGMA synchronous = NORMAL", err);
		}
	} while (is_done && did);
	if (is_relaxed)
		is_done = store_set_role(store, is_done ? err : NULL) &&
		    store_sync(store, is_done ? err : NULL) && is_done;
	return is_done;
}

bool bulk_mark_all(struct store *store, enum store_mark mark,
    const struct query *query, int64_t now, int64_t *changed,
    struct error *err)
{
	struct store_bulk *bulk = store_bulk_mark(store, mark, query, now);
	bool is_done = run(bulk, err);

	*changed = bulk->change.count;
	store_bulk_free(bulk);
	return is_done;
}

bool bulk_tag_all(struct store *store, const char *tag, bool is_set,
    const struct query *query, int64_t now, int64_t *changed,
    struct error *err)
{
	struct store_bulk *bulk = bulk_new(store, query, is_set ?
	    STORE_CHANGE_TAG : STORE_CHANGE_UNTAG, now);
	bool is_done;

	bulk->tag = tag;
	bulk->is_tag_set = is_set;
	bulk->most = ROWS_TO_TAG;
	is_done = run(bulk, err);
	*changed = bulk->change.count;
	store_bulk_free(bulk);
	return is_done;
}

static bool run_back(struct store *store, bool is_redo, int64_t now,
    struct arena *arena, struct store_change *change, bool *found,
    struct error *err)
{
	struct store_bulk *bulk = store_bulk_undo(store, is_redo, now);
	bool is_done = run(bulk, err);

	*change = bulk->change;
	*found = is_done && change->id != 0;
	if (change->id != 0)
		change->subject = arena_dup(arena, change->subject);
	store_bulk_free(bulk);
	return is_done;
}

bool store_undo(struct store *store, int64_t now, struct arena *arena,
    struct store_change *change, bool *found, struct error *err)
{
	return run_back(store, false, now, arena, change, found, err);
}

bool store_redo(struct store *store, int64_t now, struct arena *arena,
    struct store_change *change, bool *found, struct error *err)
{
	return run_back(store, true, now, arena, change, found, err);
}
