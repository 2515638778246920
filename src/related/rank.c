#include "related/related.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_SECONDS = 86400, NEIGHBOURS = 6 };

/* BM25's: how soon saying it again tells no more; how long texts are held. */
static const float saturation = 1.75F;
static const float by_length = 0.7F;
static const float asking_saturation = 1.0F;

/* What is near to nothing else is not near to this for that. */
static const float least_nearness = 0.1F;

/* Half of the score is left after so many days: matters run for weeks. */
static const double half_days = 180;

/* What the same province adds, and that it is another who tells it. */
static const double near_factor = 1.06;
static const double elsewhere_factor = 1.1;

/*
 * What is shared, by how it stands out, against what may be shared by chance:
 * that grows with the square root of what is said.
 */
static const double least_evidence = 0.9;

/* A term of one text: what it gives as asked and as found. */
struct entry {
	uint32_t key, slot; /* the slot is the key's, once it has one */
	float asked, found; /* asked: with what it tells */
};

/* A key, and the texts that have it. */
struct slot {
	uint32_t key, texts; /* texts 0: free */
	uint32_t end;        /* of its holders */
};

struct set {
	struct arena *arena;
	size_t text_count; /* 0: the article; then the candidates */
	int64_t *pages;    /* of each */
	struct entry **entries;
	size_t *counts;
	size_t all;
	struct slot *slots;
	size_t slot_count, used;
	float *scores; /* text_count squared: [asking * text_count + found] */
};

static size_t find_slot(const struct set *set, uint32_t key)
{
	size_t mask = set->slot_count - 1, at = key & mask;

	while (set->slots[at].texts != 0 && set->slots[at].key != key)
		at = (at + 1) & mask;
	return at;
}

static void grow_slots(struct set *set)
{
	struct slot *old = set->slots;
	size_t count = set->slot_count;

	set->slot_count = count == 0 ? 4096 : count * 2;
	set->slots = mem_alloc_zero(set->slot_count, sizeof(*set->slots));
	for (size_t i = 0; i < count; i++)
		if (old[i].texts != 0)
			set->slots[find_slot(set, old[i].key)] = old[i];
	free(old);
}

/* --- entries ----------------------------------------------------------------- */

/* Exact terms of the article by their folded ones, for texts without marks. */
static int compare_folded(const void *a, const void *b)
{
	const struct related_term *x = *(struct related_term *const *)a;
	const struct related_term *y = *(struct related_term *const *)b;

	return (x->folded > y->folded) - (x->folded < y->folded);
}

static const struct related_term **sort_folded(
    const struct related_text *text, struct arena *arena)
{
	const struct related_term **sorted = arena_array(arena, text->count,
	    sizeof(*sorted));

	for (size_t i = 0; i < text->count; i++)
		sorted[i] = &text->terms[i];
	if (text->count > 0)
		qsort(sorted, text->count, sizeof(*sorted), compare_folded);
	return sorted;
}

static uint32_t find_exact(const struct related_term **sorted, size_t count,
    uint32_t folded)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted[middle]->folded < folded)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && sorted[low]->folded == folded ?
	    sorted[low]->exact : folded;
}

static void add_entries(struct set *set, size_t index,
    const struct related_text *text, const struct related_text *article,
    const struct related_term **sorted, float average)
{
	struct entry *entries = mem_alloc((text->count + 1) *
	    sizeof(*entries));
	float norm = saturation * (1 - by_length + by_length * text->length /
	    (average > 0 ? average : 1));
	size_t count = 0;

	for (size_t i = 0; i < text->count; i++) {
		const struct related_term *term = &text->terms[i];
		struct entry *entry = &entries[count];

		if (term->idf <= 0)
			continue;
		entry->key = term->exact;
		if (article->is_unmarked)
			entry->key = term->folded;
		else if (text->is_unmarked)
			entry->key = find_exact(sorted, article->count,
			    term->folded);
		entry->asked = term->idf * term->weight *
		    (asking_saturation + 1) /
		    (term->weight + asking_saturation);
		entry->found = term->weight * (saturation + 1) /
		    (term->weight + norm);
		count++;
	}
	set->entries[index] = entries;
	set->counts[index] = count;
	set->all += count;
}

