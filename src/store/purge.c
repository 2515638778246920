/*
 * Articles that are not kept: too old, too many, too large together, or of
 * sources that are followed no more. Starred and tagged ones stay, and of
 * sources that are followed unread ones, unless told. Their keys stay too:
 * feeds hold items on for years, and they would be new again.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { ROWS_LOOKED_AT = 256, DAY_SECONDS = 86400 };

/* Where lists of what may go begin: newer ones stay. */
struct cutoff {
	int64_t published, id;
};

/* One source's share of a purge. */
struct purge_part {
	int64_t source_id;
	enum purge_why why;
	bool is_unread_too;
	struct cutoff cutoff;
	int64_t left; /* at most so many; -1: all */
};

struct store_purge {
	struct store *store;
	struct arena arena;
	struct purge_part *parts;
	size_t count, cap, at;
	struct cutoff last; /* looked at in the part under way */
};

/* --- planning ---------------------------------------------------------------- */

static void add_part(struct store_purge *purge,
    const struct purge_part *part)
{
	purge->parts = arena_grow(&purge->arena, purge->parts, &purge->cap,
	    purge->count + 1, sizeof(*purge->parts));
	purge->parts[purge->count++] = *part;
}

/* The newest article beyond the count that is kept; none: cutoff stays. */
static bool find_surplus(struct store *store, int64_t source_id,
    int64_t kept, struct cutoff *cutoff, struct error *err)
{
	int64_t row[2];
	bool found;

	if (!store_read_ints(store, err, "SELECT published, id FROM article"
	    " INDEXED BY article_source WHERE source_id = ?1"
	    " ORDER BY published DESC, id DESC LIMIT 1 OFFSET ?2",
	    BIND(INT(source_id), INT(kept)), row, ARRAY_LEN(row), &found))
		return false;
	*cutoff = (struct cutoff){found ? row[0] : INT64_MIN,
	    found ? row[1] : 0};
	return true;
}

static bool plan_source(struct store_purge *purge, int64_t source_id,
    const struct keep_rules *rules, int64_t now, struct error *err)
{
	struct purge_part part = {.source_id = source_id, .left = -1,
	    .is_unread_too = !rules->is_unread_kept};

	if (rules->days > 0) {
		part.why = PURGE_OLD;
		part.cutoff = (struct cutoff){
		    now - rules->days * DAY_SECONDS, INT64_MAX};
		add_part(purge, &part);
	}
	if (rules->articles <= 0)
		return true;
	part.why = PURGE_MANY;
	if (!find_surplus(purge->store, source_id, rules->articles,
	    &part.cutoff, err))
		return false;
	if (part.cutoff.published != INT64_MIN)
		add_part(purge, &part);
	return true;
}

static bool plan_sources(struct store_purge *purge,
    const struct purge_rules *rules, int64_t now, struct error *err)
{
	struct cursor cursor = cursor_open(purge->store, err,
	    "SELECT id, url, is_followed FROM source WHERE total > 0"
	    " ORDER BY id", BIND_NONE);
	struct planned {
		int64_t id;
		const char *url;
		bool is_followed;
	} *rows = NULL;
	size_t count = 0, cap = 0;

	while (cursor_next(&cursor)) {
		rows = arena_grow(&purge->arena, rows, &cap, count + 1,
		    sizeof(*rows));
		rows[count++] = (struct planned){cursor_int(&cursor, 0),
		    cursor_text(&cursor, 1, &purge->arena),
		    cursor_bool(&cursor, 2)};
	}
	if (!cursor_close(&cursor))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct keep_rules keep = rules->keep;

		if (!rows[i].is_followed && rules->is_removed_too) {
			add_part(purge, &(struct purge_part){
			    .source_id = rows[i].id, .why = PURGE_REMOVED,
			    .is_unread_too = true, .left = -1,
			    .cutoff = {INT64_MAX, INT64_MAX}});
			continue;
		}
		if (rules->find_rules != NULL)
			rules->find_rules(rules->ctx, rows[i].url, &keep);
		if (!plan_source(purge, rows[i].id, &keep, now, err))
			return false;
	}
	return true;
}

