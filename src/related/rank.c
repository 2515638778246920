#include "related/related.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_SECONDS = 86400 };

/* Half of the score is left after so many days: matters run for weeks. */
static const double half_days = 180;

/* On the sample portal half of the unrelated pairs score under 0.03. */
static const double threshold = 0.06;

static int compare_hashes(const void *a, const void *b)
{
	const struct related_term *x = a, *y = b;

	return x->term < y->term ? -1 : x->term > y->term;
}

static struct related_term *sort_terms(const struct related_term *terms,
    size_t count, struct arena *arena)
{
	struct related_term *sorted = arena_array(arena, count,
	    sizeof(*sorted));

	if (count > 0) {
		memcpy(sorted, terms, count * sizeof(*sorted));
		qsort(sorted, count, sizeof(*sorted), compare_hashes);
	}
	return sorted;
}

static double length(const struct related_term *terms, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += (double)terms[i].weight * (double)terms[i].weight;
	return sqrt(sum);
}

/* Keep a shared term among the heaviest, which stay in order. */
static void keep_shared(struct related_result *result, double *weights,
    uint32_t term, double weight)
{
	size_t at = result->shared_count;

	while (at > 0 && weights[at - 1] < weight)
		at--;
	if (at >= RELATED_SHARED_MOST)
		return;
	if (result->shared_count < RELATED_SHARED_MOST)
		result->shared_count++;
	for (size_t i = result->shared_count - 1; i > at; i--) {
		result->shared[i] = result->shared[i - 1];
		weights[i] = weights[i - 1];
	}
	result->shared[at] = term;
	weights[at] = weight;
}

static double damp(int64_t a, int64_t b)
{
	double days = fabs((double)(a - b)) / DAY_SECONDS;

	return half_days / (half_days + days);
}

/* The cosine of two lists sorted by hash, and what they share. */
static double compare_lists(const struct related_term *a, size_t a_count,
    const struct related_term *b, size_t b_count,
    struct related_result *result)
{
	double weights[RELATED_SHARED_MOST] = {0}, sum = 0, lengths;
	size_t i = 0, j = 0;

	while (i < a_count && j < b_count) {
		double product;

		if (a[i].term != b[j].term) {
			if (a[i].term < b[j].term)
				i++;
			else
				j++;
			continue;
		}
		product = (double)a[i].weight * (double)b[j].weight;
		sum += product;
		keep_shared(result, weights, a[i].term, product);
		i++;
		j++;
	}
	lengths = length(a, a_count) * length(b, b_count);
	return lengths > 0 ? sum / lengths : 0;
}

static int compare_results(const void *a, const void *b)
{
	const struct related_result *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->article_id > y->article_id ? -1 : 1;
}

size_t related_rank(const struct related_term *terms, size_t term_count,
    int64_t published, const struct related_candidate *candidates,
    size_t candidate_count, struct arena *arena,
    struct related_result **results)
{
	struct related_term *own = sort_terms(terms, term_count, arena);
	size_t count = 0;

	*results = arena_array(arena, candidate_count, sizeof(**results));
	for (size_t i = 0; i < candidate_count; i++) {
		const struct related_candidate *candidate = &candidates[i];
		struct related_result *result = &(*results)[count];

		memset(result, 0, sizeof(*result));
		result->article_id = candidate->article_id;
		result->score = compare_lists(own, term_count,
		    sort_terms(candidate->terms, candidate->term_count,
		    arena), candidate->term_count, result) *
		    damp(published, candidate->published);
		if (result->score >= threshold)
			count++;
	}
	if (count > 0)
		qsort(*results, count, sizeof(**results), compare_results);
	return count;
}
