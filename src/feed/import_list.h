/*
 * Role: what the readers of lists have in common: entries, tags, notes.
 * Thread: any.
 */
#ifndef FEED_IMPORT_LIST_H
#define FEED_IMPORT_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "feed/import.h"

/*
 * A urls file that begins so is newsboat's: its words in quotation marks are
 * tags. Without it newsraft's titles look the same.
 */
#define IMPORT_NEWSBOAT "# newsboat"

/* NULL: there are entries enough. */
struct import_entry *import_add_entry(struct import_list *list,
    struct arena *arena, const char *url);

/* A clean copy of at most 1,000 bytes; NULL: nothing is left. */
char *import_clean(struct arena *arena, const char *text, size_t len);

/* A clean copy is kept; a blank title is none. */
void import_set_title(struct import_entry *entry, struct arena *arena,
    const char *title);
void import_add_tag(struct import_entry *entry, struct arena *arena,
    const char *tag, size_t len);

/* The same for a tag that many have, clean already; NULL changes nothing. */
void import_share_tag(struct import_entry *entry, struct arena *arena,
    char *tag);

void import_add_note(struct import_list *list, struct arena *arena, long line,
    enum import_reason reason, const char *text, size_t len);

/*
 * Whether text can be followed; if not it is noted. *url is set to the
 * address, the arena's: feed: becomes http:, a bare host gets https:.
 */
bool import_check_url(struct import_list *list, struct arena *arena,
    long line, const char *text, size_t len, char **url);

/* The formats' readers; false: this is none. */
MUST_CHECK bool import_read_opml(struct import_list *list,
    struct arena *arena, const char *data, size_t len);
MUST_CHECK bool import_read_urls(struct import_list *list,
    struct arena *arena, const char *data, size_t len);

#endif
