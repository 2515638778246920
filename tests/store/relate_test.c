#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/internal.h"

static struct error err;

static size_t unrelated(struct store *store, bool is_counted,
    struct relate_job **jobs)
{
	size_t count;

	tap_done(store_read_unrelated(store, is_counted, 0, 100,
	    drafts_arena(), jobs, &count, &err), &err, "unrelated");
	return count;
}

static void test_unrelated(struct store *store)
{
	int64_t source = add_source(store, "https://x.vn/");
	struct article_draft drafts[4] = {
	    make_draft("4", "https://x.vn/4", "Bốn", NOW),
	    make_draft("3", NULL, "Ba", NOW - 1),
	    make_draft("2", NULL, "Hai", NOW - 2),
	    make_draft("1", NULL, "Một", NOW - 3)};
	struct page page = make_page("Chữ của trang.");
	struct relate_job *jobs;
	struct page_job *pages;
	int64_t ids[] = {3, 1, 99};
	size_t count;

	drafts[3].lead = "Lời dẫn.";
	set_body(&drafts[2], "Chữ của tin.");
	drafts[2].lead = "Không phải chữ này.";
	save(store, source, drafts, 4);
	tap_number((int64_t)unrelated(store, false, &jobs), 3,
	    "one whose page may come waits");
	tap_ok(jobs[0].article_id == 1 && jobs[2].article_id == 3,
	    "oldest id first");
	tap_text(jobs[0].text, "Lời dẫn.", "a lead is a text");
	tap_ok(str_starts(jobs[1].text, "Chữ của tin."), "a body is better");
	tap_text(jobs[2].text, "", "nothing is empty");
	tap_text(jobs[1].title, "Hai", "title");
	tap_number(jobs[1].published, NOW - 2, "date");
	tap_done(store_claim_pages(store, NOW, 9, drafts_arena(), &pages,
	    &count, &err), &err, "its page");
	tap_done(store_save_page(store, pages[0].page_id, PAGE_READY, &page,
	    NULL, 0, NULL, NOW, &err), &err, "comes");
	tap_number((int64_t)unrelated(store, false, &jobs), 4,
	    "now it can be");
	tap_ok(str_starts(jobs[3].text, "Chữ của trang."), "by its page");
	tap_done(store_read_relate_jobs(store, ids, 3, drafts_arena(), &jobs,
	    &count, &err), &err, "by their ids");
	tap_ok(count == 2 && jobs[0].article_id == 3 &&
	    jobs[1].article_id == 1, "in their order, none unknown");
}

/* --- counts ---------------------------------------------------------------- */

static bool save_counts(struct store *store, const uint16_t *added)
{
	size_t next = 0;

	return store_save_counts(store, added, &next,
	    clock_nanos() + INT64_C(60000000000), &err) &&
	    next == RELATE_RANGES;
}

static void test_counts(struct store *store)
{
	uint16_t *added = mem_alloc_zero(RELATE_COUNTERS, sizeof(*added));
	struct relate_counts counts;
	struct relate_job *jobs;
	int64_t ids[] = {1, 2, 3, 4};
	uint32_t sum = 0;
	bool is_mine;

	tap_done(store_claim_counted(store, ids, 4, &is_mine, &err), &err,
	    "claimed");
	tap_ok(is_mine, "by this one");
	tap_ok(unrelated(store, false, &jobs) == 0 &&
	    unrelated(store, true, &jobs) == 4, "and due to be related");
	tap_done(store_claim_counted(store, ids, 4, &is_mine, &err) &&
	    !is_mine, &err, "not twice");
	added[relate_counter(7)] = 3;
	added[relate_counter(0xF0000001)] = 1;
	tap_done(save_counts(store, added), &err, "saved");
	tap_done(store_read_counts(store, &counts, &err), &err, "read");
	tap_number(relate_count_of(&counts, 7), 3, "three");
	tap_number(relate_count_of(&counts, 0xF0000001), 1, "one");
	tap_number(relate_count_of(&counts, 8), 0, "none");
	tap_number(counts.documents, 4, "of four");
	memset(added, 0, RELATE_COUNTERS * sizeof(*added));
	for (uint32_t i = 0; i < 50; i++)
		added[relate_counter(1000 + i)] = 137;
	for (int i = 0; i < 20; i++)
		tap_done(save_counts(store, added), &err, "more");
	tap_done(store_read_counts(store, &counts, &err), &err, "read");
	for (uint32_t i = 0; i < 50; i++)
		sum += relate_count_of(&counts, 1000 + i);
	tap_ok(sum > 50 * 2740 / 100 * 90 && sum < 50 * 2740 / 100 * 110,
	    "large ones are right by a tenth (%u of %u)", sum, 50 * 2740);
	free(added);
}

/* --- lists ------------------------------------------------------------------- */

