/*
 * Role: one request on its way: its libcurl handle, its redirects, what came.
 * Redirects are followed here and not by libcurl, so that each is judged and
 * permanent ones are known. Thread: the net's.
 */
#ifndef NET_TRANSFER_H
#define NET_TRANSFER_H

#include "net/net.h"
#include "net/proxy.h"

#include <curl/curl.h>

enum { TRANSFER_REDIRECTS_MOST = 5 };

/* What all transfers of a net share; borrowed. */
struct transfer_setup {
	const char *user_agent, *ca_file;
	int connect_seconds, stall_seconds, total_seconds;
	struct proxy_rules proxies;
};

struct transfer {
	struct transfer *next; /* in a queue of net.c */
	const struct transfer_setup *setup;
	char *url, *host, *scheme; /* of this step; host lower case */
	char *server; /* "host", or "host:port" where the port is unusual */
	char *shown;               /* url without user and password */
	size_t origin_len;         /* of shown: scheme, host and port */
	char *etag, *last_modified, *accept;
	char *user_agent; /* or NULL: the setup's; likewise 0 */
	int connect_seconds, total_seconds;
	size_t body_most;
	bool is_page, is_urgent;
	/*
	 * Whether this step may go to a private address, whether it did, and
	 * whether it may not be judged since a proxy asks for it.
	 */
	bool may_be_private, was_private, is_proxied, is_refused;
	bool is_body_too_large, is_header_too_large;
	bool is_connected; /* in this step */
	bool is_unreached; /* it ended without a connection */
	int redirects;
	bool is_permanent; /* all redirects so far */
	size_t header_bytes;
	int64_t begun, spent_ms; /* ticks; of the steps before this one */
	CURL *easy;              /* while it runs; the net's */
	struct curl_slist *headers;
	struct net_response response;
};

/* NULL is never returned; an address of no use ends at once (is_done). */
struct transfer *transfer_new(const struct transfer_setup *setup,
    const struct net_request *request, bool *is_done);
void transfer_free(struct transfer *transfer);

/* Dress the handle for the next step. */
void transfer_begin(struct transfer *transfer, CURL *easy);

/*
 * The step ended: false if a redirect is to be followed (transfer->host may
 * have changed), else the response is filled. The handle is given up.
 */
bool transfer_end(struct transfer *transfer, CURLcode code);

/* End it from outside. */
void transfer_fail(struct transfer *transfer, enum error_code code,
    long number);

#endif
