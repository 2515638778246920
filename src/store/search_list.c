/*
 * A search that is shown as a list: the places of its newest hits, by date,
 * are kept with the handle until the file changes, so that the list is paged
 * and counted as any other.
 */
#include "store/search_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

struct place {
	int64_t published, id;
	bool is_unread;
};

struct search_list {
	struct query query; /* its text is our own; no bounds, no limit */
	char *text, *tag;
	int64_t version; /* store_data_version */
	struct place *places; /* the newest first */
	int64_t *ids;
	size_t count;
};

void search_list_forget(struct store *store)
{
	struct search_list *list = store->search.list;

	if (list == NULL)
		return;
	free(list->text);
	free(list->tag);
	free(list->places);
	free(list->ids);
	free(list);
	store->search.list = NULL;
}

static bool is_same(const struct search_list *list,
    const struct query *query, int64_t version)
{
	const struct query *own = &list->query;

	return list->version == version &&
	    strcmp(list->text, query->text) == 0 &&
	    str_equal(list->tag, query->tag) &&
	    own->source_id == query->source_id &&
	    own->is_unread_only == query->is_unread_only &&
	    own->is_starred_only == query->is_starred_only &&
	    own->since == query->since;
}

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->published != y->published)
		return x->published > y->published ? -1 : 1;
	return x->id > y->id ? -1 : x->id < y->id;
}

static bool read_places(struct store *store, struct search_list *list,
    const struct search_result *results, size_t count, struct error *err)
{
	list->places = mem_alloc_zero(count + 1, sizeof(*list->places));
	for (size_t i = 0; i < count; i++) {
		int64_t row[2];
		bool found;

		if (!store_read_ints(store, err, "SELECT published, is_unread"
		    " FROM article WHERE id = ?1",
		    BIND(INT(results[i].article_id)), row, 2, &found))
			return false;
		if (found)
			list->places[list->count++] = (struct place){row[0],
			    results[i].article_id, row[1] != 0};
	}
	if (list->count > 1)
		qsort(list->places, list->count, sizeof(*list->places),
		    compare_places);
	list->ids = mem_alloc_zero(list->count + 1, sizeof(*list->ids));
	for (size_t i = 0; i < list->count; i++)
		list->ids[i] = list->places[i].id;
	return true;
}

static bool fill_list(struct store *store, struct search_list *list,
    struct error *err)
{
	struct store_search *search = store_search_new(list->text,
	    clock_now(), SEARCH_NEWEST, SEARCH_LIST_MOST);
	const struct search_result *results;
	bool is_done, is_good;
	size_t count;

	store_search_narrow(search, &list->query);
	is_good = store_search_step(store, search, 0, &is_done, err);
	if (is_good) {
		count = store_search_results(search, &results);
		is_good = read_places(store, list, results, count, err);
	}
	store_search_free(search);
	return is_good;
}

static bool find_list(struct store *store, const struct query *query,
    struct search_list **found, struct error *err)
{
	int64_t version = store_data_version(store);
	struct search_list *list = store->search.list;

	*found = list;
	if (list != NULL && is_same(list, query, version))
		return true;
	search_list_forget(store);
	list = mem_alloc_zero(1, sizeof(*list));
	store->search.list = *found = list;
	list->query = *query;
	list->text = mem_dup(query->text);
	list->query.text = list->text;
	list->tag = mem_dup(query->tag);
	list->query.tag = list->tag;
	list->version = version;
	if (fill_list(store, list, err))
		return true;
	search_list_forget(store);
	return false;
}

/* The places that are within the query's bounds: from..to. */
static void find_range(const struct search_list *list,
    const struct query *query, size_t *from, size_t *to)
{
	struct place bound = {query->before_published, query->before_id,
	    false};
	size_t at = 0;

	*from = 0;
	*to = list->count;
	if (query->before_published == 0 && query->before_id == 0)
		return;
	while (at < list->count && compare_places(&list->places[at],
	    &bound) < 0)
		at++;
	if (query->is_upward) {
		*to = at;
		return;
	}
	*from = at;
	if (at < list->count && compare_places(&list->places[at],
	    &bound) == 0)
		++*from;
}

static void cut_range(const struct query *query, size_t *from, size_t *to)
{
	if (query->limit == 0 || *to - *from <= query->limit)
		return;
	if (query->is_upward)
		*from = *to - query->limit;
	else
		*to = *from + query->limit;
}

bool search_list_read(struct store *store, const struct query *query,
    struct arena *arena, struct article_row **rows, size_t *count,
    struct error *err)
{
	struct search_list *list;
	size_t from, to;

	*rows = NULL;
	*count = 0;
	if (!find_list(store, query, &list, err))
		return false;
	find_range(list, query, &from, &to);
	cut_range(query, &from, &to);
	return store_read_rows(store, list->ids + from, to - from, arena,
	    rows, count, err);
}

bool search_list_count(struct store *store, const struct query *query,
    int64_t *total, int64_t *unread, struct error *err)
{
	struct search_list *list;
	size_t from, to;

	*total = *unread = 0;
	if (!find_list(store, query, &list, err))
		return false;
	find_range(list, query, &from, &to);
	*total = (int64_t)(to - from);
	for (size_t i = from; i < to; i++)
		*unread += list->places[i].is_unread;
	return true;
}

bool search_list_ids(struct store *store, const struct query *query,
    const int64_t **ids, size_t *count, struct error *err)
{
	struct search_list *list;
	size_t from, to;

	*ids = NULL;
	*count = 0;
	if (!find_list(store, query, &list, err))
		return false;
	find_range(list, query, &from, &to);
	cut_range(query, &from, &to);
	*ids = list->ids + from;
	*count = to - from;
	return true;
}

bool store_count_unread(struct store *store,
    const struct search_result *results, size_t count, int64_t *unread,
    struct error *err)
{
	bool is_done = true;

	*unread = 0;
	for (size_t i = 0; is_done && i < count; i++) {
		bool found;

		is_done = store_read_ints(store, err, "SELECT 1 FROM article"
		    " WHERE id = ?1 AND is_unread = 1",
		    BIND(INT(results[i].article_id)), NULL, 0, &found);
		*unread += is_done && found;
	}
	return is_done;
}
