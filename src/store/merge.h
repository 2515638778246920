/*
 * Role: what merging another cache is made of. Inside the room only.
 * Thread: the handles'.
 */
#ifndef STORE_MERGE_H
#define STORE_MERGE_H

#include "store/store.h"

/*
 * Another cache, to be read; an older one is migrated in a copy at beside,
 * which other_close removes. ERROR_STORE_FOREIGN, _NEWER, _DAMAGED.
 */
struct store *other_open(const char *path, const char *beside,
    struct error *err);
void other_close(struct store *other, const char *beside);

#endif
