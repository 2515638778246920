#define _XOPEN_SOURCE 700
#include "text/url.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* A piece of an address: NULL where the address lacks it. */
struct part {
	const char *at;
	size_t len;
};

/* RFC 3986 appendix B. */
struct parts {
	struct part scheme, authority, path, query, fragment;
};

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static size_t measure_scheme(const char *url)
{
	size_t len = 0;

	if (!is_alpha(url[0]))
		return 0;
	while (is_alpha(url[len]) || is_digit(url[len]) || url[len] == '+' ||
	    url[len] == '-' || url[len] == '.')
		len++;
	return url[len] == ':' ? len : 0;
}

static struct part take(const char **at, const char *stops)
{
	struct part part = {*at, strcspn(*at, stops)};

	*at += part.len;
	return part;
}

static struct parts split(const char *url)
{
	struct parts parts = {{0}, {0}, {0}, {0}, {0}};
	size_t scheme = measure_scheme(url);

	if (scheme > 0) {
		parts.scheme = (struct part){url, scheme};
		url += scheme + 1;
	}
	if (url[0] == '/' && url[1] == '/') {
		url += 2;
		parts.authority = take(&url, "/?#");
	}
	parts.path = take(&url, "?#");
	if (*url == '?') {
		url++;
		parts.query = take(&url, "#");
	}
	if (*url == '#')
		parts.fragment = (struct part){url + 1, strlen(url + 1)};
	return parts;
}

static bool part_is(struct part part, const char *text)
{
	return part.at != NULL && part.len == strlen(text) &&
	    strncasecmp(part.at, text, part.len) == 0;
}

static bool is_web_scheme(struct part scheme)
{
	return part_is(scheme, "http") || part_is(scheme, "https");
}

static void add_part(struct str *out, struct part part)
{
	str_add_len(out, part.at, part.len);
}

static void add_lower(struct str *out, struct part part)
{
	for (size_t i = 0; i < part.len; i++)
		str_add_char(out, lower(part.at[i]));
}

/* Append a path without its dot segments: RFC 3986 5.2.4. */
static void add_path(struct str *out, const char *path, size_t len)
{
	size_t start = out->len, at = 0;

	while (at < len) {
		const char *slash = memchr(path + at + 1, '/', len - at - 1);
		size_t end = slash == NULL ? len : (size_t)(slash - path);
		const char *segment = path + at + (path[at] == '/');
		size_t size = (size_t)(path + end - segment);
		bool is_last = end == len;

		if (size == 1 && segment[0] == '.') {
			if (is_last)
				str_add_char(out, '/');
		} else if (size == 2 && segment[0] == '.' &&
		    segment[1] == '.') {
			while (out->len > start &&
			    out->data[out->len - 1] != '/')
				str_cut(out, out->len - 1);
			if (out->len > start)
				str_cut(out, out->len - 1);
			if (is_last)
				str_add_char(out, '/');
		} else {
			str_add_len(out, path + at, end - at);
		}
		at = end;
	}
}

static void add_escaped(struct str *out, unsigned char byte)
{
	str_addf(out, "%%%02X", byte);
}

/*
 * Append the reference as an address may be written: ends trimmed; tabs and
 * line ends inside, which wrapped attributes leave, dropped; blanks and
 * other controls encoded; in an http path, \ as / (all as browsers do).
 */
static void add_mended(struct str *out, const char *reference,
    bool has_web_base)
{
	size_t len = strlen(reference), scheme;
	bool is_path;

	while (len > 0 && (unsigned char)reference[0] <= ' ') {
		reference++;
		len--;
	}
	while (len > 0 && (unsigned char)reference[len - 1] <= ' ')
		len--;
	scheme = measure_scheme(reference);
	is_path = scheme == 0 ? has_web_base
	                      : is_web_scheme((struct part){reference, scheme});
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)reference[i];

		if (byte == '?' || byte == '#')
			is_path = false;
		if (byte == '\t' || byte == '\n' || byte == '\r')
			continue;
		if (byte <= ' ' || byte == 0x7F)
			add_escaped(out, byte);
		else
			str_add_char(out, byte == '\\' && is_path ? '/'
			                                          : (char)byte);
	}
}

static void add_query(struct str *out, struct part query)
{
	if (query.at == NULL)
		return;
	str_add_char(out, '?');
	add_part(out, query);
}

