#include "net/stage.h"

#include "net/certificates.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_MOST = 128 * 1024, REQUESTS_MOST = 256 };

struct seen {
	char *path, *text;
};

struct stage {
	int fd, port;
	int stop[2]; /* a pipe: closed for writing, all threads end */
	SSL_CTX *context;
	char digest[65];
	bool is_started;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t all_gone;
	const struct stage_scene *scenes;
	size_t scene_count;
	struct seen seen[REQUESTS_MOST];
	size_t seen_count;
	int connections, all_connections;
};

struct connection {
	struct stage *stage;
	int fd;
	SSL *ssl;
};

/* --- bytes ------------------------------------------------------------- */

/* Wait for the socket or the stage's end; false at its end. */
static bool await(struct connection *connection, short events, int ms)
{
	struct pollfd fds[2] = {{.fd = connection->fd, .events = events},
	    {.fd = connection->stage->stop[0], .events = POLLIN}};

	return poll(fds, 2, ms) >= 0 && fds[1].revents == 0;
}

static bool pause_ms(struct connection *connection, int ms)
{
	struct pollfd stop = {.fd = connection->stage->stop[0],
	    .events = POLLIN};

	return poll(&stop, 1, ms) == 0;
}

static ssize_t send_some(struct connection *connection, const char *bytes,
    size_t len)
{
	size_t sent = 0;

	if (connection->ssl == NULL)
		return send(connection->fd, bytes, len,
		    MSG_NOSIGNAL | MSG_DONTWAIT);
	return SSL_write_ex(connection->ssl, bytes, len, &sent) == 1
	    ? (ssize_t)sent
	    : -1;
}

static bool send_all(struct connection *connection, const char *bytes,
    size_t len)
{
	while (len > 0) {
		ssize_t sent;

		if (!await(connection, POLLOUT, -1))
			return false;
		sent = send_some(connection, bytes, len);
		if (sent < 0 && (connection->ssl != NULL ||
		    (errno != EAGAIN && errno != EINTR)))
			return false;
		if (sent > 0) {
			bytes += sent;
			len -= (size_t)sent;
		}
	}
	return true;
}

static ssize_t receive(struct connection *connection, char *bytes, size_t len)
{
	size_t got = 0;

	if (connection->ssl == NULL)
		return recv(connection->fd, bytes, len, 0);
	return SSL_read_ex(connection->ssl, bytes, len, &got) == 1
	    ? (ssize_t)got
	    : -1;
}

/* --- playing ----------------------------------------------------------- */

static void reset(struct connection *connection)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};

	setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* Until the other end closes. */
static void hang(struct connection *connection)
{
	char bytes[512];

	while (await(connection, POLLIN, -1) &&
	    receive(connection, bytes, sizeof(bytes)) > 0)
		;
}

/* False: the connection is to be closed. */
static bool play(struct connection *connection,
    const struct stage_action *action)
{
	switch (action->act) {
	case STAGE_SEND:
		return send_all(connection, action->bytes, action->len);
	case STAGE_REPEAT:
		for (int i = 0; i < action->number; i++)
			if (!send_all(connection, action->bytes, action->len))
				return false;
		return true;
	case STAGE_DRIP:
		for (size_t i = 0; i < action->len; i++)
			if (!send_all(connection, action->bytes + i, 1) ||
			    !pause_ms(connection, action->number))
				return false;
		return true;
	case STAGE_WAIT:
		return pause_ms(connection, action->number);
	case STAGE_HANG:
		hang(connection);
		return false;
	case STAGE_RESET:
		reset(connection);
		return false;
	case STAGE_CLOSE:
		return false;
	}
	return false;
}

/* The scene for the nth request of a path; NULL: none. */
static const struct stage_scene *find_scene(struct stage *stage,
    const char *path, const char *request, int nth)
{
	for (size_t i = 0; i < stage->scene_count; i++) {
		const struct stage_scene *scene = &stage->scenes[i];

		if ((strcmp(scene->path, path) == 0 ||
		        (strcmp(scene->path, "*") == 0 &&
		            strcmp(path, "accept") != 0)) &&
		    (scene->nth == 0 || scene->nth == nth) &&
		    (scene->holds == NULL ||
		        strstr(request, scene->holds) != NULL))
			return scene;
	}
	return NULL;
}

