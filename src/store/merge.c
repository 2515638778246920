/*
 * Merging another cache into this one, by what articles are known by: read
 * wins, starred wins, of tags the newest word; sources are joined with their
 * tags, pages kept whole. Done twice, it changes nothing the second time.
 */
#include "store/merge.h"

#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "text/clean.h"
#include "text/url.h"
#include "text/utf8.h"

enum {
	ROWS_AT_ONCE = 200, /* articles of a transaction */
	KEYS_OF_ONE = 16,
};

/* What was read of one of their articles. */
struct incoming {
	int64_t id, source_id, page_id, published, trust, content_hash;
	int64_t position, first_seen, updated, words;
	bool is_unread, is_starred, is_updated, is_headline, has_text;
	const char *title, *link, *author, *lead; /* clean; NULL: none */
	const char *url; /* of its page; NULL: none */
	int64_t page_state, page_published, tried, tries, page_words;
	int64_t error_code, error_number;
	const char *error_subject;
	bool has_page_text, has_body;
	struct blob page_text, body;
	int64_t hashes[KEYS_OF_ONE];
	size_t hash_count;
};

/* --- what may be believed --------------------------------------------------- */

static bool is_null(const struct cursor *cursor, int column)
{
	return sqlite3_column_type(cursor->prepared, column) == SQLITE_NULL;
}

/* Whether text commands a terminal: then it was not this program's. */
static bool is_clean(const char *text, size_t len)
{
	size_t used;

	for (size_t at = 0; at < len; at += used) {
		unsigned char byte = (unsigned char)text[at];
		uint32_t code;

		used = 1;
		if (byte >= 0x20 && byte < 0x7F)
			continue;
		code = utf8_read(text + at, len - at, &used);
		if (text_is_control(code) && code != '\n' && code != '\t' &&
		    code != BLOCK_CELL_END)
			return false;
	}
	return true;
}

static bool are_clean(const struct block_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (!is_clean(list->blocks[i].text, list->blocks[i].len))
			return false;
	}
	return true;
}

/* Bytes that this program could have written. */
static bool is_good_body(const char *data, size_t len, struct arena *arena)
{
	struct block_list list = {0};

	return block_decode(data, len, arena, &list) && are_clean(&list);
}

static bool is_good_text(const struct text_parts *parts, struct arena *arena)
{
	struct page page;

	return parts->body != NULL &&
	    is_good_body(parts->body, parts->body_len, arena) &&
	    page_unpack_extra(parts->extra, parts->extra_len, arena, &page) &&
	    is_clean(page.title, strlen(page.title)) &&
	    is_clean(page.author, strlen(page.author)) &&
	    is_clean(page.section, strlen(page.section)) &&
	    is_clean(page.lead, strlen(page.lead));
}

/* --- their articles --------------------------------------------------------- */

/* Their bytes as they lie, or packed anew as ours. */
static bool take_blob(struct merging *merging, const struct cursor *cursor,
    int column, const char *data, size_t len, struct blob *blob)
{
	int64_t packing = cursor_int(cursor, column - 1);

	if (packing != PACKING_ZSTD &&
	    (packing == PACKING_PLAIN || !merging->is_same_packing))
		return blob_pack_text(merging->store, data, len, blob,
		    merging->err);
	blob->packing = packing;
	str_init(&blob->bytes);
	str_add_len(&blob->bytes, sqlite3_column_blob(cursor->prepared,
	    column), (size_t)sqlite3_column_bytes(cursor->prepared, column));
	return true;
}

enum {
	COLUMN_TITLE = 14,
	COLUMN_URL = 18,
	COLUMN_TEXT = 28,
};

static const char read_sql[] =
    "SELECT a.id, a.source_id, a.page_id, a.published, a.is_unread,"
    " a.is_starred, a.is_date_trusted, a.is_updated, a.is_headline,"
    " a.words, a.position, a.first_seen, a.updated, a.content_hash,"
    " t.title, t.link, t.author, t.lead, p.url, p.state, p.published,"
    " p.tried, p.tries, p.error_code, p.error_number, p.error_subject,"
    " p.words, t.article_id, " TEXT_COLUMNS
    " FROM article AS a"
    " LEFT JOIN article_text AS t ON t.article_id = a.id"
    " LEFT JOIN page AS p ON p.id = a.page_id" TEXT_JOINS
    " WHERE a.id > ?1 ORDER BY a.id LIMIT ?2";

