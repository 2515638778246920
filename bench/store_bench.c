/*
 * What the cache costs and how fast it answers:
 *
 *   store_bench [ARTICLES [FILE [steps|bulk]]] [--no-relate]
 *
 * fills a new cache through the store's own functions: source by source as a
 * refresh stores them, html and all, what follows the store done in the
 * refresh's own steps after every few sources (steps); or in large groups of
 * articles whose blocks are there, the steps at the end (bulk). Then a new
 * process opens it as the reader does, so that its memory is its own.
 *
 *   store_bench ask FILE        asks a cache that is there
 *   store_bench index FILE      indexes at once what is due of it
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench/gen.h"
#include "bench/measure.h"
#include "refresh/steps.h"
#include "store/search.h"
#include "store/store.h"

enum {
	GROUP = 16,       /* sources stored at once, as a refresh has it */
	BULK_GROUP = 100,
	ROUND = 64,       /* sources, before the steps run again */
	SAMPLES_MOST = 2000000,
	KINDS_MOST = 16,
	STEPS_MOST = 500000,
};

struct bench {
	struct store *store;
	struct gen *gen;
	struct job job;
	struct job_options options;
	const char *path;
	int64_t articles;
	bool is_bulk, has_relations;
	uint64_t seed;
	double cpu_gen, cpu_save, cpu_steps[KINDS_MOST];
	double *samples, *save_samples, *step_samples[KINDS_MOST];
	double *step_cpus[KINDS_MOST];
	size_t sample_count, save_count, step_counts[KINDS_MOST];
};

static double cpu(void)
{
	return measure_seconds(CLOCK_THREAD_CPUTIME_ID);
}

static void print_times(const char *what, double *samples, size_t count)
{
	if (count == 0)
		return;
	qsort(samples, count, sizeof(double), measure_compare);
	printf("%-40s p50 %9.3f  p99 %9.3f  max %9.3f ms (%zu)\n", what,
	    samples[count / 2] * 1e3, samples[count * 99 / 100] * 1e3,
	    samples[count - 1] * 1e3, count);
	fflush(stdout);
}

static void take(struct bench *bench, double start)
{
	if (bench->sample_count < SAMPLES_MOST)
		bench->samples[bench->sample_count++] =
		    measure_seconds(CLOCK_MONOTONIC) - start;
}

static void print(struct bench *bench, const char *what)
{
	print_times(what, bench->samples, bench->sample_count);
	bench->sample_count = 0;
}

static void print_memory(const char *what)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	printf("%-40s %.1f MB\n", what, (double)usage.ru_maxrss / 1024);
}

/* --- filling -------------------------------------------------------------- */

static void add_sources(struct bench *bench)
{
	struct error err = {0};
	struct arena arena;
	int64_t id;
	bool is_new;

	arena_init(&arena);
	for (int i = 0; i < GEN_SOURCES; i++) {
		struct source_draft draft = {.kind = SOURCE_FEED,
		    .url = gen_source_url(i, &arena)};

		measure_must(store_add_source(bench->store, &draft, GEN_START, &id,
		    &is_new, &err) && id == i + 1, &err, "adding");
	}
	arena_release(&arena);
}

/* One source's next articles, newest first as feeds have them. */
static void save_batch(struct bench *bench, int64_t first)
{
	struct article_draft drafts[GEN_BATCH];
	struct gen_article article;
	struct save_counts counts;
	struct error err = {0};
	struct arena arena;
	double start = cpu(), wall;
	int count = 0;

	arena_init(&arena);
	for (int64_t i = first + GEN_BATCH - 1; i >= first; i--) {
		if (i >= bench->articles)
			continue;
		gen_article(bench->gen, i, &arena, &article);
		gen_draft(&article, bench->is_bulk ? GEN_BLOCKS : GEN_HTML,
		    &arena, &drafts[count]);
		drafts[count++].is_page_unwanted = true;
	}
	bench->cpu_gen += cpu() - start;
	start = cpu();
	wall = measure_seconds(CLOCK_MONOTONIC);
	measure_must(store_save_articles(bench->store, 1 + first / GEN_BATCH %
	    GEN_SOURCES, drafts, (size_t)count, NULL, GEN_START +
	    first * GEN_SECONDS, &counts, &err), &err, "saving");
	bench->cpu_save += cpu() - start;
	if (bench->save_count < SAMPLES_MOST)
		bench->save_samples[bench->save_count++] =
		    measure_seconds(CLOCK_MONOTONIC) - wall;
	arena_release(&arena);
}

