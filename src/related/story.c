#include "related/related.h"

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

/* Places of a text's terms by their exact hash. */
struct table {
	const struct related_text *text;
	uint32_t *slots; /* 1 + place; 0: free */
	size_t slot_count; /* a power of 2 */
};

static uint32_t *find_slot(const struct table *table, uint32_t exact)
{
	size_t mask = table->slot_count - 1, at = exact & mask;

	while (table->slots[at] != 0 &&
	    table->text->terms[table->slots[at] - 1].exact != exact)
		at = (at + 1) & mask;
	return &table->slots[at];
}

static void fill_table(struct table *table, const struct related_text *text,
    struct arena *arena)
{
	table->text = text;
	table->slot_count = 16;
	while (table->slot_count < text->count * 2)
		table->slot_count *= 2;
	table->slots = arena_array(arena, table->slot_count,
	    sizeof(*table->slots));
	for (size_t i = 0; i < text->count; i++)
		*find_slot(table, text->terms[i].exact) = (uint32_t)i + 1;
}

/* A term of either or both; NULL: not there. */
static void add_term(struct sums *titles, struct sums *texts,
    const struct related_term *a, const struct related_term *b)
{
	const struct related_term *term = a != NULL ? a : b;
	float worth = related_worth(term);

	/* a capital alone says its syllable once more */
	if (term->kind == TERM_CAPITAL)
		return;
	add_sum(texts, worth, a != NULL, b != NULL);
	add_sum(titles, worth, a != NULL && a->is_in_title,
	    b != NULL && b->is_in_title);
}

static struct overlap compare(const struct related_text *a,
    const struct related_text *b, struct arena *arena)
{
	struct sums titles = {0}, texts = {0};
	bool *is_met = arena_array(arena, a->count, sizeof(*is_met));
	struct table table;

	fill_table(&table, a, arena);
	for (size_t i = 0; i < b->count; i++) {
		uint32_t found = *find_slot(&table, b->terms[i].exact);

		if (found > 0)
			is_met[found - 1] = true;
		add_term(&titles, &texts, found > 0 ? &a->terms[found - 1] :
		    NULL, &b->terms[i]);
	}
	for (size_t i = 0; i < a->count; i++)
		if (!is_met[i])
			add_term(&titles, &texts, &a->terms[i], NULL);
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
