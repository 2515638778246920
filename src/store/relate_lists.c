/*
 * Lists of the articles that terms find, in levels, so that writing them is
 * cheap wherever their terms lie: what is new goes into level 0; a level that
 * is full is merged into the next, sixteen times as large, in steps. A level
 * is one generation of rows (two while one of them is merged). A row holds a
 * range of terms: for each the difference to the last, how many articles, and
 * these, ascending, as differences.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/pack.h"

enum {
	TERM_BITS = 32,
	ROW_BITS = 24,       /* of a row's id, below the generation */
	FIRST_BITS = 6,      /* of level 0 */
	FULL = 256,          /* articles of level 0 */
	LEVEL_FACTOR_BITS = 4,
	ROW_POSTINGS = 512,  /* aimed at */
	POSTINGS_EACH = 80,  /* of an article, about */
	HOLDERS_MOST = 2000, /* of a term that a merge keeps */
	GENERATIONS_MOST = 16,
	DROPPED_AT_ONCE = 256,
};

enum level_state { /* kept in caches */
	LEVEL_LIVE = 0,
	LEVEL_MAKING = 1, /* from two others, which are live */
	LEVEL_GONE = 2,   /* merged; its rows are dropped */
};

struct posting {
	uint32_t term, article;
};

struct generation {
	int64_t id, level, bits, articles;
	int64_t upper, lower, next; /* of one that is made */
};

/* --- rows ---------------------------------------------------------------- */

struct postings {
	struct posting *items;
	size_t count, cap;
};

static void add_posting(struct postings *postings, uint32_t term,
    uint32_t article)
{
	postings->items = mem_grow(postings->items, &postings->cap,
	    postings->count + 1, sizeof(*postings->items));
	postings->items[postings->count++] = (struct posting){term, article};
}

static int compare_postings(const void *a, const void *b)
{
	const struct posting *x = a, *y = b;

	if (x->term != y->term)
		return x->term < y->term ? -1 : 1;
	return (x->article > y->article) - (x->article < y->article);
}

static int64_t row_id(int64_t generation, int64_t row)
{
	return (int64_t)((uint64_t)generation << ROW_BITS) | row;
}

static uint32_t row_of(uint32_t term, int64_t bits)
{
	return bits == 0 ? 0 : term >> (TERM_BITS - bits);
}

static uint32_t first_term(int64_t row, int64_t bits)
{
	return bits == 0 ? 0 : (uint32_t)row << (TERM_BITS - bits);
}

/* Sorted postings as bytes; of a term the newest ones alone. */
static void encode_row(struct str *out, const struct posting *items,
    size_t count, uint32_t last)
{
	for (size_t i = 0, end; i < count; i = end) {
		size_t from = i;
		uint32_t article = 0;

		for (end = i; end < count && items[end].term == items[i].term;)
			end++;
		if (end - from > HOLDERS_MOST)
			from = end - HOLDERS_MOST;
		pack_number(out, items[i].term - last);
		pack_number(out, end - from);
		for (; from < end; from++) {
			pack_number(out, items[from].article - article);
			article = items[from].article;
		}
		last = items[i].term;
	}
}

static void decode_row(struct unpack *in, uint32_t term,
    struct postings *postings)
{
	while (in->at < in->end && !in->is_broken) {
		size_t count;
		uint32_t article = 0;

		term += (uint32_t)unpack_number(in);
		count = unpack_count(in);
		for (size_t i = 0; i < count && !in->is_broken; i++) {
			article += (uint32_t)unpack_number(in);
			add_posting(postings, term, article);
		}
	}
}

/* What does not decode is forgotten: it is made again from the articles. */
static bool read_row(struct store *store, int64_t generation, int64_t row,
    int64_t bits, struct postings *postings, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT bytes FROM relate_list WHERE id = ?1",
	    BIND(INT(row_id(generation, row))));
	struct unpack in;

	postings->count = 0;
	if (cursor_next(&cursor)) {
		unpack_init(&in, sqlite3_column_blob(cursor.prepared, 0),
		    (size_t)sqlite3_column_bytes(cursor.prepared, 0));
		decode_row(&in, first_term(row, bits), postings);
	}
	return cursor_close(&cursor);
}

static bool write_row(struct store *store, int64_t generation, int64_t row,
    int64_t bits, const struct posting *items, size_t count,
    struct error *err)
{
	struct str bytes;
	bool is_done = true;

