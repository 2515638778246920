/*
 * What the background thread searches for at the reader's wish: a site's
 * feeds to choose from, the next pages of a list, the feed that a list's
 * site has by now, files of subscriptions; slow servers hold nobody up.
 */
#include "base/clock.h"
#include "refresh/fixture.h"
#include "refresh/refresh.h"
#include "support/tap.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 120 * 1000, PER_PAGE = 6 };

static const char *const items[] = {
    "a1|Khởi công cầu Bến Sỏi|/tin/cau.html|21|",
};

static const char front[] =
    "<!DOCTYPE html><html lang=\"vi\"><head><title>Báo Trằm Mây</title>"
    "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Tin mới\" "
    "href=\"/tin-moi.rss\"></head><body><p>Chào bạn đọc.</p>"
    "<a href=\"/kenh-rss/rss\">RSS</a></body></html>";
static const char index_page[] =
    "<!DOCTYPE html><html><body><h1>Kênh RSS</h1><ul>"
    "<li><a href=\"/kenh/kinh-te.rss\">Kinh tế</a></li>"
    "<li><a href=\"/kenh/doi-song.rss\">Đời sống</a></li>"
    "<li><a href=\"/kenh/mat.rss\">Đã mất</a></li></ul></body></html>";

static void ask(struct refresh *refresh, enum request_kind kind, int64_t id,
    const char *text)
{
	refresh_post(refresh, &(struct request){.kind = kind, .id = id,
	    .text = mem_dup(text)});
}

/* The next event of a kind; others are passed over. */
static struct event await(struct refresh *refresh, enum event_kind kind,
    const char *name)
{
	int64_t until = clock_ticks() + PATIENCE_MS;
	struct event event = {0};

	while (clock_ticks() < until) {
		struct pollfd wake = {.fd = refresh_wake_fd(refresh),
		    .events = POLLIN};

		while (refresh_next_event(refresh, &event)) {
			if (event.kind == kind) {
				tap_ok(true, "%s", name);
				return event;
			}
		}
		poll(&wake, 1, 100);
	}
	fatal("%s: nothing came", name);
}

static struct offer *read_offers(struct fixture *fixture, size_t *count)
{
	struct offer *offers;
	struct error err = {0};

	tap_done(store_read_offers(fixture->store, &fixture->arena, &offers,
	    count, &err), &err, "offers are rows");
	return offers;
}

/* --- what a site has -------------------------------------------------------- */

static void test_offers(struct fixture *fixture, struct refresh *refresh)
{
	struct event event;
	struct offer *offers;
	size_t count;
	int64_t id;

	fixture_serve(fixture, "/", "text/html", front);
	fixture_serve(fixture, "/kenh-rss/rss", "text/html", index_page);
	fixture_serve(fixture, "/tin-moi.rss", NULL,
	    fixture_feed(fixture, "Báo Trằm Mây", items, 1));
	fixture_serve(fixture, "/kenh/kinh-te.rss", NULL,
	    fixture_feed(fixture, "Trằm Mây: Kinh tế", items, 1));
	ask(refresh, REQUEST_ADD, 0, server_url(fixture->server, "/"));
	event = await(refresh, EVENT_ADDED, "a site is followed");
	id = event.id;
	tap_number(event.error.code, ERROR_NONE, "  by its first feed");
	event = await(refresh, EVENT_OFFERED, "what else it has is told");
	tap_number(event.total, 4, "  by number");
	tap_number(event.id, id, "  as that source's");
	offers = read_offers(fixture, &count);
	if (!tap_number((int64_t)count, 4, "as many"))
		fatal("cannot go on");
	tap_text(offers[1].title, "Kinh tế", "by their names on its page");
	tap_number(server_count(fixture->server, "/kenh/kinh-te.rss"), 0,
	    "and none was asked for it");
	ask(refresh, REQUEST_ADD_OFFERS, id, "2 4 99");
	event = await(refresh, EVENT_OUTLET, "two are chosen");
	tap_number(event.total, 2, "  of two");
	event = await(refresh, EVENT_OUTLET, "the other comes too");
	tap_number(event.done, 2, "  as the last");
	tap_number((int64_t)fixture_count_sources(fixture), 2,
	    "the one that answers is followed");
	tap_number(server_count(fixture->server, "/kenh/doi-song.rss"), 0,
	    "what was not chosen was not asked");
	ask(refresh, REQUEST_OFFER, id, NULL);
	event = await(refresh, EVENT_OFFERED, "a source's site is asked");
	tap_number(event.total, 4, "  and found from its feed");
}

