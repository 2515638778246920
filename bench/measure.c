#include "bench/measure.h"

#include <stdio.h>
#include <stdlib.h>

double measure_seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int measure_compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

void measure_must(bool is_done, const struct error *err, const char *what)
{
	if (is_done)
		return;
	fprintf(stderr, "%s: error %d (%ld)\n", what, (int)err->code,
	    err->number);
	exit(1);
}
