#include "config.h"

#include "cli/cli.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "cli/internal.h"
#include "text/date.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void print_help(const struct cli_command *command)
{
	if (command != NULL) {
		printf(_("Usage: bantin %s [OPTION...]"), command->name);
		if (command->operands[0] != '\0')
			printf(" %s", _(command->operands));
		printf("\n%s\n%s", _(command->help),
		    command->options == 0 ? "" : "\n");
		for (unsigned i = 0; i < CLI_OPTION_COUNT; i++)
			if ((command->options & (UINT64_C(1) << i)) != 0)
				cli_print_option(i);
		puts(_("\nOptions of every command:"));
	} else {
		puts(_("Usage: bantin [OPTION...] [COMMAND ...]\n"
		       "Reads the news of Vietnam's provinces. Without a "
		       "command: opens the reader.\n\nCommands:"));
		for (size_t i = 0; cli_commands[i].name != NULL; i++)
			printf("  %-10s %s\n", cli_commands[i].name,
			    _(cli_commands[i].help));
		puts(_("\n'bantin COMMAND --help' tells more of a "
		       "command.\n\nOptions:"));
	}
	for (unsigned i = 0; i < CLI_OPTION_GLOBAL_COUNT; i++)
		cli_print_option(i);
	puts(_("\nExit status: 0 done, 1 done in part, 2 wrong usage, "
	       "3 the cache cannot be used,\n4 nothing could be fetched. "
	       "The manual: man bantin"));
}

static const struct cli_command *find_command(const char *name)
{
	for (size_t i = 0; cli_commands[i].name != NULL; i++)
		if (strcmp(cli_commands[i].name, name) == 0)
			return &cli_commands[i];
	return NULL;
}

/* "-tag:NAME" begins as an option does, but is a word of ours. */
static void keep_untags(struct cli *cli, int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (str_starts(argv[i], "-tag:"))
			argv[i] = arena_printf(&cli->arena, CLI_UNTAG "%s",
			    argv[i] + strlen("-tag:"));
}

/* Options before the command's name, then the command's own and operands. */
static bool read_arguments(struct cli *cli, int argc, char **argv,
    const char **bad)
{
	uint64_t global = (UINT64_C(1) << CLI_OPTION_GLOBAL_COUNT) - 1;
	const char *name;

	if (!cli_read_options(cli, argc, argv, global, true, bad))
		return false;
	if (optind == argc)
		return true;
	name = argv[optind];
	cli->command = find_command(name);
	if (cli->command == NULL) {
		*bad = name;
		return false;
	}
	argv += optind;
	argc -= optind;
	keep_untags(cli, argc, argv);
	if (!cli_read_options(cli, argc, argv, global | cli->command->options,
	        false, bad))
		return false;
	cli->operands = argv + optind; /* getopt has moved them to the end */
	cli->operand_count = argc - optind;
	return true;
}

/* Settings: the file, then --set in order; warnings go to stderr. */
static bool read_settings(struct cli *cli, struct error *err)
{
	char *path = cli_has(cli, CLI_OPTION_CONFIG)
	    ? mem_dup(cli->values[CLI_OPTION_CONFIG])
	    : config_path_settings();
	bool is_read;

	if (cli_has(cli, CLI_OPTION_CONFIG) && !file_exists(path))
		is_read = error_set(err, ERROR_FILE_READ, path, 2);
	else
		is_read = config_read(cli->config, path, err);
	free(path);
	for (size_t i = 0; is_read && i < cli->set_count; i++)
		is_read = config_set(cli->config, cli->sets[i], err);
	return is_read;
}

static void open_log(const struct cli *cli)
{
	char *path = config_path_log();
	struct error err;

	if (config_bool(cli->config, "log") &&
	    (!file_make_folders(path, &err) || !log_open(path, &err)))
		cli_complain(&err);
	free(path);
}

/* Screens and lists that are compared stop the clock by BANTIN_NOW. */
static void fix_clock(void)
{
	const char *text = getenv("BANTIN_NOW");
	int64_t now;

	if (text != NULL && date_parse_when(text, clock_now(), &now))
		clock_fix(now);
}

static int check_operands(const struct cli *cli)
{
	const struct cli_command *command = cli->command;

	if (command == NULL)
		return CLI_DONE;
	if (cli->operand_count < command->operands_least)
		return cli_usage(_("%s: needs %s"), command->name,
		    _(command->operands));
	if (command->operands_most >= 0 &&
	    cli->operand_count > command->operands_most)
		return cli_usage(_("%s: too much: '%s'"), command->name,
		    cli->operands[command->operands_most]);
	return CLI_DONE;
}

