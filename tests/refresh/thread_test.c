/* The background thread: requests in, events out, a clean end at any time. */
#include "base/clock.h"
#include "refresh/fixture.h"
#include "refresh/refresh.h"
#include "support/tap.h"

#include <poll.h>
#include <string.h>

enum { PATIENCE_MS = 60000 };

static const char *const items[] = {
    "t1|Khởi công cầu Bến Sỏi|/tin/cau.html|21|Cầu dài 84 mét.",
    "t2|Họp thôn Bàu Sậy|/tin/hop.html|20|",
};

static void ask(struct refresh *refresh, enum request_kind kind, int64_t id)
{
	refresh_post(refresh, &(struct request){.kind = kind, .id = id});
}

/* The next event of a kind; others are counted in seen. */
static bool await(struct refresh *refresh, enum event_kind kind,
    struct event *event, int *seen)
{
	int64_t until = clock_ticks() + PATIENCE_MS;

	while (clock_ticks() < until) {
		struct pollfd wake = {.fd = refresh_wake_fd(refresh),
		    .events = POLLIN};

		while (refresh_next_event(refresh, event)) {
			if (event->kind == kind)
				return true;
			if (seen != NULL)
				seen[event->kind]++;
		}
		poll(&wake, 1, 100);
	}
	return false;
}

static void test_refresh(struct fixture *fixture, struct refresh *refresh)
{
	int seen[EVENT_FAILED + 1] = {0};
	struct article_row *rows;
	struct event event;
	int64_t id;

	ask(refresh, REQUEST_REFRESH_ALL, 0);
	tap_ok(await(refresh, EVENT_REFRESHED, &event, seen),
	    "a refresh ends");
	tap_number(event.done, 2, "both sources");
	tap_number(event.total, 2, "of two");
	tap_number(event.added, 2, "two articles");
	tap_number(event.failed, 1, "one failure");
	tap_number(seen[EVENT_SOURCE_CHANGED], 2, "each source was told");
	tap_ok(seen[EVENT_PROGRESS] >= 1, "and the progress");
	tap_number((int64_t)fixture_rows(fixture, 1, &rows), 2,
	    "the screen's handle sees them");
	tap_ok(await(refresh, EVENT_PAGE_CHANGED, &event, seen),
	    "pages follow");
	tap_ok(await(refresh, EVENT_PAGE_CHANGED, &event, seen), "both");
	/* it may be told between the two */
	tap_ok(seen[EVENT_RELATED_READY] > 0 ||
	        await(refresh, EVENT_RELATED_READY, &event, NULL),
	    "and related news");
	fixture_rows(fixture, 1, &rows);
	id = rows[1].id;
	ask(refresh, REQUEST_FETCH_PAGE, id);
	tap_ok(await(refresh, EVENT_PAGE_CHANGED, &event, NULL) &&
	        event.id == id,
	    "a page is fetched on request");
	tap_number(event.error.code, ERROR_HTTP_STATUS, "with its error");
}

/* While all are refreshed, one of them is asked for too. */
static void test_once(struct fixture *fixture, struct refresh *refresh)
{
	struct event event;
	int before;

	server_set(fixture->server, &(struct server_reply){
	    .path = "/tin.xml", .delay_ms = 300,
	    .body = fixture_feed(fixture, "Cổng xã", items, 2)});
	before = server_count(fixture->server, "/tin.xml");
	ask(refresh, REQUEST_REFRESH_ALL, 0);
	ask(refresh, REQUEST_REFRESH_SOURCE, 1);
	tap_ok(await(refresh, EVENT_REFRESHED, &event, NULL), "one end");
	tap_number(server_count(fixture->server, "/tin.xml") - before, 1,
	    "it was asked once");
	tap_number(event.total, 2, "and counted once");
}

static void test_stop(struct fixture *fixture, struct refresh *refresh)
{
	int64_t start;
	struct event event;

	server_set(fixture->server, &(struct server_reply){
	    .path = "/tin.xml", .fault = SERVER_SILENT});
	ask(refresh, REQUEST_REFRESH_SOURCE, 1);
	tap_ok(await(refresh, EVENT_PROGRESS, &event, NULL), "it begins");
	start = clock_ticks();
	ask(refresh, REQUEST_STOP, 0);
	tap_ok(await(refresh, EVENT_REFRESHED, &event, NULL),
	    "stopped, it ends");
	tap_ok(clock_ticks() - start < 20000, "at once");
	tap_number(event.failed, 0, "which is no failure");
}

