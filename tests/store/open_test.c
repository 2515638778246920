#include "store/drafts.h"
#include "support/tap.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "store/internal.h"

static struct error err;

static void test_new(void)
{
	const char *path = store_path("folder/below/new.db");
	struct store *store = store_open(path, STORE_COMMAND, &err);
	struct stat info;

	if (!tap_done(store != NULL, &err, "folders are made"))
		return;
	tap_number(ask_number(store, "PRAGMA page_size"), 8192, "page size");
	tap_number(ask_number(store, "PRAGMA auto_vacuum"), 2, "incremental");
	tap_number(ask_number(store, "PRAGMA user_version"), STORE_VERSION,
	    "version");
	tap_number(ask_number(store, "PRAGMA application_id"), STORE_APPLICATION,
	    "application");
	tap_number(ask_number(store, "PRAGMA synchronous"), 2, "a command is FULL");
	tap_ok(stat(path, &info) == 0 && (info.st_mode & 0777) == 0600,
	    "for its owner only");
	store_close(store);
	store = store_open(path, STORE_SCREEN, &err);
	tap_number(ask_number(store, "PRAGMA synchronous"), 1, "a screen is NORMAL");
	tap_number(ask_number(store, "PRAGMA wal_autocheckpoint"), 0,
	    "and never checkpoints");
	tap_number((int64_t)count_faults(store), 0, "sound when empty");
	store_close(store);
}

static bool make_file(const char *path, const char *content)
{
	return file_write(path, content, strlen(content), &err);
}

/* Opening must fail so, and leave the file's bytes as they were. */
static void refuse(const char *path, enum error_code code, long number)
{
	struct str before, after, again;
	struct store *store;
	struct error why = {0};

	str_init(&before);
	str_init(&after);
	str_init(&again);
	tap_done(file_read(path, 1 << 26, &before, &err), &err, "read %s",
	    path);
	store = store_open(path, STORE_COMMAND, &why);
	tap_ok(store == NULL, "it is refused");
	tap_number(why.code, code, "with its code");
	tap_text(why.subject, path, "and path");
	if (number != 0)
		tap_number(why.number, number, "and number");
	store_close(store);
	tap_done(file_read(path, 1 << 26, &after, &err), &err, "again");
	store = store_open(path, STORE_BACKGROUND, &why);
	tap_ok(store == NULL && why.code == code, "in every role");
	tap_done(file_read(path, 1 << 26, &again, &err), &err, "once more");
	tap_ok(before.len == again.len &&
	    memcmp(before.data, again.data, again.len) == 0,
	    "nothing was written there either");
	tap_ok(before.len == after.len &&
	    memcmp(before.data, after.data, after.len) == 0,
	    "nothing was written");
	str_release(&before);
	str_release(&after);
	str_release(&again);
}

static void test_foreign(void)
{
	const char *path = store_path("note.txt");
	struct str long_text;
	sqlite3 *db;

	str_init(&long_text);
	tap_done(make_file(path, "việc cần làm\n"), &err, "a short text");
	refuse(path, ERROR_STORE_FOREIGN, 0);
	for (int i = 0; i < 2000; i++)
		str_add(&long_text, "sổ tay của một người khác\n");
	tap_done(make_file(path, long_text.data), &err, "a long text");
	refuse(path, ERROR_STORE_FOREIGN, 0);
	str_release(&long_text);
	path = store_path("other.db");
	sqlite3_open(path, &db);
	sqlite3_exec(db, "CREATE TABLE note (t); PRAGMA user_version = 1",
	    NULL, NULL, NULL);
	sqlite3_close(db);
	refuse(path, ERROR_STORE_FOREIGN, 0);
}

static void test_newer(void)
{
	const char *path = store_path("newer.db");
	struct store *store = open_store("newer.db", STORE_COMMAND);

	tap_done(store_execute(store, "PRAGMA user_version = 99", &err), &err,
	    "a store of a later program");
	store_close(store);
	refuse(path, ERROR_STORE_NEWER, 99);
}

