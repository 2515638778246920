/*
 * Role: the cache: one SQLite file that holds sources, articles, pages,
 * marks and the log of changes. Hides SQL, the schema and its migrations,
 * compression. Rows are read into the caller's arena; no statement stays
 * open across a return; writes are short BEGIN IMMEDIATE transactions.
 * Thread: each handle belongs to the thread that opened it (asserted);
 * several processes may have the file open.
 *
 * Every function that can fail sets ERROR_STORE_*: BUSY after 5 s of another
 * writer, FULL, DAMAGED, SQL; the subject is the file.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/error.h"
#include "news/article.h"
#include "news/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STORE_VERSION = 10 };

struct store;

enum store_role {
	STORE_SCREEN,     /* small caches, synchronous NORMAL, no checkpoint */
	STORE_BACKGROUND, /* checkpoints; store_sync makes all durable */
	STORE_COMMAND,    /* synchronous FULL: what returns is on the disk */
};

/*
 * Open, making or migrating it (not for STORE_SCREEN where it exists).
 * ERROR_STORE_NEWER, ERROR_STORE_FOREIGN, ERROR_STORE_OPEN, _DAMAGED.
 */
struct store *store_open(const char *path, enum store_role role,
    struct error *err);
void store_close(struct store *store);

/* Make durable all that any handle has committed. */
MUST_CHECK bool store_sync(struct store *store, struct error *err);

/*
 * Between the two many rows are written: with a larger cache, and synced at
 * the end alone. For those that do not show a screen.
 */
MUST_CHECK bool store_begin_bulk(struct store *store, struct error *err);
MUST_CHECK bool store_end_bulk(struct store *store, struct error *err);

/*
 * Copy the log into the file where it has grown by some pages; nobody waits
 * for that. *did: it had. For STORE_BACKGROUND, whose commits do not.
 */
MUST_CHECK bool store_copy_log(struct store *store, bool *did,
    struct error *err);

/* Grows whenever any handle or process changed the file; -1: unreadable. */
int64_t store_data_version(struct store *store);

/*
 * ERROR_STORE_MIGRATED: a newer program has brought the file to a version
 * that this handle does not know. It writes no more, and what it reads may
 * fail.
 */
MUST_CHECK bool store_check_version(struct store *store, struct error *err);

/*
 * What is written until the end is one transaction: either all of it is kept
 * or (is_done false, or the commit fails) nothing. Short, for others wait.
 */
MUST_CHECK bool store_begin_group(struct store *store, struct error *err);
MUST_CHECK bool store_finish_group(struct store *store, bool is_done,
    struct error *err);

/* What is read until the group's end is of one state; nothing is written. */
MUST_CHECK bool store_begin_reads(struct store *store, struct error *err);

/*
 * Between two parts of a group that may stand alone: where it has kept others
 * out for some milliseconds, what there is is kept, and another one begun.
 */
MUST_CHECK bool store_rest_group(struct store *store, struct error *err);

/* --- sources ---------------------------------------------------------- */

struct source_draft {
	const char *url, *title, *province; /* title, province may be NULL */
	enum source_kind kind;
	const char *const *tags;
	size_t tag_count;
};

/*
 * Follow an address; one that is followed already, or was, gives its old id
 * back, with its articles; *is_new: it was not followed before this call.
 * New ones come last. One that is followed keeps title and kind, and gains
 * the draft's tags.
 */
MUST_CHECK bool store_add_source(struct store *store,
    const struct source_draft *draft, int64_t now, int64_t *id,
    bool *is_new, struct error *err);

/* Unfollow; its articles and their marks stay. Logged. */
MUST_CHECK bool store_remove_source(struct store *store, int64_t id,
    int64_t now, struct error *err);

/* The id of a source, one that is not followed if it was not known. */
MUST_CHECK bool store_know_source(struct store *store,
    const struct source_draft *draft, int64_t now, int64_t *id,
    struct error *err);

