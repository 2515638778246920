#include "page/meta.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "text/clean.h"

/* Which field a meta element of that name fills; the first row found wins. */
static const struct row {
	const char *name;
	size_t field;
} rows[] = {
    {"og:title", offsetof(struct meta, title)},
    {"twitter:title", offsetof(struct meta, title)},
    {"dc.title", offsetof(struct meta, title)},
    {"og:description", offsetof(struct meta, description)},
    {"description", offsetof(struct meta, description)},
    {"twitter:description", offsetof(struct meta, description)},
    {"author", offsetof(struct meta, author)},
    {"dc.creator", offsetof(struct meta, author)},
    {"byl", offsetof(struct meta, author)},
    {"parsely-author", offsetof(struct meta, author)},
    {"sailthru.author", offsetof(struct meta, author)},
    {"cxenseparse:author", offsetof(struct meta, author)},
    {"article:author", offsetof(struct meta, author)},
    {"citation_author", offsetof(struct meta, author)},
    {"article:section", offsetof(struct meta, section)},
    {"og:site_name", offsetof(struct meta, site)},
    {"article:published_time", offsetof(struct meta, published)},
    {"datepublished", offsetof(struct meta, published)},
    {"pubdate", offsetof(struct meta, published)},
    {"publishdate", offsetof(struct meta, published)},
    {"dc.date.issued", offsetof(struct meta, published)},
    {"dc.date", offsetof(struct meta, published)},
    {"parsely-pub-date", offsetof(struct meta, published)},
    {"sailthru.date", offsetof(struct meta, published)},
    {"date", offsetof(struct meta, published)},
    {"article:modified_time", offsetof(struct meta, modified)},
    {"datemodified", offsetof(struct meta, modified)},
    {"og:updated_time", offsetof(struct meta, modified)},
    {"lastmod", offsetof(struct meta, modified)},
    {"og:type", offsetof(struct meta, type)},
};

static char *clean(struct arena *arena, const char *text)
{
	struct str line;
	char *copy = NULL;

	str_init(&line);
	text_clean_line(&line, text, strlen(text));
	if (line.len > 0)
		copy = arena_dup_len(arena, line.data, line.len);
	str_release(&line);
	return copy;
}

static const char **field_of(struct meta *meta, size_t field)
{
	return (const char **)(void *)((char *)meta + field);
}

/* ranks[i]: the row that filled the field of row i, plus 1. */
static void take(struct meta *meta, size_t *ranks, const char *name,
    const char *content, struct arena *arena)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t *rank = &ranks[rows[i].field / sizeof(char *)];
		const char *text;

		if (strcasecmp(name, rows[i].name) != 0)
			continue;
		text = clean(arena, content);
		/* profiles at other sites are no names */
		if (text != NULL && rows[i].field ==
			offsetof(struct meta, author) &&
		    strstr(text, "://") != NULL)
			return;
		if (text != NULL && (*rank == 0 || *rank > i + 1)) {
			*field_of(meta, rows[i].field) = text;
			*rank = i + 1;
		}
		return;
	}
}

static void read_meta(struct meta *meta, size_t *ranks,
    const struct node *node, struct arena *arena)
{
	static const char *const keys[] = {"property", "name", "itemprop"};
	const char *content = node_attribute(node, "content");
	const char *value;

	/* HTML names it content; scripts that write heads, value too */
	if (content == NULL)
		content = node_attribute(node, "value");
	if (content == NULL)
		return;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		value = node_attribute(node, keys[i]);
		if (value != NULL)
			take(meta, ranks, value, content, arena);
	}
	value = node_attribute(node, "name");
	if (value != NULL && strcasecmp(value, "generator") == 0)
		meta->is_nukeviet = strncmp(content, "NukeViet", 8) == 0;
	value = node_attribute(node, "http-equiv");
	if (value != NULL && strcasecmp(value, "content-language") == 0 &&
	    meta->language == NULL)
		meta->language = clean(arena, content);
}

static void read_node(struct meta *meta, size_t *ranks,
    const struct node *node, struct arena *arena)
{
	const char *rel = node_attribute(node, "rel");
	const char *href = node_attribute(node, "href");

	if (node->tag == TAG_META)
		read_meta(meta, ranks, node, arena);
	if (node->tag == TAG_LINK && rel != NULL && href != NULL &&
	    meta->canonical == NULL && href[0] != '\0' &&
	    node_list_has(rel, "canonical", 9))
		meta->canonical = href;
	if (node->tag == TAG_BASE && href != NULL && meta->base == NULL)
		meta->base = href;
	if (node->tag == TAG_TITLE && meta->page_title == NULL)
		meta->page_title = node_text(node, arena);
	if (node->tag == TAG_HTML && node_attribute(node, "lang") != NULL)
		meta->language = clean(arena, node_attribute(node, "lang"));
}

void meta_read(struct meta *meta, const struct tree *tree,
    struct arena *arena)
{
	size_t ranks[sizeof(struct meta) / sizeof(char *) + 1] = {0};
	const struct node *node = tree->root;

	*meta = (struct meta){0};
	for (; node != NULL; node = node_next(node, tree->root))
		if (node->tag == TAG_META || node->tag == TAG_LINK ||
		    node->tag == TAG_BASE || node->tag == TAG_TITLE ||
		    node->tag == TAG_HTML)
			read_node(meta, ranks, node, arena);
}
