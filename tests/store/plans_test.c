/*
 * The plan of every statement, as SQLite tells it: none may walk a table of
 * articles or sort one, whatever the statistics say. This is where readers
 * become quadratic.
 */
#include "store/drafts.h"
#include "support/tap.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/internal.h"
#include "store/search.h"

static struct error err;

/* Each statement of a list, mark by mark. */
static void use_lists(struct store *store, int64_t source)
{
	for (int i = 0; i < 512; i++) {
		struct query query = {
		    .source_id = i & 1 ? source : 0,
		    .is_unread_only = (i & 2) != 0,
		    .is_starred_only = (i & 4) != 0,
		    .since = i & 8 ? NOW - 100 : 0,
		    .text = i & 16 ? "lu song" : NULL,
		    .before_published = i & 32 ? NOW : 0,
		    .before_id = i & 32 ? 7 : 0,
		    .is_upward = (i & 64) != 0,
		    .tag = i & 128 ? "lũ" : NULL,
		    .is_folded = (i & 256) != 0, .limit = 50};
		int64_t total, unread, changed;
		struct article_row *rows;

		list(store, &query, &rows);
		if (!store_count_articles(store, &query, &total, &unread,
		    &err) || total < unread)
			tap_done(false, &err, "counting");
		for (int mark = MARK_READ; mark <= MARK_UNSTARRED; mark++)
			if (!store_mark(store, (enum store_mark)mark, NULL, 0,
			    &query, NOW, &changed, &err))
				tap_done(false, &err, "marking");
		if (!store_tag(store, "lũ", (i & 1) == 0, NULL, 0, &query, NOW,
		    &changed, &err))
			tap_done(false, &err, "tagging");
	}
}

static void use_stories(struct store *store)
{
	struct store_story *stories;
	size_t count;

	for (int i = 0; i < 8; i++) {
		struct query query = {.is_unread_only = (i & 1) != 0,
		    .is_starred_only = (i & 2) != 0, .limit = 9,
		    .since = i & 4 ? NOW - 100 : 0};
		struct article_row *rows;

		if (!store_list_stories(store, &query, drafts_arena(),
		        &stories, &count, &err) ||
		    !store_read_fold(store, &query, 3, 5, drafts_arena(),
		        &rows, &count, &err))
			tap_done(false, &err, "stories");
	}
}

static void use_pages(struct store *store)
{
	struct page page = make_page("Nước lũ rút.");
	struct page_job *jobs;
	struct article article;
	size_t count;
	int64_t id;
	bool found = true;

	tap_done(store_claim_pages(store, NOW, 5, drafts_arena(), &jobs,
	    &count, &err), &err, "claim");
	for (size_t i = 0; i < count && found; i++)
		found = store_save_page(store, jobs[i].page_id, PAGE_READY,
		    &page, "<p>", 3, NULL, NOW, &err);
	tap_done(found && store_find_page_job(store, 1, drafts_arena(),
	    &jobs[0], &found, &err), &err, "save and find");
	tap_done(store_give_up_pages(store, NULL, 0, &err), &err, "give up");
	tap_done(store_find_article(store, "//x.vn/1", &id, &err) &&
	    store_read_article(store, 1, drafts_arena(), &article, &found,
	    &err) && store_set_position(store, 1, 3, &err), &err, "read");
}

static void use_packing(struct store *store)
{
	bool did = true;

	while (did && store_pack_some(store, INT64_MAX, &did, &err))
		;
	tap_ok(!did, "packing");
}

static void use_pictures(struct store *store)
{
	static const uint8_t dots[3];
	struct store_picture picture = {.url = "https://x.vn/1.jpg",
	    .asked = NOW, .width = 1, .height = 1, .dots = dots};

	tap_done(store_save_picture(store, 1, &picture, &err) &&
	    store_begin(store, &err) && store_finish(store,
	    picture_merge(store, store, 1, 2, &err), &err), &err,
	    "pictures");
}