/* What is followed, in the order it came, with unread counts. */
MUST_CHECK bool store_read_sources(struct store *store, struct arena *arena,
    struct source **sources, size_t *count, struct error *err);

/*
 * The source that a user means: its id, address (as written or canonical),
 * or folded title. *found false: none.
 */
MUST_CHECK bool store_find_source(struct store *store, const char *name,
    struct arena *arena, struct source *source, bool *found,
    struct error *err);

/* Bookkeeping of one try, all fields of struct source from health on. */
MUST_CHECK bool store_save_try(struct store *store,
    const struct source *source, struct error *err);

/* A better title or kind, learnt from the document; NULL/0 leaves it. */
MUST_CHECK bool store_set_source(struct store *store, int64_t id,
    const char *title, enum source_kind kind, struct error *err);

/*
 * Its address has changed for good; id, articles and marks stay, and it is
 * still known by the old one to store_add_source. *is_moved false: another
 * source has that address already, and nothing is changed.
 */
MUST_CHECK bool store_move_source(struct store *store, int64_t id,
    const char *url, bool *is_moved, struct error *err);

/*
 * Sources as the reader wants them, in this order: id 0 is a new one; one
 * that is followed and not among them is removed. An address that is not the
 * source's old one is where it is now, as with store_move_source. All or
 * nothing, one change to undo. ERROR_SOURCE_TAKEN: two of them would have
 * one address; ERROR_SOURCE_UNKNOWN: the number is none's that is followed.
 */
struct source_edit {
	int64_t id;
	const char *url, *title; /* title NULL: as it is */
	const char *const *tags;
	size_t tag_count;
	bool is_paused;
};
struct edit_counts {
	int added, changed, removed;
};
MUST_CHECK bool store_edit_sources(struct store *store,
    const struct source_edit *edits, size_t count, int64_t now,
    struct edit_counts *counts, struct error *err);

/* The same of one source; its place stays. */
MUST_CHECK bool store_edit_source(struct store *store,
    const struct source_edit *edit, struct error *err);

/* Let it come before another (0: last). */
MUST_CHECK bool store_place_source(struct store *store, int64_t id,
    int64_t before, struct error *err);

/*
 * The address that news was last found at for a site of the catalogue; NULL:
 * none.
 */
MUST_CHECK bool store_find_remembered(struct store *store, const char *site,
    struct arena *arena, char **url, struct error *err);
MUST_CHECK bool store_remember(struct store *store, const char *site,
    const char *url, int64_t now, struct error *err);

/*
 * A site that was followed by its list page is followed by a feed of it from
 * now on; as store_move_source: id, articles and marks stay. ERROR_SOURCE_TAKEN.
 */
MUST_CHECK bool store_switch_source(struct store *store, int64_t id,
    const char *url, struct error *err);

/* When the oldest article of a source was published; 0: it has none. */
MUST_CHECK bool store_find_oldest(struct store *store, int64_t source_id,
    int64_t *published, struct error *err);

/* What an address led to, in place of what one led to before. */
struct offer {
	int64_t place; /* from 1 on, set when they are read */
	char *url, *title;
	int how;       /* refresh's enum found_how */
	int64_t items; /* 0: not asked yet */
};
MUST_CHECK bool store_save_offers(struct store *store,
    const struct offer *offers, size_t count, struct error *err);
MUST_CHECK bool store_read_offers(struct store *store, struct arena *arena,
    struct offer **offers, size_t *count, struct error *err);

/* --- hosts ------------------------------------------------------------ */

/* A host is named as "host", or "host:port" where the port is unusual. */
struct store_host {
	int64_t wait_until; /* as it asked (Retry-After); 0: it did not */
	int64_t pages;      /* fetched on the day asked for */
};
MUST_CHECK bool store_read_host(struct store *store, const char *name,
    int64_t day, struct store_host *host, struct error *err);
