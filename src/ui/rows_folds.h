/*
 * Role: stories in a folded list: which stand open, their articles below the
 * first, and those of rows that stay though the list has lost them. Private
 * to rows. Thread: main.
 */
#ifndef UI_ROWS_FOLDS_H
#define UI_ROWS_FOLDS_H

#include "ui/rows.h"

/* Whether this list shows each story once. */
bool rows_folds(const struct rows *rows);

/* Nothing is open any more. */
void rows_close_folds(struct rows *rows);

/* What stands open now: first articles, and how many are below them. */
MUST_CHECK bool rows_refresh_folds(struct rows *rows, struct error *err);

/*
 * Of rows just read, leave out those that are behind a row that stayed, and
 * put open stories' articles below their first.
 */
MUST_CHECK bool rows_fold_page(struct rows *rows, struct article_row **read,
    size_t *count, struct error *err);

/*
 * Rows above a row (id 0: all) that the store does not count, or counts
 * though they are not shown: those of open stories less those behind a row
 * that stayed.
 */
MUST_CHECK bool rows_count_folds(struct rows *rows, struct row_key at,
    int64_t *count, struct error *err);

/*
 * The row that an article stands at, or is behind of; *below: so many rows
 * further down, where its story is open.
 */
MUST_CHECK bool rows_find_head(struct rows *rows, struct row_key *at,
    int64_t *below, struct error *err);

#endif
