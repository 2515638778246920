/*
 * Texts of pages as they lie in the file: the body's length, the body's
 * blocks, then what else the page says, packed as one. And the steps that
 * pack with a dictionary what came before there was one.
 */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>
#include <zdict.h>

#include "base/clock.h"
#include "base/pack.h"

enum {
	DICTIONARY_BYTES = 64 << 10,
	DICTIONARY_FIRST = 2, /* a smaller id is another packing */
	SAMPLES = 256,
	SAMPLE_BYTES_MOST = 4096,
	CONTENT_EACH = 1024,
	ROWS_AT_ONCE = 32, /* of a step's transaction: about a millisecond */
};

/* How many texts there are when a dictionary is made of them. */
static const int64_t dictionary_at[] = {SAMPLES, 32 * SAMPLES};

/* --- a text ---------------------------------------------------------------- */

void text_encode(struct str *out, const struct page *page)
{
	struct str body;

	str_init(&body);
	block_encode(&body, &page->body);
	pack_number(out, body.len);
	str_add_len(out, body.data, body.len);
	str_release(&body);
	page_pack_extra(out, page);
}

void text_join(struct str *out, const struct text_parts *parts)
{
	pack_number(out, parts->body_len);
	str_add_len(out, parts->body, parts->body_len);
	str_add_len(out, parts->extra, parts->extra_len);
}

bool text_split(const char *data, size_t len, struct text_parts *parts)
{
	struct unpack in;
	uint64_t body_len;

	unpack_init(&in, data, len);
	body_len = unpack_number(&in);
	if (in.is_broken || body_len > (uint64_t)(in.end - in.at))
		return false;
	*parts = (struct text_parts){.body = (const char *)in.at,
	    .body_len = (size_t)body_len,
	    .extra = (const char *)in.at + body_len,
	    .extra_len = (size_t)(in.end - in.at) - (size_t)body_len};
	return true;
}

static bool is_damaged(const struct cursor *cursor, struct error *err)
{
	return error_set(err, ERROR_STORE_DAMAGED, cursor->store->path, 0);
}

static bool has_value(const struct cursor *cursor, int column)
{
	return sqlite3_column_type(cursor->prepared, column) != SQLITE_NULL;
}

/* The text of a page that version 1 stored: body and extra, apart. */
static bool read_old_text(const struct cursor *cursor, int column,
    struct arena *arena, struct text_parts *parts, struct error *err)
{
	char *data;
	size_t len;

	if (!blob_unpack(cursor, column + 1, arena, &data, &len, err))
		return false;
	parts->body = data;
	parts->body_len = len;
	if (!blob_unpack(cursor, column + 3, arena, &data, &len, err))
		return false;
	parts->extra = data;
	parts->extra_len = len;
	return true;
}

bool text_read(const struct cursor *cursor, int column, struct arena *arena,
    struct text_parts *parts, struct error *err)
{
	char *data;
	size_t len;

	memset(parts, 0, sizeof(*parts));
	if (has_value(cursor, column + 3))
		return read_old_text(cursor, column + 2, arena, parts, err);
	if (!has_value(cursor, column + 1))
		return true;
	return blob_unpack(cursor, column + 1, arena, &data, &len, err) &&
	    (text_split(data, len, parts) || is_damaged(cursor, err));
}

bool text_read_blocks(const struct cursor *cursor, int column,
    struct arena *arena, struct block_list *list, struct error *err)
{
	int feed = column + TEXT_COLUMN_FEED;
	struct text_parts parts;
	char *data;
	size_t len;

	if (!text_read(cursor, column, arena, &parts, err))
		return false;
	if (parts.body != NULL &&
	    !block_decode(parts.body, parts.body_len, arena, list))
		return is_damaged(cursor, err);
	if (list->count > 0 || !has_value(cursor, feed + 1) ||
	    build_is_html(cursor, feed + 1))
		return true;
	return blob_unpack(cursor, feed + 1, arena, &data, &len, err) &&
	    (block_decode(data, len, arena, list) || is_damaged(cursor, err));
}

