/* The reader while news comes: a loopback server, the real background thread. */
#include "store/store.h"
#include "support/server.h"
#include "support/tap.h"
#include "ui/fixture.h"
#include "ui/screen.h"
#include "ui/seen.h"

#include <stdio.h>
#include <string.h>

static struct error err;
static struct server *server;
static struct screen *screen;
static char store_path[512];

/* --- what the server has ------------------------------------------------------- */

static void serve_feed(const char *titles[], int count, int delay_ms)
{
	struct str feed;

	str_init(&feed);
	str_add(&feed, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	    "<rss version=\"2.0\"><channel><title>Báo Bàu Sậy</title>"
	    "<link>/</link><description>Tin</description>");
	for (int i = 0; i < count; i++)
		str_addf(&feed, "<item><title>%s</title><link>/tin/%d.html"
		    "</link><guid>tin_%d</guid><pubDate>Sun, 22 Nov 2026 0%d:00"
		    ":00 +0700</pubDate><description>Lời dẫn %d."
		    "</description></item>", titles[i], i + 1, i + 1, i + 1,
		    i + 1);
	str_add(&feed, "</channel></rss>");
	server_set(server, &(struct server_reply){.path = "/tin.xml",
	    .body = feed.data, .delay_ms = delay_ms});
	str_release(&feed);
}

static void serve_page(const char *path, const char *title, const char *text,
    int delay_ms)
{
	struct str page;

	str_init(&page);
	str_addf(&page, "<!DOCTYPE html><html lang=\"vi\"><head><meta charset="
	    "\"utf-8\"><title>%s</title></head><body><nav><a href=\"/\">Trang "
	    "chủ</a></nav><article><h1>%s</h1><p>22/11/2026 06:00</p>"
	    "<div class=\"content\"><p>%s</p><p>Bà con thôn Bàu Sậy đã nhận đủ "
	    "giống và phân bón, đang be bờ, đắp lại những chân ruộng bị bùn vùi "
	    "để kịp xuống giống trước rằm.</p><p>Xã Trằm Mây cử cán bộ khuyến "
	    "nông xuống từng thôn, hướng dẫn cách xử lý giống bị ngâm nước và "
	    "lịch gieo cho từng vùng./.</p></div><h3>Các tin khác</h3><ul>"
	    "<li><a href=\"/tin/9.html\">Đắp xong bờ vùng Hạ Khê</a></li>"
	    "<li><a href=\"/tin/8.html\">Chợ Trằm Mây họp lại phiên đầu</a></li>"
	    "</ul></article></body></html>", title, title, text);
	server_set(server, &(struct server_reply){.path = path,
	    .type = "text/html; charset=utf-8", .body = page.data,
	    .delay_ms = delay_ms});
	str_release(&page);
}

static void follow(const char *path, const char *title)
{
	struct store *store = store_open(store_path, STORE_COMMAND, &err);
	struct source_draft draft = {.url = server_url(server, path),
	    .title = title, .province = "", .kind = SOURCE_FEED};
	int64_t id;
	bool is_new;

	if (!tap_ok(store != NULL, "a cache"))
		return;
	tap_done(store_add_source(store, &draft, FIXTURE_NOW, &id, &is_new,
	    &err), &err, "a source is followed");
	store_close(store);
}

/* --- what the reader shows --------------------------------------------------------- */

static void press(const char *keys)
{
	screen_type(screen, keys, strlen(keys));
}

/* --- the tests ------------------------------------------------------------------------ */

static const char *titles[] = {"Nhận lúa giống ở Bàu Sậy",
    "Sửa kênh Hạ Khê", "Họp xã Trằm Mây"};

static void test_refresh(void)
{
	serve_feed(titles, 3, 600);
	if (screen_hears_signals(screen)) {
		screen_resize(screen, 120, 24);
		tap_ok(screen_settle(screen), "two panes without news");
		tap_ok(seen_row(screen, 0, "Related news") < 0, "no rule over nothing");
	}
	press("R");
	seen_await(screen, "Updating", "the status line tells that it asks");
	seen_await(screen, "3 new from 1 source", "and what came");
	screen_settle(screen);
	seen_expect(screen, "Họp xã Trằm Mây", "the rows are there");
	seen_expect(screen, "1/3", "the first is selected");
	if (screen_hears_signals(screen)) {
		seen_await(screen, "0%", "and shown beside them with no key");
		screen_resize(screen, 80, 24);
		tap_ok(screen_settle(screen), "the reader rests");
	}
	seen_expect(screen, "3 unread", "all are unread still");
}

/* The page of an article comes while its lead is read. */
static void test_page(void)
{
	int row;

	/* pages fetched ahead are let pass: this one is asked for */
	seen_await(screen, "●  Họp xã Trằm Mây", "a page was fetched ahead");
	seen_settle(screen, "\r");
	seen_expect(screen, "Xã Trằm Mây cử cán bộ khuyến nông", "the article is whole");
	row = seen_row(screen, 0, "Họp xã bàn việc sau lũ");
	tap_ok(row >= 0, "its first paragraph");
	serve_page("/tin/3.html", titles[2], "Họp xã bàn việc sau lũ, nay thêm "
	    "phần hỏi đáp.", 300);
	press("r");
	seen_await(screen, "Fetching the full text", "asked for again");
	seen_await(screen, "nay thêm phần hỏi đáp", "and there it is");
	tap_number(seen_row(screen, 0, "Họp xã bàn việc sau lũ"), row,
	    "where the former text was");
	server_set(server, &(struct server_reply){.path = "/tin/3.html",
	    .status = 500, .type = "text/html", .body = "hỏng"});
	press("r");
	seen_await(screen, "The article could not be loaded", "a failure is said");
	seen_expect(screen, "nay thêm phần hỏi đáp", "and the text stays");
	screen_settle(screen);
}

