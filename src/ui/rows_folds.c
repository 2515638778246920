#include "ui/rows_folds.h"

#include "base/mem.h"
#include "ui/rows_order.h"

#include <stdlib.h>
#include <string.h>

bool rows_folds(const struct rows *rows)
{
	return rows->query.is_folded && !rows->is_found &&
	    rows->query.source_id == 0 && rows->query.tag == NULL &&
	    rows->query.text == NULL &&
	    rows->sort != ROWS_BY_SOURCE;
}

static bool is_newer(struct row_key a, struct row_key b)
{
	return a.published != b.published ? a.published > b.published
	                                  : a.id > b.id;
}

static struct rows_open_story *find_open(struct rows *rows, int64_t story)
{
	for (size_t i = 0; i < rows->open_count; i++)
		if (rows->open[i].story == story)
			return &rows->open[i];
	return NULL;
}

bool rows_is_open(const struct rows *rows, const struct article_row *row)
{
	for (size_t i = 0; row->story != 0 && i < rows->open_count; i++)
		if (rows->open[i].story == row->story &&
		    rows->open[i].head.id == row->id)
			return true;
	return false;
}

void rows_close_folds(struct rows *rows)
{
	rows->open_count = 0;
}

/* --- a story's articles ---------------------------------------------------- */

static bool is_among(const struct article_row *rows, size_t count,
    int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].id == id)
			return true;
	return false;
}

/* Those of them that stayed here though the list has lost them. */
static bool add_kept(struct rows *rows, int64_t story,
    struct article_row **members, size_t *count, struct error *err)
{
	struct article_row *all, *kept;
	size_t wanted = 0, found;
	int64_t *ids;

	if (rows->kept_count == 0)
		return true;
	ids = arena_array(&rows->arena, rows->kept_count, sizeof(*ids));
	for (size_t i = 0; i < rows->kept_count; i++) {
		const struct kept_row *row = &rows->kept[i];

		if (row->story != story ||
		    is_among(*members, *count, row->key.id))
			continue;
		/* below a newer first it stands by itself */
		if (!row->is_below && *count > 0 &&
		    !is_newer(row->key, row_key_of(*members)))
			continue;
		ids[wanted++] = row->key.id;
	}
	if (wanted == 0)
		return true;
	if (!store_read_rows(rows->store, ids, wanted, &rows->arena, &kept,
	        &found, err))
		return false;
	all = arena_array(&rows->arena, *count + found, sizeof(*all));
	if (*count > 0)
		memcpy(all, *members, *count * sizeof(*all));
	for (size_t i = 0; i < found; i++) {
		size_t place = (*count)++;

		for (; place > 0 && is_newer(row_key_of(&kept[i]),
		         row_key_of(&all[place - 1])); place--)
			all[place] = all[place - 1];
		all[place] = kept[i];
	}
	*members = all;
	return true;
}

/* All that the list has of a story, newest first. */
static bool read_story(struct rows *rows, int64_t story,
    struct article_row **members, size_t *count, struct error *err)
{
	return store_read_fold(rows->store, &rows->query, story, 0,
	           &rows->arena, members, count, err) &&
	    add_kept(rows, story, members, count, err);
}

/* --- which stand open -------------------------------------------------------- */

bool rows_refresh_folds(struct rows *rows, struct error *err)
{
	size_t kept = 0;

	if (!rows_folds(rows))
		rows_close_folds(rows);
	for (size_t i = 0; i < rows->open_count; i++) {
		struct rows_open_story open = rows->open[i];
		struct article_row *members;
		size_t count;

		if (!read_story(rows, open.story, &members, &count, err))
			return false;
		/* what has nothing behind it any more is as any other row */
		if (count < 2)
			continue;
		open.head = row_key_of(&members[0]);
		open.below = (int64_t)count - 1;
		rows->open[kept++] = open;
	}
	rows->open_count = kept;
	return true;
}

bool rows_toggle_story(struct rows *rows, int64_t story)
{
	struct rows_open_story *open = find_open(rows, story);

	if (open != NULL) {
		*open = rows->open[--rows->open_count];
		return false;
	}
	rows->open = mem_grow(rows->open, &rows->open_cap,
	    rows->open_count + 1, sizeof(*rows->open));
	rows->open[rows->open_count++] =
	    (struct rows_open_story){.story = story};
	return true;
}

/* --- pages -------------------------------------------------------------------- */

/* A row that stayed stands for its story, though the list has lost it. */
static bool is_behind_kept(const struct rows *rows,
    const struct article_row *row)
{
	for (size_t i = 0; row->story != 0 && i < rows->kept_count; i++) {
		const struct kept_row *kept = &rows->kept[i];

		if (kept->story == row->story && !kept->is_below &&
		    is_newer(kept->key, row_key_of(row)))
			return true;
	}
	return false;
}