/* What an import does of it at once. */
static void index_at_once(struct bench *bench)
{
	struct error err = {0};
	double start = cpu();

	measure_must(store_index_all(bench->store, NULL, NULL, &err), &err,
	    "indexing");
	for (size_t i = 0; step_rows[i].run != NULL && i < KINDS_MOST; i++)
		if (strcmp(step_rows[i].name, "index") == 0)
			bench->cpu_steps[i] += cpu() - start;
}

/* One step of a kind, timed. */
static bool run_step(struct bench *bench, size_t i)
{
	double start = cpu(), wall = measure_seconds(CLOCK_MONOTONIC);
	struct error err = {0};
	bool did;

	measure_must(step_rows[i].run(&bench->job, clock_nanos() +
	    (int64_t)STEP_SLICE_MS * 1000000, &did, &err), &err,
	    step_rows[i].name);
	start = cpu() - start;
	bench->cpu_steps[i] += start;
	if (did && bench->step_counts[i] < STEPS_MOST) {
		bench->step_cpus[i][bench->step_counts[i]] = start;
		bench->step_samples[i][bench->step_counts[i]++] =
		    measure_seconds(CLOCK_MONOTONIC) - wall;
	}
	return did;
}

/* What follows the store, to its end, in the order of job_catch_up. */
static void run_steps(struct bench *bench)
{
	bool did;

	do {
		did = false;
		for (size_t i = 0; !did && step_rows[i].run != NULL &&
		     i < KINDS_MOST; i++)
			did = (bench->has_relations ||
			    strcmp(step_rows[i].name, "relate") != 0) &&
			    run_step(bench, i);
	} while (did);
}

static void group(struct bench *bench, bool is_begun)
{
	struct error err = {0};
	double start = cpu();

	measure_must(is_begun ? store_begin_group(bench->store, &err) :
	    store_finish_group(bench->store, true, &err), &err, "a group");
	bench->cpu_save += cpu() - start;
}

static void fill(struct bench *bench)
{
	int64_t batches = (bench->articles + GEN_BATCH - 1) / GEN_BATCH;
	int64_t size = bench->is_bulk ? BULK_GROUP : GROUP;

	struct error err = {0};

	add_sources(bench);
	measure_must(!bench->is_bulk || store_begin_bulk(bench->store, &err),
	    &err, "bulk");
	for (int64_t i = 0; i < batches; i++) {
		if (i % size == 0)
			group(bench, true);
		save_batch(bench, i * GEN_BATCH);
		if (i % size == size - 1 || i == batches - 1) {
			group(bench, false);
			if (!bench->is_bulk && i % ROUND == ROUND - 1)
				run_steps(bench);
		}
		if (isatty(STDERR_FILENO) && i % 1000 == 0)
			fprintf(stderr, "\r%lld", (long long)(i * GEN_BATCH));
	}
	if (bench->is_bulk)
		index_at_once(bench);
	run_steps(bench);
}

static void print_rate(const struct bench *bench, const char *what,
    double spent)
{
	printf("%-40s %8.1f s of CPU %8.1f us an article, %.0f a second\n",
	    what, spent, spent * 1e6 / (double)bench->articles,
	    spent == 0 ? 0 : (double)bench->articles / spent);
}

static void print_filled(struct bench *bench)
{
	double all = bench->cpu_save;

	print_rate(bench, "stored, and listed", bench->cpu_save);
	for (size_t i = 0; step_rows[i].run != NULL && i < KINDS_MOST; i++) {
		print_rate(bench, step_rows[i].name, bench->cpu_steps[i]);
		if (strcmp(step_rows[i].name, "relate") != 0)
			all += bench->cpu_steps[i];
	}
	print_rate(bench, "all but relations", all);
	print_times("save a source", bench->save_samples,
	    bench->save_count);
	for (size_t i = 0; step_rows[i].run != NULL && i < KINDS_MOST; i++) {
		char what[64];

		snprintf(what, sizeof(what), "a step: %s", step_rows[i].name);
		print_times(what, bench->step_samples[i],
		    bench->step_counts[i]);
		print_times("  of CPU", bench->step_cpus[i],
		    bench->step_counts[i]);
	}
	print_memory("peak memory of the writer");
}

/* --- asking ---------------------------------------------------------------- */

