#include "store/internal.h"

#include "base/log.h"

/*
 * Version 1. Rows that lists walk are narrow (article); texts lie beside
 * them, so that marking all read rewrites 40 bytes a row. What may be thrown
 * away (raw pages, folded titles) has tables of its own. Addresses and keys
 * are found by 64-bit hashes: the texts would be half the file.
 */
static const char *const version_1[] = {
    "CREATE TABLE source ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " url TEXT NOT NULL,"
    " address TEXT NOT NULL UNIQUE," /* canonical */
    " title TEXT NOT NULL DEFAULT '',"
    " province TEXT NOT NULL DEFAULT '',"
    " kind INTEGER NOT NULL,"
    " place INTEGER NOT NULL," /* among those followed */
    " is_followed INTEGER NOT NULL DEFAULT 1,"
    " added INTEGER NOT NULL,"
    " total INTEGER NOT NULL DEFAULT 0," /* kept, never counted at a start */
    " unread INTEGER NOT NULL DEFAULT 0,"
    " health INTEGER NOT NULL DEFAULT 0,"
    " error_code INTEGER NOT NULL DEFAULT 0,"
    " error_number INTEGER NOT NULL DEFAULT 0,"
    " error_subject TEXT NOT NULL DEFAULT '',"
    " repairs TEXT NOT NULL DEFAULT '',"
    " status INTEGER NOT NULL DEFAULT 0,"
    " failures INTEGER NOT NULL DEFAULT 0,"
    " bytes INTEGER NOT NULL DEFAULT 0,"
    " asked INTEGER NOT NULL DEFAULT 0,"
    " unchanged INTEGER NOT NULL DEFAULT 0,"
    " last_attempt INTEGER NOT NULL DEFAULT 0,"
    " last_success INTEGER NOT NULL DEFAULT 0,"
    " next_due INTEGER NOT NULL DEFAULT 0,"
    " etag TEXT NOT NULL DEFAULT '',"
    " last_modified TEXT NOT NULL DEFAULT '',"
    " body_hash INTEGER NOT NULL DEFAULT 0)",
    "CREATE INDEX source_place ON source(place)",

    "CREATE TABLE source_former (" /* where a source was before it moved */
    " address TEXT PRIMARY KEY,"
    " source_id INTEGER NOT NULL REFERENCES source(id)) WITHOUT ROWID",

    "CREATE TABLE source_tag ("
    " source_id INTEGER NOT NULL REFERENCES source(id),"
    " place INTEGER NOT NULL,"
    " tag TEXT NOT NULL,"
    " PRIMARY KEY (source_id, place)) WITHOUT ROWID",

    "CREATE TABLE page ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " address_hash INTEGER NOT NULL," /* of url_canonical(url) */
    " url TEXT NOT NULL,"
    " state INTEGER NOT NULL,"
    " published INTEGER NOT NULL," /* of its newest article */
    " claimed INTEGER NOT NULL DEFAULT 0,"
    " tried INTEGER NOT NULL DEFAULT 0,"
    " tries INTEGER NOT NULL DEFAULT 0,"
    " error_code INTEGER NOT NULL DEFAULT 0,"
    " error_number INTEGER NOT NULL DEFAULT 0,"
    " error_subject TEXT," /* NULL: url */
    " words INTEGER NOT NULL DEFAULT 0)",
    "CREATE INDEX page_address ON page(address_hash)",
    "CREATE INDEX page_wanted ON page(published) WHERE state = 1",

    "CREATE TABLE page_text ("
    " page_id INTEGER PRIMARY KEY REFERENCES page(id),"
    " body_packing INTEGER NOT NULL,"
    " body BLOB NOT NULL," /* blocks */
    " extra_packing INTEGER NOT NULL,"
    " extra BLOB NOT NULL)", /* pages.c */

    "CREATE TABLE page_raw ("
    " page_id INTEGER PRIMARY KEY REFERENCES page(id),"
    " raw_packing INTEGER NOT NULL,"
    " raw BLOB NOT NULL)",

    "CREATE TABLE article ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " source_id INTEGER NOT NULL REFERENCES source(id),"
    " page_id INTEGER REFERENCES page(id),"
    " published INTEGER NOT NULL,"
    " is_unread INTEGER NOT NULL,"
    " is_starred INTEGER NOT NULL DEFAULT 0,"
    " is_date_trusted INTEGER NOT NULL," /* enum date_trust */
    " is_updated INTEGER NOT NULL DEFAULT 0,"
    " is_headline INTEGER NOT NULL,"
    " relate_state INTEGER NOT NULL,"
    " words INTEGER NOT NULL," /* of the feed's own text */
    " position INTEGER NOT NULL DEFAULT 0,"
    " first_seen INTEGER NOT NULL,"
    " updated INTEGER NOT NULL,"
    " content_hash INTEGER NOT NULL)",
    "CREATE INDEX article_newest ON article(published)",
    "CREATE INDEX article_source ON article(source_id, published)",
    "CREATE INDEX article_unread ON article(published)"
    " WHERE is_unread = 1",
    "CREATE INDEX article_source_unread ON article(source_id, published)"
    " WHERE is_unread = 1",
    "CREATE INDEX article_starred ON article(published)"
    " WHERE is_starred = 1",
    "CREATE INDEX article_page ON article(page_id, published)"
    " WHERE page_id IS NOT NULL",
    "CREATE INDEX article_unrelated ON article(id)"
    " WHERE relate_state = 0",

    "CREATE TABLE article_text ("
    " article_id INTEGER PRIMARY KEY REFERENCES article(id),"
    " title TEXT NOT NULL,"
    " link TEXT," /* NULL: its page's */
    " author TEXT,"
    " lead TEXT)",

    "CREATE TABLE article_title ("
    " article_id INTEGER PRIMARY KEY REFERENCES article(id),"
    " folded TEXT NOT NULL)",

    "CREATE TABLE article_body (" /* the feed's own text */
    " article_id INTEGER PRIMARY KEY REFERENCES article(id),"
    " body_packing INTEGER NOT NULL,"
    " body BLOB NOT NULL)",

    "CREATE TABLE article_key ("
    " source_id INTEGER NOT NULL REFERENCES source(id),"
    " hash INTEGER NOT NULL," /* of kind and trimmed text */
    " article_id INTEGER NOT NULL REFERENCES article(id),"
    " PRIMARY KEY (source_id, hash)) WITHOUT ROWID",

    "CREATE TABLE change ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " at INTEGER NOT NULL,"
    " kind INTEGER NOT NULL," /* struct store_change */
    " count INTEGER NOT NULL,"
    " source_id INTEGER REFERENCES source(id),"
    " articles BLOB," /* ids, ascending, as differences (base/pack) */
    " undone INTEGER NOT NULL DEFAULT 0)", /* when */
    "CREATE INDEX change_standing ON change(id) WHERE undone = 0",

    "CREATE TABLE relate_term (" /* all pairs, in how many articles */
    " term INTEGER PRIMARY KEY,"
    " documents INTEGER NOT NULL)",

    "CREATE TABLE relate_holder ("
    " term INTEGER NOT NULL,"
    " article_id INTEGER NOT NULL,"
    " PRIMARY KEY (term, article_id)) WITHOUT ROWID",

    "CREATE TABLE relate_article (" /* what relate_holder says of one */
    " article_id INTEGER PRIMARY KEY REFERENCES article(id),"
    " terms_packing INTEGER NOT NULL,"
    " terms BLOB NOT NULL)",

    "CREATE TABLE tally ("
    " name TEXT PRIMARY KEY,"
    " value INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO tally VALUES ('related', 0)",
    NULL,
};

