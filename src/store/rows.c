#include "store/search_internal.h"

#include <string.h>

/* --- the query as SQL --------------------------------------------------- */

static const char *choose_index(const struct query *query)
{
	if (query->is_starred_only)
		return "article_starred";
	if (query->is_unread_only)
		return query->source_id == 0 ? "article_unread" :
		    "article_source_unread";
	return query->source_id == 0 ? "article_newest" : "article_source";
}

static void bind_number(struct query_values *values, int64_t number)
{
	values->values[values->count++] = (struct value)INT(number);
}

static void add_conditions(struct str *sql, const struct query *query,
    struct query_values *values)
{
	str_add(sql, " WHERE 1");
	if (query->tag != NULL) {
		str_add(sql, " AND g.is_set = 1"
		    " AND g.tag_id = (SELECT id FROM tag WHERE name = ?)");
		values->values[values->count++] =
		    (struct value)TEXT(query->tag);
	}
	if (query->is_starred_only)
		str_add(sql, " AND a.is_starred = 1");
	if (query->is_unread_only)
		str_add(sql, " AND a.is_unread = 1");
	if (query->source_id != 0) {
		str_add(sql, " AND a.source_id = ?");
		bind_number(values, query->source_id);
	}
	if (query->since != 0) {
		str_add(sql, " AND a.published >= ?");
		bind_number(values, query->since);
	}
	if (query->before_published != 0 || query->before_id != 0) {
		str_addf(sql, " AND %s %s (?, ?)", query->tag != NULL ?
		    "(g.published, g.article_id)" : "(a.published, a.id)",
		    query->is_upward ? ">" : "<");
		bind_number(values, query->before_published);
		bind_number(values, query->before_id);
	}
}

void query_add_sql(struct str *sql, const struct query *query,
    enum query_use use, struct query_values *values)
{
	const char *order = query->is_upward ? "ASC" : "DESC";

	values->count = 0;
	if (query->tag == NULL)
		str_addf(sql, " FROM article AS a INDEXED BY %s",
		    choose_index(query));
	else
		str_add(sql, " FROM article_tag AS g"
		    " INDEXED BY article_tag_newest"
		    " CROSS JOIN article AS a ON a.id = g.article_id");
	if (use == QUERY_ROWS)
		str_add(sql, ROW_JOINS);
	add_conditions(sql, query, values);
	if (use == QUERY_ROWS && query_folds(query))
		query_add_fold(sql, query);
	if (use == QUERY_COUNT)
		return;
	str_addf(sql, query->tag == NULL ?
	    " ORDER BY a.published %s, a.id %s LIMIT ?" :
	    " ORDER BY g.published %s, g.article_id %s LIMIT ?", order,
	    order);
	bind_number(values, query->limit == 0 ? -1 : (int64_t)query->limit);
}

/* --- rows --------------------------------------------------------------- */

/* Of Vietnam's days, or of UTC's, as feeds that name no zone have them. */
static bool is_midnight(int64_t when)
{
	enum { DAY = 86400, VIETNAM = 7 * 3600 };

	return when % DAY == 0 || (when % DAY + VIETNAM) % DAY == 0;
}

void row_read(const struct cursor *cursor, struct arena *arena,
    struct article_row *row)
{
	row->id = cursor_int(cursor, 0);
	row->source_id = cursor_int(cursor, 1);
	row->title = cursor_text(cursor, 2, arena);
	row->link = cursor_text(cursor, 3, arena);
	row->lead = cursor_text(cursor, 4, arena);
	row->source_title = cursor_text(cursor, 5, arena);
	row->published = cursor_int(cursor, 6);
	row->is_date_trusted = cursor_int(cursor, 7) != DATE_FIRST_SEEN;
	row->is_day_only = cursor_int(cursor, 7) == DATE_ROUGH &&
	    is_midnight(row->published);
	row->is_unread = cursor_bool(cursor, 8);
	row->is_starred = cursor_bool(cursor, 9);
	row->is_updated = cursor_bool(cursor, 10);
	row->page = (enum page_state)cursor_int(cursor, 11);
	row->words = (int)cursor_int(cursor, 12);
	row->story = cursor_int(cursor, 13);
	row->others = 0;
}

static void reverse(struct article_row *rows, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct article_row row = rows[i];

		rows[i] = rows[count - 1 - i];
		rows[count - 1 - i] = row;
	}
}

