/*
 * Which words there are and in how many articles each is: what a beginning is
 * completed by, and a word without marks meets. A word with marks is there
 * (with 0) from the transaction on that indexes its first article, and stays:
 * else articles could be in the index and not be found. To
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

#include "base/clock.h"
#include "base/hash.h"
#include "text/fold.h"
#include "text/words.h"

enum {
	BATCHES_ENOUGH = 128, /* to be worth a sum */
	SUM_BYTES = 4 << 20,  /* of batches, at most */
	WORDS_AT_ONCE = 20000, /* written, at most */
	KNOWN_MOST = 1 << 16, /* then forgotten: half a megabyte */
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

/* --- words that are there ------------------------------------------------------- */

/*
 * Hashes of words with marks that are in the table, so that it is asked only
 * once for each. They hold as long as no one has emptied the index.
 */
struct known_words {
	int64_t epoch; /* tally: how often it was emptied */
	uint64_t *slots; /* 0: free */
	size_t count;
};

static void known_empty(struct known_words *known)
{
	memset(known->slots, 0, 2 * KNOWN_MOST * sizeof(*known->slots));
	known->count = 0;
}

/* Whether it was known; now it is. */
static bool known_add(struct known_words *known, const char *word,
    size_t len)
{
	uint64_t hash = hash_bytes(HASH_START, word, len) | 1;
	size_t mask = 2 * KNOWN_MOST - 1, at;

	if (known->count == KNOWN_MOST)
		known_empty(known);
	for (at = (hash >> 8) & mask; known->slots[at] != 0;
	     at = (at + 1) & mask)
		if (known->slots[at] == hash)
			return true;
	known->slots[at] = hash;
	known->count++;
	return false;
}

static bool prepare_known(struct store *store, struct error *err)
{
	struct known_words *known = store->search.known;
	int64_t epoch;

	if (!store_read_ints(store, err, "SELECT value FROM tally"
	    " WHERE name = 'words_emptied'", BIND_NONE, &epoch, 1, NULL))
		return false;
	if (known == NULL) {
		known = mem_alloc_zero(1, sizeof(*known));
		known->slots = mem_alloc_zero(2 * KNOWN_MOST,
		    sizeof(*known->slots));
		store->search.known = known;
	} else if (known->epoch != epoch) {
		known_empty(known);
	}
	known->epoch = epoch;
	return true;
}

void words_forget_known(struct store *store)
{
	if (store->search.known == NULL)
		return;
	free(store->search.known->slots);
	free(store->search.known);
	store->search.known = NULL;
}

/* A word without its marks; "" where it is nothing but marks. */
static void fold_word(struct str *out, const char *word)
{
	struct words words;
	struct word read;

	str_clear(out);
	words_init(&words, word, strlen(word));
	if (words_next(&words, &read))
		str_add_len(out, read.folded, read.folded_len);
	words_release(&words);
}

static bool has_marks(const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)word[i] >= 0x80)
			return true;
	return false;
}

/* Words with marks: from now on they can be found without. */
static bool add_words(struct store *store,
    const struct word_counter *counter, struct error *err)
{
	struct str folded;
	bool is_done = prepare_known(store, err);

	str_init(&folded);
	for (size_t i = 0; is_done && i < counter->count; i++) {
		const struct word_count *word = &counter->words[i];

		if (word->count <= 0 || !has_marks(word->word, word->len) ||
		    known_add(store->search.known, word->word, word->len))
			continue;
		fold_word(&folded, word->word);
		is_done = store_run(store, err, "INSERT OR IGNORE INTO word"
		    " (folded, word, articles) VALUES (?1, ?2, 0)",
		    BIND(TEXT(folded.data), TEXT(word->word)));
	}
	str_release(&folded);
	return is_done;
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
	is_done = add_words(store, counter, err) && store_run(store, err,
	    "INSERT INTO word_batch (words) VALUES (?1)",
	    BIND(BLOB(blob.bytes.data, blob.bytes.len)));
	str_release(&bytes);
	return is_done;
}

/* --- summing ---------------------------------------------------------------- */

/* Batches summed, in the order of their words. */
struct word_merge {
	int64_t first, upto; /* the batches that are in; 0: none */
	int64_t last; /* the last that is to be; INT64_MAX: any */
	size_t bytes;
	bool is_planned; /* all are in, and sorted */
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

bool batch_next(struct unpack *in, const char **word, size_t *len,
    int64_t *count)
{
	size_t size;

	if (in->at >= in->end || in->is_broken)
		return false;
	*count = unpack_signed(in);
	size = (size_t)unpack_number(in);
	if (in->is_broken || size < 2 || size - 1 > (size_t)(in->end - in->at)) {
		in->is_broken = true;
		return false;
	}
	*word = (const char *)in->at;
	*len = size - 1;
	in->at += size - 1;
	return true;
}

static bool add_batch(struct word_counter *sums, const void *data,
    size_t len)
{
	struct unpack in;
	const char *word;
	int64_t count;
	size_t size;

	unpack_init(&in, data, len);
	while (batch_next(&in, &word, &size, &count))
		counter_sum(sums, word, size, count);
	return !in.is_broken;
}

/*
 * Sum more batches, outside of any transaction: they never change. *is_all:
 * no more are to be in.
 */
static bool add_batches(struct store *store, struct word_merge *merge,
    int64_t deadline, bool *is_all, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "SELECT id, words"
	    " FROM word_batch WHERE id > ?1 AND id <= ?2 ORDER BY id",
	    BIND(INT(merge->upto), INT(merge->last)));
	bool is_good = true, is_next = true;