MUST_CHECK bool store_set_host_wait(struct store *store, const char *name,
    int64_t until, struct error *err);
/* More pages were fetched on that day (any number that grows). */
MUST_CHECK bool store_add_host_pages(struct store *store, const char *name,
    int64_t day, int64_t pages, struct error *err);

/* robots.txt as it was answered; asked 0: never. */
struct store_robots {
	int64_t asked;
	int status; /* 0: it could not be reached */
	const char *text;
	size_t len;
};
MUST_CHECK bool store_save_robots(struct store *store, const char *name,
    const struct store_robots *robots, struct error *err);
MUST_CHECK bool store_read_robots(struct store *store, const char *name,
    struct arena *arena, struct store_robots *robots, struct error *err);

/*
 * Claim hosts for a process (its number), or renew the claims; taken tells
 * for each since when another process has it, 0 where it is claimed. A claim
 * ends by release, after 90 s, or with its process.
 */
MUST_CHECK bool store_claim_hosts(struct store *store,
    const char *const *names, size_t count, int64_t claimant, int64_t now,
    int64_t *taken, struct error *err);
MUST_CHECK bool store_release_host(struct store *store, const char *name,
    int64_t claimant, struct error *err);

/* --- articles --------------------------------------------------------- */

struct save_counts {
	int added, updated, unchanged;
};

/*
 * One source's articles and its bookkeeping (as store_save_try; may be
 * NULL) in one transaction, drafts in the document's order, newest first as
 * a rule. A draft whose key is known updates that article in place, marks
 * kept; else it is new and unread, and its page is wanted if it has an
 * address that no page has yet. published 0 takes now, less a second per
 * place in the document, so that order is kept; a date once trusted stands,
 * whatever the feed says later, and a rough one gives way to an exact one. A
 * draft's address is url_canonical of link.
 */
MUST_CHECK bool store_save_articles(struct store *store, int64_t source_id,
    const struct article_draft *drafts, size_t count,
    const struct source *try, int64_t now, struct save_counts *counts,
    struct error *err);

/*
 * Newest first, into the arena. Those of removed sources are among them. Of
 * one source, of a tag or of words nothing is folded.
 */
MUST_CHECK bool store_read_articles(struct store *store,
    const struct query *query, struct arena *arena,
    struct article_row **rows, size_t *count, struct error *err);

/*
 * How many such a query holds, and how many of them unread; below (or, if
 * is_upward, above) the row that it names. Its limit is not heeded. Of a
 * folded list the rows are counted, and all that are unread.
 */
MUST_CHECK bool store_count_articles(struct store *store,
    const struct query *query, int64_t *total, int64_t *unread,
    struct error *err);

/*
 * Stories by their newest articles, the newest first: those of a query's
 * since, below the row that it names, at most its limit.
 */
struct store_story {
	int64_t story;
	int64_t published, id; /* of its newest article */
};
MUST_CHECK bool store_list_stories(struct store *store,
    const struct query *query, struct arena *arena,
    struct store_story **stories, size_t *count, struct error *err);

/*
 * The articles of a story that meet a list's filter (unread, starred, since),
 * newest first: the first is the one that a folded list shows. Limit 0: all.
 */
MUST_CHECK bool store_read_fold(struct store *store,
    const struct query *query, int64_t story, size_t limit,
    struct arena *arena, struct article_row **rows, size_t *count,
    struct error *err);

/* *found false: no such article. */
MUST_CHECK bool store_read_article(struct store *store, int64_t id,
    struct arena *arena, struct article *article, bool *found,
    struct error *err);

/* The newest article of a canonical address; *id 0: none. */
MUST_CHECK bool store_find_article(struct store *store, const char *address,
    int64_t *id, struct error *err);

/* --- feed texts --------------------------------------------------------- */

