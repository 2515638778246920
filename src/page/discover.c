#include "page/list.h"

#include <string.h>
#include <strings.h>

#include "markup/charset.h"
#include "page/content.h"
#include "page/tree.h"
#include "text/clean.h"
#include "text/url.h"

#define FOUND_MAX 500

struct search {
	struct arena *arena;
	const char *base;
	struct discovered *found;
	size_t count, cap;
};

static bool is_feed_type(const char *type)
{
	static const char *const types[] = {"application/rss+xml",
	    "application/atom+xml", "application/feed+json",
	    "application/json", "application/rdf+xml"};
	size_t len = strcspn(type, "; \t");

	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (strlen(types[i]) == len &&
		    strncasecmp(type, types[i], len) == 0)
			return true;
	return false;
}

static char *resolve(struct search *search, const char *href)
{
	struct str url;
	char *copy;

	str_init(&url);
	url_resolve(&url, search->base, href);
	copy = arena_dup_len(search->arena, url.data, url.len);
	str_release(&url);
	return copy;
}

/* "javascript:", "data:" and their like hold no feed; "feed:" stands for one. */
static bool can_follow(struct search *search, const char *href)
{
	return strncasecmp(href, "feed:", 5) == 0 ||
	    content_link(search->arena, search->base, href) != NULL;
}

static struct discovered *add(struct search *search, const char *href,
    enum discovered_from from)
{
	struct discovered *found;

	if (search->count >= FOUND_MAX)
		return NULL;
	search->found = arena_grow(search->arena, search->found,
	    &search->cap, search->count + 1, sizeof(*search->found));
	found = &search->found[search->count++];
	*found = (struct discovered){
	    .href = arena_dup(search->arena, href),
	    .url = resolve(search, href),
	    .from = from,
	};
	return found;
}

static char *clean(struct arena *arena, const char *text)
{
	struct str line;
	char *copy = NULL;

	if (text == NULL)
		return NULL;
	str_init(&line);
	text_clean_line(&line, text, strlen(text));
	if (line.len > 0)
		copy = arena_dup_len(arena, line.data, line.len);
	str_release(&line);
	return copy;
}

static bool has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	while (*list != '\0') {
		size_t end = strcspn(list, " \t\r\n\f");

		if (end == len && strncasecmp(list, word, len) == 0)
			return true;
		list += end;
		list += strspn(list, " \t\r\n\f");
	}
	return false;
}

static void take_link(struct search *search, const struct node *node)
{
	const char *rel = node_attribute(node, "rel");
	const char *href = node_attribute(node, "href");
	const char *type = node_attribute(node, "type");
	struct discovered *found;

	if (rel == NULL || href == NULL || type == NULL || href[0] == '\0' ||
	    !has_word(rel, "alternate") || !is_feed_type(type) ||
	    search->count >= FOUND_MAX || !can_follow(search, href))
		return;
	found = add(search, href, DISCOVERED_LINK);
	if (found == NULL)
		return;
	found->type = arena_dup(search->arena, type);
	found->title = clean(search->arena, node_attribute(node, "title"));
}

static bool ends_with(const char *text, size_t len, const char *end)
{
	size_t end_len = strlen(end);

	return len >= end_len &&
	    strncasecmp(text + len - end_len, end, end_len) == 0;
}

/* A part of the path that says feed: "/rss", "/feed/", "rss.aspx". */
static bool has_part(const char *path, size_t len)
{
	static const char *const parts[] = {
	    "rss", "feed", "feeds", "atom", "rss_feed", "rssfeed"};

	while (len > 0) {
		size_t end = 0, stem;

		while (end < len && path[end] != '/')
			end++;
		stem = end;
		for (size_t i = 0; i < end; i++)
			if (path[i] == '.' && stem == end)
				stem = i;
		for (size_t i = 0; i < ARRAY_LEN(parts); i++)
			if (strlen(parts[i]) == stem &&
			    strncasecmp(path, parts[i], stem) == 0)
				return true;
		if (end == len)
			return false;
		path += end + 1;
		len -= end + 1;
	}
	return false;
}

/*
 * Whether an address looks like a feed's (or like the page of a site that
 * lists its feeds); proofs are the caller's.
 */
static bool is_feed_address(const char *url)
{
	const char *path = strstr(url, "://"), *query;
	size_t len;

	path = path != NULL ? strchr(path + 3, '/') : url;
	if (path == NULL)
		return false;
	len = strcspn(path, "?#");
	if (ends_with(path, len, ".rss") || ends_with(path, len, ".atom") ||
	    ends_with(path, len, ".rdf"))
		return true;
	/* NukeViet: index.php?nv=news&op=rss/tin-tuc */
	query = path + len;
	if (*query == '?' && (strstr(query, "op=rss") != NULL ||
				 strstr(query, "feed=rss") != NULL ||
				 strstr(query, "format=feed") != NULL ||
				 strstr(query, "/rss") != NULL))
		return true;
	return has_part(path, len);
}

static bool is_known(const struct search *search, const char *url)
{
	for (size_t i = 0; i < search->count; i++)
		if (strcmp(search->found[i].url, url) == 0)
			return true;
	return false;
}

static void take_anchor(struct search *search, const struct node *node)
{
	const char *href = node_attribute(node, "href");
	struct discovered *found;
	char *url;

	if (href == NULL || href[0] == '\0' || href[0] == '#' ||
	    search->count >= FOUND_MAX || !can_follow(search, href))
		return;
	url = resolve(search, href);
	if (!is_feed_address(url) || is_known(search, url))
		return;
	found = add(search, href, DISCOVERED_ANCHOR);
	if (found == NULL)
		return;
	found->title = node_text(node, search->arena);
	if (found->title == NULL)
		found->title =
		    clean(search->arena, node_attribute(node, "title"));
}

static const char *find_base(const struct tree *tree, struct arena *arena,
    const char *url)
{
	const struct node *node = node_find(tree->root, TAG_BASE);
	const char *href = node != NULL ? node_attribute(node, "href") : NULL;
	struct str base;

	if (href == NULL || href[0] == '\0')
		return url;
	str_init(&base);
	url_resolve(&base, url, href);
	href = arena_dup_len(arena, base.data, base.len);
	str_release(&base);
	return href;
}

void list_discover(const char *data, size_t len, const char *url,
    const char *content_type, struct arena *arena,
    struct discovered **found, size_t *count)
{
	struct search search = {.arena = arena};
	const struct node *node;
	struct arena scratch;
	struct tree tree;
	char charset[64];

	arena_init(&scratch);
	tree_read(&tree, &scratch, data, len,
	    content_type != NULL
		? charset_from_content_type(content_type, charset,
		      sizeof(charset))
		: NULL);
	search.base = find_base(&tree, &scratch, url);
	node = tree.root;
	for (; node != NULL; node = node_next(node, tree.root))
		if (node->tag == TAG_LINK)
			take_link(&search, node);
	node = tree.root;
	for (; node != NULL; node = node_next(node, tree.root))
		if (node->tag == TAG_A)
			take_anchor(&search, node);
	*found = search.found;
	*count = search.count;
	tree_release(&tree);
	arena_release(&scratch);
}
