#include "base/clock.h"
#include "news/words.h"
#include "support/tap.h"
#include "text/date.h"
#include "text/utf8.h"
#include "text/width.h"

#include <errno.h>
#include <string.h>

/* 2026-11-22 08:10 in Hanoi */
enum { NOW = 1795309800 };

static void check_error(enum error_code code, const char *subject,
    long number, const char *want)
{
	struct error err;
	struct str out;

	str_init(&out);
	error_set(&err, code, subject, number);
	words_add_error(&out, &err);
	tap_text(out.data, want, "error %d", (int)code);
	str_release(&out);
}

static void test_errors(void)
{
	check_error(ERROR_NET_HOST, "https://trammay.example/", 6,
	    "no such host: “https://trammay.example/” · "
	    "check the address and the network");
	check_error(ERROR_FILE_READ, "tin.xml", ENOENT,
	    "cannot be read (No such file or directory): “tin.xml”");
	check_error(ERROR_FILE_READ, "tin.xml", 0,
	    "cannot be read: “tin.xml”");
	check_error(ERROR_NET_TOO_LARGE, "x", 16 * 1024 * 1024,
	    "an answer of over 16 MB: “x”");
	check_error(ERROR_FILE_TOO_LARGE, "x", 64 * 1024,
	    "a file of over 64 KB: “x”");
	check_error(ERROR_HTTP_STATUS, "x", 404,
	    "not found (404): “x” · check the address");
	check_error(ERROR_HTTP_STATUS, "x", 503,
	    "the server answered 503: “x” · try again later");
	check_error(ERROR_NET_WAIT, NULL, NOW + 80 * 60,
	    "server asks to wait until 09:30");
	check_error(ERROR_NET_WAIT, NULL, NOW + 86400,
	    "server asks to wait until 08:10 23/11");
	check_error(ERROR_IMPORT_LINE, "|tin", 7,
	    "line 7 not understood: “|tin”");
	check_error(ERROR_IMPORT_LINE, "exec:tin", 0,
	    "an entry not understood: “exec:tin”");
	check_error(ERROR_CONFIG_UNKNOWN, "mau", 3,
	    "settings, line 3: no such setting: “mau”");
	check_error(ERROR_CONFIG_UNKNOWN, "mau", 0, "no such setting: “mau”");
	/* a name may come from a list or a server: no command, no secret */
	check_error(ERROR_FILE_TOO_LARGE, "a\x1b[31m\n\xc2\x9b""b\xe2\x80\xae",
	    1024, "a file of over 1 KB: “a�[31m��b�”");
	check_error(ERROR_HTTP_STATUS, "https://lan:khoa@trammay.example/", 403,
	    "refused (403): “https://trammay.example/”");
}

/* Each code has a sentence of its own: "error 7" is for none. */
static void test_all_codes(void)
{
	static const enum error_code codes[] = {
#define X(name, number) ERROR_##name,
	    ERROR_CODES(X)
#undef X
	};
	struct error err;
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		if (codes[i] == ERROR_NONE)
			continue;
		str_clear(&out);
		error_set(&err, codes[i], NULL, 0);
		words_add_error(&out, &err);
		tap_ok(!str_starts(out.data, "error") &&
		        utf8_is_valid(out.data, out.len) &&
		        strchr(out.data, '\n') == NULL,
		    "%d: %s", (int)codes[i], out.data);
	}
	str_release(&out);
}

static void check_health(const struct source *source, const char *want)
{
	struct str out;

	str_init(&out);
	words_add_health(&out, source, NOW);
	tap_text(out.data, want, "health %s",
	    words_health_name(source->health));
	tap_ok(text_width(words_health_short(source),
	           strlen(words_health_short(source))) <= 9,
	    "in short: %s", words_health_short(source));
	str_release(&out);
}

static void test_health(void)
{
	static char repairs[] = "3 stray &, 1 bad date";
	char feeds[] = "https://x.vn/a.rss, https://x.vn/b.rss";
	static char feed[] = "https://trammay.example/tin.rss";
	static char nothing[] = "";
	struct source source = {.repairs = nothing};

	check_health(&source, "not asked yet");
	source.health = HEALTH_GOOD;
	check_health(&source, "fine");
	source.kind = SOURCE_LIST;
	check_health(&source, "fine, read from a list page");
	source.repairs = feed;
	check_health(&source, "fine · its site has a feed now: "
	    "https://trammay.example/tin.rss");
	source.repairs = nothing;
	source.health = HEALTH_UNCHANGED;
	check_health(&source, "unchanged");
	source.health = HEALTH_EMPTY;
	check_health(&source, "fine, no news yet");
	tap_text(words_health_short(&source), "empty", "empty in short");
	source.health = HEALTH_REPAIRED;
	check_health(&source, "fine");
	source.repairs = repairs;
	check_health(&source, "fine, repaired 3 stray &, 1 bad date");
	source.health = HEALTH_MOVED;
	check_health(&source, "moved, new address kept");
	source.health = HEALTH_WAITING;
	source.next_due = NOW + 80 * 60;
	check_health(&source, "server asks to wait until 09:30");
	source.health = HEALTH_FAILED;
	error_set(&source.error, ERROR_NET_TLS_EXPIRED, "x", 0);
	check_health(&source, "certificate expired · next try 09:30");
	source.next_due = 0;
	error_set(&source.error, ERROR_FEED_IS_PAGE, "x", 3);
	source.repairs = NULL;
	check_health(&source, "a web page, 3 feeds found");
	source.repairs = feeds;
	check_health(&source, "a web page, 3 feeds found: "
	    "https://x.vn/a.rss, https://x.vn/b.rss");
	tap_text(words_health_short(&source), "web page", "in short");
	error_set(&source.error, ERROR_HTTP_STATUS, "x", 403);
	check_health(&source, "refused (403)");
	tap_text(words_health_short(&source), "refused", "in short");
	source.health = HEALTH_GONE;
	check_health(&source, "gone (410), paused");
	tap_text(words_health_name(HEALTH_GONE), "gone", "a stable name");
}

int main(void)
{
	clock_fix(NOW);
	test_errors();
	test_all_codes();
	test_health();
	return tap_end();
}
