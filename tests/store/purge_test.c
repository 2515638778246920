/* What is not kept goes, in steps, and does not come back by a feed. */
#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

#include "store/internal.h"

enum { EACH = 120, DAY = 86400 };

static struct error err;

/* One article a day, the newest today; a page for each. */
static void make_drafts(struct article_draft *drafts, const char *host)
{
	for (int i = 0; i < EACH; i++) {
		drafts[i] = make_draft(arena_printf(drafts_arena(), "%s-%d",
		    host, i), arena_printf(drafts_arena(),
		    "https://%s.vn/%d.html", host, i),
		    arena_printf(drafts_arena(), "Tin ngày %d của %s", i,
		    host), NOW - i * DAY);
		set_body(&drafts[i], "Nước rút dần ở thôn Bàu Sậy.");
	}
}

static int64_t fill(struct store *store, const char *host)
{
	int64_t source = add_source(store, arena_printf(drafts_arena(),
	    "https://%s.vn/rss", host));
	struct article_draft drafts[EACH];
	struct page_job *jobs;
	size_t count;

	make_drafts(drafts, host);
	save(store, source, drafts, EACH);
	tap_done(store_claim_pages(store, NOW, EACH, drafts_arena(), &jobs,
	    &count, &err), &err, "claim");
	for (size_t i = 0; i < count; i++) {
		struct page page = make_page("Nước rút dần, bà con dọn bùn.");

		if (!store_save_page(store, jobs[i].page_id, PAGE_READY, &page,
		    "<p>", 3, NULL, NOW, &err))
			tap_done(false, &err, "saving a page");
	}
	return source;
}

static void relate_all(struct store *store)
{
	static const uint32_t terms[] = {11, 12};
	struct relate_job *jobs;
	size_t count;

	tap_done(store_execute(store, "UPDATE article SET relate_state = 3"
	    " WHERE relate_state = 0", &err), &err, "counted");
	tap_done(store_read_unrelated(store, true, 0, 1000, drafts_arena(),
	    &jobs, &count, &err), &err, "unrelated");
	for (size_t i = 0; i < count; i++) {
		struct relate_entry entry = {jobs[i].article_id, terms, 2, 0};

		if (!store_save_related(store, &entry, 1, &err))
			tap_done(false, &err, "terms");
	}
}

static void mark_source(struct store *store, enum store_mark mark,
    int64_t source_id)
{
	struct query query = {.source_id = source_id};
	int64_t changed;

	tap_done(store_mark(store, mark, NULL, 0, &query, NOW, &changed,
	    &err), &err, "mark source %lld", (long long)source_id);
}

static int64_t all_of(const struct purge_counts *counts)
{
	int64_t all = 0;

	for (size_t i = 0; i < PURGE_WHYS; i++)
		all += counts->articles[i];
	return all;
}

/* Preview, then purge in the smallest steps; what both say must agree. */
static struct purge_counts purge(struct store *store,
    const struct purge_rules *rules)
{
	struct purge_counts would = {{0}}, gone = {{0}};
	struct store_purge *plan = store_begin_purge(store, rules, NOW, &err);
	int64_t before = ask_number(store, "SELECT count(*) FROM article");
	bool is_more = plan != NULL;

	tap_done(plan != NULL && store_preview_purge(plan, &would, &err),
	    &err, "preview");
	tap_number(ask_number(store, "SELECT count(*) FROM article"), before,
	    "a preview removes nothing");
	/* a deadline that is past does nothing, one that is near little */
	while (is_more)
		if (!store_purge_some(plan, INT64_MAX, &gone, &is_more, &err))
			break;
	tap_ok(!is_more, "purged");
	store_end_purge(plan);
	for (size_t i = 0; i < PURGE_WHYS; i++)
		tap_number(gone.articles[i], would.articles[i],
		    "as foretold, %zu", i);
	tap_number(before - ask_number(store, "SELECT count(*) FROM article"),
	    all_of(&gone), "so many are gone");
	tap_number((int64_t)count_faults(store), 0, "sound");
	return gone;
}

