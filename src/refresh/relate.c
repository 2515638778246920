/*
 * Related news: terms for new articles, and the rows beside one.
 */
#include "related/related.h"
#include "base/clock.h"
#include "refresh/steps.h"
#include "refresh/task.h"
#include "text/fold.h"
#include "text/url.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
	CANDIDATES_MOST = 60, /* ranked by all their terms */
	SHARED_SHOWN = 3,
	RELATE_AT_ONCE = 6, /* articles; some ms, then the clock is asked */
};

/* --- terms -------------------------------------------------------------- */

/* An article's terms, found before the write begins. */
struct found_terms {
	struct store_term *terms;
	size_t count;
};

static void prepare_terms(const struct relate_job *work,
    struct arena *arena, struct found_terms *found)
{
	struct related_term *terms;

	found->count = related_find_terms(work->title, work->text,
	    strlen(work->text), arena, &terms);
	found->terms = arena_array(arena, found->count,
	    sizeof(*found->terms));
	for (size_t i = 0; i < found->count; i++)
		found->terms[i] = (struct store_term){
		    .term = terms[i].term, .weight = terms[i].weight,
		    .text = terms[i].text};
}

/*
 * Several in one write: each touches a hundred pages of the table of terms,
 * many of them the same.
 */
static bool relate_some(struct store *store, const struct relate_job *work,
    size_t count, struct error *err)
{
	struct found_terms found[RELATE_AT_ONCE];
	struct arena arena;
	bool is_good = true;

	arena_init(&arena);
	for (size_t i = 0; i < count; i++)
		prepare_terms(&work[i], &arena, &found[i]);
	if (!store_begin_group(store, err)) {
		arena_release(&arena);
		return false;
	}
	for (size_t i = 0; is_good && i < count; i++)
		is_good = store_save_terms(store, work[i].article_id,
		    found[i].terms, found[i].count, err);
	is_good = store_finish_group(store, is_good, err);
	arena_release(&arena);
	return is_good;
}

bool job_relate(struct job *job, size_t most, size_t *left,
    struct error *err)
{
	struct relate_job *work;
	struct arena arena;
	size_t count = 0, done = 0, some;
	double start = task_cpu();
	bool is_good;

	arena_init(&arena);
	is_good = store_read_unrelated(job->store, most + 1, &arena, &work,
	    &count, err);
	for (; is_good && done < count && done < most; done += some) {
		some = (count < most ? count : most) - done;
		if (some > RELATE_AT_ONCE)
			some = RELATE_AT_ONCE;
		is_good = relate_some(job->store, &work[done], some, err);
	}
	*left = count - done;
	job->progress.related += (int)done;
	arena_release(&arena);
	job->progress.cpu_relate += task_cpu() - start;
	return is_good;
}

bool step_relate(struct job *job, int64_t deadline, bool *did,
    struct error *err)
{
	size_t left = 1;

	*did = false;
	while (left > 0 && clock_nanos() < deadline) {
		int before = job->progress.related;

		if (!job_relate(job, RELATE_AT_ONCE, &left, err))
			return false;
		*did = *did || job->progress.related > before;
	}
	return true;
}

/* --- similar ones -------------------------------------------------------- */

struct seeking {
	struct store *store;
	struct arena *arena;
	struct related_term *terms; /* of the article, weighted and picked */
	size_t term_count;
	struct store_frequency *frequencies; /* sorted, of all terms met */
	size_t frequency_count;
	int64_t documents;
	struct related_result *results;
	size_t result_count;
};

static struct related_term *as_related(const struct store_term *stored,
    size_t count, struct arena *arena)
{
	struct related_term *terms = arena_array(arena, count,
	    sizeof(*terms));

	for (size_t i = 0; i < count; i++)
		terms[i] = (struct related_term){.term = stored[i].term,
		    .weight = stored[i].weight, .text = stored[i].text};
	return terms;
}

static bool read_terms(struct seeking *seeking, int64_t id,
    struct related_term **terms, size_t *count, struct error *err)
{
	struct store_term *stored;

	if (!store_read_terms(seeking->store, id, seeking->arena, &stored,
	        count, err))
		return false;
	*terms = as_related(stored, *count, seeking->arena);
	return true;
}