static void ask_list(struct bench *bench, const char *what,
    struct query query, int rounds)
{
	struct article_row *rows;
	struct error err = {0};
	struct arena arena;
	size_t count;

	for (int i = 0; i < rounds; i++) {
		double start = measure_seconds(CLOCK_MONOTONIC);

		arena_init(&arena);
		measure_must(store_read_articles(bench->store, &query, &arena, &rows,
		    &count, &err), &err, what);
		take(bench, start);
		arena_release(&arena);
	}
	print(bench, what);
}

static void ask_lists(struct bench *bench)
{
	struct query newest = {.limit = 50};
	struct query source = {.limit = 200, .source_id = 7};
	struct query middle = {.limit = 50, .before_id = INT64_MAX,
	    .before_published = GEN_START + bench->articles *
	    GEN_SECONDS / 2};
	struct query unread = {.limit = 50, .is_unread_only = true};

	ask_list(bench, "newest 50, first time", newest, 1);
	ask_list(bench, "newest 50", newest, 500);
	for (int i = 0; i < GEN_SOURCES; i++) {
		struct query one = {.limit = 200, .source_id = 1 + i};
		struct article_row *rows;
		struct error err = {0};
		struct arena arena;
		size_t count;
		double start = measure_seconds(CLOCK_MONOTONIC);

		arena_init(&arena);
		measure_must(store_read_articles(bench->store, &one, &arena, &rows,
		    &count, &err), &err, "a source");
		take(bench, start);
		arena_release(&arena);
	}
	print(bench, "newest 200 of each source, first time");
	ask_list(bench, "newest 200 of a source", source, 200);
	ask_list(bench, "50 from the middle", middle, 200);
	ask_list(bench, "newest 50 unread", unread, 200);
}

static void ask_counts(struct bench *bench)
{
	struct query all = {0}, source = {.source_id = 5};
	struct error err = {0};
	struct arena arena;
	int64_t total, unread;

	for (int i = 0; i < 20; i++) {
		double start = measure_seconds(CLOCK_MONOTONIC);

		measure_must(store_count_articles(bench->store, &source, &total,
		    &unread, &err), &err, "counting");
		take(bench, start);
	}
	print(bench, "count a source");
	for (int i = 0; i < 3; i++) {
		double start = measure_seconds(CLOCK_MONOTONIC);

		measure_must(store_count_articles(bench->store, &all, &total,
		    &unread, &err), &err, "counting");
		take(bench, start);
	}
	print(bench, "count all");
	for (int i = 0; i < 20; i++) {
		struct source *sources;
		double start = measure_seconds(CLOCK_MONOTONIC);
		size_t count;

		arena_init(&arena);
		measure_must(store_read_sources(bench->store, &arena, &sources,
		    &count, &err), &err, "sources");
		take(bench, start);
		arena_release(&arena);
	}
	print(bench, "sources with their counts");
}

static void read_some(struct bench *bench)
{
	struct error err = {0};

	for (int i = 0; i < 500; i++) {
		int64_t id = 1 + (int64_t)(gen_share(&bench->seed) *
		    (double)bench->articles);
		double start = measure_seconds(CLOCK_MONOTONIC);
		struct article article;
		struct arena arena;
		bool found;

		arena_init(&arena);
		measure_must(store_read_article(bench->store, id, &arena, &article,
		    &found, &err), &err, "reading");
		take(bench, start);
		arena_release(&arena);
	}
	print(bench, "read one whole, anywhere");
}

static void mark_list(struct bench *bench, const char *what,
    const struct query *query)
{
	struct store_change change;
	struct error err = {0};
	struct arena arena;
	int64_t changed;
	bool found;
	double start = measure_seconds(CLOCK_MONOTONIC);

	arena_init(&arena);
	measure_must(store_mark(bench->store, MARK_READ, NULL, 0, query, GEN_START,
	    &changed, &err), &err, "marking");
	take(bench, start);
	print(bench, what);
	start = measure_seconds(CLOCK_MONOTONIC);
	measure_must(store_undo(bench->store, GEN_START, &arena, &change, &found,
	    &err) && found, &err, "undo");
	take(bench, start);
	print(bench, "  undo it");
	arena_release(&arena);
}

