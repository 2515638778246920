#include "page/boilerplate.h"

#include <string.h>

#include "base/mem.h"
#include "page/content.h"

#define WORD_MAX_LEN 24

/* Bytes: shorter runs of text are labels. */
#define RUN_MIN_LEN 50
/* Bytes, blanks left out: what stands beside a word in a sentence. */
#define SENTENCE_MIN_LEN 12

/* How surely an element stands around the article, not in it. */
enum sign {
	SIGN_NONE,
	SIGN_WEAK,   /* names that bodies have too */
	SIGN_SOME,   /* columns, bars: wrappers of bodies may be called so */
	SIGN_STRONG, /* comments, menus, other articles */
	SIGN_SURE,   /* what floats above a page */
};

/* Below a node: bytes of running text that is no link; whether an h1. */
struct weight {
	uint32_t text;
	uint32_t has_h1;
};

/* Words of class and id names; lower case, in the order of strcmp. */
static const char *const sure[] = {"consent", "cookie", "cookiebanner",
    "cookies", "gdpr", "lightbox", "login", "modal", "popup"};
static const char *const strong[] = {"breadcrumb", "breadcrumbs", "comment",
    "commentlist", "comments", "disqus", "footer", "menu", "mostread", "nav", "navbar",
    "navigation", "newsletter", "outbrain", "pager", "pagination", "paging",
    "popular", "recommend", "recommendation", "recommendations",
    "recommended", "related", "respond", "signup", "taboola", "trending"};
static const char *const some[] = {"ad", "ads", "adsense", "advert",
    "advertisement", "advertising", "dropdown", "masthead",
    "overlay", "paywall", "print", "promo", "promotion", "search",
    "share", "sharebar", "sharing", "sidebar", "skip", "social", "sponsor",
    "sponsored", "subscribe", "subscription", "toolbar", "topics"};
static const char *const weak[] = {"aside", "author", "banner", "bio",
    "box", "byline", "carousel", "contact", "copyright", "header", "info",
    "links", "list", "meta", "metadata", "next", "prev", "previous",
    "rating", "side", "tags", "teaser", "teasers", "toc", "tools", "widget",
    "widgets"};
static const char *const good[] = {"article", "body", "content", "entry",
    "hentry", "main", "post", "story", "text"};

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
 * The worst word of a name: "post-comments", "relatedLinks", "social_bar"
 * are cut at what is no letter and at capitals. *is_good: it also has a word
 * that bodies have.
 */
static enum sign judge_name(const char *name, bool *is_good)
{
	enum sign worst = SIGN_NONE;

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
		if (has_word(sure, ARRAY_LEN(sure), word))
			worst = SIGN_SURE;
		else if (worst < SIGN_STRONG &&
		    has_word(strong, ARRAY_LEN(strong), word))
			worst = SIGN_STRONG;
		else if (worst < SIGN_SOME &&
		    has_word(some, ARRAY_LEN(some), word))
			worst = SIGN_SOME;
		else if (worst < SIGN_WEAK &&
		    has_word(weak, ARRAY_LEN(weak), word))
			worst = SIGN_WEAK;
		*is_good |= has_word(good, ARRAY_LEN(good), word);
	}
	return worst;
}

static bool is_around_role(const char *role)
{
	static const char *const roles[] = {"alert", "alertdialog", "banner",
	    "complementary", "contentinfo", "dialog", "menu", "menubar",
	    "navigation", "search", "toolbar", "tooltip"};

	return role != NULL && has_word(roles, ARRAY_LEN(roles), role);
}

/* Words of a sentence, whatever its style is called. */
static bool is_in_sentence(const struct node *node)
{
	const struct node *before = node_before(node);
	const struct node *after = node_after(node);

	if ((tag_traits(node->tag) & TAG_IS_BLOCK) != 0)
		return false;
	return (before != NULL && before->tag == TAG_TEXT &&
		   node_text_len(before, SENTENCE_MIN_LEN) >=
		       SENTENCE_MIN_LEN) ||
	    (after != NULL && after->tag == TAG_TEXT &&
		node_text_len(after, SENTENCE_MIN_LEN) >= SENTENCE_MIN_LEN);
}

static enum sign judge_names(const struct node *node)
{
	bool is_good = false;
	enum sign id = judge_name(node_attribute(node, "id"), &is_good);
	enum sign class = judge_name(node_attribute(node, "class"), &is_good);
	enum sign worst = id > class ? id : class;

	/* a list may be called one, and a heading a header */
	if (worst == SIGN_WEAK &&
	    (node->tag == TAG_UL || node->tag == TAG_OL ||
	        (node->tag >= TAG_H1 && node->tag <= TAG_H6 &&
		    node_find(node, TAG_A) == NULL)))
		return SIGN_NONE;
	if (worst != SIGN_NONE && is_in_sentence(node))
		return SIGN_NONE;
	return is_good && worst > SIGN_WEAK ? worst - 1 : worst;
}

static enum sign judge(const struct node *node)
{
	enum sign sign;

	switch (node->tag) {
	case TAG_NAV:
	case TAG_FOOTER:
	case TAG_BUTTON:
	case TAG_DIALOG:
	case TAG_MENU:
	case TAG_SEARCH:
		return SIGN_STRONG;
	case TAG_TEXT:
	case TAG_BODY:
	case TAG_HTML:
	case TAG_ARTICLE:
	case TAG_MAIN:
	case TAG_P:
		return SIGN_NONE;
	case TAG_ASIDE:
		return SIGN_SOME;
	default:
		break;
	}
	if (node->len > 0 && is_around_role(node_attribute(node, "role")))
		return SIGN_STRONG;
	sign = node->len > 0 ? judge_names(node) : SIGN_NONE;
	if (sign == SIGN_NONE &&
	    (node->tag == TAG_HEADER || node->tag == TAG_FORM))
		return SIGN_WEAK;
	return sign;
}

static bool is_in_link(const struct node *node)
{
	for (int up = 0; node != NULL && up < 3; up++, node = node_parent(node))
		if (node->tag == TAG_A)
			return true;
	return false;
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
		if (node->tag == TAG_TEXT && node->len >= RUN_MIN_LEN &&
		    !is_in_link(node))
			weights[node->index].text = node->len;
	}
	for (size_t i = tree->count; i-- > 1;) {
		struct weight *up = &weights[node_parent(nodes[i])->index];

		up->text += weights[i].text;
		up->has_h1 |= weights[i].has_h1;
	}
	return weights;
}

void boilerplate_drop(struct tree *tree)
{
	struct arena scratch;
	const struct weight *weights;
	uint32_t all;
	/* what holds more of the page's text than that, in hundredths, stays */
	static const uint32_t shares[] = {[SIGN_WEAK] = 8,
	    [SIGN_SOME] = 25,
	    [SIGN_STRONG] = 50,
	    [SIGN_SURE] = 80};
	struct node *node = tree->body;

	arena_init(&scratch);
	weights = weigh(&scratch, tree);
	all = weights[tree->body->index].text;
	while (node != NULL) {
		uint32_t text = weights[node->index].text;
		enum sign sign = judge(node);

		if (sign != SIGN_NONE && weights[node->index].has_h1 == 0)
			node->is_dropped |=
			    text <= all / 100 * shares[sign];
		node = node->is_dropped ? node_next_after(node, tree->root)
		                        : node_next(node, tree->root);
	}
	arena_release(&scratch);
}
