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
	struct related_term *terms;
	size_t term_count;
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

static int compare_frequencies(const void *a, const void *b)
{
	const struct related_frequency *x = a, *y = b;

	return x->term < y->term ? -1 : x->term > y->term;
}

/* How many articles hold each pair; sorted. */
static size_t count_pairs(struct samples *samples,
    struct related_frequency **frequencies)
{
	size_t all = 0, count = 0;

	for (size_t i = 0; i < samples->count; i++)
		all += samples->rows[i].term_count;
	*frequencies = arena_array(&samples->arena, all,
	    sizeof(**frequencies));
	for (size_t i = 0; i < samples->count; i++)
		for (size_t k = 0; k < samples->rows[i].term_count; k++)
			(*frequencies)[count++] = (struct related_frequency){
			    samples->rows[i].terms[k].term, 1};
	qsort(*frequencies, count, sizeof(**frequencies),
	    compare_frequencies);
	all = count;
	count = 0;
	for (size_t i = 1; i < all; i++) {
		if ((*frequencies)[count].term == (*frequencies)[i].term)
			(*frequencies)[count].documents++;
		else
			(*frequencies)[++count] = (*frequencies)[i];
	}
	return all == 0 ? 0 : count + 1;
}

static void find_terms(struct samples *samples)
{
	struct related_frequency *frequencies;
	size_t count;

	for (size_t i = 0; i < samples->count; i++) {
		struct sample *row = &samples->rows[i];

		row->term_count = related_find_terms(row->title, row->text,
		    strlen(row->text), &samples->arena, &row->terms);
	}
	count = count_pairs(samples, &frequencies);
	for (size_t i = 0; i < samples->count; i++)
		samples->rows[i].term_count = related_pick_terms(
		    samples->rows[i].terms, samples->rows[i].term_count,
		    frequencies, count, samples->count);
}

static size_t rank(struct samples *samples, size_t asked,
    struct related_result **results)
{
	struct related_candidate candidates[ARTICLES_MOST];
	const struct sample *row = &samples->rows[asked];
	size_t count = 0;

	for (size_t i = 0; i < samples->count; i++)
		if (i != asked)
			candidates[count++] = (struct related_candidate){
			    (int64_t)i, samples->rows[i].terms,
			    samples->rows[i].term_count,
			    samples->rows[i].published};
	return related_rank(row->terms, row->term_count, row->published,
	    candidates, count, &samples->arena, results);
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
		    &samples->rows[results[k - 1].article_id] : NULL;
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
	find_terms(&samples);
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
