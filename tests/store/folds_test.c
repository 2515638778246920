/* Lists that show a story once, against the whole list folded by hand. */
#include "store/internal.h"
#include "store/drafts.h"
#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

enum { COUNT = 600, STORIES = 60 };

static struct error err;

static void fill(struct store *store)
{
	int64_t sources[3];
	int64_t changed;

	for (int i = 0; i < 3; i++)
		sources[i] = add_source(store, arena_printf(drafts_arena(),
		    "https://bao%d.vn/rss", i));
	for (int i = 0; i < COUNT; i++) {
		/* several of one moment, so that ids decide */
		struct article_draft draft = make_draft(
		    arena_printf(drafts_arena(), "p%d", i), NULL,
		    arena_printf(drafts_arena(), "Tin %d", i), NOW - i / 3);
		int64_t id;

		save(store, sources[rand() % 3], &draft, 1);
		id = ask_number(store, "SELECT max(id) FROM article");
		if (rand() % 3 != 0 &&
		    !store_mark(store, MARK_READ, &id, 1, NULL, NOW, &changed,
		        &err))
			tap_done(false, &err, "marking as read");
		if (rand() % 5 == 0 &&
		    !store_mark(store, MARK_STARRED, &id, 1, NULL, NOW,
		        &changed, &err))
			tap_done(false, &err, "starring");
		if (rand() % 2 == 0 && !store_execute(store,
		    arena_printf(drafts_arena(), "UPDATE article SET story ="
		        " %d WHERE id = %lld", 1 + rand() % STORIES,
		        (long long)id), &err))
			tap_done(false, &err, "its story");
	}
}

/* The newest of each story, the number of its others behind it. */
static size_t fold(const struct article_row *rows, size_t count,
    struct article_row *folded)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		size_t at = 0;

		while (rows[i].story != 0 && at < kept &&
		    folded[at].story != rows[i].story)
			at++;
		if (rows[i].story == 0)
			at = kept;
		if (at < kept) {
			folded[at].others++;
			continue;
		}
		folded[kept++] = rows[i];
	}
	return kept;
}

static bool is_same(const struct article_row *a, size_t a_count,
    const struct article_row *b, size_t b_count)
{
	if (a_count != b_count)
		return false;
	for (size_t i = 0; i < a_count; i++)
		if (a[i].id != b[i].id || a[i].others != b[i].others)
			return false;
	return true;
}

/* Rows and counts on both sides of a row, or of a place between rows. */
static bool check_bound(struct store *store, struct query query,
    const struct article_row *folded, size_t count, size_t at,
    bool is_upward)
{
	struct article_row *rows;
	size_t read, from = is_upward ? 0 : at + 1;
	size_t to = is_upward ? at : count;
	int64_t total, unread;

	query.before_published = folded[at].published;
	query.before_id = folded[at].id;
	query.is_upward = is_upward;
	if (!store_count_articles(store, &query, &total, &unread, &err) ||
	    total != (int64_t)(to - from))
		return false;
	query.limit = 25;
	if (is_upward && to - from > 25)
		from = to - 25;
	else if (to - from > 25)
		to = from + 25;
	read = list(store, &query, &rows);
	return is_same(rows, read, folded + from, to - from);
}

/* uncounted: how many more the sources' counts say than there are. */
static void check(struct store *store, struct query query, int64_t uncounted,
    const char *name)
{
	struct article_row *all, *rows, folded[COUNT];
	size_t all_count = list(store, &query, &all), read, count, bad = 0;
	int64_t total, unread, all_total, all_unread;

	tap_done(store_count_articles(store, &query, &all_total, &all_unread,
	    &err), &err, "%s: articles are counted", name);
	count = fold(all, all_count, folded);
	query.is_folded = true;
	read = list(store, &query, &rows);
	tap_ok(is_same(rows, read, folded, count),
	    "%s: %zu of %zu rows, each story once", name, read, all_count);
	tap_done(store_count_articles(store, &query, &total, &unread, &err),
	    &err, "%s: rows are counted", name);
	tap_number(total - uncounted, (int64_t)count, "%s: as they are shown", name);
	tap_number(unread, all_unread, "%s: unread articles, all", name);
	for (size_t i = 0; i < count; i += 1 + i / 7)
		bad += !check_bound(store, query, folded, count, i, false) ||
		    !check_bound(store, query, folded, count, i, true);
	tap_number((int64_t)bad, 0, "%s: up and down from anywhere", name);
}

/* What one source tells is shown whole. */
static void check_unfolded(struct store *store)
{
	struct query query = {.source_id = 1};
	struct article_row *all, *rows;
	size_t count = list(store, &query, &all), read;

	query.is_folded = true;
	read = list(store, &query, &rows);
	tap_ok(is_same(all, count, rows, read), "one source: nothing folds");
}

static void check_story(struct store *store)
{
	static const struct query unread = {.is_unread_only = true};
	struct article_row *all, *rows;
	size_t count, read, wanted = 0, at = 0, bad = 0;

	count = list(store, &unread, &all);
	tap_done(store_read_fold(store, &unread, 7, 0, drafts_arena(), &rows,
	    &read, &err), &err, "a story's unread articles");
	for (size_t i = 0; i < count; i++) {
		if (all[i].story != 7)
			continue;
		wanted++;
		bad += at >= read || rows[at++].id != all[i].id;
	}
	tap_ok(bad == 0 && wanted == read && read > 0,
	    "all %zu of them, newest first", read);
}

static void check_list(struct store *store)
{
	struct query query = {.limit = 7};
	struct store_story *stories;
	struct article_row *all, folded[COUNT];
	size_t count, kept, at = 0, bad = 0;

	count = list(store, &(struct query){0}, &all);
	kept = fold(all, count, folded);
	do {
		if (!store_list_stories(store, &query, drafts_arena(),
		        &stories, &count, &err))
			break;
		for (size_t i = 0; i < count; i++, at++) {
			while (at < kept && folded[at].story == 0)
				at++;
			bad += at >= kept || folded[at].id != stories[i].id ||
			    folded[at].story != stories[i].story;
			query.before_published = stories[i].published;
			query.before_id = stories[i].id;
		}
	} while (count == 7);
	while (at < kept && folded[at].story == 0)
		at++;
	tap_ok(bad == 0 && at == kept, "stories by their newest, in pages");
}

int main(void)
{
	struct store *store = open_store("folds.db", STORE_BACKGROUND);

	srand(8);
	fill(store);
	check(store, (struct query){0}, 0, "all");
	check(store, (struct query){.is_unread_only = true}, 0, "unread");
	check(store, (struct query){.is_starred_only = true}, 0, "starred");
	check(store, (struct query){.is_starred_only = true,
	    .is_unread_only = true}, 0, "both");
	check(store, (struct query){.since = NOW - 100}, 0, "since");
	/* as if there were so many that stories are counted instead of rows */
	tap_done(store_execute(store, "UPDATE source SET unread = unread +"
	    " 1000000 WHERE id = 1", &err), &err, "many unread");
	check(store, (struct query){.is_unread_only = true}, 1000000,
	    "unread, story by story");
	check_unfolded(store);
	check_story(store);
	check_list(store);
	store_close(store);
	drafts_release();
	return tap_end();
}
