#include "config/checks.h"

#include "base/str.h"

#include <string.h>

enum { DIGEST_DIGITS = 64 };

bool check_value(const char *text)
{
	for (; *text != '\0'; text++)
		if (((unsigned char)*text < ' ' && *text != '\t') ||
		    *text == 0x7F)
			return false;
	return true;
}

static bool is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

bool check_token(const char *text)
{
	for (; *text != '\0'; text++)
		if (!is_alphanumeric(*text) && strchr("-_.:+", *text) == NULL)
			return false;
	return true;
}

bool check_certificate(const char *text)
{
	int digits = 0;

	for (; *text != '\0'; text++) {
		if (*text == ':' && digits % 2 == 0 && digits > 0)
			continue;
		if (strchr("0123456789abcdefABCDEF", *text) == NULL)
			return false;
		digits++;
	}
	return digits == DIGEST_DIGITS;
}

/* RFC 9110, 5.1 and 5.5 */
static bool is_header(const char *text, size_t len)
{
	size_t name_len = 0;

	while (name_len < len && (is_alphanumeric(text[name_len]) ||
	    strchr("!#$%&'*+-.^_`|~", text[name_len]) != NULL))
		name_len++;
	if (name_len == 0 || name_len == len || text[name_len] != ':')
		return false;
	for (name_len++; name_len < len; name_len++)
		if (text[name_len] != ' ' && text[name_len] != '\t')
			return true;
	return false; /* without a value */
}

bool check_headers(const char *text)
{
	if (!check_value(text))
		return false;
	for (;;) {
		const char *bar = strstr(text, " | ");
		size_t len = bar == NULL ? strlen(text)
		                         : (size_t)(bar - text);

		if (!is_header(text, len))
			return false;
		if (bar == NULL)
			return true;
		text = bar + 3;
	}
}

bool check_login(const char *text)
{
	return check_value(text) && *text != ':' && strchr(text, ':') != NULL;
}

bool check_proxy(const char *text)
{
	static const char *const schemes[] = {"http", "https", "socks4",
	    "socks4a", "socks5", "socks5h"};
	size_t len = strcspn(text, ":");

	if (strcmp(text, "none") == 0)
		return true;
	if (!check_value(text) || strchr(text, ' ') != NULL ||
	    !str_starts(text + len, "://") || text[len + 3] == '\0')
		return false;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i]) == len &&
		    strncmp(schemes[i], text, len) == 0)
			return true;
	return false;
}
