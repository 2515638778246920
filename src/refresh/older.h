/*
 * Role: what a source's list has behind what is stored of it: its next
 * pages, one after the other, until one brings something new. Inside the
 * room only. Thread: the job's.
 */
#ifndef REFRESH_OLDER_H
#define REFRESH_OLDER_H

#include "refresh/task.h"

struct older;

/* NULL: no such source, or the store failed; err says. */
struct older *older_start(struct job *job, int64_t source_id,
    struct error *err);

/* False: the store failed. */
MUST_CHECK bool older_go_on(struct older *older, bool *is_done,
    struct error *err);

/* Once it is done, or the job has been stopped; result may be NULL. */
void older_end(struct older *older, struct older_result *result);

/* How far each source was gone through; at the job's end. */
void older_forget(struct job *job);

#endif
