#include "support/server.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	PATHS_MOST = 4096,
	REQUEST_MOST = 64 * 1024,
	FILE_MOST = 64 * 1024 * 1024,
	BOMB_SIZE = 100 * 1024 * 1024,
	SLOW_MS = 100,
};

struct entry {
	struct server_reply reply; /* path NULL: only counted */
	char *path;
	char *request;
	int count;
};

struct server {
	int fd, port;
	int stop[2]; /* a pipe: closed for writing, all threads end */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t all_gone;
	struct arena arena;
	struct entry entries[PATHS_MOST];
	size_t entry_count;
	char *folder;
	FILE *log, *requests;
	int connections, most_connections, all_connections;
};

struct connection {
	struct server *server;
	int fd;
	bool is_kept;
};

/* --- sending ------------------------------------------------------------ */

/* Wait for ms or the server's end; false at its end. */
static bool pause_ms(struct connection *connection, int ms)
{
	struct pollfd stop = {.fd = connection->server->stop[0],
	    .events = POLLIN};

	return poll(&stop, 1, ms) == 0;
}

static bool send_all(struct connection *connection, const char *data,
    size_t len)
{
	while (len > 0) {
		struct pollfd fds[2] = {
		    {.fd = connection->fd, .events = POLLOUT},
		    {.fd = connection->server->stop[0], .events = POLLIN}};
		ssize_t sent;

		if (poll(fds, 2, -1) < 0 || fds[1].revents != 0)
			return false;
		sent = send(connection->fd, data, len,
		    MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno != EAGAIN && errno != EINTR)
			return false;
		if (sent > 0) {
			data += sent;
			len -= (size_t)sent;
		}
	}
	return true;
}

static bool send_slowly(struct connection *connection, const char *data,
    size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!send_all(connection, data + i, 1) ||
		    !pause_ms(connection, SLOW_MS))
			return false;
	return true;
}

/* --- gzip by hand (RFC 1951, 1952) -------------------------------------- */

static uint32_t crc_of(const char *data, size_t len)
{
	uint32_t crc = 0xFFFFFFFF;

	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
	}
	return ~crc;
}

static void add_little_endian(struct str *out, uint32_t number, int bytes)
{
	for (int i = 0; i < bytes; i++)
		str_add_char(out, (char)(unsigned char)(number >> (8 * i)));
}

static const char gzip_head[10] = {'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0,
    '\xff'};

/* In stored blocks: valid, though not smaller. */
static void add_gzip(struct str *out, const char *data, size_t len)
{
	size_t at = 0;

	str_add_len(out, gzip_head, sizeof(gzip_head));
	do {
		size_t part = len - at < 65535 ? len - at : 65535;

		str_add_char(out, at + part == len ? 1 : 0);
		add_little_endian(out, (uint32_t)part, 2);
		add_little_endian(out, (uint32_t)~part, 2);
		str_add_len(out, data + at, part);
		at += part;
	} while (at < len);
	add_little_endian(out, crc_of(data, len), 4);
	add_little_endian(out, (uint32_t)len, 4);
}

/* Append bits, the lowest first, as deflate packs them. */
static void add_bits(struct str *out, uint64_t *held, int *held_count,
    uint32_t bits, int count)
{
	*held |= (uint64_t)bits << *held_count;
	*held_count += count;
	for (; *held_count >= 8; *held_count -= 8, *held >>= 8)
		str_add_char(out, (char)(unsigned char)(*held & 0xFF));
}

/* A blank, then copies of 258 bytes from 1 back, in one fixed block. */
static void add_bomb(struct str *out)
{
	uint64_t held = 0;
	int held_count = 0;

	str_add_len(out, gzip_head, sizeof(gzip_head));
	add_bits(out, &held, &held_count, 3, 3);    /* last, fixed codes */
	add_bits(out, &held, &held_count, 0x0A, 8); /* ' ': 01010000 */
	for (size_t made = 1; made < BOMB_SIZE; made += 258) {
		add_bits(out, &held, &held_count, 0xA3, 8); /* 11000101 */
		add_bits(out, &held, &held_count, 0, 5);
	}
	add_bits(out, &held, &held_count, 0, 7 + 7); /* end, and padding */
}

