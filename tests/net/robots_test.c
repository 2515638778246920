#include "base/str.h"
#include "net/robots.h"
#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

struct trial {
	const char *text, *path;
	bool want;
};

static struct robots_verdict judge(const char *text, const char *path)
{
	struct str url;
	struct robots_verdict verdict;

	str_init(&url);
	str_addf(&url, "https://tramay.example%s", path);
	verdict = robots_judge(text, strlen(text), "bantin", url.data);
	str_release(&url);
	return verdict;
}

static void run(const struct trial *trials, size_t count, const char *what)
{
	for (size_t i = 0; i < count; i++)
		tap_number(judge(trials[i].text, trials[i].path).is_allowed,
		    trials[i].want, "%s: %s", what, trials[i].path);
}

/* RFC 9309, 2.2.1: which group is heeded. */
static void test_groups(void)
{
	static const char own[] =
	    "User-agent: *\nDisallow: /\n"
	    "User-Agent: BanTin/1.0\nDisallow: /rieng/\n";
	static const char two[] =
	    "user-agent: bantin\ndisallow: /a\n\n"
	    "user-agent: khac\ndisallow: /b\n\n"
	    "user-agent: bantin\ndisallow: /c\n";
	static const char shared[] =
	    "User-agent: khac\nSitemap: https://tramay.example/s.xml\n"
	    "User-agent: bantin\nDisallow: /chung\n"
	    "User-agent: thu-ba\nDisallow: /ba\n";
	static const char near[] =
	    "User-agent: bantinbot\nDisallow: /\n"
	    "User-agent: ban\nDisallow: /\n";
	static const struct trial trials[] = {
	    {"", "/tin.html", true},
	    {"Disallow: /\n", "/tin.html", true},
	    {"User-agent: *\nDisallow:\n", "/tin.html", true},
	    {"User-agent: *\nDisallow: /\n", "/tin.html", false},
	    {"User-agent: *\nDisallow: /\n", "/robots.txt", true},
	    {"User-agent: *\nDisallow: /\n", "/robots.txt?v=1", true},
	    {"User-agent: *\nDisallow: /\n", "/robots.txt.html", false},
	    {"User-agent: *\nDisallow: /\n", "", false},
	    {own, "/tin.html", true},
	    {own, "/rieng/tin.html", false},
	    {two, "/a", false},
	    {two, "/b", true},
	    {two, "/c", false},
	    {shared, "/chung", false},
	    {shared, "/ba", true},
	    {near, "/tin.html", true},
	    {"User-agent: bantin\nUser-agent: *\nDisallow: /x\n", "/x", false},
	};

	run(trials, ARRAY_LEN(trials), "group");
}

/* 2.2.2 and 2.2.3: the longest rule, and what it fits. */
static void test_rules(void)
{
#define ALL "User-agent: *\n"
	/* as in 5.2 */
	static const char longest[] = "User-Agent: bantin\n"
	                              "Allow: /trang/tin/\n"
	                              "Disallow: /trang/tin/cam.gif\n";
	/* as in 5.1 */
	static const char simple[] = ALL
	    "Disallow: *.gif$\nDisallow: /vi-du/\nAllow: /publications/\n";
	static const struct trial trials[] = {
	    {longest, "/trang/tin/hien.html", true},
	    {longest, "/trang/tin/cam.gif", false},
	    {simple, "/anh/a.gif", false},
	    {simple, "/anh/a.gif?x", true},
	    {simple, "/vi-du/a", false},
	    {simple, "/publications/a.gif", true},
	    {ALL "Disallow: /a\nAllow: /a\n", "/a", true},
	    {ALL "Allow: /a\nDisallow: /a\n", "/a", true},
	    {ALL "Disallow: /a\n", "/ab/c", false},
	    {ALL "Disallow: /a\n", "/A", true},
	    {ALL "Disallow: /a$\n", "/a", false},
	    {ALL "Disallow: /a$\n", "/ab", true},
	    {ALL "Disallow: /tin/*/in\n", "/tin/2026/in?x=1", false},
	    {ALL "Disallow: /tin/*/in\n", "/tin/in", true},
	    {ALL "Disallow: /*?\n", "/tin?trang=2", false},
	    {ALL "Disallow: /*?\n", "/tin", true},
	    {ALL "Disallow: /a**b*$\n", "/axxb", false},
	    {ALL "Disallow: /*ab$\n", "/abab", false},
	    {ALL "Disallow: /*ab*ab$\n", "/xab", true},
	    {ALL "Disallow: tin\n", "/tin", false},
	    /* what is encoded and what is not is one */
	    {ALL "Disallow: /xã\n", "/x%c3%a3/tin", false},
	    {ALL "Disallow: /x%C3%A3\n", "/xã/tin", false},
	    {ALL "Disallow: /%62an\n", "/ban", false},
	    {ALL "Disallow: /ban\n", "/b%61n", false},
	    {ALL "Disallow: /a%2Fb\n", "/a/b", true},
	    {ALL "Disallow: /a%2fb\n", "/a%2Fb", false},
	    {ALL "Disallow: /gia$re\n", "/gia$re", false},
	    {ALL "Disallow: /gia%24\n", "/gia$re", false},
	    {ALL "Disallow: /a%2A\n", "/a*b", false},
	    {ALL "Disallow: /a%2A\n", "/ab", true},
	    {ALL "Disallow: /100%\n", "/100%", false},
	    {ALL "Disallow: /x\n", "/a#/x", true},
	};

	run(trials, ARRAY_LEN(trials), "rule");
}

