#include "page/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "markup/charset.h"
#include "markup/html.h"

/* A value longer than that is kept where it can matter only. */
#define SHORT_VALUE_LEN 200

struct builder {
	struct arena *arena;
	struct tree *tree;
	size_t node_cap;
	const char *page; /* the bytes that a text may point into */
	size_t page_len;
	struct node *stack[TREE_DEPTH_MAX]; /* [0] is the root */
	size_t depth;
	unsigned open[TAG_COUNT]; /* elements of the stack by tag */
	unsigned flat[TAG_COUNT]; /* flattened ones, whose end is to come */
	/* inside an element that is not kept: its tag, and how often open */
	enum tag skipped;
	unsigned skipped_depth;
	bool is_json; /* the skipped element is JSON-LD: its text is kept */
	const char *piece; /* the text so far, if it is the page's own bytes */
	size_t piece_len;
	struct str text; /* pieces that make up one node */
	bool is_blank_due;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_in(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (name[0] == (*list)[0] && strcmp(name, *list) == 0)
			return true;
	return false;
}

/* Of a style only what hides, sets apart or stresses is looked at. */
static bool is_telling_style(const char *value)
{
	return strstr(value, "none") != NULL ||
	    strstr(value, "hidden") != NULL ||
	    strstr(value, "align") != NULL || strstr(value, "font") != NULL ||
	    strstr(value, "decoration") != NULL;
}

static bool is_wanted(const struct html_attribute *attribute)
{
	static const char *const always[] = {"content", "href", "src",
	    "data-src", "data-original", "data-lazy-src", "srcset",
	    "data-srcset", "alt", "title", "hidden", NULL};

	if (is_in(attribute->name, always))
		return true;
	if (strcmp(attribute->name, "style") == 0)
		return is_telling_style(attribute->value);
	return attribute->value[0] != '\0' &&
	    strncmp(attribute->name, "on", 2) != 0 &&
	    strlen(attribute->value) <= SHORT_VALUE_LEN;
}

/* The usual names are not copied. */
static const char *keep_name(struct arena *arena, const char *name)
{
	static const char *const usual[] = {"class", "id", "href", "src",
	    "style", "title", "alt", "rel", "type", "name", "content",
	    "property", "itemprop", "itemtype", "target", "width", "height",
	    "align", "border", "data-src", "data-id", "role", NULL};

	for (size_t i = 0; usual[i] != NULL; i++)
		if (name[0] == usual[i][0] && strcmp(name, usual[i]) == 0)
			return usual[i];
	return arena_dup(arena, name);
}

static void append_node(struct node *parent, struct node *node)
{
	struct node *first = node_first(parent), *last = node_last(parent);

	node->up = (int32_t)(parent - node);
	node->on = 0;
	if (first == NULL) {
		parent->down = (int32_t)(node - parent);
		node->back = 0;
		return;
	}
	last->on = (int32_t)(node - last);
	node->back = (int32_t)(last - node);
	first->back = (int32_t)(node - first);
}

static void unlink_node(struct node *node)
{
	struct node *parent = node_parent(node), *first = node_first(parent);
	struct node *last = node_last(parent), *next = node_after(node);
	struct node *before = node_before(node);

	if (before == NULL)
		parent->down = next == NULL ? 0 : (int32_t)(next - parent);
	else
		before->on = next == NULL ? 0 : (int32_t)(next - before);
	if (next == NULL && before != NULL)
		first->back = (int32_t)(before - first);
	else if (next != NULL)
		next->back = before == NULL ? (int32_t)(last - next)
		                            : (int32_t)(before - next);
	node->up = node->on = node->back = 0;
}

/* Another node, linked to nothing; NULL if there are too many. */
static struct node *new_node(struct builder *builder, enum tag tag)
{
	struct tree *tree = builder->tree;
	struct node *node;

