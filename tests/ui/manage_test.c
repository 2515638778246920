/*
 * All that is followed, kept in order from its screen: rest, tags, order,
 * name and address, removal, lists in and out, feeds ticked, older news, the
 * feed that a list page's site has by now. Small and large.
 */
#include "base/file.h"
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
static struct arena arena;
static char store_path[512];
static bool is_small; /* one pane at a time, with a sentence for each source */

/* --- what the server has ------------------------------------------------------- */

static const char *feed(const char *title, const char *item)
{
	return arena_printf(&arena, "<?xml version=\"1.0\"?><rss version="
	    "\"2.0\"><channel><title>%s</title><item><title>%s</title><link>"
	    "/xa/%zu-%s.html</link></item></channel></rss>", title, item,
	    strlen(item), title);
}

static void serve(const char *path, const char *type, const char *body)
{
	server_set(server, &(struct server_reply){.path = path, .type = type,
	    .body = body});
}

static const char *list_page(int number, bool has_feed)
{
	struct str page;
	const char *text;

	str_init(&page);
	str_addf(&page, "<!DOCTYPE html><html lang=\"vi\"><head>%s<title>Xã "
	    "Trằm Mây</title></head><body><h1>Tin xã</h1><ul>",
	    has_feed ? "<link rel=\"alternate\" type=\"application/rss+xml\" "
	               "href=\"/xa.rss\">" : "");
	for (int i = 1; i <= 6; i++)
		str_addf(&page, "<li><a href=\"/xa/bai-%d-%d.html\">Thôn Bàu "
		    "Sậy đắp xong đoạn bờ kênh %d.%d</a></li>", number, i,
		    number, i);
	str_add(&page, number == 1
	        ? "</ul><a href=\"/xa?trang=2\">Trang sau</a></body></html>"
	        : "</ul><a href=\"/xa\">Trang trước</a></body></html>");
	text = arena_dup(&arena, page.data);
	str_release(&page);
	return text;
}

static void serve_all(void)
{
	serve("/xa", "text/html", list_page(1, false));
	serve("/xa?trang=2", "text/html", list_page(2, false));
	serve("/xa.rss", NULL, feed("Xã Trằm Mây", "Cầu Bến Sỏi thông xe"));
	serve("/dai.rss", NULL, feed("Đài Lệ Khê", "Đò ngang chạy lại"));
	serve("/dai-moi.rss", NULL, feed("Đài Lệ Khê", "Đò dọc"));
	serve("/", "text/html", "<!DOCTYPE html><html><head><title>Báo Hạ Khê"
	    "</title><link rel=\"alternate\" type=\"application/rss+xml\" "
	    "href=\"/tin-moi.rss\"></head><body><a href=\"/kenh/rss\">RSS</a>"
	    "</body></html>");
	serve("/kenh/rss", "text/html", "<!DOCTYPE html><html><body>"
	    "<a href=\"/kinh-te.rss\">Kinh tế</a>"
	    "<a href=\"/doi-song.rss\">Đời sống</a>"
	    "<a href=\"/the-thao.rss\">Thể thao</a></body></html>");
	serve("/tin-moi.rss", NULL, feed("Báo Hạ Khê", "Gặt lúa chạy lũ"));
	serve("/kinh-te.rss", NULL, feed("Hạ Khê: Kinh tế", "Giá lúa lên"));
	serve("/doi-song.rss", NULL, feed("Hạ Khê: Đời sống", "Phiên chợ"));
}

static void follow(struct store *store, const char *path, const char *title,
    enum source_kind kind)
{
	const struct source_draft draft = {.url = server_url(server, path),
	    .title = title, .kind = kind};
	int64_t id;
	bool is_new;

	tap_done(store_add_source(store, &draft, FIXTURE_NOW, &id, &is_new,
	    &err), &err, "follow %s", title);
}

/* --- what the reader shows --------------------------------------------------------- */

static void press(const char *keys)
{
	screen_type(screen, keys, strlen(keys));
}

/* The screen of sources, the first source selected by its name. */
static void go_to(const char *name)
{
	seen_settle(screen, "'");
	seen_settle(screen, name);
	seen_settle(screen, "\r");
	seen_settle(screen, "\033[Z");
}

/* --- the tests ------------------------------------------------------------------------ */

