/*
 * Role: an article and a width → styled lines, set as SCREENS §5 has it:
 * measure, ragged right over the whole paragraph, titles in lines of even
 * length, lists hanging, tables in columns, captions marked, links numbered.
 * Pure. All memory is the arena's. Thread: any.
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "base/arena.h"
#include "news/article.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Roles, not colours: ui's theme paints them, cli leaves them out. */
enum layout_role {
	LAYOUT_TEXT,
	LAYOUT_BOLD,
	LAYOUT_ITALIC,
	LAYOUT_DIM,
	LAYOUT_SECTION,
	LAYOUT_TITLE,
	LAYOUT_LEAD,
	LAYOUT_HEADING,
	LAYOUT_CAPTION,
	LAYOUT_LINK,
	LAYOUT_RULE,
};

struct layout_run {
	size_t start, len; /* bytes of the line's text */
	enum layout_role role;
	size_t link; /* 1 + index into layout.links; 0: none */
};

enum { LAYOUT_HEAD = -1, LAYOUT_END = -2 };

struct layout_line {
	const char *text; /* without the left margin's blanks; no NUL at len */
	size_t len;
	int indent;       /* columns of blanks before it, margin included */
	struct layout_run *runs; /* cover the text, in order */
	size_t run_count;
	/*
	 * Index of the article's block, which a blank line shares with the
	 * one above it; or LAYOUT_HEAD, LAYOUT_END.
	 */
	int block;
	/* preformatted: may be wider than the pane, and is moved sideways */
	bool is_wide;
	/* of a picture: 1 + its block, and which of its rows; or 0 */
	int picture, picture_row;
};

struct layout {
	struct layout_line *lines;
	size_t count, cap;
	const char **links; /* addresses by number - 1 */
	size_t link_count, link_cap;
};

/* Room for a picture above its caption. */
struct layout_picture {
	int columns, rows; /* rows 0: it is not shown */
	const char *note;  /* stands in the first row, or alone; or NULL */
};

struct layout_options {
	int width;   /* columns of the pane */
	int measure; /* most columns of text, 40 to 100 */
	bool is_justified;
	bool is_plain; /* no box characters: - for ─, a blank for │ */
	bool is_fetching; /* the page is on its way, and the text may say so */
	int64_t now;
	/* by the block of the body; or NULL */
	const struct layout_picture *pictures;
	size_t picture_count;
};

/*
 * Section, title, date and author, lead, body, links; for an article without
 * a body its lead and a line that says why.
 */
void layout_article(const struct article *article,
    const struct layout_options *options, struct arena *arena,
    struct layout *layout);

/* The most columns of the text, and so of a picture. */
int layout_width(const struct layout_options *options);

#endif
