/*
 * How long searches take in a cache that store_bench has filled:
 * bench/search_bench FILE [queries of a kind [best|newest|both [kind]]]. Queries are drawn
 * from the generator's words, log-uniform by rank; each is timed to its end,
 * and to its first rows by the slices that a screen uses: by the clock, by
 * CPU, which others on the machine change less, and by the pages of the file
 * that were read, which nobody changes.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/clock.h"
#include "bench/gen.h"
#include "bench/measure.h"
#include "store/internal.h"
#include "store/search.h"
#include "text/fold.h"

enum {
	RANK_LEAST = 30,
	RANK_MOST = 20000,
	LIMIT = 50,
	SLICE_MS = 12,
	SLOW_MS = 200, /* such queries are named */
	SAMPLES_MOST = 10000,
};

struct bench {
	struct store *store;
	struct gen *gen;
	struct arena arena;
	uint64_t seed;
	int rounds;
};

static double cpu_ms(void)
{
	return measure_seconds(CLOCK_THREAD_CPUTIME_ID) * 1e3;
}

struct samples {
	double wall[SAMPLES_MOST], cpu[SAMPLES_MOST];
	double pages[SAMPLES_MOST]; /* read of the file */
};

static double count_pages(struct store *store)
{
	int count = 0, ignored;

	sqlite3_db_status(store->db, SQLITE_DBSTATUS_CACHE_MISS, &count,
	    &ignored, 0);
	return count;
}

static void print(const char *what, struct samples *samples, int count)
{
	size_t size = (size_t)count, last = size * 99 / 100;

	qsort(samples->wall, size, sizeof(double), measure_compare);
	qsort(samples->cpu, size, sizeof(double), measure_compare);
	qsort(samples->pages, size, sizeof(double), measure_compare);
	printf("  %-12s p50 %8.2f  p99 %8.2f  max %8.2f ms, of CPU"
	    " p50 %8.2f  p99 %8.2f  max %8.2f, pages p50 %5.0f  p99 %5.0f\n",
	    what,
	    samples->wall[size / 2], samples->wall[last],
	    samples->wall[size - 1], samples->cpu[size / 2],
	    samples->cpu[last], samples->cpu[size - 1],
	    samples->pages[size / 2], samples->pages[last]);
}

static const char *draw(struct bench *bench)
{
	double least = log(RANK_LEAST), most = log(RANK_MOST);

	return gen_word(bench->gen, (size_t)exp(least +
	    gen_share(&bench->seed) * (most - least)));
}

enum kind {
	KIND_SYLLABLE,
	KIND_WORD,
	KIND_TWO,
	KIND_THREE,
	KIND_PHRASE,
	KIND_PREFIX,
	KIND_COUNT,
};

/* A blank behind it: the last word is all typed. */
static char *make_query(struct bench *bench, enum kind kind)
{
	const char *word = draw(bench);
	size_t len = strcspn(word, " ");

	switch (kind) {
	case KIND_SYLLABLE:
		return arena_printf(&bench->arena, "%.*s ", (int)len, word);
	case KIND_WORD:
		while (strchr(word, ' ') == NULL)
			word = draw(bench);
		return arena_printf(&bench->arena, "%s ", word);
	case KIND_TWO:
		return arena_printf(&bench->arena, "\"%s\" \"%s\" ", word,
		    draw(bench));
	case KIND_THREE:
		return arena_printf(&bench->arena, "\"%s\" \"%s\" \"%s\" ",
		    word, draw(bench), draw(bench));
	case KIND_PHRASE:
		return arena_printf(&bench->arena, "\"%s %s\" ", word,
		    draw(bench));
	default:
		/* the second letter, or the word before it and one */
		if (gen_share(&bench->seed) < 0.5)
			return arena_printf(&bench->arena, "%.*s", 2, word);
		return arena_printf(&bench->arena, "%s %.*s", word, 1,
		    draw(bench));
	}
}

/* Number n of the samples of a query asked to its end, or of its first rows. */
static void run(struct bench *bench, const char *text,
    enum search_order order, bool is_first, struct samples *samples, int n)
{
	struct store_search *search = store_search_new(text, clock_now(),
	    order, LIMIT);
	double start = cpu_ms(), pages = count_pages(bench->store);
	struct error err = {0};
	int64_t began = clock_nanos();
	bool is_done;

	measure_must(store_search_step(bench->store, search, is_first ? SLICE_MS : 0,
	    &is_done, &err), &err, text);
	samples->wall[n] = (double)(clock_nanos() - began) / 1e6;
	samples->cpu[n] = cpu_ms() - start;
	samples->pages[n] = count_pages(bench->store) - pages;
	store_search_free(search);
}

static void ask(struct bench *bench, const char *name, enum kind kind,
    bool is_folded, enum search_order order)
{
	static struct samples whole, first;
	struct str folded;

	printf("%s, %s, %s\n", name, is_folded ? "bare" : "with marks",
	    order == SEARCH_NEWEST ? "newest" : "best");
	str_init(&folded);
	for (int i = 0; i < bench->rounds; i++) {
		char *text = make_query(bench, kind);

		str_clear(&folded);
		text_fold(&folded, text, strlen(text));
		if (is_folded)
			text = folded.data;
		run(bench, text, order, true, &first, i);
		run(bench, text, order, false, &whole, i);
		if (whole.cpu[i] > SLOW_MS)
			printf("    %.0f ms: %s\n", whole.cpu[i], text);
	}
	str_release(&folded);
	print("first rows", &first, bench->rounds);
	print("to the end", &whole, bench->rounds);
	fflush(stdout);
}

/* Both orders, or the one that is named. */
static bool is_asked(const char *named, enum search_order order)
{
	return named == NULL || strcmp(named, "both") == 0 ||
	    strcmp(named, order == SEARCH_BEST ? "best" :
	    "newest") == 0;
}

int main(int argc, char **argv)
{
	static const char *const names[] = {
	    [KIND_SYLLABLE] = "one syllable", [KIND_WORD] = "one word",
	    [KIND_TWO] = "two words", [KIND_THREE] = "three words",
	    [KIND_PHRASE] = "a phrase of two words", [KIND_PREFIX] = "prefix"};
	struct bench bench = {.seed = GEN_SEED};
	struct error err = {0};
	struct rusage usage;
	const char *named;

	if (argc < 2) {
		fprintf(stderr, "search_bench FILE [queries"
		    " [best|newest|both [kind]]]\n");
		return 2;
	}
	named = argc > 3 ? argv[3] : NULL;
	bench.rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 200;
	if (bench.rounds < 1 || bench.rounds > SAMPLES_MOST)
		return 2;
	arena_init(&bench.arena);
	bench.gen = gen_new(GEN_SEED);
	bench.store = store_open(argv[1], STORE_SCREEN, &err);
	measure_must(bench.store != NULL, &err, argv[1]);
	for (int i = 0; i < KIND_COUNT; i++)
		for (int order = SEARCH_BEST; order <= SEARCH_NEWEST; order++)
			for (int folded = 0; folded < 2 && is_asked(named,
			     (enum search_order)order) && (argc < 5 ||
			     strstr(names[i], argv[4]) != NULL); folded++)
				ask(&bench, names[i], (enum kind)i,
				    folded != 0, (enum search_order)order);
	store_close(bench.store);
	gen_free(bench.gen);
	arena_release(&bench.arena);
	getrusage(RUSAGE_SELF, &usage);
	printf("peak memory, the generator's words in it: %.1f MB\n",
	    (double)usage.ru_maxrss / 1024);
	return 0;
}
