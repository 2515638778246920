#include "store/drafts.h"
#include "store/internal.h"
#include "store/search.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

static struct error err;

static int unread_of(struct store *store, int64_t id)
{
	struct source *sources;
	size_t count;

	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "reading sources");
	for (size_t i = 0; i < count; i++) {
		if (sources[i].id == id)
			return sources[i].unread;
	}
	return -1;
}

static int64_t mark(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, const struct query *query)
{
	int64_t changed;

	tap_done(store_mark(store, mark, ids, count, query, NOW, &changed,
	    &err), &err, "mark %d", (int)mark);
	return changed;
}

static struct store_change undo(struct store *store, bool *found)
{
	struct store_change change;

	tap_done(store_undo(store, NOW + 1, drafts_arena(), &change, found,
	    &err), &err, "undo");
	return change;
}

static void fill(struct store *store, int64_t source, const char *start)
{
	struct article_draft drafts[30];

	for (int i = 0; i < 30; i++)
		drafts[i] = make_draft(arena_printf(drafts_arena(), "%s%d",
		    start, i), NULL, "Tin", NOW - i);
	save(store, source, drafts, 30);
}

static void test_marks(struct store *store)
{
	int64_t ids[] = {3, 3, 1, 777}, total, unread;
	struct query query = {.is_unread_only = true};
	struct article_row *rows;

	tap_number(mark(store, MARK_READ, ids, 4, NULL), 2,
	    "two were unread, each counted once");
	tap_number(mark(store, MARK_READ, ids, 4, NULL), 0, "now none");
	tap_number(unread_of(store, 1), 28, "the source's count");
	tap_number(unread_of(store, 2), 30, "not the other's");
	tap_number((int64_t)list(store, &query, &rows), 58, "unread rows");
	tap_number(mark(store, MARK_STARRED, ids, 1, NULL), 1, "starred");
	query = (struct query){.is_starred_only = true};
	tap_ok(list(store, &query, &rows) == 1 && rows[0].id == 3 &&
	    rows[0].is_starred && !rows[0].is_unread, "starred rows");
	tap_done(store_count_articles(store, &query, &total, &unread, &err),
	    &err, "counting");
	tap_ok(total == 1 && unread == 0, "one starred, none of it unread");
	query = (struct query){.source_id = 1};
	tap_number(mark(store, MARK_READ, NULL, 0, &query), 28,
	    "all of a source");
	tap_number(unread_of(store, 1), 0, "none unread");
	query = (struct query){.since = NOW - 9};
	tap_number(mark(store, MARK_READ, NULL, 0, &query), 10,
	    "all of some days");
	query = (struct query){0};
	tap_number(mark(store, MARK_UNSTARRED, NULL, 0, &query), 1,
	    "all unstarred");
	tap_number(mark(store, MARK_UNREAD, ids, 1, NULL), 1, "unread");
}

/* The log stands over a restart. */
static void test_undo(const char *name)
{
	static const struct {
		int kind;
		int64_t count;
		int unread_1, unread_2;
	} steps[] = {
	    {MARK_UNREAD, 1, 0, 20}, {MARK_UNSTARRED, 1, 0, 20},
	    {MARK_READ, 10, 0, 30}, {MARK_READ, 28, 28, 30},
	    {MARK_STARRED, 1, 28, 30}, {MARK_READ, 2, 30, 30},
	};
	struct store *store = open_store(name, STORE_SCREEN);
	struct query query = {.is_starred_only = true};
	struct store_change change;
	struct article_row *rows;
	bool found;

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		change = undo(store, &found);
		tap_ok(found && change.kind == steps[i].kind &&
		    change.count == steps[i].count, "step %zu back", i);
		tap_ok(unread_of(store, 1) == steps[i].unread_1 &&
		    unread_of(store, 2) == steps[i].unread_2, "counts");
		tap_number((int64_t)list(store, &query, &rows),
		    i == 1 || i == 2 || i == 3, "starred");
	}
	change = undo(store, &found);
	tap_ok(found && change.kind == STORE_CHANGE_ADD, "the second source");
	tap_text(change.subject, "https://two.vn/", "by its address");
	tap_number(unread_of(store, 2), -1, "is not followed any more");
	undo(store, &found);
	undo(store, &found);
	tap_ok(!found, "nothing is left");
	store_close(store);
}

