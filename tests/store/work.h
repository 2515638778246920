/*
 * Role: what a reader does to its cache, in small scenes that tests
 * interrupt: each is the same again for the same seed and cache. Every fact
 * is said before it is written, and acknowledged when it may not be lost.
 */
#ifndef TESTS_STORE_WORK_H
#define TESTS_STORE_WORK_H

#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORK_SOURCES = 6 };

struct work {
	const char *path;  /* of the cache */
	const char *other; /* of another one, for scenes that need it */
	uint64_t seed;
	int fd;        /* where facts go; -1: nowhere */
	int next;      /* the next article's number */
	bool is_killed; /* a commit is acknowledged: no power is lost */
	/* what a scene that failed does first: it ends the cause; or NULL */
	void (*mend)(void);
	struct error err; /* of what failed */
	struct arena arena;
	/* the scene's handles */
	struct store *background, *screen, *command;
};

struct scene {
	const char *name;
	bool (*run)(struct work *work);
	bool is_migration; /* it begins with a cache of version 1 */
};
extern const struct scene scenes[];
extern const size_t scene_count;

/* Make a cache to begin with: sources, articles, pages, marks. */
void work_make(const char *path);

/* The same as the first program left it. */
void work_make_old(const char *path);

/*
 * Run a scene to its end; false: something failed (err). Where the cause can
 * be mended the same handles go on after it, else *goes_on is false.
 */
bool work_run(struct work *work, const struct scene *scene, bool *goes_on);

#endif
