#include "cli/internal.h"

#include "base/file.h"
#include "base/i18n.h"
#include "page/extract.h"

#include <stdio.h>
#include <string.h>

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_HTML };

static bool read_format(const struct cli *cli, enum format *format)
{
	static const char *const names[] = {"text", "json", "html"};
	const char *name = cli->values[CLI_OPTION_FORMAT];

	*format = FORMAT_TEXT;
	if (name == NULL)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], name) == 0) {
			*format = (enum format)i;
			return true;
		}
	cli_usage(_("--format: not one of text, json, html: '%s'"), name);
	return false;
}

static void add_captions(struct json_object *object,
    const struct block_list *body)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < body->count; i++)
		if (body->blocks[i].kind == BLOCK_CAPTION)
			json_object_array_add(array,
			    json_object_new_string(body->blocks[i].text));
	json_object_object_add(object, "captions", array);
}

static void add_attachments(struct json_object *object,
    const struct page *page)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < page->attachment_count; i++) {
		const struct page_attachment *file = &page->attachments[i];
		struct json_object *row = json_object_new_object();

		cli_json_text_or_null(row, "name", file->name);
		cli_json_text_or_null(row, "url", file->url);
		json_object_object_add(row, "size",
		    file->size == 0 ? NULL : json_object_new_int64(file->size));
		json_object_array_add(array, row);
	}
	json_object_object_add(object, "attachments", array);
}

static void print_json(const char *path, const struct page *page,
    const char *text)
{
	struct json_object *object = json_object_new_object();

	cli_json_text(object, "file", path);
	cli_json_text_or_null(object, "url",
	    page->canonical != NULL ? page->canonical : page->url);
	cli_json_text_or_null(object, "title", page->title);
	cli_json_text_or_null(object, "section", page->section);
	cli_json_text_or_null(object, "lead", page->lead);
	cli_json_text_or_null(object, "author", page->author);
	cli_json_time_or_null(object, "published", page->published);
	cli_json_text(object, "text", text);
	add_captions(object, &page->body);
	add_attachments(object, page);
	json_object_object_add(object, "related",
	    cli_json_related(page->related, page->related_count));
	cli_json_text_or_null(object, "feedback", page->feedback);
	cli_json_text_or_null(object, "lang", page->language);
	cli_json_print(object);
}

static void print_page(const char *path, const struct page *page,
    enum format format)
{
	struct str text;

	str_init(&text);
	if (format == FORMAT_HTML)
		cli_add_html(&text, page->title, &page->body);
	else
		block_add_text(&text, &page->body);
	if (format == FORMAT_JSON)
		print_json(path, page, text.data);
	else
		cli_print(text.data);
	str_release(&text);
}

/* One file; false: complained of, and what there is was printed. */
static bool extract_one(struct cli *cli, const char *path, enum format format)
{
	size_t most = (size_t)config_number(cli->config, "page-size") << 20;
	struct extract_options options = {.url = cli->values[CLI_OPTION_URL]};
	struct error err = {0};
	struct page page = {0};
	struct arena arena;
	struct str data;
	bool is_done;

	str_init(&data);
	arena_init(&arena);
	is_done = file_read(path, most, &data, &err) &&
	    extract_page(data.data, data.len, &options, &arena, &page, &err);
	if (!is_done) {
		page.body = (struct block_list){0};
		error_set(&err, err.code, path, err.number);
		cli_complain(&err);
	}
	print_page(path, &page, format);
	if (is_done && cli_has(cli, CLI_OPTION_EXPLAIN))
		fprintf(stderr, "%s: %s\n", path,
		    page.rule == NULL ? "" : page.rule);
	arena_release(&arena);
	str_release(&data);
	return is_done;
}

int cli_run_extract(struct cli *cli)
{
	int status = CLI_DONE;
	enum format format;

	if (!read_format(cli, &format))
		return CLI_USAGE;
	for (int i = 0; i < cli->operand_count; i++) {
		if (i > 0 && format != FORMAT_JSON)
			puts("\f");
		if (!extract_one(cli, cli->operands[i], format))
			status = CLI_PART;
	}
	return status;
}
