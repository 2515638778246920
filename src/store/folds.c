/*
 * Lists that show a story once: of its articles the newest that the list
 * holds; the others are behind it. What no story tells costs nothing more.
 */
#include "store/internal.h"

enum { FEW_ROWS = 5000 };

bool query_folds(const struct query *query)
{
	/* what one source tells, or the reader chose, is shown as it is */
	return query->is_folded && query->source_id == 0 &&
	    query->tag == NULL && query->text == NULL;
}

static void add_filter(struct str *sql, const struct query *query,
    const char *table)
{
	if (query->is_starred_only)
		str_addf(sql, " AND %s.is_starred = 1", table);
	if (query->is_unread_only)
		str_addf(sql, " AND %s.is_unread = 1", table);
}

/* A newer one of the story meets the list as well. */
static void add_newer(struct str *sql, const struct query *query)
{
	str_add(sql, "EXISTS (SELECT 1 FROM article AS b"
	    " INDEXED BY article_story WHERE b.story = a.story"
	    " AND (b.published, b.id) > (a.published, a.id)");
	add_filter(sql, query, "b");
	str_add(sql, ")");
}

void query_add_fold(struct str *sql, const struct query *query)
{
	str_add(sql, " AND (a.story IS NULL OR NOT ");
	add_newer(sql, query);
	str_add(sql, ")");
}

/* --- counting what is not shown ------------------------------------------ */

/* Of a list that is short, row by row. */
static bool count_by_row(struct store *store, const struct query *query,
    int64_t *hidden, struct error *err)
{
	struct query_values values;
	struct str sql;
	bool is_done;

	str_init(&sql);
	str_add(&sql, "SELECT count(*)");
	query_add_sql(&sql, query, QUERY_COUNT, &values);
	str_add(&sql, " AND a.story IS NOT NULL AND ");
	add_newer(&sql, query);
	is_done = store_read_ints(store, err, sql.data, values.values,
	    values.count, hidden, 1, NULL);
	str_release(&sql);
	return is_done;
}

/*
 * Story by story: all but its newest, which is among the rows above a bound
 * if any is, and among those below it only if all are.
 */
static bool count_by_story(struct store *store, const struct query *query,
    int64_t *hidden, struct error *err)
{
	bool is_bound = query->before_published != 0 || query->before_id != 0;
	bool is_below = is_bound && !query->is_upward;
	struct value values[] = {INT(query->since),
	    INT(query->before_published), INT(query->before_id)};
	struct str sql;
	bool is_done;

	str_init(&sql);
	str_add(&sql, "SELECT total(part - (");
	str_add(&sql, is_below ? "part = whole" : "part > 0");
	str_add(&sql, ")) FROM (SELECT count(*) AS whole, ");
	str_add(&sql, is_below ? "total((a.published, a.id) < (?2, ?3))"
	        : is_bound     ? "total((a.published, a.id) > (?2, ?3))"
	                       : "count(*)");
	str_add(&sql, " AS part");
	str_add(&sql, " FROM article AS a INDEXED BY article_story"
	    " WHERE a.story IS NOT NULL");
	add_filter(&sql, query, "a");
	if (query->since != 0)
		str_add(&sql, " AND a.published >= ?1");
	str_add(&sql, " GROUP BY a.story)");
	is_done = store_read_ints(store, err, sql.data, values,
	    is_bound ? ARRAY_LEN(values) : query->since != 0, hidden, 1, NULL);
	str_release(&sql);
	return is_done;
}

/* Counted once until the file changes: lists are gone to and left. */
static bool count_whole(struct store *store, const struct query *query,
    int64_t *hidden, struct error *err)
{
	struct fold_count *kept = &store->folds[query->is_unread_only];
	int64_t version = store_data_version(store);

	if (kept->is_known && kept->version == version) {
		*hidden = kept->hidden;
		return true;
	}
	if (!count_by_story(store, query, hidden, err))
		return false;
	*kept = (struct fold_count){true, version, *hidden};
	return true;
}

