#include "ui/watch.h"

#include "base/str.h"

#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>

/* What is committed comes by the log beside the file. */
int watch_open(const char *path)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	struct str log;

	if (fd < 0)
		return -1;
	str_init(&log);
	str_addf(&log, "%s-wal", path);
	if (inotify_add_watch(fd, log.data, IN_MODIFY) < 0) {
		close(fd);
		fd = -1;
	}
	str_release(&log);
	return fd;
}
#else
int watch_open(const char *path)
{
	(void)path;
	return -1;
}
#endif

void watch_drain(int fd)
{
	char seen[4096];

	while (read(fd, seen, sizeof(seen)) > 0)
		;
}

void watch_close(int fd)
{
	if (fd >= 0)
		close(fd);
}