static void test_odd_paths(void)
{
	struct store *store;
	const char *path = store_path("empty.db");

	tap_done(make_file(path, ""), &err, "an empty file");
	store = store_open(path, STORE_COMMAND, &err);
	tap_done(store != NULL, &err, "becomes a store");
	store_close(store);
	store = store_open(tap_folder(), STORE_COMMAND, &err);
	tap_ok(store == NULL && err.code == ERROR_STORE_OPEN, "a folder");
	path = store_path("cut.db");
	store = store_open(path, STORE_COMMAND, &err);
	store_close(store);
	tap_ok(truncate(path, 20000) == 0, "a store cut short");
	store = store_open(path, STORE_COMMAND, &err);
	tap_ok(store == NULL ? err.code == ERROR_STORE_DAMAGED :
	    count_faults(store) > 0, "is named damaged");
	store_close(store);
}

/* A schema of this test's own: one more step adds a table and fills it. */
static const char *const step_good[] = {"CREATE TABLE story (id)",
    "INSERT INTO story VALUES (7)", NULL};
static const char *const step_bad[] = {"CREATE TABLE story (id)",
    "no statement", NULL};

static void test_migrate(void)
{
	const char *const *good[STORE_VERSION + 1];
	const char *const *bad[STORE_VERSION + 1];
	struct schema next = {good, STORE_VERSION + 1};
	struct schema broken = {bad, STORE_VERSION + 1};
	const char *path = store_path("old.db");
	struct store *store = open_store("old.db", STORE_COMMAND);
	struct article_draft draft = make_draft("1", NULL, "Cũ", NOW);
	struct query query = {0};
	struct article_row *rows;

	for (int i = 0; i < STORE_VERSION; i++)
		good[i] = bad[i] = store_schema.steps[i];
	good[STORE_VERSION] = step_good;
	bad[STORE_VERSION] = step_bad;
	save(store, add_source(store, "https://x.vn/"), &draft, 1);
	store_close(store);
	store = store_open_schema(path, STORE_SCREEN, &next, &err);
	tap_ok(store == NULL && err.code == ERROR_STORE_OPEN,
	    "a screen does not migrate");
	store = store_open_schema(path, STORE_COMMAND, &broken, &err);
	tap_ok(store == NULL && err.code == ERROR_STORE_SQL,
	    "a step that fails");
	store = open_store("old.db", STORE_COMMAND);
	tap_number(ask_number(store, "SELECT count(*) FROM sqlite_schema"
	    " WHERE name = 'story'"), 0, "is taken back whole");
	store_close(store);
	store = store_open_schema(path, STORE_BACKGROUND, &next, &err);
	tap_done(store != NULL, &err, "a step that works");
	tap_number(ask_number(store, "SELECT id FROM story"), 7, "is taken");
	tap_number(ask_number(store, "PRAGMA user_version"), STORE_VERSION + 1,
	    "and counted");
	tap_number((int64_t)list(store, &query, &rows), 1, "rows stay");
	store_close(store);
	refuse(path, ERROR_STORE_NEWER, STORE_VERSION + 1);
}

/* --- faults -------------------------------------------------------------- */