/* A draft's html that has no blocks yet. */
struct build_job {
	int64_t article_id;
	char *html, *base; /* base: the address of its links; may be empty */
	size_t html_len;
};

/* Oldest id first; article_id not 0: of that one alone. */
MUST_CHECK bool store_read_unbuilt(struct store *store, int64_t article_id,
    size_t limit, struct arena *arena, struct build_job **jobs,
    size_t *count, struct error *err);

/*
 * Its blocks take the html's place, and it is to be indexed and related anew.
 * One that another process has built, or a feed has changed, in the meantime
 * is left alone.
 */
struct built {
	const struct build_job *job;
	struct block_list blocks;
};
MUST_CHECK bool store_save_built(struct store *store,
    const struct built *built, size_t count, struct error *err);

/* --- pages ------------------------------------------------------------ */

struct page_job {
	int64_t page_id, article_id; /* the newest article of that page */
	char *url, *title;
	int64_t source_id;
	char *source_url;
	bool may_be_private; /* its source was added on a private host */
};

/*
 * Wanted pages, newest article first; those claimed by another process in
 * the last 10 minutes are left out, and these are claimed now.
 */
MUST_CHECK bool store_claim_pages(struct store *store, int64_t now,
    size_t limit, struct arena *arena, struct page_job **jobs,
    size_t *count, struct error *err);

/* Claimed ones that were not come to: another may claim them at once. */
MUST_CHECK bool store_release_pages(struct store *store,
    const int64_t *page_ids, size_t count, struct error *err);

/* Wanted ones that nobody waits for: PAGE_NONE, as of store_give_up_pages. */
MUST_CHECK bool store_drop_pages(struct store *store,
    const int64_t *page_ids, size_t count, struct error *err);

/* The page behind one article, whatever its state; *found false: no link. */
MUST_CHECK bool store_find_page_job(struct store *store, int64_t article_id,
    struct arena *arena, struct page_job *job, bool *found,
    struct error *err);

/*
 * What came of it: READY with page and its raw bytes (kept compressed),
 * NO_BODY (page's related links are kept), or FAILED with why. A published
 * date mends that of an article whose feed's was not trusted, or was rough. A
 * text that is there already stays when a later try gives none.
 */
MUST_CHECK bool store_save_page(struct store *store, int64_t page_id,
    enum page_state state, const struct page *page, const char *raw,
    size_t raw_len, const struct error *why, int64_t now,
    struct error *err);

/*
 * Take the oldest raw pages out until they weigh no more than most bytes,
 * packed; a few at once. *did: there may be more to take.
 */
MUST_CHECK bool store_bound_raw(struct store *store, size_t most, bool *did,
    struct error *err);

/*
 * Go over all raw pages again, in the order in which they came: begin, then
 * take the next and save what it reads as now. Several processes may do it
 * together; it goes on after a stop. Marks and the times of tries stay.
 */
struct again_page {
	int64_t page_id;
	int64_t after; /* the one before it */
	char *url, *raw;
	size_t len;
};
MUST_CHECK bool store_begin_again(struct store *store, struct error *err);
MUST_CHECK bool store_next_again(struct store *store, struct arena *arena,
    struct again_page *page, bool *found, struct error *err);
/* content NULL: it reads as no article, and what there is stays. */
MUST_CHECK bool store_save_again(struct store *store,
    const struct again_page *page, const struct page *content, int64_t now,
    bool *is_changed, struct error *err);

/* --- pictures --------------------------------------------------------- */

/* One of an article's; dots: three bytes each, or NULL: error says why. */
struct store_picture {
	const char *url;
	int64_t asked;
	struct error error;
	int width, height; /* at most 1024 */
	const uint8_t *dots;
};

/* All that were asked for, in no order. */
MUST_CHECK bool store_read_pictures(struct store *store, int64_t article_id,
    struct arena *arena, struct store_picture **pictures, size_t *count,
    struct error *err);

