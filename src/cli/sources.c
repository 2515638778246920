#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "news/words.h"
#include "text/url.h"

#include <stdio.h>

/* An exception of TLS that the settings make for it; "" for none. */
static const char *find_tls(const struct cli *cli,
    const struct source *source, bool *is_pinned)
{
	const struct config_place place = {.source_url = source->url};

	*is_pinned = *config_text_at(cli->config, "certificate", &place) !=
	    '\0';
	return config_text_at(cli->config, "tls", &place);
}

static void add_exceptions(struct json_object *object, const struct cli *cli,
    const struct source *source)
{
	struct json_object *list = json_object_new_array();
	const char *tls;
	bool is_pinned;

	tls = find_tls(cli, source, &is_pinned);
	if (!str_equal(tls, "strict"))
		json_object_array_add(list, json_object_new_string(tls));
	if (is_pinned)
		json_object_array_add(list,
		    json_object_new_string("certificate"));
	json_object_object_add(object, "exceptions", list);
}

static void print_json(const struct cli *cli, const struct source *source)
{
	struct json_object *object = json_object_new_object();
	struct str url;

	str_init(&url);
	url_without_user(&url, source->url);
	cli_json_number(object, "id", source->id);
	cli_json_text(object, "url", url.data);
	str_release(&url);
	cli_json_text(object, "title", source->title);
	cli_json_texts(object, "tags", source->tags, source->tag_count);
	cli_json_text(object, "province", source->province);
	cli_json_number(object, "unread", source->unread);
	cli_json_number(object, "total", source->total);
	if (source->is_paused)
		cli_json_bool(object, "paused", true);
	cli_json_text(object, "health", words_health_name(source->health));
	cli_json_number(object, "status", source->status);
	cli_json_number(object, "bytes", source->bytes);
	json_object_object_add(object, "share304",
	    json_object_new_double(source_share_unchanged(source)));
	cli_json_time(object, "last_success", source->last_success);
	cli_json_time(object, "next_due", source->next_due);
	add_exceptions(object, cli, source);
	cli_json_print(object);
}

static void print_text(const struct cli *cli, const struct source *source)
{
	struct str line, url, exception;
	const char *tls;
	bool is_pinned;

	str_init(&line);
	str_init(&url);
	str_init(&exception);
	url_without_user(&url, source->url);
	str_addf(&line, "%4lld %s %s\n", (long long)source->id,
	    source_needs_look(source) ? "!" : " ",
	    source->title[0] == '\0' ? url.data : source->title);
	str_add(&line, "       ");
	str_addf(&line, _("%d unread"), source->unread);
	str_add(&line, " · ");
	words_add_health(&line, source, clock_now());
	tls = find_tls(cli, source, &is_pinned);
	words_add_exception(&exception, tls, is_pinned);
	str_addf(&line, "%s%s · %s\n", exception.len > 0 ? " · " : "",
	    exception.data, url.data);
	cli_print(line.data);
	str_release(&line);
	str_release(&url);
	str_release(&exception);
}

int cli_run_sources(struct cli *cli)
{
	struct source *sources;
	struct error err = {0};
	size_t count;

	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!store_read_sources(cli->store, &cli->arena, &sources, &count,
	        &err))
		return cli_fail(&err);
	for (size_t i = 0; i < count; i++) {
		if (cli_has(cli, CLI_OPTION_JSON))
			print_json(cli, &sources[i]);
		else
			print_text(cli, &sources[i]);
	}
	if (count == 0 && !cli_has(cli, CLI_OPTION_JSON) &&
	    !cli_has(cli, CLI_OPTION_QUIET)) {
		error_set(&err, ERROR_NO_SOURCES, NULL, 0);
		cli_complain(&err);
	}
	return CLI_DONE;
}
