/*
 * The pictures of an article: asked for like pages, a second apart, made
 * small when they come and kept. One that is here is not asked for again.
 */
#include "base/clock.h"
#include "base/log.h"
#include "picture/picture.h"
#include "refresh/draft.h"
#include "refresh/hosts.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>

enum {
	PICTURES_MOST = 64, /* of one article */
	PICTURES_AHEAD = 4,
	RETRY_SECONDS = 60, /* what failed is left alone for so long */
};

/* --- asking ------------------------------------------------------------ */

static bool is_asked_for(const struct job *job, int64_t article_id,
    const char *url)
{
	const struct task_list *const lists[] = {&job->asked, &job->files,
	    &job->parked};

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		for (const struct task *task = lists[i]->first; task != NULL;
		     task = task->next)
			if (task->kind == TASK_PICTURE &&
			    task->article_id == article_id &&
			    strcmp(task->url, url) == 0)
				return true;
	return false;
}

static bool is_kept(const struct store_picture *pictures, size_t count,
    const char *url)
{
	for (size_t i = 0; i < count; i++) {
		int64_t age = clock_now() - pictures[i].asked;

		if (strcmp(pictures[i].url, url) == 0)
			return pictures[i].dots != NULL ||
			    (age >= 0 && age < RETRY_SECONDS);
	}
	return false;
}

/* What is still to be asked for, in the article's order; each once. */
static size_t list_wanted(const struct job *job,
    const struct article *article, const char *source_url,
    const struct store_picture *pictures, size_t picture_count,
    const char *wanted[PICTURES_MOST])
{
	const struct block_list *body = &article->body;
	size_t count = 0;

	for (size_t i = 0; i < body->count && count < PICTURES_MOST; i++) {
		const struct block *block = &body->blocks[i];
		const char *url;
		bool is_new = true;

		if (block->kind != BLOCK_PICTURE || block->link == 0)
			continue;
		url = body->links[block->link - 1];
		for (size_t k = 0; is_new && k < count; k++)
			is_new = strcmp(wanted[k], url) != 0;
		if (is_new &&
		    draft_may_link(url, url_is_file(source_url)) &&
		    !is_kept(pictures, picture_count, url) &&
		    !is_asked_for(job, article->row.id, url))
			wanted[count++] = url;
	}
	return count;
}

bool picture_begin(struct job *job, struct task *task, struct error *err)
{
	return task_start(job, task,
	    &(struct task_request){.accept = picture_accept,
	        .most = job->options->picture_bytes_most,
	        .is_page = true, .is_urgent = task->is_urgent,
	        .is_first = task->is_first},
	    err);
}

static struct task *make_picture(const char *url, const char *source_url,
    int64_t article_id)
{
	struct task *task = task_new(TASK_PICTURE);

	task->url = arena_dup(&task->arena, url);
	task->source_url = arena_dup(&task->arena, source_url);
	task->article_id = article_id;
	return task;
}

/*
 * The last first, for each goes before the others of its host; the one that
 * is read first does not wait at all.
 */
static bool start_wanted(struct job *job, const char *const *wanted,
    size_t count, const char *source_url, int64_t article_id,
    struct error *err)
{
	for (size_t i = count; i-- > 0;) {
		struct task *task = make_picture(wanted[i], source_url,
		    article_id);

		task->is_first = true;
		task->is_urgent = i == 0;
		if (!picture_begin(job, task, err))
			return false;
	}
	return true;
}

static bool start_ahead(struct job *job, const char *const *wanted,
    size_t count, const char *source_url, int64_t article_id,
    struct error *err)
{
	bool is_started, is_dropped;

	for (size_t i = 0; i < count && i < PICTURES_AHEAD; i++)
		if (!crawl_start(job, make_picture(wanted[i], source_url,
		        article_id), &is_started, &is_dropped, err))
			return false;
	return crawl_save(job, err);
}

bool job_start_pictures(struct job *job, int64_t article_id, bool is_ahead,
    struct error *err)
{
	const char *wanted[PICTURES_MOST];
	struct store_picture *pictures;
	struct article article;
	struct page_job page;
	struct arena arena;
	struct error none = {0};
	size_t picture_count, count = 0;
	bool is_found, has_source = false, is_good;

	arena_init(&arena);
	is_good = store_read_article(job->store, article_id, &arena,
	              &article, &is_found, err) &&
	    (!is_found || (store_find_page_job(job->store, article_id,
	                       &arena, &page, &has_source, err) &&
	        store_read_pictures(job->store, article_id, &arena,
	            &pictures, &picture_count, err)));
	if (is_good && has_source)
		count = list_wanted(job, &article, page.source_url, pictures,
		    picture_count, wanted);
	if (is_good && is_ahead)
		is_good = start_ahead(job, wanted, count, page.source_url,
		    article_id, err);
	else if (is_good)
		is_good = start_wanted(job, wanted, count, page.source_url,
		    article_id, err);
	/* whoever waits is told that there is nothing to come */
	if (is_good && count == 0 && !is_ahead && job->note != NULL)
		job->note(job->ctx, JOB_NOTE_PICTURE, article_id, &none,
		    &job->progress);
	arena_release(&arena);
	return is_good;
}

/* --- what came ----------------------------------------------------------- */

static bool read_dots(struct job *job, const struct net_response *response,
    struct picture *picture, struct error *error)
{
	double start = task_cpu();
	bool is_read = picture_read(response->body.data, response->body.len,
	    picture, error);

	job->progress.cpu_parse += task_cpu() - start;
	return is_read;
}

/* What is no fault of the picture's is asked for again the next time. */
static bool is_passing(const struct net_response *response)
{
	return response->error.code == ERROR_NET_STOPPED ||
	    response->error.code == ERROR_NET_WAIT ||
	    response->error.code == ERROR_NET_OFFLINE;
}

bool picture_end(struct job *job, struct task *task,
    struct net_response *response, struct error *err)
{
	struct store_picture kept = {.url = task->url, .asked = clock_now()};
	struct picture picture = {0};
	struct error error = response->error;
	bool is_good = true;

	if (response->is_ok &&
	    read_dots(job, response, &picture, &error)) {
		error_clear(&error);
		kept.dots = picture.dots;
		kept.width = picture.width;
		kept.height = picture.height;
	}
	kept.error = error;
	if (!is_passing(response))
		is_good = store_save_picture(job->store, task->article_id,
		    &kept, err);
	log_add("refresh", "picture of %lld: %d x %d, error %d (%ld)",
	    (long long)task->article_id, kept.width, kept.height,
	    (int)error.code, error.number);
	picture_release(&picture);
	if (is_good)
		task_done(job, task, JOB_NOTE_PICTURE, task->article_id,
		    &error);
	else
		task_free(task);
	return is_good;
}
