#include "page/work.h"

#include <string.h>

#include "text/fold.h"

/* Bytes; a shorter bold line is a subheading or a name. */
#define LEAD_MIN_LEN 60
#define LEAD_MAX_LEN 1500
/* Text blocks among which the lead is looked for. */
#define LEAD_WITHIN 3
/* Bytes by which a lead is known as what the head says of the article. */
#define SAID_LEN 60

static bool is_text(const struct block *block)
{
	return block->kind != BLOCK_PICTURE && block->kind != BLOCK_CAPTION;
}

/* Move block at to the front; what stood before it keeps its order. */
static void move_to_front(struct content *content, size_t at)
{
	struct block block = content->list.blocks[at];
	struct piece piece = content->pieces[at];

	memmove(content->list.blocks + 1, content->list.blocks,
	    at * sizeof(block));
	memmove(content->pieces + 1, content->pieces, at * sizeof(piece));
	content->list.blocks[0] = block;
	content->pieces[0] = piece;
}

/* A lead is set as one; that all of it is bold besides says nothing. */
static void drop_bold(struct block *block)
{
	size_t kept = 0;

	for (size_t i = 0; i < block->span_count; i++) {
		struct span span = block->spans[i];

		span.style &= ~(unsigned)SPAN_BOLD;
		if (span.style != 0 || span.link != 0)
			block->spans[kept++] = span;
	}
	block->span_count = kept;
}

static void make_lead(struct work *work, size_t at)
{
	struct content *content = &work->content;

	move_to_front(content, at);
	if ((content->pieces[0].looks & PIECE_BOLD) != 0)
		drop_bold(&content->list.blocks[0]);
	content->list.blocks[0].kind = BLOCK_LEAD;
	content->list.blocks[0].level = 0;
	content->list.blocks[0].number = 0;
	content->list.blocks[0].flags = 0;
	work->page->lead = content->list.blocks[0].text;
}

/* The text of a lead's element without the links to other articles in it. */
static char *read_lead(struct work *work, const struct node *node)
{
	struct content content;
	struct str text;
	char *lead = NULL;

	content_init(&content, work->scratch, work->base);
	content_add(&content, node);
	str_init(&text);
	for (size_t i = 0; i < content.list.count; i++) {
		const struct block *block = &content.list.blocks[i];

		if (!is_text(block) ||
		    content.pieces[i].link_len * 2 > block->len)
			continue;
		if (text.len > 0)
			str_add_char(&text, ' ');
		str_add_len(&text, block->text, block->len);
	}
	if (text.len > 0 && text.len <= LEAD_MAX_LEN)
		lead = arena_dup_len(work->scratch, text.data, text.len);
	str_release(&text);
	return lead;
}

/* Whether one begins with the other, as far as the shorter goes. */
static bool is_same_start(const char *a, const char *b)
{
	size_t len = strlen(a) < strlen(b) ? strlen(a) : strlen(b);

	return len >= LEAD_MIN_LEN / 2 && memcmp(a, b, len) == 0;
}

static const struct node *find_element(struct work *work)
{
	static const char usual[] =
	    ".sapo, .article__sapo, .news_detail_sapo, [class*=sapo],"
	    " [class*=Sapo], .hometext, .trichdan, .trich-dan, .tomtat,"
	    " .tom-tat, [class*=TomTat], [id*=TomTat]";
	const struct node *node = NULL;

	if (work->family != NULL)
		node = work_select(work, work->family->lead);
	if (node == NULL)
		node = work_select(work, usual);
	/* a list of other articles has leads too: they come after the body */
	if (node != NULL && work->title != NULL && work->family == NULL &&
	    node->index < work->title->index)
		return NULL;
	return node;
}

