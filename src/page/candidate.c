#include "page/candidate.h"

#include <string.h>

#include "base/hash.h"

#define ITEMS_MAX 500
#define CLIMB_MAX 3
#define NUMBER_MIN_LEN 6
#define SHAPES_MAX 64

/* The last part of an address that is not empty, and what follows it. */
static const char *last_part(const char *url)
{
	const char *last = url;

	for (; *url != '\0'; url++)
		if (*url == '/' && url[1] != '\0')
			last = url;
	return last;
}

/* Digits in the last part of an address: an article's number. */
static size_t count_digits(const char *url)
{
	size_t digits = 0;

	for (const char *last = last_part(url); *last != '\0'; last++)
		digits += *last >= '0' && *last <= '9';
	return digits;
}

bool candidate_is_address(const char *url)
{
	size_t hyphens = 0;

	for (const char *last = last_part(url); *last != '\0'; last++)
		hyphens += *last == '-';
	return count_digits(url) > 0 || hyphens >= 4;
}

static const struct node *group_of(const struct candidate *candidate)
{
	return node_parent(candidate->box) != NULL ? node_parent(candidate->box)
	                                      : candidate->box;
}

static double sum_below(const struct reader *reader, const struct node *top)
{
	double sum = 0;

	for (size_t i = 0; i < reader->count; i++)
		if (!reader->candidates[i].is_section &&
		    node_is_below(reader->candidates[i].box, top))
			sum += reader->candidates[i].score;
	return sum;
}

/*
 * The list is the element whose direct children are the best items; first
 * items are often set apart from it, so go up while that adds little else.
 * On a front page, where no list is more than a part, all count.
 */
static const struct node *find_list(const struct reader *reader,
    const double *scores)
{
	const struct node *best = NULL, *top;
	double all = 0, sum, here;

	for (size_t i = 0; i < reader->count; i++) {
		const struct node *group;

		if (reader->candidates[i].is_section)
			continue;
		group = group_of(&reader->candidates[i]);
		all += reader->candidates[i].score;
		if (best == NULL ||
		    scores[group->index] > scores[best->index])
			best = group;
	}
	if (best == NULL || scores[best->index] < all / 3)
		return reader->tree.root;
	sum = scores[best->index];
	top = best;
	for (int up = 0; up < CLIMB_MAX && node_parent(top) != NULL &&
	     node_parent(top)->tag != TAG_BODY;
	     up++) {
		here = sum_below(reader, node_parent(top));
		if (here > sum * 1.5)
			break;
		top = node_parent(top);
	}
	return top;
}

/*
 * What stands among the articles but is none: where most items are dated, a
 * bare link without a date heads a section; where most addresses carry a
 * long number, a short one is a topic's; where nearly all carry any, one
 * without is a section's.
 */
static size_t drop_odd(struct reader *reader, size_t chosen)
{
	size_t dated = 0, numbered = 0, long_numbered = 0, left = 0;

	for (size_t i = 0; i < reader->count; i++) {
		const struct candidate *candidate = &reader->candidates[i];

		dated += candidate->is_chosen && candidate->date != 0;
		numbered += candidate->is_chosen &&
		    count_digits(candidate->url) > 0;
		long_numbered += candidate->is_chosen &&
		    count_digits(candidate->url) >= NUMBER_MIN_LEN;
	}
	for (size_t i = 0; i < reader->count; i++) {
		struct candidate *candidate = &reader->candidates[i];

		if (dated * 3 > chosen * 2 && candidate->date == 0 &&
		    candidate->lead == NULL)
			candidate->is_chosen = false;
		if (numbered * 5 > chosen * 4 &&
		    count_digits(candidate->url) == 0)
			candidate->is_chosen = false;
		if (long_numbered * 2 > chosen &&
		    count_digits(candidate->url) < NUMBER_MIN_LEN)
			candidate->is_chosen = false;
		left += candidate->is_chosen;
	}
	return left;
}

