#include "store/internal.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "store/search.h"

enum { INDEX_SAMPLES = 2000 };
enum { FAULTS_MOST = 100 }; /* of one kind; more say nothing new */

struct faults {
	struct store *store;
	struct arena *arena;
	char **lines;
	size_t count, cap;
	bool is_unreadable; /* said once */
	int64_t stride;     /* of the articles looked for in the index */
	struct error *err;
};

static void add_fault(struct faults *faults, char *line)
{
	faults->lines = arena_grow(faults->arena, faults->lines,
	    &faults->cap, faults->count + 1, sizeof(*faults->lines));
	faults->lines[faults->count++] = line;
}

/*
 * End a check. A damaged file is a fault found, not a check that failed.
 */
static bool end_check(struct faults *faults, struct cursor *cursor)
{
	if (cursor_close(cursor))
		return true;
	if (faults->err->code != ERROR_STORE_DAMAGED)
		return false;
	if (!faults->is_unreadable)
		add_fault(faults, arena_dup(faults->arena,
		    _("the file is damaged: a part of it cannot be read")));
	faults->is_unreadable = true;
	error_clear(faults->err);
	return true;
}

/* SQLite gives several lines as one. */
static void add_lines(struct faults *faults, const char *text)
{
	size_t len;

	for (; *text != '\0'; text += len + (text[len] != '\0')) {
		len = strcspn(text, "\n");
		/* "*** in database main ***" heads them */
		if (len > 0 && !str_starts(text, "***"))
			add_fault(faults, arena_printf(faults->arena,
			    _("the file is damaged: %s"),
			    arena_dup_len(faults->arena, text, len)));
	}
}

static bool check_file(struct faults *faults)
{
	struct cursor cursor = cursor_open(faults->store, faults->err,
	    "PRAGMA integrity_check(100)", BIND_NONE);

	while (cursor_next(&cursor)) {
		const char *line = cursor_text(&cursor, 0, faults->arena);

		if (strcmp(line, "ok") != 0)
			add_lines(faults, line);
	}
	return end_check(faults, &cursor);
}

static bool check_references(struct faults *faults)
{
	struct cursor cursor = cursor_open(faults->store, faults->err,
	    "PRAGMA foreign_key_check", BIND_NONE);
	int found = 0;

	while (found < FAULTS_MOST && cursor_next(&cursor)) {
		const char *table = (const char *)sqlite3_column_text(
		    cursor.prepared, 0);
		const char *parent = (const char *)sqlite3_column_text(
		    cursor.prepared, 2);

		/* the keys of purged articles are kept */
		if (str_equal(table, "article_key") &&
		    str_equal(parent, "article"))
			continue;
		found++;
		add_fault(faults, arena_printf(faults->arena,
		    _("table %s, row %lld: what it belongs to is missing"),
		    cursor_text(&cursor, 0, faults->arena),
		    (long long)cursor_int(&cursor, 1)));
	}
	return end_check(faults, &cursor);
}

/* Rows of id and text that should not be; the sentence takes both. */
static bool check_rows(struct faults *faults, const char *sql,
    const char *sentence)
{
	struct cursor cursor = cursor_open(faults->store, faults->err, sql,
	    BIND(INT(FAULTS_MOST)));

	while (cursor_next(&cursor))
		add_fault(faults, arena_printf(faults->arena, sentence,
		    (long long)cursor_int(&cursor, 0)));
	return end_check(faults, &cursor);
}

