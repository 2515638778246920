/*
 * serve FOLDER|SCRIPT [LOG [REQUESTS]]: the test server for tests in shell. It
 * prints its port on a line and answers until it gets SIGTERM or is left
 * alone. Requests are kept as they come, with all their headers.
 *
 * A script has a path a line, its status, and what is not usual:
 *     /rss/tin.xml 200 file=tin.xml etag="a1"
 *     /cu.xml      301 to=/rss/tin.xml
 *     /cham.xml    200 fault=slow-body file=tin.xml
 *     /ban.xml     429 header=Retry-After:90 delay=200
 * Files are beside the script; an address that starts with / in "to" is on
 * this server. Blanks cannot stand in a value.
 */
#include "base/file.h"
#include "support/server.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FILE_MOST = 64 * 1024 * 1024 };

static const struct {
	const char *name;
	enum server_fault fault;
} faults[] = {
    {"slow-headers", SERVER_SLOW_HEADERS},
    {"slow-body", SERVER_SLOW_BODY},
    {"stall", SERVER_STALL},
    {"silent", SERVER_SILENT},
    {"cut", SERVER_CUT},
    {"long-length", SERVER_LONG_LENGTH},
    {"short-length", SERVER_SHORT_LENGTH},
    {"reset", SERVER_RESET},
    {"no-length", SERVER_NO_LENGTH},
    {"endless", SERVER_ENDLESS},
    {"gzip", SERVER_GZIP},
    {"bomb", SERVER_BOMB},
    {"big-headers", SERVER_BIG_HEADERS},
    {"big-line", SERVER_BIG_LINE},
    {"http-09", SERVER_HTTP_09},
    {"garbage", SERVER_GARBAGE},
    {"bad-chunks", SERVER_BAD_CHUNKS},
};

static enum server_fault fault_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(faults); i++)
		if (strcmp(faults[i].name, name) == 0)
			return faults[i].fault;
	fatal("no such fault: %s", name);
}

struct reading {
	struct server *server;
	char *folder;
	struct server_reply reply;
	struct str headers, body;
};

static void take_option(struct reading *reading, const char *option)
{
	const char *value = strchr(option, '=');
	struct error err;
	size_t len;

	if (value == NULL)
		fatal("not name=value: %s", option);
	len = (size_t)(value++ - option);
	if (strncmp(option, "fault", len) == 0)
		reading->reply.fault = fault_of(value);
	else if (strncmp(option, "type", len) == 0)
		reading->reply.type = value;
	else if (strncmp(option, "etag", len) == 0)
		reading->reply.etag = value;
	else if (strncmp(option, "delay", len) == 0)
		reading->reply.delay_ms = (int)strtol(value, NULL, 10);
	else if (strncmp(option, "header", len) == 0)
		str_addf(&reading->headers, "%.*s: %s\r\n",
		    (int)strcspn(value, ":"), value,
		    value + strcspn(value, ":") + 1);
	else if (strncmp(option, "to", len) == 0)
		str_addf(&reading->headers, "Location: %s\r\n",
		    *value == '/' ? server_url(reading->server, value) : value);
	else if (strncmp(option, "file", len) != 0)
		fatal("unknown: %s", option);
	else if (!file_read_below(reading->folder, value, FILE_MOST,
	             &reading->body, &err))
		fatal("cannot read %s", value);
}

static void take_line(struct reading *reading, char *line)
{
	char *rest, *word = strtok_r(line, " \t", &rest);

	if (word == NULL || *word == '#')
		return;
	reading->reply = (struct server_reply){.path = word};
	str_clear(&reading->headers);
	str_clear(&reading->body);
	word = strtok_r(NULL, " \t", &rest);
	reading->reply.status = word == NULL ? 200
	                                     : (int)strtol(word, NULL, 10);
	while ((word = strtok_r(NULL, " \t", &rest)) != NULL)
		take_option(reading, word);
	reading->reply.headers = reading->headers.data;
	reading->reply.body = reading->body.data;
	reading->reply.body_len = reading->body.len;
	server_set(reading->server, &reading->reply);
}

static void read_script(struct server *server, const char *path)
{
	struct reading reading = {.server = server};
	const char *slash = strrchr(path, '/');
	struct error err;
	struct str text;
	char *rest, *line;

	str_init(&text);
	str_init(&reading.headers);
	str_init(&reading.body);
	reading.folder = slash == NULL ? mem_dup(".")
	                               : mem_dup_len(path,
	                                     (size_t)(slash - path + 1));
	if (!file_read(path, FILE_MOST, &text, &err))
		fatal("cannot read %s", path);
	for (line = strtok_r(text.data, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		take_line(&reading, line);
	free(reading.folder);
	str_release(&reading.headers);
	str_release(&reading.body);
	str_release(&text);
}

int main(int argc, char **argv)
{
	const struct timespec second = {.tv_sec = 1};
	pid_t parent = getppid();
	struct server *server;
	struct stat info;
	sigset_t stops;

	if (argc < 2 || stat(argv[1], &info) != 0)
		fatal("usage: serve FOLDER|SCRIPT [LOG [REQUESTS]]");
	sigemptyset(&stops);
	sigaddset(&stops, SIGTERM);
	sigaddset(&stops, SIGINT);
	sigprocmask(SIG_BLOCK, &stops, NULL);
	server = server_start();
	if (S_ISDIR(info.st_mode))
		server_set_folder(server, argv[1]);
	else
		read_script(server, argv[1]);
	if (argc > 2)
		server_set_log(server, argv[2]);
	if (argc > 3)
		server_set_requests(server, argv[3]);
	printf("%d\n", server_port(server));
	fflush(stdout);
	/* a test that dies must not leave it behind */
	while (sigtimedwait(&stops, NULL, &second) < 0 && getppid() == parent)
		;
	server_stop(server);
	return 0;
}
