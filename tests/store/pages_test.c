#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

static struct error err;

static struct page_job claim(struct store *store, int64_t now, size_t limit,
    size_t *count)
{
	static const struct page_job none;
	struct page_job *jobs;

	tap_done(store_claim_pages(store, now, limit, drafts_arena(), &jobs,
	    count, &err), &err, "claiming");
	return *count == 0 ? none : jobs[0];
}

static void test_claim(struct store *store)
{
	int64_t news = add_source(store, "https://x.vn/tin-tuc.rss");
	int64_t life = add_source(store, "http://127.0.0.1:8080/doi-song.rss");
	struct article_draft drafts[2] = {
	    make_draft("1", "https://x.vn/bai-1.html", "Một", NOW - 100),
	    make_draft("2", "https://x.vn/bai-2.html", "Hai", NOW - 50)};
	struct page_job job;
	size_t count;

	save(store, news, drafts, 2);
	drafts[0] = make_draft("9", "http://x.vn/bai-1.html?fbclid=7", "Một",
	    NOW - 10);
	save(store, life, drafts, 1);
	job = claim(store, NOW, 1, &count);
	tap_number((int64_t)count, 1, "one asked for, one given");
	tap_text(job.title, "Hai", "that of the newest article first");
	tap_ok(!job.may_be_private && job.source_id == news, "its source");
	tap_text(job.source_url, "https://x.vn/tin-tuc.rss",
	    "and the source's address");
	job = claim(store, NOW, 9, &count);
	tap_number((int64_t)count, 1,
	    "two sections share a page; a claimed one is left out");
	tap_text(job.url, "https://x.vn/bai-1.html", "its address");
	tap_ok(job.source_id == life && job.may_be_private,
	    "the newest article's source, on a private host");
	claim(store, NOW + 599, 9, &count);
	tap_number((int64_t)count, 0, "none within ten minutes");
	claim(store, NOW + 600, 9, &count);
	tap_number((int64_t)count, 2, "all of them after");
}

static int64_t id_of(struct store *store, const char *address)
{
	int64_t id;

	tap_done(store_find_article(store, address, &id, &err), &err,
	    "find %s", address);
	return id;
}

static void test_ready(struct store *store)
{
	int64_t id = id_of(store, "//x.vn/bai-1.html");
	char title[] = "Nước lũ đang rút", url[] = "https://x.vn/bai-0.html",
	    name[] = "Công văn", file[] = "https://x.vn/cv.pdf",
	    part[] = "Tin tức", vi[] = "vi", who[] = "Minh Hải";
	struct page_link related = {title, url, NOW - 9000};
	struct page_attachment attachment = {name, file, 1234};
	struct page page = make_page("Trưa 22/11, nước sông Lệ Khê rút dần.");
	struct article article;
	struct page_job job;
	bool found;

	page.related = &related;
	page.attachments = &attachment;
	page.related_count = page.attachment_count = 1;
	page.section = part;
	page.language = vi;
	page.author = who;
	tap_number(read_one(store, id).row.page, PAGE_WANTED, "wanted");
	tap_done(store_find_page_job(store, id, drafts_arena(), &job, &found,
	    &err), &err, "its job");
	tap_ok(found && job.article_id == id, "is found");
	tap_done(store_save_page(store, job.page_id, PAGE_READY, &page,
	    "<html>", 6, NULL, NOW, &err), &err, "saving its text");
	article = read_one(store, id);
	tap_number(article.row.page, PAGE_READY, "ready");
	tap_number(article.row.words, 8, "words of the page");
	tap_text(article.body.blocks[0].text,
	    "Trưa 22/11, nước sông Lệ Khê rút dần.", "its text");
	tap_ok(!article.is_feed_text, "not the feed's");
	tap_text(article.section, "Tin tức", "section");
	tap_text(article.author, "Minh Hải", "author");
	tap_ok(article.related_count == 1 &&
	    strcmp(article.related[0].url, url) == 0 &&
	    article.related[0].date == NOW - 9000, "related");
	tap_ok(article.attachment_count == 1 &&
	    article.attachments[0].size == 1234, "attachments");
	tap_ok(id == 3, "the newest of the two");
	tap_text(read_one(store, 2).body.blocks[0].text,
	    "Trưa 22/11, nước sông Lệ Khê rút dần.",
	    "the article of the other section has it too");
	error_set(&err, ERROR_NET_TIMEOUT, url, 20);
	tap_done(store_save_page(store, job.page_id, PAGE_FAILED, NULL, NULL,
	    0, &err, NOW, &err), &err, "a later try fails");
	article = read_one(store, id);
	tap_ok(article.row.page == PAGE_READY && article.body.count == 1,
	    "the text stays");
	tap_number(article.page_error.code, ERROR_NET_TIMEOUT,
	    "and the error is kept");
}