static void test_bad_address(struct fixture *fixture,
    struct refresh *refresh)
{
	struct event event;

	ask(refresh, REQUEST_ADD, 0, "ftp://cong.example/tin.xml");
	event = await(refresh, EVENT_ADDED, "what is no address");
	tap_number(event.error.code, ERROR_SOURCE_URL, "  is said to be none");
	ask(refresh, REQUEST_ADD_PROVINCE, 0, "Trằm Mây");
	event = await(refresh, EVENT_OUTLET, "a province that there is not");
	tap_number(event.error.code, ERROR_PROVINCE_UNKNOWN, "  is unknown");
	ask(refresh, REQUEST_OFFER, 999, NULL);
	event = await(refresh, EVENT_OFFERED, "a source that there is not");
	tap_number(event.error.code, ERROR_SOURCE_UNKNOWN, "  is unknown");
	fixture_serve(fixture, "/trong", "text/html",
	    "<!DOCTYPE html><title>Trống</title><p>Chưa có gì.</p>");
	ask(refresh, REQUEST_ADD, 0, server_url(fixture->server, "/trong"));
	event = await(refresh, EVENT_ADDED, "neither feed nor list");
	tap_number(event.error.code, ERROR_LIST_NO_LINKS, "  is said");
}

/* One that is slow to answer lets others pass. */
static void test_slow(struct fixture *fixture, struct refresh *refresh)
{
	struct event event;
	int64_t slow;

	server_set(fixture->server, &(struct server_reply){
	    .path = "/cham.rss", .delay_ms = 6000,
	    .body = fixture_feed(fixture, "Đài chậm", items, 1)});
	fixture_serve(fixture, "/nhanh.rss", NULL,
	    fixture_feed(fixture, "Đài nhanh", items, 1));
	ask(refresh, REQUEST_ADD, 0,
	    server_url(fixture->server, "/cham.rss"));
	ask(refresh, REQUEST_ADD, 0,
	    server_url(fixture->server, "/nhanh.rss"));
	event = await(refresh, EVENT_ADDED, "of two, one is slow");
	tap_text(fixture_source(fixture, event.id).title, "Đài nhanh",
	    "  the other comes first");
	event = await(refresh, EVENT_ADDED, "then the slow one");
	slow = event.id;
	tap_text(fixture_source(fixture, slow).title, "Đài chậm", "  itself");
}

/* --- the next pages of a list ------------------------------------------------ */

static const char *list_page(struct fixture *fixture, int number, int last,
    bool has_feed)
{
	struct str page;
	const char *text;

	str_init(&page);
	str_add(&page, "<!DOCTYPE html><html lang=\"vi\"><head><title>Tin xã"
	               "</title>");
	if (has_feed)
		str_add(&page, "<link rel=\"alternate\" "
		    "type=\"application/rss+xml\" href=\"/xa.rss\">");
	str_add(&page, "</head><body><h1>Tin hoạt động</h1><ul>");
	for (int i = 0; i < PER_PAGE; i++)
		str_addf(&page,
		    "<li><a href=\"/xa/bai-%d-%d.html\">Thôn Bàu Sậy dọn "
		    "kênh mương, đoạn %d của đợt %d</a></li>", number, i, i,
		    number);
	str_add(&page, "</ul><div class=\"pages\">");
	for (int i = 1; i <= last; i++)
		str_addf(&page, i == number ? "<b>%d</b>"
		                            : "<a href=\"/xa?trang=%d\">%d</a>",
		    i, i);
	str_add(&page, "</div></body></html>");
	text = arena_dup(&fixture->arena, page.data);
	str_release(&page);
	return text;
}

