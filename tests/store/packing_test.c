/*
 * Texts are packed with a dictionary made of the cache's own: those that came
 * before it behind, in steps; those that come after at once.
 */
#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

#include "store/internal.h"

enum { PAGES = 400 };

static struct error err;

/* News of our commune; no two alike. */
static const char *make_text(int number)
{
	static const char *const places[] = {"thôn Bàu Sậy", "Cồn Dương",
	    "Hạ Khê", "cầu Bến Sỏi", "sông Lệ Khê", "xã Trằm Mây"};

	return arena_printf(drafts_arena(), "Sáng ngày %d tháng %d, Ủy ban "
	    "nhân dân xã Trằm Mây tổ chức hội nghị về việc %s. Theo đó, "
	    "%d hộ dân tại %s được hỗ trợ giống lúa, phân bón cho vụ đông "
	    "xuân; kinh phí %d triệu đồng do ngân sách xã cấp.",
	    number % 28 + 1, number % 12 + 1, places[number % 6],
	    number * 7 % 90 + 3, places[number / 6 % 6], number * 13 % 700);
}

static void save_texts(struct store *store, int64_t source, int from, int to)
{
	struct page_job *jobs;
	size_t count;

	for (int i = from; i < to; i++) {
		struct article_draft draft = make_draft(arena_printf(
		    drafts_arena(), "n%d", i), arena_printf(drafts_arena(),
		    "https://x.vn/tin/%d.html", i),
		    arena_printf(drafts_arena(), "Tin số %d", i), NOW + i);

		set_body(&draft, make_text(i + 7));
		save(store, source, &draft, 1);
	}
	tap_done(store_claim_pages(store, NOW, PAGES, drafts_arena(), &jobs,
	    &count, &err), &err, "claim");
	tap_number((int64_t)count, to - from, "all wanted");
	for (size_t i = 0; i < count; i++) {
		struct page page = make_page(make_text(
		    (int)jobs[i].article_id - 1));

		if (!store_save_page(store, jobs[i].page_id, PAGE_READY, &page,
		    NULL, 0, NULL, NOW, &err))
			tap_done(false, &err, "saving a page");
	}
}

static void pack_all(struct store *store)
{
	bool did = true;
	int steps = 0;

	/* a deadline that is past: the least that a step does */
	for (; did && steps < 1000; steps++)
		if (!store_pack_some(store, 0, &did, &err))
			tap_done(false, &err, "packing");
	tap_ok(!did && steps > 1, "packed in %d steps", steps);
}

static void check_texts(struct store *store, const char *when)
{
	int wrong = 0;

	for (int64_t id = 1; id <= PAGES; id++) {
		struct article article = read_one(store, id);

		wrong += article.body.count != 1 ||
		    strcmp(article.body.blocks[0].text,
		    make_text((int)id - 1)) != 0;
	}
	tap_number(wrong, 0, "%s: each text as it was", when);
	tap_number((int64_t)count_faults(store), 0, "%s: sound", when);
}

static void test_pack(struct store *store, int64_t source)
{
	int64_t before, after;

	save_texts(store, source, 0, 100);
	tap_done(store_pack_some(store, INT64_MAX, &(bool){false}, &err), &err,
	    "a small cache");
	tap_number(ask_number(store, "SELECT count(*) FROM dictionary"), 0,
	    "has no dictionary");
	save_texts(store, source, 100, 300);
	before = ask_number(store, "SELECT sum(length(bytes)) FROM text");
	pack_all(store);
	after = ask_number(store, "SELECT sum(length(bytes)) FROM text");
	tap_number(ask_number(store, "SELECT count(*) FROM dictionary"), 1,
	    "one of 256 texts has one");
	tap_ok(after * 2 < before, "%lld bytes became %lld",
	    (long long)before, (long long)after);
	tap_number(ask_number(store, "SELECT count(*) FROM text WHERE packing <> 2"),
	    0, "all texts are packed with it");
	tap_number(ask_number(store, "SELECT count(*) FROM article_body"
	    " WHERE body_packing <> 2"), 0, "and the feeds' own");
	save_texts(store, source, 300, PAGES);
	tap_number(ask_number(store, "SELECT count(*) FROM text WHERE packing <> 2"),
	    0, "new ones at once");
	check_texts(store, "packed");
}

static void test_lost_dictionary(struct store *store)
{
	struct article article;
	bool found;

	tap_done(store_execute(store, "CREATE TABLE kept AS SELECT * FROM"
	    " dictionary; DELETE FROM dictionary", &err), &err, "lose it");
	blob_release_dictionaries(store);
	tap_ok(!store_read_article(store, 5, drafts_arena(), &article, &found,
	    &err) && err.code == ERROR_STORE_DAMAGED,
	    "a dictionary that is lost is named as damage");
	tap_ok(count_faults(store) > 0, "and found by verify");
	tap_done(store_execute(store, "INSERT INTO dictionary SELECT * FROM"
	    " kept; DROP TABLE kept", &err), &err, "find it again");
	check_texts(store, "found again");
}

int main(void)
{
	struct store *store = open_store("packing.db", STORE_BACKGROUND);

	test_pack(store, add_source(store, "https://x.vn/rss"));
	store_close(store);
	store = open_store("packing.db", STORE_SCREEN);
	check_texts(store, "by another handle");
	test_lost_dictionary(store);
	store_close(store);
	drafts_release();
	return tap_end();
}
