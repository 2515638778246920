/*
 * Role: every action that needs more than the store: a function on a context
 * and a store handle, run by the background thread for ui and inline for
 * cli. The functions job_start_* only queue, and job_step goes on with what
 * is queued; the others run to their end. Thread: the context's own.
 */
#ifndef REFRESH_JOB_H
#define REFRESH_JOB_H

#include "base/arena.h"
#include "base/error.h"
#include "config/catalogue.h"
#include "feed/import.h"
#include "net/net.h"
#include "news/article.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

struct family_list;

/* What may differ by the source asked for and by the host asked. */
struct job_rules {
	struct net_manner manner;
	const char *charset; /* that documents are in, whatever they say */
	int connections_per_host, page_pause_ms; /* of the host alone */
	int64_t interval_seconds; /* between two tries of a source, if due */
	int64_t ceiling_seconds;  /* the same at most, whatever is wished */
	int64_t pages_per_day; /* of a host, ahead */
	bool has_robots;       /* robots.txt is heeded for these */
	bool has_pages;           /* fetch pages ahead */
	struct keep_rules keep;   /* what is purged behind a refresh */
};

/* What settings say, by value; strings are borrowed for the run. */
struct job_options {
	const char *store_path;
	const char *copy_path; /* of what is followed, kept as OPML; or NULL */
	const struct catalogue *catalogue; /* for the thread; or NULL */
	int connections_most;
	const char *ca_file; /* NULL: the system's */
	size_t feed_bytes_most, page_bytes_most, picture_bytes_most;
	bool has_pictures_ahead; /* with the pages of new articles */
	size_t items_most;
	size_t raw_bytes_most; /* of pages as they came, packed, in all */
	bool are_pages_unwanted; /* of new articles: none is fetched ahead */
	int64_t keep_bytes_most; /* of the cache; 0: any */
	struct job_rules rules; /* where nothing else is said */
	/*
	 * What is said of a source and a host (lower case; either may be
	 * NULL): rules come filled as above. May be NULL; called by the
	 * thread that runs the jobs.
	 */
	void (*find_rules)(void *ctx, const char *source_url,
	    const char *host, struct job_rules *rules);
	void *ctx;
	const struct family_list *families; /* the reader's own; or NULL */
};

struct job_options job_options_default(void);

struct job_progress {
	int done, total, added, failed, unchanged;
	int related; /* articles that got their terms */
	int again, again_changed, again_empty; /* pages read again */
	int64_t bytes;
	/* seconds; index: what follows the store but for relations */
	double cpu_fetch, cpu_parse, cpu_store, cpu_index, cpu_relate;
};

enum job_note {
	JOB_NOTE_SOURCE, /* a source is done: its id, and its error or none */
	JOB_NOTE_PAGE,   /* an article's page is stored or failed: its id */
	JOB_NOTE_PICTURE, /* one of an article's is kept, or failed: its id */
	JOB_NOTE_LINK,   /* a link became this article; 0: the error says */
	/* so did an address; with an error and an article: it waits */
	JOB_NOTE_ADDRESS,
};

struct task;

enum { TASK_KINDS = 6 };

/* Tasks in order; how many there are of each kind. */
struct task_list {
	struct task *first, *last;
	size_t counts[TASK_KINDS];
};

struct job {
	const struct job_options *options;
	struct store *store; /* borrowed */
	/*
	 * Called after each step; may be NULL. error is never NULL.
	 * is_stopped asks whether to leave off; may be NULL.
	 */
	void (*note)(void *ctx, enum job_note note, int64_t id,
	    const struct error *error, const struct job_progress *progress);
	bool (*is_stopped)(void *ctx);
	bool is_insistent; /* who names a source will not wait for back-off */
	void *ctx;
	int wake_fd; /* ends job_step's waiting when it can be read; or -1 */
	struct job_progress progress; /* of the refresh; times of them all */

