#define _XOPEN_SOURCE 700
#include "text/width.h"

#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>
#include <wchar.h>

#define ELLIPSIS "\xE2\x80\xA6"

int text_width_char(uint32_t code)
{
	int width;

	/* ASCII, Latin and the quotes of Vietnamese: no call, no locale */
	if (code < 0x300)
		return 1;
	if (code < 0x370)
		return 0;
	if (code >= 0x1E00 && code < 0x1F00)
		return 1;
	width = wcwidth((wchar_t)code);
	return width < 0 ? 1 : width;
}

int text_width(const char *text, size_t len)
{
	size_t at = 0, used;
	int width = 0;

	while (at < len) {
		if ((unsigned char)text[at] < 0x80) {
			width++;
			at++;
			continue;
		}
		width += text_width_char(
		    utf8_read(text + at, len - at, &used));
		at += used;
	}
	return width;
}

size_t text_fit(const char *text, size_t len, int columns)
{
	size_t at = 0, used;
	int width = 0;

	while (at < len) {
		width += text_width_char(
		    utf8_read(text + at, len - at, &used));
		if (width > columns)
			break;
		at += used;
	}
	return at;
}

/* Without the blanks and the stops that look lost before an ellipsis. */
static size_t drop_trailing(const char *text, size_t len)
{
	while (len > 0 && strchr(" ,;:-", text[len - 1]) != NULL)
		len--;
	return len;
}

void text_truncate(struct str *out, const char *text, int columns)
{
	size_t len = strlen(text), fit, cut;

	fit = text_fit(text, len, columns);
	if (fit == len) {
		str_add_len(out, text, len);
		return;
	}
	if (columns <= 0)
		return;
	fit = text_fit(text, len, columns - 1);
	cut = fit;
	while (cut > 0 && text[cut] != ' ')
		cut--;
	if (cut == 0 || text_width(text + cut, fit - cut) >= 8)
		cut = fit;
	str_add_len(out, text, drop_trailing(text, cut));
	str_add(out, ELLIPSIS);
}

/* The start of the last bytes of text that take at most columns. */
static size_t fit_end(const char *text, size_t len, int columns)
{
	int skip = text_width(text, len) - columns;
	size_t at = 0, used;

	while (at < len && skip > 0) {
		skip -= text_width_char(utf8_read(text + at, len - at, &used));
		at += used;
	}
	/* a mark whose letter was cut goes with it */
	while (at < len && text_width_char(utf8_read(text + at, len - at,
	                       &used)) == 0)
		at += used;
	return at;
}

void text_truncate_middle(struct str *out, const char *text, int columns)
{
	size_t len = strlen(text), end;

	if (text_fit(text, len, columns) == len) {
		str_add_len(out, text, len);
		return;
	}
	if (columns <= 0)
		return;
	/* the end, which tells addresses of one site apart, is never cut */
	end = fit_end(text, len, columns / 2);
	str_add_len(out, text, text_fit(text, len, (columns - 1) / 2));
	str_add(out, ELLIPSIS);
	str_add_len(out, text + end, len - end);
}
