#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdio.h>

enum { LIST_ROWS = 50, LIST_STEP = 500 };

/* Rows are read and printed in steps, so that memory does not grow. */
static bool print_rows(struct cli *cli, struct query *query, size_t limit,
    size_t *printed, struct error *err)
{
	struct article_row *rows;
	struct arena arena;
	size_t count;

	arena_init(&arena);
	do {
		query->limit = limit - *printed < LIST_STEP ? limit - *printed
		                                            : LIST_STEP;
		if (!store_read_articles(cli->store, query, &arena, &rows,
		        &count, err)) {
			arena_release(&arena);
			return false;
		}
		for (size_t i = 0; i < count; i++) {
			if (cli_has(cli, CLI_OPTION_JSON))
				cli_json_print(cli_json_row(&rows[i]));
			else
				cli_print_row(&rows[i], clock_now());
		}
		*printed += count;
		if (count > 0) {
			query->before_published = rows[count - 1].published;
			query->before_id = rows[count - 1].id;
		}
		arena_release(&arena);
	} while (count == LIST_STEP && *printed < limit);
	return true;
}

/* Why nothing was printed, and what helps. */
static bool explain_nothing(struct cli *cli, struct error *err)
{
	struct source *sources;
	size_t count;

	if (!store_read_sources(cli->store, &cli->arena, &sources, &count,
	        err))
		return false;
	if (count == 0) {
		error_set(err, ERROR_NO_SOURCES, NULL, 0);
		cli_complain(err);
	} else {
		fputs(_("no articles; 'bantin refresh' asks for news\n"),
		    stderr);
	}
	return true;
}

int cli_run_list(struct cli *cli)
{
	struct query query = {0};
	struct error err = {0};
	size_t limit, printed = 0;
	int status = CLI_DONE;

	if (!cli_read_limit(cli, LIST_ROWS, &limit))
		return CLI_USAGE;
	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!cli_read_query(cli, &query, &status))
		return status;
	if (limit > 0 && !print_rows(cli, &query, limit, &printed, &err))
		return cli_fail(&err);
	if (printed == 0 && limit > 0 && !cli_has(cli, CLI_OPTION_JSON) &&
	    !cli_has(cli, CLI_OPTION_QUIET) && !explain_nothing(cli, &err))
		return cli_fail(&err);
	return CLI_DONE;
}
