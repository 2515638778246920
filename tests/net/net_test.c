#include "base/clock.h"
#include "net/net.h"
#include "support/server.h"
#include "support/tap.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char feed[] = "<rss><channel><title>Cổng xã Trằm Mây</title>"
                           "</channel></rss>";

/* What the reader named leads to private addresses if it is one. */
static const char NAMED[] = "http://127.0.0.1/";

enum { CAP = 1024 * 1024, REQUESTS_MOST = 64 };

static struct net *make_net(const char *proxy)
{
	struct net_options options = net_options_default();
	struct error err;
	struct net *net;

	options.page_pause_ms = 0;
	options.connect_ms = 1000;
	options.stall_ms = 1000;
	options.total_ms = 2000;
	options.connections_per_host = 32;
	options.proxy = proxy;
	net = net_new(&options, &err);
	if (net == NULL)
		fatal("no net");
	return net;
}

/* One request from start to end. */
static struct net_response ask(struct net *net,
    const struct net_request *request)
{
	struct net_response response = {0};

	net_start(net, request);
	while (!net_wait(net, 10000, &response))
		;
	return response;
}

static struct net_response ask_url(struct net *net, const char *url)
{
	return ask(net, &(struct net_request){.id = 7, .url = url,
	    .body_most = CAP, .named_url = NAMED});
}

static void test_good(struct server *server, struct net *net)
{
	struct net_response response;
	char *request;

	server_set(server, &(struct server_reply){.path = "/tin.xml",
	    .body = feed, .etag = "\"a1\"",
	    .last_modified = "Sun, 22 Nov 2026 01:00:00 GMT",
	    .headers = "Cache-Control: max-age=300\r\n"});
	response = ask(net, &(struct net_request){.id = 7,
	    .url = server_url(server, "/tin.xml#dau"), .body_most = CAP,
	    .accept = "application/rss+xml", .named_url = NAMED});
	tap_done(response.is_ok, &response.error, "200");
	tap_number(response.id, 7, "with the caller's id");
	tap_number(response.status, 200, "the status");
	tap_text(response.body.data, feed, "the body");
	tap_text(response.etag, "\"a1\"", "ETag");
	tap_text(response.last_modified, "Sun, 22 Nov 2026 01:00:00 GMT",
	    "Last-Modified");
	tap_text(response.content_type, "application/rss+xml", "its type");
	tap_text(response.url, server_url(server, "/tin.xml"),
	    "its address, without fragment");
	tap_ok(response.fresh_until > clock_now() + 290, "fresh until");
	tap_ok(!response.is_moved, "not moved");
	net_response_release(&response);
	request = server_request(server, "/tin.xml");
	tap_ok(strstr(request, "\r\nUser-Agent: Mozilla/5.0 (compatible; "
	                       "bantin/") != NULL &&
	        strstr(request, "; +https://github.com/bantin/bantin)") != NULL,
	    "the user agent says who asks");
	tap_ok(strstr(request, "\r\nAccept: application/rss+xml\r\n") != NULL &&
	        strstr(request, "\r\nAccept-Language: vi\r\n") != NULL &&
	        strstr(request, "gzip") != NULL,
	    "what is accepted");
	tap_ok(strstr(request, "Cookie:") == NULL &&
	        strstr(request, "If-") == NULL,
	    "no cookie, no condition");
	free(request);
}

