/*
 * The index of words follows the rows in steps. FTS5 keeps no texts here
 * (content=''), and takes an article out only by exactly the text that it was
 * put in with: so what an indexed article's text was is kept (search_old)
 * when it changes, until a step has taken it out. Till then the article is
 * found by its old text.
 *
 * Docs, the index's row ids, are in the order of time, so that the newest
 * hits come first without sorting: minutes of the date, with some room in
 * each; where a minute is full the next free one is taken. They are far
 * smaller numbers than seconds would make, and lists of them are half the
 * index. A step's articles go in by ascending doc: FTS5 writes a segment of
 * its own each time one is below the last.
 */
#include "store/search_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "text/words.h"

enum {
	EPOCH_2000 = 946684800,
	MINUTE = 60,
	PART_ARTICLES = 256, /* whose texts are in memory at once */
};

int64_t doc_of_time(int64_t published)
{
	int64_t minute = published / MINUTE - EPOCH_2000 / MINUTE;

	/* a damaged cache holds any number */
	if (minute < 1)
		minute = 1;
	if (minute > INT32_MAX)
		minute = INT32_MAX;
	return minute * DOCS_A_MINUTE;
}

/* --- the text of an article as it is indexed ------------------------------- */

struct index_text {
	int64_t article_id, published;
	int64_t doc, hash; /* of what is in the index; doc 0: nothing */
	const char *title, *body;
	int64_t new_doc;
};

#define INDEX_COLUMNS                                                          \
	"SELECT a.id, a.published, a.doc, a.doc_hash, t.title, t.lead,"        \
	" t.author, " TEXT_COLUMNS
#define INDEX_JOINS                                                            \
	" CROSS JOIN article_text AS t ON t.article_id = a.id"                 \
	" LEFT JOIN page AS p ON p.id = a.page_id" TEXT_JOINS
enum { COLUMN_TEXT = 7 };

/* Whether a text begins as another does: feeds cut their leads. */
static bool has_lead(const char *text, const char *lead)
{
	enum { LEAD_BYTES = 48 };
	char start[LEAD_BYTES + 1];
	size_t len = strlen(lead);

	if (len > LEAD_BYTES)
		len = LEAD_BYTES;
	memcpy(start, lead, len);
	start[len] = '\0';
	return strstr(text, start) != NULL;
}

static void add_blocks(struct str *out, const struct block_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct block *block = &list->blocks[i];

		if (block->kind == BLOCK_PICTURE || block->len == 0)
			continue;
		str_add_len(out, block->text, block->len);
		str_add_char(out, '\n');
	}
}

/* Body, else lead; the lead as well where the body lacks it; the author. */
static bool read_body(const struct cursor *cursor, struct arena *arena,
    const char **body, struct error *err)
{
	const char *lead = cursor_text(cursor, 5, arena);
	const char *author = cursor_text(cursor, 6, arena);
	struct block_list list = {0};
	struct str text;

	if (!text_read_blocks(cursor, COLUMN_TEXT, arena, &list, err))
		return false;
	str_init(&text);
	add_blocks(&text, &list);
	if (lead[0] != '\0' && !has_lead(text.data, lead))
		str_addf(&text, "%s\n", lead);
	str_add(&text, author);
	*body = arena_dup_len(arena, text.data, text.len);
	str_release(&text);
	return true;
}

static bool read_text(const struct cursor *cursor, struct arena *arena,
    struct index_text *text, struct error *err)
{
	text->article_id = cursor_int(cursor, 0);
	text->published = cursor_int(cursor, 1);
	text->doc = cursor_int(cursor, 2);
	text->hash = cursor_int(cursor, 3);
	text->title = cursor_text(cursor, 4, arena);
	return read_body(cursor, arena, &text->body, err);
}

bool index_read_text(struct store *store, int64_t article_id,
    struct arena *arena, const char **title, const char **body, bool *found,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err, INDEX_COLUMNS
	    " FROM article AS a" INDEX_JOINS " WHERE a.id = ?1",
	    BIND(INT(article_id)));
	struct index_text text = {.title = "", .body = ""};
	bool is_read = true;

	*found = cursor_next(&cursor);
	if (*found)
		is_read = read_text(&cursor, arena, &text, err);
	*title = text.title;
	*body = text.body;
	return cursor_close(&cursor) && is_read;
}

