/*
 * What fetching costs, net alone, beside curl --parallel to /dev/null on the
 * same bytes: COUNT requests of SIZE bytes from a server of our own on
 * 127.0.0.1, all 200 and all 304; then spread over HOSTS hosts (127.0.0.x)
 * with MS of latency an answer, beside the bound that two connections a host
 * give, and with that limit lifted.
 *
 *     net_bench [COUNT [SIZE [HOSTS [MS]]]]        1000 52000 34 100
 *
 * CPU is user and system of the asking side; medians of ROUNDS in turn.
 */
#include "base/clock.h"
#include "base/str.h"
#include "bench/measure.h"
#include "net/net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 5, HOSTS_MOST = 200, FDS_MOST = 4096, EVENTS_MOST = 256 };

struct setting {
	int count, size, hosts, latency_ms;
	int port;
};

/* --- a server ---------------------------------------------------------- */

struct client {
	size_t head;          /* bytes of "\r\n\r\n" seen */
	bool is_conditional;
	size_t left;          /* bytes still to be sent */
	const char *out;
};

struct answer {
	int fd;
	int64_t due;
};

struct server {
	int epoll, listeners[HOSTS_MOST];
	struct client *clients;
	struct str full, unchanged;
	/* those that wait for their time, in order */
	struct answer *queue;
	size_t first, last;
	int latency_ms;
};

static void watch_fd(struct server *server, int fd, unsigned events, int how)
{
	struct epoll_event event = {.events = events, .data.fd = fd};

	if (epoll_ctl(server->epoll, how, fd, &event) != 0)
		fatal("no epoll: %d", errno);
}

static void send_more(struct server *server, int fd)
{
	struct client *client = &server->clients[fd];

	while (client->left > 0) {
		ssize_t sent = send(fd, client->out, client->left,
		    MSG_NOSIGNAL | MSG_DONTWAIT);

		if (sent < 0) {
			watch_fd(server, fd, EPOLLIN | EPOLLOUT,
			    EPOLL_CTL_MOD);
			return;
		}
		client->out += sent;
		client->left -= (size_t)sent;
	}
}

static void answer(struct server *server, int fd)
{
	struct client *client = &server->clients[fd];
	const struct str *what = client->is_conditional ? &server->unchanged
	                                                : &server->full;

	client->out = what->data;
	client->left = what->len;
	client->is_conditional = false;
	send_more(server, fd);
}

static void take_request(struct server *server, int fd)
{
	if (server->latency_ms == 0) {
		answer(server, fd);
		return;
	}
	server->queue[server->last++ % FDS_MOST] = (struct answer){fd,
	    clock_ticks() + server->latency_ms};
}

static void read_client(struct server *server, int fd)
{
	static const char end[] = "\r\n\r\n";
	struct client *client = &server->clients[fd];
	char bytes[8192];
	ssize_t got = recv(fd, bytes, sizeof(bytes) - 1, MSG_DONTWAIT);

	if (got <= 0) {
		if (got == 0 || errno != EAGAIN)
			close(fd);
		return;
	}
	bytes[got] = '\0';
	if (strstr(bytes, "If-Modified-Since") != NULL)
		client->is_conditional = true;
	for (ssize_t i = 0; i < got; i++) {
		client->head = bytes[i] == end[client->head]
		    ? client->head + 1
		    : bytes[i] == '\r';
		if (client->head < 4)
			continue;
		client->head = 0;
		take_request(server, fd);
	}
}

static void take_client(struct server *server, int listener)
{
	int fd = accept(listener, NULL, NULL), one = 1;

	if (fd < 0 || fd >= FDS_MOST)
		fatal("too many connections");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	server->clients[fd] = (struct client){0};
	watch_fd(server, fd, EPOLLIN, EPOLL_CTL_ADD);
}

static bool is_listener(const struct server *server, int hosts, int fd)
{
	return fd >= server->listeners[0] &&
	    fd <= server->listeners[hosts - 1];
}

