/*
 * Role: a cache with news of an invented commune, as the screens' tests need
 * it: whole and headline only, read and starred, sources well and in
 * trouble. Thread: one.
 */
#ifndef TESTS_UI_FIXTURE_H
#define TESTS_UI_FIXTURE_H

#include "base/error.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sunday 2026-11-22 08:17 in Vietnam. */
#define FIXTURE_NOW INT64_C(1795310220)

/*
 * Make the cache at path; name: "news", "stories"
 * (news that several tell), "empty", "many", "wide" or
 * "pictures" (one article, whose text is preformatted, or has pictures).
 */
MUST_CHECK bool fixture_make(const char *path, const char *name,
    struct error *err);

/* One more article of the first source, above all others. */
MUST_CHECK bool fixture_add_newer(const char *path, const char *title,
    struct error *err);


/* As a program of a later version leaves it. */
bool fixture_migrate(const char *path, struct error *err);

#endif