/* Replaces the one of its address; nothing if the article is gone. */
MUST_CHECK bool store_save_picture(struct store *store, int64_t article_id,
    const struct store_picture *picture, struct error *err);

/*
 * All wanted pages of these sources (NULL: all) count as given up: PAGE_NONE,
 * so that they are asked for only by store_find_page_job.
 */
MUST_CHECK bool store_give_up_pages(struct store *store,
    const int64_t *source_ids, size_t count, struct error *err);

/* --- marks ------------------------------------------------------------ */

enum store_mark { /* kept in caches, in the log of changes */
	MARK_READ = 0,
	MARK_UNREAD = 1,
	MARK_STARRED = 2,
	MARK_UNSTARRED = 3,
};

/*
 * Set a mark on articles, logged as one change; *changed counts those that
 * were not so already. ids NULL: every article of the query, in steps as
 * below.
 */
MUST_CHECK bool store_mark(struct store *store, enum store_mark mark,
    const int64_t *ids, size_t count, const struct query *query,
    int64_t now, int64_t *changed, struct error *err);

MUST_CHECK bool store_set_position(struct store *store, int64_t id,
    int position, struct error *err);

/*
 * Give articles a tag, or take it off; as store_mark. The tag is cleaned to
 * one line; a blank one changes nothing.
 */
MUST_CHECK bool store_tag(struct store *store, const char *tag, bool is_set,
    const int64_t *ids, size_t count, const struct query *query,
    int64_t now, int64_t *changed, struct error *err);

/* The tags of an article; all that any article has. */
MUST_CHECK bool store_read_tags(struct store *store, int64_t article_id,
    struct arena *arena, char ***tags, size_t *count, struct error *err);
MUST_CHECK bool store_list_tags(struct store *store, struct arena *arena,
    char ***tags, size_t *count, struct error *err);

/*
 * Changes of this handle between the two are one to undo: the sources of a
 * list, of a site.
 */
bool store_begin_batch(struct store *store); /* false: within one already */
void store_end_batch(struct store *store);

/*
 * Take back the newest change that stands; or do again the one that was
 * taken back last, unless another was made since.
 */
struct store_change {
	int64_t id;
	int kind; /* enum store_mark, or one of those below */
	int64_t count; /* of articles, or sources */
	char *subject; /* a source's or search's title, a tag; or "" */
	int64_t source_id; /* or 0 */
};
enum {
	STORE_CHANGE_REMOVE = 100,
	STORE_CHANGE_ADD = 101,
	STORE_CHANGE_TAG = 102,
	STORE_CHANGE_UNTAG = 103,
	STORE_CHANGE_SAVE_SEARCH = 104,
	STORE_CHANGE_DROP_SEARCH = 105,
	STORE_CHANGE_EDIT_SEARCH = 106,
};
MUST_CHECK bool store_undo(struct store *store, int64_t now,
    struct arena *arena, struct store_change *change, bool *found,
    struct error *err);
MUST_CHECK bool store_redo(struct store *store, int64_t now,
    struct arena *arena, struct store_change *change, bool *found,
    struct error *err);

/*
 * A change of as many articles as there are, in short transactions: to mark
 * all of a query, or to take the newest change back, or do one again. What
 * is done stands if it is never gone on with, and is one change to undo.
 * Articles that come after it began are not touched. Works on one handle.
 */
struct store_bulk;
struct store_bulk *store_bulk_mark(struct store *store,
    enum store_mark mark, const struct query *query, int64_t now);
struct store_bulk *store_bulk_undo(struct store *store, bool is_redo,
    int64_t now);

/* Go on until deadline (clock_nanos); *did: there is more to do. */
MUST_CHECK bool store_bulk_step(struct store_bulk *bulk, int64_t deadline,
    bool *did, struct error *err);

/* What is done so far; id 0: nothing. Its subject is the bulk's. */
const struct store_change *store_bulk_change(const struct store_bulk *bulk);
void store_bulk_free(struct store_bulk *bulk);

