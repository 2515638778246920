/*
 * Caches of every version that was ever on main, as the programs of their
 * day wrote them (fixtures/vN.db.zst: the sample portal by loopback, with
 * marks), are brought to today's; before that the marks are put aside.
 */
#include "store/drafts.h"
#include "support/tap.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/file.h"
#include "store/internal.h"
#include "store/search.h"

static struct error err;

/* A fixture unpacked into the test's folder; its path, or NULL. */
static const char *unpack_fixture(int version, const char *name)
{
	const char *path = store_path(name);
	struct str packed;
	unsigned long long size;
	char *plain;
	bool is_done;

	str_init(&packed);
	is_done = file_read(arena_printf(drafts_arena(),
	    "%s/store/fixtures/v%d.db.zst", getenv("TESTS_DIR"), version),
	    1 << 24, &packed, &err) && file_make_folders(path, &err);
	size = is_done ? ZSTD_getFrameContentSize(packed.data, packed.len) :
	    0;
	is_done = is_done && size < 1 << 26;
	plain = mem_alloc_zero(is_done ? (size_t)size + 1 : 1, 1);
	is_done = is_done && ZSTD_decompress(plain, (size_t)size, packed.data,
	    packed.len) == size && file_write(path, plain, (size_t)size, &err);
	free(plain);
	str_release(&packed);
	tap_done(is_done, &err, "the fixture of version %d", version);
	return is_done ? path : NULL;
}

/* What somebody marked in the fixture; the same of each version. */
static void check_marks(struct store *store, bool has_all)
{
	tap_number(ask_number(store, "SELECT count(*) FROM article"
	    " WHERE is_unread = 0"), 18, "read ones");
	tap_number(ask_number(store, "SELECT count(*) FROM article"
	    " JOIN source ON source.id = source_id WHERE is_starred = 1"), 3,
	    "starred ones");
	tap_number(ask_number(store, "SELECT position FROM article WHERE id = 5"), 3,
	    "where one was left");
	tap_number(ask_number(store, "SELECT group_concat(id, '') FROM (SELECT id"
	    " FROM source WHERE is_followed = 1 ORDER BY place)"), 23,
	    "those that are followed");
	tap_number(ask_number(store, "SELECT count(*) FROM source_tag"
	    " WHERE source_id = 3 AND tag = 'xã'"), 1, "with their tags");
	tap_number(ask_number(store, "SELECT count(*) FROM change"), 9,
	    "the log of changes");
	tap_number(ask_number(store, "SELECT count(*) FROM article"),
	    has_all ? 36 : 19, "articles");
}

static void check_texts(struct store *store)
{
	struct query query = {.source_id = 3};
	struct article_row *rows;
	size_t count = list(store, &query, &rows), texts = 0;

	tap_number((int64_t)count, 10, "of the source with pages");
	for (size_t i = 0; i < count; i++)
		texts += read_one(store, rows[i].id).body.count > 3 &&
		    rows[i].page == PAGE_READY;
	tap_number((int64_t)texts, 10, "each has its text");
}

