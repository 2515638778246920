/* A cache is written to one file, and merged from one, whoever made it. */
#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/internal.h"
#include "store/search.h"

enum { ARTICLES = 500 };

static struct error err;

static const char *text_of(int number)
{
	return arena_printf(drafts_arena(), "Bài số %d: nước trên sông Lệ Khê "
	    "đo tại cầu Bến Sỏi là %d,%02d m; thôn Bàu Sậy có %d hộ phải "
	    "chuyển đồ đạc lên cao.", number, number % 5, number % 97,
	    number * 3 % 41);
}

/* Articles from..to of a source, their pages there but for every tenth. */
static void fill(struct store *store, const char *url, int from, int to)
{
	int64_t source = add_source(store, url);
	struct page_job *jobs;
	size_t count;

	for (int i = from; i < to; i++) {
		struct article_draft draft = make_draft(arena_printf(
		    drafts_arena(), "m%d", i), arena_printf(drafts_arena(),
		    "https://x.vn/%d.html", i), arena_printf(drafts_arena(),
		    "Tin %d", i), NOW + i);

		draft.lead = "Nước lên";
		draft.author = "Ban biên tập";
		set_body(&draft, text_of(i));
		save(store, source, &draft, 1);
	}
	tap_done(store_claim_pages(store, NOW, ARTICLES, drafts_arena(),
	    &jobs, &count, &err), &err, "claim");
	for (size_t i = 0; i < count; i++) {
		int number = (int)strtol(strrchr(jobs[i].url, '/') + 1, NULL,
		    10);
		struct page page = make_page(text_of(number));

		if (number % 10 != 0 && !store_save_page(store,
		    jobs[i].page_id, PAGE_READY, &page, "<p>nguồn</p>", 14,
		    NULL, NOW, &err))
			tap_done(false, &err, "saving a page");
	}
}

static void mark(struct store *store, enum store_mark mark, int64_t id)
{
	int64_t changed;

	tap_done(store_mark(store, mark, &id, 1, NULL, NOW, &changed, &err) &&
	    changed == 1, &err, "mark %lld", (long long)id);
}

static void tag(struct store *store, const char *name, bool is_set,
    int64_t id, int64_t when)
{
	int64_t changed;

	tap_done(store_tag(store, name, is_set, &id, 1, NULL, when, &changed,
	    &err) && changed == 1, &err, "tag %lld %s", (long long)id, name);
}

static struct import_counts import(struct store *store, const char *name)
{
	struct import_counts counts;

	tap_done(store_import(store, store_path(name), NOW, NULL, NULL,
	    &counts, &err), &err, "import %s", name);
	return counts;
}

/* What makes two caches the same to their reader, whatever the ids. */
static const char *digest(struct store *store)
{
	struct query query = {0};
	struct article_row *rows;
	size_t count = list(store, &query, &rows);
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		struct article article = read_one(store, rows[i].id);
		const char *line = arena_printf(drafts_arena(),
		    "%s|%s|%s|%s|%s|%lld|%d%d%d%d|%d|%s", rows[i].title,
		    rows[i].link, rows[i].lead, rows[i].source_title,
		    article.author, (long long)rows[i].published,
		    rows[i].is_unread, rows[i].is_starred, rows[i].page,
		    article.position, rows[i].words, article.body.count == 0 ?
		    "" : article.body.blocks[0].text);

		for (; *line != '\0'; line++)
			sum = sum * 31 + (unsigned char)*line;
	}
	return arena_printf(drafts_arena(), "%zu %016llx", count,
	    (unsigned long long)sum);
}

static void make_first(void)
{
	struct store *store = open_store("first.db", STORE_BACKGROUND);
	bool did = true;

	fill(store, "https://x.vn/rss", 0, ARTICLES - 50);
	while (did && store_pack_some(store, INT64_MAX, &did, &err))
		;
	fill(store, "https://y.vn/rss", ARTICLES - 50, ARTICLES);
	mark(store, MARK_READ, 3);
	mark(store, MARK_STARRED, 4);
	tag(store, "lũ", true, 5, NOW);
	tag(store, "cầu", true, 6, NOW);
	tap_done(store_set_position(store, 7, 42, &err) &&
	    store_remove_source(store, 2, NOW, &err), &err, "and more");
	tap_number((int64_t)count_faults(store), 0, "the first is sound");
	store_close(store);
}

