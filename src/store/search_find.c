/*
 * Searching goes in passes, each a walk over the index (search_walk.c): first
 * those that hold the words together, then near, then anywhere; whole words
 * before beginnings. A pass goes from the newest hit down, can be broken off
 * at any doc, and goes on below it. A slice that came to nothing, as where
 * another process changes the index all the time, makes the next one longer.
 */
#include "store/search_walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum {
	HITS_MOST = 2000,     /* ranked, the newest of a pass */
	HITS_MOST_LOOSE = 500, /* of beginnings, and of words apart */
	COMPLETIONS = 64,     /* of a beginning */
	FORMS_MOST = 128,     /* of a word without marks */
	PASSES_MOST = 8,
	ROWS_AT_ONCE = 16,    /* between two looks at the clock */
	SLICE_MOST_MS = 256,
};

struct pass {
	enum search_reach reach;
	bool is_completed; /* the last word by its completions */
};

struct hit {
	int64_t doc, article_id;
	double rate;
};

struct store_search {
	struct arena arena;
	struct search_query query;
	enum search_order order;
	size_t limit;
	struct pass passes[PASSES_MOST];
	size_t pass_count, pass; /* pass: the one under way */
	struct walk *walk;       /* of it */
	struct hit *hits;        /* of it */
	size_t hit_count, hit_cap;
	struct search_result *results;
	size_t result_count, result_cap;
	bool is_started, is_done, has_moved;
	struct search_filter filter;
	struct search_forms forms; /* of its words */
	bool has_completions;
	int slower; /* times that a slice came to nothing */
	int64_t last_published, last_id; /* without words: the row above */
};

struct store_search *store_search_new(const char *text, int64_t now,
    enum search_order order, size_t limit)
{
	struct store_search *search = mem_alloc_zero(1, sizeof(*search));

	arena_init(&search->arena);
	search_parse(text, now, &search->arena, &search->query);
	search->filter.query = &search->query;
	search->order = order;
	search->limit = limit;
	return search;
}

void store_search_free(struct store_search *search)
{
	if (search == NULL)
		return;
	walk_free(search->walk);
	arena_release(&search->arena);
	free(search->hits);
	free(search->results);
	filter_release(&search->filter);
	free(search);
}

void store_search_narrow(struct store_search *search,
    const struct query *query)
{
	search->filter.source_id = query->source_id;
	search->filter.tag = arena_dup(&search->arena, query->tag);
	search->query.is_unread_only |= query->is_unread_only;
	search->query.is_starred_only |= query->is_starred_only;
	if (query->since > search->query.from)
		search->query.from = query->since;
}

size_t store_search_results(const struct store_search *search,
    const struct search_result **results)
{
	*results = search->results;
	return search->result_count;
}

const struct search_query *store_search_query(
    const struct store_search *search)
{
	return &search->query;
}

/* --- what is asked, pass by pass ------------------------------------------- */

static void add_pass(struct store_search *search, enum search_reach reach,
    bool can_complete)
{
	search->passes[search->pass_count++] = (struct pass){reach, false};
	if (can_complete && search->has_completions)
		search->passes[search->pass_count++] =
		    (struct pass){reach, true};
}

/* The most words in a row that were typed together without quotes. */
static size_t longest_run(const struct search_query *query)
{
	size_t most = 0;

	for (size_t i = 0; i < query->count; i++)
		for (size_t k = 0; k < query->clauses[i].count; k++) {
			const struct search_phrase *phrase =
			    &query->clauses[i].phrases[k];

			if (!phrase->is_quoted && phrase->count > most)
				most = phrase->count;
		}
	return most;
}

/*
 * Two syllables are a word as a rule, and apart they are not what was meant.
 * More of them rarely stand just so.
 */
static void plan_passes(struct store_search *search)
{
	size_t longest = longest_run(&search->query);

	if (search->order == SEARCH_BEST || longest <= 2)
		add_pass(search, REACH_PHRASE, true);
	if (longest < 2)
		return;
	if (search->order == SEARCH_BEST && longest > 2)
		add_pass(search, REACH_TITLE, false);
	add_pass(search, REACH_NEAR, true);
	add_pass(search, REACH_ANY, true);
}

/* The docs that dates allow; the ends may hold a few others. */
static void find_bounds(const struct store_search *search,
    struct walk_pass *pass)
{
	const struct search_query *query = &search->query;

	/* full minutes run over into the next ones */
	pass->below = query->to == 0 ? INT64_MAX :
	    doc_of_time(query->to) + DOCS_DRIFT_MOST;
	pass->from = query->from == 0 ? 0 : doc_of_time(query->from);
}

static bool start_pass(struct store_search *search)
{
	const struct pass *pass = &search->passes[search->pass];
	struct walk_pass walk = {.reach = pass->reach,
	    .is_completed = pass->is_completed,
	    .is_rated = search->order == SEARCH_BEST};

	search->hit_count = 0;
	search->slower = 0;
	if (search->pass == search->pass_count)
		return false;
	find_bounds(search, &walk);
	walk_begin(search->walk, &walk);
	return true;
}