static void test_unchanged(struct server *server, struct net *net)
{
	struct net_response response = ask(net, &(struct net_request){.id = 8,
	    .url = server_url(server, "/tin.xml"), .body_most = CAP,
	    .etag = "\"a1\"",
	    .last_modified = "Sun, 22 Nov 2026 01:00:00 GMT",
	    .named_url = NAMED});
	char *request;

	tap_done(response.is_ok, &response.error, "validators are sent: 304");
	tap_number(response.status, 304, "the status");
	tap_number((int64_t)response.body.len, 0, "no body");
	net_response_release(&response);
	response = ask(net, &(struct net_request){.id = 8,
	    .url = server_url(server, "/tin.xml"), .body_most = CAP,
	    .etag = "\"a0\"", .named_url = NAMED});
	tap_number(response.status, 200, "an old validator: 200");
	net_response_release(&response);
	response = ask(net, &(struct net_request){.id = 8,
	    .url = server_url(server, "/tin.xml"), .body_most = CAP,
	    .etag = "\"a1\"\r\nX-Evil: 1", .named_url = NAMED});
	request = server_request(server, "/tin.xml");
	tap_ok(strstr(request, "X-Evil") == NULL,
	    "a validator cannot bring a header of its own");
	free(request);
	net_response_release(&response);
}

static void set_redirect(struct server *server, const char *path, int status,
    const char *where)
{
	char header[1200];

	snprintf(header, sizeof(header), "Location: %s\r\n", where);
	server_set(server, &(struct server_reply){.path = path,
	    .status = status, .headers = header, .body = "moved"});
}

static void test_redirects(struct server *server, struct net *net)
{
	static const struct {
		const char *path;
		const char *end;
		bool is_moved;
	} cases[] = {
	    {"/301", "/tin.xml", true},
	    {"/302", "/tin.xml", false},
	    {"/303", "/tin.xml", false},
	    {"/307", "/tin.xml", false},
	    {"/308", "/tin.xml", true},
	    {"/301-302", "/tin.xml", false},
	    {"/301-308", "/tin.xml", true},
	    {"/khoang-trang", "/tin%20m%e1%bb%9bi.xml", true},
	};
	struct net_response response;

	set_redirect(server, "/301", 301, "tin.xml");
	set_redirect(server, "/302", 302, "/tin.xml");
	set_redirect(server, "/303", 303, "/tin.xml");
	set_redirect(server, "/307", 307, server_url(server, "/tin.xml"));
	set_redirect(server, "/308", 308, "./x/../tin.xml#dau");
	set_redirect(server, "/301-302", 301, "/302");
	set_redirect(server, "/301-308", 301, "/308");
	set_redirect(server, "/khoang-trang", 301, "/tin mới.xml");
	server_set(server, &(struct server_reply){
	    .path = "/tin%20m%e1%bb%9bi.xml", .body = feed});
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		response = ask_url(net, server_url(server, cases[i].path));
		tap_done(response.is_ok, &response.error, "redirect %s",
		    cases[i].path);
		tap_text(response.url, server_url(server, cases[i].end),
		    "its end");
		tap_number(response.is_moved, cases[i].is_moved, "moved?");
		tap_text(response.body.data, feed, "its body");
		net_response_release(&response);
	}
}

/* One case of many that go on at once: what comes of an address. */
struct trial {
	struct server_reply reply;
	const char *url; /* in place of the reply's path */
	enum error_code code;
	long number; /* -1: any */
};

static void check_trial(const struct trial *trial,
    const struct net_response *response)
{
	const char *name = trial->url != NULL ? trial->url
	                                      : trial->reply.path;

	tap_number(response->error.code, trial->code, "%s", name);
	if (trial->number >= 0)
		tap_number(response->error.number, trial->number, "  number");
	tap_number(response->is_ok, trial->code == ERROR_NONE, "  is_ok");
	tap_ok(response->body.len <= CAP, "  the body is capped");
	if (trial->code != ERROR_NONE)
		tap_ok(strncmp(response->error.subject, "http", 4) == 0 ||
		        strncmp(response->error.subject, "file", 4) == 0 ||
		        strncmp(response->error.subject, "gopher", 6) == 0 ||
		        trial->code == ERROR_SOURCE_URL,
		    "  the subject is an address");
}

