/*
 * Role: short ways for the store's tests to make caches and drafts. Thread:
 * one; memory lives till drafts_release.
 */
#ifndef TESTS_STORE_DRAFTS_H
#define TESTS_STORE_DRAFTS_H

#include "store/store.h"

enum { NOW = 1763000000 };

/* A path in the test's folder; a store opened there, else the test ends. */
const char *store_path(const char *name);
struct store *open_store(const char *name, enum store_role role);

/* Follow a source with a web address; its id. */
int64_t add_source(struct store *store, const char *url);

/*
 * A draft known by guid, link and title (any may be NULL but the title), the
 * link's address canonical, the title's key with its day if dated.
 */
struct article_draft make_draft(const char *guid, const char *link,
    const char *title, int64_t published);

/* A body of one paragraph, encoded. */
void set_body(struct article_draft *draft, const char *text);

/* Save, else the test ends. */
struct save_counts save(struct store *store, int64_t source_id,
    const struct article_draft *drafts, size_t count);

/* The newest rows of all, else the test ends. */
size_t list(struct store *store, const struct query *query,
    struct article_row **rows);

/* An article by its id, else the test ends. */
struct article read_one(struct store *store, int64_t id);

/* Index all there is, not waiting for pages; else the test ends. */
void index_all(struct store *store);

/* A page of one paragraph. */
struct page make_page(const char *text);

/* The whole memory of the functions above. */
struct arena *drafts_arena(void);
void drafts_release(void);

/* The one number that a query gives, or -1. */
int64_t ask_number(struct store *store, const char *sql);

/* How many faults store_verify finds; they are printed. */
size_t count_faults(struct store *store);

#endif
