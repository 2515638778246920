#include "config.h"

#include "base/i18n.h"

#include "base/str.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool names_no_language(const char *locale)
{
	return locale == NULL || strcmp(locale, "C") == 0 ||
	    strcmp(locale, "POSIX") == 0 || str_starts(locale, "C.");
}

void i18n_start(const char *language)
{
	bool has_language;

	setlocale(LC_ALL, "");
	has_language = !names_no_language(setlocale(LC_MESSAGES, NULL));
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
		setlocale(LC_ALL, "C.UTF-8");
		setenv("LC_ALL", "C.UTF-8", 1);
	}
	if (strcmp(language, "auto") == 0 && !has_language)
		language = getenv("LANGUAGE") != NULL ? "auto" : "vi";
	/* gettext heeds LANGUAGE in every locale but "C" */
	if (strcmp(language, "auto") != 0)
		setenv("LANGUAGE", language, 1);
	if (strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0)
		setlocale(LC_MESSAGES, "C.UTF-8");
	/* numbers in data and SQL keep the point */
	setlocale(LC_NUMERIC, "C");
	bindtextdomain(PACKAGE, getenv("BANTIN_LOCALEDIR") != NULL
	        ? getenv("BANTIN_LOCALEDIR")
	        : LOCALEDIR);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
}
