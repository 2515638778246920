/*
 * Role: what the files of this room share: the handle, statements, rows of a
 * result, packed bytes. Nothing outside the room includes it but its tests.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "store/store.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>

#include "base/str.h"
#include "news/page.h"

enum {
	STORE_APPLICATION = 0x42746E31, /* "Btn1" in the file's header */
	STORE_BUSY_MS = 5000,
	STORE_PAGE_SIZE = 8192,
	STATEMENT_SEATS = 512,
	DICTIONARIES_MOST = 3, /* in memory; a file may have more */
};

struct statement {
	char *sql;
	sqlite3_stmt *prepared;
};

/* What takes how long, each: search_steps.c. */
enum pace {
	PACE_ARTICLES,
	PACE_PAGES,
	PACE_WORDS,
	PACE_SLICES,
	PACE_SETS,
	PACE_COUNT
};

/* What a handle keeps of the index of words between calls. */
struct search_memory {
	struct word_counter *counter; /* counts what is tokenized, if set */
	struct known_words *known;    /* search_words.c */
	struct pair_set *pairs; /* gathers its pairs, likewise */
	struct word_merge *merge;     /* search_words.c */
	struct pair_sheet *sheet;     /* search_pairs.c */
	int64_t run_from, run_to;     /* docs that are taken */
	struct search_list *list;     /* search_list.c */
	struct str page, places;      /* search_postings.c */
	size_t leaves_read;           /* likewise */
	int64_t paces[PACE_COUNT];    /* nanoseconds; 0: not known yet */
	int steps_to_merge;
	bool is_merged; /* and nothing was indexed since */
};

/* And of related news. */
struct relate_memory {
	uint8_t *counters; /* RELATE_COUNTERS; NULL: not read yet */
	int64_t documents; /* that they are of */
};

struct store {
	sqlite3 *db;
	char *path;
	enum store_role role;
	pthread_t thread;
	bool is_open; /* the file is ours, and was opened well */
	bool is_copy; /* nobody's own: see store_open_copy */
	int version;  /* of its schema then; 0: not yet known */
	bool is_grouped; /* writes join the one that store_begin_group began */
	struct statement **statements; /* kept prepared till the end */
	size_t statement_count, statement_cap;
	struct statement *seats[STATEMENT_SEATS]; /* by where the text lies */
	bool has_batch;   /* changes are logged as one */
	int64_t batch;    /* id of its first; 0: none yet */
	int wal_pages;  /* in the log, after the last commit */
	int wal_copied; /* of these, when it was last copied into the file */
	int64_t write_began; /* clock_nanos; 0: no write is under way */
	int64_t write_nanos; /* written since others had their turn */
	int64_t busy_since; /* clock_ticks of the first try */
	int64_t busy_ms;    /* how long another writer is waited for */
	struct ZSTD_CCtx_s *packer;   /* made when first needed */
	struct ZSTD_DCtx_s *unpacker;
	/* those in use, the last used first: some 300 KB each */
	struct dictionary {
		int64_t id; /* 0: free */
		struct ZSTD_CDict_s *packer;
		struct ZSTD_DDict_s *unpacker;
	} dictionaries[DICTIONARIES_MOST];
	struct search_memory search;
	struct relate_memory relate;
	/* rows that folded lists of all, and of unread ones, do not show */
	struct fold_count {
		bool is_known;
		int64_t version, hidden; /* store_data_version */
	} folds[2];
};

/* --- db.c: statements and transactions --------------------------------- */

/* A value to bind. BIND(INT(id), TEXT(url)) is an array and its count. */
struct value {
	enum { VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_BLOB } kind;
	int64_t number;
	double real;
	const void *data; /* NULL: SQL's NULL */
	size_t len;
};
#define INT(x) {.kind = VALUE_INT, .number = (x)}
#define TEXT(x) {.kind = VALUE_TEXT, .data = (x)}
#define BLOB(x, n) {.kind = VALUE_BLOB, .data = (x), .len = (n)}
#define BIND(...)                                                              \
	(const struct value[]){__VA_ARGS__},                                   \
	    sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)
#define BIND_NONE NULL, 0

/*
 * A row of a new article is only added: nothing is looked for first, and no
 * copies of pages are made for the case that half a replacement fails.
 */