/* --- related news ------------------------------------------------------ */

/*
 * Articles after an id whose terms are to be counted (is_counted false) or
 * that are to be related, oldest first, with their text.
 */
struct relate_job {
	int64_t article_id, source_id, page_id; /* page 0: none */
	char *title, *lead, *text, *province;
	int64_t published, story; /* 0: none */
};
MUST_CHECK bool store_read_unrelated(struct store *store, bool is_counted,
    int64_t after, size_t limit, struct arena *arena,
    struct relate_job **jobs, size_t *count, struct error *err);
MUST_CHECK bool store_count_unrelated(struct store *store, size_t *count,
    struct error *err);

/* The same of these articles, whatever was done; in their order. */
MUST_CHECK bool store_read_relate_jobs(struct store *store,
    const int64_t *ids, size_t id_count, struct arena *arena,
    struct relate_job **jobs, size_t *count, struct error *err);

/*
 * Make some that an older program related due again, the newest first; *did
 * false: none is left.
 */
MUST_CHECK bool store_relate_again(struct store *store, bool *did,
    struct error *err);

/*
 * In how many articles terms are, by counters that terms share; the counts are
 * off by some in a hundred. Borrowed from the store until the next call.
 * documents: all articles that were counted.
 */
enum { RELATE_COUNTERS = 1 << 22, RELATE_RANGES = 512 };
struct relate_counts {
	const uint8_t *counters;
	int64_t documents;
};
MUST_CHECK bool store_read_counts(struct store *store,
    struct relate_counts *counts, struct error *err);
size_t relate_counter(uint32_t term);
uint32_t relate_count_of(const struct relate_counts *counts, uint32_t term);

/*
 * Make articles due to be related, as their terms are known; *is_mine false:
 * another process has taken one of them, and nothing is done.
 */
MUST_CHECK bool store_claim_counted(struct store *store, const int64_t *ids,
    size_t count, bool *is_mine, struct error *err);

/*
 * Add to the counts how often each counter's terms came (RELATE_COUNTERS of
 * them), from the range *next on until deadline; done when that is
 * RELATE_RANGES. What a kill leaves out makes some terms seem rarer.
 */
MUST_CHECK bool store_save_counts(struct store *store, const uint16_t *added,
    size_t *next, int64_t deadline, struct error *err);

/*
 * Put articles into the lists of their terms, and into their stories; they are
 * related then. One that another process took meanwhile is left out.
 */
struct relate_entry {
	int64_t article_id;
	const uint32_t *terms; /* by which others find it */
	size_t term_count;
	int64_t told_with; /* an article that tells the same; 0: none */
};
MUST_CHECK bool store_save_related(struct store *store,
    const struct relate_entry *entries, size_t count, struct error *err);

/*
 * Articles in the lists of these terms, those with the most weight first, at
 * most limit; of a term's list the newest 2,000 are looked at.
 */
struct relate_wanted {
	uint32_t term;
	float weight;
};
MUST_CHECK bool store_find_candidates(struct store *store,
    int64_t article_id, const struct relate_wanted *wanted, size_t count,
    size_t limit, struct arena *arena, int64_t **ids, size_t *id_count,
    struct error *err);

/*
 * Of these articles the first, at most most, that are published within so
 * many seconds of a time, in their place; *count is what is left.
 */
MUST_CHECK bool store_keep_soon(struct store *store, int64_t *ids,
    size_t *count, size_t most, int64_t published, int64_t seconds,
    struct error *err);

/* One slice of bringing the lists into order, as store_pack_some. */
MUST_CHECK bool store_order_lists(struct store *store, int64_t deadline,
    bool *did, struct error *err);

/* A story's articles, newest first. */
MUST_CHECK bool store_read_story(struct store *store, int64_t story,
    struct arena *arena, struct article_row **rows, size_t *count,
    struct error *err);

