#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

/*
 * The feed's own texts are kept as they came and made into blocks behind the
 * refresh: what is made of a text is most of the work on a feed. The bytes:
 * the base of its links, NUL, the html.
 */

bool build_save_html(struct store *store, int64_t article_id, bool is_new,
    const struct article_draft *draft, struct error *err)
{
	const char *base = draft->base == NULL ? "" : draft->base;
	struct str bytes;
	bool is_done;

	str_init(&bytes);
	str_add_len(&bytes, base, strlen(base) + 1);
	str_add_len(&bytes, draft->html, draft->html_len);
	is_done = store_run(store, err, ROW_SQL(is_new,
	    "article_body (article_id, body_packing, body)"
	    " VALUES (?1, ?2, ?3)"),
	    BIND(INT(article_id), INT(PACKING_HTML),
	    BLOB(bytes.data, bytes.len)));
	str_release(&bytes);
	return is_done;
}

bool build_is_html(const struct cursor *cursor, int column)
{
	return sqlite3_column_type(cursor->prepared, column - 1) !=
	    SQLITE_NULL && cursor_int(cursor, column - 1) == PACKING_HTML;
}

static void read_job(const struct cursor *cursor, struct arena *arena,
    struct build_job *job)
{
	const char *bytes = sqlite3_column_blob(cursor->prepared, 2);
	size_t len = (size_t)sqlite3_column_bytes(cursor->prepared, 2);
	const char *end = len == 0 ? NULL : memchr(bytes, '\0', len);
	size_t base_len = end == NULL ? 0 : (size_t)(end - bytes);

	job->article_id = cursor_int(cursor, 0);
	job->base = base_len > 0 ? arena_dup_len(arena, bytes, base_len) :
	    cursor_text(cursor, 1, arena);
	if (end != NULL) {
		bytes = end + 1;
		len -= base_len + 1;
	}
	job->html = arena_dup_len(arena, len == 0 ? "" : bytes, len);
	job->html_len = len;
}

/* One index a query, named: those that wait are few among many. */
static struct cursor find_unbuilt(struct store *store, int64_t article_id,
    size_t limit, struct error *err)
{
	if (article_id != 0)
		return cursor_open(store, err,
		    "SELECT b.article_id, ifnull(t.link, p.url), b.body"
		    " FROM article_body AS b"
		    " CROSS JOIN article_text AS t"
		    " ON t.article_id = b.article_id"
		    " CROSS JOIN article AS a ON a.id = b.article_id"
		    " LEFT JOIN page AS p ON p.id = a.page_id"
		    " WHERE b.article_id = ?1 AND b.body_packing = -1",
		    BIND(INT(article_id)));
	return cursor_open(store, err,
	    "SELECT b.article_id, ifnull(t.link, p.url), b.body"
	    " FROM article_body AS b INDEXED BY article_body_unbuilt"
	    " CROSS JOIN article_text AS t ON t.article_id = b.article_id"
	    " CROSS JOIN article AS a ON a.id = b.article_id"
	    " LEFT JOIN page AS p ON p.id = a.page_id"
	    " WHERE b.body_packing = -1 ORDER BY b.article_id LIMIT ?1",
	    BIND(INT((int64_t)limit)));
}

bool store_read_unbuilt(struct store *store, int64_t article_id,
    size_t limit, struct arena *arena, struct build_job **jobs,
    size_t *count, struct error *err)
{
	struct cursor cursor = find_unbuilt(store, article_id, limit, err);
	size_t cap = 0;

	*jobs = NULL;
	*count = 0;
	while (cursor_next(&cursor)) {
		*jobs = arena_grow(arena, *jobs, &cap, *count + 1,
		    sizeof(**jobs));
		read_job(&cursor, arena, &(*jobs)[(*count)++]);
	}
	return cursor_close(&cursor);
}

/* Whether the html is still what the blocks were made of. */
static bool is_current(struct store *store, const struct build_job *job,
    bool *is_same, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT body FROM article_body"
	    " WHERE article_id = ?1 AND body_packing = -1",
	    BIND(INT(job->article_id)));

	*is_same = false;
	if (cursor_next(&cursor)) {
		const char *bytes = sqlite3_column_blob(cursor.prepared, 0);
		size_t len =
		    (size_t)sqlite3_column_bytes(cursor.prepared, 0);

		*is_same = len >= job->html_len && (job->html_len == 0 ||
		    memcmp(bytes + len - job->html_len, job->html,
		    job->html_len) == 0);
	}
	return cursor_close(&cursor);
}

/* Take the html away; *is_same false: it is another's by now. */
static bool drop_html(struct store *store, const struct built *built,
    bool *is_same, struct error *err)
{
	int64_t id = built->job->article_id;

	if (!is_current(store, built->job, is_same, err))
		return false;
	return !*is_same || (index_keep_text(store, id, err) &&
	    store_run(store, err, "DELETE FROM article_body"
	    " WHERE article_id = ?1", BIND(INT(id))));
}

static bool save_blocks(struct store *store, const struct built *built,
    const struct blob *blob, struct error *err)
{
	int64_t id = built->job->article_id;

	if (built->blocks.count > 0 && !store_run(store, err,
	    "INSERT INTO article_body (article_id, body_packing, body)"
	    " VALUES (?1, ?2, ?3)", BIND(INT(id), INT(blob->packing),
	    BLOB(blob->bytes.data, blob->bytes.len))))
		return false;
	return store_run(store, err, "UPDATE article SET words = ?2,"
	    " relate_state = CASE relate_state WHEN 1 THEN 0"
	    " ELSE relate_state END, index_state = CASE index_state"
	    " WHEN 1 THEN 0 ELSE index_state END WHERE id = ?1",
	    BIND(INT(id), INT((int64_t)block_count_words(&built->blocks))));
}

/*
 * First all of the html goes, and its pages with it: written over one by one
 * the rows would leave each page half empty.
 */
static bool save_all(struct store *store, const struct built *built,
    const struct blob *blobs, size_t count, struct error *err)
{
	bool *are_same = mem_alloc_zero(count, sizeof(*are_same));
	bool is_done = true;

	for (size_t i = 0; is_done && i < count; i++)
		is_done = drop_html(store, &built[i], &are_same[i], err);
	for (size_t i = 0; is_done && i < count; i++)
		is_done = !are_same[i] ||
		    save_blocks(store, &built[i], &blobs[i], err);
	free(are_same);
	return is_done;
}

/* Packed before the transaction begins: nobody waits for that. */
static bool pack_blocks(struct store *store, const struct block_list *blocks,
    struct blob *blob, struct error *err)
{
	struct str bytes;
	bool is_done;

	str_init(&bytes);
	block_encode(&bytes, blocks);
	is_done = blob_pack_text(store, bytes.data, bytes.len, blob, err);
	str_release(&bytes);
	return is_done;
}

bool store_save_built(struct store *store, const struct built *built,
    size_t count, struct error *err)
{
	struct blob *blobs = mem_alloc_zero(count, sizeof(*blobs));
	bool is_done = true;

	for (size_t i = 0; i < count; i++)
		str_init(&blobs[i].bytes);
	for (size_t i = 0; is_done && i < count; i++)
		is_done = pack_blocks(store, &built[i].blocks, &blobs[i], err);
	is_done = is_done && store_begin(store, err) && store_finish(store,
	    save_all(store, built, blobs, count, err), err);
	for (size_t i = 0; i < count; i++)
		str_release(&blobs[i].bytes);
	free(blobs);
	return is_done;
}
