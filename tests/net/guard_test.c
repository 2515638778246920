/* Who may be reached, what is told to whom, and what is kept of it. */
#include "base/clock.h"
#include "base/file.h"
#include "net/book.h"
#include "net/certificates.h"
#include "net/manner.h"
#include "net/stage.h"
#include "net/tls.h"
#include "support/tap.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NOW = 1795309200, CAP = 65536, HOSTS = 6 };

static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nxong";
static struct stage_action actions[] = {
    {.act = STAGE_SEND, .bytes = answer, .len = sizeof(answer) - 1}};
static const struct stage_scene scenes[] = {
    {.path = "*", .actions = actions, .count = 1}};

static struct stage *open_stage(enum stage_tls tls)
{
	struct stage *stage = stage_new(tls, false, tap_folder());

	stage_start(stage, scenes, 1);
	return stage;
}

/* Its own folder's files; name NULL: nothing is kept. */
static struct net *open_net(const char *book, const char *resolve)
{
	static char ca[4096], path[4096], cookies[4096];
	struct net_options options = net_options_default();
	struct error err = {0};
	struct net *net;

	snprintf(ca, sizeof(ca), "%s/ca.pem", tap_folder());
	snprintf(path, sizeof(path), "%s/%s", tap_folder(),
	    book == NULL ? "" : book);
	snprintf(cookies, sizeof(cookies), "%s/jars", tap_folder());
	options.ca_file = ca;
	options.book_file = book == NULL ? NULL : path;
	options.cookie_folder = cookies;
	options.resolve = &resolve;
	options.resolve_count = resolve != NULL;
	options.connect_ms = 3000;
	options.total_ms = 4000;
	options.page_pause_ms = 0;
	net = net_new(&options, &err);
	if (net == NULL)
		fatal("no net");
	return net;
}

/* What comes of an address that the reader's named_url led to. */
static enum error_code ask(struct net *net, const char *url,
    const char *named_url, const struct net_manner *manner)
{
	struct net_response response = {0};
	enum error_code code;

	net_start(net, &(struct net_request){.id = 1, .url = url,
	    .named_url = named_url, .manner = manner, .body_most = CAP});
	while (!net_wait(net, 5000, &response))
		;
	code = response.error.code;
	net_response_release(&response);
	return code;
}

static void write_book(const char *name, const char *text)
{
	char path[4096];
	struct error err = {0};

	snprintf(path, sizeof(path), "%s/%s", tap_folder(), name);
	tap_done(file_write(path, text, strlen(text), &err), &err, "a book");
}

static bool is_in_book(const char *name, const char *text)
{
	char path[4096];
	struct str data;
	bool is_there;

	snprintf(path, sizeof(path), "%s/%s", tap_folder(), name);
	str_init(&data);
	is_there = file_read(path, CAP, &data, NULL) &&
	    strstr(data.data, text) != NULL;
	str_release(&data);
	return is_there;
}

