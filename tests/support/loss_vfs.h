/*
 * Role: a file system that fails, for tests of what SQLite keeps: made the
 * default one, it passes everything on to the real one, and
 *
 * - remembers what of each file has been synced and what has not. At a power
 *   loss it writes, into another folder, the files as a disk might hold them:
 *   what was synced, and of the rest none, all, or any part, in sectors; new
 *   and deleted files as their folder was last synced;
 * - or fails the nth call of a kind with a code of SQLite's.
 *
 * Locks and shared memory are the real ones; memory is not kept, as of a
 * machine that starts anew. Thread: one process may use it from several.
 */
#ifndef TESTS_SUPPORT_LOSS_VFS_H
#define TESTS_SUPPORT_LOSS_VFS_H

#include <stdbool.h>
#include <stdint.h>

/* Calls that change a file, or (FAULT_READ, FAULT_SHM) do not. */
enum fault {
	FAULT_NONE,
	FAULT_WRITE,
	FAULT_SYNC,
	FAULT_TRUNCATE,
	FAULT_READ,
	FAULT_SHM,
	FAULT_OPEN,
	FAULT_DELETE,
	FAULT_COUNT,
};

/* Make it the default of this process; files below folder are remembered. */
void loss_install(const char *folder);

/*
 * Lose power within the nth call from now that changes a file: what is left
 * is written to another folder, which is there, and the process ends with
 * LOSS_STATUS. seed says which part of the unsynced is left.
 */
enum { LOSS_STATUS = 99 };
void loss_plan(int64_t nth, uint64_t seed, const char *folder);

/* How many calls have changed a file so far. */
int64_t loss_count(void);

/*
 * Fail the nth call of a kind from now with a code of SQLite's, and (is_kept)
 * all later ones until fault_plan(FAULT_NONE, ...). How often it has failed
 * since the last plan.
 */
void fault_plan(enum fault fault, int64_t nth, int code, bool is_kept);
int fault_count(void);

/* How many calls of a kind there have been. */
int64_t fault_calls(enum fault fault);

#endif
