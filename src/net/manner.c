#include "net/manner.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void manner_copy(struct net_manner *copy, const struct net_manner *manner)
{
	*copy = manner == NULL ? (struct net_manner){0} : *manner;
	copy->user_agent = mem_dup(copy->user_agent);
	copy->headers = mem_dup(copy->headers);
	copy->login = mem_dup(copy->login);
	copy->proxy = mem_dup(copy->proxy);
	copy->certificate = mem_dup(copy->certificate);
}

static void drop(const char *text)
{
	union {
		const char *borrowed;
		char *own;
	} pointer = {.borrowed = text};

	free(pointer.own);
}

void manner_release(struct net_manner *copy)
{
	drop(copy->user_agent);
	drop(copy->headers);
	drop(copy->login);
	drop(copy->proxy);
	drop(copy->certificate);
}

/* RFC 9110, 5.6.2 */
static bool is_token(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] >= 0x7F ||
		    strchr("\"(),/:;<=>?@[\\]{}", text[i]) != NULL)
			return false;
	return len > 0;
}

/* A value may hold blanks, tabs and what is beyond ASCII. */
static bool is_value(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (((unsigned char)text[i] < ' ' && text[i] != '\t') ||
		    text[i] == 0x7F)
			return false;
	return len > 0;
}

static struct curl_slist *add_line(struct curl_slist *list, const char *line)
{
	list = curl_slist_append(list, line);
	if (list == NULL)
		fatal("out of memory");
	return list;
}

struct curl_slist *manner_add_header(struct curl_slist *list,
    const char *name, const char *value)
{
	struct str line;

	if (value == NULL || !is_value(value, strlen(value)))
		return list;
	str_init(&line);
	str_addf(&line, "%s: %s", name, value);
	list = add_line(list, line.data);
	str_release(&line);
	return list;
}

/* What would break the request, or is said by others. */
static bool is_reserved(const char *name, size_t len)
{
	static const char *const names[] = {"Host", "Content-Length",
	    "Transfer-Encoding", "Connection", "Upgrade", "TE", "Trailer",
	    "Expect", "Keep-Alive", "HTTP2-Settings", "Proxy-Authorization",
	    "Proxy-Connection", "Range", "If-Range", "If-None-Match",
	    "If-Modified-Since", "Accept-Encoding"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strlen(names[i]) == len &&
		    strncasecmp(names[i], name, len) == 0)
			return true;
	return false;
}

/* The source's own word goes before ours. */
static struct curl_slist *without(struct curl_slist *list, const char *name,
    size_t len)
{
	struct curl_slist *kept = NULL;

	for (struct curl_slist *at = list; at != NULL; at = at->next)
		if (strncasecmp(at->data, name, len) != 0 ||
		    at->data[len] != ':')
			kept = add_line(kept, at->data);
	curl_slist_free_all(list);
	return kept;
}

static struct curl_slist *add_own(struct curl_slist *list, const char *text,
    size_t len)
{
	const char *colon = memchr(text, ':', len), *value;
	size_t name_len, value_len;
	struct str line;

	if (colon == NULL)
		return list;
	name_len = (size_t)(colon - text);
	value = colon + 1;
	value += strspn(value, " \t");
	if (value > text + len)
		value = text + len;
	value_len = (size_t)(text + len - value);
	if (!is_token(text, name_len) || is_reserved(text, name_len) ||
	    !is_value(value, value_len))
		return list;
	list = without(list, text, name_len);
	str_init(&line);
	str_add_len(&line, text, name_len);
	str_add(&line, ": ");
	str_add_len(&line, value, value_len);
	list = add_line(list, line.data);
	str_release(&line);
	return list;
}

struct curl_slist *manner_add_headers(struct curl_slist *list,
    const struct net_manner *manner)
{
	const char *at = manner->headers, *bar;

	while (at != NULL && *at != '\0') {
		at += strspn(at, " \t");
		bar = strstr(at, " | ");
		list = add_own(list, at,
		    bar == NULL ? strlen(at) : (size_t)(bar - at));
		at = bar == NULL ? NULL : bar + 3;
	}
	return list;
}

void manner_set_login(const struct net_manner *manner, CURL *easy)
{
	const char *colon;
	char *name;

	if (manner->login == NULL)
		return;
	colon = strchr(manner->login, ':');
	name = colon == NULL
	    ? mem_dup(manner->login)
	    : mem_dup_len(manner->login, (size_t)(colon - manner->login));
	curl_easy_setopt(easy, CURLOPT_USERNAME, name);
	curl_easy_setopt(easy, CURLOPT_PASSWORD,
	    colon == NULL ? "" : colon + 1);
	/* the server says which; of both the digest is taken */
	curl_easy_setopt(easy, CURLOPT_HTTPAUTH,
	    (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST));
	free(name);
}

void manner_set_http(const struct net_manner *manner, CURL *easy)
{
	static const long versions[] = {
	    [NET_HTTP_AUTO] = CURL_HTTP_VERSION_2TLS,
	    [NET_HTTP_1_0] = CURL_HTTP_VERSION_1_0,
	    [NET_HTTP_1_1] = CURL_HTTP_VERSION_1_1,
	    [NET_HTTP_2] = CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE,
	};

	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, versions[manner->http]);
}
