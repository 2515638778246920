#include "cli/internal.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

char *cli_path_beside(const struct cli *cli, const char *name)
{
	char *file = cli->values[CLI_OPTION_CONFIG] != NULL
	    ? mem_dup(cli->values[CLI_OPTION_CONFIG])
	    : config_path_settings();
	const char *slash = strrchr(file, '/');
	struct str path;

	str_init(&path);
	if (slash != NULL)
		str_add_len(&path, file, (size_t)(slash - file) + 1);
	str_add(&path, name);
	free(file);
	return str_detach(&path);
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