bool text_save(struct store *store, int64_t page_id, const struct blob *text,
    struct error *err)
{
	if (!store_run(store, err, "UPDATE text SET packing = ?2, bytes = ?3"
	    " WHERE id = (SELECT text_id FROM page WHERE id = ?1)",
	    BIND(INT(page_id), INT(text->packing),
	    BLOB(text->bytes.data, text->bytes.len))))
		return false;
	if (store_changed_rows(store) > 0)
		return true;
	return store_run(store, err, "INSERT INTO text (packing, bytes)"
	    " VALUES (?1, ?2)", BIND(INT(text->packing),
	    BLOB(text->bytes.data, text->bytes.len))) &&
	    store_run(store, err, "UPDATE page SET text_id = ?2"
	    " WHERE id = ?1", BIND(INT(page_id),
	    INT(sqlite3_last_insert_rowid(store->db)))) &&
	    store_run(store, err, "DELETE FROM page_text WHERE page_id = ?1",
	    BIND(INT(page_id)));
}

/* --- making a dictionary ------------------------------------------------- */

struct samples {
	struct str bytes;
	size_t sizes[SAMPLES];
	size_t count;
};

static bool read_samples(struct store *store, const char *sql,
    struct samples *samples, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, sql,
	    BIND(INT((int64_t)(SAMPLES - samples->count))));
	bool is_read = true;

	while (is_read && cursor_next(&cursor) && samples->count < SAMPLES) {
		struct arena arena;
		char *data;
		size_t len;

		arena_init(&arena);
		is_read = blob_unpack(&cursor, 1, &arena, &data, &len, err);
		if (is_read) {
			len = len < SAMPLE_BYTES_MOST ? len :
			    SAMPLE_BYTES_MOST;
			str_add_len(&samples->bytes, data, len);
			samples->sizes[samples->count++] = len;
		}
		arena_release(&arena);
	}
	return cursor_close(&cursor) && is_read;
}

/* The beginnings of some. */
static void add_content(const struct samples *samples, struct str *content)
{
	size_t at = 0;

	for (size_t i = 0; i < samples->count; i++) {
		size_t len = samples->sizes[i] < CONTENT_EACH ?
		    samples->sizes[i] : CONTENT_EACH;

		if (content->len + len > DICTIONARY_BYTES)
			break;
		str_add_len(content, samples->bytes.data + at, len);
		at += samples->sizes[i];
	}
}

/*
 * zstd's own training takes a quarter of a second; texts as they stand, with
 * tables counted over them, pack as well (0.42 of the whole, either) and
 * take 3 ms.
 */
static bool train(const struct samples *samples, struct str *out)
{
	ZDICT_params_t params = {.compressionLevel = 3};
	struct str content;
	size_t size;

	str_init(&content);
	add_content(samples, &content);
	size = ZDICT_finalizeDictionary(str_reserve(out, DICTIONARY_BYTES),
	    DICTIONARY_BYTES, content.data, content.len, samples->bytes.data,
	    samples->sizes, (unsigned)samples->count, params);
	str_release(&content);
	if (ZDICT_isError(size))
		return false;
	out->len = size;
	return true;
}

static bool set_tally(struct store *store, const char *name, int64_t value,
    struct error *err)
{
	return store_run(store, err,
	    "UPDATE tally SET value = ?2 WHERE name = ?1",
	    BIND(TEXT(name), INT(value)));
}

static bool read_tally(struct store *store, const char *name, int64_t *value,
    struct error *err)
{
	return store_read_ints(store, err,
	    "SELECT value FROM tally WHERE name = ?1", BIND(TEXT(name)),
	    value, 1, NULL);
}

/* The first one: what is stored so far waits to be packed with it. */
static bool note_rows_to_pack(struct store *store, int64_t texts,
    struct error *err)
{
	int64_t bodies;

	return store_read_ints(store, err,
	    "SELECT max(article_id) FROM article_body", BIND_NONE, &bodies, 1,
	    NULL) &&
	    set_tally(store, "text_to_pack", texts, err) &&
	    set_tally(store, "body_to_pack", bodies, err);
}

static bool insert_dictionary(struct store *store, int64_t id,
    const struct str *bytes, int64_t texts, struct error *err)
{
	if (!store_run(store, err, "INSERT OR IGNORE INTO dictionary"
	    " (id, bytes) VALUES (?1, ?2)",
	    BIND(INT(id), BLOB(bytes->data, bytes->len))))
		return false;
	/* another process was quicker */
	return store_changed_rows(store) == 0 || id != DICTIONARY_FIRST ||
	    note_rows_to_pack(store, texts, err);
}

