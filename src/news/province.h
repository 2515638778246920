/*
 * Role: the provinces by the names that people go on using: of those that
 * went into each on 1 July 2025 (Resolution 202/2025/QH15), of cities, short
 * ones. Pure. Thread: any.
 */
#ifndef NEWS_PROVINCE_H
#define NEWS_PROVINCE_H

#include <stdbool.h>

/* Whether a province is called so; both folded (text/fold). */
bool province_is_called(const char *province, const char *name);

#endif
