/*
 * Role: one request on its way: its libcurl handle, its redirects, what came.
 * Redirects are followed here and not by libcurl, so that each is judged and
 * permanent ones are known. Thread: the net's.
 */
#ifndef NET_TRANSFER_H
#define NET_TRANSFER_H

#include "net/book.h"
#include "net/jar.h"
#include "net/net.h"
#include "net/proxy.h"
#include "net/room.h"
#include "net/tls.h"

#include <curl/curl.h>

enum {
	TRANSFER_REDIRECTS_MOST = 5,
	TRANSFER_HEADERS_MOST = 64 * 1024, /* bytes; servers take 8 K */
};

/* What all transfers of a net share; borrowed. */
struct transfer_setup {
	const char *user_agent, *ca_file, *cookie_folder;
	int connect_ms, first_byte_ms, stall_ms, total_ms;
	struct proxy_rules proxies;
	struct curl_slist *resolve;
	struct book *book;
	struct jar *jars;
	struct tls_store store;
	struct room room;
};

/* An address taken apart. */
struct step {
	char *url, *host, *scheme; /* host lower case; url without user */
	char *server; /* "host", or "host:port" where the port is unusual */
	size_t origin_len; /* of url: scheme, host and port */
};

struct transfer {
	struct transfer *next; /* in a queue of net.c */
	struct transfer_setup *setup;
	struct step step;
	char *etag, *last_modified, *accept;
	struct net_manner manner;
	/* the server that the reader named, and if by https; or NULL */
	char *named_server;
	bool is_named_secure, has_login; /* it holds a user's name */
	struct jar *jar; /* or NULL */
	size_t body_most;
	bool is_page, is_urgent;
	/*
	 * Whether this step may go to a private address, whether it did, and
	 * whether it may not be judged since a proxy asks for it.
	 */
	bool may_be_private, was_private, is_proxied, is_refused;
	bool is_named; /* this step is what the reader named himself */
	bool is_body_too_large, is_header_too_large;
	bool is_connected; /* in this step */
	bool is_unreached; /* it ended without a connection */
	bool is_plain;     /* asked again without compression */
	bool was_offered_cookies;
	int redirects;
	bool is_permanent; /* all redirects so far */
	uint64_t visited[TRANSFER_REDIRECTS_MOST + 2]; /* hashes */
	size_t header_bytes, room_bytes; /* the latter as room.h counts */
	bool is_put_back; /* dropped, to be asked for once more */
	int64_t begun, spent_ms; /* ticks; of the steps before this one */
	int64_t connected_at, window_at; /* ticks */
	int64_t window_bytes;
	CURL *easy;              /* while it runs; the net's */
	struct tls tls;
	struct curl_slist *headers;
	struct net_response response;
};

/* NULL is never returned; an address of no use ends at once (is_done). */
struct transfer *transfer_new(struct transfer_setup *setup,
    const struct net_request *request, bool *is_done);
void transfer_free(struct transfer *transfer);

/* Dress the handle for the next step. */
void transfer_begin(struct transfer *transfer, CURL *easy);

/*
 * False: it has been silent for too long, and is to be ended with
 * CURLE_OPERATION_TIMEDOUT. *left is lowered to the milliseconds until the
 * next such question.
 */
bool transfer_watch(struct transfer *transfer, int64_t now, int64_t *left);

/*
 * The step ended: false if there is another (transfer->step may have
 * changed), else the response is filled. The handle is given up.
 */
bool transfer_end(struct transfer *transfer, CURLcode code);

/* It has been dropped, and waits to begin this step again. */
void transfer_rest(struct transfer *transfer);

/* End it from outside. */
void transfer_fail(struct transfer *transfer, enum error_code code,
    long number);

/* --- inside the room ---------------------------------------------------- */

/* Take the next address; false: the transfer has failed. */
bool transfer_go(struct transfer *transfer, const char *url);

/* verdict.c: what an ended step comes to; true if there is another step. */
bool transfer_judge(struct transfer *transfer, CURLcode code);

#endif