	/* the job's own */
	struct net *net;                   /* made when first needed */
	struct host *hosts; /* all that were met, see hosts.h */
	struct task_list waiting; /* sources whose host is not claimed yet */
	struct task_list parked;  /* pages that robots.txt will judge */
	int64_t claim_at, renew_at; /* ticks */
	struct task_list asked, files, held; /* see task.h */
	struct task_list ready, booked; /* to be stored, see booking.c */
	size_t ready_items;
	size_t group_items; /* of articles stored together, see job_init */
	int64_t ready_at, booked_at; /* ticks: at the latest; 0: none */
	struct older_place *older; /* how far lists were gone through */
	struct counting *counting; /* of terms; see relate.c */
	struct store_purge *purge; /* under way; see purge.c */
	int64_t purged_at;         /* ticks of the last; 0: none yet */
	bool is_reached; /* a public server has answered this refresh */
	bool is_offline; /* none did, of several: pages are not tried */
	int64_t offline_until; /* ticks: before it timers ask nothing */
};

/*
 * Articles are stored in groups: the larger the fewer pages are written
 * twice, and the longer a mark waits. A reader's own job has small ones.
 */
enum { GROUP_ITEMS = 240, GROUP_ITEMS_READER = 120 };
void job_init(struct job *job, const struct job_options *options,
    struct store *store);
void job_release(struct job *job);

/*
 * Ask sources now (ids NULL: all); is_due: only those whose time has come.
 * Each one's articles are stored in one transaction as it comes. Retry-After
 * and 410 hold also when asked by name. False only if the store failed.
 */
MUST_CHECK bool job_refresh(struct job *job, const int64_t *ids,
    size_t count, bool is_due, struct job_progress *progress,
    struct error *err);

/* Fetch wanted pages, newest first, until none is left (or most, 0: all). */
MUST_CHECK bool job_fetch_pages(struct job *job, size_t most,
    struct job_progress *progress, struct error *err);

/* Fetch and store the page of one article; err says why it could not. */
MUST_CHECK bool job_fetch_page(struct job *job, int64_t article_id,
    struct error *err);

/*
 * Read the page behind a link that an article's page lists (its number in
 * struct related_row) into the cache as an article of the same source; *id
 * is the article.
 */
MUST_CHECK bool job_fetch_link(struct job *job, int64_t article_id,
    int number, int64_t *id, struct error *err);

/*
 * Go on through the next pages of a source's list until one brings something
 * new; what has no date stands behind what is there. False: the store failed,
 * or no such source is followed.
 */
struct older_result {
	int64_t source_id;
	int added;
	bool is_last; /* there is no page after it */
	struct error error; /* of a page that could not be read */
};
MUST_CHECK bool job_read_older(struct job *job, int64_t source_id,
    struct older_result *result, struct error *err);

/* --- step by step ------------------------------------------------------- */

/*
 * The same, queued: what comes of it is told by note. A source or page that
 * is queued already is not queued again. False only if the store failed.
 */
MUST_CHECK bool job_start_refresh(struct job *job, const int64_t *ids,
    size_t count, bool is_due, struct error *err);
MUST_CHECK bool job_start_pages(struct job *job, size_t most,
    size_t *started, struct error *err);
MUST_CHECK bool job_start_page(struct job *job, int64_t article_id,
    struct error *err);
MUST_CHECK bool job_start_link(struct job *job, int64_t article_id,
    int number, struct error *err);

/*
 * Read the page of an address that the reader gives into the cache as an
 * article of its host, tagged to be read later (words_read_later). One that
 * is there gets the tag; one that no network reaches is kept by its address,
 * its page wanted.
 */
MUST_CHECK bool job_start_address(struct job *job, const char *typed,
    struct error *err);

/*
 * The pictures of an article that are not kept yet; is_ahead: nobody waits
 * for them, a few alone. Noted one by one; where there are none to come,
 * once.
 */
MUST_CHECK bool job_start_pictures(struct job *job, int64_t article_id,
    bool is_ahead, struct error *err);

/*
 * Go on until something has ended, timeout_ms passed, or wake_fd can be
 * read; with nothing queued it returns at once. False: the store failed.
 */
