#include "base/error.h"
#include "cli/cli.h"
#include "ui/ui.h"

#include <stdlib.h>
#include <unistd.h>

static void complain(void *ctx, const struct error *error)
{
	(void)ctx;
	cli_complain(error);
}

/* A terminal; on one that only prints lines it speaks in sentences. */
static bool can_paint(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/*
 * The reader on the screen, or its newest articles as text where there is
 * no terminal. A worker that parses, and the launcher of the user's
 * programs, will be forked here, before the store opens.
 */
static int open_reader(struct cli *cli)
{
	struct ui_options options = {.config = cli_config(cli),
	    .is_sample = cli_is_sample(cli)};
	struct error err = {0};
	char *memory_path, *settings_path;
	enum ui_wish wish;
	bool is_done;
	struct catalogue *catalogue;

	if (cli_is_sample(cli) && !cli_prepare_sample(cli, &err)) {
		if (err.code != ERROR_NONE)
			cli_complain(&err);
		return CLI_STORE;
	}
	if (!can_paint())
		return cli_print_newest(cli);
	ui_check_settings(options.config, complain, NULL);
	options.job = cli_job_options(cli);
	memory_path = config_path_memory(options.is_sample);
	options.memory_path = memory_path;
	settings_path = cli_settings_path(cli);
	options.settings_path = settings_path;
	catalogue = cli_reader_catalogue(cli);
	options.job.catalogue = catalogue;
	is_done = ui_run(&options, &wish, &err);
	catalogue_free(catalogue);
	free(memory_path);
	free(settings_path);
	if (is_done && wish != UI_QUIT) {
		if (wish == UI_SAMPLE)
			cli_use_sample(cli);
		else
			cli_use_language(cli, wish == UI_ENGLISH ? "en"
			                                         : "vi");
		return open_reader(cli);
	}
	if (is_done)
		return CLI_DONE;
	cli_complain(&err);
	return CLI_STORE;
}

int main(int argc, char **argv)
{
	struct cli *cli;
	int status;

	mem_keep();
	if (cli_open(&cli, argc, argv, &status))
		status = cli_is_reader(cli) ? open_reader(cli) : cli_run(cli);
	cli_close(cli);
	return status;
}
