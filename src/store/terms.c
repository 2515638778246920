#include "store/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/pack.h"

/*
 * Of an article's pairs the heaviest are counted, and of these those are
 * kept that tell most. A small cache counts and keeps more, for it cannot
 * know yet which ones will tell; a large one is held to what a million
 * articles may cost: each pair counted is a page of the file written.
 */
enum {
	COUNTED_MOST = 64,
	KEPT_MOST = 24,
	KEPT_MOST_SMALL = 160,
	SMALL_DOCUMENTS = 1000,
	HOLDERS_MOST = 2000, /* looked at for a term, newest first */
	HOLDERS_MOST_ALL = 48000, /* and for all of them: some 5 ms */
	TERMS_VERSION = 2,
	WEIGHT_UNITS = 16,
	WEIGHT_UNITS_1 = 64, /* of version 1, which kept texts too */
};

/* --- articles to be related --------------------------------------------- */

/* Body, else lead: what there is to read of an article. */
static bool read_plain_text(const struct cursor *cursor, int column,
    const char *lead, struct arena *arena, char **text, struct error *err)
{
	struct block_list list = {0};
	struct str plain;

	*text = arena_dup(arena, lead);
	if (!text_read_blocks(cursor, column, arena, &list, err))
		return false;
	str_init(&plain);
	block_add_text(&plain, &list);
	if (plain.len > 0)
		*text = arena_dup_len(arena, plain.data, plain.len);
	str_release(&plain);
	return true;
}

bool store_read_unrelated(struct store *store, size_t limit,
    struct arena *arena, struct relate_job **jobs, size_t *count,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT a.id, t.title, a.published, t.lead, " TEXT_COLUMNS
	    " FROM article AS a INDEXED BY article_unrelated"
	    " CROSS JOIN article_text AS t ON t.article_id = a.id"
	    " LEFT JOIN page AS p ON p.id = a.page_id AND p.state = 2"
	    TEXT_JOINS " WHERE a.relate_state = 0 ORDER BY a.id LIMIT ?1",
	    BIND(INT((int64_t)limit)));
	bool is_read = true;
	size_t cap = 0;

	*jobs = NULL;
	*count = 0;
	while (is_read && cursor_next(&cursor)) {
		struct relate_job *job;

		*jobs = arena_grow(arena, *jobs, &cap, *count + 1,
		    sizeof(**jobs));
		job = &(*jobs)[(*count)++];
		job->article_id = cursor_int(&cursor, 0);
		job->title = cursor_text(&cursor, 1, arena);
		job->published = cursor_int(&cursor, 2);
		is_read = read_plain_text(&cursor, 4,
		    cursor_text(&cursor, 3, arena), arena, &job->text, err);
	}
	return cursor_close(&cursor) && is_read;
}

/* --- terms as they are kept ---------------------------------------------- */

/* As 4 bytes in the file: SQLite's integers are signed. */
static int64_t term_number(uint32_t term)
{
	return (int32_t)term;
}

static int compare_numbers(const void *a, const void *b)
{
	const struct store_term *x = a, *y = b;

	return x->term < y->term ? -1 : x->term > y->term;
}

static int compare_weights(const void *a, const void *b)
{
	const struct store_term *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->term < y->term ? -1 : x->term > y->term;
}

/* Without their texts, which are the article's: they were a third of all. */
static void pack_terms(struct str *out, struct store_term *terms,
    size_t count)
{
	uint32_t last = 0;

	if (count > 0)
		qsort(terms, count, sizeof(*terms), compare_numbers);
	pack_number(out, TERMS_VERSION);
	pack_number(out, count);
	for (size_t i = 0; i < count; i++) {
		pack_number(out, terms[i].term - last);
		pack_number(out, (uint64_t)(terms[i].weight * WEIGHT_UNITS +
		    0.5F));
		last = terms[i].term;
	}
}

static bool unpack_terms(const void *data, size_t len, struct arena *arena,
    struct store_term **terms, size_t *count)
{
	uint64_t version;
	uint32_t last = 0;
	struct unpack in;

