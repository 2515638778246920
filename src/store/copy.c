/*
 * Copies of a cache in a file of their own: whole, without what can be made
 * again (an export); or what cannot be fetched again, alone (before a
 * migration). Either is a cache itself, of its version's schema, and is put
 * in place when all of it is on the disk.
 */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "text/date.h"

enum { VERSION_OF_INDEX = 5 };

/* What is made again from the rest; LIKE patterns. */
static const char derived[] =
    "name LIKE 'sqlite\\_%' ESCAPE '\\' OR name LIKE 'relate\\_%' ESCAPE '\\'"
    " OR name = 'search' OR name LIKE 'search\\_%' ESCAPE '\\'"
    " OR name = 'word' OR name LIKE 'word\\_%' ESCAPE '\\'"
    " OR name = 'tally'";

/* What a copy of all begins anew. */
static const char begin_anew[] =
    "UPDATE copy.article SET relate_state = 0 WHERE relate_state IN (1, 3);"
    "UPDATE copy.article SET index_state = 0 WHERE index_state = 1;"
    "UPDATE copy.article SET doc = NULL, doc_hash = NULL"
    " WHERE doc IS NOT NULL;"
    "UPDATE copy.page SET claimed = 0 WHERE claimed <> 0";

/*
 * What cannot be fetched again. Of articles those with marks; their titles
 * and addresses where somebody chose to keep them. %s: whether it has tags.
 */
#define KEPT_BY_CHOICE                                                         \
	"(is_starred = 1 OR position > 0 OR (%d AND id IN"                     \
	" (SELECT article_id FROM %s)))"

static const char *const rescued[] = {"source", "source_former",
    "source_tag", "tag", "article_tag", "saved_search",
    "change"};

static bool add_column_names(struct store *store, const char *table,
    struct str *names, struct error *err)
{
	struct str sql;
	sqlite3_stmt *rows = NULL;
	int code;

	str_init(&sql);
	str_addf(&sql, "SELECT name FROM pragma_table_info('%s', 'main')",
	    table);
	code = sqlite3_prepare_v2(store->db, sql.data, -1, &rows, NULL);
	str_release(&sql);
	if (code != SQLITE_OK)
		return store_fail(store, code, err);
	while ((code = sqlite3_step(rows)) == SQLITE_ROW)
		str_addf(names, "%s\"%s\"", names->len == 0 ? "" : ", ",
		    (const char *)sqlite3_column_text(rows, 0));
	sqlite3_finalize(rows);
	return code == SQLITE_DONE || store_fail(store, code, err);
}

/* Rows of a table; where may be NULL. */
static bool copy_rows(struct store *store, const char *table,
    const char *where, struct error *err)
{
	struct str names, sql;
	bool is_done;

	str_init(&names);
	str_init(&sql);
	is_done = add_column_names(store, table, &names, err);
	if (is_done && where == NULL)
		/* the same columns in the same order: copied as pages */
		str_addf(&sql, "INSERT INTO copy.%s SELECT * FROM main.%s",
		    table, table);
	else if (is_done)
		str_addf(&sql, "INSERT INTO copy.%s (%s) SELECT %s"
		    " FROM main.%s WHERE %s", table, names.data, names.data,
		    table, where);
	/* a table that this version has not yet */
	is_done = is_done && (names.len == 0 ||
	    store_execute(store, sql.data, err));
	str_release(&names);
	str_release(&sql);
	return is_done;
}

static bool read_names(struct store *store, struct arena *arena,
    char ***names, size_t *count, struct error *err)
{
	struct str sql;
	sqlite3_stmt *rows = NULL;
	size_t cap = 0;
	int code;

	*names = NULL;
	*count = 0;
	str_init(&sql);
	str_addf(&sql, "SELECT name FROM main.sqlite_schema"
	    " WHERE type = 'table' AND NOT (%s)", derived);
	code = sqlite3_prepare_v2(store->db, sql.data, -1, &rows, NULL);
	str_release(&sql);
	if (code != SQLITE_OK)
		return store_fail(store, code, err);
	while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
		*names = arena_grow(arena, *names, &cap, *count + 1,
		    sizeof(**names));
		(*names)[(*count)++] = arena_dup(arena,
		    (const char *)sqlite3_column_text(rows, 0));
	}
	sqlite3_finalize(rows);
	return code == SQLITE_DONE || store_fail(store, code, err);
}

