/* What is said of one source or of one host holds there alone. */
#include "base/clock.h"
#include "refresh/fixture.h"
#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

enum { FAR = 40 * 86400 };

static const char *const items[] = {
    "r1|Đê Hạ Khê an toàn|/tin/de.html|21|",
    "r2|Lịch cắt điện|/tin/lich.html|20|",
};

/* By the source's address; and "localhost" is a host that is seldom well. */
static void find_rules(void *ctx, const char *source_url, const char *host,
    struct job_rules *rules)
{
	int *hosts = ctx;

	if (source_url == NULL)
		(*hosts)++;
	if (source_url != NULL && strstr(source_url, "/rieng.xml") != NULL) {
		rules->manner.user_agent = "bantin (riêng)";
		rules->interval_seconds = FAR;
		rules->has_pages = false;
	}
	if (host != NULL && strcmp(host, "localhost") == 0)
		rules->manner.total_ms = 1000;
}

static void serve(struct fixture *fixture)
{
	static const char *const paths[] = {"/chung.xml", "/rieng.xml"};

	/* each source its own articles */
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		const char *own[2];

		for (size_t k = 0; k < 2; k++)
			own[k] = arena_printf(&fixture->arena, "%.3s%.*s%s%s",
			    items[k], (int)strcspn(items[k] + 3, "/"),
			    items[k] + 3, paths[i], strchr(items[k], '/'));
		fixture_serve(fixture, paths[i], NULL,
		    fixture_feed(fixture, "Cổng xã", own, 2));
		for (size_t k = 0; k < 2; k++)
			fixture_serve(fixture, arena_printf(&fixture->arena,
			    "%s%.*s", paths[i],
			    (int)strcspn(strchr(items[k], '/'), "|"),
			    strchr(items[k], '/')), "text/html",
			    fixture_page(fixture, "Trang", "Nội dung.", ""));
	}
}

static bool is_asked_as(struct fixture *fixture, const char *path,
    const char *agent)
{
	char *request = server_request(fixture->server, path);
	bool is_so = request != NULL && strstr(request, agent) != NULL;

	free(request);
	return is_so;
}

static void test_source(struct fixture *fixture)
{
	int64_t all = fixture_follow(fixture, server_url(fixture->server,
	    "/chung.xml"));
	int64_t own = fixture_follow(fixture, server_url(fixture->server,
	    "/rieng.xml"));
	struct job_progress progress;
	struct article_row *rows;
	struct error err = {0};
	size_t left;

	serve(fixture);
	fixture_refresh(fixture, 0, false);
	tap_ok(is_asked_as(fixture, "/rieng.xml", "bantin (riêng)"),
	    "a source's own name for us");
	tap_ok(!is_asked_as(fixture, "/chung.xml", "bantin (riêng)"),
	    "no other's");
	tap_ok(fixture_source(fixture, own).next_due >= NOW + FAR,
	    "its own interval");
	tap_ok(fixture_source(fixture, all).next_due < NOW + 7200,
	    "no other's");
	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "pages ahead");
	tap_number((int64_t)fixture_rows(fixture, all, &rows), 2, "two");
	tap_ok(rows[0].page == PAGE_READY && rows[1].page == PAGE_READY,
	    "here");
	tap_number((int64_t)fixture_rows(fixture, own, &rows), 2, "two");
	tap_ok(rows[0].page == PAGE_NONE && rows[1].page == PAGE_NONE,
	    "but not of the source that wants none");
	tap_number(server_count(fixture->server, "/rieng.xml/tin/de.html"), 0,
	    "they are not asked for");
	tap_done(job_relate(&fixture->job, 99, &left, &err), &err, "terms");
	tap_number((int64_t)left, 0, "nor waited for");
	tap_number(fixture->job.progress.related, 4, "all four have terms");
	tap_done(job_fetch_page(&fixture->job, rows[0].id, &err), &err,
	    "one that a reader opens comes");
	tap_ok(is_asked_as(fixture, "/rieng.xml/tin/de.html",
	    "bantin (riêng)"), "asked for by the source's rules");
}

static void test_host(struct fixture *fixture)
{
	int64_t slow = fixture_follow(fixture, arena_printf(&fixture->arena,
	    "http://localhost:%d/cham.xml", server_port(fixture->server)));
	int64_t start = clock_ticks();

	fixture->options.rules.manner.total_ms = 30000;
	server_set(fixture->server, &(struct server_reply){
	    .path = "/cham.xml", .fault = SERVER_SILENT});
	fixture_refresh(fixture, slow, false);
	tap_number(fixture->noted.code, ERROR_NET_TIMEOUT,
	    "a host's own patience");
	tap_ok(clock_ticks() - start < 25000, "is over soon: %lld ms",
	    (long long)(clock_ticks() - start));
}

int main(void)
{
	struct fixture fixture;
	int hosts = 0;

	fixture_init(&fixture, "rules");
	fixture.options.find_rules = find_rules;
	fixture.options.ctx = &hosts;
	test_source(&fixture);
	test_host(&fixture);
	tap_number(hosts, 2, "each host's limits are asked for once");
	fixture_release(&fixture);
	return tap_end();
}
