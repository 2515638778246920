#include "cli/internal.h"

#include "base/i18n.h"
#include "news/words.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

void cli_print(const char *text)
{
	size_t len = strlen(text), from = 0, used;

	for (size_t at = 0; at < len; at += used) {
		uint32_t code = utf8_read(text + at, len - at, &used);

		if (!text_is_control(code) || code == '\n' || code == '\t')
			continue;
		fwrite(text + from, 1, at - from, stdout);
		fputs("\xEF\xBF\xBD", stdout);
		from = at + used;
	}
	fwrite(text + from, 1, len - from, stdout);
}

void cli_printf(const char *format, ...)
{
	struct str text;
	va_list args;

	str_init(&text);
	va_start(args, format);
	str_add_args(&text, format, args);
	va_end(args);
	cli_print(text.data);
	str_release(&text);
}
