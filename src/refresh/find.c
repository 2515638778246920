#include "refresh/find.h"

#include "base/hash.h"
#include "feed/feed_read.h"
#include "page/list.h"
#include "text/fold.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

enum {
	ASKED_MOST = 24,      /* by a search for one feed */
	ASKED_ALL_MOST = 500, /* for all of them */
	DEPTH_MOST = 2,       /* a site, its index of feeds, a feed */
	INDEXES_MOST = 6,     /* pages of feeds, where names are enough */
};

/* An address to ask. */
struct candidate {
	struct found found;
	const char *given; /* what led to it, or it itself */
	uint64_t hash;     /* of the canonical address */
	int depth;
};

struct find {
	struct job *job;
	const struct find_options *options;
	struct arena *arena;
	struct candidate *candidates;
	size_t count, cap, next;
	size_t given; /* how many of the options' addresses are among them */
	struct candidate asked; /* what is under way */
	bool is_asked, has_guessed, is_done;
	struct task_result result;
	size_t asked_count;
	size_t guess_end; /* behind the candidates that are guesses */
	struct found *results;
	size_t result_count, result_cap, proven;
	struct found list; /* the page itself, if nothing better is found */
	struct error error;
	const char *page_given; /* the last one that is a page, to guess by */
	struct str page;        /* its text */
};

struct find *find_start(struct job *job, const struct find_options *options,
    struct arena *arena)
{
	struct find *find = mem_alloc_zero(1, sizeof(*find));

	*find = (struct find){.job = job, .options = options, .arena = arena};
	str_init(&find->page);
	str_init(&find->result.response.body);
	return find;
}

void find_free(struct find *find)
{
	if (find == NULL)
		return;
	net_response_release(&find->result.response);
	str_release(&find->page);
	free(find);
}

/* --- candidates ---------------------------------------------------------- */

static uint64_t hash_of(const char *url)
{
	struct str canonical;
	uint64_t hash;

	str_init(&canonical);
	url_canonical(&canonical, url);
	hash = hash_text(HASH_START, canonical.data);
	str_release(&canonical);
	return hash;
}

size_t find_typed(const char *typed, struct arena *arena,
    const char *urls[2])
{
	struct str url;
	size_t count = 1;

	str_init(&url);
	url_from_user(&url, typed);
	urls[0] = arena_dup(arena, url.data);
	if (strstr(typed, "://") == NULL && str_starts(url.data, "https://"))
		urls[count++] = arena_printf(arena, "http://%s",
		    url.data + strlen("https://"));
	str_release(&url);
	return count;
}

static void add_candidate(struct find *find, const struct found *found,
    const char *given, int depth)
{
	uint64_t hash = hash_of(found->url);

	for (size_t i = 0; i < find->count; i++)
		if (find->candidates[i].hash == hash)
			return;
	if (find->count >= ASKED_ALL_MOST)
		return;
	find->candidates = arena_grow(find->arena, find->candidates,
	    &find->cap, find->count + 1, sizeof(*find->candidates));
	find->candidates[find->count++] = (struct candidate){
	    .found = *found, .given = given, .hash = hash,
	    .depth = depth};
}

static bool is_wanted(const struct find *find, const struct found *found)
{
	const regex_t *pattern = find->options->pattern;

	return pattern == NULL ||
	    regexec(pattern, found->url, 0, NULL, 0) == 0 ||
	    (found->title != NULL &&
	        regexec(pattern, found->title, 0, NULL, 0) == 0);
}

/* Whether it carries all of a site's news, by what it is called. */
static bool is_main(const struct discovered *found)
{
	static const char *const names[] = {"trang chu", "tin moi",
	    "moi nhat", "tat ca", "home", "tong hop"};
	static const char *const ends[] = {"/home.rss", "/tin-moi-nhat.rss",
	    "/trang-chu.rss", "/home.xml", "/tin-moi-nhat"};
	struct str folded;
	bool is_main = false;

	str_init(&folded);
	if (found->title != NULL)
		text_fold(&folded, found->title, strlen(found->title));
	for (size_t i = 0; i < ARRAY_LEN(names) && !is_main; i++)
		is_main = str_starts(folded.data, names[i]);
	str_release(&folded);
	for (size_t i = 0; i < ARRAY_LEN(ends) && !is_main; i++) {
		size_t len = strlen(found->url), end = strlen(ends[i]);

		is_main = len > end &&
		    strcmp(found->url + len - end, ends[i]) == 0;
	}
	return is_main;
}

