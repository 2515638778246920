/*
 * Role: a page as a tree in an arena, built from markup/html's events with
 * HTML's rules of what closes what, as far as reading text needs them (WHATWG
 * HTML 13.2.6: implied ends, scopes, crossed formatting). Bounded: deeper
 * than TREE_DEPTH_MAX is flattened, past TREE_NODES_MAX is left out. What
 * never holds text to read (script, style, svg, select, template) is not in
 * it, but for JSON-LD. Thread: any.
 */
#ifndef PAGE_TREE_H
#define PAGE_TREE_H

#include "base/arena.h"
#include "base/str.h"
#include "page/tag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TREE_DEPTH_MAX 512
#define TREE_NODES_MAX 400000

struct attribute {
	const char *name, *value;
};

struct node {
	struct node *parent, *first, *last, *next, *previous;
	union {
		const char *text;             /* TAG_TEXT: len bytes, a NUL */
		struct attribute *attributes; /* elements: len of them */
	};
	uint32_t len;
	uint32_t index; /* in document order, from 0 */
	uint8_t tag;
	uint8_t is_dropped; /* set by the extraction: as if not there */
	uint8_t is_aside;   /* so too: a box beside the text */
};

struct tree {
	struct node *root; /* an element without name above all */
	struct node *body; /* the body element, else the root */
	size_t count;      /* nodes; an index is below it */
	bool is_cut;       /* there was more than the limits let in */
};

void tree_read(struct tree *tree, struct arena *arena, const char *data,
    size_t len, const char *http_charset);

/* The same for a fragment that is UTF-8 already. */
void tree_read_text(struct tree *tree, struct arena *arena, const char *text,
    size_t len);

/* An attribute's value, or NULL; for text NULL. */
const char *node_attribute(const struct node *node, const char *name);

/* Whether a blank-separated list (class, rel, itemprop) holds a word. */
bool node_list_has(const char *list, const char *word, size_t len);

/*
 * The next node in document order below top: into it, or past it. NULL at
 * the end. Dropped nodes come too.
 */
struct node *node_next(const struct node *node, const struct node *top);
struct node *node_next_after(const struct node *node, const struct node *top);

/* The first element of a kind below top, or NULL. */
struct node *node_find(const struct node *top, enum tag tag);

bool node_is_below(const struct node *node, const struct node *top);

/*
 * Append the text below a node as one line, single blanks, blocks parted by
 * a blank; dropped nodes left out. Not cleaned.
 */
void node_add_text(struct str *out, const struct node *node);

/*
 * Bytes of text that are no blanks below a node; dropped nodes left out. It
 * stops soon after limit.
 */
size_t node_text_len(const struct node *node, size_t limit);

/* node_add_text cleaned (text/clean), in the arena; NULL if there is none. */
char *node_text(const struct node *node, struct arena *arena);

#endif