static void test_full(void)
{
	struct store *store = open_store("full.db", STORE_BACKGROUND);
	int64_t source = add_source(store, "https://x.vn/");
	struct article_draft drafts[100];
	struct save_counts counts;
	struct query query = {0};
	struct article_row *rows;
	int64_t before;

	for (int i = 0; i < 100; i++) {
		drafts[i] = make_draft(arena_printf(drafts_arena(), "f%d", i),
		    NULL, "Tin", NOW);
		drafts[i].lead = arena_printf(drafts_arena(), "%01000d", i);
	}
	save(store, source, drafts, 20);
	before = (int64_t)list(store, &query, &rows);
	sqlite3_exec(store->db, "PRAGMA max_page_count = 1", NULL, NULL,
	    NULL);
	tap_ok(!store_save_articles(store, source, drafts, 100, NULL, NOW,
	    &counts, &err), "a full disk");
	tap_number(err.code, ERROR_STORE_FULL, "is named");
	tap_text(err.subject, store_path("full.db"), "with the file");
	tap_number((int64_t)list(store, &query, &rows), before,
	    "old rows are still read");
	sqlite3_exec(store->db, "PRAGMA max_page_count = 100000", NULL, NULL,
	    NULL);
	tap_number(save(store, source, drafts, 100).added, 80,
	    "with room again it goes on");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

static void test_damaged(void)
{
	const char *path = store_path("damaged.db");
	struct store *store = open_store("damaged.db", STORE_COMMAND);
	struct article_draft draft = make_draft("d", NULL, "Tin", NOW);
	char noise[8192];
	int fd;

	save(store, add_source(store, "https://x.vn/"), &draft, 1);
	store_close(store);
	memset(noise, 0x5a, sizeof(noise));
	fd = open(path, O_WRONLY);
	for (int page = 3; page < 60; page++)
		if (pwrite(fd, noise, sizeof(noise), page * 8192L) < 0)
			break;
	close(fd);
	store = store_open(path, STORE_COMMAND, &err);
	if (store == NULL) {
		tap_number(err.code, ERROR_STORE_DAMAGED, "damaged");
		return;
	}
	tap_ok(count_faults(store) > 0, "faults are found");
	store_close(store);
}

/* Root may write everywhere, so it is somebody else for a while. */
static bool become_nobody(void)
{
	return geteuid() != 0 || seteuid(65534) == 0;
}

static bool become_oneself(void)
{
	return geteuid() == getuid() || seteuid(getuid()) == 0;
}

static void test_read_only_file(const char *path)
{
	struct store *store = store_open(path, STORE_COMMAND, &err);
	struct source_draft draft = {.url = "https://x.vn/"};
	struct source *sources;
	size_t count;
	int64_t id;
	bool is_new;

	if (!tap_done(store != NULL, &err, "a read-only file opens"))
		return;
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "is read");
	tap_ok(!store_add_source(store, &draft, NOW, &id, &is_new, &err),
	    "is not written");
	tap_number(err.code, ERROR_STORE_READ_ONLY, "which is named so");
	store_close(store);
}

static void test_read_only(void)
{
	const char *folder = store_path("still");
	const char *path = store_path("still/still.db");
	struct store *store = open_store("still/still.db", STORE_COMMAND);
	struct error why = {0};

	add_source(store, "https://y.vn/");
	store_close(store);
	chmod(path, 0444);
	chmod(tap_folder(), 0755);
	chmod(folder, 0555);
	if (!become_nobody()) {
		tap_skip("root cannot be another", "a read-only cache");
		return;
	}
	store = store_open(path, STORE_COMMAND, &why);
	tap_ok(store == NULL, "without a log a folder must be writable");
	tap_number(why.code, ERROR_STORE_READ_ONLY, "which is named so");
	store_close(store);
	if (become_oneself() && chmod(folder, 0777) == 0 && become_nobody())
		test_read_only_file(path);
	tap_ok(become_oneself(), "oneself again");
}

/* --- two at once ---------------------------------------------------------- */

enum { ROUNDS = 40 };

struct writer {
	const char *path;
	const char *url;
	bool is_good;
	struct error error;
};

static bool write_rounds(struct store *store, const struct writer *writer,
    struct error *error)
{
	struct source_draft source = {.url = writer->url};
	struct save_counts counts;
	int64_t id;
	bool is_new;