static void read_numbers(const struct cursor *cursor, struct incoming *in)
{
	in->id = cursor_int(cursor, 0);
	in->source_id = cursor_int(cursor, 1);
	in->page_id = cursor_int(cursor, 2);
	in->published = cursor_int(cursor, 3);
	in->is_unread = cursor_bool(cursor, 4);
	in->is_starred = cursor_bool(cursor, 5);
	in->trust = cursor_int(cursor, 6);
	if (in->trust < DATE_FIRST_SEEN || in->trust > DATE_ROUGH)
		in->trust = DATE_FIRST_SEEN;
	in->is_updated = cursor_bool(cursor, 7);
	in->is_headline = cursor_bool(cursor, 8);
	in->words = cursor_int(cursor, 9);
	in->position = cursor_int(cursor, 10);
	in->first_seen = cursor_int(cursor, 11);
	in->updated = cursor_int(cursor, 12);
	in->content_hash = cursor_int(cursor, 13);
	in->page_state = cursor_int(cursor, 19);
	in->page_published = cursor_int(cursor, 20);
	in->tried = cursor_int(cursor, 21);
	in->tries = cursor_int(cursor, 22);
	in->error_code = cursor_int(cursor, 23);
	in->error_number = cursor_int(cursor, 24);
	in->page_words = cursor_int(cursor, 26);
}

static bool read_texts(struct merging *merging, const struct cursor *cursor,
    struct arena *arena, struct incoming *in)
{
	int feed = COLUMN_TEXT + TEXT_COLUMN_FEED + 1;
	struct error why = {0};
	struct text_parts parts;
	char *data;
	size_t len;

	/* what cannot be read, or is not ours, is left: the rest is good */
	if (in->url != NULL && text_read(cursor, COLUMN_TEXT, arena, &parts,
	    &why) && is_good_text(&parts, arena)) {
		struct str whole;

		str_init(&whole);
		in->has_page_text = true;
		text_join(&whole, &parts);
		if (!(is_null(cursor, COLUMN_TEXT + 1) ?
		    blob_pack_text(merging->store, whole.data, whole.len,
		    &in->page_text, merging->err) :
		    take_blob(merging, cursor, COLUMN_TEXT + 1, whole.data,
		    whole.len, &in->page_text))) {
			str_release(&whole);
			return false;
		}
		str_release(&whole);
	}
	if (build_is_html(cursor, feed)) { /* it is read as feeds are */
		in->has_body = true;
		in->body.packing = PACKING_HTML;
		str_init(&in->body.bytes);
		str_add_len(&in->body.bytes, sqlite3_column_blob(
		    cursor->prepared, feed), (size_t)sqlite3_column_bytes(
		    cursor->prepared, feed));
		return true;
	}
	if (is_null(cursor, feed) || !blob_unpack(cursor, feed, arena, &data,
	    &len, &why) || !is_good_body(data, len, arena))
		return true;
	in->has_body = true;
	return take_blob(merging, cursor, feed, data, len, &in->body);
}

static bool read_incoming(struct merging *merging,
    const struct cursor *cursor, struct arena *arena, struct incoming *in)
{
	read_numbers(cursor, in);
	in->has_text = !is_null(cursor, 27);
	in->title = merge_read_line(cursor, COLUMN_TITLE, arena);
	in->link = merge_read_url(cursor, COLUMN_TITLE + 1, arena);
	in->author = merge_read_line(cursor, COLUMN_TITLE + 2, arena);
	in->lead = merge_read_line(cursor, COLUMN_TITLE + 3, arena);
	in->url = merge_read_url(cursor, COLUMN_URL, arena);
	in->error_subject = merge_read_line(cursor, 25, arena);
	return read_texts(merging, cursor, arena, in);
}

static bool read_keys(struct merging *merging, struct incoming *in)
{
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    "SELECT hash FROM temp.key_of WHERE article_id = ?1"
	    " ORDER BY rowid", BIND(INT(in->id)));

	while (in->hash_count < KEYS_OF_ONE && cursor_next(&cursor))
		in->hashes[in->hash_count++] = cursor_int(&cursor, 0);
	return cursor_close(&cursor);
}

/* --- into ours --------------------------------------------------------------- */

