#include "cli/internal.h"

#include "base/file.h"
#include "base/i18n.h"
#include "news/words.h"
#include "page/list.h"
#include "text/url.h"

#include <string.h>

static void print_found(const char *file, const char *href, const char *url,
    const char *type, const char *title, const char *from,
    const struct found *proof)
{
	struct json_object *object = json_object_new_object();

	cli_json_text(object, "file", file);
	cli_json_text(object, "url", url);
	cli_json_text(object, "href", href);
	cli_json_text_or_null(object, "type", type);
	cli_json_text_or_null(object, "title", title);
	cli_json_text(object, "from", from);
	if (proof != NULL) {
		cli_json_bool(object, "answers", proof->is_proven);
		cli_json_number(object, "items", (int64_t)proof->items);
	}
	cli_json_print(object);
}

/* As the file says; nothing is fetched. */
static bool discover_file(struct cli *cli, const char *path)
{
	size_t most = (size_t)config_number(cli->config, "page-size") << 20;
	struct discovered *found;
	struct error err = {0};
	struct arena arena;
	struct str data;
	size_t count = 0;
	bool is_read;

	arena_init(&arena);
	str_init(&data);
	is_read = file_read(path, most, &data, &err);
	if (is_read)
		list_discover(data.data, data.len,
		    cli->values[CLI_OPTION_URL],
		    cli->values[CLI_OPTION_CONTENT_TYPE], &arena, &found,
		    &count);
	else
		cli_complain(&err);
	for (size_t i = 0; i < count; i++)
		print_found(path, found[i].href, found[i].url, found[i].type,
		    found[i].title,
		    found[i].from == DISCOVERED_LINK ? "link" : "anchor",
		    NULL);
	str_release(&data);
	arena_release(&arena);
	return is_read;
}

static const char *from_name(enum found_how how)
{
	switch (how) {
	case FOUND_ITSELF:
	case FOUND_LINK:
		return "link";
	case FOUND_ANCHOR:
		return "anchor";
	case FOUND_GUESS:
		return "guess";
	case FOUND_LIST:
		return "list";
	}
	return "";
}

/* What answers, and what does not. */
static bool discover_url(struct cli *cli, const char *url)
{
	struct job_options options = cli_job_options(cli);
	struct error err = {0};
	struct found *found;
	struct job job;
	size_t count = 0;
	bool is_good;

	job_init(&job, &options, NULL);
	is_good = job_discover(&job, url, &cli->arena, &found, &count, &err);
	job_release(&job);
	if (!is_good)
		cli_complain(&err);
	for (size_t i = 0; is_good && i < count; i++) {
		if (found[i].how == FOUND_LIST)
			continue; /* no feed: told below */
		print_found(url, found[i].href, found[i].url, found[i].type,
		    found[i].title, from_name(found[i].how), &found[i]);
		if (!found[i].is_proven)
			cli_complain(&found[i].error);
	}
	if (is_good && count == 1 && found[0].how == FOUND_LIST)
		cli_hint(_("no feed; 'bantin add' reads the links of the "
		           "page"));
	return is_good;
}

int cli_run_discover(struct cli *cli)
{
	int failed = 0, asked = 0;

	for (int i = 0; i < cli->operand_count; i++) {
		const char *name = cli->operands[i];
		bool is_url = url_is_web(name);

		asked += is_url;
		if (is_url ? !discover_url(cli, name)
		           : !discover_file(cli, name))
			failed++;
	}
	if (failed == 0)
		return CLI_DONE;
	return failed == cli->operand_count && asked == failed ? CLI_NOTHING
	                                                       : CLI_PART;
}