	if (count == 0)
		return true;
	str_init(&bytes);
	encode_row(&bytes, items, count, first_term(row, bits));
	is_done = store_run(store, err, "INSERT OR REPLACE INTO relate_list"
	    " (id, bytes) VALUES (?1, ?2)", BIND(INT(row_id(generation, row)),
	    BLOB(bytes.data, bytes.len)));
	str_release(&bytes);
	return is_done;
}

/* --- generations ------------------------------------------------------------ */

static bool read_generations(struct store *store, enum level_state state,
    struct generation *generations, size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT generation, level, bits, articles, upper, lower, next"
	    " FROM relate_level WHERE state = ?1 ORDER BY generation",
	    BIND(INT(state)));

	*count = 0;
	while (*count < GENERATIONS_MOST && cursor_next(&cursor))
		generations[(*count)++] = (struct generation){
		    .id = cursor_int(&cursor, 0),
		    .level = cursor_int(&cursor, 1),
		    .bits = cursor_int(&cursor, 2),
		    .articles = cursor_int(&cursor, 3),
		    .upper = cursor_int(&cursor, 4),
		    .lower = cursor_int(&cursor, 5),
		    .next = cursor_int(&cursor, 6)};
	return cursor_close(&cursor);
}

static bool add_generation(struct store *store,
    const struct generation *fresh, enum level_state state, int64_t *id,
    struct error *err)
{
	return store_read_ints(store, err, "INSERT INTO relate_level"
	    " (level, state, bits, articles, upper, lower)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING generation",
	    BIND(INT(fresh->level), INT(state), INT(fresh->bits),
	    INT(fresh->articles), INT(fresh->upper), INT(fresh->lower)), id,
	    1, NULL);
}

/* Level 0 that is written to: not one that is being merged. */
static bool find_open(struct store *store, int64_t *id, struct error *err)
{
	struct generation open = {.bits = FIRST_BITS};
	bool found;

	return store_read_ints(store, err, "SELECT generation FROM"
	    " relate_level WHERE level = 0 AND state = 0 AND generation NOT IN"
	    " (SELECT upper FROM relate_level WHERE state = 1)"
	    " ORDER BY generation DESC LIMIT 1",
	    BIND_NONE, id, 1, &found) &&
	    (found || add_generation(store, &open, LEVEL_LIVE, id, err));
}

bool relate_add_postings(struct store *store,
    const struct relate_entry *entries, size_t count, struct error *err)
{
	struct postings fresh = {0}, row = {0};
	bool is_done;
	int64_t id;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < entries[i].term_count &&
		     entries[i].article_id <= UINT32_MAX; k++)
			add_posting(&fresh, entries[i].terms[k],
			    (uint32_t)entries[i].article_id);
	if (fresh.count == 0)
		return true;
	qsort(fresh.items, fresh.count, sizeof(*fresh.items),
	    compare_postings);
	is_done = find_open(store, &id, err);
	for (size_t i = 0, end; is_done && i < fresh.count; i = end) {
		uint32_t place = row_of(fresh.items[i].term, FIRST_BITS);

		is_done = read_row(store, id, place, FIRST_BITS, &row, err);
		for (end = i; end < fresh.count && row_of(
		     fresh.items[end].term, FIRST_BITS) == place; end++)
			add_posting(&row, fresh.items[end].term,
			    fresh.items[end].article);
		qsort(row.items, row.count, sizeof(*row.items),
		    compare_postings);
		is_done = is_done && write_row(store, id, place, FIRST_BITS,
		    row.items, row.count, err);
	}
	free(fresh.items);
	free(row.items);
	return is_done && store_run(store, err, "UPDATE relate_level SET"
	    " articles = articles + ?2 WHERE generation = ?1",
	    BIND(INT(id), INT((int64_t)count)));
}

/* --- merging ------------------------------------------------------------------ */

/* One of the two that a generation is made of, read row by row. */
struct merged {
	struct generation generation; /* id 0: there is none */
	int64_t row;                  /* that is read; -1: none yet */
	struct postings postings;
	size_t at;
};

/* Its postings below the end of a row of the fresh one, into out. */
static bool take_postings(struct store *store, struct merged *merged,
    const struct generation *fresh, int64_t row, struct postings *out,
    struct error *err)
{
	int64_t own;