	if (!store_add_source(store, &source, NOW, &id, &is_new, error))
		return false;
	for (int i = 0; i < ROUNDS; i++) {
		struct article_key key = {ARTICLE_KEY_GUID, NULL};
		char guid[32];
		struct article_draft draft = {.title = "Tin",
		    .published = NOW + i, .key_count = 1};

		snprintf(guid, sizeof(guid), "g%d", i);
		key.text = guid;
		draft.keys[0] = key;
		if (!store_save_articles(store, id, &draft, 1, NULL, NOW,
		    &counts, error) || counts.added != 1)
			return false;
	}
	return true;
}

static void *run_writer(void *ctx)
{
	struct writer *writer = ctx;
	struct store *store = store_open(writer->path, STORE_BACKGROUND,
	    &writer->error);

	if (store != NULL)
		writer->is_good = write_rounds(store, writer, &writer->error);
	store_close(store);
	return NULL;
}

/* Two threads and two processes make the store and write at once. */
static void test_two(void)
{
	const char *path = store_path("shared.db");
	struct writer writers[4] = {{path, "https://a.vn/", false, {0}},
	    {path, "https://b.vn/", false, {0}},
	    {path, "https://c.vn/", false, {0}},
	    {path, "https://d.vn/", false, {0}}};
	struct query query = {0};
	struct article_row *rows;
	struct store *store;
	pthread_t threads[2];
	pid_t children[2];

	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			run_writer(&writers[i]);
			_exit(writers[i].is_good ? 0 :
			    (int)writers[i].error.code);
		}
	}
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, run_writer, &writers[i + 2]);
	for (int i = 0; i < 2; i++) {
		int status;

		pthread_join(threads[i], NULL);
		tap_done(writers[i + 2].is_good, &writers[i + 2].error,
		    "thread %d wrote all", i);
		waitpid(children[i], &status, 0);
		tap_number(status, 0, "process %d wrote all", i);
	}
	store = open_store("shared.db", STORE_SCREEN);
	tap_number((int64_t)list(store, &query, &rows), 4 * ROUNDS,
	    "all is there");
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

static void test_busy(void)
{
	struct store *writer = open_store("busy.db", STORE_BACKGROUND);
	struct store *other = open_store("busy.db", STORE_SCREEN);
	struct source_draft draft = {.url = "https://x.vn/"};
	struct source *sources;
	size_t count;
	int64_t id;
	bool is_new;

	tap_number(other->busy_ms, 5000, "another writer is waited for");
	other->busy_ms = 40;
	tap_done(store_begin(writer, &err), &err, "a long write");
	tap_ok(!store_add_source(other, &draft, NOW, &id, &is_new, &err),
	    "a second writer gives up");
	tap_number(err.code, ERROR_STORE_BUSY, "saying so");
	tap_done(store_read_sources(other, drafts_arena(), &sources, &count,
	    &err), &err, "readers go on");
	tap_done(store_finish(writer, true, &err), &err, "its end");
	tap_done(store_add_source(other, &draft, NOW, &id, &is_new, &err),
	    &err, "then it works");
	store_close(other);
	store_close(writer);
}

static void test_sync(void)
{
	struct store *screen, *background;
	struct article_draft draft = make_draft("s", NULL, "Tin", NOW);
	int64_t source, version;

	background = open_store("sync.db", STORE_BACKGROUND);
	screen = open_store("sync.db", STORE_SCREEN);
	source = add_source(background, "https://x.vn/");
	version = store_data_version(background);
	save(screen, source, &draft, 1);
	tap_ok(store_data_version(background) > version,
	    "another handle's write is seen");
	tap_done(store_sync(background, &err), &err, "sync");
	tap_done(store_sync(screen, &err), &err, "by the screen too");
	store_close(background);
	store_close(screen);
	tap_ok(!file_exists(store_path("sync.db-wal")),
	    "the last to close tidies the log away");
}

int main(void)
{
	test_new();
	test_foreign();
	test_newer();
	test_odd_paths();
	test_migrate();
	test_full();
	test_damaged();
	test_read_only();
	test_two();
	test_busy();
	test_sync();
	drafts_release();
	return tap_end();
}
