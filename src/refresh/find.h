/*
 * Role: from an address to feeds: the address itself, what its page names,
 * the paths that sites of a kind have, the list of links on it. One request
 * at a time for each search; several searches go side by side. Inside the
 * room only. Thread: the job's.
 */
#ifndef REFRESH_FIND_H
#define REFRESH_FIND_H

#include "refresh/task.h"

#include <regex.h>

struct find_options {
	/* tried in this order; the last one leads to guesses on its host */
	const char *const *urls;
	size_t url_count;
	bool is_all;            /* not only the first feed that is one */
	bool is_plain;          /* these alone, not what their pages name */
	/*
	 * What pages name is told as they name it: only what may be a page
	 * that lists feeds is asked, none of the feeds.
	 */
	bool is_naming;
	const regex_t *pattern; /* on address or title; or NULL */
};

struct find;

/*
 * The addresses that a reader means by what he typed: without a scheme https,
 * then http where nothing answers to that. In the arena; urls has room for
 * two. Their count.
 */
size_t find_typed(const char *typed, struct arena *arena,
    const char *urls[2]);

/* options and arena outlast the search; what is found is in the arena. */
struct find *find_start(struct job *job, const struct find_options *options,
    struct arena *arena);
void find_free(struct find *find); /* only once it is done */

/*
 * Take what came since, and ask on. False: the store failed. *is_done: there
 * is nothing left to ask.
 */
MUST_CHECK bool find_go_on(struct find *find, bool *is_done,
    struct error *err);

/* All searches to their ends, side by side. */
MUST_CHECK bool find_wait(struct job *job, struct find **finds,
    size_t count, struct error *err);

/*
 * What was found: feeds, or the list page where there are none; *proven of
 * them answered with news, the others have their errors. error says what
 * became of the address itself.
 */
struct found *find_results(const struct find *find, size_t *count,
    size_t *proven, struct error *error);

/* Feeds that pages name. */
size_t find_named(const struct find *find);

/* Those of them that were not asked, since one is enough. */
size_t find_unasked(const struct find *find);

#endif