/* The lead stands in an element of its own. */
static bool take_element(struct work *work)
{
	const struct node *node = find_element(work);
	struct content *content = &work->content;
	const char *lead, *folded;

	lead = node != NULL ? read_lead(work, node) : NULL;
	if (lead == NULL)
		return false;
	folded = text_dup_folded(work->scratch, lead);
	for (size_t i = 0, seen = 0;
	     i < content->list.count && seen < LEAD_WITHIN; i++) {
		const struct block *block = &content->list.blocks[i];

		if (!is_text(block))
			continue;
		seen++;
		if (is_same_start(folded,
			text_dup_folded_len(work->scratch,
			    block->text, block->len)) &&
		    block->len <= strlen(lead) + 40) {
			make_lead(work, i);
			return true;
		}
	}
	if (work->body != NULL && node_is_below(node, work->body) &&
	    work->family == NULL)
		return false;
	content_add_text(content, BLOCK_LEAD, lead, strlen(lead), node);
	make_lead(work, content->list.count - 1);
	return true;
}

/* The first paragraph, set apart in bold or by the name of its class. */
static bool is_set_apart(const struct content *content, size_t at)
{
	const struct node *node = content->pieces[at].node;
	const char *class = node_attribute(node, "class");

	if ((content->pieces[at].looks & PIECE_BOLD) != 0)
		return true;
	return class != NULL &&
	    (strstr(class, "lead") != NULL || strstr(class, "intro") != NULL ||
		strstr(class, "summary") != NULL ||
		strstr(class, "standfirst") != NULL);
}

/* Whether a block of the body begins as folded text does. */
static bool has_block(const struct work *work, const char *folded)
{
	const struct content *content = &work->content;

	for (size_t i = 0; i < content->list.count; i++)
		if (is_text(&content->list.blocks[i]) &&
		    is_same_start(folded, text_dup_folded_len(work->scratch,
		        content->list.blocks[i].text,
		        content->list.blocks[i].len)))
			return true;
	return false;
}

static const char *fold_text(struct arena *arena, const struct node *node)
{
	size_t at = 0;

	while (at < node->len && strchr(" \t\r\n", node->text[at]) != NULL)
		at++;
	return text_dup_folded_len(arena, node->text + at, node->len - at);
}

/*
 * What the head says of the article, printed between title and text, is its
 * lead, whatever its element is called.
 */
static bool take_described(struct work *work)
{
	const struct node *node = work->title, *root = work->tree.root, *end;
	const char *said = work->meta.description, *lead;
	size_t len = said != NULL ? strlen(said) : 0;

	if (node == NULL || len < LEAD_MIN_LEN ||
	    work->content.list.count == 0)
		return false;
	said = text_dup_folded_len(work->scratch, said,
	    len < SAID_LEN ? len : SAID_LEN);
	if (has_block(work, said))
		return false;
	end = work->content.pieces[0].node;
	for (; node != NULL && node->index < end->index;
	     node = node_next(node, root)) {
		const struct node *block = node_parent(node);

		if (node->tag != TAG_TEXT || node->len < SAID_LEN / 2 ||
		    !is_same_start(said, fold_text(work->scratch, node)))
			continue;
		while (node_parent(block) != NULL &&
		    (tag_traits(block->tag) & TAG_IS_BLOCK) == 0)
			block = node_parent(block);
		lead = read_lead(work, block);
		if (lead == NULL)
			continue;
		content_add_text(&work->content, BLOCK_LEAD, lead,
		    strlen(lead), block);
		make_lead(work, work->content.list.count - 1);
		return true;
	}
	return false;
}

void work_find_lead(struct work *work)
{
	struct content *content = &work->content;

	if (take_element(work)) {
		work_explain(work, "lead", work->family != NULL &&
		        work->family->lead != NULL ? "family" : "element",
		    NULL);
		return;
	}
	if (take_described(work)) {
		work_explain(work, "lead", "what the head says", NULL);
		return;
	}
	for (size_t i = 0, seen = 0;
	     i < content->list.count && seen < LEAD_WITHIN; i++) {
		const struct block *block = &content->list.blocks[i];

		if (!is_text(block))
			continue;
		seen++;
		if (block->kind != BLOCK_PARAGRAPH ||
		    block->len > LEAD_MAX_LEN)
			return;
		if (block->len >= LEAD_MIN_LEN && is_set_apart(content, i) &&
		    content->list.count > i + 1) {
			make_lead(work, i);
			work_explain(work, "lead", "set apart", NULL);
			return;
		}
	}
}
