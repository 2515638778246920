/*
 * The steps that relate new articles: their terms are counted first, so that
 * it is known which of them tell; then they go into the lists of those, and
 * into the story that they tell.
 */
#include "refresh/relate.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "refresh/steps.h"
#include "refresh/task.h"

enum {
	COUNTED_AT_ONCE = 1024, /* then the counts are written */
	COUNTED_LEAST = 32,     /* while more may come */
	READ_AT_ONCE = 8,
	RELATED_AT_ONCE = 8, /* in one write; some ms */
	STORY_WANTED = 16,   /* terms by which twins are looked for */
	STORY_FOUND = 24,    /* articles found by them */
	STORY_TRIED = 5,     /* of these, as near in time as a story is */
	STORY_SECONDS = 3 * 86400,
	TWIN_SHARED = 4, /* of STORY_WANTED, among those just read */
};

struct counting {
	uint16_t added[RELATE_COUNTERS];
	int64_t ids[COUNTED_AT_ONCE];
	size_t count;
	bool is_claimed;
	size_t next; /* range that is saved next, once they are */
};

void counting_free(struct counting *counting)
{
	free(counting);
}

bool relate_begin(struct store *store, struct weighing *weighing,
    struct error *err)
{
	memset(weighing, 0, sizeof(*weighing));
	if (!store_read_counts(store, &weighing->counts, err))
		return false;
	weighing->idf.documents = weighing->counts.documents;
	return true;
}

void relate_weigh(const struct relate_job *work,
    struct weighing *weighing, struct arena *arena,
    struct weighed *weighed)
{
	related_read(work->title, work->text, arena, &weighed->text);
	weighed->holders = arena_array(arena, weighed->text.count,
	    sizeof(*weighed->holders));
	for (size_t i = 0; i < weighed->text.count; i++)
		weighed->holders[i] = relate_count_of(&weighing->counts,
		    weighed->text.terms[i].exact);
	related_weigh(&weighed->text, weighed->holders, &weighing->idf);
}

size_t relate_want(const struct weighed *weighed, size_t most,
    struct arena *arena, struct relate_wanted **wanted)
{
	const struct related_term *terms = weighed->text.terms;
	size_t *places, count = related_pick(&weighed->text,
	    weighed->holders, most, arena, &places);

	*wanted = arena_array(arena, count, sizeof(**wanted));
	for (size_t i = 0; i < count; i++)
		(*wanted)[i] = (struct relate_wanted){
		    terms[places[i]].folded, related_worth(
		    &terms[places[i]]) * 3 * terms[places[i]].weight /
		    (terms[places[i]].weight + 2)};
	return count;
}

/* --- counting --------------------------------------------------------------- */

static void count_terms(struct counting *counting,
    const struct relate_job *work, struct arena *arena)
{
	struct related_text text;

	related_read(work->title, work->text, arena, &text);
	for (size_t i = 0; i < text.count; i++) {
		uint16_t *added = &counting->added[relate_counter(
		    text.terms[i].exact)];

		if (*added < UINT16_MAX)
			++*added;
	}
	counting->ids[counting->count++] = work->article_id;
}

/* Read on where counting is; *is_all: nothing is left that it has not. */
static bool read_on(struct store *store, struct counting *counting,
    int64_t deadline, bool *is_all, struct error *err)
{
	struct arena arena;
	bool is_good = true;

	*is_all = false;
	arena_init(&arena);
	do {
		int64_t after = counting->count == 0 ? 0 :
		    counting->ids[counting->count - 1];
		struct relate_job *work;
		size_t count;

		is_good = store_read_unrelated(store, false, after,
		    READ_AT_ONCE, &arena, &work, &count, err);
		for (size_t i = 0; is_good && i < count &&
		     counting->count < COUNTED_AT_ONCE; i++)
			count_terms(counting, &work[i], &arena);
		*is_all = is_good && count < READ_AT_ONCE;
		arena_release(&arena);
	} while (is_good && !*is_all && counting->count < COUNTED_AT_ONCE &&
	    clock_nanos() < deadline);
	return is_good;
}

static void forget_counting(struct job *job)
{
	counting_free(job->counting);
	job->counting = NULL;
}