static void find_keep(const void *ctx, const char *url,
    struct keep_rules *rules)
{
	(void)ctx;
	if (strstr(url, "hai.vn") != NULL)
		rules->articles = 50;
}

static void test_rules(struct store *store)
{
	struct purge_rules rules = {.keep = {.is_unread_kept = true}};
	int64_t ids[] = {1, 2}, changed;

	tap_number(all_of(&(struct purge_counts){{0}}), 0, "nothing yet");
	tap_number(all_of((struct purge_counts[]){purge(store, &rules)}), 0,
	    "by default all is kept");
	rules.keep.days = 100;
	tap_number(purge(store, &rules).articles[PURGE_OLD], 0,
	    "unread ones are kept");
	mark_source(store, MARK_READ, 1);
	tap_done(store_mark(store, MARK_STARRED, ids, 1, NULL, NOW, &changed,
	    &err) && store_tag(store, "giữ", true, ids + 1, 1, NULL, NOW,
	    &changed, &err), &err, "a star, a tag");
	/* the articles of 100 to 119 days ago, without these two */
	tap_number(purge(store, &rules).articles[PURGE_OLD], 20 - 2,
	    "old ones that were read go");
	tap_ok(read_one(store, 1).row.is_starred, "the starred one stays");
	read_one(store, 2);
	rules.keep.is_unread_kept = false;
	rules.find_rules = find_keep;
	tap_number(purge(store, &rules).articles[PURGE_MANY], EACH - 20 - 50,
	    "a source of its own bound");
	tap_number(ask_number(store, "SELECT count(*) FROM article"
	    " WHERE source_id = 2"), 50, "has so many");
	tap_number(ask_number(store, "SELECT count(*) FROM page"),
	    ask_number(store, "SELECT count(*) FROM article"), "pages go with them");
	tap_number(ask_number(store, "SELECT count(*) FROM text"),
	    ask_number(store, "SELECT count(*) FROM page"), "and their texts");
}

static void test_again(struct store *store)
{
	struct article_draft drafts[EACH];
	struct save_counts counts;
	int64_t before = ask_number(store, "SELECT count(*) FROM article");

	make_drafts(drafts, "mot");
	drafts[0].title = "Tin mới nhất, tên mới";
	counts = save(store, 1, drafts, EACH);
	tap_number(counts.added, 0, "what is gone does not come back");
	tap_number(counts.updated, 1, "what is here is updated");
	tap_number(ask_number(store, "SELECT count(*) FROM article"), before,
	    "no more articles");
}

static void test_removed(struct store *store)
{
	struct purge_rules rules = {.keep = {.is_unread_kept = true},
	    .is_removed_too = true};

	tap_done(store_remove_source(store, 2, NOW, &err), &err, "remove");
	tap_number(purge(store, &rules).articles[PURGE_REMOVED], 50,
	    "all of a removed source");
	tap_number(ask_number(store, "SELECT total + unread FROM source"
	    " WHERE id = 2"), 0, "its counts");
}

static void test_size(struct store *store)
{
	int64_t size = ask_number(store, "PRAGMA page_count") * 8192;
	struct purge_rules rules = {.bytes_most = size};
	int64_t before = ask_number(store, "SELECT count(*) FROM article");
	bool is_more = true;

	tap_number(all_of((struct purge_counts[]){purge(store, &rules)}), 0,
	    "small enough");
	rules.bytes_most = size / 8;
	tap_ok(purge(store, &rules).articles[PURGE_LARGE] > before / 4,
	    "the oldest go for the size");
	tap_number(ask_number(store, "SELECT count(*) FROM article WHERE published"
	    " = (SELECT max(published) FROM article)") > 0, 1,
	    "the newest stays");
	read_one(store, 1);
	while (is_more)
		if (!store_shrink_some(store, 0, &is_more, &err))
			break;
	tap_done(!is_more && store_settle_log(store, &err), &err, "compact");
	tap_number(ask_number(store, "PRAGMA freelist_count"), 0, "no free pages");
	tap_ok(ask_number(store, "PRAGMA page_count") * 8192 < size,
	    "a smaller file");
	tap_number((int64_t)count_faults(store), 0, "sound");
}