static bool check_table(struct faults *faults)
{
	static const struct {
		const char *sql, *sentence;
	} checks[] = {
	    {"SELECT id FROM source AS s WHERE total <> (SELECT count(*)"
	    " FROM article AS a INDEXED BY article_source"
	    " WHERE a.source_id = s.id) LIMIT ?1",
	    N_("source %lld: its count of articles is wrong")},
	    {"SELECT id FROM source AS s WHERE unread <> (SELECT count(*)"
	    " FROM article AS a INDEXED BY article_source_unread"
	    " WHERE a.source_id = s.id AND a.is_unread = 1) LIMIT ?1",
	    N_("source %lld: its count of unread articles is wrong")},
	    {"SELECT a.id FROM article AS a"
	    " LEFT JOIN article_text AS t ON t.article_id = a.id"
	    " WHERE t.article_id IS NULL LIMIT ?1",
	    N_("article %lld: its title is missing")},
	    {"SELECT p.id FROM page AS p"
	    " LEFT JOIN text AS x ON x.id = p.text_id"
	    " LEFT JOIN page_text AS y ON y.page_id = p.id"
	    " WHERE p.state = 2 AND x.id IS NULL AND y.page_id IS NULL"
	    " LIMIT ?1",
	    N_("page %lld: its text is missing")},
	    {"SELECT a.id FROM article AS a"
	    " JOIN page AS p ON p.id = a.page_id"
	    " WHERE a.relate_state = 2 AND p.state <> 1 LIMIT ?1",
	    N_("article %lld: waits for a page that is not wanted")},
	    {"SELECT article_id FROM picture WHERE width < 0 OR height < 0"
	    " OR (width = 0) <> (height = 0) OR (error_code = 0) <> (width > 0)"
	    " OR (dots_packing = 0 AND length(dots) <> 3 * width * height)"
	    " LIMIT ?1",
	    N_("article %lld: a picture of it is not whole")},
	};

	for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
		if (!check_rows(faults, checks[i].sql, _(checks[i].sentence)))
			return false;
	}
	return true;
}

/* Whether the index finds an article by a word of its title. */
static bool is_found(struct faults *faults, int64_t doc, const char *word,
    size_t len, bool *found)
{
	char match[80];

	snprintf(match, sizeof(match), "title : \"%.*s\"", (int)len, word);
	return store_read_ints(faults->store, faults->err,
	    "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid = ?2",
	    BIND(TEXT(match), INT(doc)), NULL, 0, found);
}

/* The first word of plain letters; its length, 0: there is none. */
static size_t find_word(const char *title, const char **word)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t len;

	for (*word = title; **word != '\0'; *word += len) {
		*word += strspn(*word, " ");
		len = strcspn(*word, " ");
		if (len > 0 && len < 40 && strspn(*word, letters) == len)
			return len;
	}
	return 0;
}

/* Some articles of all ages are looked for by their titles. */
static bool check_index(struct faults *faults)
{
	struct cursor cursor = cursor_open(faults->store, faults->err,
	    "SELECT a.id, a.doc, t.title FROM article AS a"
	    " INDEXED BY article_doc CROSS JOIN article_text AS t"
	    " ON t.article_id = a.id WHERE a.doc IS NOT NULL"
	    " AND a.index_state = 1 AND a.id % ?1 = 0",
	    BIND(INT(faults->stride)));
	int lost = 0;

	while (lost < FAULTS_MOST && cursor_next(&cursor)) {
		const char *word;
		struct arena arena;
		size_t len;
		bool found = true, is_done = true;

		arena_init(&arena);
		len = find_word(cursor_text(&cursor, 2, &arena), &word);
		if (len > 0)
			is_done = is_found(faults, cursor_int(&cursor, 1),
			    word, len, &found);
		arena_release(&arena);
		if (!is_done)
			break;
		if (found)
			continue;
		lost++;
		add_fault(faults, arena_printf(faults->arena,
		    _("article %lld: the index does not find it"),
		    (long long)cursor_int(&cursor, 0)));
	}
	return end_check(faults, &cursor);
}

/* Of a million articles every 500th. */
static bool choose_stride(struct faults *faults)
{
	int64_t articles;

	if (!store_read_ints(faults->store, faults->err,
	    "SELECT max(id) FROM article", BIND_NONE, &articles, 1, NULL))
		return false;
	faults->stride = articles / INDEX_SAMPLES + 1;
	return true;
}

