#include "net/room.h"

#include "net/transfer.h"

static struct transfer *find_largest(const struct room *room)
{
	struct transfer *largest = NULL;

	for (struct transfer *transfer = *room->running; transfer != NULL;
	     transfer = transfer->next) {
		if (transfer == room->large || transfer->is_put_back)
			continue;
		if (largest == NULL ||
		    transfer->room_bytes > largest->room_bytes)
			largest = transfer;
	}
	return largest;
}

/* Its handle may be in use just now: the net ends it when it is not. */
static void put_back(struct room *room, struct transfer *transfer)
{
	transfer->is_put_back = true;
	str_release(&transfer->response.body);
	str_init(&transfer->response.body);
	room_clear(room, transfer);
}

bool room_take(struct room *room, struct transfer *transfer, size_t len)
{
	if (transfer->is_put_back)
		return false;
	transfer->room_bytes += len;
	if (transfer != room->large)
		room->bytes += len;
	while (room->bytes > room->most && transfer != room->large &&
	    !transfer->is_put_back) {
		struct transfer *largest = find_largest(room);

		if (room->large != NULL) {
			put_back(room, largest);
			continue;
		}
		room->bytes -= largest->room_bytes;
		room->large = largest;
	}
	return !transfer->is_put_back;
}

void room_clear(struct room *room, struct transfer *transfer)
{
	if (transfer != room->large)
		room->bytes -= transfer->room_bytes;
	transfer->room_bytes = 0;
}

void room_leave(struct room *room, struct transfer *transfer)
{
	room_clear(room, transfer);
	if (room->large == transfer)
		room->large = NULL;
}
