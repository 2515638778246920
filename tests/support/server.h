/*
 * Role: a web server on 127.0.0.1 for tests, which can also behave badly.
 * A thread takes connections, each has its own thread. Thread: any.
 */
#ifndef TESTS_SUPPORT_SERVER_H
#define TESTS_SUPPORT_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct server;

enum server_fault {
	SERVER_FINE,
	SERVER_SLOW_HEADERS, /* a byte of them each 100 ms */
	SERVER_SLOW_BODY,    /* a byte of it each 100 ms */
	SERVER_STALL,        /* half of the body, then nothing */
	SERVER_SILENT,       /* takes the request, never answers */
	SERVER_CUT,          /* half of the body, then closed */
	SERVER_LONG_LENGTH,  /* Content-Length is 10 too large, then closed */
	SERVER_SHORT_LENGTH, /* Content-Length is 10 too small, then closed */
	SERVER_RESET,        /* the connection is reset */
	SERVER_NO_LENGTH,    /* the body ends with the connection */
	SERVER_ENDLESS,      /* a body without length or end */
	SERVER_GZIP,         /* the body is sent as gzip */
	SERVER_BOMB,         /* 100 MB of blanks as 0.6 MB of gzip */
	SERVER_BIG_HEADERS,  /* 10 MB of them, 1 KB each */
	SERVER_BIG_LINE,     /* one header of 10 MB */
	SERVER_HTTP_09,      /* the bare body without any header */
	SERVER_GARBAGE,      /* bytes that are no answer */
	SERVER_BAD_CHUNKS,   /* chunked, with sizes that are none */
};

/* What a path answers; strings are copied. */
struct server_reply {
	const char *path;    /* with query, as the request writes it */
	int status;          /* 0: 200 */
	const char *type;    /* NULL: application/rss+xml */
	const char *headers; /* further lines, each ended by \r\n; or NULL */
	const char *body;
	size_t body_len;     /* 0: strlen(body) */
	const char *etag, *last_modified; /* asked for again: 304 */
	enum server_fault fault;
	int delay_ms;        /* before the answer */
};

struct server *server_start(void);
void server_stop(struct server *server);
int server_port(const struct server *server);

/* http://127.0.0.1:PORT and path, in one of 8 buffers in turn. */
const char *server_url(const struct server *server, const char *path);

/* Set what a path answers from now on; the rest is 404. */
void server_set(struct server *server, const struct server_reply *reply);

/*
 * Files of a folder, with ETag and Last-Modified, for paths without a reply;
 * a '?' is '@' in a file's name.
 */
void server_set_folder(struct server *server, const char *folder);

/* Each answered request as a line "GET /path 200" to this file. */
void server_set_log(struct server *server, const char *path);

/* The same, each request as it came. */
void server_set_requests(struct server *server, const char *path);

/* How often a path was asked; its last request as it came (free it). */
int server_count(struct server *server, const char *path);
char *server_request(struct server *server, const char *path);

/* The most connections open at once, and how many there ever were. */
int server_most_connections(struct server *server);
int server_all_connections(struct server *server);

#endif
