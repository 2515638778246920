#include "net/robots.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	PATH_MOST = 4096, /* bytes of an address that are compared */
	PAUSE_MOST_MS = 3600 * 1000,
	HTTP_TOO_MANY = 429,
};

/* The group that is being read. */
struct group {
	bool is_named, is_for_all; /* its names: us, or "*" */
	bool is_naming;            /* no rule has come yet */
};

struct judge {
	const char *token, *path;
	struct group group;
	bool has_own; /* a group of our name was seen: "*" counts no more */
	/* the best rule so far of our own groups, and of those for all */
	struct verdict {
		size_t len;
		bool is_allowed;
		int pause_ms;
	} own, all;
	struct str pattern;
};

/* --- addresses --------------------------------------------------------- */

/* RFC 3986, 2.3 */
static bool is_unreserved(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') ||
	    (c > 0 && strchr("-._~", c) != NULL);
}

/*
 * Append in the one form that is compared (RFC 9309, 2.2.2): what need not be
 * encoded is not, all beyond ASCII is. "*" and a last "$" stay as they are in
 * a rule alone.
 */
static void add_comparable(struct str *out, const char *text, size_t len,
    bool is_rule)
{
	for (size_t i = 0; i < len; i++) {
		int c = (unsigned char)text[i];
		bool is_coded = c == '%' && i + 2 < len &&
		    str_hex_value(text[i + 1]) >= 0 && str_hex_value(text[i + 2]) >= 0;

		if (is_coded) {
			c = str_hex_value(text[i + 1]) * 16 + str_hex_value(text[i + 2]);
			i += 2;
		}
		if (is_unreserved(c))
			str_add_char(out, (char)c);
		else if (is_coded || c <= 0x20 || c >= 0x7F ||
		    (c == '*' && !is_rule) ||
		    (c == '$' && !(is_rule && i + 1 == len)))
			str_addf(out, "%%%02X", (unsigned)c);
		else
			str_add_char(out, (char)c);
	}
}

/* Path and query of an address, as they are compared. */
static void add_path(struct str *out, const char *url)
{
	const char *start = url, *slashes;
	size_t len;

	if (*url != '/' && (slashes = strstr(url, "://")) != NULL)
		start = slashes + 3 + strcspn(slashes + 3, "/?#");
	len = strcspn(start, "#");
	if (*start != '/')
		str_add_char(out, '/');
	add_comparable(out, start, len < PATH_MOST ? len : PATH_MOST, false);
}

/* Whether a rule's pattern fits a path; "*" is anything, "$" at its end. */
static bool is_match(char *pattern, const char *path)
{
	size_t len = strlen(pattern);
	bool is_whole = len > 0 && pattern[len - 1] == '$';
	char *part = pattern, *star;

	if (is_whole)
		pattern[len - 1] = '\0';
	star = strchr(part, '*');
	if (star == NULL)
		return is_whole ? strcmp(part, path) == 0
		                : str_starts(path, part);
	if (strncmp(part, path, (size_t)(star - part)) != 0)
		return false;
	path += star - part;
	/* each part where it first comes: no later place could fit better */
	for (part = star + 1; (star = strchr(part, '*')) != NULL;
	     part = star + 1) {
		*star = '\0';
		path = strstr(path, part);
		if (path == NULL)
			return false;
		path += star - part;
	}
	if (!is_whole)
		return strstr(path, part) != NULL;
	len = strlen(part);
	return strlen(path) >= len &&
	    strcmp(path + strlen(path) - len, part) == 0;
}

/* --- records ----------------------------------------------------------- */

static void take_rule(struct judge *judge, struct verdict *verdict,
    const char *value, size_t len, bool is_allow)
{
	if (len == 0) /* "Disallow:" says nothing */
		return;
	str_clear(&judge->pattern);
	if (*value != '/' && *value != '*')
		str_add_char(&judge->pattern, '/');
	add_comparable(&judge->pattern, value, len, true);
	len = judge->pattern.len;
	if (len < verdict->len || (len == verdict->len && !is_allow) ||
	    !is_match(judge->pattern.data, judge->path))
		return;
	verdict->len = len;
	verdict->is_allowed = is_allow;
}