	if (merged->generation.id == 0)
		return true;
	own = row >> (fresh->bits - merged->generation.bits);
	if (own != merged->row) {
		if (!read_row(store, merged->generation.id, own,
		    merged->generation.bits, &merged->postings, err))
			return false;
		merged->row = own;
		merged->at = 0;
	}
	for (; merged->at < merged->postings.count; merged->at++) {
		const struct posting *posting =
		    &merged->postings.items[merged->at];
		uint32_t place = row_of(posting->term, fresh->bits);

		if (place > (uint32_t)row)
			break;
		if (place == (uint32_t)row)
			add_posting(out, posting->term, posting->article);
	}
	return true;
}

static size_t drop_twins(struct posting *items, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 ||
		    compare_postings(&items[kept - 1], &items[i]) != 0)
			items[kept++] = items[i];
	return kept;
}

static bool make_row(struct store *store, struct generation *fresh,
    struct merged *merged, struct postings *out, struct error *err)
{
	out->count = 0;
	for (int i = 0; i < 2; i++)
		if (!take_postings(store, &merged[i], fresh, fresh->next,
		    out, err))
			return false;
	if (out->count > 0)
		qsort(out->items, out->count, sizeof(*out->items),
		    compare_postings);
	out->count = drop_twins(out->items, out->count);
	return write_row(store, fresh->id, fresh->next, fresh->bits,
	    out->items, out->count, err);
}

static bool finish_making(struct store *store,
    const struct generation *fresh, struct error *err)
{
	return store_run(store, err, "UPDATE relate_level SET state = 2"
	    " WHERE generation IN (?1, ?2)",
	    BIND(INT(fresh->upper), INT(fresh->lower))) &&
	    store_run(store, err, "UPDATE relate_level SET state = 0,"
	    " upper = 0, lower = 0, next = 0 WHERE generation = ?1",
	    BIND(INT(fresh->id)));
}

static bool make_rows(struct store *store, struct generation *fresh,
    const struct generation *live, size_t live_count, int64_t deadline,
    struct error *err)
{
	struct merged merged[2] = {{.row = -1}, {.row = -1}};
	struct postings out = {0};
	bool is_done = true;

	for (size_t i = 0; i < live_count; i++) {
		if (live[i].id == fresh->upper)
			merged[0].generation = live[i];
		if (live[i].id == fresh->lower)
			merged[1].generation = live[i];
	}
	do {
		is_done = make_row(store, fresh, merged, &out, err);
		fresh->next++;
	} while (is_done && fresh->next < INT64_C(1) << fresh->bits &&
	    clock_nanos() < deadline);
	free(merged[0].postings.items);
	free(merged[1].postings.items);
	free(out.items);
	if (is_done && fresh->next == INT64_C(1) << fresh->bits)
		return finish_making(store, fresh, err);
	return is_done && store_run(store, err, "UPDATE relate_level SET"
	    " next = ?2 WHERE generation = ?1",
	    BIND(INT(fresh->id), INT(fresh->next)));
}

static int64_t choose_bits(int64_t articles, int64_t least)
{
	int64_t bits = least;

	while (bits < ROW_BITS - 1 && articles * POSTINGS_EACH >> bits >
	    ROW_POSTINGS)
		bits++;
	return bits;
}

/* Begin to merge the first level that is full; *did false: none is. */
static bool begin_making(struct store *store, const struct generation *live,
    size_t count, bool *did, struct error *err)
{
	struct generation fresh = {0};
	size_t i = 0;
	int64_t id;

	while (i < count && live[i].articles <
	    (int64_t)FULL << (LEVEL_FACTOR_BITS * live[i].level))
		i++;
	*did = i < count;
	if (i == count)
		return true;
	fresh.level = live[i].level + 1;
	fresh.upper = live[i].id;
	fresh.articles = live[i].articles;
	fresh.bits = live[i].bits;
	for (size_t k = 0; k < count; k++) {
		if (live[k].level != fresh.level || fresh.lower != 0)
			continue;
		fresh.lower = live[k].id;
		fresh.articles += live[k].articles;
		if (live[k].bits > fresh.bits)
			fresh.bits = live[k].bits;
	}
	fresh.bits = choose_bits(fresh.articles, fresh.bits);
	return add_generation(store, &fresh, LEVEL_MAKING, &id, err);
}

static bool drop_some(struct store *store, int64_t generation,
    struct error *err)
{
	int64_t last;
	bool is_more;

