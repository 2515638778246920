/*
 * How a source comes to be followed: an address is read once to know what it
 * is; a list of subscriptions is taken as it stands.
 */
#include "base/clock.h"
#include "feed/feed_read.h"
#include "page/list.h"
#include "refresh/task.h"
#include "text/url.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum { FEEDS_TRIED = 5, FEEDS_MOST = 500 };

/* What is gathered while an address is added. */
struct adding {
	struct job *job;
	const struct add_options *options;
	struct arena *arena;
	const char *url; /* what the reader named */
	const regex_t *pattern; /* or NULL */
	struct added *added;
	size_t count, cap;
};

/* A closed source (410) that is added anew is asked again. */
static bool revive(struct job *job, int64_t id, struct arena *arena,
    struct error *err)
{
	struct source *sources;
	size_t count;

	if (!store_read_sources(job->store, arena, &sources, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (sources[i].id != id || sources[i].health != HEALTH_GONE)
			continue;
		sources[i].health = HEALTH_NEW;
		sources[i].next_due = 0;
		sources[i].failures = 0;
		error_clear(&sources[i].error);
		return store_save_try(job->store, &sources[i], err);
	}
	return true;
}

/* A name for what has none: its host, or its file. */
static const char *name_of(const char *url, struct arena *arena)
{
	struct str name;
	const char *text;

	str_init(&name);
	url_host(&name, url);
	if (name.len == 0) {
		const char *slash = strrchr(url, '/');

		url_decode(&name, slash == NULL ? url : slash + 1,
		    strlen(slash == NULL ? url : slash + 1));
	}
	text = arena_dup(arena, name.len > 0 ? name.data : url);
	str_release(&name);
	return text;
}

static bool follow(struct adding *adding, const char *url, const char *title,
    enum source_kind kind, struct error *err)
{
	const struct add_options *options = adding->options;
	struct source_draft draft = {.url = url, .kind = kind,
	    .tags = options->tags, .tag_count = options->tag_count};
	struct added *added;

	draft.title = options->title != NULL ? options->title : title;
	if (draft.title == NULL || *draft.title == '\0')
		draft.title = name_of(url, adding->arena);
	adding->added = arena_grow(adding->arena, adding->added,
	    &adding->cap, adding->count + 1, sizeof(*adding->added));
	added = &adding->added[adding->count];
	added->url = arena_dup(adding->arena, url);
	added->title = arena_dup(adding->arena, draft.title);
	if (!store_add_source(adding->job->store, &draft, clock_now(),
	        &added->id, &added->is_new, err))
		return false;
	adding->count++;
	return added->is_new ||
	    revive(adding->job, added->id, adding->arena, err);
}

/* Read an address; false with why in err also if it did not come. */
static bool read_address(struct adding *adding, const char *url,
    struct net_response *response, struct error *err)
{
	struct task_result result;