static int count_seen(const struct stage *stage, const char *path)
{
	int count = 0;

	for (size_t i = 0; i < stage->seen_count; i++)
		count += path == NULL ||
		    strcmp(stage->seen[i].path, path) == 0;
	return count;
}

static bool answer(struct connection *connection, const char *path,
    const char *request)
{
	static const char missing[] = "HTTP/1.1 404 Not Found\r\n"
	                              "Content-Length: 0\r\n\r\n";
	struct stage *stage = connection->stage;
	const struct stage_scene *scene;

	pthread_mutex_lock(&stage->lock);
	if (stage->seen_count < REQUESTS_MOST)
		stage->seen[stage->seen_count++] = (struct seen){
		    mem_dup(path), mem_dup(request)};
	scene = find_scene(stage, path, request, count_seen(stage, path));
	pthread_mutex_unlock(&stage->lock);
	if (scene == NULL)
		return send_all(connection, missing, sizeof(missing) - 1);
	for (size_t i = 0; i < scene->count; i++)
		if (!play(connection, &scene->actions[i]))
			return false;
	return true;
}

/* RFC 1928: every wish is granted, and led to this stage itself. */
static bool shake_socks(struct connection *connection, struct str *request)
{
	static const char hello[] = "\x05\x00";
	static const char granted[] = "\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50";
	char bytes[300];

	str_clear(request);
	return send_all(connection, hello, 2) &&
	    await(connection, POLLIN, -1) &&
	    receive(connection, bytes, sizeof(bytes)) > 0 &&
	    send_all(connection, granted, 10);
}

static bool read_request(struct connection *connection, struct str *request)
{
	str_clear(request);
	while (strstr(request->data, "\r\n\r\n") == NULL) {
		char bytes[4096];
		ssize_t got;

		if ((connection->ssl == NULL ||
		        SSL_pending(connection->ssl) == 0) &&
		    !await(connection, POLLIN, -1))
			return false;
		got = receive(connection, bytes, sizeof(bytes));
		if (got <= 0 || request->len > REQUEST_MOST)
			return false;
		str_add_len(request, bytes, (size_t)got);
		if (request->data[0] == 5 &&
		    !shake_socks(connection, request))
			return false;
		if (request->data[0] == '\x16') /* TLS where none is */
			return answer(connection, "hello", "");
	}
	return true;
}

static void talk(struct connection *connection)
{
	const struct stage_scene *accept = find_scene(connection->stage,
	    "accept", "", 0);
	struct str request, path;
	bool is_open = true;

	if (accept != NULL) {
		for (size_t i = 0; is_open && i < accept->count; i++)
			is_open = play(connection, &accept->actions[i]);
		if (!is_open)
			return;
	}
	if (connection->stage->context != NULL) {
		connection->ssl = SSL_new(connection->stage->context);
		SSL_set_fd(connection->ssl, connection->fd);
		if (SSL_accept(connection->ssl) != 1)
			return;
	}
	str_init(&request);
	str_init(&path);
	while (is_open && read_request(connection, &request)) {
		const char *start = strchr(request.data, ' ');

		if (start == NULL)
			break;
		str_clear(&path);
		str_add_len(&path, start + 1, strcspn(start + 1, " \r"));
		is_open = answer(connection, path.data, request.data);
	}
	str_release(&request);
	str_release(&path);
}

static void *run_connection(void *ctx)
{
	struct connection *connection = ctx;
	struct stage *stage = connection->stage;

	talk(connection);
	if (connection->ssl != NULL)
		SSL_free(connection->ssl);
	close(connection->fd);
	free(connection);
	pthread_mutex_lock(&stage->lock);
	if (--stage->connections == 0)
		pthread_cond_signal(&stage->all_gone);
	pthread_mutex_unlock(&stage->lock);
	return NULL;
}

