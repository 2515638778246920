/*
 * What is done with the page behind an article, with a link that such a page
 * lists, and with an address that the reader gives.
 */
#include "base/clock.h"
#include "base/log.h"
#include "news/words.h"
#include "page/extract.h"
#include "refresh/draft.h"
#include "refresh/hosts.h"
#include "refresh/reach.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	PAGES_AHEAD = 256, /* claimed at once */
	PARTS_MOST = 10,   /* pages of one article */
	PAGES_LEAST = 64,  /* under way when more are claimed */
};

/* --- asking ------------------------------------------------------------ */

static struct task *make_page(const struct page_job *page,
    int64_t article_id)
{
	struct task *task = task_new(TASK_PAGE);
	struct arena *arena = &task->arena;

	task->page = *page;
	task->page.title = arena_dup(arena, page->title);
	task->page.url = arena_dup(arena, page->url);
	task->url = task->page.url;
	task->source_url = arena_dup(arena, page->source_url);
	task->article_id = article_id;
	return task;
}

bool page_begin(struct job *job, struct task *task, bool is_urgent,
    struct error *err)
{
	task->is_urgent = is_urgent;
	return task_start(job, task,
	    &(struct task_request){.accept = task_accept_page,
	        .most = job->options->page_bytes_most,
	        .is_page = true, .is_urgent = is_urgent},
	    err);
}

static size_t count_pages(const struct job *job)
{
	return job->asked.counts[TASK_PAGE] + job->files.counts[TASK_PAGE] +
	    job->parked.counts[TASK_PAGE];
}

/* Start what was claimed; what the settings leave out counts as given up. */
static bool start_claimed(struct job *job, const struct page_job *pages,
    size_t count, struct arena *arena, size_t *started, struct error *err)
{
	int64_t *dropped = arena_array(arena, count, sizeof(*dropped));
	size_t drop_count = 0;
	bool is_good = true;

	for (size_t i = 0; is_good && i < count; i++) {
		const struct page_job *page = &pages[i];

		bool is_started, is_dropped;

		if (task_find_page(job, page->page_id) != NULL)
			continue;
		is_good = crawl_start(job, make_page(page, page->article_id),
		    &is_started, &is_dropped, err);
		*started += is_good && is_started;
		if (is_good && is_dropped)
			dropped[drop_count++] = page->page_id;
	}
	return is_good && crawl_save(job, err) &&
	    store_drop_pages(job->store, dropped, drop_count, err);
}

bool job_start_pages(struct job *job, size_t most, size_t *started,
    struct error *err)
{
	struct page_job *pages;
	struct arena arena;
	size_t count = 0, limit = PAGES_AHEAD;
	bool is_good = true;

	*started = 0;
	if (job->is_offline || count_pages(job) >= PAGES_LEAST)
		return true;
	if (most > 0 && most < limit)
		limit = most;
	arena_init(&arena);
	do { /* until some are worth it */
		is_good = store_claim_pages(job->store, clock_now(), limit,
		              &arena, &pages, &count, err) &&
		    start_claimed(job, pages, count, &arena, started, err);
	} while (is_good && count > 0 && *started == 0);
	arena_release(&arena);
	return is_good;
}

/* A failure before anything was asked, told like any other. */
static void fail_at_once(struct job *job, enum job_note note, int64_t id,
    struct task_result *result, const struct error *error)
{
	if (result != NULL)
		*result = (struct task_result){.is_done = true,
		    .error = *error};
	if (job->note != NULL)
		job->note(job->ctx, note, id, error, &job->progress);
}

/* A reader waits for it now: robots.txt is a crawler's matter. */
static bool hurry_page(struct job *job, struct task *task, struct error *err)
{
	task->is_urgent = true;
	if (!task->is_waiting) {
		if (job->net != NULL)
			net_hurry(job->net, task_id(task));
		return true;
	}
	task_list_remove(&job->parked, task);
	task->is_waiting = false;
	return page_begin(job, task, true, err);
}

