#include "feed/export.h"

#include "feed/import_list.h"

/* Text as an attribute's value; what XML cannot hold is left out. */
static void add_value(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			str_add(out, "&amp;");
		else if (*text == '<')
			str_add(out, "&lt;");
		else if (*text == '"')
			str_add(out, "&quot;");
		else if ((unsigned char)*text >= ' ')
			str_add_char(out, *text);
	}
}

/* OPML 2.0: categories stand between commas, a slash parts their levels. */
static void add_categories(struct str *out, const struct import_entry *entry)
{
	struct str tag;
	size_t i, k;

	if (entry->tag_count == 0)
		return;
	str_init(&tag);
	str_add(out, " category=\"");
	for (i = 0; i < entry->tag_count; i++) {
		str_clear(&tag);
		str_add(&tag, entry->tags[i]);
		for (k = 0; k < tag.len; k++)
			if (tag.data[k] == ',' ||
			    (k == 0 && tag.data[k] == '/'))
				tag.data[k] = ' ';
		if (i > 0)
			str_add_char(out, ',');
		add_value(out, tag.data);
	}
	str_add_char(out, '"');
	str_release(&tag);
}

void export_opml(struct str *out, const char *title,
    const struct import_entry *entries, size_t count)
{
	size_t i;

	str_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<opml version=\"2.0\">\n<head>\n<title>");
	add_value(out, title);
	str_add(out, "</title>\n</head>\n<body>\n");
	for (i = 0; i < count; i++) {
		const struct import_entry *entry = &entries[i];
		const char *name = entry->title != NULL ? entry->title
		                                        : entry->url;

		str_add(out, "<outline type=\"rss\" text=\"");
		add_value(out, name);
		if (entry->title != NULL) {
			str_add(out, "\" title=\"");
			add_value(out, name);
		}
		str_add(out, "\" xmlUrl=\"");
		add_value(out, entry->url);
		str_add_char(out, '"');
		add_categories(out, entry);
		str_add(out, "/>\n");
	}
	str_add(out, "</body>\n</opml>\n");
}

/* A word in quotation marks. */
static void add_word(struct str *out, const char *start, const char *word)
{
	str_add(out, " \"");
	str_add(out, start);
	for (; *word != '\0'; word++) {
		if (*word == '"' || *word == '\\')
			str_add_char(out, '\\');
		str_add_char(out, *word == '\n' ? ' ' : *word);
	}
	str_add_char(out, '"');
}

void export_add_entry(struct str *out, const struct import_entry *entry)
{
	str_add(out, entry->url);
	if (entry->title != NULL)
		add_word(out, "~", entry->title);
	for (size_t k = 0; k < entry->tag_count; k++)
		add_word(out, "", entry->tags[k]);
	str_add_char(out, '\n');
}

void export_urls(struct str *out, const struct import_entry *entries,
    size_t count)
{
	size_t i;

	str_add(out, IMPORT_NEWSBOAT "\n");
	for (i = 0; i < count; i++)
		export_add_entry(out, &entries[i]);
}