static void run_trials(struct server *server, struct net *net,
    const struct trial *trials, size_t count)
{
	struct net_response response;
	bool is_seen[REQUESTS_MOST] = {false};
	size_t seen = 0;

	for (size_t i = 0; i < count; i++) {
		if (trials[i].url == NULL)
			server_set(server, &trials[i].reply);
		net_start(net, &(struct net_request){.id = (int64_t)i,
		    .url = trials[i].url != NULL
		        ? trials[i].url
		        : server_url(server, trials[i].reply.path),
		    .body_most = CAP, .named_url = NAMED});
	}
	tap_number((int64_t)net_pending(net), (int64_t)count, "all pending");
	while (net_pending(net) > 0) {
		if (!net_wait(net, 10000, &response))
			continue;
		check_trial(&trials[response.id], &response);
		is_seen[response.id] = true;
		net_response_release(&response);
	}
	for (size_t i = 0; i < count; i++)
		seen += is_seen[i];
	tap_number((int64_t)seen, (int64_t)count, "each came back once");
}

static void test_answers(struct server *server, struct net *net)
{
	static const char check[] =
	    "<html><script>document.cookie=\"D1N=ab\";"
	    "window.location.reload(true);</script></html>";
	const struct trial trials[] = {
	    {{.path = "/400", .status = 400}, NULL, ERROR_HTTP_STATUS, 400},
	    {{.path = "/401", .status = 401}, NULL, ERROR_HTTP_STATUS, 401},
	    {{.path = "/403", .status = 403}, NULL, ERROR_HTTP_STATUS, 403},
	    {{.path = "/404", .status = 404}, NULL, ERROR_HTTP_STATUS, 404},
	    {{.path = "/410", .status = 410}, NULL, ERROR_HTTP_STATUS, 410},
	    {{.path = "/500", .status = 500, .fault = SERVER_ENDLESS}, NULL,
	        ERROR_HTTP_STATUS, 500},
	    {{.path = "/206", .status = 206, .body = feed}, NULL,
	        ERROR_HTTP_STATUS, 206},
	    {{.path = "/300", .status = 300}, NULL, ERROR_HTTP_STATUS, 300},
	    {{.path = "/loop", .status = 302, .headers = "Location: /loop\r\n"},
	        NULL, ERROR_NET_LOOP, 1},
	    {{.path = "/file", .status = 302,
	         .headers = "Location: file:///etc/passwd\r\n"},
	        NULL, ERROR_NET_FORBIDDEN, -1},
	    {{.path = "/gopher", .status = 301,
	         .headers = "Location: gopher://127.0.0.1/x\r\n"},
	        NULL, ERROR_NET_FORBIDDEN, -1},
	    {{.path = "/d1n", .body = check, .type = "text/html"}, NULL,
	        ERROR_BOT_CHECK, -1},
	    {{.path = "/428", .status = 428}, NULL, ERROR_BOT_CHECK, 428},
	    {{.path = "/challenge", .status = 403,
	         .headers = "cf-mitigated: challenge\r\n", .body = feed},
	        NULL, ERROR_BOT_CHECK, 403},
	    {{0}, "file:///etc/passwd", ERROR_NET_FORBIDDEN, -1},
	    {{0}, "http://", ERROR_SOURCE_URL, -1},
	    {{0}, "http://a b/", ERROR_SOURCE_URL, -1},
	    {{0}, "", ERROR_SOURCE_URL, -1},
	};

	run_trials(server, net, trials, ARRAY_LEN(trials));
	tap_number(server_count(server, "/loop"), 2, "the loop was left");
}