static bool ask_page(struct job *job, int64_t article_id,
    struct task_result *result, struct error *err)
{
	struct page_job page;
	struct task *task;
	struct arena arena;
	struct error error;
	bool is_found, is_good;

	arena_init(&arena);
	is_good = store_find_page_job(job->store, article_id, &arena, &page,
	    &is_found, err);
	if (is_good && !is_found) {
		error_set(&error, ERROR_PAGE_NO_ARTICLE, "", 0);
		fail_at_once(job, JOB_NOTE_PAGE, article_id, result, &error);
	} else if (is_good &&
	    (task = task_find_page(job, page.page_id)) != NULL) {
		task->article_id = article_id;
		task->result = result;
		is_good = hurry_page(job, task, err);
	} else if (is_good) {
		task = make_page(&page, article_id);
		task->result = result;
		is_good = page_begin(job, task, true, err);
	}
	arena_release(&arena);
	return is_good;
}

bool job_start_page(struct job *job, int64_t article_id, struct error *err)
{
	return ask_page(job, article_id, NULL, err);
}

bool job_fetch_page(struct job *job, int64_t article_id, struct error *err)
{
	struct task_result result = {0};

	if (!ask_page(job, article_id, &result, err) ||
	    !task_wait(job, &result, err))
		return false;
	if (result.error.code == ERROR_NONE)
		return true;
	return error_set(err, result.error.code, result.error.subject,
	    result.error.number);
}

/* --- reading ----------------------------------------------------------- */

/* A picture or a PDF is no page, and nothing is looked for in it. */
static bool is_text(const char *content_type)
{
	static const char *const starts[] = {"text/", "application/xhtml",
	    "application/xml"};

	if (content_type == NULL || *content_type == '\0')
		return true;
	for (size_t i = 0; i < ARRAY_LEN(starts); i++)
		if (strncasecmp(content_type, starts[i],
		        strlen(starts[i])) == 0)
			return true;
	return false;
}

static bool read_page(struct job *job, struct task *task,
    const struct net_response *response, const char *title,
    struct page *page, struct error *error)
{
	double start = task_cpu();
	bool is_read;

	*page = (struct page){0};
	if (!is_text(response->content_type))
		return error_set(error, ERROR_PAGE_NO_ARTICLE, task->url, 0);
	is_read = extract_page(response->body.data, response->body.len,
	    &(struct extract_options){.url = task->parts == NULL
	            ? response->url
	            : task->parts->url,
	        .content_type = response->content_type, .title = title,
	        .families = job->options->families},
	    &task->arena, page, error);
	job->progress.cpu_parse += task_cpu() - start;
	return is_read;
}

/* Whether it is no fault of the page, which stays wanted. */
static bool is_passing(const struct job *job,
    const struct net_response *response)
{
	return response->error.code == ERROR_NET_STOPPED ||
	    response->error.code == ERROR_NET_WAIT ||
	    (task_is_unreachable(response) &&
	        (!job->is_reached || !reach_has_network()));
}

static bool save_page(struct job *job, int64_t page_id,
    enum page_state state, const struct page *page,
    const struct net_response *response, const struct error *why,
    struct error *err)
{
	double start = task_cpu();
	bool is_text_kept = state != PAGE_FAILED &&
	    is_text(response->content_type);
	bool is_good = store_save_page(job->store, page_id, state,
	    state == PAGE_FAILED ? NULL : page,
	    is_text_kept ? response->body.data : NULL,
	    is_text_kept ? response->body.len : 0, why, clock_now(), err);

	job->progress.cpu_store += task_cpu() - start;
	return is_good;
}

/* --- pages of one article ------------------------------------------------- */

/*
 * Put what came behind the pages before it. One that did not come is no
 * fault of those: the article ends where they do (false).
 */
