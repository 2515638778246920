#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdio.h>

static void print_change(const struct store_change *change)
{
	long long count = change->count;

	switch (change->kind) {
	case STORE_CHANGE_REMOVE:
		if (count == 1)
			cli_printf(_("follows %s again\n"), change->subject);
		else
			printf(_("follows %lld sources again\n"), count);
		break;
	case STORE_CHANGE_ADD:
		if (count == 1)
			cli_printf(_("no longer follows %s\n"),
			    change->subject);
		else
			printf(_("no longer follows %lld sources\n"), count);
		break;
	case STORE_CHANGE_TAG:
		cli_printf(_("took the tag '%s' off %lld articles\n"),
		    change->subject, count);
		break;
	case STORE_CHANGE_UNTAG:
		cli_printf(_("gave the tag '%s' to %lld articles again\n"),
		    change->subject, count);
		break;
	case STORE_CHANGE_SAVE_SEARCH:
		cli_printf(_("no longer keeps the search '%s'\n"),
		    change->subject);
		break;
	case STORE_CHANGE_DROP_SEARCH:
		cli_printf(_("keeps the search '%s' again\n"),
		    change->subject);
		break;
	case STORE_CHANGE_EDIT_SEARCH:
		cli_printf(_("the search '%s' is as it was before\n"),
		    change->subject);
		break;
	default:
		printf(_("took back the marks of %lld articles\n"), count);
		break;
	}
}

int cli_run_undo(struct cli *cli)
{
	struct store_change change;
	struct error err = {0};
	bool is_found;

	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!store_undo(cli->store, clock_now(), &cli->arena, &change,
	        &is_found, &err))
		return cli_fail(&err);
	if (cli_has(cli, CLI_OPTION_QUIET))
		return CLI_DONE;
	if (!is_found)
		puts(_("Nothing to undo"));
	else
		print_change(&change);
	return CLI_DONE;
}
