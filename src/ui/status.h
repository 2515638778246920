/*
 * Role: the two lowest lines: what was done or where the reader is, how the
 * refresh goes; and the keys of this place. Thread: main.
 */
#ifndef UI_STATUS_H
#define UI_STATUS_H

#include "base/str.h"
#include "refresh/refresh.h"
#include "ui/paint.h"

#include <stdbool.h>
#include <stdint.h>

struct ui;

struct status {
	struct str message; /* until the next key; empty: none */
	enum role role;
	bool is_refreshing;
	struct event progress; /* of the refresh under way, or the last */
	int64_t painted_at;    /* clock_ticks of the progress painted */
	bool is_progress_due;
	bool was_asked;  /* for this refresh, by key */
	bool is_stopped; /* and to leave off */
};

void status_init(struct ui *ui);
void status_release(struct ui *ui);

/* Say what was done; it stays until the next key. */
void status_say(struct ui *ui, const char *message);
void status_say_undoable(struct ui *ui, const char *sentence,
    int64_t number); /* %d in it; "u undoes" follows */
void status_complain(struct ui *ui, const char *message); /* "! message" */
void status_warn(struct ui *ui, const char *what, const struct error *err);
/* Add what can be done, to what was said. */
void status_advise(struct ui *ui, const char *advice);
void status_forget(struct ui *ui);

/* Events of a refresh. */
void status_event(struct ui *ui, const struct event *event);

/* Milliseconds until a progress that waits may be painted; -1: none does. */
int status_tick(struct ui *ui, int64_t ticks);

void status_paint(struct ui *ui, const struct paint *paint);
void status_paint_hints(struct ui *ui, const struct paint *paint);

#endif