/* RFC 3986 5.2.2 for a reference without scheme and authority. */
static void add_relative(struct str *out, const struct parts *base,
    const struct parts *reference)
{
	struct str merged;
	size_t folder = base->path.len;

	if (reference->path.len == 0) {
		add_part(out, base->path);
		add_query(out, reference->query.at != NULL ? reference->query
		                                           : base->query);
		return;
	}
	str_init(&merged);
	if (reference->path.at[0] != '/') {
		while (folder > 0 && base->path.at[folder - 1] != '/')
			folder--;
		if (folder == 0 && base->authority.at != NULL)
			str_add_char(&merged, '/');
		str_add_len(&merged, base->path.at, folder);
	}
	add_part(&merged, reference->path);
	add_path(out, merged.data, merged.len);
	add_query(out, reference->query);
	str_release(&merged);
}

static void add_resolved(struct str *out, const struct parts *base,
    const struct parts *reference)
{
	const struct parts *owner = reference->scheme.at != NULL ? reference
	                                                         : base;

	add_part(out, owner->scheme);
	str_add_char(out, ':');
	owner = reference->authority.at != NULL ? reference : owner;
	if (owner->authority.at != NULL) {
		str_add(out, "//");
		add_part(out, owner->authority);
	}
	if (owner == reference) {
		if (owner->authority.at != NULL)
			add_path(out, owner->path.at, owner->path.len);
		else
			add_part(out, owner->path); /* mailto:, data: */
		add_query(out, owner->query);
	} else {
		add_relative(out, base, reference);
	}
	if (reference->fragment.at != NULL) {
		str_add_char(out, '#');
		add_part(out, reference->fragment);
	}
}

void url_resolve(struct str *out, const char *base, const char *reference)
{
	struct parts base_parts, parts;
	struct str mended;

	if (base == NULL || measure_scheme(base) == 0) {
		add_mended(out, reference, false);
		return;
	}
	base_parts = split(base);
	str_init(&mended);
	add_mended(&mended, reference, is_web_scheme(base_parts.scheme));
	parts = split(mended.data);
	add_resolved(out, &base_parts, &parts);
	str_release(&mended);
}

