#include "feed/feed_json.h"

#include <string.h>

#include "base/i18n.h"
#include "feed/plain.h"
#include "markup/json.h"

static void set_kept(struct builder *builder, enum element_field field,
    unsigned char rank, const char *text)
{
	const struct value value = {.field = field, .rank = rank,
	    .is_text = true, .text = text,
	    .len = text == NULL ? 0 : strlen(text)};

	if (text != NULL)
		builder_set(builder, &value);
}

static void set(struct builder *builder, enum element_field field,
    unsigned char rank, const struct json *object, const char *key)
{
	set_kept(builder, field, rank, json_text(json_get(object, key)));
}

/* authors: objects with a name; some feeds give plain strings. */
static void set_authors(struct builder *builder, const struct json *object)
{
	const struct json *authors = json_get(object, "authors");
	const struct json *author = json_get(object, "author");
	size_t i;

	for (i = 0; i < json_count(authors); i++) {
		set(builder, FIELD_AUTHOR, 1, json_at(authors, i), "name");
		set_kept(builder, FIELD_AUTHOR, 1,
		    json_text(json_at(authors, i)));
	}
	set(builder, FIELD_AUTHOR, 2, author, "name");
	set_kept(builder, FIELD_AUTHOR, 2, json_text(author));
}

static void set_text_as_html(struct builder *builder,
    enum element_field field, unsigned char rank, const struct json *object,
    const char *key)
{
	const char *text = json_text(json_get(object, key));
	struct str html;

	if (text == NULL)
		return;
	str_init(&html);
	plain_add_html(&html, text, strlen(text));
	set_kept(builder, field, rank, html.data);
	str_release(&html);
}

static void add_link(struct builder *builder, unsigned char rank,
    const struct json *item, const char *key)
{
	const char *url = json_text(json_get(item, key));

	if (url != NULL)
		builder_set_fallback(builder, rank, NULL, url, strlen(url));
}

static void read_item(struct builder *builder, const struct json *item)
{
	const struct json *list = json_get(item, "attachments");
	size_t i;

	if (!json_is_object(item) || !builder_begin_item(builder))
		return;
	set(builder, FIELD_ID, 1, item, "id");
	set(builder, FIELD_LINK, 1, item, "url");
	add_link(builder, 1, item, "external_url");
	set(builder, FIELD_TITLE, 1, item, "title");
	set(builder, FIELD_CONTENT, 1, item, "content_html");
	set_text_as_html(builder, FIELD_CONTENT, 2, item, "content_text");
	set_text_as_html(builder, FIELD_SUMMARY, 1, item, "summary");
	set(builder, FIELD_PUBLISHED, 1, item, "date_published");
	set(builder, FIELD_UPDATED, 1, item, "date_modified");
	set_authors(builder, item);
	for (i = 0; i < json_count(list); i++) {
		const struct json *row = json_at(list, i);

		builder_add_enclosure(builder, 1, NULL,
		    json_text(json_get(row, "url")),
		    json_text(json_get(row, "mime_type")),
		    json_number(json_get(row, "size_in_bytes")));
	}
	list = json_get(item, "tags");
	for (i = 0; i < json_count(list); i++)
		set_kept(builder, FIELD_CATEGORY, 1,
		    json_text(json_at(list, i)));
	builder_end_item(builder);
}

static bool is_feed(const struct json *root)
{
	const char *version = json_text(json_get(root, "version"));

	return json_is_array(json_get(root, "items")) ||
	    (version != NULL && strstr(version, "jsonfeed.org") != NULL);
}

bool feed_read_json(struct builder *builder, const char *data, size_t len,
    const char *http_charset, struct error *err)
{
	struct json_document document;
	struct feed *feed = builder->feed;
	const struct json *items;
	const char *version, *url;
	size_t i;

	if (!json_read(&document, data, len, http_charset, err)) {
		json_release(&document);
		return false;
	}
	if (!is_feed(document.root)) {
		json_release(&document);
		return error_set(err, ERROR_FEED_UNKNOWN, "", 0);
	}
	version = json_text(json_get(document.root, "version"));
	feed->format = version != NULL && strstr(version, "version/1.1") != NULL
	    ? "json feed 1.1" : "json feed 1.0";
	url = json_text(json_get(document.root, "feed_url"));
	builder->own_url = arena_dup(builder->arena, url);
	set(builder, FIELD_TITLE, 1, document.root, "title");
	set(builder, FIELD_LINK, 1, document.root, "home_page_url");
	set(builder, FIELD_SUMMARY, 1, document.root, "description");
	set(builder, FIELD_LANGUAGE, 1, document.root, "language");
	set_authors(builder, document.root);
	items = json_get(document.root, "items");
	for (i = 0; i < json_count(items); i++)
		read_item(builder, json_at(items, i));
	feed->is_cut = document.is_cut;
	feed_add_repair(feed, builder->arena, document.charset.bad_bytes,
	    document.charset.bad_bytes == 1 ? N_("bad byte")
	    : N_("bad bytes"));
	json_release(&document);
	return true;
}
