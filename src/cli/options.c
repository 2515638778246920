#include "cli/internal.h"

#include "base/i18n.h"
#include "text/width.h"

#include <getopt.h>
#include <stdio.h>

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
	[CLI_OPTION_OLDER] = {"older", NULL,
	    N_("the next pages of their lists, until something is new")},
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

bool cli_is_sample(const struct cli *cli)
{
	return cli_has(cli, CLI_OPTION_SAMPLE);
}

/* Columns of "  --name ARGUMENT" before an option's help. */
enum { HELP_COLUMN = 26 };

void cli_print_option(enum cli_option option)
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

bool cli_read_options(struct cli *cli, int argc, char **argv,
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