#define ROW_SQL(is_new, rest)                                                  \
	((is_new) ? "INSERT INTO " rest : "INSERT OR REPLACE INTO " rest)

/* Fill err from the connection's last error. */
bool store_fail(struct store *store, int code, struct error *err);

/* Run what is not run often: pragmas, steps of a schema. */
MUST_CHECK bool store_execute(struct store *store, const char *sql,
    struct error *err);

/* Run to its end; for statements without rows. */
MUST_CHECK bool store_run(struct store *store, struct error *err,
    const char *sql, const struct value *values, size_t count);

/*
 * The rows of a statement: open, then next until false, then close, which
 * tells whether all went well and leaves no statement open.
 */
struct cursor {
	struct store *store;
	sqlite3_stmt *prepared;
	struct error *err;
	bool is_failed;
};
struct cursor cursor_open(struct store *store, struct error *err,
    const char *sql, const struct value *values, size_t count);
bool cursor_next(struct cursor *cursor);
MUST_CHECK bool cursor_close(struct cursor *cursor);

int64_t cursor_int(const struct cursor *cursor, int column);
bool cursor_bool(const struct cursor *cursor, int column);
/* Never NULL. */
char *cursor_text(const struct cursor *cursor, int column,
    struct arena *arena);

/* The first row's numbers; *found (may be NULL) false: no row, all 0. */
MUST_CHECK bool store_read_ints(struct store *store, struct error *err,
    const char *sql, const struct value *values, size_t count,
    int64_t *numbers, size_t number_count, bool *found);

/* Begin a write; finish commits what went well, else takes it back. */
MUST_CHECK bool store_begin(struct store *store, struct error *err);
MUST_CHECK bool store_finish(struct store *store, bool is_done,
    struct error *err);

/* Begin a read that sees one state; ended by store_finish as well. */
MUST_CHECK bool store_begin_read(struct store *store, struct error *err);

/* Rows that the last statement changed. */
int64_t store_changed_rows(const struct store *store);

/* The statements in use so far, for the test of their plans. */
size_t store_list_statements(const struct store *store,
    struct statement *const **statements);

/* --- schema.c ---------------------------------------------------------- */

/* steps[n] brings version n to n + 1: statements, then NULL. */
struct schema {
	const char *const *const *steps;
	int version; /* the count of steps */
};
extern const struct schema store_schema;

enum schema_state { SCHEMA_NONE, SCHEMA_OLD, SCHEMA_CURRENT };

/* What lies in the file; ERROR_STORE_NEWER, ERROR_STORE_FOREIGN. */
MUST_CHECK bool schema_check(struct store *store,
    const struct schema *schema, enum schema_state *state,
    struct error *err);

/* Bring the file to schema's version in one transaction. */
MUST_CHECK bool schema_migrate(struct store *store,
    const struct schema *schema, struct error *err);

/* As store_open, for a schema of a test's own. */
struct store *store_open_schema(const char *path, enum store_role role,
    const struct schema *schema, struct error *err);

/* The same for a copy that is nobody's: no marks are put aside. */
struct store *store_open_copy(const char *path, struct error *err);

/* Caches and durability as the role has them. */
MUST_CHECK bool store_set_role(struct store *store, struct error *err);

/* A file of ours and what SQLite has beside it. */
void store_remove_files(const char *path);

/* --- copy.c ------------------------------------------------------------ */

enum copy_kind {
	COPY_ALL,   /* but for what is made again from the rest */
	COPY_MARKS, /* what cannot be fetched again */
};

/* A cache in a file of its own, there whole or not at all. */
MUST_CHECK bool store_copy(struct store *store, enum copy_kind kind,
    const char *path, struct error *err);

/* Before a migration: the marks, in a dated file beside the cache. */
MUST_CHECK bool store_rescue(struct store *store, struct error *err);

/* --- blob.c: bytes as they lie in the file ------------------------------ */

/* Kept in caches. */
enum packing {
	PACKING_HTML = -1, /* a feed's text as it came: build.c */
	PACKING_PLAIN = 0,
	PACKING_ZSTD = 1,
	/* from 2 on: zstd with the dictionary of that id */
};

struct blob {
	int64_t packing;
	struct str bytes; /* released by the caller */
};

