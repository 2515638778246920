/*
 * Merging another cache: its log of changes, where this one has none of its
 * own yet, as on a new machine. Changes keep their numbers, so that a later
 * one of this cache is taken back first; what they were of is known by our
 * numbers. Of searches nothing is taken: they are known by numbers alone.
 */
#include "store/merge.h"

#include <stdlib.h>

#include "base/pack.h"

/* Anything above is no count of what somebody did. */
static const int64_t id_most = INT64_C(1) << 40;

/* Our own changes begin above theirs, from the first that the merge makes. */
static bool reserve_ids(struct merging *merging, int64_t last)
{
	return store_run(merging->store, merging->err,
	    "INSERT INTO change (id, at, kind, count) VALUES (?1, 0, 0, 0)",
	    BIND(INT(last))) &&
	    store_run(merging->store, merging->err,
	    "DELETE FROM change WHERE id = ?1", BIND(INT(last)));
}

static bool begin_if_none(struct merging *merging, int64_t last)
{
	int64_t first;

	if (!store_read_ints(merging->store, merging->err,
	    "SELECT ifnull(min(id), 0) FROM change", BIND_NONE, &first, 1,
	    NULL))
		return false;
	/* above theirs: of a merge of this very cache that was broken off */
	merging->takes_log = first == 0 || first > last;
	return first != 0 || reserve_ids(merging, last);
}

bool merge_begin_log(struct merging *merging)
{
	int64_t last;

	if (!store_read_ints(merging->other, merging->err,
	    "SELECT ifnull(max(id), 0) FROM change", BIND_NONE, &last, 1,
	    NULL))
		return false;
	if (last <= 0 || last > id_most)
		return true;
	return store_begin(merging->store, merging->err) &&
	    store_finish(merging->store, begin_if_none(merging, last),
	    merging->err);
}

void merge_note_article(struct merging *merging, int64_t theirs,
    int64_t ours)
{
	if (!merging->takes_log)
		return;
	merging->articles = mem_grow(merging->articles,
	    &merging->article_cap, merging->article_count + 1,
	    sizeof(*merging->articles));
	merging->articles[merging->article_count++] =
	    (struct known_article){theirs, ours};
}

/* They were met in the order of their numbers. */
static int64_t find_article(const struct merging *merging, int64_t theirs)
{
	size_t low = 0, high = merging->article_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (merging->articles[middle].theirs < theirs)
			low = middle + 1;
		else
			high = middle;
	}
	return low < merging->article_count &&
	    merging->articles[low].theirs == theirs ?
	    merging->articles[low].ours : 0;
}

/* Articles of one of their changes, by our numbers. */
static void read_articles(const struct merging *merging,
    const struct cursor *cursor, int column, struct changed *changed)
{
	struct unpack in;
	int64_t theirs = 0, ours;

	unpack_init(&in, sqlite3_column_blob(cursor->prepared, column),
	    (size_t)sqlite3_column_bytes(cursor->prepared, column));
	while (in.at < in.end) {
		theirs = (int64_t)((uint64_t)theirs + unpack_number(&in));
		if (in.is_broken)
			break;
		ours = find_article(merging, theirs);
		if (ours != 0)
			changed_add(changed, ours, 0);
	}
}

struct taken {
	int64_t id, at, kind, count, batch, undone, source_id, tag_id;
	struct str articles;
};

static int64_t find_source(const struct merging *merging, int64_t theirs)
{
	for (size_t i = 0; i < merging->source_count; i++)
		if (merging->sources[i].theirs == theirs)
			return merging->sources[i].ours;
	return 0;
}

/* Whether there is anything to take. */
static bool read_taken(const struct merging *merging,
    const struct cursor *cursor, struct taken *taken)
{
	struct changed changed = {0};
	int64_t tag = cursor_int(cursor, 7);

	taken->id = cursor_int(cursor, 0);
	taken->at = cursor_int(cursor, 1);
	taken->kind = cursor_int(cursor, 2);
	taken->batch = cursor_int(cursor, 4);
	if (taken->batch < 0 || taken->batch > taken->id)
		taken->batch = 0;
	taken->undone = cursor_int(cursor, 5);
	switch (taken->kind) {
	case STORE_CHANGE_ADD:
	case STORE_CHANGE_REMOVE:
		taken->source_id = find_source(merging,
		    cursor_int(cursor, 6));
		taken->count = 1;
		return taken->source_id != 0;
	case STORE_CHANGE_TAG:
	case STORE_CHANGE_UNTAG:
		if (tag <= 0 || (uint64_t)tag >= merging->tag_count ||
		    merging->tags[tag] == 0)
			return false;
		taken->tag_id = merging->tags[tag];
		break;
	case MARK_READ:
	case MARK_UNREAD:
	case MARK_STARRED:
	case MARK_UNSTARRED:
		break;
	default:
		return false;
	}
	read_articles(merging, cursor, 8, &changed);
	change_pack_articles(&taken->articles, &changed);
	taken->count = (int64_t)changed.count;
	free(changed.rows);
	return taken->count > 0;
}

static bool save_taken(struct merging *merging, const struct taken *taken)
{
	bool has_articles = taken->source_id == 0;

	return store_run(merging->store, merging->err,
	    "INSERT INTO change (id, at, kind, batch, count, undone,"
	    " source_id, tag_id, articles) VALUES (?1, ?2, ?3, nullif(?4, 0),"
	    " ?5, ?6, nullif(?7, 0), nullif(?8, 0), ?9)",
	    BIND(INT(taken->id), INT(taken->at), INT(taken->kind),
	    INT(taken->batch), INT(taken->count), INT(taken->undone),
	    INT(taken->source_id), INT(taken->tag_id),
	    BLOB(has_articles ? taken->articles.data : NULL,
	    has_articles ? taken->articles.len : 0)));
}

static bool take_changes(struct merging *merging)
{
	struct cursor cursor = cursor_open(merging->other, merging->err,
	    "SELECT id, at, kind, count, ifnull(batch, 0), undone, source_id,"
	    " tag_id, articles FROM change WHERE id > 0 ORDER BY id",
	    BIND_NONE);
	bool is_done = true;

	while (is_done && cursor_next(&cursor)) {
		struct taken taken = {0};

		str_init(&taken.articles);
		if (read_taken(merging, &cursor, &taken))
			is_done = save_taken(merging, &taken);
		str_release(&taken.articles);
	}
	return cursor_close(&cursor) && is_done;
}

/* All at once, or it would never be known to be there in part. */
bool merge_end_log(struct merging *merging)
{
	return !merging->takes_log ||
	    (store_begin(merging->store, merging->err) &&
	    store_finish(merging->store, take_changes(merging),
	    merging->err));
}
