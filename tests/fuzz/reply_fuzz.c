/*
 * What servers say about themselves: the bytes as robots.txt, and as header
 * values (a line each). Times stay within a year and a day.
 */
#include "fuzz/fuzz.h"
#include "net/address.h"
#include "net/book.h"
#include "net/manner.h"
#include "net/reply.h"
#include "net/robots.h"

#include "base/str.h"

static const int64_t now = 1795309200; /* 2026-11-22 01:00 UTC */

static void promise_time(int64_t when, const char *what)
{
	fuzz_promise(when == 0 || (when > now && when <= now + 366 * 86400),
	    what);
}

/* The next line of text, cut off; "" at its end. */
static char *next_line(char **text)
{
	char *line = *text, *end = line + strcspn(line, "\n");

	*text = *end == '\0' ? end : end + 1;
	*end = '\0';
	return line;
}

/* Headers as settings have them: none is of two lines. */
static void try_settings(const char *text)
{
	struct net_manner manner = {.headers = text};
	struct curl_slist *list = manner_add_headers(NULL, &manner);
	int64_t seconds = 0;
	bool has_all;

	for (const struct curl_slist *at = list; at != NULL; at = at->next)
		fuzz_promise(strpbrk(at->data, "\r\n") == NULL &&
		        strchr(at->data, ':') != NULL,
		    "a header is a line");
	curl_slist_free_all(list);
	if (book_read_secure(text, &seconds, &has_all))
		fuzz_promise(seconds >= 0 && seconds <= 2 * 366 * 86400,
		    "two years at most");
	address_host_is_private(text);
}

static void try_headers(const uint8_t *data, size_t len)
{
	char *copy = mem_dup_len((const char *)data, len), *rest = copy;
	char *lines[4];

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		lines[i] = next_line(&rest);
	promise_time(reply_retry_after(lines[0], now), "Retry-After");
	promise_time(reply_fresh_until(lines[0], lines[1], lines[2], lines[3],
	                 now),
	    "freshness");
	promise_time(reply_fresh_until(NULL, lines[0], lines[1], NULL, now),
	    "Expires");
	try_settings(lines[0]);
	reply_is_bot_check(200, copy, strlen(copy));
	free(copy);
}

static void try_robots(const uint8_t *data, size_t len)
{
	const char *text = (const char *)data;
	struct robots_verdict verdict = robots_judge(text, len, "bantin",
	    "https://tramay.example/tin/x%c3%a3.html?trang=2");
	struct str longer;

	fuzz_promise(verdict.pause_ms >= 0 && verdict.pause_ms <= 3600000,
	    "a pause of an hour at most");
	fuzz_promise(robots_judge(text, len, "bantin", "http://x/robots.txt")
	                 .is_allowed,
	    "robots.txt may be asked for");
	/* the address of a visit may be anything too */
	str_init(&longer);
	str_add_len(&longer, text, len);
	robots_judge(text, len, "bantin", longer.data);
	str_release(&longer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	try_headers(data, len);
	try_robots(data, len);
	return 0;
}