/* Pack bytes, with zstd where they are long enough to gain by it. */
void blob_pack(struct store *store, const char *data, size_t len,
    struct blob *blob);

/* As they are. */
void blob_keep(const char *data, size_t len, struct blob *blob);

/* The same for news, with the newest dictionary if there is one. */
MUST_CHECK bool blob_pack_text(struct store *store, const char *data,
    size_t len, struct blob *blob, struct error *err);

/* The bytes of column, packed as the column before it says. */
MUST_CHECK bool blob_unpack(const struct cursor *cursor, int column,
    struct arena *arena, char **data, size_t *len, struct error *err);

void blob_release_dictionaries(struct store *store);

/* --- packing.c: texts of pages ------------------------------------------ */

/*
 * To read the text that an article has, join it so (a, p: article, page):
 * columns of the page's text, of one that version 1 stored, of the feed's.
 */
#define TEXT_COLUMNS                                                           \
	"x.packing, x.bytes, y.body_packing, y.body, y.extra_packing,"         \
	" y.extra, b.body_packing, b.body"
#define TEXT_JOINS                                                             \
	" LEFT JOIN text AS x ON x.id = p.text_id"                             \
	" LEFT JOIN page_text AS y ON y.page_id = p.id"                        \
	" LEFT JOIN article_body AS b ON b.article_id = a.id"
enum { TEXT_COLUMN_FEED = 6, TEXT_COLUMN_COUNT = 8 };

struct text_parts {
	const char *body, *extra; /* NULL: there is none */
	size_t body_len, extra_len;
};

/* The page's text from TEXT_COLUMNS, which begin at column. */
MUST_CHECK bool text_read(const struct cursor *cursor, int column,
    struct arena *arena, struct text_parts *parts, struct error *err);

/*
 * Blocks of the page's text or, where that has none, of the feed's; empty
 * if there are none either.
 */
MUST_CHECK bool text_read_blocks(const struct cursor *cursor, int column,
    struct arena *arena, struct block_list *list, struct error *err);

/* A page's body and extra as one, to be packed; and apart again. */
void text_encode(struct str *out, const struct page *page);
void text_join(struct str *out, const struct text_parts *parts);
MUST_CHECK bool text_split(const char *data, size_t len,
    struct text_parts *parts);

/* Within a transaction; replaces what the page had. */
MUST_CHECK bool text_save(struct store *store, int64_t page_id,
    const struct blob *text, struct error *err);

/* --- pictures.c ---------------------------------------------------------- */

/* Theirs of an article that ours lacks; within a transaction. */
MUST_CHECK bool picture_merge(struct store *store, struct store *other,
    int64_t theirs, int64_t ours, struct error *err);

/* --- raw.c: pages as they came -------------------------------------------- */

/* Within a transaction; whoever takes a raw page out does it by raw_drop. */
MUST_CHECK bool raw_save(struct store *store, int64_t page_id,
    const struct blob *raw, struct error *err);
MUST_CHECK bool raw_drop(struct store *store, int64_t page_id,
    struct error *err);

/* pages.c: the page's date for its articles, where it is worth more. */
MUST_CHECK bool page_mend_dates(struct store *store, int64_t page_id,
    const struct page *page, int64_t now, struct error *err);

/* --- build.c: feed texts as they came ----------------------------------- */

/* Keep a draft's html beside its article, to be built. */
MUST_CHECK bool build_save_html(struct store *store, int64_t article_id, bool is_new,
    const struct article_draft *draft, struct error *err);

/* Whether the bytes of column are such, by the column before it. */
bool build_is_html(const struct cursor *cursor, int column);

/* --- shared by the files below ----------------------------------------- */

enum relate_state { /* kept in caches */
	RELATE_DUE = 0,
	RELATE_DONE = 1,
	RELATE_WAITING = 2, /* its page may still come */
	RELATE_COUNTED = 3, /* its terms are, and it is due */
};

enum index_state { /* kept in caches */
	INDEX_DUE = 0,
	INDEX_DONE = 1,
	INDEX_WAITING = 2, /* its page may still come */
};

/* What article.is_date_trusted says. */
enum date_trust { /* kept in caches */
	DATE_FIRST_SEEN = 0,
	DATE_TRUSTED = 1,
	DATE_ROUGH = 2, /* the day or the hour alone */
};
enum {
	/* how far from a rough date the moment can be that is meant by it */
	DATE_ROUGH_SECONDS = 2 * 86400,
};

