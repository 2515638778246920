/*
 * Whether an article meets a query, and how well, by its text: for those that
 * search_pairs.c says may hold its phrases. Where words may stand apart the
 * index alone can tell.
 */
#include "store/search_internal.h"

#include <stdlib.h>
#include <string.h>

#include "text/words.h"

enum { PAIRS_MOST = 2 * SEARCH_WORDS_MOST };

/* --- what is looked for -------------------------------------------------------- */

/* By hashes: without marks any form does. */
struct look_word {
	uint64_t hash;
	bool is_folded;
	uint64_t *forms; /* MATCH_COMPLETED: by any of these, exact */
	size_t form_count;
};

struct look_phrase {
	struct look_word *words;
	size_t count;
};

struct look {
	struct look_phrase *phrases;
	size_t count, excluded; /* the last ones are excluded */
	int64_t *docs;
	size_t doc_count;
};

static void set_completed(struct look_word *word,
    const struct search_forms *forms, struct arena *arena)
{
	for (size_t i = 0; i < forms->count; i++) {
		const struct word_forms *row = &forms->rows[i];

		if (strcmp(row->word, MATCH_COMPLETED) != 0)
			continue;
		word->forms = arena_array(arena, row->count,
		    sizeof(*word->forms));
		word->form_count = row->count;
		for (size_t k = 0; k < row->count; k++)
			word->forms[k] = pair_hash_word(row->forms[k],
			    strlen(row->forms[k]));
	}
}

static void add_phrase(struct look *look, const struct search_phrase *phrase,
    const struct search_forms *completed, struct arena *arena)
{
	struct look_phrase *own = &look->phrases[look->count++];

	own->words = arena_array(arena, phrase->count, sizeof(*own->words));
	own->count = phrase->count;
	for (size_t i = 0; i < phrase->count; i++) {
		const struct search_word *word = &phrase->words[i];

		own->words[i] = (struct look_word){.hash = pair_hash_word(
		    word->exact, strlen(word->exact)),
		    .is_folded = !word->has_marks};
		if (completed != NULL && i + 1 == phrase->count)
			set_completed(&own->words[i], completed, arena);
	}
}

/* The hash of a word without its marks. */
static uint64_t hash_folded(const struct search_word *word)
{
	struct words words;
	struct word read;
	uint64_t hash = 0;

	words_init(&words, word->exact, strlen(word->exact));
	if (words_next(&words, &read))
		hash = pair_hash_word(read.folded, read.folded_len);
	words_release(&words);
	return hash;
}

static size_t add_pairs(const struct search_phrase *phrase,
    bool is_completed, struct pair *pairs, size_t count)
{
	size_t words = phrase->count - (is_completed ? 1 : 0);

	for (size_t i = 1; i < words && count < PAIRS_MOST; i++)
		pairs[count++] = pair_of(hash_folded(&phrase->words[i - 1]),
		    hash_folded(&phrase->words[i]));
	return count;
}

/* Whether all words have to stand just as they are typed. */
static bool is_all_phrases(const struct search_clause *clause,
    enum search_reach reach)
{
	for (size_t i = 0; i < clause->count; i++)
		if (reach != REACH_PHRASE && clause->phrases[i].count > 1 &&
		    !clause->phrases[i].is_quoted)
			return false;
	return reach != REACH_TITLE;
}

static struct look *make_look(const struct search_query *query,
    bool is_completed, const struct search_forms *forms, struct arena *arena)
{
	const struct search_clause *clause = &query->clauses[0];
	struct look *look = arena_alloc(arena, sizeof(*look));

	*look = (struct look){.excluded = query->excluded.count};
	look->phrases = arena_array(arena, clause->count +
	    query->excluded.count, sizeof(*look->phrases));
	for (size_t i = 0; i < clause->count; i++)
		add_phrase(look, &clause->phrases[i], is_completed &&
		    i + 1 == clause->count ? forms : NULL, arena);
	for (size_t i = 0; i < query->excluded.count; i++)
		add_phrase(look, &query->excluded.phrases[i], NULL, arena);
	return look;
}