	if (!store_read_ints(store, err, "SELECT id FROM relate_list WHERE"
	    " id >= ?1 AND id < ?2 ORDER BY id LIMIT 1 OFFSET ?3",
	    BIND(INT(row_id(generation, 0)), INT(row_id(generation + 1, 0)),
	    INT(DROPPED_AT_ONCE)), &last, 1, &is_more))
		return false;
	if (!is_more)
		last = row_id(generation + 1, 0);
	return store_run(store, err, "DELETE FROM relate_list WHERE id >= ?1"
	    " AND id < ?2", BIND(INT(row_id(generation, 0)), INT(last))) &&
	    (is_more || store_run(store, err, "DELETE FROM relate_level WHERE"
	    " generation = ?1", BIND(INT(generation))));
}

static bool order_once(struct store *store, int64_t deadline, bool *did,
    struct error *err)
{
	struct generation live[GENERATIONS_MOST], others[GENERATIONS_MOST];
	size_t live_count, count;

	*did = true;
	if (!read_generations(store, LEVEL_LIVE, live, &live_count, err) ||
	    !read_generations(store, LEVEL_MAKING, others, &count, err))
		return false;
	if (count > 0)
		return make_rows(store, &others[0], live, live_count,
		    deadline, err);
	if (!read_generations(store, LEVEL_GONE, others, &count, err))
		return false;
	if (count > 0)
		return drop_some(store, others[0].id, err);
	return begin_making(store, live, live_count, did, err);
}

/* Whether there is anything: asked without a write. */
static bool is_in_order(struct store *store, bool *is_good,
    struct error *err)
{
	int64_t found;

	*is_good = store_read_ints(store, err, "SELECT count(*) FROM"
	    " relate_level WHERE state <> 0 OR articles >= ?1 << (?2 * level)",
	    BIND(INT(FULL), INT(LEVEL_FACTOR_BITS)), &found, 1, NULL);
	return *is_good && found == 0;
}

bool store_order_lists(struct store *store, int64_t deadline, bool *did,
    struct error *err)
{
	bool is_good;

	*did = false;
	if (is_in_order(store, &is_good, err) || !is_good)
		return is_good;
	if (!store_begin(store, err))
		return false;
	return store_finish(store, order_once(store, deadline, did, err),
	    err);
}

/* --- finding ------------------------------------------------------------------- */

struct found {
	uint32_t article; /* 0: free */
	float weight;
};

struct founds {
	struct found *slots;
	size_t slot_count, used; /* slot_count: a power of 2 */
};

static struct found *find_slot(const struct founds *founds, uint32_t article)
{
	size_t mask = founds->slot_count - 1;
	size_t at = (article * 0x9E3779B1U >> 8) & mask;

	while (founds->slots[at].article != 0 &&
	    founds->slots[at].article != article)
		at = (at + 1) & mask;
	return &founds->slots[at];
}

static void add_found(struct founds *founds, uint32_t article, float weight)
{
	struct found *slot;

	if (founds->used * 2 >= founds->slot_count) {
		struct founds larger = {.used = founds->used};

		larger.slot_count = founds->slot_count == 0 ? 4096 :
		    founds->slot_count * 2;
		larger.slots = mem_alloc_zero(larger.slot_count,
		    sizeof(*larger.slots));
		for (size_t i = 0; i < founds->slot_count; i++)
			if (founds->slots[i].article != 0)
				*find_slot(&larger,
				    founds->slots[i].article) =
				    founds->slots[i];
		free(founds->slots);
		*founds = larger;
	}
	slot = find_slot(founds, article);
	founds->used += slot->article == 0;
	slot->article = article;
	slot->weight += weight;
}

/* The articles of one term in a row. */
static void scan_row(struct unpack *in, uint32_t at,
    const struct relate_wanted *wanted, struct founds *founds)
{
	while (in->at < in->end && !in->is_broken) {
		size_t count;
		uint32_t article = 0;

		at += (uint32_t)unpack_number(in);
		if (at > wanted->term)
			return;
		count = unpack_count(in);
		for (size_t i = 0; i < count && !in->is_broken; i++) {
			article += (uint32_t)unpack_number(in);
			if (at == wanted->term && article != 0)
				add_found(founds, article, wanted->weight);
		}
	}
}

static bool find_in(struct store *store, const struct generation *generation,
    const struct relate_wanted *wanted, struct founds *founds,
    struct error *err)
{
	uint32_t row = row_of(wanted->term, generation->bits);
	struct cursor cursor = cursor_open(store, err,
	    "SELECT bytes FROM relate_list WHERE id = ?1",
	    BIND(INT(row_id(generation->id, row))));
	struct unpack in;