static void mark_some(struct bench *bench)
{
	struct query source = {.source_id = 3}, all = {0};
	struct error err = {0};
	int64_t changed;

	for (int i = 0; i < 500; i++) {
		int64_t id = 1 + (int64_t)(gen_share(&bench->seed) *
		    (double)bench->articles);
		double start = measure_seconds(CLOCK_MONOTONIC);

		measure_must(store_mark(bench->store, i % 2 == 0 ? MARK_READ :
		    MARK_STARRED, &id, 1, NULL, GEN_START, &changed, &err),
		    &err, "marking");
		take(bench, start);
	}
	print(bench, "mark one");
	mark_list(bench, "mark a source read", &source);
	print_memory("peak memory so far");
	mark_list(bench, "mark all read", &all);
}

static void ask(struct bench *bench)
{
	struct error err = {0};
	struct store *store;
	struct query all = {0};
	int64_t unread;
	double start = measure_seconds(CLOCK_MONOTONIC);

	store = store_open(bench->path, STORE_SCREEN, &err);
	measure_must(store != NULL, &err, "opening");
	bench->store = store;
	take(bench, start);
	print(bench, "open");
	ask_lists(bench);
	print_memory("peak memory after lists");
	measure_must(store_count_articles(store, &all, &bench->articles, &unread,
	    &err), &err, "counting");
	read_some(bench);
	print_memory("peak memory after reading 500");
	ask_counts(bench);
	mark_some(bench);
	store_close(store);
	print_memory("peak memory of the reader");
}

static int run_asking(const char *program, const char *path)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		execl(program, program, "ask", path, (char *)NULL);
		_exit(127);
	}
	return waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
}

static int build(struct bench *bench)
{
	struct error err = {0};
	struct stat info;

	if (access(bench->path, F_OK) == 0) {
		fprintf(stderr, "%s is there already\n", bench->path);
		return 1;
	}
	bench->gen = gen_new(GEN_SEED);
	bench->store = store_open(bench->path, STORE_BACKGROUND, &err);
	measure_must(bench->store != NULL, &err, "opening");
	bench->options = job_options_default();
	job_init(&bench->job, &bench->options, bench->store);
	fill(bench);
	job_release(&bench->job);
	store_close(bench->store);
	print_filled(bench);
	if (stat(bench->path, &info) == 0)
		printf("%-40s %.1f MB, %.2f KB an article\n", "file",
		    (double)info.st_size / 1e6, (double)info.st_size / 1024 /
		    (double)bench->articles);
	gen_free(bench->gen);
	return 0;
}

static int index_due(const char *path)
{
	struct error err = {0};
	struct store *store = store_open(path, STORE_BACKGROUND, &err);
	double start;

	measure_must(store != NULL, &err, "opening");
	start = cpu();
	measure_must(store_index_all(store, NULL, NULL, &err), &err, "indexing");
	printf("indexed in %.1f s of CPU\n", cpu() - start);
	store_close(store);
	return 0;
}

int main(int argc, char **argv)
{
	struct bench bench = {.has_relations = true, .articles = 100000,
	    .path = "bench-store.db", .seed = GEN_SEED};
	int status;

	bench.samples = mem_alloc_zero(SAMPLES_MOST, sizeof(double));
	bench.save_samples = mem_alloc_zero(SAMPLES_MOST, sizeof(double));
	for (int i = 0; i < KINDS_MOST; i++) {
		bench.step_samples[i] = mem_alloc_zero(STEPS_MOST,
		    sizeof(double));
		bench.step_cpus[i] = mem_alloc_zero(STEPS_MOST,
		    sizeof(double));
	}
	if (argc > 2 && strcmp(argv[1], "ask") == 0) {
		bench.path = argv[2];
		ask(&bench);
		return 0;
	}
	if (argc > 2 && strcmp(argv[1], "index") == 0)
		return index_due(argv[2]);
	mem_keep();
	if (argc > 1 && strcmp(argv[argc - 1], "--no-relate") == 0) {
		bench.has_relations = false;
		argc--;
	}
	if (argc > 1)
		bench.articles = strtol(argv[1], NULL, 10);
	if (argc > 2)
		bench.path = argv[2];
	bench.is_bulk = argc > 3 && strcmp(argv[3], "bulk") == 0;
	if (bench.articles <= 0)
		return 2;
	status = build(&bench);
	free(bench.samples);
	free(bench.save_samples);
	for (int i = 0; i < KINDS_MOST; i++) {
		free(bench.step_samples[i]);
		free(bench.step_cpus[i]);
	}
	return status != 0 ? status : run_asking(argv[0], bench.path);
}
