/*
 * Which articles may hold words side by side. A phrase of frequent syllables
 * is slow to find by their lists, which hold a fifth of all articles each; so
 * of each article's neighbouring words, without marks, a set is kept (Bloom's
 * filter): 4096 bits, four of them for each pair. Sets are first kept as they
 * are; 16384 of them are turned into a sheet, which has for each bit the sets
 * that have it: to ask for a pair is to read four rows a sheet. What is found
 * has all pairs, but for some that only seem to, and is looked at.
 */
#include "store/search_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "text/words.h"

enum {
	SHEET_BYTES = SHEET_DOCS / 8,
	SETS_AT_ONCE = 256, /* read between two looks at the clock */
};

/* --- the set of one article -------------------------------------------------- */

void pairs_begin(struct pair_set *set)
{
	memset(set, 0, sizeof(*set));
}

void pairs_break(struct pair_set *set)
{
	set->last = 0;
}

uint64_t pair_hash_word(const char *folded, size_t len)
{
	uint64_t hash = UINT64_C(0xCBF29CE484222325);

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)folded[i]) *
		    UINT64_C(0x100000001B3);
	return hash | 1;
}

struct pair pair_of(uint64_t first, uint64_t second)
{
	uint64_t hash = first * UINT64_C(0x9E3779B97F4A7C15) + second;
	struct pair pair;

	hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
	hash ^= hash >> 32;
	for (size_t i = 0; i < PAIR_HASHES; i++)
		pair.bits[i] = (uint16_t)(hash >> i * 13 & (PAIR_BITS - 1));
	return pair;
}

void pairs_add(struct pair_set *set, const char *folded, size_t len)
{
	uint64_t hash = pair_hash_word(folded, len);

	if (set->last != 0) {
		struct pair pair = pair_of(set->last, hash);

		for (size_t i = 0; i < ARRAY_LEN(pair.bits); i++)
			set->bits[pair.bits[i] / 8] |=
			    (unsigned char)(1 << pair.bits[i] % 8);
	}
	set->last = hash;
}

/* Its number is one more than the last one's: none is ever left out. */
bool pairs_save(struct store *store, int64_t doc,
    const struct pair_set *set, struct error *err)
{
	return store_run(store, err,
	    "INSERT INTO search_pair_doc (doc) VALUES (?1)", BIND(INT(doc))) &&
	    store_run(store, err,
	    "INSERT INTO search_pair (seq, bits) VALUES (?1, ?2)",
	    BIND(INT(sqlite3_last_insert_rowid(store->db)),
	    BLOB(set->bits, sizeof(set->bits))));
}

/* --- sheets -------------------------------------------------------------------- */

/* One that is being made: read and turned in memory, then written in parts. */
struct pair_sheet {
	int64_t number, epoch;
	size_t count; /* sets that are in */
	size_t slice; /* the next to write */
	unsigned char bits[PAIR_BITS][SHEET_BYTES];
};

void pairs_forget(struct store *store)
{
	free(store->search.sheet);
	store->search.sheet = NULL;
}

static void turn_set(struct pair_sheet *sheet, const unsigned char *bits)
{
	size_t byte = sheet->count / 8;
	unsigned char mask = (unsigned char)(1 << sheet->count % 8);

	for (size_t i = 0; i < PAIR_BITS / 8; i++)
		for (unsigned left = bits[i]; left != 0; left &= left - 1)
			sheet->bits[i * 8 +
			    (size_t)__builtin_ctz(left)][byte] |= mask;
	sheet->count++;
}

static bool read_sets(struct store *store, struct pair_sheet *sheet,
    struct error *err)
{
	int64_t base = sheet->number * SHEET_DOCS + (int64_t)sheet->count;
	struct cursor cursor = cursor_open(store, err, "SELECT bits"
	    " FROM search_pair WHERE seq > ?1 AND seq <= ?2 ORDER BY seq",
	    BIND(INT(base), INT(base + SETS_AT_ONCE)));
	bool is_good = true;

