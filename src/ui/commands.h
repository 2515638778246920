/*
 * Role: every action by name: the table that keys, hints, help, ":" and the
 * manual's check are made of. Thread: main.
 */
#ifndef UI_COMMANDS_H
#define UI_COMMANDS_H

#include "ui/panes.h"

struct ui;

enum { COMMANDS_MOST = 160 };

/* Places that a command means something in. */
#define IN(pane) (1u << (pane))
#define IN_LIST IN(PANE_LIST)
#define IN_ARTICLE IN(PANE_ARTICLE)
#define IN_RELATED IN(PANE_RELATED)
#define IN_SOURCES IN(PANE_SOURCES)
#define IN_HELP IN(PANE_HELP)
#define IN_SHEET IN(PANE_SHEET)
#define IN_TIMELINE IN(PANE_TIMELINE)
#define IN_READING (IN_LIST | IN_ARTICLE | IN_RELATED)
#define IN_NEWS (IN_READING | IN_SOURCES)
#define IN_ROWS (IN_READING | IN_TIMELINE)
#define IN_ALL (IN_NEWS | IN_HELP | IN_SHEET | IN_TIMELINE)

enum command_group {
	GROUP_MOVE,
	GROUP_ARTICLE,
	GROUP_LIST,
	GROUP_SOURCES,
	GROUP_SCREEN,
	GROUP_MACROS,
	GROUP_COUNT,
};

struct command {
	const char *name; /* for ":", settings and the manual */
	const char *keys; /* defaults, blank-separated */
	unsigned places;
	enum command_group group;
	const char *help; /* N_ */
	const char *pair; /* N_: help of this and the next row together */
	void (*run)(struct ui *ui); /* NULL: a macro, whose help is run */
};

/* All of them; a NULL name ends them. */
extern const struct command commands[];

const struct command *command_find(const char *name);

/* The name most like a mistyped one; never NULL. */
const struct command *command_nearest(const char *name);

const char *command_group_name(enum command_group group);

#endif