/* Rows of these ids, in their order; unknown ones are left out. */
MUST_CHECK bool store_read_rows(struct store *store, const int64_t *ids,
    size_t count, struct arena *arena, struct article_row **rows,
    size_t *row_count, struct error *err);

/* --- what follows a save ----------------------------------------------- */

/*
 * Make dictionaries of what there is and pack with them what was stored
 * before, until deadline (clock_nanos); *did: something was done.
 */
MUST_CHECK bool store_pack_some(struct store *store, int64_t deadline,
    bool *did, struct error *err);

/* --- moving house -------------------------------------------------------- */

/*
 * Write the whole cache to one file, a cache itself; without what is made
 * again from the rest (index, relations). Others read and write on; the file
 * is there when all of it is on the disk, or not at all.
 */
MUST_CHECK bool store_export(struct store *store, const char *path,
    struct error *err);

/*
 * Merge another cache, export or file of marks into this one, in steps: by
 * what articles are known by; read wins, starred wins, of tags the newest
 * word. The file is not trusted. Sources newly followed are one change.
 */
struct import_counts {
	int64_t sources, articles, marks, tags; /* new ones, changed ones */
};
bool store_is_cache(const char *path); /* by how the file begins */
MUST_CHECK bool store_import(struct store *store, const char *path,
    int64_t now, bool (*is_stopped)(void *ctx), void *ctx,
    struct import_counts *counts, struct error *err);

/* --- keeping ------------------------------------------------------------- */

/* What of one source is kept; 0: without a bound. */
struct keep_rules {
	int64_t days, articles;
	bool is_unread_kept; /* whatever else is said */
};

struct purge_rules {
	struct keep_rules keep; /* where nothing else is said */
	int64_t bytes_most;     /* of the file; 0: without a bound */
	bool is_removed_too;    /* articles of sources followed no more */
	/* What is said of a source; rules come filled as above. Or NULL. */
	void (*find_rules)(const void *ctx, const char *source_url,
	    struct keep_rules *rules);
	const void *ctx;
};

enum purge_why { PURGE_REMOVED, PURGE_OLD, PURGE_MANY, PURGE_LARGE };
enum { PURGE_WHYS = 4 };
struct purge_counts {
	int64_t articles[PURGE_WHYS];
};

/*
 * A purge, planned now; nothing is removed yet. Starred and tagged articles
 * are never among them. NULL: it failed.
 */
struct store_purge;
struct store_purge *store_begin_purge(struct store *store,
    const struct purge_rules *rules, int64_t now, struct error *err);
void store_end_purge(struct store_purge *purge);

/* How many would go, and why. */
MUST_CHECK bool store_preview_purge(struct store_purge *purge,
    struct purge_counts *counts, struct error *err);

/*
 * Remove some, until deadline (clock_nanos); added to counts. *did: there is
 * more to do. Feeds that still list them do not bring them back.
 */
MUST_CHECK bool store_purge_some(struct store_purge *purge,
    int64_t deadline, struct purge_counts *counts, bool *did,
    struct error *err);

/* Give free pages back to the disk, some at a time; *did as above. */
MUST_CHECK bool store_shrink_some(struct store *store, int64_t deadline,
    bool *did, struct error *err);

/* Bring the log into the file as far as readers allow, and cut it. */
MUST_CHECK bool store_settle_log(struct store *store, struct error *err);

/* --- care -------------------------------------------------------------- */

/* Each fault found is one line in faults; true even if there are some. */
MUST_CHECK bool store_verify(struct store *store, struct arena *arena,
    char ***faults, size_t *count, struct error *err);

/*
 * Mend what can be made again: counts, relations, the index (by the steps
 * that follow), texts that cannot be read (by fetching them). A file that is
 * damaged in itself stays so.
 */
MUST_CHECK bool store_repair(struct store *store, struct error *err);


#endif
