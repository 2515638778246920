#include "store/store.h"

#include "store/internal.h"
#include "store/search_internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

#include "base/clock.h"
#include "base/file.h"

enum {
	/* a log of more than this is copied into the file by a sync */
	WAL_BYTES_MOST = 4 << 20,
	/* pages of the log that are worth a step; and too many to wait */
	WAL_PAGES_LEAST = 256,
	WAL_PAGES_MOST = 2000,
};

/*
 * SQLite's own waits grow to 100 ms, which a reader at the keys feels while
 * another process stores; so it is asked often.
 */
static int wait_busy(void *ctx, int tries)
{
	static const struct timespec nap = {.tv_nsec = 500 * 1000};
	struct store *store = ctx;
	int64_t now = clock_ticks();

	if (tries == 0)
		store->busy_since = now;
	if (now - store->busy_since >= store->busy_ms)
		return 0;
	nanosleep(&nap, NULL);
	return 1;
}

/*
 * Changing the journal asks for the whole file, and SQLite does not call the
 * busy handler for that: two that make a store at once meet here.
 */
static bool use_wal(struct store *store, struct error *err)
{
	static const struct timespec nap = {.tv_nsec = 2 * 1000 * 1000};
	int64_t start = clock_ticks();
	int code;

	for (;;) {
		code = sqlite3_exec(store->db, "PRAGMA journal_mode = WAL",
		    NULL, NULL, NULL);
		if (code == SQLITE_OK)
			return true;
		if ((code & 0xFF) != SQLITE_BUSY ||
		    clock_ticks() - start >= store->busy_ms)
			return store_fail(store,
			    sqlite3_extended_errcode(store->db), err);
		nanosleep(&nap, NULL);
	}
}

/* What can be chosen only before the first table. */
static bool make_file(struct store *store, struct error *err)
{
	struct str sql;
	bool is_done;

	str_init(&sql);
	str_addf(&sql, "PRAGMA page_size = %d; PRAGMA auto_vacuum = INCREMENTAL",
	    STORE_PAGE_SIZE);
	is_done = store_execute(store, sql.data, err) && use_wal(store, err);
	str_release(&sql);
	return is_done;
}

static int checkpoint(struct store *store)
{
	store->wal_copied = store->wal_pages;
	return sqlite3_wal_checkpoint_v2(store->db, "main",
	    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

/*
 * After each commit. To copy the log within one makes a step of some
 * milliseconds one of tens; so that is a step of its own, unless none comes.
 */
static int note_log(void *ctx, sqlite3 *db, const char *name, int pages)
{
	struct store *store = ctx;

	(void)db;
	(void)name;
	/* it was begun anew */
	if (pages < store->wal_copied)
		store->wal_copied = 0;
	store->wal_pages = pages;
	if (pages - store->wal_copied >= WAL_PAGES_MOST)
		checkpoint(store);
	return SQLITE_OK;
}

bool store_set_role(struct store *store, struct error *err)
{
	static const char *const pragmas[] = {
	    [STORE_SCREEN] = "PRAGMA synchronous = NORMAL;"
	    "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -8192",
	    [STORE_BACKGROUND] = "PRAGMA synchronous = NORMAL;"
	    "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;"
	    "PRAGMA journal_size_limit = 33554432",
	    [STORE_COMMAND] = "PRAGMA synchronous = FULL;"
	    "PRAGMA wal_autocheckpoint = 512; PRAGMA cache_size = -8192;"
	    "PRAGMA journal_size_limit = 33554432",
	};

	/* it is ours: the last to close it tidies the log away */
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0,
	    NULL);
	if (!store_execute(store, pragmas[store->role], err))
		return false;
	if (store->role == STORE_BACKGROUND)
		sqlite3_wal_hook(store->db, note_log, store);
	return true;
}

bool store_begin_bulk(struct store *store, struct error *err)
{
	return store_execute(store, "PRAGMA cache_size = -65536;"
	    "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8192",
	    err);
}

bool store_end_bulk(struct store *store, struct error *err)
{
	return store_set_role(store, err) && store_sync(store, err);
}

/* Read what the file is before anything is written to it. */
static bool prepare_file(struct store *store, const struct schema *schema,
    struct error *err)
{
	bool is_read_only = sqlite3_db_readonly(store->db, "main") == 1;
	enum schema_state state;

	if (!store_execute(store, "PRAGMA temp_store = MEMORY;"
	    "PRAGMA trusted_schema = OFF", err) ||
	    !schema_check(store, schema, &state, err))
		return false;
	if (state != SCHEMA_CURRENT && is_read_only)
		return error_set(err, ERROR_STORE_READ_ONLY, store->path, 0);
	/* a screen never waits for a migration: the caller has done it */
	if (state == SCHEMA_OLD && store->role == STORE_SCREEN)
		return error_set(err, ERROR_STORE_OPEN, store->path, 0);
	if (state == SCHEMA_NONE && !make_file(store, err))
		return false;
	/* the index of words is made with its tokenizer */
	if (!store_set_role(store, err) || !search_register(store, err))
		return false;
	if (state == SCHEMA_OLD && !store->is_copy &&
	    !store_rescue(store, err))
		return false;
	return state == SCHEMA_CURRENT || schema_migrate(store, schema, err);
}

/* An empty file of the reader's own, so that nobody else may read it. */
static bool claim_path(const char *path, struct error *err)
{
	int fd;

	if (!file_make_folders(path, err))
		return false;
	/* never opened where it exists: closing it would drop the locks */
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno != EEXIST)
		return error_set(err, ERROR_STORE_OPEN, path, errno);
	if (fd < 0)
		return true;
	close(fd);
	/* SQLite does so for its log, not for what was there before it */
	file_sync_name(path);
	return true;
}

