#include "support/tap.h"
#include "text/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void check(void (*call)(struct str *, const char *), const char *url,
    const char *want)
{
	struct str out;

	str_init(&out);
	call(&out, url);
	tap_text(out.data, want, "<%s>", url);
	str_release(&out);
}

static void check_resolve(const char *base, const char *reference,
    const char *want)
{
	struct str out;

	str_init(&out);
	url_resolve(&out, base, reference);
	tap_text(out.data, want, "<%s> at <%s>", reference,
	    base == NULL ? "" : base);
	str_release(&out);
}

/* RFC 3986 5.4. */
static void test_rfc(void)
{
	static const char *const rows[][2] = {{"g:h", "g:h"},
	    {"g", "http://a/b/c/g"}, {"./g", "http://a/b/c/g"},
	    {"g/", "http://a/b/c/g/"}, {"/g", "http://a/g"},
	    {"//g", "http://g"}, {"?y", "http://a/b/c/d;p?y"},
	    {"g?y", "http://a/b/c/g?y"}, {"#s", "http://a/b/c/d;p?q#s"},
	    {"g#s", "http://a/b/c/g#s"}, {"g?y#s", "http://a/b/c/g?y#s"},
	    {";x", "http://a/b/c/;x"}, {"g;x", "http://a/b/c/g;x"},
	    {"g;x?y#s", "http://a/b/c/g;x?y#s"}, {"", "http://a/b/c/d;p?q"},
	    {".", "http://a/b/c/"}, {"./", "http://a/b/c/"},
	    {"..", "http://a/b/"}, {"../", "http://a/b/"},
	    {"../g", "http://a/b/g"}, {"../..", "http://a/"},
	    {"../../", "http://a/"}, {"../../g", "http://a/g"},
	    {"../../../g", "http://a/g"}, {"../../../../g", "http://a/g"},
	    {"/./g", "http://a/g"}, {"/../g", "http://a/g"},
	    {"g.", "http://a/b/c/g."}, {".g", "http://a/b/c/.g"},
	    {"g..", "http://a/b/c/g.."}, {"..g", "http://a/b/c/..g"},
	    {"./../g", "http://a/b/g"}, {"./g/.", "http://a/b/c/g/"},
	    {"g/./h", "http://a/b/c/g/h"}, {"g/../h", "http://a/b/c/h"},
	    {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
	    {"g;x=1/../y", "http://a/b/c/y"},
	    {"g?y/./x", "http://a/b/c/g?y/./x"},
	    {"g#s/../x", "http://a/b/c/g#s/../x"}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check_resolve("http://a/b/c/d;p?q", rows[i][0], rows[i][1]);
}

static void test_resolve(void)
{
	check_resolve("https://trammay.example", "tin/1.html",
	    "https://trammay.example/tin/1.html");
	check_resolve("https://trammay.example/a?b", " \n /Lũ rút.html\t",
	    "https://trammay.example/Lũ%20rút.html");
	check_resolve("https://trammay.example/a", "tin\n  /2",
	    "https://trammay.example/tin%20%20/2");
	check_resolve("https://trammay.example/a/b", "..\\anh\\1.jpg?p=\\",
	    "https://trammay.example/anh/1.jpg?p=\\");
	check_resolve("https://trammay.example/a", "mailto:a@b.example?x=1",
	    "mailto:a@b.example?x=1");
	check_resolve("https://trammay.example/a", "HTTP://X.example/../y",
	    "HTTP://X.example/y");
	check_resolve(NULL, " tin/1 ", "tin/1");
	check_resolve("", "https://a.example/x y", "https://a.example/x%20y");
	check_resolve("file:///a/b/feed.xml", "c.html", "file:///a/b/c.html");
	check_resolve("file:///a/b/feed.xml", "../../../../etc/passwd",
	    "file:///etc/passwd");
}

static void test_canonical(void)
{
	check(url_canonical, "HTTPS://BaoTramMay.Example:443/Tin/../a?b=1#c",
	    "//baotrammay.example/a?b=1");
	check(url_canonical, "http://a.example:80", "//a.example/");
	check(url_canonical, "http://a.example:8080/", "//a.example:8080/");
	check(url_canonical,
	    "https://a.example/x?utm_source=rss&id=5&fbclid=z&UTM_medium=1",
	    "//a.example/x?id=5");
	check(url_canonical, "https://a.example/x?utm_source=rss",
	    "//a.example/x");
	check(url_canonical, "https://a.example/x?", "//a.example/x");
	check(url_canonical, "https://a.example/x?b=2&&a=1&gclid=",
	    "//a.example/x?b=2&a=1");
	check(url_canonical, "https://a.example/?utm=1&utm_", "//a.example/?utm=1&utm_");
	check(url_canonical, "https://a.example/%7Ex/%c4%91/đ",
	    "//a.example/~x/%C4%91/%C4%91");
	check(url_canonical, "https://a.example/a/%2E%2e/b", "//a.example/b");
	check(url_canonical, "https://u:p@a.example./x", "//a.example/x");
	check(url_canonical, "http://[::1]:80/x", "//[::1]/x");
	check(url_canonical, "mailto:a@b.example", "mailto:a@b.example");
	check(url_canonical, " urn:x ", "urn:x");
}

static void test_parts(void)
{
	check(url_host, "https://u:p@Trammay.Example:8443/x", "trammay.example");
	check(url_host, "http://[::1]:80/", "[::1]");
	check(url_host, "mailto:a@b.example", "");
	check(url_host, "x", "");
	tap_ok(url_is_web("http://a.example"), "http is the web");
	tap_ok(url_is_web("HTTPS://a.example/x"), "https too");
	tap_ok(!url_is_web("https://"), "but not without a host");
	tap_ok(!url_is_web("https://:80/"), "nor with a port alone");
	tap_ok(!url_is_web("ftp://a.example/"), "ftp is not");
	tap_ok(url_is_file("FILE:///x") && !url_is_file("files:///x"), "file:");
	check(url_without_user, "https://u:p@a.example/x@y",
	    "https://a.example/x@y");
	check(url_without_user, "https://a.example/x@y",
	    "https://a.example/x@y");
	check(url_without_user, "mailto:u@a.example", "mailto:u@a.example");
}

static void test_decode(void)
{
	struct str out;
	const char *text = "a%20%C4%91%zz%4";

	str_init(&out);
	url_decode(&out, text, strlen(text));
	tap_text(out.data, "a đ%zz%4", "decoding");
	str_release(&out);
}

static void test_typed(void)
{
	char path[4096], want[4200];
	FILE *file;

	check(url_from_user, " baotrammay.example ", "https://baotrammay.example");
	check(url_from_user, "trammay.example/rss?x=1",
	    "https://trammay.example/rss?x=1");
	check(url_from_user, "trammay.example:8080/rss",
	    "https://trammay.example:8080/rss");
	check(url_from_user, "//trammay.example", "https://trammay.example");
	check(url_from_user, "http://a.example/", "http://a.example/");
	check(url_from_user, "feed://a.example/x", "https://a.example/x");
	check(url_from_user, "feed:http://a.example/x", "http://a.example/x");
	check(url_from_user, "localhost:8000/x", "http://localhost:8000/x");
	check(url_from_user, "127.0.0.1:8000", "http://127.0.0.1:8000");
	check(url_from_user, "[::1]:80/x", "http://[::1]:80/x");
	check(url_from_user, "quang tri", "quang%20tri");
	snprintf(path, sizeof(path), "%s/tin %% 1.xml", tap_folder());
	file = fopen(path, "w");
	if (file != NULL)
		fclose(file);
	snprintf(want, sizeof(want), "file://%s/tin%%20%%25%%201.xml",
	    tap_folder());
	check(url_from_user, path, want);
	if (chdir(tap_folder()) == 0)
		check(url_from_user, "./tin % 1.xml", want);
}

int main(void)
{
	test_rfc();
	test_resolve();
	test_canonical();
	test_parts();
	test_decode();
	test_typed();
	return tap_end();
}