	unpack_init(&in, data, len);
	version = unpack_number(&in);
	if (version != 1 && version != TERMS_VERSION)
		return false;
	*count = unpack_count(&in);
	*terms = arena_array(arena, *count, sizeof(**terms));
	for (size_t i = 0; i < *count; i++) {
		struct store_term *term = &(*terms)[i];

		term->term = (uint32_t)unpack_number(&in);
		term->weight = (float)unpack_number(&in);
		if (version == 1) {
			term->weight /= (float)WEIGHT_UNITS_1;
			term->text = unpack_text(&in, arena);
			continue;
		}
		last += term->term;
		term->term = last;
		term->weight /= (float)WEIGHT_UNITS;
	}
	if (*count > 0)
		qsort(*terms, *count, sizeof(**terms), compare_weights);
	return !in.is_broken;
}

static bool read_terms(struct store *store, int64_t article_id,
    struct arena *arena, struct store_term **terms, size_t *count,
    bool *found, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "SELECT terms_packing,"
	    " terms FROM relate_article WHERE article_id = ?1",
	    BIND(INT(article_id)));
	bool is_read = true;
	char *data;
	size_t len;

	*terms = NULL;
	*count = 0;
	*found = cursor_next(&cursor);
	if (*found) {
		is_read = blob_unpack(&cursor, 1, arena, &data, &len, err);
		if (is_read && !unpack_terms(data, len, arena, terms,
		    count)) {
			*count = 0;
			is_read = error_set(err, ERROR_STORE_DAMAGED,
			    store->path, 0);
		}
	}
	return cursor_close(&cursor) && is_read;
}

bool store_read_terms(struct store *store, int64_t article_id,
    struct arena *arena, struct store_term **terms, size_t *count,
    struct error *err)
{
	bool found;

	return read_terms(store, article_id, arena, terms, count, &found,
	    err);
}

/* --- saving ------------------------------------------------------------- */

struct weighed {
	struct store_term term;
	double worth; /* weight and idf */
	bool was_kept;
};

static int compare_terms(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	return x->term.term < y->term.term ? -1 : x->term.term > y->term.term;
}

static int compare_worth(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth > y->worth ? -1 : 1;
	return compare_terms(a, b);
}

static bool is_among(const struct store_term *terms, size_t count,
    uint32_t term)
{
	for (size_t i = 0; i < count; i++) {
		if (terms[i].term == term)
			return true;
	}
	return false;
}

/* Count a term's articles, but once for an article that is done again. */
static bool count_term(struct store *store, struct weighed *weighed,
    int64_t documents, struct error *err)
{
	int64_t holders;

	if (!store_read_ints(store, err,
	    "INSERT INTO relate_term (term, documents) VALUES (?1, 1)"
	    " ON CONFLICT (term) DO UPDATE SET documents = documents + ?2"
	    " RETURNING documents",
	    BIND(INT(term_number(weighed->term.term)),
	    INT(!weighed->was_kept)), &holders, 1, NULL))
		return false;
	weighed->worth = weighed->term.weight *
	    log(1 + (double)documents / (double)holders);
	return true;
}

static bool drop_holders(struct store *store, int64_t article_id,
    const struct store_term *terms, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!store_run(store, err, "DELETE FROM relate_holder"
		    " WHERE term = ?1 AND article_id = ?2",
		    BIND(INT(term_number(terms[i].term)), INT(article_id))))
			return false;
	}
	return true;
}

static bool write_terms(struct store *store, int64_t article_id,
    struct store_term *terms, size_t count, struct error *err)
{
	struct str bytes;
	struct blob blob;
	bool is_done;

	str_init(&bytes);
	pack_terms(&bytes, terms, count);
	blob_pack(store, bytes.data, bytes.len, &blob);
	str_release(&bytes);
	is_done = store_run(store, err, "INSERT OR REPLACE INTO relate_article"
	    " (article_id, terms_packing, terms) VALUES (?1, ?2, ?3)",
	    BIND(INT(article_id), INT(blob.packing),
	    BLOB(blob.bytes.data, blob.bytes.len)));
	str_release(&blob.bytes);
	for (size_t i = 0; is_done && i < count; i++)
		is_done = store_run(store, err, "INSERT OR IGNORE INTO"
		    " relate_holder (term, article_id) VALUES (?1, ?2)",
		    BIND(INT(term_number(terms[i].term)), INT(article_id)));
	return is_done;
}

static bool drop_terms(struct store *store, int64_t article_id,
    const struct store_term *terms, size_t count, struct error *err)
{
	if (!drop_holders(store, article_id, terms, count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!store_run(store, err, "UPDATE relate_term"
		    " SET documents = max(documents - 1, 0) WHERE term = ?1",
		    BIND(INT(term_number(terms[i].term)))))
			return false;
	}
	return store_run(store, err,
	    "DELETE FROM relate_article WHERE article_id = ?1",
	    BIND(INT(article_id))) &&
	    store_run(store, err, "UPDATE tally SET value = value - 1"
	    " WHERE name = 'related'", BIND_NONE);
}

