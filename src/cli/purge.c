#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const would[PURGE_WHYS] = {
    [PURGE_REMOVED] = N_("%lld articles of sources that are followed no "
                         "more\n"),
    [PURGE_OLD] = N_("%lld articles older than keep-days\n"),
    [PURGE_MANY] = N_("%lld articles beyond keep-articles\n"),
    [PURGE_LARGE] = N_("about %lld of the oldest articles, for keep-size\n"),
};

/* What would go, by reason; how many in all. */
static int64_t print_preview(const struct purge_counts *counts)
{
	int64_t all = 0;

	for (int i = 0; i < PURGE_WHYS; i++) {
		all += counts->articles[i];
		if (counts->articles[i] > 0)
			cli_printf(_(would[i]),
			    (long long)counts->articles[i]);
	}
	return all;
}

/* Whether to go on: --yes, or a "y" ("c": có) typed on a terminal. */
static bool is_agreed(const struct cli *cli)
{
	char line[16];

	if (cli_has(cli, CLI_OPTION_YES))
		return true;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		puts(_("nothing was removed; 'bantin purge --yes' does it"));
		return false;
	}
	fputs(_("Remove them? [y/N] "), stdout);
	fflush(stdout);
	return fgets(line, sizeof(line), stdin) != NULL &&
	    strchr(_("yY"), line[0]) != NULL && line[0] != '\0';
}

static bool purge(struct cli *cli, struct job *job, struct store_purge *purge,
    struct error *err)
{
	struct purge_counts counts = {{0}};
	int64_t gone = 0;

	if (!job_purge(job, purge, &counts, err))
		return false;
	for (int i = 0; i < PURGE_WHYS; i++)
		gone += counts.articles[i];
	if (!cli_has(cli, CLI_OPTION_QUIET))
		printf(_("%lld articles removed\n"), (long long)gone);
	return true;
}

int cli_run_purge(struct cli *cli)
{
	struct job_options options = cli_job_options(cli);
	struct purge_rules rules = job_purge_rules(&options, true);
	struct purge_counts counts;
	struct store_purge *plan;
	struct error err = {0};
	bool is_done = true;
	struct job job;

	if (!cli_open_store(cli))
		return CLI_STORE;
	cli_catch_signals();
	plan = store_begin_purge(cli->store, &rules, clock_now(), &err);
	if (plan == NULL || !store_preview_purge(plan, &counts, &err)) {
		store_end_purge(plan);
		return cli_fail(&err);
	}
	job_init(&job, &options, cli->store);
	job.is_stopped = cli_is_stopped;
	if (print_preview(&counts) == 0)
		puts(_("nothing to remove"));
	else if (is_agreed(cli))
		is_done = purge(cli, &job, plan, &err);
	store_end_purge(plan);
	job_release(&job);
	if (!is_done)
		return cli_fail(&err);
	return cli_is_stopped(NULL) ? CLI_PART : CLI_DONE;
}
