#include "config/config.h"

#include "base/str.h"

#include <stdlib.h>

/*
 * $variable/rest, or ~/fallback/rest where it is not set or not absolute
 * (which the specification tells to ignore).
 */
static char *xdg_path(const char *variable, const char *fallback,
    const char *rest)
{
	const char *folder = getenv(variable), *home = getenv("HOME");
	struct str path;

	str_init(&path);
	if (folder != NULL && folder[0] == '/')
		str_addf(&path, "%s/bantin/%s", folder, rest);
	else
		str_addf(&path, "%s/%s/bantin/%s", home == NULL ? "." : home,
		    fallback, rest);
	return str_detach(&path);
}

char *config_path_settings(void)
{
	const char *named = getenv("BANTIN_CONFIG");

	return named != NULL && named[0] != '\0'
	    ? mem_dup(named)
	    : xdg_path("XDG_CONFIG_HOME", ".config", "config");
}

char *config_path_selectors(void)
{
	return xdg_path("XDG_CONFIG_HOME", ".config", "selectors");
}

char *config_path_store(bool is_sample)
{
	const char *named = getenv("BANTIN_STORE");

	if (!is_sample && named != NULL && named[0] != '\0')
		return mem_dup(named);
	return xdg_path("XDG_DATA_HOME", ".local/share",
	    is_sample ? "sample.db" : "bantin.db");
}

char *config_path_log(void)
{
	return xdg_path("XDG_STATE_HOME", ".local/state", "log");
}

char *config_path_memory(bool is_sample)
{
	return xdg_path("XDG_STATE_HOME", ".local/state",
	    is_sample ? "sample.screen" : "screen");
}
