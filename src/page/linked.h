/*
 * Role: what a page's JSON-LD (schema.org Article and BreadcrumbList) says of
 * the article. Texts are clean; NULL is what it does not say. Thread: any.
 */
#ifndef PAGE_LINKED_H
#define PAGE_LINKED_H

#include "page/tree.h"

#define LINKED_TRAIL_MAX 8

struct linked {
	const char *title, *author, *section, *language;
	const char *published, *modified; /* as written */
	const char *trail[LINKED_TRAIL_MAX]; /* from the front page down */
	size_t trail_count;
	bool is_article; /* there is an Article at all */
};

void linked_read(struct linked *linked, const struct tree *tree,
    struct arena *arena);

#endif