bool store_read_articles(struct store *store, const struct query *query,
    struct arena *arena, struct article_row **rows, size_t *count,
    struct error *err)
{
	struct query_values values;
	struct cursor cursor;
	struct str sql;
	size_t cap = 0;

	*rows = NULL;
	*count = 0;
	if (query->text != NULL)
		return search_list_read(store, query, arena, rows, count,
		    err);
	str_init(&sql);
	str_add(&sql, "SELECT " ROW_COLUMNS);
	query_add_sql(&sql, query, QUERY_ROWS, &values);
	cursor = cursor_open(store, err, sql.data, values.values,
	    values.count);
	while (cursor_next(&cursor)) {
		*rows = arena_grow(arena, *rows, &cap, *count + 1,
		    sizeof(**rows));
		row_read(&cursor, arena, &(*rows)[(*count)++]);
	}
	str_release(&sql);
	if (!cursor_close(&cursor))
		return false;
	if (query->is_upward)
		reverse(*rows, *count);
	return !query_folds(query) ||
	    folds_count_others(store, query, *rows, *count, err);
}

/* The counts that are kept with the sources. */
static bool read_kept_counts(struct store *store, int64_t source_id,
    int64_t counts[2], struct error *err)
{
	return store_read_ints(store, err, "SELECT total(total),"
	    " total(unread) FROM source WHERE ?1 = 0 OR id = ?1",
	    BIND(INT(source_id)), counts, 2, NULL);
}

static bool count_rows(struct store *store, const struct query *query,
    int64_t *count, struct error *err)
{
	struct query_values values;
	struct str sql;
	bool is_done;

	str_init(&sql);
	str_add(&sql, "SELECT count(*)");
	query_add_sql(&sql, query, QUERY_COUNT, &values);
	is_done = store_read_ints(store, err, sql.data, values.values,
	    values.count, count, 1, NULL);
	str_release(&sql);
	return is_done;
}

static bool count_articles(struct store *store, const struct query *query,
    int64_t *total, int64_t *unread, struct error *err)
{
	struct query narrow = *query;
	int64_t counts[2];

	if (!query->is_starred_only && query->since == 0 &&
	    query->tag == NULL &&
	    query->before_published == 0 &&
	    query->before_id == 0) {
		if (!read_kept_counts(store, query->source_id, counts, err))
			return false;
		*unread = counts[1];
		*total = query->is_unread_only ? counts[1] : counts[0];
		return true;
	}
	if (!count_rows(store, &narrow, total, err))
		return false;
	*unread = *total;
	narrow.is_unread_only = true;
	return query->is_unread_only ||
	    count_rows(store, &narrow, unread, err);
}

/* Rows are counted as they are shown; unread ones as they are. */
static bool take_hidden(struct store *store, const struct query *query,
    int64_t *total, struct error *err)
{
	int64_t hidden = 0;

	if (!query_folds(query))
		return true;
	if (!folds_count_hidden(store, query, *total, &hidden, err))
		return false;
	*total -= hidden;
	return true;
}

bool store_count_articles(struct store *store, const struct query *query,
    int64_t *total, int64_t *unread, struct error *err)
{
	if (query->text != NULL)
		return search_list_count(store, query, total, unread, err);
	return store_begin_read(store, err) && store_finish(store,
	    count_articles(store, query, total, unread, err) &&
	    take_hidden(store, query, total, err), err);
}

bool store_read_rows(struct store *store, const int64_t *ids, size_t count,
    struct arena *arena, struct article_row **rows, size_t *row_count,
    struct error *err)
{
	*rows = arena_array(arena, count, sizeof(**rows));
	*row_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct cursor cursor = cursor_open(store, err,
		    "SELECT " ROW_COLUMNS " FROM article AS a" ROW_JOINS
		    " WHERE a.id = ?1", BIND(INT(ids[i])));

		if (cursor_next(&cursor))
			row_read(&cursor, arena, &(*rows)[(*row_count)++]);
		if (!cursor_close(&cursor))
			return false;
	}
	return true;
}

bool store_find_article(struct store *store, const char *address,
    int64_t *id, struct error *err)
{
	struct page_place page;

	*id = 0;
	if (!page_find(store, address, "", &page, err))
		return false;
	return page.id == 0 || store_read_ints(store, err, "SELECT id FROM article"
	    " INDEXED BY article_page WHERE page_id = ?1"
	    " ORDER BY published DESC, id DESC LIMIT 1",
	    BIND(INT(page.id)), id, 1, NULL);
}