static bool add_part(const struct task *task, struct net_response *response)
{
	const struct page_parts *parts = task->parts;
	bool is_there = response->is_ok && is_text(response->content_type);
	struct str whole;

	if (parts == NULL)
		return is_there;
	str_init(&whole);
	str_add_len(&whole, parts->data, parts->len);
	if (is_there) {
		str_addf(&whole, EXTRACT_PART_MARK "%s" EXTRACT_PART_END,
		    response->url);
		str_add_len(&whole, response->body.data, response->body.len);
	} else {
		free(response->content_type);
		response->content_type = NULL;
	}
	response->is_ok = true;
	response->error = (struct error){0};
	str_release(&response->body);
	response->body = whole;
	return is_there;
}

/* Ask for the page that goes on with this; *is_asked false: this is all. */
static bool ask_next(struct job *job, struct task *task,
    const struct net_response *response, const char *url, bool *is_asked,
    struct error *err)
{
	int count = task->parts == NULL ? 1 : task->parts->count + 1;
	struct page_job page = task->page;
	bool is_dropped, is_good;
	struct task *next;

	*is_asked = false;
	*is_asked = false;
	if (url == NULL || count >= PARTS_MOST ||
	    response->body.len > job->options->page_bytes_most)
		return true;
	page.source_url = NULL; /* what it was read into is gone */
	next = make_page(&page, task->article_id);
	next->source_url = arena_dup(&next->arena, task->source_url);
	next->url = arena_dup(&next->arena, url);
	next->parts = arena_alloc(&next->arena, sizeof(*next->parts));
	*next->parts = (struct page_parts){.count = count,
	    .url = arena_dup(&next->arena, task->parts == NULL
	            ? response->url
	            : task->parts->url),
	    .data = arena_dup_len(&next->arena, response->body.data,
	        response->body.len),
	    .len = response->body.len};
	next->result = task->result;
	if (!task->is_urgent) {
		is_good = crawl_start(job, next, is_asked, &is_dropped, err);
	} else {
		*is_asked = is_good = page_begin(job, next, true, err);
	}
	return is_good;
}

bool page_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err)
{
	struct error error;
	enum page_state state = PAGE_FAILED;
	struct page page = {0};
	bool is_good = true, is_asked = false;
	bool is_there = add_part(task, response);

	error = response->error;
	if (response->is_ok)
		state = read_page(job, task, response, task->page.title,
		            &page, &error)
		    ? PAGE_READY
		    : PAGE_NO_BODY;
	if (state == PAGE_READY && is_there &&
	    !ask_next(job, task, response, page.next, &is_asked, err)) {
		task_free(task);
		return false;
	}
	if (is_asked) {
		task_free(task);
		return true;
	}
	if (state != PAGE_FAILED || !is_passing(job, response))
		is_good = save_page(job, task->page.page_id, state, &page,
		    response, state == PAGE_READY ? NULL : &error, err);
	log_add("refresh", "page %lld: state %d, error %d (%ld), rule %s",
	    (long long)task->page.page_id, (int)state, (int)error.code,
	    error.number, page.rule == NULL ? "-" : page.rule);
	if (is_good && state == PAGE_READY && !task->is_urgent &&
	    job->options->has_pictures_ahead)
		is_good = job_start_pictures(job, task->article_id, true,
		    err);
	if (is_good)
		task_done(job, task, JOB_NOTE_PAGE, task->article_id, &error);
	else
		task_free(task);
	return is_good;
}

/* --- links -------------------------------------------------------------- */

/* The link of that number on an article's page; NULL: it has none such. */
static const struct page_link *find_link(const struct article *article,
    int number)
{
	if (number < 1 || (size_t)number > article->related_count)
		return NULL;
	return &article->related[number - 1];
}

static bool start_link(struct job *job, const struct article *article,
    const struct page_link *link, const char *source_url,
    struct task_result *result, struct error *err)
{
	struct task *task = task_new(TASK_LINK);

	task->url = arena_dup(&task->arena, link->url);
	task->title = arena_dup(&task->arena, link->title);
	task->source_url = arena_dup(&task->arena, source_url);
	task->source.id = article->row.source_id;
	task->article_id = article->row.id;
	task->result = result;
	return task_start(job, task,
	    &(struct task_request){.accept = task_accept_page,
	        .most = job->options->page_bytes_most,
	        .is_page = true, .is_urgent = true},
	    err);
}

