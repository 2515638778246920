/*
 * Role: searches that are kept as lists beside the sources: how many of each
 * are unread, counted when nothing else is to be done; keeping, changing and
 * removing them. Thread: main.
 */
#ifndef UI_SAVED_SEARCHES_H
#define UI_SAVED_SEARCHES_H

#include "store/search.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ui;

struct saved_searches {
	struct arena arena;
	struct saved_search *rows;
	int64_t *unread; /* of each, as last counted */
	size_t count;

	struct store_search *search; /* counts the one at; or NULL */
	size_t at;
	bool is_due;
	int64_t due;     /* clock_ticks; not before it */
	int64_t began;   /* clock_nanos of the count under way */
	int64_t version; /* of the data that was counted */
};

/* Read them again; their counts stay until they are counted anew. */
void saved_load(struct ui *ui);
void saved_release(struct ui *ui);

/* From the file that kept them before the cache did. */
void saved_carry_over(struct ui *ui);

/* Count on, for a moment; when that is to be done next, -1: not at all. */
void saved_step(struct ui *ui, int64_t ticks);
int64_t saved_due(const struct ui *ui, int64_t ticks);

/* Keep the search that is shown, or keep it no longer. */
void saved_keep(struct ui *ui);

/* Change the one that is selected among the sources; or remove it. */
void saved_edit_ask(struct ui *ui, int64_t id);
bool saved_query_accept(struct ui *ui, const char *text);
bool saved_name_accept(struct ui *ui, const char *text);
void saved_remove(struct ui *ui, int64_t id);

#endif