/* As many of the oldest as what is too much would hold, by the mean. */
static bool plan_size(struct store_purge *purge,
    const struct purge_rules *rules, struct error *err)
{
	int64_t pages, free_pages, page_size, articles, too_much;
	struct purge_part part = {.why = PURGE_LARGE,
	    .cutoff = {INT64_MAX, INT64_MAX},
	    .is_unread_too = !rules->keep.is_unread_kept};

	if (rules->bytes_most <= 0)
		return true;
	if (!store_read_ints(purge->store, err, "PRAGMA page_count",
	    BIND_NONE, &pages, 1, NULL) ||
	    !store_read_ints(purge->store, err, "PRAGMA freelist_count",
	    BIND_NONE, &free_pages, 1, NULL) ||
	    !store_read_ints(purge->store, err, "PRAGMA page_size",
	    BIND_NONE, &page_size, 1, NULL) ||
	    !store_read_ints(purge->store, err,
	    "SELECT total(total) FROM source", BIND_NONE, &articles, 1, NULL))
		return false;
	too_much = (pages - free_pages) * page_size - rules->bytes_most;
	if (too_much <= 0 || articles <= 0)
		return true;
	part.left = (int64_t)((double)too_much * (double)articles /
	    ((double)(pages - free_pages) * (double)page_size)) + 1;
	add_part(purge, &part);
	return true;
}

struct store_purge *store_begin_purge(struct store *store,
    const struct purge_rules *rules, int64_t now, struct error *err)
{
	struct store_purge *purge = mem_alloc_zero(1, sizeof(*purge));

	purge->store = store;
	purge->last.published = INT64_MIN;
	arena_init(&purge->arena);
	if (plan_sources(purge, rules, now, err) &&
	    plan_size(purge, rules, err))
		return purge;
	store_end_purge(purge);
	return NULL;
}

void store_end_purge(struct store_purge *purge)
{
	if (purge == NULL)
		return;
	arena_release(&purge->arena);
	free(purge);
}

/* --- what goes ----------------------------------------------------------------- */

struct doomed {
	int64_t id, published;
};

#define LOOKED_AT                                                              \
	" AND (a.published, a.id) > (?1, ?2)"                                  \
	" AND (a.published, a.id) <= (?3, ?4)"                                 \
	" ORDER BY a.published, a.id LIMIT ?5"
#define IS_KEPT                                                                \
	"(a.is_starred = 1 OR EXISTS (SELECT 1 FROM article_tag AS g"          \
	" WHERE g.article_id = a.id AND g.is_set = 1))"

/* The next articles of a part, oldest first; one index each, named. */
static struct cursor look_on(struct store_purge *purge,
    const struct purge_part *part, struct error *err)
{
	if (part->source_id == 0)
		return cursor_open(purge->store, err,
		    "SELECT a.id, a.published, a.is_unread, " IS_KEPT
		    " FROM article AS a INDEXED BY article_newest"
		    " WHERE 1" LOOKED_AT, BIND(INT(purge->last.published),
		    INT(purge->last.id), INT(part->cutoff.published),
		    INT(part->cutoff.id), INT(ROWS_LOOKED_AT)));
	return cursor_open(purge->store, err,
	    "SELECT a.id, a.published, a.is_unread, " IS_KEPT
	    " FROM article AS a INDEXED BY article_source"
	    " WHERE a.source_id = ?6" LOOKED_AT,
	    BIND(INT(purge->last.published), INT(purge->last.id),
	    INT(part->cutoff.published), INT(part->cutoff.id),
	    INT(ROWS_LOOKED_AT), INT(part->source_id)));
}

