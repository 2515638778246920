/*
 * Role: changes of many articles, a step between two keys: all of a list
 * marked, and what was changed last taken back or done again. Small ones are
 * done at once. One at a time. Thread: main.
 */
#ifndef UI_BULK_H
#define UI_BULK_H

#include "news/article.h"
#include "store/store.h"

#include <stdbool.h>

struct ui;

struct bulk {
	struct store_bulk *work; /* NULL: none is under way */
	bool is_mark, is_redo, is_long;
};

/* All of a list is read. */
void bulk_mark_read(struct ui *ui, const struct query *query);

/* Take back the newest change, or do it again. */
void bulk_change_back(struct ui *ui, bool is_redo);

bool bulk_is_pending(const struct ui *ui);
void bulk_step(struct ui *ui);

/* To its end now: before what may not come between, and at the end. */
void bulk_finish(struct ui *ui);

#endif
