/* What becomes of a source: each answer a server can give. */
#include "base/clock.h"
#include "refresh/fixture.h"
#include "support/tap.h"

#include <string.h>

static const char *const items[] = {
    "news_3|Khởi công cầu Bến Sỏi|/tin/cau-ben-soi.html|21|Cầu dài 84 mét.",
    " news_2 |Họp thôn Bàu Sậy|/tin/hop-thon.html|20|Bàn việc nước sạch.",
    "news_1|Đê Hạ Khê an toàn|/tin/de-ha-khe.html|19|",
};

/* A source that one path of the server feeds. */
static int64_t follow(struct fixture *fixture, const char *path)
{
	return fixture_follow(fixture, server_url(fixture->server, path));
}

static void test_good(struct fixture *fixture)
{
	const char *feed = fixture_feed(fixture, "Cổng xã", items, 3);
	int64_t id = follow(fixture, "/tin.xml");
	struct article_row *rows;
	struct source source;

	server_set(fixture->server, &(struct server_reply){
	    .path = "/tin.xml", .body = feed, .etag = "\"a1\""});
	fixture_refresh(fixture, 0, false);
	tap_number(fixture->progress.total, 1, "one source");
	tap_number(fixture->progress.done, 1, "done");
	tap_number(fixture->progress.added, 3, "three new articles");
	tap_number(fixture->progress.failed, 0, "no failure");
	tap_number(fixture->progress.bytes, (int64_t)strlen(feed), "bytes");
	tap_number((int64_t)fixture_rows(fixture, id, &rows), 3, "stored");
	tap_text(rows[0].title, "Khởi công cầu Bến Sỏi", "newest first");
	tap_text(rows[0].link, server_url(fixture->server,
	    "/tin/cau-ben-soi.html"), "its link is absolute");
	tap_text(rows[0].lead, "Cầu dài 84 mét.", "its lead");
	tap_number(rows[0].published, 1795222800, "its date");
	source = fixture_source(fixture, id);
	tap_number(source.health, HEALTH_GOOD, "in good health");
	tap_number(source.status, 200, "the status");
	tap_text(source.etag, "\"a1\"", "the validator is kept");
	tap_number(source.last_success, NOW, "when it was well");
	tap_ok(source.next_due >= NOW + 1800, "when it is due again");
	tap_text(source.title, "Trằm Mây", "the reader's title stays");
}

static void test_unchanged(struct fixture *fixture)
{
	struct source source;

	fixture_refresh(fixture, 1, false);
	source = fixture_source(fixture, 1);
	tap_number(fixture->progress.unchanged, 1, "304 is unchanged");
	tap_number(source.health, HEALTH_UNCHANGED, "and its health");
	tap_number(source.status, 304, "the status");
	tap_number(source.unchanged, 1, "counted");
	tap_number(source.asked, 2, "of two");
	tap_text(source.etag, "\"a1\"", "the validator stays");
	server_set(fixture->server, &(struct server_reply){
	    .path = "/tin.xml",
	    .body = fixture_feed(fixture, "Cổng xã", items, 3)});
	fixture_refresh(fixture, 1, false);
	source = fixture_source(fixture, 1);
	tap_number(fixture->progress.unchanged, 1,
	    "the same body without validators is unchanged too");
	tap_number(source.status, 200, "though the status is 200");
	tap_text(source.etag, "\"a1\"", "its validator is that body's still");
	fixture_refresh(fixture, 0, true);
	tap_number(fixture->progress.total, 0, "it is not due yet");
	clock_fix(NOW + 3600);
	fixture_refresh(fixture, 0, true);
	tap_number(fixture->progress.total, 1, "an hour later it is");
	clock_fix(NOW);
}

