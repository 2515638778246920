#include "page/next.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "page/content.h"
#include "text/fold.h"
#include "text/url.h"

/* Bytes of a folded line: what says "next page" is short. */
#define WORDS_MAX_LEN 40
#define NUMBER_MAX_LEN 4
#define LINKS_MAX 20000

/* How sure a link is the one to the next page; the best wins. */
enum trust { TRUST_NONE, TRUST_SIGN, TRUST_NUMBER, TRUST_WORD, TRUST_REL };

struct search {
	struct arena *arena;
	const char *base, *url;
	struct str line, folded, canonical; /* canonical: of url */
	char *best;
	enum trust trust;
	const char *only; /* what all ambiguous links lead to */
	bool has_several;
	long shown;     /* the page that is marked as shown; 0: none is */
	uint64_t seen;  /* bit n: a link numbered n is there */
};

/* Folded and without arrows around. */
static const struct {
	const char *text;
	bool is_whole, is_ambiguous; /* ambiguous: articles have it too */
} words[] = {
    {"trang sau", false, false},
    {"trang tiep", false, false},
    {"trang ke", false, false},
    {"next page", false, false},
    {"older posts", false, false},
    {"bai cu hon", false, false},
    {"cac tin cu hon", true, false},
    {"tiep theo", true, false},
    {"ke tiep", true, false},
    {"tiep", true, false},
    {"sau", true, false},
    {"next", true, false},
    {"xem tiep", true, true},
    {"xem them", true, true},
};

static bool is_wanted_host(struct search *search, const char *url)
{
	struct str host, other;
	bool is_same;

	if (search->url == NULL || !url_is_web(search->url))
		return true;
	str_init(&host);
	str_init(&other);
	url_host(&host, search->url);
	url_host(&other, url);
	is_same = str_equal(host.data, other.data);
	str_release(&other);
	str_release(&host);
	return is_same;
}

static bool is_shown(struct search *search, const char *url)
{
	struct str other;
	bool is_same;

	str_init(&other);
	url_canonical(&other, url);
	is_same = search->canonical.len > 0 &&
	    strcmp(other.data, search->canonical.data) == 0;
	str_release(&other);
	return is_same;
}

/* The address of a link to another page of the site, or NULL. */
static char *other_page(struct search *search, const struct node *node)
{
	const char *href = node_attribute(node, "href");
	char *url;

	if (href == NULL || href[0] == '#' || href[0] == '\0')
		return NULL;
	url = content_link(search->arena, search->base, href);
	if (url == NULL || !is_wanted_host(search, url) ||
	    is_shown(search, url))
		return NULL;
	return url;
}

static void offer(struct search *search, char *url, enum trust trust)
{
	if (url != NULL && trust > search->trust) {
		search->best = url;
		search->trust = trust;
	}
}

static bool has_rel(const struct node *node)
{
	const char *rel = node_attribute(node, "rel");

	return rel != NULL && node_list_has(rel, "next", 4);
}

/* A link's words, folded, arrows and blanks around them taken off. */
static const char *read_words(struct search *search, const struct node *node)
{
	static const char edges[] = " \t\r\n>.|[](){}:";
	const char *title;
	size_t from;

	str_clear(&search->line);
	str_clear(&search->folded);
	if (node_text_len(node, WORDS_MAX_LEN * 3) > WORDS_MAX_LEN * 3)
		return "";
	node_add_text(&search->line, node);
	title = node_attribute(node, "title");
	if (search->line.len == 0 && title != NULL &&
	    strlen(title) < WORDS_MAX_LEN * 3)
		str_add(&search->line, title);
	text_fold(&search->folded, search->line.data, search->line.len);
	while (search->folded.len > 0 &&
	    strchr(edges, search->folded.data[search->folded.len - 1]))
		str_cut(&search->folded, search->folded.len - 1);
	from = strspn(search->folded.data, edges);
	return search->folded.len - from <= WORDS_MAX_LEN
	    ? search->folded.data + from : "";
}

static bool is_arrow(const struct search *search)
{
	static const char *const arrows[] = {">", ">>", "›", "»", "→", "❯"};

	for (size_t i = 0; i < ARRAY_LEN(arrows); i++)
		if (strcmp(search->line.data, arrows[i]) == 0)
			return true;
	return false;
}

/* Whole words may have an arrow behind them ("xem tiep »"), no letter. */
static bool says(const char *text, size_t row)
{
	if (!words[row].is_whole)
		return strstr(text, words[row].text) != NULL;
	if (!str_starts(text, words[row].text))
		return false;
	for (text += strlen(words[row].text); *text != '\0'; text++)
		if (*text >= '0' && *text <= 'z')
			return false;
	return true;
}

static void take_word(struct search *search, const char *text, char *url)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!says(text, i))
			continue;
		if (!words[i].is_ambiguous) {
			offer(search, url, TRUST_WORD);
		} else if (search->only == NULL) {
			search->only = url;
		} else if (strcmp(search->only, url) != 0) {
			search->has_several = true;
		}
		return;
	}
}

