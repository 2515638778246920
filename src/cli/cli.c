#include "config.h"

#include "cli/cli.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "cli/internal.h"
#include "news/words.h"
#include "text/date.h"
#include "text/width.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Rows by enum cli_option. */
static const struct {
	const char *name, *argument, *help;
} cli_options[CLI_OPTION_COUNT] = {
	[CLI_OPTION_STORE] = {"store", N_("FILE"), N_("use this cache")},
	[CLI_OPTION_CONFIG] = {"config", N_("FILE"),
	    N_("read these settings")},
	[CLI_OPTION_SET] = {"set", N_("NAME=VALUE"),
	    N_("a setting for this run")},
	[CLI_OPTION_SAMPLE] = {"sample", NULL,
	    N_("the sample portal, in a cache of its own")},
	[CLI_OPTION_QUIET] = {"quiet", NULL, N_("say only what went wrong")},
	[CLI_OPTION_HELP] = {"help", NULL, N_("print this")},
	[CLI_OPTION_VERSION] = {"version", NULL, N_("print the version")},
	[CLI_OPTION_JSON] = {"json", NULL, N_("one JSON object a line")},
	[CLI_OPTION_HTML] = {"html", NULL, N_("print HTML")},
	[CLI_OPTION_WIDTH] = {"width", "N", N_("columns to set text in")},
	[CLI_OPTION_UNREAD] = {"unread", NULL, N_("only unread articles")},
	[CLI_OPTION_STARRED] = {"starred", NULL, N_("only starred articles")},
	[CLI_OPTION_SOURCE] = {"source", N_("SOURCE"),
	    N_("only this source (number, address or title)")},
	[CLI_OPTION_SINCE] = {"since", N_("WHEN"),
	    N_("only since then (2026-11-22, 3d, 12h)")},
	[CLI_OPTION_LIMIT] = {"limit", "N", N_("at most so many rows")},
	[CLI_OPTION_ALL] = {"all", NULL, N_("all of them")},
	[CLI_OPTION_MATCH] = {"match", "RE",
	    N_("of a site's feeds, those whose address or title match")},
	[CLI_OPTION_TITLE] = {"title", "T", N_("call the source so")},
	[CLI_OPTION_TAG] = {"tag", "T", N_("give the source a tag")},
	[CLI_OPTION_DUE] = {"due", NULL,
	    N_("only sources whose time has come")},
	[CLI_OPTION_NO_PAGES] = {"no-pages", NULL,
	    N_("do not fetch the articles' pages")},
	[CLI_OPTION_NO_INDEX] = {"no-index", NULL,
	    N_("leave indexing and relating for later")},
	[CLI_OPTION_URL] = {"url", "URL", N_("the document's address")},
	[CLI_OPTION_CONTENT_TYPE] = {"content-type", "T",
	    N_("what the server said it is")},
	[CLI_OPTION_FORMAT] = {"format", N_("FORMAT"),
	    N_("how to print it")},
	[CLI_OPTION_EXPLAIN] = {"explain", NULL,
	    N_("say which rule took what")},
	[CLI_OPTION_PROVINCE] = {"province", N_("NAME"),
	    N_("the portal and papers of a province, by any of its names")},
	[CLI_OPTION_CATALOGUE] = {"catalogue", NULL,
	    N_("every entry of the catalogue")},
	[CLI_OPTION_AGAIN] = {"again", NULL,
	    N_("read the stored pages by the rules of now")},
	[CLI_OPTION_NEWEST] = {"newest", NULL,
	    N_("newest first, not best first")},
	[CLI_OPTION_YES] = {"yes", NULL, N_("do it, without asking (-y)")},
	[CLI_OPTION_REPAIR] = {"repair", NULL,
	    N_("mend what can be made again")},
};

bool cli_has(const struct cli *cli, enum cli_option option)
{
	return cli->values[option] != NULL;
}

void cli_complain(const struct error *err)
{
	struct str line;

	str_init(&line);
	words_add_error(&line, err);
	fflush(stdout);
	fprintf(stderr, "bantin: %s\n", line.data);
	str_release(&line);
}

