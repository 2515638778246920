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

/* A line or outline that was passed over. */
enum import_reason {
	IMPORT_PROGRAM, /* exec:, filter:, |... and $(...): never run */
	IMPORT_QUERY,   /* a reader's search, not an address */
	IMPORT_ADDRESS, /* no address that can be followed */
	IMPORT_CUT,     /* the file ends early, in or after this tag */
};
struct import_note {
	long line; /* 0: not known */
	enum import_reason reason;
	char *text; /* as written, at most 200 bytes */
};

struct import_list {
	struct import_entry *entries;
	size_t count, cap;
	struct import_note *notes;
	size_t note_count, note_cap;
};

/*
 * Folders of OPML, its categories, and newsboat's tags become tags; newsraft's
 * "@ section" too. False: ERROR_IMPORT_UNKNOWN (neither OPML nor a list of
 * addresses); what was noted until then stands in list.
 */
MUST_CHECK bool import_read(const char *data, size_t len,
    struct arena *arena, struct import_list *list, struct error *err);

#endif