/* 32 bits, so that a row stays narrow; never 0. */
static int64_t text_hash(const char *title, const char *body)
{
	uint64_t hash = hash_text(hash_text(HASH_START, title), body);

	return (int64_t)(hash & 0x7FFFFFFF) | 1;
}

/* --- what is kept of changed texts ------------------------------------------ */

/*
 * A text that is not the one indexed cannot be taken out by: its doc is then
 * never given to another (the row stays, with no text).
 */
static bool keep_old(struct store *store, const struct index_text *text,
    struct error *err)
{
	bool is_known = text_hash(text->title, text->body) == text->hash;
	struct str bytes;
	struct blob blob;
	bool is_done;

	str_init(&bytes);
	str_add_len(&bytes, text->title, strlen(text->title) + 1);
	str_add(&bytes, text->body);
	blob_pack(store, bytes.data, bytes.len, &blob);
	str_release(&bytes);
	/* the first change is the one that the index knows nothing of */
	is_done = store_run(store, err, "INSERT OR IGNORE INTO search_old"
	    " (doc, version, text_packing, text) VALUES (?1, ?2, ?3, ?4)",
	    BIND(INT(text->doc), INT(is_known ? WORDS_VERSION : 0),
	    INT(blob.packing), BLOB(blob.bytes.data, blob.bytes.len)));
	str_release(&blob.bytes);
	return is_done;
}

static bool keep_texts(struct store *store, const char *sql, int64_t id,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err, sql, BIND(INT(id)));
	struct index_text text;
	struct arena arena;
	bool is_done = true;

	arena_init(&arena);
	while (is_done && cursor_next(&cursor))
		is_done = read_text(&cursor, &arena, &text, err) &&
		    keep_old(store, &text, err);
	arena_release(&arena);
	return cursor_close(&cursor) && is_done;
}

bool index_keep_text(struct store *store, int64_t article_id,
    struct error *err)
{
	return keep_texts(store, INDEX_COLUMNS " FROM article AS a" INDEX_JOINS
	    " WHERE a.id = ?1 AND a.doc IS NOT NULL", article_id, err);
}

bool index_keep_page(struct store *store, int64_t page_id,
    struct error *err)
{
	return keep_texts(store, INDEX_COLUMNS
	    " FROM article AS a INDEXED BY article_page" INDEX_JOINS
	    " WHERE a.page_id = ?1 AND a.doc IS NOT NULL", page_id, err);
}

/* --- taking out --------------------------------------------------------------- */

static bool remove_doc(struct store *store, int64_t doc, const char *title,
    const char *body, struct error *err)
{
	counter_begin(store->search.counter, -1);
	return store_run(store, err, "INSERT INTO search"
	    " (search, rowid, title, body) VALUES ('delete', ?1, ?2, ?3)",
	    BIND(INT(doc), TEXT(title), TEXT(body))) &&
	    store_run(store, err, "UPDATE tally SET value = value - 1"
	    " WHERE name = 'indexed'", BIND_NONE);
}

struct old_text {
	int64_t doc;
	const char *title, *body;
};

static bool read_old(struct store *store, size_t most, struct arena *arena,
    struct old_text **olds, size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT doc, text_packing, text FROM search_old"
	    " INDEXED BY search_old_due WHERE version = ?1"
	    " ORDER BY doc LIMIT ?2",
	    BIND(INT(WORDS_VERSION), INT((int64_t)most)));
	bool is_read = true;
	size_t cap = 0, len;
	char *data;

	while (is_read && cursor_next(&cursor)) {
		is_read = blob_unpack(&cursor, 2, arena, &data, &len, err);
		if (!is_read)
			break;
		*olds = arena_grow(arena, *olds, &cap, *count + 1,
		    sizeof(**olds));
		(*olds)[*count].doc = cursor_int(&cursor, 0);
		(*olds)[*count].title = data;
		(*olds)[(*count)++].body = data + strlen(data) +
		    (strlen(data) < len);
	}
	return cursor_close(&cursor) && is_read;
}

