#include "cli/internal.h"

#include "base/i18n.h"

#include <stdio.h>

/* And make the index anew, which else the next refresh would do. */
static bool repair(struct cli *cli, struct error *err)
{
	struct job_options options = cli_job_options(cli);
	struct job job;
	bool is_left, is_done;

	cli_catch_signals();
	job_init(&job, &options, cli->store);
	job.is_stopped = cli_is_stopped;
	is_done = store_repair(cli->store, err) &&
	    job_catch_up(&job, 0, &is_left, err);
	job_release(&job);
	return is_done;
}

int cli_run_verify(struct cli *cli)
{
	struct error err = {0};
	char **faults;
	size_t count;

	if (!cli_open_store(cli))
		return CLI_STORE;
	if (cli_has(cli, CLI_OPTION_REPAIR) && !repair(cli, &err))
		return cli_fail(&err);
	if (!store_verify(cli->store, &cli->arena, &faults, &count, &err))
		return cli_fail(&err);
	for (size_t i = 0; i < count; i++)
		cli_printf("%s\n", faults[i]);
	if (count == 0 && !cli_has(cli, CLI_OPTION_QUIET))
		puts(_("the cache is sound"));
	return count == 0 ? CLI_DONE : CLI_PART;
}