/* A name server cannot lead inside what was outside. */
static void test_rebinding(void)
{
	struct stage *stage = open_stage(STAGE_PLAIN);
	char named[128], page[128], other[128], resolve[128], line[160];
	struct net *net;

	snprintf(named, sizeof(named), "http://tin.example:%d/rss",
	    stage_port(stage));
	snprintf(page, sizeof(page), "http://tin.example:%d/1",
	    stage_port(stage));
	snprintf(other, sizeof(other), "http://khac.example/rss");
	snprintf(resolve, sizeof(resolve), "tin.example:%d:127.0.0.1",
	    stage_port(stage));
	snprintf(line, sizeof(line), "public tin.example:%d\n",
	    stage_port(stage));

	write_book("public", line);
	net = open_net("public", resolve);
	tap_number(ask(net, named, named, NULL), ERROR_NET_FORBIDDEN,
	    "a source that was public is on this machine of a sudden");
	tap_number(ask(net, page, named, NULL), ERROR_NET_FORBIDDEN,
	    "so is its page");
	tap_number(ask(net, page, NULL, NULL), ERROR_NET_FORBIDDEN,
	    "an address that nobody named");
	tap_number(stage_connections(stage), 0, "not one connection");
	tap_number(ask(net, named, named,
	    &(struct net_manner){.private = NET_PRIVATE_YES}), ERROR_NONE,
	    "unless its settings say that it may");
	tap_number(stage_connections(stage), 1, "one connection");
	tap_number(ask(net, page, other, NULL), ERROR_NET_FORBIDDEN,
	    "which, though open, serves no other source");
	tap_number(stage_count(stage, NULL), 1, "nothing was sent there");
	net_free(net);

	net = open_net("private", resolve);
	tap_number(ask(net, page, named, NULL), ERROR_NET_FORBIDDEN,
	    "a page before its source was ever asked");
	tap_number(ask(net, named, named, NULL), ERROR_NONE,
	    "a source that is private from the start");
	tap_number(ask(net, page, named, NULL), ERROR_NONE, "and its page");
	tap_number(ask(net, page, other, NULL), ERROR_NET_FORBIDDEN,
	    "but not for another source");
	net_free(net);
	snprintf(line, sizeof(line), "private tin.example:%d\n",
	    stage_port(stage));
	tap_ok(is_in_book("private", line), "that is kept");
	net = open_net("private", resolve);
	tap_number(ask(net, page, named, NULL), ERROR_NONE,
	    "for the next time");
	net_free(net);
	stage_free(stage);
}

/* An exception is for one source: no connection or session is shared. */
static void test_exceptions(void)
{
	static const struct {
		enum stage_tls tls;
		enum error_code strict;
		bool is_pinned;
		int exceptions;
	} cases[] = {
	    {STAGE_SELF_SIGNED, ERROR_NET_TLS, true, 0},
	    {STAGE_SHORT_KEY, ERROR_NET_TLS_OLD, false, NET_TLS_WEAK},
	    {STAGE_SHORT_KEY, ERROR_NET_TLS_OLD, false,
	        NET_TLS_WEAK | NET_TLS_RENEGOTIATION},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct stage *stage = open_stage(cases[i].tls);
		struct net *net = open_net(NULL, NULL);
		char first[128], second[128];
		struct net_manner manner = {.tls = cases[i].exceptions};

		if (cases[i].is_pinned)
			manner.certificate = stage_digest(stage);
		snprintf(first, sizeof(first), "https://localhost:%d/1",
		    stage_port(stage));
		snprintf(second, sizeof(second), "https://localhost:%d/2",
		    stage_port(stage));
		tap_number(ask(net, first, first, &manner), ERROR_NONE,
		    "%zu: let in", i);
		tap_number(ask(net, second, second, NULL), cases[i].strict,
		    "%zu: another source of the host is not", i);
		tap_number(ask(net, first, first, &manner), ERROR_NONE,
		    "%zu: again", i);
		manner.certificate = "00112233445566778899aabbccddeeff"
		                     "00112233445566778899aabbccddeeff";
		tap_number(ask(net, first, first, &manner),
		    ERROR_NET_TLS_PINNED, "%zu: another pin", i);
		tap_number(stage_count(stage, "/2"), 0, "%zu: not asked", i);
		net_free(net);
		stage_free(stage);
	}
}

/* Which certificates a connection is judged by; all are fine here. */
static int note_store(X509_STORE_CTX *context, void *ctx)
{
	const void **stores = ctx;

	while (*stores != NULL)
		stores++;
	*stores = X509_STORE_CTX_get0_store(context);
	return 1;
}

static size_t drop(char *data, size_t size, size_t count, void *ctx)
{
	(void)data;
	(void)ctx;
	return size * count;
}

static CURLcode on_context(CURL *easy, void *context, void *ctx)
{
	(void)easy;
	SSL_CTX_set_cert_verify_callback(context, note_store, ctx);
	return CURLE_OK;
}

static int count_different(const void **stores)
{
	int count = 0;

	for (int i = 0; stores[i] != NULL; i++) {
		bool is_new = true;

		for (int k = 0; k < i; k++)
			is_new = is_new && stores[k] != stores[i];
		count += is_new;
	}
	return count;
}