static void test_order(void)
{
	int dai, xa;

	go_to("xa tram");
	if (is_small)
		seen_expect(screen, "not asked yet", "each tells how it is");
	seen_settle(screen, "p");
	seen_expect(screen, "It rests", "one is let rest");
	seen_expect(screen, is_small ? "paused by you" : "paused │", "  and shown so");
	seen_settle(screen, "p");
	seen_expect(screen, "It is asked again", "and goes on");
	seen_settle(screen, "T");
	seen_settle(screen, "lũ, xã nhà ,lũ\r");
	seen_expect(screen, "Changed", "its tags are changed");
	seen_settle(screen, "i");
	seen_expect(screen, "lũ, xã nhà", "  once each");
	seen_settle(screen, "\033");
	seen_settle(screen, "T");
	seen_expect(screen, "lũ, xã nhà", "  and stand there to be changed");
	seen_settle(screen, "\033");
	/* headings name them too */
	dai = seen_row(screen, 1, "Đài Lệ Khê");
	xa = seen_row(screen, 1, "Xã Trằm Mây");
	tap_ok(xa >= 0 && dai == xa + 1, "one after the other");
	seen_settle(screen, "J");
	tap_ok(seen_row(screen, 1, "Đài Lệ Khê") == xa &&
	        seen_row(screen, 1, "Xã Trằm Mây") == dai, "moved down");
	seen_settle(screen, "J");
	seen_expect(screen, "It is the last already", "no further");
	seen_settle(screen, "K");
	tap_number(seen_row(screen, 1, "Xã Trằm Mây"), xa, "and up again");
}

static void test_edit(void)
{
	struct str keys;

	go_to("dai le");
	seen_settle(screen, "r");
	seen_await(screen, "1 new from 1 source", "one is asked");
	screen_settle(screen);
	seen_settle(screen, "e");
	str_init(&keys);
	str_addf(&keys, "\025%s\r", server_url(server, "/dai-moi.rss"));
	press(keys.data);
	seen_await(screen, "Name:", "its address is another");
	seen_settle(screen, "\025Đài quê nhà\r");
	seen_await(screen, "Đài quê nhà", "and its name");
	seen_await(screen, is_small ? "2 unread" : "Đò dọc", "asked at its new address");
	screen_settle(screen);
	seen_settle(screen, "d");
	seen_expect(screen, "Unsubscribed from Đài quê nhà, 2 articles kept",
	    "with what it brought it goes");
	seen_settle(screen, "u");
	seen_expect(screen, "Đài quê nhà", "and comes back");
	seen_settle(screen, "e");
	str_clear(&keys);
	str_addf(&keys, "\025%s\r", server_url(server, "/xa"));
	press(keys.data);
	seen_await(screen, "Another source has that address already", "a taken address");
	screen_settle(screen);
	str_release(&keys);
}

static void test_lists(const char *name)
{
	static const char urls[] = "http://127.0.0.1:9/a.rss \"~Trạm bơm\"\n"
	                           "exec:rm\n";
	const char *path = arena_printf(&arena, "%s/%s.opml", tap_folder(),
	    name);
	struct str keys;

	str_init(&keys);
	str_addf(&keys, "\025%s\r", path);
	seen_settle(screen, "E");
	press(keys.data);
	seen_await(screen, "2 sources written", "what is followed is written");
	screen_settle(screen);
	seen_settle(screen, "E");
	press(keys.data);
	seen_await(screen, "A file of that name is there already", "but once");
	screen_settle(screen);
	seen_settle(screen, "I");
	press(keys.data);
	seen_await(screen, "2 sources in the list · 0 new", "and read in again");
	screen_settle(screen);
	str_clear(&keys);
	path = arena_printf(&arena, "%s/%s.urls", tap_folder(), name);
	tap_done(file_write(path, urls, strlen(urls), &err), &err,
	    "newsboat's file");
	str_addf(&keys, "%s\r", path);
	seen_settle(screen, "I");
	press(keys.data);
	seen_await(screen, "1 new · 1 line not understood", "is read, and what is not");
	seen_await(screen, "Trạm bơm", "it is followed");
	screen_settle(screen);
	seen_settle(screen, "u");
	screen_settle(screen);
	seen_settle(screen, "I");
	press("/nosuch.opml\r");
	seen_await(screen, "Not followed", "a file that there is not");
	screen_settle(screen);
	str_release(&keys);
}

static void test_offers(void)
{
	struct str keys;

	str_init(&keys);
	str_addf(&keys, "%s\r", server_url(server, "/"));
	seen_settle(screen, "a");
	press(keys.data);
	seen_await(screen, "Followed: Báo Hạ Khê", "a site is followed by one feed");
	seen_await(screen, "its site has 3 more feeds: f in the sources", "and the rest is told");
	screen_settle(screen);
	go_to("bao ha");
	seen_settle(screen, "f");
	seen_expect(screen, "Feeds of the site › Báo Hạ Khê", "they are listed");
	seen_expect(screen, "[ ] Kinh tế", "by name");
	seen_expect(screen, "followed", "what is followed already is told");
	seen_settle(screen, "j\040");
	seen_expect(screen, "[x] Kinh tế", "Space ticks one");
	seen_expect(screen, "1 ticked", "  and it counts");
	seen_settle(screen, "g\040");
	seen_expect(screen, "3 ticked", "the first line ticks all");
	seen_settle(screen, "\040");
	seen_expect(screen, "0 ticked", "  and lets them go");
	seen_settle(screen, "j\040");
	seen_settle(screen, "\040");
	seen_expect(screen, "2 ticked", "two again");
	press("\r");
	seen_await(screen, "Followed: ", "Enter follows them");
	go_to("bao ha");
	seen_await(screen, "Hạ Khê: Kinh tế", "one of them");
	seen_await(screen, "Hạ Khê: Đời sống", "and the other");
	tap_ok(seen_row(screen, 0, "Thể thao") < 0, "and no other");
	screen_settle(screen);
	str_release(&keys);
}

