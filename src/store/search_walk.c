#include "store/search_walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/search_hit.h"

enum {
	SPAN_LEAST = 1024, /* docs of a window */
	SPAN_FIRST = 2048,
	WINDOW_NANOS_LEAST = 400 * 1000, /* then the next one is wider */
	WINDOW_NANOS_MOST = 1500 * 1000, /* or narrower */
	HITS_AT_ONCE = 16, /* between two looks at the clock */
	PAIR_DOCS_MOST = 512,
	/* texts that are sooner read than lists are opened */
	TEXTS_ANYWAY = 32,
	TEXTS_A_FORM = 8,
};

/* Docs that may meet all units: those that the words are in. */
struct walk_clause {
	struct walk_unit *units;
	size_t count;
	struct walk_word **words; /* of them, each once, the rarest first */
	size_t word_count;
	struct pair_docs pairs; /* those that may meet it, by its pairs */
	size_t pair_at;
	bool has_pairs; /* they are known, and few */
	struct doc_set docs; /* of the window */
};

struct walk {
	const struct search_query *query;
	const struct search_forms *forms;
	struct arena arena; /* of the pass */
	struct segment_list segments;
	bool has_segments; /* they were read */
	struct walk_word **words; /* of all passes so far */
	size_t word_count, word_cap;
	struct walk_pass pass;
	struct walk_clause *clauses;
	size_t clause_count;
	struct walk_clause excluded; /* each unit is for itself */
	size_t span;
	size_t leaves; /* read before this pass */
	bool is_planned, has_moved, has_clauses, has_asked_pairs;
	bool is_by_texts; /* the only clause's docs are looked at */
	/* of the window */
	struct doc_set docs; /* of any clause */
	struct doc_numbers numbers;
	struct hit_memory hit;
};

struct walk *walk_new(const struct search_query *query,
    const struct search_forms *forms)
{
	struct walk *walk = mem_alloc_zero(1, sizeof(*walk));

	walk->query = query;
	walk->forms = forms;
	arena_init(&walk->arena);
	return walk;
}

static void forget_pairs(struct walk *walk)
{
	for (size_t i = 0; i < walk->clause_count; i++)
		free(walk->clauses[i].pairs.docs);
	walk->clause_count = 0;
}

void walk_free(struct walk *walk)
{
	if (walk == NULL)
		return;
	for (size_t i = 0; i < walk->word_count; i++)
		walk_word_free(walk->words[i]);
	forget_pairs(walk);
	free(walk->words);
	free(walk->segments.rows);
	hit_memory_release(&walk->hit);
	arena_release(&walk->arena);
	free(walk);
}

/* --- planning -------------------------------------------------------------------- */

static struct walk_word *find_word(struct walk *walk,
    const struct search_word *word, bool is_completed)
{
	struct walk_word *made;

	for (size_t i = 0; i < walk->word_count; i++)
		if (walk_word_is(walk->words[i], word, is_completed))
			return walk->words[i];
	made = walk_word_new(word, is_completed, walk->forms);
	walk->words = mem_grow(walk->words, &walk->word_cap,
	    walk->word_count + 1, sizeof(*walk->words));
	walk->words[walk->word_count++] = made;
	return made;
}

static void add_unit(struct walk *walk, struct walk_clause *clause,
    const struct search_phrase *phrase, bool is_loose, bool is_completed)
{
	struct walk_unit *unit = &clause->units[clause->count++];

	unit->is_loose = is_loose && !phrase->is_quoted && phrase->count > 1;
	unit->count = phrase->count;
	unit->words = arena_array(&walk->arena, phrase->count,
	    sizeof(struct walk_word *));
	for (size_t i = 0; i < phrase->count; i++)
		unit->words[i] = find_word(walk, &phrase->words[i],
		    is_completed && i + 1 == phrase->count);
}

