/*
 * Pictures of articles: asked for once, spaced like pages, kept small; a cap
 * on their bytes, wrong types, servers that have them not; ahead by setting.
 */
#include "base/clock.h"
#include "base/file.h"
#include "picture/picture.h"
#include "refresh/fixture.h"
#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

static const char *const items[] = {
    "p1|Khởi công cầu Bến Sỏi|/tin/cau.html|21|Cầu dài 84 mét.",
};

#define IMAGE(name) "<img src=\"/anh/" name "\" width=\"480\" alt=\"Cầu\">"

static void serve_file(struct fixture *fixture, const char *path,
    const char *type, const char *file)
{
	struct error err = {0};
	struct str data;

	str_init(&data);
	tap_done(file_read(arena_printf(&fixture->arena, "%s/%s",
	    getenv("TESTS_DIR"), file), 1 << 20, &data, &err), &err,
	    "%s", file);
	server_set(fixture->server, &(struct server_reply){.path = path,
	    .type = type, .body = data.data, .body_len = data.len});
	str_release(&data);
}

static void serve_portal(struct fixture *fixture)
{
	struct str large;

	fixture_serve(fixture, "/tin.xml", NULL,
	    fixture_feed(fixture, "Cổng xã", items, 1));
	fixture_serve(fixture, "/tin/cau.html", "text/html",
	    fixture_page(fixture, "Khởi công cầu Bến Sỏi",
	        "Sáng 21/11, xã Trằm Mây khởi công cầu Bến Sỏi bắc qua sông "
	        "Lệ Khê.</p><p>" IMAGE("cau.png") "</p><p>" IMAGE("mat.jpg")
	        "</p><p>" IMAGE("lon.jpg") "</p><p>" IMAGE("trang.jpg")
	        "</p><p>" IMAGE("dong.gif") "</p><p>" IMAGE("cau.png")
	        "</p><p>" IMAGE("xa.jpg") "</p><p>Cầu nối thôn Cồn Dương với "
	        "đường liên xã.", ""));
	serve_file(fixture, "/anh/cau.png", "text/html",
	    "fuzz/seeds/picture/laced.png");
	serve_file(fixture, "/anh/dong.gif", "image/gif",
	    "fuzz/seeds/picture/other.gif");
	fixture_serve(fixture, "/anh/trang.jpg", "image/jpeg",
	    "<html><body>Ảnh đã được chuyển đi</body></html>");
	server_set(fixture->server, &(struct server_reply){
	    .path = "/anh/xa.jpg", .status = 302, .body = "",
	    .headers = "Location: http://[::1]:1/noi-bo.jpg\r\n"});
	str_init(&large);
	for (int i = 0; i < 3000; i++)
		str_add(&large, "\xff\xd8\xff\xe0 lon qua suc chua ");
	fixture_serve(fixture, "/anh/lon.jpg", "image/jpeg", large.data);
	str_release(&large);
}

static int64_t fetch_page(struct fixture *fixture)
{
	struct job_progress progress;
	struct article_row *rows;
	struct error err = {0};

	fixture_follow(fixture, server_url(fixture->server, "/tin.xml"));
	fixture_refresh(fixture, 0, false);
	tap_done(job_fetch_pages(&fixture->job, 0, &progress, &err), &err,
	    "the page is fetched");
	tap_number((int64_t)fixture_rows(fixture, 0, &rows), 1, "an article");
	return rows[0].id;
}

static void settle(struct fixture *fixture)
{
	struct error err = {0};

	while (job_pending(&fixture->job) > 0)
		if (!job_step(&fixture->job, 250, &err)) {
			tap_done(false, &err, "a step");
			return;
		}
}

static void ask(struct fixture *fixture, int64_t id)
{
	struct error err = {0};

	fixture->notes = 0;
	tap_done(job_start_pictures(&fixture->job, id, false, &err), &err,
	    "pictures are asked for");
	settle(fixture);
}

static const struct store_picture *find(struct fixture *fixture, int64_t id,
    const char *path)
{
	struct store_picture *pictures;
	struct error err = {0};
	size_t count;

	tap_done(store_read_pictures(fixture->store, id, &fixture->arena,
	    &pictures, &count, &err), &err, "pictures are read");
	for (size_t i = 0; i < count; i++)
		if (strstr(pictures[i].url, path) != NULL)
			return &pictures[i];
	return NULL;
}

static void check_failed(struct fixture *fixture, int64_t id,
    const char *path, enum error_code code)
{
	const struct store_picture *picture = find(fixture, id, path);

	if (!tap_ok(picture != NULL, "%s was asked for", path))
		return;
	tap_ok(picture->dots == NULL, "%s: no dots", path);
	tap_number(picture->error.code, code, "%s: and why", path);
}