static void test_export(void)
{
	struct store *store = open_store("first.db", STORE_SCREEN);
	struct store *writer = open_store("first.db", STORE_BACKGROUND);
	const char *path = store_path("whole.bantin"), *was;
	struct store *copy;
	struct stat info;
	unsigned char head[20];
	FILE *file;

	was = digest(store);
	tap_done(store_begin(writer, &err), &err, "while another writes");
	tap_done(store_export(store, path, &err), &err, "export");
	tap_done(store_finish(writer, true, &err), &err, "which ends");
	store_close(writer);
	tap_ok(stat(path, &info) == 0 && (info.st_mode & 0777) == 0600,
	    "one file for its owner");
	file = fopen(path, "rb");
	tap_ok(file != NULL && fread(head, 1, sizeof(head), file) == 20 &&
	    head[18] == 1 && head[19] == 1, "that can be read anywhere");
	if (file != NULL)
		fclose(file);
	tap_text(digest(store), was, "the cache is as it was");
	tap_done(store_mark(store, MARK_READ, (int64_t[]){9}, 1, NULL, NOW,
	    &(int64_t){0}, &err), &err, "and goes on");
	tap_done(store_export(store, path, &err), &err, "over the old one");
	was = digest(store);
	store_close(store);
	copy = store_open(path, STORE_COMMAND, &err);
	if (tap_done(copy != NULL, &err, "it is a cache itself")) {
		tap_text(digest(copy), was, "the same");
		tap_number((int64_t)count_faults(copy), 0, "sound");
	}
	store_close(copy);
}

static void test_export_fails(void)
{
	struct store *store = open_store("first.db", STORE_COMMAND);

	tap_ok(!store_export(store, "/dev/null/x/y.bantin", &err),
	    "an export to nowhere fails");
	tap_ok(!store_export(store, store_path("not/there.bantin"), &err) ||
	    file_exists(store_path("not/there.bantin")), "or is there");
	tap_number((int64_t)count_faults(store), 0, "the cache is sound");
	store_close(store);
}

/* Into an empty cache: moving house. */
static struct store_change undo(struct store *store, bool *found)
{
	struct store_change change;

	tap_done(store_undo(store, NOW, drafts_arena(), &change, found, &err),
	    &err, "undo");
	return change;
}

/* What was done on one machine is taken back on the other. */
static void compare_logs(struct store *from, struct store *store)
{
	bool found, is_there;
	int count = 0;

	do {
		struct store_change theirs = undo(from, &found);
		struct store_change ours = undo(store, &is_there);

		tap_ok(found == is_there, "both have one, or none");
		if (!found || !is_there)
			break;
		tap_ok(ours.kind == theirs.kind && ours.count == theirs.count,
		    "the same: %d, %lld", ours.kind, (long long)ours.count);
		tap_text(ours.subject, theirs.subject, "of the same");
		count++;
	} while (count < 50);
	tap_ok(count > 3, "%d changes", count);
	tap_number(ask_number(store, "SELECT count(*) FROM article"
	    " WHERE is_starred = 1 OR is_unread = 0"), 0, "no mark is left");
	/* the tests below go on with it as it was */
	for (found = true; found;) {
		struct store_change change;

		tap_done(store_redo(from, NOW, drafts_arena(), &change,
		    &found, &err), &err, "redo");
	}
}

