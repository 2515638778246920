/*
 * What the store costs: bench/store_bench [articles [file]]. Text is made of
 * seeded syllables with Zipf's frequencies, some 335 an article, as in
 * Vietnamese news; every article has a page.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "related/related.h"
#include "store/store.h"

enum {
	SYLLABLES = 6000,
	WORDS_EACH = 335,
	SOURCES = 200,
	BATCH = 20,
	START = 1600000000,
	SAMPLES_MOST = 200000,
	SAMPLE_PAGES = 500, /* then a step makes the dictionary */
};

struct bench {
	struct store *store;
	struct arena arena;
	char *syllables[SYLLABLES];
	double sums[SYLLABLES]; /* of the frequencies */
	uint64_t seed;
	int64_t sources[SOURCES];
	double *samples;
	size_t sample_count;
};

static void must(bool is_done, const struct error *err, const char *what)
{
	if (is_done)
		return;
	fprintf(stderr, "%s: error %d (%ld)\n", what, (int)err->code,
	    err->number);
	exit(1);
}

static double seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* xorshift64*, so that every run is the same. */
static double random_share(struct bench *bench)
{
	bench->seed ^= bench->seed >> 12;
	bench->seed ^= bench->seed << 25;
	bench->seed ^= bench->seed >> 27;
	return (double)((bench->seed * UINT64_C(0x2545F4914F6CDD1D)) >> 11) /
	    (double)(UINT64_C(1) << 53);
}

static void make_syllables(struct bench *bench)
{
	static const char *const starts[] = {"b", "c", "ch", "d", "đ", "g",
	    "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s",
	    "t", "th", "tr", "v", "x", ""};
	static const char *const ends[] = {"a", "à", "á", "ả", "ã", "ạ", "an",
	    "án", "ang", "àng", "anh", "ao", "ay", "ăm", "ân", "ất", "e", "em",
	    "ê", "ến", "i", "ìn", "iên", "iều", "o", "ong", "ô", "ông", "ố",
	    "ơi", "ời", "u", "úc", "ưa", "ước", "ường", "ướng", "ữ", "y"};
	double sum = 0;

	for (int i = 0; i < SYLLABLES; i++) {
		const char *start = starts[(size_t)i * 7 % ARRAY_LEN(starts)];
		const char *end = ends[(size_t)i / ARRAY_LEN(starts) %
		    ARRAY_LEN(ends)];
		int more = i / (int)(ARRAY_LEN(starts) * ARRAY_LEN(ends));

		bench->syllables[i] = more == 0 ?
		    arena_printf(&bench->arena, "%s%s", start, end) :
		    arena_printf(&bench->arena, "%s%s%c", start, end,
		    "ncpmty"[more % 6]);
		sum += 1 / (i + 2.7);
		bench->sums[i] = sum;
	}
}