static void test_update(struct fixture *fixture)
{
	static const char *const later[] = {
	    "news_4|Lễ hội sông Lệ Khê|/tin/le-hoi.html|22|",
	    "news_3|Khởi công cầu Bến Sỏi (sửa)|/tin/cau-ben-soi.html|21|"
	    "Cầu dài 86 mét.",
	};
	struct article_row *rows;

	fixture_serve(fixture, "/tin.xml", NULL,
	    fixture_feed(fixture, "Cổng xã", later, 2));
	fixture_refresh(fixture, 1, false);
	tap_number(fixture->progress.added, 1, "one new, one changed");
	tap_number((int64_t)fixture_rows(fixture, 1, &rows), 4, "four rows");
	tap_text(rows[1].title, "Khởi công cầu Bến Sỏi (sửa)",
	    "the changed one in its place");
	tap_text(fixture_source(fixture, 1).etag, "",
	    "an old validator is not kept with a new body");
}

/* One failure from asking to booking. */
static void check_failure(struct fixture *fixture, int64_t id,
    enum error_code code, long number, enum source_health health,
    const char *name)
{
	struct source source;

	fixture_refresh(fixture, id, false);
	source = fixture_source(fixture, id);
	tap_number(source.error.code, code, "%s", name);
	if (number >= 0)
		tap_number(source.error.number, number, "  number");
	tap_number(source.health, health, "  health");
	tap_number(fixture->progress.failed, 1, "  counted");
	tap_number(fixture->noted.code, code, "  told");
	tap_number(fixture->noted_id, id, "  of that source");
}

static void test_failures(struct fixture *fixture)
{
	static const char page[] =
	    "<!DOCTYPE html><html><head><title>Cổng xã</title>"
	    "<link rel=\"alternate\" type=\"application/rss+xml\" "
	    "href=\"/rss/tin.xml\"><link rel=\"alternate\" "
	    "type=\"application/rss+xml\" href=\"/rss/lich.xml\"></head>"
	    "<body><p>Chào mừng.</p></body></html>";
	int64_t id;

	check_failure(fixture, follow(fixture, "/404.xml"),
	    ERROR_HTTP_STATUS, 404, HEALTH_FAILED, "not found");
	check_failure(fixture,
	    fixture_follow(fixture, "http://127.0.0.1:1/tin.xml"),
	    ERROR_NET_CONNECT, -1, HEALTH_FAILED, "refused");
	fixture_serve(fixture, "/trang.xml", "text/html", page);
	check_failure(fixture, follow(fixture, "/trang.xml"),
	    ERROR_FEED_IS_PAGE, 2, HEALTH_FAILED, "a page for a feed");
	fixture_serve(fixture, "/rong.xml", NULL, "");
	check_failure(fixture, follow(fixture, "/rong.xml"),
	    ERROR_FEED_EMPTY, -1, HEALTH_FAILED, "no bytes");
	fixture_serve(fixture, "/d1n.xml", "text/html",
	    "<html><script>document.cookie=\"D1N=1\";"
	    "window.location.reload(true);</script></html>");
	check_failure(fixture, follow(fixture, "/d1n.xml"), ERROR_BOT_CHECK,
	    -1, HEALTH_FAILED, "a page that asks for a browser");
	tap_number(server_count(fixture->server, "/d1n.xml"), 1,
	    "it is not answered");
	id = follow(fixture, "/hai-lan.xml");
	check_failure(fixture, id, ERROR_HTTP_STATUS, 404, HEALTH_FAILED,
	    "once");
	tap_number(fixture_source(fixture, id).failures, 1, "one failure");
	check_failure(fixture, id, ERROR_HTTP_STATUS, 404, HEALTH_FAILED,
	    "twice");
	tap_number(fixture_source(fixture, id).failures, 2, "two");
	tap_ok(fixture_source(fixture, id).next_due >= NOW + 3600,
	    "it waits longer");
	fixture_serve(fixture, "/hai-lan.xml", NULL,
	    fixture_feed(fixture, "Cổng xã", items, 1));
	fixture_refresh(fixture, id, false);
	tap_number(server_count(fixture->server, "/hai-lan.xml"), 2,
	    "also when it is asked for");
	tap_number(fixture->noted.number, 404, "which is told");
	fixture->job.is_insistent = true;
	fixture_refresh(fixture, id, false);
	fixture->job.is_insistent = false;
	tap_number(fixture_source(fixture, id).failures, 0, "well again");
	tap_number(fixture_source(fixture, id).health, HEALTH_GOOD, "good");
}