/* --- answering ---------------------------------------------------------- */

static const char *words_of(int status)
{
	switch (status) {
	case 200:
		return "OK";
	case 304:
		return "Not Modified";
	case 404:
		return "Not Found";
	default:
		return "Said So";
	}
}

static void add_head(struct str *out, const struct server_reply *reply,
    int status, int64_t length, bool is_kept)
{
	str_addf(out, "HTTP/1.1 %d %s\r\n", status, words_of(status));
	if (status != 304)
		str_addf(out, "Content-Type: %s\r\n", reply->type != NULL
		        ? reply->type
		        : "application/rss+xml");
	if (length >= 0)
		str_addf(out, "Content-Length: %lld\r\n", (long long)length);
	if (reply->etag != NULL)
		str_addf(out, "ETag: %s\r\n", reply->etag);
	if (reply->last_modified != NULL)
		str_addf(out, "Last-Modified: %s\r\n", reply->last_modified);
	if (reply->headers != NULL)
		str_add(out, reply->headers);
	str_addf(out, "Connection: %s\r\n", is_kept ? "keep-alive" : "close");
}

static void reset(struct connection *connection)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};

	setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* Faults before or in place of a proper head; true if it was one. */
static bool send_fault(struct connection *connection,
    const struct server_reply *reply, struct str *out)
{
	static const char line[] = "X-Filler: ";
	char filler[1024];

	switch (reply->fault) {
	case SERVER_SILENT:
		pause_ms(connection, -1);
		return true;
	case SERVER_RESET:
		reset(connection);
		return true;
	case SERVER_HTTP_09:
		send_all(connection, reply->body, reply->body_len);
		return true;
	case SERVER_GARBAGE:
		send_all(connection, "\x16\x03\x01\0\xff\xfe....\r\n\r\n", 14);
		return true;
	case SERVER_BIG_HEADERS:
	case SERVER_BIG_LINE:
		memset(filler, 'x', sizeof(filler));
		str_add(out, "HTTP/1.1 200 OK\r\n");
		for (int i = 0; i < 10 * 1024; i++) {
			if (i == 0 || reply->fault == SERVER_BIG_HEADERS)
				str_add(out, line);
			str_add_len(out, filler, sizeof(filler));
			if (reply->fault == SERVER_BIG_HEADERS)
				str_add(out, "\r\n");
		}
		str_add(out, "\r\n\r\n");
		send_all(connection, out->data, out->len);
		return true;
	case SERVER_BAD_CHUNKS:
		str_add(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked"
		             "\r\n\r\n5\r\n<rss>\r\nzz\r\n");
		send_all(connection, out->data, out->len);
		return true;
	case SERVER_SLOW_HEADERS:
		add_head(out, reply, 200, 0, false);
		send_slowly(connection, out->data, out->len);
		return true;
	default:
		return false;
	}
}

static void send_endless(struct connection *connection, struct str *out)
{
	char filler[16 * 1024];

	memset(filler, ' ', sizeof(filler));
	if (!send_all(connection, out->data, out->len))
		return;
	while (send_all(connection, filler, sizeof(filler)))
		;
}

static void send_body(struct connection *connection,
    const struct server_reply *reply, struct str *out)
{
	size_t half = reply->body_len / 2;

	switch (reply->fault) {
	case SERVER_SLOW_BODY:
		if (send_all(connection, out->data, out->len))
			send_slowly(connection, reply->body, reply->body_len);
		return;
	case SERVER_ENDLESS:
		send_endless(connection, out);
		return;
	case SERVER_STALL:
	case SERVER_CUT:
		str_add_len(out, reply->body, half);
		if (send_all(connection, out->data, out->len) &&
		    reply->fault == SERVER_STALL)
			pause_ms(connection, -1);
		return;
	case SERVER_GZIP:
		add_gzip(out, reply->body, reply->body_len);
		break;
	case SERVER_BOMB:
		add_bomb(out);
		break;
	default:
		str_add_len(out, reply->body, reply->body_len);
	}
	send_all(connection, out->data, out->len);
}

