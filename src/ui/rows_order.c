#include "ui/rows_order.h"

#include "base/mem.h"

#include <string.h>

void rows_set_sort(struct rows *rows, enum rows_sort sort,
    const int64_t *sources, size_t count)
{
	rows->sort = sort;
	rows->sources = mem_grow(rows->sources, &rows->source_cap, count + 1,
	    sizeof(*rows->sources));
	if (count > 0)
		memcpy(rows->sources, sources, count * sizeof(*sources));
	rows->source_count = count;
}

/* One source's list is in no order of sources. */
static bool is_by_source(const struct rows *rows)
{
	return rows->sort == ROWS_BY_SOURCE && rows->query.source_id == 0 &&
	    rows->query.text == NULL;
}

/* Its place in the order; behind all others: it has none. */
static size_t place_of(const struct rows *rows, int64_t source)
{
	size_t place = 0;

	while (place < rows->source_count && rows->sources[place] != source)
		place++;
	return place;
}

bool rows_is_above(const struct rows *rows, struct row_key a,
    struct row_key b)
{
	bool is_newer = a.published != b.published
	    ? a.published > b.published : a.id > b.id;

	if (is_by_source(rows) && a.source != b.source)
		return place_of(rows, a.source) < place_of(rows, b.source);
	if (rows->sort == ROWS_OLDEST)
		return a.id != b.id && !is_newer;
	return is_newer;
}

static struct query query_of(const struct rows *rows,
    const struct rows_page *page)
{
	struct query query = rows->query;

	query.before_published = page->at.published;
	query.before_id = page->at.id;
	query.is_upward = page->is_upward != (rows->sort == ROWS_OLDEST);
	query.is_unread_only |= page->is_unread_only;
	query.limit = page->limit;
	return query;
}

/* The store gives the newest first, whichever way it was asked. */
static void reverse(struct article_row *rows, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct article_row row = rows[i];

		rows[i] = rows[count - 1 - i];
		rows[count - 1 - i] = row;
	}
}

/* --- one source after the other ------------------------------------------------ */

/* Join a source's rows to those that were read: behind them, or before. */
static void join(struct rows *rows, struct article_row **read, size_t *count,
    const struct article_row *part, size_t added, bool is_upward)
{
	struct article_row *all;

	if (added == 0)
		return;
	all = arena_array(&rows->arena, *count + added, sizeof(*all));
	if (*count > 0)
		memcpy(all + (is_upward ? added : 0), *read,
		    *count * sizeof(*all));
	memcpy(all + (is_upward ? 0 : *count), part, added * sizeof(*all));
	*read = all;
	*count += added;
}

static bool read_by_source(struct rows *rows, const struct rows_page *page,
    struct article_row **read, size_t *count, struct error *err)
{
	bool is_bound = page->at.id != 0;
	size_t place = is_bound      ? place_of(rows, page->at.source)
	    : page->is_upward        ? rows->source_count - 1
	                             : 0;

	for (; place < rows->source_count && *count < page->limit;
	     place += page->is_upward ? (size_t)-1 : 1) {
		struct query query = query_of(rows, page);
		struct article_row *part = NULL;
		size_t added = 0;

		query.is_upward = page->is_upward;
		query.source_id = rows->sources[place];
		query.limit = page->limit - *count;
		if (!is_bound)
			query.before_published = query.before_id = 0;
		is_bound = false;
		if (!store_read_articles(rows->store, &query, &rows->arena,
		        &part, &added, err))
			return false;
		join(rows, read, count, part, added, page->is_upward);
	}
	return true;
}

static bool count_by_source(struct rows *rows, struct row_key above,
    int64_t *total, int64_t *unread, struct error *err)
{
	bool is_bound = above.id != 0;
	size_t last = is_bound ? place_of(rows, above.source)
	                       : rows->source_count;

	*total = *unread = 0;
	for (size_t i = 0; i < rows->source_count && i <= last; i++) {
		struct query query = rows->query;
		int64_t counts[2];

		query.source_id = rows->sources[i];
		if (is_bound && i == last) {
			query.before_published = above.published;
			query.before_id = above.id;
			query.is_upward = true;
		}
		if (!store_count_articles(rows->store, &query, &counts[0],
		        &counts[1], err))
			return false;
		*total += counts[0];
		*unread += counts[1];
	}
	return true;
}

/* --- all orders ---------------------------------------------------------------- */

bool rows_read_page(struct rows *rows, const struct rows_page *page,
    struct article_row **read, size_t *count, struct error *err)
{
	struct query query = query_of(rows, page);

	*read = NULL;
	*count = 0;
	if (is_by_source(rows))
		return read_by_source(rows, page, read, count, err);
	if (!store_read_articles(rows->store, &query, &rows->arena, read,
	        count, err))
		return false;
	if (rows->sort == ROWS_OLDEST)
		reverse(*read, *count);
	return true;
}

bool rows_count(struct rows *rows, struct row_key above, int64_t *total,
    int64_t *unread, struct error *err)
{
	struct rows_page page = {.at = above, .is_upward = above.id != 0};
	struct query query = query_of(rows, &page);

	if (is_by_source(rows))
		return count_by_source(rows, above, total, unread, err);
	return store_count_articles(rows->store, &query, total, unread, err);
}

bool rows_seek_unread(struct rows *rows, struct row_key from, bool is_upward,
    struct row_key *found, struct error *err)
{
	struct rows_page page = {.at = from, .is_upward = is_upward,
	    .is_unread_only = true, .limit = 1};
	struct article_row *read;
	size_t count;

	*found = (struct row_key){0};
	if (!rows_read_page(rows, &page, &read, &count, err))
		return false;
	if (count > 0)
		*found = row_key_of(&read[0]);
	return true;
}
