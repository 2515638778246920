#include "page/boilerplate.h"

#include <string.h>

#include "base/mem.h"
#include "page/content.h"

#define WORD_MAX_LEN 24

struct weight {
	uint32_t text;     /* bytes that are no blanks, below a node */
	uint32_t has_h1;
};

/* Words of class and id names; lower case, in the order of strcmp. */
static const char *const strong[] = {"ad", "ads", "adsense", "advert",
    "advertisement", "advertising", "breadcrumb", "breadcrumbs", "comment",
    "commentlist", "comments", "consent", "cookie", "cookies", "disqus",
    "dropdown", "footer", "gdpr", "login", "masthead", "menu", "modal",
    "mostread", "nav", "navbar", "navigation", "newsletter", "outbrain",
    "overlay", "pager", "pagination", "paging", "paywall", "popular",
    "popup", "print", "promo", "promotion", "recommend", "recommendation",
    "recommendations", "recommended", "related", "respond", "search",
    "share", "sharebar", "sharing", "sidebar", "signup", "skip", "social",
    "sponsor", "sponsored", "subscribe", "subscription", "taboola",
    "toolbar", "topics", "trending", "tweet"};
static const char *const weak[] = {"aside", "author", "banner", "bio",
    "box", "byline", "carousel", "contact", "copyright", "header", "info",
    "links", "list", "meta", "metadata", "next", "prev", "previous",
    "rating", "side", "tags", "teaser", "teasers", "toc", "tools", "widget",
    "widgets"};

static bool has_word(const char *const *list, size_t count, const char *word)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(word, list[middle]);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/*
 * 2 or 1 for the worst word of a name: "post-comments", "relatedLinks",
 * "social_bar" are cut at what is no letter and at capitals.
 */
static int judge_name(const char *name)
{
	int worst = 0;

	while (name != NULL && *name != '\0') {
		char word[WORD_MAX_LEN + 1];
		size_t len = 0;

		while (*name != '\0' && !is_letter(*name))
			name++;
		while (is_letter(*name) &&
		    (len == 0 || !is_upper(*name) || is_upper(name[-1]))) {
			if (len < WORD_MAX_LEN)
				word[len++] = (char)(*name | 0x20);
			name++;
		}
		word[len] = '\0';
		if (has_word(strong, ARRAY_LEN(strong), word))
			return 2;
		if (has_word(weak, ARRAY_LEN(weak), word))
			worst = 1;
	}
	return worst;
}

static int judge_role(const char *role)
{
	static const char *const roles[] = {"alert", "alertdialog", "banner",
	    "complementary", "contentinfo", "dialog", "menu", "menubar",
	    "navigation", "search", "toolbar", "tooltip"};

	return role != NULL && has_word(roles, ARRAY_LEN(roles), role) ? 2 : 0;
}

/* 2: surely around the article, 1: perhaps, 0: no sign of it. */
static int judge(const struct node *node)
{
	int id, class;

	switch (node->tag) {
	case TAG_NAV:
	case TAG_FOOTER:
	case TAG_BUTTON:
	case TAG_DIALOG:
	case TAG_MENU:
	case TAG_SEARCH:
		return 2;
	case TAG_BODY:
	case TAG_HTML:
	case TAG_ARTICLE:
	case TAG_MAIN:
	case TAG_P:
		return 0;
	case TAG_ASIDE:
		return 2;
	case TAG_HEADER:
	case TAG_FORM:
		return 1;
	default:
		break;
	}
	if (node->len == 0)
		return 0;
	if (judge_role(node_attribute(node, "role")) > 0)
		return 2;
	id = judge_name(node_attribute(node, "id"));
	class = judge_name(node_attribute(node, "class"));
	return id > class ? id : class;
}

static struct weight *weigh(struct arena *scratch, struct tree *tree)
{
	struct weight *weights =
	    arena_array(scratch, tree->count, sizeof(*weights));
	struct node **nodes =
	    arena_array(scratch, tree->count, sizeof(struct node *));
	struct node *node = tree->root;

	for (; node != NULL; node = node_next(node, tree->root)) {
		nodes[node->index] = node;
		if (node->tag == TAG_H1)
			weights[node->index].has_h1 = 1;
		if (node->tag != TAG_TEXT)
			continue;
		for (size_t i = 0; i < node->len; i++)
			weights[node->index].text +=
			    (unsigned char)node->text[i] > ' ';
	}
	for (size_t i = tree->count; i-- > 1;) {
		struct weight *up = &weights[nodes[i]->parent->index];

		up->text += weights[i].text;
		up->has_h1 |= weights[i].has_h1;
	}
	return weights;
}

void boilerplate_drop(struct arena *scratch, struct tree *tree)
{
	const struct weight *weights = weigh(scratch, tree);
	uint32_t all = weights[tree->body->index].text;
	struct node *node = tree->body;

	while (node != NULL) {
		const struct weight *weight = &weights[node->index];
		int sign = node->tag == TAG_TEXT ? 0 : judge(node);

		if (sign == 2)
			node->is_dropped = !weight->has_h1 &&
			    weight->text < all - all / 3;
		else if (sign == 1)
			node->is_dropped =
			    !weight->has_h1 && weight->text < all / 10;
		node = node->is_dropped ? node_next_after(node, tree->root)
		                        : node_next(node, tree->root);
	}
}