/* The number of a link of page numbers; 0: it is none. */
static long read_number(const char *text)
{
	char *end;
	long number;

	if (text[0] < '1' || text[0] > '9' || strlen(text) > NUMBER_MAX_LEN)
		return 0;
	number = strtol(text, &end, 10);
	return *end == '\0' ? number : 0;
}

static bool is_marked(const struct node *node)
{
	static const char *const marks[] = {"active", "current", "selected",
	    "is-active"};

	for (int up = 0; up < 2 && node != NULL;
	     up++, node = node_parent(node)) {
		const char *list = node_attribute(node, "class");

		if (node_attribute(node, "aria-current") != NULL)
			return true;
		for (size_t i = 0; list != NULL && i < ARRAY_LEN(marks); i++)
			if (node_list_has(list, marks[i], strlen(marks[i])))
				return true;
	}
	return false;
}

static void look_at(struct search *search, const struct node *node)
{
	const char *text = read_words(search, node);
	long number = read_number(text);
	char *url;

	if (number > 0) {
		if (number < 64)
			search->seen |= (uint64_t)1 << number;
		if (other_page(search, node) == NULL || is_marked(node))
			search->shown = number;
		return;
	}
	if (search->line.len == 0)
		return;
	url = other_page(search, node);
	if (url == NULL)
		return;
	if (is_arrow(search))
		offer(search, url, TRUST_SIGN);
	else
		take_word(search, text, url);
}

/* What is shown is marked, or is the number that is no link, or the first. */
static long next_number(const struct search *search)
{
	if (search->shown > 0)
		return search->shown + 1;
	for (long number = 1; number < 63; number++)
		if ((search->seen >> number & 1) == 0)
			return (search->seen >> (number + 1) & 1) != 0
			    ? number + 1 : 2;
	return 2;
}

/* The next page's address differs from this one in a query or an end. */
static bool is_alike(const struct search *search, const char *url)
{
	const char *own = search->url;
	size_t len = 0;

	if (own == NULL || !url_is_web(own))
		return true;
	while (own[len] != '\0' && own[len] == url[len])
		len++;
	own = strstr(own, "://") + 3;
	own += strcspn(own, "/");
	return len > (size_t)(own - search->url);
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/*
 * What this page's address has in place of the number in another's, where
 * they differ in that alone; *other: that number. -1: they do not.
 */
static long own_number(const struct search *search, const char *url,
    long *other)
{
	const char *own = search->url;
	size_t at = 0, start;
	char *own_end, *end;
	long number;

	while (own[at] != '\0' && own[at] == url[at])
		at++;
	for (start = at; start > 0 && is_digit(own[start - 1]);)
		start--;
	if (!is_digit(own[start]) || !is_digit(url[start]))
		return -1;
	number = strtol(own + start, &own_end, 10);
	*other = strtol(url + start, &end, 10);
	return strcmp(own_end, end) == 0 &&
	        own_end - own - (ptrdiff_t)start <= NUMBER_MAX_LEN
	    ? number : -1;
}

/* By the addresses, where no mark tells which of the numbers is shown. */
static long number_by_address(struct search *search, const struct node *root)
{
	const struct node *node = root;

	for (; search->url != NULL && node != NULL;
	     node = node_next(node, root)) {
		long label, number, other;
		char *url;

		if (node->tag != TAG_A)
			continue;
		label = read_number(read_words(search, node));
		url = label > 0 ? other_page(search, node) : NULL;
		number = url != NULL ? own_number(search, url, &other) : -1;
		/* some count from 0 */
		if (number >= 0 && labs(label - other) <= 1)
			return number + 1 + label - other;
	}
	return 0;
}

static void find_number(struct search *search, const struct node *root)
{
	long wanted = search->shown > 0 ? 0 : number_by_address(search, root);
	const struct node *node = root;

	if (wanted <= 0)
		wanted = next_number(search);
	for (; node != NULL && search->trust < TRUST_NUMBER;
	     node = node_next(node, root)) {
		char *url;

		if (node->tag != TAG_A ||
		    read_number(read_words(search, node)) != wanted)
			continue;
		url = other_page(search, node);
		if (url != NULL && is_alike(search, url))
			offer(search, url, TRUST_NUMBER);
	}
}

char *next_find(const struct tree *tree, struct arena *arena,
    const char *base, const char *url)
{
	struct search search = {.arena = arena, .base = base, .url = url};
	const struct node *node = tree->root;
	size_t links = 0;

	str_init(&search.line);
	str_init(&search.folded);
	str_init(&search.canonical);
	if (url != NULL)
		url_canonical(&search.canonical, url);
	for (; node != NULL && links < LINKS_MAX;
	     node = node_next(node, tree->root)) {
		if (node->tag != TAG_A && node->tag != TAG_LINK)
			continue;
		links++;
		if (has_rel(node))
			offer(&search, other_page(&search, node), TRUST_REL);
		else if (node->tag == TAG_A && !node->is_dropped)
			look_at(&search, node);
	}
	if (search.seen != 0 && search.trust < TRUST_NUMBER)
		find_number(&search, tree->root);
	if (search.only != NULL && !search.has_several)
		offer(&search, arena_dup(arena, search.only), TRUST_SIGN);
	str_release(&search.canonical);
	str_release(&search.folded);
	str_release(&search.line);
	return search.best;
}