	if (tree->count >= builder->node_cap) {
		tree->is_cut = true;
		return NULL;
	}
	node = &tree->root[tree->count];
	*node = (struct node){.tag = (uint8_t)tag,
	    .index = (uint32_t)tree->count & 0x3fffff};
	tree->count++;
	return node;
}

static struct node *add_node(struct builder *builder, enum tag tag)
{
	struct node *node = new_node(builder, tag);

	if (node != NULL)
		append_node(builder->stack[builder->depth - 1], node);
	return node;
}

static void keep_attributes(struct builder *builder, struct node *node,
    const struct html_attribute *attributes, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		kept += is_wanted(&attributes[i]);
	if (kept == 0)
		return;
	node->attributes =
	    arena_array(builder->arena, kept, sizeof(*node->attributes));
	for (size_t i = 0; i < count; i++)
		if (is_wanted(&attributes[i]))
			node->attributes[node->len++] = (struct attribute){
			    keep_name(builder->arena, attributes[i].name),
			    arena_dup(builder->arena, attributes[i].value)};
}

static size_t count_blanks(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len && is_blank(text[at]))
		at++;
	return at;
}

/* A copy, with a blank before it where one is due. */
static const char *copy_text(struct builder *builder, const char *text,
    size_t *len, bool has_blank)
{
	char *copy = arena_bytes(builder->arena, has_blank + *len);

	copy[0] = ' ';
	memcpy(copy + has_blank, text, *len);
	*len += has_blank;
	return copy;
}

/* Blanks alone make no node: they go before the next text. */
static void flush_text(struct builder *builder)
{
	bool is_own = builder->piece != NULL;
	const char *text = is_own ? builder->piece : builder->text.data;
	size_t len = is_own ? builder->piece_len : builder->text.len;
	size_t blanks = count_blanks(text, len);
	bool is_pre = builder->open[TAG_PRE] > 0, has_blank;
	struct node *node;

	builder->piece = NULL;
	if (blanks == len && !is_pre) {
		builder->is_blank_due |= len > 0;
		str_clear(&builder->text);
		return;
	}
	if (len == 0)
		return;
	has_blank = builder->is_blank_due && blanks == 0 && !is_pre;
	node = add_node(builder, TAG_TEXT);
	if (node != NULL) {
		node->text = is_own && !has_blank
		    ? text
		    : copy_text(builder, text, &len, has_blank);
		node->len = (uint32_t)len;
	}
	builder->is_blank_due = false;
	str_clear(&builder->text);
}

static void push(struct builder *builder, struct node *node)
{
	builder->stack[builder->depth++] = node;
	builder->open[node->tag]++;
}

/* Close the elements from stack[at] on. */
static void pop_to(struct builder *builder, size_t at)
{
	while (builder->depth > at)
		builder->open[builder->stack[--builder->depth]->tag]--;
}

/*
 * Where the innermost open element of a tag stands; 0 if there is none this
 * side of an element that ends reach not out of, or that stop names.
 */
static size_t find_open(const struct builder *builder, enum tag tag,
    const enum tag *stop)
{
	if (builder->open[tag] == 0)
		return 0;
	for (size_t at = builder->depth - 1; at > 0; at--) {
		enum tag here = builder->stack[at]->tag;

		if (here == tag)
			return at;
		if ((tag_traits(here) & TAG_IS_SCOPE) != 0)
			return 0;
		for (size_t i = 0; stop != NULL && stop[i] != TAG_TEXT; i++)
			if (stop[i] == here)
				return 0;
	}
	return 0;
}

/* Inside tables only the table's own elements bound each other. */
static size_t find_in_table(const struct builder *builder, enum tag tag)
{
	if (builder->open[tag] == 0)
		return 0;
	for (size_t at = builder->depth - 1; at > 0; at--) {
		if (builder->stack[at]->tag == tag)
			return at;
		if (builder->stack[at]->tag == TAG_TABLE)
			return 0;
	}
	return 0;
}