/* --- the walk ------------------------------------------------------------------ */

struct slice {
	int64_t deadline; /* clock_nanos; 0: none */
	bool is_over;
};

static bool is_late(struct slice *slice)
{
	if (slice->deadline != 0 && clock_nanos() >= slice->deadline)
		slice->is_over = true;
	return slice->is_over;
}

static bool is_known(const struct store_search *search, int64_t article_id)
{
	for (size_t i = 0; i < search->result_count; i++)
		if (search->results[i].article_id == article_id)
			return true;
	return false;
}

static void add_result(struct store_search *search, int64_t article_id,
    double score)
{
	search->results = mem_grow(search->results, &search->result_cap,
	    search->result_count + 1, sizeof(*search->results));
	search->results[search->result_count++] =
	    (struct search_result){article_id, score};
}

static bool take_hit(struct store *store, struct store_search *search,
    int64_t doc, double rate, struct error *err)
{
	int64_t id = 0;

	if ((search->order == SEARCH_NEWEST || filter_is_any(&search->filter)) &&
	    !filter_article(store, &search->filter, doc, &id, err))
		return false;
	if (search->order == SEARCH_NEWEST) {
		if (id != 0)
			add_result(search, id, 0);
		return true;
	}
	if (id == 0 && filter_is_any(&search->filter))
		return true;
	search->hits = mem_grow(search->hits, &search->hit_cap,
	    search->hit_count + 1, sizeof(*search->hits));
	search->hits[search->hit_count++] = (struct hit){doc, id, rate};
	return true;
}

static bool has_enough(const struct store_search *search)
{
	const struct pass *pass = &search->passes[search->pass];
	size_t most = pass->is_completed || pass->reach > REACH_TITLE ?
	    HITS_MOST_LOOSE : HITS_MOST;

	if (search->order == SEARCH_NEWEST)
		return search->result_count >= search->limit;
	return search->hit_count >= (most > search->limit ? most :
	    search->limit);
}

struct taking {
	struct store *store;
	struct store_search *search;
};

static bool take(void *ctx, int64_t doc, double rate, bool *is_enough,
    struct error *err)
{
	struct taking *taking = ctx;

	if (!take_hit(taking->store, taking->search, doc, rate, err))
		return false;
	*is_enough = has_enough(taking->search);
	return true;
}

/* Walk on; *is_through: all hits of the pass were seen, or enough. */
static bool walk(struct store *store, struct store_search *search,
    struct slice *slice, bool *is_through, struct error *err)
{
	struct taking taking = {store, search};

	if (!walk_on(store, search->walk, slice->deadline, take, &taking,
	    is_through, err))
		return false;
	search->has_moved = search->has_moved || *is_through ||
	    walk_moved(search->walk);
	slice->is_over = slice->is_over || !*is_through;
	return true;
}

/* --- ranking -------------------------------------------------------------------- */

static int compare_hits(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->rate != y->rate)
		return x->rate > y->rate ? -1 : 1;
	return x->doc > y->doc ? -1 : x->doc < y->doc;
}

static bool rank_pass(struct store *store, struct store_search *search,
    struct error *err)
{
	double above = (double)(search->pass_count - 1 - search->pass);

	if (search->hit_count == 0)
		return true;
	qsort(search->hits, search->hit_count, sizeof(*search->hits),
	    compare_hits);
	for (size_t i = 0; i < search->hit_count &&
	    search->result_count < search->limit; i++) {
		struct hit *hit = &search->hits[i];

		if (hit->article_id == 0 && !filter_article(store,
		    &search->filter, hit->doc, &hit->article_id, err))
			return false;
		if (hit->article_id == 0 || is_known(search, hit->article_id))
			continue;
		add_result(search, hit->article_id,
		    (above + hit->rate / (hit->rate + 10)) /
		    (double)search->pass_count);
	}
	return true;
}

/* --- without words ------------------------------------------------------------------ */

/* Filters alone: articles by date. */
static bool list_filtered(struct store *store, struct store_search *search,
    struct slice *slice, bool *is_through, struct error *err)
{
	struct query query = {.is_unread_only = search->query.is_unread_only,
	    .is_starred_only = search->query.is_starred_only,
	    .source_id = search->filter.source_id,
	    .since = search->query.from,
	    .before_published = search->last_published,
	    .before_id = search->last_id};
	/* the list is of such alone */
	struct search_facts facts = {.is_unread = true, .is_starred = true};
	struct query_values values;
	struct cursor cursor;
	struct str sql;
	size_t rows = 0;