static bool make_dictionary(struct store *store, int64_t id, int64_t texts,
    struct error *err)
{
	struct samples samples = {.count = 0};
	bool is_done, is_trained;
	struct str bytes;

	str_init(&samples.bytes);
	str_init(&bytes);
	is_done = read_samples(store, "SELECT packing, bytes FROM text"
	    " ORDER BY id DESC LIMIT ?1", &samples, err) &&
	    read_samples(store, "SELECT body_packing, body FROM page_text"
	    " ORDER BY page_id DESC LIMIT ?1", &samples, err);
	is_trained = is_done && samples.count > 0 && train(&samples, &bytes);
	if (is_trained)
		is_done = store_begin(store, err) && store_finish(store,
		    insert_dictionary(store, id, &bytes, texts, err), err);
	str_release(&samples.bytes);
	str_release(&bytes);
	return is_done;
}

/* Make one if there are texts enough for the next. */
static bool grow_dictionaries(struct store *store, struct error *err)
{
	int64_t row[3]; /* the newest dictionary, texts of either sort */
	size_t next;

	if (!store_read_ints(store, err, "SELECT"
	    " (SELECT ifnull(max(id), 0) FROM dictionary),"
	    " (SELECT ifnull(max(id), 0) FROM text),"
	    " (SELECT ifnull(max(page_id), 0) FROM page_text)", BIND_NONE,
	    row, ARRAY_LEN(row), NULL))
		return false;
	next = row[0] < DICTIONARY_FIRST ? 0 :
	    (size_t)(row[0] - DICTIONARY_FIRST) + 1;
	if (next >= ARRAY_LEN(dictionary_at) ||
	    (row[1] < dictionary_at[next] && row[2] < dictionary_at[next]))
		return true;
	return make_dictionary(store, (int64_t)next + DICTIONARY_FIRST,
	    row[1], err);
}

/* --- packing what is there ------------------------------------------------ */

struct packed_row {
	int64_t id;
	struct blob blob;
};

struct packing_job {
	const char *done, *to_do; /* tallies; NULL: the table empties itself */
	const char *read;         /* ?1 done, ?2 to do, ?3 how many */
	bool (*save)(struct store *store, const struct packed_row *row,
	    struct error *err);
};

static bool save_text_row(struct store *store, const struct packed_row *row,
    struct error *err)
{
	return store_run(store, err, "UPDATE text SET packing = ?2, bytes = ?3"
	    " WHERE id = ?1", BIND(INT(row->id), INT(row->blob.packing),
	    BLOB(row->blob.bytes.data, row->blob.bytes.len)));
}

static bool save_body_row(struct store *store, const struct packed_row *row,
    struct error *err)
{
	return store_run(store, err, "UPDATE article_body SET"
	    " body_packing = ?2, body = ?3 WHERE article_id = ?1",
	    BIND(INT(row->id), INT(row->blob.packing),
	    BLOB(row->blob.bytes.data, row->blob.bytes.len)));
}

static bool save_page_row(struct store *store, const struct packed_row *row,
    struct error *err)
{
	return text_save(store, row->id, &row->blob, err);
}

static const struct packing_job packing_jobs[] = {
    {NULL, NULL, "SELECT page_id, NULL, NULL, body_packing, body,"
    " extra_packing, extra FROM page_text WHERE page_id > ?1"
    " AND page_id <= ?2 ORDER BY page_id LIMIT ?3", save_page_row},
    {"text_packed", "text_to_pack", "SELECT id, packing, bytes FROM text"
    " WHERE id > ?1 AND id <= ?2 ORDER BY id LIMIT ?3", save_text_row},
    {"body_packed", "body_to_pack", "SELECT article_id, body_packing, body"
    " FROM article_body WHERE article_id > ?1 AND article_id <= ?2"
    " AND body_packing >= 0 ORDER BY article_id LIMIT ?3",
    save_body_row},
};