void cli_hint(const char *text)
{
	fflush(stdout);
	fprintf(stderr, "bantin: %s\n", text);
}

int cli_fail(const struct error *err)
{
	cli_complain(err);
	if (err->code >= ERROR_STORE_OPEN && err->code <= ERROR_STORE_MIGRATED)
		return CLI_STORE;
	return CLI_PART;
}

int cli_usage(const char *format, ...)
{
	va_list args;

	fputs("bantin: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	fprintf(stderr, _("'bantin --help' tells more\n"));
	return CLI_USAGE;
}

/* Columns of "  --name ARGUMENT" before an option's help. */
enum { HELP_COLUMN = 26 };

static void print_option(enum cli_option option)
{
	struct str line;

	str_init(&line);
	str_addf(&line, "  --%s", cli_options[option].name);
	if (cli_options[option].argument != NULL)
		str_addf(&line, " %s", _(cli_options[option].argument));
	/* printf pads by bytes */
	for (int at = text_width(line.data, line.len); at < HELP_COLUMN; at++)
		str_add_char(&line, ' ');
	printf("%s %s\n", line.data, _(cli_options[option].help));
	str_release(&line);
}

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
				print_option(i);
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
		print_option(i);
	puts(_("\nExit status: 0 done, 1 done in part, 2 wrong usage, "
	       "3 the cache cannot be used,\n4 nothing could be fetched. "
	       "The manual: man bantin"));
}

/*
 * Read options from argv[1] on until the first operand (first pass, for the
 * command's name) or through all. Unknown ones are told by *bad.
 */
static bool read_options(struct cli *cli, int argc, char **argv,
    uint64_t allowed, bool is_first_pass, const char **bad)
{
	struct option rows[CLI_OPTION_COUNT + 1] = {{0}};
	size_t count = 0;
	int got;

	for (unsigned i = 0; i < CLI_OPTION_COUNT; i++) {
		if ((allowed & (UINT64_C(1) << i)) == 0)
			continue;
		rows[count++] = (struct option){.name = cli_options[i].name,
		    .has_arg = cli_options[i].argument != NULL
		        ? required_argument
		        : no_argument,
		    .val = (int)i + 1};
	}
	opterr = 0;
	optind = 0; /* glibc: start anew */
	while ((got = getopt_long(argc, argv, is_first_pass ? "+:" : ":y", rows,
	            NULL)) != -1) {
		if (got == 'y' && (allowed & CLI_TAKES(YES)) != 0)
			got = CLI_OPTION_YES + 1;
		if (got == '?' || got == ':' || got == 'y') {
			*bad = argv[optind - 1];
			return false;
		}
		if (got - 1 == CLI_OPTION_TAG &&
		    cli->tag_count < CLI_TAGS_MOST)
			cli->tags[cli->tag_count++] = optarg;
		if (got - 1 == CLI_OPTION_SET && cli->set_count < CLI_SETS_MOST)
			cli->sets[cli->set_count++] = optarg;
		cli->values[got - 1] = optarg == NULL ? "" : optarg;
	}
	return true;
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

	if (!read_options(cli, argc, argv, global, true, bad))
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
	if (!read_options(cli, argc, argv, global | cli->command->options,
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

bool cli_is_sample(const struct cli *cli)
{
	return cli_has(cli, CLI_OPTION_SAMPLE);
}

void cli_use_language(struct cli *cli, const char *language)
{
	char *path = cli_has(cli, CLI_OPTION_CONFIG)
	    ? mem_dup(cli->values[CLI_OPTION_CONFIG])
	    : config_path_settings();
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

const struct config *cli_config(const struct cli *cli)
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

bool cli_open_store(struct cli *cli)
{
	return cli_open_store_as(cli, STORE_COMMAND);
}

bool cli_open_store_as(struct cli *cli, enum store_role role)
{
	struct error err = {0};

	if (cli->store != NULL)
		return true;
	if (file_make_folders(cli->store_path, &err))
		cli->store = store_open(cli->store_path, role, &err);
	if (cli->store == NULL) {
		cli_complain(&err);
		return false;
	}
	/* what one command does is one change, and one undo */
	store_begin_batch(cli->store);
	return true;
}
