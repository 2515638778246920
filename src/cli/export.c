#include "cli/internal.h"

#include "base/i18n.h"
#include "feed/export.h"

#include <stdio.h>
#include <string.h>

/* The whole cache as one file. */
static int export_all(struct cli *cli)
{
	struct error err = {0};

	if (cli->operand_count != 1 || cli_has(cli, CLI_OPTION_FORMAT) ||
	    strcmp(cli->operands[0], "-") == 0)
		return cli_usage(_("export: --all needs a file to write"));
	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!store_export(cli->store, cli->operands[0], &err)) {
		cli_complain(&err);
		return CLI_PART;
	}
	return CLI_DONE;
}

int cli_run_export(struct cli *cli)
{
	const char *format = cli->values[CLI_OPTION_FORMAT];
	struct import_entry *entries;
	struct source *sources;
	struct error err = {0};
	struct str out;
	size_t count;

	if (cli_has(cli, CLI_OPTION_ALL))
		return export_all(cli);
	if (cli->operand_count > 0)
		return cli_usage(_("%s: too much: '%s'"), cli->command->name,
		    cli->operands[0]);
	if (format == NULL)
		format = "opml";
	if (strcmp(format, "opml") != 0 && strcmp(format, "urls") != 0)
		return cli_usage(_("--format: not one of opml, urls: '%s'"),
		    format);
	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!store_read_sources(cli->store, &cli->arena, &sources, &count,
	        &err))
		return cli_fail(&err);
	entries = arena_array(&cli->arena, count, sizeof(*entries));
	job_list_entries(sources, count, entries);
	str_init(&out);
	if (strcmp(format, "opml") == 0)
		export_opml(&out, _("Sources of bantin"), entries, count);
	else
		export_urls(&out, entries, count);
	fwrite(out.data, 1, out.len, stdout);
	str_release(&out);
	return CLI_DONE;
}