static int compare_numbers(const void *a, const void *b)
{
	const uint32_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* How many articles hold each of these terms; sorted by term. */
static bool read_frequencies(struct seeking *seeking, uint32_t *numbers,
    size_t count, struct related_frequency **frequencies,
    size_t *frequency_count, struct error *err)
{
	struct store_frequency *stored;
	size_t kept = 0;

	if (count > 0)
		qsort(numbers, count, sizeof(*numbers), compare_numbers);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || numbers[kept - 1] != numbers[i])
			numbers[kept++] = numbers[i];
	if (!store_read_frequencies(seeking->store, numbers, kept,
	        seeking->arena, &stored, &seeking->documents, err))
		return false;
	*frequencies = arena_array(seeking->arena, kept,
	    sizeof(**frequencies));
	for (size_t i = 0; i < kept; i++)
		(*frequencies)[i] = (struct related_frequency){
		    .term = stored[i].term,
		    .documents = stored[i].documents};
	*frequency_count = kept;
	return true;
}

static void add_numbers(uint32_t *numbers, size_t *count,
    const struct related_term *terms, size_t term_count)
{
	for (size_t i = 0; i < term_count; i++)
		numbers[(*count)++] = terms[i].term;
}

/* All terms that its text has, with their words. */
static size_t find_terms(struct seeking *seeking,
    const struct article *article, struct related_term **terms)
{
	struct str text;
	size_t count;

	str_init(&text);
	block_add_text(&text, &article->body);
	if (text.len == 0)
		str_add(&text, article->row.lead);
	count = related_find_terms(article->row.title, text.data, text.len,
	    seeking->arena, terms);
	str_release(&text);
	return count;
}

/* The cache keeps no words of terms: the article itself has them. */
static void name_terms(struct seeking *seeking,
    const struct article *article)
{
	struct related_term *named;
	size_t count = find_terms(seeking, article, &named);

	for (size_t i = 0; i < seeking->term_count; i++)
		for (size_t k = 0; k < count &&
		     seeking->terms[i].text == NULL; k++)
			if (named[k].term == seeking->terms[i].term)
				seeking->terms[i].text = named[k].text;
}

/* The article's own terms, of which the telling ones are picked. */
static bool pick_own(struct seeking *seeking, const struct article *article,
    struct error *err)
{
	struct related_frequency *frequencies;
	size_t count, frequency_count, number_count = 0;
	uint32_t *numbers;

	if (!read_terms(seeking, article->row.id, &seeking->terms, &count,
	        err))
		return false;
	if (count == 0) /* not indexed yet: from its text, now */
		count = find_terms(seeking, article, &seeking->terms);
	numbers = arena_array(seeking->arena, count, sizeof(*numbers));
	add_numbers(numbers, &number_count, seeking->terms, count);
	if (!read_frequencies(seeking, numbers, number_count, &frequencies,
	        &frequency_count, err))
		return false;
	seeking->term_count = related_pick_terms(seeking->terms, count,
	    frequencies, frequency_count, (size_t)seeking->documents);
	return true;
}

