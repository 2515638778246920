#include "net/address.h"
#include "net/proxy.h"
#include "net/reply.h"
#include "support/tap.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

static const int64_t now = 1795309200; /* 2026-11-22 01:00 UTC, a Sunday */

static void test_retry_after(void)
{
	static const struct {
		const char *value;
		int64_t want;
	} cases[] = {
	    {NULL, 0},
	    {"", 0},
	    {"soon", 0},
	    {"0", 0},
	    {"-5", 0},
	    {"120", 120},
	    {" 3600 ", 3600},
	    {"Sun, 22 Nov 2026 01:10:00 GMT", 600},
	    {"Sunday, 22-Nov-26 01:10:00 GMT", 600},
	    {"Sun Nov 22 01:10:00 2026", 600},
	    {"Sat, 21 Nov 2026 01:10:00 GMT", 0},
	    {"99999999999999999999", 366 * 86400},
	    {"Sun, 22 Nov 2099 01:10:00 GMT", 366 * 86400},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t got = reply_retry_after(cases[i].value, now);

		tap_number(got == 0 ? 0 : got - now, cases[i].want,
		    "Retry-After: %s",
		    cases[i].value == NULL ? "(none)" : cases[i].value);
	}
}

static void test_fresh_until(void)
{
	static const struct {
		const char *control, *expires, *date, *age;
		int64_t want;
	} cases[] = {
	    {NULL, NULL, NULL, NULL, 0},
	    {"max-age=600", NULL, NULL, NULL, 600},
	    {"public, max-age=600", NULL, NULL, "100", 500},
	    {"max-age=60", NULL, NULL, "100", 0},
	    {"Max-Age=\"90\"", NULL, NULL, NULL, 90},
	    {"no-cache, max-age=600", NULL, NULL, NULL, 0},
	    {"no-store", "Sun, 22 Nov 2026 02:00:00 GMT", NULL, NULL, 0},
	    {"x-max-age=5", NULL, NULL, NULL, 0},
	    {NULL, "Sun, 22 Nov 2026 02:00:00 GMT", NULL, NULL, 3600},
	    /* the server's clock is an hour behind: its own two dates count */
	    {NULL, "Sun, 22 Nov 2026 00:30:00 GMT",
	        "Sun, 22 Nov 2026 00:00:00 GMT", NULL, 1800},
	    {NULL, "0", NULL, NULL, 0},
	    {"max-age=", NULL, NULL, NULL, 0},
	    {"max-age=soon, public", NULL, NULL, NULL, 0},
	    {"max-age=60, max-age=5", NULL, NULL, NULL, 60},
	    {"s-maxage=600", NULL, NULL, NULL, 0}, /* for shared caches */
	    {"private=\"x, max-age=5\", max-age=60", NULL, NULL, NULL, 60},
	    {"x=\"\\\", max-age=5", NULL, NULL, NULL, 0},
	    {"max-age=60", "Sun, 22 Nov 2026 02:00:00 GMT", NULL, NULL, 60},
	    {"max-age=600", NULL, NULL, "99999999999999999999", 0},
	    {"max-age=600", NULL, NULL, "-5", 600},
	    {NULL, "Sun, 22 Nov 2026 02:00:00 GMT",
	        "Mon, 23 Nov 2026 02:00:00 GMT", NULL, 0},
	    {"max-age=99999999999999999999", NULL, NULL, NULL, 366 * 86400},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t got = reply_fresh_until(cases[i].control,
		    cases[i].expires, cases[i].date, cases[i].age, now);

		tap_number(got == 0 ? 0 : got - now, cases[i].want,
		    "fresh: %s, %s",
		    cases[i].control == NULL ? "-" : cases[i].control,
		    cases[i].expires == NULL ? "-" : cases[i].expires);
	}
}

static void test_bot_check(void)
{
	static const char check[] =
	    "<html><body><script>document.cookie=\"D1N=0a1b2c3d4e5f\"+\";"
	    "path=/\";window.location.reload(true);</script></body></html>";
	static const char feed[] =
	    "<?xml version=\"1.0\"?><rss><channel><item><description>"
	    "&lt;script>document.cookie=1;location.reload()&lt;/script>"
	    "<script/></description></item></channel></rss>";
	static const char page[] = "<html><p>Thôn Bàu Sậy: document.cookie"
	                           " là gì?</p></html>";
	char long_page[8192];

	tap_ok(reply_is_bot_check(200, check, sizeof(check) - 1),
	    "a page that sets a cookie and loads again");
	tap_ok(!reply_is_bot_check(200, feed, sizeof(feed) - 1),
	    "a feed that speaks of it is none");
	tap_ok(!reply_is_bot_check(200, page, sizeof(page) - 1),
	    "nor is a short page without a script");
	memset(long_page, ' ', sizeof(long_page));
	memcpy(long_page, check, sizeof(check) - 1);
	long_page[sizeof(long_page) - 1] = '\0';
	tap_ok(!reply_is_bot_check(200, long_page, sizeof(long_page) - 1),
	    "nor a page with a text behind the script");
	tap_ok(reply_is_bot_check(428, "", 0), "status 428");
	tap_ok(reply_is_bot_check(403, "<script>window._cf_chl_opt={}</script>",
	    38), "a refusal with a challenge's script");
	tap_ok(!reply_is_bot_check(200,
	    "<p>Tin</p><script src=/cdn-cgi/challenge-platform/x.js></script>",
	    60), "which stands in ordinary pages too");
	tap_ok(!reply_is_bot_check(403, "", 0), "not each refusal");
}

