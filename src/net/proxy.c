#include "net/proxy.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The first of these names that the environment holds. */
static const char *from_environment(const char *first, const char *second)
{
	const char *value = getenv(first);

	if (value == NULL && second != NULL)
		value = getenv(second);
	return value != NULL && *value != '\0' ? value : NULL;
}

void proxy_rules_init(struct proxy_rules *rules, const char *setting)
{
	const char *http = setting, *https = setting, *except = NULL;

	if (setting != NULL && strcmp(setting, "none") == 0) {
		http = https = "";
	} else if (setting == NULL) {
		const char *all = from_environment("all_proxy", "ALL_PROXY");

		http = from_environment("http_proxy", NULL);
		https = from_environment("https_proxy", "HTTPS_PROXY");
		except = from_environment("no_proxy", "NO_PROXY");
		http = http != NULL ? http : all;
		https = https != NULL ? https : all;
	}
	*rules = (struct proxy_rules){
	    .http = mem_dup(http != NULL ? http : ""),
	    .https = mem_dup(https != NULL ? https : ""),
	    .except = mem_dup(except != NULL ? except : ""),
	};
}

void proxy_rules_release(struct proxy_rules *rules)
{
	free(rules->http);
	free(rules->https);
	free(rules->except);
}

/* "example.vn" and ".example.vn" name the host and all below it. */
static bool is_named(const char *name, size_t len, const char *host)
{
	size_t host_len = strlen(host);

	if (len > 0 && *name == '.') {
		name++;
		len--;
	}
	return len > 0 && host_len >= len &&
	    strncasecmp(host + host_len - len, name, len) == 0 &&
	    (host_len == len || host[host_len - len - 1] == '.');
}

/* The bytes of an address in numbers; how many they are, 0: it is a name. */
static int read_address(const char *text, size_t len, unsigned char *bytes)
{
	char copy[INET6_ADDRSTRLEN];

	if (len >= 2 && text[0] == '[' && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	if (len >= sizeof(copy))
		return 0;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (inet_pton(AF_INET, copy, bytes) == 1)
		return 4;
	return inet_pton(AF_INET6, copy, bytes) == 1 ? 16 : 0;
}

/* "10.0.0.0/8" and "fd00::/8" name what begins with so many bits. */
static bool is_in_block(const char *name, size_t len, const char *host)
{
	const char *slash = memchr(name, '/', len);
	size_t name_len = slash == NULL ? len : (size_t)(slash - name);
	unsigned char block[16], address[16];
	int size = read_address(name, name_len, block);
	long bits = slash == NULL ? 8L * size : strtol(slash + 1, NULL, 10);

	if (size == 0 || bits < 0 || bits > 8L * size ||
	    read_address(host, strlen(host), address) != size)
		return false;
	for (long i = 0; i < bits; i++)
		if ((block[i / 8] ^ address[i / 8]) & (0x80 >> (i % 8)))
			return false;
	return true;
}

const char *proxy_find(const struct proxy_rules *rules, const char *scheme,
    const char *host)
{
	const char *name = rules->except;

	while (*name != '\0') {
		size_t len = strcspn(name, ", ");

		if ((len == 1 && *name == '*') || is_named(name, len, host) ||
		    is_in_block(name, len, host))
			return "";
		name += len;
		name += strspn(name, ", ");
	}
	return strcmp(scheme, "https") == 0 ? rules->https : rules->http;
}