/* 2.2, 2.2.4: how lines may be written. */
static void test_lines(void)
{
	static const struct trial trials[] = {
	    {"\xEF\xBB\xBFUser-agent: *\r\nDisallow: /a\r\n", "/a", false},
	    {"User-agent: *\rDisallow: /a", "/a", false},
	    {"  USER-AGENT :\t* # mọi máy\n disallow\t:/a# x\n", "/a", false},
	    {"# chỉ có chú thích\n", "/a", true},
	    {"User-agent: *\n\n\nDisallow: /a\n", "/a", false},
	    {"User-agent: *\nNoindex: /b\nrác\n:\nDisallow: /a\n", "/a",
	        false},
	    {"<html>User-agent: *\nDisallow: /a</html>", "/a", true},
	};
	static const char nul[] = "User-agent: *\nDisallow: /a\0b\n"
	                          "Disallow: /c\n";
	char *large = mem_alloc(ROBOTS_BYTES_MOST + 64);
	size_t len = ROBOTS_BYTES_MOST;

	run(trials, ARRAY_LEN(trials), "line");
	tap_ok(robots_judge(nul, sizeof(nul) - 1, "bantin", "http://x/a")
	           .is_allowed,
	    "a NUL is a character like others");
	tap_ok(!robots_judge(nul, sizeof(nul) - 1, "bantin", "http://x/c")
	            .is_allowed,
	    "and ends nothing");
	memset(large, '#', len);
	memcpy(large, "User-agent: *\nDisallow: /a\n#", 28);
	memcpy(large + len, "\nDisallow: /b\n", 14);
	tap_ok(!robots_judge(large, len + 14, "bantin", "http://x/a")
	            .is_allowed,
	    "the first half MiB is read");
	tap_ok(robots_judge(large, len + 14, "bantin", "http://x/b")
	           .is_allowed,
	    "what is behind is not");
	free(large);
}

static void test_pauses(void)
{
	static const struct {
		const char *text;
		int want;
	} cases[] = {
	    {"User-agent: *\nCrawl-delay: 10\n", 10000},
	    {"User-agent: *\nCrawl-delay: 0.5\nDisallow: /x\n", 500},
	    {"User-agent: khac\nCrawl-delay: 10\n", 0},
	    {"User-agent: *\nCrawl-delay: 9\n"
	     "User-agent: bantin\nCrawl-delay: 2\n", 2000},
	    {"User-agent: *\nCrawl-delay: 99999999999\n", 3600000},
	    {"User-agent: *\nCrawl-delay: nan\n", 0},
	    {"User-agent: *\nCrawl-delay: -1\n", 0},
	    {"User-agent: *\nCrawl-delay:\n", 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		tap_number(judge(cases[i].text, "/a").pause_ms, cases[i].want,
		    "Crawl-delay %zu", i);
}

/* 2.3.1: how the file itself was answered. */
static void test_answers(void)
{
	tap_number(robots_answer(200), ROBOTS_READ, "200");
	tap_number(robots_answer(204), ROBOTS_READ, "204: an empty one");
	tap_number(robots_answer(404), ROBOTS_FREE, "404");
	tap_number(robots_answer(403), ROBOTS_FREE, "403");
	tap_number(robots_answer(302), ROBOTS_FREE, "redirects without end");
	tap_number(robots_answer(429), ROBOTS_UNREACHED, "429");
	tap_number(robots_answer(503), ROBOTS_UNREACHED, "503");
	tap_number(robots_answer(0), ROBOTS_UNREACHED, "no answer");
}

int main(void)
{
	test_groups();
	test_rules();
	test_lines();
	test_pauses();
	test_answers();
	return tap_end();
}
