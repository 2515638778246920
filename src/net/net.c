#include "config.h"

#include "net/net.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "net/transfer.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

/* In what order the requests of a server are begun. */
enum rank { RANK_URGENT, RANK_PLAIN, RANK_PAGE, RANK_COUNT };

enum {
	HTTP_TOO_MANY = 429,
	HTTP_UNAVAILABLE = 503,
	WAIT_SECONDS = 60, /* after 429 without Retry-After */
	MOVE_MS = 5, /* between two looks while responses are read */
	FINISHED_BYTES_MOST = 1 << 20,
	DEAD_TRIES = 2,    /* without a connection, in a row */
	DEAD_MS = 60 * 1000,
	SLOTS = 1024,
};

struct chain {
	struct transfer *first, *last;
	int count;
};

/* Another port of a host is another server, with limits of its own. */
struct server {
	struct server *next; /* of all */
	/* of those that something is queued for, in the order they came */
	struct server *next_waiting, *previous_waiting;
	bool is_waiting;
	char *name; /* struct transfer's server */
	struct chain queues[RANK_COUNT];
	struct net_host_limits limits;
	int active;
	int64_t page_at; /* ticks when the next page may be begun */
	int64_t wait_until; /* UTC, as it asked; 0: it did not */
	/* what could not be reached, how often in a row, and how it failed */
	char *dead_origin;
	int dead_tries;
	int64_t dead_until; /* ticks */
	struct error dead_error;
};

struct net {
	CURLM *multi;
	struct transfer_setup setup;
	char *user_agent, *ca_file, *cookie_folder;
	int connections_most;
	struct net_host_limits limits; /* of a host that is like all */
	void (*limit_host)(void *ctx, const char *host,
	    struct net_host_limits *limits);
	void *ctx;
	int host_connections_most; /* of all hosts met, as libcurl knows */
	int wake_fd;
	struct server *servers[SLOTS]; /* all that were met, by name */
	struct server *first_waiting, *last_waiting;
	struct chain running, finished;
	struct chain put_back; /* their bodies were too much: see room.h */
	size_t finished_bytes;
	int64_t moved_at; /* ticks, when the wires were last looked after */
	int active;
	size_t pending;
	CURL **idle; /* handles to use again, connections_most at most */
	int idle_count;
};

struct net_options net_options_default(void)
{
	return (struct net_options){
	    .user_agent = "Mozilla/5.0 (compatible; " PACKAGE_NAME
	                  "/" PACKAGE_VERSION "; +" PACKAGE_URL ")",
	    .connections_most = 96,
	    .connections_per_host = 2,
	    .page_pause_ms = 1000,
	    .bodies_most = (size_t)32 << 20,
	    .connect_ms = 10 * 1000,
	    .first_byte_ms = 30 * 1000,
	    .stall_ms = 20 * 1000,
	    .total_ms = 60 * 1000,
	    .wake_fd = -1,
	};
}

static void set_up(struct net *net, const struct net_options *options)
{
	struct transfer_setup *setup = &net->setup;

	net->user_agent = mem_dup(options->user_agent);
	net->ca_file = mem_dup(options->ca_file);
	net->cookie_folder = mem_dup(options->cookie_folder);
	setup->user_agent = net->user_agent;
	setup->cookie_folder = net->cookie_folder;
	setup->ca_file = net->ca_file != NULL
	    ? net->ca_file
	    : curl_version_info(CURLVERSION_NOW)->cainfo;
	setup->connect_ms = options->connect_ms;
	setup->first_byte_ms = options->first_byte_ms;
	setup->stall_ms = options->stall_ms;
	setup->total_ms = options->total_ms;
	setup->room = (struct room){.most = options->bodies_most,
	    .running = (struct transfer *const *)&net->running.first};
	setup->book = book_open(options->book_file);
	for (size_t i = 0; i < options->resolve_count; i++)
		setup->resolve = curl_slist_append(setup->resolve,
		    options->resolve[i]);
	proxy_rules_init(&setup->proxies, options->proxy);
}

