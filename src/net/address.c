#include "net/address.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_private_4(uint32_t address)
{
	static const struct {
		uint32_t start;
		int bits;
	} blocks[] = {
	    {0x00000000, 8},  /* this network, and 0.0.0.0 */
	    {0x0A000000, 8},  /* 10/8 */
	    {0x64400000, 10}, /* 100.64/10, shared by carriers */
	    {0x7F000000, 8},  /* loopback */
	    {0xA9FE0000, 16}, /* link-local */
	    {0xAC100000, 12}, /* 172.16/12 */
	    {0xC0000000, 24}, /* IETF protocols */
	    {0xC0A80000, 16}, /* 192.168/16 */
	    {0xC6120000, 15}, /* benchmarks */
	    {0xE0000000, 4},  /* multicast */
	    {0xF0000000, 4},  /* reserved, and broadcast */
	};

	for (size_t i = 0; i < ARRAY_LEN(blocks); i++)
		if ((address ^ blocks[i].start) >> (32 - blocks[i].bits) == 0)
			return true;
	return false;
}

static uint32_t number_4(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	    (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is_private_6(const unsigned char *bytes)
{
	static const unsigned char zeros[16];
	static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	    0xFF, 0xFF};
	static const unsigned char translated[12] = {0, 0, 0, 0, 0, 0, 0, 0,
	    0xFF, 0xFF};
	static const unsigned char nat64[12] = {0, 0x64, 0xFF, 0x9B};
	static const unsigned char nat64_local[6] = {0, 0x64, 0xFF, 0x9B, 0,
	    1}; /* RFC 8215 */
	static const unsigned char discard[8] = {1}; /* RFC 6666 */
	static const unsigned char teredo[4] = {0x20, 1}; /* RFC 4380 */

	if (memcmp(bytes, mapped, 12) == 0 || memcmp(bytes, nat64, 12) == 0 ||
	    memcmp(bytes, translated, 12) == 0)
		return is_private_4(number_4(bytes + 12));
	if (memcmp(bytes, nat64_local, 6) == 0 ||
	    memcmp(bytes, discard, 8) == 0 || memcmp(bytes, teredo, 4) == 0)
		return true;
	if (bytes[0] == 0x20 && bytes[1] == 0x02) /* 6to4 holds an IPv4 one */
		return is_private_4(number_4(bytes + 2));
	return memcmp(bytes, zeros, 12) == 0 || /* ::, ::1, ::a.b.c.d */
	    (bytes[0] & 0xFE) == 0xFC ||        /* unique local */
	    (bytes[0] == 0xFE && (bytes[1] & 0x80) != 0) || /* fe80, fec0 */
	    bytes[0] == 0xFF;                   /* multicast */
}

bool address_is_private(const struct sockaddr *address)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	switch (address->sa_family) {
	case AF_INET:
		memcpy(&in, address, sizeof(in));
		return is_private_4(ntohl(in.sin_addr.s_addr));
	case AF_INET6:
		memcpy(&in6, address, sizeof(in6));
		return is_private_6(in6.sin6_addr.s6_addr);
	default:
		return true;
	}
}

/*
 * Names that public name servers do not know, though a house's own or a proxy
 * may: one without a dot, and RFC 6761, 6762, 8375 and what ICANN keeps free.
 * A last dot changes nothing.
 */
static bool is_local_name(const char *host)
{
	static const char *const ends[] = {"localhost", "local", "internal",
	    "home.arpa", "lan", "home", "corp", "intranet"};
	size_t len = strlen(host);

	if (len > 0 && host[len - 1] == '.')
		len--;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t end = strlen(ends[i]);

		if (len >= end &&
		    strncasecmp(host + len - end, ends[i], end) == 0 &&
		    (len == end || host[len - end - 1] == '.'))
			return true;
	}
	return len > 0 && strpbrk(host, ":]") == NULL &&
	    memchr(host, '.', len) == NULL;
}

bool address_host_is_private(const char *host)
{
	unsigned char bytes[16];
	char text[INET6_ADDRSTRLEN];
	size_t len;

	if (*host == '[')
		host++;
	len = strcspn(host, "]%");
	/* a last dot: a proxy may take it off a number too */
	if (len > 0 && host[len - 1] == '.')
		len--;
	if (len < sizeof(text)) {
		memcpy(text, host, len);
		text[len] = '\0';
		if (inet_pton(AF_INET, text, bytes) == 1)
			return is_private_4(number_4(bytes));
		if (inet_pton(AF_INET6, text, bytes) == 1)
			return is_private_6(bytes);
	}
	return is_local_name(host);
}