static bool open_file(struct store *store, struct error *err)
{
	int code;

	/*
	 * Nobody reads how much memory SQLite has; keeping count of it takes a
	 * lock at each of the hundred allocations that an article is stored
	 * with. Refused, and no matter, once another handle is open.
	 */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	code = sqlite3_open_v2(store->path, &store->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_EXRESCODE, NULL);

	if (code != SQLITE_OK)
		return error_set(err, ERROR_STORE_OPEN, store->path,
		    store->db == NULL ? 0 : sqlite3_system_errno(store->db));
	/* until it is known to be ours, closing leaves it as it was */
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_busy_handler(store->db, wait_busy, store);
	return true;
}

static struct store *open_at(const char *path, enum store_role role,
    const struct schema *schema, bool is_copy, struct error *err)
{
	struct store *store;

	if (!file_exists(path) && !claim_path(path, err))
		return NULL;
	store = mem_alloc_zero(1, sizeof(*store));
	str_init(&store->search.page);
	str_init(&store->search.places);
	store->path = mem_dup(path);
	store->role = role;
	store->is_copy = is_copy;
	store->busy_ms = STORE_BUSY_MS;
	store->thread = pthread_self();
	if (!open_file(store, err) || !prepare_file(store, schema, err)) {
		store_close(store);
		return NULL;
	}
	store->is_open = true;
	store->version = schema->version;
	return store;
}

struct store *store_open_schema(const char *path, enum store_role role,
    const struct schema *schema, struct error *err)
{
	return open_at(path, role, schema, false, err);
}

struct store *store_open_copy(const char *path, struct error *err)
{
	return open_at(path, STORE_COMMAND, &store_schema, true, err);
}

struct store *store_open(const char *path, enum store_role role,
    struct error *err)
{
	return store_open_schema(path, role, &store_schema, err);
}

void store_remove_files(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		struct str whole;

		str_init(&whole);
		str_addf(&whole, "%s%s", path, ends[i]);
		unlink(whole.data);
		str_release(&whole);
	}
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	assert(pthread_equal(pthread_self(), store->thread));
	for (size_t i = 0; i < store->statement_count; i++) {
		sqlite3_finalize(store->statements[i]->prepared);
		free(store->statements[i]->sql);
		free(store->statements[i]);
	}
	free(store->statements);
	/* so that a screen, which closes last, has next to nothing to do */
	if (store->is_open && store->role == STORE_BACKGROUND)
		sqlite3_wal_checkpoint_v2(store->db, "main",
		    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	sqlite3_close(store->db);
	words_forget(store);
	words_forget_known(store);
	pairs_forget(store);
	search_list_forget(store);
	str_release(&store->search.page);
	str_release(&store->search.places);
	ZSTD_freeCCtx(store->packer);
	ZSTD_freeDCtx(store->unpacker);
	relate_release(store);
	blob_release_dictionaries(store);
	free(store->path);
	free(store);
}

/*
 * Commits at synchronous NORMAL lie in the log's file, unsynced. Syncing
 * that file makes durable what any handle or process wrote to it.
 */
bool store_copy_log(struct store *store, bool *did, struct error *err)
{
	int code;

	*did = store->wal_pages - store->wal_copied >= WAL_PAGES_LEAST;
	if (!*did)
		return true;
	code = checkpoint(store);
	/* another's under way does the same work */
	return code == SQLITE_OK || (code & 0xFF) == SQLITE_BUSY ||
	    store_fail(store, sqlite3_extended_errcode(store->db), err);
}

bool store_sync(struct store *store, struct error *err)
{
	sqlite3_file *log = NULL;
	sqlite3_int64 size = 0;
	int code = SQLITE_OK;

	assert(pthread_equal(pthread_self(), store->thread));
	/* opens the log where this handle has not yet */
	if (store_data_version(store) < 0)
		return store_fail(store,
		    sqlite3_extended_errcode(store->db), err);
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER,
	    &log);
	if (log != NULL && log->pMethods != NULL) {
		code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
		log->pMethods->xFileSize(log, &size);
	}
	if (code == SQLITE_OK && size > WAL_BYTES_MOST &&
	    store->role != STORE_SCREEN)
		code = sqlite3_wal_checkpoint_v2(store->db, "main",
		    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	/* another's checkpoint under way does the same work */
	if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY)
		return store_fail(store, code, err);
	return true;
}

int64_t store_data_version(struct store *store)
{
	int64_t version;

	if (!store_read_ints(store, NULL, "PRAGMA data_version", BIND_NONE,
	    &version, 1, NULL))
		return -1;
	return version + sqlite3_total_changes64(store->db);
}
