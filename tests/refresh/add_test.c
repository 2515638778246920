/* How a source comes to be followed. */
#include "refresh/fixture.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

static const char *const items[] = {
    "a1|Khởi công cầu Bến Sỏi|/tin/cau.html|21|",
};

static const char front[] =
    "<!DOCTYPE html><html lang=\"vi\"><head><title>Cổng xã Trằm Mây</title>"
    "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Hỏng\" "
    "href=\"/rss/hong.xml\">"
    "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Tin tức\" "
    "href=\"/rss/tin.xml\">"
    "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Văn bản\" "
    "href=\"/rss/van-ban.xml\"></head><body><p>Chào mừng.</p></body></html>";

static const char trap[] =
    "<!DOCTYPE html><html><head><title>Bẫy</title>"
    "<link rel=\"alternate\" type=\"application/rss+xml\" "
    "href=\"file:///etc/passwd\"></head><body><p>Không có gì.</p></body>"
    "</html>";

static struct added *add(struct fixture *fixture, const char *typed,
    const struct add_options *options, size_t want, const char *name)
{
	struct error err = {0};
	struct added *added = NULL;
	size_t count = 0;

	tap_done(job_add(&fixture->job, typed, options, &fixture->arena,
	    &added, &count, &err), &err, "%s", name);
	if (!tap_number((int64_t)count, (int64_t)want, "  %zu source(s)",
	        want))
		fatal("cannot go on");
	return added;
}

static void refuse(struct fixture *fixture, const char *typed,
    const struct add_options *options, enum error_code code,
    const char *name)
{
	struct error err = {0};
	struct added *added;
	size_t count;

	tap_ok(!job_add(&fixture->job, typed, options, &fixture->arena,
	    &added, &count, &err), "%s", name);
	tap_number(err.code, code, "  why");
}

static void serve(struct fixture *fixture)
{
	fixture_serve(fixture, "/", "text/html", front);
	fixture_serve(fixture, "/rss/tin.xml", NULL,
	    fixture_feed(fixture, "Cổng xã: Tin tức", items, 1));
	fixture_serve(fixture, "/rss/van-ban.xml", NULL,
	    fixture_feed(fixture, "Cổng xã: Văn bản", items, 1));
	server_set(fixture->server, &(struct server_reply){
	    .path = "/rss/cu.xml", .status = 301,
	    .headers = "Location: /rss/tin.xml\r\n"});
	fixture_serve(fixture, "/bay", "text/html", trap);
}

static void test_feed(struct fixture *fixture)
{
	static const char *const tags[] = {"xã"};
	const struct add_options plain = {0};
	const struct add_options named = {.title = "Nhà tôi", .tags = tags,
	    .tag_count = 1};
	const char *url = server_url(fixture->server, "/rss/tin.xml");
	struct article_row *rows;
	struct source source;
	struct added *added;

	added = add(fixture, url, &named, 1, "a feed's address");
	tap_text(added[0].url, url, "  as it was named");
	tap_text(added[0].title, "Nhà tôi", "  with the reader's title");
	tap_ok(added[0].is_new, "  new");
	source = fixture_source(fixture, added[0].id);
	tap_number(source.kind, SOURCE_FEED, "  known to be a feed");
	tap_text(source.tags[0], "xã", "  with its tag");
	tap_number(source.health, HEALTH_NEW, "  not asked yet");
	tap_number((int64_t)fixture_rows(fixture, 0, &rows), 0,
	    "  and without articles: they come with a refresh");
	added = add(fixture, url, &plain, 1, "the same again");
	tap_ok(!added[0].is_new, "  is not new");
	added = add(fixture, server_url(fixture->server, "/rss/cu.xml"),
	    &plain, 1, "one that has moved");
	tap_text(added[0].url, url, "  is followed where it is now");
	tap_ok(!added[0].is_new, "  where it was already");
}