static void send_reply(struct connection *connection,
    const struct server_reply *reply, int status)
{
	struct str out;
	int64_t length = (int64_t)reply->body_len;

	str_init(&out);
	if (reply->delay_ms > 0)
		pause_ms(connection, reply->delay_ms);
	connection->is_kept &= reply->fault == SERVER_FINE;
	if (!send_fault(connection, reply, &out)) {
		if (reply->fault == SERVER_LONG_LENGTH)
			length += 10;
		else if (reply->fault == SERVER_SHORT_LENGTH)
			length -= 10;
		else if (reply->fault >= SERVER_NO_LENGTH)
			length = -1;
		add_head(&out, reply, status, status == 304 ? -1 : length,
		    connection->is_kept);
		if (reply->fault == SERVER_GZIP || reply->fault == SERVER_BOMB)
			str_add(&out, "Content-Encoding: gzip\r\n");
		str_add(&out, "\r\n");
		if (status == 304)
			send_all(connection, out.data, out.len);
		else
			send_body(connection, reply, &out);
	}
	str_release(&out);
}

/* The value of a header of a request, in a buffer; "" if there is none. */
static void read_header(const char *request, const char *name, char *value,
    size_t size)
{
	char line[128];
	const char *found;

	snprintf(line, sizeof(line), "\r\n%s: ", name);
	found = strstr(request, line);
	value[0] = '\0';
	if (found == NULL)
		return;
	found += strlen(line);
	snprintf(value, size, "%.*s", (int)strcspn(found, "\r"), found);
}

/* RFC 9110, 13.2.2: If-None-Match goes before If-Modified-Since. */
static bool is_unchanged(const struct server_reply *reply,
    const char *request)
{
	char value[512];

	read_header(request, "If-None-Match", value, sizeof(value));
	if (value[0] != '\0')
		return reply->etag != NULL && strcmp(value, reply->etag) == 0;
	read_header(request, "If-Modified-Since", value, sizeof(value));
	return value[0] != '\0' && reply->last_modified != NULL &&
	    strcmp(value, reply->last_modified) == 0;
}

static const char *type_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	if (dot != NULL && strcmp(dot, ".xml") == 0)
		return "application/rss+xml";
	if (dot != NULL && strcmp(dot, ".atom") == 0)
		return "application/atom+xml";
	if (dot != NULL && strcmp(dot, ".jpg") == 0)
		return "image/jpeg";
	return "text/html; charset=utf-8";
}

/* Read a file as a reply; buffers hold its validators. */
static bool find_file(struct server *server, const char *path,
    struct server_reply *reply, struct str *data, char *etag, char *date)
{
	char name[PATH_MAX], full[2 * PATH_MAX];
	struct stat info;
	struct tm tm;
	char *c;

	if (server->folder == NULL)
		return false;
	snprintf(name, sizeof(name), "%s%s", path + 1,
	    path[strlen(path) - 1] == '/' ? "index.html" : "");
	if ((c = strchr(name, '?')) != NULL)
		*c = '@';
	snprintf(full, sizeof(full), "%s/%s", server->folder, name);
	if (stat(full, &info) != 0 ||
	    !file_read_below(server->folder, name, FILE_MOST, data, NULL))
		return false;
	snprintf(etag, 64, "\"%llx-%llx\"", (long long)info.st_mtime,
	    (long long)info.st_size);
	gmtime_r(&info.st_mtime, &tm);
	strftime(date, 64, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	*reply = (struct server_reply){.type = type_of(path),
	    .body = data->data, .body_len = data->len, .etag = etag,
	    .last_modified = date};
	return true;
}

static struct entry *find_entry(struct server *server, const char *path)
{
	struct entry *entry;