/* What a page names: its links, then anchors, those with all news first. */
static void add_named(struct find *find,
    const struct net_response *response, int depth)
{
	struct discovered *named;
	size_t count;

	list_discover(response->body.data, response->body.len, response->url,
	    response->content_type, find->arena, &named, &count);
	for (int pass = 0; pass < 3; pass++) {
		for (size_t i = 0; i < count; i++) {
			bool is_link = named[i].from == DISCOVERED_LINK;
			struct found found = {.url = named[i].url,
			    .href = named[i].href, .type = named[i].type,
			    .title = named[i].title,
			    .how = is_link ? FOUND_LINK : FOUND_ANCHOR};

			if (pass != (is_link ? 0 : is_main(&named[i]) ? 1 : 2))
				continue;
			if (url_is_web(found.url) || url_is_file(found.url))
				add_candidate(find, &found, find->asked.given,
				    depth);
		}
	}
}

/*
 * Where sites of a kind have their feeds or the page that lists them; in the
 * order of asking. With a sign: only where the site's page shows it.
 */
static const struct {
	const char *path, *sign;
} usual[] = {
    {"/index.php?language=vi&nv=news&op=rss", "nukeviet"},
    {"/news/rss/", "nukeviet"},
    {"/feed/", "wp-content"},
    {"/rss.aspx", ".aspx"},
    {"/Pages/rss.aspx", ".aspx"},
    {"/rss", NULL},
    {"/rss.html", NULL},
    {"/rss.htm", NULL},
    {"/feed/", NULL},
    {"/rss/home.rss", NULL},
    {"/rss/tin-moi-nhat.rss", NULL},
    {"/home.rss", NULL},
    {"/rss_feed/", NULL},
};

static void add_guesses(struct find *find)
{
	const char *url = find->page_given;
	struct str guess;

	find->has_guessed = true;
	if (!url_is_web(url))
		return;
	str_init(&guess);
	for (size_t i = 0; i < ARRAY_LEN(usual); i++) {
		struct found found = {.how = FOUND_GUESS};

		if (usual[i].sign != NULL &&
		    strstr(find->page.data, usual[i].sign) == NULL)
			continue;
		str_clear(&guess);
		url_resolve(&guess, url, usual[i].path);
		found.href = found.url = arena_dup(find->arena, guess.data);
		add_candidate(find, &found, find->page_given, 1);
	}
	find->guess_end = find->count;
	str_release(&guess);
}

/* --- asking --------------------------------------------------------------- */

static bool ask(struct find *find, const struct candidate *candidate,
    struct error *err)
{
	struct job *job = find->job;
	struct task *task = task_new(TASK_DOCUMENT);

	find->asked = *candidate;
	find->asked_count++;
	net_response_release(&find->result.response);
	find->result = (struct task_result){0};
	str_init(&find->result.response.body);
	task->url = arena_dup(&task->arena, candidate->found.url);
	task->source_url = arena_dup(&task->arena, candidate->given);
	task->result = &find->result;
	find->is_asked = task_start(job, task,
	    &(struct task_request){.accept = task_accept_feed,
	        .most = job->options->feed_bytes_most, .is_urgent = true},
	    err);
	return find->is_asked;
}

static void add_result(struct find *find, const struct found *found)
{
	find->results = arena_grow(find->arena, find->results,
	    &find->result_cap, find->result_count + 1,
	    sizeof(*find->results));
	find->results[find->result_count++] = *found;
	find->proven += found->is_proven;
}

/* --- answers --------------------------------------------------------------- */

/* What is told if nothing is found: what became of the named address. */
static void note_failure(struct find *find, const struct error *error)
{
	struct found found = find->asked.found;

	if (find->asked.depth == 0 || find->error.code == ERROR_NONE)
		find->error = *error;
	if (found.how == FOUND_GUESS || find->asked.depth == 0)
		return;
	found.error = *error;
	if (is_wanted(find, &found))
		add_result(find, &found);
}