static void test_wishes(struct fixture *fixture)
{
	int64_t gone = follow(fixture, "/410.xml"), busy;
	struct source source;

	server_set(fixture->server, &(struct server_reply){
	    .path = "/410.xml", .status = 410});
	check_failure(fixture, gone, ERROR_HTTP_STATUS, 410, HEALTH_GONE,
	    "closed for good");
	fixture_refresh(fixture, gone, false);
	tap_number(server_count(fixture->server, "/410.xml"), 1,
	    "it is not asked again, also by name");
	tap_number(fixture->noted.number, 410, "the reader is told why");
	fixture_refresh(fixture, 0, false);
	tap_number(server_count(fixture->server, "/410.xml"), 1,
	    "nor with all");
	/* by another name, since the wish is for the whole server */
	busy = fixture_follow(fixture, arena_printf(&fixture->arena,
	    "http://localhost:%d/429.xml", server_port(fixture->server)));
	server_set(fixture->server, &(struct server_reply){
	    .path = "/429.xml", .status = 429,
	    .headers = "Retry-After: 7200\r\n"});
	check_failure(fixture, busy, ERROR_NET_WAIT, NOW + 7200,
	    HEALTH_WAITING, "asked to wait");
	source = fixture_source(fixture, busy);
	tap_number(source.next_due, NOW + 7200, "until then");
	tap_number(source.failures, 0, "no failure of its own");
	fixture_refresh(fixture, busy, false);
	tap_number(server_count(fixture->server, "/429.xml"), 1,
	    "the wish holds also by name");
	tap_number(fixture->noted.code, ERROR_NET_WAIT, "which is told");
}

static void test_documents(struct fixture *fixture)
{
	static const char cut[] =
	    "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>"
	    "<title>Cụt</title><item><guid>c1</guid><title>Tin một</title>"
	    "</item><item><guid>c2</guid><title>Tin ha";
	int64_t id = follow(fixture, "/trong.xml");
	struct article_row *rows;
	struct source source;

	fixture_serve(fixture, "/trong.xml", NULL,
	    fixture_feed(fixture, "Trống", NULL, 0));
	fixture_refresh(fixture, id, false);
	tap_number(fixture_source(fixture, id).health, HEALTH_EMPTY,
	    "a feed without articles");
	tap_number(fixture->progress.failed, 0, "is no failure");
	fixture_refresh(fixture, id, false);
	tap_number(fixture_source(fixture, id).health, HEALTH_EMPTY,
	    "unchanged, it is empty still");
	id = follow(fixture, "/cut.xml");
	fixture_serve(fixture, "/cut.xml", NULL, cut);
	fixture_refresh(fixture, id, false);
	source = fixture_source(fixture, id);
	tap_number(source.error.code, ERROR_FEED_CUT, "a cut feed is told");
	tap_number(source.body_hash == 0, 1, "and will be read again");
	tap_ok(fixture_rows(fixture, id, &rows) >= 1, "what came is kept");
	/* a server whose Content-Length is wrong, as some have been for years */
	id = follow(fixture, "/dai.xml");
	server_set(fixture->server, &(struct server_reply){
	    .path = "/dai.xml", .fault = SERVER_LONG_LENGTH,
	    .etag = "\"x\"", .body = fixture_feed(fixture, "Dài", items, 3)});
	fixture_refresh(fixture, id, false);
	source = fixture_source(fixture, id);
	tap_number(source.error.code, ERROR_NONE, "a wrong length is borne");
	tap_number((int64_t)fixture_rows(fixture, id, &rows), 3,
	    "for the feed is whole");
	tap_text(source.etag, "", "its validator is not trusted");
}

