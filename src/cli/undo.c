#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdio.h>

int cli_run_undo(struct cli *cli)
{
	struct store_change change;
	struct error err = {0};
	bool is_found;

	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!store_undo(cli->store, clock_now(), &cli->arena, &change,
	        &is_found, &err))
		return cli_fail(&err);
	if (cli_has(cli, CLI_OPTION_QUIET))
		return CLI_DONE;
	if (!is_found)
		puts(_("Nothing to undo"));
	else if (change.kind == STORE_CHANGE_REMOVE)
		cli_printf(_("follows %s again\n"), change.subject);
	else if (change.kind == STORE_CHANGE_ADD)
		cli_printf(_("no longer follows %s\n"), change.subject);
	else
		printf(_("took back the marks of %lld articles\n"),
		    (long long)change.count);
	return CLI_DONE;
}
