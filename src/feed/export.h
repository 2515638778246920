/*
 * Role: lists of subscriptions as others read them: OPML 2.0 and newsboat's
 * urls. What import_read gives can be written, and read again, without loss.
 * Thread: any.
 */
#ifndef FEED_EXPORT_H
#define FEED_EXPORT_H

#include <stddef.h>

#include "base/str.h"
#include "feed/import.h"

/*
 * Append a document. Tags become the category attribute, in which a comma
 * and a slash of a tag become blanks. title is the list's.
 */
void export_opml(struct str *out, const char *title,
    const struct import_entry *entries, size_t count);

/*
 * Append a line an entry: address, "~title", tags; a comment first tells
 * whose file it is.
 */
void export_urls(struct str *out, const struct import_entry *entries,
    size_t count);
void export_add_entry(struct str *out, const struct import_entry *entry);

#endif
