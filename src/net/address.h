/*
 * Role: which addresses no document from outside may lead to: loopback,
 * private, link-local and others that are not of the public Internet.
 * Source: RFC 6890 and the registries it made. Thread: any.
 */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* An address family that is not IPv4 or IPv6 is private too. */
bool address_is_private(const struct sockaddr *address);

/*
 * Whether a host as an address writes it is such by itself: "10.0.0.1",
 * "[::1]", "fe80::1%eth0", "localhost", "router", "may-in.lan". A name that
 * has to be asked for is not.
 */
bool address_host_is_private(const char *host);

#endif