/*
 * Version 2. Texts of pages lie in the order they came in: by page, newest
 * first as they are fetched, the file was half empty. What page_text holds
 * is moved behind (packing.c). Tags are kept when taken off, so that of two
 * caches the newer word counts. Changes of one command have one batch. Keys
 * of purged articles are kept: feeds hold them on.
 */
static const char *const version_2[] = {
    "CREATE TABLE dictionary ("
    " id INTEGER PRIMARY KEY," /* from 2 on: what packing says */
    " bytes BLOB NOT NULL)",

    "CREATE TABLE text ("
    " id INTEGER PRIMARY KEY,"
    " packing INTEGER NOT NULL,"
    " bytes BLOB NOT NULL)", /* packing.c */
    "ALTER TABLE page ADD COLUMN text_id INTEGER REFERENCES text(id)",

    "CREATE TABLE tag ("
    " id INTEGER PRIMARY KEY,"
    " name TEXT NOT NULL UNIQUE)",

    "CREATE TABLE article_tag ("
    " tag_id INTEGER NOT NULL REFERENCES tag(id),"
    " article_id INTEGER NOT NULL REFERENCES article(id),"
    " is_set INTEGER NOT NULL,"
    " published INTEGER NOT NULL," /* as the article's */
    " changed INTEGER NOT NULL,"
    " PRIMARY KEY (article_id, tag_id)) WITHOUT ROWID",
    "CREATE INDEX article_tag_newest ON article_tag(tag_id, published)"
    " WHERE is_set = 1",

    "ALTER TABLE change ADD COLUMN batch INTEGER", /* its first's id */
    "ALTER TABLE change ADD COLUMN tag_id INTEGER REFERENCES tag(id)",
    "CREATE INDEX change_undone ON change(id) WHERE undone <> 0",

    "CREATE TABLE gone_key ("
    " source_id INTEGER NOT NULL REFERENCES source(id),"
    " hash INTEGER NOT NULL,"
    " PRIMARY KEY (source_id, hash)) WITHOUT ROWID",

    /* what of version 1 waits to be packed with a dictionary */
    "INSERT INTO tally VALUES ('text_packed', 0), ('text_to_pack', 0),"
    " ('body_packed', 0), ('body_to_pack', 0)",
    NULL,
};

