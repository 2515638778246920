#include "base/queue.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct queue {
	pthread_mutex_t lock;
	size_t item_size;
	char *items; /* a ring of cap items, len of them from first */
	size_t cap, first, len;
	void (*wake)(void *);
	void *ctx;
};

struct queue *queue_new(size_t item_size, void (*wake)(void *), void *ctx)
{
	struct queue *queue = mem_alloc_zero(1, sizeof(*queue));

	queue->item_size = item_size;
	queue->wake = wake;
	queue->ctx = ctx;
	if (pthread_mutex_init(&queue->lock, NULL) != 0)
		fatal("a mutex cannot be made");
	return queue;
}

void queue_free(struct queue *queue)
{
	if (queue == NULL)
		return;
	pthread_mutex_destroy(&queue->lock);
	free(queue->items);
	free(queue);
}

static void make_room(struct queue *queue)
{
	size_t cap = queue->cap == 0 ? 64 : queue->cap * 2;
	char *items = mem_alloc_zero(cap, queue->item_size);

	for (size_t i = 0; i < queue->len; i++)
		memcpy(items + i * queue->item_size,
		    queue->items + (queue->first + i) % queue->cap *
		        queue->item_size,
		    queue->item_size);
	free(queue->items);
	queue->items = items;
	queue->cap = cap;
	queue->first = 0;
}

void queue_push(struct queue *queue, const void *item)
{
	pthread_mutex_lock(&queue->lock);
	if (queue->len == queue->cap)
		make_room(queue);
	memcpy(queue->items + (queue->first + queue->len) % queue->cap *
	        queue->item_size,
	    item, queue->item_size);
	queue->len++;
	pthread_mutex_unlock(&queue->lock);
	if (queue->wake != NULL)
		queue->wake(queue->ctx);
}

bool queue_pop(struct queue *queue, void *item)
{
	bool has_item;

	pthread_mutex_lock(&queue->lock);
	has_item = queue->len > 0;
	if (has_item) {
		memcpy(item, queue->items + queue->first * queue->item_size,
		    queue->item_size);
		queue->first = (queue->first + 1) % queue->cap;
		queue->len--;
	}
	pthread_mutex_unlock(&queue->lock);
	return has_item;
}