bool look_begin(struct store *store, const struct search_query *query,
    const struct look_pass *pass, struct arena *arena, struct look **look,
    struct error *err)
{
	const struct search_clause *clause = &query->clauses[0];
	struct pair pairs[PAIRS_MOST];
	size_t count = 0, found;
	int64_t *docs;

	*look = NULL;
	if (query->count != 1 || !is_all_phrases(clause, pass->reach))
		return true;
	for (size_t i = 0; i < clause->count; i++)
		count = add_pairs(&clause->phrases[i], pass->is_completed &&
		    i + 1 == clause->count, pairs, count);
	/* of one pair a fiftieth of all articles seems to have it */
	if (count < 2)
		return true;
	if (!pairs_find(store, pairs, count, &pass->bounds, &docs, &found,
	    err)) {
		free(docs);
		return false;
	}
	/* so many that the index has them soon */
	if (found <= pass->bounds.most) {
		*look = make_look(query, pass->is_completed, pass->forms,
		    arena);
		(*look)->docs = arena_array(arena, found + 1,
		    sizeof(*docs));
		for (size_t i = 0; i < found; i++)
			(*look)->docs[i] = docs[i];
		(*look)->doc_count = found;
	}
	free(docs);
	return true;
}

size_t look_docs(const struct look *look, const int64_t **docs)
{
	*docs = look->docs;
	return look->doc_count;
}

/* --- looking -------------------------------------------------------------------- */

struct seen_word {
	uint64_t exact, folded;
};

static struct seen_word *see_text(const char *text, struct arena *arena,
    size_t *count)
{
	struct seen_word *seen = NULL;
	struct words words;
	struct word word;
	size_t cap = 0;

	*count = 0;
	words_init(&words, text, strlen(text));
	while (words_next(&words, &word)) {
		seen = arena_grow(arena, seen, &cap, *count + 1,
		    sizeof(*seen));
		seen[*count].exact = pair_hash_word(word.exact,
		    word.exact_len);
		seen[*count].folded = word.has_marks ? pair_hash_word(
		    word.folded, word.folded_len) : seen[*count].exact;
		++*count;
	}
	words_release(&words);
	return seen;
}

static bool is_word(const struct look_word *word,
    const struct seen_word *seen)
{
	if (word->forms == NULL)
		return word->hash == (word->is_folded ? seen->folded :
		    seen->exact);
	for (size_t i = 0; i < word->form_count; i++)
		if (word->forms[i] == seen->exact)
			return true;
	return false;
}

static void find_phrase(const struct look_phrase *phrase, bool is_title,
    const struct seen_word *seen, size_t count, struct hit_rate *rate)
{
	for (size_t at = 0; at + phrase->count <= count; at++) {
		size_t same = 0;

		while (same < phrase->count &&
		    is_word(&phrase->words[same], &seen[at + same]))
			same++;
		if (same == phrase->count)
			rate_hit(rate, is_title, (int)at);
	}
}

bool look_at(struct store *store, const struct look *look, int64_t article_id,
    bool *is_met, double *rate, struct error *err)
{
	struct seen_word *titles, *bodies;
	const char *title, *body;
	size_t title_count, body_count;
	struct arena arena;

	*is_met = false;
	*rate = 0;
	arena_init(&arena);
	if (!index_read_text(store, article_id, &arena, &title, &body, is_met,
	    err)) {
		arena_release(&arena);
		return false;
	}
	titles = see_text(title, &arena, &title_count);
	bodies = see_text(body, &arena, &body_count);
	for (size_t i = 0; *is_met && i < look->count; i++) {
		bool is_excluded = i >= look->count - look->excluded;
		struct hit_rate own = {0};

		find_phrase(&look->phrases[i], false, bodies, body_count,
		    &own);
		find_phrase(&look->phrases[i], true, titles, title_count,
		    &own);
		*is_met = (own.in_body + own.in_title > 0) != is_excluded;
		*rate += own.rate;
	}
	arena_release(&arena);
	return true;
}