static void test_faults(struct server *server, struct net *net)
{
	const struct trial trials[] = {
	    {{.path = "/slow-headers", .fault = SERVER_SLOW_HEADERS}, NULL,
	        ERROR_NET_TIMEOUT, -1},
	    {{.path = "/slow-body", .body = feed, .fault = SERVER_SLOW_BODY},
	        NULL, ERROR_NET_TIMEOUT, -1},
	    {{.path = "/stall", .body = feed, .fault = SERVER_STALL}, NULL,
	        ERROR_NET_TIMEOUT, -1},
	    {{.path = "/silent", .body = feed, .fault = SERVER_SILENT}, NULL,
	        ERROR_NET_TIMEOUT, -1},
	    {{.path = "/late", .body = feed, .delay_ms = 300}, NULL,
	        ERROR_NONE, -1},
	    {{.path = "/cut", .body = feed, .fault = SERVER_CUT}, NULL,
	        ERROR_NET_BROKEN, -1},
	    {{.path = "/long", .body = feed, .fault = SERVER_LONG_LENGTH},
	        NULL, ERROR_NET_BROKEN, -1},
	    {{.path = "/short", .body = feed, .fault = SERVER_SHORT_LENGTH},
	        NULL, ERROR_NONE, -1},
	    {{.path = "/reset", .body = feed, .fault = SERVER_RESET}, NULL,
	        ERROR_NET_BROKEN, -1},
	    {{.path = "/no-length", .body = feed, .fault = SERVER_NO_LENGTH},
	        NULL, ERROR_NONE, -1},
	    {{.path = "/endless", .fault = SERVER_ENDLESS}, NULL,
	        ERROR_NET_TOO_LARGE, CAP},
	    {{.path = "/gzip", .body = feed, .fault = SERVER_GZIP}, NULL,
	        ERROR_NONE, -1},
	    {{.path = "/bomb", .fault = SERVER_BOMB}, NULL,
	        ERROR_NET_TOO_LARGE, CAP},
	    {{.path = "/big-headers", .fault = SERVER_BIG_HEADERS}, NULL,
	        ERROR_NET_TOO_LARGE, 64 * 1024},
	    {{.path = "/big-line", .fault = SERVER_BIG_LINE}, NULL,
	        ERROR_NET_TOO_LARGE, 64 * 1024},
	    {{.path = "/http-09", .body = feed, .fault = SERVER_HTTP_09}, NULL,
	        ERROR_NET_BROKEN, -1},
	    {{.path = "/garbage", .fault = SERVER_GARBAGE}, NULL,
	        ERROR_NET_BROKEN, -1},
	    {{.path = "/bad-chunks", .fault = SERVER_BAD_CHUNKS}, NULL,
	        ERROR_NET_BROKEN, -1},
	    {{.path = "/too-large", .body = feed, .status = 200,
	         .headers = "Content-Length: 99999999\r\n",
	         .fault = SERVER_NO_LENGTH},
	        NULL, ERROR_NET_TOO_LARGE, CAP},
	    {{0}, "http://127.0.0.1:1/", ERROR_NET_CONNECT, -1},
	    {{0}, "http://cong-xa.invalid/", ERROR_NET_HOST, -1},
	};
	int64_t start = clock_ticks();

	run_trials(server, net, trials, ARRAY_LEN(trials));
	tap_ok(clock_ticks() - start < 20000,
	    "the slow ones wait side by side: %lld ms",
	    (long long)(clock_ticks() - start));
}

static void test_bodies(struct server *server, struct net *net)
{
	struct net_response response;
	char half[sizeof(feed)] = "";

	response = ask_url(net, server_url(server, "/gzip"));
	tap_text(response.body.data, feed, "gzip is undone");
	net_response_release(&response);
	response = ask_url(net, server_url(server, "/cut"));
	memcpy(half, feed, (sizeof(feed) - 1) / 2);
	tap_text(response.body.data, half, "what came of a cut body is kept");
	net_response_release(&response);
	response = ask_url(net, server_url(server, "/long"));
	tap_text(response.body.data, feed, "and of one with a wrong length");
	net_response_release(&response);
	response = ask(net, &(struct net_request){.id = 1,
	    .url = "http://bi:mat@127.0.0.1:1/x", .body_most = CAP,
	    .named_url = NAMED});
	tap_text(response.error.subject, "http://127.0.0.1:1/x",
	    "no password in an error");
	net_response_release(&response);
}