static void test_failed(struct store *store)
{
	int64_t id = id_of(store, "//x.vn/bai-2.html");
	char title[] = "Khác", url[] = "https://x.vn/khac.html";
	struct page_link related = {title, url, 0};
	struct page page = {.related = &related, .related_count = 1};
	struct error why = {0};
	struct article article;
	struct page_job job;
	size_t count;
	bool found;

	tap_done(store_find_page_job(store, id, drafts_arena(), &job, &found,
	    &err), &err, "its job");
	error_set(&why, ERROR_HTTP_STATUS, job.url, 404);
	tap_done(store_save_page(store, job.page_id, PAGE_FAILED, NULL, NULL,
	    0, &why, NOW, &err), &err, "a failure");
	article = read_one(store, id);
	tap_ok(article.row.page == PAGE_FAILED && article.body.count == 0,
	    "failed");
	tap_number(article.page_error.number, 404, "with its number");
	tap_text(article.page_error.subject, job.url, "and address");
	claim(store, NOW + 9999, 9, &count);
	tap_number((int64_t)count, 0, "a failed page is not wanted");
	error_set(&why, ERROR_PAGE_NO_ARTICLE, job.url, 0);
	tap_done(store_save_page(store, job.page_id, PAGE_NO_BODY, &page,
	    NULL, 0, &why, NOW, &err), &err, "no body");
	article = read_one(store, id);
	tap_ok(article.row.page == PAGE_NO_BODY &&
	    article.related_count == 1, "its related links are kept");
}

static void test_dates(struct store *store)
{
	int64_t source = add_source(store, "https://dates.vn/list");
	struct article_draft draft = make_draft(NULL,
	    "https://dates.vn/1", "Không ngày", 0);
	struct page page = make_page("Chữ");
	struct page_job job;
	size_t count;

	save(store, source, &draft, 1);
	job = claim(store, NOW, 9, &count);
	page.published = NOW - 86400 * 30;
	tap_done(store_save_page(store, job.page_id, PAGE_READY, &page, NULL,
	    0, NULL, NOW, &err), &err, "a page with its date");
	tap_number(read_one(store, job.article_id).row.published,
	    page.published, "mends that of its article");
	tap_ok(read_one(store, job.article_id).row.is_date_trusted,
	    "which is trusted now");
	page.published = NOW;
	tap_done(store_save_page(store, job.page_id, PAGE_READY, &page, NULL,
	    0, NULL, NOW, &err), &err, "again");
	tap_number(read_one(store, job.article_id).row.published,
	    NOW - 86400 * 30, "a trusted date stands");
	source = add_source(store, "https://dates.vn/other");
	save(store, source, &draft, 1);
	tap_number(read_one(store, job.article_id + 1).row.published,
	    NOW - 86400 * 30, "another section's row takes it over");
}

/* A day is mended by the moment that its page tells, but by no other day. */
static void test_rough_dates(struct store *store)
{
	enum { DAY = 86400 };
	static const struct {
		int64_t feed, page, want;
		bool is_page_rough, is_day_only;
	} rows[] = {
	    {-DAY, -DAY + 29400, -DAY + 29400, false, false},
	    {-DAY, -DAY, -DAY, true, true},
	    {-DAY, -9 * DAY, -DAY, false, true},
	    {0, -DAY, -DAY, true, true},
	};
	int64_t source = add_source(store, "https://tho.vn/list"), day;
	struct article_row row;

	day = (NOW + 7 * 3600) / DAY * DAY - 7 * 3600;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char link[] = "https://tho.vn/0", title[] = "Tin 0";
		struct article_draft draft;
		struct page page = make_page("Chữ");
		struct page_job job;
		size_t count;

		link[sizeof(link) - 2] = title[sizeof(title) - 2] =
		    (char)('0' + i);
		draft = make_draft(NULL, link, title,
		    rows[i].feed == 0 ? 0 : day + rows[i].feed);
		draft.is_date_rough = true;
		save(store, source, &draft, 1);
		job = claim(store, NOW, 9, &count);
		row = read_one(store, job.article_id).row;
		tap_ok(row.is_date_trusted == (rows[i].feed != 0),
		    "%s: a rough date is trusted", title);
		page.published = day + rows[i].page;
		page.is_date_rough = rows[i].is_page_rough;
		tap_done(store_save_page(store, job.page_id, PAGE_READY,
		    &page, NULL, 0, NULL, NOW, &err), &err, "its page");
		row = read_one(store, job.article_id).row;
		tap_number(row.published, day + rows[i].want, "its date");
		tap_ok(row.is_date_trusted, "is trusted");
		tap_ok(row.is_day_only == rows[i].is_day_only, "to the %s",
		    rows[i].is_day_only ? "day" : "minute");
		save(store, source, &draft, 1);
		tap_number(read_one(store, job.article_id).row.published,
		    day + rows[i].want, "when the feed comes again as well");
	}
}

