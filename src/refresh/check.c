/*
 * What becomes of each of many addresses, asked once, as politely as any.
 */
#include "base/clock.h"
#include "feed/feed_read.h"
#include "page/list.h"
#include "refresh/task.h"

#include <stdlib.h>
#include <string.h>

static void judge(struct job *job, const struct net_response *response,
    struct check *check)
{
	struct discovered *named;
	struct arena arena;
	struct feed feed;

	check->http = response->status;
	if (!response->is_ok) {
		check->error = response->error;
		return;
	}
	arena_init(&arena);
	if (feed_read(response->body.data, response->body.len,
	        &(struct feed_options){.url = response->url,
	            .content_type = response->content_type,
	            .items_most = job->options->items_most},
	        &arena, &feed, &check->error)) {
		check->items = feed.item_count;
		if (feed.item_count == 0)
			error_set(&check->error, ERROR_FEED_NO_ITEMS,
			    check->url, 0);
	} else if (check->error.code == ERROR_FEED_IS_PAGE) {
		list_discover(response->body.data, response->body.len,
		    response->url, response->content_type, &arena, &named,
		    &check->feeds);
		if (list_read(response->body.data, response->body.len,
		        response->url, response->content_type, &arena, &feed,
		        &check->error))
			check->links = feed.item_count;
	}
	arena_release(&arena);
}

/* One address that is asked. */
struct asking {
	struct task_result result;
	bool is_told;
};

static bool ask(struct job *job, struct check *check, struct asking *asking,
    struct error *err)
{
	struct task *task = task_new(TASK_DOCUMENT);

	str_init(&asking->result.response.body);
	task->url = arena_dup(&task->arena, check->url);
	task->source_url = arena_dup(&task->arena, check->url);
	task->result = &asking->result;
	return task_start(job, task,
	    &(struct task_request){.accept = task_accept_feed,
	        .most = job->options->feed_bytes_most},
	    err);
}

/* Tell of what has come since; how many are still out. */
static size_t tell(struct job *job, struct check *checks,
    struct asking *askings, size_t count,
    void (*told)(void *ctx, const struct check *check), void *ctx)
{
	size_t left = 0;

	for (size_t i = 0; i < count; i++) {
		struct asking *asking = &askings[i];

		left += !asking->result.is_done;
		if (asking->is_told || !asking->result.is_done)
			continue;
		asking->is_told = true;
		checks[i].at = clock_now();
		judge(job, &asking->result.response, &checks[i]);
		net_response_release(&asking->result.response);
		told(ctx, &checks[i]);
	}
	return left;
}

bool job_check(struct job *job, struct check *checks, size_t count,
    void (*told)(void *ctx, const struct check *check), void *ctx,
    struct error *err)
{
	struct asking *askings = mem_alloc_zero(count + 1, sizeof(*askings));
	bool is_good = true;

	for (size_t i = 0; is_good && i < count; i++)
		is_good = ask(job, &checks[i], &askings[i], err);
	while (is_good && tell(job, checks, askings, count, told, ctx) > 0)
		is_good = task_wait_step(job, err);
	free(askings);
	return is_good;
}