/* The address that lasts: where permanent redirects led. */
static char *lasting_url(const struct find *find,
    const struct net_response *response)
{
	const char *url = find->asked.found.url;

	return arena_dup(find->arena,
	    response->is_moved || url_is_file(url) ? response->url : url);
}

/* The document is here: who follows it need not wait for another. */
static void keep_feed(struct find *find, struct found *found,
    const struct net_response *response, const struct feed *feed)
{
	struct feed *copy = arena_array(find->arena, 1, sizeof(*copy));

	*copy = *feed;
	found->feed = copy;
	found->base = arena_dup(find->arena, response->url);
}

static void take_feed(struct find *find, const struct net_response *response,
    const struct feed *feed)
{
	struct found found = find->asked.found;
	struct error error = {0};

	/* one that is named may be empty; one that is found must prove itself */
	if (feed->item_count == 0 && find->asked.depth > 0) {
		error_set(&error, ERROR_FEED_NO_ITEMS, found.url, 0);
		note_failure(find, &error);
		return;
	}
	found.url = lasting_url(find, response);
	if (feed->title != NULL && *feed->title != '\0')
		found.title = feed->title;
	found.items = feed->item_count;
	found.is_proven = true;
	keep_feed(find, &found, response, feed);
	if (find->asked.depth == 0 || is_wanted(find, &found) ||
	    is_wanted(find, &find->asked.found))
		add_result(find, &found);
}

static void take_page(struct find *find, const struct net_response *response,
    const struct error *error)
{
	struct feed list;
	struct error ignored = {0};

	if (find->asked.depth >= DEPTH_MOST || find->options->is_plain) {
		note_failure(find, error);
		return;
	}
	add_named(find, response, find->asked.depth + 1);
	if (find->asked.depth > 0)
		return;
	find->page_given = find->asked.given;
	str_clear(&find->page);
	str_add_len(&find->page, response->body.data, response->body.len);
	if (!list_read(response->body.data, response->body.len, response->url,
	        response->content_type, find->arena, &list, &ignored)) {
		note_failure(find, &ignored);
		return;
	}
	find->list = find->asked.found;
	find->list.url = lasting_url(find, response);
	find->list.title = list.title;
	find->list.items = list.item_count;
	find->list.how = FOUND_LIST;
	find->list.is_proven = true;
	keep_feed(find, &find->list, response, &list);
}

static void take_answer(struct find *find)
{
	const struct net_response *response = &find->result.response;
	struct error error = {0};
	struct feed feed;

	find->is_asked = false;
	if (!response->is_ok) {
		note_failure(find, &response->error);
		find->is_done = response->error.code == ERROR_NET_STOPPED;
		return;
	}
	if (feed_read(response->body.data, response->body.len,
	        &(struct feed_options){.url = response->url,
	            .content_type = response->content_type,
	            .items_most = find->job->options->items_most},
	        find->arena, &feed, &error))
		take_feed(find, response, &feed);
	else if (error.code == ERROR_FEED_IS_PAGE)
		take_page(find, response, &error);
	else
		note_failure(find, &error);
}

/* --- going on --------------------------------------------------------------- */

static bool has_enough(const struct find *find)
{
	bool is_choosing = find->options->is_all ||
	    find->options->pattern != NULL;

	/* names cost nothing */
	if (find->options->is_naming)
		return false;
	return (find->proven > 0 && !is_choosing) ||
	    find->asked_count >= (is_choosing ? (size_t)ASKED_ALL_MOST
	                                      : (size_t)ASKED_MOST);
}

static bool ends_like_feed(const char *url)
{
	static const char *const ends[] = {".rss", ".xml", ".atom", ".rdf",
	    ".json"};
	size_t len = strcspn(url, "?#");

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t end = strlen(ends[i]);

		if (len > end && strncmp(url + len - end, ends[i], end) == 0)
			return true;
	}
	return false;
}