static bool remove_old(struct store *store, size_t most, struct arena *arena,
    size_t *count, struct error *err)
{
	struct old_text *olds = NULL;

	*count = 0;
	if (!read_old(store, most, arena, &olds, count, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		if (!remove_doc(store, olds[i].doc, olds[i].title,
		    olds[i].body, err) ||
		    !store_run(store, err, "DELETE FROM search_old"
		    " WHERE doc = ?1", BIND(INT(olds[i].doc))) ||
		    !store_run(store, err, "UPDATE article SET doc = NULL,"
		    " index_state = CASE index_state WHEN 1 THEN 0"
		    " ELSE index_state END WHERE doc = ?1", BIND(INT(olds[i].doc))))
			return false;
	}
	return true;
}

/* --- putting in ----------------------------------------------------------------- */

/* The first doc from one on that no article has or had. */
static bool find_free(struct store *store, int64_t *doc, struct error *err)
{
	struct search_memory *memory = &store->search;
	struct cursor cursor;
	int64_t taken;
	bool found;

	do {
		/* a long run is not walked again for each of its articles */
		if (*doc >= memory->run_from && *doc <= memory->run_to)
			*doc = memory->run_to;
		else
			memory->run_from = *doc;
		cursor = cursor_open(store, err, "SELECT doc FROM article"
		    " INDEXED BY article_doc WHERE doc >= ?1 ORDER BY doc",
		    BIND(INT(*doc)));
		while (cursor_next(&cursor) && cursor_int(&cursor, 0) == *doc)
			++*doc;
		memory->run_to = *doc;
		if (!cursor_close(&cursor) || !store_read_ints(store, err,
		    "SELECT 1 FROM search_old WHERE doc = ?1",
		    BIND(INT(*doc)), &taken, 1, &found))
			return false;
		*doc += found;
	} while (found);
	return true;
}

#define INDEX_DUE_SQL                                                          \
	INDEX_COLUMNS                                                          \
	" FROM article AS a INDEXED BY article_unindexed" INDEX_JOINS          \
	" WHERE a.index_state = ?1 AND a.index_state <> 1"

static bool read_due(struct store *store, const struct indexing *indexing,
    int64_t state, size_t most, struct index_text **texts, size_t *count,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err, indexing->is_bulk ?
	    INDEX_DUE_SQL " ORDER BY a.published LIMIT ?2" :
	    INDEX_DUE_SQL " ORDER BY a.published DESC LIMIT ?2",
	    BIND(INT(state), INT((int64_t)most)));
	struct arena *arena = indexing->arena;
	bool is_read = true;
	size_t cap = *count;

	while (is_read && cursor_next(&cursor)) {
		*texts = arena_grow(arena, *texts, &cap, *count + 1,
		    sizeof(**texts));
		is_read = read_text(&cursor, arena, &(*texts)[(*count)++],
		    err);
	}
	return cursor_close(&cursor) && is_read;
}

static int compare_dates(const void *a, const void *b)
{
	const struct index_text *x = a, *y = b;

	if (x->published != y->published)
		return x->published < y->published ? -1 : 1;
	return x->article_id < y->article_id ? -1 : 1;
}

static int compare_docs(const void *a, const void *b)
{
	const struct index_text *x = a, *y = b;

	return x->new_doc < y->new_doc ? -1 : x->new_doc > y->new_doc;
}

/* Nothing that the index tells has changed. */
static bool is_current(const struct index_text *text)
{
	int64_t away = text->doc - doc_of_time(text->published);

	return text->doc != 0 && away >= 0 && away < DOCS_DRIFT_MOST &&
	    text_hash(text->title, text->body) == text->hash;
}

static bool save_place(struct store *store, const struct index_text *text,
    struct error *err)
{
	return store_run(store, err, "UPDATE article SET index_state = 1,"
	    " doc = ?2, doc_hash = ?3 WHERE id = ?1",
	    BIND(INT(text->article_id), INT(text->new_doc),
	    INT(text_hash(text->title, text->body))));
}

/* Choose docs, oldest first, and take out what is in by another. */
static bool place_texts(struct store *store, struct index_text *texts,
    size_t count, struct error *err)
{
	if (count > 1)
		qsort(texts, count, sizeof(*texts), compare_dates);
	for (size_t i = 0; i < count; i++) {
		struct index_text *text = &texts[i];

		text->new_doc = is_current(text) ? text->doc :
		    doc_of_time(text->published);
		if (text->new_doc == text->doc) {
			if (!save_place(store, text, err))
				return false;
			continue;
		}
		/* its text has not changed, or it would be in search_old */
		if (text->doc != 0 && (text_hash(text->title, text->body) ==
		    text->hash ? !remove_doc(store, text->doc, text->title,
		    text->body, err) : !keep_old(store, text, err)))
			return false;
		if (!find_free(store, &text->new_doc, err) ||
		    !save_place(store, text, err))
			return false;
	}
	if (count > 1)
		qsort(texts, count, sizeof(*texts), compare_docs);
	return true;
}