/* Add to the kept counts of a source's articles. */
MUST_CHECK bool source_count(struct store *store, int64_t id, int64_t total,
    int64_t unread, struct error *err);

/* What lists show of an article, and its own text; in a transaction. */
MUST_CHECK bool article_save_text(struct store *store, int64_t id,
    const char *title, const char *link, const char *author,
    const char *lead, struct error *err);
MUST_CHECK bool article_save_body(struct store *store, int64_t id,
    const struct blob *body, struct error *err);

/* As store_save_try, within a transaction. */
MUST_CHECK bool source_save_try(struct store *store,
    const struct source *source, struct error *err);

struct page_place {
	int64_t id; /* 0: none */
	enum page_state state;
	bool is_link; /* its address is written just as the link asked for */
};

/* The page of a canonical address; within a transaction. */
MUST_CHECK bool page_find(struct store *store, const char *address,
    const char *link, struct page_place *place, struct error *err);

/* A new page, wanted or (PAGE_NONE) not; place->state says so. */
MUST_CHECK bool page_add(struct store *store, const char *address,
    const char *link, int64_t published, struct page_place *place,
    struct error *err);

/* The page an article has is now found at another address. */
MUST_CHECK bool page_move(struct store *store, const char *address,
    const char *link, struct page_place *place, struct error *err);

/* What a page says beside its text, as kept. */
void page_pack_extra(struct str *out, const struct page *page);
MUST_CHECK bool page_unpack_extra(const void *data, size_t len,
    struct arena *arena, struct page *page);

/*
 * Append " FROM article AS a ..." with the query's conditions, and order and
 * limit but for a count; and set the values to bind, in order. One index a
 * query, named, so that no statistics can change a plan.
 */
enum query_use { QUERY_ROWS, QUERY_IDS, QUERY_COUNT };
struct query_values {
	struct value values[8];
	size_t count;
};
void query_add_sql(struct str *sql, const struct query *query,
    enum query_use use, struct query_values *values);

/*
 * Whether stories are folded in a list (folds.c); the condition that leaves
 * the newest of each; how many of so many rows it leaves out of the list, or
 * of its part beyond the query's bound; and how many are behind each of these.
 */
bool query_folds(const struct query *query);
void query_add_fold(struct str *sql, const struct query *query);
MUST_CHECK bool folds_count_hidden(struct store *store,
    const struct query *query, int64_t rows, int64_t *hidden,
    struct error *err);
MUST_CHECK bool folds_count_others(struct store *store,
    const struct query *query, struct article_row *rows, size_t count,
    struct error *err);

/* Columns of a row as QUERY_ROWS joins them: a, t, s, p. */
#define ROW_COLUMNS                                                            \
	"a.id, a.source_id, t.title, ifnull(t.link, p.url), t.lead,"           \
	" ifnull(nullif(s.title, ''), s.url), a.published,"                    \
	" a.is_date_trusted, a.is_unread, a.is_starred, a.is_updated,"         \
	" p.state, CASE p.state WHEN 2 THEN p.words ELSE a.words END,"         \
	" a.story"
enum { ROW_COLUMN_COUNT = 14 };
#define ROW_JOINS                                                              \
	" CROSS JOIN article_text AS t ON t.article_id = a.id"                 \
	" CROSS JOIN source AS s ON s.id = a.source_id"                        \
	" LEFT JOIN page AS p ON p.id = a.page_id"
void row_read(const struct cursor *cursor, struct arena *arena,
    struct article_row *row);

/* Articles that were changed; rows is freed by the caller. */
struct changed {
	struct mark_row {
		int64_t id, source_id;
	} *rows;
	size_t count, cap;
};
void changed_add(struct changed *changed, int64_t id, int64_t source_id);

/* --- relate_lists.c, relate_counts.c -------------------------------------- */

/* Within a transaction. */
MUST_CHECK bool relate_add_postings(struct store *store,
    const struct relate_entry *entries, size_t count, struct error *err);

/* Whether all rows can be read, and belong to a level. */
MUST_CHECK bool relate_verify(struct store *store, bool *is_good,
    struct error *err);

/* Forget all of it: it is made again in steps; within a transaction. */
MUST_CHECK bool relate_forget(struct store *store, struct error *err);

