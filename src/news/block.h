/*
 * Role: an article's body as blocks, the form that the store keeps and the
 * layout sets; and its compact, versioned encoding. Text is clean UTF-8
 * (text/clean). Owns nothing: all memory is the arena's. Thread: any.
 */
#ifndef NEWS_BLOCK_H
#define NEWS_BLOCK_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers are kept in caches: never change or reuse one. */
enum block_kind {
	BLOCK_PARAGRAPH = 1,
	BLOCK_HEADING = 2,      /* level 1 to 6 */
	BLOCK_LIST_ITEM = 3,    /* level: depth from 1; number 0: a bullet */
	BLOCK_QUOTE = 4,
	BLOCK_PREFORMATTED = 5, /* text keeps its line feeds */
	/*
	 * Cells parted by BLOCK_CELL_END; a cell that spans others leaves
	 * them empty: bit n of level says that column n goes on with the one
	 * to its left, of number with the one above (the first 31 columns).
	 */
	BLOCK_TABLE_ROW = 6,
	BLOCK_CAPTION = 7,
	BLOCK_PICTURE = 8,      /* text: alternative text; link: its address */
	BLOCK_LEAD = 9,         /* the page's sapo */
	BLOCK_TERM = 10,        /* of a list of definitions */
	BLOCK_DEFINITION = 11,  /* of the term above */
};

#define BLOCK_CELL_END '\x1f'

enum block_flag {
	BLOCK_FLAG_HEAD = 1,  /* of a table: a row of headings */
	BLOCK_FLAG_FIRST = 2, /* the first row of a table, item of a list */
	BLOCK_FLAG_ASIDE = 4, /* in a box beside the running text */
};

enum span_style {
	SPAN_BOLD = 1,
	SPAN_ITALIC = 2,
	SPAN_UNDERLINE = 4,
	SPAN_STRIKE = 8,
	SPAN_CODE = 16,
	SPAN_SUPERSCRIPT = 32,
	SPAN_SUBSCRIPT = 64,
};

/* Bytes start..start+len of the block's text; spans do not overlap. */
struct span {
	size_t start, len;
	unsigned style;
	size_t link; /* 1 + index into the list's links; 0: none */
};

struct block {
	enum block_kind kind;
	int level;
	int number;
	unsigned flags;
	char *text; /* never NULL */
	size_t len;
	struct span *spans;
	size_t span_count;
	size_t link; /* of a picture; as in struct span */
};

struct block_list {
	struct block *blocks;
	size_t count, cap;
	char **links; /* absolute addresses */
	size_t link_count, link_cap;
};

/* Append a block (cleared but for kind and text, which is copied). */
struct block *block_add(struct block_list *list, struct arena *arena,
    enum block_kind kind, const char *text, size_t len);

/* Append a span to the last block. */
void block_add_span(struct block_list *list, struct arena *arena,
    struct span span);

/* The spans of the last block, which has none yet. */
void block_set_spans(struct block_list *list, struct arena *arena,
    const struct span *spans, size_t count);

/* The number (1 + index) of a link, added if it is new. */
size_t block_add_link(struct block_list *list, struct arena *arena,
    const char *url);

/* Append the encoding: a version byte, then base/pack values. */
void block_encode(struct str *out, const struct block_list *list);

/*
 * Read it back; false if the bytes are not a whole encoding of a version
 * known here. Empty bytes are an empty list.
 */
MUST_CHECK bool block_decode(const void *data, size_t len,
    struct arena *arena, struct block_list *list);

/*
 * Append the plain text: one paragraph a line, as `bantin extract` prints it
 * (lead first; captions, pictures, boxes left out; cells parted by a tab).
 */
void block_add_text(struct str *out, const struct block_list *list);

/* Syllables of the text (blank-separated), for reading times. */
size_t block_count_words(const struct block_list *list);

#endif
