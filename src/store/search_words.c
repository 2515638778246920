/*
 * In how many articles each word is: what a beginning is completed by. To
 * count an article in the table takes a write for each of its words, some
 * 300; so a step of the index keeps what it counted as one batch (word_batch),
 * in its own transaction, and many batches are summed before they are
 * written. That sum is written in parts, in the order of the words; where it
 * is (word_sum) is kept in each part's transaction, so
 * that a kill or another process goes on with just that.
 */
#include "store/search_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/pack.h"

enum {
	BATCHES_ENOUGH = 64, /* to be worth a sum */
	SUM_BYTES = 1 << 20, /* summed at once: some milliseconds */
};

/* --- counting --------------------------------------------------------------- */

void counter_init(struct word_counter *counter)
{
	*counter = (struct word_counter){.sign = 1};
	arena_init(&counter->arena);
}

void counter_release(struct word_counter *counter)
{
	arena_release(&counter->arena);
	free(counter->words);
	free(counter->slots);
}

void counter_begin(struct word_counter *counter, int sign)
{
	counter->article++;
	counter->sign = sign;
}

static uint32_t hash_word(const char *word, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)word[i]) * 16777619u;
	return hash ^ hash >> 15;
}

static void grow_slots(struct word_counter *counter)
{
	size_t mask;

	free(counter->slots);
	counter->slot_count = counter->slot_count == 0 ? 4096 :
	    counter->slot_count * 2;
	counter->slots = mem_alloc_zero(counter->slot_count,
	    sizeof(*counter->slots));
	mask = counter->slot_count - 1;
	for (size_t i = 0; i < counter->count; i++) {
		size_t at = counter->words[i].hash & mask;

		while (counter->slots[at] != 0)
			at = (at + 1) & mask;
		counter->slots[at] = (uint32_t)i + 1;
	}
}

static struct word_count *find_word(struct word_counter *counter,
    const char *word, size_t len)
{
	uint32_t hash = hash_word(word, len);
	struct word_count *found;
	size_t mask, at;

	if (counter->count * 2 >= counter->slot_count)
		grow_slots(counter);
	mask = counter->slot_count - 1;
	for (at = hash & mask; counter->slots[at] != 0; at = (at + 1) & mask) {
		found = &counter->words[counter->slots[at] - 1];
		if (found->hash == hash && found->len == len &&
		    memcmp(found->word, word, len) == 0)
			return found;
	}
	counter->words = mem_grow(counter->words, &counter->cap,
	    counter->count + 1, sizeof(*counter->words));
	found = &counter->words[counter->count++];
	counter->slots[at] = (uint32_t)counter->count;
	*found = (struct word_count){.hash = hash, .len = (uint32_t)len,
	    .word = arena_dup_len(&counter->arena, word, len)};
	return found;
}

void counter_add(struct word_counter *counter, const char *word, size_t len)
{
	struct word_count *found = find_word(counter, word, len);

	if (found->article == counter->article)
		return;
	found->article = counter->article;
	found->count += counter->sign;
}

void counter_sum(struct word_counter *counter, const char *word, size_t len,
    int64_t count)
{
	find_word(counter, word, len)->count += count;
}

/* --- batches ---------------------------------------------------------------- */

bool words_save(struct store *store, const struct word_counter *counter,
    struct error *err)
{
	struct str bytes;
	struct blob blob;
	bool is_done;

	str_init(&bytes);
	for (size_t i = 0; i < counter->count; i++) {
		const struct word_count *word = &counter->words[i];

		if (word->count == 0)
			continue;
		pack_signed(&bytes, word->count);
		pack_bytes(&bytes, word->word, word->len);
	}
	if (bytes.len == 0) {
		str_release(&bytes);
		return true;
	}
	blob = (struct blob){PACKING_PLAIN, bytes};
	is_done = store_run(store, err,
	    "INSERT INTO word_batch (words) VALUES (?1)",
	    BIND(BLOB(blob.bytes.data, blob.bytes.len)));
	str_release(&bytes);
	return is_done;
}

/* --- summing ---------------------------------------------------------------- */