	if (cursor_next(&cursor)) {
		unpack_init(&in, sqlite3_column_blob(cursor.prepared, 0),
		    (size_t)sqlite3_column_bytes(cursor.prepared, 0));
		scan_row(&in, first_term(row, generation->bits), wanted,
		    founds);
	}
	return cursor_close(&cursor);
}

static bool is_heavier(const struct found *a, const struct found *b)
{
	if (a->weight < b->weight || a->weight > b->weight)
		return a->weight > b->weight;
	return a->article > b->article;
}

/* The heaviest, in order; there are far more of the others. */
static size_t keep_heaviest(const struct founds *founds, uint32_t but,
    struct found *kept, size_t limit)
{
	size_t count = 0;

	for (size_t i = 0; i < founds->slot_count; i++) {
		const struct found *found = &founds->slots[i];
		size_t at = count;

		if (found->article == 0 || found->article == but ||
		    (count == limit && !is_heavier(found, &kept[count - 1])))
			continue;
		while (at > 0 && is_heavier(found, &kept[at - 1]))
			at--;
		if (count < limit)
			count++;
		memmove(&kept[at + 1], &kept[at],
		    (count - 1 - at) * sizeof(*kept));
		kept[at] = *found;
	}
	return count;
}

bool store_find_candidates(struct store *store, int64_t article_id,
    const struct relate_wanted *wanted, size_t count, size_t limit,
    struct arena *arena, int64_t **ids, size_t *id_count, struct error *err)
{
	struct generation live[GENERATIONS_MOST];
	struct founds founds = {0};
	size_t live_count = 0;
	/* one state for all: levels move on between two writes */
	bool is_done = store_begin_read(store, err) &&
	    read_generations(store, LEVEL_LIVE, live, &live_count, err);

	*ids = arena_array(arena, limit, sizeof(**ids));
	*id_count = 0;
	for (size_t i = 0; is_done && i < live_count; i++)
		for (size_t k = 0; is_done && k < count; k++)
			is_done = find_in(store, &live[i], &wanted[k],
			    &founds, err);
	is_done = store_finish(store, is_done, err);
	if (is_done && limit > 0) {
		struct found *kept = arena_array(arena, limit, sizeof(*kept));

		*id_count = keep_heaviest(&founds, (uint32_t)article_id, kept,
		    limit);
		for (size_t i = 0; i < *id_count; i++)
			(*ids)[i] = kept[i].article;
	}
	free(founds.slots);
	return is_done;
}

/* --- sound or not ---------------------------------------------------------------- */

static bool is_sound_row(const struct cursor *cursor, int64_t bits)
{
	uint64_t end = first_term((cursor_int(cursor, 0) &
	    ((1 << ROW_BITS) - 1)) + 1, bits);
	uint64_t term = first_term(cursor_int(cursor, 0) &
	    ((1 << ROW_BITS) - 1), bits);
	struct unpack in;

	unpack_init(&in, sqlite3_column_blob(cursor->prepared, 1),
	    (size_t)sqlite3_column_bytes(cursor->prepared, 1));
	if (end == 0)
		end = UINT64_C(1) << TERM_BITS;
	while (in.at < in.end && !in.is_broken) {
		size_t count;

		term += unpack_number(&in);
		count = unpack_count(&in);
		if (term >= end || count == 0)
			return false;
		for (size_t i = 0; i < count; i++)
			unpack_number(&in);
	}
	return !in.is_broken;
}

bool relate_verify(struct store *store, bool *is_good, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "SELECT r.id, r.bytes,"
	    " l.bits FROM relate_list AS r LEFT JOIN relate_level AS l"
	    " ON l.generation = r.id >> ?1", BIND(INT(ROW_BITS)));

	*is_good = true;
	while (*is_good && cursor_next(&cursor))
		*is_good = sqlite3_column_type(cursor.prepared, 2) !=
		    SQLITE_NULL && is_sound_row(&cursor,
		    cursor_int(&cursor, 2));
	return cursor_close(&cursor);
}

bool relate_forget(struct store *store, struct error *err)
{
	relate_release(store);
	return store_execute(store, "DELETE FROM relate_list;"
	    "DELETE FROM relate_level;"
	    "DELETE FROM relate_count;"
	    "UPDATE tally SET value = 0 WHERE name IN"
	    " ('related', 'relate_again');"
	    "UPDATE article SET relate_state = 0"
	    " WHERE relate_state IN (1, 3)", err);
}