	for (size_t i = 0; i < server->entry_count; i++)
		if (strcmp(server->entries[i].path, path) == 0)
			return &server->entries[i];
	if (server->entry_count == PATHS_MOST)
		fatal("the test server knows too many paths");
	entry = &server->entries[server->entry_count++];
	entry->path = arena_dup(&server->arena, path);
	return entry;
}

static void answer(struct connection *connection, const char *path,
    const char *request)
{
	struct server *server = connection->server;
	struct server_reply reply = {.body = "not found", .body_len = 9,
	    .type = "text/plain"};
	struct entry *entry;
	struct str data;
	char etag[64], date[64];
	int status = 404;

	str_init(&data);
	pthread_mutex_lock(&server->lock);
	entry = find_entry(server, path);
	entry->count++;
	entry->request = arena_dup(&server->arena, request);
	if (entry->reply.path != NULL) {
		reply = entry->reply;
		status = reply.status != 0 ? reply.status : 200;
	} else if (find_file(server, path, &reply, &data, etag, date)) {
		status = 200;
	}
	if (status == 200 && is_unchanged(&reply, request))
		status = 304;
	if (server->log != NULL) {
		fprintf(server->log, "GET %s %d\n", path, status);
		fflush(server->log);
	}
	if (server->requests != NULL) {
		fputs(request, server->requests);
		fflush(server->requests);
	}
	pthread_mutex_unlock(&server->lock);
	send_reply(connection, &reply, status);
	str_release(&data);
}

/* --- connections -------------------------------------------------------- */

/* Read one request's head; false when the other end or the server closes. */
static bool read_request(struct connection *connection, struct str *request)
{
	str_clear(request);
	while (strstr(request->data, "\r\n\r\n") == NULL) {
		struct pollfd fds[2] = {
		    {.fd = connection->fd, .events = POLLIN},
		    {.fd = connection->server->stop[0], .events = POLLIN}};
		char buffer[4096];
		ssize_t got;

		if (poll(fds, 2, -1) < 0 || fds[1].revents != 0)
			return false;
		got = recv(connection->fd, buffer, sizeof(buffer), 0);
		if (got <= 0 || request->len > REQUEST_MOST)
			return false;
		str_add_len(request, buffer, (size_t)got);
	}
	return true;
}

static void *run_connection(void *ctx)
{
	struct connection *connection = ctx;
	struct server *server = connection->server;
	struct str request, path;

	str_init(&request);
	str_init(&path);
	while (connection->is_kept && read_request(connection, &request)) {
		const char *start = strchr(request.data, ' ');

		if (start == NULL)
			break;
		str_clear(&path);
		str_add_len(&path, start + 1, strcspn(start + 1, " \r"));
		answer(connection, path.data, request.data);
	}
	close(connection->fd);
	free(connection);
	str_release(&request);
	str_release(&path);
	pthread_mutex_lock(&server->lock);
	if (--server->connections == 0)
		pthread_cond_signal(&server->all_gone);
	pthread_mutex_unlock(&server->lock);
	return NULL;
}

static void take_connection(struct server *server, int fd)
{
	struct connection *connection = mem_alloc_zero(1, sizeof(*connection));
	int one = 1;
	pthread_t thread;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	*connection = (struct connection){server, fd, true};
	pthread_mutex_lock(&server->lock);
	server->all_connections++;
	if (++server->connections > server->most_connections)
		server->most_connections = server->connections;
	pthread_mutex_unlock(&server->lock);
	if (pthread_create(&thread, NULL, run_connection, connection) != 0)
		fatal("no thread for the test server");
	pthread_detach(thread);
}

static void *run_server(void *ctx)
{
	struct server *server = ctx;

	for (;;) {
		struct pollfd fds[2] = {
		    {.fd = server->fd, .events = POLLIN},
		    {.fd = server->stop[0], .events = POLLIN}};
		int fd;

		if (poll(fds, 2, -1) < 0 || fds[1].revents != 0)
			return NULL;
		fd = accept(server->fd, NULL, NULL);
		if (fd >= 0)
			take_connection(server, fd);
	}
}

struct server *server_start(void)
{
	struct server *server = mem_alloc_zero(1, sizeof(*server));
	struct sockaddr_in address = {.sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	sigset_t all, old;

