/*
 * What of a query is no words: sources, provinces, tags, days, marks. What
 * names them is looked up once; then an article is judged by its row.
 */
#include "store/search_internal.h"

#include <stdlib.h>
#include <string.h>

#include "news/province.h"
#include "text/fold.h"

void filter_release(struct search_filter *filter)
{
	free(filter->sources.ids);
	free(filter->tagged.ids);
	free(filter->tagged_sources.ids);
	free(filter->listed.ids);
}

static int compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static bool has_id(const struct id_list *ids, int64_t id)
{
	return ids->count > 0 && bsearch(&id, ids->ids, ids->count,
	    sizeof(*ids->ids), compare_ids) != NULL;
}

bool filter_is_any(const struct search_filter *filter)
{
	return filter->is_by_source || filter->is_by_tag ||
	    filter->tag != NULL || filter->source_id != 0 ||
	    filter->query->from != 0 ||
	    filter->query->to != 0 || filter->query->is_unread_only ||
	    filter->query->is_starred_only;
}

bool filter_wants(const struct search_filter *filter,
    const struct search_facts *facts)
{
	const struct search_query *query = filter->query;

	return (!query->is_unread_only || facts->is_unread) &&
	    (!query->is_starred_only || facts->is_starred) &&
	    (query->from == 0 || facts->published >= query->from) &&
	    (query->to == 0 || facts->published <= query->to) &&
	    (filter->source_id == 0 ||
	    facts->source_id == filter->source_id) &&
	    (filter->tag == NULL || has_id(&filter->listed, facts->id)) &&
	    (!filter->is_by_tag || has_id(&filter->tagged, facts->id) ||
	    has_id(&filter->tagged_sources, facts->source_id)) &&
	    (!filter->is_by_source ||
	    has_id(&filter->sources, facts->source_id));
}

bool filter_article(struct store *store,
    const struct search_filter *filter, int64_t doc, int64_t *id,
    struct error *err)
{
	int64_t row[5];
	struct search_facts facts;
	bool found;

	*id = 0;
	if (!filter_is_any(filter))
		return store_read_ints(store, err, "SELECT id FROM article"
		    " INDEXED BY article_doc WHERE doc = ?1", BIND(INT(doc)),
		    id, 1, NULL);
	if (!store_read_ints(store, err, "SELECT id, source_id, published,"
	    " is_unread, is_starred FROM article INDEXED BY article_doc"
	    " WHERE doc = ?1", BIND(INT(doc)), row, ARRAY_LEN(row), &found))
		return false;
	facts = (struct search_facts){row[0], row[1], row[2], row[3] != 0,
	    row[4] != 0};
	if (found && filter_wants(filter, &facts))
		*id = facts.id;
	return true;
}

/* --- sources ---------------------------------------------------------------------- */

/* As names are typed in filters: folded, a blank for - and _. */
static void fold_name(struct str *out, const char *text)
{
	text_fold(out, text, strlen(text));
	for (size_t i = 0; i < out->len; i++)
		if (out->data[i] == '-' || out->data[i] == '_')
			out->data[i] = ' ';
}

/* A province may be meant by another of its names. */
static bool holds_any(char *const *names, size_t count, const char *text)
{
	struct str folded;
	bool is_any = false;

	str_init(&folded);
	fold_name(&folded, text);
	for (size_t i = 0; i < count && !is_any; i++)
		is_any = strstr(folded.data, names[i]) != NULL ||
		    province_is_called(folded.data, names[i]);
	str_release(&folded);
	return is_any;
}

static bool is_source_named(const struct search_query *query, int64_t id,
    const char *title, const char *url)
{
	for (size_t i = 0; i < query->source_count; i++)
		if (strtoll(query->sources[i], NULL, 10) == id)
			return true;
	return query->source_count == 0 ||
	    holds_any(query->sources, query->source_count, title) ||
	    holds_any(query->sources, query->source_count, url);
}

