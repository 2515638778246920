#include "page/work.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "page/boilerplate.h"

/* Bytes: shorter text says nothing about where the article is. */
#define TEXT_MIN_LEN 25
#define PARAGRAPH_MIN_LEN 80
/* A body has at least so much text in paragraphs; below its title less. */
#define BODY_MIN_LEN 200
#define TITLED_MIN_LEN 80
#define SAID_MIN_LEN 50
#define LEVELS_MAX 5
#define CLIMB_MAX 4
/* Nodes into a body at which its title may stand. */
#define TITLE_WITHIN 50
/* Blocks before a body, and bytes, of a title that is known by its looks. */
#define BOLD_WITHIN 10
#define BOLD_MIN_LEN 20
#define BOLD_MAX_LEN 250
/* Bytes of a link that could be a title; how many teasers make a list. */
#define TEASER_LINK_LEN 15
#define TEASERS_MIN 3
/* Bytes of a page that is nothing but text. */
#define BARE_MIN_LEN 50
/* Bytes of a sentence or clause, no less. */
#define MARK_LEN 12
/* Articles on one page that are looked at. */
#define ARTICLES_MAX 40

struct scorer {
	struct work *work;
	struct arena arena;     /* what ends with the choice */
	double *scores;         /* by node index */
	double *values;         /* by block */
	double *sums;           /* by node index: values below it */
};

static size_t count_marks(const char *text, size_t len)
{
	size_t count = 0;

	/* those of sentences, not of numbers */
	for (size_t i = 1; i < len; i++)
		count += (text[i] == ',' || text[i] == '.' || text[i] == ';') &&
		    !(text[i - 1] >= '0' && text[i - 1] <= '9');
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
	/* denser marks are a list of names */
	value = (double)count_marks(block->text, block->len);
	value = 1 + (value < len / MARK_LEN ? value : len / MARK_LEN);
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
	return node_parent(node) != NULL ? node_parent(node) : node;
}