static void test_undo_remove(const char *name)
{
	struct store *store = open_store(name, STORE_COMMAND);
	struct store_change change;
	struct source_draft draft = {.url = "https://two.vn/",
	    .title = "Xã Hai"};
	struct source *sources;
	size_t count;
	int64_t id;
	bool found, is_new;

	add_source(store, "https://one.vn/");
	tap_done(store_add_source(store, &draft, NOW, &id, &is_new, &err),
	    &err, "following again");
	tap_ok(is_new, "which is new");
	tap_done(store_remove_source(store, 1, NOW, &err), &err, "remove");
	change = undo(store, &found);
	tap_ok(found && change.kind == STORE_CHANGE_REMOVE, "taken back");
	tap_text(change.subject, "https://one.vn/", "its name");
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "reading");
	tap_ok(count == 2 && sources[0].id == 1 && sources[1].id == 2,
	    "at its old place");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

static int64_t tag(struct store *store, const char *name, bool is_set,
    const int64_t *ids, size_t count, const struct query *query)
{
	int64_t changed;

	tap_done(store_tag(store, name, is_set, ids, count, query, NOW,
	    &changed, &err), &err, "%s %s", is_set ? "tag" : "untag", name);
	return changed;
}

static const char *tags_of(struct store *store, int64_t id)
{
	const char *joined = "";
	size_t count;
	char **tags;

	tap_done(store_read_tags(store, id, drafts_arena(), &tags, &count,
	    &err), &err, "tags of %lld", (long long)id);
	for (size_t i = 0; i < count; i++)
		joined = arena_printf(drafts_arena(), "%s[%s]", joined,
		    tags[i]);
	return joined;
}

static struct store_change redo(struct store *store, bool *found)
{
	struct store_change change;

	tap_done(store_redo(store, NOW + 2, drafts_arena(), &change, found,
	    &err), &err, "redo");
	return change;
}

static void test_tags(const char *name)
{
	struct store *store = open_store(name, STORE_SCREEN);
	int64_t ids[] = {3, 1, 20, 3, 777}, total, unread;
	struct query tagged = {.tag = "lũ lụt", .limit = 2};
	struct query one = {.source_id = 2};
	struct article_row *rows;
	struct store_change change;
	size_t count;
	char **all;
	bool found;

	tap_number(tag(store, " lũ\tlụt\n", true, ids, 5, NULL), 3,
	    "three tagged, each once");
	tap_number(tag(store, "lũ lụt", true, ids, 5, NULL), 0, "now none");
	tap_number(tag(store, " \n", true, ids, 5, NULL), 0, "no tag");
	tap_number(tag(store, "cầu", true, ids, 1, NULL), 1, "another");
	tap_text(tags_of(store, 3), "[lũ lụt][cầu]", "in their order");
	tap_ok(list(store, &tagged, &rows) == 2 && rows[0].id == 20 &&
	    rows[1].id == 3, "listed newest first");
	tagged.before_published = rows[1].published;
	tagged.before_id = rows[1].id;
	tap_ok(list(store, &tagged, &rows) == 1 && rows[0].id == 1,
	    "and on below");
	tagged = (struct query){.tag = "lũ lụt"};
	tap_done(store_count_articles(store, &tagged, &total, &unread, &err),
	    &err, "count");
	tap_number(total, 3, "counted");
	tap_number(tag(store, "xem sau", true, NULL, 0, &one), 30,
	    "a whole source");
	tap_number(tag(store, "xem sau", false, ids, 5, NULL), 0,
	    "not of the other source");
	tap_done(store_list_tags(store, drafts_arena(), &all, &count, &err),
	    &err, "all tags");
	tap_ok(count == 3 && strcmp(all[0], "cầu") == 0, "are three");
	tap_number(tag(store, "cầu", false, ids, 1, NULL), 1, "taken off");
	tap_text(tags_of(store, 3), "[lũ lụt]", "is off");
	change = undo(store, &found);
	tap_ok(found && change.kind == STORE_CHANGE_UNTAG &&
	    change.count == 1, "undone");
	tap_text(change.subject, "cầu", "by name");
	tap_text(tags_of(store, 3), "[lũ lụt][cầu]", "is on again");
	change = undo(store, &found);
	tap_ok(found && change.kind == STORE_CHANGE_TAG &&
	    change.count == 30, "the source's too");
	tagged.tag = "xem sau";
	tap_number((int64_t)list(store, &tagged, &rows), 0, "none has it");
	store_close(store);
	store = open_store(name, STORE_COMMAND);
	change = redo(store, &found);
	tap_ok(found && change.kind == STORE_CHANGE_TAG,
	    "done again after a restart");
	tap_number((int64_t)list(store, &tagged, &rows), 30, "all have it");
	change = redo(store, &found);
	tap_ok(found && change.kind == STORE_CHANGE_UNTAG, "and the last");
	tap_text(tags_of(store, 3), "[lũ lụt]", "off again");
	redo(store, &found);
	tap_ok(!found, "nothing more");
	undo(store, &found);
	mark(store, MARK_STARRED, ids, 2, NULL);
	redo(store, &found);
	tap_ok(!found, "a new change ends what could be done again");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

/* What one command does is taken back at once. */
static void test_batch(const char *name)
{
	struct store *store = open_store(name, STORE_COMMAND);
	struct store_change change;
	struct source *sources;
	size_t count;
	bool found;

	tap_ok(store_begin_batch(store) && !store_begin_batch(store),
	    "one batch at a time");
	for (int i = 0; i < 100; i++)
		add_source(store, arena_printf(drafts_arena(),
		    "https://xa-%d.vn/", i));
	store_end_batch(store);
	add_source(store, "https://rieng.vn/");
	undo(store, &found);
	change = undo(store, &found);
	tap_ok(found && change.kind == STORE_CHANGE_ADD &&
	    change.count == 100, "a hundred sources at once");
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "reading");
	tap_number((int64_t)count, 2, "are gone");
	change = redo(store, &found);
	tap_ok(found && change.count == 100, "and back at once");
	change = redo(store, &found);
	tap_ok(found && change.count == 1, "then the one after it");
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "reading");
	tap_number((int64_t)count, 103, "all");
	store_close(store);
}