static void serve_lists(struct fixture *fixture, int last, bool has_feed)
{
	fixture_serve(fixture, "/xa", "text/html",
	    list_page(fixture, 1, last, has_feed));
	for (int i = 2; i <= last; i++)
		fixture_serve(fixture, arena_printf(&fixture->arena,
		    "/xa?trang=%d", i), "text/html",
		    list_page(fixture, i, last, has_feed));
}

static int64_t test_older(struct fixture *fixture, struct refresh *refresh)
{
	struct article_row *rows;
	struct event event;
	int64_t id;
	size_t count;

	serve_lists(fixture, 3, false);
	ask(refresh, REQUEST_ADD, 0, server_url(fixture->server, "/xa"));
	id = await(refresh, EVENT_ADDED, "a list page is followed").id;
	await(refresh, EVENT_REFRESHED, "and read");
	tap_number((int64_t)fixture_rows(fixture, id, &rows), PER_PAGE,
	    "its first page");
	ask(refresh, REQUEST_OLDER, id, NULL);
	event = await(refresh, EVENT_OLDER, "older news of it");
	tap_number(event.added, PER_PAGE, "  its second page");
	tap_number(event.total, 1, "  and there is more");
	count = fixture_rows(fixture, id, &rows);
	tap_number((int64_t)count, 2 * PER_PAGE, "both are there");
	if (count == 2 * PER_PAGE)
		tap_ok(strstr(rows[0].title, "đợt 1") != NULL &&
		    strstr(rows[PER_PAGE].title, "đoạn 0 của đợt 2") != NULL,
		    "undated ones stand behind those of the first page");
	ask(refresh, REQUEST_OLDER, id, NULL);
	event = await(refresh, EVENT_OLDER, "once more");
	tap_ok(event.added == PER_PAGE && event.total == 0,
	    "  the third, the last");
	ask(refresh, REQUEST_OLDER, id, NULL);
	event = await(refresh, EVENT_OLDER, "and once more");
	tap_ok(event.added == 0 && event.total == 0, "  there is no more");
	return id;
}

/* Another run goes past what is known; a page that fails says so. */
static void test_older_again(struct fixture *fixture, int64_t id)
{
	struct older_result result;
	struct error err = {0};

	serve_lists(fixture, 5, false);
	tap_done(job_read_older(&fixture->job, id, &result, &err), &err,
	    "a command goes back through the list");
	tap_ok(result.added == PER_PAGE && !result.is_last,
	    "to the first page that is new");
	server_set(fixture->server, &(struct server_reply){
	    .path = "/xa?trang=5", .status = 500});
	tap_done(job_read_older(&fixture->job, id, &result, &err), &err,
	    "on a page that fails");
	tap_number(result.error.number, 500, "it says so");
	tap_ok(!job_read_older(&fixture->job, 999, &result, &err) &&
	        err.code == ERROR_SOURCE_UNKNOWN, "of no source");
}

/* --- from a list to a feed ---------------------------------------------------- */

