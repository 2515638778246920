#include "net/reply.h"

#include "base/str.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	WAIT_MOST = 366 * 86400,  /* beyond it a number is a slip */
	CHECK_PAGE_MOST = 2048,   /* bytes; those seen have 177 to 600 */
	HTTP_ACCEPTED = 202,
	HTTP_PRECONDITION_REQUIRED = 428,
};

static bool read_seconds(const char *text, int64_t *seconds)
{
	char *end;

	text += strspn(text, " \t\"");
	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*seconds = strtoll(text, &end, 10);
	if (errno != 0 || *seconds > WAIT_MOST)
		*seconds = WAIT_MOST;
	return true;
}

static int64_t read_date(const char *text)
{
	int64_t when = text == NULL ? -1 : (int64_t)curl_getdate(text, NULL);

	return when > 0 ? when : 0;
}

int64_t reply_retry_after(const char *value, int64_t now)
{
	int64_t seconds, when;

	if (value == NULL)
		return 0;
	if (read_seconds(value, &seconds))
		return seconds > 0 ? now + seconds : 0;
	when = read_date(value);
	if (when > now + WAIT_MOST)
		when = now + WAIT_MOST;
	return when > now ? when : 0;
}

/* Where the next member of a list begins: "," in quotes parts nothing. */
static const char *skip_member(const char *list)
{
	bool is_quoted = false;

	for (; *list != '\0' && (is_quoted || *list != ','); list++) {
		if (*list == '"')
			is_quoted = !is_quoted;
		else if (is_quoted && *list == '\\' && list[1] != '\0')
			list++;
	}
	return list;
}

/* The value of a directive in a Cache-Control list, or NULL. */
static const char *find_directive(const char *list, const char *name)
{
	size_t len = strlen(name);

	while (list != NULL && *list != '\0') {
		list += strspn(list, " \t,");
		if (strncasecmp(list, name, len) == 0 &&
		    strchr("= \t,", list[len]) != NULL)
			return list[len] == '=' ? list + len + 1 : list + len;
		list = skip_member(list);
	}
	return NULL;
}

int64_t reply_fresh_until(const char *cache_control, const char *expires,
    const char *date, const char *age, int64_t now)
{
	const char *max_age = find_directive(cache_control, "max-age");
	int64_t seconds = 0, spent = 0;

	if (find_directive(cache_control, "no-store") != NULL ||
	    find_directive(cache_control, "no-cache") != NULL)
		return 0;
	if (max_age != NULL) { /* goes before Expires: RFC 9111, 5.3 */
		if (!read_seconds(max_age, &seconds))
			return 0;
		if (age != NULL && read_seconds(age, &spent))
			seconds -= spent;
	} else if (read_date(expires) > 0) {
		int64_t sent = read_date(date);

		/* by the server's own clock, which may be wrong */
		seconds = read_date(expires) - (sent > 0 ? sent : now);
	}
	if (seconds > WAIT_MOST)
		seconds = WAIT_MOST;
	return seconds > 0 ? now + seconds : 0;
}

/*
 * What the scripts of challenges are called by. Only where an answer is no
 * content: some of them stand in ordinary pages as well.
 */
static bool has_challenge(const char *body)
{
	static const char *const marks[] = {"/cdn-cgi/challenge-platform/",
	    "_cf_chl_opt", "cf-browser-verification", "_Incapsula_Resource",
	    "sucuri_cloudproxy_js", "/.well-known/ddos-guard/",
	    "AwsWafIntegration", "slowAES.decrypt(", "D1N="};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (strstr(body, marks[i]) != NULL)
			return true;
	return false;
}

bool reply_is_bot_check(int status, const char *body, size_t len)
{
	if (status == HTTP_PRECONDITION_REQUIRED)
		return true;
	if (status == HTTP_ACCEPTED || status < 200 || status > 299)
		return has_challenge(body);
	/* document.cookie="D1N=…";window.location.reload(true) and its kin */
	return len < CHECK_PAGE_MOST && !str_starts(body, "<?xml") &&
	    strstr(body, "<script") != NULL &&
	    strstr(body, "document.cookie") != NULL &&
	    strstr(body, "location") != NULL;
}
