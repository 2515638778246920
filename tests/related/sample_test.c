/*
 * Related news on the sample portal, whose articles say their topic: every
 * article is asked for, as a reader would see it, and the first five are
 * looked at.
 */
#include "related/related.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "support/tap.h"
#include "text/date.h"

enum { ARTICLES_MOST = 60, ASKED = 5 };

struct sample {
	char *title, *topic, *text;
	int64_t published;
	struct related_text read;
	uint32_t *holders;
};

struct samples {
	struct arena arena;
	struct sample rows[ARTICLES_MOST];
	size_t count;
};

static char *field(struct samples *samples, const char *text,
    const char *name)
{
	const char *at = strstr(text, name);

	if (at == NULL)
		return arena_dup(&samples->arena, "");
	at += strlen(name);
	return arena_dup_len(&samples->arena, at, strcspn(at, "\n"));
}

static bool read_sample(struct samples *samples, int number)
{
	struct sample *row = &samples->rows[samples->count];
	struct date_hint hint = {.zone = 7 * 3600};
	const char *body, *date;
	struct str bytes;
	char path[4096];

	snprintf(path, sizeof(path), "%s/seeds/sample/articles/%02d.txt",
	    getenv("SOURCE_DIR") == NULL ? "." : getenv("SOURCE_DIR"),
	    number);
	str_init(&bytes);
	if (!file_read(path, 1 << 20, &bytes, NULL)) {
		str_release(&bytes);
		return false;
	}
	row->title = field(samples, bytes.data, "\ntitle: ");
	row->topic = field(samples, bytes.data, "\ntopic: ");
	date = field(samples, bytes.data, "\ndate: ");
	date_parse(date, strlen(date), &hint, &row->published);
	body = strstr(bytes.data, "\n\n");
	row->text = arena_printf(&samples->arena, "%s\n%s",
	    field(samples, bytes.data, "\nlead: "), body == NULL ? "" : body);
	samples->count++;
	str_release(&bytes);
	return true;
}

static int compare_numbers(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* How many articles have each term: all terms in order, counted by halves. */
static void weigh_samples(struct samples *samples)
{
	static struct related_idf idf;
	uint32_t *all;
	size_t count = 0;

	for (size_t i = 0; i < samples->count; i++) {
		struct sample *row = &samples->rows[i];

		related_read(row->title, row->text, &samples->arena,
		    &row->read);
		count += row->read.count;
	}
	all = arena_array(&samples->arena, count, sizeof(*all));
	count = 0;
	for (size_t i = 0; i < samples->count; i++)
		for (size_t k = 0; k < samples->rows[i].read.count; k++)
			all[count++] = samples->rows[i].read.terms[k].exact;
	qsort(all, count, sizeof(*all), compare_numbers);
	idf.documents = (int64_t)samples->count;
	for (size_t i = 0; i < samples->count; i++) {
		struct sample *row = &samples->rows[i];

		row->holders = arena_array(&samples->arena, row->read.count,
		    sizeof(*row->holders));
		for (size_t k = 0; k < row->read.count; k++) {
			const uint32_t *at = bsearch(&row->read.terms[k].exact,
			    all, count, sizeof(*all), compare_numbers);
			const uint32_t *end = at;

			while (at > all && at[-1] == *at)
				at--;
			while (end < all + count && *end == *at)
				end++;
			row->holders[k] = (uint32_t)(end - at);
		}
		related_weigh(&row->read, row->holders, &idf);
	}
}

static size_t rank(struct samples *samples, size_t asked,
    struct related_result **results)
{
	struct related_candidate candidates[ARTICLES_MOST], own = {
	    .text = &samples->rows[asked].read,
	    .published = samples->rows[asked].published};
	size_t count = 0, found;

	for (size_t i = 0; i < samples->count; i++)
		if (i != asked)
			candidates[count++] = (struct related_candidate){
			    .text = &samples->rows[i].read,
			    .published = samples->rows[i].published};
	found = related_rank(&own, candidates, count,
	    (int64_t)samples->count, &samples->arena, results);
	/* the place among all, not among the others */
	for (size_t i = 0; i < found; i++)
		(*results)[i].candidate += (*results)[i].candidate >= asked;
	return found;
}

static size_t count_topic(const struct samples *samples, size_t asked)
{
	size_t count = 0;

	for (size_t i = 0; i < samples->count; i++)
		count += i != asked && strcmp(samples->rows[i].topic,
		    samples->rows[asked].topic) == 0;
	return count;
}

struct score {
	double hits[ASKED + 1], asked[ASKED + 1];
};

static void judge(struct samples *samples, size_t asked,
    struct score *score)
{
	const struct sample *row = &samples->rows[asked];
	size_t possible = count_topic(samples, asked), hits = 0, count;
	struct related_result *results;

	count = rank(samples, asked, &results);
	for (size_t k = 1; k <= ASKED; k++) {
		const struct sample *found = k <= count ?
		    &samples->rows[results[k - 1].candidate] : NULL;
		bool is_hit = found != NULL &&
		    strcmp(found->topic, row->topic) == 0;

		hits += is_hit;
		score->hits[k] += (double)hits;
		score->asked[k] += (double)(possible < k ? possible : k);
		if (getenv("BANTIN_RELATED_SHOW") != NULL && found != NULL)
			tap_note("%zu %s %.3f %s | %s", k,
			    is_hit ? "=" : "-", results[k - 1].score,
			    found->topic, found->title);
	}
}

int main(void)
{
	static struct samples samples;
	struct score score = {{0}, {0}};

	arena_init(&samples.arena);
	while (samples.count < ARTICLES_MOST &&
	    read_sample(&samples, (int)samples.count + 1))
		;
	if (!tap_ok(samples.count >= 40, "the portal has its articles (%zu)",
	    samples.count))
		return tap_end();
	weigh_samples(&samples);
	for (size_t i = 0; i < samples.count; i++) {
		if (strcmp(samples.rows[i].topic, "khac") == 0)
			continue;
		if (getenv("BANTIN_RELATED_SHOW") != NULL)
			tap_note("%zu [%s] %s", i + 1, samples.rows[i].topic,
			    samples.rows[i].title);
		judge(&samples, i, &score);
	}
	for (int k = 1; k <= ASKED; k += 2)
		tap_note("precision at %d: %.3f", k,
		    score.hits[k] / score.asked[k]);
	tap_ok(score.hits[1] / score.asked[1] >= 0.95, "first of the matter");
	tap_ok(score.hits[3] / score.asked[3] >= 0.90, "first three");
	tap_ok(score.hits[5] / score.asked[5] >= 0.85, "first five");
	arena_release(&samples.arena);
	return tap_end();
}