	if (search->last_id == 0 && search->query.to != 0) {
		query.before_published = search->query.to;
		query.before_id = INT64_MAX;
	}
	str_init(&sql);
	str_add(&sql, "SELECT a.id, a.source_id, a.published");
	query_add_sql(&sql, &query, QUERY_IDS, &values);
	cursor = cursor_open(store, err, sql.data, values.values,
	    values.count);
	str_release(&sql);
	*is_through = true;
	while (*is_through && cursor_next(&cursor)) {
		search->last_id = cursor_int(&cursor, 0);
		search->last_published = cursor_int(&cursor, 2);
		facts.id = search->last_id;
		facts.source_id = cursor_int(&cursor, 1);
		facts.published = search->last_published;
		if (filter_wants(&search->filter, &facts))
			add_result(search, search->last_id, 0);
		if (search->result_count >= search->limit)
			break;
		if (++rows % ROWS_AT_ONCE == 0 && is_late(slice))
			*is_through = false;
	}
	return cursor_close(&cursor);
}

/* --- forms of its words -------------------------------------------------------------- */

static struct word_forms *add_forms(struct store_search *search,
    const char *word)
{
	struct search_forms *forms = &search->forms;

	forms->rows = arena_grow(&search->arena, forms->rows, &forms->cap,
	    forms->count + 1, sizeof(*forms->rows));
	forms->rows[forms->count] = (struct word_forms){.word = word};
	return &forms->rows[forms->count++];
}

static bool find_forms(struct store *store, struct store_search *search,
    const struct search_clause *clause, struct error *err)
{
	for (size_t i = 0; i < clause->count; i++)
		for (size_t k = 0; k < clause->phrases[i].count; k++) {
			const struct search_word *word =
			    &clause->phrases[i].words[k];
			struct word_forms *forms;

			if (word->has_marks)
				continue;
			forms = add_forms(search, word->exact);
			if (!words_find_forms(store, word->exact, FORMS_MOST,
			    &search->arena, &forms->forms, &forms->count,
			    err))
				return false;
		}
	return true;
}

static bool find_all_forms(struct store *store, struct store_search *search,
    struct error *err)
{
	const struct search_query *query = &search->query;
	struct word_forms *forms;

	for (size_t i = 0; i < query->count; i++)
		if (!find_forms(store, search, &query->clauses[i], err))
			return false;
	if (!find_forms(store, search, &query->excluded, err))
		return false;
	if (query->start == NULL)
		return true;
	forms = add_forms(search, MATCH_COMPLETED);
	if (!words_complete(store, query->start, COMPLETIONS, &search->arena,
	    &forms->forms, &forms->count, err))
		return false;
	search->has_completions = forms->count > 0;
	return true;
}

/* --- steps -------------------------------------------------------------------------- */

static bool start_search(struct store *store, struct store_search *search,
    struct error *err)
{
	search->is_started = true;
	if (!filter_prepare(store, &search->filter, err))
		return false;
	if (search->query.word_count == 0)
		return true;
	if (!find_all_forms(store, search, err))
		return false;
	plan_passes(search);
	search->walk = walk_new(&search->query, &search->forms);
	start_pass(search);
	return true;
}

/* What a pass that is through has come to, and the next one. */
static bool end_pass(struct store *store, struct store_search *search,
    struct error *err)
{
	if (search->order == SEARCH_BEST && !rank_pass(store, search, err))
		return false;
	search->pass++;
	/* by date, hits of different kinds are not mixed */
	search->is_done = search->result_count >= search->limit ||
	    (search->order == SEARCH_NEWEST && search->result_count > 0) ||
	    !start_pass(search);
	return true;
}

static bool search_once(struct store *store, struct store_search *search,
    struct slice *slice, struct error *err)
{
	bool is_through;

	if (search->query.word_count == 0) {
		if (search_has_filter(&search->query) &&
		    !list_filtered(store, search, slice, &is_through, err))
			return false;
		search->is_done = !search_has_filter(&search->query) ||
		    is_through;
		return true;
	}
	return walk(store, search, slice, &is_through, err) &&
	    (!is_through || end_pass(store, search, err));
}

/* A slice that came to nothing would begin where it began. */
static int slice_of(const struct store_search *search, int milliseconds)
{
	int slice = milliseconds << search->slower;

	return slice < SLICE_MOST_MS ? slice : SLICE_MOST_MS;
}

bool store_search_step(struct store *store, struct store_search *search,
    int milliseconds, bool *is_done, struct error *err)
{
	struct slice slice = {0};
	bool is_good = true;

	search->has_moved = false;
	search->is_done = search->is_done || search->limit == 0;
	if (milliseconds > 0)
		slice.deadline = clock_nanos() +
		    (int64_t)slice_of(search, milliseconds) * 1000 * 1000;
	if (!search->is_started)
		is_good = start_search(store, search, err);
	while (is_good && !search->is_done && !slice.is_over)
		is_good = search_once(store, search, &slice, err);
	if (!search->has_moved && search->slower < 8)
		search->slower++;
	*is_done = search->is_done;
	return is_good;
}