	*is_all = false;
	do {
		size_t len;

		is_next = cursor_next(&cursor);
		*is_all = !is_next;
		if (!is_next)
			break;
		len = (size_t)sqlite3_column_bytes(cursor.prepared, 1);
		merge->upto = cursor_int(&cursor, 0);
		if (merge->first == 0)
			merge->first = merge->upto;
		is_good = add_batch(&merge->sums,
		    sqlite3_column_blob(cursor.prepared, 1), len);
		merge->bytes += len;
		*is_all = merge->last == INT64_MAX &&
		    merge->bytes >= SUM_BYTES;
	} while (is_good && !*is_all && clock_nanos() < deadline);
	if (!cursor_close(&cursor))
		return false;
	if (!is_good)
		return error_set(err, ERROR_STORE_DAMAGED, store->path, 0);
	return true;
}

/* Whether what is planned, or begun to be, is for this place. */
static bool is_plan_for(const struct word_merge *merge, int64_t upto,
    const char *after)
{
	if (merge == NULL)
		return false;
	if (upto == 0)
		return merge->at == 0 && merge->last == INT64_MAX;
	if (!merge->is_planned)
		return merge->last == upto;
	return merge->upto == upto && merge->at > 0 &&
	    strcmp(merge->sums.words[merge->at - 1].word, after) == 0;
}

static struct word_merge *plan_anew(struct store *store, int64_t upto)
{
	struct word_merge *merge = mem_alloc_zero(1, sizeof(*merge));

	words_forget(store);
	store->search.merge = merge;
	counter_init(&merge->sums);
	merge->last = upto == 0 ? INT64_MAX : upto;
	return merge;
}

/* Go on planning; once is_planned, its parts may be written. */
static bool plan_merge(struct store *store, int64_t upto,
    const char *after, int64_t deadline, struct error *err)
{
	struct word_merge *merge = store->search.merge;
	bool is_all;

	if (!is_plan_for(merge, upto, after))
		merge = plan_anew(store, upto);
	if (merge->is_planned)
		return true;
	if (!add_batches(store, merge, deadline, &is_all, err))
		return false;
	if (!is_all)
		return true;
	if (merge->sums.count > 0)
		qsort(merge->sums.words, merge->sums.count,
		    sizeof(*merge->sums.words), compare_words);
	while (merge->at < merge->sums.count &&
	    strcmp(merge->sums.words[merge->at].word, after) <= 0)
		merge->at++;
	merge->is_planned = true;
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
    struct str *folded, struct error *err)
{
	if (word->count == 0)
		return true;
	fold_word(folded, word->word);
	return store_run(store, err, "INSERT INTO word"
	    " (folded, word, articles) VALUES (?1, ?2, ?3)"
	    " ON CONFLICT (folded, word)"
	    " DO UPDATE SET articles = articles + ?3",
	    BIND(TEXT(folded->data), TEXT(word->word), INT(word->count)));
}

static bool write_words(struct store *store, size_t most, struct error *err)
{
	struct word_merge *merge = store->search.merge;
	size_t end = merge->sums.count - merge->at < most ?
	    merge->sums.count : merge->at + most;
	struct str folded;
	bool is_done = true;

	str_init(&folded);
	for (; is_done && merge->at < end; merge->at++)
		is_done = write_word(store, &merge->sums.words[merge->at],
		    &folded, err);
	str_release(&folded);
	if (!is_done || !store_run(store, err, "DELETE FROM word_sum", BIND_NONE))
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

/*
 * Whether the place is still the one that the plan was made for: whoever has
 * summed batches takes away the first of them as well.
 */
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
	    BIND(INT(store->search.merge->first)), &batches, 1, is_same);
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
	if (!is_same)
		words_forget(store);
	return !is_same || write_words(store, most, err);
}

static bool write_part(struct store *store, int64_t upto, const char *after,
    int64_t deadline, struct error *err)
{
	size_t most = pace_choose(store, PACE_WORDS, deadline, WORDS_AT_ONCE);
	struct clock_work work;

	clock_work_begin(&work);
	if (!store_begin(store, err) || !store_finish(store,
	    merge_part(store, upto, after, most, err), err))
		return false;
	pace_note(store, PACE_WORDS, &work, most);
	return true;
}