struct net *net_new(const struct net_options *options, struct error *err)
{
	struct net *net;
	CURLM *multi;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (multi = curl_multi_init()) == NULL) {
		error_set(err, ERROR_SYSTEM, "libcurl", 0);
		return NULL;
	}
	net = mem_alloc_zero(1, sizeof(*net));
	net->multi = multi;
	net->connections_most = options->connections_most;
	net->limits.connections = options->connections_per_host;
	net->limits.page_pause_ms = options->page_pause_ms;
	net->limit_host = options->limit_host;
	net->ctx = options->ctx;
	net->host_connections_most = options->connections_per_host;
	net->wake_fd = options->wake_fd;
	set_up(net, options);
	net->idle = mem_alloc_zero((size_t)net->connections_most,
	    sizeof(*net->idle));
	curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
	    (long)net->connections_most);
	curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
	    (long)net->host_connections_most);
	curl_multi_setopt(multi, CURLMOPT_PIPELINING,
	    (long)CURLPIPE_MULTIPLEX);
	/* as many are kept open as may be open at once */
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS,
	    (long)net->connections_most);
	return net;
}

/* --- queues ------------------------------------------------------------ */

static void chain_add(struct chain *chain, struct transfer *transfer)
{
	chain->count++;
	transfer->next = NULL;
	if (chain->last == NULL)
		chain->first = transfer;
	else
		chain->last->next = transfer;
	chain->last = transfer;
}

static void chain_add_first(struct chain *chain, struct transfer *transfer)
{
	chain->count++;
	transfer->next = chain->first;
	chain->first = transfer;
	if (chain->last == NULL)
		chain->last = transfer;
}

static void chain_remove(struct chain *chain, struct transfer *transfer)
{
	struct transfer *before = NULL;

	chain->count--;
	for (struct transfer *t = chain->first; t != transfer; t = t->next)
		before = t;
	if (before == NULL)
		chain->first = transfer->next;
	else
		before->next = transfer->next;
	if (chain->last == transfer)
		chain->last = before;
}

static void add_finished(struct net *net, struct transfer *transfer)
{
	chain_add(&net->finished, transfer);
	net->finished_bytes += transfer->response.body.len;
}

static struct transfer *chain_take(struct chain *chain)
{
	struct transfer *transfer = chain->first;

	if (transfer != NULL)
		chain_remove(chain, transfer);
	return transfer;
}

/* A new server has its host's limits; libcurl has one number for them all. */
static void limit_server(struct net *net, struct server *server,
    const char *host)
{
	server->limits = net->limits;
	if (net->limit_host != NULL)
		net->limit_host(net->ctx, host, &server->limits);
	if (server->limits.connections <= net->host_connections_most)
		return;
	net->host_connections_most = server->limits.connections;
	curl_multi_setopt(net->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
	    (long)net->host_connections_most);
}

/* The server that the transfer's next step, or the one under way, is for. */
static struct server *find_server(struct net *net,
    const struct transfer *transfer)
{
	struct server **slot = &net->servers[hash_text(HASH_START,
	    transfer->step.server) % SLOTS];
	struct server *server = *slot;

	while (server != NULL &&
	    strcmp(server->name, transfer->step.server) != 0)
		server = server->next;
	if (server != NULL)
		return server;
	server = mem_alloc_zero(1, sizeof(*server));
	server->name = mem_dup(transfer->step.server);
	limit_server(net, server, transfer->step.host);
	server->next = *slot;
	*slot = server;
	return server;
}

/* Queue a transfer for its server, before or behind those of its rank. */
static void wait_in_line(struct net *net, struct transfer *transfer,
    enum rank rank, bool is_first)
{
	struct server *server = find_server(net, transfer);

	if (is_first)
		chain_add_first(&server->queues[rank], transfer);
	else
		chain_add(&server->queues[rank], transfer);
	if (server->is_waiting)
		return;
	server->is_waiting = true;
	server->next_waiting = NULL;
	server->previous_waiting = net->last_waiting;
	if (net->last_waiting == NULL)
		net->first_waiting = server;
	else
		net->last_waiting->next_waiting = server;
	net->last_waiting = server;
}

/* Nothing may be queued for it any more. */
static void note_taken(struct net *net, struct server *server)
{
	for (int rank = 0; rank < RANK_COUNT; rank++)
		if (server->queues[rank].first != NULL)
			return;
	server->is_waiting = false;
	if (server->previous_waiting == NULL)
		net->first_waiting = server->next_waiting;
	else
		server->previous_waiting->next_waiting = server->next_waiting;
	if (server->next_waiting == NULL)
		net->last_waiting = server->previous_waiting;
	else
		server->next_waiting->previous_waiting =
		    server->previous_waiting;
}

static enum rank rank_of(const struct transfer *transfer)
{
	if (transfer->is_urgent)
		return RANK_URGENT;
	return transfer->is_page ? RANK_PAGE : RANK_PLAIN;
}

void net_start(struct net *net, const struct net_request *request)
{
	bool is_done;
	struct transfer *transfer = transfer_new(&net->setup, request,
	    &is_done);

	net->pending++;
	if (is_done)
		add_finished(net, transfer);
	else
		wait_in_line(net, transfer, rank_of(transfer),
		    request->is_first);
}