static struct pair *find_source(struct merging *merging, int64_t theirs)
{
	for (size_t i = 0; i < merging->source_count; i++) {
		if (merging->sources[i].theirs == theirs)
			return &merging->sources[i];
	}
	return NULL;
}

static bool find_article(struct merging *merging, const struct pair *source,
    const struct incoming *in, int64_t *id)
{
	bool found = false;

	*id = 0;
	for (size_t i = 0; !found && i < in->hash_count; i++) {
		if (!store_read_ints(merging->store, merging->err,
		    "SELECT k.article_id FROM article_key AS k"
		    " CROSS JOIN article AS a ON a.id = k.article_id"
		    " WHERE k.source_id = ?1 AND k.hash = ?2",
		    BIND(INT(source->ours), INT(in->hashes[i])), id, 1,
		    &found))
			return false;
	}
	return true;
}

static bool insert_page(struct merging *merging, const struct incoming *in,
    const char *address, int64_t state, struct page_place *place)
{
	if (!page_add(merging->store, address, in->url, in->page_published,
	    place, merging->err) ||
	    !store_run(merging->store, merging->err, "UPDATE page SET"
	    " state = ?2, tried = ?3, tries = ?4, error_code = ?5,"
	    " error_number = ?6, error_subject = ?7, words = ?8"
	    " WHERE id = ?1", BIND(INT(place->id), INT(state),
	    INT(in->tried), INT(in->tries), INT(in->error_code),
	    INT(in->error_number), TEXT(in->error_subject),
	    INT(in->page_words))))
		return false;
	place->state = (enum page_state)state;
	return !in->has_page_text || text_save(merging->store, place->id,
	    &in->page_text, merging->err);
}

/* Ours has no text of this page, and theirs has. */
static bool fill_page(struct merging *merging, const struct incoming *in,
    struct page_place *place)
{
	place->state = PAGE_READY;
	return index_keep_page(merging->store, place->id, merging->err) &&
	    text_save(merging->store, place->id, &in->page_text,
	    merging->err) &&
	    store_run(merging->store, merging->err, "UPDATE page SET"
	    " state = 2, words = ?2, tried = ?3, claimed = 0, error_code = 0,"
	    " error_number = 0 WHERE id = ?1", BIND(INT(place->id),
	    INT(in->page_words), INT(in->tried))) &&
	    store_run(merging->store, merging->err,
	    "UPDATE article SET relate_state = 0, index_state = 0"
	    " WHERE page_id = ?1", BIND(INT(place->id)));
}

/* An article that had none has a page now. */
static bool set_page(struct merging *merging, int64_t id, int64_t page_id)
{
	return index_keep_text(merging->store, id, merging->err) &&
	    store_run(merging->store, merging->err, "UPDATE article SET"
	    " page_id = ?2, relate_state = 0, index_state = 0 WHERE id = ?1",
	    BIND(INT(id), INT(page_id)));
}

/* The page of an article, with what of theirs ours lacks. */
static bool merge_page(struct merging *merging, const struct incoming *in,
    struct page_place *place)
{
	int64_t state = in->page_state;
	struct str address;
	bool is_done;

	memset(place, 0, sizeof(*place));
	if (in->url == NULL)
		return true;
	if (state < PAGE_NONE || state > PAGE_FAILED ||
	    (state == PAGE_READY && !in->has_page_text))
		state = PAGE_WANTED;
	str_init(&address);
	url_canonical(&address, in->url);
	is_done = page_find(merging->store, address.data, in->url, place,
	    merging->err);
	if (is_done && place->id == 0)
		is_done = insert_page(merging, in, address.data, state,
		    place);
	else if (is_done && state == PAGE_READY && place->state != PAGE_READY)
		is_done = fill_page(merging, in, place);
	str_release(&address);
	return is_done;
}

static bool save_keys(struct merging *merging, const struct pair *source,
    const struct incoming *in, int64_t id)
{
	for (size_t i = 0; i < in->hash_count; i++) {
		if (!store_run(merging->store, merging->err,
		    "INSERT OR IGNORE INTO article_key (source_id, hash,"
		    " article_id) VALUES (?1, ?2, ?3)",
		    BIND(INT(source->ours), INT(in->hashes[i]), INT(id))))
			return false;
	}
	return true;
}

