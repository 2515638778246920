/*
 * Role: where the parts of an article stand in the pages of known families
 * of sites: one row a family, selectors as page/select reads them. Adding a
 * site is adding a row. Thread: any.
 */
#ifndef PAGE_FAMILIES_H
#define PAGE_FAMILIES_H

#include "base/arena.h"
#include "base/error.h"

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

/* Rows of a reader's own: tried before those above. */
struct family_list {
	struct family *rows;
	size_t count, cap;
};

/*
 * Read rows from text: "[name]" begins one, "part = selectors" fills it, the
 * parts being the fields above; "#" begins a line of remarks. A line that is
 * not understood is left out and told to warn with its number, from 1; so is
 * a row without a body. Memory is the arena's.
 */
void families_read(struct family_list *list, const char *text, size_t len,
    struct arena *arena,
    void (*warn)(void *ctx, long line, enum error_code code), void *ctx);

#endif