bool folds_count_hidden(struct store *store, const struct query *query,
    int64_t rows, int64_t *hidden, struct error *err)
{
	bool is_part = query->is_starred_only || query->since != 0 ||
	    query->before_published != 0 || query->before_id != 0;

	if (rows <= FEW_ROWS && (is_part || query->is_unread_only))
		return count_by_row(store, query, hidden, err);
	return is_part ? count_by_story(store, query, hidden, err)
	               : count_whole(store, query, hidden, err);
}

/* --- what is behind a row -------------------------------------------------- */

bool folds_count_others(struct store *store, const struct query *query,
    struct article_row *rows, size_t count, struct error *err)
{
	bool is_done = true;
	struct str sql;

	str_init(&sql);
	str_add(&sql, "SELECT count(*) FROM article AS b"
	    " INDEXED BY article_story WHERE b.story = ?1"
	    " AND b.published >= ?2");
	add_filter(&sql, query, "b");
	for (size_t i = 0; is_done && i < count; i++) {
		int64_t number = 0;

		if (rows[i].story == 0)
			continue;
		is_done = store_read_ints(store, err, sql.data,
		    BIND(INT(rows[i].story), INT(query->since == 0
		    ? INT64_MIN : query->since)), &number, 1, NULL);
		rows[i].others = number > 1 ? (int)number - 1 : 0;
	}
	str_release(&sql);
	return is_done;
}

bool store_read_fold(struct store *store, const struct query *query,
    int64_t story, size_t limit, struct arena *arena,
    struct article_row **rows, size_t *count, struct error *err)
{
	struct cursor cursor;
	struct str sql;
	size_t cap = 0;

	*rows = NULL;
	*count = 0;
	str_init(&sql);
	str_add(&sql, "SELECT " ROW_COLUMNS " FROM article AS a"
	    " INDEXED BY article_story" ROW_JOINS " WHERE a.story = ?1"
	    " AND a.published >= ?2");
	add_filter(&sql, query, "a");
	str_add(&sql, " ORDER BY a.published DESC, a.id DESC LIMIT ?3");
	cursor = cursor_open(store, err, sql.data, BIND(INT(story),
	    INT(query->since == 0 ? INT64_MIN : query->since),
	    INT(limit == 0 ? -1 : (int64_t)limit)));
	while (cursor_next(&cursor)) {
		*rows = arena_grow(arena, *rows, &cap, *count + 1,
		    sizeof(**rows));
		row_read(&cursor, arena, &(*rows)[(*count)++]);
	}
	str_release(&sql);
	return cursor_close(&cursor);
}

bool store_list_stories(struct store *store, const struct query *query,
    struct arena *arena, struct store_story **stories, size_t *count,
    struct error *err)
{
	bool is_bound = query->before_published != 0 || query->before_id != 0;
	struct cursor cursor = cursor_open(store, err,
	    "SELECT a.story, a.published, a.id FROM article AS a"
	    " INDEXED BY article_newest WHERE a.story IS NOT NULL"
	    " AND a.published >= ?1 AND (a.published, a.id) < (?2, ?3)"
	    " AND NOT EXISTS (SELECT 1 FROM article AS b"
	    " INDEXED BY article_story WHERE b.story = a.story"
	    " AND (b.published, b.id) > (a.published, a.id))"
	    " ORDER BY a.published DESC, a.id DESC LIMIT ?4",
	    BIND(INT(query->since == 0 ? INT64_MIN : query->since),
	    INT(is_bound ? query->before_published : INT64_MAX),
	    INT(query->before_id),
	    INT(query->limit == 0 ? -1 : (int64_t)query->limit)));
	size_t cap = 0;

	*stories = NULL;
	*count = 0;
	while (cursor_next(&cursor)) {
		*stories = arena_grow(arena, *stories, &cap, *count + 1,
		    sizeof(**stories));
		(*stories)[(*count)++] = (struct store_story){
		    cursor_int(&cursor, 0), cursor_int(&cursor, 1),
		    cursor_int(&cursor, 2)};
	}
	return cursor_close(&cursor);
}