bool terms_drop(struct store *store, int64_t article_id, struct error *err)
{
	struct store_term *terms;
	struct error why = {0};
	struct arena arena;
	size_t count;
	bool is_done, found;

	arena_init(&arena);
	is_done = read_terms(store, article_id, &arena, &terms, &count,
	    &found, &why);
	/* those that cannot be read are forgotten as well */
	if (!is_done && why.code == ERROR_STORE_DAMAGED && found)
		is_done = true;
	if (!is_done)
		error_set(err, why.code, why.subject, why.number);
	is_done = is_done &&
	    (!found || drop_terms(store, article_id, terms, count, err));
	arena_release(&arena);
	return is_done;
}

static bool weigh_terms(struct store *store, struct weighed *weighed,
    size_t count, int64_t documents, struct error *err)
{
	/* in the order of the table, which is written at random else */
	if (count > 0)
		qsort(weighed, count, sizeof(*weighed), compare_terms);
	for (size_t i = 0; i < count; i++) {
		if (!count_term(store, &weighed[i], documents, err))
			return false;
	}
	return true;
}

/* Put the worthiest first; how many there are, at most as many as asked. */
static size_t keep_best(struct weighed *weighed, size_t count, size_t most)
{
	if (count > 0)
		qsort(weighed, count, sizeof(*weighed), compare_worth);
	return count < most ? count : most;
}

static bool replace_terms(struct store *store, int64_t article_id,
    const struct store_term *terms, size_t count, struct arena *arena,
    struct error *err)
{
	struct weighed *weighed = arena_array(arena, count, sizeof(*weighed));
	struct store_term *old, *kept;
	int64_t documents;
	size_t old_count;
	bool was_related;

	if (!read_terms(store, article_id, arena, &old, &old_count,
	    &was_related, err) ||
	    !drop_holders(store, article_id, old, old_count, err) ||
	    !store_read_ints(store, err,
	    "UPDATE tally SET value = value + ?1 WHERE name = 'related'"
	    " RETURNING value", BIND(INT(!was_related)), &documents, 1, NULL))
		return false;
	for (size_t i = 0; i < count; i++) {
		weighed[i].term = terms[i];
		weighed[i].worth = terms[i].weight;
		weighed[i].was_kept = is_among(old, old_count, terms[i].term);
	}
	if (documents >= SMALL_DOCUMENTS)
		count = keep_best(weighed, count, COUNTED_MOST);
	if (!weigh_terms(store, weighed, count, documents, err))
		return false;
	count = keep_best(weighed, count, documents < SMALL_DOCUMENTS ?
	    KEPT_MOST_SMALL : KEPT_MOST);
	kept = arena_array(arena, count, sizeof(*kept));
	for (size_t i = 0; i < count; i++)
		kept[i] = weighed[i].term;
	return write_terms(store, article_id, kept, count, err);
}

static bool save_terms(struct store *store, int64_t article_id,
    const struct store_term *terms, size_t count, struct arena *arena,
    struct error *err)
{
	if (!store_run(store, err, "UPDATE article SET relate_state = 1"
	    " WHERE id = ?1 AND relate_state <> 1", BIND(INT(article_id))))
		return false;
	/* another process was quicker, or the article is gone */
	if (store_changed_rows(store) == 0)
		return true;
	return replace_terms(store, article_id, terms, count, arena, err);
}

bool store_save_terms(struct store *store, int64_t article_id,
    const struct store_term *terms, size_t count, struct error *err)
{
	struct arena arena;
	bool is_done;

	if (!store_begin(store, err))
		return false;
	arena_init(&arena);
	is_done = store_finish(store,
	    save_terms(store, article_id, terms, count, &arena, err), err);
	arena_release(&arena);
	return is_done;
}

