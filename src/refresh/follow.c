#include "refresh/follow.h"

#include "base/file.h"
#include "config/catalogue.h"
#include "refresh/find.h"
#include "refresh/older.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

enum seeking_kind {
	SEEK_ADDRESS,  /* that was typed */
	SEEK_OUTLETS,  /* of a province, or offers that were chosen */
	SEEK_OFFERS,
	SEEK_OLDER,
};

/* One thing that is searched for. */
struct seeking {
	struct seeking *next;
	struct follow *follow;
	enum seeking_kind kind;
	struct arena arena;
	struct outlets_adding *adding;
	struct offering *offering;
	struct older *older;
	size_t total, done; /* of outlets */
	int64_t source_id;  /* whose site it is; or 0 */
	const char *typed;  /* an address */
	const char *led_to; /* the address that answered to it */
	bool is_failed; /* with the store: it waits for the end */
};

static struct seeking *add_seeking(struct follow *follow,
    enum seeking_kind kind)
{
	struct seeking *seeking = mem_alloc_zero(1, sizeof(*seeking));
	struct seeking **last = &follow->first;

	seeking->follow = follow;
	seeking->kind = kind;
	arena_init(&seeking->arena);
	while (*last != NULL)
		last = &(*last)->next;
	*last = seeking;
	return seeking;
}

static void end_seeking(struct seeking *seeking)
{
	struct seeking **at = &seeking->follow->first;

	while (*at != seeking)
		at = &(*at)->next;
	*at = seeking->next;
	job_end_outlets(seeking->adding);
	job_end_offering(seeking->offering);
	older_end(seeking->older, NULL);
	arena_release(&seeking->arena);
	free(seeking);
}

static void post(struct follow *follow, enum event_kind kind, int64_t id,
    const struct error *error)
{
	struct event event = {.kind = kind, .id = id};

	if (error != NULL)
		event.error = *error;
	queue_push(follow->events, &event);
}

static bool is_store_error(const struct error *err)
{
	return err->code >= ERROR_STORE_OPEN &&
	    err->code <= ERROR_STORE_MIGRATED;
}

/* --- lists of subscriptions ------------------------------------------------ */

static bool read_list(struct follow *follow, const char *path,
    struct arena *arena, struct import_list *list, bool *is_feed,
    struct error *err)
{
	struct str data;
	bool is_read;

	str_init(&data);
	is_read = file_read(path, follow->job->options->feed_bytes_most,
	    &data, err);
	*is_feed = strstr(data.data, "<rss") != NULL ||
	    strstr(data.data, "<feed") != NULL;
	is_read = is_read && import_read(data.data, data.len, arena, list, err);
	str_release(&data);
	if (is_read && list->count == 0)
		return error_set(err, ERROR_IMPORT_UNKNOWN, path, 0);
	if (!is_read && err->subject[0] == '\0')
		error_set(err, err->code, path, err->number);
	return is_read;
}

static void take_list(struct follow *follow, const struct import_list *list)
{
	struct event event = {.kind = EVENT_ADDED,
	    .total = (int)list->count, .failed = (int)list->note_count};
	size_t added = 0;

	if (job_import(follow->job, list, &added, &event.error))
		event.error.code = ERROR_NONE;
	event.added = (int)added;
	queue_push(follow->events, &event);
}

void follow_list(struct follow *follow, const char *path)
{
	struct import_list list;
	struct arena arena;
	struct error error;
	bool is_feed;

	arena_init(&arena);
	if (read_list(follow, path, &arena, &list, &is_feed, &error))
		take_list(follow, &list);
	else
		post(follow, EVENT_ADDED, 0, &error);
	arena_release(&arena);
}

/* What was typed as an address may be such a file. */
static bool take_typed_list(struct follow *follow, const char *text)
{
	struct import_list list;
	struct arena arena;
	struct error ignored;
	bool is_feed, is_list;

	if (!file_exists(text))
		return false;
	arena_init(&arena);
	is_list = read_list(follow, text, &arena, &list, &is_feed, &ignored) &&
	    !is_feed;
	if (is_list)
		take_list(follow, &list);
	arena_release(&arena);
	return is_list;
}

/* --- addresses, outlets ---------------------------------------------------- */

static void post_outlet(struct seeking *seeking,
    const struct outlet_added *result)
{
	struct event event = {.kind = seeking->kind == SEEK_ADDRESS
	        ? EVENT_ADDED : EVENT_OUTLET};

	if (seeking->kind == SEEK_OUTLETS) {
		event.done = (int)seeking->done;
		event.total = (int)seeking->total;
	}
	if (result->count > 0)
		event.id = result->added[0].id;
	else
		event.error = result->error;
	for (size_t i = 0; i < result->count; i++)
		event.added += result->added[i].is_new;
	queue_push(seeking->follow->events, &event);
}

