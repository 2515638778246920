/*
 * Pages as they came: kept packed beside their text so that better rules can
 * be applied to them, as far as there is room; and gone over once more, page
 * by page, by however many processes.
 */
#include "store/internal.h"

#include <string.h>

enum { DROP_AT_ONCE = 16 };

/* What all raw pages weigh, packed, is a row of tally, made when needed. */
static bool add_bytes(struct store *store, int64_t bytes, struct error *err)
{
	return store_run(store, err, "INSERT INTO tally VALUES"
	    " ('raw_bytes', max(?1, 0)) ON CONFLICT (name) DO UPDATE"
	    " SET value = max(value + ?1, 0)", BIND(INT(bytes)));
}

static bool read_len(struct store *store, int64_t page_id, int64_t *len,
    struct error *err)
{
	return store_read_ints(store, err,
	    "SELECT length(raw) FROM page_raw WHERE page_id = ?1",
	    BIND(INT(page_id)), len, 1, NULL);
}

bool raw_save(struct store *store, int64_t page_id, const struct blob *raw,
    struct error *err)
{
	int64_t before;

	return read_len(store, page_id, &before, err) &&
	    store_run(store, err,
	    "INSERT OR REPLACE INTO page_raw (page_id, raw_packing, raw)"
	    " VALUES (?1, ?2, ?3)",
	    BIND(INT(page_id), INT(raw->packing),
	    BLOB(raw->bytes.data, raw->bytes.len))) &&
	    add_bytes(store, (int64_t)raw->bytes.len - before, err);
}

bool raw_drop(struct store *store, int64_t page_id, struct error *err)
{
	int64_t before;

	return read_len(store, page_id, &before, err) &&
	    store_run(store, err, "DELETE FROM page_raw WHERE page_id = ?1",
	    BIND(INT(page_id))) && add_bytes(store, -before, err);
}

static bool read_tally(struct store *store, const char *name, int64_t *value,
    bool *found, struct error *err)
{
	return store_read_ints(store, err,
	    "SELECT value FROM tally WHERE name = ?1", BIND(TEXT(name)), value,
	    1, found);
}

/* Pages are numbered as they come: the lowest are the oldest. */
static bool drop_oldest(struct store *store, int64_t most, bool *did,
    struct error *err)
{
	int64_t bytes, page_id;
	bool found = true;

	for (int i = 0; found && i < DROP_AT_ONCE; i++) {
		if (!read_tally(store, "raw_bytes", &bytes, NULL, err))
			return false;
		if (bytes <= most)
			return true;
		if (!store_read_ints(store, err, "SELECT page_id FROM"
		    " page_raw ORDER BY page_id LIMIT 1", BIND_NONE, &page_id,
		    1, &found) ||
		    (found && !raw_drop(store, page_id, err)))
			return false;
		*did = *did || found;
	}
	return found || add_bytes(store, -bytes, err);
}

bool store_bound_raw(struct store *store, size_t most, bool *did,
    struct error *err)
{
	int64_t bytes;

	*did = false;
	if (!read_tally(store, "raw_bytes", &bytes, NULL, err))
		return false;
	if (bytes <= (int64_t)most)
		return true;
	return store_begin(store, err) && store_finish(store,
	    drop_oldest(store, (int64_t)most, did, err), err);
}

/* --- again ---------------------------------------------------------------- */

bool store_begin_again(struct store *store, struct error *err)
{
	return store_run(store, err, "INSERT INTO tally VALUES ('again', 0)"
	    " ON CONFLICT (name) DO UPDATE SET value = 0", BIND_NONE);
}

static bool end_again(struct store *store, struct error *err)
{
	return store_run(store, err, "DELETE FROM tally WHERE name = 'again'",
	    BIND_NONE);
}