/* Their terms, weighted as the article's own are. */
static bool weigh_candidates(struct seeking *seeking,
    struct related_candidate *candidates, struct related_term **terms,
    size_t count, struct error *err)
{
	struct related_frequency *frequencies;
	size_t frequency_count, number_count = 0, all = 0;
	uint32_t *numbers;

	for (size_t i = 0; i < count; i++)
		all += candidates[i].term_count;
	numbers = arena_array(seeking->arena, all, sizeof(*numbers));
	for (size_t i = 0; i < count; i++)
		add_numbers(numbers, &number_count, candidates[i].terms,
		    candidates[i].term_count);
	if (!read_frequencies(seeking, numbers, number_count, &frequencies,
	        &frequency_count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		candidates[i].term_count = related_pick_terms(terms[i],
		    candidates[i].term_count, frequencies, frequency_count,
		    (size_t)seeking->documents);
	return true;
}

static bool rank_candidates(struct seeking *seeking,
    const struct article *article, const int64_t *ids, size_t count,
    struct error *err)
{
	struct related_candidate *candidates = arena_array(seeking->arena,
	    count, sizeof(*candidates));
	struct related_term **terms = arena_array(seeking->arena, count,
	    sizeof(struct related_term *));
	struct article_row *rows;
	size_t row_count;

	if (!store_read_rows(seeking->store, ids, count, seeking->arena,
	        &rows, &row_count, err))
		return false;
	for (size_t i = 0; i < row_count; i++) {
		candidates[i].article_id = rows[i].id;
		candidates[i].published = rows[i].published;
		if (!read_terms(seeking, rows[i].id, &terms[i],
		        &candidates[i].term_count, err))
			return false;
		candidates[i].terms = terms[i];
	}
	if (!weigh_candidates(seeking, candidates, terms, row_count, err))
		return false;
	seeking->result_count = related_rank(seeking->terms,
	    seeking->term_count, article->row.published, candidates,
	    row_count, seeking->arena, &seeking->results);
	return true;
}

static bool find_similar(struct seeking *seeking,
    const struct article *article, struct error *err)
{
	uint32_t *numbers;
	size_t number_count = 0, count;
	int64_t *ids;

	if (!pick_own(seeking, article, err))
		return false;
	if (seeking->term_count == 0)
		return true;
	numbers = arena_array(seeking->arena, seeking->term_count,
	    sizeof(*numbers));
	add_numbers(numbers, &number_count, seeking->terms,
	    seeking->term_count);
	if (!store_find_candidates(seeking->store, article->row.id, numbers,
	        number_count, CANDIDATES_MOST, seeking->arena, &ids, &count,
	        err))
		return false;
	if (count > 0 && !rank_candidates(seeking, article, ids, count, err))
		return false;
	if (seeking->result_count > 0)
		name_terms(seeking, article);
	return true;
}

/* --- the reason in words ------------------------------------------------- */

static const char *text_of(const struct seeking *seeking, uint32_t term)
{
	for (size_t i = 0; i < seeking->term_count; i++)
		if (seeking->terms[i].term == term)
			return seeking->terms[i].text;
	return NULL;
}

/*
 * Whether a ends with the syllable that b begins with ("sông Lệ", "Lệ Khê");
 * *rest is then what b adds.
 */
static bool is_chained(const char *a, const char *b, const char **rest)
{
	const char *last = strrchr(a, ' '), *first_end = strchr(b, ' ');
	size_t len;

	if (last == NULL || first_end == NULL)
		return false;
	len = strlen(++last);
	*rest = first_end;
	return (size_t)(first_end - b) == len && memcmp(last, b, len) == 0;
}

/* Join one phrase to another that goes on with it; true if one did. */
static bool join_chained(char **phrases, size_t *count, struct arena *arena)
{
	for (size_t i = 0; i < *count; i++)
		for (size_t k = 0; k < *count; k++) {
			const char *rest;

			if (i == k ||
			    !is_chained(phrases[i], phrases[k], &rest))
				continue;
			phrases[i] = arena_printf(arena, "%s%s", phrases[i],
			    rest);
			memmove(&phrases[k], &phrases[k + 1],
			    (*count - k - 1) * sizeof(*phrases));
			(*count)--;
			return true;
		}
	return false;
}

/* Names say most to a reader, then words; "ngày 12" says nothing. */
static int rank_of_phrase(const char *phrase)
{
	size_t len = strlen(phrase), used;

	if (phrase[strcspn(phrase, "0123456789")] != '\0')
		return 2;
	for (size_t at = 0; at < len; at += used)
		if (text_is_capital(utf8_read(phrase + at, len - at, &used)))
			return 0;
	return 1;
}

/* "sông Lệ Khê, cầu Bến Sỏi" */
static char *make_reason(const struct seeking *seeking,
    const struct related_result *result)
{
	char *phrases[ARRAY_LEN(result->shared)];
	size_t count = 0, shown = 0;
	struct str reason;
	char *text;

	for (size_t i = 0; i < result->shared_count; i++) {
		const char *phrase = text_of(seeking, result->shared[i]);

		if (phrase != NULL)
			phrases[count++] = arena_dup(seeking->arena, phrase);
	}
	while (join_chained(phrases, &count, seeking->arena))
		;
	str_init(&reason);
	/* numbers only where there is nothing else */
	for (int rank = 0; rank < 3 && (rank < 2 || shown == 0); rank++)
		for (size_t i = 0; i < count && shown < SHARED_SHOWN; i++)
			if (rank_of_phrase(phrases[i]) == rank)
				str_addf(&reason, "%s%s",
				    shown++ > 0 ? ", " : "", phrases[i]);
	text = arena_dup(seeking->arena, reason.data);
	str_release(&reason);
	return text;
}

/* --- rows ---------------------------------------------------------------- */

struct gathering {
	struct seeking seeking;
	const struct article *article;
	struct related_row *rows;
	size_t count, limit;
};

static const struct related_result *result_of(
    const struct gathering *gathering, int64_t id)
{
	for (size_t i = 0; i < gathering->seeking.result_count; i++)
		if (gathering->seeking.results[i].article_id == id)
			return &gathering->seeking.results[i];
	return NULL;
}

static bool has_row(const struct gathering *gathering, int64_t id)
{
	for (size_t i = 0; i < gathering->count; i++)
		if (gathering->rows[i].row.id == id)
			return true;
	return false;
}

static bool read_row(struct gathering *gathering, int64_t id,
    struct related_row *row, bool *is_found, struct error *err)
{
	const struct related_result *result = result_of(gathering, id);
	struct article_row *rows;
	size_t count;

	if (!store_read_rows(gathering->seeking.store, &id, 1,
	        gathering->seeking.arena, &rows, &count, err))
		return false;
	*is_found = count == 1;
	if (!*is_found)
		return true;
	row->row = rows[0];
	row->score = result == NULL ? 0 : result->score;
	row->shared = result == NULL
	    ? arena_dup(gathering->seeking.arena, "")
	    : make_reason(&gathering->seeking, result);
	return true;
}

/* A link as a row: an article of the cache, or title and address alone. */
static bool add_listed(struct gathering *gathering, size_t index,
    struct error *err)
{
	const struct page_link *link = &gathering->article->related[index];
	struct arena *arena = gathering->seeking.arena;
	struct related_row *row = &gathering->rows[gathering->count];
	struct str address;
	bool is_found = false, is_good;
	int64_t id = 0;

	*row = (struct related_row){.why = RELATED_LISTED,
	    .number = (int)index + 1};
	str_init(&address);
	url_canonical(&address, link->url);
	is_good = store_find_article(gathering->seeking.store, address.data,
	    &id, err);
	str_release(&address);
	if (!is_good)
		return false;
	if (id == gathering->article->row.id ||
	    (id != 0 && has_row(gathering, id)))
		return true;
	if (id != 0 && !read_row(gathering, id, row, &is_found, err))
		return false;
	if (!is_found) {
		row->row = (struct article_row){.title = link->title,
		    .link = link->url, .published = link->date,
		    .lead = arena_dup(arena, ""),
		    .source_title = arena_dup(arena, "")};
		row->shared = arena_dup(arena, "");
	}
	gathering->count++;
	return true;
}

/* The listed ones, as many as leave half of the rows to similar ones. */
static bool gather_listed(struct gathering *gathering, struct error *err)
{
	size_t similar = gathering->seeking.result_count;
	size_t half = gathering->limit / 2;
	size_t most = gathering->limit - (similar < half ? similar : half);

	for (size_t i = 0; i < gathering->article->related_count &&
	     gathering->count < most; i++)
		if (!add_listed(gathering, i, err))
			return false;
	return true;
}

static bool gather_similar(struct gathering *gathering, struct error *err)
{
	const struct seeking *seeking = &gathering->seeking;

	for (size_t i = 0; i < seeking->result_count &&
	     gathering->count < gathering->limit; i++) {
		struct related_row *row =
		    &gathering->rows[gathering->count];
		int64_t id = seeking->results[i].article_id;
		bool is_found;

		if (has_row(gathering, id))
			continue;
		*row = (struct related_row){.why = RELATED_SIMILAR};
		if (!read_row(gathering, id, row, &is_found, err))
			return false;
		gathering->count += is_found;
	}
	return true;
}

bool job_find_related(struct store *store, int64_t article_id, size_t limit,
    struct arena *arena, struct related_row **rows, size_t *count,
    struct error *err)
{
	struct gathering gathering = {
	    .seeking = {.store = store, .arena = arena}, .limit = limit};
	struct article article;
	bool is_found;

	*rows = NULL;
	*count = 0;
	if (!store_read_article(store, article_id, arena, &article,
	        &is_found, err))
		return false;
	if (!is_found)
		return true;
	if (limit == 0)
		gathering.limit = article.related_count + CANDIDATES_MOST;
	gathering.article = &article;
	gathering.rows = arena_array(arena, gathering.limit,
	    sizeof(*gathering.rows));
	if (!find_similar(&gathering.seeking, &article, err) ||
	    !gather_listed(&gathering, err) ||
	    !gather_similar(&gathering, err))
		return false;
	*rows = gathering.rows;
	*count = gathering.count;
	return true;
}
