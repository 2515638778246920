/* Mending what can be made again: counts, what is derived, lost texts. */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

/* Each may be run on a sound cache, and changes nothing there. */
static const char *const statements[] = {
    "INSERT OR IGNORE INTO article_text (article_id, title)"
    " SELECT a.id, '' FROM article AS a LEFT JOIN article_text AS t"
    " ON t.article_id = a.id WHERE t.article_id IS NULL",
    /* a text that is gone is fetched again */
    "UPDATE page SET state = 1, claimed = 0, text_id = NULL"
    " WHERE state = 2 AND NOT EXISTS (SELECT 1 FROM text AS x"
    " WHERE x.id = page.text_id) AND NOT EXISTS (SELECT 1"
    " FROM page_text AS y WHERE y.page_id = page.id)",
    "UPDATE article SET page_id = NULL WHERE page_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM page AS p WHERE p.id = page_id)",
    "UPDATE article SET relate_state = 0 WHERE relate_state = 2"
    " AND NOT EXISTS (SELECT 1 FROM page AS p WHERE p.id = page_id"
    " AND p.state = 1)",
    "UPDATE article SET index_state = 0 WHERE index_state = 2"
    " AND NOT EXISTS (SELECT 1 FROM page AS p WHERE p.id = page_id"
    " AND p.state = 1)",
    "DELETE FROM article_text WHERE NOT EXISTS"
    " (SELECT 1 FROM article AS a WHERE a.id = article_id)",
    "DELETE FROM article_body WHERE NOT EXISTS"
    " (SELECT 1 FROM article AS a WHERE a.id = article_id)",
    /* it is fetched again where it is shown */
    "DELETE FROM picture WHERE width < 0 OR height < 0"
    " OR (width = 0) <> (height = 0) OR (error_code = 0) <> (width > 0)"
    " OR (dots_packing = 0 AND length(dots) <> 3 * width * height)"
    " OR NOT EXISTS (SELECT 1 FROM article AS a WHERE a.id = article_id)",
    "DELETE FROM article_tag WHERE NOT EXISTS"
    " (SELECT 1 FROM article AS a WHERE a.id = article_id)",
    "UPDATE source SET total = (SELECT count(*) FROM article AS a"
    " INDEXED BY article_source WHERE a.source_id = source.id),"
    " unread = (SELECT count(*) FROM article AS a"
    " INDEXED BY article_source_unread WHERE a.source_id = source.id"
    " AND a.is_unread = 1)",
    /* the index is made anew by the next steps */
    "UPDATE tally SET value = 0 WHERE name = 'words_version'",
};

/* Rows of id, packing and bytes that cannot be read. */
static bool find_unreadable(struct store *store, const char *sql,
    enum content content, int64_t **ids, size_t *count, size_t *cap,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err, sql, BIND_NONE);

	while (cursor_next(&cursor)) {
		if (content_is_sound(&cursor, content))
			continue;
		*ids = mem_grow(*ids, cap, *count + 1, sizeof(**ids));
		(*ids)[(*count)++] = cursor_int(&cursor, 0);
	}
	return cursor_close(&cursor);
}

static bool drop_rows(struct store *store, const char *sql,
    const int64_t *ids, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!store_run(store, err, sql, BIND(INT(ids[i]))))
			return false;
	}
	return true;
}

/* Texts that cannot be read are dropped, to be fetched or made again. */
static bool drop_unreadable(struct store *store, struct error *err)
{
	static const struct {
		const char *read, *drop;
		enum content content;
	} rows[] = {
	    {"SELECT id, packing, bytes FROM text",
	    "DELETE FROM text WHERE id = ?1", CONTENT_TEXT},
	    {"SELECT page_id, body_packing, body FROM page_text",
	    "DELETE FROM page_text WHERE page_id = ?1", CONTENT_BLOCKS},
	    {"SELECT page_id, extra_packing, extra FROM page_text",
	    "DELETE FROM page_text WHERE page_id = ?1", CONTENT_EXTRA},
	    {"SELECT article_id, body_packing, body FROM article_body"
	    " WHERE body_packing <> -1",
	    "DELETE FROM article_body WHERE article_id = ?1", CONTENT_BLOCKS},
	    {"SELECT page_id, raw_packing, raw FROM page_raw",
	    "DELETE FROM page_raw WHERE page_id = ?1", CONTENT_BYTES},
	    {"SELECT id, packing, counts FROM relate_count",
	    "DELETE FROM relate_count WHERE id = ?1", CONTENT_BYTES},
	};
	bool is_done = true;

	for (size_t i = 0; is_done && i < ARRAY_LEN(rows); i++) {
		int64_t *ids = NULL;
		size_t count = 0, cap = 0;

		is_done = find_unreadable(store, rows[i].read,
		    rows[i].content, &ids, &count, &cap, err) &&
		    drop_rows(store, rows[i].drop, ids, count, err);
		free(ids);
	}
	return is_done;
}

static bool repair(struct store *store, struct error *err)
{
	bool is_good;

	if (!drop_unreadable(store, err) ||
	    !relate_verify(store, &is_good, err) ||
	    (!is_good && !relate_forget(store, err)))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
		if (!store_execute(store, statements[i], err))
			return false;
	}
	return true;
}

bool store_repair(struct store *store, struct error *err)
{
	return store_begin(store, err) &&
	    store_finish(store, repair(store, err), err);
}
