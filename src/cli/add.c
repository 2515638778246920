#include "cli/internal.h"

#include "base/i18n.h"

#include <regex.h>
#include <stdio.h>

/* Subscribe to one address; false: complained of. */
static bool add_one(struct cli *cli, struct job *job, const char *typed,
    const struct add_options *options)
{
	struct error err = {0};
	struct added *added;
	size_t count;

	if (!job_add(job, typed, options, &cli->arena, &added, &count, &err)) {
		cli_complain(&err);
		return false;
	}
	for (size_t i = 0; i < count && !cli_has(cli, CLI_OPTION_QUIET); i++)
		cli_print_added(&added[i]);
	return true;
}

int cli_run_add(struct cli *cli)
{
	struct job_options job_options = cli_job_options(cli);
	struct add_options options = {.is_all = cli_has(cli, CLI_OPTION_ALL),
	    .match = cli->values[CLI_OPTION_MATCH],
	    .title = cli->values[CLI_OPTION_TITLE],
	    .tags = cli->tags, .tag_count = cli->tag_count};
	int failed = 0;
	struct job job;
	regex_t pattern;

	if (cli->operand_count == 0 && !cli_has(cli, CLI_OPTION_PROVINCE))
		return cli_usage(_("add: an address, or --province NAME"));
	if (options.match != NULL) {
		if (regcomp(&pattern, options.match, REG_EXTENDED | REG_NOSUB))
			return cli_usage(_("--match: not a pattern: '%s'"),
			    options.match);
		regfree(&pattern);
	}
	if (!cli_open_store(cli))
		return CLI_STORE;
	job_init(&job, &job_options, cli->store);
	for (int i = 0; i < cli->operand_count; i++)
		if (!add_one(cli, &job, cli->operands[i], &options))
			failed++;
	if (cli_has(cli, CLI_OPTION_PROVINCE)) {
		int status = cli_add_province(cli, &job, &options);

		job_release(&job);
		return failed > 0 && status == CLI_DONE ? CLI_PART : status;
	}
	job_release(&job);
	if (failed == 0)
		return CLI_DONE;
	return failed == cli->operand_count ? CLI_NOTHING : CLI_PART;
}