/*
 * Version 3. What is known of a host over restarts, and who is asking it now;
 * what a feed says of when to come again. Feed texts that are not made into
 * blocks yet are found by an index of their own.
 */
static const char *const version_3[] = {
    "CREATE TABLE host (" /* name, with the port where it is unusual */
    " name TEXT PRIMARY KEY,"
    " wait_until INTEGER NOT NULL DEFAULT 0," /* as it asked */
    " claimed INTEGER NOT NULL DEFAULT 0," /* when; 0: by nobody */
    " claimant INTEGER NOT NULL DEFAULT 0," /* the process */
    " pages_day INTEGER NOT NULL DEFAULT 0," /* pages were fetched on it */
    " pages INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",

    "CREATE TABLE host_robots ("
    " id INTEGER PRIMARY KEY,"
    " name TEXT NOT NULL UNIQUE,"
    " asked INTEGER NOT NULL,"
    " status INTEGER NOT NULL," /* 0: it could not be reached */
    " body_packing INTEGER NOT NULL,"
    " body BLOB NOT NULL)",

    "ALTER TABLE source ADD COLUMN wish INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE source ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE source ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0",

    "CREATE INDEX article_body_unbuilt ON article_body(article_id)"
    " WHERE body_packing = -1",
    NULL,
};

/*
 * Version 4. Where the catalogue's sites were found to have their news;
 * sources that the reader lets rest; what an address led to, to choose from.
 */
static const char *const version_4[] = {
    "CREATE TABLE catalogue_found ("
    " site TEXT PRIMARY KEY,"
    " url TEXT NOT NULL,"
    " at INTEGER NOT NULL) WITHOUT ROWID",

    "ALTER TABLE source ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0",

    "CREATE TABLE offer ("
    " place INTEGER PRIMARY KEY,"
    " url TEXT NOT NULL,"
    " title TEXT NOT NULL,"
    " how INTEGER NOT NULL," /* enum found_how */
    " items INTEGER NOT NULL)",
    NULL,
};

/*
 * Version 5. The index of words (search_index.c). An article's doc is its row
 * there; what is indexed of texts that have changed lies in search_old until
 * it is taken out. Words, and in how many articles they are, complete what is
 * typed (search_words.c). Segments of the index are merged by steps alone.
 */
static const char *const version_5[] = {
    "ALTER TABLE article ADD COLUMN index_state INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE article ADD COLUMN doc INTEGER",
    "ALTER TABLE article ADD COLUMN doc_hash INTEGER",
    "UPDATE article SET index_state = 2 WHERE relate_state = 2",
    "CREATE INDEX article_unindexed ON article(index_state, published)"
    " WHERE index_state <> 1",
    "CREATE UNIQUE INDEX article_doc ON article(doc) WHERE doc IS NOT NULL",

    "CREATE VIRTUAL TABLE search USING fts5(title, body, content='',"
    " columnsize=0, tokenize='bantin')",
    "INSERT INTO search (search, rank) VALUES ('automerge', 0)",
    "INSERT INTO search (search, rank) VALUES ('usermerge', 16)",
    "INSERT INTO search (search, rank) VALUES ('crisismerge', 1000)",
    "INSERT INTO search (search, rank) VALUES ('hashsize', 8388608)",

    "CREATE TABLE search_old ("
    " doc INTEGER PRIMARY KEY,"
    " version INTEGER NOT NULL," /* of the words; 0: cannot be taken out */
    " text_packing INTEGER NOT NULL,"
    " text BLOB NOT NULL)", /* title, NUL, body */
    "CREATE INDEX search_old_due ON search_old(version, doc)",

    "CREATE TABLE word ("
    " word TEXT PRIMARY KEY,"
    " articles INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE word_batch (" /* counted, and to be summed into word */
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " words BLOB NOT NULL)",
    "CREATE TABLE word_sum (" /* at most one row: how far the sum is */
    " upto INTEGER NOT NULL," /* batches */
    " after TEXT NOT NULL)", /* words that are written */
    "INSERT INTO tally VALUES ('indexed', 0)",
    "INSERT INTO tally VALUES ('words_version', 1)",

    "CREATE TABLE saved_search ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " place INTEGER NOT NULL,"
    " title TEXT NOT NULL,"
    " query TEXT NOT NULL)",

    "DROP TABLE article_title", /* titles are in the index */
    NULL,
};