/* What is due may be nothing at all. */
static void test_none_due(struct refresh *refresh)
{
	struct event event;

	ask(refresh, REQUEST_REFRESH_DUE, 0);
	tap_ok(await(refresh, EVENT_REFRESHED, &event, NULL),
	    "a refresh of what is due ends");
	tap_number(event.total, 0, "though nothing is");
}

/* A mark is made durable; that it is cannot be seen, that it ends well can. */
static void test_sync(struct fixture *fixture, struct refresh *refresh)
{
	struct error err = {0};
	int64_t id = 1, changed;

	tap_done(store_mark(fixture->store, MARK_READ, &id, 1, NULL,
	    clock_now(), &changed, &err), &err, "a mark while it works");
	ask(refresh, REQUEST_SYNC, 0);
}

/* Last but quitting: the two unknown hosts stay followed. */
static void test_offline(struct fixture *fixture, struct refresh *refresh)
{
	int seen[EVENT_FAILED + 1] = {0};
	struct event event;

	for (int64_t id = 1; id <= 2; id++) {
		struct error err = {0};

		tap_done(store_remove_source(fixture->store, id, clock_now(),
		    &err), &err, "only what cannot be reached is left");
	}
	fixture_follow(fixture, "http://cong-a.invalid/rss");
	fixture_follow(fixture, "http://cong-b.invalid/rss");
	ask(refresh, REQUEST_REFRESH_ALL, 0);
	tap_ok(await(refresh, EVENT_REFRESHED, &event, seen),
	    "a refresh without a network ends");
	tap_number(event.error.code, ERROR_NET_OFFLINE, "and says so");
	tap_number(seen[EVENT_SOURCE_CHANGED], 0, "no source is blamed");
	/* requests are taken in order: the second is answered after it */
	memset(seen, 0, sizeof(seen));
	ask(refresh, REQUEST_REFRESH_DUE, 0);
	ask(refresh, REQUEST_BUILD_TEXT, 1);
	tap_ok(await(refresh, EVENT_TEXT_READY, &event, seen) &&
	        seen[EVENT_PROGRESS] == 0,
	    "by itself it asks nobody while it is offline");
	ask(refresh, REQUEST_REFRESH_ALL, 0);
	tap_ok(await(refresh, EVENT_REFRESHED, &event, seen) &&
	        seen[EVENT_PROGRESS] > 0,
	    "a reader who asks is heard all the same");
}

static void test_quit(struct refresh *refresh)
{
	int64_t start;
	struct event event;

	ask(refresh, REQUEST_REFRESH_SOURCE, 1);
	tap_ok(await(refresh, EVENT_PROGRESS, &event, NULL),
	    "in the middle of a refresh");
	start = clock_ticks();
	refresh_stop(refresh);
	tap_ok(clock_ticks() - start < 20000, "it quits at once");
}

static void test_broken_store(void)
{
	struct job_options options = job_options_default();
	struct refresh *refresh;
	struct error err = {0};
	struct event event;

	options.store_path = "/dev/null/khong-co.db";
	refresh = refresh_start(&options, &err);
	tap_ok(refresh != NULL, "the thread starts without a store");
	if (refresh == NULL)
		return;
	tap_ok(await(refresh, EVENT_FAILED, &event, NULL), "and says so");
	tap_ok(event.error.code >= ERROR_STORE_OPEN, "why");
	ask(refresh, REQUEST_REFRESH_ALL, 0);
	tap_ok(await(refresh, EVENT_FAILED, &event, NULL),
	    "to each request");
	refresh_stop(refresh);
}

int main(void)
{
	struct fixture fixture;
	struct refresh *refresh;
	struct error err = {0};

	fixture_init(&fixture, "thread");
	fixture_serve(&fixture, "/tin.xml", NULL,
	    fixture_feed(&fixture, "Cổng xã", items, 2));
	fixture_serve(&fixture, "/tin/cau.html", "text/html",
	    fixture_page(&fixture, "Khởi công cầu Bến Sỏi",
	        "Sáng 21/11, xã Trằm Mây khởi công cầu Bến Sỏi.", ""));
	fixture_follow(&fixture, server_url(fixture.server, "/tin.xml"));
	fixture_follow(&fixture, server_url(fixture.server, "/404.xml"));
	refresh = refresh_start(&fixture.options, &err);
	if (tap_ok(refresh != NULL, "the thread starts")) {
		test_refresh(&fixture, refresh);
		test_once(&fixture, refresh);
		test_none_due(refresh);
		test_stop(&fixture, refresh);
		test_sync(&fixture, refresh);
		test_offline(&fixture, refresh);
		fixture_follow(&fixture,
		    server_url(fixture.server, "/tin.xml"));
		test_quit(refresh);
	}
	test_broken_store();
	fixture_release(&fixture);
	return tap_end();
}