/* A page that one section has read tells the other's date too. */
static void test_shared_dates(struct store *store)
{
	enum { HOUR = 3600 };
	int64_t first = add_source(store, "https://chung.vn/tin.rss"), hour;
	int64_t second = add_source(store, "https://chung.vn/xa.rss");
	struct article_draft draft;
	struct page page = make_page("Chữ");
	struct page_job job;
	size_t count;

	hour = NOW / HOUR * HOUR - 24 * HOUR;
	draft = make_draft(NULL, "https://chung.vn/1", "Chung", hour);
	draft.is_date_rough = true;
	save(store, first, &draft, 1);
	job = claim(store, NOW, 9, &count);
	page.published = hour + 10 * 60;
	tap_done(store_save_page(store, job.page_id, PAGE_READY, &page, NULL,
	    0, NULL, NOW, &err), &err, "08:00 is 08:10");
	save(store, second, &draft, 1);
	tap_number(read_one(store, job.article_id + 1).row.published,
	    hour + 10 * 60, "in the other section too");
	draft = make_draft("moi", "https://chung.vn/2", "Giờ đúng sau", hour);
	draft.is_date_rough = true;
	save(store, first, &draft, 1);
	draft.is_date_rough = false;
	draft.published = hour + 25 * 60;
	save(store, first, &draft, 1);
	job = claim(store, NOW, 9, &count);
	tap_number(read_one(store, job.article_id).row.published,
	    hour + 25 * 60, "a feed that learns to tell the minute mends it");
	draft.is_date_rough = true;
	draft.published = hour;
	save(store, first, &draft, 1);
	tap_number(read_one(store, job.article_id).row.published,
	    hour + 25 * 60, "and does not unlearn it");
	tap_done(store_drop_pages(store, &job.page_id, 1, &err), &err,
	    "its page is not wanted");
}

/* Pages of a source that is followed no more are not fetched ahead. */
static void test_removed(struct store *store)
{
	int64_t left = add_source(store, "https://left.vn/rss");
	int64_t kept = add_source(store, "https://kept.vn/rss");
	struct article_draft drafts[2] = {
	    make_draft("b", "https://left.vn/both", "Cả hai", NOW + 1),
	    make_draft("o", "https://left.vn/one", "Một", NOW + 2)};
	struct relate_job *jobs;
	struct page_job job;
	size_t count;

	save(store, kept, drafts, 1);
	save(store, left, drafts, 2);
	tap_done(store_remove_source(store, left, NOW, &err), &err, "remove");
	job = claim(store, NOW, 1, &count);
	tap_ok(count == 1 && strcmp(job.url, "https://left.vn/both") == 0,
	    "one that another source has is fetched");
	claim(store, NOW, 9, &count);
	tap_number((int64_t)count, 0, "one that none has is not");
	tap_done(store_read_unrelated(store, false, 0, 99, drafts_arena(), &jobs,
	    &count, &err), &err, "unrelated articles");
	tap_ok(count >= 1 && strcmp(jobs[count - 1].title, "Một") == 0,
	    "its article is related by what there is");
}

