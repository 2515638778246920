/*
 * Role: which proxy an address is asked through. Chosen here and not by
 * libcurl, so that it is known whether a connection goes to the host itself
 * and its address can be judged. Thread: any.
 */
#ifndef NET_PROXY_H
#define NET_PROXY_H

struct proxy_rules {
	char *http, *https, *except;
};

/*
 * setting: a proxy for all, "none" for none, NULL: the environment's http_proxy,
 * https_proxy, all_proxy and no_proxy (also in capitals, but for HTTP_PROXY,
 * which a CGI's client can set).
 */
void proxy_rules_init(struct proxy_rules *rules, const char *setting);
void proxy_rules_release(struct proxy_rules *rules);

/* The proxy for a host (lower case), borrowed; "" for none. */
const char *proxy_find(const struct proxy_rules *rules, const char *scheme,
    const char *host);

#endif