static bool write_counts(struct job *job, int64_t deadline,
    struct error *err)
{
	struct counting *counting = job->counting;
	bool is_mine = true;

	if (!counting->is_claimed && !store_claim_counted(job->store,
	    counting->ids, counting->count, &is_mine, err))
		return false;
	/* another process counts the same ones: what it leaves is read anew */
	if (!is_mine) {
		forget_counting(job);
		return true;
	}
	counting->is_claimed = true;
	if (!store_save_counts(job->store, counting->added, &counting->next,
	    deadline, err))
		return false;
	if (counting->next == RELATE_RANGES)
		forget_counting(job);
	return true;
}

/*
 * Count what is due. Each write touches most of the counts, so a few articles
 * wait for more while more may come.
 */
static bool count_some(struct job *job, int64_t deadline, bool has_all,
    bool *did, struct error *err)
{
	struct counting *counting = job->counting;
	struct relate_job *work;
	struct arena arena;
	bool is_good, is_all = false;
	size_t count;

	if (counting == NULL) {
		arena_init(&arena);
		is_good = store_read_unrelated(job->store, false, 0,
		    has_all ? 1 : COUNTED_LEAST, &arena, &work, &count, err);
		arena_release(&arena);
		if (!is_good || count < (has_all ? 1 : COUNTED_LEAST))
			return is_good;
		job->counting = mem_alloc_zero(1, sizeof(*job->counting));
		counting = job->counting;
	}
	*did = true;
	if (!counting->is_claimed && counting->count < COUNTED_AT_ONCE &&
	    !read_on(job->store, counting, deadline, &is_all, err))
		return false;
	if (counting->count == 0)
		forget_counting(job);
	else if (is_all || counting->is_claimed ||
	    counting->count == COUNTED_AT_ONCE)
		return write_counts(job, deadline, err);
	return true;
}

/* --- lists and stories ---------------------------------------------------------- */

/* An article on its way into the lists. */
struct relating {
	const struct relate_job *work;
	struct weighed weighed;
	struct relate_wanted *wanted; /* that tell most */
	size_t wanted_count;
};

static bool is_soon(const struct relate_job *a, const struct relate_job *b)
{
	int64_t apart = a->published - b->published;

	return apart <= STORY_SECONDS && -apart <= STORY_SECONDS;
}

static bool is_same_page(const struct relate_job *a,
    const struct relate_job *b)
{
	return a->page_id != 0 && a->page_id == b->page_id;
}

static size_t count_shared(const struct relating *a,
    const struct relating *b)
{
	size_t shared = 0;

	for (size_t i = 0; i < a->wanted_count; i++)
		for (size_t k = 0; k < b->wanted_count; k++)
			shared += a->wanted[i].term == b->wanted[k].term;
	return shared;
}

/* Those of the same write are in no list yet. */
static int64_t find_beside(const struct relating *relating,
    const struct relating *before, size_t count, struct arena *arena)
{
	for (size_t i = 0; i < count; i++)
		if (is_soon(relating->work, before[i].work) &&
		    count_shared(relating, &before[i]) >= TWIN_SHARED &&
		    related_tells_same(&relating->weighed.text,
		    &before[i].weighed.text, arena))
			return before[i].work->article_id;
	return 0;
}

/* Whether it fits the first article of the other's story as well. */
static bool fits_first(struct store *store, const struct relating *relating,
    const struct relate_job *other, struct weighing *weighing,
    struct arena *arena, bool *fits, struct error *err)
{
	struct weighed first;
	struct relate_job *work;
	size_t count;

	*fits = true;
	if (other->story == 0 || other->story == other->article_id)
		return true;
	if (!store_read_relate_jobs(store, &other->story, 1, arena, &work,
	    &count, err))
		return false;
	if (count == 0)
		return true;
	relate_weigh(&work[0], weighing, arena, &first);
	*fits = related_fits_story(&relating->weighed.text, &first.text,
	    arena);
	return true;
}

/* Among the likeliest of the cache one that tells the same; 0: none. */
static bool find_told(struct store *store, const struct relating *relating,
    struct weighing *weighing, struct arena *arena, int64_t *told,
    struct error *err)
{
	struct relate_job *work;
	size_t id_count, count;
	int64_t *ids;

