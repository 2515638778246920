/*
 * Role: what the programs that measure have in common. Thread: any.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "base/error.h"

#include <stdbool.h>
#include <time.h>

/* A clock's time, in seconds. */
double measure_seconds(clockid_t clock);

/* For qsort: doubles, the least first. */
int measure_compare(const void *a, const void *b);

/* End the program, saying at what, if it is not done. */
void measure_must(bool is_done, const struct error *err, const char *what);

#endif