/* Those of the next rows that may go; *is_end: there were none at all. */
static bool read_doomed(struct store_purge *purge,
    const struct purge_part *part, struct doomed *rows, size_t *count,
    bool *is_end, struct error *err)
{
	struct cursor cursor = look_on(purge, part, err);

	*count = 0;
	*is_end = true;
	while (cursor_next(&cursor)) {
		struct doomed row = {cursor_int(&cursor, 0),
		    cursor_int(&cursor, 1)};

		if (part->left >= 0 && (int64_t)*count >= part->left)
			break;
		*is_end = false;
		purge->last = (struct cutoff){row.published, row.id};
		if (!cursor_bool(&cursor, 3) &&
		    (part->is_unread_too || !cursor_bool(&cursor, 2)))
			rows[(*count)++] = row;
	}
	return cursor_close(&cursor);
}

/* Rows of a page that no article is left of. */
static bool drop_page(struct store *store, int64_t page_id,
    struct error *err)
{
	static const char *const statements[] = {
	    ("DELETE FROM text WHERE id ="
	    " (SELECT text_id FROM page WHERE id = ?1)"),
	    "DELETE FROM page_text WHERE page_id = ?1",
	    "DELETE FROM page_raw WHERE page_id = ?1",
	    "DELETE FROM page WHERE id = ?1",
	};
	bool is_used;

	if (page_id == 0)
		return true;
	if (!store_read_ints(store, err, "SELECT 1 FROM article"
	    " INDEXED BY article_page WHERE page_id = ?1 LIMIT 1",
	    BIND(INT(page_id)), NULL, 0, &is_used))
		return false;
	for (size_t i = 0; !is_used && i < ARRAY_LEN(statements); i++) {
		if (!store_run(store, err, statements[i], BIND(INT(page_id))))
			return false;
	}
	return true;
}

/* *is_gone false: it is here no more, or has been marked since. */
static bool drop_article(struct store *store, int64_t id,
    bool is_unread_too, bool *is_gone, struct error *err)
{
	static const char *const statements[] = {
	    "DELETE FROM picture WHERE article_id = ?1",
	    "DELETE FROM article_tag WHERE article_id = ?1",
	    "DELETE FROM article_body WHERE article_id = ?1",
	    "DELETE FROM article_text WHERE article_id = ?1",
	    "DELETE FROM article WHERE id = ?1",
	};
	int64_t row[3]; /* source_id, page_id, is_unread */

	if (!store_read_ints(store, err, "SELECT a.source_id, a.page_id,"
	    " a.is_unread FROM article AS a WHERE a.id = ?1 AND NOT " IS_KEPT
	    " AND (a.is_unread = 0 OR ?2 = 1)",
	    BIND(INT(id), INT(is_unread_too)), row, ARRAY_LEN(row), is_gone))
		return false;
	if (!*is_gone)
		return true;
	/* the index takes it out behind, by its text as it was */
	if (!index_keep_text(store, id, err))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
		if (!store_run(store, err, statements[i], BIND(INT(id))))
			return false;
	}
	return drop_page(store, row[1], err) && source_count(store, row[0],
	    -1, -(row[2] != 0), err);
}

/* --- in steps -------------------------------------------------------------------- */

/* As many as go by the deadline; *at: how far they were come to. */
static bool drop_articles(struct store_purge *purge,
    const struct purge_part *part, const struct doomed *rows, size_t count,
    int64_t deadline, size_t *at, int64_t *gone, struct error *err)
{
	bool is_gone;

	for (*at = 0; *at < count && (*at == 0 || clock_nanos() < deadline);
	    (*at)++) {
		if (!drop_article(purge->store, rows[*at].id,
		    part->is_unread_too, &is_gone, err))
			return false;
		*gone += is_gone;
	}
	return true;
}