void net_set_page_pause(struct net *net, const char *name, int pause_ms)
{
	struct server *server =
	    net->servers[hash_text(HASH_START, name) % SLOTS];

	while (server != NULL && strcmp(server->name, name) != 0)
		server = server->next;
	if (server != NULL && server->limits.page_pause_ms < pause_ms)
		server->limits.page_pause_ms = pause_ms;
}

static struct transfer *chain_find(struct chain *chain, int64_t id)
{
	struct transfer *transfer = chain->first;

	while (transfer != NULL && transfer->response.id != id)
		transfer = transfer->next;
	return transfer;
}

void net_hurry(struct net *net, int64_t id)
{
	for (struct server *server = net->first_waiting; server != NULL;
	     server = server->next_waiting)
		for (int rank = RANK_PLAIN; rank < RANK_COUNT; rank++) {
			struct chain *queue = &server->queues[rank];
			struct transfer *found = chain_find(queue, id);

			if (found == NULL)
				continue;
			chain_remove(queue, found);
			found->is_urgent = true;
			chain_add(&server->queues[RANK_URGENT], found);
			return;
		}
}

/* --- transfers --------------------------------------------------------- */

static CURL *take_handle(struct net *net)
{
	CURL *easy = net->idle_count > 0 ? net->idle[--net->idle_count]
	                                 : curl_easy_init();

	if (easy == NULL)
		fatal("out of memory");
	return easy;
}

/* One with cookies goes, and writes them. */
static void give_back_handle(struct net *net, CURL *easy, bool has_cookies)
{
	curl_multi_remove_handle(net->multi, easy);
	if (has_cookies || net->idle_count == net->connections_most) {
		curl_easy_cleanup(easy);
		return;
	}
	curl_easy_reset(easy);
	net->idle[net->idle_count++] = easy;
}

static bool is_dead(const struct server *server,
    const struct transfer *transfer)
{
	return server->dead_tries >= DEAD_TRIES &&
	    server->dead_until > clock_ticks() &&
	    strlen(server->dead_origin) == transfer->step.origin_len &&
	    strncmp(server->dead_origin, transfer->step.url,
	        transfer->step.origin_len) == 0;
}

/* What need not be asked has failed; a reader's own wish is always tried. */
static bool is_vain(const struct server *server, struct transfer *transfer)
{
	if (server->wait_until > clock_now()) {
		transfer_fail(transfer, ERROR_NET_WAIT,
		    (long)server->wait_until);
		transfer->response.retry_after = server->wait_until;
		return true;
	}
	if (!transfer->is_urgent && is_dead(server, transfer)) {
		transfer_fail(transfer, server->dead_error.code,
		    server->dead_error.number);
		return true;
	}
	return false;
}

/* False: it is vain, and has ended. */
static bool begin(struct net *net, struct server *server,
    struct transfer *transfer)
{
	CURL *easy;

	if (is_vain(server, transfer)) {
		add_finished(net, transfer);
		return false;
	}
	easy = take_handle(net);
	/* an urgent one does not wait, but the next one waits for it */
	if (transfer->is_page)
		server->page_at = clock_ticks() + server->limits.page_pause_ms;
	transfer_begin(transfer, easy);
	chain_add(&net->running, transfer);
	server->active++;
	net->active++;
	curl_multi_add_handle(net->multi, easy);
	return true;
}

static void begin_first(struct net *net, struct server *server,
    enum rank rank)
{
	struct transfer *transfer = chain_take(&server->queues[rank]);

	note_taken(net, server);
	(void)begin(net, server, transfer);
}

/* One that was put back is asked for again when it may be large. */
static int64_t begin_large(struct net *net, int64_t now, int64_t most)
{
	struct room *room = &net->setup.room;
	struct transfer *transfer;

	while ((transfer = net->put_back.first) != NULL &&
	    room->large == NULL && net->active < net->connections_most) {
		struct server *server = find_server(net, transfer);

		if (server->active >= server->limits.connections)
			return most;
		if (transfer->is_page && server->page_at > now)
			return server->page_at - now < most
			    ? server->page_at - now
			    : most;
		chain_remove(&net->put_back, transfer);
		if (begin(net, server, transfer))
			room->large = transfer;
	}
	return most;
}

/*
 * Of the servers that may be asked for something of that rank the one with
 * the most queued, so that the last host is not left alone at the end. *most
 * is lowered to the milliseconds until a page's pause is over.
 */