MUST_CHECK bool job_step(struct job *job, int timeout_ms,
    struct error *err);

bool job_has_sources(const struct job *job); /* a refresh is under way */
size_t job_pending(const struct job *job); /* of all kinds */

/* Drop all that is queued or under way; noted as ERROR_NET_STOPPED. */
MUST_CHECK bool job_stop(struct job *job, struct error *err);

/* --- what follows the store --------------------------------------------- */

/*
 * Go on with what is done behind the rows that are stored (steps.c), for
 * some milliseconds; 0: until nothing is left, or the job is stopped.
 * *is_left: there is more to do.
 */
MUST_CHECK bool job_catch_up(struct job *job, int milliseconds,
    bool *is_left, struct error *err);

/*
 * The blocks of a feed's own text are built behind the refresh, in steps; of
 * this article at once, for it is to be read. *did false: they are there.
 */
MUST_CHECK bool job_build_article(struct job *job, int64_t article_id,
    bool *did, struct error *err);

/*
 * Read all pages that are stored as they came once more, by the rules of
 * now, until done or stopped; counted in job->progress. What was stopped is
 * gone on with by job_catch_up. Nothing is fetched, marks stay.
 */
MUST_CHECK bool job_read_again(struct job *job, struct error *err);

/* What a purge by these options is: of removed sources too, or not. */
struct purge_rules job_purge_rules(const struct job_options *options,
    bool is_removed_too);

/* Remove what a purge was planned for, to the end. */
MUST_CHECK bool job_purge(struct job *job, struct store_purge *purge,
    struct purge_counts *counts, struct error *err);

/*
 * Catch up, then give the room of what is gone back to the disk; in steps
 * that hold nobody up.
 */
MUST_CHECK bool job_compact(struct job *job, struct error *err);

/* --- related news ------------------------------------------------------- */

/* Relate articles that are not yet; *left counts those still to do. */
MUST_CHECK bool job_relate(struct job *job, size_t most, size_t *left,
    struct error *err);

/*
 * Rows beside an article, in groups: its story as others tell it, similar
 * ones best first (of each story one, row.others counting the rest), and what
 * its page lists. At most limit of similar ones, and of listed ones. Reads
 * only; for ui's own store handle as well.
 */
MUST_CHECK bool job_find_related(struct store *store, int64_t article_id,
    size_t limit, struct arena *arena, struct related_row **rows,
    size_t *count, struct error *err);

/* The same for a command: best first whatever it is, nothing folded. */
MUST_CHECK bool job_list_related(struct store *store, int64_t article_id,
    size_t limit, struct arena *arena, struct related_row **rows,
    size_t *count, struct error *err);

/*
 * An article's matter over time: itself and what is surely of it, one row a
 * story (row.others), oldest first; *at is the article's own row.
 */
MUST_CHECK bool job_find_timeline(struct store *store, int64_t article_id,
    struct arena *arena, struct related_row **rows, size_t *count,
    size_t *at, struct error *err);

/* --- subscriptions ------------------------------------------------------ */

/*
 * What an address led to. url is the one that lasts (permanent redirects
 * followed); href, type and title are as the page has them, and may be NULL.
 */
enum found_how {
	FOUND_ITSELF, /* the address is a feed */
	FOUND_LINK,   /* its page says so: <link rel=alternate> */
	FOUND_ANCHOR, /* a link on its page */
	FOUND_GUESS,  /* a path that sites of its kind have */
	FOUND_LIST,   /* no feed: the links on the page are the news */
};
struct found {
	char *url, *href, *type, *title;
	enum found_how how;
	size_t items;
	bool is_proven; /* it answered, as a feed with articles */
	struct error error; /* why not */
	const struct feed *feed; /* what it answered, and from where; or NULL */
	const char *base;
};

/*
 * Subscribe to an address or file (text/url's url_from_user): read to know
 * what it is and what it is called; nothing but the subscription is stored.
 * A page that is no feed: the feeds that it names, the first of them unless
 * is_all; else those at the usual paths of its host; else the list page
 * itself.
 */
