/*
 * Role: where the parts of an article stand in the pages of known families
 * of sites: one row a family, selectors as page/select reads them. Adding a
 * site is adding a row. Thread: any.
 */
#ifndef PAGE_FAMILIES_H
#define PAGE_FAMILIES_H

#include <stddef.h>

struct family {
	const char *name;  /* for --explain */
	const char *hosts; /* blank-separated; the row is for them alone */
	const char *mark;  /* what must occur on the page besides the body */
	const char *body;  /* the match with the most text is taken */
	const char *title, *lead, *date, *author, *section;
	const char *cover; /* photo and caption that stand before the body */
	const char *drop;  /* what stands inside the body but is none of it */
	const char *aside; /* boxes of explanation: kept, but apart */
};

extern const struct family families[];
extern const size_t family_count;

#endif