static void test_retry_after(struct server *server)
{
	static const struct server_reply replies[] = {
	    {.path = "/429", .status = 429,
	        .headers = "Retry-After: 120\r\n"},
	    {.path = "/429-date", .status = 429,
	        .headers = "Retry-After: Sun, 22 Nov 2037 01:00:00 GMT\r\n"},
	    {.path = "/503", .status = 503, .headers = "Retry-After: 60\r\n"},
	    {.path = "/503-bare", .status = 503}};
	struct server *other = server_start();

	server_set(other, &(struct server_reply){.path = "/tin.xml",
	    .body = feed});
	for (size_t i = 0; i < ARRAY_LEN(replies); i++) {
		struct net *net = make_net(NULL);
		struct net_response response;
		int64_t now = clock_now(), wait;

		server_set(server, &replies[i]);
		response = ask_url(net, server_url(server, replies[i].path));
		wait = response.retry_after - now;
		tap_number(response.error.number, replies[i].status, "%s",
		    replies[i].path);
		if (i == 0)
			tap_ok(wait >= 120 && wait < 130, "seconds");
		else if (i == 1)
			tap_ok(wait > 86400, "a date");
		else if (i == 2)
			tap_ok(wait >= 60 && wait < 70, "for 503 too");
		else
			tap_number(response.retry_after, 0, "not said");
		net_response_release(&response);
		response = ask_url(net, server_url(server, "/tin.xml"));
		tap_number(response.error.code,
		    i == 3 ? ERROR_NONE : ERROR_NET_WAIT,
		    "the whole server is left alone, if it said so");
		tap_ok(i == 3 || response.retry_after >= now + 60,
		    "with the time");
		net_response_release(&response);
		response = ask_url(net, server_url(other, "/tin.xml"));
		tap_done(response.is_ok, &response.error,
		    "another port of its host is another server");
		net_response_release(&response);
		net_free(net);
	}
	server_stop(other);
}

static void test_private(struct server *server, struct net *net)
{
	char proxy[64], url[1024], name[256] = "";
	struct net_request request = {.id = 1, .body_most = CAP, .url = url};
	struct net_response response;
	int before = server_all_connections(server);

	snprintf(url, sizeof(url), "%s", server_url(server, "/kin.xml"));
	response = ask(net, &request);
	tap_number(response.error.code, ERROR_NET_FORBIDDEN,
	    "127.0.0.1 from outside is refused");
	net_response_release(&response);
	/* this machine's own name, where it is known at all */
	if (gethostname(name, sizeof(name) - 1) == 0) {
		snprintf(url, sizeof(url), "http://%s:%d/kin.xml", name,
		    server_port(server));
		response = ask(net, &request);
		tap_ok(!response.is_ok, "a name that leads there too (%d)",
		    response.error.code);
		net_response_release(&response);
	}
	tap_number(server_all_connections(server), before,
	    "not even a connection was made");
	/* the test server as a proxy plays a public host */
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d",
	    server_port(server));
	net = make_net(proxy);
	set_redirect(server, "http://cong.example/tin", 302,
	    server_url(server, "/kin.xml"));
	snprintf(url, sizeof(url), "http://cong.example/tin");
	request.named_url = NAMED;
	response = ask(net, &request);
	tap_number(response.error.code, ERROR_NET_FORBIDDEN,
	    "a public host cannot lead to a private one");
	tap_text(response.error.subject, server_url(server, "/kin.xml"),
	    "the subject is where it led");
	net_response_release(&response);
	set_redirect(server, "http://cong.example/tin", 302,
	    "http://khac.example/tin");
	server_set(server, &(struct server_reply){
	    .path = "http://khac.example/tin", .body = feed});
	request.named_url = NULL;
	response = ask(net, &request);
	tap_done(response.is_ok, &response.error, "to a public one it can");
	net_response_release(&response);
	net_free(net);
	tap_number(server_count(server, "/kin.xml"), 0, "nothing was asked");
}

