/*
 * The next pages of a list. Where one went on to is kept for the run; then
 * the walk begins again at the first page, past what is known.
 */
#include "refresh/older.h"

#include "base/clock.h"
#include "page/list.h"
#include "refresh/draft.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

enum { PAGES_MOST = 12 }; /* of one walk */

/* How far a source has been gone through. */
struct older_place {
	struct older_place *next;
	int64_t source_id;
	char *url; /* the page that comes; "": there is none */
};

struct older {
	struct job *job;
	struct arena arena;
	struct source source;
	const char *url; /* the page that is read */
	int pages;
	bool is_asked, is_done;
	struct task_result result;
	struct older_result told;
};

/* --- how far -------------------------------------------------------------- */

static struct older_place *find_place(const struct job *job, int64_t id)
{
	struct older_place *place = job->older;

	while (place != NULL && place->source_id != id)
		place = place->next;
	return place;
}

static void keep_place(struct job *job, int64_t id, const char *url)
{
	struct older_place *place = find_place(job, id);

	if (place == NULL) {
		place = mem_alloc_zero(1, sizeof(*place));
		place->source_id = id;
		place->next = job->older;
		job->older = place;
	}
	free(place->url);
	place->url = mem_dup(url);
}

void older_forget(struct job *job)
{
	while (job->older != NULL) {
		struct older_place *place = job->older;

		job->older = place->next;
		free(place->url);
		free(place);
	}
}

/* --- one walk ------------------------------------------------------------- */

static bool find_source(struct older *older, int64_t id, struct error *err)
{
	struct source *sources;
	size_t count;

	if (!store_read_sources(older->job->store, &older->arena, &sources,
	        &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (sources[i].id != id)
			continue;
		older->source = sources[i];
		return true;
	}
	return error_set(err, ERROR_SOURCE_UNKNOWN, "", (long)id);
}

struct older *older_start(struct job *job, int64_t source_id,
    struct error *err)
{
	struct older *older = mem_alloc_zero(1, sizeof(*older));
	const struct older_place *place = find_place(job, source_id);

	older->job = job;
	arena_init(&older->arena);
	str_init(&older->result.response.body);
	if (!find_source(older, source_id, err)) {
		older_end(older, NULL);
		return NULL;
	}
	older->told.source_id = source_id;
	older->url = place == NULL ? older->source.url
	                           : arena_dup(&older->arena, place->url);
	older->told.is_last = older->is_done = older->url[0] == '\0' ||
	    older->source.kind == SOURCE_FEED; /* a feed is all there is */
	return older;
}

void older_end(struct older *older, struct older_result *result)
{
	if (older == NULL)
		return;
	if (result != NULL)
		*result = older->told;
	net_response_release(&older->result.response);
	arena_release(&older->arena);
	free(older);
}

static bool ask(struct older *older, struct error *err)
{
	struct task *task = task_new(TASK_DOCUMENT);

	older->pages++;
	net_response_release(&older->result.response);
	older->result = (struct task_result){0};
	str_init(&older->result.response.body);
	task->url = arena_dup(&task->arena, older->url);
	task->source_url = arena_dup(&task->arena, older->source.url);
	task->result = &older->result;
	older->is_asked = task_start(older->job, task,
	    &(struct task_request){.accept = task_accept_page,
	        .most = older->job->options->feed_bytes_most,
	        .is_urgent = true},
	    err);
	return older->is_asked;
}

/*
 * What has no date stands behind what is there, in the list's order, not
 * before the news of today.
 */
static bool find_moment(struct older *older,
    const struct article_draft *drafts, size_t count, int64_t *moment,
    struct error *err)
{
	int64_t oldest = 0;
	bool has_undated = false;

	*moment = clock_now();
	for (size_t i = 0; i < count; i++)
		has_undated = has_undated || drafts[i].published == 0;
	if (!has_undated)
		return true;
	if (!store_find_oldest(older->job->store, older->source.id, &oldest,
	        err))
		return false;
	if (oldest > 0 && oldest <= *moment)
		*moment = oldest - 1;
	return true;
}

static bool save(struct older *older, const struct feed *feed,
    const char *url, struct error *err)
{
	struct job *job = older->job;
	struct article_draft *drafts;
	struct save_counts counts;
	int64_t moment;
	size_t count;

	draft_feed(feed, &(struct draft_rules){.url = url, .is_list = true,
	    .now = clock_now(), .is_file = url_is_file(older->source.url),
	    .is_page_unwanted = job->options->are_pages_unwanted},
	    &older->arena, &drafts, &count);
	if (!find_moment(older, drafts, count, &moment, err) ||
	    !store_save_articles(job->store, older->source.id, drafts, count,
	        NULL, moment, &counts, err))
		return false;
	older->told.added += counts.added;
	return true;
}

static void fail(struct older *older, const struct error *error)
{
	older->told.error = *error;
	older->is_done = true;
}

static bool take_page(struct older *older, struct error *err)
{
	const struct net_response *response = &older->result.response;
	struct error error = {0};
	struct feed feed;

	older->is_asked = false;
	if (!response->is_ok) {
		fail(older, &response->error);
		return true;
	}
	if (!list_read(response->body.data, response->body.len, response->url,
	        response->content_type, &older->arena, &feed, &error)) {
		fail(older, &error);
		return true;
	}
	/* the first page is the refresh's: it books what it brings */
	if (!str_equal(older->url, older->source.url) &&
	    !save(older, &feed, response->url, err))
		return false;
	older->told.is_last = feed.next == NULL ||
	    str_equal(feed.next, older->url);
	keep_place(older->job, older->source.id,
	    older->told.is_last ? "" : feed.next);
	older->is_done = older->told.is_last || older->told.added > 0 ||
	    older->pages >= PAGES_MOST;
	older->url = feed.next;
	return true;
}

bool older_go_on(struct older *older, bool *is_done, struct error *err)
{
	if (older->is_asked && older->result.is_done &&
	    !take_page(older, err))
		return false;
	if (!older->is_done && !older->is_asked && !ask(older, err))
		return false;
	*is_done = older->is_done;
	return true;
}

bool job_read_older(struct job *job, int64_t source_id,
    struct older_result *result, struct error *err)
{
	struct older *older = older_start(job, source_id, err);
	bool is_done = false, is_good = older != NULL;

	*result = (struct older_result){0};
	while (is_good && !is_done) {
		is_good = older_go_on(older, &is_done, err);
		if (is_good && !is_done)
			is_good = task_wait_step(job, err);
	}
	older_end(older, result);
	return is_good;
}