static bool insert_article(struct merging *merging, struct pair *source,
    const struct incoming *in, int64_t *id)
{
	struct page_place page;

	if (!merge_page(merging, in, &page) ||
	    !store_run(merging->store, merging->err,
	    "INSERT INTO article (source_id, page_id, published, is_unread,"
	    " is_starred, is_date_trusted, is_updated, is_headline,"
	    " relate_state, words, position, first_seen, updated,"
	    " content_hash, index_state) VALUES (?1, nullif(?2, 0), ?3, ?4,"
	    " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
	    BIND(INT(source->ours), INT(page.id), INT(in->published),
	    INT(in->is_unread), INT(in->is_starred), INT(in->trust),
	    INT(in->is_updated), INT(in->is_headline),
	    INT(page.id != 0 && page.state == PAGE_WANTED ?
	    RELATE_WAITING : RELATE_DUE), INT(in->words), INT(in->position),
	    INT(in->first_seen), INT(in->updated), INT(in->content_hash),
	    INT(page.id != 0 && page.state == PAGE_WANTED ?
	    INDEX_WAITING : INDEX_DUE))))
		return false;
	*id = sqlite3_last_insert_rowid(merging->store->db);
	source->total++;
	source->unread += in->is_unread;
	merging->counts->articles++;
	return article_save_text(merging->store, *id, in->title,
	    in->link == NULL && page.id != 0 && !page.is_link ? in->url :
	    in->link, in->author, in->lead, merging->err) &&
	    (!in->has_body || article_save_body(merging->store, *id,
	    &in->body, merging->err)) &&
	    save_keys(merging, source, in, *id);
}

static bool update_article(struct merging *merging, struct pair *source,
    const struct incoming *in, int64_t id)
{
	struct page_place page;
	int64_t row[3]; /* is_unread, is_starred, has a page */

	if (!merge_page(merging, in, &page) ||
	    !store_read_ints(merging->store, merging->err,
	    "SELECT is_unread, is_starred, page_id IS NOT NULL FROM article"
	    " WHERE id = ?1", BIND(INT(id)), row, ARRAY_LEN(row), NULL) ||
	    !save_keys(merging, source, in, id))
		return false;
	if (page.id != 0 && row[2] == 0 && !set_page(merging, id, page.id))
		return false;
	if ((row[0] == 0 || in->is_unread) &&
	    (row[1] != 0 || !in->is_starred))
		return in->position == 0 || store_run(merging->store,
		    merging->err, "UPDATE article SET position = ?2"
		    " WHERE id = ?1 AND position = 0",
		    BIND(INT(id), INT(in->position)));
	source->unread -= row[0] != 0 && !in->is_unread;
	merging->counts->marks++;
	return store_run(merging->store, merging->err,
	    "UPDATE article SET is_unread = min(is_unread, ?2),"
	    " is_starred = max(is_starred, ?3),"
	    " position = max(position, ?4) WHERE id = ?1",
	    BIND(INT(id), INT(in->is_unread), INT(in->is_starred),
	    INT(in->position)));
}

/* Of each tag the newer word: on or off. */
static bool merge_tags(struct merging *merging, const struct incoming *in,
    int64_t id)
{
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    "SELECT tag_id, is_set, changed FROM article_tag"
	    " WHERE article_id = ?1", BIND(INT(in->id)));
	bool is_done = true;

	while (is_done && cursor_next(&cursor)) {
		int64_t theirs = cursor_int(&cursor, 0);

		if (theirs < 0 || (uint64_t)theirs >= merging->tag_count ||
		    merging->tags[theirs] == 0)
			continue;
		is_done = store_run(merging->store, merging->err,
		    "INSERT INTO article_tag (tag_id, article_id, is_set,"
		    " published, changed) SELECT ?2, id, ?3, published, ?4"
		    " FROM article WHERE id = ?1"
		    " ON CONFLICT (article_id, tag_id) DO UPDATE"
		    " SET is_set = ?3, changed = ?4 WHERE changed < ?4",
		    BIND(INT(id), INT(merging->tags[theirs]),
		    INT(cursor_bool(&cursor, 1)), INT(cursor_int(&cursor,
		    2))));
		if (is_done && store_changed_rows(merging->store) > 0)
			merging->counts->tags++;
	}
	return cursor_close(&cursor) && is_done;
}