	*told = 0;
	if (!store_find_candidates(store, relating->work->article_id,
	    relating->wanted, relating->wanted_count, STORY_FOUND, arena,
	    &ids, &id_count, err) ||
	    !store_keep_soon(store, ids, &id_count, STORY_TRIED,
	    relating->work->published, STORY_SECONDS, err) ||
	    !store_read_relate_jobs(store, ids, id_count, arena, &work,
	    &count, err))
		return false;
	for (size_t i = 0; i < count && *told == 0; i++) {
		struct weighed other;
		bool fits;

		if (is_same_page(relating->work, &work[i]))
			continue;
		relate_weigh(&work[i], weighing, arena, &other);
		if (!related_tells_same(&relating->weighed.text, &other.text,
		    arena))
			continue;
		if (!fits_first(store, relating, &work[i], weighing, arena,
		    &fits, err))
			return false;
		if (fits)
			*told = work[i].article_id;
	}
	return true;
}

static void list_terms(const struct relating *relating, struct arena *arena,
    struct relate_entry *entry)
{
	size_t *places;
	uint32_t *terms;

	entry->article_id = relating->work->article_id;
	entry->term_count = related_pick(&relating->weighed.text,
	    relating->weighed.holders, RELATED_LISTED_MOST, arena, &places);
	terms = arena_array(arena, entry->term_count, sizeof(*terms));
	for (size_t i = 0; i < entry->term_count; i++)
		terms[i] = relating->weighed.text.terms[places[i]].folded;
	entry->terms = terms;
}

static bool relate_some(struct job *job, size_t most, size_t *done,
    struct error *err)
{
	struct relating relating[RELATED_AT_ONCE];
	struct relate_entry entries[RELATED_AT_ONCE] = {{0}};
	struct weighing weighing;
	struct relate_job *work;
	struct arena arena;
	bool is_good;

	*done = 0;
	arena_init(&arena);
	is_good = store_read_unrelated(job->store, true, 0,
	    most < RELATED_AT_ONCE ? most : RELATED_AT_ONCE, &arena, &work,
	    done, err) &&
	    (*done == 0 || relate_begin(job->store, &weighing, err));
	for (size_t i = 0; is_good && i < *done; i++) {
		struct relating *now = &relating[i];

		now->work = &work[i];
		relate_weigh(&work[i], &weighing, &arena, &now->weighed);
		now->wanted_count = relate_want(&now->weighed, STORY_WANTED,
		    &arena, &now->wanted);
		list_terms(now, &arena, &entries[i]);
		is_good = find_told(job->store, now, &weighing, &arena,
		    &entries[i].told_with, err);
		if (entries[i].told_with == 0)
			entries[i].told_with = find_beside(now, relating, i,
			    &arena);
	}
	is_good = is_good && (*done == 0 || store_save_related(job->store,
	    entries, *done, err));
	arena_release(&arena);
	return is_good;
}

/* --- steps ----------------------------------------------------------------------- */

static bool work_on(struct job *job, int64_t deadline, bool has_all,
    bool *did, struct error *err)
{
	size_t done = 0;

	*did = false;
	if (!store_order_lists(job->store, deadline, did, err))
		return false;
	if (!*did && !count_some(job, deadline, has_all, did, err))
		return false;
	if (*did)
		return true;
	do {
		if (!relate_some(job, RELATED_AT_ONCE, &done, err))
			return false;
		job->progress.related += (int)done;
		*did = *did || done > 0;
	} while (done == RELATED_AT_ONCE && clock_nanos() < deadline);
	return *did || store_relate_again(job->store, did, err);
}

bool step_relate(struct job *job, int64_t deadline, bool *did,
    struct error *err)
{
	double start = task_cpu();
	bool is_good = work_on(job, deadline, job_pending(job) == 0, did,
	    err);

	job->progress.cpu_relate += task_cpu() - start;
	return is_good;
}

bool job_relate(struct job *job, size_t most, size_t *left,
    struct error *err)
{
	int before = job->progress.related;
	bool did = true;

	while (did && (size_t)(job->progress.related - before) < most)
		if (!work_on(job, 0, true, &did, err))
			return false;
	return store_count_unrelated(job->store, left, err);
}
