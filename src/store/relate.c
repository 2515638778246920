/*
 * Articles on their way to be related, and the stories they tell.
 */
#include "store/internal.h"

#include <stdlib.h>

enum { AGAIN_AT_ONCE = 256 };

/* --- articles to be related --------------------------------------------- */

#define JOB_COLUMNS                                                            \
	"SELECT a.id, a.source_id, a.page_id, a.published, a.story, t.title,"  \
	" t.lead, s.province, " TEXT_COLUMNS
#define JOB_JOINS                                                              \
	" CROSS JOIN article_text AS t ON t.article_id = a.id"                 \
	" CROSS JOIN source AS s ON s.id = a.source_id"                        \
	" LEFT JOIN page AS p ON p.id = a.page_id AND p.state = 2" TEXT_JOINS
enum { JOB_TEXT_COLUMN = 8 };

/* Body, else lead: what there is to read of an article. */
static bool read_plain_text(const struct cursor *cursor,
    struct arena *arena, struct relate_job *job, struct error *err)
{
	struct block_list list = {0};
	struct str plain;

	if (!text_read_blocks(cursor, JOB_TEXT_COLUMN, arena, &list, err))
		return false;
	str_init(&plain);
	block_add_text(&plain, &list);
	job->text = plain.len > 0 ?
	    arena_dup_len(arena, plain.data, plain.len) : job->lead;
	str_release(&plain);
	return true;
}

static bool read_job(const struct cursor *cursor, struct arena *arena,
    struct relate_job *job, struct error *err)
{
	job->article_id = cursor_int(cursor, 0);
	job->source_id = cursor_int(cursor, 1);
	job->page_id = cursor_int(cursor, 2);
	job->published = cursor_int(cursor, 3);
	job->story = cursor_int(cursor, 4);
	job->title = cursor_text(cursor, 5, arena);
	job->lead = cursor_text(cursor, 6, arena);
	job->province = cursor_text(cursor, 7, arena);
	return read_plain_text(cursor, arena, job, err);
}

bool store_read_unrelated(struct store *store, bool is_counted,
    int64_t after, size_t limit, struct arena *arena,
    struct relate_job **jobs, size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err, is_counted ?
	    JOB_COLUMNS " FROM article AS a INDEXED BY article_counted"
	    JOB_JOINS " WHERE a.relate_state = 3 AND a.id > ?2"
	    " ORDER BY a.id LIMIT ?1" :
	    JOB_COLUMNS " FROM article AS a INDEXED BY article_unrelated"
	    JOB_JOINS " WHERE a.relate_state = 0 AND a.id > ?2"
	    " ORDER BY a.id LIMIT ?1",
	    BIND(INT((int64_t)limit), INT(after)));
	bool is_read = true;
	size_t cap = 0;

	*jobs = NULL;
	*count = 0;
	while (is_read && cursor_next(&cursor)) {
		*jobs = arena_grow(arena, *jobs, &cap, *count + 1,
		    sizeof(**jobs));
		is_read = read_job(&cursor, arena, &(*jobs)[(*count)++], err);
	}
	return cursor_close(&cursor) && is_read;
}

bool store_read_relate_jobs(struct store *store, const int64_t *ids,
    size_t id_count, struct arena *arena, struct relate_job **jobs,
    size_t *count, struct error *err)
{
	bool is_read = store_begin_read(store, err);

	*jobs = arena_array(arena, id_count, sizeof(**jobs));
	*count = 0;
	for (size_t i = 0; is_read && i < id_count; i++) {
		struct cursor cursor = cursor_open(store, err, JOB_COLUMNS
		    " FROM article AS a" JOB_JOINS " WHERE a.id = ?1",
		    BIND(INT(ids[i])));

		if (cursor_next(&cursor))
			is_read = read_job(&cursor, arena,
			    &(*jobs)[(*count)++], err);
		is_read = cursor_close(&cursor) && is_read;
	}
	return store_finish(store, is_read, err);
}

bool store_keep_soon(struct store *store, int64_t *ids, size_t *count,
    size_t most, int64_t published, int64_t seconds, struct error *err)
{
	bool is_read = store_begin_read(store, err);
	size_t kept = 0;

	for (size_t i = 0; is_read && i < *count && kept < most; i++) {
		int64_t other;
		bool found;

		is_read = store_read_ints(store, err, "SELECT published FROM"
		    " article WHERE id = ?1", BIND(INT(ids[i])), &other, 1,
		    &found);
		if (found && other >= published - seconds &&
		    other <= published + seconds)
			ids[kept++] = ids[i];
	}
	*count = kept;
	return store_finish(store, is_read, err);
}

bool store_count_unrelated(struct store *store, size_t *count,
    struct error *err)
{
	int64_t due, counted;