static const char *draw(struct bench *bench)
{
	double at = random_share(bench) * bench->sums[SYLLABLES - 1];
	int low = 0, high = SYLLABLES - 1;

	while (low < high) {
		int middle = (low + high) / 2;

		if (bench->sums[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return bench->syllables[low];
}

static void write_text(struct bench *bench, struct str *out, int words)
{
	static const char *const small[] = {"của", "và", "các", "được", "là",
	    "trong", "cho", "đã", "với", "những"};

	for (int i = 0; i < words; i++) {
		/* every sixth is a function word, as in the sample portal */
		str_add(out, random_share(bench) < 0.17 ?
		    small[i % (int)ARRAY_LEN(small)] : draw(bench));
		str_add(out, i % 11 == 10 ? ". " : i % 5 == 4 ? ", " : " ");
	}
}

static char *make_text(struct bench *bench, struct arena *arena, int words)
{
	struct str text;
	char *copy;

	str_init(&text);
	write_text(bench, &text, words);
	copy = arena_dup(arena, text.data);
	str_release(&text);
	return copy;
}

static void take(struct bench *bench, double start)
{
	if (bench->sample_count < SAMPLES_MOST)
		bench->samples[bench->sample_count++] =
		    seconds(CLOCK_MONOTONIC) - start;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void print(struct bench *bench, const char *what)
{
	size_t count = bench->sample_count;

	if (count == 0)
		return;
	qsort(bench->samples, count, sizeof(double), compare);
	printf("%-44s p50 %9.3f  p99 %9.3f  max %9.3f ms (%zu)\n", what,
	    bench->samples[count / 2] * 1e3,
	    bench->samples[count * 99 / 100] * 1e3,
	    bench->samples[count - 1] * 1e3, count);
	bench->sample_count = 0;
}

/* --- filling -------------------------------------------------------------- */

static void make_draft(struct bench *bench, struct arena *arena, int number,
    struct article_draft *draft)
{
	struct block_list list = {0};
	struct str bytes;

	memset(draft, 0, sizeof(*draft));
	draft->title = make_text(bench, arena, 12);
	draft->lead = make_text(bench, arena, 40);
	draft->link = arena_printf(arena,
	    "https://trang-%d.example.vn/tin-tuc/bai-viet-so-%d.html",
	    number % SOURCES, number);
	draft->address = draft->link + strlen("https:");
	draft->keys[0] = (struct article_key){ARTICLE_KEY_GUID,
	    arena_printf(arena, "news_%d", number)};
	draft->keys[1] = (struct article_key){ARTICLE_KEY_LINK,
	    draft->address};
	draft->keys[2] = (struct article_key){ARTICLE_KEY_TITLE,
	    draft->title};
	draft->key_count = 3;
	draft->published = START + number * 60;
	str_init(&bytes);
	block_add(&list, arena, BLOCK_PARAGRAPH, draft->lead,
	    strlen(draft->lead));
	block_encode(&bytes, &list);
	draft->body = arena_dup_len(arena, bytes.data, bytes.len);
	draft->body_len = bytes.len;
	str_release(&bytes);
}

static void save_batch(struct bench *bench, int first)
{
	struct article_draft drafts[BATCH];
	struct save_counts counts;
	struct error err = {0};
	struct arena arena;
	double start;

	arena_init(&arena);
	for (int i = 0; i < BATCH; i++)
		make_draft(bench, &arena, first + BATCH - 1 - i, &drafts[i]);
	start = seconds(CLOCK_MONOTONIC);
	must(store_save_articles(bench->store,
	    bench->sources[first / BATCH % SOURCES], drafts, BATCH, NULL,
	    START + first, &counts, &err), &err, "saving");
	take(bench, start);
	arena_release(&arena);
}

static void save_pages(struct bench *bench, int most)
{
	struct page_job *jobs;
	struct error err = {0};
	struct arena arena;
	size_t count;

	do {
		arena_init(&arena);
		must(store_claim_pages(bench->store, START, 500, &arena,
		    &jobs, &count, &err), &err, "claiming");
		for (size_t i = 0; i < count; i++) {
			char *text = make_text(bench, &arena, WORDS_EACH);
			struct page page = {0};
			double start;

			block_add(&page.body, &arena, BLOCK_PARAGRAPH, text,
			    strlen(text));
			start = seconds(CLOCK_MONOTONIC);
			must(store_save_page(bench->store, jobs[i].page_id,
			    PAGE_READY, &page, NULL, 0, NULL, START, &err),
			    &err, "saving a page");
			take(bench, start);
		}
		arena_release(&arena);
	} while (count > 0 && (most -= (int)count) > 0);
}

static void relate_all(struct bench *bench)
{
	struct relate_job *jobs;
	struct error err = {0};
	struct arena arena;
	size_t count;

	do {
		arena_init(&arena);
		must(store_read_unrelated(bench->store, 200, &arena, &jobs,
		    &count, &err), &err, "reading");
		for (size_t i = 0; i < count; i++) {
			struct related_term *terms;
			struct store_term *kept;
			double start = seconds(CLOCK_MONOTONIC);
			size_t found = related_find_terms(jobs[i].title,
			    jobs[i].text, strlen(jobs[i].text), &arena,
			    &terms);

			kept = arena_array(&arena, found, sizeof(*kept));
			for (size_t k = 0; k < found; k++)
				kept[k] = (struct store_term){terms[k].term,
				    terms[k].weight, terms[k].text};
			must(store_save_terms(bench->store,
			    jobs[i].article_id, kept, found, &err), &err,
			    "saving terms");
			take(bench, start);
		}
		arena_release(&arena);
	} while (count > 0);
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
		double start = seconds(CLOCK_MONOTONIC);

		arena_init(&arena);
		must(store_read_articles(bench->store, &query, &arena, &rows,
		    &count, &err), &err, what);
		take(bench, start);
		arena_release(&arena);
	}
	print(bench, what);
}

static void ask_candidates(struct bench *bench, int articles)
{
	struct error err = {0};

	for (int i = 0; i < 300; i++) {
		int64_t id = 1 + (int64_t)(random_share(bench) * articles);
		double start = seconds(CLOCK_MONOTONIC);
		struct store_term *terms;
		struct arena arena;
		uint32_t numbers[64];
		size_t count, found;
		int64_t *ids;

		arena_init(&arena);
		must(store_read_terms(bench->store, id, &arena, &terms,
		    &count, &err), &err, "terms");
		for (size_t k = 0; k < count && k < 32; k++)
			numbers[k] = terms[k].term;
		must(store_find_candidates(bench->store, id, numbers,
		    count < 32 ? count : 32, 60, &arena, &ids, &found, &err),
		    &err, "candidates");
		for (size_t k = 0; k < found; k++)
			must(store_read_terms(bench->store, ids[k], &arena,
			    &terms, &count, &err), &err, "terms");
		take(bench, start);
		arena_release(&arena);
	}
	print(bench, "candidates and their terms");
}

static void mark(struct bench *bench, int articles)
{
	struct error err = {0};
	struct query query = {0};
	int64_t changed;
	double start;

	for (int i = 0; i < 500; i++) {
		int64_t id = 1 + (int64_t)(random_share(bench) * articles);

		start = seconds(CLOCK_MONOTONIC);
		must(store_mark(bench->store, MARK_READ, &id, 1, NULL, START,
		    &changed, &err), &err, "marking");
		take(bench, start);
	}
	print(bench, "mark one read");
	query.source_id = bench->sources[3];
	start = seconds(CLOCK_MONOTONIC);
	must(store_mark(bench->store, MARK_READ, NULL, 0, &query, START,
	    &changed, &err), &err, "marking");
	take(bench, start);
	print(bench, "mark a source read");
	query.source_id = 0;
	start = seconds(CLOCK_MONOTONIC);
	must(store_mark(bench->store, MARK_READ, NULL, 0, &query, START,
	    &changed, &err), &err, "marking");
	take(bench, start);
	print(bench, "mark all read");
	start = seconds(CLOCK_MONOTONIC);
	must(store_undo(bench->store, START, &bench->arena,
	    &(struct store_change){0}, &(bool){false}, &err), &err, "undo");
	take(bench, start);
	print(bench, "undo it");
}

static void ask(struct bench *bench, const char *path, int articles)
{
	struct query newest = {.limit = 50};
	struct query source = {.limit = 200,
	    .source_id = bench->sources[7]};
	struct query middle = {.limit = 50, .before_id = INT64_MAX,
	    .before_published = START + articles * 30};
	struct query unread = {.limit = 50, .is_unread_only = true};
	struct query title = {.limit = 50, .title = "khong co tu nay"};
	struct error err = {0};
	double start;

	store_close(bench->store);
	start = seconds(CLOCK_MONOTONIC);
	bench->store = store_open(path, STORE_SCREEN, &err);
	must(bench->store != NULL, &err, "opening");
	take(bench, start);
	print(bench, "open");
	ask_list(bench, "newest 50, first time", newest, 1);
	ask_list(bench, "newest 50", newest, 500);
	ask_list(bench, "newest 200 of a source", source, 200);
	ask_list(bench, "50 from the middle", middle, 200);
	ask_list(bench, "newest 50 unread", unread, 200);
	ask_list(bench, "a title that is not there", title, 3);
	mark(bench, articles);
	ask_candidates(bench, articles);
}

static void print_stage(const char *what, int articles, double start)
{
	double spent = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;

	printf("%-44s %.1f s of CPU, %.0f articles a second\n", what, spent,
	    articles / spent);
}

static void pack_all(struct bench *bench)
{
	struct error err = {0};
	bool did;

	do {
		double start = seconds(CLOCK_MONOTONIC);

		must(store_pack_some(bench->store, clock_nanos() + 10000000,
		    &did, &err), &err, "packing");
		take(bench, start);
	} while (did);
}

static void fill(struct bench *bench, int articles)
{
	double start = seconds(CLOCK_PROCESS_CPUTIME_ID);

	for (int i = 0; i < SOURCES; i++) {
		struct source_draft draft = {.kind = SOURCE_FEED,
		    .url = arena_printf(&bench->arena,
		    "https://trang-%d.example.vn/rss", i)};
		struct error err = {0};

		must(store_add_source(bench->store, &draft, START,
		    &bench->sources[i], &(bool){false}, &err), &err, "add");
	}
	for (int i = 0; i < articles; i += BATCH)
		save_batch(bench, i);
	print_stage("articles, their text made as well", articles, start);
	print(bench, "save 20 articles");
	start = seconds(CLOCK_PROCESS_CPUTIME_ID);
	save_pages(bench, SAMPLE_PAGES);
	pack_all(bench);
	save_pages(bench, articles);
	print_stage("pages, their text made as well", articles, start);
	print(bench, "save a page");
	start = seconds(CLOCK_PROCESS_CPUTIME_ID);
	relate_all(bench);
	print_stage("relations", articles, start);
	print(bench, "relate an article");
	start = seconds(CLOCK_PROCESS_CPUTIME_ID);
	pack_all(bench);
	print_stage("packing what came before the dictionary", articles, start);
	print(bench, "pack some");
}

int main(int argc, char **argv)
{
	int articles = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 100000;
	const char *path = argc > 2 ? argv[2] : "bench-store.db";
	static struct bench bench;
	struct error err = {0};
	struct rusage usage;
	struct stat info;

	bench.seed = 20261122;
	bench.samples = mem_alloc_zero(SAMPLES_MOST, sizeof(double));
	arena_init(&bench.arena);
	make_syllables(&bench);
	if (access(path, F_OK) == 0) {
		fprintf(stderr, "%s is there already\n", path);
		return 1;
	}
	bench.store = store_open(path, STORE_BACKGROUND, &err);
	must(bench.store != NULL, &err, "opening");
	fill(&bench, articles);
	ask(&bench, path, articles);
	store_close(bench.store);
	if (stat(path, &info) == 0)
		printf("%-44s %.2f KB an article\n", "file",
		    (double)info.st_size / 1024 / articles);
	getrusage(RUSAGE_SELF, &usage);
	printf("%-44s %ld KB\n", "peak memory", usage.ru_maxrss);
	arena_release(&bench.arena);
	free(bench.samples);
	return 0;
}