static void use_purge(struct store *store)
{
	struct purge_rules rules = {.keep = {.days = 1, .articles = 20},
	    .bytes_most = 100000, .is_removed_too = true};
	struct store_purge *purge = store_begin_purge(store, &rules,
	    NOW + 90000, &err);
	struct purge_counts counts = {{0}};
	bool is_more = purge != NULL;

	tap_done(purge != NULL && store_preview_purge(purge, &counts, &err),
	    &err, "preview of a purge");
	for (int i = 0; is_more && i < 3; i++)
		if (!store_purge_some(purge, 0, &counts, &is_more, &err))
			break;
	tap_done(store_purge_some(purge, clock_nanos() + 1000000, &counts,
	    &is_more, &err) && store_shrink_some(store, 0, &is_more, &err),
	    &err, "purge");
	store_end_purge(purge);
}

static void use_terms(struct store *store)
{
	static const uint32_t number = 77;
	struct relate_wanted wanted = {77, 1};
	uint16_t *added = mem_alloc_zero(RELATE_COUNTERS, sizeof(*added));
	struct relate_counts counts;
	struct article_row *rows;
	struct relate_job *jobs;
	bool is_mine, did;
	size_t count, next = 0, left;
	int64_t *ids;

	added[relate_counter(77)] = 9;
	tap_done(store_read_unrelated(store, false, 0, 10, drafts_arena(),
	    &jobs, &count, &err), &err, "uncounted");
	for (size_t i = 0; i < count; i++)
		if (!store_claim_counted(store, &jobs[i].article_id, 1,
		    &is_mine, &err))
			tap_done(false, &err, "claiming");
	tap_done(store_save_counts(store, added, &next, INT64_MAX, &err) &&
	    store_read_counts(store, &counts, &err) &&
	    store_read_unrelated(store, true, 0, 10, drafts_arena(), &jobs,
	    &count, &err), &err, "counted");
	free(added);
	for (size_t i = 0; i < count; i++) {
		struct relate_entry entry = {jobs[i].article_id, &number, 1,
		    i > 0 ? jobs[0].article_id : 0};

		if (!store_save_related(store, &entry, 1, &err))
			tap_done(false, &err, "relating");
	}
	tap_done(store_execute(store, "UPDATE relate_level SET articles ="
	    " 300", &err), &err, "a full level");
	do {
		if (!store_order_lists(store, 0, &did, &err))
			tap_done(false, &err, "ordering");
	} while (did);
	tap_done(store_find_candidates(store, 1, &wanted, 1, 9,
	    drafts_arena(), &ids, &count, &err) &&
	    store_keep_soon(store, ids, &count, 9, 0, INT64_MAX / 2, &err) &&
	    store_read_relate_jobs(store, ids, count, drafts_arena(), &jobs,
	    &count, &err) && store_read_rows(store, ids, count,
	    drafts_arena(), &rows, &count, &err) && store_read_story(store,
	    1, drafts_arena(), &rows, &count, &err) &&
	    store_relate_again(store, &did, &err) &&
	    relate_verify(store, &is_mine, &err) &&
	    store_count_unrelated(store, &left, &err), &err, "related");
}

static void use_search(struct store *store)
{
	static const char *const queries[] = {"lũ sông lệ kh", "lu",
	    "chưa-đọc nguồn:x", "sao đến:2030", "tỉnh:x nhãn:y lũ từ:1d",
	    "\"lũ trên\" -bão OR sông"};
	struct search_snippet snippet;
	int64_t due;
	size_t done;

	tap_done(store_index(store, 10, true, &done, &err), &err, "index");
	index_all(store);
	tap_done(store_count_unindexed(store, &due, &err), &err, "count");
	tap_number(due, 0, "nothing is left to index");
	for (size_t i = 0; i < ARRAY_LEN(queries) * 2; i++) {
		struct store_search *search = store_search_new(
		    queries[i / 2], NOW, i % 2 == 0 ? SEARCH_BEST :
		    SEARCH_NEWEST, 20);
		bool is_done;

		tap_done(store_search_step(store, search, 0, &is_done, &err)
		    && is_done && store_read_snippet(store, 1,
		    store_search_query(search), drafts_arena(), &snippet,
		    &err), &err, "search for %s", queries[i / 2]);
		store_search_free(search);
	}
}

