#include "cli/internal.h"

#include "base/i18n.h"

#include <stdio.h>
#include <sys/stat.h>

static long long file_size(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 ? (long long)info.st_size : 0;
}

int cli_run_compact(struct cli *cli)
{
	struct job_options options = cli_job_options(cli);
	struct error err = {0};
	long long before, after;
	struct job job;
	bool is_done;

	if (!cli_open_store(cli))
		return CLI_STORE;
	cli_catch_signals();
	before = file_size(cli->store_path);
	job_init(&job, &options, cli->store);
	job.is_stopped = cli_is_stopped;
	is_done = job_compact(&job, &err);
	job_release(&job);
	if (!is_done)
		return cli_fail(&err);
	after = file_size(cli->store_path);
	if (!cli_has(cli, CLI_OPTION_QUIET))
		printf(_("%.1f MB, %.1f MB before\n"), (double)after / 1e6,
		    (double)before / 1e6);
	return cli_is_stopped(NULL) ? CLI_PART : CLI_DONE;
}