/* The article behind a link, if the cache has it with its text. */
static bool find_ready(struct job *job, const char *url,
    struct arena *arena, int64_t *id, struct error *err)
{
	struct article_row *rows;
	struct str address;
	size_t count;
	bool is_good;

	str_init(&address);
	url_canonical(&address, url);
	is_good = store_find_article(job->store, address.data, id, err);
	str_release(&address);
	if (!is_good || *id == 0)
		return is_good;
	if (!store_read_rows(job->store, id, 1, arena, &rows, &count, err))
		return false;
	if (count == 0 || rows[0].page != PAGE_READY)
		*id = 0;
	return true;
}

static bool ask_link(struct job *job, int64_t article_id, int number,
    struct task_result *result, struct arena *arena, struct error *err)
{
	const struct page_link *link = NULL;
	struct error error = {0};
	struct article article;
	struct page_job page;
	bool is_found, has_page = false;
	int64_t id = 0;

	if (!store_read_article(job->store, article_id, arena, &article,
	        &is_found, err) ||
	    (is_found && !store_find_page_job(job->store, article_id, arena,
	                     &page, &has_page, err)))
		return false;
	if (has_page)
		link = find_link(&article, number);
	if (link == NULL || !draft_may_link(link->url,
	                        url_is_file(page.source_url))) {
		error_set(&error, ERROR_ARTICLE_UNKNOWN,
		    link == NULL ? "" : link->url, 0);
		fail_at_once(job, JOB_NOTE_LINK, 0, result, &error);
		return true;
	}
	if (!find_ready(job, link->url, arena, &id, err))
		return false;
	if (id == 0)
		return start_link(job, &article, link, page.source_url,
		    result, err);
	fail_at_once(job, JOB_NOTE_LINK, id, result, &error);
	if (result != NULL)
		result->id = id;
	return true;
}

bool job_start_link(struct job *job, int64_t article_id, int number,
    struct error *err)
{
	struct arena arena;
	bool is_good;

	arena_init(&arena);
	is_good = ask_link(job, article_id, number, NULL, &arena, err);
	arena_release(&arena);
	return is_good;
}

bool job_fetch_link(struct job *job, int64_t article_id, int number,
    int64_t *id, struct error *err)
{
	struct task_result result = {0};
	struct arena arena;
	bool is_good;

	arena_init(&arena);
	is_good = ask_link(job, article_id, number, &result, &arena, err) &&
	    task_wait(job, &result, err);
	arena_release(&arena);
	if (!is_good)
		return false;
	*id = result.id;
	if (result.error.code == ERROR_NONE)
		return true;
	return error_set(err, result.error.code, result.error.subject,
	    result.error.number);
}

/* The page becomes an article of its own; *id is its number. */
static bool save_link(struct job *job, struct task *task,
    const struct page *page, const struct net_response *response,
    int64_t *id, struct error *err)
{
	struct page_job known;
	struct save_counts counts;
	struct article_draft draft;
	bool is_found;

	draft_page(page, task->title, task->url, clock_now(), &task->arena,
	    &draft);
	if (!store_save_articles(job->store, task->source.id, &draft, 1,
	        NULL, clock_now(), &counts, err) ||
	    !store_find_article(job->store, draft.address, id, err) ||
	    !store_find_page_job(job->store, *id, &task->arena, &known,
	        &is_found, err))
		return false;
	return !is_found ||
	    save_page(job, known.page_id, PAGE_READY, page, response, NULL,
	        err);
}

/* --- an address of the reader's own --------------------------------------- */

/* Kept for later: whoever takes the tag off lets go of it. */
static bool keep_article(struct job *job, int64_t id, struct error *err)
{
	int64_t changed;

	return store_tag(job->store, words_read_later(), true, &id, 1, NULL,
	    clock_now(), &changed, err);
}