	while (is_good && cursor_next(&cursor)) {
		is_good = sheet->count < SHEET_DOCS &&
		    sqlite3_column_bytes(cursor.prepared, 0) == PAIR_BITS / 8;
		if (is_good)
			turn_set(sheet,
			    sqlite3_column_blob(cursor.prepared, 0));
	}
	return cursor_close(&cursor) && (is_good ||
	    error_set(err, ERROR_STORE_DAMAGED, store->path, 0));
}

enum state { STATE_SHEETS, STATE_EPOCH, STATE_SETS, STATE_WORDS, STATE_COUNT };

static bool read_state(struct store *store, int64_t state[STATE_COUNT],
    struct error *err)
{
	return store_read_ints(store, err, "SELECT"
	    " (SELECT value FROM tally WHERE name = 'pair_sheets'),"
	    " (SELECT value FROM tally WHERE name = 'words_emptied'),"
	    " (SELECT max(seq) FROM search_pair_doc),"
	    " (SELECT value FROM tally WHERE name = 'words_version')",
	    BIND_NONE, state, STATE_COUNT, NULL);
}

static bool is_for(const struct pair_sheet *sheet, const int64_t state[STATE_COUNT])
{
	return sheet != NULL && sheet->number == state[STATE_SHEETS] &&
	    sheet->epoch == state[STATE_EPOCH];
}

static bool write_slices(struct store *store, struct pair_sheet *sheet,
    size_t most, struct error *err)
{
	size_t end = sheet->slice + most < PAIR_BITS ? sheet->slice + most :
	    PAIR_BITS;
	int64_t state[STATE_COUNT];

	if (!read_state(store, state, err))
		return false;
	/* another process was quicker, or has emptied the index */
	if (!is_for(sheet, state)) {
		sheet->number = -1;
		return true;
	}
	for (; sheet->slice < end; sheet->slice++)
		if (!store_run(store, err, "INSERT OR REPLACE INTO"
		    " search_sheet (id, bits) VALUES (?1, ?2)",
		    BIND(INT(sheet->number * PAIR_BITS +
		    (int64_t)sheet->slice), BLOB(sheet->bits[sheet->slice], SHEET_BYTES))))
			return false;
	return sheet->slice < PAIR_BITS || store_run(store, err,
	    "UPDATE tally SET value = value + 1 WHERE name = 'pair_sheets'",
	    BIND_NONE);
}

static bool write_sheet(struct store *store, int64_t deadline,
    struct error *err)
{
	struct pair_sheet *sheet = store->search.sheet;
	size_t most = pace_choose(store, PACE_SLICES, deadline, PAIR_BITS);
	struct clock_work work;
	bool is_done;

	clock_work_begin(&work);
	if (!store_begin(store, err))
		return false;
	is_done = store_finish(store, write_slices(store, sheet, most, err),
	    err);
	pace_note(store, PACE_SLICES, &work, most);
	if (!is_done || sheet->number < 0 || sheet->slice == PAIR_BITS)
		pairs_forget(store);
	return is_done;
}

/*
 * Sets that are in a sheet now are asked no more; they go some at a time. To
 * take away 8 MB of them at once took 50 ms.
 */
static bool drop_sets(struct store *store, int64_t sheets, int64_t deadline,
    bool *did, struct error *err)
{
	size_t most = pace_choose(store, PACE_SETS, deadline, SHEET_DOCS);
	int64_t first, last = sheets * SHEET_DOCS;
	struct clock_work work;

	clock_work_begin(&work);
	if (!store_read_ints(store, err, "SELECT min(seq) FROM search_pair",
	    BIND_NONE, &first, 1, NULL))
		return false;
	*did = first != 0 && first <= last;
	if (!*did)
		return true;
	if (last > first + (int64_t)most - 1)
		last = first + (int64_t)most - 1;
	if (!store_begin(store, err) || !store_finish(store, store_run(store,
	    err, "DELETE FROM search_pair WHERE seq <= ?1", BIND(INT(last))),
	    err))
		return false;
	pace_note(store, PACE_SETS, &work, (size_t)(last - first + 1));
	return true;
}

