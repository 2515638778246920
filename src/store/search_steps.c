/*
 * The steps that keep the index up with the rows: articles put in, segments
 * merged, words summed; one kind a step, and each as much as there is time
 * for. And all of it at once, as an import has it.
 */
#include "store/search_internal.h"

#include "base/clock.h"

enum {
	AT_ONCE_MOST = 256, /* articles of a step */
	PAGES_LEAST = 16,   /* to begin a merge anew each time costs as well */
	PAGES_MOST = 1024,
	STEPS_TO_MERGE = 24,
	BULK_ARTICLES = 2048, /* a transaction: some tenths of a second */
};

/* --- what there is time for -------------------------------------------------- */

size_t pace_choose(const struct store *store, enum pace pace,
    int64_t deadline, size_t most)
{
	/* to begin with */
	static const int64_t usual[PACE_COUNT] = {[PACE_ARTICLES] = 400000,
	    [PACE_PAGES] = 100000, [PACE_WORDS] = 5000,
	    [PACE_SLICES] = 60000, [PACE_SETS] = 5000};
	int64_t each = store->search.paces[pace], count;

	if (each == 0)
		each = usual[pace];
	count = (deadline - clock_nanos()) / 10 * 7 / each;
	if (count < 1)
		return 1;
	return count < (int64_t)most ? (size_t)count : most;
}

void pace_note(struct store *store, enum pace pace,
    const struct clock_work *work, size_t count)
{
	int64_t *kept = &store->search.paces[pace];
	int64_t each = clock_work_nanos(work) / (int64_t)(count + 1) + 1;

	*kept = *kept == 0 ? each : (*kept * 3 + each) / 4;
}

/*
 * A command's commits are synced, but not these: a power loss would only
 * have them done again.
 */
static bool set_synced(struct store *store, bool is_synced,
    struct error *err)
{
	return store->role != STORE_COMMAND || store_execute(store,
	    is_synced ? "PRAGMA synchronous = FULL" :
	    "PRAGMA synchronous = NORMAL", err);
}

/* --- a step ---------------------------------------------------------------------- */

/* A part of merging the index's segments; *did: there may be more. */
static bool merge_segments(struct store *store, size_t pages, bool *did,
    struct error *err)
{
	int64_t before = sqlite3_total_changes64(store->db);

	if (!store_run(store, err,
	    "INSERT INTO search (search, rank) VALUES ('merge', ?1)",
	    BIND(INT((int64_t)pages))))
		return false;
	/* as FTS5's manual has it: fewer than 2 changes, nothing was done */
	*did = sqlite3_total_changes64(store->db) - before >= 2;
	return true;
}

static bool merge_index(struct store *store, int64_t deadline, bool *did,
    struct error *err)
{
	size_t pages = pace_choose(store, PACE_PAGES, deadline, PAGES_MOST);
	struct clock_work work;

	*did = false;
	clock_work_begin(&work);
	if (pages < PAGES_LEAST)
		pages = PAGES_LEAST;
	if (!store_begin(store, err) || !store_finish(store,
	    merge_segments(store, pages, did, err), err))
		return false;
	if (*did)
		pace_note(store, PACE_PAGES, &work, pages);
	return true;
}

/* What is due once in some steps, so that it keeps up with them. */
static bool tend(struct store *store, bool is_all, int64_t deadline,
    bool *did, struct error *err)
{
	struct search_memory *memory = &store->search;

	*did = false;
	if (!is_all && memory->steps_to_merge > 0)
		return true;
	if (!memory->is_merged && !merge_index(store, deadline, did, err))
		return false;
	if (*did)
		return true;
	memory->is_merged = true;
	if (!pairs_turn(store, deadline, did, err) || (!*did &&
	    !words_merge(store, is_all, deadline, did, err)))
		return false;
	if (!*did)
		memory->steps_to_merge = STEPS_TO_MERGE;
	return true;
}

static bool index_until(struct store *store, int64_t deadline,
    bool takes_waiting, bool *did, struct error *err)
{
	struct search_memory *memory = &store->search;
	struct indexing indexing = {.takes_waiting = takes_waiting,
	    .most = pace_choose(store, PACE_ARTICLES, deadline,
	    AT_ONCE_MOST)};
	struct clock_work work;

	clock_work_begin(&work);
	if (!index_if_due(store, &indexing, err))
		return false;
	*did = indexing.done > 0;
	if (*did) {
		pace_note(store, PACE_ARTICLES, &work, indexing.done);
		memory->steps_to_merge--;
		memory->is_merged = false;
	}
	return true;
}

/* One kind of work, at least some of it: a slow disk must not stop it. */
static bool work_once(struct store *store, int64_t deadline,
    bool takes_waiting, bool *did, struct error *err)
{
	return tend(store, false, deadline, did, err) &&
	    (*did || index_until(store, deadline, takes_waiting, did, err)) &&
	    /* the rest when all is in */
	    (*did || tend(store, true, deadline, did, err));
}

static bool work_until(struct store *store, int64_t deadline,
    bool takes_waiting, bool *did, struct error *err)
{
	int64_t half = (deadline - clock_nanos()) / 2;
	bool is_more;

	/* what has less time than that costs more than it brings */
	do {
		if (!work_once(store, deadline, takes_waiting, &is_more, err))
			return false;
		*did = *did || is_more;
	} while (is_more && deadline - clock_nanos() > half);
	return true;
}

bool store_index_some(struct store *store, int64_t deadline,
    bool takes_waiting, bool *did, struct error *err)
{
	struct error ignored;
	bool is_done;

	*did = false;
	is_done = set_synced(store, false, err) &&
	    work_until(store, deadline, takes_waiting, did, err);
	return set_synced(store, true, is_done ? err : &ignored) && is_done;
}

/* --- all at once --------------------------------------------------------------- */

static bool index_all(struct store *store, store_is_stopped *is_stopped,
    void *ctx, struct error *err)
{
	struct indexing indexing;
	bool did = true;

	do {
		if (is_stopped != NULL && is_stopped(ctx))
			return true;
		indexing = (struct indexing){.most = BULK_ARTICLES,
		    .is_bulk = true, .takes_waiting = true};
		if (!index_if_due(store, &indexing, err))
			return false;
		if (indexing.done > 0)
			store->search.is_merged = false;
	} while (indexing.done > 0);
	while (did && (is_stopped == NULL || !is_stopped(ctx)))
		if (!tend(store, true, INT64_MAX, &did, err))
			return false;
	return true;
}

bool store_index_all(struct store *store, store_is_stopped *is_stopped,
    void *ctx, struct error *err)
{
	struct error ignored;
	bool is_done = store_begin_bulk(store, err) &&
	    index_all(store, is_stopped, ctx, err);

	return store_end_bulk(store, is_done ? err : &ignored) && is_done;
}
