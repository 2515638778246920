/*
 * In how many articles terms are. A byte a counter, in steps of an eighth:
 * 8 + m, shifted by e; what is between two steps goes up by chance, which the
 * counter and the articles so far decide, so that sums come out right. Terms
 * share counters: with some millions of them a rare one is told to be less
 * rare by some, which its weight hardly shows.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum {
	RANGE = RELATE_COUNTERS / RELATE_RANGES, /* counters of a row */
	DENSE_DOCUMENTS = 20000,
	STALE_PART = 16, /* of all: so many more, and they are read again */
};

static uint32_t value_of(unsigned code)
{
	return code < 8 ? code : (8U + code % 8) << (code / 8 - 1);
}

static uint8_t add_to(unsigned code, uint32_t added, uint32_t chance)
{
	uint64_t value = (uint64_t)value_of(code) + added, low, high;

	while (code < 239 && value_of(code + 1) <= value)
		code++;
	if (code == 239)
		return (uint8_t)code;
	low = value_of(code);
	high = value_of(code + 1);
	if ((uint64_t)chance * (high - low) >> 32 < value - low)
		code++;
	return (uint8_t)code;
}

static uint32_t counter_of(uint32_t term)
{
	return (term * 0x9E3779B1U) >> 10;
}

size_t relate_counter(uint32_t term)
{
	return counter_of(term);
}

uint32_t relate_count_of(const struct relate_counts *counts, uint32_t term)
{
	return value_of(counts->counters[counter_of(term)]);
}

/* --- reading ------------------------------------------------------------- */

static bool read_range(const struct cursor *cursor, struct arena *arena,
    uint8_t *counters, struct error *err)
{
	char *data;
	size_t len;

	if (!blob_unpack(cursor, 2, arena, &data, &len, err))
		return false;
	/* what is not whole tells nothing: its terms count as rare */
	if (len == RANGE)
		memcpy(counters, data, RANGE);
	return true;
}

static bool read_all(struct store *store, uint8_t *counters,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT id, packing, counts FROM relate_count", BIND_NONE);
	bool is_read = true;
	struct arena arena;

	arena_init(&arena);
	while (is_read && cursor_next(&cursor)) {
		int64_t id = cursor_int(&cursor, 0);

		if (id >= 0 && id < RELATE_RANGES)
			is_read = read_range(&cursor, &arena,
			    counters + id * RANGE, err);
		arena_release(&arena);
	}
	return cursor_close(&cursor) && is_read;
}

bool store_read_counts(struct store *store, struct relate_counts *counts,
    struct error *err)
{
	struct relate_memory *memory = &store->relate;
	int64_t documents;

	if (!store_read_ints(store, err,
	    "SELECT value FROM tally WHERE name = 'related'", BIND_NONE,
	    &documents, 1, NULL))
		return false;
	if (memory->counters == NULL ||
	    documents - memory->documents > memory->documents / STALE_PART) {
		if (memory->counters == NULL)
			memory->counters = mem_alloc_zero(RELATE_COUNTERS, 1);
		memory->documents = documents;
		if (!read_all(store, memory->counters, err))
			return false;
	}
	counts->counters = memory->counters;
	counts->documents = documents;
	return true;
}

void relate_release(struct store *store)
{
	free(store->relate.counters);
	store->relate.counters = NULL;
}

/* --- saving -------------------------------------------------------------- */

static bool has_any(const uint16_t *added)
{
	for (size_t i = 0; i < RANGE; i++)
		if (added[i] != 0)
			return true;
	return false;
}

static bool read_saved(struct store *store, int64_t id, uint8_t *counters,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT id, packing, counts FROM relate_count WHERE id = ?1",
	    BIND(INT(id)));
	struct arena arena;
	bool is_read = true;

	memset(counters, 0, RANGE);
	arena_init(&arena);
	if (cursor_next(&cursor))
		is_read = read_range(&cursor, &arena, counters, err);
	arena_release(&arena);
	return cursor_close(&cursor) && is_read;
}

static bool save_range(struct store *store, int64_t id,
    const uint16_t *added, int64_t documents, struct error *err)
{
	uint32_t seed = (uint32_t)(documents * RELATE_RANGES + id);
	uint8_t counters[RANGE];
	struct blob blob;
	bool is_done;

	if (!read_saved(store, id, counters, err))
		return false;
	for (size_t i = 0; i < RANGE; i++) {
		seed = seed * 1664525U + 1013904223U;
		if (added[i] != 0)
			counters[i] = add_to(counters[i], added[i], seed);
	}
	/* that of many articles has no room to spare */
	if (documents < DENSE_DOCUMENTS)
		blob_pack(store, (const char *)counters, RANGE, &blob);
	else
		blob_keep((const char *)counters, RANGE, &blob);
	is_done = store_run(store, err, "INSERT OR REPLACE INTO relate_count"
	    " (id, packing, counts) VALUES (?1, ?2, ?3)", BIND(INT(id),
	    INT(blob.packing), BLOB(blob.bytes.data, blob.bytes.len)));
	str_release(&blob.bytes);
	if (is_done && store->relate.counters != NULL)
		memcpy(store->relate.counters + id * RANGE, counters, RANGE);
	return is_done;
}

static bool claim(struct store *store, const int64_t *ids, size_t count,
    bool *is_mine, struct error *err)
{
	*is_mine = true;
	for (size_t i = 0; i < count && *is_mine; i++) {
		if (!store_run(store, err, "UPDATE article SET relate_state ="
		    " 3 WHERE id = ?1 AND relate_state = 0",
		    BIND(INT(ids[i]))))
			return false;
		*is_mine = store_changed_rows(store) == 1;
	}
	return true;
}

bool store_claim_counted(struct store *store, const int64_t *ids,
    size_t count, bool *is_mine, struct error *err)
{
	bool is_done;

	if (!store_begin(store, err))
		return false;
	is_done = claim(store, ids, count, is_mine, err);
	/* another process was quicker: nothing of this stands */
	if (is_done && !*is_mine)
		return !store_finish(store, false, err);
	is_done = is_done && store_run(store, err, "UPDATE tally SET value ="
	    " value + ?1 WHERE name = 'related'", BIND(INT((int64_t)count)));
	return store_finish(store, is_done, err);
}

bool store_save_counts(struct store *store, const uint16_t *added,
    size_t *next, int64_t deadline, struct error *err)
{
	int64_t documents;
	bool is_done;

	if (!store_begin(store, err))
		return false;
	is_done = store_read_ints(store, err, "SELECT value FROM tally"
	    " WHERE name = 'related'", BIND_NONE, &documents, 1, NULL);
	while (is_done && *next < RELATE_RANGES) {
		const uint16_t *range = added + *next * RANGE;

		if (has_any(range))
			is_done = save_range(store, (int64_t)*next, range,
			    documents, err);
		++*next;
		if (clock_nanos() >= deadline)
			break;
	}
	if (!is_done)
		relate_release(store);
	return store_finish(store, is_done, err);
}
