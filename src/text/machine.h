/*
 * Role: a state machine over bytes without branches, which text of mixed
 * scripts would make a processor guess wrong. A state is the place, in bits,
 * of the next state in each byte's row; ten states of six bits fit. Thread:
 * any.
 */
#ifndef TEXT_MACHINE_H
#define TEXT_MACHINE_H

#include <stddef.h>
#include <stdint.h>

/* The state next, in a row, for who comes in a state. */
#define MACHINE_AT(state, next) ((uint64_t)(next) << (state))

enum { MACHINE_STATE = 63 };

static inline uint64_t machine_step(const uint64_t rows[256], uint64_t state,
    unsigned char byte)
{
	return rows[byte] >> (state & MACHINE_STATE);
}

/* The state behind a text that was begun in one. */
static inline unsigned machine_run(const uint64_t rows[256], uint64_t state,
    const char *text, size_t len)
{
	const unsigned char *at = (const unsigned char *)text;
	const unsigned char *end = at + len;

	for (; end - at >= 4; at += 4) {
		state = machine_step(rows, state, at[0]);
		state = machine_step(rows, state, at[1]);
		state = machine_step(rows, state, at[2]);
		state = machine_step(rows, state, at[3]);
	}
	for (; at < end; at++)
		state = machine_step(rows, state, *at);
	return (unsigned)(state & MACHINE_STATE);
}

#endif