/* Batches summed, in the order of their words. */
struct word_merge {
	int64_t upto; /* the last batch that is in */
	struct word_counter sums;
	size_t at; /* the next to write */
};

static int compare_words(const void *a, const void *b)
{
	const struct word_count *x = a, *y = b;
	uint32_t len = x->len < y->len ? x->len : y->len;
	int order = memcmp(x->word, y->word, len);

	if (order != 0)
		return order;
	return x->len < y->len ? -1 : x->len > y->len;
}

void words_forget(struct store *store)
{
	struct word_merge *merge = store->search.merge;

	if (merge == NULL)
		return;
	counter_release(&merge->sums);
	free(merge);
	store->search.merge = NULL;
}

static bool add_batch(struct word_counter *sums, const void *data,
    size_t len)
{
	struct unpack in;

	unpack_init(&in, data, len);
	while (in.at < in.end && !in.is_broken) {
		int64_t count = unpack_signed(&in);
		size_t size = (size_t)unpack_number(&in);

		if (in.is_broken || size < 2 ||
		    size - 1 > (size_t)(in.end - in.at))
			return false;
		counter_sum(sums, (const char *)in.at, size - 1, count);
		in.at += size - 1;
	}
	return !in.is_broken;
}

/*
 * Sum the batches up to one (0: some megabyte of them), outside of any
 * transaction: batches never change. *upto: the last that is in; 0: none.
 */
static bool add_batches(struct store *store, int64_t *upto,
    struct word_counter *sums, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT id, words FROM word_batch WHERE id <= ?1 ORDER BY id",
	    BIND(INT(*upto == 0 ? INT64_MAX : *upto)));
	bool is_open = *upto == 0, is_good = true;
	size_t bytes = 0;

	while (is_good && (!is_open || bytes < SUM_BYTES) &&
	    cursor_next(&cursor)) {
		size_t len = (size_t)sqlite3_column_bytes(cursor.prepared, 1);

		*upto = cursor_int(&cursor, 0);
		is_good = add_batch(sums,
		    sqlite3_column_blob(cursor.prepared, 1), len);
		bytes += len;
	}
	if (!cursor_close(&cursor))
		return false;
	if (!is_good)
		return error_set(err, ERROR_STORE_DAMAGED, store->path, 0);
	return true;
}

static bool plan_merge(struct store *store, int64_t upto,
    const char *after, struct error *err)
{
	struct word_merge *merge = store->search.merge;

	if (merge != NULL && upto != 0 && merge->upto == upto &&
	    strcmp(merge->at == 0 ? "" : merge->sums.words[merge->at - 1].word,
	    after) == 0)
		return true;
	words_forget(store);
	merge = mem_alloc_zero(1, sizeof(*merge));
	store->search.merge = merge;
	counter_init(&merge->sums);
	merge->upto = upto;
	if (!add_batches(store, &merge->upto, &merge->sums, err))
		return false;
	if (merge->sums.count > 0)
		qsort(merge->sums.words, merge->sums.count,
		    sizeof(*merge->sums.words), compare_words);
	while (merge->at < merge->sums.count &&
	    strcmp(merge->sums.words[merge->at].word, after) <= 0)
		merge->at++;
	return true;
}

static bool read_place(struct store *store, int64_t *upto, struct str *after,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT upto, after FROM word_sum", BIND_NONE);

	*upto = 0;
	str_clear(after);
	if (cursor_next(&cursor)) {
		*upto = cursor_int(&cursor, 0);
		str_add(after, (const char *)sqlite3_column_text(
		    cursor.prepared, 1));
	}
	return cursor_close(&cursor);
}

static bool write_word(struct store *store, const struct word_count *word,
    struct error *err)
{
	if (word->count == 0)
		return true;
	if (!store_run(store, err, "INSERT INTO word (word, articles)"
	    " VALUES (?1, ?2) ON CONFLICT (word)"
	    " DO UPDATE SET articles = articles + ?2",
	    BIND(TEXT(word->word), INT(word->count))))
		return false;
	return word->count > 0 || store_run(store, err,
	    "DELETE FROM word WHERE word = ?1 AND articles <= 0",
	    BIND(TEXT(word->word)));
}

