/* Pages behind articles, links that pages list, and what is related. */
#include "base/clock.h"
#include "refresh/fixture.h"
#include "support/tap.h"

#include <string.h>

static const char *const items[] = {
    "p1|Khởi công cầu Bến Sỏi|/tin/cau.html|21|Cầu dài 84 mét.",
    "p2|Lịch cắt điện|/tin/lich.html|20|Từ 7 giờ.",
    "p3|Tin đã gỡ|/tin/go.html|19|",
    "p4|Mật khẩu|file:///etc/passwd|18|Không được đọc.",
};

static void serve_portal(struct fixture *fixture)
{
	fixture_serve(fixture, "/tin.xml", NULL,
	    fixture_feed(fixture, "Cổng xã", items, 4));
	fixture_serve(fixture, "/tin/cau.html", "text/html",
	    fixture_page(fixture, "Khởi công cầu Bến Sỏi",
	        "Sáng 21/11, xã Trằm Mây khởi công cầu Bến Sỏi bắc qua sông "
	        "Lệ Khê, nối thôn Cồn Dương với đường liên xã.",
	        "<div class=\"other\"><h3>Các tin khác</h3><ul>"
	        "<li><a href=\"/tin/cu.html\">Khảo sát vị trí cầu Bến Sỏi bắc "
	        "qua sông Lệ Khê</a></li>"
	        "<li><a href=\"/tin/lich.html\">Lịch cắt điện tuần này của "
	        "điện lực khu vực</a></li></ul></div>"));
	fixture_serve(fixture, "/tin/lich.html", "text/html",
	    "<html><head><title>Lịch</title></head><body></body></html>");
	fixture_serve(fixture, "/tin/cu.html", "text/html",
	    fixture_page(fixture, "Khảo sát vị trí cầu Bến Sỏi",
	        "Đoàn khảo sát của tỉnh Quảng Trị đã chọn vị trí đặt cầu Bến "
	        "Sỏi qua sông Lệ Khê ở thôn Cồn Dương.",
	        ""));
}

static const struct article_row *find_row(struct fixture *fixture,
    const char *title)
{
	struct article_row *rows;
	size_t count = fixture_rows(fixture, 0, &rows);

	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].title, title) == 0)
			return &rows[i];
	fatal("no article %s", title);
}

static void test_pages(struct fixture *fixture)
{
	struct job_progress progress;
	struct error err = {0};
	const struct article_row *row;

	serve_portal(fixture);
	fixture_follow(fixture, server_url(fixture->server, "/tin.xml"));
	fixture_refresh(fixture, 0, false);
	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "pages are fetched");
	row = find_row(fixture, "Khởi công cầu Bến Sỏi");
	tap_number(row->page, PAGE_READY, "an article's page is here");
	tap_ok(row->words > 60, "whole: %d syllables", row->words);
	tap_number(find_row(fixture, "Lịch cắt điện")->page, PAGE_NO_BODY,
	    "a page without an article is known as such");
	tap_number(find_row(fixture, "Tin đã gỡ")->page, PAGE_FAILED,
	    "one that is gone failed");
	row = find_row(fixture, "Mật khẩu");
	tap_number(row->page, PAGE_NONE, "a feed's file: link has no page");
	tap_ok(row->link == NULL || *row->link == '\0', "and is no link");
	tap_number(server_count(fixture->server, "/tin/cau.html"), 1,
	    "each is asked once");
	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "again");
	tap_number(server_count(fixture->server, "/tin/cau.html"), 1,
	    "nothing is left to fetch");
}