_Noreturn static void serve(struct server *server, int hosts)
{
	struct epoll_event events[EVENTS_MOST];

	for (;;) {
		int64_t now = clock_ticks();
		int wait = -1, count;

		while (server->first < server->last &&
		    server->queue[server->first % FDS_MOST].due <= now)
			answer(server,
			    server->queue[server->first++ % FDS_MOST].fd);
		if (server->first < server->last)
			wait = (int)(server->queue[server->first % FDS_MOST]
			                 .due - now);
		count = epoll_wait(server->epoll, events, EVENTS_MOST, wait);
		for (int i = 0; i < count; i++) {
			int fd = events[i].data.fd;

			if (is_listener(server, hosts, fd))
				take_client(server, fd);
			else if (events[i].events & EPOLLOUT)
				send_more(server, fd);
			else
				read_client(server, fd);
		}
	}
}

static int listen_on(int host, int *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)*port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)host)};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 ||
	    listen(fd, 1024) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		fatal("cannot listen on host %d", host);
	*port = ntohs(address.sin_port);
	return fd;
}

static pid_t start_server(struct setting *setting)
{
	struct server server = {.latency_ms = setting->latency_ms};
	struct str *full = &server.full;
	pid_t pid;

	setting->port = 0;
	for (int i = 0; i < setting->hosts; i++)
		server.listeners[i] = listen_on(i, &setting->port);
	pid = fork();
	if (pid != 0) {
		for (int i = 0; i < setting->hosts; i++)
			close(server.listeners[i]);
		return pid;
	}
	server.epoll = epoll_create1(0);
	server.clients = mem_alloc_zero(FDS_MOST, sizeof(*server.clients));
	server.queue = mem_alloc_zero(FDS_MOST, sizeof(*server.queue));
	str_init(full);
	str_init(&server.unchanged);
	str_addf(full, "HTTP/1.1 200 OK\r\nContent-Type: "
	               "application/rss+xml\r\nLast-Modified: Sun, 22 Nov 2026 "
	               "01:00:00 GMT\r\nContent-Length: %d\r\n\r\n",
	    setting->size);
	memset(str_reserve(full, (size_t)setting->size), 'x',
	    (size_t)setting->size);
	full->len += (size_t)setting->size;
	str_add(&server.unchanged, "HTTP/1.1 304 Not Modified\r\n\r\n");
	for (int i = 0; i < setting->hosts; i++)
		watch_fd(&server, server.listeners[i], EPOLLIN, EPOLL_CTL_ADD);
	serve(&server, setting->hosts);
}

/* --- asking ------------------------------------------------------------ */

struct figure {
	double cpu, wall;
};

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void make_url(const struct setting *setting, int number, char *url,
    size_t size)
{
	snprintf(url, size, "http://127.0.0.%d:%d/f/%05d.xml",
	    1 + number % setting->hosts, setting->port, number);
}

static void ask_all(const struct setting *setting, int connections,
    int per_host, bool is_conditional)
{
	struct net_options options = net_options_default();
	struct net_response response;
	struct error err;
	struct net *net;
	char url[128];
	int good = 0;

	options.connections_most = connections;
	options.connections_per_host = per_host;
	net = net_new(&options, &err);
	for (int i = 0; i < setting->count; i++) {
		make_url(setting, i, url, sizeof(url));
		net_start(net, &(struct net_request){.id = i, .url = url,
		    .named_url = url, .body_most = 1 << 20,
		    .last_modified = is_conditional
		        ? "Sun, 22 Nov 2026 01:00:00 GMT"
		        : NULL});
	}
	while (net_pending(net) > 0)
		if (net_wait(net, 1000, &response)) {
			good += response.is_ok;
			net_response_release(&response);
		}
	net_free(net);
	if (good != setting->count)
		fatal("%d of %d came", good, setting->count);
}

