/*
 * Role: finds nodes of a tree by selectors, a small part of CSS: lists
 * ("a, b"), descendants ("a b") and children ("a > b") of tag, #id, .class,
 * [name], [name=value], [name*=part], [name^=start]. Thread: any.
 */
#ifndef PAGE_SELECT_H
#define PAGE_SELECT_H

#include "page/tree.h"

#include <stdbool.h>
#include <stdint.h>

struct selector; /* a list of them, compiled */

/*
 * Which ids, classes and attributes occur in a tree at all (a Bloom filter), so that the
 * selectors of sites which a page is not of cost next to nothing.
 */
struct select_index {
	uint64_t bits[128];
};

void select_index_fill(struct select_index *index, const struct tree *tree);

/* What is not understood of text matches nothing. NULL and "" too. */
struct selector *selector_new(struct arena *arena, const char *text);

/* Whether all of it is understood, and there is something. */
bool selector_is_valid(const char *text);

bool selector_matches(const struct selector *selector,
    const struct node *node);

/*
 * The first match below top in document order, or NULL. With an index (not
 * NULL) the selector is for that index's tree from then on.
 */
struct node *selector_find(struct selector *selector,
    const struct select_index *index, const struct node *top);

/* The next match after node (a match itself: below it or past it). */
struct node *selector_find_next(const struct selector *selector,
    const struct node *node, const struct node *top);

#endif