/* The file that was written beside the cache, by the end of its name. */
static const char *find_rescued(const char *path, int version)
{
	const char *folder = tap_folder(), *found = NULL;
	const char *start = arena_printf(drafts_arena(), "%s.v%d.",
	    strrchr(path, '/') + 1, version);
	struct dirent *entry;
	DIR *dir = opendir(folder);

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (strncmp(entry->d_name, start, strlen(start)) == 0)
			found = arena_printf(drafts_arena(), "%s/%s", folder,
			    entry->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	return found;
}

static void test_rescued(const char *path, int version)
{
	const char *rescued = find_rescued(path, version);
	struct schema old = {store_schema.steps, version};
	struct store *store;

	if (!tap_ok(rescued != NULL, "marks were put aside"))
		return;
	store = store_open_schema(rescued, STORE_COMMAND, &old, &err);
	if (!tap_done(store != NULL, &err, "as a cache of version %d",
	    version))
		return;
	check_marks(store, false);
	tap_number(ask_number(store, "SELECT count(*) FROM article_text"), 3,
	    "titles of those kept by choice");
	store_close(store);
	tap_ok(!file_exists(arena_printf(drafts_arena(), "%s-wal", rescued)),
	    "one file");
}

/* An open reader of the old version, as the program of then would have it. */
static void test_open_reader(struct store *reader)
{
	struct article_row *rows;
	struct query query = {0};
	int64_t id = 3, changed;

	tap_number((int64_t)list(reader, &query, &rows), 36,
	    "an open reader goes on reading");
	tap_ok(!store_mark(reader, MARK_STARRED, &id, 1, NULL, NOW, &changed,
	    &err), "and writes no more");
	tap_number(err.code, ERROR_STORE_MIGRATED, "saying why");
	tap_number(err.number, STORE_VERSION, "and what it has become");
	tap_text(err.subject, reader->path, "of which file");
}

/* How many articles a query finds. */
static size_t count_found(struct store *store, const char *query)
{
	struct store_search *search = store_search_new(query, NOW,
	    SEARCH_NEWEST, 50);
	const struct search_result *results;
	bool is_done = false;
	size_t count;

	tap_done(store_search_step(store, search, 0, &is_done, &err), &err,
	    "search for %s", query);
	count = store_search_results(search, &results);
	store_search_free(search);
	return count;
}

/* What was indexed by the words of then is indexed anew, in steps. */
static void test_index(struct store *store)
{
	int64_t due;
	bool is_good;

	index_all(store);
	tap_done(store_count_unindexed(store, &due, &err) && due == 0, &err,
	    "all is indexed");
	tap_done(store_verify_index(store, &is_good, &err) && is_good, &err,
	    "and well");
	tap_number((int64_t)count_found(store, "người dân "), 4,
	    "found with marks");
	tap_number((int64_t)count_found(store, "nguoi dan "), 5,
	    "and without");
}

static void test_version(int version)
{
	const char *path = unpack_fixture(version, arena_printf(
	    drafts_arena(), "v%d.db", version));
	struct schema old = {store_schema.steps, version};
	struct store *store, *reader;

	if (path == NULL)
		return;
	store = store_open(path, STORE_SCREEN, &err);
	tap_ok(store == NULL, "a screen does not migrate");
	tap_ok(find_rescued(path, version) == NULL, "nor write anything");
	reader = store_open_schema(path, STORE_SCREEN, &old, &err);
	tap_done(reader != NULL, &err, "version %d is open", version);
	store = store_open(path, STORE_BACKGROUND, &err);
	if (tap_done(store != NULL, &err, "and is migrated")) {
		tap_number(ask_number(store, "PRAGMA user_version"), STORE_VERSION,
		    "to today's");
		check_marks(store, true);
		check_texts(store);
		tap_number((int64_t)count_faults(store), 0, "sound");
		tap_ok(reader != NULL, "with its reader");
		if (reader != NULL)
			test_open_reader(reader);
		test_index(store);
	}
	store_close(store);
	store_close(reader);
	test_rescued(path, version);
}

/* What version 1 stored is moved to where texts lie now. */
static void test_moved(void)
{
	const char *path = unpack_fixture(1, "moved.db");
	struct store *store = path == NULL ? NULL :
	    store_open(path, STORE_BACKGROUND, &err);
	bool did = true;

	if (!tap_done(store != NULL, &err, "version 1 again"))
		return;
	tap_number(ask_number(store, "SELECT count(*) FROM page_text"), 10,
	    "texts lie where they were");
	tap_done(store_execute(store, "INSERT INTO text (id, packing, bytes)"
	    " VALUES (100000, 0, x'00')", &err), &err, "texts enough");
	while (did && store_pack_some(store, 0, &did, &err))
		;
	tap_done(!did && store_execute(store,
	    "DELETE FROM text WHERE id = 100000", &err), &err, "packed");
	tap_number(ask_number(store, "SELECT count(*) FROM page_text"), 0, "moved");
	tap_number(ask_number(store, "SELECT count(*) FROM text"), 10, "here");
	check_texts(store);
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
}

int main(void)
{
	for (int version = 1; version < STORE_VERSION; version++)
		test_version(version);
	test_moved();
	drafts_release();
	return tap_end();
}