/* Its news is asked for at once: the others may take long. */
static void take_outlet(void *ctx, size_t place,
    const struct outlet_added *result)
{
	struct seeking *seeking = ctx;
	struct follow *follow = seeking->follow;

	(void)place;
	seeking->done++;
	for (size_t i = 0; i < result->count; i++)
		follow->ask(follow->ctx, result->added[i].id);
	post_outlet(seeking, result);
	/* one feed is followed; what else there is can be chosen */
	if (seeking->kind == SEEK_ADDRESS && result->count > 0 &&
	    result->added[0].others > 0) {
		seeking->source_id = result->added[0].id;
		seeking->led_to = seeking->typed;
		/* typed without a scheme, and found by the other */
		if (str_starts(result->added[0].url, "http://") &&
		    str_starts(seeking->typed, "https://"))
			seeking->led_to = arena_printf(&seeking->arena,
			    "http://%s", seeking->typed + strlen("https://"));
	}
}

/* Search; a failure of the store ends it. */
static bool start_outlets(struct seeking *seeking,
    const struct outlet *outlets, size_t count,
    const struct add_options *options, struct error *err)
{
	seeking->total = count;
	seeking->adding = job_start_outlets(seeking->follow->job, outlets,
	    count, options, err);
	if (seeking->adding == NULL)
		end_seeking(seeking);
	return seeking->adding != NULL;
}

bool follow_address(struct follow *follow, const char *text,
    struct error *err)
{
	static const struct add_options options = {.has_news = true};
	struct error error;
	struct seeking *seeking;
	struct outlet *outlet;

	if (take_typed_list(follow, text))
		return true;
	seeking = add_seeking(follow, SEEK_ADDRESS);
	outlet = arena_array(&seeking->arena, 1, sizeof(*outlet));
	outlet->urls = arena_array(&seeking->arena, 2, sizeof(*outlet->urls));
	outlet->url_count = find_typed(text, &seeking->arena, outlet->urls);
	seeking->typed = outlet->urls[0];
	if (!url_is_web(seeking->typed) && !url_is_file(seeking->typed)) {
		error_set(&error, ERROR_SOURCE_URL, seeking->typed, 0);
		post(follow, EVENT_ADDED, 0, &error);
		end_seeking(seeking);
		return true;
	}
	return start_outlets(seeking, outlet, 1, &options, err);
}

/* The main outlets of a province that was chosen by one of its names. */
bool follow_province(struct follow *follow, const char *name,
    struct error *err)
{
	const struct catalogue *catalogue = follow->job->options->catalogue;
	static const struct add_options options = {.has_news = true};
	struct province_match matches[PROVINCE_MATCHES_MOST];
	struct seeking *seeking = add_seeking(follow, SEEK_OUTLETS);
	struct outlet_added none = {0};
	struct outlet *outlets;
	size_t count, main_count = 0;

	if (catalogue == NULL ||
	    catalogue_find(catalogue, name, matches) == 0) {
		error_set(&none.error, ERROR_PROVINCE_UNKNOWN, name, 0);
		post_outlet(seeking, &none);
		end_seeking(seeking);
		return true;
	}
	count = catalogue_outlets(catalogue, &matches[0], &seeking->arena,
	    &outlets);
	while (main_count < count && outlets[main_count].is_main)
		main_count++;
	return start_outlets(seeking, outlets, main_count, &options, err);
}

/* --- what is chosen ---------------------------------------------------------- */

static bool read_source(struct seeking *seeking, int64_t id,
    struct source *source, struct error *err)
{
	struct source *sources;
	size_t count;

