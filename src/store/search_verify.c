/*
 * Is the index what the rows say? The words of all texts that are in it are
 * counted anew; the index's own lists, and the table of words with what is
 * still to be summed into it, have to hold as many articles of each. All in
 * one read: FTS5's own integrity-check is a write, and would keep others out
 * for as long as it reads the index, which this does as well.
 */
#include "store/search_internal.h"

#include <stdlib.h>
#include <string.h>

#include "text/words.h"

/* Counts of a word, and where the sum of batches is. */
struct counts {
	struct word_counter counter;
	int64_t upto;
	struct str after;
};

static bool is_summed(const struct counts *counts, int64_t batch,
    const char *word, size_t len)
{
	size_t size = counts->after.len;
	int order = memcmp(word, counts->after.data,
	    len < size ? len : size);

	return batch <= counts->upto &&
	    (order < 0 || (order == 0 && len <= size));
}

/* Take away what a batch has that is not in the table of words yet. */
static bool take_batch(struct counts *counts, const struct cursor *cursor)
{
	int64_t batch = cursor_int(cursor, 0), count;
	struct unpack in;
	const char *word;
	size_t len;

	unpack_init(&in, sqlite3_column_blob(cursor->prepared, 1),
	    (size_t)sqlite3_column_bytes(cursor->prepared, 1));
	while (batch_next(&in, &word, &len, &count))
		if (!is_summed(counts, batch, word, len))
			counter_sum(&counts->counter, word, len, -count);
	return !in.is_broken;
}

static bool take_batches(struct store *store, struct counts *counts,
    bool *is_good, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT id, words FROM word_batch ORDER BY id", BIND_NONE);

	while (*is_good && cursor_next(&cursor))
		*is_good = take_batch(counts, &cursor);
	return cursor_close(&cursor);
}

/* A word and its count, from either table, taken from what was counted. */
static bool take_words(struct store *store, struct counts *counts,
    const char *sql, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, sql, BIND_NONE);

	while (cursor_next(&cursor)) {
		const char *word = (const char *)sqlite3_column_text(
		    cursor.prepared, 0);

		if (word != NULL)
			counter_sum(&counts->counter, word,
			    (size_t)sqlite3_column_bytes(cursor.prepared, 0),
			    -cursor_int(&cursor, 1));
	}
	return cursor_close(&cursor);
}

static bool is_even(const struct word_counter *counter)
{
	for (size_t i = 0; i < counter->count; i++)
		if (counter->words[i].count != 0)
			return false;
	return true;
}

static void put_back(struct word_counter *counter, const int64_t *counts,
    size_t count)
{
	for (size_t i = 0; i < counter->count; i++)
		counter->words[i].count = i < count ? counts[i] : 0;
}

static bool read_place(struct store *store, struct counts *counts,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT upto, after FROM word_sum", BIND_NONE);

	counts->upto = 0;
	if (cursor_next(&cursor)) {
		counts->upto = cursor_int(&cursor, 0);
		str_add(&counts->after, (const char *)sqlite3_column_text(
		    cursor.prepared, 1));
	}
	return cursor_close(&cursor);
}

/* Both against what the rows have; counted once. */
static bool compare_all(struct store *store, struct counts *counts,
    bool *is_good, struct error *err)
{
	size_t count = counts->counter.count;
	int64_t *counted = mem_alloc_zero(count + 1, sizeof(*counted));
	bool is_done;

	for (size_t i = 0; i < count; i++)
		counted[i] = counts->counter.words[i].count;
	is_done = take_words(store, counts,
	    "SELECT term, doc FROM temp.search_terms", err);
	*is_good = *is_good && is_even(&counts->counter);
	put_back(&counts->counter, counted, count);
	is_done = is_done && read_place(store, counts, err) &&
	    take_words(store, counts, "SELECT word, articles FROM word",
	    err) && take_batches(store, counts, is_good, err);
	*is_good = *is_good && is_even(&counts->counter);
	free(counted);
	return is_done;
}

static bool compare_words(struct store *store, bool *is_good,
    struct error *err)
{
	struct counts counts = {.upto = 0};
	bool is_done;

	counter_init(&counts.counter);
	str_init(&counts.after);
	is_done = index_count_words(store, &counts.counter, is_good, err) &&
	    store_execute(store, "CREATE VIRTUAL TABLE IF NOT EXISTS"
	    " temp.search_terms USING fts5vocab(main, search, 'row')", err) &&
	    compare_all(store, &counts, is_good, err);
	str_release(&counts.after);
	counter_release(&counts.counter);
	return is_done;
}

static bool is_broken_code(const struct error *err)
{
	return err->code == ERROR_STORE_DAMAGED ||
	    (err->code == ERROR_STORE_SQL &&
	    (err->number & 0xFF) == SQLITE_CORRUPT);
}

/* Its count, then its words. */
static bool check_index(struct store *store, bool *is_good,
    struct error *err)
{
	int64_t row[2];

	if (!store_read_ints(store, err, "SELECT"
	    " (SELECT value FROM tally WHERE name = 'indexed'),"
	    " (SELECT count(*) FROM (SELECT doc FROM article"
	    " INDEXED BY article_doc WHERE doc IS NOT NULL"
	    " UNION SELECT doc FROM search_old WHERE version > 0))",
	    BIND_NONE, row, ARRAY_LEN(row), NULL))
		return false;
	*is_good = row[0] == row[1];
	return compare_words(store, is_good, err);
}

bool store_verify_index(struct store *store, bool *is_good,
    struct error *err)
{
	struct error own = {0};
	int64_t version, lost;
	bool is_done;

	*is_good = true;
	if (!store_read_ints(store, err, "SELECT value FROM tally"
	    " WHERE name = 'words_version'", BIND_NONE, &version, 1, NULL) ||
	    !store_read_ints(store, err, "SELECT count(*) FROM search_old"
	    " WHERE version = 0", BIND_NONE, &lost, 1, NULL))
		return false;
	/* another version's words are made anew by the next step anyway */
	if (version != WORDS_VERSION)
		return true;
	is_done = store_begin_read(store, &own) && store_finish(store,
	    check_index(store, is_good, &own), &own);
	if (!is_done && is_broken_code(&own)) {
		is_done = true;
		*is_good = false;
	}
	/* what can never be taken out is a fault too, mended with the rest */
	*is_good = *is_good && lost == 0;
	if (is_done && !*is_good)
		is_done = store_begin(store, &own) &&
		    store_finish(store, index_empty(store, &own), &own);
	if (!is_done && err != NULL)
		*err = own;
	return is_done;
}