bool pairs_turn(struct store *store, int64_t deadline, bool *did,
    struct error *err)
{
	struct pair_sheet *sheet;
	int64_t state[STATE_COUNT];

	*did = false;
	if (!read_state(store, state, err) ||
	    !drop_sets(store, state[STATE_SHEETS], deadline, did, err))
		return false;
	if (*did || state[STATE_SETS] < (state[STATE_SHEETS] + 1) * SHEET_DOCS)
		return true;
	*did = true;
	if (!is_for(store->search.sheet, state)) {
		pairs_forget(store);
		sheet = mem_alloc_zero(1, sizeof(*sheet));
		sheet->number = state[STATE_SHEETS];
		sheet->epoch = state[STATE_EPOCH];
		store->search.sheet = sheet;
	}
	sheet = store->search.sheet;
	if (sheet->count == SHEET_DOCS)
		return write_sheet(store, deadline, err);
	do {
		size_t before = sheet->count;

		if (!read_sets(store, sheet, err)) {
			pairs_forget(store);
			return false;
		}
		if (sheet->count == before) /* another process turned them */
			break;
	} while (sheet->count < SHEET_DOCS && clock_nanos() < deadline);
	return true;
}

/* --- asking --------------------------------------------------------------------- */

struct asking {
	const uint16_t *bits;
	size_t bit_count;
	const struct pair_bounds *bounds;
	struct pair_docs *docs; /* seqs at first: each doc is a page to read */
};

static bool has_too_many(const struct asking *asking)
{
	return asking->docs->count > asking->bounds->most;
}

static void add_seq(struct asking *asking, int64_t seq)
{
	struct pair_docs *docs = asking->docs;

	docs->docs = mem_grow(docs->docs, &docs->cap, docs->count + 1,
	    sizeof(*docs->docs));
	docs->docs[docs->count++] = seq;
}

/* Docs for seqs, those within bounds. */
static bool find_docs(struct store *store, struct asking *asking,
    struct error *err)
{
	struct pair_docs *docs = asking->docs;
	size_t kept = 0;

	for (size_t i = 0; i < docs->count; i++) {
		int64_t doc;

		if (!store_read_ints(store, err, "SELECT doc"
		    " FROM search_pair_doc WHERE seq = ?1",
		    BIND(INT(docs->docs[i])), &doc, 1, NULL))
			return false;
		if (doc >= asking->bounds->from &&
		    doc < asking->bounds->below)
			docs->docs[kept++] = doc;
	}
	docs->count = kept;
	return true;
}

/* Take away those that lack a bit; *is_any: some are left. */
static bool take_slice(struct store *store, int64_t number, uint16_t bit,
    uint64_t left[SHEET_DOCS / 64], bool *is_any, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "SELECT bits"
	    " FROM search_sheet WHERE id = ?1",
	    BIND(INT(number * PAIR_BITS + bit)));
	uint64_t slice[SHEET_DOCS / 64] = {0}, any = 0;

	if (cursor_next(&cursor) && sqlite3_column_bytes(cursor.prepared,
	    0) == SHEET_BYTES)
		memcpy(slice, sqlite3_column_blob(cursor.prepared, 0),
		    SHEET_BYTES);
	for (size_t i = 0; i < ARRAY_LEN(slice); i++)
		any |= left[i] &= slice[i];
	*is_any = any != 0;
	return cursor_close(&cursor);
}