static void test_site(struct fixture *fixture)
{
	const struct add_options plain = {0}, all = {.is_all = true};
	const struct add_options match = {.match = "văn *bản|lich"};
	const struct add_options none = {.match = "khong-co"};
	const char *url = server_url(fixture->server, "/");
	struct added *added;

	added = add(fixture, url, &plain, 1, "a site's address");
	tap_text(added[0].url, server_url(fixture->server, "/rss/tin.xml"),
	    "  its first feed that is one");
	added = add(fixture, url, &all, 2, "all of them");
	tap_text(added[1].title, "Cổng xã: Văn bản", "  by their own names");
	added = add(fixture, url, &match, 1, "those that match");
	tap_text(added[0].url,
	    server_url(fixture->server, "/rss/van-ban.xml"), "  by title");
	refuse(fixture, url, &none, ERROR_FEED_IS_PAGE, "none matches");
}

/* A site that names nothing, with a page of feeds where it usually is. */
static const char mute[] =
    "<!DOCTYPE html><html><head><title>Báo Bến Sỏi</title></head><body>"
    "<p>Chào bạn đọc.</p></body></html>";
static const char index_page[] =
    "<!DOCTYPE html><html><body><h1>Kênh RSS</h1><ul>"
    "<li><a href=\"/kenh/mat.rss\">Kinh tế</a></li>"
    "<li><a href=\"/kenh/doi-song.rss\">Đời sống</a></li>"
    "<li><a href=\"/kenh/tat-ca.rss\">Trang chủ</a></li></ul></body></html>";

static void serve_paper(struct fixture *fixture)
{
	fixture_serve(fixture, "/", "text/html", mute);
	fixture_serve(fixture, "/rss.html", "text/html", index_page);
	fixture_serve(fixture, "/kenh/doi-song.rss", NULL,
	    fixture_feed(fixture, "Bến Sỏi: Đời sống", items, 1));
	fixture_serve(fixture, "/kenh/tat-ca.rss", NULL,
	    fixture_feed(fixture, "Báo Bến Sỏi", items, 1));
	fixture_serve(fixture, "/kenh/trong.rss", NULL,
	    fixture_feed(fixture, "Trống", items, 0));
}

static void test_paths(struct fixture *fixture)
{
	const struct add_options plain = {0}, all = {.is_all = true};
	const char *url = server_url(fixture->server, "/");
	struct error err = {0};
	struct added *added;
	struct found *found;
	size_t count;

	added = add(fixture, url, &plain, 1, "a site that names nothing");
	tap_text(added[0].title, "Báo Bến Sỏi",
	    "  of its page of feeds the one with all news");
	tap_number(added[0].how, FOUND_ANCHOR, "  linked there");
	tap_number((int64_t)added[0].others, 2, "  and how many more");
	(void)add(fixture, url, &all, 2, "all of those that answer");
	tap_done(job_discover(&fixture->job, url, &fixture->arena, &found,
	    &count, &err), &err, "what there is");
	tap_number((int64_t)count, 3, "  is all that the page names");
	tap_ok(found[0].is_proven && found[1].error.number == 404 &&
	    found[2].items == 1, "  with what became of each");
	added = add(fixture, server_url(fixture->server, "/kenh/trong.rss"),
	    &plain, 1, "an empty feed that is named");
	tap_number(added[0].how, FOUND_ITSELF, "  is followed itself");
}

/* Which of the catalogue's addresses, and which of its outlets. */
static void test_outlets(struct fixture *fixture)
{
	const struct add_options plain = {0};
	static const struct province province = {.code = "44",
	    .name = "Quảng Trị"};
	const char *dead = server_url(fixture->server, "/mat.rss");
	const char *site = server_url(fixture->server, "/");
	const char *urls[] = {dead, site}, *gone[] = {dead};
	const char *sections[] = {
	    server_url(fixture->server, "/kenh/mat.rss"),
	    server_url(fixture->server, "/kenh/doi-song.rss")};
	const struct outlet outlets[] = {
	    {.title = "Báo", .province = &province, .site = site,
	        .urls = urls, .url_count = 2},
	    {.title = "Đài", .province = &province, .site = dead,
	        .urls = gone, .url_count = 1},
	    {.title = "Kênh", .province = &province, .site = dead,
	        .urls = gone, .url_count = 1, .sections = sections,
	        .section_count = 2}};
	struct outlet_added *results;
	struct error err = {0};
	char *remembered;

	tap_done(job_add_outlets(&fixture->job, outlets, 3, &plain,
	    &fixture->arena, &results, &err), &err, "outlets of a province");
	if (!tap_ok(results[0].count == 1 && results[1].count == 0 &&
	    results[2].count == 1, "each as far as it goes"))
		fatal("cannot go on");
	tap_text(results[0].added[0].title, "Báo",
	    "by the catalogue's name");
	tap_text(fixture_source(fixture, results[0].added[0].id).province,
	    "Quảng Trị", "  with its province");
	tap_number(results[1].error.number, 404, "or why it is not");
	tap_text(results[2].added[0].title, "Bến Sỏi: Đời sống",
	    "a section where nothing else answers");
	tap_done(store_find_remembered(fixture->store, site,
	    &fixture->arena, &remembered, &err), &err, "what worked");
	tap_text(remembered, server_url(fixture->server, "/kenh/tat-ca.rss"),
	    "  is remembered");
}

