#include "related/related.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "related/stop.h"
#include "text/fold.h"

/* What a pair weighs where it stands; measured on the sample portal. */
static const float weight_body = 1.0F;
static const float weight_lead = 1.5F;
static const float weight_title = 3.0F;
static const float factor_name = 1.6F; /* both syllables capitalised */

enum { LEAD_BYTES = 400 };

struct syllable {
	size_t start, end; /* in the text */
	struct str folded, exact;
	bool is_capital, is_number, is_stop;
};

/* The pairs of one article on the way, and a table to find them by. */
struct pairs {
	struct arena *arena;
	struct related_term *terms;
	size_t count, cap;
	size_t *slots; /* 1 + index; 0: free */
	size_t slot_count;
};

static size_t *find_slot(struct pairs *pairs, uint32_t term)
{
	size_t mask = pairs->slot_count - 1, at = term & mask;

	while (pairs->slots[at] != 0 &&
	    pairs->terms[pairs->slots[at] - 1].term != term)
		at = (at + 1) & mask;
	return &pairs->slots[at];
}

static void grow_slots(struct pairs *pairs)
{
	free(pairs->slots);
	pairs->slot_count = pairs->slot_count == 0 ? 512 :
	    pairs->slot_count * 2;
	pairs->slots = mem_alloc_zero(pairs->slot_count,
	    sizeof(*pairs->slots));
	for (size_t i = 0; i < pairs->count; i++)
		*find_slot(pairs, pairs->terms[i].term) = i + 1;
}

static void add_pair(struct pairs *pairs, uint32_t term, float weight,
    const char *text, size_t len)
{
	size_t *slot;

	if (pairs->count * 2 >= pairs->slot_count)
		grow_slots(pairs);
	slot = find_slot(pairs, term);
	if (*slot != 0) {
		pairs->terms[*slot - 1].weight += weight;
		return;
	}
	pairs->terms = arena_grow(pairs->arena, pairs->terms, &pairs->cap,
	    pairs->count + 1, sizeof(*pairs->terms));
	pairs->terms[pairs->count++] = (struct related_term){.term = term,
	    .weight = weight, .text = arena_dup_len(pairs->arena, text, len)};
	*slot = pairs->count;
}

/* Of the folded syllables, so that all spellings of a pair are one. */
static uint32_t pair_hash(const struct syllable *a, const struct syllable *b)
{
	uint64_t hash = hash_text(HASH_START, a->folded.data);

	return (uint32_t)hash_text(hash, b->folded.data);
}

static bool tells(const struct syllable *a, const struct syllable *b)
{
	return !a->is_stop && !b->is_stop &&
	    !(a->is_number && b->is_number) &&
	    !stop_has_pair(a->exact.data, b->exact.data);
}

static void read_syllable(struct syllable *syllable, const char *text,
    const struct token *token)
{
	syllable->start = token->start;
	syllable->end = token->start + token->len;
	str_clear(&syllable->folded);
	str_add_len(&syllable->folded, token->folded, token->folded_len);
	str_clear(&syllable->exact);
	text_fold_exact(&syllable->exact, text + token->start, token->len);
	syllable->is_capital = token->is_capital;
	syllable->is_number = token->is_number;
	syllable->is_stop = stop_has_word(syllable->exact.data);
}

static float weigh_place(bool is_title, size_t start)
{
	if (is_title)
		return weight_title;
	return start < LEAD_BYTES ? weight_lead : weight_body;
}

static void add_text(struct pairs *pairs, const char *text, size_t len,
    bool is_title)
{
	struct syllable syllables[2] = {0};
	struct tokens tokens;
	struct token token;
	bool has_last = false;
	size_t now = 0;

	for (size_t i = 0; i < 2; i++) {
		str_init(&syllables[i].folded);
		str_init(&syllables[i].exact);
	}
	tokens_init(&tokens, text, len);
	for (; tokens_next(&tokens, &token); now = !now, has_last = true) {
		struct syllable *b = &syllables[now], *a = &syllables[!now];
		float weight;

		read_syllable(b, text, &token);
		if (!has_last || token.is_after_break || !tells(a, b))
			continue;
		weight = weigh_place(is_title, a->start);
		if (a->is_capital && b->is_capital)
			weight *= factor_name;
		add_pair(pairs, pair_hash(a, b), weight, text + a->start,
		    b->end - a->start);
	}
	tokens_release(&tokens);
	for (size_t i = 0; i < 2; i++) {
		str_release(&syllables[i].folded);
		str_release(&syllables[i].exact);
	}
}

static int compare_terms(const void *a, const void *b)
{
	const struct related_term *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->term < y->term ? -1 : x->term > y->term;
}

size_t related_find_terms(const char *title, const char *text, size_t len,
    struct arena *arena, struct related_term **terms)
{
	struct pairs pairs = {.arena = arena};

	add_text(&pairs, title, strlen(title), true);
	add_text(&pairs, text, len, false);
	free(pairs.slots);
	/* said ten times is not ten times as telling */
	for (size_t i = 0; i < pairs.count; i++)
		pairs.terms[i].weight = 1 + logf(pairs.terms[i].weight);
	if (pairs.count > 0)
		qsort(pairs.terms, pairs.count, sizeof(*pairs.terms),
		    compare_terms);
	*terms = pairs.terms;
	return pairs.count;
}

static uint32_t find_frequency(const struct related_frequency *frequencies,
    size_t count, uint32_t term)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (frequencies[middle].term < term)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && frequencies[low].term == term ?
	    frequencies[low].documents : 0;
}

size_t related_pick_terms(struct related_term *terms, size_t count,
    const struct related_frequency *frequencies, size_t frequency_count,
    size_t documents)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		uint32_t holders = find_frequency(frequencies,
		    frequency_count, terms[i].term);

		/* one that only this article holds finds nothing */
		if (holders < 2 ||
		    (documents >= 50 && holders > documents / 5))
			continue;
		terms[kept] = terms[i];
		terms[kept++].weight *=
		    logf(1 + (float)documents / (float)holders);
	}
	if (kept > 0)
		qsort(terms, kept, sizeof(*terms), compare_terms);
	return kept < RELATED_TERMS_MOST ? kept : RELATED_TERMS_MOST;
}
