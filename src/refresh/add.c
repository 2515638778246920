/*
 * How a source comes to be followed: what an address leads to is searched
 * for (find.c); a list of subscriptions is taken as it stands.
 */
#include "base/clock.h"
#include "refresh/draft.h"
#include "refresh/find.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

/* What is gathered while addresses are followed. */
struct adding {
	struct job *job;
	const struct add_options *options;
	struct arena *arena;
	const char *province; /* or NULL */
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

/*
 * The articles that came with the answer: headlines stand at once, also where
 * the next answer is slow. The refresh that follows books the try.
 */
static bool save_news(struct adding *adding, const struct found *found,
    int64_t id, struct error *err)
{
	const struct job *job = adding->job;
	struct article_draft *drafts;
	struct save_counts counts;
	size_t count;

	draft_feed(found->feed, &(struct draft_rules){.url = found->base,
	    .is_list = found->how == FOUND_LIST, .now = clock_now(),
	    .is_file = url_is_file(found->url),
	    .is_page_unwanted = job->options->are_pages_unwanted},
	    adding->arena, &drafts, &count);
	return store_save_articles(job->store, id, drafts, count, NULL,
	    clock_now(), &counts, err);
}

static bool follow(struct adding *adding, const struct found *found,
    const char *title, struct error *err)
{
	const struct add_options *options = adding->options;
	struct source_draft draft = {.url = found->url,
	    .province = adding->province,
	    .kind = found->how == FOUND_LIST ? SOURCE_LIST : SOURCE_FEED,
	    .tags = options->tags, .tag_count = options->tag_count};
	struct added *added;

	draft.title = options->title != NULL ? options->title : title;
	if (draft.title == NULL || *draft.title == '\0')
		draft.title = name_of(found->url, adding->arena);
	adding->added = arena_grow(adding->arena, adding->added,
	    &adding->cap, adding->count + 1, sizeof(*adding->added));
	added = &adding->added[adding->count];
	added->url = arena_dup(adding->arena, found->url);
	added->title = arena_dup(adding->arena, draft.title);
	added->how = found->how;
	if (!store_add_source(adding->job->store, &draft, clock_now(),
	        &added->id, &added->is_new, err))
		return false;
	adding->count++;
	if (options->has_news && found->feed != NULL &&
	    !save_news(adding, found, added->id, err))
		return false;
	return added->is_new ||
	    revive(adding->job, added->id, adding->arena, err);
}

/* Follow what was found; false also if nothing was, with why in err. */
static bool follow_found(struct adding *adding, const struct find *find,
    bool is_all, struct error *err)
{
	struct error error;
	size_t count, proven, first = adding->count;
	const struct found *found = find_results(find, &count, &proven,
	    &error);

	for (size_t i = 0; i < count; i++) {
		if (!found[i].is_proven)
			continue;
		if (!follow(adding, &found[i], found[i].title, err))
			return false;
		if (!is_all)
			break;
	}
	if (adding->count == first && count == 0 && find_named(find) > 0)
		return error_set(err, ERROR_FEED_IS_PAGE, error.subject,
		    (long)find_named(find));
	if (adding->count == first)
		return error_set(err, error.code, error.subject,
		    error.number);
	if (!is_all)
		adding->added[first].others = find_unasked(find);
	return true;
}

static bool compile(const struct add_options *options, regex_t *pattern,
    struct error *err)
{
	if (options->match != NULL &&
	    regcomp(pattern, options->match, REG_EXTENDED | REG_ICASE) != 0)
		return error_set(err, ERROR_USAGE, options->match, 0);
	return true;
}

static bool is_address(const char *url, struct error *err)
{
	return url_is_web(url) || url_is_file(url) ||
	    error_set(err, ERROR_SOURCE_URL, url, 0);
}

bool job_add(struct job *job, const char *typed,
    const struct add_options *options, struct arena *arena,
    struct added **added, size_t *count, struct error *err)
{
	struct adding adding = {.job = job, .options = options,
	    .arena = arena};
	const char *urls[2];
	bool is_all = options->is_all || options->match != NULL;
	struct find_options wish = {.urls = urls, .is_all = is_all,
	    .url_count = find_typed(typed, arena, urls)};
	struct find *find;
	regex_t pattern;
	bool is_good, is_batch;

