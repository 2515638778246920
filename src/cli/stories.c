#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdio.h>

enum { STORIES_STEP = 200 };

/* Its articles, newest first; one alone is no story any more. */
static bool print_story(struct cli *cli, int64_t story, size_t *printed,
    struct error *err)
{
	static const struct query all = {0};
	struct article_row *rows;
	struct arena arena;
	size_t count = 0;
	bool is_done;

	arena_init(&arena);
	is_done = store_read_fold(cli->store, &all, story, 0, &arena, &rows,
	    &count, err);
	for (size_t i = 0; is_done && count > 1 && i < count; i++) {
		if (cli_has(cli, CLI_OPTION_JSON)) {
			cli_json_print(cli_json_row(&rows[i]));
			continue;
		}
		if (i == 0 && *printed > 0)
			cli_print("\n");
		cli_print_row(&rows[i], clock_now());
	}
	*printed += is_done && count > 1;
	arena_release(&arena);
	return is_done;
}

static bool print_stories(struct cli *cli, int64_t since, size_t *printed,
    struct error *err)
{
	struct query query = {.since = since, .limit = STORIES_STEP};
	struct store_story *stories;
	struct arena arena;
	bool is_done;
	size_t count;

	arena_init(&arena);
	do {
		is_done = store_list_stories(cli->store, &query, &arena,
		    &stories, &count, err);
		for (size_t i = 0; is_done && i < count; i++)
			is_done = print_story(cli, stories[i].story, printed,
			    err);
		if (is_done && count > 0) {
			query.before_published =
			    stories[count - 1].published;
			query.before_id = stories[count - 1].id;
		}
		arena_release(&arena);
	} while (is_done && count == STORIES_STEP);
	return is_done;
}

int cli_run_stories(struct cli *cli)
{
	struct query query = {0};
	struct error err = {0};
	int status = CLI_DONE;
	size_t printed = 0;

	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!cli_read_query(cli, &query, &status))
		return status;
	if (!print_stories(cli, query.since, &printed, &err))
		return cli_fail(&err);
	if (printed == 0 && !cli_has(cli, CLI_OPTION_JSON) &&
	    !cli_has(cli, CLI_OPTION_QUIET))
		cli_hint(_("no story is told by two articles here"));
	return CLI_DONE;
}
