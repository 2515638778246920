/*
 * Role: how one source wants to be asked: a copy of a struct net_manner, and
 * what a handle is told of it. Thread: the net's.
 */
#ifndef NET_MANNER_H
#define NET_MANNER_H

#include "net/net.h"

#include <curl/curl.h>

/* NULL is an empty one. */
void manner_copy(struct net_manner *copy, const struct net_manner *manner);
void manner_release(struct net_manner *copy);

/* Append "name: value", unless it could bring a line of its own. */
struct curl_slist *manner_add_header(struct curl_slist *list,
    const char *name, const char *value);

/* Append the manner's headers; those that a request itself has are not. */
struct curl_slist *manner_add_headers(struct curl_slist *list,
    const struct net_manner *manner);

/* What is told a server that the reader named. */
void manner_set_login(const struct net_manner *manner, CURL *easy);
void manner_set_http(const struct net_manner *manner, CURL *easy);

#endif