static void take_connection(struct stage *stage, int fd)
{
	struct connection *connection = mem_alloc_zero(1,
	    sizeof(*connection));
	int one = 1;
	pthread_t thread;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	*connection = (struct connection){stage, fd, NULL};
	pthread_mutex_lock(&stage->lock);
	stage->all_connections++;
	stage->connections++;
	pthread_mutex_unlock(&stage->lock);
	if (pthread_create(&thread, NULL, run_connection, connection) != 0)
		fatal("no thread");
	pthread_detach(thread);
}

static void *run_stage(void *ctx)
{
	struct stage *stage = ctx;

	for (;;) {
		struct pollfd fds[2] = {
		    {.fd = stage->fd, .events = POLLIN},
		    {.fd = stage->stop[0], .events = POLLIN}};
		int fd;

		if (poll(fds, 2, -1) < 0 || fds[1].revents != 0)
			return NULL;
		fd = accept(stage->fd, NULL, NULL);
		if (fd >= 0)
			take_connection(stage, fd);
	}
}

/* --- from start to end ------------------------------------------------- */

static bool listen_on(struct stage *stage, bool is_ipv6)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6,
	    .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	struct sockaddr *address = is_ipv6 ? (struct sockaddr *)&in6
	                                   : (struct sockaddr *)&in;
	socklen_t size = is_ipv6 ? sizeof(in6) : sizeof(in);

	stage->fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (stage->fd < 0 || bind(stage->fd, address, size) != 0 ||
	    listen(stage->fd, 64) != 0 ||
	    getsockname(stage->fd, address, &size) != 0)
		return false;
	stage->port = ntohs(is_ipv6 ? in6.sin6_port : in.sin_port);
	return true;
}

struct stage *stage_new(enum stage_tls tls, bool is_ipv6, const char *folder)
{
	struct stage *stage = mem_alloc_zero(1, sizeof(*stage));

	pthread_mutex_init(&stage->lock, NULL);
	pthread_cond_init(&stage->all_gone, NULL);
	if (pipe(stage->stop) != 0)
		fatal("no pipe");
	if (tls != STAGE_PLAIN) {
		stage->context = certificates_context(tls, folder);
		certificates_digest(stage->context, stage->digest);
	}
	if (listen_on(stage, is_ipv6))
		return stage;
	stage_free(stage);
	return NULL;
}

int stage_port(const struct stage *stage)
{
	return stage->port;
}

const char *stage_digest(const struct stage *stage)
{
	return stage->digest;
}

void stage_start(struct stage *stage, const struct stage_scene *scenes,
    size_t count)
{
	sigset_t all, old;

	stage->scenes = scenes;
	stage->scene_count = count;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pthread_create(&stage->thread, NULL, run_stage, stage) != 0)
		fatal("no thread");
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	stage->is_started = true;
}

void stage_free(struct stage *stage)
{
	close(stage->stop[1]);
	if (stage->is_started)
		pthread_join(stage->thread, NULL);
	pthread_mutex_lock(&stage->lock);
	while (stage->connections > 0)
		pthread_cond_wait(&stage->all_gone, &stage->lock);
	pthread_mutex_unlock(&stage->lock);
	close(stage->stop[0]);
	if (stage->fd >= 0)
		close(stage->fd);
	SSL_CTX_free(stage->context);
	for (size_t i = 0; i < stage->seen_count; i++) {
		free(stage->seen[i].path);
		free(stage->seen[i].text);
	}
	pthread_mutex_destroy(&stage->lock);
	pthread_cond_destroy(&stage->all_gone);
	free(stage);
}

int stage_count(struct stage *stage, const char *path)
{
	int count;

	pthread_mutex_lock(&stage->lock);
	count = count_seen(stage, path);
	pthread_mutex_unlock(&stage->lock);
	return count;
}

int stage_connections(struct stage *stage)
{
	int count;

	pthread_mutex_lock(&stage->lock);
	count = stage->all_connections;
	pthread_mutex_unlock(&stage->lock);
	return count;
}

char *stage_requests(struct stage *stage, const char *path)
{
	struct str all;

	str_init(&all);
	pthread_mutex_lock(&stage->lock);
	for (size_t i = 0; i < stage->seen_count; i++)
		if (strcmp(stage->seen[i].path, path) == 0)
			str_add(&all, stage->seen[i].text);
	pthread_mutex_unlock(&stage->lock);
	return str_detach(&all);
}
