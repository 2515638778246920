/* What the settings say of how sources are asked. */
#include "cli/internal.h"

#include <string.h>

/* A text that may be empty: NULL then. */
static const char *text_at(const struct config *config, const char *name,
    const struct config_place *place)
{
	const char *text = config_text_at(config, name, place);

	return *text == '\0' ? NULL : text;
}

static int milliseconds_at(const struct config *config, const char *name,
    const struct config_place *place)
{
	return 1000 * (int)config_number_at(config, name, place);
}

/* Which of a setting's choices was made, from 0. */
static int choice_at(const struct config *config, const char *name,
    const struct config_place *place, const char *const *choices)
{
	const char *text = config_text_at(config, name, place);
	int choice = 0;

	while (choices[choice] != NULL && !str_equal(choices[choice], text))
		choice++;
	return choices[choice] == NULL ? 0 : choice;
}

static void read_manner(const struct config *config,
    const struct config_place *place, struct net_manner *manner)
{
	/* in the order of their enums */
	static const char *const versions[] = {"auto", "1.0", "1.1", "2",
	    NULL};
	static const char *const tls[] = {"strict", "renegotiation", "weak",
	    "old", NULL};
	static const char *const privates[] = {"auto", "no", "yes", NULL};

	manner->user_agent = text_at(config, "user-agent", place);
	manner->headers = text_at(config, "headers", place);
	manner->login = text_at(config, "login", place);
	manner->proxy = text_at(config, "proxy", place);
	manner->certificate = text_at(config, "certificate", place);
	manner->has_cookies = config_bool_at(config, "cookies", place);
	manner->http = (enum net_http)choice_at(config, "http", place,
	    versions);
	manner->tls = choice_at(config, "tls", place, tls);
	manner->private = (enum net_private)choice_at(config, "private",
	    place, privates);
	manner->connect_ms = milliseconds_at(config, "connect-timeout",
	    place);
	manner->first_byte_ms = milliseconds_at(config, "answer-timeout",
	    place);
	manner->stall_ms = milliseconds_at(config, "stall-timeout", place);
	manner->total_ms = milliseconds_at(config, "timeout", place);
}

static void read_rules(const struct config *config,
    const struct config_place *place, struct job_rules *rules)
{
	read_manner(config, place, &rules->manner);
	rules->charset = text_at(config, "charset", place);
	rules->connections_per_host = (int)config_number_at(config,
	    "connections-per-host", place);
	rules->page_pause_ms = milliseconds_at(config, "page-pause", place);
	rules->interval_seconds = config_number_at(config, "interval", place);
	rules->ceiling_seconds = config_number_at(config, "interval-most",
	    place);
	rules->pages_per_day = config_number_at(config, "page-budget",
	    place);
	rules->has_robots = config_bool_at(config, "robots", place);
	rules->has_pages = config_bool_at(config, "pages", place);
	rules->keep.days = config_number_at(config, "keep-days", place);
	rules->keep.articles = config_number_at(config, "keep-articles",
	    place);
	rules->keep.is_unread_kept = config_bool_at(config, "keep-unread",
	    place);
}

static void find_rules(void *ctx, const char *source_url, const char *host,
    struct job_rules *rules)
{
	/* asked thrice for each source: they come filled as for all */
	if (!config_has_places(ctx))
		return;
	read_rules(ctx, &(struct config_place){.source_url = source_url,
	    .host = host}, rules);
}

struct job_options cli_job_options(const struct cli *cli)
{
	const struct config *config = cli->config;
	struct job_options options = job_options_default();

	options.store_path = cli->store_path;
	options.copy_path = cli->copy_path;
	options.connections_most = (int)config_number(config, "connections");
	options.feed_bytes_most =
	    (size_t)config_number(config, "feed-size") << 20;
	options.page_bytes_most =
	    (size_t)config_number(config, "page-size") << 20;
	options.picture_bytes_most =
	    (size_t)config_number(config, "picture-size") << 20;
	options.has_pictures_ahead =
	    strcmp(config_text(config, "pictures"), "ahead") == 0;
	options.keep_bytes_most =
	    config_number(config, "keep-size") << 20;
	options.ca_file = text_at(config, "ca-file", NULL);
	options.raw_bytes_most =
	    (size_t)config_number(config, "raw-pages") << 20;
	options.items_most = (size_t)config_number(config, "feed-items");
	read_rules(config, NULL, &options.rules);
	options.find_rules = find_rules;
	options.ctx = cli->config;
	options.families = &cli->families;
	return options;
}