/* What a handle holds of the counts. */
void relate_release(struct store *store);

/* --- verify.c -------------------------------------------------------------- */

/* What bytes are kept. */
enum content {
	CONTENT_BLOCKS,
	CONTENT_EXTRA,
	CONTENT_TEXT, /* both */
	CONTENT_BYTES,
};

/* Whether a row's bytes can be read: id, packing, bytes. */
bool content_is_sound(const struct cursor *cursor, enum content content);

/* --- bulk.c: changes of many articles, in steps -------------------------- */

/* To the end; store_mark, store_tag of all articles of a query. */
MUST_CHECK bool bulk_mark_all(struct store *store, enum store_mark mark,
    const struct query *query, int64_t now, int64_t *changed,
    struct error *err);
MUST_CHECK bool bulk_tag_all(struct store *store, const char *tag,
    bool is_set, const struct query *query, int64_t now, int64_t *changed,
    struct error *err);

/*
 * One step back or forth in the log of changes (batch 0: its end), within a
 * transaction; *batch is that of the change, 0 where it stood alone, and
 * change is added to. *found false: there was none.
 */
MUST_CHECK bool change_step(struct store *store, bool is_back, int64_t now,
    int64_t *batch, struct arena *arena, struct store_change *change,
    bool *found, struct error *err);

/* Log that a source was added or removed. */
MUST_CHECK bool change_add(struct store *store, int kind, int64_t now,
    int64_t source_id, struct error *err);

/* Log a mark, or a tag; sorts the rows. */
MUST_CHECK bool change_add_articles(struct store *store, int kind,
    int64_t now, int64_t tag_id, struct changed *changed, struct error *err);

/* Append articles as the log has them; sorts the rows. */
void change_pack_articles(struct str *out, struct changed *changed);

/* Set a mark, or a tag, without logging it; a tag's changed may be NULL. */
MUST_CHECK bool mark_apply(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, struct changed *changed,
    struct error *err);
/* Set a mark, and log it; within a transaction. */
MUST_CHECK bool mark_articles(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, int64_t now, int64_t *changed,
    struct error *err);
enum store_mark mark_inverse(enum store_mark mark);
MUST_CHECK bool article_tag_apply(struct store *store, int64_t tag_id,
    bool is_set, const int64_t *ids, size_t count, int64_t now, struct changed *changed,
    struct error *err);

/* Give them a clean tag, or take it off, and log it; in a transaction. */
MUST_CHECK bool article_tag_articles(struct store *store, const char *tag,
    bool is_set, const int64_t *ids, size_t count, int64_t now,
    int64_t *changed, struct error *err);

/* A tag's id; 0: there is none, and none was to be made. */
MUST_CHECK bool article_tag_find(struct store *store, const char *tag,
    bool is_made, int64_t *id, struct error *err);

/* An article's date was mended. */
MUST_CHECK bool article_tag_follow_date(struct store *store, int64_t article_id,
    struct error *err);

/* Log what is known by other bytes than articles. */
MUST_CHECK bool change_add_bytes(struct store *store, int kind, int64_t now,
    const void *data, size_t len, struct error *err);

/* Save another cache's searches, cleaned; within a transaction. */
MUST_CHECK bool saved_merge(struct store *store, struct store *other,
    int64_t now, struct error *err);
/* Do what the log says of a search, or the contrary; what it is called. */
MUST_CHECK bool saved_apply(struct store *store, const void *data,
    size_t len, bool is_back, struct error *err);
MUST_CHECK bool saved_subject(struct store *store, const void *data,
    size_t len, struct arena *arena, char **subject, struct error *err);

/*
 * Teach a connection the tokenizer 'bantin' and the function
 * search_score(search), before the index of words is made or used.
 */
MUST_CHECK bool search_register(struct store *store, struct error *err);

/*
 * What an article's text was when it was indexed is kept for the index, to
 * be taken out by; called before anything that changes title, author, lead,
 * body or page of an article. Within a transaction.
 */
MUST_CHECK bool index_keep_text(struct store *store, int64_t article_id,
    struct error *err);
/* The same for all articles of a page. */
MUST_CHECK bool index_keep_page(struct store *store, int64_t page_id,
    struct error *err);

#endif