static void fill_set(struct set *set,
    const struct related_candidate *own,
    const struct related_candidate *candidates, size_t count)
{
	const struct related_text *article = own->text;
	const struct related_term **sorted = NULL;
	float average = article->length;

	for (size_t i = 0; i < count; i++)
		average += candidates[i].text->length;
	average /= (float)(count + 1);
	for (size_t i = 0; i < count && sorted == NULL; i++)
		if (candidates[i].text->is_unmarked)
			sorted = sort_folded(article, set->arena);
	set->text_count = count + 1;
	set->entries = arena_array(set->arena, count + 1,
	    sizeof(struct entry *));
	set->counts = arena_array(set->arena, count + 1,
	    sizeof(*set->counts));
	set->pages = arena_array(set->arena, count + 1,
	    sizeof(*set->pages));
	set->pages[0] = own->page_id;
	add_entries(set, 0, article, article, sorted, average);
	for (size_t i = 0; i < count; i++) {
		set->pages[i + 1] = candidates[i].page_id;
		add_entries(set, i + 1, candidates[i].text, article, sorted,
		    average);
	}
}

/* --- scores of all against all -------------------------------------------------- */

static void count_texts(struct set *set)
{
	for (size_t i = 0; i < set->text_count; i++)
		for (size_t k = 0; k < set->counts[i]; k++) {
			struct slot *slot;

			if (set->used * 2 >= set->slot_count)
				grow_slots(set);
			slot = &set->slots[find_slot(set,
			    set->entries[i][k].key)];
			set->used += slot->texts == 0;
			slot->key = set->entries[i][k].key;
			slot->texts++;
		}
	for (size_t i = 0; i < set->text_count; i++)
		for (size_t k = 0; k < set->counts[i]; k++)
			set->entries[i][k].slot = (uint32_t)find_slot(set,
			    set->entries[i][k].key);
}

struct holder {
	uint32_t text;
	float asked, found;
};

static void add_scores(struct set *set, const struct holder *holders,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		float *row = &set->scores[holders[i].text * set->text_count];

		for (size_t k = 0; k < count; k++)
			row[holders[k].text] += holders[i].asked *
			    holders[k].found;
	}
}

/* Each key's texts side by side, then all of them against each other. */
static void score_set(struct set *set)
{
	struct holder *holders = mem_alloc(set->all * sizeof(*holders) + 1);
	uint32_t at = 0;

	for (size_t i = 0; i < set->slot_count; i++) {
		set->slots[i].end = at;
		at += set->slots[i].texts > 1 ? set->slots[i].texts : 0;
	}
	for (size_t i = 0; i < set->text_count; i++)
		for (size_t k = 0; k < set->counts[i]; k++) {
			const struct entry *entry = &set->entries[i][k];
			struct slot *slot = &set->slots[entry->slot];

			if (slot->texts < 2)
				continue;
			holders[slot->end++] = (struct holder){(uint32_t)i,
			    entry->asked, entry->found};
		}
	set->scores = arena_array(set->arena,
	    set->text_count * set->text_count, sizeof(*set->scores));
	for (size_t i = 0; i < set->slot_count; i++)
		if (set->slots[i].texts > 1)
			add_scores(set, &holders[set->slots[i].end -
			    set->slots[i].texts], set->slots[i].texts);
	free(holders);
}

static bool is_same_page(const struct set *set, size_t a, size_t b)
{
	return set->pages[a] != 0 && set->pages[a] == set->pages[b];
}

/*
 * One way tells a little of the other: short texts find all they say in long
 * ones. A page is not near to itself.
 */
static void mix_ways(struct set *set)
{
	size_t count = set->text_count;

	for (size_t i = 0; i < count; i++)
		for (size_t k = i; k < count; k++) {
			float *there = &set->scores[i * count + k];
			float *back = &set->scores[k * count + i];
			float both = i == k || is_same_page(set, i, k) ? 0 :
			    sqrtf(*there * *back);

			*there = sqrtf(*there * both);
			*back = sqrtf(*back * both);
		}
}

/* The mean of the largest ones, gone through with a stride. */
struct largest {
	float values[NEIGHBOURS];
};

static void keep_largest(struct largest *largest, float value)
{
	size_t at = NEIGHBOURS;

	while (at > 0 && largest->values[at - 1] < value)
		at--;
	if (at == NEIGHBOURS)
		return;
	for (size_t i = NEIGHBOURS - 1; i > at; i--)
		largest->values[i] = largest->values[i - 1];
	largest->values[at] = value;
}

static float mean_of(const struct largest *largest)
{
	float sum = 0;

	for (size_t i = 0; i < NEIGHBOURS; i++)
		sum += largest->values[i];
	return sum / NEIGHBOURS;
}

/* How near each text is to what is nearest to it. */
static float *measure_nearness(const struct set *set, float *own)
{
	size_t count = set->text_count;
	float *reach = arena_array(set->arena, count, sizeof(*reach));
	float *near = arena_array(set->arena, count, sizeof(*near));

	for (size_t i = 0; i < count; i++) {
		struct largest largest = {{0}};

		for (size_t k = 0; k < count; k++)
			keep_largest(&largest, set->scores[i * count + k]);
		reach[i] = mean_of(&largest);
	}
	for (size_t k = 0; k < count; k++) {
		struct largest largest = {{0}};

		for (size_t i = 0; i < count; i++)
			if (reach[i] > 0)
				keep_largest(&largest,
				    set->scores[i * count + k] / reach[i]);
		near[k] = mean_of(&largest);
	}
	*own = reach[0];
	return near;
}