static void test_switch(struct fixture *fixture, int64_t id)
{
	static const char *const grown[] = {
	    "x9|Thôn Bàu Sậy dọn kênh mương, đoạn 0 của đợt 1|"
	    "/xa/bai-1-0.html|21|",
	    "x10|Cầu Bến Sỏi thông xe|/xa/cau.html|22|",
	};
	struct article_row *rows;
	struct error err = {0};
	struct source source;
	int64_t marked, changed;
	size_t before;

	before = fixture_rows(fixture, id, &rows);
	marked = rows[0].id;
	tap_text(rows[0].title,
	    "Thôn Bàu Sậy dọn kênh mương, đoạn 0 của đợt 1", "the newest");
	tap_done(store_mark(fixture->store, MARK_STARRED, &marked, 1, NULL,
	    clock_now(), &changed, &err), &err, "is starred");
	serve_lists(fixture, 3, true);
	fixture_serve(fixture, "/xa.rss", NULL,
	    fixture_feed(fixture, "Xã Trằm Mây", grown, 2));
	fixture_refresh(fixture, id, false);
	source = fixture_source(fixture, id);
	if (!tap_text(source_offered_feed(&source),
	        server_url(fixture->server, "/xa.rss"),
	        "a feed that its page names by now is told"))
		return;
	tap_done(store_switch_source(fixture->store, id,
	    source_offered_feed(&source), &err), &err,
	    "the reader goes over to it");
	source = fixture_source(fixture, id);
	tap_ok(source.kind == SOURCE_FEED &&
	        source_offered_feed(&source) == NULL,
	    "it is a feed now");
	fixture_refresh(fixture, id, false);
	tap_number(fixture->progress.added, 1, "what is new comes");
	tap_number((int64_t)fixture_rows(fixture, id, &rows),
	    (int64_t)before + 1, "what was there is not doubled");
	for (size_t i = 0; i <= before; i++)
		if (rows[i].id == marked)
			tap_ok(rows[i].is_starred, "and its mark stays");
	tap_ok(!store_switch_source(fixture->store, id,
	    server_url(fixture->server, "/nhanh.rss"), &err) &&
	    err.code == ERROR_SOURCE_TAKEN,
	    "another source's address is refused");
}

/* --- lists of subscriptions ------------------------------------------------------ */

static void test_lists(struct fixture *fixture, struct refresh *refresh)
{
	const char *path = fixture_put(fixture, "vao/urls",
	    "http://127.0.0.1:9/a.rss \"~Một\" xã\nexec:rm x\n"
	    "http://127.0.0.1:9/b.rss\n");
	const char *out = fixture_put(fixture, "ra/x", "");
	struct event event;

	ask(refresh, REQUEST_IMPORT, 0, path);
	event = await(refresh, EVENT_ADDED, "a file of addresses");
	tap_number(event.added, 2, "  two are followed");
	tap_number(event.failed, 1, "  one line is not understood");
	ask(refresh, REQUEST_IMPORT, 0, "/nosuch/urls");
	event = await(refresh, EVENT_ADDED, "a file that there is not");
	tap_number(event.error.code, ERROR_FILE_READ, "  cannot be read");
	ask(refresh, REQUEST_IMPORT, 0, out);
	event = await(refresh, EVENT_ADDED, "a file that is no list");
	tap_ok(event.error.code != ERROR_NONE, "  is said to be none");
	out = arena_printf(&fixture->arena, "%s.opml", out);
	ask(refresh, REQUEST_EXPORT, 0, out);
	event = await(refresh, EVENT_EXPORTED, "a list is written");
	tap_number(event.total, (int64_t)fixture_count_sources(fixture),
	    "  of all sources");
	ask(refresh, REQUEST_IMPORT, 0, out);
	event = await(refresh, EVENT_ADDED, "and read again");
	tap_ok(event.added == 0 &&
	        event.total == (int)fixture_count_sources(fixture), "  whole");
	ask(refresh, REQUEST_EXPORT, 0, "/dev/null/x.opml");
	event = await(refresh, EVENT_EXPORTED, "where nothing can be written");
	tap_number(event.error.code, ERROR_FILE_WRITE, "  it is said");
}

int main(void)
{
	struct fixture fixture;
	struct refresh *refresh;
	struct error err = {0};
	int64_t id;

	fixture_init(&fixture, "follow");
	fixture.options.rules.manner.total_ms = 60 * 1000;
	refresh = refresh_start(&fixture.options, &err);
	if (!tap_ok(refresh != NULL, "the thread starts"))
		return tap_end();
	test_offers(&fixture, refresh);
	test_bad_address(&fixture, refresh);
	test_slow(&fixture, refresh);
	id = test_older(&fixture, refresh);
	test_lists(&fixture, refresh);
	refresh_stop(refresh);
	test_older_again(&fixture, id);
	test_switch(&fixture, id);
	fixture_release(&fixture);
	return tap_end();
}
