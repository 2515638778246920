/*
 * Role: what is followed, with what is unread there and how each source is.
 * Thread: main.
 */
#ifndef UI_SOURCES_VIEW_H
#define UI_SOURCES_VIEW_H

#include "base/arena.h"
#include "news/article.h"
#include "news/source.h"
#include "ui/view.h"

#include <stdbool.h>
#include <stdint.h>

enum source_entry_kind {
	ENTRY_ALL,
	ENTRY_STARRED,
	ENTRY_SOURCE,
	ENTRY_TAG,
	ENTRY_SEARCH, /* that is kept */
	ENTRY_GROUP, /* a heading */
	ENTRY_BLANK,
};

struct source_entry {
	enum source_entry_kind kind;
	const struct source *source; /* of ENTRY_SOURCE */
	const char *title;
	const char *query; /* of ENTRY_SEARCH, and its id */
	int64_t id;
	int64_t count; /* unread; of what is starred all */
};

struct sources_view {
	struct arena arena;
	struct source *sources;
	size_t source_count;
	struct source_entry *entries;
	int entry_count, selected, top;
	int jump_from; /* selected before a jump */
	char *sought;  /* folded, while a jump is typed; or NULL */
	int64_t unread;
	int needing_look;
	int64_t last_success; /* the newest of all sources */
	bool is_offline;      /* none could be reached when last asked */
};

void sources_view_init(struct ui *ui);
void sources_view_release(struct ui *ui);

/* Read again; the selected entry stays. */
void sources_view_load(struct ui *ui);

/* Unread counts, from rows marked here. */
void sources_view_count(struct ui *ui, int64_t source_id, int change,
    int starred);

/* What is unread of a search that is kept. */
void sources_view_count_search(struct ui *ui, int64_t id, int64_t unread);

/* The search that is selected; 0: something else is. */
int64_t sources_view_search(const struct ui *ui);

const struct source *sources_view_find(const struct ui *ui, int64_t id);
const struct source *sources_view_selected(const struct ui *ui);

/* Select what is called so: by words' beginnings, or by initials. */
void sources_view_seek(struct ui *ui, const char *folded);

void sources_view_forget_seek(struct ui *ui);

/* Select the neighbour of one that will be gone. */
void sources_view_step(struct ui *ui, int64_t source_id);

/* Select what a query's list is of; false: it is not here. */
bool sources_view_select(struct ui *ui, const struct query *query);

/* What the selected entry is called. */
const char *sources_view_title(const struct ui *ui);

#endif
