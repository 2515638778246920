#include "refresh/reach.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static bool leads_out(const struct ifaddrs *interface)
{
	const unsigned up = IFF_UP | IFF_RUNNING;
	struct sockaddr_in6 in6;

	if (interface->ifa_addr == NULL ||
	    (interface->ifa_flags & up) != up ||
	    (interface->ifa_flags & IFF_LOOPBACK) != 0)
		return false;
	if (interface->ifa_addr->sa_family == AF_INET)
		return true;
	if (interface->ifa_addr->sa_family != AF_INET6)
		return false;
	memcpy(&in6, interface->ifa_addr, sizeof(in6));
	return !IN6_IS_ADDR_LINKLOCAL(&in6.sin6_addr);
}

bool reach_has_network(void)
{
	struct ifaddrs *interfaces;
	bool has_network = false;

	if (getifaddrs(&interfaces) != 0)
		return true; /* not known: the servers will tell */
	for (const struct ifaddrs *interface = interfaces;
	     interface != NULL && !has_network;
	     interface = interface->ifa_next)
		has_network = leads_out(interface);
	freeifaddrs(interfaces);
	return has_network;
}