/* libcurl as it comes: how often it reads the certificates for these. */
static int load_as_it_comes(struct stage *const *stages)
{
	const void *stores[2 * HOSTS + 1] = {NULL};
	CURL *easies[HOSTS];
	CURLM *multi = curl_multi_init();
	int running = 1;
	char url[64];

	for (int i = 0; i < HOSTS; i++) {
		snprintf(url, sizeof(url), "https://localhost:%d/",
		    stage_port(stages[i]));
		easies[i] = curl_easy_init();
		curl_easy_setopt(easies[i], CURLOPT_URL, url);
		curl_easy_setopt(easies[i], CURLOPT_SSL_CTX_FUNCTION,
		    on_context);
		curl_easy_setopt(easies[i], CURLOPT_SSL_CTX_DATA,
		    (void *)stores);
		curl_easy_setopt(easies[i], CURLOPT_WRITEFUNCTION, drop);
		curl_multi_add_handle(multi, easies[i]);
	}
	while (running > 0 &&
	    curl_multi_perform(multi, &running) == CURLM_OK)
		curl_multi_poll(multi, NULL, 0, 100, NULL);
	for (int i = 0; i < HOSTS; i++) {
		curl_multi_remove_handle(multi, easies[i]);
		curl_easy_cleanup(easies[i]);
	}
	curl_multi_cleanup(multi);
	return count_different(stores);
}

/*
 * The system's certificates take 20 ms of CPU to read: once for all hosts,
 * and not once for each, as libcurl does with its defaults.
 */
static void test_certificates(void)
{
	struct stage *stages[HOSTS];
	struct net *net = open_net(NULL, NULL);
	const curl_version_info_data *version =
	    curl_version_info(CURLVERSION_NOW);
	char url[64];

	for (int i = 0; i < HOSTS; i++) {
		stages[i] = open_stage(STAGE_GOOD);
		snprintf(url, sizeof(url), "https://localhost:%d/",
		    stage_port(stages[i]));
		tap_number(ask(net, url, url, NULL), ERROR_NONE,
		    "host %d over TLS", i);
	}
	tap_number(net_certificate_loads(net), 1,
	    "certificates are read once for %d hosts", HOSTS);
	if (version->capath != NULL)
		tap_number(load_as_it_comes(stages), HOSTS,
		    "which libcurl by itself does %d times", HOSTS);
	else
		tap_skip("this libcurl has no folder of certificates",
		    "libcurl by itself");
	for (int i = 0; i < HOSTS; i++)
		stage_free(stages[i]);
	net_free(net);
}