/* A row's bytes, as they are to be packed. */
static bool read_row(const struct cursor *cursor, bool is_page,
    struct arena *arena, struct str *out, struct error *err)
{
	struct text_parts parts;
	char *data;
	size_t len;

	if (!is_page) {
		if (!blob_unpack(cursor, 2, arena, &data, &len, err))
			return false;
		str_add_len(out, data, len);
		return true;
	}
	if (!text_read(cursor, 1, arena, &parts, err))
		return false;
	text_join(out, &parts);
	return true;
}

/* Rows of a job from the watermark on, packed; they stay as they lie if
 * they cannot be read: verify tells of them. */
static bool read_rows(struct store *store, const struct packing_job *job,
    const int64_t bounds[2], struct packed_row *rows, size_t *count,
    int64_t *last, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, job->read,
	    BIND(INT(bounds[0]), INT(bounds[1]), INT(ROWS_AT_ONCE)));
	struct error why = {0};
	bool is_packed = true;

	*count = 0;
	*last = 0;
	while (is_packed && cursor_next(&cursor)) {
		struct arena arena;
		struct str bytes;

		arena_init(&arena);
		str_init(&bytes);
		*last = cursor_int(&cursor, 0);
		if (read_row(&cursor, job->done == NULL, &arena, &bytes,
		    &why)) {
			rows[*count].id = *last;
			is_packed = blob_pack_text(store, bytes.data,
			    bytes.len, &rows[(*count)++].blob, err);
		}
		str_release(&bytes);
		arena_release(&arena);
	}
	return cursor_close(&cursor) && is_packed;
}

static bool pack_rows(struct store *store, const struct packing_job *job,
    bool *did, struct error *err)
{
	struct packed_row rows[ROWS_AT_ONCE];
	int64_t bounds[2] = {0, INT64_MAX}, last;
	bool is_done;
	size_t count;

	*did = false;
	if (job->done != NULL &&
	    (!read_tally(store, job->done, &bounds[0], err) ||
	    !read_tally(store, job->to_do, &bounds[1], err)))
		return false;
	if (bounds[0] >= bounds[1])
		return true;
	is_done = read_rows(store, job, bounds, rows, &count, &last, err);
	*did = is_done && (count > 0 || last != 0);
	for (size_t i = 0; i < count; i++) {
		is_done = is_done && job->save(store, &rows[i], err);
		str_release(&rows[i].blob.bytes);
	}
	if (!is_done || job->done == NULL) {
		/* damaged ones alone: they are left, and not tried for ever */
		*did = is_done && count > 0;
		return is_done;
	}
	return set_tally(store, job->done, last == 0 ? bounds[1] : last, err);
}

/* In one transaction: another process finds the watermark moved. */
static bool pack_some(struct store *store, const struct packing_job *job,
    bool *did, struct error *err)
{
	return store_begin(store, err) &&
	    store_finish(store, pack_rows(store, job, did, err), err);
}

/* Whether anything waits; asked without a write. */
static bool has_rows(struct store *store, bool *has, struct error *err)
{
	int64_t row[3];

	*has = false;
	if (!store_read_ints(store, err, "SELECT"
	    " EXISTS (SELECT 1 FROM dictionary), EXISTS (SELECT 1"
	    " FROM page_text), (SELECT total(CASE WHEN name LIKE '%_to_pack'"
	    " THEN value ELSE -value END) FROM tally WHERE name IN"
	    " ('text_packed', 'text_to_pack', 'body_packed',"
	    " 'body_to_pack'))", BIND_NONE, row, ARRAY_LEN(row), NULL))
		return false;
	*has = row[0] != 0 && (row[1] != 0 || row[2] > 0);
	return true;
}

bool store_pack_some(struct store *store, int64_t deadline, bool *did,
    struct error *err)
{
	bool has, is_more;

	*did = false;
	if (!grow_dictionaries(store, err) || !has_rows(store, &has, err))
		return false;
	for (size_t i = 0; has && i < ARRAY_LEN(packing_jobs); i++) {
		do {
			if (!pack_some(store, &packing_jobs[i], &is_more,
			    err))
				return false;
			*did = *did || is_more;
		} while (is_more && clock_nanos() < deadline);
		if (*did && clock_nanos() >= deadline)
			break;
	}
	return true;
}
