#include "related/related.h"

#include <stdlib.h>
#include <string.h>

/*
 * Of all that two texts say, how much both say, by what it tells; judged on
 * pairs of papers within a day: unlike news of one matter share up to a fourth
 * of their titles, and up to two fifths of all.
 */
static const float titles_alike = 0.29F;
static const float texts_alike = 0.13F;
static const float texts_same = 0.55F; /* whatever the titles */
static const float titles_fit = 0.15F;
static const float texts_fit = 0.10F;

struct overlap {
	float titles, texts; /* Jaccard, weighted: 0 to 1 */
};

static int compare_exact(const void *a, const void *b)
{
	const struct related_term *x = *(struct related_term *const *)a;
	const struct related_term *y = *(struct related_term *const *)b;

	return (x->exact > y->exact) - (x->exact < y->exact);
}

static const struct related_term **sort_exact(
    const struct related_text *text, struct arena *arena)
{
	const struct related_term **sorted = arena_array(arena, text->count,
	    sizeof(*sorted));

	for (size_t i = 0; i < text->count; i++)
		sorted[i] = &text->terms[i];
	if (text->count > 0)
		qsort(sorted, text->count, sizeof(*sorted), compare_exact);
	return sorted;
}

struct sums {
	float both, either;
};

static void add_sum(struct sums *sums, float worth, bool in_a, bool in_b)
{
	if (!in_a && !in_b)
		return;
	sums->either += worth;
	if (in_a && in_b)
		sums->both += worth;
}

static float share(const struct sums *sums)
{
	return sums->either > 0 ? sums->both / sums->either : 0;
}

static struct overlap compare(const struct related_text *a,
    const struct related_text *b, struct arena *arena)
{
	const struct related_term **x = sort_exact(a, arena);
	const struct related_term **y = sort_exact(b, arena);
	struct sums titles = {0}, texts = {0};
	size_t i = 0, k = 0;

	while (i < a->count || k < b->count) {
		bool has_a = i < a->count &&
		    (k == b->count || x[i]->exact <= y[k]->exact);
		bool has_b = k < b->count &&
		    (i == a->count || y[k]->exact <= x[i]->exact);
		float worth = related_worth(has_a ? x[i] : y[k]);

		/* a capital alone says its syllable once more */
		if ((has_a ? x[i]->kind : y[k]->kind) != TERM_CAPITAL) {
			add_sum(&texts, worth, has_a, has_b);
			add_sum(&titles, worth, has_a && x[i]->is_in_title,
			    has_b && y[k]->is_in_title);
		}
		i += has_a;
		k += has_b;
	}
	return (struct overlap){share(&titles), share(&texts)};
}

bool related_tells_same(const struct related_text *a,
    const struct related_text *b, struct arena *arena)
{
	struct overlap overlap = compare(a, b, arena);

	return overlap.texts >= texts_same ||
	    (overlap.titles >= titles_alike && overlap.texts >= texts_alike);
}

bool related_fits_story(const struct related_text *a,
    const struct related_text *b, struct arena *arena)
{
	struct overlap overlap = compare(a, b, arena);

	return overlap.texts >= texts_same ||
	    (overlap.titles >= titles_fit && overlap.texts >= texts_fit);
}
