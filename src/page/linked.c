#include "page/linked.h"

#include <string.h>

#include "markup/json.h"
#include "text/clean.h"

/* Scripts and their items looked at; more is no article's own. */
#define SCRIPTS_MAX 20
#define ITEMS_MAX 50
#define AUTHORS_MAX 4

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

static void take(const char **field, struct arena *arena, const char *text)
{
	if (*field == NULL)
		*field = clean(arena, text);
}

/* A type may be a list of them. */
static bool has_type(const struct json *item, const char *part)
{
	const struct json *type = json_get(item, "@type");
	size_t count = json_is_array(type) ? json_count(type) : 1;

	for (size_t i = 0; i < count; i++) {
		const char *name = json_text(
		    json_is_array(type) ? json_at(type, i) : type);

		if (name != NULL && strstr(name, part) != NULL)
			return true;
	}
	return false;
}

/* A name, an object with a name, or a list of either: "A, B". */
static char *read_names(struct arena *arena, const struct json *value)
{
	size_t count = json_is_array(value) ? json_count(value) : 1;
	struct str names;
	char *copy;

	str_init(&names);
	for (size_t i = 0; i < count && i < AUTHORS_MAX; i++) {
		const struct json *one =
		    json_is_array(value) ? json_at(value, i) : value;
		const char *name = json_is_object(one)
		    ? json_text(json_get(one, "name"))
		    : json_text(one);

		/* the site itself is no author */
		if (name == NULL || name[0] == '\0' ||
		    has_type(one, "Organization"))
			continue;
		if (names.len > 0)
			str_add(&names, ", ");
		str_add(&names, name);
	}
	copy = clean(arena, names.data);
	str_release(&names);
	return copy;
}

static void take_article(struct linked *linked, const struct json *item,
    struct arena *arena)
{
	const struct json *section = json_get(item, "articleSection");

	linked->is_article = true;
	take(&linked->title, arena, json_text(json_get(item, "headline")));
	if (linked->author == NULL)
		linked->author = read_names(arena, json_get(item, "author"));
	if (json_is_array(section))
		section = json_at(section, 0);
	take(&linked->section, arena, json_text(section));
	take(&linked->published, arena,
	    json_text(json_get(item, "datePublished")));
	take(&linked->modified, arena,
	    json_text(json_get(item, "dateModified")));
	take(&linked->language, arena,
	    json_text(json_get(item, "inLanguage")));
}

static void take_trail(struct linked *linked, const struct json *item,
    struct arena *arena)
{
	const struct json *list = json_get(item, "itemListElement");
	size_t count = json_is_array(list) ? json_count(list) : 0;

	for (size_t i = 0; i < count && i < LINKED_TRAIL_MAX; i++) {
		const struct json *step = json_at(list, i);
		const char *name = json_text(json_get(step, "name"));

		if (name == NULL)
			name = json_text(
			    json_get(json_get(step, "item"), "name"));
		name = clean(arena, name);
		if (name != NULL && linked->trail_count < LINKED_TRAIL_MAX)
			linked->trail[linked->trail_count++] = name;
	}
}

static void take_item(struct linked *linked, const struct json *item,
    struct arena *arena)
{
	if (has_type(item, "Article") || has_type(item, "BlogPosting") ||
	    has_type(item, "Report"))
		take_article(linked, item, arena);
	else if (has_type(item, "BreadcrumbList") && linked->trail_count == 0)
		take_trail(linked, item, arena);
}

static void take_all(struct linked *linked, const struct json *value,
    struct arena *arena)
{
	const struct json *graph = json_get(value, "@graph");
	const struct json *list = graph != NULL ? graph : value;

	take_item(linked, value, arena);
	if (!json_is_array(list))
		return;
	for (size_t i = 0; i < json_count(list) && i < ITEMS_MAX; i++)
		take_item(linked, json_at(list, i), arena);
}

static void read_script(struct linked *linked, const struct node *script,
    struct arena *arena)
{
	const struct node *text = node_first(script);
	struct json_document document;

	if (text == NULL || text->tag != TAG_TEXT)
		return;
	if (json_read(&document, text->text, text->len, "utf-8", NULL))
		take_all(linked, document.root, arena);
	json_release(&document);
}

void linked_read(struct linked *linked, const struct tree *tree,
    struct arena *arena)
{
	const struct node *node = tree->root;
	int left = SCRIPTS_MAX;

	*linked = (struct linked){0};
	/* a script is in the tree only if it is JSON-LD */
	for (; node != NULL && left > 0; node = node_next(node, tree->root))
		if (node->tag == TAG_SCRIPT) {
			left--;
			read_script(linked, node, arena);
		}
}