/* An article cut into pages: fetched on, joined, read again whole. */
static void test_parts(struct fixture *fixture)
{
	static const char *const parted[] = {
	    "q1|Bài dài về đê Hạ Khê|/dai/de.html|22|Kỳ một."};
	struct job_progress progress;
	struct error err = {0};
	struct article article;
	struct str text;
	bool is_found;
	int64_t id;

	fixture_serve(fixture, "/dai.xml", NULL,
	    fixture_feed(fixture, "Bài dài", parted, 1));
	fixture_serve(fixture, "/dai/de.html", "text/html",
	    fixture_page(fixture, "Bài dài về đê Hạ Khê",
	        "Phần thứ nhất kể chuyện đắp đê Hạ Khê ngày trước, khi cả xã "
	        "ra đồng gánh đất.", "<a href=\"/dai/de-p2.html\">2</a>"
	        "<a href=\"/dai/de-p9.html\">9</a>"
	        "<a href=\"/dai/de-khac.html\">Sau</a>"));
	fixture_serve(fixture, "/dai/de-p2.html", "text/html",
	    fixture_page(fixture, "Bài dài về đê Hạ Khê",
	        "Phần thứ hai kể chuyện giữ đê Hạ Khê năm nay, khi nước sông "
	        "Lệ Khê lên nhanh.", "<a href=\"/dai/de.html\">1</a>"
	        "<a href=\"/dai/de-p3.html\">3</a>"));
	fixture_follow(fixture, server_url(fixture->server, "/dai.xml"));
	fixture_refresh(fixture, 0, false);
	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "pages of a split article are fetched");
	tap_number(server_count(fixture->server, "/dai/de-p2.html"), 1,
	    "the second one once");
	tap_number(server_count(fixture->server, "/dai/de-p3.html"), 1,
	    "the third is asked for");
	tap_number(server_count(fixture->server, "/dai/de-p9.html"), 0,
	    "the ninth is not");
	id = find_row(fixture, "Bài dài về đê Hạ Khê")->id;
	str_init(&text);
	for (int i = 0; i < 2; i++) {
		str_clear(&text);
		tap_done(store_read_article(fixture->store, id,
		    &fixture->arena, &article, &is_found, &err), &err,
		    "it is read");
		block_add_text(&text, &article.body);
		tap_ok(strstr(text.data, "Phần thứ nhất") != NULL &&
		        strstr(text.data, "Phần thứ hai") != NULL &&
		        strstr(text.data, "Phần thứ nhất") <
		            strstr(text.data, "Phần thứ hai"),
		    "whole, though there was no third");
		tap_number(article.row.page, PAGE_READY, "and ready");
		tap_done(job_read_again(&fixture->job, &err), &err,
		    "read again");
	}
	tap_ok(fixture->job.progress.again > 0 &&
	        fixture->job.progress.again_changed == 0,
	    "to the same");
	str_release(&text);
}

static void test_one_page(struct fixture *fixture)
{
	const struct article_row *row = find_row(fixture, "Tin đã gỡ");
	struct article article;
	struct error err = {0};
	bool is_found;

	tap_ok(!job_fetch_page(&fixture->job, row->id, &err) &&
	        err.code == ERROR_HTTP_STATUS && err.number == 404,
	    "the reader asks again, and is told why not");
	fixture_serve(fixture, "/tin/go.html", "text/html",
	    fixture_page(fixture, "Tin đã gỡ",
	        "Bài viết đã được đăng lại sau khi xã kiểm tra số liệu về "
	        "diện tích lúa bị ngập ở Hạ Khê.", ""));
	tap_done(job_fetch_page(&fixture->job, row->id, &err), &err,
	    "once more");
	tap_done(store_read_article(fixture->store, row->id, &fixture->arena,
	    &article, &is_found, &err), &err, "it can be read");
	tap_number(article.row.page, PAGE_READY, "whole");
	tap_ok(!job_fetch_page(&fixture->job, 9999, &err),
	    "an article that is not there has no page");
}

static void test_links(struct fixture *fixture)
{
	int64_t of = find_row(fixture, "Khởi công cầu Bến Sỏi")->id, id = 0;
	struct related_row *rows;
	struct error err = {0};
	size_t count, left;
	int number = 0;

	tap_done(job_relate(&fixture->job, 100, &left, &err), &err,
	    "articles are related");
	tap_number((int64_t)left, 0, "all of them");
	tap_done(job_find_related(fixture->store, of, 10, &fixture->arena,
	    &rows, &count, &err), &err, "what is related");
	for (size_t i = 0; i < count; i++) {
		tap_ok(rows[i].row.id != of, "not the article itself");
		if (rows[i].row.id == 0 && rows[i].row.link != NULL &&
		    strcmp(rows[i].row.link, server_url(fixture->server,
		        "/tin/cu.html")) == 0)
			number = rows[i].number;
	}
	tap_ok(number > 0, "a link that is not here yet has a number");
	tap_done(job_fetch_link(&fixture->job, of, number, &id, &err), &err,
	    "the link is fetched");
	tap_text(find_row(fixture, "Khảo sát vị trí cầu Bến Sỏi")->link,
	    server_url(fixture->server, "/tin/cu.html"), "as an article");
	tap_number(find_row(fixture, "Khảo sát vị trí cầu Bến Sỏi")->page,
	    PAGE_READY, "with its page");
	tap_number(find_row(fixture, "Khảo sát vị trí cầu Bến Sỏi")->id, id,
	    "which is told");
	tap_done(job_fetch_link(&fixture->job, of, number, &id, &err), &err,
	    "again");
	tap_number(server_count(fixture->server, "/tin/cu.html"), 1,
	    "it is not asked twice");
	tap_ok(!job_fetch_link(&fixture->job, of, 99, &id, &err),
	    "there is no such link");
}