static bool insert_texts(struct store *store, const struct index_text *texts,
    size_t count, struct error *err)
{
	struct pair_set pairs;
	int64_t added = 0;
	bool is_done;

	for (size_t i = 0; i < count; i++) {
		if (texts[i].new_doc == texts[i].doc)
			continue;
		counter_begin(store->search.counter, 1);
		pairs_begin(&pairs);
		store->search.pairs = &pairs;
		is_done = store_run(store, err, "INSERT INTO search"
		    " (rowid, title, body) VALUES (?1, ?2, ?3)",
		    BIND(INT(texts[i].new_doc), TEXT(texts[i].title),
		    TEXT(texts[i].body)));
		store->search.pairs = NULL;
		if (!is_done || !pairs_save(store, texts[i].new_doc, &pairs,
		    err))
			return false;
		added++;
	}
	return added == 0 || store_run(store, err, "UPDATE tally"
	    " SET value = value + ?1 WHERE name = 'indexed'",
	    BIND(INT(added)));
}

static bool index_some(struct store *store, struct indexing *indexing,
    struct error *err)
{
	struct index_text *texts = NULL;
	size_t removed, count = 0, most = indexing->most;

	if (!remove_old(store, most, indexing->arena, &removed, err) ||
	    !read_due(store, indexing, INDEX_DUE, most, &texts, &count, err))
		return false;
	if (indexing->takes_waiting && count < most && !read_due(store,
	    indexing, INDEX_WAITING, most - count, &texts, &count, err))
		return false;
	indexing->done += removed + count;
	return place_texts(store, texts, count, err) &&
	    insert_texts(store, texts, count, err);
}

/* Many articles, but not all of their texts in memory at once. */
static bool index_many(struct store *store, struct indexing *indexing,
    struct error *err)
{
	struct indexing part = {.most = PART_ARTICLES, .is_bulk = true,
	    .takes_waiting = indexing->takes_waiting};
	bool is_done = true;
	struct arena arena;

	do {
		indexing->done += part.done;
		part.done = 0;
		arena_init(&arena);
		part.arena = &arena;
		is_done = index_some(store, &part, err);
		arena_release(&arena);
	} while (is_done && part.done > 0 &&
	    indexing->done + part.done < indexing->most);
	indexing->done += part.done;
	return is_done;
}

/* --- counting anew ------------------------------------------------------------- */

static void count_text(struct word_counter *counter, const char *text)
{
	struct words words;
	struct word word;

	words_init(&words, text, strlen(text));
	while (words_next(&words, &word))
		counter_add(counter, word.exact, word.exact_len);
	words_release(&words);
}

/* Texts that have changed, as they were. */
static bool count_old(struct store *store, struct word_counter *counter,
    struct error *err)
{
	struct old_text *olds = NULL;
	struct arena arena;
	size_t count = 0;
	bool is_read;

	arena_init(&arena);
	is_read = read_old(store, INT32_MAX, &arena, &olds, &count, err);
	for (size_t i = 0; is_read && i < count; i++) {
		counter_begin(counter, 1);
		count_text(counter, olds[i].title);
		count_text(counter, olds[i].body);
	}
	arena_release(&arena);
	return is_read;
}

bool index_count_words(struct store *store, struct word_counter *counter,
    bool *is_good, struct error *err)
{
	struct cursor cursor;
	bool is_read = true;

	if (!count_old(store, counter, err))
		return false;
	cursor = cursor_open(store, err, INDEX_COLUMNS
	    " FROM article AS a INDEXED BY article_doc" INDEX_JOINS
	    " WHERE a.doc IS NOT NULL"
	    " AND NOT EXISTS (SELECT 1 FROM search_old WHERE doc = a.doc)"
	    " ORDER BY a.doc", BIND_NONE);
	while (is_read && cursor_next(&cursor)) {
		struct index_text text;
		struct arena arena;

		arena_init(&arena);
		is_read = read_text(&cursor, &arena, &text, err);
		if (is_read) {
			*is_good = *is_good &&
			    text_hash(text.title, text.body) == text.hash;
			counter_begin(counter, 1);
			count_text(counter, text.title);
			count_text(counter, text.body);
		}
		arena_release(&arena);
	}
	return cursor_close(&cursor) && is_read;
}