static void test_list_page(struct fixture *fixture)
{
	const struct add_options plain = {0};
	struct str page;
	struct added *added;

	str_init(&page);
	str_add(&page, "<!DOCTYPE html><html lang=\"vi\"><head><title>Tin hoạt "
	               "động</title></head><body><h1>Tin hoạt động</h1><ul>");
	for (int i = 1; i <= 8; i++)
		str_addf(&page,
		    "<li><a href=\"/tin/bai-viet-so-%d.html\">Thôn Bàu Sậy ra "
		    "quân dọn vệ sinh tuyến kênh số %d</a>"
		    "<span class=\"date\">%02d/11/2026</span></li>",
		    i, i, 22 - i);
	str_add(&page, "</ul></body></html>");
	fixture_serve(fixture, "/hoat-dong", "text/html", page.data);
	added = add(fixture, server_url(fixture->server, "/hoat-dong"),
	    &plain, 1, "a page that lists articles");
	tap_number(fixture_source(fixture, added[0].id).kind, SOURCE_LIST,
	    "  is followed itself");
	fixture_refresh(fixture, added[0].id, false);
	tap_number(fixture->progress.added, 8, "  and read as a list");
	str_release(&page);
}

static void test_refusals(struct fixture *fixture)
{
	const struct add_options plain = {0};
	size_t before = fixture_count_sources(fixture);

	refuse(fixture, server_url(fixture->server, "/khong-co"), &plain,
	    ERROR_HTTP_STATUS, "what is not there");
	refuse(fixture, server_url(fixture->server, "/bay"), &plain,
	    ERROR_LIST_NO_LINKS, "a page that names a file of ours");
	refuse(fixture, "ftp://cong.example/tin.xml", &plain,
	    ERROR_SOURCE_URL, "another scheme");
	tap_number((int64_t)fixture_count_sources(fixture), (int64_t)before,
	    "nothing was stored");
}

static void test_files(struct fixture *fixture)
{
	const struct add_options plain = {0};
	const char *path = fixture_put(fixture, "xa/tin.xml",
	    fixture_feed(fixture, "Xã trong thư mục", items, 1));
	struct added *added;

	fixture_put(fixture, "xa/index.html",
	    "<html><head><link rel=\"alternate\" "
	    "type=\"application/rss+xml\" href=\"tin.xml\"></head></html>");
	added = add(fixture, path, &plain, 1, "a file's path");
	tap_text(added[0].url,
	    arena_printf(&fixture->arena, "file://%s", path),
	    "  as a file: address");
	tap_text(added[0].title, "Xã trong thư mục", "  with its title");
	added = add(fixture,
	    arena_dup_len(&fixture->arena, path,
	        strlen(path) - strlen("/tin.xml")),
	    &plain, 1, "a folder's path");
	tap_ok(!added[0].is_new, "  leads to the feed that it names");
}