	if (!is_address(urls[0], err) || !compile(options, &pattern, err))
		return false;
	wish.pattern = options->match != NULL ? &pattern : NULL;
	find = find_start(job, &wish, arena);
	is_batch = store_begin_batch(job->store);
	is_good = find_wait(job, &find, 1, err) &&
	    follow_found(&adding, find, is_all, err);
	if (is_batch)
		store_end_batch(job->store);
	find_free(find);
	if (options->match != NULL)
		regfree(&pattern);
	*added = adding.added;
	*count = adding.count;
	return is_good;
}

/* --- the catalogue's ------------------------------------------------------- */

/* One outlet that is searched for. */
struct outlet_search {
	struct find_options wish, section_wish;
	struct find *find, *sections; /* sections: nothing else gave a feed */
	bool is_done;
};

struct outlets_adding {
	struct job *job;
	const struct outlet *outlets;
	size_t count, left;
	struct add_options options;
	struct arena arena;
	struct outlet_search *searches;
};

/* What was found of its site before, then what the catalogue knows. */
static bool list_urls(struct outlets_adding *adding,
    const struct outlet *outlet, struct find_options *wish,
    struct error *err)
{
	const char **urls = arena_array(&adding->arena, outlet->url_count + 1,
	    sizeof(*urls));
	char *url = NULL;

	wish->urls = urls;
	wish->is_plain = adding->options.is_plain;
	if (outlet->site != NULL &&
	    !store_find_remembered(adding->job->store, outlet->site,
	        &adding->arena, &url, err))
		return false;
	if (url != NULL)
		urls[wish->url_count++] = url;
	for (size_t i = 0; i < outlet->url_count; i++)
		urls[wish->url_count++] = outlet->urls[i];
	return true;
}

static bool has_feed(const struct find *find)
{
	size_t count, proven;
	struct error error;
	const struct found *found = find_results(find, &count, &proven,
	    &error);

	for (size_t i = 0; i < count; i++)
		if (found[i].is_proven && found[i].how != FOUND_LIST)
			return true;
	return false;
}

static bool is_store_failure(const struct error *err)
{
	return err->code >= ERROR_STORE_OPEN &&
	    err->code <= ERROR_STORE_MIGRATED;
}

/* Follow what the searches for one outlet led to. */
static bool follow_outlet(struct outlets_adding *adding,
    const struct outlet *outlet, const struct find *whole,
    const struct find *sections, struct outlet_added *result,
    struct error *err)
{
	struct add_options options = adding->options;
	bool is_sections = sections != NULL && has_feed(sections);
	struct adding own = {.job = adding->job, .options = &options,
	    .arena = &adding->arena, .province = outlet->province == NULL
	        ? NULL
	        : outlet->province->name};

