#include "cli/internal.h"

#include "base/file.h"
#include "base/i18n.h"
#include "page/extract.h"
#include "refresh/job.h"

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

/* A line for each part: the file, the part, the row or rule. */
static void explain(const char *path, const char *text)
{
	while (text != NULL && *text != '\0') {
		size_t len = strcspn(text, "\n");

		fprintf(stderr, "%s: %.*s\n", path, (int)len, text);
		text += len + (text[len] == '\n');
	}
}

/* One file; false: complained of, and what there is was printed. */
static bool extract_one(struct cli *cli, const char *path, enum format format)
{
	size_t most = (size_t)config_number(cli->config, "page-size") << 20;
	struct extract_options options = {.url = cli->values[CLI_OPTION_URL],
	    .families = &cli->families};
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
	if (cli_has(cli, CLI_OPTION_EXPLAIN))
		explain(path, page.explanation);
	arena_release(&arena);
	str_release(&data);
	return is_done;
}

static void print_counts(struct cli *cli, const struct job_progress *progress)
{
	struct json_object *object;

	if (!cli_has(cli, CLI_OPTION_JSON)) {
		if (!cli_has(cli, CLI_OPTION_QUIET))
			printf(_("%d pages read again: %d changed, "
			         "%d without an article\n"),
			    progress->again, progress->again_changed,
			    progress->again_empty);
		return;
	}
	object = json_object_new_object();
	cli_json_number(object, "pages", progress->again);
	cli_json_number(object, "changed", progress->again_changed);
	cli_json_number(object, "empty", progress->again_empty);
	cli_json_print(object);
}

/* The stored pages by the rules of now; then what follows from it. */
static int read_again(struct cli *cli)
{
	struct job_options options = cli_job_options(cli);
	struct error err = {0};
	struct job job;
	bool is_done, is_left;

	if (!cli_open_store(cli))
		return CLI_STORE;
	cli_catch_signals();
	job_init(&job, &options, cli->store);
	job.is_stopped = cli_is_stopped;
	is_done = job_read_again(&job, &err) &&
	    job_catch_up(&job, 0, &is_left, &err);
	if (is_done)
		print_counts(cli, &job.progress);
	job_release(&job);
	if (!is_done)
		return cli_fail(&err);
	return cli_is_stopped(NULL) ? CLI_PART : CLI_DONE;
}

int cli_run_extract(struct cli *cli)
{
	int status = CLI_DONE;
	enum format format;

	if (cli_has(cli, CLI_OPTION_AGAIN) && cli->operand_count == 0)
		return read_again(cli);
	if (cli_has(cli, CLI_OPTION_AGAIN) || cli->operand_count == 0)
		return cli_usage(_("%s: needs %s"), cli->command->name,
		    _(cli->command->operands));
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
