/*
 * Role: what merging another cache is made of. Inside the room only.
 * Thread: the handles'.
 */
#ifndef STORE_MERGE_H
#define STORE_MERGE_H

#include "store/internal.h"

/*
 * Another cache, to be read; an older one is migrated in a copy at beside,
 * which other_close removes. ERROR_STORE_FOREIGN, _NEWER, _DAMAGED.
 */
struct store *other_open(const char *path, const char *beside,
    struct error *err);
void other_close(struct store *other, const char *beside);

/* A merge under way. */
struct merging {
	struct store *store, *other;
	int64_t now;
	struct import_counts *counts;
	struct pair {
		int64_t theirs, ours;
		int64_t total, unread; /* to be counted */
	} *sources;
	size_t source_count, source_cap;
	int64_t *tags; /* ours, by theirs */
	size_t tag_count;
	bool is_same_packing; /* their dictionaries are ours */
	bool takes_log;
	struct known_article {
		int64_t theirs, ours;
	} *articles; /* for their log, if that is taken; ascending */
	size_t article_count, article_cap;
	struct error *err;
};

/* One line of clean text; NULL where there is none. */
const char *merge_read_line(const struct cursor *cursor, int column,
    struct arena *arena);

/* An address as it stands; NULL if none of the web or of files. */
const char *merge_read_url(const struct cursor *cursor, int column,
    struct arena *arena);

/*
 * merge_names.c: their sources, of which ours are known by then; tags, saved
 * searches, dictionaries, where sites of the catalogue have their news.
 */
MUST_CHECK bool merge_sources(struct merging *merging);
MUST_CHECK bool merge_names(struct merging *merging);

/*
 * merge_log.c: their log of changes, where ours is empty. Begun before
 * anything else is merged; ended when all is, with their articles noted in
 * the order of their ids.
 */
MUST_CHECK bool merge_begin_log(struct merging *merging);
void merge_note_article(struct merging *merging, int64_t theirs,
    int64_t ours);
MUST_CHECK bool merge_end_log(struct merging *merging);

#endif