/* After the language is known: help, version, complaints. */
static int settle(struct cli *cli, bool is_read, const char *bad,
    bool has_settings, const struct error *err)
{
	const struct error *warnings;
	size_t count;

	if (!is_read)
		return cli_usage(bad[0] == '-'
		        ? _("unknown option, or one that lacks its value: "
		            "'%s'")
		        : _("unknown command: '%s'"), bad);
	if (cli_has(cli, CLI_OPTION_HELP)) {
		print_help(cli->command);
		return CLI_DONE;
	}
	if (cli_has(cli, CLI_OPTION_VERSION)) {
		puts(PACKAGE_STRING);
		return CLI_DONE;
	}
	if (!has_settings) {
		cli_complain(err);
		return CLI_USAGE;
	}
	count = config_warnings(cli->config, &warnings);
	for (size_t i = 0; i < count; i++)
		cli_complain(&warnings[i]);
	cli_read_families(cli);
	return -1;
}

bool cli_open(struct cli **out, int argc, char **argv, int *status)
{
	struct cli *cli = mem_alloc_zero(1, sizeof(*cli));
	bool is_read, has_settings;
	struct error err = {0};
	const char *bad = "";

	*out = cli;
	arena_init(&cli->arena);
	cli->config = config_new();
	is_read = read_arguments(cli, argc, argv, &bad);
	/* in any case: complaints too are in the language set */
	has_settings = read_settings(cli, &err);
	i18n_start(config_text(cli->config, "language"));
	tzset();
	*status = settle(cli, is_read, bad, has_settings, &err);
	if (*status < 0)
		*status = check_operands(cli);
	else
		return false;
	if (*status != CLI_DONE)
		return false;
	fix_clock();
	open_log(cli);
	cli->store_path = cli_has(cli, CLI_OPTION_STORE)
	    ? mem_dup(cli->values[CLI_OPTION_STORE])
	    : config_path_store(cli_is_sample(cli));
	/* another cache must not take the place of the reader's own list */
	if (!cli_has(cli, CLI_OPTION_STORE) && !cli_is_sample(cli))
		cli->copy_path = cli_path_beside(cli, "sources.opml");
	return true;
}

void cli_close(struct cli *cli)
{
	store_close(cli->store);
	config_free(cli->config);
	arena_release(&cli->arena);
	free(cli->store_path);
	free(cli->copy_path);
	free(cli);
	log_close();
}

bool cli_is_reader(const struct cli *cli)
{
	return cli->command == NULL;
}

char *cli_settings_path(const struct cli *cli)
{
	return cli_has(cli, CLI_OPTION_CONFIG)
	    ? mem_dup(cli->values[CLI_OPTION_CONFIG])
	    : config_path_settings();
}

void cli_use_language(struct cli *cli, const char *language)
{
	char *path = cli_settings_path(cli);
	struct error err = {0};

	i18n_start(language);
	if (!config_set(cli->config, arena_printf(&cli->arena, "language=%s",
	        language), &err) ||
	    !config_write(path, "language", language, &err))
		log_add("settings", "language not kept: error %d (%ld)",
		    (int)err.code, err.number);
	free(path);
}

void cli_use_sample(struct cli *cli)
{
	cli->values[CLI_OPTION_SAMPLE] = "";
	free(cli->store_path);
	cli->store_path = config_path_store(true);
	free(cli->copy_path);
	cli->copy_path = NULL;
}

struct config *cli_config(const struct cli *cli)
{
	return cli->config;
}

/* The copy of what is followed, beside the settings. */
static void keep_copy(struct cli *cli)
{
	struct error err = {0};

	if (cli->store != NULL && cli->copy_path != NULL &&
	    !job_keep_copy(cli->store, cli->copy_path, &err))
		cli_complain(&err);
}

int cli_run(struct cli *cli)
{
	struct error err = {0};
	int status;

	if (cli_is_sample(cli) && !cli_prepare_sample(cli, &err)) {
		if (err.code != ERROR_NONE)
			cli_complain(&err);
		return CLI_STORE;
	}
	status = cli->command->run(cli);
	if (cli->command->is_changing_sources)
		keep_copy(cli);

	/* a full disk or a closed pipe behind standard output is a failure */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		error_set(&err, ERROR_FILE_WRITE, _("standard output"), errno);
		cli_complain(&err);
		return status == CLI_DONE ? CLI_PART : status;
	}
	return status;
}