	*source = (struct source){0};
	if (!store_read_sources(seeking->follow->job->store, &seeking->arena,
	        &sources, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (sources[i].id == id)
			*source = sources[i];
	return true;
}

/* The offers whose places are named, as outlets of one address each. */
static size_t choose(struct seeking *seeking, const struct offer *offers,
    size_t count, const char *places, const struct province *province,
    struct outlet *outlets)
{
	size_t chosen = 0;
	char *end;

	for (const char *at = places; *at != '\0'; at = end) {
		long place = strtol(at, &end, 10);

		if (end == at || chosen == count)
			break;
		if (place < 1 || (size_t)place > count)
			continue;
		outlets[chosen] = (struct outlet){.province = province,
		    .url_count = 1,
		    .urls = arena_array(&seeking->arena, 1,
		        sizeof(const char *))};
		outlets[chosen++].urls[0] = offers[place - 1].url;
	}
	return chosen;
}

bool follow_offers(struct follow *follow, int64_t source_id,
    const char *places, struct error *err)
{
	struct seeking *seeking = add_seeking(follow, SEEK_OUTLETS);
	struct add_options options = {.is_plain = true, .has_news = true};
	struct province *province = NULL;
	struct outlet *outlets;
	struct source source;
	struct offer *offers;
	size_t count;

	if (!read_source(seeking, source_id, &source, err) ||
	    !store_read_offers(follow->job->store, &seeking->arena, &offers,
	        &count, err)) {
		end_seeking(seeking);
		return false;
	}
	if (source.province != NULL && source.province[0] != '\0') {
		province = arena_array(&seeking->arena, 1, sizeof(*province));
		province->name = source.province;
	}
	options.tags = (const char *const *)source.tags;
	options.tag_count = source.tag_count;
	outlets = arena_array(&seeking->arena, count + 1, sizeof(*outlets));
	return start_outlets(seeking, outlets, choose(seeking, offers, count,
	    places, province, outlets), &options, err);
}

bool follow_offer(struct follow *follow, const char *text,
    int64_t source_id, struct error *err)
{
	struct seeking *seeking = add_seeking(follow, SEEK_OFFERS);

	seeking->source_id = source_id;
	seeking->offering = job_start_offering(follow->job, text, source_id,
	    err);
	if (seeking->offering != NULL)
		return true;
	end_seeking(seeking);
	if (is_store_error(err))
		return false;
	post(follow, EVENT_OFFERED, source_id, err);
	return true;
}

bool follow_older(struct follow *follow, int64_t source_id,
    struct error *err)
{
	struct seeking *seeking = add_seeking(follow, SEEK_OLDER);

	seeking->older = older_start(follow->job, source_id, err);
	if (seeking->older != NULL)
		return true;
	end_seeking(seeking);
	if (is_store_error(err))
		return false;
	post(follow, EVENT_OLDER, source_id, err);
	return true;
}

/* --- going on ----------------------------------------------------------------- */

static bool go_on_offers(struct seeking *seeking, bool *is_done,
    struct error *err)
{
	struct event event = {.kind = EVENT_OFFERED,
	    .id = seeking->source_id};
	size_t count = 0;

	if (!job_go_on_offering(seeking->offering, &count, is_done,
	        &event.error, err))
		return false;
	if (!*is_done)
		return true;
	event.total = (int)count;
	if (count > 0)
		error_clear(&event.error);
	queue_push(seeking->follow->events, &event);
	return true;
}

static bool go_on_older(struct seeking *seeking, bool *is_done,
    struct error *err)
{
	struct follow *follow = seeking->follow;
	struct event event = {.kind = EVENT_OLDER};
	struct older_result result;

	if (!older_go_on(seeking->older, is_done, err))
		return false;
	if (!*is_done)
		return true;
	older_end(seeking->older, &result);
	seeking->older = NULL;
	event.id = result.source_id;
	event.added = result.added;
	event.total = !result.is_last;
	event.error = result.error;
	if (result.added > 0)
		follow->want_pages(follow->ctx);
	queue_push(follow->events, &event);
	return true;
}

static bool go_on(struct seeking *seeking, bool *is_done, struct error *err)
{
	switch (seeking->kind) {
	case SEEK_OFFERS:
		return go_on_offers(seeking, is_done, err);
	case SEEK_OLDER:
		return go_on_older(seeking, is_done, err);
	case SEEK_ADDRESS:
	case SEEK_OUTLETS:
		break;
	}
	if (!job_go_on_outlets(seeking->adding, take_outlet, seeking, is_done,
	        err))
		return false;
	return !*is_done || seeking->kind != SEEK_ADDRESS ||
	    seeking->source_id == 0 ||
	    follow_offer(seeking->follow, seeking->led_to, seeking->source_id,
	        err);
}

static enum event_kind event_of(enum seeking_kind kind)
{
	return kind == SEEK_OFFERS ? EVENT_OFFERED
	    : kind == SEEK_OLDER   ? EVENT_OLDER
	    : kind == SEEK_OUTLETS ? EVENT_OUTLET
	                           : EVENT_ADDED;
}

bool follow_go_on(struct follow *follow, struct error *err)
{
	struct seeking *seeking = follow->first;

	while (seeking != NULL) {
		struct seeking *next;
		bool is_done = false;

		if (seeking->is_failed) {
			seeking = seeking->next;
			continue;
		}
		if (!go_on(seeking, &is_done, err)) {
			/* its requests may still be under way */
			seeking->is_failed = true;
			post(follow, event_of(seeking->kind), 0, err);
			return false;
		}
		next = seeking->next; /* what it began stands behind it */
		if (is_done)
			end_seeking(seeking);
		seeking = next;
	}
	return true;
}

void follow_end(struct follow *follow)
{
	while (follow->first != NULL)
		end_seeking(follow->first);
}