bool content_is_sound(const struct cursor *cursor, enum content content)
{
	struct block_list list = {0};
	struct text_parts parts;
	struct page page;
	struct arena arena;
	bool is_good;
	char *data;
	size_t len;

	arena_init(&arena);
	is_good = blob_unpack(cursor, 2, &arena, &data, &len, NULL);
	if (is_good)
		parts = (struct text_parts){data, data, len, len};
	if (is_good && content == CONTENT_TEXT)
		is_good = text_split(data, len, &parts);
	if (is_good && content != CONTENT_BYTES && content != CONTENT_EXTRA)
		is_good = block_decode(parts.body, parts.body_len, &arena,
		    &list);
	if (is_good && content != CONTENT_BYTES && content != CONTENT_BLOCKS)
		is_good = page_unpack_extra(parts.extra, parts.extra_len,
		    &arena, &page);
	arena_release(&arena);
	return is_good;
}

static bool check_bytes(struct faults *faults, const char *sql,
    enum content content, const char *sentence)
{
	struct cursor cursor = cursor_open(faults->store, faults->err, sql,
	    BIND_NONE);
	int found = 0;

	while (found < FAULTS_MOST && cursor_next(&cursor)) {
		if (content_is_sound(&cursor, content))
			continue;
		found++;
		add_fault(faults, arena_printf(faults->arena, sentence,
		    (long long)cursor_int(&cursor, 0)));
	}
	return end_check(faults, &cursor);
}

static bool check_contents(struct faults *faults)
{
	return check_bytes(faults,
	    "SELECT p.id, x.packing, x.bytes FROM page AS p"
	    " CROSS JOIN text AS x ON x.id = p.text_id",
	    CONTENT_TEXT, _("page %lld: its text cannot be read")) &&
	    check_bytes(faults,
	    "SELECT page_id, body_packing, body FROM page_text",
	    CONTENT_BLOCKS, _("page %lld: its text cannot be read")) &&
	    check_bytes(faults,
	    "SELECT page_id, extra_packing, extra FROM page_text",
	    CONTENT_EXTRA, _("page %lld: its links cannot be read")) &&
	    check_bytes(faults,
	    "SELECT page_id, raw_packing, raw FROM page_raw",
	    CONTENT_BYTES, _("page %lld: its source cannot be read")) &&
	    check_bytes(faults,
	    "SELECT article_id, body_packing, body FROM article_body"
	    " WHERE body_packing <> -1",
	    CONTENT_BLOCKS, _("article %lld: its text cannot be read")) &&
	    check_bytes(faults,
	    "SELECT id, packing, counts FROM relate_count",
	    CONTENT_BYTES, _("counts of terms, %lld: cannot be read"));
}

static bool check_lists(struct faults *faults)
{
	bool is_good;

	if (!relate_verify(faults->store, &is_good, faults->err))
		return false;
	if (!is_good)
		add_fault(faults, arena_dup(faults->arena,
		    _("the lists of terms are damaged")));
	return true;
}

static bool check_words(struct faults *faults)
{
	bool is_good;

	if (!store_verify_index(faults->store, &is_good, faults->err))
		return false;
	if (!is_good)
		add_fault(faults, arena_dup(faults->arena,
		    _("the index of words was wrong; 'bantin refresh' makes"
		    " it anew")));
	return true;
}

bool store_verify(struct store *store, struct arena *arena, char ***lines,
    size_t *count, struct error *err)
{
	struct error own = {0};
	struct faults faults = {.store = store, .arena = arena,
	    .err = err == NULL ? &own : err};
	/* each check is one statement: no long read keeps the log growing */
	bool is_done = check_file(&faults) && check_references(&faults) &&
	    check_table(&faults) && choose_stride(&faults) &&
	    check_index(&faults) && check_contents(&faults) &&
	    check_words(&faults) && check_lists(&faults);

	/* so damaged that it cannot be read further: what was found says so */
	if (!is_done && faults.count > 0 &&
	    faults.err->code == ERROR_STORE_DAMAGED) {
		error_clear(faults.err);
		is_done = true;
	}
	*lines = faults.lines;
	*count = faults.count;
	return is_done;
}