/* Where names are enough: whether it may be a page that has more of them. */
static bool may_be_index(const struct find *find,
    const struct candidate *candidate)
{
	if (candidate->depth == 0)
		return true;
	if (candidate->found.how == FOUND_GUESS)
		return find->result_count == 0 &&
		    find->count == find->guess_end &&
		    find->asked_count < ASKED_MOST;
	return candidate->depth < DEPTH_MOST &&
	    candidate->found.how == FOUND_ANCHOR &&
	    find->asked_count < INDEXES_MOST &&
	    !ends_like_feed(candidate->found.url);
}

/* Whether to ask a named feed: not if it is unlike what is looked for. */
static bool is_worth_asking(const struct find *find,
    const struct candidate *candidate)
{
	/* one on the first level may be the page that lists the others */
	return candidate->depth < DEPTH_MOST ||
	    is_wanted(find, &candidate->found);
}

/* A certificate that is not right says that somebody answers there. */
static bool is_answered(const struct find *find)
{
	return find->page_given != NULL ||
	    find->error.code == ERROR_NET_TLS_EXPIRED ||
	    find->error.code == ERROR_NET_TLS_NAME ||
	    find->error.code == ERROR_NET_STOPPED;
}

/* The next of the reader's or the catalogue's addresses. */
static void add_given(struct find *find)
{
	const char *const *urls = find->options->urls;
	size_t place = find->given++;
	struct found found = {.how = FOUND_ITSELF};
	bool is_twin = place > 0 && str_starts(urls[place], "http://") &&
	    str_starts(urls[place - 1], "https://") &&
	    hash_of(urls[place]) == hash_of(urls[place - 1]);

	if (is_twin && is_answered(find))
		return;
	found.url = arena_dup(find->arena, urls[place]);
	found.href = found.url;
	/* the same page by another scheme: it is asked all the same */
	if (is_twin)
		find->candidates[find->count - 1].hash = 0;
	add_candidate(find, &found, found.url, 0);
}

static void end(struct find *find)
{
	find->is_done = true;
	if (find->proven == 0 && find->list.url != NULL &&
	    find->options->pattern == NULL)
		add_result(find, &find->list);
}

bool find_go_on(struct find *find, bool *is_done, struct error *err)
{
	const struct find_options *options = find->options;

	if (find->is_asked && find->result.is_done)
		take_answer(find);
	while (!find->is_done && !find->is_asked) {
		if (has_enough(find)) {
			end(find);
		} else if (find->next < find->count) {
			struct candidate *next =
			    &find->candidates[find->next++];

			if (options->is_naming && !may_be_index(find, next)) {
				if (next->found.how != FOUND_GUESS)
					add_result(find, &next->found);
			} else if (is_worth_asking(find, next) &&
			    !ask(find, next, err)) {
				return false;
			}
		} else if (find->given < options->url_count) {
			add_given(find);
		} else if (!find->has_guessed && find->proven == 0 &&
		    (!options->is_naming || find->result_count == 0) &&
		    find->page_given != NULL) {
			add_guesses(find);
		} else {
			end(find);
		}
	}
	*is_done = find->is_done;
	return true;
}

bool find_wait(struct job *job, struct find **finds, size_t count,
    struct error *err)
{
	for (;;) {
		bool are_done = true, is_done;

		for (size_t i = 0; i < count; i++) {
			if (!find_go_on(finds[i], &is_done, err))
				return false;
			are_done = are_done && is_done;
		}
		if (are_done)
			return true;
		if (!task_wait_step(job, err))
			return false;
	}
}

struct found *find_results(const struct find *find, size_t *count,
    size_t *proven, struct error *error)
{
	*count = find->result_count;
	*proven = find->proven;
	*error = find->error;
	return find->results;
}

static size_t count_named(const struct find *find, size_t from)
{
	size_t count = 0;

	for (size_t i = from; i < find->count; i++)
		count += find->candidates[i].depth > 0 &&
		    find->candidates[i].found.how != FOUND_GUESS;
	return count;
}

size_t find_named(const struct find *find)
{
	return count_named(find, 0);
}

size_t find_unasked(const struct find *find)
{
	return count_named(find, find->next);
}
