/* Any bytes as a page's tree: whole, bounded, in order. */
#include "fuzz/fuzz.h"
#include "page/select.h"
#include "page/tree.h"

static void check_node(const struct tree *tree, const struct node *node,
    uint32_t index)
{
	const struct node *child;
	size_t depth = 0;

	fuzz_promise(node->index == index, "nodes are numbered in order");
	fuzz_promise(index < tree->count, "and counted");
	fuzz_promise(node_is_below(node, tree->root), "all are below the root");
	if (node->tag == TAG_TEXT) {
		fuzz_promise(utf8_is_valid(node->text, node->len),
		    "text is UTF-8");
		fuzz_promise(node_first(node) == NULL, "text holds nothing");
		return;
	}
	for (child = node_first(node); child != NULL;
	     child = node_after(child)) {
		fuzz_promise(node_parent(child) == node, "children know it");
		fuzz_promise(node_after(child) == NULL
		        ? node_last(node) == child
		        : node_before(node_after(child)) == child,
		    "and each other");
	}
	for (const struct node *up = node; up != NULL; up = node_parent(up))
		depth++;
	fuzz_promise(depth <= TREE_DEPTH_MAX + 2, "no deeper than it may be");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct node *node;
	struct select_index filter;
	struct arena arena;
	struct tree tree;
	struct str text;
	uint32_t index = 0;

	arena_init(&arena);
	str_init(&text);
	tree_read(&tree, &arena, (const char *)data, len, NULL);
	fuzz_promise(tree.count <= TREE_NODES_MAX + 1, "not too many nodes");
	for (node = tree.root; node != NULL; node = node_next(node, tree.root))
		check_node(&tree, node, index++);
	fuzz_promise(index == tree.count, "all are met");
	node_add_text(&text, tree.root);
	fuzz_promise(utf8_is_valid(text.data, text.len), "its text is UTF-8");
	/* the bytes as a selector too: what is not understood finds nothing */
	select_index_fill(&filter, &tree);
	str_clear(&text);
	str_add_len(&text, (const char *)data, len < 200 ? len : 200);
	if (strlen(text.data) == text.len)
		selector_find(selector_new(&arena, text.data), &filter,
		    tree.root);
	str_release(&text);
	tree_release(&tree);
	arena_release(&arena);
	return 0;
}