static void test_gone(struct fixture *fixture)
{
	const struct add_options plain = {0};
	const char *url = server_url(fixture->server, "/dong.xml");
	struct added *added;

	fixture_serve(fixture, "/dong.xml", NULL,
	    fixture_feed(fixture, "Đóng", items, 1));
	added = add(fixture, url, &plain, 1, "one that will close");
	server_set(fixture->server, &(struct server_reply){
	    .path = "/dong.xml", .status = 410});
	fixture_refresh(fixture, added[0].id, false);
	tap_number(fixture_source(fixture, added[0].id).health, HEALTH_GONE,
	    "it closes");
	fixture_serve(fixture, "/dong.xml", NULL,
	    fixture_feed(fixture, "Đóng", items, 1));
	added = add(fixture, url, &plain, 1, "and is added again");
	fixture_refresh(fixture, added[0].id, false);
	tap_number(fixture_source(fixture, added[0].id).health, HEALTH_GOOD,
	    "then it is asked again");
}

static void test_import(struct fixture *fixture)
{
	struct import_entry entries[] = {
	    {.url = arena_dup(&fixture->arena, "https://cong.example/rss")},
	    {.url = arena_dup(&fixture->arena, "exec:rm -rf /")},
	    {.url = arena_dup(&fixture->arena,
	         server_url(fixture->server, "/rss/tin.xml"))},
	};
	struct import_list list = {.entries = entries, .count = 3};
	size_t before = fixture_count_sources(fixture), added;
	int asked = server_count(fixture->server, "/rss/tin.xml");
	struct error err = {0};

	tap_done(job_import(&fixture->job, &list, &added, &err), &err,
	    "a list of addresses");
	tap_number((int64_t)added, 1, "one was new");
	tap_number((int64_t)(fixture_count_sources(fixture) - before), 1,
	    "and no address that is none was taken");
	tap_number(server_count(fixture->server, "/rss/tin.xml"), asked,
	    "nothing was fetched");
}

/* Imported, so not known to be a list: known after the first refresh. */
static void test_unknown(struct fixture *fixture)
{
	struct import_entry entry = {.url = arena_dup(&fixture->arena,
	                                 server_url(fixture->server,
	                                     "/hoat-dong?trang=1"))};
	struct import_list list = {.entries = &entry, .count = 1};
	struct error err = {0};
	struct source source;
	size_t added;
	int64_t id;
	bool is_found;

	server_set(fixture->server, &(struct server_reply){
	    .path = "/hoat-dong?trang=1", .type = "text/html",
	    .body = "<!DOCTYPE html><html lang=\"vi\"><head><title>Danh sách"
	            "</title></head><body><ul>"
	            "<li><a href=\"/tin/de-ha-khe-an-toan-1.html\">Đê Hạ Khê an "
	            "toàn qua đợt lũ đầu mùa</a></li>"
	            "<li><a href=\"/tin/cau-ben-soi-2.html\">Cầu Bến Sỏi thông "
	            "xe kỹ thuật trước Tết</a></li>"
	            "<li><a href=\"/tin/con-duong-3.html\">Cồn Dương trồng thêm "
	            "ba héc ta rừng chắn sóng</a></li>"
	            "<li><a href=\"/tin/bau-say-4.html\">Bàu Sậy thu hoạch vụ "
	            "tôm sớm được giá</a></li></ul></body></html>"});
	tap_done(job_import(&fixture->job, &list, &added, &err), &err,
	    "a list page is imported");
	tap_done(store_find_source(fixture->store, entry.url,
	    &fixture->arena, &source, &is_found, &err), &err, "found");
	id = source.id;
	tap_number(source.kind, SOURCE_UNKNOWN, "of no known kind");
	fixture_refresh(fixture, id, false);
	source = fixture_source(fixture, id);
	tap_number(source.kind, SOURCE_LIST, "then known as a list");
	tap_text(source.title, "Danh sách", "with its own title");
	tap_number(fixture->progress.added, 4, "and its articles");
}

int main(void)
{
	struct fixture fixture;

	fixture_init(&fixture, "add");
	serve(&fixture);
	test_feed(&fixture);
	test_site(&fixture);
	test_list_page(&fixture);
	test_refusals(&fixture);
	test_files(&fixture);
	test_gone(&fixture);
	test_import(&fixture);
	test_unknown(&fixture);
	fixture_release(&fixture);
	fixture_init(&fixture, "paths");
	serve_paper(&fixture);
	test_paths(&fixture);
	test_outlets(&fixture);
	fixture_release(&fixture);
	return tap_end();
}
