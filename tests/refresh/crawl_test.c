/* What a crawler may fetch: robots.txt, budgets, the order. */
#include "base/clock.h"
#include "refresh/fixture.h"
#include "support/tap.h"

#include <stdio.h>

static struct error err;

static const char *page_path(struct fixture *fixture, const char *folder,
    int i)
{
	return arena_printf(&fixture->arena, "/%s/%d.html", folder, i);
}

/* A source with count articles whose pages lie in a folder of their own. */
static int64_t follow_pages(struct fixture *fixture, const char *folder,
    int count)
{
	const char *items[20];
	const char *path = arena_printf(&fixture->arena, "/%s.xml", folder);
	int64_t id = fixture_follow(fixture,
	    server_url(fixture->server, path));

	for (int i = 0; i < count; i++) {
		const char *page = page_path(fixture, folder, i);

		items[i] = arena_printf(&fixture->arena,
		    "%s-%d|Tin số %d ở Cồn Dương|%s|%d|", folder, i, i, page,
		    20 - i);
		fixture_serve(fixture, page, "text/html",
		    fixture_page(fixture, "Tin ở Cồn Dương",
		        "Bà con thôn Cồn Dương gặt xong vụ mùa.", ""));
	}
	fixture_serve(fixture, path, NULL,
	    fixture_feed(fixture, folder, items, (size_t)count));
	fixture_refresh(fixture, id, false);
	return id;
}

static void fetch(struct fixture *fixture)
{
	struct job_progress progress;

	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "pages are fetched");
}

static int count_fetched(struct fixture *fixture, const char *folder,
    int count)
{
	int fetched = 0;

	for (int i = 0; i < count; i++)
		fetched += server_count(fixture->server,
		    page_path(fixture, folder, i));
	return fetched;
}

/* As on the next day, or after a restart. */
static void restart(struct fixture *fixture, int64_t now)
{
	job_release(&fixture->job);
	job_init(&fixture->job, &fixture->options, fixture->store);
	clock_fix(now);
}

static void test_rules(struct fixture *fixture)
{
	struct article_row *rows;
	int64_t id;

	server_set(fixture->server, &(struct server_reply){
	    .path = "/robots.txt", .type = "text/plain",
	    .body = "User-agent: *\nDisallow: /rieng/\nAllow: /rieng/1.html\n"
	            "\nUser-agent: khac\nDisallow: /\n"});
	follow_pages(fixture, "chung", 3);
	id = follow_pages(fixture, "rieng", 3);
	fetch(fixture);
	tap_number(count_fetched(fixture, "chung", 3), 3, "what is allowed");
	tap_number(count_fetched(fixture, "rieng", 3), 1,
	    "but not what is not");
	tap_number(server_count(fixture->server, page_path(fixture, "rieng",
	    1)), 1, "by the longest rule");
	tap_number(server_count(fixture->server, "/robots.txt"), 1,
	    "asked once for all");
	tap_number((int64_t)fixture_rows(fixture, id, &rows), 3, "rows");
	tap_number(rows[0].page, PAGE_NONE, "it is not wanted any more");
	tap_done(job_fetch_page(&fixture->job, rows[0].id, &err), &err,
	    "a reader opens it all the same");
	tap_number(count_fetched(fixture, "rieng", 3), 2, "as by a browser");
	restart(fixture, NOW + 3600);
	follow_pages(fixture, "sau", 2);
	fetch(fixture);
	tap_number(server_count(fixture->server, "/robots.txt"), 1,
	    "and kept over restarts");
	tap_number(count_fetched(fixture, "sau", 2), 2, "with its rules");
	restart(fixture, NOW + 86401);
	follow_pages(fixture, "mai", 1);
	fetch(fixture);
	tap_number(server_count(fixture->server, "/robots.txt"), 2,
	    "for a day");
}

static void test_unreached(struct fixture *fixture)
{
	server_set(fixture->server, &(struct server_reply){
	    .path = "/robots.txt", .status = 503});
	restart(fixture, NOW + 3 * 86400);
	follow_pages(fixture, "cho", 2);
	fetch(fixture);
	tap_number(count_fetched(fixture, "cho", 2), 0,
	    "while robots.txt fails nothing is fetched");
	fetch(fixture);
	tap_number(server_count(fixture->server, "/robots.txt"), 3,
	    "nor is it asked again at once");
	server_set(fixture->server, &(struct server_reply){
	    .path = "/robots.txt", .status = 404});
	restart(fixture, NOW + 3 * 86400 + 3601);
	fetch(fixture);
	tap_number(count_fetched(fixture, "cho", 2), 2,
	    "without one all is allowed");
	server_set(fixture->server, &(struct server_reply){
	    .path = "/robots.txt", .type = "text/plain",
	    .body = "User-agent: bantin\nDisallow: /\n"});
	restart(fixture, NOW + 5 * 86400);
	fixture->options.rules.has_robots = false;
	follow_pages(fixture, "tat", 2);
	fetch(fixture);
	tap_number(count_fetched(fixture, "tat", 2), 2,
	    "who sets it off is not held");
	fixture->options.rules.has_robots = true;
}

static void test_budget(struct fixture *fixture)
{
	int64_t day = NOW + 7 * 86400;

	server_set(fixture->server, &(struct server_reply){
	    .path = "/robots.txt", .status = 404});
	restart(fixture, day);
	fixture->options.rules.pages_per_day = 4;
	follow_pages(fixture, "dau", 3);
	fetch(fixture);
	tap_number(count_fetched(fixture, "dau", 3), 3, "within the budget");
	restart(fixture, day + 60);
	follow_pages(fixture, "them", 3);
	fetch(fixture);
	tap_number(count_fetched(fixture, "them", 3), 1,
	    "one more, after a restart");
	tap_number(server_count(fixture->server, page_path(fixture, "them",
	    0)), 1, "the newest");
	restart(fixture, day + 86400);
	fetch(fixture);
	tap_number(count_fetched(fixture, "them", 3), 3,
	    "the rest on the next day");
	fixture->options.rules.pages_per_day = 1000;
}

int main(void)
{
	struct fixture fixture;

	fixture_init(&fixture, "crawl");
	test_rules(&fixture);
	test_unreached(&fixture);
	test_budget(&fixture);
	fixture_release(&fixture);
	return tap_end();
}