/* --- one tokenizer, one index --------------------------------------------------- */

/* An index that another version's words are in says nothing true. */
bool index_empty(struct store *store, struct error *err)
{
	static const char *const statements[] = {
	    "INSERT INTO search (search) VALUES ('delete-all')",
	    ("UPDATE article SET doc = NULL, index_state = CASE index_state"
	    " WHEN 1 THEN 0 ELSE index_state END WHERE doc IS NOT NULL"),
	    "DELETE FROM search_old",
	    "DELETE FROM search_pair",
	    "DELETE FROM search_pair_doc",
	    "DELETE FROM search_sheet",
	    "UPDATE tally SET value = 0 WHERE name = 'pair_sheets'",
	    "DELETE FROM word_batch",
	    "DELETE FROM word_sum",
	    "DELETE FROM word",
	    ("UPDATE tally SET value = value + 1"
	    " WHERE name = 'words_emptied'"),
	    "UPDATE tally SET value = 0 WHERE name = 'indexed'"};

	for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
		if (!store_execute(store, statements[i], err))
			return false;
	}
	words_forget(store);
	return store_run(store, err, "UPDATE tally SET value = ?1"
	    " WHERE name = 'words_version'", BIND(INT(WORDS_VERSION)));
}

static bool index_or_empty(struct store *store, struct indexing *indexing,
    struct error *err)
{
	int64_t version;

	if (!store_read_ints(store, err, "SELECT value FROM tally"
	    " WHERE name = 'words_version'", BIND_NONE, &version, 1, NULL))
		return false;
	if (version < WORDS_VERSION && !index_empty(store, err))
		return false;
	/* a newer program's words are not ours to mix with */
	if (version > WORDS_VERSION)
		return true;
	return (indexing->is_bulk ? index_many(store, indexing, err) :
	    index_some(store, indexing, err)) &&
	    words_save(store, store->search.counter, err);
}

static bool index_in_write(struct store *store, struct indexing *indexing,
    struct error *err)
{
	struct word_counter counter;
	struct arena arena;
	bool is_done;

	if (!store_begin(store, err))
		return false;
	arena_init(&arena);
	indexing->arena = &arena;
	counter_init(&counter);
	store->search.counter = &counter;
	is_done = store_finish(store, index_or_empty(store, indexing, err),
	    err);
	store->search.counter = NULL;
	if (!is_done) /* words were taken back with the rest */
		words_forget_known(store);
	counter_release(&counter);
	arena_release(&arena);
	return is_done;
}

bool index_if_due(struct store *store, struct indexing *indexing,
    struct error *err)
{
	int64_t due;

	if (!store_read_ints(store, err, "SELECT EXISTS (SELECT 1"
	    " FROM article INDEXED BY article_unindexed WHERE"
	    " index_state <> 1 AND index_state IN (0, ?1)) OR EXISTS"
	    " (SELECT 1 FROM search_old INDEXED BY search_old_due"
	    " WHERE version = ?2) OR EXISTS (SELECT 1 FROM tally"
	    " WHERE name = 'words_version' AND value < ?2)",
	    BIND(INT(indexing->takes_waiting ? INDEX_WAITING : INDEX_DUE),
	    INT(WORDS_VERSION)), &due, 1, NULL))
		return false;
	return due == 0 || index_in_write(store, indexing, err);
}

bool store_index(struct store *store, size_t most, bool takes_waiting,
    size_t *done, struct error *err)
{
	struct indexing indexing = {.most = most,
	    .takes_waiting = takes_waiting};
	bool is_done = index_if_due(store, &indexing, err);

	*done = indexing.done;
	return is_done;
}

bool store_count_unindexed(struct store *store, int64_t *due,
    struct error *err)
{
	return store_read_ints(store, err, "SELECT count(*) FROM article"
	    " INDEXED BY article_unindexed WHERE index_state <> 1",
	    BIND_NONE, due, 1, NULL);
}