static bool purge_rows(struct store_purge *purge, struct purge_part *part,
    int64_t deadline, int64_t *gone, bool *is_end, struct error *err)
{
	struct doomed rows[ROWS_LOOKED_AT];
	size_t count, at;

	*gone = 0;
	if (!read_doomed(purge, part, rows, &count, is_end, err))
		return false;
	if (count == 0)
		return true;
	if (!store_begin(purge->store, err) ||
	    !store_finish(purge->store, drop_articles(purge, part, rows,
	    count, deadline, &at, gone, err), err))
		return false;
	if (at < count)
		purge->last = (struct cutoff){rows[at - 1].published,
		    rows[at - 1].id};
	return true;
}

static void end_part(struct store_purge *purge)
{
	purge->at++;
	purge->last = (struct cutoff){INT64_MIN, 0};
}

bool store_purge_some(struct store_purge *purge, int64_t deadline,
    struct purge_counts *counts, bool *did, struct error *err)
{
	*did = false;
	while (purge->at < purge->count && clock_nanos() < deadline) {
		struct purge_part *part = &purge->parts[purge->at];
		int64_t gone = 0;
		bool is_end;

		if (!purge_rows(purge, part, deadline, &gone, &is_end, err))
			return false;
		counts->articles[part->why] += gone;
		part->left -= part->left > 0 ? gone : 0;
		if (is_end || part->left == 0)
			end_part(purge);
	}
	*did = purge->at < purge->count;
	return true;
}

/*
 * What would go, by reading alone. One that two rules name is counted with
 * the first; of what is too large the number is an estimate.
 */
bool store_preview_purge(struct store_purge *purge,
    struct purge_counts *counts, struct error *err)
{
	struct doomed rows[ROWS_LOOKED_AT];
	struct cutoff reached = {INT64_MIN, 0};
	int64_t source_id = 0;
	size_t count;
	bool is_end;

	memset(counts, 0, sizeof(*counts));
	for (purge->at = 0; purge->at < purge->count; end_part(purge)) {
		struct purge_part part = purge->parts[purge->at];

		/* a second rule of one source begins where the first ended */
		if (part.source_id != 0 && part.source_id == source_id)
			purge->last = reached;
		source_id = part.source_id;
		reached = part.cutoff;
		if (part.why == PURGE_LARGE)
			for (size_t i = 0; i < PURGE_WHYS; i++)
				part.left -= counts->articles[i];
		if (part.why == PURGE_LARGE && part.left < 0)
			part.left = 0;
		do {
			if (!read_doomed(purge, &part, rows, &count, &is_end,
			    err))
				return false;
			counts->articles[part.why] += (int64_t)count;
			part.left -= part.left > 0 ? (int64_t)count : 0;
		} while (!is_end && part.left != 0);
	}
	purge->at = 0;
	return true;
}

/* --- free pages --------------------------------------------------------------------- */

/*
 * Pages from the file's end into free ones, some a transaction; readers go
 * on, as with any write.
 */
bool store_shrink_some(struct store *store, int64_t deadline, bool *did,
    struct error *err)
{
	int64_t left;

	do {
		if (!store_begin(store, err) || !store_finish(store,
		    store_run(store, err, "PRAGMA incremental_vacuum(32)",
		    BIND_NONE), err))
			return false;
		if (!store_read_ints(store, err, "PRAGMA freelist_count",
		    BIND_NONE, &left, 1, NULL))
			return false;
	} while (left > 0 && clock_nanos() < deadline);
	*did = left > 0;
	return true;
}

/* The log into the file, and cut; no more than readers allow at once. */
bool store_settle_log(struct store *store, struct error *err)
{
	int64_t busy_ms = store->busy_ms;
	int code;

	store->busy_ms = 50;
	code = sqlite3_wal_checkpoint_v2(store->db, "main",
	    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_wal_checkpoint_v2(store->db, "main",
		    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	store->busy_ms = busy_ms;
	return code == SQLITE_OK || (code & 0xFF) == SQLITE_BUSY ||
	    (code & 0xFF) == SQLITE_LOCKED || store_fail(store, code, err);
}