static const char *searches_of(struct store *store)
{
	struct saved_search *searches;
	const char *joined = "";
	size_t count;

	tap_done(store_read_searches(store, drafts_arena(), &searches, &count,
	    &err), &err, "searches");
	for (size_t i = 0; i < count; i++)
		joined = arena_printf(drafts_arena(), "%s[%s=%s]", joined,
		    searches[i].title, searches[i].query);
	return joined;
}

/* Each change of a saved search is one to undo, over restarts. */
static void test_searches(const char *name)
{
	static const struct {
		int kind;
		const char *subject, *left;
	} back[] = {
	    {STORE_CHANGE_DROP_SEARCH, "Nước lên",
	    "[Nước lên=lũ sao][cầu=cầu]"},
	    {STORE_CHANGE_EDIT_SEARCH, "Nước lên", "[Lũ=lũ][cầu=cầu]"},
	    {STORE_CHANGE_SAVE_SEARCH, "cầu", "[Lũ=lũ]"},
	    {STORE_CHANGE_SAVE_SEARCH, "Lũ", ""},
	};
	struct store *store = open_store(name, STORE_COMMAND);
	int64_t lu, cau, other;
	bool is_new, found;

	tap_done(store_save_search(store, "Lũ", " lũ\t", NOW, &lu, &is_new,
	    &err) && is_new && lu > 0, &err, "save");
	tap_done(store_save_search(store, NULL, "cầu", NOW, &cau, &is_new,
	    &err) && is_new, &err, "and another");
	tap_done(store_save_search(store, "?", "lũ", NOW, &other, &is_new,
	    &err) && !is_new && other == lu, &err, "one is there");
	tap_done(store_save_search(store, "?", "\n ", NOW, &other, &is_new,
	    &err) && !is_new && other == 0, &err, "a blank one is none");
	tap_done(store_change_search(store, lu, NULL, "cầu", NOW, &found,
	    &err) && !found, &err, "another has that query");
	tap_done(store_change_search(store, lu, "Nước lên", "lũ sao", NOW,
	    &found, &err) && found, &err, "changed");
	tap_done(store_remove_search(store, lu, NOW, &found, &err) && found,
	    &err, "removed");
	tap_text(searches_of(store), "[cầu=cầu]", "one is left");
	for (size_t i = 0; i < ARRAY_LEN(back); i++) {
		struct store_change change;

		store_close(store);
		store = open_store(name, STORE_COMMAND);
		change = undo(store, &found);
		tap_ok(found && change.kind == back[i].kind &&
		    change.count == 1, "step %zu back", i);
		tap_text(change.subject, back[i].subject, "its name");
		tap_text(searches_of(store), back[i].left, "what is left");
	}
	for (size_t i = 0; i < ARRAY_LEN(back); i++)
		redo(store, &found);
	tap_text(searches_of(store), "[cầu=cầu]", "all done again");
	undo(store, &found);
	tap_text(searches_of(store), back[0].left, "at its old place");
	tap_number((int64_t)count_faults(store), 0, "sound");
	tap_done(store_execute(store, "UPDATE change SET articles = x'0102'"
	    " WHERE kind = 106", &err), &err, "a damaged log");
	tap_ok(!store_undo(store, NOW, drafts_arena(), &(struct store_change){
	    0}, &found, &err) && err.code == ERROR_STORE_DAMAGED && !found,
	    "is told");
	store_close(store);
}

