/*
 * Role: address → bytes: one libcurl multi handle, http and https only,
 * bodies capped, conditional requests, at most 2 connections a host, page
 * requests of one host spaced. Knows nothing of feeds, pages, store, config.
 * Thread: the one that made it; net_wake from any.
 */
#ifndef NET_NET_H
#define NET_NET_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct net;

struct net_options {
	const char *user_agent;
	int connections_most;      /* 64 */
	int connections_per_host;  /* 2 */
	int page_pause_ms;         /* between page requests to one host: 1000 */
	int connect_seconds;       /* 10 */
	int total_seconds;         /* 60 */
	const char *proxy;         /* NULL: the environment's */
};

struct net_options net_options_default(void);

struct net *net_new(const struct net_options *options, struct error *err);
void net_free(struct net *net); /* drops what is under way */

struct net_request {
	int64_t id; /* the caller's, given back with the response */
	const char *url;
	const char *etag, *last_modified; /* validators, or NULL */
	const char *accept;               /* NULL: anything */
	size_t body_most;                 /* decoded bytes */
	bool is_page; /* spaced, and after all others */
	/*
	 * Loopback, private and link-local addresses are allowed (the user
	 * named the host himself); else such an address is refused, also
	 * when a redirect or the name's answer leads there.
	 */
	bool may_be_private;
};

struct net_response {
	int64_t id;
	bool is_ok; /* a status came and the body is whole */
	struct error error;
	int status;
	char *url;           /* where it ended */
	bool is_moved;       /* only permanent redirects (301, 308) led there */
	char *content_type, *etag, *last_modified; /* or NULL */
	int64_t retry_after; /* UTC until; 0: not said */
	int64_t fresh_until; /* Cache-Control, Expires; 0: not said */
	struct str body;
	double seconds;
};

/* Queue a request; what it points to is copied. */
void net_start(struct net *net, const struct net_request *request);

/*
 * Go on with the transfers until one has finished, timeout_ms passed or
 * net_wake was called. True: *response is filled, the caller's to release.
 */
bool net_wait(struct net *net, int timeout_ms, struct net_response *response);
void net_response_release(struct net_response *response);

size_t net_pending(const struct net *net); /* queued and under way */
void net_stop(struct net *net); /* drop all; each ends with NET_STOPPED */
void net_wake(struct net *net); /* any thread */

#endif