static void add_id(struct id_list *ids, int64_t id)
{
	ids->ids = mem_grow(ids->ids, &ids->cap, ids->count + 1,
	    sizeof(*ids->ids));
	ids->ids[ids->count++] = id;
}

static void sort_ids(struct id_list *ids)
{
	if (ids->count > 1)
		qsort(ids->ids, ids->count, sizeof(*ids->ids), compare_ids);
}

/* Those of sources that are followed no longer are among them. */
static bool find_sources(struct store *store, struct search_filter *filter,
    struct error *err)
{
	const struct search_query *query = filter->query;
	struct cursor cursor;
	struct arena arena;

	filter->is_by_source = query->source_count > 0 ||
	    query->province_count > 0;
	if (!filter->is_by_source)
		return true;
	arena_init(&arena);
	cursor = cursor_open(store, err,
	    "SELECT id, title, url, province FROM source ORDER BY id",
	    BIND_NONE);
	while (cursor_next(&cursor)) {
		int64_t id = cursor_int(&cursor, 0);

		if (is_source_named(query, id,
		    cursor_text(&cursor, 1, &arena),
		    cursor_text(&cursor, 2, &arena)) &&
		    (query->province_count == 0 ||
		    holds_any(query->provinces, query->province_count,
		    cursor_text(&cursor, 3, &arena))))
			add_id(&filter->sources, id);
	}
	arena_release(&arena);
	return cursor_close(&cursor);
}

/* --- tags ---------------------------------------------------------------------------- */

static bool is_asked_tag(const struct search_query *query, const char *tag)
{
	struct str folded;
	bool is_asked = false;

	str_init(&folded);
	fold_name(&folded, tag);
	for (size_t i = 0; i < query->tag_count && !is_asked; i++)
		is_asked = strcmp(folded.data, query->tags[i]) == 0;
	str_release(&folded);
	return is_asked;
}

static bool add_tagged(struct store *store, int64_t tag_id, struct id_list *ids,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT article_id FROM article_tag INDEXED BY article_tag_newest"
	    " WHERE tag_id = ?1 AND is_set = 1", BIND(INT(tag_id)));

	while (cursor_next(&cursor))
		add_id(ids, cursor_int(&cursor, 0));
	return cursor_close(&cursor);
}

/* Articles by their own tags, and by those of their sources. */
static bool find_tagged(struct store *store, struct search_filter *filter,
    struct error *err)
{
	const struct search_query *query = filter->query;
	struct cursor cursor;
	bool is_good = true;

	filter->is_by_tag = query->tag_count > 0;
	if (!filter->is_by_tag && filter->tag == NULL)
		return true;
	cursor = cursor_open(store, err, "SELECT id, name FROM tag",
	    BIND_NONE);
	while (is_good && cursor_next(&cursor)) {
		const char *name = (const char *)sqlite3_column_text(
		    cursor.prepared, 1);
		int64_t id = cursor_int(&cursor, 0);

		if (is_asked_tag(query, name))
			is_good = add_tagged(store, id, &filter->tagged, err);
		if (is_good && str_equal(name, filter->tag))
			is_good = add_tagged(store, id, &filter->listed, err);
	}
	if (!cursor_close(&cursor) || !is_good)
		return false;
	cursor = cursor_open(store, err,
	    "SELECT source_id, tag FROM source_tag ORDER BY source_id",
	    BIND_NONE);
	while (cursor_next(&cursor))
		if (is_asked_tag(query, (const char *)sqlite3_column_text(
		    cursor.prepared, 1)))
			add_id(&filter->tagged_sources,
			    cursor_int(&cursor, 0));
	sort_ids(&filter->tagged);
	sort_ids(&filter->listed);
	return cursor_close(&cursor);
}

bool filter_prepare(struct store *store, struct search_filter *filter,
    struct error *err)
{
	return find_sources(store, filter, err) &&
	    find_tagged(store, filter, err);
}