static bool write_words(struct store *store, size_t most, struct error *err)
{
	struct word_merge *merge = store->search.merge;
	size_t end = merge->sums.count - merge->at < most ?
	    merge->sums.count : merge->at + most;

	for (; merge->at < end; merge->at++) {
		if (!write_word(store, &merge->sums.words[merge->at], err))
			return false;
	}
	if (!store_run(store, err, "DELETE FROM word_sum", BIND_NONE))
		return false;
	if (merge->at == merge->sums.count)
		return store_run(store, err,
		    "DELETE FROM word_batch WHERE id <= ?1",
		    BIND(INT(merge->upto)));
	return store_run(store, err,
	    "INSERT INTO word_sum (upto, after) VALUES (?1, ?2)",
	    BIND(INT(merge->upto),
	    TEXT(merge->sums.words[merge->at - 1].word)));
}

/* Whether the place is still the one that the plan was made for. */
static bool check_place(struct store *store, int64_t upto, const char *after,
    bool *is_same, struct error *err)
{
	struct str now_after;
	int64_t now_upto, batches;
	bool is_read;

	str_init(&now_after);
	is_read = read_place(store, &now_upto, &now_after, err) &&
	    store_read_ints(store, err,
	    "SELECT 1 FROM word_batch WHERE id = ?1",
	    BIND(INT(store->search.merge->upto)), &batches, 1, is_same);
	*is_same = *is_same && now_upto == upto &&
	    strcmp(now_after.data, after) == 0;
	str_release(&now_after);
	return is_read;
}

static bool merge_part(struct store *store, int64_t upto, const char *after,
    size_t most, struct error *err)
{
	bool is_same = false;

	if (!check_place(store, upto, after, &is_same, err))
		return false;
	/* another process went on; the next call plans anew */
	return !is_same || write_words(store, most, err);
}

bool words_merge(struct store *store, bool is_all, size_t most, bool *did,
    struct error *err)
{
	int64_t upto, batches;
	struct str after;
	bool is_done;

	*did = false;
	str_init(&after);
	is_done = read_place(store, &upto, &after, err) &&
	    store_read_ints(store, err, "SELECT count(*) FROM word_batch",
	    BIND_NONE, &batches, 1, NULL);
	if (is_done && batches >= (is_all || upto != 0 ? 1 : BATCHES_ENOUGH)) {
		*did = true;
		is_done = plan_merge(store, upto, after.data, err) &&
		    store_begin(store, err) && store_finish(store,
		    merge_part(store, upto, after.data, most, err), err);
	}
	if (store->search.merge != NULL && (!is_done ||
	    store->search.merge->at == store->search.merge->sums.count))
		words_forget(store);
	str_release(&after);
	return is_done;
}

/* --- completing --------------------------------------------------------------- */

static void keep_frequent(struct completion *kept, size_t *count,
    size_t most, int64_t articles, const struct cursor *cursor,
    struct arena *arena)
{
	size_t at = *count < most ? (*count)++ : most - 1;

	/* few are better than the last of those kept */
	for (; at > 0 && kept[at - 1].articles < articles; at--)
		kept[at] = kept[at - 1];
	kept[at] = (struct completion){articles,
	    cursor_text(cursor, 0, arena)};
}

bool words_complete(struct store *store, const char *start, size_t most,
    struct arena *arena, struct completion **words, size_t *count,
    struct error *err)
{
	size_t len = strlen(start);
	char *end = arena_dup(arena, start);
	struct cursor cursor;

	*words = arena_array(arena, most, sizeof(**words));
	*count = 0;
	if (len == 0 || most == 0)
		return true;
	end[len - 1]++;
	cursor = cursor_open(store, err, "SELECT word, articles FROM word"
	    " WHERE word > ?1 AND word < ?2", BIND(TEXT(start), TEXT(end)));
	while (cursor_next(&cursor)) {
		int64_t articles = cursor_int(&cursor, 1);

		if (*count < most || articles > (*words)[most - 1].articles)
			keep_frequent(*words, count, most, articles, &cursor,
			    arena);
	}
	return cursor_close(&cursor);
}
