/*
 * Role: text → lines of at most so many columns: chosen over the whole
 * paragraph (Knuth and Plass, "Breaking paragraphs into lines", 1981, with
 * fixed blanks): least sum of squared rests. The work arrays are kept from
 * one text to the next. Thread: one at a time.
 */
#ifndef LAYOUT_LINES_H
#define LAYOUT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line_piece {
	size_t start, len; /* bytes of the text, without blanks at its end */
	int width;         /* columns */
	bool is_last;      /* of its paragraph: before a line feed, or the end */
};

struct line_options {
	int width;         /* columns, at least 1 */
	bool is_even;      /* lines of even length, for titles */
	size_t lines_most; /* 0: any */
};

struct lines {
	struct line_piece *pieces;
	size_t count;
	/*
	 * There was more than lines_most; the last piece leaves a column
	 * for an ellipsis.
	 */
	bool is_cut;
	struct lines_work *work;
};

void lines_init(struct lines *lines);
void lines_release(struct lines *lines);

/*
 * Break clean text; the pieces are valid until the next call. A word wider
 * than the line is broken where text/breaks allows it, else anywhere.
 */
void lines_break(struct lines *lines, const char *text, size_t len,
    const struct line_options *options);

#endif