static void make_clause(struct walk *walk, struct walk_clause *clause,
    const struct search_clause *asked, bool is_loose, bool is_completed)
{
	*clause = (struct walk_clause){.units = arena_array(&walk->arena,
	    asked->count + 1, sizeof(*clause->units))};
	for (size_t i = 0; i < asked->count; i++)
		add_unit(walk, clause, &asked->phrases[i], is_loose,
		    is_completed && i + 1 == asked->count);
}

static void make_clauses(struct walk *walk)
{
	const struct search_query *query = walk->query;

	forget_pairs(walk);
	arena_release(&walk->arena);
	walk->clauses = arena_array(&walk->arena, query->count + 1,
	    sizeof(*walk->clauses));
	for (size_t i = 0; i < query->count; i++)
		make_clause(walk, &walk->clauses[walk->clause_count++],
		    &query->clauses[i], walk->pass.is_loose,
		    walk->pass.is_completed && i + 1 == query->count);
	make_clause(walk, &walk->excluded, &query->excluded, false, false);
}

static bool is_among(struct walk_word **words, size_t count,
    const struct walk_word *word)
{
	for (size_t i = 0; i < count; i++)
		if (words[i] == word)
			return true;
	return false;
}

/* Once the words are opened. */
static void order_words(struct walk *walk, struct walk_clause *clause)
{
	clause->words = arena_array(&walk->arena, SEARCH_WORDS_MOST + 1,
	    sizeof(struct walk_word *));
	clause->word_count = 0;
	for (size_t i = 0; i < clause->count; i++)
		for (size_t k = 0; k < clause->units[i].count; k++) {
			struct walk_word *word = clause->units[i].words[k];
			size_t at = clause->word_count;

			if (is_among(clause->words, at, word) ||
			    at == SEARCH_WORDS_MOST)
				continue;
			for (; at > 0 && walk_word_bytes(clause->words[at -
			     1]) > walk_word_bytes(word); at--)
				clause->words[at] = clause->words[at - 1];
			clause->words[at] = word;
			clause->word_count++;
		}
}

/*
 * The index's parts: as long as they are the same, lists are where they were.
 */
static bool open_index(struct store *store, struct walk *walk,
    struct error *err)
{
	struct segment_list now = {0};
	bool is_same, is_read = segments_read(store, &now, err);

	is_same = is_read && walk->has_segments &&
	    now.count == walk->segments.count && (now.count == 0 ||
	    memcmp(now.rows, walk->segments.rows,
	    now.count * sizeof(*now.rows)) == 0);
	if (!is_read || is_same) {
		free(now.rows);
		return is_read;
	}
	for (size_t i = 0; i < walk->word_count; i++)
		walk_word_close(walk->words[i]);
	walk->is_planned = false;
	free(walk->segments.rows);
	walk->segments = now;
	walk->has_segments = true;
	return true;
}

/*
 * Words that stand together, each of which is frequent, and the few docs where
 * they do: the sets of pairs (search_pairs.c) find those. Of one pair so many
 * docs seem to have it that no leaf is left out.
 */
static bool ask_pairs(struct store *store, struct walk *walk,
    struct walk_clause *clause, int64_t deadline, struct error *err)
{
	struct pair_bounds bounds = {walk->pass.from, walk->pass.below,
	    PAIR_DOCS_MOST};
	struct pair pairs[PAIRS_MOST];
	int64_t sheet = clause->pairs.sheet;
	size_t count = 0;

	for (size_t i = 0; i < clause->count; i++)
		count = unit_add_pairs(&clause->units[i], pairs, count);
	clause->pairs.is_done = clause->pairs.is_done || count < 2;
	if (clause->pairs.is_done)
		return true;
	if (!pairs_find(store, pairs, count, &bounds, deadline,
	    &clause->pairs, err))
		return false;
	walk->has_moved = walk->has_moved || clause->pairs.sheet != sheet;
	clause->has_pairs = clause->pairs.is_done &&
	    clause->pairs.count <= PAIR_DOCS_MOST;
	return true;
}

