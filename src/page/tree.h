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

/*
 * All nodes of a tree are one array, so that 32 bits lead from one to
 * another, counted from it; 0: there is none. They are read through the
 * functions below. A text without references is the page's own bytes: it
 * has no NUL.
 */
struct node {
	int32_t up, down, on;
	int32_t back; /* a first child's leads to its last sibling */
	union {
		const char *text;             /* TAG_TEXT: len bytes */
		struct attribute *attributes; /* elements: len of them */
	};
	uint32_t len;
	uint32_t index : 22; /* in document order, from 0 */
	uint32_t is_dropped : 1; /* by the extraction: as if not there */
	uint32_t is_aside : 1;   /* so too: a box beside the text */
	uint8_t tag;
};

struct tree {
	struct node *root; /* an element without name above all */
	struct node *body; /* the body element, else the root */
	size_t count;      /* nodes; an index is below it */
	bool is_cut;       /* there was more than the limits let in */
	struct str text;   /* the page as UTF-8, where it was not */
};

/*
 * Read a page; data is borrowed until tree_release. Attributes and texts
 * with references are the arena's.
 */
void tree_read(struct tree *tree, struct arena *arena, const char *data,
    size_t len, const char *http_charset);

/* The same for a fragment that is UTF-8 already. */
void tree_read_text(struct tree *tree, struct arena *arena, const char *text,
    size_t len);

void tree_release(struct tree *tree);

/* Above a node; its first and last child; what follows and precedes it. */
struct node *node_parent(const struct node *node);
struct node *node_first(const struct node *node);
struct node *node_last(const struct node *node);
struct node *node_after(const struct node *node);
struct node *node_before(const struct node *node);

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
