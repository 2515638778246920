/*
 * Role: what a page says of itself in its head (and in meta elements of its
 * body): Open Graph, microdata, the usual names. Texts are clean; NULL is
 * what it does not say. Thread: any.
 */
#ifndef PAGE_META_H
#define PAGE_META_H

#include "page/tree.h"

struct meta {
	const char *title;       /* og:title and the like */
	const char *page_title;  /* <title> */
	const char *description;
	const char *author, *section, *site;
	const char *published, *modified; /* as written */
	const char *language;
	const char *canonical;   /* as written */
	const char *base;        /* <base href>, as written */
	const char *type;        /* og:type */
	bool is_nukeviet;        /* its article:published_time is malformed */
};

void meta_read(struct meta *meta, const struct tree *tree,
    struct arena *arena);

#endif