bool store_read_frequencies(struct store *store, const uint32_t *terms,
    size_t count, struct arena *arena, struct store_frequency **frequencies,
    int64_t *documents, struct error *err)
{
	*frequencies = arena_array(arena, count, sizeof(**frequencies));
	if (!store_read_ints(store, err,
	    "SELECT value FROM tally WHERE name = 'related'", BIND_NONE,
	    documents, 1, NULL))
		return false;
	for (size_t i = 0; i < count; i++) {
		int64_t holders;

		if (!store_read_ints(store, err, "SELECT documents"
		    " FROM relate_term WHERE term = ?1",
		    BIND(INT(term_number(terms[i]))), &holders, 1, NULL))
			return false;
		(*frequencies)[i].term = terms[i];
		(*frequencies)[i].documents = (uint32_t)holders;
	}
	return true;
}

/* --- candidates ----------------------------------------------------------- */

/* How many of the terms an article holds: a hash table by its id. */
struct holder {
	int64_t article_id; /* 0: free */
	int count;
};

struct holders {
	struct holder *slots;
	size_t slot_count, used; /* slot_count: a power of 2 */
};

static struct holder *find_slot(const struct holders *holders, int64_t id)
{
	size_t mask = holders->slot_count - 1;
	size_t at = (size_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >>
	    32) & mask;

	while (holders->slots[at].article_id != 0 &&
	    holders->slots[at].article_id != id)
		at = (at + 1) & mask;
	return &holders->slots[at];
}

static void grow_holders(struct holders *holders)
{
	struct holders larger = {.used = holders->used};

	larger.slot_count = holders->slot_count == 0 ? 1024 :
	    holders->slot_count * 2;
	larger.slots = mem_alloc_zero(larger.slot_count,
	    sizeof(*larger.slots));
	for (size_t i = 0; i < holders->slot_count; i++) {
		if (holders->slots[i].article_id != 0)
			*find_slot(&larger, holders->slots[i].article_id) =
			    holders->slots[i];
	}
	free(holders->slots);
	*holders = larger;
}

static void count_holder(struct holders *holders, int64_t id)
{
	struct holder *slot;

	if (holders->used * 2 >= holders->slot_count)
		grow_holders(holders);
	slot = find_slot(holders, id);
	holders->used += slot->article_id == 0;
	slot->article_id = id;
	slot->count++;
}

static int compare_holders(const void *a, const void *b)
{
	const struct holder *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->article_id > y->article_id ? -1 : 1;
}

static bool count_holders(struct store *store, uint32_t term,
    struct holders *holders, size_t *looked_at, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT article_id FROM relate_holder WHERE term = ?1"
	    " ORDER BY article_id DESC LIMIT ?2",
	    BIND(INT(term_number(term)), INT(HOLDERS_MOST)));

	for (; cursor_next(&cursor); (*looked_at)++)
		count_holder(holders, cursor_int(&cursor, 0));
	return cursor_close(&cursor);
}

static bool read_page_of(struct store *store, int64_t article_id,
    int64_t *page_id, struct error *err)
{
	return store_read_ints(store, err,
	    "SELECT page_id FROM article WHERE id = ?1",
	    BIND(INT(article_id)), page_id, 1, NULL);
}

static bool choose_candidates(struct store *store, int64_t article_id,
    const struct holders *holders, size_t limit, int64_t *ids,
    size_t *id_count, struct error *err)
{
	int64_t own_page, page;

	if (!read_page_of(store, article_id, &own_page, err))
		return false;
	for (size_t i = 0; i < holders->used && *id_count < limit; i++) {
		int64_t id = holders->slots[i].article_id;

		if (id == article_id)
			continue;
		if (!read_page_of(store, id, &page, err))
			return false;
		if (page == 0 || page != own_page)
			ids[(*id_count)++] = id;
	}
	return true;
}

bool store_find_candidates(struct store *store, int64_t article_id,
    const uint32_t *terms, size_t count, size_t limit, struct arena *arena,
    int64_t **ids, size_t *id_count, struct error *err)
{
	struct holders holders = {0};
	size_t looked_at = 0;
	bool is_done = true;

	*ids = arena_array(arena, limit, sizeof(**ids));
	*id_count = 0;
	for (size_t i = 0; is_done && i < count &&
	    looked_at < HOLDERS_MOST_ALL; i++)
		is_done = count_holders(store, terms[i], &holders,
		    &looked_at, err);
	if (is_done && holders.used > 0) {
		/* free slots count 0 and come last */
		qsort(holders.slots, holders.slot_count,
		    sizeof(*holders.slots), compare_holders);
		is_done = choose_candidates(store, article_id, &holders,
		    limit, *ids, id_count, err);
	}
	free(holders.slots);
	return is_done;
}
