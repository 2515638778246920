/*
 * The rows beside an article: its story, what is alike, what its page lists;
 * and its matter over time.
 */
#include <string.h>

#include "refresh/job.h"
#include "refresh/relate.h"
#include "text/url.h"

enum {
	DIFFERING_MOST = 6, /* of a story, whose differences are named */
	TIMELINE_MOST = 60,
};

/* How many are looked at: a pane is there at once, a command may dig. */
struct reach {
	size_t wanted, candidates;
};
static const struct reach of_pane = {48, 40};
static const struct reach of_command = {96, 256};

/* So alike that it is surely the same matter. */
static const double sure_score = 0.36;

struct seeking {
	struct store *store;
	struct arena *arena;
	struct weighing weighing;
	struct relate_job *own;
	struct weighed weighed;
	struct relate_job *work; /* of the candidates */
	struct related_result *results;
	size_t result_count;
};

static bool is_near(const struct relate_job *a, const struct relate_job *b)
{
	return a->province[0] != '\0' && strcmp(a->province, b->province) == 0;
}

/* Another row of the same page says nothing new. */
static size_t drop_same_page(const struct relate_job *own,
    struct relate_job *work, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (own->page_id == 0 || work[i].page_id != own->page_id)
			work[kept++] = work[i];
	return kept;
}

static struct related_candidate as_candidate(const struct seeking *seeking,
    const struct relate_job *work, const struct weighed *weighed)
{
	return (struct related_candidate){.text = &weighed->text,
	    .source_id = work->source_id, .page_id = work->page_id,
	    .published = work->published,
	    .is_near = is_near(seeking->own, work)};
}

static void rank_found(struct seeking *seeking, size_t count)
{
	struct related_candidate own = as_candidate(seeking,
	    seeking->own, &seeking->weighed);
	struct related_candidate *candidates = arena_array(seeking->arena,
	    count, sizeof(*candidates));
	struct weighed *weighed = arena_array(seeking->arena, count,
	    sizeof(*weighed));

	for (size_t i = 0; i < count; i++) {
		relate_weigh(&seeking->work[i], &seeking->weighing,
		    seeking->arena, &weighed[i]);
		candidates[i] = as_candidate(seeking, &seeking->work[i],
		    &weighed[i]);
	}
	seeking->result_count = related_rank(&own, candidates, count,
	    seeking->weighing.counts.documents, seeking->arena, &seeking->results);
}

/* The article, and what is like it; *is_found false: there is none such. */
static bool seek(struct seeking *seeking, int64_t article_id,
    struct reach reach, bool *is_found, struct error *err)
{
	struct relate_wanted *terms;
	size_t count, id_count;
	int64_t *ids;

	if (!relate_begin(seeking->store, &seeking->weighing, err) ||
	    !store_read_relate_jobs(seeking->store, &article_id, 1,
	    seeking->arena, &seeking->own, &count, err))
		return false;
	*is_found = count == 1;
	if (count == 0)
		return true;
	relate_weigh(seeking->own, &seeking->weighing, seeking->arena,
	    &seeking->weighed);
	count = relate_want(&seeking->weighed, reach.wanted, seeking->arena,
	    &terms);
	if (!store_find_candidates(seeking->store, article_id, terms, count,
	    reach.candidates, seeking->arena, &ids, &id_count, err) ||
	    !store_read_relate_jobs(seeking->store, ids, id_count,
	    seeking->arena, &seeking->work, &count, err))
		return false;
	count = drop_same_page(seeking->own, seeking->work, count);
	rank_found(seeking, count);
	return true;
}

static const struct relate_job *job_of(const struct seeking *seeking,
    const struct related_result *result)
{
	return &seeking->work[result->candidate];
}

static char *reason_of(const struct seeking *seeking,
    const struct related_result *result)
{
	return related_reason(&seeking->weighed.text, result->shared,
	    result->shared_count, seeking->arena);
}

/* --- rows ---------------------------------------------------------------- */

struct gathering {
	struct seeking seeking;
	const struct article *article;
	struct related_row *rows;
	size_t count, cap;
};

static struct related_row *add_row(struct gathering *gathering,
    enum related_why why)
{
	struct related_row *row;

	gathering->rows = arena_grow(gathering->seeking.arena,
	    gathering->rows, &gathering->cap, gathering->count + 1,
	    sizeof(*gathering->rows));
	row = &gathering->rows[gathering->count++];
	*row = (struct related_row){.why = why, .shared = arena_dup(
	    gathering->seeking.arena, "")};
	return row;
}

static bool has_row(const struct gathering *gathering, int64_t id)
{
	for (size_t i = 0; i < gathering->count; i++)
		if (gathering->rows[i].row.id == id)
			return true;
	return false;
}

static bool read_row(struct gathering *gathering, int64_t id,
    struct article_row *row, bool *is_found, struct error *err)
{
	struct article_row *rows;
	size_t count;

