/*
 * Another cache, opened to be read and not trusted: a copy that somebody
 * carried about. Its schema must be to the letter what this program makes,
 * so that no view, trigger or expression of it can run; its pages must be
 * whole. One of an older version is brought to today's in a copy.
 */
#include "store/internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/merge.h"

enum { VALUE_BYTES_MOST = 96 << 20 };

static bool fail_damaged(const struct store *other, struct error *err)
{
	return error_set(err, ERROR_STORE_DAMAGED, other->path, 0);
}

bool store_is_cache(const char *path)
{
	static const char magic[] = "SQLite format 3";
	char head[sizeof(magic)] = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool is_cache = fd >= 0 &&
	    read(fd, head, sizeof(head)) == (ssize_t)sizeof(head) &&
	    memcmp(head, magic, sizeof(magic)) == 0;

	if (fd >= 0)
		close(fd);
	return is_cache;
}

/* --- the schema ----------------------------------------------------------- */

static const char schema_sql[] =
    "SELECT name, ifnull(sql, '') FROM sqlite_schema"
    " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

/* An empty cache of a version, in memory. */
static bool make_model(struct store *model, int version, struct error *err)
{
	if (sqlite3_open(":memory:", &model->db) != SQLITE_OK)
		return error_set(err, ERROR_STORE_OPEN, "", 0);
	if (!search_register(model, err))
		return false;
	for (int i = 0; i < version; i++) {
		const char *const *step = store_schema.steps[i];

		for (; *step != NULL; step++)
			if (!store_execute(model, *step, err))
				return false;
	}
	return true;
}

static bool is_same_row(sqlite3_stmt *a, sqlite3_stmt *b)
{
	for (int i = 0; i < 2; i++) {
		const char *left = (const char *)sqlite3_column_text(a, i);
		const char *right = (const char *)sqlite3_column_text(b, i);

		if (left == NULL || right == NULL || strcmp(left, right) != 0)
			return false;
	}
	return true;
}

/* Statistics are nobody's harm; all else is as we make it. */
static bool is_same_schema(sqlite3 *a, sqlite3 *b)
{
	sqlite3_stmt *left = NULL, *right = NULL;
	int left_code = SQLITE_ROW, right_code = SQLITE_ROW;
	bool is_same;

	is_same = sqlite3_prepare_v2(a, schema_sql, -1, &left, NULL) ==
	    SQLITE_OK && sqlite3_prepare_v2(b, schema_sql, -1, &right,
	    NULL) == SQLITE_OK;
	while (is_same && left_code == SQLITE_ROW) {
		left_code = sqlite3_step(left);
		right_code = sqlite3_step(right);
		is_same = left_code == right_code &&
		    (left_code == SQLITE_DONE || (left_code == SQLITE_ROW &&
		    is_same_row(left, right)));
	}
	sqlite3_finalize(left);
	sqlite3_finalize(right);
	return is_same;
}

static bool check_schema(struct store *other, struct error *err)
{
	struct store model = {.path = other->path,
	    .thread = other->thread};
	bool is_good = make_model(&model, other->version, err);

	if (is_good && !is_same_schema(model.db, other->db))
		is_good = fail_damaged(other, err);
	sqlite3_close(model.db);
	return is_good;
}

/* --- the pages ------------------------------------------------------------ */

static bool check_pages(struct store *other, struct error *err)
{
	struct cursor cursor = cursor_open(other, err, "PRAGMA quick_check(1)",
	    BIND_NONE);
	bool is_good = false;
	struct arena arena;

	arena_init(&arena);
	if (cursor_next(&cursor))
		is_good = strcmp(cursor_text(&cursor, 0, &arena), "ok") == 0;
	arena_release(&arena);
	return cursor_close(&cursor) && (is_good || fail_damaged(other, err));
}

static bool prepare(struct store *other, struct error *err)
{
	enum schema_state state;
	int64_t version;

	sqlite3_db_config(other->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(other->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
	    NULL);
	sqlite3_limit(other->db, SQLITE_LIMIT_LENGTH, VALUE_BYTES_MOST);
	if (!store_execute(other, "PRAGMA trusted_schema = OFF;"
	    "PRAGMA cell_size_check = ON; PRAGMA cache_size = -8192", err) ||
	    !schema_check(other, &store_schema, &state, err))
		return false;
	if (state == SCHEMA_NONE)
		return error_set(err, ERROR_STORE_FOREIGN, other->path, 0);
	if (!store_read_ints(other, err, "PRAGMA user_version", BIND_NONE,
	    &version, 1, NULL))
		return false;
	other->version = (int)version;
	if (version < 1)
		return error_set(err, ERROR_STORE_FOREIGN, other->path, 0);
	return search_register(other, err) && check_schema(other, err) &&
	    check_pages(other, err);
}

static struct store *open_read_only(const char *path, struct error *err)
{
	struct store *other = mem_alloc_zero(1, sizeof(*other));

	other->path = mem_dup(path);
	other->role = STORE_SCREEN;
	other->busy_ms = STORE_BUSY_MS;
	other->thread = pthread_self();
	if (sqlite3_open_v2(path, &other->db, SQLITE_OPEN_READONLY |
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
		error_set(err, ERROR_STORE_OPEN, path,
		    other->db == NULL ? 0 : sqlite3_system_errno(other->db));
	else if (prepare(other, err))
		return other;
	store_close(other);
	return NULL;
}

/* --- an older one ----------------------------------------------------------- */

/* SQLite's own copying, so that a log beside the file is read as well. */
static bool copy_pages(struct store *other, const char *path,
    struct error *err)
{
	sqlite3_backup *backup;
	sqlite3 *copy = NULL;
	int code;

	code = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	backup = code != SQLITE_OK ? NULL :
	    sqlite3_backup_init(copy, "main", other->db, "main");
	if (backup != NULL) {
		while ((code = sqlite3_backup_step(backup, 1000)) == SQLITE_OK)
			;
		code = sqlite3_backup_finish(backup) == SQLITE_OK &&
		    code == SQLITE_DONE ? SQLITE_OK : SQLITE_FULL;
	}
	sqlite3_close(copy);
	return code == SQLITE_OK ||
	    error_set(err, ERROR_STORE_FULL, path, code);
}

static struct store *migrate_copy(struct store *other, const char *beside,
    struct error *err)
{
	struct store *copy = NULL;

	if (copy_pages(other, beside, err))
		copy = store_open_copy(beside, err);
	store_close(other);
	return copy;
}

struct store *other_open(const char *path, const char *beside,
    struct error *err)
{
	struct store *other = open_read_only(path, err);

	if (other == NULL || other->version == STORE_VERSION)
		return other;
	return migrate_copy(other, beside, err);
}

void other_close(struct store *other, const char *beside)
{
	store_close(other);
	store_remove_files(beside);
}