static void test_addresses(void)
{
	static const char *const inside[] = {"127.0.0.1", "127.8.9.1",
	    "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
	    "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
	    "255.255.255.255", "::1", "[::1]", "::", "fe80::1",
	    "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
	    "::ffff:192.168.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
	    "::127.0.0.1", "localhost", "LocalHost", "tin.localhost",
	    "localhost.", "127.0.0.1.", "10.0.0.1.", "mylocalhost", "router",
	    "router.", "may-in.lan", "MAY-IN.LAN.", "x.local", "a.internal",
	    "nas.home.arpa", "64:ff9b:1::a00:1", "2001::1", "100::1",
	    "::ffff:0:10.0.0.1", "64:ff9b::7f00:1", "ff05::2"};
	static const char *const outside[] = {"8.8.8.8", "172.15.0.1",
	    "172.32.0.1", "100.63.0.1", "100.128.0.1", "11.0.0.1",
	    "192.167.1.1", "2001:db8::1", "2405:4800::1",
	    "::ffff:8.8.8.8", "2002:808:808::", "tramay.example",
	    "mylocalhost.vn", "localhost.vn", "", "10.example", "lan.vn",
	    "x.homelan", "2001:1::1", "::ffff:0:8.8.8.8"};

	for (size_t i = 0; i < ARRAY_LEN(inside); i++)
		tap_ok(address_host_is_private(inside[i]), "private: %s",
		    inside[i]);
	for (size_t i = 0; i < ARRAY_LEN(outside); i++)
		tap_ok(!address_host_is_private(outside[i]), "public: %s",
		    outside[i]);
}

static void test_socket_addresses(void)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	struct sockaddr other = {.sa_family = AF_UNIX};

	in.sin_addr.s_addr = htonl(0x7F000001);
	tap_ok(address_is_private((struct sockaddr *)&in), "127.0.0.1");
	in.sin_addr.s_addr = htonl(0x08080808);
	tap_ok(!address_is_private((struct sockaddr *)&in), "8.8.8.8");
	in6.sin6_addr = in6addr_loopback;
	tap_ok(address_is_private((struct sockaddr *)&in6), "::1");
	in6.sin6_addr.s6_addr[0] = 0x24;
	tap_ok(!address_is_private((struct sockaddr *)&in6), "2400::1");
	tap_ok(address_is_private(&other), "a local socket");
}

static void test_proxies(void)
{
	struct proxy_rules rules;

	unsetenv("ALL_PROXY");
	unsetenv("HTTPS_PROXY");
	unsetenv("NO_PROXY");
	unsetenv("https_proxy");
	setenv("HTTP_PROXY", "http://evil.example", 1);
	setenv("http_proxy", "http://p.example:3128", 1);
	setenv("all_proxy", "socks5h://s.example", 1);
	setenv("no_proxy", "noi-bo.vn, .xa.example,10.0.0.1", 1);
	proxy_rules_init(&rules, NULL);
	tap_text(proxy_find(&rules, "http", "tramay.example"),
	    "http://p.example:3128", "by scheme");
	tap_text(proxy_find(&rules, "https", "tramay.example"),
	    "socks5h://s.example", "all_proxy for the rest");
	tap_text(proxy_find(&rules, "http", "noi-bo.vn"), "", "no_proxy");
	tap_text(proxy_find(&rules, "http", "tin.noi-bo.vn"), "", "below it");
	tap_text(proxy_find(&rules, "http", "kinoi-bo.vn"),
	    "http://p.example:3128", "but not a name that ends so");
	tap_text(proxy_find(&rules, "http", "xa.example"), "", "with a dot");
	proxy_rules_release(&rules);
	setenv("no_proxy", "10.0.0.0/8,fd00::/8, 192.168.1.7,::1,x/8", 1);
	proxy_rules_init(&rules, NULL);
	tap_text(proxy_find(&rules, "http", "10.9.8.7"), "", "a block");
	tap_text(proxy_find(&rules, "http", "11.9.8.7"),
	    "http://p.example:3128", "not beside it");
	tap_text(proxy_find(&rules, "http", "[fd12::1]"), "", "of IPv6");
	tap_text(proxy_find(&rules, "http", "[fe80::1]"),
	    "http://p.example:3128", "not beside that");
	tap_text(proxy_find(&rules, "http", "192.168.1.7"), "", "an address");
	tap_text(proxy_find(&rules, "http", "[::1]"), "", "in brackets");
	proxy_rules_release(&rules);
	setenv("no_proxy", "*", 1);
	proxy_rules_init(&rules, NULL);
	tap_text(proxy_find(&rules, "http", "tramay.example"), "", "*");
	proxy_rules_release(&rules);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	proxy_rules_init(&rules, NULL);
	tap_text(proxy_find(&rules, "http", "tramay.example"), "",
	    "HTTP_PROXY is not heeded");
	proxy_rules_release(&rules);
	proxy_rules_init(&rules, "http://own.example");
	tap_text(proxy_find(&rules, "https", "tramay.example"),
	    "http://own.example", "a setting goes before");
	proxy_rules_release(&rules);
}

int main(void)
{
	test_retry_after();
	test_fresh_until();
	test_bot_check();
	test_addresses();
	test_socket_addresses();
	test_proxies();
	return tap_end();
}