static void test_stop(struct server *server, struct net *net)
{
	struct net_response response;
	int stopped = 0;
	int64_t start = clock_ticks();

	for (int i = 0; i < 40; i++)
		net_start(net, &(struct net_request){.id = i,
		    .url = server_url(server, "/silent"), .body_most = CAP,
		    .named_url = NAMED});
	tap_ok(!net_wait(net, 100, &response), "nothing comes");
	net_stop(net);
	while (net_pending(net) > 0 && net_wait(net, 1000, &response)) {
		stopped += response.error.code == ERROR_NET_STOPPED;
		net_response_release(&response);
	}
	tap_number(stopped, 40, "stopped, begun or not");
	/* two a server, two seconds each: without it, forty */
	tap_ok(clock_ticks() - start < 20000, "at once");
	response = ask_url(net, server_url(server, "/tin.xml"));
	tap_ok(response.is_ok, "and it goes on afterwards");
	net_response_release(&response);
}

static void test_wake(struct server *server)
{
	struct net_options options = net_options_default();
	struct net_response response;
	struct error err;
	struct net *net;
	int ends[2];
	int64_t start;

	if (pipe(ends) != 0)
		fatal("no pipe");
	options.wake_fd = ends[0];
	net = net_new(&options, &err);
	start = clock_ticks();
	tap_ok(!net_wait(net, 200, &response) && clock_ticks() - start >= 200,
	    "without work it sleeps");
	net_start(net, &(struct net_request){.id = 1, .body_most = CAP,
	    .url = server_url(server, "/silent"), .named_url = NAMED});
	if (write(ends[1], "x", 1) != 1)
		fatal("no write");
	start = clock_ticks();
	tap_ok(!net_wait(net, 10000, &response) &&
	        clock_ticks() - start < 9000,
	    "a byte in the pipe wakes it");
	net_free(net);
	close(ends[0]);
	close(ends[1]);
}

/* Two at once, kept and used again; plain requests before pages. */
static void test_politeness(void)
{
	struct server *server = server_start();
	struct net_options options = net_options_default();
	struct net_response response;
	struct error err;
	struct net *net;
	int64_t order[12], ends[12], start = clock_ticks();
	int count = 0;

	options.page_pause_ms = 150;
	net = net_new(&options, &err);
	server_set(server, &(struct server_reply){.path = "/tin.xml",
	    .body = feed, .delay_ms = 10});
	for (int i = 0; i < 12; i++)
		net_start(net, &(struct net_request){.id = i,
		    .url = server_url(server, "/tin.xml"), .body_most = CAP,
		    .is_page = i < 4, .named_url = NAMED});
	net_hurry(net, 3);
	while (net_pending(net) > 0 && net_wait(net, 5000, &response)) {
		ends[count] = clock_ticks() - start;
		order[count++] = response.id;
		net_response_release(&response);
	}
	tap_number(count, 12, "all came");
	tap_number(server_most_connections(server), 2,
	    "at most two connections to a host");
	tap_number(server_all_connections(server), 2, "used again and again");
	tap_ok(order[0] == 3 || order[1] == 3, "the urgent one comes first");
	tap_ok(order[9] == 0 && order[10] == 1 && order[11] == 2,
	    "pages come last, in order");
	tap_ok(ends[10] - ends[9] >= 130 && ends[11] - ends[10] >= 130,
	    "and a pause apart: %lld, %lld ms",
	    (long long)(ends[10] - ends[9]), (long long)(ends[11] - ends[10]));
	net_free(net);
	server_stop(server);
}

static void limit_host(void *ctx, const char *host,
    struct net_host_limits *limits)
{
	int *asked = ctx;

	(*asked)++;
	if (strcmp(host, "localhost") == 0)
		*limits = (struct net_host_limits){.connections = 6};
}

/* How many connections six pages of a host take at once. */
static int ask_pages(struct net *net, const char *host)
{
	struct server *server = server_start();
	struct net_response response;
	char url[64];
	int most;

	server_set(server, &(struct server_reply){.path = "/tin.xml",
	    .body = feed, .delay_ms = 100});
	snprintf(url, sizeof(url), "http://%s:%d/tin.xml", host,
	    server_port(server));
	for (int i = 0; i < 6; i++)
		net_start(net, &(struct net_request){.id = i, .url = url,
		    .body_most = CAP, .is_page = true,
		    .named_url = NAMED});
	while (net_pending(net) > 0)
		if (net_wait(net, 5000, &response)) {
			tap_done(response.is_ok, &response.error, "page %lld",
			    (long long)response.id);
			net_response_release(&response);
		}
	most = server_most_connections(server);
	server_stop(server);
	return most;
}

