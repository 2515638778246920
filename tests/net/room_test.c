/* How much of bodies is held at once, whatever servers send. */
#include "net/net.h"
#include "support/server.h"
#include "support/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char feed[] = "<rss><channel><title>Cổng xã Trằm Mây</title>"
                           "</channel></rss>";
/* What the reader named leads to private addresses if it is one. */
static const char NAMED[] = "http://127.0.0.1/";

enum {
	CAP = 1024 * 1024,
	LARGE_COUNT = 6,
	LARGE_BYTES = 600 * 1024,
	SMALL_COUNT = 12,
};

static struct net *make_crowded_net(int stall_ms)
{
	struct net_options options = net_options_default();
	struct error err;
	struct net *net;

	options.stall_ms = stall_ms;
	options.connections_per_host = 64;
	options.bodies_most = CAP;
	net = net_new(&options, &err);
	if (net == NULL)
		fatal("no net");
	return net;
}

/* Ask for count paths "/PREFIX0" and so on. */
static void start_all(struct server *server, struct net *net,
    const char *prefix, int first_id, int count)
{
	for (int i = 0; i < count; i++) {
		char path[32];

		snprintf(path, sizeof(path), "/%s%d", prefix, i);
		net_start(net, &(struct net_request){.id = first_id + i,
		    .url = server_url(server, path), .body_most = CAP,
		    .named_url = NAMED});
	}
}

static void set_all(struct server *server, const char *prefix, int count,
    const char *body, size_t len, enum server_fault fault)
{
	for (int i = 0; i < count; i++) {
		char path[32];

		snprintf(path, sizeof(path), "/%s%d", prefix, i);
		server_set(server, &(struct server_reply){.path = path,
		    .body = body, .body_len = len, .fault = fault});
	}
}

/* How often one of them was asked, the one asked most; and all together. */
static int most_asked(struct server *server, const char *prefix, int count,
    int *all)
{
	int most = 0;

	*all = 0;
	for (int i = 0; i < count; i++) {
		char path[32];
		int asked;

		snprintf(path, sizeof(path), "/%s%d", prefix, i);
		asked = server_count(server, path);
		most = asked > most ? asked : most;
		*all += asked;
	}
	return most;
}

struct taken {
	int small, large; /* that came whole */
	int large_ended;
	size_t most; /* bytes held at once */
};

/* Take what comes until all small ones are there, or all there is. */
static void take_some(struct net *net, struct taken *taken, bool is_all)
{
	*taken = (struct taken){0};
	while (net_pending(net) > 0 &&
	    (is_all || taken->small < SMALL_COUNT)) {
		struct net_response response;
		bool is_there = net_wait(net, 10, &response);
		size_t bytes = net_body_bytes(net);

		taken->most = bytes > taken->most ? bytes : taken->most;
		if (!is_there)
			continue;
		taken->small += response.id >= LARGE_COUNT && response.is_ok;
		taken->large_ended += response.id < LARGE_COUNT;
		taken->large += response.id < LARGE_COUNT && response.is_ok &&
		    response.body.len == LARGE_BYTES;
		net_response_release(&response);
	}
}

/* Bodies that are large and stop halfway, beside small ones. */
static void test_held(struct server *server)
{
	struct net *net = make_crowded_net(60 * 1000);
	struct taken taken;
	int all;

	start_all(server, net, "stall", 0, LARGE_COUNT);
	start_all(server, net, "small", LARGE_COUNT, SMALL_COUNT);
	take_some(net, &taken, false);
	tap_number(taken.small, SMALL_COUNT,
	    "small ones come beside large ones that stall");
	tap_number(taken.large_ended, 0, "and do not wait for them");
	tap_ok(taken.most <= 2 * CAP, "the sum is bounded: %zu", taken.most);
	tap_ok(most_asked(server, "stall", LARGE_COUNT, &all) == 1,
	    "what was dropped waits for its turn");
	net_stop(net);
	take_some(net, &taken, true);
	tap_number(taken.large_ended, LARGE_COUNT, "all end with a stop");
	tap_number((int64_t)net_body_bytes(net), 0, "nothing is held then");
	net_free(net);
}

/* Those that were dropped are asked once more, one by one. */
static void test_again(struct server *server)
{
	struct net *net = make_crowded_net(1000);
	int before, after, round = 0, most;
	struct taken taken;

	/* on a slow machine none may meet another */
	do {
		most_asked(server, "again", LARGE_COUNT, &before);
		start_all(server, net, "again", 0, LARGE_COUNT);
		take_some(net, &taken, true);
		most = most_asked(server, "again", LARGE_COUNT, &after);
	} while (after - before == LARGE_COUNT && ++round < 20);
	tap_ok(after - before > LARGE_COUNT && most <= round + 2,
	    "dropped ones are asked for once more: %d", after - before);
	tap_number(taken.large_ended, LARGE_COUNT, "and all end");
	start_all(server, net, "large", 0, LARGE_COUNT);
	take_some(net, &taken, true);
	tap_number(taken.large, LARGE_COUNT, "large ones come whole");
	tap_ok(taken.most <= 2 * CAP, "the sum is bounded: %zu", taken.most);
	tap_ok(most_asked(server, "large", LARGE_COUNT, &after) <= 2,
	    "none is asked for a third time");
	tap_number((int64_t)net_body_bytes(net), 0, "nothing is held then");
	net_free(net);
}

int main(void)
{
	struct server *server = server_start();
	char *body = mem_alloc(LARGE_BYTES);

	unsetenv("http_proxy");
	unsetenv("all_proxy");
	unsetenv("ALL_PROXY");
	memset(body, 'x', LARGE_BYTES);
	set_all(server, "stall", LARGE_COUNT, body, LARGE_BYTES,
	    SERVER_STALL);
	set_all(server, "again", LARGE_COUNT, body, LARGE_BYTES,
	    SERVER_STALL);
	set_all(server, "large", LARGE_COUNT, body, LARGE_BYTES, SERVER_FINE);
	set_all(server, "small", SMALL_COUNT, feed, 0, SERVER_FINE);
	test_held(server);
	test_again(server);
	free(body);
	server_stop(server);
	return tap_end();
}