/* Every function, so that every statement is prepared. */
static void use_all(struct store *store, int64_t source)
{
	static const char *const tags[] = {"xã"};
	struct source_draft draft = {.url = "https://y.vn/", .tags = tags,
	    .tag_count = 1};
	struct source try = {.id = source, .health = HEALTH_GOOD};
	struct store_change change;
	struct source found_source;
	struct offer offer = {.items = 1}, *offers;
	int64_t id, changed, one = 1;
	bool is_new, found;
	size_t count;
	char **names;

	tap_done(store_add_source(store, &draft, NOW, &id, &is_new, &err) &&
	    store_add_source(store, &draft, NOW, &id, &is_new, &err) &&
	    store_save_try(store, &try, &err) &&
	    store_set_source(store, source, "Tin", SOURCE_FEED, &err) &&
	    store_find_source(store, "tin", drafts_arena(), &found_source,
	    &found, &err) && store_remove_source(store, id, NOW, &err) &&
	    store_move_source(store, id, "https://z.vn/", &is_new, &err) &&
	    store_move_source(store, id, "https://y.vn/", &is_new, &err),
	    &err, "sources");
	offer.url = offer.title = found_source.title;
	tap_done(store_save_offers(store, &offer, 1, &err) &&
	    store_read_offers(store, drafts_arena(), &offers, &count, &err) &&
	    store_find_oldest(store, source, &one, &err) &&
	    store_switch_source(store, source, "https://y.vn/2", &err),
	    &err, "offers");
	one = 1;
	use_lists(store, source);
	use_stories(store);
	use_pages(store);
	use_terms(store);
	use_pictures(store);
	use_packing(store);
	use_search(store);
	for (int mark = MARK_READ; mark <= MARK_UNSTARRED; mark++)
		if (!store_mark(store, (enum store_mark)mark, &one, 1, NULL,
		    NOW, &changed, &err))
			tap_done(false, &err, "marking one");
	tap_done(store_tag(store, "xã", true, &one, 1, NULL, NOW, &changed,
	    &err) && store_read_tags(store, 1, drafts_arena(), &names, &count,
	    &err) && store_list_tags(store, drafts_arena(), &names, &count,
	    &err), &err, "tags");
	tap_done(store_undo(store, NOW, drafts_arena(), &change, &found,
	    &err) && store_redo(store, NOW, drafts_arena(), &change, &found,
	    &err), &err, "undo and redo");
}

/*
 * Sources are few, and their list is read whole. A list of all may walk the
 * index that has its order, down to its limit; a partial index, which holds
 * nothing else, may be counted.
 */
static bool is_good_step(const char *step, const char *sql)
{
	static const char *const whole[] = {"SCAN source", "SCAN sqlite_",
	    "SCAN CONSTANT ROW", "SCAN 2 CONSTANT ROWS",
	    "SCAN 3 CONSTANT ROWS", "SCAN dictionary",
	    "SCAN a USING INDEX article_starred",
	    "SCAN a USING INDEX article_unread",
	    "SCAN a USING COVERING INDEX article_unread",
	    "SCAN p USING INDEX page_wanted",
	    "SCAN c USING INDEX change_standing", "SCAN page_text",
	    "SCAN c USING INDEX change_undone", "SCAN tag", "SCAN tally", "SCAN saved_search", "SCAN offer",
	    "SCAN article USING COVERING INDEX article_unindexed",
	    "SCAN word_batch", "SCAN word_sum",
	    /* 512 rows, and some ten */
	    "SCAN relate_count", "SCAN relate_level",
	    "SCAN article USING INDEX article_unrelated",
	    "SCAN article USING INDEX article_counted",
	    /* articles of stories alone, each story's side by side */
	    "SCAN a USING COVERING INDEX article_story",
	    "SCAN a USING INDEX article_story", "SCAN (subquery"};

	if (strstr(step, "TEMP B-TREE") != NULL)
		return false;
	if (!str_starts(step, "SCAN "))
		return true;
	/* what meets a question, in the order of its rows */
	if (str_starts(step, "SCAN search VIRTUAL TABLE INDEX"))
		return strstr(sql, " MATCH ?1") != NULL;
	/* with statistics two sources are looked through */
	if (strcmp(step, "SCAN s") == 0)
		return true;
	/* all are checked */
	if (strcmp(step, "SCAN r") == 0 || str_starts(step, "SCAN l LEFT"))
		return strstr(sql, "relate_list AS r LEFT JOIN") != NULL;
	/* with statistics of three rows, by their ids */
	if (strcmp(step, "SCAN relate_list") == 0)
		return strstr(sql, "id >= ?1 AND id < ?2") != NULL;
	for (size_t i = 0; i < ARRAY_LEN(whole); i++) {
		if (str_starts(step, whole[i]))
			return true;
	}
	return strstr(step, " INDEX ") != NULL &&
	    strstr(sql, " ORDER BY ") != NULL &&
	    strstr(sql, " LIMIT ?") != NULL;
}