static void test_move(void)
{
	struct store *from = open_store("first.db", STORE_SCREEN);
	struct store *store = open_store("second.db", STORE_BACKGROUND);
	struct import_counts counts = import(store, "whole.bantin");
	struct store_change change;
	struct source *sources;
	size_t count;
	bool found;

	tap_number(counts.articles, ARTICLES, "each article");
	tap_number(counts.sources, 1, "the source that is followed");
	tap_number(counts.tags, 2, "the tags");
	tap_text(digest(store), digest(from), "the same cache");
	tap_number(ask_number(store, "SELECT count(*) FROM text WHERE packing = 2"),
	    ask_number(from, "SELECT count(*) FROM text WHERE packing = 2"),
	    "packed as they were");
	tap_number((int64_t)count_faults(store), 0, "sound");
	counts = import(store, "whole.bantin");
	tap_ok(counts.articles == 0 && counts.sources == 0 &&
	    counts.marks == 0 && counts.tags == 0, "twice changes nothing");
	tap_text(digest(store), digest(from), "nothing at all");
	tap_number(ask_number(store, "SELECT count(*) FROM change"),
	    ask_number(from, "SELECT count(*) FROM change") + 1,
	    "its log, and the import");
	tap_done(store_undo(store, NOW, drafts_arena(), &change, &found,
	    &err), &err, "undo it");
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "sources");
	tap_number((int64_t)count, 0, "none is followed");
	compare_logs(from, store);
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
	store_close(from);
}

/* Into one that has half of it, other marks, and texts that theirs lacks. */
static void test_merge(void)
{
	struct store *store = open_store("third.db", STORE_COMMAND);
	struct import_counts counts;
	struct article_row *rows;
	struct query tagged = {.tag = "lũ"};
	struct query all = {0};
	int64_t changes;

	fill(store, "https://z.vn/rss", 9000, 9010);
	fill(store, "https://x.vn/rss", 0, 100);
	/* ids: ten of another source come before */
	mark(store, MARK_READ, 14);
	mark(store, MARK_STARRED, 13);
	tag(store, "lũ", true, 15, NOW - 50);
	tag(store, "lũ", false, 15, NOW + 50);
	tag(store, "cầu", true, 16, NOW - 50);
	tag(store, "cầu", false, 16, NOW - 40);
	changes = ask_number(store, "SELECT count(*) FROM change");
	tap_number((int64_t)list(store, &all, &rows), 110, "110 before");
	counts = import(store, "whole.bantin");
	tap_number(counts.articles, ARTICLES - 100, "those it had not");
	tap_number(counts.marks, 3, "three are read or starred now");
	tap_number(ask_number(store, "SELECT count(*) FROM change"), changes,
	    "its own log stands alone");
	tap_number((int64_t)list(store, &all, &rows), ARTICLES + 10,
	    "none twice");
	tap_ok(!read_one(store, 13).row.is_unread &&
	    read_one(store, 13).row.is_starred, "read and starred, by both");
	tap_ok(!read_one(store, 14).row.is_unread &&
	    read_one(store, 14).row.is_starred, "one each");
	tap_number(read_one(store, 17).position, 42, "the place in it");
	tap_number((int64_t)list(store, &tagged, &rows), 0,
	    "a tag taken off later is off");
	tagged.tag = "cầu";
	tap_number((int64_t)list(store, &tagged, &rows), 1,
	    "one put on later is on");
	tap_number((int64_t)count_faults(store), 0, "sound");
	counts = import(store, "whole.bantin");
	tap_ok(counts.articles == 0 && counts.marks == 0 && counts.tags == 0,
	    "twice changes nothing");
	store_close(store);
}