struct add_options {
	bool is_all;
	const char *match; /* POSIX extended, on address or title; or NULL */
	const char *title;
	const char *const *tags;
	size_t tag_count;
	bool is_plain; /* the addresses alone, not what they lead to */
	bool has_news; /* keep the articles that the search has read, too */
};
struct added {
	int64_t id;
	char *url, *title;
	bool is_new;
	enum found_how how;
	size_t others; /* more feeds that its page names */
};
MUST_CHECK bool job_add(struct job *job, const char *typed,
    const struct add_options *options, struct arena *arena,
    struct added **added, size_t *count, struct error *err);

/*
 * Subscribe to outlets of the catalogue, all asked side by side: for each
 * what was found of it before, its addresses in their order, else its
 * sections, else its site's list of links. results has one for each outlet:
 * what is followed now, or why nothing is. False: the store failed.
 */
struct outlet_added {
	struct added *added;
	size_t count;
	struct error error;
};
MUST_CHECK bool job_add_outlets(struct job *job,
    const struct outlet *outlets, size_t outlet_count,
    const struct add_options *options, struct arena *arena,
    struct outlet_added **results, struct error *err);

/*
 * The same step by step; each outlet is told of as soon as it is through.
 * outlets outlast it; one without a site is no catalogue's: nothing is
 * remembered of it, and what is found gives it its name. To be ended once it
 * is done, or once the job has been stopped.
 */
struct outlets_adding;
struct outlets_adding *job_start_outlets(struct job *job,
    const struct outlet *outlets, size_t count,
    const struct add_options *options, struct error *err);
MUST_CHECK bool job_go_on_outlets(struct outlets_adding *adding,
    void (*told)(void *ctx, size_t place, const struct outlet_added *result),
    void *ctx, bool *is_done, struct error *err);
void job_end_outlets(struct outlets_adding *adding);

/*
 * What a site has to choose from, as it names it (and as the catalogue knows
 * it), kept as the store's offers; no feed is asked for it. typed is an
 * address; or NULL: the site of that source. False of go_on: the store
 * failed; *error tells why nothing was found.
 */
struct offering;
struct offering *job_start_offering(struct job *job, const char *typed,
    int64_t source_id, struct error *err);
MUST_CHECK bool job_go_on_offering(struct offering *offering, size_t *count,
    bool *is_done, struct error *error, struct error *err);
void job_end_offering(struct offering *offering);

/*
 * All that an address leads to, proven by asking: feeds, those that failed
 * among them with their errors. False: it could not be read, err says why.
 */
MUST_CHECK bool job_discover(struct job *job, const char *typed,
    struct arena *arena, struct found **found, size_t *count,
    struct error *err);

/*
 * Ask each address once, and tell what became of it as it comes; the caller
 * sets url. False: the store failed.
 */
struct check {
	const char *url;
	int64_t at;
	int http;                   /* status; 0: none */
	size_t items, feeds, links; /* of a feed; of a page */
	struct error error;
};
MUST_CHECK bool job_check(struct job *job, struct check *checks,
    size_t count, void (*told)(void *ctx, const struct check *check),
    void *ctx, struct error *err);

/* Sources as lists of subscriptions have them; texts are shared. */
void job_list_entries(const struct source *sources, size_t count,
    struct import_entry *entries);

/* Write what is followed into a file, as OPML or a list of addresses. */
MUST_CHECK bool job_export(struct store *store, const char *path,
    bool is_opml, size_t *count, struct error *err);

/*
 * Keep a copy of what is followed, as OPML, in a file; written only where it
 * differs, and not while nothing is followed.
 */
MUST_CHECK bool job_keep_copy(struct store *store, const char *path,
    struct error *err);

/* Follow every entry of a list; *added counts the new ones. */
MUST_CHECK bool job_import(struct job *job, const struct import_list *list,
    size_t *added, struct error *err);

#endif