static bool is_table_part(enum tag tag)
{
	return tag == TAG_TABLE || tag == TAG_TR || tag == TAG_TD ||
	    tag == TAG_TH || tag == TAG_TBODY || tag == TAG_THEAD ||
	    tag == TAG_TFOOT || tag == TAG_CAPTION;
}

static void close_if_open(struct builder *builder, size_t at)
{
	if (at > 0)
		pop_to(builder, at);
}

/*
 * "<a><div>text</a> more</div>": the block stays open beside the link, and
 * what it holds so far goes into a copy of the link. A short form of HTML's
 * adoption agency (13.2.6.4.7): an unclosed link would else take in the rest
 * of the page.
 */
static void adopt(struct builder *builder, size_t at, size_t block_at)
{
	struct node *format = builder->stack[at];
	struct node *block = builder->stack[block_at], *copy, *child;

	unlink_node(block);
	append_node(node_parent(format), block);
	child = node_first(block);
	copy = child == NULL ? NULL
	                     : new_node(builder, (enum tag)format->tag);
	if (copy != NULL) {
		copy->attributes = format->attributes;
		copy->len = format->len;
		copy->down = (int32_t)(child - copy);
		for (; child != NULL; child = node_after(child))
			child->up = (int32_t)(copy - child);
		block->down = 0;
		append_node(block, copy);
	}
	for (size_t i = at; i < block_at; i++)
		builder->open[builder->stack[i]->tag]--;
	memmove(&builder->stack[at], &builder->stack[block_at],
	    (builder->depth - block_at) * sizeof(builder->stack[0]));
	builder->depth -= block_at - at;
}

static void end_format(struct builder *builder, enum tag tag)
{
	size_t at = find_open(builder, tag, NULL), block_at;

	if (at == 0)
		return;
	for (block_at = at + 1; block_at < builder->depth; block_at++)
		if ((tag_traits(builder->stack[block_at]->tag) &
			TAG_IS_BLOCK) != 0)
			break;
	if (block_at == builder->depth)
		pop_to(builder, at);
	else
		adopt(builder, at, block_at);
}

/* Close what the start of an element ends unsaid. */
static void close_before(struct builder *builder, enum tag tag)
{
	static const enum tag lists[] = {TAG_UL, TAG_OL, TAG_MENU, TAG_TEXT};
	static const enum tag dl[] = {TAG_DL, TAG_TEXT};
	enum tag top = builder->stack[builder->depth - 1]->tag;

	if ((tag_traits(tag) & TAG_CLOSES_P) != 0 || tag == TAG_LI ||
	    tag == TAG_DT || tag == TAG_DD)
		close_if_open(builder, find_open(builder, TAG_P, NULL));
	if (tag >= TAG_H1 && tag <= TAG_H6 && top >= TAG_H1 && top <= TAG_H6)
		pop_to(builder, builder->depth - 1);
	if (tag == TAG_A)
		end_format(builder, TAG_A);
	if (tag == TAG_LI)
		close_if_open(builder, find_open(builder, TAG_LI, lists));
	if (tag == TAG_DT || tag == TAG_DD) {
		close_if_open(builder, find_open(builder, TAG_DT, dl));
		close_if_open(builder, find_open(builder, TAG_DD, dl));
	}
	if (tag == TAG_TD || tag == TAG_TH || tag == TAG_TR ||
	    tag == TAG_TBODY || tag == TAG_THEAD || tag == TAG_TFOOT) {
		close_if_open(builder, find_in_table(builder, TAG_TD));
		close_if_open(builder, find_in_table(builder, TAG_TH));
		close_if_open(builder, find_in_table(builder, TAG_CAPTION));
	}
	if (tag == TAG_TR || tag == TAG_TBODY || tag == TAG_THEAD ||
	    tag == TAG_TFOOT)
		close_if_open(builder, find_in_table(builder, TAG_TR));
	if (tag == TAG_TBODY || tag == TAG_THEAD || tag == TAG_TFOOT) {
		close_if_open(builder, find_in_table(builder, TAG_TBODY));
		close_if_open(builder, find_in_table(builder, TAG_THEAD));
		close_if_open(builder, find_in_table(builder, TAG_TFOOT));
	}
	if (builder->open[TAG_HEAD] > 0 &&
	    ((tag_traits(tag) & TAG_IS_BLOCK) != 0 || tag == TAG_SPAN ||
		tag == TAG_A || tag == TAG_IMG))
		close_if_open(builder, find_open(builder, TAG_HEAD, NULL));
}