static bool copy_all(struct store *store, struct error *err)
{
	struct arena arena;
	char **names;
	size_t count;
	bool is_done;

	arena_init(&arena);
	is_done = read_names(store, &arena, &names, &count, err);
	for (size_t i = 0; is_done && i < count; i++)
		is_done = copy_rows(store, names[i], NULL, err);
	arena_release(&arena);
	/* numbers that were given once are never given again */
	return is_done && store_execute(store,
	    "DELETE FROM copy.sqlite_sequence;"
	    "INSERT INTO copy.sqlite_sequence"
	    " SELECT * FROM main.sqlite_sequence", err) &&
	    store_execute(store, begin_anew, err);
}

static bool copy_marks(struct store *store, struct error *err)
{
	struct str chosen, where;
	struct arena arena;
	char **names;
	size_t count;
	bool is_done, has_tags = false;

	arena_init(&arena);
	str_init(&chosen);
	str_init(&where);
	is_done = read_names(store, &arena, &names, &count, err);
	for (size_t i = 0; is_done && i < count; i++) {
		has_tags = has_tags || strcmp(names[i], "article_tag") == 0;
		for (size_t k = 0; is_done && k < ARRAY_LEN(rescued); k++) {
			if (strcmp(names[i], rescued[k]) == 0)
				is_done = copy_rows(store, names[i], NULL,
				    err);
		}
	}
	arena_release(&arena);
	str_addf(&chosen, KEPT_BY_CHOICE, has_tags,
	    has_tags ? "main.article_tag" : "main.article_key");
	str_addf(&where, "is_unread = 0 OR %s", chosen.data);
	is_done = is_done && copy_rows(store, "article", where.data, err) &&
	    copy_rows(store, "article_key",
	    "article_id IN (SELECT id FROM copy.article)", err);
	str_clear(&where);
	str_addf(&where, "article_id IN (SELECT id FROM copy.article"
	    " WHERE %s)", chosen.data);
	is_done = is_done &&
	    copy_rows(store, "article_text", where.data, err);
	str_clear(&where);
	str_addf(&where, "id IN (SELECT page_id FROM copy.article"
	    " WHERE %s)", chosen.data);
	is_done = is_done && copy_rows(store, "page", where.data, err);
	str_release(&chosen);
	str_release(&where);
	return is_done;
}

/* So that what is there is a whole cache: texts are not. */
static bool settle_marks(struct store *store, int version, struct error *err)
{
	/* with no index there are no places in it */
	if (version >= VERSION_OF_INDEX && !store_execute(store,
	    "UPDATE copy.article SET doc = NULL, doc_hash = NULL,"
	    " index_state = 0", err))
		return false;
	return store_execute(store,
	    "UPDATE copy.article SET relate_state = 0, page_id = CASE"
	    " WHEN page_id IN (SELECT id FROM copy.page) THEN page_id END;"
	    "UPDATE copy.page SET claimed = 0, state = 1;"
	    "UPDATE copy.source SET"
	    " total = (SELECT count(*) FROM copy.article AS a"
	    " WHERE a.source_id = source.id),"
	    " unread = (SELECT count(*) FROM copy.article AS a"
	    " WHERE a.source_id = source.id AND a.is_unread = 1)", err) &&
	    (version < 2 || store_execute(store,
	    "UPDATE copy.page SET text_id = NULL", err)) &&
	    (version < 5 || store_execute(store,
	    "UPDATE copy.article SET index_state = 0, doc = NULL,"
	    " doc_hash = NULL", err));
}

/* --- the file ------------------------------------------------------------- */

