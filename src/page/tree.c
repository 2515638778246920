#include "page/tree.h"

#include <string.h>

#include "text/clean.h"

/* A node so many places on; it is as writable as its tree is. */
static struct node *node_at(const struct node *node, int32_t step)
{
	union {
		const struct node *kept;
		struct node *given;
	} place = {.kept = node + step};

	return step == 0 ? NULL : place.given;
}

struct node *node_parent(const struct node *node)
{
	return node_at(node, node->up);
}

struct node *node_first(const struct node *node)
{
	return node_at(node, node->down);
}

struct node *node_last(const struct node *node)
{
	struct node *first = node_first(node);

	return first == NULL ? NULL : first + first->back;
}

struct node *node_after(const struct node *node)
{
	return node_at(node, node->on);
}

struct node *node_before(const struct node *node)
{
	return node->up == 0 || node_first(node + node->up) == node
	    ? NULL
	    : node_at(node, node->back);
}

const char *node_attribute(const struct node *node, const char *name)
{
	if (node->tag == TAG_TEXT)
		return NULL;
	for (size_t i = 0; i < node->len; i++)
		if (node->attributes[i].name[0] == name[0] &&
		    strcmp(node->attributes[i].name, name) == 0)
			return node->attributes[i].value;
	return NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool node_list_has(const char *list, const char *word, size_t len)
{
	while (*list != '\0') {
		size_t end = 0;

		while (list[end] != '\0' && !is_blank(list[end]))
			end++;
		if (end == len && memcmp(list, word, len) == 0)
			return true;
		list += end;
		while (is_blank(*list))
			list++;
	}
	return false;
}

struct node *node_next_after(const struct node *node, const struct node *top)
{
	while (node != top && node_after(node) == NULL)
		node = node_parent(node);
	return node == top ? NULL : node_after(node);
}

struct node *node_next(const struct node *node, const struct node *top)
{
	return node->down != 0 ? node_first(node) : node_next_after(node, top);
}

struct node *node_find(const struct node *top, enum tag tag)
{
	struct node *node = node_next(top, top);

	while (node != NULL && node->tag != tag)
		node = node_next(node, top);
	return node;
}

bool node_is_below(const struct node *node, const struct node *top)
{
	while (node != NULL && node != top)
		node = node_parent(node);
	return node != NULL;
}

/* Text as one line: a blank is due until a letter comes. */
struct line {
	struct str *out;
	size_t start;
	bool is_blank_due;
};

static void line_add(struct line *line, const char *text, size_t len)
{
	size_t at = 0;

	while (at < len) {
		size_t start = at;

		while (at < len && !is_blank(text[at]))
			at++;
		if (at > start) {
			if (line->is_blank_due && line->out->len > line->start)
				str_add_char(line->out, ' ');
			line->is_blank_due = false;
			str_add_len(line->out, text + start, at - start);
		}
		while (at < len && is_blank(text[at])) {
			line->is_blank_due = true;
			at++;
		}
	}
}

void node_add_text(struct str *out, const struct node *top)
{
	struct line line = {.out = out, .start = out->len};
	const struct node *node = top;

	while (node != NULL) {
		bool is_block = (tag_traits(node->tag) & TAG_IS_BLOCK) != 0;

		if (is_block || node->tag == TAG_BR)
			line.is_blank_due = true;
		if (node->tag == TAG_TEXT && !node->is_dropped)
			line_add(&line, node->text, node->len);
		if (node_first(node) != NULL && !node->is_dropped) {
			node = node_first(node);
			continue;
		}
		while (node != top && node_after(node) == NULL) {
			node = node_parent(node);
			if ((tag_traits(node->tag) & TAG_IS_BLOCK) != 0)
				line.is_blank_due = true;
		}
		if (is_block)
			line.is_blank_due = true;
		node = node == top ? NULL : node_after(node);
	}
}

size_t node_text_len(const struct node *top, size_t limit)
{
	const struct node *node = top;
	size_t len = 0;

	while (node != NULL && len < limit) {
		if (node->tag == TAG_TEXT && !node->is_dropped)
			for (size_t i = 0; i < node->len; i++)
				len += !is_blank(node->text[i]);
		node = node->is_dropped ? node_next_after(node, top)
		                        : node_next(node, top);
	}
	return len;
}

char *node_text(const struct node *node, struct arena *arena)
{
	struct str raw, clean;
	char *text = NULL;

	str_init(&raw);
	str_init(&clean);
	node_add_text(&raw, node);
	text_clean_line(&clean, raw.data, raw.len);
	if (clean.len > 0)
		text = arena_dup_len(arena, clean.data, clean.len);
	str_release(&clean);
	str_release(&raw);
	return text;
}
