/*
 * Role: which key runs which command where. Thread: main.
 */
#ifndef UI_BINDINGS_H
#define UI_BINDINGS_H

#include "config/config.h"
#include "ui/commands.h"
#include "ui/panes.h"

#include <stddef.h>

enum { BINDINGS_MOST = 256 };

struct binding {
	int press;
	const struct command *command;
	unsigned places; /* IN(pane): where the key is its */
};

struct bindings {
	struct binding rows[BINDINGS_MOST];
	size_t count;
};

/*
 * Defaults, then what the settings bind ("name = key key"): the section
 * "keys" wherever the command means something, a screen's own there alone.
 */
void bindings_init(struct bindings *bindings, const struct config *config);

/* Tell of each line of these sections that binds nothing. */
void bindings_check(const struct config *config,
    void (*tell)(void *ctx, const struct error *error), void *ctx);

/* What a key does in a place; NULL: nothing. */
const struct command *bindings_find(const struct bindings *bindings,
    int press, enum pane place);

/* The first key of a command in a place, or PRESS_NONE. */
int bindings_key(const struct bindings *bindings, const char *name,
    enum pane place);

#endif