static bool is_kept(const struct rows *rows, int64_t id)
{
	for (size_t i = 0; i < rows->kept_count; i++)
		if (rows->kept[i].key.id == id)
			return true;
	return false;
}

/* Append the articles of an open story below its first. */
static bool add_below(struct rows *rows, const struct article_row *head,
    struct article_row **out, size_t *count, size_t *cap, struct error *err)
{
	struct article_row *members;
	size_t member_count;

	if (!read_story(rows, head->story, &members, &member_count, err))
		return false;
	for (size_t i = 0; i < member_count; i++) {
		if (members[i].id == head->id)
			continue;
		*out = arena_grow(&rows->arena, *out, cap, *count + 1,
		    sizeof(**out));
		(*out)[*count] = members[i];
		(*out)[(*count)++].others = ROWS_BELOW;
	}
	return true;
}

bool rows_fold_page(struct rows *rows, struct article_row **read,
    size_t *count, struct error *err)
{
	struct article_row *out = NULL;
	size_t added = 0, cap = 0;

	if (!rows_folds(rows) ||
	    (rows->kept_count == 0 && rows->open_count == 0))
		return true;
	for (size_t i = 0; i < *count; i++) {
		struct article_row *row = &(*read)[i], *members;
		size_t member_count;

		if (is_behind_kept(rows, row))
			continue;
		out = arena_grow(&rows->arena, out, &cap, added + 1,
		    sizeof(*out));
		out[added++] = *row;
		row = &out[added - 1];
		if (row->story != 0 && is_kept(rows, row->id)) {
			if (!read_story(rows, row->story, &members,
			        &member_count, err))
				return false;
			row->others = member_count > 1
			    ? (int)member_count - 1 : 0;
		}
		if (rows_is_open(rows, row) &&
		    !add_below(rows, &(struct article_row){.id = row->id,
		        .story = row->story}, &out, &added, &cap, err))
			return false;
	}
	*read = out;
	*count = added;
	return true;
}

/* --- counting ------------------------------------------------------------------ */

/* The row that the store shows for a story but that stands behind this one. */
static bool find_behind(struct rows *rows, size_t number,
    struct row_key *behind, struct error *err)
{
	const struct kept_row *kept = &rows->kept[number];
	struct article_row *first;
	size_t count;

	*behind = (struct row_key){0};
	if (kept->story == 0 || kept->is_below)
		return true;
	for (size_t i = 0; i < number; i++)
		if (rows->kept[i].story == kept->story &&
		    !rows->kept[i].is_below)
			return true; /* counted by that */
	if (!store_read_fold(rows->store, &rows->query, kept->story, 1,
	        &rows->arena, &first, &count, err))
		return false;
	if (count == 1 && is_behind_kept(rows, first))
		*behind = row_key_of(first);
	return true;
}

bool rows_count_folds(struct rows *rows, struct row_key at, int64_t *count,
    struct error *err)
{
	*count = 0;
	if (!rows_folds(rows))
		return true;
	for (size_t i = 0; i < rows->open_count; i++)
		if (at.id == 0 || rows_is_above(rows, rows->open[i].head, at))
			*count += rows->open[i].below;
	for (size_t i = 0; i < rows->kept_count; i++) {
		struct row_key behind;

		if (!find_behind(rows, i, &behind, err))
			return false;
		*count -= behind.id != 0 &&
		    (at.id == 0 || rows_is_above(rows, behind, at));
	}
	return true;
}

bool rows_find_head(struct rows *rows, struct row_key *at, int64_t *below,
    struct error *err)
{
	const struct rows_open_story *open;
	struct article_row *row, *members;
	size_t count;

	*below = 0;
	if (!rows_folds(rows) || at->id == 0)
		return true;
	if (!store_read_rows(rows->store, &at->id, 1, &rows->arena, &row,
	        &count, err))
		return false;
	if (count == 0 || row->story == 0)
		return true;
	open = find_open(rows, row->story);
	if (!read_story(rows, row->story, &members, &count, err))
		return false;
	if (count == 0 || members[0].id == at->id)
		return true;
	/* one that stayed stands by itself beside a newer first */
	for (size_t i = 0; i < rows->kept_count; i++)
		if (rows->kept[i].key.id == at->id && !rows->kept[i].is_below)
			return true;
	for (size_t i = 1; open != NULL && i < count; i++)
		if (members[i].id == at->id)
			*below = (int64_t)i;
	*at = row_key_of(&members[0]);
	return true;
}

bool rows_reveal(struct rows *rows, struct row_key key, struct error *err)
{
	struct row_key head = key;
	struct article_row *row;
	int64_t below;
	size_t count;

	if (!rows_find_head(rows, &head, &below, err))
		return false;
	if (head.id == key.id || below > 0)
		return true;
	if (!store_read_rows(rows->store, &key.id, 1, &rows->arena, &row,
	        &count, err))
		return false;
	if (count == 1)
		rows_toggle_story(rows, row->story);
	return true;
}
