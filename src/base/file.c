#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool read_all(int fd, const char *path, size_t limit, struct str *out,
    struct error *err)
{
	size_t start = out->len;
	ssize_t got;

	for (;;) {
		char *room = str_reserve(out, 64 * 1024);

		got = read(fd, room, 64 * 1024);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		out->len += (size_t)got;
		out->data[out->len] = '\0';
		if (out->len - start > limit) {
			str_cut(out, start);
			return error_set(err, ERROR_FILE_TOO_LARGE, path,
			    (long)limit);
		}
	}
	if (got < 0) {
		str_cut(out, start);
		return error_set(err, ERROR_FILE_READ, path, errno);
	}
	return true;
}

static bool read_open(int fd, const char *path, size_t limit, struct str *out,
    struct error *err)
{
	struct stat info;
	bool is_read;

	if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
		int why = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;

		close(fd);
		return error_set(err, ERROR_FILE_READ, path, why);
	}
	is_read = read_all(fd, path, limit, out, err);
	close(fd);
	return is_read;
}

bool file_read(const char *path, size_t limit, struct str *out,
    struct error *err)
{
	int fd;

	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, path, limit, out, err);
	/* not to hang on a pipe that nobody writes */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return error_set(err, ERROR_FILE_READ, path, errno);
	return read_open(fd, path, limit, out, err);
}

bool file_read_below(const char *folder, const char *path, size_t limit,
    struct str *out, struct error *err)
{
	char real_folder[PATH_MAX], real_path[PATH_MAX];
	struct str joined;
	size_t len;
	int fd;

	str_init(&joined);
	str_addf(&joined, "%s/%s", folder, path);
	if (realpath(folder, real_folder) == NULL ||
	    realpath(joined.data, real_path) == NULL) {
		error_set(err, ERROR_FILE_READ, joined.data, errno);
		str_release(&joined);
		return false;
	}
	str_release(&joined);
	len = strlen(real_folder);
	if (len == 1) /* the root holds everything */
		len = 0;
	if (strncmp(real_folder, real_path, len) != 0 || real_path[len] != '/')
		return error_set(err, ERROR_FILE_OUTSIDE, path, 0);
	fd = open(real_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return error_set(err, ERROR_FILE_READ, real_path, errno);
	return read_open(fd, real_path, limit, out, err);
}

void file_sync_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	/* "/a" lies in "/", "a" in "." */
	char *folder = slash == NULL ? mem_dup(".") : mem_dup_len(path,
	    slash == path ? 1 : (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)fsync(fd); /* not every file system can */
		close(fd);
	}
	free(folder);
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, data, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		data += put;
		len -= (size_t)put;
	}
	return fsync(fd) == 0;
}

bool file_write(const char *path, const char *data, size_t len,
    struct error *err)
{
	struct stat info;
	struct str beside;
	bool is_written;
	int fd;

	str_init(&beside);
	str_addf(&beside, "%s.XXXXXX", path);
	fd = mkstemp(beside.data);
	if (fd < 0) {
		str_release(&beside);
		return error_set(err, ERROR_FILE_WRITE, path, errno);
	}
	if (stat(path, &info) == 0)
		(void)fchmod(fd, info.st_mode & 0777);
	is_written = write_all(fd, data, len);
	if (close(fd) != 0)
		is_written = false;
	if (!is_written || rename(beside.data, path) != 0) {
		error_set(err, ERROR_FILE_WRITE, path, errno);
		unlink(beside.data);
		is_written = false;
	}
	if (is_written)
		file_sync_name(path);
	str_release(&beside);
	return is_written;
}

bool file_make_folders(const char *path, struct error *err)
{
	char *copy = mem_dup(path), *slash = copy;
	bool is_made = true;

	while (is_made && (slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		if (mkdir(copy, 0700) == 0)
			file_sync_name(copy);
		else if (errno != EEXIST)
			is_made = error_set(err, ERROR_FILE_WRITE, copy, errno);
		*slash = '/';
	}
	free(copy);
	return is_made;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}