/*
 * An address with what parts articles left out: words are alike, and words
 * that end in a number. Two articles of a kind have the same.
 */
static uint64_t shape_of(const char *url)
{
	static const char marks[] = "/?&=.";
	uint64_t shape = HASH_START;

	while (*url != '\0') {
		size_t len = strcspn(url, marks);

		if (len > 0)
			shape = hash_text(shape,
			    url[len - 1] >= '0' && url[len - 1] <= '9'
				? "0" : "a");
		url += len;
		if (*url != '\0')
			shape = hash_bytes(shape, url++, 1);
	}
	return shape;
}

/*
 * Whether a part of the list, with some of its chosen items but not all,
 * holds that candidate as well. What stands beside all of them is a box of
 * its own.
 */
static bool is_among(const struct candidate *candidate,
    const uint32_t *chosen_below, const struct node *top)
{
	const struct node *node = candidate->box;

	while (node != top && chosen_below[node->index] == 0)
		node = node_parent(node);
	return chosen_below[node->index] < chosen_below[top->index];
}

/* How many chosen items stand below each node. */
static uint32_t *count_chosen(const struct reader *reader)
{
	uint32_t *counts = arena_array(reader->scratch, reader->tree.count,
	    sizeof(uint32_t));

	for (size_t i = 0; i < reader->count; i++) {
		const struct node *node = reader->candidates[i].box;

		if (reader->candidates[i].is_chosen)
			for (; node != NULL; node = node_parent(node))
				counts[node->index]++;
	}
	return counts;
}

/*
 * Beside an item with date and lead stand bare links to others: they count
 * if they look like articles and lead where such items lead.
 */
static size_t add_alike(struct reader *reader, const struct node *top,
    size_t most)
{
	const uint32_t *chosen_below = count_chosen(reader);
	uint64_t shapes[SHAPES_MAX];
	size_t count = 0, added = 0;

	for (size_t i = 0; i < reader->count && count < SHAPES_MAX; i++)
		if (reader->candidates[i].is_chosen)
			shapes[count++] = shape_of(reader->candidates[i].url);
	for (size_t i = 0; i < reader->count && added < most; i++) {
		struct candidate *candidate = &reader->candidates[i];
		uint64_t shape;

		if (candidate->is_chosen || candidate->is_section ||
		    candidate->score < 1 ||
		    !node_is_below(candidate->box, top) ||
		    !is_among(candidate, chosen_below, top))
			continue;
		shape = shape_of(candidate->url);
		for (size_t j = 0; j < count && !candidate->is_chosen; j++)
			candidate->is_chosen = shapes[j] == shape;
		added += candidate->is_chosen;
	}
	return added;
}

size_t candidate_choose(struct reader *reader)
{
	double *scores = arena_array(reader->scratch, reader->tree.count,
	    sizeof(double));
	const struct node *top;
	size_t chosen = 0;
	double best = 0;

	for (size_t i = 0; i < reader->count; i++) {
		const struct candidate *candidate = &reader->candidates[i];

		if (!candidate->is_section)
			scores[group_of(candidate)->index] +=
			    candidate->score;
	}
	top = find_list(reader, scores);
	for (size_t i = 0; i < reader->count; i++)
		if (!reader->candidates[i].is_section &&
		    reader->candidates[i].score > best &&
		    node_is_below(reader->candidates[i].box, top))
			best = reader->candidates[i].score;
	for (size_t i = 0; i < reader->count && chosen < ITEMS_MAX; i++) {
		struct candidate *candidate = &reader->candidates[i];

		candidate->is_chosen = !candidate->is_section &&
		    candidate->score >= best / 2.6 &&
		    candidate->words >= 3 &&
		    node_is_below(candidate->box, top);
		chosen += candidate->is_chosen;
	}
	chosen += add_alike(reader, top, ITEMS_MAX - chosen);
	return drop_odd(reader, chosen);
}
