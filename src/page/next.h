/*
 * Role: where a list goes on: the address of its next page. Thread: any.
 */
#ifndef PAGE_NEXT_H
#define PAGE_NEXT_H

#include "base/arena.h"
#include "page/tree.h"

/*
 * In the arena; NULL if the page names none that a plain request could get.
 * By rel=next (HTML 4.6.7.11), else by what readers click: "Trang sau", the
 * number after that of the page that is shown. Always on url's own host.
 */
char *next_find(const struct tree *tree, struct arena *arena,
    const char *base, const char *url);

#endif