static void spread(struct scorer *scorer, const struct node *node,
    double value)
{
	for (int level = 0; node != NULL && level < LEVELS_MAX; level++) {
		scorer->scores[node->index] +=
		    level == 0 ? value : value / (level * 2.0);
		node = node_parent(node);
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

/* sums[index]: the values of all blocks below a node. */
static void sum_values(struct scorer *scorer)
{
	struct work *work = scorer->work;
	const struct content *content = &work->content;
	size_t count = work->tree.count;
	const struct node **nodes =
	    mem_alloc_zero(count, sizeof(const struct node *));
	const struct node *node = work->tree.root;

	scorer->sums = arena_array(&scorer->arena, count, sizeof(double));
	for (; node != NULL; node = node_next(node, work->tree.root))
		nodes[node->index] = node;
	for (size_t i = 0; i < content->list.count; i++)
		scorer->sums[content->pieces[i].node->index] +=
		    scorer->values[i];
	for (size_t i = count; i-- > 1;)
		scorer->sums[node_parent(nodes[i])->index] += scorer->sums[i];
	free(nodes);
}

static bool is_text_element(const struct node *node)
{
	return node->tag == TAG_P || node->tag == TAG_UL ||
	    node->tag == TAG_OL || node->tag == TAG_BLOCKQUOTE ||
	    node->tag == TAG_TABLE;
}

/*
 * How far a neighbour holds a part of the same text: wholly if it is the
 * same element with the same class, half if both have none.
 */
static double find_likeness(const struct node *a, const struct node *b)
{
	const char *class = node_attribute(a, "class");

	if (is_text_element(a))
		return 1;
	if (a->tag != b->tag || !str_equal(class, node_attribute(b, "class")))
		return 0;
	return class != NULL ? 1 : 0.5;
}

/*
 * An article may be cut up among several elements: go up where the
 * neighbours are of the same kind and bring much more text.
 */
static const struct node *climb(const struct scorer *scorer,
    const struct node *top)
{
	double sum = scorer->sums[top->index];
	const struct node *part = top;

	for (int up = 0; up < CLIMB_MAX && node_parent(part) != NULL &&
	     part->tag != TAG_BODY;
	     up++, part = node_parent(part)) {
		const struct node *other = node_first(node_parent(part));
		double more = 0;

		for (; other != NULL; other = node_after(other))
			if (other != part && other->tag != TAG_TEXT)
				more += scorer->sums[other->index] *
				    find_likeness(other, part);
		if (more > sum / 4) {
			top = node_parent(part);
			sum = scorer->sums[top->index];
		}
	}
	return top;
}

/*
 * A text in many sections, each in boxes of its own: where the best element
 * holds a small part of the page's text only, take the one that holds most.
 */
static const struct node *widen(const struct scorer *scorer,
    const struct node *top)
{
	double all = scorer->sums[0];
	const struct node *wide = top;

	if (scorer->sums[top->index] > all * 0.4)
		return top;
	while (node_parent(wide) != NULL &&
	    scorer->sums[wide->index] < all * 0.7)
		wide = node_parent(wide);
	return wide;
}

static bool is_paragraph(const struct content *content, size_t at)
{
	const struct block *block = &content->list.blocks[at];

	return block->kind != BLOCK_PICTURE && block->kind != BLOCK_CAPTION &&
	    block->len >= PARAGRAPH_MIN_LEN &&
	    content->pieces[at].link_len * 2 < block->len;
}

/* A paragraph by its element, or set apart by its name. */
static bool is_lead(const struct content *content, size_t at)
{
	static const char *const names[] = {"lead", "Lead", "intro", "Intro",
	    "teaser", "Teaser", "vorspann", "standfirst", "chapo", "abstract",
	    "sapo", "summary", "Summary", "excerpt", "preface", "ingress",
	    "subhead", "subtitle", "description", "dek"};
	const struct node *node = content->pieces[at].node;

	if (!is_paragraph(content, at))
		return false;
	if (node->tag == TAG_P || (node->tag >= TAG_H2 && node->tag <= TAG_H4))
		return true;
	for (int up = 0; node != NULL && up < 2;
	     up++, node = node_parent(node)) {
		const char *class = node_attribute(node, "class");

		for (size_t i = 0; class != NULL && i < ARRAY_LEN(names); i++)
			if (strstr(class, names[i]) != NULL)
				return true;
	}
	return false;
}

/*
 * Photos that stand between the title and the text stay, though they are not
 * in its element; first paragraphs too.
 */
static bool is_before_text(const struct work *work, size_t at,
    const struct node *heading, const struct node *top)
{
	const struct block *block = &work->content.list.blocks[at];
	const struct node *node = work->content.pieces[at].node;

	return (block->kind == BLOCK_PICTURE ||
		   block->kind == BLOCK_CAPTION ||
		   is_lead(&work->content, at)) &&
	    heading != NULL && node->index > heading->index &&
	    node->index < top->index;
}

/*
 * The head names the site only, and there is no h1: the last short bold line
 * before the text is its title. at is the text's first block.
 */
static const struct node *find_bold_title(const struct work *work, size_t at)
{
	const struct content *content = &work->content;

	for (int left = BOLD_WITHIN; at > 0 && left > 0; left--) {
		const struct block *block = &content->list.blocks[--at];
		const struct piece *piece = &content->pieces[at];

		if ((piece->looks & PIECE_BOLD) != 0 && piece->link_len == 0 &&
		    block->kind == BLOCK_PARAGRAPH &&
		    block->len >= BOLD_MIN_LEN && block->len <= BOLD_MAX_LEN &&
		    block->text[block->len - 1] != '.')
			return piece->node;
	}
	return NULL;
}

static const struct node *choose_heading(struct work *work,
    const struct node *top)
{
	const struct content *content = &work->content;
	size_t first = 0;

	if (work->heading == NULL)
		work->heading = node_find(work->tree.body, TAG_H1);
	while (first < content->list.count &&
	    !node_is_below(content->pieces[first].node, top))
		first++;
	if (work->heading == NULL && work->meta.title == NULL)
		work->heading = find_bold_title(work, first);
	return work->heading;
}

static void keep_below(struct work *work, const struct node *top)
{
	struct content *content = &work->content;
	size_t last = content->list.count;
	const struct node *heading = choose_heading(work, top);

	for (size_t i = 0; i < content->list.count; i++) {
		if (node_is_below(content->pieces[i].node, top))
			last = i;
		else if (!is_before_text(work, i, heading, top))
			content->pieces[i].is_dropped = true;
	}
	/* who signed may stand just below the text */
	if (last + 1 < content->list.count &&
	    (content->pieces[last + 1].looks & PIECE_RIGHT) != 0)
		work_take_signature(work, last + 1);
	content_compact(content);
}

/* A link to another article: words, or a photo. */
static bool has_link(const struct node *box, const struct node *paragraph)
{
	const struct node *node = box;

	while (node != NULL) {
		if (node == paragraph || node->is_dropped) {
			node = node_next_after(node, box);
			continue;
		}
		if (node->tag == TAG_A && node_attribute(node, "href") != NULL &&
		    (node_text_len(node, TEASER_LINK_LEN) >=
			    TEASER_LINK_LEN ||
			node_find(node, TAG_IMG) != NULL))
			return true;
		node = node_next(node, box);
	}
	return false;
}

/* Headings that are no links: what they head is told here, not elsewhere. */
static bool has_own_heading(const struct node *box)
{
	const struct node *node = box;
	bool is_own = false;

	for (; node != NULL; node = node_next(node, box)) {
		if (node->tag < TAG_H1 || node->tag > TAG_H6)
			continue;
		if (node_parent(node)->tag == TAG_A ||
		    node_find(node, TAG_A) != NULL)
			return false;
		is_own = true;
	}
	return is_own;
}

static size_t count_paragraphs(const struct content *content)
{
	size_t len = 0;

	for (size_t i = 0; i < content->list.count; i++)
		if (is_paragraph(content, i))
			len += content->list.blocks[i].len;
	return len;
}

/*
 * A front or section page: each paragraph stands in a box of its own, with
 * a link to the article that it is the lead of.
 */
static bool is_teaser_list(const struct work *work)
{
	const struct content *content = &work->content;
	unsigned *counts = mem_alloc_zero(work->tree.count, sizeof(unsigned));
	size_t paragraphs = 0, teasers = 0;

	for (size_t i = 0; i < content->list.count; i++) {
		const struct node *node = content->pieces[i].node;

		if (!is_paragraph(content, i))
			continue;
		paragraphs++;
		for (; node != NULL; node = node_parent(node))
			counts[node->index]++;
	}
	for (size_t i = 0; i < content->list.count; i++) {
		const struct node *box = content->pieces[i].node;

		if (!is_paragraph(content, i) || counts[box->index] > 1)
			continue;
		while (node_parent(box) != NULL &&
		    counts[node_parent(box)->index] == 1)
			box = node_parent(box);
		teasers += has_link(box, content->pieces[i].node) &&
		    !has_own_heading(box);
	}
	free(counts);
	return paragraphs >= TEASERS_MIN && teasers * 3 > paragraphs * 2;
}

/*
 * A page that holds nothing but a few words, and leads nowhere: they are what
 * it is for. What asks for scripts or cookies is none.
 */
static bool is_bare_text(const struct work *work)
{
	static const char *const signs[] = {"avaScript", "avascript",
	    "cookie", "Cookie"};
	const struct content *content = &work->content;
	size_t len = 0;

	for (size_t i = 0; i < content->list.count; i++) {
		const struct block *block = &content->list.blocks[i];

		/* outside of any element: this was no page */
		if (content->pieces[i].link_len > 0 ||
		    content->pieces[i].node == work->tree.body)
			return false;
		for (size_t k = 0; k < ARRAY_LEN(signs); k++)
			if (strstr(block->text, signs[k]) != NULL)
				return false;
		if (block->kind != BLOCK_PICTURE &&
		    block->kind != BLOCK_CAPTION &&
		    block->kind != BLOCK_HEADING)
			len += block->len;
	}
	return len >= BARE_MIN_LEN && node_find(work->tree.body, TAG_A) == NULL &&
	    node_find(work->tree.body, TAG_FORM) == NULL &&
	    node_find(work->tree.body, TAG_IFRAME) == NULL;
}

bool work_says_article(const struct work *work)
{
	return work->meta.published != NULL ||
	    (work->linked.is_article && work->linked.published != NULL);
}

/* The heading below a node that leads to another page, or NULL. */
static const struct node *find_linked_heading(const struct work *work,
    const struct node *top)
{
	const struct node *node = top;

	for (; node != NULL; node = node_next(node, top)) {
		const struct node *link;
		const char *url;

		if (node->tag < TAG_H1 || node->tag > TAG_H4)
			continue;
		link = node_parent(node)->tag == TAG_A ? node_parent(node)
		                                  : node_find(node, TAG_A);
		url = link == NULL ? NULL
		                   : content_link(work->scratch, work->base,
		                         node_attribute(link, "href"));
		return url != NULL && !work_is_this_page(work, url) ? node
		                                                    : NULL;
	}
	return NULL;
}

static bool is_article(const struct node *node)
{
	const char *class;

	if (node->tag == TAG_ARTICLE)
		return true;
	class = node->tag == TAG_DIV ? node_attribute(node, "class") : NULL;
	return class != NULL && node_list_has(class, "hentry", 6);
}

/*
 * What follows an article as an article of its own, whose heading leads to
 * the page where it stands.
 */
static void drop_other_articles(struct work *work)
{
	struct node *root = work->tree.root, *node = root;
	size_t all = node_text_len(work->tree.body, SIZE_MAX);
	bool is_first = true;
	int left = ARTICLES_MAX;

	while (node != NULL && left > 0) {
		if (!is_article(node)) {
			node = node_next(node, root);
			continue;
		}
		if (!is_first && find_linked_heading(work, node) != NULL &&
		    (work->heading == NULL ||
		        !node_is_below(work->heading, node)) &&
		    node_text_len(node, SIZE_MAX) < all / 4)
			node->is_dropped = true;
		is_first = false;
		left--;
		node = node->is_dropped ? node_next_after(node, root)
		                        : node_next(node, root);
	}
}

/* The element whose text speaks most for an article, or NULL. */
static const struct node *choose_top(struct work *work)
{
	struct scorer scorer = {.work = work};
	const struct node *top;

	arena_init(&scorer.arena);
	scorer.scores = arena_array(&scorer.arena, work->tree.count,
	    sizeof(double));
	scorer.values = arena_array(&scorer.arena,
	    work->content.list.count + 1, sizeof(double));
	top = find_top(&scorer);
	if (top != NULL) {
		sum_values(&scorer);
		top = climb(&scorer, top);
		top = widen(&scorer, top);
	}
	arena_release(&scorer.arena);
	return top;
}

bool work_score_body(struct work *work)
{
	struct content *content = &work->content;
	const struct node *top;
	bool is_titled;

	drop_other_articles(work);
	boilerplate_drop(&work->tree);
	content_init(content, work->arena, work->base);
	content_reserve(content, work->tree.body);
	content_add(content, work->tree.body);
	if (is_bare_text(work)) {
		work->body = work->tree.body;
		return true;
	}
	top = choose_top(work);
	if (top == NULL)
		return false;
	keep_below(work, top);
	work->body = work->tree.root + (top - work->tree.root);
	is_titled = work->is_heading_sure &&
	    work->heading->index < top->index + TITLE_WITHIN;
	if (work_says_article(work))
		return content_text_len(content) >= SAID_MIN_LEN;
	return count_paragraphs(content) >=
	    (is_titled ? TITLED_MIN_LEN : BODY_MIN_LEN) &&
	    !is_teaser_list(work);
}
