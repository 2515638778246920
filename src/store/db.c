#include "store/internal.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

enum {
	WRITE_NANOS_MOST = 2 * 1000 * 1000, /* then others have a turn */
	GROUP_NANOS_MOST = 4 * 1000 * 1000, /* and then a group is ended */
	TURN_NANOS = 1200 * 1000,           /* twice as long as they nap */
};

/*
 * SQLite calls only ENOSPC a full disk. A quota is one as well, a bound on
 * the size of files, and memory shared between processes (-shm) that cannot
 * be made larger.
 */
static bool is_full(struct store *store, int code)
{
	int number = sqlite3_system_errno(store->db);

	return code == SQLITE_IOERR_SHMSIZE || ((code & 0xFF) ==
	    SQLITE_IOERR && (number == ENOSPC || number == EDQUOT ||
	    number == EFBIG));
}

/* A code of SQLite's as one of ours; the number tells more. */
bool store_fail(struct store *store, int code, struct error *err)
{
	static const struct {
		int sqlite;
		enum error_code code;
	} rows[] = {
	    {SQLITE_FULL, ERROR_STORE_FULL},
	    {SQLITE_CORRUPT, ERROR_STORE_DAMAGED},
	    {SQLITE_NOTADB, ERROR_STORE_FOREIGN},
	    {SQLITE_BUSY, ERROR_STORE_BUSY},
	    {SQLITE_LOCKED, ERROR_STORE_BUSY},
	    {SQLITE_READONLY, ERROR_STORE_READ_ONLY},
	    {SQLITE_PERM, ERROR_STORE_READ_ONLY},
	};

	if (is_full(store, code))
		return error_set(err, ERROR_STORE_FULL, store->path, code);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].sqlite == (code & 0xFF))
			return error_set(err, rows[i].code, store->path, code);
	}
	if ((code & 0xFF) != SQLITE_CANTOPEN)
		return error_set(err, ERROR_STORE_SQL, store->path, code);
	/* a file that may only be read, in a folder that may only be read */
	return error_set(err, sqlite3_db_readonly(store->db, "main") == 1 ?
	    ERROR_STORE_READ_ONLY : ERROR_STORE_OPEN, store->path,
	    sqlite3_system_errno(store->db));
}

bool store_execute(struct store *store, const char *sql,
    struct error *err)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return store_fail(store, sqlite3_extended_errcode(store->db), err);
}

/* Where a text that lies at an address is looked for first. */
static struct statement **statement_seat(struct store *store,
    const char *sql)
{
	uintptr_t place = (uintptr_t)sql;

	return &store->seats[(place >> 3 ^ place >> 11) % STATEMENT_SEATS];
}

/*
 * Prepared once a handle; found by its text, static or made. A static one is
 * found at its seat: a hundred texts that begin alike are slow to compare.
 */
static sqlite3_stmt *statement_find(struct store *store, const char *sql)
{
	struct statement **seat = statement_seat(store, sql);

	if (*seat != NULL && strcmp((*seat)->sql, sql) == 0)
		return (*seat)->prepared;
	for (size_t i = 0; i < store->statement_count; i++) {
		if (strcmp(store->statements[i]->sql, sql) != 0)
			continue;
		*seat = store->statements[i];
		return (*seat)->prepared;
	}
	return NULL;
}

static sqlite3_stmt *statement_prepare(struct store *store, const char *sql,
    struct error *err)
{
	sqlite3_stmt *prepared = statement_find(store, sql);
	struct statement *statement;
	int code;

	if (prepared != NULL)
		return prepared;
	code = sqlite3_prepare_v3(store->db, sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &prepared, NULL);
	if (code != SQLITE_OK) {
		store_fail(store, sqlite3_extended_errcode(store->db), err);
		return NULL;
	}
	store->statements = mem_grow(store->statements,
	    &store->statement_cap, store->statement_count + 1,
	    sizeof(*store->statements));
	statement = mem_alloc_zero(1, sizeof(*statement));
	store->statements[store->statement_count++] = statement;
	statement->sql = mem_dup(sql);
	statement->prepared = prepared;
	return prepared;
}

/* Static: the caller's bytes outlive the cursor, which resets at its end. */
static int bind_value(sqlite3_stmt *prepared, int place,
    const struct value *value)
{
	if (value->kind == VALUE_INT)
		return sqlite3_bind_int64(prepared, place, value->number);
	if (value->kind == VALUE_REAL)
		return sqlite3_bind_double(prepared, place, value->real);
	if (value->data == NULL)
		return sqlite3_bind_null(prepared, place);
	if (value->kind == VALUE_TEXT)
		return sqlite3_bind_text(prepared, place, value->data, -1,
		    SQLITE_STATIC);
	return sqlite3_bind_blob64(prepared, place, value->data, value->len,
	    SQLITE_STATIC);
}

struct cursor cursor_open(struct store *store, struct error *err,
    const char *sql, const struct value *values, size_t count)
{
	struct cursor cursor = {.store = store, .err = err};

	assert(pthread_equal(pthread_self(), store->thread));
	cursor.prepared = statement_prepare(store, sql, err);
	if (cursor.prepared == NULL) {
		cursor.is_failed = true;
		return cursor;
	}
	/* one statement is never used by two cursors at once */
	assert(!sqlite3_stmt_busy(cursor.prepared));
	assert(sqlite3_bind_parameter_count(cursor.prepared) == (int)count);
	for (size_t i = 0; i < count && !cursor.is_failed; i++) {
		int code = bind_value(cursor.prepared, (int)i + 1, &values[i]);

		if (code != SQLITE_OK) {
			store_fail(store, code, err);
			cursor.is_failed = true;
		}
	}
	return cursor;
}