static bool has_good_plan(struct store *store, const char *sql)
{
	char *explain = arena_printf(drafts_arena(),
	    "EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *prepared;
	bool is_good = true;

	if (sqlite3_prepare_v2(store->db, explain, -1, &prepared, NULL) !=
	    SQLITE_OK) {
		tap_note("%s: %s", sqlite3_errmsg(store->db), sql);
		return false;
	}
	while (sqlite3_step(prepared) == SQLITE_ROW) {
		const char *step =
		    (const char *)sqlite3_column_text(prepared, 3);

		if (is_good_step(step, sql))
			continue;
		is_good = false;
		tap_note("%s: %s", step, sql);
	}
	sqlite3_finalize(prepared);
	return is_good;
}

static void check_plans(struct store *store, const char *when)
{
	struct statement *const *statements;
	size_t count = store_list_statements(store, &statements), bad = 0;

	for (size_t i = 0; i < count; i++)
		bad += !has_good_plan(store, statements[i]->sql);
	tap_ok(count > 200, "%s: %zu statements", when, count);
	tap_number((int64_t)bad, 0, "%s: no bad plan", when);
}

/* --- those that were not run --------------------------------------------- */

/* Files whose statements read all there is, and why they may. */
static const struct {
	const char *name, *why;
} apart[] = {
    {"schema.c", "steps of a migration, once"},
    {"other.c", "another's cache, looked through once"},
    {"merge.c", "all of another's cache is brought in, once"},
    {"merge_names.c", "all of another's cache is brought in, once"},
    {"copy.c", "all is written to another file"},
    {"repair.c", "all is looked at, and mended"},
    {"verify.c", "all is looked at"},
    {"search_verify.c", "all is looked at"},
};

/* Statements that walk a table, or sort, and why they may. */
static const char *const walks[] = {
    /* once, when all is to be indexed anew */
    "UPDATE article SET doc = NULL,",
    "DELETE FROM search_old",
    "UPDATE tally SET value = 0 WHERE name = 'indexed'",
    /* in the order of the table, no further than its limit */
    "SELECT page_id FROM page_raw ORDER BY page_id LIMIT 1",
    "SELECT packing, bytes FROM text ORDER BY id DESC LIMIT ?1",
    /* sorts the few articles of one page */
    "SELECT published, is_date_trusted FROM article INDEXED BY article_page",
};

static bool may_walk(const char *sql)
{
	for (size_t i = 0; i < ARRAY_LEN(walks); i++) {
		if (str_starts(sql, walks[i]))
			return true;
	}
	return false;
}

static bool was_run(struct store *store, const char *sql)
{
	struct statement *const *statements;
	size_t count = store_list_statements(store, &statements);

	for (size_t i = 0; i < count; i++) {
		if (str_starts(statements[i]->sql, sql))
			return true;
	}
	return false;
}

/* A statement in C: literals side by side, up to what is none. */
static const char *read_literals(const char *at, struct str *sql,
    bool *is_whole)
{
	while (*at == '"') {
		for (at++; *at != '"' && *at != '\0'; at++) {
			at += *at == '\\' && at[1] != '\0';
			str_add_char(sql, *at);
		}
		at += *at == '"';
		at += strspn(at, " \t\n");
		while (str_starts(at, "/*") && strstr(at, "*/") != NULL) {
			at = strstr(at, "*/") + 2;
			at += strspn(at, " \t\n");
		}
	}
	*is_whole = *at != '\0' && strchr(",);:", *at) != NULL;
	return at;
}

static bool is_statement(const char *sql)
{
	static const char *const starts[] = {"SELECT ", "INSERT ", "UPDATE ",
	    "DELETE ", "WITH ", "REPLACE "};

	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		if (str_starts(sql, starts[i]))
			return true;
	}
	return false;
}

