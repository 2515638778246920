/*
 * Role: sources that are files of the reader's own (file:). They are read by
 * our own code, never by libcurl, and only below the source's root folder.
 * Thread: any.
 */
#ifndef REFRESH_FOLDER_H
#define REFRESH_FOLDER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/*
 * Append the bytes that a file: address names. source_url is the address of
 * the source that it belongs to (maybe the same): its root is the nearest
 * folder at or above it that holds ".bantin-root", else its own folder. A
 * query is part of the file's name, after '@' instead of '?' (as wget
 * --restrict-file-names=windows writes it); of a folder its index.html is
 * meant. *url becomes the address of the file itself, in the arena.
 *
 * ERROR_FILE_OUTSIDE, ERROR_FILE_READ, ERROR_FILE_TOO_LARGE.
 */
MUST_CHECK bool folder_read(const char *source_url, const char **url,
    size_t most, struct str *out, struct arena *arena, struct error *err);

#endif
