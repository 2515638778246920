/*
 * Role: a server on loopback that plays a script byte for byte, well or
 * badly, over TCP or TLS. A thread takes connections, each has its own.
 * Thread: any, once started.
 */
#ifndef TESTS_NET_STAGE_H
#define TESTS_NET_STAGE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum stage_act {
	STAGE_SEND,   /* bytes */
	STAGE_REPEAT, /* bytes, number of times */
	STAGE_DRIP,   /* bytes, one each number of ms */
	STAGE_WAIT,   /* number of ms */
	STAGE_HANG,   /* until the other end closes */
	STAGE_CLOSE,
	STAGE_RESET,
};

struct stage_action {
	enum stage_act act;
	const char *bytes;
	size_t len;
	int number;
};

/* What a path is answered, in the order of the script. */
struct stage_scene {
	const char *path; /* "*": any; "accept": a new connection */
	const char *holds; /* only a request with this in it; or NULL */
	int nth;          /* only the nth request of that path; 0: each */
	struct stage_action *actions;
	size_t count, cap;
};

enum stage_tls {
	STAGE_PLAIN,
	STAGE_GOOD,
	STAGE_EXPIRED,
	STAGE_OTHER_NAME,
	STAGE_SELF_SIGNED,
	STAGE_SHORT_KEY, /* RSA of 1,024 bits */
};

struct stage;

/*
 * Listen on 127.0.0.1 (or ::1) on a port of its own. folder is where
 * certificates are; see certificates.h. NULL: there is no IPv6 here.
 */
struct stage *stage_new(enum stage_tls tls, bool is_ipv6, const char *folder);
int stage_port(const struct stage *stage);
const char *stage_digest(const struct stage *stage); /* SHA-256; "": plain */

/* Begin to answer by these; they stay the caller's. */
void stage_start(struct stage *stage, const struct stage_scene *scenes,
    size_t count);
void stage_free(struct stage *stage);

/* How many requests came, of a path or (NULL) at all. */
int stage_count(struct stage *stage, const char *path);
int stage_connections(struct stage *stage);

/* Requests of a path as they came, one after another; free it. */
char *stage_requests(struct stage *stage, const char *path);

#endif
