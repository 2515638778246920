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
	HITS_MOST_LOOSE = 500, /* of beginnings, and of words near */
	COMPLETIONS = 32,     /* of a beginning */
	FORMS_MOST = 128,     /* of a word without marks */
	PASSES_MOST = 4,
	LEAVES_MOST = 1500, /* of the index, read for beginnings */
	HITS_MANY = 256,    /* enough to rank where those are slow to find */
	ROWS_FIRST = 64,    /* shown before all is ranked */
	ROWS_AT_ONCE = 16,    /* between two looks at the clock */
	SLICE_MOST_MS = 256,
};

struct pass {
	bool is_loose;     /* words typed together may stand apart */
	bool is_completed; /* the last word by its completions */
};

/* How what was typed is met, the best first. */
enum tier {
	TIER_TOGETHER,
	TIER_TOGETHER_BEGUN, /* the last word as a beginning */
	TIER_TITLE, /* all in the title */
	TIER_NEAR,
	TIER_NEAR_BEGUN,
	TIER_APART,
	TIER_APART_BEGUN,
	TIER_COUNT
};

struct hit {
	int64_t doc, article_id;
	enum tier tier;
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
	struct hit *hits; /* to be ranked; by date those apart, in case */
	size_t hit_count, hit_cap;
	size_t together_count, near_count, pass_hits; /* of the pass */
	struct search_result *results;
	size_t result_count, result_cap;
	size_t settled; /* results that stay; by date all do */
	bool is_started, is_done, has_moved;
	struct search_filter filter;
	struct search_forms forms; /* of its words */
	bool has_completions;
	size_t longest; /* run of words typed together */
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

static void add_pass(struct store_search *search, bool is_loose,
    bool is_completed)
{
	if (!is_completed || search->has_completions)
		search->passes[search->pass_count++] =
		    (struct pass){is_loose, is_completed};
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
	search->longest = longest_run(&search->query);
	if (search->order == SEARCH_NEWEST && search->longest > 2) {
		add_pass(search, true, false);
		add_pass(search, true, true);
		return;
	}
	add_pass(search, false, false);
	/* tells what is together as well: its lists are long ones */
	add_pass(search, search->longest >= 2, true);
	if (search->longest >= 2)
		add_pass(search, true, false);
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
	struct walk_pass walk = {.is_loose = pass->is_loose,
	    .is_completed = pass->is_completed,
	    .leaves_most = pass->is_completed ? LEAVES_MOST : 0,
	    .is_rated = search->order == SEARCH_BEST};

	search->together_count = search->near_count = 0;
	search->pass_hits = 0;
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

static enum tier find_tier(const struct store_search *search,
    const struct walk_hit *hit)
{
	const struct pass *pass = &search->passes[search->pass];

	if (!pass->is_loose || (hit->is_together && (pass->is_completed ||
	    search->longest <= 2)))
		return pass->is_completed ? TIER_TOGETHER_BEGUN :
		    TIER_TOGETHER;
	if (hit->is_in_title && search->longest > 2 &&
	    search->order == SEARCH_BEST && !pass->is_completed)
		return TIER_TITLE;
	if (hit->is_near)
		return pass->is_completed ? TIER_NEAR_BEGUN : TIER_NEAR;
	return pass->is_completed ? TIER_APART_BEGUN : TIER_APART;
}

static void add_hit(struct store_search *search, const struct walk_hit *hit,
    enum tier tier, int64_t article_id)
{
	search->hits = mem_grow(search->hits, &search->hit_cap,
	    search->hit_count + 1, sizeof(*search->hits));
	search->hits[search->hit_count++] = (struct hit){hit->doc,
	    article_id, tier, hit->rate};
}

/* The best that by date may still come: hits of others have to wait. */
static enum tier best_tier(const struct store_search *search)
{
	const struct pass *pass = &search->passes[search->pass];

	if (!pass->is_completed)
		return pass->is_loose ? TIER_NEAR : TIER_TOGETHER;
	return search->longest > 2 ? TIER_NEAR_BEGUN : TIER_TOGETHER_BEGUN;
}

static bool take_hit(struct store *store, struct store_search *search,
    const struct walk_hit *hit, struct error *err)
{
	enum tier tier = find_tier(search, hit);
	bool is_newest = search->order == SEARCH_NEWEST;
	bool is_best = tier <= best_tier(search);
	int64_t id = 0;

	if (is_newest && !is_best && (search->result_count > 0 ||
	    search->pass_hits >= SEARCH_LIST_MOST))
		return true;
	if (is_newest || filter_is_any(&search->filter)) {
		if (!filter_article(store, &search->filter, hit->doc, &id,
		    err))
			return false;
		if (id == 0)
			return true;
	}
	search->pass_hits++;
	search->together_count += tier <= TIER_TOGETHER_BEGUN;
	search->near_count += tier < TIER_APART;
	if (is_newest && is_best)
		add_result(search, id, 0);
	else
		add_hit(search, hit, tier, id);
	return true;
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Ranked are the newest hits: fewer of them where each takes long. */
static bool has_enough(const struct store *store,
    const struct store_search *search)
{
	const struct pass *pass = &search->passes[search->pass];
	size_t most = pass->is_completed ? HITS_MOST_LOOSE : HITS_MOST;
	size_t most_near = pass->is_loose ? HITS_MOST_LOOSE : most;

	if (search->order == SEARCH_NEWEST)
		return search->result_count >= search->limit;
	if (walk_leaves(store, search->walk) >= LEAVES_MOST)
		most = most_near = HITS_MANY;
	return search->pass_hits >= larger(most, search->limit) ||
	    search->near_count >= larger(most_near, search->limit);
}

struct taking {
	struct store *store;
	struct store_search *search;
};

static bool take(void *ctx, const struct walk_hit *hit, bool *is_enough,
    struct error *err)
{
	struct taking *taking = ctx;

	if (!take_hit(taking->store, taking->search, hit, err))
		return false;
	*is_enough = has_enough(taking->store, taking->search);
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

	if (x->tier != y->tier)
		return x->tier < y->tier ? -1 : 1;
	if (x->rate != y->rate)
		return x->rate > y->rate ? -1 : 1;
	return x->doc > y->doc ? -1 : x->doc < y->doc;
}

/* Add the best hits so far, up to a count of all results. */
static bool rank_hits(struct store *store, struct store_search *search,
    size_t most, struct error *err)
{
	size_t tiers = search->longest < 2 ? TIER_TITLE : TIER_COUNT;

	if (search->hit_count > 1)
		qsort(search->hits, search->hit_count, sizeof(*search->hits),
		    compare_hits);
	for (size_t i = 0; i < search->hit_count &&
	    search->result_count < most; i++) {
		struct hit *hit = &search->hits[i];
		double above = (double)(tiers - 1 - hit->tier);

		if (hit->article_id == 0 && !filter_article(store,
		    &search->filter, hit->doc, &hit->article_id, err))
			return false;
		if (hit->article_id == 0 || is_known(search, hit->article_id))
			continue;
		add_result(search, hit->article_id,
		    (above + hit->rate / (hit->rate + 10)) / (double)tiers);
	}
	return true;
}

static bool settle_hits(struct store *store, struct store_search *search,
    struct error *err)
{
	if (!rank_hits(store, search, search->limit, err))
		return false;
	search->hit_count = 0;
	search->settled = search->result_count;
	return true;
}

/* A slice has ended in the midst of a pass: what is best until now. */
static bool show_hits(struct store *store, struct store_search *search,
    struct error *err)
{
	return search->order != SEARCH_BEST || search->is_done ||
	    rank_hits(store, search, search->limit < ROWS_FIRST ?
	    search->limit : ROWS_FIRST, err);
}

/* By date: of those that waited the best kind. */
static void take_waiting(struct store_search *search)
{
	enum tier best = TIER_COUNT;

	for (size_t i = 0; i < search->hit_count; i++)
		if (search->hits[i].tier < best)
			best = search->hits[i].tier;
	for (size_t i = 0; i < search->hit_count &&
	    search->result_count < search->limit; i++)
		if (search->hits[i].tier == best)
			add_result(search, search->hits[i].article_id, 0);
	search->hit_count = 0;
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

/* Whether hits so far can be ranked: none that is above may come. */
static bool can_rank(const struct store_search *search)
{
	const struct pass *pass = &search->passes[search->pass];

	return search->pass + 1 == search->pass_count || !pass->is_loose ||
	    search->together_count >= search->limit;
}

/* What a pass that is through has come to, and the next one. */
static bool end_pass(struct store *store, struct store_search *search,
    struct error *err)
{
	if (search->order == SEARCH_BEST && can_rank(search) &&
	    !settle_hits(store, search, err))
		return false;
	if (search->order == SEARCH_NEWEST && search->result_count == 0 &&
	    search->pass + 1 == search->pass_count)
		take_waiting(search);
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
	if (search->order == SEARCH_BEST && search->query.word_count > 0)
		search->result_count = search->settled;
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
	return is_good && show_hits(store, search, err);
}
