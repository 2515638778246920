/*
 * Role: the order of a list's rows: which stands above which, and pages of
 * them read from the store by it. Private to rows. Thread: main.
 */
#ifndef UI_ROWS_ORDER_H
#define UI_ROWS_ORDER_H

#include "ui/rows.h"

/* Rows strictly below a row, or above it; id 0: from the first, the last. */
struct rows_page {
	struct row_key at;
	bool is_upward, is_unread_only;
	size_t limit;
};

/* Whether a stands above b. */
bool rows_is_above(const struct rows *rows, struct row_key a,
    struct row_key b);

/* In the order of the list, into its arena. */
MUST_CHECK bool rows_read_page(struct rows *rows,
    const struct rows_page *page, struct article_row **read, size_t *count,
    struct error *err);

/* All rows, and the unread ones; or those above a row. */
MUST_CHECK bool rows_count(struct rows *rows, struct row_key above,
    int64_t *total, int64_t *unread, struct error *err);

#endif