static struct server *choose_server(struct net *net, enum rank rank,
    int64_t now, int64_t *most)
{
	struct server *best = NULL;

	for (struct server *server = net->first_waiting; server != NULL;
	     server = server->next_waiting) {
		if (server->queues[rank].first == NULL ||
		    server->active >= server->limits.connections)
			continue;
		if (rank == RANK_PAGE && server->page_at > now) {
			if (server->page_at - now < *most)
				*most = server->page_at - now;
			continue;
		}
		if (best == NULL ||
		    server->queues[rank].count > best->queues[rank].count)
			best = server;
	}
	return best;
}

/*
 * Begin what may be begun, the better rank first over all servers; return the
 * milliseconds until a page's pause is over, or most.
 */
static int64_t begin_ready(struct net *net, int64_t most)
{
	int64_t now = clock_ticks();

	most = begin_large(net, now, most);
	for (int rank = 0; rank < RANK_COUNT; rank++) {
		struct server *server;

		while (net->active < net->connections_most &&
		    (server = choose_server(net, (enum rank)rank, now,
		         &most)) != NULL)
			begin_first(net, server, (enum rank)rank);
	}
	return most;
}

/* A server's wish is for all of it, not only for the one address. */
static void heed_wish(struct server *server,
    const struct net_response *response)
{
	int64_t until = response->retry_after;

	if (response->status != HTTP_TOO_MANY &&
	    response->status != HTTP_UNAVAILABLE)
		return;
	if (until == 0 && response->status == HTTP_TOO_MANY)
		until = clock_now() + WAIT_SECONDS;
	if (until > server->wait_until)
		server->wait_until = until;
}

/* Thirty pages of a dead server are not worth thirty timeouts. */
static void judge_server(struct server *server, const struct transfer *transfer)
{
	const char *origin = transfer->step.url;
	size_t len = transfer->step.origin_len;

	if (!transfer->is_unreached) {
		server->dead_tries = 0;
		return;
	}
	if (server->dead_origin == NULL || strlen(server->dead_origin) != len ||
	    strncmp(server->dead_origin, origin, len) != 0) {
		free(server->dead_origin);
		server->dead_origin = mem_dup_len(origin, len);
		server->dead_tries = 0;
	}
	server->dead_tries++;
	server->dead_until = clock_ticks() + DEAD_MS;
	server->dead_error = transfer->response.error;
}

static void note_end(const struct transfer *transfer)
{
	const struct net_response *response = &transfer->response;

	log_add("net", "%s: status %d, %zu bytes, %.2f s, error %d (%ld)",
	    transfer->step.url, response->status, response->body.len,
	    response->seconds, (int)response->error.code,
	    response->error.number);
}

/* A step ended: there is another, or the request is done. */
static void finish(struct net *net, struct transfer *transfer, CURLcode code)
{
	struct server *server = find_server(net, transfer);
	CURL *easy = transfer->easy;

	server->active--;
	net->active--;
	chain_remove(&net->running, transfer);
	if (transfer->is_put_back) {
		transfer_rest(transfer);
		chain_add(&net->put_back, transfer);
	} else if (transfer_end(transfer, code)) {
		note_end(transfer);
		heed_wish(server, &transfer->response);
		judge_server(server, transfer);
		add_finished(net, transfer);
	} else { /* the same request goes on: no pause, no queue */
		wait_in_line(net, transfer, RANK_URGENT, true);
	}
	give_back_handle(net, easy, transfer->jar != NULL);
}

static void collect(struct net *net)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(net->multi, &left)) != NULL) {
		CURLcode code = message->data.result;
		char *pointer = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
		    &pointer);
		finish(net, (struct transfer *)(void *)pointer, code);
	}
}

/*
 * Those that are silent end, and those that were dropped are put back; the
 * milliseconds until the next is to be looked at, or most.
 */
static int64_t watch(struct net *net, int64_t most)
{
	int64_t now = clock_ticks();
	struct transfer *next;

	for (struct transfer *transfer = net->running.first; transfer != NULL;
	     transfer = next) {
		next = transfer->next;
		if (transfer->is_put_back ||
		    !transfer_watch(transfer, now, &most))
			finish(net, transfer, CURLE_OPERATION_TIMEDOUT);
	}
	return most;
}

static bool take_finished(struct net *net, struct net_response *response)
{
	struct transfer *transfer = chain_take(&net->finished);

	if (transfer == NULL)
		return false;
	*response = transfer->response;
	net->finished_bytes -= response->body.len;
	transfer->response = (struct net_response){0};
	str_init(&transfer->response.body);
	transfer_free(transfer);
	if (--net->pending == 0)
		book_save(net->setup.book);
	return true;
}

