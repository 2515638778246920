/*
 * Role: which pictures of a page are worth showing, and where the real file
 * is (pages load them late, by attributes of many names). Thread: any.
 */
#ifndef PAGE_PICTURE_H
#define PAGE_PICTURE_H

#include "page/tree.h"

#include <stdbool.h>

/* False for icons, spacers, avatars, counters. */
bool picture_is_worth(const struct node *image);

/* The absolute address, in the arena; NULL if there is none. */
char *picture_url(struct arena *arena, const char *base,
    const struct node *image);

/* What its alt attribute says, clean; "" where that tells nothing of it. */
char *picture_text(struct arena *arena, const struct node *image);

#endif