static bool read_raw(struct store *store, int64_t after, struct arena *arena,
    struct again_page *page, bool *found, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT r.page_id, p.url, r.raw_packing, r.raw FROM page_raw AS r"
	    " CROSS JOIN page AS p ON p.id = r.page_id WHERE r.page_id > ?1"
	    " ORDER BY r.page_id LIMIT 1", BIND(INT(after)));
	bool is_read = true;

	*found = cursor_next(&cursor);
	if (*found) {
		page->page_id = cursor_int(&cursor, 0);
		page->url = cursor_text(&cursor, 1, arena);
		is_read = blob_unpack(&cursor, 3, arena, &page->raw,
		    &page->len, err);
	}
	return cursor_close(&cursor) && is_read;
}

bool store_next_again(struct store *store, struct arena *arena,
    struct again_page *page, bool *found, struct error *err)
{
	memset(page, 0, sizeof(*page));
	if (!read_tally(store, "again", &page->after, found, err))
		return false;
	if (!*found)
		return true;
	if (!read_raw(store, page->after, arena, page, found, err))
		return false;
	return *found || end_again(store, err);
}

/* Whether the text that is stored says the same. */
static bool is_as_stored(struct store *store, int64_t page_id,
    const struct str *text, bool *is_same, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT x.packing, x.bytes FROM page AS p"
	    " CROSS JOIN text AS x ON x.id = p.text_id WHERE p.id = ?1",
	    BIND(INT(page_id)));
	struct arena arena;
	char *data;
	size_t len;
	bool is_read = true;

	*is_same = false;
	arena_init(&arena);
	if (cursor_next(&cursor)) {
		is_read = blob_unpack(&cursor, 1, &arena, &data, &len, err);
		*is_same = is_read && len == text->len &&
		    memcmp(data, text->data, len) == 0;
	}
	arena_release(&arena);
	return cursor_close(&cursor) && is_read;
}

/* Only the one who moves on saves: another may have come to it first. */
static bool move_on(struct store *store, const struct again_page *page,
    bool *did, struct error *err)
{
	if (!store_run(store, err, "UPDATE tally SET value = ?2"
	    " WHERE name = 'again' AND value = ?1",
	    BIND(INT(page->after), INT(page->page_id))))
		return false;
	*did = store_changed_rows(store) > 0;
	return true;
}

static bool save_again(struct store *store, const struct again_page *page,
    const struct page *content, const struct blob *text, int64_t now,
    bool *did, struct error *err)
{
	if (!move_on(store, page, did, err))
		return false;
	if (!*did || content == NULL)
		return true;
	return index_keep_page(store, page->page_id, err) &&
	    text_save(store, page->page_id, text, err) &&
	    store_run(store, err, "UPDATE page SET state = ?2, words = ?3,"
	    " error_code = 0, error_number = 0, error_subject = NULL"
	    " WHERE id = ?1",
	    BIND(INT(page->page_id), INT(PAGE_READY),
	    INT((int64_t)block_count_words(&content->body)))) &&
	    page_mend_dates(store, page->page_id, content, now, err) &&
	    store_run(store, err, "UPDATE article SET relate_state = 0,"
	    " index_state = 0 WHERE page_id = ?1",
	    BIND(INT(page->page_id)));
}

bool store_save_again(struct store *store, const struct again_page *page,
    const struct page *content, int64_t now, bool *is_changed,
    struct error *err)
{
	struct blob text = {0};
	struct str bytes;
	bool is_done = true, is_same = true, did = false;

	str_init(&bytes);
	str_init(&text.bytes);
	if (content != NULL) {
		text_encode(&bytes, content);
		is_done = is_as_stored(store, page->page_id, &bytes, &is_same,
		    err) &&
		    (is_same || blob_pack_text(store, bytes.data, bytes.len,
		    &text, err));
	}
	is_done = is_done && store_begin(store, err) && store_finish(store,
	    save_again(store, page, is_same ? NULL : content, &text, now,
	    &did, err), err);
	*is_changed = is_done && did && !is_same;
	str_release(&text.bytes);
	str_release(&bytes);
	return is_done;
}
