/*
 * Role: marks as dropped what stands around an article: menus, side columns,
 * share bars, comments, by element, role and the words of its class and id.
 * Thread: any.
 */
#ifndef PAGE_BOILERPLATE_H
#define PAGE_BOILERPLATE_H

#include "page/tree.h"

/*
 * What holds the better part of a page's text stays whatever its name, and
 * so does what holds its h1.
 */
void boilerplate_drop(struct tree *tree);

#endif
