/*
 * Role: which key runs which command where. Thread: main.
 */
#ifndef UI_BINDINGS_H
#define UI_BINDINGS_H

#include "base/str.h"
#include "config/config.h"
#include "ui/commands.h"
#include "ui/panes.h"

#include <stddef.h>

enum { BINDINGS_MOST = 256 };

struct binding {
	int press;
	const struct command *command;
};

struct bindings {
	struct binding rows[BINDINGS_MOST];
	size_t count;
};

/* Defaults, then what the settings bind ("name = key key"). */
void bindings_init(struct bindings *bindings, const struct config *config);

/* What a key does in a place; NULL: nothing. */
const struct command *bindings_find(const struct bindings *bindings,
    int press, enum pane place);

/* The first key of a command in a place, or PRESS_NONE. */
int bindings_key(const struct bindings *bindings, const char *name,
    enum pane place);

/* Append all keys of a command, at most most, blanks between. */
void bindings_add_keys(const struct bindings *bindings,
    const struct command *command, int most, struct str *out);

#endif