/* RFC 6797, 6.1 and 6.2 */
static void test_secure(void)
{
	static const struct {
		const char *value;
		int64_t seconds; /* -1: says nothing */
		bool has_all;
	} cases[] = {
	    {"max-age=31536000", 31536000, false},
	    {"max-age=15768000 ; includeSubDomains", 15768000, true},
	    {"max-age=\"31536000\"", 31536000, false},
	    {"max-age=0", 0, false},
	    {"max-age=0; includeSubDomains", 0, true},
	    {"MAX-AGE=60;INCLUDESUBDOMAINS;preload", 60, true},
	    {" ; max-age = 60 ;", 60, false},
	    {"max-age=99999999999999999999", 2 * 366 * 86400, false},
	    {"", -1, false},
	    {"includeSubDomains", -1, false},
	    {"max-age=", -1, false},
	    {"max-age", -1, false},
	    {"max-age=soon", -1, false},
	    {"max-age=-1", -1, false},
	    {"max-age=1; max-age=2", -1, false},
	    {"xmax-age=5", -1, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t seconds = -1;
		bool has_all = false;

		if (!book_read_secure(cases[i].value, &seconds, &has_all))
			seconds = -1;
		tap_number(seconds, cases[i].seconds, "\"%s\"",
		    cases[i].value);
		if (seconds >= 0)
			tap_number(has_all, cases[i].has_all, "  for all");
	}
}

static void test_book(void)
{
	char path[4096];
	struct book *book, *other;
	struct stat info;

	snprintf(path, sizeof(path), "%s/book", tap_folder());
	book = book_open(path);
	other = book_open(path);
	book_note_secure(book, "tramay.example", "max-age=600", NOW);
	book_note_secure(book, "vn.example", "max-age=600; includeSubDomains",
	    NOW);
	book_note_secure(book, "10.0.0.1", "max-age=600", NOW);
	book_note_secure(book, "[::1]", "max-age=600", NOW);
	tap_ok(book_is_secure(book, "tramay.example", NOW), "a host");
	tap_ok(!book_is_secure(book, "a.tramay.example", NOW), "itself alone");
	tap_ok(book_is_secure(book, "a.b.vn.example", NOW), "and all below");
	tap_ok(!book_is_secure(book, "xvn.example", NOW), "not beside it");
	tap_ok(!book_is_secure(book, "10.0.0.1", NOW) &&
	        !book_is_secure(book, "[::1]", NOW),
	    "numbers cannot say so");
	tap_ok(!book_is_secure(book, "tramay.example", NOW + 601), "for a time");
	book_note_place(book, "tin.example:8080", true);
	book_note_place(book, "tin.example:8080", false);
	tap_number(book_find_place(book, "tin.example:8080"), BOOK_PRIVATE,
	    "the first word stands");
	book_note_place(book, "x y\n", true);
	tap_number(book_find_place(book, "tin.example"), BOOK_UNKNOWN,
	    "another port is another server");
	book_save(book);
	book_note_place(other, "khac.example", false);
	book_note_place(other, "tin.example:8080", false);
	book_save(other);
	tap_number(book_find_place(other, "tin.example:8080"), BOOK_PRIVATE,
	    "another process was first");
	book_close(book);
	book_close(other);
	book = book_open(path);
	tap_ok(book_is_secure(book, "tramay.example", NOW) &&
	        book_is_secure(book, "x.vn.example", NOW) &&
	        book_find_place(book, "tin.example:8080") == BOOK_PRIVATE &&
	        book_find_place(book, "khac.example") == BOOK_PUBLIC,
	    "both are kept");
	tap_ok(stat(path, &info) == 0 && (info.st_mode & 077) == 0,
	    "for the reader alone");
	for (int i = 0; i < 1000; i++) {
		char host[32];

		snprintf(host, sizeof(host), "h%d.example", i);
		book_note_place(book, host, i % 2 == 0);
	}
	tap_ok(book_find_place(book, "h998.example") == BOOK_PRIVATE &&
	        book_find_place(book, "h7.example") == BOOK_PUBLIC,
	    "of a thousand hosts");
	book_close(book);
	write_book("damaged", "secure\nprivate\nsecure a\nsecure b c\n"
	                      "secure d x y z\n\n \nprivate e\n");
	snprintf(path, sizeof(path), "%s/damaged", tap_folder());
	book = book_open(path);
	tap_number(book_find_place(book, "e"), BOOK_PRIVATE,
	    "of a damaged file what can be read");
	book_close(book);
}

static void check_headers(const char *text, const char *want)
{
	struct curl_slist *list = manner_add_header(NULL, "Accept", "*/*");
	struct str all;

	list = manner_add_headers(list,
	    &(struct net_manner){.headers = text});
	str_init(&all);
	for (struct curl_slist *at = list; at != NULL; at = at->next)
		str_addf(&all, "[%s]", at->data);
	tap_text(all.data, want, "headers that come to %s", want);
	str_release(&all);
	curl_slist_free_all(list);
}

/* Whatever stands in settings or a cache, a header is one line. */
static void test_headers(void)
{
	struct curl_slist *list;

	check_headers("X-A: 1", "[Accept: */*][X-A: 1]");
	check_headers("X-A: 1 | X-B:2 |  X-C: a b ",
	    "[Accept: */*][X-A: 1][X-B: 2][X-C: a b ]");
	check_headers("accept: text/xml", "[accept: text/xml]");
	check_headers("X-A: 1\r\nX-B: 2", "[Accept: */*]");
	check_headers("X A: 1", "[Accept: */*]");
	check_headers("X-A:", "[Accept: */*]");
	check_headers(": 1", "[Accept: */*]");
	check_headers("X-A", "[Accept: */*]");
	check_headers("host: x | CONTENT-LENGTH: 5 | Connection: close",
	    "[Accept: */*]");
	check_headers(" | | ", "[Accept: */*]");
	list = manner_add_header(NULL, "If-None-Match", "\"a\"\nX: 1");
	tap_ok(list == NULL, "nor does a validator bring another");
	list = manner_add_header(list, "If-None-Match", "\"tin-ấm\"");
	tap_ok(list != NULL, "though it may hold any letters");
	curl_slist_free_all(list);
}

static void test_digests(void)
{
	static const char hex[] = "000102030405060708090a0b0c0d0e0f"
	                          "101112131415161718191A1B1C1D1E1F";
	unsigned char digest[TLS_DIGEST_SIZE];
	char colons[3 * TLS_DIGEST_SIZE] = "";

	tap_ok(tls_read_digest(hex, digest) && digest[31] == 31, "64 digits");
	for (int i = 0; i < TLS_DIGEST_SIZE; i++)
		snprintf(colons + 3 * i, 4, "%.2s%s", hex + 2 * i,
		    i < TLS_DIGEST_SIZE - 1 ? ":" : "");
	tap_ok(tls_read_digest(colons, digest) && digest[9] == 9,
	    "with colons");
	tap_ok(!tls_read_digest("", digest) &&
	        !tls_read_digest("00", digest) &&
	        !tls_read_digest("zz", digest),
	    "and nothing else");
}

static int count(const char *text, const char *what)
{
	int found = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		found++;
	return found;
}

/* A jar is the reader's alone, on the disk too. */
static void test_jars(void)
{
	static const char cookie[] =
	    "HTTP/1.1 200 OK\r\nSet-Cookie: phien=1; Max-Age=600\r\n"
	    "Content-Length: 0\r\n\r\n";
	static struct stage_action act[] = {{.act = STAGE_SEND,
	    .bytes = cookie, .len = sizeof(cookie) - 1}};
	static const struct stage_scene scene[] = {
	    {.path = "*", .actions = act, .count = 1}};
	struct stage *stage = stage_new(STAGE_PLAIN, false, tap_folder());
	struct net_manner manner = {.has_cookies = true};
	char first[64], second[64], path[4096], *requests;
	struct net *net;
	struct stat info;

	stage_start(stage, scene, 1);
	snprintf(first, sizeof(first), "http://127.0.0.1:%d/1",
	    stage_port(stage));
	snprintf(second, sizeof(second), "http://127.0.0.1:%d/2",
	    stage_port(stage));
	for (int i = 0; i < 2; i++) {
		net = open_net(NULL, NULL);
		ask(net, first, first, &manner);
		ask(net, second, second, &manner);
		ask(net, second, second, NULL);
		net_free(net);
	}
	requests = stage_requests(stage, "/1");
	tap_ok(strstr(requests, "Cookie: phien=1") != NULL,
	    "a jar is kept from one program to the next");
	free(requests);
	requests = stage_requests(stage, "/2");
	/* of four requests the third: with a jar, which has it by then */
	tap_number(count(requests, "Cookie:"), 1,
	    "another source has another jar, and one without has none");
	free(requests);
	snprintf(path, sizeof(path), "%s/jars", tap_folder());
	tap_ok(stat(path, &info) == 0 && (info.st_mode & 077) == 0,
	    "no one else looks into it");
	stage_free(stage);
}

int main(void)
{
	unsetenv("http_proxy");
	unsetenv("https_proxy");
	unsetenv("all_proxy");
	unsetenv("ALL_PROXY");
	certificates_make(tap_folder());
	test_rebinding();
	test_exceptions();
	test_certificates();
	test_secure();
	test_book();
	test_headers();
	test_digests();
	test_jars();
	return tap_end();
}