static void run_curl(const struct setting *setting, int connections,
    bool is_conditional)
{
	char path[] = "/tmp/net-bench-XXXXXX", most[16], url[128];
	int fd = mkstemp(path);
	FILE *file = fdopen(fd, "w");

	for (int i = 0; i < setting->count; i++) {
		make_url(setting, i, url, sizeof(url));
		fprintf(file, "url = \"%s\"\noutput = \"/dev/null\"\n", url);
	}
	fclose(file);
	snprintf(most, sizeof(most), "%d", connections);
	if (fork() == 0) {
		if (is_conditional)
			execlp("curl", "curl", "-s", "--no-progress-meter", "-Z", "--parallel-max",
			    most, "-K", path, "-H", "If-Modified-Since: Sun, "
			    "22 Nov 2026 01:00:00 GMT", (char *)NULL);
		else
			execlp("curl", "curl", "-s", "--no-progress-meter", "-Z", "--parallel-max",
			    most, "-K", path, (char *)NULL);
		_exit(127);
	}
	wait(NULL);
	unlink(path);
}

/* net in a process of its own, as curl is: both start from nothing. */
static struct figure measure(const struct setting *setting, bool is_curl,
    int connections, int per_host, bool is_conditional)
{
	int64_t start = clock_ticks();
	struct rusage usage;
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (is_curl)
			run_curl(setting, connections, is_conditional);
		else
			ask_all(setting, connections, per_host,
			    is_conditional);
		_exit(0);
	}
	if (wait4(pid, &status, 0, &usage) != pid || status != 0)
		fatal("failed");
	return (struct figure){
	    seconds(usage.ru_utime) + seconds(usage.ru_stime),
	    (double)(clock_ticks() - start) / 1000};
}

static double median(double *values)
{
	qsort(values, ROUNDS, sizeof(*values), measure_compare);
	return values[ROUNDS / 2];
}

/* Both in turn; what net takes of each thing, as a multiple of curl's. */
static void compare_both(const struct setting *setting, const char *name,
    int connections, int per_host, bool is_conditional, double bound)
{
	double cpu[2][ROUNDS], wall[2][ROUNDS], mid[4];

	for (int i = 0; i < ROUNDS; i++)
		for (int who = 0; who < 2; who++) {
			struct figure figure = measure(setting, who == 1,
			    who == 1 && bound == 0 && setting->latency_ms > 0
			        ? 256
			        : connections,
			    per_host, is_conditional);

			cpu[who][i] = figure.cpu;
			wall[who][i] = figure.wall;
		}
	for (int i = 0; i < 4; i++)
		mid[i] = median(i < 2 ? cpu[i] : wall[i - 2]);
	printf("%-26s CPU %.3f s, curl %.3f s: %.2f   wall %.3f s, curl "
	       "%.3f s: %.2f",
	    name, mid[0], mid[1], mid[0] / mid[1], mid[2], mid[3],
	    mid[2] / mid[3]);
	if (bound > 0)
		printf("   bound %.3f s: %.2f", bound, mid[2] / bound);
	printf("\n");
	fflush(stdout);
}

static void run(struct setting *setting)
{
	int each = (setting->count + setting->hosts - 1) / setting->hosts;
	pid_t server;
	struct setting near = *setting;

	near.hosts = 1;
	near.latency_ms = 0;
	server = start_server(&near);
	compare_both(&near, "one host, 200", 64, 2, false, 0);
	compare_both(&near, "one host, 304", 64, 2, true, 0);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	server = start_server(setting);
	compare_both(setting, "latency, 2 a host", 96, 2, false,
	    (each + 1) / 2 * setting->latency_ms / 1000.0);
	compare_both(setting, "latency, limit lifted", 256, 256, false, 0);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
}

int main(int argc, char **argv)
{
	int *numbers[4];
	struct setting setting = {.count = 1000, .size = 52000, .hosts = 34,
	    .latency_ms = 100};

	numbers[0] = &setting.count;
	numbers[1] = &setting.size;
	numbers[2] = &setting.hosts;
	numbers[3] = &setting.latency_ms;
	for (int i = 1; i < argc && i <= 4; i++)
		*numbers[i - 1] = (int)strtol(argv[i], NULL, 10);
	if (setting.hosts < 1 || setting.hosts > HOSTS_MOST)
		fatal("1 to %d hosts", HOSTS_MOST);
	setenv("no_proxy", "*", 1);
	run(&setting);
	return 0;
}