	arena_init(&server->arena);
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->all_gone, NULL);
	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (server->fd < 0 || pipe(server->stop) != 0 ||
	    bind(server->fd, (struct sockaddr *)&address, size) != 0 ||
	    listen(server->fd, 512) != 0 ||
	    getsockname(server->fd, (struct sockaddr *)&address, &size) != 0)
		fatal("the test server cannot listen on 127.0.0.1");
	server->port = ntohs(address.sin_port);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pthread_create(&server->thread, NULL, run_server, server) != 0)
		fatal("no thread for the test server");
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return server;
}

void server_stop(struct server *server)
{
	close(server->stop[1]);
	pthread_join(server->thread, NULL);
	pthread_mutex_lock(&server->lock);
	while (server->connections > 0)
		pthread_cond_wait(&server->all_gone, &server->lock);
	pthread_mutex_unlock(&server->lock);
	close(server->stop[0]);
	close(server->fd);
	if (server->log != NULL)
		fclose(server->log);
	if (server->requests != NULL)
		fclose(server->requests);
	pthread_mutex_destroy(&server->lock);
	pthread_cond_destroy(&server->all_gone);
	arena_release(&server->arena);
	free(server);
}

/* --- what tests ask ----------------------------------------------------- */

int server_port(const struct server *server)
{
	return server->port;
}

const char *server_url(const struct server *server, const char *path)
{
	static char urls[8][1024];
	static int next;
	char *url = urls[next++ % 8];

	snprintf(url, sizeof(urls[0]), "http://127.0.0.1:%d%s", server->port,
	    path);
	return url;
}

void server_set(struct server *server, const struct server_reply *reply)
{
	struct server_reply *kept;
	struct arena *arena = &server->arena;
	size_t len = reply->body_len;

	if (len == 0 && reply->body != NULL)
		len = strlen(reply->body);
	pthread_mutex_lock(&server->lock);
	kept = &find_entry(server, reply->path)->reply;
	*kept = *reply;
	kept->path = arena_dup(arena, reply->path);
	kept->type = arena_dup(arena, reply->type);
	kept->headers = arena_dup(arena, reply->headers);
	kept->etag = arena_dup(arena, reply->etag);
	kept->last_modified = arena_dup(arena, reply->last_modified);
	kept->body = arena_dup_len(arena, reply->body, len);
	kept->body_len = len;
	pthread_mutex_unlock(&server->lock);
}

void server_set_folder(struct server *server, const char *folder)
{
	pthread_mutex_lock(&server->lock);
	server->folder = arena_dup(&server->arena, folder);
	pthread_mutex_unlock(&server->lock);
}

void server_set_log(struct server *server, const char *path)
{
	pthread_mutex_lock(&server->lock);
	server->log = fopen(path, "a");
	pthread_mutex_unlock(&server->lock);
}

void server_set_requests(struct server *server, const char *path)
{
	pthread_mutex_lock(&server->lock);
	server->requests = fopen(path, "a");
	pthread_mutex_unlock(&server->lock);
}

int server_count(struct server *server, const char *path)
{
	int count;

	pthread_mutex_lock(&server->lock);
	count = find_entry(server, path)->count;
	pthread_mutex_unlock(&server->lock);
	return count;
}

char *server_request(struct server *server, const char *path)
{
	char *request;

	pthread_mutex_lock(&server->lock);
	request = mem_dup(find_entry(server, path)->request);
	pthread_mutex_unlock(&server->lock);
	return request;
}

int server_most_connections(struct server *server)
{
	int most;

	pthread_mutex_lock(&server->lock);
	most = server->most_connections;
	pthread_mutex_unlock(&server->lock);
	return most;
}

int server_all_connections(struct server *server)
{
	int all;

	pthread_mutex_lock(&server->lock);
	all = server->all_connections;
	pthread_mutex_unlock(&server->lock);
	return all;
}