/* Each form of each word has lists, in each part of the index, to be opened. */
static bool plan_texts(struct store *store, struct walk *walk,
    int64_t deadline, struct error *err)
{
	size_t texts = TEXTS_ANYWAY;

	if (!walk->has_clauses)
		make_clauses(walk);
	walk->has_clauses = true;
	walk->has_asked_pairs = true;
	for (size_t i = 0; i < walk->clause_count; i++) {
		if (!ask_pairs(store, walk, &walk->clauses[i], deadline, err))
			return false;
		walk->has_asked_pairs = walk->has_asked_pairs &&
		    walk->clauses[i].pairs.is_done;
	}
	if (!walk->has_asked_pairs)
		return true;
	for (size_t i = 0; i < walk->word_count; i++)
		texts += TEXTS_A_FORM * walk_word_forms(walk->words[i]);
	walk->is_by_texts = walk->clause_count == 1 &&
	    walk->clauses[0].has_pairs &&
	    walk->clauses[0].pairs.count <= texts;
	return true;
}

/* *is_ready false: there was no time for all of it. */
static bool plan(struct store *store, struct walk *walk, int64_t deadline,
    bool *is_ready, struct error *err)
{
	*is_ready = walk->is_by_texts;
	if (walk->is_by_texts)
		return true;
	if (!open_index(store, walk, err))
		return false;
	*is_ready = walk->is_planned;
	if (walk->is_planned)
		return true;
	if (!walk->has_asked_pairs) {
		if (!plan_texts(store, walk, deadline, err))
			return false;
		*is_ready = walk->is_by_texts;
		if (*is_ready || !walk->has_asked_pairs)
			return true;
	}
	for (size_t i = 0; i < walk->word_count; i++) {
		size_t before = walk_word_bytes(walk->words[i]);

		if (!walk_word_open(store, walk->words[i], &walk->segments,
		    deadline, is_ready, err))
			return false;
		walk->has_moved = walk->has_moved ||
		    walk_word_bytes(walk->words[i]) != before;
		if (!*is_ready)
			return true;
	}
	for (size_t i = 0; i < walk->clause_count; i++)
		order_words(walk, &walk->clauses[i]);
	for (size_t i = 0; i < walk->word_count; i++)
		walk_word_rewind(walk->words[i]);
	walk->leaves = store->search.leaves_read;
	*is_ready = walk->is_planned = true;
	return true;
}

void walk_begin(struct walk *walk, const struct walk_pass *pass)
{
	walk->pass = *pass;
	walk->is_planned = walk->has_asked_pairs = walk->is_by_texts = false;
	walk->has_clauses = walk->hit.text.is_set = false;
	walk->span = SPAN_FIRST;
}

/* --- windows ----------------------------------------------------------------------- */

/* The highest doc below that a clause may be met by; -1: none. */
static bool find_top(struct store *store, struct walk_clause *clause,
    int64_t below, int64_t *doc, struct error *err)
{
	*doc = -1;
	if (clause->word_count == 0 ||
	    walk_word_bytes(clause->words[0]) == 0)
		return true;
	if (!clause->has_pairs)
		return walk_word_find_below(store, clause->words[0], below,
		    doc, err);
	while (clause->pair_at < clause->pairs.count &&
	    clause->pairs.docs[clause->pair_at] >= below)
		clause->pair_at++;
	if (clause->pair_at < clause->pairs.count)
		*doc = clause->pairs.docs[clause->pair_at];
	return true;
}

static void set_all(struct doc_set *docs)
{
	size_t size = docs->span / 64;

	memset(docs->bits, 0xFF, size * sizeof(*docs->bits));
	if (docs->span % 64 != 0)
		docs->bits[size] = (UINT64_C(1) << docs->span % 64) - 1;
}

static void set_pair_docs(const struct walk_clause *clause,
    struct doc_set *docs)
{
	memset(docs->bits, 0, (docs->span + 63) / 64 * sizeof(*docs->bits));
	for (size_t i = clause->pair_at; i < clause->pairs.count &&
	     clause->pairs.docs[i] >= docs->low; i++) {
		size_t at = (size_t)(clause->pairs.docs[i] - docs->low);

		if (at < docs->span)
			docs->bits[at / 64] |= UINT64_C(1) << at % 64;
	}
}

