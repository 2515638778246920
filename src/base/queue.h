/*
 * Role: a mailbox between two threads: small values of one size, in order.
 * Its mutex is the only lock of the program. Thread: any pushes, one pops.
 */
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

struct queue;

/*
 * Items of item_size bytes, copied in and out. wake(ctx) is called after
 * each push, outside the lock (it may write to a pipe, or wake a poll).
 */
struct queue *queue_new(size_t item_size, void (*wake)(void *), void *ctx);
void queue_free(struct queue *queue); /* what was not popped is dropped */

void queue_push(struct queue *queue, const void *item);

/* Copy the oldest into item, or return false at once. */
bool queue_pop(struct queue *queue, void *item);

#endif
