/*
 * What moving house costs: bench/move_bench [articles [folder]]. A cache of
 * generated news, each with its page, is filled, packed, written to one file
 * and merged into an empty cache; bytes by table.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "bench/gen.h"
#include "bench/measure.h"
#include "store/store.h"

struct bench {
	struct gen *gen;
	struct arena arena;
	const char *folder;
	int articles;
	int64_t sources[GEN_SOURCES];
};

static double cpu(void)
{
	return measure_seconds(CLOCK_PROCESS_CPUTIME_ID);
}

static const char *path_of(struct bench *bench, const char *name)
{
	return arena_printf(&bench->arena, "%s/%s", bench->folder, name);
}

static void print(const struct bench *bench, const char *what, double spent,
    int64_t started)
{
	printf("%-28s %8.2f s of CPU, %8.2f s, %7.0f articles a CPU second\n",
	    what, spent, (double)(clock_nanos() - started) / 1e9,
	    bench->articles / spent);
}

/* --- filling ----------------------------------------------------------------- */

static void add_sources(struct bench *bench, struct store *store)
{
	struct error err = {0};

	for (int i = 0; i < GEN_SOURCES; i++) {
		struct source_draft draft = {.kind = SOURCE_FEED,
		    .url = gen_source_url(i, &bench->arena)};

		measure_must(store_add_source(store, &draft, GEN_START,
		    &bench->sources[i], &(bool){false}, &err), &err, "add");
	}
}

static void save_batch(struct bench *bench, struct store *store, int first)
{
	struct article_draft drafts[GEN_BATCH];
	struct save_counts counts;
	struct error err = {0};
	struct arena arena;
	int source = 0;

	arena_init(&arena);
	for (int i = 0; i < GEN_BATCH; i++) {
		struct gen_article article;

		gen_article(bench->gen, first + GEN_BATCH - 1 - i, &arena,
		    &article);
		source = article.source;
		gen_draft(&article, false, &arena, &drafts[i]);
	}
	measure_must(store_save_articles(store, bench->sources[source], drafts,
	    GEN_BATCH, NULL, GEN_START + first, &counts, &err), &err, "save");
	arena_release(&arena);
}

/* The article of a link ends in its number. */
static int64_t number_of(const char *url)
{
	const char *end = url + strlen(url), *at;

	while (end > url && (end[-1] < '0' || end[-1] > '9'))
		end--;
	for (at = end; at > url && at[-1] >= '0' && at[-1] <= '9'; at--)
		;
	return strtoll(at, NULL, 10);
}

static size_t save_pages(struct bench *bench, struct store *store)
{
	struct page_job *jobs;
	struct error err = {0};
	struct arena arena;
	size_t count;

	arena_init(&arena);
	measure_must(store_claim_pages(store, GEN_START, 200, &arena, &jobs, &count,
	    &err), &err, "claim");
	for (size_t i = 0; i < count; i++) {
		struct gen_article article;
		struct page page = {0};

		gen_article(bench->gen, number_of(jobs[i].url), &arena,
		    &article);
		page.body = article.body;
		measure_must(store_save_page(store, jobs[i].page_id, PAGE_READY,
		    &page, NULL, 0, NULL, GEN_START, &err), &err, "page");
	}
	arena_release(&arena);
	return count;
}

static void pack(struct store *store)
{
	struct error err = {0};
	bool did = true;

	while (did)
		measure_must(store_pack_some(store, clock_nanos() + 10000000, &did,
		    &err), &err, "pack");
}

static void fill(struct bench *bench, const char *path)
{
	struct error err = {0};
	struct store *store = store_open(path, STORE_BACKGROUND, &err);
	int64_t started = clock_nanos();
	double start = cpu();

	measure_must(store != NULL, &err, "open");
	add_sources(bench, store);
	for (int i = 0; i < bench->articles; i += GEN_BATCH) {
		save_batch(bench, store, i);
		/* as refreshes do: pages follow some sources later */
		if (i % 2000 == 0)
			while (save_pages(bench, store) > 0)
				pack(store);
	}
	while (save_pages(bench, store) > 0)
		;
	pack(store);
	print(bench, "filled, text made as well", cpu() - start, started);
	store_close(store);
}

/* --- moving ------------------------------------------------------------------ */

static void export(struct bench *bench, const char *from, const char *to)
{
	struct error err = {0};
	struct store *store = store_open(from, STORE_COMMAND, &err);
	int64_t started = clock_nanos();
	double start = cpu();

	measure_must(store != NULL && store_export(store, to, &err), &err, "export");
	print(bench, "exported", cpu() - start, started);
	store_close(store);
}

static void import(struct bench *bench, const char *from, const char *to,
    const char *what)
{
	struct error err = {0};
	struct store *store = store_open(to, STORE_COMMAND, &err);
	struct import_counts counts;
	int64_t started = clock_nanos();
	double start = cpu();

	measure_must(store != NULL && store_import(store, from, GEN_START, NULL,
	    NULL, &counts, &err), &err, "import");
	print(bench, what, cpu() - start, started);
	store_close(store);
}

static void print_sizes(struct bench *bench, const char *path)
{
	sqlite3_stmt *rows;
	double all = 0;
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "SELECT name, sum(pgsize), sum(payload)"
	    " FROM dbstat GROUP BY name ORDER BY 2 DESC", -1, &rows, NULL) !=
	    SQLITE_OK) {
		sqlite3_close(db);
		return;
	}
	while (sqlite3_step(rows) == SQLITE_ROW) {
		double bytes = sqlite3_column_double(rows, 1) /
		    bench->articles;

		all += bytes;
		if (bytes >= 1)
			printf("  %-26s %8.1f bytes an article, %8.1f of it"
			    " filled\n", (const char *)sqlite3_column_text(
			    rows, 0), bytes, sqlite3_column_double(rows, 2) /
			    bench->articles);
	}
	printf("  %-26s %8.1f bytes an article\n", "all", all);
	sqlite3_finalize(rows);
	sqlite3_close(db);
}

static void print_file(struct bench *bench, const char *what,
    const char *path)
{
	struct stat info;

	if (stat(path, &info) == 0)
		printf("%-28s %8.1f bytes an article\n", what,
		    (double)info.st_size / bench->articles);
}

int main(int argc, char **argv)
{
	struct bench bench = {.articles = argc > 1 ?
	    (int)strtol(argv[1], NULL, 10) : 100000,
	    .folder = argc > 2 ? argv[2] : "."};
	const char *first, *whole, *second;
	struct rusage usage;

	arena_init(&bench.arena);
	bench.gen = gen_new(GEN_SEED);
	first = path_of(&bench, "bench-move-1.db");
	second = path_of(&bench, "bench-move-2.db");
	whole = path_of(&bench, "bench-move.bantin");
	unlink(first);
	unlink(second);
	fill(&bench, first);
	print_sizes(&bench, first);
	print_file(&bench, "file", first);
	export(&bench, first, whole);
	print_file(&bench, "exported file", whole);
	import(&bench, whole, second, "merged into an empty cache");
	import(&bench, whole, second, "merged once more");
	print_file(&bench, "its file", second);
	getrusage(RUSAGE_SELF, &usage);
	printf("%-28s %8ld KB\n", "peak memory", usage.ru_maxrss);
	unlink(first);
	unlink(second);
	unlink(whole);
	gen_free(bench.gen);
	arena_release(&bench.arena);
	return 0;
}