static bool ask_sheet(struct store *store, struct asking *asking,
    int64_t number, struct error *err)
{
	uint64_t left[SHEET_DOCS / 64];
	const unsigned char *bytes = (const unsigned char *)left;
	bool is_any = true;

	memset(left, 0xFF, sizeof(left));
	for (size_t i = 0; is_any && i < asking->bit_count; i++)
		if (!take_slice(store, number, asking->bits[i], left, &is_any,
		    err))
			return false;
	for (size_t i = 0; is_any && i < SHEET_BYTES; i++)
		for (unsigned set = bytes[i]; set != 0 &&
		     !has_too_many(asking); set &= set - 1)
			add_seq(asking, number * SHEET_DOCS + 1 +
			    (int64_t)i * 8 + __builtin_ctz(set));
	return true;
}

static bool has_bits(const struct asking *asking, const unsigned char *set)
{
	for (size_t i = 0; i < asking->bit_count; i++)
		if ((set[asking->bits[i] / 8] & 1 << asking->bits[i] % 8) ==
		    0)
			return false;
	return true;
}

/* Those that are in no sheet yet. */
static bool ask_sets(struct store *store, struct asking *asking,
    int64_t sheets, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "SELECT seq, bits"
	    " FROM search_pair WHERE seq > ?1 ORDER BY seq",
	    BIND(INT(sheets * SHEET_DOCS)));

	while (!has_too_many(asking) && cursor_next(&cursor))
		if (sqlite3_column_bytes(cursor.prepared, 1) ==
		    PAIR_BITS / 8 && has_bits(asking,
		    sqlite3_column_blob(cursor.prepared, 1)))
			add_seq(asking, cursor_int(&cursor, 0));
	return cursor_close(&cursor);
}

static int compare_down(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x > y ? -1 : x < y;
}

static size_t sort_docs(int64_t *docs, size_t count)
{
	size_t kept = 0;

	if (count > 1)
		qsort(docs, count, sizeof(*docs), compare_down);
	/* one that was given to another article has two sets */
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || docs[i] != docs[kept - 1])
			docs[kept++] = docs[i];
	return kept;
}

/* The first bits of all pairs before their others. */
static size_t list_bits(const struct pair *pairs, size_t count,
    uint16_t *bits)
{
	size_t used = 0;

	for (size_t k = 0; k < PAIR_HASHES; k++)
		for (size_t i = 0; i < count; i++)
			bits[used++] = pairs[i].bits[k];
	return used;
}

/* Sheets only come to the others, and sets go from loose ones into them. */
static bool ask_sheets(struct store *store, struct asking *asking,
    int64_t deadline, struct error *err)
{
	struct pair_docs *docs = asking->docs;
	int64_t state[STATE_COUNT];

	if (!read_state(store, state, err))
		return false;
	if (docs->epoch != state[STATE_EPOCH])
		*docs = (struct pair_docs){.docs = docs->docs,
		    .cap = docs->cap, .epoch = state[STATE_EPOCH]};
	/* an index of another version has no sets */
	if (state[STATE_WORDS] != WORDS_VERSION)
		docs->count = asking->bounds->most + 1;
	while (docs->sheet < state[STATE_SHEETS] && !has_too_many(asking)) {
		if (deadline != 0 && clock_nanos() >= deadline)
			return true;
		if (!ask_sheet(store, asking, docs->sheet++, err))
			return false;
	}
	docs->is_done = true;
	return ask_sets(store, asking, state[STATE_SHEETS], err) &&
	    (has_too_many(asking) || find_docs(store, asking, err));
}

bool pairs_find(struct store *store, const struct pair *pairs, size_t count,
    const struct pair_bounds *bounds, int64_t deadline,
    struct pair_docs *docs, struct error *err)
{
	uint16_t *bits = mem_alloc_zero(PAIR_HASHES * count + 1,
	    sizeof(*bits));
	struct asking asking = {.bits = bits, .bounds = bounds, .docs = docs,
	    .bit_count = list_bits(pairs, count, bits)};
	bool is_read = ask_sheets(store, &asking, deadline, err);

	free(bits);
	if (is_read && docs->is_done && !has_too_many(&asking))
		docs->count = sort_docs(docs->docs, docs->count);
	return is_read;
}
