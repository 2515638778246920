/*
 * Role: certificates for tests, made when they are needed: an authority and
 * what it signs, in a folder. Thread: one.
 */
#ifndef TESTS_NET_CERTIFICATES_H
#define TESTS_NET_CERTIFICATES_H

#include "net/stage.h"

#include <openssl/ssl.h>

/* Write FOLDER/ca.pem, to be trusted. Once a folder. */
void certificates_make(const char *folder);

/* A server's side with a certificate of that kind. */
SSL_CTX *certificates_context(enum stage_tls tls, const char *folder);

/* SHA-256 of a context's certificate, in hex; in buffer (65 bytes). */
void certificates_digest(SSL_CTX *context, char *buffer);

#endif
