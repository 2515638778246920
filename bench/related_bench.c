/*
 * How long the rows beside an article take in a cache that store_bench has
 * filled, and what the lists take:
 *
 *   related_bench FILE [ARTICLES]
 *
 * As the pane asks and as a command does, of articles drawn from all of it;
 * by the clock and by CPU, in a process whose cache is as the reader's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/clock.h"
#include "bench/gen.h"
#include "bench/measure.h"
#include "refresh/job.h"
#include "store/internal.h"

enum {
	SAMPLES_MOST = 10000,
	PANE_ROWS = 12,
	COMMAND_ROWS = 30,
};

static int64_t ask_number(struct store *store, const char *sql)
{
	struct error err = {0};
	int64_t number;

	measure_must(store_read_ints(store, &err, sql, BIND_NONE, &number, 1,
	    NULL), &err, sql);
	return number;
}

typedef bool (*find)(struct store *store, int64_t article_id, size_t limit,
    struct arena *arena, struct related_row **rows, size_t *count,
    struct error *err);

static void measure(struct store *store, const char *what, find find_rows,
    size_t limit, int samples)
{
	static double wall[SAMPLES_MOST], cpu[SAMPLES_MOST];
	int64_t last = ask_number(store, "SELECT max(id) FROM article");
	uint64_t seed = GEN_SEED;
	size_t all = 0, size = (size_t)samples, at = size * 99 / 100;

	for (int i = 0; i < samples; i++) {
		double from = measure_seconds(CLOCK_THREAD_CPUTIME_ID);
		int64_t began = clock_nanos();
		struct related_row *rows;
		struct error err = {0};
		struct arena arena;
		size_t count;

		arena_init(&arena);
		measure_must(find_rows(store, 1 + (int64_t)(gen_share(&seed) *
		    (double)last), limit, &arena, &rows, &count, &err), &err,
		    what);
		wall[i] = (double)(clock_nanos() - began) / 1e6;
		cpu[i] = (measure_seconds(CLOCK_THREAD_CPUTIME_ID) - from) *
		    1e3;
		all += count;
		arena_release(&arena);
	}
	qsort(wall, size, sizeof(*wall), measure_compare);
	qsort(cpu, size, sizeof(*cpu), measure_compare);
	printf("%-8s p50 %7.2f  p99 %7.2f  max %7.2f ms, of CPU p50 %7.2f"
	    "  p99 %7.2f  max %7.2f; %.1f rows\n", what, wall[size / 2],
	    wall[at], wall[size - 1], cpu[size / 2], cpu[at], cpu[size - 1],
	    (double)all / samples);
	fflush(stdout);
}

static void print_size(struct store *store)
{
	double articles = (double)ask_number(store,
	    "SELECT count(*) FROM article WHERE relate_state = 1");
	double lists = (double)ask_number(store,
	    "SELECT ifnull(sum(length(bytes)), 0) FROM relate_list");
	double counts = (double)ask_number(store,
	    "SELECT ifnull(sum(length(counts)), 0) FROM relate_count");

	printf("%.0f articles related; lists %.1f MB, %.0f bytes an article;"
	    " counts %.1f MB\n", articles, lists / 1e6, lists /
	    (articles > 0 ? articles : 1), counts / 1e6);
}

int main(int argc, char **argv)
{
	int samples = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 1000;
	struct error err = {0};
	struct rusage usage;
	struct store *store;

	if (argc < 2 || samples < 1 || samples > SAMPLES_MOST) {
		fprintf(stderr, "related_bench FILE [ARTICLES]\n");
		return 2;
	}
	mem_keep();
	store = store_open(argv[1], STORE_SCREEN, &err);
	measure_must(store != NULL, &err, argv[1]);
	print_size(store);
	measure(store, "pane", job_find_related, PANE_ROWS, samples);
	getrusage(RUSAGE_SELF, &usage);
	printf("peak memory %.1f MB\n", (double)usage.ru_maxrss / 1024);
	measure(store, "command", job_list_related, COMMAND_ROWS, samples / 5
	    + 1);
	store_close(store);
	return 0;
}
