/*
 * Role: sets a table's rows in columns, or, where they are too wide for the
 * pane, each row as lines "Head: cell". Thread: one at a time.
 */
#ifndef LAYOUT_TABLE_H
#define LAYOUT_TABLE_H

#include "layout/setter.h"

/* Set the body's blocks first..end-1, all rows of one table. */
void table_set(struct setter *setter, size_t first, size_t end);

#endif
