/*
 * Role: what happened since the start, kept for the log screen: words and
 * times of what came, what failed. Thread: main.
 */
#ifndef UI_EVENT_LOG_H
#define UI_EVENT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ui;

enum { EVENT_LOG_MOST = 500 };

struct event_log_row {
	int64_t when, source_id; /* 0: of no source */
	char *words;
	bool is_bad;
};

/* The oldest go when it is full. */
struct event_log {
	struct event_log_row *rows;
	size_t count;
};

void event_log_add(struct ui *ui, int64_t source_id, bool is_bad,
    const char *words);
void event_log_release(struct ui *ui);

/* The newest first into the sheet that is being filled; of one source, or 0. */
void event_log_fill(struct ui *ui, int64_t source_id, size_t most);

#endif