/* As many as several steps take. */
static void fill_many(struct store *store, int64_t source, int count)
{
	struct article_draft *drafts = arena_array(drafts_arena(),
	    (size_t)count, sizeof(*drafts));

	for (int i = 0; i < count; i++)
		drafts[i] = make_draft(arena_printf(drafts_arena(), "n%d", i),
		    arena_printf(drafts_arena(), "https://x.vn/n%d", i),
		    "Nước lên ở Bàu Sậy", NOW - i);
	save(store, source, drafts, (size_t)count);
}

static bool step(struct store_bulk *bulk, int64_t deadline)
{
	bool did;

	tap_done(store_bulk_step(bulk, deadline, &did, &err), &err, "a step");
	return did;
}

/* Left in the middle: what is done stands, and is one change. */
static void test_bulk(const char *name)
{
	enum { MANY = 5000 };
	struct store *store = open_store(name, STORE_SCREEN);
	struct query all = {0};
	struct store_bulk *bulk = store_bulk_mark(store, MARK_READ, &all,
	    NOW);
	struct article_draft draft = make_draft("sau", "https://x.vn/sau",
	    "Tin đến sau", NOW - 10);
	struct store_change change;
	int64_t first, id = MANY;
	bool found;

	tap_ok(step(bulk, 0), "a step is not all");
	first = store_bulk_change(bulk)->count;
	tap_ok(first > 0 && first < MANY, "but some: %lld", (long long)first);
	save(store, 1, &draft, 1);
	mark(store, MARK_STARRED, &id, 1, NULL);
	tap_ok(!step(bulk, INT64_MAX), "then all");
	tap_number(store_bulk_change(bulk)->count, MANY,
	    "that there were at its beginning");
	tap_number(unread_of(store, 1), 1, "the one that came later stays");
	store_bulk_free(bulk);
	store_close(store);

	store = open_store(name, STORE_SCREEN);
	bulk = store_bulk_undo(store, false, NOW);
	tap_ok(step(bulk, 0), "a step back");
	tap_ok(unread_of(store, 1) > 1 && unread_of(store, 1) < MANY,
	    "some are unread again");
	store_bulk_free(bulk);
	store_close(store);

	store = open_store(name, STORE_COMMAND);
	change = undo(store, &found);
	tap_ok(found && change.kind == MARK_READ && change.count > 0,
	    "the rest of it is next, after a restart");
	tap_number(unread_of(store, 1), MANY + 1, "all are unread again");
	change = redo(store, &found);
	tap_ok(found && change.kind == MARK_READ && change.count == MANY,
	    "done again as one");
	tap_number(unread_of(store, 1), 1, "and all read");
	undo(store, &found);
	change = undo(store, &found);
	tap_ok(found && change.kind == MARK_STARRED, "then the star");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

/* By limit, by tag, by search; marks that no index narrows. */
static void test_bulk_queries(const char *name)
{
	struct store *store = open_store(name, STORE_COMMAND);
	struct query limited = {.limit = 3000}, tagged = {.tag = "lũ"};
	struct query sought = {.text = "bau say", .source_id = 1};
	int64_t ids[] = {5, 6, 7}, total, unread;
	bool found;

	tap_number(mark(store, MARK_READ, NULL, 0, &limited), 3000,
	    "the newest 3,000");
	tap_number(mark(store, MARK_UNREAD, NULL, 0, &(struct query){0}),
	    3000, "unread again, they alone");
	undo(store, &found);
	undo(store, &found);
	tap_number(unread_of(store, 1), 5001, "back");
	tag(store, "lũ", true, ids, ARRAY_LEN(ids), NULL);
	tap_number(mark(store, MARK_STARRED, NULL, 0, &tagged), 3, "a tag's");
	tap_number(mark(store, MARK_READ, NULL, 0, &sought), 0,
	    "what is not indexed is not found");
	for (size_t done = 1; done > 0;)
		tap_done(store_index(store, 4000, true, &done, &err), &err,
		    "indexing");
	tap_done(store_count_articles(store, &sought, &total, &unread, &err),
	    &err, "counting");
	tap_number(mark(store, MARK_READ, NULL, 0, &sought), total,
	    "a search's, all that it lists");
	tap_number(unread_of(store, 1), 5001 - total, "no others");
	undo(store, &found);
	tap_number(unread_of(store, 1), 5001, "and back");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

static int64_t tagged_as(struct store *store, const char *tag)
{
	struct query query = {.tag = tag};
	int64_t total, unread;

	tap_done(store_count_articles(store, &query, &total, &unread, &err),
	    &err, "counting");
	return total;
}

/* All of a list in short writes, and one change. */
static void test_bulk_tags(const char *name)
{
	struct store *store = open_store(name, STORE_COMMAND);
	struct query all = {0}, sought = {.text = "bau say"};
	struct query tagged = {.tag = "xem sau"}, newest = {.limit = 600};
	struct store_change change;
	int64_t writes, found_count, unread;
	bool found;

	tap_number(tag(store, "xem sau", true, NULL, 0, &all), 5001,
	    "all tagged");
	tap_done(store_read_ints(store, &err, "SELECT count(*) FROM change"
	    " WHERE batch = (SELECT max(batch) FROM change)", BIND_NONE,
	    &writes, 1, NULL), &err, "the log");
	tap_ok(writes > 5, "in %lld writes", (long long)writes);
	tap_number(tag(store, "xem sau", false, NULL, 0, &tagged), 5001,
	    "and taken off by that very list");
	tap_number(tagged_as(store, "xem sau"), 0, "none has it");
	change = undo(store, &found);
	tap_ok(found && change.kind == STORE_CHANGE_UNTAG &&
	    change.count == 5001, "taken back as one");
	tap_text(change.subject, "xem sau", "by name");
	undo(store, &found);
	tap_number(tagged_as(store, "xem sau"), 0, "and the first as well");
	tap_number(tag(store, "mới", true, NULL, 0, &newest), 600,
	    "no more than asked");
	tap_done(store_count_articles(store, &sought, &found_count, &unread,
	    &err), &err, "counting");
	tap_ok(found_count > 0, "a search finds some");
	tap_number(tag(store, "sậy", true, NULL, 0, &sought), found_count,
	    "and they are tagged alone");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

int main(void)
{
	struct store *store = open_store("marks.db", STORE_BACKGROUND);

	fill(store, add_source(store, "https://one.vn/"), "one");
	fill(store, add_source(store, "https://two.vn/"), "two");
	test_marks(store);
	store_close(store);
	test_undo("marks.db");
	test_undo_remove("marks.db");
	store = open_store("tags.db", STORE_BACKGROUND);
	fill(store, add_source(store, "https://one.vn/"), "one");
	fill(store, add_source(store, "https://two.vn/"), "two");
	store_close(store);
	test_tags("tags.db");
	test_batch("tags.db");
	test_searches("searches.db");
	store = open_store("many.db", STORE_BACKGROUND);
	fill_many(store, add_source(store, "https://many.vn/"), 5000);
	store_close(store);
	test_bulk("many.db");
	test_bulk_queries("many.db");
	test_bulk_tags("many.db");
	drafts_release();
	return tap_end();
}
