/*
 * Role: address → bytes: one libcurl multi handle, http and https only,
 * bodies capped, conditional requests, at most 2 connections a server, page
 * requests to one server spaced. Knows nothing of feeds, pages, store, config;
 * what it learns of hosts it keeps in files of its own.
 * Thread: the one that made it.
 */
#ifndef NET_NET_H
#define NET_NET_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct net;

/* What each server of a host is given. */
struct net_host_limits {
	int connections;   /* at once */
	int page_pause_ms; /* between page requests */
};

struct net_options {
	const char *user_agent;
	int connections_most;      /* 96 */
	int connections_per_host;  /* 2 */
	int page_pause_ms;         /* between page requests to one host: 1000 */
	/* of bodies under way and not yet read, all in all; see room.h: 32 MB */
	size_t bodies_most;
	int connect_ms;            /* 10,000 */
	int first_byte_ms;         /* of the answer, once connected: 30,000 */
	int stall_ms;              /* under 100 bytes a second: 20,000 */
	int total_ms;              /* of one request with redirects: 60,000 */
	const char *proxy;         /* NULL: the environment's; "none" */
	const char *ca_file;       /* NULL: the system's */
	/*
	 * Where what was learned of hosts is kept (HSTS, and which named ones
	 * are private), and cookies beside it; NULL: in memory.
	 */
	const char *book_file;
	const char *cookie_folder;
	/* "host:port:address" each, in place of a name server; for tests */
	const char *const *resolve;
	size_t resolve_count;
	int wake_fd; /* net_wait returns when it can be read; -1: none */
	/*
	 * Asked once for each server that is met, by its host (lower case);
	 * limits come filled as above. NULL: all are alike.
	 */
	void (*limit_host)(void *ctx, const char *host,
	    struct net_host_limits *limits);
	void *ctx;
};

struct net_options net_options_default(void);

/* What options point to is copied. NULL: ERROR_SYSTEM. */
struct net *net_new(const struct net_options *options, struct error *err);
void net_free(struct net *net); /* drops what is under way */

enum net_http { NET_HTTP_AUTO, NET_HTTP_1_0, NET_HTTP_1_1, NET_HTTP_2 };

/* Exceptions of TLS: flags. Certificates are verified with them too. */
enum net_tls {
	NET_TLS_STRICT = 0,
	NET_TLS_RENEGOTIATION = 1, /* servers without RFC 5746 */
	NET_TLS_WEAK = 2,          /* short keys and old signatures */
};

enum net_private {
	NET_PRIVATE_AUTO, /* as it was when its source was first asked */
	NET_PRIVATE_NO,
	NET_PRIVATE_YES,
};

/*
 * How one source wants to be asked. NULL and 0: as all are. Headers, login
 * and the exceptions of TLS are for its own server alone: the host and port
 * of the address that the reader named (http may become https).
 */
struct net_manner {
	const char *user_agent;
	const char *headers; /* "Name: value", several parted by " | " */
	const char *login;   /* "name:password", basic or digest */
	const char *proxy;   /* "none": none */
	/* SHA-256 of the one certificate that is right, in hex */
	const char *certificate;
	bool has_cookies; /* kept in a jar of its own */
	enum net_http http;
	int tls; /* enum net_tls */
	enum net_private private;
	/* redirects included */
	int connect_ms, first_byte_ms, stall_ms, total_ms;
};

struct net_request {
	int64_t id; /* the caller's, given back with the response */
	const char *url;
	/*
	 * The address the reader named himself and that led to url (or is
	 * it); NULL: none. What he named may be loopback, private or
	 * link-local, and may lead to such ones, but only if it is one.
	 * Else these are refused, also when a redirect or the name's answer
	 * leads there. A name that was public once stays so.
	 */
	const char *named_url;
	const struct net_manner *manner;  /* NULL: as all */
	const char *etag, *last_modified; /* validators, or NULL */
	const char *accept;               /* NULL: anything */
	size_t body_most;                 /* decoded bytes */
	bool is_page;   /* spaced, and after the others of its host */
	bool is_urgent; /* a reader waits for it: before all, unspaced */
	bool is_first; /* before those of its kind */
};

struct net_response {
	int64_t id;
	/* 200 to 299 with the whole body, or 304; else error says why not. */
	bool is_ok;
	/*
	 * ERROR_NET_*, ERROR_HTTP_STATUS, ERROR_BOT_CHECK, ERROR_SOURCE_URL;
	 * the subject is the address, without a user's name and password.
	 */
	struct error error;
	int status;          /* the last one that came; 0: none */
	char *url;           /* where it ended, without fragment */
	bool is_moved;       /* only permanent redirects (301, 308) led there */
	char *content_type, *etag, *last_modified; /* or NULL */
	int64_t retry_after; /* UTC until; 0: not said */
	int64_t fresh_until; /* Cache-Control, Expires; 0: not said */
	int64_t wire_bytes;  /* of the body as it came, the last step's */
	struct str body;     /* with NET_BROKEN: what came of it */
	double seconds;
};

/*
 * Queue a request; what it points to is copied. Once a server (host and port,
 * the usual ones of http and https alike) has answered 429, or 503 with
 * Retry-After, it is left alone until then: what is queued for it ends with
 * ERROR_NET_WAIT. What is queued for a server that could twice not
 * be reached ends with the same error for a minute, unless it is urgent.
 */
void net_start(struct net *net, const struct net_request *request);

/*
 * A server (named as host, or host:port) asks for a longer pause between
 * pages than the limits say.
 */
void net_set_page_pause(struct net *net, const char *server, int pause_ms);

/* A queued request has become urgent. */
void net_hurry(struct net *net, int64_t id);

/*
 * Go on with the transfers until one has finished, timeout_ms passed or
 * wake_fd can be read. True: *response is filled, the caller's to release.
 */
bool net_wait(struct net *net, int timeout_ms, struct net_response *response);
void net_response_release(struct net_response *response);

size_t net_pending(const struct net *net); /* not yet given back */

/* Bytes of bodies that are held, the one that may be large among them. */
size_t net_body_bytes(const struct net *net);

/* How often the certificates of the system were read: once, for all hosts. */
int net_certificate_loads(const struct net *net);
void net_stop(struct net *net); /* drop all; each ends with NET_STOPPED */

#endif