/* One host may be given more, or less, than all. */
static void test_limits(struct server *server)
{
	struct net_options options = net_options_default();
	struct net_response response;
	int asked = 0;
	struct error err;
	struct net *net;
	char *request;

	options.page_pause_ms = 50;
	options.limit_host = limit_host;
	options.ctx = &asked;
	net = net_new(&options, &err);
	tap_ok(ask_pages(net, "localhost") > 2,
	    "a host of its own limits: no pause, more at once");
	tap_ok(ask_pages(net, "127.0.0.1") <= 2, "another has those of all");
	tap_number(asked, 2, "each server is asked for once");
	response = ask(net, &(struct net_request){.id = 1, .body_most = CAP,
	    .url = server_url(server, "/tin.xml"), .named_url = NAMED,
	    .manner = &(struct net_manner){
	        .user_agent = "Mozilla/5.0 (thử)"}});
	request = server_request(server, "/tin.xml");
	tap_ok(strstr(request, "\r\nUser-Agent: Mozilla/5.0 (thử)\r\n") !=
	    NULL, "a name for one request");
	free(request);
	net_response_release(&response);
	server_set(server, &(struct server_reply){.path = "/im-lang",
	    .fault = SERVER_SILENT});
	response = ask(net, &(struct net_request){.id = 1, .body_most = CAP,
	    .url = server_url(server, "/im-lang"), .named_url = NAMED,
	    .manner = &(struct net_manner){.total_ms = 1000}});
	tap_number(response.error.code, ERROR_NET_TIMEOUT,
	    "and a time for one: %.1f s", response.seconds);
	tap_ok(response.seconds < 5, "its own");
	net_response_release(&response);
	net_free(net);
}

/* A port that is taken, but refuses until listen() is called on it. */
static int take_port(char *url, size_t size)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &len) != 0)
		fatal("no port");
	snprintf(url, size, "http://127.0.0.1:%d/tin",
	    ntohs(address.sin_port));
	return fd;
}

/* Two tries tell as much as twenty; only a reader's own wish is a third. */
static void test_dead(struct server *server)
{
	static const enum error_code want[] = {ERROR_NET_CONNECT,
	    ERROR_NET_CONNECT, ERROR_NET_CONNECT, ERROR_NET_TIMEOUT};
	struct net *net = make_net(NULL);
	char url[64];
	struct net_request request = {.url = url, .body_most = CAP,
	    .named_url = NAMED};
	struct net_response response;
	int fd = take_port(url, sizeof(url));

	for (int i = 0; i < 4; i++) {
		if (i == 2 && listen(fd, 4) != 0)
			fatal("cannot listen");
		request.is_urgent = i == 3;
		response = ask(net, &request);
		tap_number(response.error.code, want[i],
		    "a server that was dead, try %d", i + 1);
		net_response_release(&response);
	}
	response = ask_url(net, server_url(server, "/tin.xml"));
	tap_ok(response.is_ok, "another port of its host is not meant");
	net_response_release(&response);
	net_free(net);
	close(fd);
}

int main(void)
{
	struct server *server = server_start();
	struct net *net;

	unsetenv("http_proxy");
	unsetenv("all_proxy");
	unsetenv("ALL_PROXY");
	net = make_net(NULL);
	test_good(server, net);
	test_unchanged(server, net);
	test_redirects(server, net);
	test_answers(server, net);
	test_faults(server, net);
	test_bodies(server, net);
	test_retry_after(server);
	test_private(server, net);
	test_dead(server);
	test_stop(server, net);
	test_wake(server);
	test_politeness();
	test_limits(server);
	net_free(net);
	server_stop(server);
	return tap_end();
}