/* What belongs to no article: rest, moves, searches, the catalogue's. */
static void test_names(void)
{
	struct store *from = open_store("names-a.db", STORE_COMMAND);
	struct store *store = open_store("names-b.db", STORE_COMMAND);
	struct saved_search *searches;
	struct store_change change;
	struct source *sources;
	int64_t id = add_source(from, "https://cu.vn/rss");
	bool is_moved, is_new, found;
	size_t count;
	char *url;

	tap_done(store_move_source(from, id, "https://moi.vn/rss", &is_moved,
	    &err) && is_moved, &err, "theirs has moved");
	id = add_source(from, "https://nghi.vn/rss");
	add_source(from, "https://chung.vn/rss");
	tap_done(store_execute(from, "UPDATE source SET is_paused = 1"
	    " WHERE id > 1", &err), &err, "two of theirs rest");
	tap_done(store_save_search(from, "Lũ", "lũ lụt", NOW, &id, &is_new,
	    &err) && store_save_search(from, "Cầu", "cầu", NOW, &id, &is_new,
	    &err), &err, "and they keep searches");
	tap_done(store_remember(from, "a.vn", "https://a.vn/moi", NOW, &err) &&
	    store_remember(from, "b.vn", "https://b.vn/cu", NOW - 9, &err),
	    &err, "and have found sites");
	tap_done(store_export(from, store_path("names.bantin"), &err), &err,
	    "export");
	store_close(from);

	add_source(store, "https://cu.vn/rss");
	add_source(store, "https://chung.vn/rss");
	tap_done(store_save_search(store, "Bắc cầu", "cầu", NOW, &id, &is_new,
	    &err), &err, "ours keeps one of them");
	tap_done(store_remember(store, "b.vn", "https://b.vn/moi", NOW, &err),
	    &err, "and knows more of a site");
	import(store, "names.bantin");
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "sources");
	if (tap_number((int64_t)count, 3, "one is new")) {
		tap_text(sources[0].url, "https://cu.vn/rss",
		    "what has moved there is the same");
		tap_ok(!sources[1].is_paused, "what ours asks goes on");
		tap_ok(sources[2].is_paused, "the new one rests");
	}
	tap_done(store_read_searches(store, drafts_arena(), &searches, &count,
	    &err), &err, "searches");
	tap_ok(count == 2 && strcmp(searches[0].title, "Bắc cầu") == 0 &&
	    strcmp(searches[1].title, "Lũ") == 0, "ours, and what it lacked");
	tap_done(store_find_remembered(store, "a.vn", drafts_arena(), &url,
	    &err) && url != NULL, &err, "a site");
	tap_text(url, "https://a.vn/moi", "that they found");
	tap_done(store_find_remembered(store, "b.vn", drafts_arena(), &url,
	    &err) && url != NULL, &err, "another");
	tap_text(url, "https://b.vn/moi", "the newer finding stands");
	import(store, "names.bantin");
	tap_number(ask_number(store, "SELECT count(*) FROM saved_search"), 2,
	    "twice changes nothing");
	tap_done(store_undo(store, NOW, drafts_arena(), &change, &found,
	    &err) && found, &err, "undone");
	tap_number(ask_number(store, "SELECT count(*) FROM saved_search"), 1,
	    "searches and");
	tap_number(ask_number(store, "SELECT count(*) FROM source"
	    " WHERE is_followed = 1"), 2, "sources in one");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

/* --- what is not to be trusted ------------------------------------------------ */

static void copy_file(const char *from, const char *to)
{
	struct str data;

	str_init(&data);
	tap_done(file_read(store_path(from), 1 << 26, &data, &err) &&
	    file_write(store_path(to), data.data, data.len, &err), &err,
	    "copy %s", from);
	str_release(&data);
}

static void refuse(struct store *store, const char *name,
    enum error_code code)
{
	struct import_counts counts;
	const char *was = digest(store);
	struct error why = {0};

	tap_ok(!store_import(store, store_path(name), NOW, NULL, NULL,
	    &counts, &why), "%s is refused", name);
	tap_number(why.code, code, "%s: with its code", name);
	tap_text(why.subject, store_path(name), "and its name");
	tap_text(digest(store), was, "nothing is lost or added");
	tap_ok(!file_exists(arena_printf(drafts_arena(), "%s.import",
	    store->path)), "nothing is left behind");
}

