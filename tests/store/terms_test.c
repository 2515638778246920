#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

#include "store/internal.h"

static struct error err;

static size_t unrelated(struct store *store, struct relate_job **jobs)
{
	size_t count;

	tap_done(store_read_unrelated(store, 100, drafts_arena(), jobs,
	    &count, &err), &err, "unrelated");
	return count;
}

static void save_terms(struct store *store, int64_t id,
    const struct store_term *terms, size_t count)
{
	tap_done(store_save_terms(store, id, terms, count, &err), &err,
	    "terms of %d", (int)id);
}

static uint32_t documents_of(struct store *store, uint32_t term,
    int64_t *all)
{
	struct store_frequency *frequencies;

	tap_done(store_read_frequencies(store, &term, 1, drafts_arena(),
	    &frequencies, all, &err), &err, "frequency");
	return frequencies[0].documents;
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
	size_t count;

	drafts[3].lead = "Lời dẫn.";
	set_body(&drafts[2], "Chữ của tin.");
	drafts[2].lead = "Không phải chữ này.";
	save(store, source, drafts, 4);
	tap_number((int64_t)unrelated(store, &jobs), 3,
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
	tap_number((int64_t)unrelated(store, &jobs), 4, "now it can be");
	tap_ok(str_starts(jobs[3].text, "Chữ của trang."), "by its page");
}

static void test_terms(struct store *store)
{
	struct store_term one[] = {{0xF0000001, 1, "sông Lệ"},
	    {2, 3.5F, "cầu Bến"}, {3, 2, NULL}};
	struct store_term two[] = {{2, 1, "câu bên"}, {0xF0000001, 4, "a b"}};
	struct store_term *terms;
	struct relate_job *jobs;
	int64_t all;
	size_t count;

	save_terms(store, 1, one, 3);
	save_terms(store, 2, two, 2);
	tap_number((int64_t)unrelated(store, &jobs), 2, "two are done");
	tap_done(store_read_terms(store, 1, drafts_arena(), &terms, &count,
	    &err), &err, "terms");
	tap_ok(count == 3 && terms[0].term == 2 && terms[2].term ==
	    0xF0000001, "heaviest first");
	tap_ok(terms[0].weight > 3.4F && terms[0].weight < 3.6F, "weight");
	tap_text(terms[0].text, NULL, "their words are the article's");
	tap_number(documents_of(store, 0xF0000001, &all), 2, "in two");
	tap_number(documents_of(store, 3, &all), 1, "in one");
	tap_number(documents_of(store, 4, &all), 0, "in none");
	tap_number(all, 2, "of two articles");
	save_terms(store, 2, one, 3);
	tap_number(documents_of(store, 3, &all), 1,
	    "done already by another: nothing is counted");
}

/* An article that changed is related again; nothing is counted twice. */
static void test_again(struct store *store)
{
	struct article_draft draft = make_draft("2", NULL, "Hai, sửa",
	    NOW - 2);
	struct store_term two[] = {{2, 1, "cầu Bến"}, {3, 1, "mặt đường"}};
	struct relate_job *jobs;
	size_t count;
	int64_t all, *ids;
	uint32_t term = 0xF0000001;

	save(store, 1, &draft, 1);
	tap_number((int64_t)unrelated(store, &jobs), 3, "it is to be done");
	save_terms(store, 2, two, 2);
	tap_number(documents_of(store, 2, &all), 2, "counted once");
	tap_number(documents_of(store, 3, &all), 2, "a new one is counted");
	tap_number(all, 2, "two articles still");
	tap_done(store_find_candidates(store, 1, &term, 1, 9,
	    drafts_arena(), &ids, &count, &err), &err, "candidates");
	tap_number((int64_t)count, 0, "what it holds no more, it lost");
}

static void test_candidates(struct store *store)
{
	struct store_term terms[] = {{2, 1, NULL}, {3, 1, NULL}};
	uint32_t asked[] = {2, 3, 99};
	int64_t source = add_source(store, "https://other.vn/"), *ids;
	struct article_draft draft = make_draft("x", "https://x.vn/4",
	    "Bốn", NOW);
	size_t count;

	save(store, source, &draft, 1); /* 5: the page of 4 */
	save_terms(store, 3, terms, 1);
	save_terms(store, 4, terms, 2);
	save_terms(store, 5, terms, 2);
	tap_done(store_find_candidates(store, 4, asked, 3, 9, drafts_arena(),
	    &ids, &count, &err), &err, "candidates");
	tap_ok(count == 3 && ids[0] == 2 && ids[1] == 1 && ids[2] == 3,
	    "most terms first, the newest of equals; not itself, nor its"
	    " page's other article");
	tap_done(store_find_candidates(store, 1, asked, 3, 2, drafts_arena(),
	    &ids, &count, &err), &err, "two of them");
	tap_ok(count == 2 && ids[0] == 5, "no more than asked for");
}

/* A large cache keeps few terms an article, those that tell most. */
static void test_kept(struct store *store)
{
	struct store_term terms[300], *kept;
	size_t count;

	for (uint32_t i = 0; i < 300; i++)
		terms[i] = (struct store_term){1000 + i, i < 236 ? 1 : 2,
		    "chữ thường"};
	terms[299].weight = 9;
	tap_done(store_execute(store,
	    "UPDATE article SET relate_state = 0 WHERE id = 1", &err), &err,
	    "to be done");
	save_terms(store, 1, terms, 300);
	tap_done(store_read_terms(store, 1, drafts_arena(), &kept, &count,
	    &err), &err, "terms");
	tap_ok(count == 160 && kept[0].term == 1299, "in a small cache");
	tap_done(store_execute(store,
	    "UPDATE tally SET value = 1000000;"
	    "UPDATE relate_term SET documents = 900000 WHERE term < 1250;"
	    "UPDATE article SET relate_state = 0 WHERE id = 1", &err), &err,
	    "a large one");
	save_terms(store, 1, terms, 300);
	tap_done(store_read_terms(store, 1, drafts_arena(), &kept, &count,
	    &err), &err, "terms");
	tap_ok(count == 24 && kept[0].term == 1299, "few are kept");
	for (size_t i = 0; i < count; i++)
		if (kept[i].term < 1250)
			tap_ok(false, "a common one was kept");
	tap_done(store_execute(store, "UPDATE tally SET value ="
	    " (SELECT count(*) FROM relate_article)", &err), &err, "mended");
}

int main(void)
{
	struct store *store = open_store("terms.db", STORE_BACKGROUND);

	test_unrelated(store);
	test_terms(store);
	test_again(store);
	test_candidates(store);
	test_kept(store);
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
	drafts_release();
	return tap_end();
}