	if (options.title == NULL && !is_sections)
		options.title = outlet->title;
	*result = (struct outlet_added){0};
	if (!follow_found(&own, is_sections ? sections : whole, is_sections,
	        &result->error)) {
		*err = result->error;
		return !is_store_failure(err);
	}
	result->added = own.added;
	result->count = own.count;
	return is_sections || outlet->site == NULL ||
	    store_remember(adding->job->store, outlet->site,
	        own.added[0].url, clock_now(), err);
}

struct outlets_adding *job_start_outlets(struct job *job,
    const struct outlet *outlets, size_t count,
    const struct add_options *options, struct error *err)
{
	struct outlets_adding *adding = mem_alloc_zero(1, sizeof(*adding));

	*adding = (struct outlets_adding){.job = job, .outlets = outlets,
	    .count = count, .left = count, .options = *options};
	arena_init(&adding->arena);
	adding->searches = arena_array(&adding->arena, count + 1,
	    sizeof(*adding->searches));
	for (size_t i = 0; i < count; i++) {
		struct outlet_search *search = &adding->searches[i];

		if (!list_urls(adding, &outlets[i], &search->wish, err)) {
			job_end_outlets(adding);
			return NULL;
		}
		search->find = find_start(job, &search->wish,
		    &adding->arena);
	}
	return adding;
}

void job_end_outlets(struct outlets_adding *adding)
{
	if (adding == NULL)
		return;
	for (size_t i = 0; i < adding->count; i++) {
		find_free(adding->searches[i].find);
		find_free(adding->searches[i].sections);
	}
	arena_release(&adding->arena);
	free(adding);
}

/* Go on with one; *is_done: all has been asked for it. */
static bool search_on(struct outlets_adding *adding, size_t place,
    bool *is_done, struct error *err)
{
	const struct outlet *outlet = &adding->outlets[place];
	struct outlet_search *search = &adding->searches[place];

	if (!find_go_on(search->find, is_done, err))
		return false;
	if (!*is_done || has_feed(search->find) || outlet->section_count == 0)
		return true;
	if (search->sections == NULL) {
		search->section_wish = (struct find_options){
		    .urls = outlet->sections,
		    .url_count = outlet->section_count, .is_all = true,
		    .is_plain = true};
		search->sections = find_start(adding->job,
		    &search->section_wish, &adding->arena);
	}
	return find_go_on(search->sections, is_done, err);
}

bool job_go_on_outlets(struct outlets_adding *adding,
    void (*told)(void *ctx, size_t place, const struct outlet_added *result),
    void *ctx, bool *is_done, struct error *err)
{
	for (size_t i = 0; i < adding->count; i++) {
		struct outlet_search *search = &adding->searches[i];
		struct outlet_added result;
		bool is_one_done;

		if (search->is_done)
			continue;
		if (!search_on(adding, i, &is_one_done, err))
			return false;
		if (!is_one_done)
			continue;
		search->is_done = true;
		adding->left--;
		if (!follow_outlet(adding, &adding->outlets[i], search->find,
		        search->sections, &result, err))
			return false;
		told(ctx, i, &result);
	}
	*is_done = adding->left == 0;
	return true;
}

/* What came of each, for one who waits for them all. */
struct gathered {
	struct outlet_added *results;
	struct arena *arena;
};

static void gather(void *ctx, size_t place, const struct outlet_added *result)
{
	struct gathered *gathered = ctx;
	struct outlet_added *own = &gathered->results[place];

	*own = *result;
	own->added = arena_array(gathered->arena, result->count + 1,
	    sizeof(*own->added));
	for (size_t i = 0; i < result->count; i++) {
		own->added[i] = result->added[i];
		own->added[i].url = arena_dup(gathered->arena,
		    result->added[i].url);
		own->added[i].title = arena_dup(gathered->arena,
		    result->added[i].title);
	}
}

bool job_add_outlets(struct job *job, const struct outlet *outlets,
    size_t count, const struct add_options *options, struct arena *arena,
    struct outlet_added **results, struct error *err)
{
	struct gathered gathered = {.arena = arena,
	    .results = arena_array(arena, count + 1,
	        sizeof(struct outlet_added))};
	struct outlets_adding *adding = job_start_outlets(job, outlets,
	    count, options, err);
	bool is_done = false, is_batch, is_good = adding != NULL;

	*results = gathered.results;
	is_batch = is_good && store_begin_batch(job->store);
	while (is_good && !is_done) {
		is_good = job_go_on_outlets(adding, gather, &gathered,
		    &is_done, err);
		if (is_good && !is_done)
			is_good = task_wait_step(job, err);
	}
	if (is_batch)
		store_end_batch(job->store);
	job_end_outlets(adding);
	return is_good;
}

/* --- what there is ----------------------------------------------------------- */

bool job_discover(struct job *job, const char *typed, struct arena *arena,
    struct found **found, size_t *count, struct error *err)
{
	const char *urls[2];
	const struct find_options wish = {.urls = urls, .is_all = true,
	    .url_count = find_typed(typed, arena, urls)};
	struct error error;
	struct find *find;
	size_t proven;
	bool is_good;

	if (!is_address(urls[0], err))
		return false;
	find = find_start(job, &wish, arena);
	is_good = find_wait(job, &find, 1, err);
	*found = find_results(find, count, &proven, &error);
	find_free(find);
	if (is_good && *count == 0)
		return error_set(err, error.code, error.subject,
		    error.number);
	return is_good;
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
