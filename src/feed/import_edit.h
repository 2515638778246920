/*
 * Role: what is followed as a text to edit, a source a line in its order:
 *     12 paused https://baoquangtri.vn/rss "~Báo Quảng Trị" "xã"
 * the number is the source's (a line without one is new), the rest is as in
 * newsboat's urls. Thread: any.
 */
#ifndef FEED_IMPORT_EDIT_H
#define FEED_IMPORT_EDIT_H

#include "feed/export.h"
#include "feed/import.h"

#include <stdbool.h>
#include <stdint.h>

#define EDIT_PAUSED "paused"

struct edit_line {
	int64_t id; /* 0: new */
	bool is_paused;
	struct import_entry entry;
	long line;
};

void edit_add_line(struct str *out, const struct edit_line *line);

/* False: ERROR_IMPORT_LINE, the first line that is not understood. */
MUST_CHECK bool edit_read(const char *text, struct arena *arena,
    struct edit_line **lines, size_t *count, struct error *err);

#endif
