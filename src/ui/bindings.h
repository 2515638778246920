/*
 * Role: which key runs which command where. Thread: main.
 */
#ifndef UI_BINDINGS_H
#define UI_BINDINGS_H

#include "base/str.h"
#include "config/config.h"
#include "ui/commands.h"
#include "ui/panes.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	BINDINGS_MOST = 256,
	SEQUENCES_MOST = 64,
	SEQUENCE_KEYS_MOST = 4,
	MACROS_MOST = 32,
	PRESS_SEQUENCE = 0x400000, /* and its number: not one key but several */
};

/* "g,g": keys one after the other. */
struct sequence {
	int presses[SEQUENCE_KEYS_MOST];
	int count;
};

struct binding {
	int press;
	const struct command *command;
	unsigned places; /* IN(pane): where the key is its */
};

struct bindings {
	struct binding rows[BINDINGS_MOST];
	size_t count;
	struct sequence sequences[SEQUENCES_MOST];
	int sequence_count;
	/* of the section "macros"; help is what they run, "star; next-unread" */
	struct command macros[MACROS_MOST];
	size_t macro_count;
	struct sequence typed; /* of a sequence, so far */
};

/*
 * Defaults, then what the settings bind ("name = key key,key"): the section
 * "keys" wherever the command means something, a screen's own there alone.
 */
void bindings_init(struct bindings *bindings, const struct config *config);

/*
 * Tell of each line of these sections that binds nothing, or a key that
 * another line has.
 */
void bindings_check(const struct config *config,
    void (*tell)(void *ctx, const struct error *error), void *ctx);

/* A command, or one of the user's macros. */
const struct command *bindings_command(const struct bindings *bindings,
    const char *name);

/*
 * What a key does behind those that were typed before it; *is_open: nothing
 * yet, for more keys belong to it.
 */
const struct command *bindings_take(struct bindings *bindings, int press,
    enum pane place, bool *is_open);

/* The name of a key, or of several: "g g". */
void bindings_add_keys(const struct bindings *bindings, int press,
    struct str *out);
void bindings_add_typed(const struct bindings *bindings, struct str *out);

/* What one key does in a place; NULL: nothing. */
const struct command *bindings_find(const struct bindings *bindings,
    int press, enum pane place);

/* The first key of a command in a place, or PRESS_NONE. */
int bindings_key(const struct bindings *bindings, const char *name,
    enum pane place);

#endif