static bool merge_article(struct merging *merging, struct incoming *in)
{
	struct pair *source = find_source(merging, in->source_id);
	int64_t id;

	if (source == NULL)
		return true;
	if (!find_article(merging, source, in, &id))
		return false;
	/* a mark alone, of an article that is not here */
	if (id == 0 && (!in->has_text || in->title == NULL))
		return true;
	if (id == 0 ? !insert_article(merging, source, in, &id) :
	    !update_article(merging, source, in, id))
		return false;
	merge_note_article(merging, in->id, id);
	return merge_tags(merging, in, id) &&
	    picture_merge(merging->store, merging->other, in->id, id,
	    merging->err);
}

/* --- in steps ---------------------------------------------------------------- */

static bool count_sources(struct merging *merging)
{
	for (size_t i = 0; i < merging->source_count; i++) {
		struct pair *source = &merging->sources[i];

		if (!source_count(merging->store, source->ours, source->total,
		    source->unread, merging->err))
			return false;
		source->total = source->unread = 0;
	}
	return true;
}

static bool merge_rows(struct merging *merging, struct incoming *rows,
    size_t count)
{
	bool is_done = store_begin(merging->store, merging->err);

	if (!is_done)
		return false;
	for (size_t i = 0; is_done && i < count; i++)
		is_done = merge_article(merging, &rows[i]);
	return store_finish(merging->store,
	    is_done && count_sources(merging), merging->err);
}

static bool merge_some(struct merging *merging, int64_t *last, bool *is_end)
{
	struct incoming *rows = mem_alloc_zero(ROWS_AT_ONCE, sizeof(*rows));
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    read_sql, BIND(INT(*last), INT(ROWS_AT_ONCE)));
	bool is_done = true;
	struct arena arena;
	size_t count = 0;

	arena_init(&arena);
	while (is_done && count < ROWS_AT_ONCE && cursor_next(&cursor))
		is_done = read_incoming(merging, &cursor, &arena,
		    &rows[count++]);
	is_done = cursor_close(&cursor) && is_done;
	for (size_t i = 0; is_done && i < count; i++)
		is_done = read_keys(merging, &rows[i]);
	*is_end = count < ROWS_AT_ONCE;
	if (count > 0)
		*last = rows[count - 1].id;
	is_done = is_done && merge_rows(merging, rows, count);
	for (size_t i = 0; i < count; i++) {
		str_release(&rows[i].page_text.bytes);
		str_release(&rows[i].body.bytes);
	}
	arena_release(&arena);
	free(rows);
	return is_done;
}

/* --- all of it ------------------------------------------------------------- */

static bool merge_all(struct merging *merging, bool (*is_stopped)(void *ctx),
    void *ctx)
{
	bool is_end = false;
	int64_t last = 0;

	if (!merge_begin_log(merging) || !merge_sources(merging) ||
	    !merge_names(merging) ||
	    !store_execute(merging->other, "PRAGMA temp_store = FILE;"
	    "CREATE TEMP TABLE key_of AS SELECT article_id, hash"
	    " FROM article_key;"
	    "CREATE INDEX temp.key_of_article ON key_of(article_id)",
	    merging->err))
		return false;
	while (!is_end) {
		if (!merge_some(merging, &last, &is_end))
			return false;
		if (is_stopped != NULL && is_stopped(ctx))
			return true;
	}
	return merge_end_log(merging);
}

bool store_import(struct store *store, const char *path, int64_t now,
    bool (*is_stopped)(void *ctx), void *ctx, struct import_counts *counts,
    struct error *err)
{
	struct error own = {0};
	struct merging merging = {.store = store, .now = now,
	    .counts = counts, .err = err == NULL ? &own : err};
	bool is_done = false, is_batch = store_begin_batch(store);
	struct str beside;

	memset(counts, 0, sizeof(*counts));
	error_clear(merging.err);
	str_init(&beside);
	str_addf(&beside, "%s.import", store->path);
	merging.other = other_open(path, beside.data, merging.err);
	if (merging.other != NULL) {
		is_done = store_begin_bulk(store, merging.err) &&
		    merge_all(&merging, is_stopped, ctx);
		is_done = store_end_bulk(store, is_done ? merging.err :
		    NULL) && is_done;
		other_close(merging.other, beside.data);
	} else {
		store_remove_files(beside.data);
	}
	if (is_batch)
		store_end_batch(store);
	str_release(&beside);
	free(merging.sources);
	free(merging.tags);
	free(merging.articles);
	return is_done;
}
