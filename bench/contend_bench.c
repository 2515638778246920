/*
 * How long the reader's keys wait while a refresh stores at full speed:
 * contend_bench [SECONDS [FILE]]
 *
 * A process stores sources in groups as a refresh does, and in between does
 * what follows the store in the refresh's own steps; this one marks an
 * article every few milliseconds on the screen's handle, and reads the newest
 * 50. Wall milliseconds of each. First with the store alone, then with the
 * steps; and once with nobody else, for comparison.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench/gen.h"
#include "bench/measure.h"
#include "refresh/steps.h"
#include "store/store.h"

enum { GROUP = 6, SAMPLES_MOST = 200000, KNOWN = 2000 };

static void save_batch(struct store *store, struct gen *gen, int64_t first)
{
	struct article_draft drafts[GEN_BATCH];
	struct gen_article article;
	struct save_counts counts;
	struct error err = {0};
	struct arena arena;

	arena_init(&arena);
	for (int i = 0; i < GEN_BATCH; i++) {
		gen_article(gen, first + GEN_BATCH - 1 - i, &arena, &article);
		gen_draft(&article, GEN_HTML, &arena, &drafts[i]);
		drafts[i].is_page_unwanted = true;
	}
	measure_must(store_save_articles(store, 1 + first / GEN_BATCH % GEN_SOURCES,
	    drafts, GEN_BATCH, NULL, GEN_START, &counts, &err), &err,
	    "saving");
	arena_release(&arena);
}

/* A group; its texts are made outside of it as a refresh parses outside. */
static void save_group(struct store *store, struct gen *gen, int64_t *next)
{
	static struct article_draft drafts[GROUP][GEN_BATCH];
	struct save_counts counts;
	struct error err = {0};
	struct arena arena;

	arena_init(&arena);
	for (int k = 0; k < GROUP; k++) {
		for (int i = 0; i < GEN_BATCH; i++) {
			struct gen_article article;

			gen_article(gen, *next + k * GEN_BATCH + GEN_BATCH -
			    1 - i, &arena, &article);
			gen_draft(&article, GEN_HTML, &arena, &drafts[k][i]);
			drafts[k][i].is_page_unwanted = true;
		}
	}
	measure_must(store_begin_group(store, &err), &err, "begin");
	for (int k = 0; k < GROUP; k++)
		measure_must(store_save_articles(store, 1 + (*next / GEN_BATCH + k) %
		    GEN_SOURCES, drafts[k], GEN_BATCH, NULL, GEN_START,
		    &counts, &err) && store_rest_group(store, &err), &err,
		    "saving");
	measure_must(store_finish_group(store, true, &err), &err, "commit");
	*next += GROUP * GEN_BATCH;
	arena_release(&arena);
}

static _Noreturn void work(const char *path, struct gen *gen,
    bool has_steps)
{
	struct job_options options = job_options_default();
	struct error err = {0};
	struct store *store = store_open(path, STORE_BACKGROUND, &err);
	struct job job;
	int64_t next = has_steps ? 4000000 : 2000000;
	bool is_left;

	measure_must(store != NULL, &err, "opening");
	job_init(&job, &options, store);
	for (;;) {
		save_group(store, gen, &next);
		/* as much as a refresh does between two answers */
		if (has_steps)
			measure_must(job_catch_up(&job, 50, &is_left, &err), &err,
			    "steps");
	}
}

static void print(const char *what, double *samples, size_t count)
{
	qsort(samples, count, sizeof(*samples), measure_compare);
	printf("%-36s p50 %8.3f  p99 %8.3f  max %8.3f ms (%zu)\n", what,
	    samples[count / 2] * 1e3, samples[count * 99 / 100] * 1e3,
	    samples[count - 1] * 1e3, count);
}

static double now(void)
{
	return (double)clock_nanos() / 1e9;
}

static void ask(struct store *store, double seconds, const char *what)
{
	static double marks[SAMPLES_MOST], lists[SAMPLES_MOST];
	struct query query = {.limit = 50};
	struct error err = {0};
	uint64_t seed = GEN_SEED;
	double end = now() + seconds;
	size_t count = 0;
	char line[64];

	while (now() < end && count < SAMPLES_MOST) {
		struct timespec nap = {
		    .tv_nsec = (long)(gen_share(&seed) * 1e7)};
		int64_t id = 1 + (int64_t)(gen_share(&seed) * KNOWN);
		struct article_row *rows;
		struct arena arena;
		int64_t changed;
		size_t found;
		double start;

		nanosleep(&nap, NULL);
		start = now();
		measure_must(store_mark(store, count % 2 == 0 ? MARK_STARRED :
		    MARK_UNSTARRED, &id, 1, NULL, GEN_START, &changed,
		    &err), &err, "marking");
		marks[count] = now() - start;
		arena_init(&arena);
		start = now();
		measure_must(store_read_articles(store, &query, &arena, &rows,
		    &found, &err), &err, "listing");
		lists[count++] = now() - start;
		arena_release(&arena);
	}
	snprintf(line, sizeof(line), "%s: mark", what);
	print(line, marks, count);
	snprintf(line, sizeof(line), "%s: newest 50", what);
	print(line, lists, count);
}

static void ask_beside(struct store *store, const char *path,
    struct gen *gen, bool has_steps, double seconds, const char *what)
{
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0)
		work(path, gen, has_steps);
	ask(store, seconds, what);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void make_cache(struct store *store, struct gen *gen)
{
	struct error err = {0};
	struct arena arena;
	int64_t id;
	bool is_new;

	arena_init(&arena);
	for (int i = 0; i < GEN_SOURCES; i++) {
		struct source_draft draft = {.kind = SOURCE_FEED,
		    .url = gen_source_url(i, &arena)};

		measure_must(store_add_source(store, &draft, GEN_START, &id, &is_new,
		    &err), &err, "adding");
	}
	arena_release(&arena);
	for (int64_t i = 0; i < KNOWN; i += GEN_BATCH)
		save_batch(store, gen, i);
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? strtod(argv[1], NULL) : 10;
	const char *path = argc > 2 ? argv[2] : "bench-contend.db";
	struct gen *gen = gen_new(GEN_SEED);
	struct error err = {0};
	struct store *store;

	if (access(path, F_OK) == 0) {
		fprintf(stderr, "%s is there already\n", path);
		return 1;
	}
	store = store_open(path, STORE_BACKGROUND, &err);
	measure_must(store != NULL, &err, "opening");
	make_cache(store, gen);
	store_close(store);
	store = store_open(path, STORE_SCREEN, &err);
	measure_must(store != NULL, &err, "opening");
	ask(store, seconds / 4, "alone");
	ask_beside(store, path, gen, false, seconds, "a refresh stores");
	ask_beside(store, path, gen, true, seconds, "and its steps");
	store_close(store);
	gen_free(gen);
	return 0;
}