static void test_asked(struct fixture *fixture, int64_t id)
{
	const struct store_picture *picture;

	tap_number(server_count(fixture->server, "/anh/cau.png"), 0,
	    "none is fetched unasked");
	ask(fixture, id);
	tap_number(fixture->notes, 6, "each is told of");
	tap_number(fixture->noted_id, id, "by its article");
	picture = find(fixture, id, "cau.png");
	if (picture_can_read("PNG") &&
	    tap_ok(picture != NULL && picture->dots != NULL, "one came, "
	        "whatever the server calls it")) {
		tap_number(picture->width, 24, "its width");
		tap_number(picture->height, 16, "its height");
	}
	tap_number(server_count(fixture->server, "/anh/cau.png"), 1,
	    "shown twice it is asked for once");
	check_failed(fixture, id, "mat.jpg", ERROR_HTTP_STATUS);
	check_failed(fixture, id, "lon.jpg", ERROR_NET_TOO_LARGE);
	check_failed(fixture, id, "trang.jpg", ERROR_PICTURE_FORMAT);
	check_failed(fixture, id, "dong.gif", ERROR_PICTURE_FORMAT);
	tap_text(find(fixture, id, "dong.gif")->error.subject, "GIF",
	    "by its name");
	picture = find(fixture, id, "xa.jpg");
	tap_ok(picture != NULL && picture->dots == NULL &&
	    picture->error.code != ERROR_NONE, "none by a redirect to nowhere");
}

static void test_again(struct fixture *fixture, int64_t id)
{
	ask(fixture, id);
	tap_number(fixture->notes, 1, "at once again: told that none comes");
	tap_number(server_count(fixture->server, "/anh/mat.jpg"), 1,
	    "what failed is left alone for a minute");
	clock_fix(NOW + 120);
	serve_file(fixture, "/anh/mat.jpg", "image/jpeg",
	    "fuzz/seeds/picture/turned.jpg");
	ask(fixture, id);
	tap_number(server_count(fixture->server, "/anh/mat.jpg"), 2,
	    "and then asked for");
	tap_number(server_count(fixture->server, "/anh/cau.png"), 1,
	    "one that is kept is not");
	if (picture_can_read("JPEG")) {
		const struct store_picture *picture = find(fixture, id,
		    "mat.jpg");

		tap_number(picture->width, 16, "it came, turned upright");
		tap_number(picture->error.code, ERROR_NONE, "and is well");
	}
}

static void test_gone(struct fixture *fixture)
{
	ask(fixture, 4711);
	tap_number(fixture->notes, 1, "an article that is gone: told");
}

static void test_spaced(void)
{
	struct fixture fixture;
	int64_t id, start;

	fixture_init(&fixture, "spaced");
	fixture.options.rules.page_pause_ms = 150;
	serve_portal(&fixture);
	id = fetch_page(&fixture);
	start = clock_ticks();
	ask(&fixture, id);
	tap_ok(clock_ticks() - start >= 5 * 150,
	    "each waits for the pause after the last");
	fixture_release(&fixture);
}

static void test_ahead(void)
{
	struct fixture fixture;
	int64_t id;

	fixture_init(&fixture, "ahead");
	fixture.options.has_pictures_ahead = true;
	serve_portal(&fixture);
	fixture_serve(&fixture, "/robots.txt", "text/plain",
	    "User-agent: *\nDisallow: /anh/mat.jpg\n");
	id = fetch_page(&fixture);
	settle(&fixture);
	tap_number(server_count(fixture.server, "/anh/cau.png"), 1,
	    "ahead: with the page");
	tap_number(server_count(fixture.server, "/anh/mat.jpg"), 0,
	    "but what robots.txt forbids");
	tap_number(server_count(fixture.server, "/anh/dong.gif"), 0,
	    "and not all of them");
	tap_ok(find(&fixture, id, "cau.png") != NULL, "kept");
	fixture_release(&fixture);
}

int main(void)
{
	struct fixture fixture;
	int64_t id;

	clock_fix(NOW);
	fixture_init(&fixture, "pictures");
	fixture.options.picture_bytes_most = 64 * 1024;
	serve_portal(&fixture);
	id = fetch_page(&fixture);
	test_asked(&fixture, id);
	test_again(&fixture, id);
	test_gone(&fixture);
	fixture_release(&fixture);
	clock_fix(NOW);
	test_spaced();
	test_ahead();
	return tap_end();
}