/* The byte that %XX at text stands for, or -1. */
static int read_escape(const char *text, size_t len)
{
	int high, low;

	if (len < 3 || text[0] != '%')
		return -1;
	high = str_hex_value(text[1]);
	low = str_hex_value(text[2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

void url_decode(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		int byte = read_escape(text + i, len - i);

		str_add_char(out, byte < 0 ? text[i] : (char)byte);
		if (byte >= 0)
			i += 2;
	}
}

/* RFC 3986 6.2.2: what need not be escaped is not, the rest is, in capitals. */
static void add_canonical(struct str *out, struct part part)
{
	for (size_t i = 0; i < part.len; i++) {
		int byte = read_escape(part.at + i, part.len - i);
		unsigned char plain = (unsigned char)part.at[i];

		if (byte >= 0) {
			i += 2;
			if (is_alpha((char)byte) || is_digit((char)byte) ||
			    (byte != 0 && strchr("-._~", byte) != NULL))
				str_add_char(out, (char)byte);
			else
				add_escaped(out, (unsigned char)byte);
		} else if (plain <= ' ' || plain >= 0x7F) {
			add_escaped(out, plain);
		} else {
			str_add_char(out, (char)plain);
		}
	}
}

static bool is_tracking(struct part parameter)
{
	static const char *const names[] = {"fbclid", "gclid", "gidzl",
	    "zarsrc"};
	const char *equals = memchr(parameter.at, '=', parameter.len);

	if (equals != NULL)
		parameter.len = (size_t)(equals - parameter.at);
	if (parameter.len > 4 && strncasecmp(parameter.at, "utm_", 4) == 0)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (part_is(parameter, names[i]))
			return true;
	return false;
}

static void add_canonical_query(struct str *out, struct part query)
{
	char separator = '?';
	size_t at = 0;

	while (at < query.len) {
		const char *amp = memchr(query.at + at, '&', query.len - at);
		struct part parameter = {query.at + at,
		    amp == NULL ? query.len - at
		                : (size_t)(amp - query.at) - at};

		at += parameter.len + 1;
		if (parameter.len == 0 || is_tracking(parameter))
			continue;
		str_add_char(out, separator);
		separator = '&';
		add_canonical(out, parameter);
	}
}

/* The host of an authority, and its port behind it. */
static struct part find_host(struct part authority, struct part *port)
{
	struct part host = authority;
	const char *at;
	size_t end;

	*port = (struct part){0};
	if (host.at == NULL)
		return host;
	for (at = host.at + host.len; at > host.at && at[-1] != '@'; at--)
		;
	host.len -= (size_t)(at - host.at);
	host.at = at;
	end = host.len;
	while (end > 0 && is_digit(host.at[end - 1]))
		end--;
	if (end > 0 && host.at[end - 1] == ':') {
		*port = (struct part){host.at + end, host.len - end};
		host.len = end - 1;
	}
	if (host.len > 1 && host.at[host.len - 1] == '.')
		host.len--;
	return host;
}

void url_canonical(struct str *out, const char *url)
{
	struct str mended, path;
	struct parts parts;
	struct part port;

	str_init(&mended);
	add_mended(&mended, url, false);
	parts = split(mended.data);
	if (!is_web_scheme(parts.scheme) || parts.authority.at == NULL) {
		str_add_len(out, mended.data, mended.len);
		str_release(&mended);
		return;
	}
	str_add(out, "//");
	add_lower(out, find_host(parts.authority, &port));
	if (port.len > 0 && !part_is(port, "80") && !part_is(port, "443")) {
		str_add_char(out, ':');
		add_part(out, port);
	}
	/* dots may be escaped, so that the path is unescaped first */
	str_init(&path);
	add_canonical(&path, parts.path);
	if (path.len == 0)
		str_add_char(out, '/');
	add_path(out, path.data, path.len);
	str_release(&path);
	if (parts.query.at != NULL)
		add_canonical_query(out, parts.query);
	str_release(&mended);
}

void url_host(struct str *out, const char *url)
{
	struct part port;

	add_lower(out, find_host(split(url).authority, &port));
}

bool url_is_web(const char *url)
{
	struct parts parts = split(url);
	struct part port;

	return is_web_scheme(parts.scheme) &&
	    find_host(parts.authority, &port).len > 0;
}

bool url_is_file(const char *url)
{
	return part_is(split(url).scheme, "file");
}

void url_without_user(struct str *out, const char *url)
{
	struct part authority = split(url).authority;
	const char *at;

	if (authority.at == NULL) {
		str_add(out, url);
		return;
	}
	for (at = authority.at + authority.len;
	    at > authority.at && at[-1] != '@'; at--)
		;
	str_add_len(out, url, (size_t)(authority.at - url));
	str_add(out, at);
}

/* Append an absolute path as a file: address. */
static void add_file(struct str *out, const char *path)
{
	str_add(out, "file://");
	for (; *path != '\0'; path++) {
		unsigned char byte = (unsigned char)*path;

		if (byte <= ' ' || byte == 0x7F || strchr("%?#", byte) != NULL)
			add_escaped(out, byte);
		else
			str_add_char(out, *path);
	}
}

static bool is_loopback(struct part host)
{
	return part_is(host, "localhost") || part_is(host, "[::1]") ||
	    (host.len > 4 && strncmp(host.at, "127.", 4) == 0);
}

/* Whether what a user typed, without a scheme, can be a host and a path. */
static bool looks_like_host(struct part host)
{
	const char *dot;

	if (is_loopback(host))
		return true;
	dot = host.len < 3 ? NULL : memchr(host.at + 1, '.', host.len - 2);
	return dot != NULL && memchr(host.at, ' ', host.len) == NULL;
}

static void add_typed(struct str *out, const char *typed)
{
	struct part host, port;

	/* feed:https://… and feed://… are how browsers hand a feed over */
	if (strncasecmp(typed, "feed:", 5) == 0) {
		typed += 5;
		if (strncmp(typed, "//", 2) == 0)
			typed += 2;
	}
	if (strstr(typed, "://") != NULL || url_is_file(typed)) {
		str_add(out, typed);
		return;
	}
	typed += strncmp(typed, "//", 2) == 0 ? 2 : 0;
	host = find_host((struct part){typed, strcspn(typed, "/?#")}, &port);
	if (looks_like_host(host))
		str_add(out, is_loopback(host) ? "http://" : "https://");
	str_add(out, typed);
}

void url_from_user(struct str *out, const char *typed)
{
	struct stat facts;
	struct str mended;
	char *path = NULL;

	if (strstr(typed, "://") == NULL && stat(typed, &facts) == 0)
		path = realpath(typed, NULL);
	if (path != NULL) {
		add_file(out, path);
		free(path);
		return;
	}
	str_init(&mended);
	add_mended(&mended, typed, false);
	add_typed(out, mended.data);
	str_release(&mended);
}
