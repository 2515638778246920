#include "cli/internal.h"

#include "base/i18n.h"

/* A new command is a row here, a file of its own, and a part of the manual. */
const struct cli_command cli_commands[] = {
	{.name = "add", .operands = N_("URL|FILE..."),
	    .help = N_("follow sources; a site's address is enough"),
	    .options = CLI_TAKES(ALL) | CLI_TAKES(TITLE) | CLI_TAKES(TAG) |
	        CLI_TAKES(MATCH),
	    .operands_least = 1, .operands_most = -1, .run = cli_run_add},
	{.name = "remove", .operands = N_("SOURCE..."),
	    .help = N_("no longer follow sources; their articles stay"),
	    .operands_least = 1, .operands_most = -1,
	    .run = cli_run_remove},
	{.name = "sources", .operands = "",
	    .help = N_("list what is followed"),
	    .options = CLI_TAKES(JSON), .run = cli_run_sources},
	{.name = "refresh", .operands = N_("[SOURCE...]"),
	    .help = N_("ask the sources for news now"),
	    .options = CLI_TAKES(DUE) | CLI_TAKES(NO_PAGES) |
	        CLI_TAKES(NO_INDEX) | CLI_TAKES(JSON),
	    .operands_most = -1, .run = cli_run_refresh},
	{.name = "list", .operands = "",
	    .help = N_("list articles, newest first"),
	    .options = CLI_TAKES(UNREAD) | CLI_TAKES(STARRED) |
	        CLI_TAKES(SOURCE) | CLI_TAKES(SINCE) | CLI_TAKES(LIMIT) |
	        CLI_TAKES(JSON),
	    .run = cli_run_list},
	{.name = "show", .operands = "ID",
	    .help = N_("print an article"),
	    .options = CLI_TAKES(JSON) | CLI_TAKES(HTML) | CLI_TAKES(WIDTH),
	    .operands_least = 1, .operands_most = 1, .run = cli_run_show},
	{.name = "related", .operands = N_("ID... | --all"),
	    .help = N_("list the news related to articles"),
	    .options = CLI_TAKES(ALL) | CLI_TAKES(LIMIT) | CLI_TAKES(JSON),
	    .operands_most = -1, .run = cli_run_related},
	{.name = "mark",
	    .operands = N_("read|unread|starred|unstarred ID... | --all"),
	    .help = N_("mark articles"),
	    .options = CLI_TAKES(ALL) | CLI_TAKES(SOURCE),
	    .operands_least = 1, .operands_most = -1, .run = cli_run_mark},
	{.name = "undo", .operands = "",
	    .help = N_("take back the last change"), .run = cli_run_undo},
	{.name = "import", .operands = N_("FILE..."),
	    .help = N_("follow what an OPML or urls file lists"),
	    .operands_least = 1, .operands_most = -1,
	    .run = cli_run_import},
	{.name = "parse", .operands = N_("FILE..."),
	    .help = N_("read feed files or list pages, print them as JSON"),
	    .options = CLI_TAKES(URL) | CLI_TAKES(CONTENT_TYPE),
	    .operands_least = 1, .operands_most = -1, .run = cli_run_parse},
	{.name = "extract", .operands = N_("FILE..."),
	    .help = N_("take the article out of web pages"),
	    .options = CLI_TAKES(URL) | CLI_TAKES(FORMAT) |
	        CLI_TAKES(EXPLAIN),
	    .operands_least = 1, .operands_most = -1,
	    .run = cli_run_extract},
	{.name = "verify", .operands = "",
	    .help = N_("check the cache for faults"),
	    .run = cli_run_verify},
	{.name = NULL},
};
