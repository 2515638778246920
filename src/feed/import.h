/*
 * Role: lists of subscriptions: OPML 1.0/2.0 and newsboat's urls file, told
 * apart by content. Nothing in them is ever executed. Thread: any.
 */
#ifndef FEED_IMPORT_H
#define FEED_IMPORT_H

#include "base/arena.h"
#include "base/error.h"

#include <stddef.h>

struct import_entry {
	char *url, *title; /* title may be NULL */
	char **tags;
	size_t tag_count, tag_cap;
};

/* A line or outline that was passed over, and why. */
struct import_note {
	long line; /* 0: not known */
	char *text;
};

struct import_list {
	struct import_entry *entries;
	size_t count, cap;
	struct import_note *notes;
	size_t note_count, note_cap;
};

/* False: ERROR_IMPORT_UNKNOWN (neither OPML nor a list of addresses). */
MUST_CHECK bool import_read(const char *data, size_t len,
    struct arena *arena, struct import_list *list, struct error *err);

#endif