/*
 * Version 6. The body is the index's first column: each article of a word's
 * list costs two bytes more in any other, a fourth of the whole. What is
 * indexed is indexed anew, in steps.
 */
static const char *const version_6[] = {
    "DROP TABLE search",
    "CREATE VIRTUAL TABLE search USING fts5(body, title, content='',"
    " columnsize=0, tokenize='bantin')",
    "INSERT INTO search (search, rank) VALUES ('automerge', 0)",
    "INSERT INTO search (search, rank) VALUES ('usermerge', 16)",
    "INSERT INTO search (search, rank) VALUES ('crisismerge', 1000)",
    "INSERT INTO search (search, rank) VALUES ('hashsize', 8388608)",
    "UPDATE article SET doc = NULL, doc_hash = NULL,"
    " index_state = CASE index_state WHEN 1 THEN 0 ELSE index_state END"
    " WHERE doc IS NOT NULL",
    "DELETE FROM search_old",
    "DELETE FROM word",
    "DELETE FROM word_batch",
    "DELETE FROM word_sum",
    "UPDATE tally SET value = 0 WHERE name = 'indexed'",
    NULL,
};

/*
 * Version 7. The index has the exact forms of words alone (WORDS_VERSION 2):
 * half of it. What a word without marks may stand for is asked of the table
 * of words, so a form is there as soon as an article with it is indexed. The
 * index is made anew, in steps, from the first of them on.
 */
static const char *const version_7[] = {
    "DROP TABLE word",
    "CREATE TABLE word ("
    " folded TEXT NOT NULL,"
    " word TEXT NOT NULL,"
    " articles INTEGER NOT NULL,"
    " PRIMARY KEY (folded, word)) WITHOUT ROWID",
    "DELETE FROM word_batch",
    "DELETE FROM word_sum",
    "INSERT INTO tally VALUES ('words_emptied', 0)",
    NULL,
};

/*
 * Version 8. Pictures of articles, as small as a terminal shows them, each
 * with the article that it was asked for.
 */
static const char *const version_8[] = {
    "CREATE TABLE picture ("
    " id INTEGER PRIMARY KEY,"
    " article_id INTEGER NOT NULL REFERENCES article(id),"
    " url TEXT NOT NULL,"
    " asked INTEGER NOT NULL,"
    " error_code INTEGER NOT NULL," /* why there are no dots */
    " error_number INTEGER NOT NULL,"
    " error_subject TEXT NOT NULL,"
    " width INTEGER NOT NULL,"
    " height INTEGER NOT NULL,"
    " dots_packing INTEGER NOT NULL,"
    " dots BLOB NOT NULL)", /* three bytes each */
    "CREATE UNIQUE INDEX picture_url ON picture(article_id, url)",
    NULL,
};

/*
 * Version 9. Which words stand side by side in an indexed article, as a set of
 * bits, and many of these turned (search_pairs.c): phrases of frequent words
 * are found by them. The index is made anew, in steps.
 */
static const char *const version_9[] = {
    "CREATE TABLE search_pair_doc ("
    " seq INTEGER PRIMARY KEY," /* from 1 on, without gaps */
    " doc INTEGER NOT NULL)",
    "CREATE TABLE search_pair (" /* those that are in no sheet */
    " seq INTEGER PRIMARY KEY,"
    " bits BLOB NOT NULL)",
    "CREATE TABLE search_sheet ("
    " id INTEGER PRIMARY KEY," /* sheet * 4096 + the bit of the sets */
    " bits BLOB NOT NULL)", /* which sets have it */
    "INSERT INTO tally VALUES ('pair_sheets', 0)",
    NULL,
};