static void test_similar(struct fixture *fixture)
{
	int64_t of = find_row(fixture, "Khởi công cầu Bến Sỏi")->id;
	int64_t other = find_row(fixture, "Khảo sát vị trí cầu Bến Sỏi")->id;
	struct related_row *rows;
	struct error err = {0};
	size_t count, left;
	bool is_there = false;

	tap_done(job_relate(&fixture->job, 100, &left, &err), &err,
	    "the new one is related");
	tap_done(job_find_related(fixture->store, of, 10, &fixture->arena,
	    &rows, &count, &err), &err, "related");
	for (size_t i = 0; i < count; i++)
		if (rows[i].row.id == other) {
			is_there = true;
			tap_number(rows[i].why, RELATED_SIMILAR,
			    "similar, as well as listed: shown once");
			tap_note("%s: %.2f", rows[i].shared, rows[i].score);
		}
	tap_ok(is_there, "the listed link is an article now");
	tap_done(job_find_related(fixture->store, other, 10, &fixture->arena,
	    &rows, &count, &err), &err, "of the other");
	is_there = false;
	for (size_t i = 0; i < count; i++)
		if (rows[i].row.id == of) {
			is_there = true;
			tap_number(rows[i].why, RELATED_SIMILAR, "similar");
			tap_ok(strstr(rows[i].shared, "Bến Sỏi") != NULL,
			    "for they share: %s", rows[i].shared);
		}
	tap_ok(is_there, "it finds the first by their words");
	tap_done(job_find_related(fixture->store, of, 1, &fixture->arena,
	    &rows, &count, &err), &err, "one row");
	tap_ok(count <= 2, "of each group");
}

/* A portal in a folder: feeds in rss/, pages in tin/. */
static void test_folder(struct fixture *fixture)
{
	struct job_progress progress;
	struct error err = {0};
	const char *path;
	int64_t id;

	fixture_put(fixture, "xa/.bantin-root", "");
	fixture_put(fixture, "mat.html", fixture_page(fixture, "Mật",
	    "Tệp này nằm ngoài thư mục của nguồn tin.", ""));
	fixture_put(fixture, "xa/tin/le.html", fixture_page(fixture, "Lễ hội",
	    "Lễ hội đua thuyền trên sông Lệ Khê có mười hai đội.", ""));
	fixture_put(fixture, "xa/chi-tiet.aspx@ItemID=31",
	    fixture_page(fixture, "Ngân sách",
	        "Xã công khai ngân sách quý III với tổng thu 4,2 tỷ đồng.",
	        ""));
	path = fixture_put(fixture, "xa/rss/tin.xml",
	    "<rss version=\"2.0\"><channel><title>Xã trong thư mục</title>"
	    "<item><title>Lễ hội</title><link>../tin/le.html</link></item>"
	    "<item><title>Ngân sách</title>"
	    "<link>../chi-tiet.aspx?ItemID=31</link></item>"
	    "<item><title>Mật</title><link>../../mat.html</link></item>"
	    "</channel></rss>");
	id = fixture_follow(fixture,
	    arena_printf(&fixture->arena, "file://%s", path));
	fixture_refresh(fixture, id, false);
	tap_number(fixture->progress.added, 3, "a source that is a file");
	tap_number(fixture_source(fixture, id).health, HEALTH_GOOD, "good");
	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "its pages");
	tap_number(find_row(fixture, "Lễ hội")->page, PAGE_READY, "beside it");
	tap_number(find_row(fixture, "Ngân sách")->page, PAGE_READY,
	    "with a query in its name");
	tap_number(find_row(fixture, "Mật")->page, PAGE_FAILED,
	    "none outside");
	fixture_refresh(fixture, id, false);
	tap_number(fixture->progress.unchanged, 1, "unchanged by its bytes");
}

static bool after_one(void *ctx)
{
	const struct fixture *fixture = ctx;

	return fixture->notes > 0;
}

