#include "feed/import_list.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "markup/xml.h"

/* An outline that is open: a folder with a name, or a feed. */
struct reader {
	struct import_list *list;
	struct arena *arena;
	char *folders[XML_DEPTH_MOST + 1]; /* clean; NULL: no folder */
	size_t depth;
	bool has_outline, has_root;
};

static const char *attribute(const struct xml_attribute *attributes,
    size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcasecmp(attributes[i].name, name) == 0)
			return attributes[i].value[strspn(
			    attributes[i].value, " \t\r\n")] == '\0'
			    ? NULL : attributes[i].value;
	return NULL;
}

/* "a,b/c", or OPML 2.0's "/a/b,/c": each between commas is a tag. */
static void add_categories(struct reader *reader, struct import_entry *entry,
    const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, ",");
		size_t slash = *text == '/' && len > 0 ? 1 : 0;

		import_add_tag(entry, reader->arena, text + slash,
		    len - slash);
		text += len;
		text += *text == ',';
	}
}

static void add_feed(struct reader *reader, const char *url,
    const char *title, const char *categories)
{
	struct import_entry *entry;
	char *address;
	size_t i;

	if (!import_check_url(reader->list, reader->arena, 0, url,
		strlen(url), &address))
		return;
	entry = import_add_entry(reader->list, reader->arena, address);
	if (entry == NULL)
		return;
	/* exports repeat the address where they have no name */
	if (title != NULL && strcmp(title, address) != 0)
		import_set_title(entry, reader->arena, title);
	for (i = 0; i + 1 < reader->depth; i++)
		if (reader->folders[i] != NULL)
			import_share_tag(entry, reader->arena,
			    reader->folders[i]);
	if (categories != NULL)
		add_categories(reader, entry, categories);
}

static void on_start(void *ctx, const char *space, const char *name,
    const struct xml_attribute *attributes, size_t count)
{
	struct reader *reader = ctx;
	const char *url, *title, *type;

	(void)space;
	reader->folders[reader->depth++] = NULL;
	reader->has_root |= strcasecmp(name, "opml") == 0;
	if (strcasecmp(name, "outline") != 0)
		return;
	reader->has_outline = true;
	type = attribute(attributes, count, "type");
	url = attribute(attributes, count, "xmlUrl");
	if (url == NULL && type != NULL && (strcasecmp(type, "rss") == 0 ||
	    strcasecmp(type, "atom") == 0))
		url = attribute(attributes, count, "url");
	title = attribute(attributes, count, "title");
	if (title == NULL)
		title = attribute(attributes, count, "text");
	if (url != NULL)
		add_feed(reader, url, title,
		    attribute(attributes, count, "category"));
	else if (title != NULL)
		reader->folders[reader->depth - 1] = import_clean(
		    reader->arena, title, strlen(title));
}

static void on_end(void *ctx, const char *space, const char *name)
{
	struct reader *reader = ctx;

	(void)space;
	(void)name;
	reader->depth--;
}

static void on_text(void *ctx, const char *text, size_t len)
{
	(void)ctx;
	(void)text;
	(void)len;
}

/* The tag that the end has cut, or the last that was whole. */
static void note_cut(struct import_list *list, struct arena *arena,
    const char *data, size_t len)
{
	size_t at = len;

	while (at > 0 && data[at - 1] != '<')
		at--;
	at -= at > 0;
	import_add_note(list, arena, 0, IMPORT_CUT, data + at, len - at);
}

bool import_read_opml(struct import_list *list, struct arena *arena,
    const char *data, size_t len)
{
	struct reader *reader = mem_alloc_zero(1, sizeof(*reader));
	const struct xml_handler handler = {on_start, on_end, on_text, reader};
	struct xml_repairs repairs;
	bool is_list, is_read;

	reader->list = list;
	reader->arena = arena;
	is_read = xml_read(data, len, NULL, &handler, &repairs, NULL);
	is_list = reader->has_outline || reader->has_root;
	free(reader);
	if (is_list && (!is_read || repairs.is_cut))
		note_cut(list, arena, data, len);
	return is_list;
}
