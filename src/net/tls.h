/*
 * Role: how a connection is kept safe: always verified, against certificates
 * that are read once; a source's exceptions. Thread: the net's.
 */
#ifndef NET_TLS_H
#define NET_TLS_H

#include "net/net.h"

#include <curl/curl.h>

enum { TLS_DIGEST_SIZE = 32 };

/* What all connections of a net share. */
struct tls_store {
	void *certificates; /* those read last, held; or NULL */
	int loads;
};

void tls_store_release(struct tls_store *store);

/* One step's; it lives as long as the step. */
struct tls {
	struct tls_store *store;
	int exceptions; /* enum net_tls */
	bool is_pinned;
	unsigned char digest[TLS_DIGEST_SIZE];
	bool is_other; /* the certificate was not the pinned one */
	char message[CURL_ERROR_SIZE];
};

/* manner NULL: none of its exceptions hold here. */
void tls_set(struct tls *tls, struct tls_store *store,
    const struct net_manner *manner, const char *ca_file, CURL *easy);

/* Which error a failed handshake is. */
enum error_code tls_judge(const struct tls *tls, CURLcode code, CURL *easy);

/* 64 hex digits, a ":" allowed between two; false: they are not. */
bool tls_read_digest(const char *hex, unsigned char *digest);

#endif