/*
 * Begin what may be begun and go on with what is under way; and begin again,
 * for what has ended made room, before its bytes are read: servers that are
 * far away work on the next request meanwhile. The milliseconds until
 * something is to be looked after, or most.
 */
static int64_t move(struct net *net, int64_t most)
{
	int running;

	/* what waits to be read must not fill the memory */
	if (net->finished_bytes < FINISHED_BYTES_MOST)
		most = begin_ready(net, most);
	curl_multi_perform(net->multi, &running);
	collect(net);
	most = watch(net, most);
	if (net->finished_bytes < FINISHED_BYTES_MOST) {
		int active = net->active;

		most = begin_ready(net, most);
		if (net->active > active) {
			active = net->active;
			curl_multi_perform(net->multi, &running);
			/* a near server has answered: nothing would wake us */
			collect(net);
			if (net->active < active)
				most = 0;
		}
	}
	net->moved_at = clock_ticks();
	return most;
}

bool net_wait(struct net *net, int timeout_ms, struct net_response *response)
{
	int64_t until = clock_ticks() + timeout_ms;

	for (;;) {
		struct curl_waitfd wake = {.fd = net->wake_fd,
		    .events = CURL_WAIT_POLLIN};
		int64_t left, now = clock_ticks();

		if (net->finished.first != NULL &&
		    now - net->moved_at >= MOVE_MS)
			move(net, until - now);
		if (take_finished(net, response))
			return true;
		left = move(net, until - now);
		if (net->finished.first != NULL)
			continue;
		if (clock_ticks() >= until)
			return false;
		curl_multi_poll(net->multi, &wake, net->wake_fd >= 0 ? 1 : 0,
		    left > 0 ? (int)left : 0, NULL);
		if (net->wake_fd >= 0 && wake.revents != 0)
			return false;
	}
}

int net_certificate_loads(const struct net *net)
{
	return net->setup.store.loads;
}

size_t net_body_bytes(const struct net *net)
{
	const struct room *room = &net->setup.room;

	return room->bytes +
	    (room->large == NULL ? 0 : room->large->room_bytes);
}

size_t net_pending(const struct net *net)
{
	return net->pending;
}

void net_stop(struct net *net)
{
	struct transfer *transfer;

	while ((transfer = chain_take(&net->running)) != NULL) {
		CURL *easy = transfer->easy;

		transfer->easy = NULL;
		find_server(net, transfer)->active--;
		net->active--;
		give_back_handle(net, easy, transfer->jar != NULL);
		transfer_fail(transfer, ERROR_NET_STOPPED, 0);
		add_finished(net, transfer);
	}
	while ((transfer = chain_take(&net->put_back)) != NULL) {
		transfer_fail(transfer, ERROR_NET_STOPPED, 0);
		add_finished(net, transfer);
	}
	while (net->first_waiting != NULL) {
		struct server *server = net->first_waiting;

		for (int rank = 0; rank < RANK_COUNT; rank++)
			while ((transfer = chain_take(&server->queues[rank])) !=
			    NULL) {
				transfer_fail(transfer, ERROR_NET_STOPPED, 0);
				add_finished(net, transfer);
			}
		note_taken(net, server);
	}
}

static void free_servers(struct server *server)
{
	while (server != NULL) {
		struct server *next = server->next;

		free(server->name);
		free(server->dead_origin);
		free(server);
		server = next;
	}
}

void net_free(struct net *net)
{
	struct transfer *transfer;

	if (net == NULL)
		return;
	net_stop(net);
	while ((transfer = chain_take(&net->finished)) != NULL)
		transfer_free(transfer);
	for (size_t i = 0; i < SLOTS; i++)
		free_servers(net->servers[i]);
	while (net->idle_count > 0)
		curl_easy_cleanup(net->idle[--net->idle_count]);
	curl_multi_cleanup(net->multi);
	jar_free_all(&net->setup.jars);
	tls_store_release(&net->setup.store);
	curl_slist_free_all(net->setup.resolve);
	curl_global_cleanup();
	book_save(net->setup.book);
	book_close(net->setup.book);
	proxy_rules_release(&net->setup.proxies);
	free(net->idle);
	free(net->user_agent);
	free(net->ca_file);
	free(net->cookie_folder);
	free(net);
}

void net_response_release(struct net_response *response)
{
	free(response->url);
	free(response->content_type);
	free(response->etag);
	free(response->last_modified);
	str_release(&response->body);
	*response = (struct net_response){0};
	str_init(&response->body);
}