static void take_pause(struct verdict *verdict, const char *value, size_t len)
{
	double seconds;
	char text[32];

	if (len == 0 || len >= sizeof(text) || *value < '0' || *value > '9')
		return;
	memcpy(text, value, len);
	text[len] = '\0';
	seconds = strtod(text, NULL);
	verdict->pause_ms = seconds * 1000 < PAUSE_MOST_MS
	    ? (int)(seconds * 1000)
	    : PAUSE_MOST_MS;
}

static bool is_token(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
	    c == '_';
}

/* "bantin/1.0 (news)" names "bantin": 2.2.1 */
static void take_name(struct judge *judge, const char *value, size_t len)
{
	struct group *group = &judge->group;
	size_t name_len = 0;

	if (!group->is_naming)
		*group = (struct group){.is_naming = true};
	if (len > 0 && *value == '*')
		group->is_for_all = true;
	while (name_len < len && is_token(value[name_len]))
		name_len++;
	if (name_len == strlen(judge->token) &&
	    strncasecmp(value, judge->token, name_len) == 0)
		group->is_named = judge->has_own = true;
}

static bool is_key(const char *line, size_t len, const char *key)
{
	return strlen(key) == len && strncasecmp(line, key, len) == 0;
}

static void take_record(struct judge *judge, const char *key, size_t key_len,
    const char *value, size_t len)
{
	struct group *group = &judge->group;
	bool is_allow = is_key(key, key_len, "allow");
	bool is_pause = is_key(key, key_len, "crawl-delay");

	if (is_key(key, key_len, "user-agent")) {
		take_name(judge, value, len);
		return;
	}
	/* what is no rule does not part the names of a group: 2.2.4 */
	if (!is_allow && !is_pause && !is_key(key, key_len, "disallow"))
		return;
	group->is_naming = false;
	for (int i = 0; i < 2; i++) {
		struct verdict *verdict = i == 0 ? &judge->own : &judge->all;

		if (!(i == 0 ? group->is_named : group->is_for_all))
			continue;
		if (is_pause)
			take_pause(verdict, value, len);
		else
			take_rule(judge, verdict, value, len, is_allow);
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Key and value around the first ":", a comment and blanks taken off. */
static void take_line(struct judge *judge, const char *line, size_t len)
{
	const char *hash = memchr(line, '#', len), *colon;
	size_t key_len;

	if (hash != NULL)
		len = (size_t)(hash - line);
	while (len > 0 && is_blank(line[len - 1]))
		len--;
	while (len > 0 && is_blank(*line)) {
		line++;
		len--;
	}
	colon = memchr(line, ':', len);
	if (colon == NULL)
		return;
	key_len = (size_t)(colon - line);
	len -= key_len + 1;
	while (key_len > 0 && is_blank(line[key_len - 1]))
		key_len--;
	for (colon++; len > 0 && is_blank(*colon); colon++)
		len--;
	take_record(judge, line, key_len, colon, len);
}

struct robots_verdict robots_judge(const char *text, size_t len,
    const char *token, const char *url)
{
	struct judge judge = {.token = token,
	    .own = {.is_allowed = true}, .all = {.is_allowed = true}};
	const struct verdict *verdict;
	struct robots_verdict answer;
	struct str path;

	str_init(&path);
	str_init(&judge.pattern);
	add_path(&path, url);
	judge.path = path.data;
	if (len > ROBOTS_BYTES_MOST)
		len = ROBOTS_BYTES_MOST;
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		len -= 3;
	}
	for (size_t start = 0, at = 0; at <= len; at++)
		if (at == len || text[at] == '\n' || text[at] == '\r') {
			take_line(&judge, text + start, at - start);
			start = at + 1;
		}
	verdict = judge.has_own ? &judge.own : &judge.all;
	answer.pause_ms = verdict->pause_ms;
	/* the file itself may always be asked for: 2.2.2 */
	path.data[strcspn(path.data, "?")] = '\0';
	answer.is_allowed = verdict->is_allowed ||
	    str_equal(path.data, "/robots.txt");
	str_release(&judge.pattern);
	str_release(&path);
	return answer;
}

enum robots_answer robots_answer(int status)
{
	if (status >= 200 && status <= 299)
		return ROBOTS_READ;
	if (status == 0 || status == HTTP_TOO_MANY || status >= 500)
		return ROBOTS_UNREACHED;
	return ROBOTS_FREE;
}
