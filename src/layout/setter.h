/*
 * Role: sets one paragraph after another: text with roles and links in, lines
 * out. Owns its work memory; lines are the arena's. Thread: one at a time.
 */
#ifndef LAYOUT_SETTER_H
#define LAYOUT_SETTER_H

#include "base/str.h"
#include "layout/layout.h"
#include "layout/lines.h"

#include <stdbool.h>
#include <stddef.h>

struct setter {
	const struct layout_options *options;
	struct arena *arena;
	struct layout *layout;
	const struct block_list *body;
	size_t *numbers; /* of the body's links: in the text, or 0 */
	int margin, width; /* columns of the left margin; of the text */
	int block;         /* what the next lines belong to */

	/* the paragraph that is being put together */
	struct str text;
	struct layout_run *runs;
	size_t run_count, run_cap;

	struct lines lines;
	struct str line;
	struct layout_run *line_runs;
	size_t line_run_count, line_run_cap;
};

void setter_init(struct setter *setter, const struct block_list *body,
    const struct layout_options *options, struct arena *arena,
    struct layout *layout);
void setter_release(struct setter *setter);

/* Begin another paragraph, unset text is dropped. */
void setter_clear(struct setter *setter);

/* Add text; link: its number, or 0. */
void setter_add(struct setter *setter, const char *text, size_t len,
    enum layout_role role, size_t link);

/*
 * Add bytes start..end of a block with its spans; what they leave plain has
 * the role. A link's number follows it: [1].
 */
void setter_add_block(struct setter *setter, const struct block *block,
    size_t start, size_t end, enum layout_role role);

/* Columns that setter_add_block would add. */
int setter_measure_block(struct setter *setter, const struct block *block,
    size_t start, size_t end);

/* The number of an address in the list of links, added to it if new. */
size_t setter_number(struct setter *setter, const char *url);

/* How a paragraph is set. */
struct setter_style {
	int indent; /* columns beyond the margin */
	/* before the first line, and all others; of the same width, or NULL */
	const char *first, *rest;
	enum layout_role mark_role;
	bool is_even, may_stretch;
	size_t lines_most; /* 0: any */
};

/* Break the paragraph into lines and add them; then it is cleared. */
void setter_set(struct setter *setter, const struct setter_style *style);

/* A part of the paragraph that stands in a column of its own. */
struct setter_cell {
	size_t start, end; /* bytes of the paragraph */
	int at, width;     /* its first column, and how many it has */
	bool is_right;
};

/* Set cells beside each other, each broken to its width; then it is cleared. */
void setter_set_cells(struct setter *setter, const struct setter_cell *cells,
    size_t count);

/* Add the paragraph as one line, however wide; then it is cleared. */
void setter_set_line(struct setter *setter, bool is_wide);

/* Room for a picture: rows of their own, the paragraph's text in the first. */
void setter_set_picture(struct setter *setter, int number, int rows);

/* A blank line, unless there is one, or nothing above. */
void setter_blank(struct setter *setter);

#endif