/* An element that is not kept; false if a block shows it was not closed. */
static bool start_skipped(struct builder *builder, enum tag tag)
{
	if (tag == builder->skipped) {
		builder->skipped_depth++;
		return true;
	}
	if ((builder->skipped == TAG_SVG || builder->skipped == TAG_SELECT) &&
	    (tag_traits(tag) & TAG_CLOSES_P) != 0) {
		builder->skipped_depth = 0;
		return false;
	}
	return true;
}

static bool is_json_ld(const struct html_attribute *attributes, size_t count)
{
	const char *type = html_attribute_find(attributes, count, "type");

	return type != NULL &&
	    strncmp(type, "application/ld+json", 19) == 0;
}

static void on_start(void *ctx, const char *name,
    const struct html_attribute *attributes, size_t count)
{
	struct builder *builder = ctx;
	enum tag tag = tag_find(name);
	unsigned traits = tag_traits(tag);
	struct node *node;

	if (builder->skipped_depth > 0 && start_skipped(builder, tag))
		return;
	flush_text(builder);
	if ((traits & TAG_IS_SKIPPED) != 0) {
		builder->skipped = tag;
		builder->skipped_depth = 1;
		builder->is_json =
		    tag == TAG_SCRIPT && is_json_ld(attributes, count);
		if (!builder->is_json)
			return;
	}
	if ((tag == TAG_HTML || tag == TAG_BODY) && builder->open[tag] > 0)
		return;
	close_before(builder, tag);
	node = add_node(builder, tag);
	if (node == NULL)
		return;
	keep_attributes(builder, node, attributes, count);
	if (tag == TAG_BODY)
		builder->tree->body = node;
	if ((traits & TAG_IS_VOID) != 0)
		return;
	if (builder->depth == TREE_DEPTH_MAX)
		builder->flat[tag]++;
	else
		push(builder, node);
}

static void end_skipped(struct builder *builder, enum tag tag)
{
	if (tag != builder->skipped || --builder->skipped_depth > 0)
		return;
	if (builder->is_json) {
		flush_text(builder);
		close_if_open(builder, find_open(builder, tag, NULL));
		builder->is_json = false;
	}
}

static void end_heading(struct builder *builder)
{
	for (enum tag tag = TAG_H1; tag <= TAG_H6; tag++) {
		size_t at = find_open(builder, tag, NULL);

		if (at > 0) {
			pop_to(builder, at);
			return;
		}
	}
}

/*
 * Pages of the .aspx kind put one form around all and close it anywhere: its
 * end closes nothing but itself.
 */
static void end_form(struct builder *builder)
{
	size_t at = builder->depth - 1;

	if (builder->stack[at]->tag == TAG_FORM)
		pop_to(builder, at);
}