static void run_sql(const char *name, const char *sql)
{
	sqlite3 *db;

	tap_ok(sqlite3_open(store_path(name), &db) == SQLITE_OK &&
	    sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
	    "craft %s: %s", name, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void test_hostile(void)
{
	struct store *store = open_store("second.db", STORE_COMMAND);

	copy_file("whole.bantin", "cut.bantin");
	tap_ok(truncate(store_path("cut.bantin"), 100000) == 0, "cut short");
	refuse(store, "cut.bantin", ERROR_STORE_DAMAGED);
	copy_file("whole.bantin", "trigger.bantin");
	run_sql("trigger.bantin", "CREATE TRIGGER t AFTER INSERT ON article"
	    " BEGIN DELETE FROM article; END");
	refuse(store, "trigger.bantin", ERROR_STORE_DAMAGED);
	copy_file("whole.bantin", "view.bantin");
	run_sql("view.bantin", "ALTER TABLE tag RENAME TO old;"
	    "CREATE VIEW tag AS SELECT 1 AS id, hex(zeroblob(1e8)) AS name");
	refuse(store, "view.bantin", ERROR_STORE_DAMAGED);
	copy_file("whole.bantin", "newer.bantin");
	run_sql("newer.bantin", "PRAGMA user_version = 999");
	refuse(store, "newer.bantin", ERROR_STORE_NEWER);
	tap_done(file_write(store_path("note.bantin"), "ghi chú\n", 9, &err),
	    &err, "no cache");
	refuse(store, "note.bantin", ERROR_STORE_FOREIGN);
	run_sql("foreign.bantin", "CREATE TABLE x (y)");
	refuse(store, "foreign.bantin", ERROR_STORE_FOREIGN);
	refuse(store, "missing.bantin", ERROR_STORE_OPEN);
	store_close(store);
}

/* One that looks like ours, with what ours never has. */
static void test_unclean(void)
{
	struct store *store = open_store("fourth.db", STORE_COMMAND);
	struct import_counts counts;
	struct article_row *rows;
	struct query all = {0};
	size_t count;

	copy_file("whole.bantin", "unclean.bantin");
	run_sql("unclean.bantin", "UPDATE article_text SET title ="
	    " char(27) || '[31mđỏ' || char(8238), link = 'javascript:x'"
	    " WHERE article_id = 2;"
	    "UPDATE text SET bytes = x'0102030405' WHERE id < 20;"
	    "UPDATE article SET is_date_trusted = 77, source_id = 1,"
	    " page_id = 999999 WHERE id = 3;"
	    "UPDATE source SET total = 9223372036854775807,"
	    " unread = 9223372036854775807;"
	    "INSERT INTO source_tag VALUES (1, 9, char(7) || 'chuông')");
	counts = import(store, "unclean.bantin");
	tap_number(counts.articles, ARTICLES, "its articles are taken");
	count = list(store, &all, &rows);
	for (size_t i = 0; i < count; i++) {
		if (strstr(rows[i].title, "đỏ") != NULL)
			tap_ok(strchr(rows[i].title, 27) == NULL &&
			    strstr(rows[i].link, "javascript") == NULL,
			    "a title is cleaned: %s", rows[i].title);
	}
	tap_number(ask_number(store, "SELECT count(*) FROM page WHERE state = 2"),
	    ARTICLES / 10 * 9 - 20, "texts that cannot be read are left");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

/* A file of marks, as it is written before a migration. */
static void test_marks_file(void)
{
	struct store *store = open_store("first.db", STORE_COMMAND);
	struct import_counts counts;

	tap_done(store_copy(store, COPY_MARKS, store_path("marks.bantin"),
	    &err), &err, "the marks alone");
	store_close(store);
	store = open_store("fifth.db", STORE_COMMAND);
	fill(store, "https://x.vn/rss", 0, 20);
	counts = import(store, "marks.bantin");
	tap_number(counts.marks, 3, "marks of what is here");
	tap_number(counts.articles, 0, "what somebody chose is here already");
	tap_number(ask_number(store, "SELECT count(*) FROM article_tag"), 2,
	    "its tags");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
	store = open_store("sixth.db", STORE_COMMAND);
	counts = import(store, "marks.bantin");
	tap_number(counts.articles, 4,
	    "into an empty cache: what was kept by choice");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

int main(void)
{
	make_first();
	test_export();
	test_export_fails();
	test_move();
	test_merge();
	test_names();
	test_hostile();
	test_unclean();
	test_marks_file();
	drafts_release();
	return tap_end();
}