	if (!store_read_rows(gathering->seeking.store, &id, 1,
	    gathering->seeking.arena, &rows, &count, err))
		return false;
	*is_found = count == 1;
	if (*is_found)
		*row = rows[0];
	return true;
}

/* --- the story ------------------------------------------------------------ */

static const struct related_result *result_of(const struct seeking *seeking,
    int64_t id)
{
	for (size_t i = 0; i < seeking->result_count; i++)
		if (job_of(seeking, &seeking->results[i])->article_id == id)
			return &seeking->results[i];
	return NULL;
}

/* What one that tells the same has besides. */
static bool find_difference(struct seeking *seeking, int64_t id, char **said,
    struct error *err)
{
	struct weighed other;
	struct relate_job *work;
	size_t count;

	if (!store_read_relate_jobs(seeking->store, &id, 1, seeking->arena,
	    &work, &count, err))
		return false;
	if (count == 0)
		return true;
	relate_weigh(&work[0], &seeking->weighing, seeking->arena, &other);
	*said = related_differs(&seeking->weighed.text, &other.text,
	    seeking->arena);
	return true;
}

static bool gather_story(struct gathering *gathering, struct error *err)
{
	struct seeking *seeking = &gathering->seeking;
	struct article_row *rows;
	size_t count;

	if (seeking->own->story == 0)
		return true;
	if (!store_read_story(seeking->store, seeking->own->story,
	    seeking->arena, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct related_result *result;
		struct related_row *row;

		if (rows[i].id == seeking->own->article_id)
			continue;
		row = add_row(gathering, RELATED_STORY);
		row->row = rows[i];
		result = result_of(seeking, rows[i].id);
		row->score = result == NULL ? 1 : result->score;
		if (gathering->count <= DIFFERING_MOST && !find_difference(
		    seeking, rows[i].id, &row->shared, err))
			return false;
	}
	return true;
}

/* --- what is alike ---------------------------------------------------------- */

/* The row that stands for a story already; NULL: none does. */
static struct related_row *find_story(struct gathering *gathering,
    size_t from, int64_t story)
{
	for (size_t i = from; story != 0 && i < gathering->count; i++)
		if (gathering->rows[i].row.story == story)
			return &gathering->rows[i];
	return NULL;
}

static bool add_similar(struct gathering *gathering,
    const struct related_result *result, struct error *err)
{
	struct seeking *seeking = &gathering->seeking;
	int64_t id = job_of(seeking, result)->article_id;
	struct article_row found;
	struct related_row *row;
	bool is_found;

	if (!read_row(gathering, id, &found, &is_found, err))
		return false;
	if (!is_found)
		return true;
	row = add_row(gathering, seeking->own->story != 0 &&
	    found.story == seeking->own->story ? RELATED_STORY :
	    RELATED_SIMILAR);
	row->row = found;
	row->score = result->score;
	row->shared = reason_of(seeking, result);
	return true;
}

/* Of each story one; of its own none, they are told of above. */
static bool gather_similar(struct gathering *gathering, size_t limit,
    bool is_flat, struct error *err)
{
	const struct seeking *seeking = &gathering->seeking;
	size_t from = gathering->count;

	for (size_t i = 0; i < seeking->result_count; i++) {
		const struct related_result *result = &seeking->results[i];
		const struct relate_job *work = job_of(seeking, result);
		struct related_row *told = is_flat ? NULL :
		    find_story(gathering, from, work->story);

		if (has_row(gathering, work->article_id) || (!is_flat &&
		    work->story != 0 && work->story == seeking->own->story))
			continue;
		if (told != NULL)
			told->row.others++;
		else if (gathering->count - from < limit &&
		    !add_similar(gathering, result, err))
			return false;
	}
	return true;
}

/* --- what the page lists ------------------------------------------------------ */

/* A link as a row: an article of the cache, or title and address alone. */
static bool add_listed(struct gathering *gathering, size_t index,
    struct error *err)
{
	const struct page_link *link = &gathering->article->related[index];
	struct arena *arena = gathering->seeking.arena;
	struct article_row found;
	struct related_row *row;
	struct str address;
	bool is_found = false, is_good;
	int64_t id = 0;

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
	if (id != 0 && !read_row(gathering, id, &found, &is_found, err))
		return false;
	row = add_row(gathering, RELATED_LISTED);
	row->number = (int)index + 1;
	row->row = is_found ? found : (struct article_row){
	    .title = link->title, .link = link->url,
	    .published = link->date, .lead = arena_dup(arena, ""),
	    .source_title = arena_dup(arena, "")};
	return true;
}

static bool gather_listed(struct gathering *gathering, size_t limit,
    struct error *err)
{
	size_t from = gathering->count;

	for (size_t i = 0; i < gathering->article->related_count &&
	     gathering->count - from < limit; i++)
		if (!add_listed(gathering, i, err))
			return false;
	return true;
}

/* --- what is asked for ---------------------------------------------------------- */

static bool begin_gathering(struct gathering *gathering, int64_t article_id,
    struct article *article, struct reach reach, bool *is_found,
    struct error *err)
{
	struct seeking *seeking = &gathering->seeking;

	gathering->article = article;
	return store_read_article(seeking->store, article_id, seeking->arena,
	    article, is_found, err) &&
	    (!*is_found || seek(seeking, article_id, reach, is_found, err));
}

static bool gather_for_pane(struct gathering *gathering, int64_t article_id,
    size_t limit, struct error *err)
{
	struct article article;
	bool is_found;

	return begin_gathering(gathering, article_id, &article, of_pane,
	    &is_found, err) &&
	    (!is_found || (gather_story(gathering, err) &&
	    gather_similar(gathering, limit, false, err) &&
	    gather_listed(gathering, limit, err)));
}

static bool gather_for_command(struct gathering *gathering,
    int64_t article_id, size_t limit, struct error *err)
{
	struct article article;
	size_t listed, most = limit == 0 ? SIZE_MAX : limit;
	bool is_found;

	if (!begin_gathering(gathering, article_id, &article, of_command,
	    &is_found, err))
		return false;
	if (!is_found)
		return true;
	/* half of the rows at most are the page's */
	listed = article.related_count < limit / 2 ? article.related_count :
	    limit / 2;
	return gather_similar(gathering, most - listed, true, err) &&
	    gather_listed(gathering, most - gathering->count, err);
}

typedef bool (*gather)(struct gathering *gathering, int64_t article_id,
    size_t limit, struct error *err);

/* All of one state. */
static bool gather_rows(struct gathering *gathering, gather gather_all,
    int64_t article_id, size_t limit, struct related_row **rows,
    size_t *count, struct error *err)
{
	struct store *store = gathering->seeking.store;
	bool is_done = store_begin_reads(store, err) &&
	    store_finish_group(store, gather_all(gathering, article_id, limit,
	    err), err);

	*rows = is_done ? gathering->rows : NULL;
	*count = is_done ? gathering->count : 0;
	return is_done;
}

bool job_find_related(struct store *store, int64_t article_id, size_t limit,
    struct arena *arena, struct related_row **rows, size_t *count,
    struct error *err)
{
	struct gathering gathering = {
	    .seeking = {.store = store, .arena = arena}};

	return gather_rows(&gathering, gather_for_pane, article_id, limit,
	    rows, count, err);
}

bool job_list_related(struct store *store, int64_t article_id, size_t limit,
    struct arena *arena, struct related_row **rows, size_t *count,
    struct error *err)
{
	struct gathering gathering = {
	    .seeking = {.store = store, .arena = arena}};

	return gather_rows(&gathering, gather_for_command, article_id, limit,
	    rows, count, err);
}

/* --- a matter over time ------------------------------------------------------------ */

static bool is_earlier(const struct article_row *a,
    const struct article_row *b)
{
	if (a->published != b->published)
		return a->published < b->published;
	return a->id < b->id;
}

static void sort_by_time(struct related_row *rows, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct related_row row = rows[i];
		size_t at = i;

		for (; at > 0 && is_earlier(&row.row, &rows[at - 1].row); at--)
			rows[at] = rows[at - 1];
		rows[at] = row;
	}
}