static void on_end(void *ctx, const char *name)
{
	static const enum tag lists[] = {TAG_UL, TAG_OL, TAG_MENU, TAG_TEXT};
	struct builder *builder = ctx;
	enum tag tag = tag_find(name);

	if (builder->skipped_depth > 0) {
		end_skipped(builder, tag);
		return;
	}
	flush_text(builder);
	if (tag == TAG_HTML || tag == TAG_BODY)
		return;
	if (builder->flat[tag] > 0) {
		builder->flat[tag]--;
		return;
	}
	if (builder->open[tag] == 0 && !(tag >= TAG_H1 && tag <= TAG_H6))
		return;
	if (tag == TAG_FORM)
		end_form(builder);
	else if (tag >= TAG_H1 && tag <= TAG_H6)
		end_heading(builder);
	else if ((tag_traits(tag) & TAG_IS_FORMAT) != 0)
		end_format(builder, tag);
	else if (is_table_part(tag))
		close_if_open(builder, find_in_table(builder, tag));
	else
		close_if_open(builder, find_open(builder, tag,
		    tag == TAG_LI ? lists : NULL));
}

/* What references were resolved in is the reader's, for the call. */
static bool is_own_text(const struct builder *builder, const char *text)
{
	uintptr_t at = (uintptr_t)text, start = (uintptr_t)builder->page;

	return at >= start && at < start + builder->page_len;
}

static void on_text(void *ctx, const char *text, size_t len)
{
	struct builder *builder = ctx;

	if (builder->skipped_depth > 0 && !builder->is_json)
		return;
	if (builder->stack[builder->depth - 1]->tag == TAG_IFRAME || len == 0)
		return;
	if (builder->piece == NULL && builder->text.len == 0 &&
	    is_own_text(builder, text)) {
		builder->piece = text;
		builder->piece_len = len;
		return;
	}
	if (builder->piece != NULL)
		str_add_len(&builder->text, builder->piece,
		    builder->piece_len);
	builder->piece = NULL;
	str_add_len(&builder->text, text, len);
}

/* Crossed elements came out of order. */
static void number_nodes(struct tree *tree)
{
	struct node *node = tree->root;
	uint32_t index = 0;

	for (; node != NULL; node = node_next(node, tree->root))
		node->index = index++ & 0x3fffff;
	tree->count = index;
}

/* A "<" begins at most a text before it, an element, and a copy of one. */
static size_t count_nodes(const char *text, size_t len)
{
	const char *end = text + len;
	size_t count = 2;

	while (count < TREE_NODES_MAX && text < end &&
	    (text = memchr(text, '<', (size_t)(end - text))) != NULL) {
		count += 3;
		text++;
	}
	return count < TREE_NODES_MAX ? count : TREE_NODES_MAX;
}

static void build(struct tree *tree, struct arena *arena, const char *text,
    size_t len)
{
	struct builder builder = {.arena = arena,
	    .tree = tree,
	    .page = text,
	    .page_len = len,
	    .node_cap = count_nodes(text, len)};
	struct html_handler handler = {.start = on_start,
	    .end = on_end,
	    .text = on_text,
	    .ctx = &builder};

	/* what is never written to takes no memory */
	tree->root = mem_alloc(builder.node_cap * sizeof(*tree->root));
	str_init(&builder.text);
	builder.stack[builder.depth++] = new_node(&builder, TAG_OTHER);
	tree->body = tree->root;
	html_read_text(text, len, &handler);
	flush_text(&builder);
	str_release(&builder.text);
	number_nodes(tree);
}

void tree_read(struct tree *tree, struct arena *arena, const char *data,
    size_t len, const char *http_charset)
{
	struct charset_choice choice =
	    charset_choose(data, len, http_charset);

	*tree = (struct tree){0};
	str_init(&tree->text);
	if (choice.is_clean) {
		build(tree, arena, data + choice.skip, len - choice.skip);
		return;
	}
	charset_convert(&tree->text, data, len, &choice);
	build(tree, arena, tree->text.data, tree->text.len);
}

void tree_read_text(struct tree *tree, struct arena *arena, const char *text,
    size_t len)
{
	*tree = (struct tree){0};
	str_init(&tree->text);
	build(tree, arena, text, len);
}

void tree_release(struct tree *tree)
{
	str_release(&tree->text);
	free(tree->root);
	tree->root = tree->body = NULL;
	tree->count = 0;
}