/* Stopped in the middle: the next run goes on where this one left off. */
static void test_stop(struct fixture *fixture)
{
	static const char *const more[] = {"s1|Tin một|/tin/s1.html|22|",
	    "s2|Tin hai|/tin/s2.html|22|", "s3|Tin ba|/tin/s3.html|22|",
	    "s4|Tin bốn|/tin/s4.html|22|"};
	struct job_progress progress;
	struct error err = {0};
	struct article_row *rows;
	size_t wanted = 0, count;
	int64_t id;

	fixture_serve(fixture, "/dung.xml", NULL,
	    fixture_feed(fixture, "Dừng", more, 4));
	for (int i = 1; i <= 4; i++)
		server_set(fixture->server, &(struct server_reply){
		    .path = arena_printf(&fixture->arena, "/tin/s%d.html", i),
		    .type = "text/html", .delay_ms = i == 1 ? 0 : 300,
		    .body = fixture_page(fixture, "Tin", "Một tin.", "")});
	id = fixture_follow(fixture, server_url(fixture->server,
	    "/dung.xml"));
	fixture_refresh(fixture, id, false);
	fixture->notes = 0;
	fixture->job.is_stopped = after_one;
	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "stopped after the first page");
	fixture->job.is_stopped = NULL;
	count = fixture_rows(fixture, id, &rows);
	for (size_t i = 0; i < count; i++)
		wanted += rows[i].page == PAGE_WANTED;
	tap_number((int64_t)wanted, 3, "three are wanted still");
	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "at once again");
	count = fixture_rows(fixture, id, &rows);
	for (size_t i = 0; i < count; i++)
		tap_number(rows[i].page, PAGE_READY, "%s", rows[i].title);
}

static const char *page_of_time(struct fixture *fixture, const char *title,
    const char *time)
{
	return arena_printf(&fixture->arena, "%s<h1>%s</h1><span "
	    "itemprop=\"datePublished\">Thứ Bảy - 21/11/2026 %s</span>%s",
	    "<html lang=\"vi\"><body>", title, time,
	    "<div id=\"news-bodyhtml\"><p>Sáng 21/11, nước sông Lệ Khê rút "
	    "dần, bà con thôn Bàu Sậy đã về dọn nhà, thau rửa giếng.</p><p>Xã "
	    "cử bốn tổ giúp các hộ neo đơn, trạm y tế phát thuốc khử khuẩn "
	    "nước cho từng nhà trong ba thôn.</p></div></body></html>");
}

/* The minutes that NukeViet's feeds have wrong, its pages have right. */
static void test_rough_dates(struct fixture *fixture)
{
	static const char feed[] =
	    "<rss version=\"2.0\"><channel><title>Trằm Mây</title>"
	    "<generator>NukeViet v4.5</generator>"
	    "<item><guid>news_2</guid><title>Dọn giếng</title>"
	    "<link>/tin/don-gieng.html</link>"
	    "<pubDate>Sat, 21 Nov 2026 01:11:07 GMT</pubDate></item>"
	    "<item><guid>news_1</guid><title>Nước rút</title>"
	    "<link>/tin/nuoc-rut.html</link>"
	    "<pubDate>Sat, 21 Nov 2026 01:11:59 GMT</pubDate></item>"
	    "</channel></rss>";
	int64_t id = fixture_follow(fixture, server_url(fixture->server,
	    "/nukeviet.xml"));
	struct job_progress progress;
	struct article_row *rows;
	struct error err = {0};

	fixture_serve(fixture, "/nukeviet.xml", NULL, feed);
	fixture_serve(fixture, "/tin/don-gieng.html", "text/html",
	    page_of_time(fixture, "Dọn giếng", "08:50"));
	fixture_serve(fixture, "/tin/nuoc-rut.html", "text/html",
	    page_of_time(fixture, "Nước rút", "08:10"));
	fixture_refresh(fixture, id, false);
	tap_number((int64_t)fixture_rows(fixture, id, &rows), 2, "two");
	tap_ok(rows[0].published == 1795222800 &&
	        rows[1].published == 1795222800, "both at 08:00");
	tap_text(rows[0].title, "Dọn giếng", "in the feed's order");
	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "their pages");
	fixture_rows(fixture, id, &rows);
	tap_text(rows[0].title, "Dọn giếng", "the order stays");
	tap_number(rows[0].published, 1795222800 + 50 * 60, "at 08:50");
	tap_number(rows[1].published, 1795222800 + 10 * 60, "and 08:10");
	tap_ok(rows[0].is_date_trusted && rows[1].is_date_trusted,
	    "both trusted");
	fixture_serve(fixture, "/nukeviet.xml", NULL,
	    arena_printf(&fixture->arena, "%s ", feed));
	fixture_refresh(fixture, id, false);
	fixture_rows(fixture, id, &rows);
	tap_number(rows[0].published, 1795222800 + 50 * 60,
	    "as they are when the feed comes again");
}

/* --- addresses that are kept --------------------------------------------- */

/* Open an address; the article it became, or 0. */
static int64_t open_address(struct fixture *fixture, const char *address)
{
	struct error err = {0};

	fixture->noted_id = 0;
	if (!tap_done(job_start_address(&fixture->job, address, &err), &err,
	        "an address is opened"))
		return 0;
	while (job_pending(&fixture->job) > 0 &&
	    job_step(&fixture->job, 1000, &err))
		;
	return fixture->noted_id;
}