static size_t candidates(struct store *store, int64_t of,
    const struct relate_wanted *wanted, size_t count, size_t limit,
    int64_t **ids)
{
	size_t found;

	tap_done(store_find_candidates(store, of, wanted, count, limit,
	    drafts_arena(), ids, &found, &err), &err, "candidates");
	return found;
}

static void test_lists(struct store *store)
{
	static const uint32_t one[] = {2, 0xF0000001, 77},
	    two[] = {2, 77}, three[] = {0xF0000001};
	const struct relate_entry entries[] = {{1, one, 3, 0}, {2, two, 2, 0},
	    {3, three, 1, 0}, {99, two, 2, 0}};
	const struct relate_wanted wanted[] = {{2, 1}, {77, 1},
	    {0xF0000001, 5}, {4, 9}};
	struct relate_job *jobs;
	int64_t *ids;

	tap_done(store_save_related(store, entries, 4, &err), &err, "saved");
	tap_number((int64_t)unrelated(store, true, &jobs), 1,
	    "three are done");
	tap_ok(candidates(store, 0, wanted, 4, 9, &ids) == 3 && ids[0] == 1 &&
	    ids[1] == 3 && ids[2] == 2,
	    "the heaviest first; one that is not there was left out");
	tap_ok(candidates(store, 1, wanted, 4, 9, &ids) == 2 && ids[0] == 3,
	    "not itself");
	tap_ok(candidates(store, 0, wanted, 4, 1, &ids) == 1 && ids[0] == 1,
	    "no more than asked for");
	tap_done(store_save_related(store, entries, 4, &err), &err, "again");
	tap_ok(candidates(store, 0, wanted, 1, 9, &ids) == 2,
	    "done already: nothing is added");
}

/* Articles by the thousand: their rows as texts do not matter here. */
static void add_articles(struct store *store, int64_t upto)
{
	struct str sql;

	str_init(&sql);
	str_addf(&sql, "WITH RECURSIVE n(i) AS (SELECT 101 UNION ALL SELECT"
	    " i + 1 FROM n WHERE i < %d) INSERT INTO article (id, source_id,"
	    " published, is_unread, is_date_trusted, is_headline,"
	    " relate_state, words, first_seen, updated, content_hash)"
	    " SELECT i, 1, %d + i, 0, 1, 1, 3, 0, 0, 0, 0 FROM n;"
	    "INSERT INTO article_text (article_id, title, lead) SELECT id,"
	    " '', '' FROM article WHERE id > 100;"
	    "UPDATE source SET total = (SELECT count(*) FROM article)"
	    " WHERE id = 1", (int)upto, (int)NOW);
	tap_done(store_execute(store, sql.data, &err), &err, "articles");
	str_release(&sql);
}

/* Article i is of NOW + i. */
static void test_soon(struct store *store)
{
	int64_t ids[] = {150, 9999999, 110, 200, 149, 151};
	size_t count = ARRAY_LEN(ids);

	tap_done(store_keep_soon(store, ids, &count, 2, NOW + 150, 40, &err),
	    &err, "soon");
	tap_ok(count == 2 && ids[0] == 150 && ids[1] == 110,
	    "near in time, in their place, no more than asked for");
	ids[0] = 109;
	ids[1] = 191;
	count = 2;
	tap_done(store_keep_soon(store, ids, &count, 9, NOW + 150, 40, &err),
	    &err, "late");
	tap_number((int64_t)count, 0, "a second before and after is not");
}

static uint32_t term_of(uint32_t article, uint32_t place)
{
	return article / 3 * 0x9E3779B1U + place * 0x7FEB352DU;
}

/* What is asked for is found, whatever levels it lies in. */
static void check_found(struct store *store, uint32_t first, uint32_t last,
    const char *when)
{
	size_t missed = 0;

	for (uint32_t i = first; i <= last; i += 37) {
		struct relate_wanted wanted[] = {{term_of(i, 5), 1},
		    {term_of(i, 19), 1}};
		bool is_found = false;
		int64_t *ids;
		size_t count;

		if (!store_find_candidates(store, 0, wanted, 2, 5,
		    drafts_arena(), &ids, &count, &err))
			tap_ok(false, "candidates");
		for (size_t k = 0; k < count; k++)
			is_found = is_found || ids[k] == (int64_t)i;
		missed += !is_found;
	}
	tap_number((int64_t)missed, 0, "all are found %s", when);
}