static void test_dates(struct fixture *fixture)
{
	static const char *const odd[] = {
	    "t1|Ngày mai|/t1.html|23|", "t2|Tuần sau|/t2.html|29|",
	    "t3|Không ngày|/t3.html||"};
	int64_t id = follow(fixture, "/ngay.xml");
	struct article_row *rows;
	size_t count;

	fixture_serve(fixture, "/ngay.xml", NULL,
	    fixture_feed(fixture, "Ngày", odd, 3));
	fixture_refresh(fixture, id, false);
	count = fixture_rows(fixture, id, &rows);
	tap_number((int64_t)count, 3, "three articles");
	for (size_t i = 0; i < count; i++) {
		bool is_odd = strcmp(rows[i].title, "Ngày mai") != 0;

		tap_number(rows[i].is_date_trusted, !is_odd, "%s: trusted?",
		    rows[i].title);
		tap_ok(!is_odd || (rows[i].published <= NOW &&
		                      rows[i].published > NOW - 10),
		    "first sight is taken for what is not");
	}
}

static void test_move(struct fixture *fixture)
{
	const char *old = server_url(fixture->server, "/cu.xml");
	const char *new = server_url(fixture->server, "/moi.xml");
	int64_t id = fixture_follow(fixture, old);
	struct article_row *rows;

	server_set(fixture->server, &(struct server_reply){
	    .path = "/cu.xml", .status = 301,
	    .headers = "Location: /moi.xml\r\n"});
	fixture_serve(fixture, "/moi.xml", NULL,
	    fixture_feed(fixture, "Mới", items, 3));
	fixture_refresh(fixture, id, false);
	tap_text(fixture_source(fixture, id).url, old,
	    "an address that moved today stays");
	clock_fix(NOW + 3600);
	fixture_refresh(fixture, id, false);
	tap_text(fixture_source(fixture, id).url, old, "the same evening too");
	clock_fix(NOW + 86400);
	fixture_refresh(fixture, id, false);
	tap_text(fixture_source(fixture, id).url, new,
	    "the next day it is adopted");
	tap_number(fixture_source(fixture, id).health, HEALTH_MOVED, "told");
	tap_number((int64_t)fixture_rows(fixture, id, &rows), 3,
	    "with its articles");
	clock_fix(NOW);
}

/* Two hosts that no name server knows: as with the cable pulled. */
static void test_offline(struct fixture *fixture)
{
	int64_t first = fixture_follow(fixture, "http://cong-a.invalid/rss");
	int64_t second = fixture_follow(fixture, "http://cong-b.invalid/rss");
	int64_t ids[2];
	struct error err = {0};

	ids[0] = first;
	ids[1] = second;
	tap_done(job_refresh(&fixture->job, ids, 2, false,
	    &fixture->progress, &err), &err, "two that cannot be reached");
	tap_number(fixture->noted.code, ERROR_NET_OFFLINE, "we are offline");
	tap_number(fixture->progress.failed, 2, "nothing came");
	tap_number(fixture_source(fixture, first).failures, 0,
	    "but it is not the source's fault");
	tap_number(fixture_source(fixture, second).health, HEALTH_NEW,
	    "whose state stays");
	tap_done(job_fetch_pages(&fixture->job, 0, &fixture->progress, &err),
	    &err, "pages are not tried");
	tap_number(server_count(fixture->server, "/tin/cau-ben-soi.html"), 0,
	    "while we are offline");
}

static bool always(void *ctx)
{
	(void)ctx;
	return true;
}

static void test_stop(struct fixture *fixture)
{
	int64_t id = follow(fixture, "/cham.xml");
	int64_t start = clock_ticks();

	server_set(fixture->server, &(struct server_reply){
	    .path = "/cham.xml", .fault = SERVER_SILENT});
	fixture->job.is_stopped = always;
	fixture_refresh(fixture, id, false);
	fixture->job.is_stopped = NULL;
	tap_number(fixture->noted.code, ERROR_NET_STOPPED, "stopped");
	tap_ok(clock_ticks() - start < 20000, "at once");
	tap_number(fixture_source(fixture, id).asked, 0, "and not booked");
	tap_number((int64_t)job_pending(&fixture->job), 0, "nothing is left");
}