/* A part: of the plan, or of what it writes. */
static bool merge_once(struct store *store, int64_t upto, const char *after,
    int64_t deadline, struct error *err)
{
	const struct word_merge *merge = store->search.merge;
	bool is_planned = merge != NULL && merge->is_planned &&
	    is_plan_for(merge, upto, after);

	if (!is_planned && !plan_merge(store, upto, after, deadline, err))
		return false;
	merge = store->search.merge;
	/* sorting took its time */
	if (!merge->is_planned || (!is_planned && clock_nanos() >= deadline))
		return true;
	return write_part(store, upto, after, deadline, err);
}

bool words_merge(struct store *store, bool is_all, int64_t deadline,
    bool *did, struct error *err)
{
	int64_t upto, batches;
	struct str after;
	bool is_done;

	*did = false;
	str_init(&after);
	is_done = read_place(store, &upto, &after, err) &&
	    store_read_ints(store, err, "SELECT count(*) FROM word_batch",
	    BIND_NONE, &batches, 1, NULL);
	if (is_done && (batches >= (is_all ? 1 : BATCHES_ENOUGH) ||
	    (batches > 0 && (upto != 0 || store->search.merge != NULL)))) {
		*did = true;
		is_done = merge_once(store, upto, after.data, deadline, err);
	}
	if (store->search.merge != NULL && (!is_done ||
	    (store->search.merge->is_planned &&
	    store->search.merge->at == store->search.merge->sums.count)))
		words_forget(store);
	str_release(&after);
	return is_done;
}

/* --- completing --------------------------------------------------------------- */

/* The most frequent of some words, the best first. */
struct frequent {
	char **words;
	int64_t *articles;
	size_t count, most;
};

static void frequent_init(struct frequent *frequent, size_t most,
    struct arena *arena)
{
	frequent->words = arena_array(arena, most, sizeof(*frequent->words));
	frequent->articles = arena_array(arena, most,
	    sizeof(*frequent->articles));
	frequent->count = 0;
	frequent->most = most;
}

static void frequent_add(struct frequent *frequent, const char *word,
    int64_t articles, struct arena *arena)
{
	size_t at;

	if (frequent->count == frequent->most &&
	    (at = frequent->most) > 0 &&
	    articles <= frequent->articles[at - 1])
		return;
	at = frequent->count < frequent->most ? frequent->count++ :
	    frequent->most - 1;
	/* few are better than the last of those kept */
	for (; at > 0 && frequent->articles[at - 1] < articles; at--) {
		frequent->articles[at] = frequent->articles[at - 1];
		frequent->words[at] = frequent->words[at - 1];
	}
	frequent->articles[at] = articles;
	frequent->words[at] = arena_dup(arena, word);
}

static const char *word_at(const struct cursor *cursor)
{
	const unsigned char *word = sqlite3_column_text(cursor->prepared, 0);

	return word == NULL ? "" : (const char *)word;
}

bool words_complete(struct store *store, const char *start, size_t most,
    struct arena *arena, char ***words, size_t *count, struct error *err)
{
	bool is_marked = has_marks(start, strlen(start));
	struct frequent frequent;
	struct cursor cursor;
	struct str folded, end;

	frequent_init(&frequent, most, arena);
	*words = frequent.words;
	*count = 0;
	str_init(&folded);
	text_fold(&folded, start, strlen(start));
	if (folded.len == 0 || most == 0) {
		str_release(&folded);
		return true;
	}
	str_init(&end);
	str_add(&end, folded.data);
	end.data[end.len - 1]++;
	cursor = cursor_open(store, err, "SELECT word, articles FROM word"
	    " WHERE folded > ?1 AND folded < ?2",
	    BIND(TEXT(folded.data), TEXT(end.data)));
	while (cursor_next(&cursor))
		if (!is_marked || str_starts(word_at(&cursor), start))
			frequent_add(&frequent, word_at(&cursor),
			    cursor_int(&cursor, 1), arena);
	*count = frequent.count;
	str_release(&folded);
	str_release(&end);
	return cursor_close(&cursor);
}

bool words_find_forms(struct store *store, const char *word, size_t most,
    struct arena *arena, char ***words, size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT word, articles FROM word WHERE folded = ?1",
	    BIND(TEXT(word)));
	struct frequent frequent;

	frequent_init(&frequent, most, arena);
	frequent_add(&frequent, word, INT64_MAX, arena);
	while (cursor_next(&cursor))
		if (strcmp(word_at(&cursor), word) != 0)
			frequent_add(&frequent, word_at(&cursor),
			    cursor_int(&cursor, 1), arena);
	*words = frequent.words;
	*count = frequent.count;
	return cursor_close(&cursor);
}
