#include "store/internal.h"

#include <string.h>

/* Columns after those of the row. */
enum {
	COLUMN_AUTHOR = ROW_COLUMN_COUNT,
	COLUMN_UPDATED,
	COLUMN_FIRST_SEEN,
	COLUMN_POSITION,
	COLUMN_ERROR_CODE,
	COLUMN_ERROR_NUMBER,
	COLUMN_ERROR_SUBJECT,
	COLUMN_TEXT,
};

static bool is_damaged(const struct cursor *cursor, struct error *err)
{
	return error_set(err, ERROR_STORE_DAMAGED, cursor->store->path, 0);
}

static bool read_extra(const struct cursor *cursor,
    const struct text_parts *parts, struct arena *arena, struct page *page,
    struct error *err)
{
	if (parts->extra == NULL) {
		page->section = page->language = page->feedback =
		    page->author = arena_dup(arena, "");
		return true;
	}
	return page_unpack_extra(parts->extra, parts->extra_len, arena,
	    page) || is_damaged(cursor, err);
}

/* The feed's own text; while it is not built its first words stand for it. */
static bool read_feed_body(const struct cursor *cursor, struct arena *arena,
    struct article *article, struct error *err)
{
	int column = COLUMN_TEXT + TEXT_COLUMN_FEED + 1;
	const char *lead = article->row.lead;
	char *data;
	size_t len;

	if (sqlite3_column_type(cursor->prepared, column) == SQLITE_NULL)
		return true;
	article->is_unbuilt = build_is_html(cursor, column);
	if (article->is_unbuilt) {
		if (lead[0] != '\0')
			block_add(&article->body, arena, BLOCK_PARAGRAPH, lead,
			    strlen(lead));
		return true;
	}
	if (!blob_unpack(cursor, column, arena, &data, &len, err))
		return false;
	return block_decode(data, len, arena, &article->body) ||
	    is_damaged(cursor, err);
}

static bool read_article(const struct cursor *cursor, struct arena *arena,
    struct article *article, struct error *err)
{
	struct text_parts parts;
	struct page page = {0};

	row_read(cursor, arena, &article->row);
	article->author = cursor_text(cursor, COLUMN_AUTHOR, arena);
	article->updated = cursor_int(cursor, COLUMN_UPDATED);
	article->first_seen = cursor_int(cursor, COLUMN_FIRST_SEEN);
	article->position = (int)cursor_int(cursor, COLUMN_POSITION);
	error_set(&article->page_error,
	    (enum error_code)cursor_int(cursor, COLUMN_ERROR_CODE),
	    cursor_text(cursor, COLUMN_ERROR_SUBJECT, arena),
	    (long)cursor_int(cursor, COLUMN_ERROR_NUMBER));
	if (!text_read(cursor, COLUMN_TEXT, arena, &parts, err) ||
	    !read_extra(cursor, &parts, arena, &page, err))
		return false;
	article->section = page.section;
	article->language = page.language;
	article->feedback = page.feedback;
	article->related = page.related;
	article->related_count = page.related_count;
	article->attachments = page.attachments;
	article->attachment_count = page.attachment_count;
	if (article->author[0] == '\0')
		article->author = page.author;
	article->is_feed_text = article->row.page != PAGE_READY;
	if (article->is_feed_text)
		return read_feed_body(cursor, arena, article, err);
	return parts.body == NULL || block_decode(parts.body, parts.body_len,
	    arena, &article->body) || is_damaged(cursor, err);
}

bool store_read_article(struct store *store, int64_t id,
    struct arena *arena, struct article *article, bool *found,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT " ROW_COLUMNS ", t.author, a.updated,"
	    " a.first_seen, a.position, p.error_code, p.error_number,"
	    " CASE p.error_code WHEN 0 THEN '' ELSE"
	    " ifnull(p.error_subject, p.url) END,"
	    " " TEXT_COLUMNS " FROM article AS a" ROW_JOINS TEXT_JOINS
	    " WHERE a.id = ?1", BIND(INT(id)));
	bool is_read;

	memset(article, 0, sizeof(*article));
	*found = cursor_next(&cursor);
	is_read = !*found || read_article(&cursor, arena, article, err);
	return cursor_close(&cursor) && is_read;
}

bool store_set_position(struct store *store, int64_t id, int position,
    struct error *err)
{
	return store_begin(store, err) && store_finish(store,
	    store_run(store, err,
	    "UPDATE article SET position = ?2 WHERE id = ?1",
	    BIND(INT(id), INT(position))), err);
}