/* What the document wishes is kept for tries that do not read it. */
static void test_due(struct fixture *fixture)
{
	int64_t id = follow(fixture, "/hen.xml");
	struct source source;
	const char *feed = "<rss version=\"2.0\"><channel><title>Hẹn</title>"
	                   "<ttl>180</ttl><item><guid>1</guid><title>Tin"
	                   "</title></item></channel></rss>";

	server_set(fixture->server, &(struct server_reply){
	    .path = "/hen.xml", .body = feed, .etag = "\"h1\""});
	fixture_refresh(fixture, id, false);
	source = fixture_source(fixture, id);
	tap_ok(source.next_due >= NOW + 3 * 3600, "a feed wishes three hours");
	fixture_refresh(fixture, id, false);
	source = fixture_source(fixture, id);
	tap_number(source.status, 304, "unchanged");
	tap_ok(source.next_due >= NOW + 3 * 3600, "it wishes them still");
	server_set(fixture->server, &(struct server_reply){
	    .path = "/hen.xml", .body = feed, .etag = "\"h2\""});
	fixture_refresh(fixture, id, false);
	source = fixture_source(fixture, id);
	tap_number(source.unchanged, 2, "the same body");
	tap_text(source.etag, "\"h2\"", "under a new name");
	server_set(fixture->server, &(struct server_reply){
	    .path = "/hen.xml", .body = feed,
	    .headers = "Cache-Control: max-age=36000\r\n"});
	fixture_refresh(fixture, id, false);
	tap_ok(fixture_source(fixture, id).next_due >= NOW + 36000,
	    "the server's word counts as well");
	fixture->options.rules.ceiling_seconds = 7200;
	fixture_refresh(fixture, id, false);
	source = fixture_source(fixture, id);
	tap_ok(source.next_due >= NOW + 7200 && source.next_due <= NOW + 7920,
	    "up to the reader's ceiling");
	fixture->options.rules.ceiling_seconds = 86400;
}

/* A store that fails keeps neither articles nor validators. */
static void test_validators(struct fixture *fixture)
{
	int64_t id = follow(fixture, "/hong.xml");
	struct article_row *rows;
	struct store *other;
	struct error err = {0};

	server_set(fixture->server, &(struct server_reply){
	    .path = "/hong.xml", .etag = "\"x1\"",
	    .body = fixture_feed(fixture, "Hỏng", items, 3)});
	other = store_open(fixture->path, STORE_BACKGROUND, &err);
	if (!tap_done(other != NULL, &err, "a second handle"))
		return;
	tap_done(store_begin_group(other, &err) &&
	    store_set_source(other, id, "Bỏ dở", SOURCE_FEED, &err), &err,
	    "begins to write");
	tap_ok(!store_finish_group(other, false, &err), "and fails");
	store_close(other);
	tap_text(fixture_source(fixture, id).title, "Trằm Mây",
	    "all of the group is taken back");
	fixture_refresh(fixture, id, false);
	tap_text(fixture_source(fixture, id).etag, "\"x1\"",
	    "a validator is stored");
	tap_number((int64_t)fixture_rows(fixture, id, &rows), 3,
	    "with what it stands for");
}

int main(void)
{
	struct fixture fixture;

	fixture_init(&fixture, "source");
	test_good(&fixture);
	test_unchanged(&fixture);
	test_update(&fixture);
	test_failures(&fixture);
	test_wishes(&fixture);
	test_documents(&fixture);
	test_dates(&fixture);
	test_due(&fixture);
	test_validators(&fixture);
	test_move(&fixture);
	test_offline(&fixture);
	test_stop(&fixture);
	fixture_release(&fixture);
	return tap_end();
}