static void skip_comment(const char **at)
{
	const char *end = strstr(*at, "*/");

	*at = end == NULL ? *at + strlen(*at) : end + 2;
}

static size_t check_file(struct store *store, const char *name,
    const char *at)
{
	struct str sql;
	size_t found = 0;
	bool is_whole;

	str_init(&sql);
	while (*at != '\0') {
		if (str_starts(at, "/*")) {
			skip_comment(&at);
		} else if (*at == '\'') {
			at += at[1] == '\\' ? 4 : 3;
		} else if (*at != '"') {
			at++;
		} else {
			str_clear(&sql);
			at = read_literals(at, &sql, &is_whole);
			if (!is_statement(sql.data))
				continue;
			found++;
			if (was_run(store, sql.data) || may_walk(sql.data))
				continue;
			if (!is_whole || !has_good_plan(store, sql.data))
				tap_ok(false, "%s: run it here, or mend: %s",
				    name, sql.data);
		}
	}
	str_release(&sql);
	return found;
}

/*
 * A statement that nobody runs here is looked at as it is written; one that
 * is put together must be run above.
 */
static void check_rest(struct store *store)
{
	const char *folder = arena_printf(drafts_arena(), "%s/src/store",
	    getenv("SOURCE_DIR") == NULL ? "." : getenv("SOURCE_DIR"));
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t found = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		const char *end = strrchr(entry->d_name, '.');
		bool is_read = end != NULL && strcmp(end, ".c") == 0;
		struct str text;

		for (size_t i = 0; i < ARRAY_LEN(apart); i++)
			is_read = is_read &&
			    strcmp(entry->d_name, apart[i].name) != 0;
		str_init(&text);
		if (is_read && tap_done(file_read(arena_printf(
		    drafts_arena(), "%s/%s", folder, entry->d_name), 1 << 20,
		    &text, &err), &err, "%s", entry->d_name))
			found += check_file(store, entry->d_name, text.data);
		str_release(&text);
	}
	if (dir != NULL)
		closedir(dir);
	tap_ok(found > 150, "statements in the room's files: %zu", found);
}

static void fill(struct store *store, int64_t source, int count)
{
	struct article_draft *drafts = arena_array(drafts_arena(),
	    (size_t)count, sizeof(*drafts));

	for (int i = 0; i < count; i++)
		drafts[i] = make_draft(arena_printf(drafts_arena(), "p%d", i),
		    arena_printf(drafts_arena(), "https://x.vn/%d", i),
		    "Lũ trên sông Lệ Khê", NOW - i);
	/* the others' title and day tell nothing; this one's does */
	drafts[0].keys[drafts[0].key_count - 1].text = "cầu Bến Sỏi";
	save(store, source, drafts, (size_t)count);
}

int main(void)
{
	struct store *store = open_store("plans.db", STORE_BACKGROUND);
	int64_t source = add_source(store, "https://x.vn/rss");

	use_all(store, source);
	check_plans(store, "an empty cache");
	fill(store, source, 12000);
	use_all(store, source);
	check_plans(store, "a filled cache");
	tap_done(store_execute(store, "ANALYZE", &err), &err, "statistics");
	check_plans(store, "with statistics");
	use_purge(store);
	check_plans(store, "and after a purge");
	check_rest(store);
	store_close(store);
	drafts_release();
	return tap_end();
}
