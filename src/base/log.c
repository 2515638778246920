#include "base/log.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LINE_MOST = 2048 };

static int log_fd = -1;

bool log_open(const char *path, struct error *err)
{
	log_fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (log_fd < 0)
		return error_set(err, ERROR_FILE_WRITE, path, errno);
	return true;
}

void log_close(void)
{
	if (log_fd >= 0)
		close(log_fd);
	log_fd = -1;
}

void log_add(const char *room, const char *format, ...)
{
	char text[LINE_MOST], when[32];
	time_t now = time(NULL);
	struct tm tm;
	struct str line;
	va_list args;

	if (log_fd < 0)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	gmtime_r(&now, &tm);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	str_init(&line);
	str_addf(&line, "%s %s: ", when, room);
	for (const char *p = text; *p != '\0'; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			str_addf(&line, "\\x%02x", (unsigned char)*p);
		else
			str_add_char(&line, *p);
	}
	str_add_char(&line, '\n');
	/* one write, so that lines of two processes do not mix */
	if (write(log_fd, line.data, line.len) < 0)
		log_fd = -1;
	str_release(&line);
}