/*
 * Version 10. Which articles tell the same story; and related news by lists of
 * terms in levels (relate_lists.c), with counts of terms that may be a little
 * off (relate_counts.c), in place of a row for each term and article. What was
 * related is related anew, in steps, the newest first.
 */
static const char *const version_10[] = {
    "ALTER TABLE article ADD COLUMN story INTEGER", /* its first's id */
    "CREATE INDEX article_story ON article(story, published)"
    " WHERE story IS NOT NULL",
    "CREATE INDEX article_counted ON article(id) WHERE relate_state = 3",

    "CREATE TABLE relate_count ("
    " id INTEGER PRIMARY KEY," /* from 0 on: a range of terms */
    " packing INTEGER NOT NULL,"
    " counts BLOB NOT NULL)", /* a byte each */

    "CREATE TABLE relate_level (" /* a generation of lists */
    " generation INTEGER PRIMARY KEY AUTOINCREMENT,"
    " level INTEGER NOT NULL,"
    " state INTEGER NOT NULL," /* enum level_state */
    " bits INTEGER NOT NULL," /* of a term that name its row */
    " articles INTEGER NOT NULL,"
    " upper INTEGER NOT NULL DEFAULT 0," /* generations it is made of */
    " lower INTEGER NOT NULL DEFAULT 0,"
    " next INTEGER NOT NULL DEFAULT 0)", /* row that is made next */

    "CREATE TABLE relate_list ("
    " id INTEGER PRIMARY KEY," /* generation << 24 | row */
    " bytes BLOB NOT NULL)",

    "DROP TABLE relate_term",
    "DROP TABLE relate_holder",
    "DROP TABLE relate_article",
    "UPDATE tally SET value = 0 WHERE name = 'related'",
    "INSERT INTO tally VALUES ('relate_again',"
    " (SELECT coalesce(max(id), 0) FROM article))",
    NULL,
};

static const char *const *const steps[] = {
    version_1, version_2, version_3, version_4, version_5,
    version_6, version_7, version_8, version_9, version_10};

_Static_assert(ARRAY_LEN(steps) == STORE_VERSION, "a step for each version");

const struct schema store_schema = {steps, STORE_VERSION};

static bool read_pragma(struct store *store, const char *sql,
    int64_t *number, struct error *err)
{
	return store_read_ints(store, err, sql, BIND_NONE, number, 1, NULL);
}

bool schema_check(struct store *store, const struct schema *schema,
    enum schema_state *state, struct error *err)
{
	int64_t application, version, tables;

	/* the first to read the file: no database is told here */
	if (!read_pragma(store, "PRAGMA application_id", &application, err) ||
	    !read_pragma(store, "PRAGMA user_version", &version, err) ||
	    !read_pragma(store, "SELECT count(*) FROM sqlite_schema",
	    &tables, err))
		return false;
	*state = SCHEMA_NONE;
	if (application == 0 && version == 0 && tables == 0)
		return true;
	if (application != STORE_APPLICATION)
		return error_set(err, ERROR_STORE_FOREIGN, store->path, 0);
	if (version > schema->version)
		return error_set(err, ERROR_STORE_NEWER, store->path,
		    (long)version);
	*state = version < schema->version ? SCHEMA_OLD : SCHEMA_CURRENT;
	return true;
}

static bool take_step(struct store *store, const char *const *step,
    struct error *err)
{
	for (; *step != NULL; step++) {
		if (!store_execute(store, *step, err))
			return false;
	}
	return true;
}

/* The steps from the version in the file on; within a transaction. */
static bool take_steps(struct store *store, const struct schema *schema,
    struct error *err)
{
	enum schema_state state;
	int64_t version;
	struct str sql;
	bool is_done = true;

	/* another process may have done it while this one waited */
	if (!schema_check(store, schema, &state, err) ||
	    !read_pragma(store, "PRAGMA user_version", &version, err))
		return false;
	for (; is_done && version < schema->version; version++)
		is_done = take_step(store, schema->steps[version], err);
	str_init(&sql);
	str_addf(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    STORE_APPLICATION, schema->version);
	is_done = is_done && store_execute(store, sql.data, err);
	str_release(&sql);
	if (is_done)
		log_add("store", "schema is at version %d", schema->version);
	return is_done;
}

bool schema_migrate(struct store *store, const struct schema *schema,
    struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_finish(store, take_steps(store, schema, err), err);
}
