#include "page/work.h"

#include <string.h>

#include "page/boilerplate.h"

/* Bytes: shorter text says nothing about where the article is. */
#define TEXT_MIN_LEN 25
#define PARAGRAPH_MIN_LEN 80
/* A body has at least so much text in paragraphs. */
#define BODY_MIN_LEN 200
#define LEVELS_MAX 5

struct scorer {
	struct work *work;
	double *scores;         /* by node index */
	double *values;         /* by block */
};

static size_t count_marks(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += text[i] == ',' || text[i] == '.' || text[i] == ';';
	return count;
}

/* How much a block speaks for an article. */
static double find_value(const struct content *content, size_t at)
{
	const struct block *block = &content->list.blocks[at];
	double links, len = (double)block->len, value;

	if (block->kind == BLOCK_PICTURE || block->kind == BLOCK_CAPTION ||
	    block->kind == BLOCK_HEADING || block->len < TEXT_MIN_LEN)
		return 0;
	links = (double)content->pieces[at].link_len / len;
	if (links > 0.6)
		return 0;
	value = 1 + (double)count_marks(block->text, block->len);
	value += len / 100 < 3 ? len / 100 : 3;
	if (block->kind == BLOCK_LIST_ITEM || block->kind == BLOCK_TABLE_ROW)
		value *= 0.5;
	return value * (1 - links);
}

/* The element that stands for a paragraph's container. */
static const struct node *find_container(const struct content *content,
    size_t at)
{
	const struct node *node = content->pieces[at].node;
	size_t count = content->list.count;
	bool is_shared =
	    (at > 0 && content->pieces[at - 1].node == node) ||
	    (at + 1 < count && content->pieces[at + 1].node == node);

	if (is_shared && (tag_traits(node->tag) & TAG_IS_SECTION) != 0)
		return node;
	return node->parent != NULL ? node->parent : node;
}

static void spread(struct scorer *scorer, const struct node *node,
    double value)
{
	for (int level = 0; node != NULL && level < LEVELS_MAX; level++) {
		scorer->scores[node->index] +=
		    level == 0 ? value : value / (level * 2.0);
		node = node->parent;
	}
}

static const struct node *find_top(struct scorer *scorer)
{
	struct work *work = scorer->work;
	struct content *content = &work->content;
	const struct node *node = work->tree.root, *top = NULL;
	double best = 0;

	for (size_t i = 0; i < content->list.count; i++) {
		double value = find_value(content, i);

		scorer->values[i] = value;
		if (value > 0)
			spread(scorer, find_container(content, i), value);
	}
	for (; node != NULL; node = node_next(node, work->tree.root)) {
		if (scorer->scores[node->index] > best) {
			best = scorer->scores[node->index];
			top = node;
		}
	}
	return top;
}

static double sum_below(const struct scorer *scorer, const struct node *top)
{
	const struct content *content = &scorer->work->content;
	double sum = 0;

	for (size_t i = 0; i < content->list.count; i++)
		if (scorer->values[i] > 0 &&
		    node_is_below(content->pieces[i].node, top))
			sum += scorer->values[i];
	return sum;
}

/*
 * An article may be cut up among several elements: go up while that brings
 * much more text.
 */
static const struct node *climb(const struct scorer *scorer,
    const struct node *top)
{
	double sum = sum_below(scorer, top);
	const struct node *node = top->parent;

	for (int up = 0; up < 3 && node != NULL &&
	     node->tag != TAG_BODY && node->parent != NULL;
	     up++) {
		double here = sum_below(scorer, node);

		if (here > sum * 1.4) {
			top = node;
			sum = here;
		}
		node = node->parent;
	}
	return top;
}

static size_t count_paragraphs(const struct content *content)
{
	size_t len = 0;

	for (size_t i = 0; i < content->list.count; i++) {
		const struct block *block = &content->list.blocks[i];

		if (block->kind != BLOCK_PICTURE &&
		    block->kind != BLOCK_CAPTION &&
		    block->len >= PARAGRAPH_MIN_LEN &&
		    content->pieces[i].link_len * 2 < block->len)
			len += block->len;
	}
	return len;
}

/*
 * Photos that stand between the title and the text stay, though they are not
 * in its element.
 */
static bool is_cover(const struct work *work, size_t at,
    const struct node *heading, const struct node *top)
{
	const struct block *block = &work->content.list.blocks[at];
	const struct node *node = work->content.pieces[at].node;

	return (block->kind == BLOCK_PICTURE ||
		   block->kind == BLOCK_CAPTION) &&
	    heading != NULL && node->index > heading->index &&
	    node->index < top->index;
}

static void keep_below(struct work *work, const struct node *top)
{
	struct content *content = &work->content;
	const struct node *heading = node_find(work->tree.body, TAG_H1);

	for (size_t i = 0; i < content->list.count; i++)
		if (!node_is_below(content->pieces[i].node, top) &&
		    !is_cover(work, i, heading, top))
			content->pieces[i].is_dropped = true;
	content_compact(content);
}

bool work_score_body(struct work *work)
{
	struct content *content = &work->content;
	struct scorer scorer = {.work = work};
	const struct node *top;

	boilerplate_drop(work->scratch, &work->tree);
	content_init(content, work->arena, work->base);
	content_add(content, work->tree.body);
	scorer.scores = arena_array(work->scratch, work->tree.count,
	    sizeof(double));
	scorer.values = arena_array(work->scratch, content->list.count + 1,
	    sizeof(double));
	top = find_top(&scorer);
	if (top == NULL)
		return false;
	top = climb(&scorer, top);
	keep_below(work, top);
	for (struct node *node = work->tree.root; node != NULL;
	     node = node_next(node, work->tree.root))
		if (node == top)
			work->body = node;
	return count_paragraphs(content) >= BODY_MIN_LEN;
}