bool cursor_next(struct cursor *cursor)
{
	int code;

	if (cursor->is_failed)
		return false;
	code = sqlite3_step(cursor->prepared);
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE) {
		store_fail(cursor->store,
		    sqlite3_extended_errcode(cursor->store->db), cursor->err);
		cursor->is_failed = true;
	}
	return false;
}

bool cursor_close(struct cursor *cursor)
{
	if (cursor->prepared == NULL)
		return false;
	sqlite3_reset(cursor->prepared);
	sqlite3_clear_bindings(cursor->prepared);
	return !cursor->is_failed;
}

int64_t cursor_int(const struct cursor *cursor, int column)
{
	return sqlite3_column_int64(cursor->prepared, column);
}

bool cursor_bool(const struct cursor *cursor, int column)
{
	return sqlite3_column_int(cursor->prepared, column) != 0;
}

char *cursor_text(const struct cursor *cursor, int column,
    struct arena *arena)
{
	const unsigned char *text =
	    sqlite3_column_text(cursor->prepared, column);

	return arena_dup(arena, text == NULL ? "" : (const char *)text);
}

bool store_run(struct store *store, struct error *err, const char *sql,
    const struct value *values, size_t count)
{
	struct cursor cursor = cursor_open(store, err, sql, values, count);

	while (cursor_next(&cursor))
		;
	return cursor_close(&cursor);
}

bool store_read_ints(struct store *store, struct error *err,
    const char *sql, const struct value *values, size_t count,
    int64_t *numbers, size_t number_count, bool *found)
{
	struct cursor cursor = cursor_open(store, err, sql, values, count);
	bool has_row = cursor_next(&cursor);

	for (size_t i = 0; i < number_count; i++)
		numbers[i] = has_row ? cursor_int(&cursor, (int)i) : 0;
	if (found != NULL)
		*found = has_row;
	return cursor_close(&cursor);
}

/* Another program may have brought the file to a version not known here. */
bool store_check_version(struct store *store, struct error *err)
{
	int64_t version;

	if (store->version == 0)
		return true;
	if (!store_read_ints(store, err, "PRAGMA user_version", BIND_NONE,
	    &version, 1, NULL))
		return false;
	return version == store->version || error_set(err,
	    ERROR_STORE_MIGRATED, store->path, (long)version);
}

bool store_begin(struct store *store, struct error *err)
{
	if (store->is_grouped)
		return true;
	if (!store_run(store, err, "BEGIN IMMEDIATE", BIND_NONE))
		return false;
	store->write_began = clock_nanos();
	return store_check_version(store, err) ||
	    store_finish(store, false, err);
}

bool store_begin_read(struct store *store, struct error *err)
{
	return store->is_grouped ||
	    store_run(store, err, "BEGIN", BIND_NONE);
}

bool store_begin_reads(struct store *store, struct error *err)
{
	assert(!store->is_grouped);
	store->is_grouped = store_begin_read(store, err);
	return store->is_grouped;
}

bool store_begin_group(struct store *store, struct error *err)
{
	assert(!store->is_grouped);
	store->is_grouped = store_begin(store, err);
	return store->is_grouped;
}

bool store_finish_group(struct store *store, bool is_done, struct error *err)
{
	assert(store->is_grouped);
	store->is_grouped = false;
	return store_finish(store, is_done, err);
}

bool store_rest_group(struct store *store, struct error *err)
{
	assert(store->is_grouped);
	if (clock_nanos() - store->write_began < GROUP_NANOS_MOST)
		return true;
	if (store_finish_group(store, true, err) &&
	    store_begin_group(store, err))
		return true;
	/* for the one who ends it */
	store->is_grouped = true;
	return false;
}

/*
 * SQLite has no queue: one who waits asks each half millisecond, and misses
 * the moment between two writes. So who writes much leaves such moments.
 */
static void give_way(struct store *store)
{
	static const struct timespec nap = {.tv_nsec = TURN_NANOS};

	if (store->write_began == 0)
		return;
	store->write_nanos += clock_nanos() - store->write_began;
	store->write_began = 0;
	if (store->role == STORE_SCREEN ||
	    store->write_nanos < WRITE_NANOS_MOST)
		return;
	nanosleep(&nap, NULL);
	store->write_nanos = 0;
}

bool store_finish(struct store *store, bool is_done, struct error *err)
{
	if (store->is_grouped)
		return is_done; /* the group's end commits, or takes back */
	if (is_done && store_run(store, err, "COMMIT", BIND_NONE)) {
		give_way(store);
		return true;
	}
	store->write_began = 0;
	/* a full disk or an I/O error may have rolled back already */
	if (!sqlite3_get_autocommit(store->db))
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

int64_t store_changed_rows(const struct store *store)
{
	return sqlite3_changes64(store->db);
}

size_t store_list_statements(const struct store *store,
    struct statement *const **statements)
{
	*statements = store->statements;
	return store->statement_count;
}