/* --- results ------------------------------------------------------------------- */

static double damp(int64_t a, int64_t b)
{
	double days = fabs((double)(a - b)) / DAY_SECONDS;

	return half_days / (half_days + days);
}

/* What the article would give itself: all that can be shared. */
static double score_whole(const struct set *set)
{
	double sum = 0;

	for (size_t k = 0; k < set->counts[0]; k++)
		sum += (double)set->entries[0][k].asked *
		    (double)set->entries[0][k].found;
	return sum;
}

static void keep_shared(struct related_result *result, double *worths,
    uint32_t place, double worth)
{
	size_t at = result->shared_count;

	while (at > 0 && worths[at - 1] < worth)
		at--;
	if (at >= RELATED_SHARED_MOST)
		return;
	if (result->shared_count < RELATED_SHARED_MOST)
		result->shared_count++;
	for (size_t i = result->shared_count - 1; i > at; i--) {
		result->shared[i] = result->shared[i - 1];
		worths[i] = worths[i - 1];
	}
	result->shared[at] = place;
	worths[at] = worth;
}

/* The pairs that an article and one candidate share; found is all 0. */
static void find_shared(const struct set *set,
    const struct related_text *article, struct related_result *result,
    float *found)
{
	size_t index = result->candidate + 1;
	double worths[RELATED_SHARED_MOST] = {0};

	for (size_t k = 0; k < set->counts[index]; k++)
		found[set->entries[index][k].slot] =
		    set->entries[index][k].found;
	for (size_t i = 0, k = 0; i < article->count; i++) {
		const struct entry *entry = &set->entries[0][k];

		if (article->terms[i].idf <= 0)
			continue;
		k++;
		if (found[entry->slot] > 0 &&
		    article->terms[i].kind == TERM_PAIR)
			keep_shared(result, worths, (uint32_t)i,
			    (double)(entry->asked * found[entry->slot]));
	}
	for (size_t k = 0; k < set->counts[index]; k++)
		found[set->entries[index][k].slot] = 0;
}

static int compare_results(const void *a, const void *b)
{
	const struct related_result *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->candidate < y->candidate ? -1 : 1;
}

/* unit: what the rarest term tells. */
static size_t judge(const struct set *set,
    const struct related_candidate *article,
    const struct related_candidate *candidates, double unit,
    struct related_result *results)
{
	double chance = sqrt(score_whole(set) * unit);
	float own, *near = measure_nearness(set, &own);
	size_t count = 0;

	for (size_t i = 1; i < set->text_count; i++) {
		const struct related_candidate *candidate =
		    &candidates[i - 1];
		double shared = (double)set->scores[i], score;

		if (shared <= 0)
			continue;
		score = shared / (double)((near[i] + least_nearness) * own);
		if (shared * score < least_evidence * chance)
			continue;
		score *= damp(article->published, candidate->published);
		if (candidate->is_near)
			score *= near_factor;
		if (candidate->source_id != article->source_id)
			score *= elsewhere_factor;
		memset(&results[count], 0, sizeof(results[count]));
		results[count].candidate = i - 1;
		results[count++].score = score / (1 + score);
	}
	return count;
}

size_t related_rank(const struct related_candidate *article,
    const struct related_candidate *candidates, size_t count,
    int64_t documents, struct arena *arena, struct related_result **results)
{
	struct set set = {.arena = arena};
	size_t kept;
	float *found;

	*results = arena_array(arena, count, sizeof(**results));
	if (count == 0)
		return 0;
	fill_set(&set, article, candidates, count);
	count_texts(&set);
	score_set(&set);
	mix_ways(&set);
	kept = judge(&set, article, candidates,
	    (double)related_idf_of(1, documents), *results);
	if (kept > 0)
		qsort(*results, kept, sizeof(**results), compare_results);
	found = mem_alloc_zero(set.slot_count, sizeof(*found));
	for (size_t i = 0, all = kept; i < all; i++) {
		if (i == 0)
			kept = 0;
		find_shared(&set, article->text, &(*results)[i], found);
		/* syllables alone are no word in common */
		if ((*results)[i].shared_count > 0)
			(*results)[kept++] = (*results)[i];
	}
	free(found);
	free(set.slots);
	for (size_t i = 0; i < set.text_count; i++)
		free(set.entries[i]);
	return kept;
}
