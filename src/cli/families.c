#include "cli/internal.h"

#include "base/file.h"
#include "config/config.h"

#include <stdlib.h>

enum { FILE_MOST = 1 << 20 };

static void warn(void *ctx, long line, enum error_code code)
{
	struct error err;
	struct str place;

	str_init(&place);
	str_addf(&place, "%s:%ld", (const char *)ctx, line);
	error_set(&err, code, place.data, 0);
	cli_complain(&err);
	str_release(&place);
}

void cli_read_families(struct cli *cli)
{
	const char *named = config_text(cli->config, "selectors");
	char *path = named[0] != '\0' ? mem_dup(named)
	                              : config_path_selectors();
	struct error err = {0};
	struct str text;

	str_init(&text);
	/* one that was named is expected to be there */
	if ((named[0] != '\0' || file_exists(path)) &&
	    !file_read(path, FILE_MOST, &text, &err))
		cli_complain(&err);
	families_read(&cli->families, text.data, text.len, &cli->arena, warn,
	    path);
	str_release(&text);
	free(path);
}