static void test_levels(struct store *store)
{
	enum { TERMS = 20, ARTICLES = 6000, EACH = 8 };
	static uint32_t terms[EACH][TERMS];
	int64_t most, levels;
	bool did = true;
	size_t slices = 0;

	add_articles(store, 100 + ARTICLES);
	test_soon(store);
	for (uint32_t i = 101; i <= 100 + ARTICLES; i += EACH) {
		struct relate_entry entries[EACH];

		for (uint32_t k = 0; k < EACH; k++) {
			for (uint32_t t = 0; t < TERMS; t++)
				terms[k][t] = term_of(i + k, t);
			entries[k] = (struct relate_entry){i + k, terms[k],
			    TERMS, 0};
		}
		if (!store_save_related(store, entries, EACH, &err))
			tap_ok(false, "saved");
		/* one slice a step: merging is under way most of the time */
		if (!store_order_lists(store, 0, &did, &err))
			tap_ok(false, "ordered");
		if (i % 1000 == 101 % 1000)
			check_found(store, 101, i, "while they are merged");
	}
	for (did = true; did; slices++)
		if (!store_order_lists(store, clock_nanos() + 5000000, &did,
		    &err))
			tap_ok(false, "ordered");
	check_found(store, 101, 100 + ARTICLES, "afterwards");
	tap_done(store_read_ints(store, &err, "SELECT max(level), count(*)"
	    " FROM relate_level", BIND_NONE, (int64_t[]){0, 0}, 2, NULL),
	    &err, "levels");
	most = ask_number(store, "SELECT max(level) FROM relate_level");
	levels = ask_number(store, "SELECT count(*) FROM relate_level");
	tap_ok(most == 2 && levels <= 3, "in levels (%d, %d rows of them)",
	    (int)most, (int)levels);
	tap_number(ask_number(store, "SELECT count(*) FROM relate_list"
	    " WHERE id >> 24 NOT IN (SELECT generation FROM relate_level)"),
	    0, "what was merged is gone");
}

/* --- stories ------------------------------------------------------------------- */

static void test_stories(struct store *store)
{
	static const uint32_t terms[] = {5};
	int64_t source = add_source(store, "https://other.vn/");
	struct article_draft drafts[2] = {
	    make_draft("x", "https://x.vn/4", "Bốn", NOW),
	    make_draft("y", NULL, "Như bốn", NOW)};
	struct relate_entry entry = {0, terms, 1, 0};
	struct article_row *rows;
	size_t count;
	int64_t twin, other;

	save(store, source, drafts, 2);
	twin = ask_number(store, "SELECT max(id) FROM article WHERE page_id"
	    " IS NOT NULL");
	other = ask_number(store, "SELECT max(id) FROM article WHERE page_id"
	    " IS NULL");
	tap_done(store_execute(store, "UPDATE article SET relate_state = 3"
	    " WHERE source_id = 2 OR id = 4", &err), &err, "to be related");
	entry.article_id = 4;
	tap_done(store_save_related(store, &entry, 1, &err), &err, "first");
	entry.article_id = twin;
	tap_done(store_save_related(store, &entry, 1, &err), &err, "twin");
	entry.article_id = other;
	entry.told_with = twin;
	tap_done(store_save_related(store, &entry, 1, &err), &err, "third");
	tap_done(store_read_story(store, 4, drafts_arena(), &rows, &count,
	    &err), &err, "the story");
	tap_number((int64_t)count, 3, "of three");
	for (size_t i = 0; i < count; i++)
		tap_number(rows[i].story, 4, "named by its first");
}

static void test_again(struct store *store)
{
	struct relate_job *jobs;
	bool did;
	int rounds = 0;

	tap_done(store_execute(store, "UPDATE article SET relate_state = 1;"
	    "UPDATE tally SET value = 6300 WHERE name = 'relate_again'",
	    &err), &err, "as an older program left it");
	tap_done(store_relate_again(store, &did, &err) && did, &err, "some");
	tap_ok(unrelated(store, false, &jobs) > 0 &&
	    jobs[0].article_id > 5000, "the newest first");
	do {
		if (!store_relate_again(store, &did, &err))
			tap_ok(false, "on");
	} while (did && ++rounds < 1000);
	tap_number(ask_number(store, "SELECT count(*) FROM article"
	    " WHERE relate_state <> 0"), 0, "then all");
}

static void test_damage(struct store *store)
{
	tap_number((int64_t)count_faults(store), 0, "sound");
	tap_done(store_execute(store, "UPDATE relate_list SET bytes = x'FF'"
	    " WHERE id = (SELECT max(id) FROM relate_list);"
	    "UPDATE article SET relate_state = 1", &err), &err, "harm");
	tap_number((int64_t)count_faults(store), 1, "is seen");
	tap_done(store_repair(store, &err), &err, "mended");
	tap_number((int64_t)count_faults(store), 0, "sound again");
	tap_number(ask_number(store, "SELECT count(*) FROM article"
	    " WHERE relate_state = 1"), 0, "all is related anew");
}

int main(void)
{
	struct store *store = open_store("relate.db", STORE_BACKGROUND);

	test_unrelated(store);
	test_counts(store);
	test_lists(store);
	test_levels(store);
	test_stories(store);
	test_again(store);
	test_damage(store);
	store_close(store);
	drafts_release();
	return tap_end();
}