static bool fill_clause(struct store *store, struct walk_clause *clause,
    int64_t low, size_t span, struct error *err)
{
	bool is_any = true;

	clause->docs.low = low;
	clause->docs.span = span;
	if (clause->has_pairs)
		set_pair_docs(clause, &clause->docs);
	else
		set_all(&clause->docs);
	for (size_t i = 0; i < clause->word_count && is_any; i++)
		if (!walk_word_keep(store, clause->words[i], &clause->docs,
		    &is_any, err))
			return false;
	if (clause->word_count == 0)
		memset(clause->docs.bits, 0, sizeof(clause->docs.bits));
	return true;
}

static void join_clauses(struct walk *walk, int64_t low, size_t span)
{
	size_t size = (span + 63) / 64;

	walk->docs.low = low;
	walk->docs.span = span;
	memset(walk->docs.bits, 0, size * sizeof(*walk->docs.bits));
	for (size_t i = 0; i < walk->clause_count; i++)
		for (size_t k = 0; k < size; k++)
			walk->docs.bits[k] |= walk->clauses[i].docs.bits[k];
}

/* Docs that hold the words of what is excluded, among those found. */
static bool fill_excluded(struct store *store, struct walk *walk,
    const struct walk_unit *unit, struct doc_set *docs, struct error *err)
{
	size_t size = (walk->docs.span + 63) / 64;
	bool is_any = true;

	docs->low = walk->docs.low;
	docs->span = walk->docs.span;
	memcpy(docs->bits, walk->docs.bits, size * sizeof(*docs->bits));
	for (size_t i = 0; i < unit->count && is_any; i++)
		if (!walk_word_keep(store, unit->words[i], docs, &is_any,
		    err))
			return false;
	return true;
}

/* That all words are there is known; is it all that is asked? */
static bool has_to_look(const struct walk *walk,
    const struct walk_unit *unit)
{
	return walk->pass.is_rated || unit->count > 1 || walk->is_by_texts;
}

static void collect(struct walk *walk, const struct walk_clause *clause)
{
	for (size_t i = 0; i < clause->count; i++)
		for (size_t k = 0; k < clause->units[i].count &&
		     has_to_look(walk, &clause->units[i]); k++)
			walk_word_collect(clause->units[i].words[k],
			    &walk->docs, &walk->numbers);
}

/* --- hits ----------------------------------------------------------------------------- */

static bool look_clause(struct store *store, struct walk *walk,
    const struct walk_clause *clause, size_t number, struct unit_hit *hit,
    struct error *err)
{
	*hit = (struct unit_hit){true, true, true, true, 0};
	for (size_t i = 0; i < clause->count && hit->is_met; i++) {
		const struct walk_unit *unit = &clause->units[i];
		struct unit_hit own = {true, true, true, true, 0};

		if (has_to_look(walk, unit) && !unit_look(store, unit,
		    number, &walk->hit, &own, err))
			return false;
		hit->is_met = own.is_met;
		hit->is_together = hit->is_together && own.is_together;
		hit->is_near = hit->is_near && own.is_near;
		hit->is_in_title = hit->is_in_title && own.is_in_title;
		hit->rate += own.rate;
	}
	return true;
}

static bool has_doc(const struct doc_set *set, int64_t doc)
{
	size_t at = (size_t)(doc - set->low);

	return (set->bits[at / 64] >> at % 64 & 1) != 0;
}

/* excluded NULL: any of them may be met. */
static bool is_excluded(struct store *store, struct walk *walk,
    size_t number, int64_t doc, const struct doc_set *excluded,
    bool *is_met, struct error *err)
{
	*is_met = false;
	for (size_t i = 0; i < walk->excluded.count && !*is_met; i++) {
		const struct walk_unit *unit = &walk->excluded.units[i];
		struct unit_hit own = {.is_met = true};

		if (excluded != NULL && !has_doc(&excluded[i], doc))
			continue;
		if (has_to_look(walk, unit) && !unit_look(store, unit,
		    number, &walk->hit, &own, err))
			return false;
		*is_met = own.is_met;
	}
	return true;
}

