/*
 * What it costs to store a refresh: bench/save_bench [sources [articles
 * each]]. Beside it the floor on the same articles: a bare insert of their
 * texts into one table with an index of guids, in one transaction of SQLite
 * with a write-ahead log. Sources are stored as a refresh does, some in one
 * transaction, their texts as they came. CPU seconds of this thread, the text made outside;
 * the median of five rounds, each into new files.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bench/gen.h"
#include "bench/measure.h"
#include "store/store.h"

enum { ROUNDS = 5, GROUP = 16 };

struct bench {
	struct gen *gen;
	struct arena arena;
	int sources, each;
	struct article_draft *drafts;
	char folder[64], path[96];
};

static double cpu(void)
{
	return measure_seconds(CLOCK_THREAD_CPUTIME_ID);
}

static void print(const struct bench *bench, const char *what,
    double *seconds)
{
	qsort(seconds, ROUNDS, sizeof(*seconds), measure_compare);
	printf("%-36s %7.3f s  %6.2f us an article (best %.2f)\n", what,
	    seconds[ROUNDS / 2], seconds[ROUNDS / 2] * 1e6 /
	    (bench->sources * bench->each),
	    seconds[0] * 1e6 / (bench->sources * bench->each));
}

static void remove_files(const struct bench *bench)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	char path[128];

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", bench->path, ends[i]);
		unlink(path);
	}
}

static void execute(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return;
	fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
	exit(1);
}

static void insert_bare(sqlite3_stmt *insert, int source,
    const struct article_draft *draft)
{
	const char *const texts[] = {draft->title, draft->link,
	    draft->keys[0].text, "Sun, 22 Nov 2026 17:00:00 +0700"};

	sqlite3_bind_int(insert, 1, source);
	for (int i = 0; i < 4; i++)
		sqlite3_bind_text(insert, i + 2, texts[i], -1,
		    SQLITE_STATIC);
	sqlite3_bind_text(insert, 6, draft->html, (int)draft->html_len,
	    SQLITE_STATIC);
	sqlite3_step(insert);
	sqlite3_reset(insert);
}

static double run_floor(struct bench *bench)
{
	sqlite3_stmt *insert;
	sqlite3 *db;
	double start;

	remove_files(bench);
	start = cpu();
	sqlite3_open(bench->path, &db);
	execute(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
	    "CREATE TABLE item(id INTEGER PRIMARY KEY, feed INTEGER,"
	    " guid TEXT, title TEXT, link TEXT, date TEXT, body TEXT,"
	    " unread INTEGER DEFAULT 1);"
	    "CREATE UNIQUE INDEX item_guid ON item(feed, guid); BEGIN");
	sqlite3_prepare_v2(db, "INSERT INTO item(feed, title, link, guid,"
	    " date, body) VALUES(?,?,?,?,?,?) ON CONFLICT DO NOTHING", -1,
	    &insert, NULL);
	for (int i = 0; i < bench->sources * bench->each; i++)
		insert_bare(insert, i / bench->each, &bench->drafts[i]);
	sqlite3_finalize(insert);
	execute(db, "COMMIT");
	sqlite3_close(db);
	return cpu() - start;
}

static void make_sources(struct bench *bench, struct store *store)
{
	struct error err = {0};
	int64_t id;
	bool is_new;

	for (int i = 0; i < bench->sources; i++) {
		struct source_draft draft = {.kind = SOURCE_FEED,
		    .url = gen_source_url(i, &bench->arena)};

		measure_must(store_add_source(store, &draft, GEN_START, &id, &is_new,
		    &err) && id == i + 1, &err, "adding");
	}
}

static double run_store(struct bench *bench, int64_t now)
{
	struct error err = {0};
	struct store *store = store_open(bench->path, STORE_BACKGROUND, &err);
	char nothing[] = "", etag[] = "\"52000-a\"";
	double start;

	measure_must(store != NULL, &err, "opening");
	if (now == GEN_START)
		make_sources(bench, store);
	start = cpu();
	for (int i = 0; i < bench->sources; i++) {
		struct source try = {.id = i + 1, .health = HEALTH_GOOD,
		    .error = {0}, .repairs = nothing, .status = 200,
		    .bytes = 52000, .asked = 1, .last_attempt = now,
		    .last_success = now, .next_due = now + 3600,
		    .etag = etag, .last_modified = nothing, .body_hash = 7};
		struct save_counts counts;

		if (i % GROUP == 0)
			measure_must(store_begin_group(store, &err), &err, "begin");
		measure_must(store_save_articles(store, i + 1,
		    bench->drafts + i * bench->each, (size_t)bench->each,
		    &try, now, &counts, &err), &err, "saving");
		if (i % GROUP == GROUP - 1 || i == bench->sources - 1)
			measure_must(store_finish_group(store, true, &err), &err,
			    "commit");
	}
	start = cpu() - start;
	store_close(store);
	return start;
}

int main(int argc, char **argv)
{
	static struct bench bench;
	double bare[ROUNDS], first[ROUNDS], again[ROUNDS];
	struct gen_article article;
	int count;

	bench.sources = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1000;
	bench.each = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 20;
	count = bench.sources * bench.each;
	snprintf(bench.folder, sizeof(bench.folder), "save-bench-XXXXXX");
	if (count <= 0 || mkdtemp(bench.folder) == NULL)
		return 2;
	snprintf(bench.path, sizeof(bench.path), "%s/a.db", bench.folder);
	arena_init(&bench.arena);
	bench.gen = gen_new(GEN_SEED);
	bench.drafts = mem_alloc_zero((size_t)count, sizeof(*bench.drafts));
	for (int i = 0; i < count; i++) {
		gen_article(bench.gen, count - i, &bench.arena, &article);
		gen_draft(&article, GEN_HTML, &bench.arena,
		    &bench.drafts[i]);
	}
	for (int i = 0; i < ROUNDS; i++) {
		bare[i] = run_floor(&bench);
		remove_files(&bench);
		first[i] = run_store(&bench, GEN_START);
		again[i] = run_store(&bench, GEN_START + 3600);
		remove_files(&bench);
	}
	print(&bench, "a bare insert", bare);
	print(&bench, "store_save_articles, all new", first);
	print(&bench, "store_save_articles, all known", again);
	rmdir(bench.folder);
	free(bench.drafts);
	gen_free(bench.gen);
	arena_release(&bench.arena);
	return 0;
}
