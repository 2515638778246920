/* Tags that a reader gives to articles. */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

#include "text/clean.h"

enum { TAG_BYTES_MOST = 200 };

/* As it is kept: one line of clean text; empty: no tag at all. */
static char *clean_tag(const char *tag, struct arena *arena)
{
	size_t len = strlen(tag);
	struct str clean;
	char *copy;

	str_init(&clean);
	text_clean_line(&clean, tag, len < TAG_BYTES_MOST ? len :
	    TAG_BYTES_MOST);
	copy = arena_dup(arena, clean.data == NULL ? "" : clean.data);
	str_release(&clean);
	return copy;
}

bool article_tag_find(struct store *store, const char *tag, bool is_made,
    int64_t *id, struct error *err)
{
	if (is_made && !store_run(store, err,
	    "INSERT OR IGNORE INTO tag (name) VALUES (?1)", BIND(TEXT(tag))))
		return false;
	return store_read_ints(store, err,
	    "SELECT id FROM tag WHERE name = ?1", BIND(TEXT(tag)), id, 1,
	    NULL);
}

static bool apply_one(struct store *store, int64_t tag_id, bool is_set,
    int64_t article_id, int64_t now, struct error *err)
{
	if (!is_set)
		return store_run(store, err, "UPDATE article_tag"
		    " SET is_set = 0, changed = ?3 WHERE article_id = ?1"
		    " AND tag_id = ?2 AND is_set = 1",
		    BIND(INT(article_id), INT(tag_id), INT(now)));
	return store_run(store, err, "INSERT INTO article_tag"
	    " (tag_id, article_id, is_set, published, changed)"
	    " SELECT ?2, id, 1, published, ?3 FROM article WHERE id = ?1"
	    " ON CONFLICT (article_id, tag_id) DO UPDATE SET is_set = 1,"
	    " published = excluded.published, changed = ?3 WHERE is_set = 0",
	    BIND(INT(article_id), INT(tag_id), INT(now)));
}

bool article_tag_apply(struct store *store, int64_t tag_id, bool is_set,
    const int64_t *ids, size_t count, int64_t now, struct changed *changed,
    struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		if (!apply_one(store, tag_id, is_set, ids[i], now, err))
			return false;
		if (changed != NULL && store_changed_rows(store) > 0)
			changed_add(changed, ids[i], 0);
	}
	return true;
}

bool article_tag_articles(struct store *store, const char *tag, bool is_set,
    const int64_t *ids, size_t count, int64_t now, int64_t *changed_count,
    struct error *err)
{
	struct changed changed = {0};
	int64_t tag_id;
	bool is_done;

	*changed_count = 0;
	if (!article_tag_find(store, tag, is_set, &tag_id, err))
		return false;
	if (tag_id == 0)
		return true;
	is_done = article_tag_apply(store, tag_id, is_set, ids, count, now,
	    &changed, err) && (changed.count == 0 ||
	    change_add_articles(store, is_set ? STORE_CHANGE_TAG :
	    STORE_CHANGE_UNTAG, now, tag_id, &changed, err));
	if (is_done)
		*changed_count = (int64_t)changed.count;
	free(changed.rows);
	return is_done;
}

bool store_tag(struct store *store, const char *tag, bool is_set,
    const int64_t *ids, size_t count, const struct query *query, int64_t now,
    int64_t *changed, struct error *err)
{
	bool is_done = true;
	struct arena arena;

	*changed = 0;
	arena_init(&arena);
	tag = clean_tag(tag, &arena);
	if (tag[0] != '\0' && ids == NULL)
		is_done = bulk_tag_all(store, tag, is_set, query, now,
		    changed, err);
	else if (tag[0] != '\0')
		is_done = store_begin(store, err) && store_finish(store,
		    article_tag_articles(store, tag, is_set, ids, count, now,
		    changed, err), err);
	if (!is_done && ids != NULL)
		*changed = 0;
	arena_release(&arena);
	return is_done;
}

/* The names that are the rows of a cursor, which is closed. */
static bool read_names(struct cursor *cursor, struct arena *arena,
    char ***tags, size_t *count)
{
	size_t cap = 0;

	*tags = NULL;
	*count = 0;
	while (cursor_next(cursor)) {
		*tags = arena_grow(arena, *tags, &cap, *count + 1,
		    sizeof(**tags));
		(*tags)[(*count)++] = cursor_text(cursor, 0, arena);
	}
	return cursor_close(cursor);
}

bool store_read_tags(struct store *store, int64_t article_id,
    struct arena *arena, char ***tags, size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "SELECT t.name"
	    " FROM article_tag AS g CROSS JOIN tag AS t ON t.id = g.tag_id"
	    " WHERE g.article_id = ?1 AND g.is_set = 1 ORDER BY g.tag_id",
	    BIND(INT(article_id)));

	return read_names(&cursor, arena, tags, count);
}

bool store_list_tags(struct store *store, struct arena *arena, char ***tags,
    size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "SELECT name"
	    " FROM tag WHERE EXISTS (SELECT 1 FROM article_tag AS g"
	    " INDEXED BY article_tag_newest WHERE g.tag_id = tag.id"
	    " AND g.is_set = 1) ORDER BY name", BIND_NONE);

	return read_names(&cursor, arena, tags, count);
}

bool article_tag_follow_date(struct store *store, int64_t article_id,
    struct error *err)
{
	return store_run(store, err, "UPDATE article_tag SET published ="
	    " (SELECT published FROM article WHERE id = ?1)"
	    " WHERE article_id = ?1", BIND(INT(article_id)));
}
