/*
 * Role: whole files, and folders. Thread: any.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Append a file's bytes to out; "-" is standard input. More than limit bytes
 * is ERROR_FILE_TOO_LARGE; else ERROR_FILE_READ with errno. A folder, a
 * device or a pipe named by path is refused (EISDIR, EINVAL).
 */
MUST_CHECK bool file_read(const char *path, size_t limit, struct str *out,
    struct error *err);

/*
 * The same for a path relative to folder, which it cannot leave, neither by
 * ".." nor by a symbolic link (ERROR_FILE_OUTSIDE).
 */
MUST_CHECK bool file_read_below(const char *folder, const char *path,
    size_t limit, struct str *out, struct error *err);

/*
 * Replace a file's content at once: written beside it, synced, renamed. Mode
 * 0600 for a new file, an old one's mode is kept.
 */
MUST_CHECK bool file_write(const char *path, const char *data, size_t len,
    struct error *err);

/* Make all folders of path up to its last slash, mode 0700. */
MUST_CHECK bool file_make_folders(const char *path, struct error *err);

/* Make a new name lasting: sync the folder that it stands in, if one can. */
void file_sync_name(const char *path);

bool file_exists(const char *path);

#endif
