/*
 * Role: what content.c and table.c share: the block being written. Only for
 * them. Thread: any.
 */
#ifndef PAGE_WRITER_H
#define PAGE_WRITER_H

#include "base/str.h"
#include "page/content.h"

#define WRITER_PICTURES_MAX 16

struct writer {
	struct content *content;
	struct str text;    /* of the block, clean, single blanks */
	struct str scratch;
	struct span *spans;
	size_t span_count, span_cap;
	const struct node *node; /* the innermost block element */
	unsigned style;
	size_t link;
	size_t link_len, bold_len, italic_len; /* bytes of text so far */
	size_t caption_len;                    /* within captions */
	int breaks;         /* <br> since the last text */
	bool is_blank_due;
	bool is_one_line;   /* in a table's cell: blocks are blanks */
	int heading;        /* level; 0: none */
	int quotes, captions, asides; /* how deep in them */
	int lists;
	int number;         /* of the list's next item; 0: bullets */
	bool is_first;      /* that item is its first */
	bool has_item;      /* a list item's first block is to come */
	struct block item;
	/* what stood inside the text: goes after it */
	const struct node *pictures[WRITER_PICTURES_MAX];
	size_t picture_count;
};

/* Write out the block, if there is text, and the pictures that wait. */
void writer_flush(struct writer *writer);

/* Write what is below node. */
void writer_walk(struct writer *writer, const struct node *node);

/*
 * Write a table: rows of cells if it holds data, else its cells' content one
 * after the other.
 */
void writer_walk_table(struct writer *writer, const struct node *table);

#endif