static bool look(struct store *store, struct walk *walk, int64_t doc,
    const struct doc_set *excluded, struct walk_hit *hit, bool *is_hit,
    struct error *err)
{
	size_t number = walk->numbers.numbers[doc - walk->docs.low];
	bool is_met;

	*is_hit = false;
	*hit = (struct walk_hit){.doc = doc};
	for (size_t i = 0; i < walk->clause_count; i++) {
		struct unit_hit own;

		if (!has_doc(&walk->clauses[i].docs, doc))
			continue;
		if (!look_clause(store, walk, &walk->clauses[i], number,
		    &own, err))
			return false;
		if (!own.is_met)
			continue;
		*is_hit = true;
		hit->is_together = hit->is_together || own.is_together;
		hit->is_near = hit->is_near || own.is_near;
		hit->is_in_title = hit->is_in_title || own.is_in_title;
		hit->rate += own.rate;
	}
	if (!*is_hit)
		return true;
	if (!is_excluded(store, walk, number, doc, excluded, &is_met, err))
		return false;
	*is_hit = !is_met;
	return true;
}

struct taking {
	walk_sink *sink;
	void *ctx;
	int64_t deadline;
	bool is_enough, is_late;
};

static bool take_hits(struct store *store, struct walk *walk, int64_t low,
    const struct doc_set *excluded, struct taking *taking,
    struct error *err)
{
	size_t hits = 0;
	int64_t doc = 0;

	while (!taking->is_enough &&
	    doc_set_last(&walk->docs, walk->pass.below, &doc)) {
		struct walk_hit hit;
		bool is_hit;

		if (!look(store, walk, doc, excluded, &hit, &is_hit, err) ||
		    (is_hit && !taking->sink(taking->ctx, &hit,
		    &taking->is_enough, err)))
			return false;
		walk->pass.below = doc;
		walk->has_moved = true;
		if (taking->deadline != 0 && ++hits % HITS_AT_ONCE == 0 &&
		    clock_nanos() >= taking->deadline) {
			taking->is_late = true;
			return true;
		}
	}
	walk->pass.below = low;
	walk->has_moved = true;
	return true;
}

/* One window, from a doc that may be a hit down. */
static bool walk_window(struct store *store, struct walk *walk, int64_t top,
    struct taking *taking, struct error *err)
{
	int64_t low = top + 1 - (int64_t)walk->span;
	struct doc_set *excluded;
	bool is_good = true;
	size_t span;

	if (low < walk->pass.from)
		low = walk->pass.from;
	span = (size_t)(top + 1 - low);
	for (size_t i = 0; i < walk->clause_count; i++)
		if (!fill_clause(store, &walk->clauses[i], low, span, err))
			return false;
	excluded = mem_alloc_zero(walk->excluded.count + 1,
	    sizeof(*excluded));
	join_clauses(walk, low, span);
	for (size_t i = 0; i < walk->excluded.count && is_good; i++)
		is_good = fill_excluded(store, walk,
		    &walk->excluded.units[i], &excluded[i], err);
	doc_numbers_set(&walk->numbers, &walk->docs);
	if (is_good && walk->numbers.count > 0) {
		for (size_t i = 0; i < walk->clause_count; i++)
			collect(walk, &walk->clauses[i]);
		collect(walk, &walk->excluded);
	}
	is_good = is_good && take_hits(store, walk, low, excluded, taking,
	    err);
	free(excluded);
	return is_good;
}

/* As wide as there is some, but not too much work in it. */
static void pace(struct walk *walk, int64_t nanos)
{
	if (nanos < WINDOW_NANOS_LEAST && walk->span < SPAN_MOST)
		walk->span *= 2;
	if (nanos > WINDOW_NANOS_MOST && walk->span > SPAN_LEAST)
		walk->span /= 2;
}

size_t walk_leaves(const struct store *store, const struct walk *walk)
{
	return walk->is_planned ? store->search.leaves_read - walk->leaves : 0;
}