	if (!task_read(adding->job, url, adding->url, &result, err)) {
		net_response_release(&result.response);
		return false;
	}
	*response = result.response;
	if (response->is_ok)
		return true;
	error_set(err, response->error.code, response->error.subject,
	    response->error.number);
	net_response_release(response);
	return false;
}

/* The address that lasts: where permanent redirects led. */
static const char *lasting_url(const struct net_response *response,
    const char *url, struct arena *arena)
{
	if (response->is_moved || url_is_file(url))
		return arena_dup(arena, response->url);
	return url;
}

static bool read_feed(struct adding *adding,
    const struct net_response *response, struct feed *feed,
    struct error *err)
{
	return feed_read(response->body.data, response->body.len,
	    &(struct feed_options){.url = response->url,
	        .content_type = response->content_type,
	        .items_most = adding->job->options->items_most},
	    adding->arena, feed, err);
}

/* Follow a feed that a page named, if it is one. */
static bool follow_found(struct adding *adding,
    const struct discovered *found, struct error *err)
{
	struct net_response response;
	struct feed feed;
	bool is_good;

	if (!read_address(adding, found->url, &response, err))
		return false;
	is_good = read_feed(adding, &response, &feed, err);
	if (is_good)
		is_good = follow(adding,
		    lasting_url(&response, found->url, adding->arena),
		    feed.title != NULL && *feed.title != '\0' ? feed.title
		                                              : found->title,
		    SOURCE_FEED, err);
	net_response_release(&response);
	return is_good;
}

static bool is_store_failure(const struct error *err)
{
	return err->code >= ERROR_STORE_OPEN && err->code <= ERROR_STORE_MIGRATED;
}

static bool is_wanted(const struct adding *adding,
    const struct discovered *found)
{
	const regex_t *pattern = adding->pattern;

	return pattern == NULL ||
	    regexec(pattern, found->url, 0, NULL, 0) == 0 ||
	    (found->title != NULL &&
	        regexec(pattern, found->title, 0, NULL, 0) == 0);
}

/*
 * Follow the feeds that a page names: the first that is one, or all that
 * are. False with the last failure's reason if none was.
 */
static bool follow_all(struct adding *adding, const struct discovered *found,
    size_t count, struct error *err)
{
	bool is_one = !adding->options->is_all && adding->pattern == NULL;
	size_t tried = 0, most = is_one ? FEEDS_TRIED : FEEDS_MOST;
	struct error last = {0};

	for (size_t i = 0; i < count && tried < most; i++) {
		if (!is_wanted(adding, &found[i]))
			continue;
		tried++;
		if (!follow_found(adding, &found[i], &last) &&
		    is_store_failure(&last))
			break;
		if (is_one && adding->count > 0)
			return true;
	}
	if (adding->count > 0 && !is_store_failure(&last))
		return true;
	return error_set(err, last.code, last.subject, last.number);
}

/* A page that is no feed. */
static bool follow_page(struct adding *adding,
    const struct net_response *response, struct error *err)
{
	bool is_choosing = adding->options->is_all || adding->pattern != NULL;
	struct discovered *found;
	struct feed list;
	size_t count = 0, wanted = 0;

	list_discover(response->body.data, response->body.len, response->url,
	    response->content_type, adding->arena, &found, &count);
	for (size_t i = 0; i < count; i++)
		wanted += is_wanted(adding, &found[i]);
	if (adding->pattern != NULL && wanted == 0)
		return error_set(err, ERROR_FEED_IS_PAGE, adding->url,
		    (long)count);
	if (wanted > 0 && follow_all(adding, found, count, err))
		return true;
	if (wanted > 0 && (is_choosing || is_store_failure(err)))
		return false;
	/* feeds that are named but dead leave the page itself */
	if (!list_read(response->body.data, response->body.len,
	        response->url, response->content_type, adding->arena, &list,
	        err))
		return false;
	return follow(adding, lasting_url(response, adding->url, adding->arena),
	    list.title, SOURCE_LIST, err);
}

static bool add_url(struct adding *adding, struct error *err)
{
	const char *url = adding->url;
	struct net_response response;
	struct feed feed;
	bool is_good;

	if (!url_is_web(url) && !url_is_file(url))
		return error_set(err, ERROR_SOURCE_URL, url, 0);
	if (!read_address(adding, url, &response, err))
		return false;
	is_good = read_feed(adding, &response, &feed, err);
	if (is_good)
		is_good = follow(adding,
		    lasting_url(&response, url, adding->arena), feed.title,
		    SOURCE_FEED, err);
	else if (err->code == ERROR_FEED_IS_PAGE)
		is_good = follow_page(adding, &response, err);
	net_response_release(&response);
	return is_good;
}

bool job_add(struct job *job, const char *typed,
    const struct add_options *options, struct arena *arena,
    struct added **added, size_t *count, struct error *err)
{
	struct adding adding = {.job = job, .options = options,
	    .arena = arena};
	struct error error = {0};
	struct str url;
	regex_t pattern;
	bool is_good, is_batch;

	if (options->match != NULL &&
	    regcomp(&pattern, options->match, REG_EXTENDED | REG_ICASE) != 0)
		return error_set(err, ERROR_USAGE, options->match, 0);
	str_init(&url);
	url_from_user(&url, typed);
	adding.url = arena_dup(arena, url.data);
	adding.pattern = options->match != NULL ? &pattern : NULL;
	is_batch = store_begin_batch(job->store);
	is_good = add_url(&adding, &error);
	if (is_batch)
		store_end_batch(job->store);
	str_release(&url);
	if (options->match != NULL)
		regfree(&pattern);
	*added = adding.added;
	*count = adding.count;
	if (is_good)
		return true;
	return error_set(err, error.code, error.subject, error.number);
}

static bool import_all(struct job *job, const struct import_list *list,
    size_t *added, struct error *err)
{
	*added = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct import_entry *entry = &list->entries[i];
		const struct source_draft draft = {.url = entry->url,
		    .title = entry->title,
		    .tags = (const char *const *)entry->tags,
		    .tag_count = entry->tag_count};
		int64_t id;
		bool is_new;

		if (!url_is_web(entry->url) && !url_is_file(entry->url))
			continue; /* named by import_read already */
		if (!store_add_source(job->store, &draft, clock_now(), &id,
		        &is_new, err))
			return false;
		*added += is_new;
	}
	return true;
}

bool job_import(struct job *job, const struct import_list *list,
    size_t *added, struct error *err)
{
	bool is_batch = store_begin_batch(job->store), is_good;

	is_good = import_all(job, list, added, err);
	if (is_batch)
		store_end_batch(job->store);
	return is_good;
}
