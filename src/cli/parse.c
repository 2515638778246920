#include "cli/internal.h"

#include "base/file.h"
#include "base/i18n.h"
#include "feed/feed_read.h"
#include "markup/html.h"
#include "news/words.h"
#include "page/list.h"

#include <stdio.h>

static struct json_object *json_item(const struct feed_item *item)
{
	struct json_object *object = json_object_new_object();
	struct json_object *enclosures = json_object_new_array();

	cli_json_text_or_null(object, "title", item->title);
	cli_json_text_or_null(object, "link", item->link);
	cli_json_text_or_null(object, "id", item->id);
	cli_json_time_or_null(object, "published", item->published);
	cli_json_time_or_null(object, "updated", item->updated);
	cli_json_text_or_null(object, "author", item->author);
	cli_json_text_or_null(object, "content", item->content);
	cli_json_text_or_null(object, "summary", item->summary);
	cli_json_texts(object, "categories", item->categories,
	    item->category_count);
	for (size_t i = 0; i < item->enclosure_count; i++) {
		const struct enclosure *enclosure = &item->enclosures[i];
		struct json_object *row = json_object_new_object();

		cli_json_text_or_null(row, "url", enclosure->url);
		cli_json_text_or_null(row, "type", enclosure->type);
		json_object_object_add(row, "length", enclosure->length == 0
		        ? NULL
		        : json_object_new_int64(enclosure->length));
		json_object_array_add(enclosures, row);
	}
	json_object_object_add(object, "enclosures", enclosures);
	return object;
}

static void print_feed(const char *path, const struct feed *feed)
{
	struct json_object *object = json_object_new_object();
	struct json_object *items = json_object_new_array();

	cli_json_text(object, "file", path);
	cli_json_text_or_null(object, "format", feed->format);
	cli_json_text_or_null(object, "title", feed->title);
	cli_json_text_or_null(object, "link", feed->link);
	cli_json_text_or_null(object, "description", feed->description);
	cli_json_text_or_null(object, "next", feed->next);
	cli_json_texts(object, "repairs", feed->repairs, feed->repair_count);
	for (size_t i = 0; i < feed->item_count; i++)
		json_object_array_add(items, json_item(&feed->items[i]));
	json_object_object_add(object, "items", items);
	cli_json_print(object);
}

static void print_error(const char *path, const struct error *err)
{
	struct json_object *object = json_object_new_object();
	struct str sentence;

	str_init(&sentence);
	words_add_plain_reason(&sentence, err);
	cli_json_text(object, "file", path);
	cli_json_text(object, "error", sentence.data);
	cli_json_print(object);
	str_release(&sentence);
}

/* A feed, or a list page where the document is HTML. */
static bool read_document(struct cli *cli, const struct str *data,
    struct arena *arena, struct feed *feed, struct error *err)
{
	struct feed_options options = {.url = cli->values[CLI_OPTION_URL],
	    .content_type = cli->values[CLI_OPTION_CONTENT_TYPE],
	    .items_most =
	        (size_t)config_number(cli->config, "feed-items")};

	if (feed_read(data->data, data->len, &options, arena, feed, err))
		return true;
	if (err->code != ERROR_FEED_IS_PAGE)
		return false;
	return list_read(data->data, data->len, options.url,
	    options.content_type, arena, feed, err);
}

int cli_run_parse(struct cli *cli)
{
	size_t most = (size_t)config_number(cli->config, "feed-size") << 20;
	int status = CLI_DONE;

	for (int i = 0; i < cli->operand_count; i++) {
		const char *path = cli->operands[i];
		struct error err = {0};
		struct arena arena;
		struct feed feed;
		struct str data;

		str_init(&data);
		arena_init(&arena);
		if (file_read(path, most, &data, &err) &&
		    read_document(cli, &data, &arena, &feed, &err)) {
			print_feed(path, &feed);
		} else {
			/* the document's own address is not what was typed */
			error_set(&err, err.code, path, err.number);
			print_error(path, &err);
			cli_complain(&err);
			status = CLI_PART;
		}
		arena_release(&arena);
		str_release(&data);
	}
	return status;
}