	if (!store_read_ints(store, err, "SELECT count(*) FROM article"
	    " INDEXED BY article_unrelated WHERE relate_state = 0",
	    BIND_NONE, &due, 1, NULL) ||
	    !store_read_ints(store, err, "SELECT count(*) FROM article"
	    " INDEXED BY article_counted WHERE relate_state = 3", BIND_NONE,
	    &counted, 1, NULL))
		return false;
	*count = (size_t)(due + counted);
	return true;
}

/* --- those related by an older program -------------------------------------- */

static bool take_again(struct store *store, int64_t upto, struct error *err)
{
	int64_t after = upto > AGAIN_AT_ONCE ? upto - AGAIN_AT_ONCE : 0;

	return store_run(store, err, "UPDATE article SET relate_state = 0"
	    " WHERE id > ?1 AND id <= ?2 AND relate_state = 1",
	    BIND(INT(after), INT(upto))) &&
	    store_run(store, err, "UPDATE tally SET value = ?1"
	    " WHERE name = 'relate_again' AND value = ?2",
	    BIND(INT(after), INT(upto)));
}

bool store_relate_again(struct store *store, bool *did, struct error *err)
{
	int64_t upto;

	*did = false;
	if (!store_read_ints(store, err, "SELECT value FROM tally WHERE"
	    " name = 'relate_again'", BIND_NONE, &upto, 1, NULL))
		return false;
	if (upto <= 0)
		return true;
	*did = true;
	if (!store_begin(store, err))
		return false;
	return store_finish(store, take_again(store, upto, err), err);
}

/* --- stories ----------------------------------------------------------------- */

static bool read_story(struct store *store, int64_t article_id,
    int64_t *story, bool *found, struct error *err)
{
	return store_read_ints(store, err, "SELECT story FROM article"
	    " WHERE id = ?1", BIND(INT(article_id)), story, 1, found);
}

static bool set_story(struct store *store, int64_t article_id, int64_t story,
    struct error *err)
{
	return store_run(store, err, "UPDATE article SET story = ?2"
	    " WHERE id = ?1", BIND(INT(article_id), INT(story)));
}

/* What another source has from the same page is the same story. */
static bool find_twin(struct store *store, int64_t article_id, int64_t *twin,
    struct error *err)
{
	return store_read_ints(store, err, "SELECT min(b.id) FROM article AS a"
	    " CROSS JOIN article AS b INDEXED BY article_page ON"
	    " b.page_id = a.page_id AND b.page_id IS NOT NULL"
	    " WHERE a.id = ?1 AND b.id <> ?1",
	    BIND(INT(article_id)), twin, 1, NULL);
}

/* An article that has a story keeps it. */
static bool join_story(struct store *store, int64_t article_id,
    int64_t told_with, struct error *err)
{
	int64_t own, story, twin;
	bool found;

	if (!find_twin(store, article_id, &twin, err))
		return false;
	if (twin != 0)
		told_with = twin;
	if (told_with == 0)
		return true;
	if (!read_story(store, article_id, &own, &found, err) ||
	    !read_story(store, told_with, &story, &found, err))
		return false;
	if (own != 0 || !found)
		return true;
	if (story == 0) {
		story = told_with < article_id ? told_with : article_id;
		if (!set_story(store, told_with, story, err))
			return false;
	}
	return set_story(store, article_id, story, err);
}

bool store_read_story(struct store *store, int64_t story,
    struct arena *arena, struct article_row **rows, size_t *count,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "SELECT " ROW_COLUMNS
	    " FROM article AS a INDEXED BY article_story" ROW_JOINS
	    " WHERE a.story = ?1 ORDER BY a.published DESC, a.id DESC",
	    BIND(INT(story)));
	size_t cap = 0;

	*rows = NULL;
	*count = 0;
	while (cursor_next(&cursor)) {
		*rows = arena_grow(arena, *rows, &cap, *count + 1,
		    sizeof(**rows));
		row_read(&cursor, arena, &(*rows)[(*count)++]);
	}
	return cursor_close(&cursor);
}

/* --- saving -------------------------------------------------------------------- */

static bool save_related(struct store *store,
    const struct relate_entry *entries, size_t count,
    struct relate_entry *mine, struct error *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (!store_run(store, err, "UPDATE article SET relate_state ="
		    " 1 WHERE id = ?1 AND relate_state = 3",
		    BIND(INT(entries[i].article_id))))
			return false;
		/* another process was quicker, or the article is gone */
		if (store_changed_rows(store) == 0)
			continue;
		mine[kept++] = entries[i];
		if (!join_story(store, entries[i].article_id,
		    entries[i].told_with, err))
			return false;
	}
	return relate_add_postings(store, mine, kept, err);
}

bool store_save_related(struct store *store,
    const struct relate_entry *entries, size_t count, struct error *err)
{
	struct relate_entry *mine;
	bool is_done;

	if (!store_begin(store, err))
		return false;
	mine = mem_alloc_zero(count, sizeof(*mine));
	is_done = store_finish(store, save_related(store, entries, count,
	    mine, err), err);
	free(mine);
	return is_done;
}