static bool has_read_enough(const struct store *store,
    const struct walk *walk)
{
	return walk->pass.leaves_most != 0 &&
	    walk_leaves(store, walk) >= walk->pass.leaves_most;
}

static bool walk_windows(struct store *store, struct walk *walk,
    struct taking *taking, bool *is_through, struct error *err)
{
	while (!*is_through && !taking->is_late) {
		int64_t start = clock_nanos(), top = -1;

		if (taking->deadline != 0 && start >= taking->deadline)
			break;
		for (size_t i = 0; i < walk->clause_count; i++) {
			int64_t own;

			if (!find_top(store, &walk->clauses[i],
			    walk->pass.below, &own, err))
				return false;
			if (own > top)
				top = own;
		}
		if (top < 0 || top < walk->pass.from ||
		    has_read_enough(store, walk)) {
			*is_through = true;
			break;
		}
		if (!walk_window(store, walk, top, taking, err))
			return false;
		*is_through = taking->is_enough;
		pace(walk, clock_nanos() - start);
	}
	return true;
}

/* --- by texts ------------------------------------------------------------------------- */

static bool look_text(struct store *store, struct walk *walk, int64_t doc,
    struct walk_hit *hit, bool *is_hit, struct error *err)
{
	struct unit_hit own = {.is_met = false};
	bool found = false, is_met;
	int64_t id;

	*is_hit = false;
	if (!store_read_ints(store, err, "SELECT id FROM article"
	    " INDEXED BY article_doc WHERE doc = ?1", BIND(INT(doc)), &id, 1,
	    &found) || (found && !hit_read_text(store, id, &walk->hit,
	    &found, err)))
		return false;
	if (!found)
		return true;
	if (!look_clause(store, walk, &walk->clauses[0], 0, &own, err) ||
	    (own.is_met && !is_excluded(store, walk, 0, doc, NULL, &is_met,
	    err)))
		return false;
	*is_hit = own.is_met && !is_met;
	*hit = (struct walk_hit){doc, own.rate, own.is_together, own.is_near,
	    own.is_in_title};
	return true;
}

static bool walk_texts(struct store *store, struct walk *walk,
    struct taking *taking, bool *is_through, struct error *err)
{
	struct walk_clause *clause = &walk->clauses[0];

	while (clause->pair_at < clause->pairs.count && !taking->is_enough) {
		int64_t doc = clause->pairs.docs[clause->pair_at];
		struct walk_hit hit;
		bool is_hit;

		if (taking->deadline != 0 &&
		    clock_nanos() >= taking->deadline)
			return true;
		if (!look_text(store, walk, doc, &hit, &is_hit, err) ||
		    (is_hit && !taking->sink(taking->ctx, &hit,
		    &taking->is_enough, err)))
			return false;
		clause->pair_at++;
		walk->has_moved = true;
	}
	*is_through = true;
	return true;
}

static bool walk_either(struct store *store, struct walk *walk,
    struct taking *taking, bool *is_through, struct error *err)
{
	return walk->is_by_texts ?
	    walk_texts(store, walk, taking, is_through, err) :
	    walk_windows(store, walk, taking, is_through, err);
}

bool walk_on(struct store *store, struct walk *walk, int64_t deadline,
    walk_sink *sink, void *ctx, bool *is_through, struct error *err)
{
	struct taking taking = {sink, ctx, deadline, false, false};
	/* one state of the index: lists are where its parts say */
	bool is_own = sqlite3_get_autocommit(store->db) != 0;
	bool is_ready, is_good = !is_own || store_begin_read(store, err);

	*is_through = false;
	walk->has_moved = false;
	if (!is_good)
		return false;
	is_good = plan(store, walk, deadline, &is_ready, err) && (!is_ready ||
	    walk_either(store, walk, &taking, is_through, err));
	return is_own ? store_finish(store, is_good, err) : is_good;
}

bool walk_moved(const struct walk *walk)
{
	return walk->has_moved;
}