static bool gather_matter(struct gathering *gathering, struct error *err)
{
	struct seeking *seeking = &gathering->seeking;
	struct related_row *own = add_row(gathering, RELATED_STORY);
	struct article_row *rows;
	size_t count = 0, kept = 0;
	bool is_found;

	if (!read_row(gathering, seeking->own->article_id, &own->row,
	    &is_found, err))
		return false;
	if (!is_found) {
		gathering->count--;
		return true;
	}
	own->score = 1;
	if (own->row.story != 0 && !store_read_story(seeking->store,
	    own->row.story, seeking->arena, &rows, &count, err))
		return false;
	own->row.others = count > 0 ? (int)count - 1 : 0;
	while (kept < seeking->result_count &&
	    seeking->results[kept].score >= sure_score)
		kept++;
	seeking->result_count = kept;
	return gather_similar(gathering, TIMELINE_MOST, false, err);
}

static bool gather_timeline(struct gathering *gathering, int64_t article_id,
    struct error *err)
{
	bool is_found;

	return seek(&gathering->seeking, article_id, of_command, &is_found,
	    err) && (!is_found || gather_matter(gathering, err));
}

bool job_find_timeline(struct store *store, int64_t article_id,
    struct arena *arena, struct related_row **rows, size_t *count,
    size_t *at, struct error *err)
{
	struct gathering gathering = {
	    .seeking = {.store = store, .arena = arena}};

	*rows = NULL;
	*count = *at = 0;
	if (!store_begin_reads(store, err) || !store_finish_group(store,
	    gather_timeline(&gathering, article_id, err), err))
		return false;
	sort_by_time(gathering.rows, gathering.count);
	while (*at < gathering.count &&
	    gathering.rows[*at].row.id != article_id)
		++*at;
	*rows = gathering.rows;
	*count = gathering.count;
	return true;
}
