/*
 * Role: a search over the whole cache as a list: found in steps between
 * keys, its first rows within a frame; what its words are met by, for
 * painting. Thread: main.
 */
#ifndef UI_SEARCH_VIEW_H
#define UI_SEARCH_VIEW_H

#include "base/arena.h"
#include "base/str.h"
#include "store/search.h"
#include "ui/paint.h"

#include <stdbool.h>
#include <stdint.h>

struct ui;

enum { SNIPPETS_KEPT = 64 };

struct search_view {
	struct store_search *search; /* NULL: none, or only a narrowed list */
	bool is_done;
	enum search_order order;
	int64_t unindexed; /* articles that the index does not hold yet */
	struct arena arena; /* of parsed, and the snippets */
	struct search_query parsed;
	struct {
		int64_t id;
		struct search_snippet snippet;
	} snippets[SNIPPETS_KEPT];
	size_t snippet_next;
};

void search_view_init(struct ui *ui);
void search_view_release(struct ui *ui);

/* Understand what was typed; is_found: and look for it everywhere. */
void search_view_begin(struct ui *ui, const char *text, bool is_everywhere);
void search_view_end(struct ui *ui);

/* Go on for some milliseconds; false: there is nothing to go on with. */
bool search_view_step(struct ui *ui);
bool search_view_is_pending(const struct ui *ui);

/* The list of one that is kept. */
void search_view_open(struct ui *ui, const char *text);

/* Best first, or newest first. */
void search_view_toggle_order(struct ui *ui);

/* Text in which words of the query are painted as hits. */
int search_view_paint(struct ui *ui, const struct paint *paint, int y, int x,
    int columns, const char *text, enum role role);

/* The part of an article where they are; false: only its title is meant. */
bool search_view_paint_snippet(struct ui *ui, const struct paint *paint,
    int y, int x, int columns, int64_t id);

/* "18 results, newest first" */
void search_view_add_status(struct ui *ui, struct str *out);

/* Names of filters, and of what they may hold, that go on with the field. */
void search_view_complete(struct ui *ui);
void search_view_add_offers(struct ui *ui, struct str *out, int columns);

#endif