/* Two handles purge the same; one stars what the other has planned for. */
static void test_two(void)
{
	struct store *store = open_store("two.db", STORE_BACKGROUND);
	struct store *other = open_store("two.db", STORE_COMMAND);
	struct purge_rules rules = {.keep = {.days = 60}};
	struct purge_counts a = {{0}}, b = {{0}};
	struct store_purge *plans[2];
	int64_t id = 1, changed;
	bool is_more = true, is_more_too = true;

	fill(store, "mot");
	plans[0] = store_begin_purge(store, &rules, NOW, &err);
	plans[1] = store_begin_purge(other, &rules, NOW, &err);
	tap_done(store_mark(other, MARK_STARRED, &id, 1, NULL, NOW, &changed,
	    &err), &err, "a star after the plan");
	while (is_more || is_more_too) {
		if (!store_purge_some(plans[0], INT64_MAX, &a, &is_more,
		    &err) || !store_purge_some(plans[1], INT64_MAX, &b,
		    &is_more_too, &err))
			break;
	}
	tap_number(all_of(&a) + all_of(&b), EACH - 60 - 1,
	    "each went once, the starred one not");
	store_end_purge(plans[0]);
	store_end_purge(plans[1]);
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(other);
	store_close(store);
}

/* What was harmed by hand is named, and mended. */
static void test_repair(void)
{
	struct store *store = open_store("repair.db", STORE_COMMAND);
	struct page_job *jobs;
	struct source *sources;
	size_t count;

	fill(store, "mot");
	relate_all(store);
	tap_done(store_execute(store, "UPDATE source SET unread = 7,"
	    " total = 9223372036854775807, asked = 9223372036854775807,"
	    " failures = -3;"
	    "INSERT OR REPLACE INTO article_body VALUES (8, 0, x'7f7f7f');"
	    "INSERT INTO picture VALUES (NULL, 9, 'https://x.vn/a.jpg', 1, 0,"
	    " 0, '', 2, 2, 0, x'00');"
	    "UPDATE text SET bytes = x'00ff' WHERE id = 4;"
	    "DELETE FROM text WHERE id = 5;"
	    "DELETE FROM article_text WHERE article_id = 6;"
	    "INSERT INTO relate_list VALUES (999 << 24, x'0100')", &err),
	    &err, "harm");
	tap_ok(count_faults(store) >= 8, "each is named");
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "sources");
	tap_ok(count == 1 && sources[0].asked > 0 &&
	    sources[0].asked + 1 > sources[0].asked &&
	    sources[0].failures == 0, "counters can be counted on");
	tap_done(store_repair(store, &err), &err, "repair");
	tap_number((int64_t)count_faults(store), 0, "sound again");
	tap_number(ask_number(store, "SELECT total * 1000 + unread FROM source"),
	    EACH * 1000 + EACH, "counts");
	tap_done(store_claim_pages(store, NOW + 9999, EACH, drafts_arena(),
	    &jobs, &count, &err), &err, "claim");
	tap_number((int64_t)count, 2, "two texts are fetched again");
	tap_done(store_repair(store, &err), &err, "once more");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

int main(void)
{
	struct store *store = open_store("purge.db", STORE_BACKGROUND);

	fill(store, "mot");
	fill(store, "hai");
	relate_all(store);
	test_rules(store);
	test_again(store);
	test_removed(store);
	test_size(store);
	store_close(store);
	test_two();
	test_repair();
	drafts_release();
	return tap_end();
}