static void test_older(void)
{
	go_to("xa tram");
	seen_settle(screen, "r");
	seen_await(screen, "Updated: ", "a list page is read");
	screen_settle(screen);
	seen_settle(screen, "\r");
	seen_expect(screen, "bờ kênh 1.1", "its list");
	seen_settle(screen, "G");
	seen_settle(screen, "j");
	seen_expect(screen, "The list ends here · O fetches older news", "its end is said");
	press("O");
	seen_await(screen, "6 older articles", "O goes on");
	screen_settle(screen);
	seen_settle(screen, "G");
	seen_expect(screen, "bờ kênh 2.6", "older news stands at the end");
	press("O");
	seen_await(screen, "Its list ends here", "until there is no more");
	screen_settle(screen);
	serve("/xa", "text/html", list_page(1, true));
	seen_settle(screen, "\033[Z");
	seen_settle(screen, "r");
	seen_await(screen, "Updated: ", "asked once more");
	screen_settle(screen);
	seen_settle(screen, "i");
	seen_expect(screen, "its site has one by now", "its site has a feed by now");
	seen_settle(screen, "\033");
	press("F");
	seen_await(screen, "1 new from 1 source", "F goes over to it");
	screen_settle(screen);
	seen_settle(screen, "\r");
	seen_expect(screen, "bờ kênh 2.6", "what there was stays");
	seen_settle(screen, "g");
	seen_expect(screen, "Cầu Bến Sỏi thông xe", "  and what it has is there");
	seen_settle(screen, "\033[Z");
}

static void test_address(void)
{
	struct str keys;

	serve("/hop-cho.html", "text/html", "<!DOCTYPE html><html lang=\"vi\">"
	    "<head><title>Chợ phiên Trằm Mây</title></head><body><article>"
	    "<h1>Chợ phiên Trằm Mây</h1><p>Phiên chợ đầu tiên sau lũ của xã "
	    "Trằm Mây có hơn 60 hộ bày hàng từ tinh mơ, đông nhất là hàng "
	    "giống lúa và rau.</p><p>Ban quản lý chợ cho biết phiên sau họp "
	    "vào mùng 6, các hộ được miễn tiền chỗ đến hết tháng.</p>"
	    "</article></body></html>");
	str_init(&keys);
	str_addf(&keys, "%s\r", server_url(server, "/hop-cho.html"));
	go_to("xa tram");
	seen_settle(screen, "\r");
	seen_settle(screen, "\017");
	seen_expect(screen, "Open the address:", "any address may be typed");
	press(keys.data);
	seen_await(screen, "Kept under “read later” · u undoes", "it is kept");
	screen_settle(screen);
	seen_expect(screen, "Phiên chợ đầu tiên", "and open");
	seen_settle(screen, "\033");
	go_to("read later");
	seen_settle(screen, "\r");
	seen_expect(screen, "read later  ", "it has a list of its own");
	seen_expect(screen, "Chợ phiên Trằm Mây", "in which it stands");
	seen_settle(screen, "B");
	seen_expect(screen, "No longer under “read later”", "it is let go of");
	seen_settle(screen, "u");
	seen_expect(screen, "Undone", "and not");
	go_to("read later");
	seen_settle(screen, "\r");
	seen_expect(screen, "Chợ phiên Trằm Mây", "it is there again");
	str_clear(&keys);
	str_addf(&keys, ":open-address %s\r", server_url(server, "/nosuch"));
	press(keys.data);
	seen_await(screen, "Not opened", "what there is not");
	screen_settle(screen);
	str_release(&keys);
}

static void test_at(int width, int height, const char *name)
{
	struct screen_start start = {.store = store_path, .width = width,
	    .height = height, .is_beside_threads = true};
	struct store *store;

	snprintf(store_path, sizeof(store_path), "%s/%s.db", tap_folder(),
	    name);
	is_small = width < 100;
	serve_all();
	store = store_open(store_path, STORE_COMMAND, &err);
	if (!tap_ok(store != NULL, "a cache: %s", name))
		return;
	follow(store, "/xa", "Xã Trằm Mây", SOURCE_LIST);
	follow(store, "/dai.rss", "Đài Lệ Khê", SOURCE_FEED);
	store_close(store);
	screen = screen_open(&start);
	if (!tap_ok(screen != NULL, "the reader opens"))
		return;
	test_order();
	test_edit();
	test_lists(name);
	test_offers();
	test_older();
	test_address();
	tap_number(screen_close(screen), 0, "it ends well");
}

int main(void)
{
	arena_init(&arena);
	server = server_start();
	test_at(80, 24, "80x24");
	test_at(200, 50, "200x50");
	server_stop(server);
	arena_release(&arena);
	return tap_end();
}