static void test_link(void)
{
	serve_page("/tin/9.html", "Đắp xong bờ vùng Hạ Khê",
	    "Bờ vùng dài 1,2 km vừa đắp xong.", 200);
	seen_settle(screen, "\t");
	seen_expect(screen, "Đắp xong bờ vùng Hạ Khê", "what the page lists");
	press("\r");
	seen_await(screen, "Bờ vùng dài 1,2 km", "a listed link is fetched and opened");
	screen_settle(screen);
	seen_settle(screen, "\033");
	seen_expect(screen, "nay thêm phần hỏi đáp", "back is the article it came from");
	seen_settle(screen, "\033\033");
	seen_expect(screen, "Enter read", "and then the list");
}

static void test_new_rows(void)
{
	static const char *more[] = {"Nhận lúa giống ở Bàu Sậy",
	    "Sửa kênh Hạ Khê", "Họp xã Trằm Mây", "Cầu Bến Sỏi thông xe",
	    "Đò dọc chạy lại"};
	int row = seen_row(screen, 0, "Họp xã Trằm Mây");

	serve_feed(more, 5, 0);
	press("r");
	seen_await(screen, "2 new from 1 source", "a source by itself");
	screen_settle(screen);
	tap_number(seen_row(screen, 0, "Họp xã Trằm Mây"), row,
	    "the selected row keeps its line");
	seen_expect(screen, "↑ 3 new", "the heading tells of rows above");
	seen_settle(screen, "g");
	seen_expect(screen, "1/6", "g goes there");
	/* another process, and no key is pressed */
	tap_done(fixture_add_newer(store_path, "Chợ phiên họp lại", &err),
	    &err, "another process stores an article");
	seen_await(screen, "↑ 1 new", "it shows without a key");
}

static void test_failed(void)
{
	server_set(server, &(struct server_reply){.path = "/tin.xml",
	    .status = 404, .type = "text/html", .body = "không có"});
	press("R");
	seen_await(screen, "1 source needs a look", "a source that failed");
	screen_settle(screen);
	seen_settle(screen, "\t");
	seen_expect(screen, "not found (404)", "its health is a sentence");
	seen_expect(screen, "!", "and a sign");
	seen_settle(screen, "\t");
}

static void test_stop(void)
{
	server_set(server, &(struct server_reply){.path = "/tin.xml",
	    .fault = SERVER_SILENT});
	press("R");
	seen_await(screen, "Updating", "a server that never answers");
	press("\003");
	seen_await(screen, "Stopped", "Ctrl-C stops asking");
	screen_settle(screen);
	press("R");
	seen_await(screen, "Updating", "asked again");
	press("q");
	tap_ok(screen_has_ended(screen, NULL), "q ends the reader at once");
}

/* What is due is asked for without a key, if the settings do not forbid it. */
static void test_due(struct screen_start start)
{
	static const char *const settings[] = {"refresh=yes"};
	int asked = server_count(server, "/tin.xml");

	server_set(server, &(struct server_reply){.path = "/moi.xml",
	    .body = "<rss version=\"2.0\"><channel><title>Xã</title><item>"
	    "<title>Thông đường ra Cồn Dương</title><guid>m1</guid></item>"
	    "</channel></rss>"});
	follow("/moi.xml", "Xã Trằm Mây");
	screen = screen_open(&start);
	if (tap_ok(screen != NULL, "the reader opens once more")) {
		seen_settle(screen, "j");
		tap_number(server_count(server, "/moi.xml"), 0,
		    "'refresh = no' asks nobody");
		screen_close(screen);
	}
	start.settings = settings;
	start.setting_count = 1;
	screen = screen_open(&start);
	if (!tap_ok(screen != NULL, "and with 'refresh = yes'"))
		return;
	seen_await(screen, "Thông đường ra Cồn Dương", "what is due comes by itself");
	tap_number(server_count(server, "/moi.xml"), 1, "asked for once");
	tap_number(server_count(server, "/tin.xml"), asked,
	    "what is not due is left alone");
	screen_close(screen);
}

int main(void)
{
	struct screen_start start = {.store = store_path, .width = 80,
	    .height = 24, .is_beside_threads = true};

	snprintf(store_path, sizeof(store_path), "%s/news.db", tap_folder());
	server = server_start();
	follow("/tin.xml", "Báo Bàu Sậy");
	serve_page("/tin/1.html", titles[0], "Lúa giống đã về tới thôn.", 0);
	serve_page("/tin/2.html", titles[1], "Kênh dài 300 m được sửa.", 0);
	serve_page("/tin/3.html", titles[2], "Họp xã bàn việc sau lũ.", 0);
	screen = screen_open(&start);
	if (tap_ok(screen != NULL, "the reader opens")) {
		seen_expect(screen, "No news in the cache yet", "an empty cache");
		test_refresh();
		test_page();
		test_link();
		test_new_rows();
		test_failed();
		test_stop();
		screen_close(screen);
	}
	test_due(start);
	server_stop(server);
	return tap_end();
}
