#include "layout/stretch.h"

#include <stdlib.h>
#include <string.h>

struct gaps {
	size_t places[STRETCH_MOST];
	bool is_after_mark[STRETCH_MOST];
	bool is_chosen[STRETCH_MOST];
	size_t count;
};

static bool find_gaps(const char *text, size_t len, struct gaps *gaps)
{
	gaps->count = 0;
	for (size_t i = 1; i < len; i++) {
		if (text[i] != ' ')
			continue;
		if (gaps->count == STRETCH_MOST)
			return false;
		gaps->places[gaps->count] = i;
		gaps->is_after_mark[gaps->count] =
		    strchr(",;:.!?)", text[i - 1]) != NULL;
		gaps->is_chosen[gaps->count] = false;
		gaps->count++;
	}
	return true;
}

static bool is_free(const struct gaps *gaps, size_t i)
{
	return !gaps->is_chosen[i] && (i == 0 || !gaps->is_chosen[i - 1]) &&
	    (i + 1 == gaps->count || !gaps->is_chosen[i + 1]);
}

/*
 * Choose the number-th of `rest` gaps: nearest to where it would stand were
 * all evenly spread, but any after punctuation before the others.
 */
static bool choose_one(struct gaps *gaps, long number, long rest)
{
	long count = (long)gaps->count, best_far = 0;
	size_t best = gaps->count;

	for (size_t i = 0; i < gaps->count; i++) {
		/* in units of 1 / (2 rest) of a gap */
		long far = labs(2 * rest * (long)i -
		    ((2 * number + 1) * count - rest));

		if (!is_free(gaps, i))
			continue;
		if (!gaps->is_after_mark[i])
			far += 4 * rest * count;
		if (best == gaps->count || far < best_far) {
			best = i;
			best_far = far;
		}
	}
	if (best == gaps->count)
		return false;
	gaps->is_chosen[best] = true;
	return true;
}

bool stretch_line(const char *text, size_t len, int rest,
    size_t places[STRETCH_MOST])
{
	struct gaps gaps;
	size_t count = 0;

	if (rest <= 0 || !find_gaps(text, len, &gaps) ||
	    (size_t)rest * 3 > gaps.count)
		return false;
	for (int i = 0; i < rest; i++)
		if (!choose_one(&gaps, i, rest))
			return false;
	for (size_t i = 0; i < gaps.count; i++)
		if (gaps.is_chosen[i])
			places[count++] = gaps.places[i];
	return true;
}
