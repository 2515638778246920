/*
 * Role: whether this machine is on a network at all. Thread: any.
 */
#ifndef REFRESH_REACH_H
#define REFRESH_REACH_H

#include <stdbool.h>

/* An interface is up that has an address beyond this machine and link. */
bool reach_has_network(void);

#endif
