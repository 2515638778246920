/*
 * Role: a part of a tree → blocks with their spans, and for each block what
 * the extraction must know of it to judge it: the element it came from and
 * how much of it is links. Thread: any.
 */
#ifndef PAGE_CONTENT_H
#define PAGE_CONTENT_H

#include "base/arena.h"
#include "news/block.h"
#include "page/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longer than that is no caption, whatever it stands under (bytes). */
#define CONTENT_CAPTION_LEN 700

enum piece_look {
	PIECE_BOLD = 1,   /* all of it */
	PIECE_ITALIC = 2, /* all of it */
	PIECE_CENTER = 4,
	PIECE_RIGHT = 8,
	PIECE_GUESSED = 16, /* a caption only because of where it stands */
};

/* Beside the block of the same index. */
struct piece {
	const struct node *node; /* the innermost block element */
	size_t link_len;         /* bytes of the text that are links */
	unsigned looks;
	bool is_dropped;
	bool is_judged;  /* clutter is known */
	uint8_t clutter; /* an enum clutter (page/trim) */
};

struct content {
	struct arena *arena;
	const char *base; /* of links; or NULL */
	bool is_text_only; /* no addresses are wanted */
	struct block_list list;
	struct piece *pieces; /* list.count of them */
	size_t piece_cap;
};

void content_init(struct content *content, struct arena *arena,
    const char *base);

/*
 * Make room for what is below top at once, where it may be much: arrays that
 * grow leave their former copies in the arena.
 */
void content_reserve(struct content *content, const struct node *top);

/* Append the blocks of what is below top; dropped nodes are left out. */
void content_add(struct content *content, const struct node *top);

/* Append one block of plain text (it is cleaned here). */
void content_add_text(struct content *content, enum block_kind kind,
    const char *text, size_t len, const struct node *node);

/* Take the dropped pieces and their blocks out. */
void content_compact(struct content *content);

/* Keep only the links that the blocks still have, numbered as they come. */
void content_renumber_links(struct content *content);

/* Bytes of text in blocks that are not dropped, captions left out. */
size_t content_text_len(const struct content *content);

/*
 * An address resolved against base, in the arena; NULL if it is none that a
 * reader can follow (a file: only where base is one too).
 */
char *content_link(struct arena *arena, const char *base, const char *href);

/* Hidden by its own attributes. */
bool content_is_hidden(const struct node *node);

#endif