static bool fail_file(const char *path, struct error *err)
{
	return error_set(err, ERROR_FILE_WRITE, path, errno);
}

/* An empty cache of a version, without a log beside it. */
static bool make_beside(const char *path, int version, struct error *err)
{
	const struct schema schema = {store_schema.steps, version};
	struct store *beside = store_open_schema(path, STORE_COMMAND, &schema,
	    err);
	bool is_made = beside != NULL &&
	    store_execute(beside, "PRAGMA journal_mode = DELETE", err);

	store_close(beside);
	return is_made;
}

static bool sync_path(const char *path, int flags, struct error *err)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool is_synced = fd >= 0 && fsync(fd) == 0;

	if (!is_synced)
		fail_file(path, err);
	if (fd >= 0)
		close(fd);
	return is_synced;
}

static bool put_in_place(const char *beside, const char *path,
    struct error *err)
{
	char *copy, *folder;
	bool is_synced;

	if (!sync_path(beside, O_RDWR, err))
		return false;
	if (rename(beside, path) != 0)
		return fail_file(path, err);
	copy = mem_dup(path);
	folder = dirname(copy);
	is_synced = sync_path(folder, O_RDONLY | O_DIRECTORY, err);
	free(copy);
	return is_synced;
}

/* All tables of one state of the cache: others write on meanwhile. */
static bool fill_copy(struct store *store, enum copy_kind kind, int version,
    struct error *err)
{
	bool is_done = store_execute(store, "PRAGMA copy.synchronous = OFF;"
	    "PRAGMA copy.cache_size = -8192; BEGIN", err);

	is_done = is_done && (kind == COPY_ALL ? copy_all(store, err) :
	    copy_marks(store, err) && settle_marks(store, version, err));
	is_done = is_done && store_execute(store, "COMMIT", err);
	if (!sqlite3_get_autocommit(store->db))
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return is_done;
}

static bool write_copy(struct store *store, enum copy_kind kind,
    const char *beside, struct error *err)
{
	int64_t version;
	bool is_done;
	char *quoted;

	if (!store_read_ints(store, err, "PRAGMA user_version", BIND_NONE,
	    &version, 1, NULL) ||
	    !make_beside(beside, (int)version, err))
		return false;
	quoted = sqlite3_mprintf("ATTACH %Q AS copy", beside);
	is_done = quoted != NULL && store_execute(store, quoted, err);
	sqlite3_free(quoted);
	if (!is_done)
		return false;
	is_done = fill_copy(store, kind, (int)version, err);
	return store_execute(store, "DETACH copy", is_done ? err : NULL) &&
	    is_done;
}

bool store_copy(struct store *store, enum copy_kind kind, const char *path,
    struct error *err)
{
	struct error why = {0};
	struct str beside;
	bool is_done;

	str_init(&beside);
	str_addf(&beside, "%s.%ld", path, (long)getpid());
	is_done = write_copy(store, kind, beside.data, &why) &&
	    put_in_place(beside.data, path, &why);
	if (!is_done) {
		store_remove_files(beside.data);
		/* of the copy, not of the cache */
		if (why.code == ERROR_STORE_FULL ||
		    why.code == ERROR_STORE_OPEN)
			error_set(&why, why.code, path, why.number);
		if (err != NULL)
			*err = why;
	}
	str_release(&beside);
	return is_done;
}

bool store_rescue(struct store *store, struct error *err)
{
	struct date_parts today = date_local(clock_now());
	int64_t version;
	struct str path;
	bool is_done;

	if (!store_read_ints(store, err, "PRAGMA user_version", BIND_NONE,
	    &version, 1, NULL))
		return false;
	str_init(&path);
	str_addf(&path, "%s.v%d.%04d-%02d-%02d", store->path, (int)version,
	    today.year, today.month, today.day);
	is_done = store_copy(store, COPY_MARKS, path.data, err);
	str_release(&path);
	return is_done;
}

bool store_export(struct store *store, const char *path, struct error *err)
{
	return store_copy(store, COPY_ALL, path, err);
}
