#include "cli/internal.h"

#include "base/i18n.h"

#include <stdio.h>

int cli_run_verify(struct cli *cli)
{
	struct error err = {0};
	char **faults;
	size_t count;

	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!store_verify(cli->store, &cli->arena, &faults, &count, &err))
		return cli_fail(&err);
	for (size_t i = 0; i < count; i++)
		cli_printf("%s\n", faults[i]);
	if (count == 0 && !cli_has(cli, CLI_OPTION_QUIET))
		puts(_("the cache is sound"));
	return count == 0 ? CLI_DONE : CLI_PART;
}
