/*
 * Role: how many bytes of bodies may be in memory at once, whatever servers
 * send. Over the limit the largest body gives way: one may go on beside all
 * others; further ones are dropped, and asked for once more when that one is
 * through. So feeds are not held up by what is large, the sum is at most
 * most and one body's limit, and nobody is asked more than twice.
 * Thread: the net's.
 */
#ifndef NET_ROOM_H
#define NET_ROOM_H

#include <stdbool.h>
#include <stddef.h>

struct transfer;

struct room {
	size_t bytes, most; /* of all but the large one */
	struct transfer *large; /* or NULL */
	struct transfer *const *running; /* the first; borrowed */
};

/* May a transfer take so many more bytes? They are counted as its. */
bool room_take(struct room *room, struct transfer *transfer, size_t len);

/* Its body is gone. */
void room_clear(struct room *room, struct transfer *transfer);

/* It is gone itself, and its body with it. */
void room_leave(struct room *room, struct transfer *transfer);

#endif