/* The article of an address is its host's, which nobody need follow. */
static bool know_host(struct job *job, struct task *task, const char *url,
    struct error *err)
{
	struct source_draft draft = {.kind = SOURCE_UNKNOWN};
	struct str root, host;
	bool is_known;

	str_init(&root);
	str_init(&host);
	url_resolve(&root, url, "/");
	url_host(&host, url);
	draft.url = root.data;
	draft.title = str_starts(host.data, "www.") ? host.data + 4
	                                            : host.data;
	is_known = store_know_source(job->store, &draft, clock_now(),
	    &task->source.id, err);
	str_release(&host);
	str_release(&root);
	return is_known;
}

/* Nothing but the address, until a network reaches its page. */
static bool save_address(struct job *job, struct task *task, int64_t *id,
    struct error *err)
{
	static const struct page nothing;
	struct article_draft draft;
	struct save_counts counts;

	draft_page(&nothing, task->url, task->url, clock_now(), &task->arena,
	    &draft);
	return store_save_articles(job->store, task->source.id, &draft, 1,
	           NULL, clock_now(), &counts, err) &&
	    store_find_article(job->store, draft.address, id, err);
}

static bool find_address(struct job *job, const char *url, int64_t *id,
    struct error *err)
{
	struct str address;
	bool is_good;

	str_init(&address);
	url_canonical(&address, url);
	is_good = store_find_article(job->store, address.data, id, err);
	str_release(&address);
	return is_good;
}

bool job_start_address(struct job *job, const char *typed,
    struct error *err)
{
	struct error error = {0};
	struct task *task;
	struct str url;
	int64_t id = 0;
	bool is_good;

	str_init(&url);
	url_from_user(&url, typed);
	is_good = find_address(job, url.data, &id, err) &&
	    (id == 0 || keep_article(job, id, err));
	if (is_good && id == 0 && !url_is_web(url.data))
		error_set(&error, ERROR_SOURCE_URL, typed, 0);
	if (!is_good || id != 0 || error.code != ERROR_NONE) {
		if (is_good)
			fail_at_once(job, JOB_NOTE_ADDRESS, id, NULL, &error);
		str_release(&url);
		return is_good;
	}
	task = task_new(TASK_LINK);
	task->url = arena_dup(&task->arena, url.data);
	task->source_url = task->url;
	task->title = "";
	str_release(&url);
	return task_start(job, task,
	    &(struct task_request){.accept = task_accept_page,
	        .most = job->options->page_bytes_most,
	        .is_page = true, .is_urgent = true},
	    err);
}

static bool address_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err)
{
	struct error error = response->error;
	struct page page;
	bool is_read = false, is_good = true;
	int64_t id = 0;

	if (response->is_ok) {
		/* a short address leads to the one that others know it by */
		task->url = arena_dup(&task->arena, response->url);
		is_read = read_page(job, task, response, task->title, &page,
		    &error);
		if (is_read)
			is_good = find_address(job, task->url, &id, err);
	}
	if (is_good && is_read && id == 0)
		is_good = know_host(job, task, task->url, err) &&
		    save_link(job, task, &page, response, &id, err);
	else if (is_good && !is_read && is_passing(job, response) &&
	    error.code != ERROR_NET_STOPPED)
		is_good = know_host(job, task, task->url, err) &&
		    save_address(job, task, &id, err);
	if (is_good && id != 0)
		is_good = keep_article(job, id, err);
	if (is_good)
		task_done(job, task, JOB_NOTE_ADDRESS, id, &error);
	else
		task_free(task);
	return is_good;
}

bool link_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err)
{
	struct error error = response->error;
	struct page page;
	bool is_good = true;
	int64_t id = 0;

	if (task->article_id == 0)
		return address_end(job, task, response, err);
	if (response->is_ok && read_page(job, task, response, task->title,
	                           &page, &error))
		is_good = save_link(job, task, &page, response, &id, err);
	if (is_good)
		task_done(job, task, JOB_NOTE_LINK, id, &error);
	else
		task_free(task);
	return is_good;
}