static bool is_kept(struct fixture *fixture, int64_t id)
{
	struct error err = {0};
	size_t count = 0;
	char **tags;

	return store_read_tags(fixture->store, id, &fixture->arena, &tags,
	           &count, &err) &&
	    count == 1 && strcmp(tags[0], "read later") == 0;
}

static struct article_row address_row(struct fixture *fixture, int64_t id)
{
	struct article_row *rows, none = {0};
	struct error err = {0};
	size_t count = 0;

	return store_read_rows(fixture->store, &id, 1, &fixture->arena, &rows,
	           &count, &err) && count == 1 ? rows[0] : none;
}

static void test_address(struct fixture *fixture)
{
	const char *url = server_url(fixture->server, "/xa/hop-cho.html");
	size_t followed = fixture_count_sources(fixture);
	int64_t id, known = find_row(fixture, "Tin đã gỡ")->id;
	struct article_row row;

	fixture_serve(fixture, "/xa/hop-cho.html", "text/html",
	    fixture_page(fixture, "Chợ Trằm Mây họp phiên đầu",
	        "Phiên chợ đầu tiên sau lũ của xã Trằm Mây có hơn 60 hộ bày "
	        "hàng từ tinh mơ.", ""));
	id = open_address(fixture, url);
	row = address_row(fixture, id);
	tap_text(row.title, "Chợ Trằm Mây họp phiên đầu", "it is an article");
	tap_text(row.source_title, "127.0.0.1", "of its host");
	tap_number(row.page, PAGE_READY, "whole");
	tap_ok(is_kept(fixture, id), "kept to be read later");
	tap_number((int64_t)fixture_count_sources(fixture), (int64_t)followed,
	    "and nothing more is followed");
	tap_number(open_address(fixture, url), id, "again");
	tap_number(server_count(fixture->server, "/xa/hop-cho.html"), 1,
	    "it is not asked twice");
	tap_number(open_address(fixture, server_url(fixture->server,
	    "/tin/go.html")), known, "one that is there is opened");
	tap_ok(is_kept(fixture, known), "and kept");
	tap_number(open_address(fixture, "file:///etc/hostname"), 0,
	    "what is no address of a page is not");
	tap_number(fixture->noted.code, ERROR_SOURCE_URL, "and is told");
	tap_number(open_address(fixture, server_url(fixture->server,
	    "/khong-co.html")), 0, "nor a page that is not there");
	tap_number(fixture->noted.code, ERROR_HTTP_STATUS, "which is told");
}

/* What no network reaches waits under its address, and has a name then. */
static void test_address_waits(struct fixture *fixture)
{
	struct error err = {0};
	char title[] = "Đò ngang chạy lại";
	struct page page = {.title = title};
	struct article_row row;
	struct page_job wanted;
	size_t started = 0;
	bool is_found;
	int64_t id = open_address(fixture, "http://127.0.0.1:9/do-ngang");

	row = address_row(fixture, id);
	tap_text(row.title, "http://127.0.0.1:9/do-ngang",
	    "what is out of reach is kept by its address");
	tap_number(row.page, PAGE_WANTED, "to be fetched");
	tap_ok(is_kept(fixture, id), "under the same tag");
	tap_done(job_start_pages(&fixture->job, 0, &started, &err), &err,
	    "pages are fetched ahead");
	tap_ok(started > 0, "it may be among them");
	tap_done(job_stop(&fixture->job, &err), &err, "then no more");
	tap_number(address_row(fixture, id).page, PAGE_WANTED,
	    "it is wanted, though nobody follows its host");
	tap_ok(store_find_page_job(fixture->store, id, &fixture->arena,
	    &wanted, &is_found, &err) && is_found, "its page");
	tap_done(store_save_page(fixture->store, wanted.page_id, PAGE_READY,
	    &page, NULL, 0, NULL, NOW, &err), &err, "comes");
	tap_text(address_row(fixture, id).title, "Đò ngang chạy lại",
	    "and it is called as its page is");
}

int main(void)
{
	struct fixture fixture;

	fixture_init(&fixture, "page");
	test_pages(&fixture);
	test_one_page(&fixture);
	test_links(&fixture);
	test_similar(&fixture);
	test_folder(&fixture);
	test_address(&fixture);
	test_address_waits(&fixture);
	test_stop(&fixture);
	test_rough_dates(&fixture);
	test_parts(&fixture);
	fixture_release(&fixture);
	return tap_end();
}