/* Which sources may have pages in one's own network. */
static void test_private(struct store *store)
{
	static const struct {
		const char *source;
		bool is_private;
	} rows[] = {
	    {"http://localhost:8080/rss", true}, {"http://nas/rss", true},
	    {"http://127.0.0.1/rss", true}, {"http://10.0.0.7/rss", true},
	    {"http://192.168.1.2/rss", true}, {"http://[::1]:80/rss", true},
	    {"http://172.16.0.1/rss", true}, {"http://172.32.0.1/r", false},
	    {"http://[fd00::1]/rss", true}, {"http://[2001:db8::1]/", false},
	    {"http://tin.local/rss", true}, {"file:///srv/tin/", true},
	    {"https://10.example.vn/rss", false},
	    {"https://localhost.vn/rss", false},
	    {"http://203.113.1.1/rss", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t id = add_source(store, rows[i].source);
		struct article_draft draft = make_draft(NULL,
		    arena_printf(drafts_arena(), "https://p.vn/%zu", i), "P",
		    NOW);
		struct page_job job;
		size_t count;

		save(store, id, &draft, 1);
		job = claim(store, NOW, 1, &count);
		tap_ok(count == 1 && job.may_be_private ==
		    rows[i].is_private, "%s", rows[i].source);
	}
}

/* A long body is compressed; a text that moves with its article stays. */
static void test_long_and_moved(struct store *store)
{
	int64_t source = add_source(store, "https://moves.vn/rss");
	struct article_draft draft = make_draft("m", "https://moves.vn/old",
	    "Dời", NOW);
	struct page page = {0};
	struct article article;
	struct page_job job;
	size_t count;

	save(store, source, &draft, 1);
	for (int i = 0; i < 400; i++)
		block_add(&page.body, drafts_arena(), BLOCK_PARAGRAPH,
		    "Cầu Bến Sỏi ba nhịp, xây năm 2004.", 44);
	job = claim(store, NOW, 9, &count);
	tap_done(store_save_page(store, job.page_id, PAGE_READY, &page, NULL,
	    0, NULL, NOW, &err), &err, "a long text");
	article = read_one(store, job.article_id);
	tap_number((int64_t)article.body.count, 400, "all of it");
	tap_text(article.body.blocks[399].text, page.body.blocks[399].text,
	    "to its end");
	draft = make_draft("m", "https://moves.vn/new", "Dời", NOW);
	save(store, source, &draft, 1);
	article = read_one(store, job.article_id);
	tap_ok(article.row.page == PAGE_READY && article.body.count == 400,
	    "its text stays when the link changes");
	tap_text(article.row.link, "https://moves.vn/new", "the new link");
	tap_number(id_of(store, "//moves.vn/new"), job.article_id,
	    "and it is found there");
	tap_number(id_of(store, "//moves.vn/old"), 0, "and no more there");
}

static void test_drop(struct store *store)
{
	int64_t source = add_source(store, "https://it-trang.vn/tin.rss");
	struct article_draft draft = make_draft("D", "https://it-trang.vn/1",
	    "Không tải trước", NOW + 70);
	struct relate_job *jobs;
	struct page_job job;
	size_t count;
	bool found;

	save(store, source, &draft, 1);
	job = claim(store, NOW + 999999, 1, &count);
	tap_text(job.title, "Không tải trước", "claimed");
	tap_done(store_drop_pages(store, &job.page_id, 1, &err), &err,
	    "and dropped");
	tap_number(read_one(store, job.article_id).row.page, PAGE_NONE,
	    "it is not wanted");
	tap_done(store_read_unrelated(store, false, 0, 99, drafts_arena(), &jobs,
	    &count, &err), &err, "unrelated articles");
	tap_ok(count > 0 && jobs[count - 1].article_id == job.article_id,
	    "nor waited for");
	tap_done(store_find_page_job(store, job.article_id, drafts_arena(),
	    &job, &found, &err), &err, "its job");
	tap_ok(found, "a reader can still ask for it");
}

static void test_give_up(struct store *store)
{
	int64_t one = add_source(store, "https://one.vn/rss");
	int64_t two = add_source(store, "https://two.vn/rss");
	struct article_draft draft = make_draft("1", "https://one.vn/1", "M",
	    NOW);
	struct relate_job *jobs;
	size_t count;

	save(store, one, &draft, 1);
	draft = make_draft("2", "https://two.vn/2", "H", NOW);
	save(store, two, &draft, 1);
	tap_done(store_give_up_pages(store, &one, 1, &err), &err, "one's");
	claim(store, NOW + 9999, 9, &count);
	tap_number((int64_t)count, 1, "the other's is wanted");
	tap_done(store_give_up_pages(store, NULL, 0, &err), &err, "all");
	claim(store, NOW + 99999, 9, &count);
	tap_number((int64_t)count, 0, "none is wanted");
	tap_done(store_read_unrelated(store, false, 0, 99, drafts_arena(), &jobs,
	    &count, &err), &err, "unrelated articles");
	tap_ok(count >= 2 && strcmp(jobs[count - 1].title, "H") == 0,
	    "what waited for a page can be related");
}

int main(void)
{
	struct store *store = open_store("pages.db", STORE_BACKGROUND);

	test_claim(store);
	test_ready(store);
	test_failed(store);
	test_dates(store);
	test_rough_dates(store);
	test_shared_dates(store);
	test_long_and_moved(store);
	test_drop(store);
	test_give_up(store);
	test_removed(store);
	test_private(store);
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
	drafts_release();
	return tap_end();
}
