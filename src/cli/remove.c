#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdio.h>

int cli_run_remove(struct cli *cli)
{
	int status = CLI_DONE;

	if (!cli_open_store(cli))
		return CLI_STORE;
	for (int i = 0; i < cli->operand_count; i++) {
		struct error err = {0};
		struct source source;

		if (!cli_find_source(cli, cli->operands[i], &source, &status))
			continue;
		if (!store_remove_source(cli->store, source.id, clock_now(),
		        &err))
			return cli_fail(&err);
		if (!cli_has(cli, CLI_OPTION_QUIET)) {
			printf(_("Unsubscribed from %s, %d articles kept"),
			    source.title, source.total);
			putchar('\n');
		}
	}
	return status;
}
