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

/* What the environment asks for, where the system lacks that locale. */
static const char *environment_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return value;
	}
	return NULL;
}

/* "en" of "en_US.UTF-8": gettext reads no locale that is not installed. */
static void heed_language_of(const char *locale)
{
	char language[8];
	size_t len = strcspn(locale, "_.@");

	if (len == 0 || len >= sizeof(language) || getenv("LANGUAGE") != NULL)
		return;
	memcpy(language, locale, len);
	language[len] = '\0';
	setenv("LANGUAGE", language, 1);
}

void i18n_start(const char *language)
{
	bool is_installed = setlocale(LC_ALL, "") != NULL, has_language;
	const char *locale = is_installed ? setlocale(LC_MESSAGES, NULL)
	                                  : environment_locale();

	has_language = !names_no_language(locale);
	if (has_language && !is_installed)
		heed_language_of(locale);
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
