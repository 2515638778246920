/*
 * What a site has to choose from, by name: its pages are read, its feeds are
 * not asked before they are chosen.
 */
#include "config/catalogue.h"
#include "refresh/find.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

struct offering {
	struct job *job;
	struct arena arena;
	struct find *find;
	struct find_options wish;
	const char *url;
	struct offer *offers;
	size_t count, cap;
};

/* Its list page, or the front page of the host that its feed is on. */
static bool find_site(struct offering *offering, int64_t source_id,
    struct str *url, struct error *err)
{
	struct source *sources;
	size_t count;

	if (!store_read_sources(offering->job->store, &offering->arena,
	        &sources, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (sources[i].id != source_id)
			continue;
		if (sources[i].kind == SOURCE_LIST ||
		    sources[i].error.code == ERROR_FEED_IS_PAGE ||
		    !url_is_web(sources[i].url))
			str_add(url, sources[i].url);
		else
			url_resolve(url, sources[i].url, "/");
		return true;
	}
	return error_set(err, ERROR_SOURCE_UNKNOWN, "", (long)source_id);
}

struct offering *job_start_offering(struct job *job, const char *typed,
    int64_t source_id, struct error *err)
{
	struct offering *offering = mem_alloc_zero(1, sizeof(*offering));
	struct str url;
	bool is_good = true;

	offering->job = job;
	arena_init(&offering->arena);
	str_init(&url);
	if (typed != NULL)
		url_from_user(&url, typed);
	else
		is_good = find_site(offering, source_id, &url, err);
	offering->url = arena_dup(&offering->arena, url.data);
	str_release(&url);
	if (is_good && !url_is_web(offering->url) &&
	    !url_is_file(offering->url))
		is_good = error_set(err, ERROR_SOURCE_URL, offering->url, 0);
	if (!is_good) {
		job_end_offering(offering);
		return NULL;
	}
	offering->wish = (struct find_options){.urls = &offering->url,
	    .url_count = 1, .is_naming = true};
	offering->find = find_start(job, &offering->wish, &offering->arena);
	return offering;
}

void job_end_offering(struct offering *offering)
{
	if (offering == NULL)
		return;
	find_free(offering->find);
	arena_release(&offering->arena);
	free(offering);
}

static bool is_same_address(const char *one, const char *other)
{
	struct str a, b;
	bool is_same;

	str_init(&a);
	str_init(&b);
	url_canonical(&a, one);
	url_canonical(&b, other);
	is_same = str_equal(a.data, b.data);
	str_release(&a);
	str_release(&b);
	return is_same;
}

static void add_offer(struct offering *offering, const char *url,
    const char *title, enum found_how how, size_t items)
{
	for (size_t i = 0; i < offering->count; i++)
		if (is_same_address(offering->offers[i].url, url))
			return;
	offering->offers = arena_grow(&offering->arena, offering->offers,
	    &offering->cap, offering->count + 1, sizeof(*offering->offers));
	offering->offers[offering->count++] = (struct offer){
	    .url = arena_dup(&offering->arena, url),
	    .title = arena_dup(&offering->arena, title == NULL ? "" : title),
	    .how = (int)how, .items = (int64_t)items};
}

static void add_root(struct str *out, const char *url)
{
	struct str root;

	str_init(&root);
	url_resolve(&root, url, "/");
	url_canonical(out, root.data);
	str_release(&root);
}

/* Feeds that the catalogue has of the same server. */
static void add_known(struct offering *offering)
{
	const struct catalogue *catalogue = offering->job->options->catalogue;
	const struct portal *portals;
	size_t count;
	struct str root, other;

	if (catalogue == NULL || !url_is_web(offering->url))
		return;
	count = catalogue_portals(catalogue, &portals);
	str_init(&root);
	str_init(&other);
	add_root(&root, offering->url);
	for (size_t i = 0; i < count; i++) {
		if (portals[i].feed == NULL ||
		    portals[i].status == PORTAL_SEEN_BAD)
			continue;
		str_clear(&other);
		add_root(&other, portals[i].feed);
		if (str_equal(root.data, other.data))
			add_offer(offering, portals[i].feed,
			    arena_printf(&offering->arena, "%s › %s",
			        portals[i].outlet, portals[i].section),
			    FOUND_GUESS, 0);
	}
	str_release(&root);
	str_release(&other);
}

bool job_go_on_offering(struct offering *offering, size_t *count,
    bool *is_done, struct error *error, struct error *err)
{
	const struct found *found;
	size_t found_count, proven;

	if (!find_go_on(offering->find, is_done, err))
		return false;
	if (!*is_done)
		return true;
	found = find_results(offering->find, &found_count, &proven, error);
	for (size_t i = 0; i < found_count; i++)
		if (found[i].error.code == ERROR_NONE)
			add_offer(offering, found[i].url, found[i].title,
			    found[i].how, found[i].items);
	add_known(offering);
	*count = offering->count;
	return store_save_offers(offering->job->store, offering->offers,
	    offering->count, err);
}
