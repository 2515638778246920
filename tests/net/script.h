/*
 * Role: a case's script: what servers play, what is asked, and what must
 * come of it. Words are at the top of script.c. Thread: one.
 */
#ifndef TESTS_NET_SCRIPT_H
#define TESTS_NET_SCRIPT_H

#include "net/stage.h"

enum { SCRIPT_SCENES_MOST = 48, SCRIPT_SERVERS = 2 };

/* A line that is no server's: its word, and the rest with escapes undone. */
struct script_line {
	const char *word, *rest;
	int number; /* of the line */
};

struct script {
	struct arena arena;
	const char *name;
	struct stage *stages[SCRIPT_SERVERS];
	struct stage_scene scenes[SCRIPT_SERVERS][SCRIPT_SCENES_MOST];
	size_t scene_counts[SCRIPT_SERVERS];
	struct script_line *lines;
	size_t line_count, line_cap;
	bool is_without_ipv6; /* it needs what is not here */
};

/* Read a case and listen; folder holds certificates. */
void script_open(struct script *script, const char *path, const char *name,
    const char *folder);
void script_close(struct script *script);

#endif
