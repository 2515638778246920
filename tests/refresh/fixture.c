#include "refresh/fixture.h"

#include "base/clock.h"
#include "base/file.h"
#include "support/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_note(void *ctx, enum job_note note, int64_t id,
    const struct error *error, const struct job_progress *progress)
{
	struct fixture *fixture = ctx;

	(void)note;
	(void)progress;
	fixture->notes++;
	fixture->noted = *error;
	fixture->noted_id = id;
}

void fixture_init(struct fixture *fixture, const char *name)
{
	struct error err = {0};

	*fixture = (struct fixture){.server = server_start()};
	arena_init(&fixture->arena);
	clock_fix(NOW);
	snprintf(fixture->path, sizeof(fixture->path), "%s/%s.db",
	    tap_folder(), name);
	fixture->store = store_open(fixture->path, STORE_COMMAND, &err);
	if (fixture->store == NULL)
		fatal("no store: error %d", (int)err.code);
	fixture->options = job_options_default();
	fixture->options.store_path = fixture->path;
	fixture->options.rules.page_pause_ms = 0;
	fixture->options.rules.manner.connect_ms = 2000;
	fixture->options.rules.manner.total_ms = 4000;
	job_init(&fixture->job, &fixture->options, fixture->store);
	fixture->job.note = on_note;
	fixture->job.ctx = fixture;
}

void fixture_release(struct fixture *fixture)
{
	job_release(&fixture->job);
	if (fixture->store != NULL)
		store_close(fixture->store);
	server_stop(fixture->server);
	arena_release(&fixture->arena);
}

/* The next part of "a|b|c", up to the end; empty: NULL. */
static const char *take_part(const char **at, struct arena *arena)
{
	size_t len = strcspn(*at, "|");
	const char *part = len == 0 ? NULL : arena_dup_len(arena, *at, len);

	*at += len;
	if (**at == '|')
		(*at)++;
	return part;
}

static void add_item(struct str *out, const char *item, struct arena *arena)
{
	const char *guid = take_part(&item, arena);
	const char *title = take_part(&item, arena);
	const char *link = take_part(&item, arena);
	const char *day = take_part(&item, arena);

	str_add(out, "<item>");
	if (guid != NULL)
		str_addf(out, "<guid isPermaLink=\"false\">%s</guid>", guid);
	if (title != NULL)
		str_addf(out, "<title>%s</title>", title);
	if (link != NULL)
		str_addf(out, "<link>%s</link>", link);
	if (day != NULL)
		str_addf(out, "<pubDate>%s Nov 2026 08:00:00 +0700</pubDate>",
		    day);
	if (*item != '\0')
		str_addf(out, "<description>%s</description>", item);
	str_add(out, "</item>\n");
}

const char *fixture_feed(struct fixture *fixture, const char *title,
    const char *const *items, size_t count)
{
	struct str out;
	const char *text;

	str_init(&out);
	str_addf(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	               "<rss version=\"2.0\"><channel><title>%s</title>\n"
	               "<link>%s</link>\n",
	    title, server_url(fixture->server, "/"));
	for (size_t i = 0; i < count; i++)
		add_item(&out, items[i], &fixture->arena);
	str_add(&out, "</channel></rss>\n");
	text = arena_dup(&fixture->arena, out.data);
	str_release(&out);
	return text;
}

const char *fixture_page(struct fixture *fixture, const char *title,
    const char *text, const char *links)
{
	return arena_printf(&fixture->arena,
	    "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\">"
	    "<title>%s</title></head><body><div id=\"menu\"><a href=\"/\">"
	    "Trang chủ</a></div><article><h1>%s</h1>"
	    "<div class=\"bodytext\" itemprop=\"articleBody\">"
	    "<p>%s</p><p>Bà con thôn Bàu Sậy và thôn Hạ Khê đã cùng dân quân "
	    "xã gia cố đoạn đê xung yếu dài hơn hai trăm mét trước khi nước "
	    "về, không để ai bị chia cắt trong đêm.</p>"
	    "<p>Ủy ban nhân dân xã đề nghị các hộ ven sông Lệ Khê tiếp tục "
	    "theo dõi mực nước, kê cao lúa giống và không tự ý qua ngầm tràn "
	    "khi chưa có thông báo mới của Ban chỉ huy./.</p></div></article>"
	    "%s</body></html>",
	    title, title, text, links);
}

void fixture_serve(struct fixture *fixture, const char *path,
    const char *type, const char *body)
{
	server_set(fixture->server, &(struct server_reply){.path = path,
	    .type = type, .body = body});
}

int64_t fixture_follow(struct fixture *fixture, const char *url)
{
	struct error err = {0};
	int64_t id = 0;
	bool is_new;

	if (!store_add_source(fixture->store,
	        &(struct source_draft){.url = url, .kind = SOURCE_FEED,
	            .title = "Trằm Mây"},
	        clock_now(), &id, &is_new, &err))
		fatal("not followed: error %d", (int)err.code);
	return id;
}

void fixture_refresh(struct fixture *fixture, int64_t id, bool is_due)
{
	struct error err = {0};

	if (!job_refresh(&fixture->job, id == 0 ? NULL : &id, id == 0 ? 0 : 1,
	        is_due, &fixture->progress, &err))
		tap_done(false, &err, "the store did not fail");
}

struct source fixture_source(struct fixture *fixture, int64_t id)
{
	struct source *sources;
	struct error err = {0};
	size_t count;

	if (!store_read_sources(fixture->store, &fixture->arena, &sources,
	        &count, &err))
		fatal("no sources: error %d", (int)err.code);
	for (size_t i = 0; i < count; i++)
		if (sources[i].id == id)
			return sources[i];
	fatal("no source %lld", (long long)id);
}

size_t fixture_rows(struct fixture *fixture, int64_t source_id,
    struct article_row **rows)
{
	struct query query = {.source_id = source_id};
	struct error err = {0};
	size_t count;

	if (!store_read_articles(fixture->store, &query, &fixture->arena,
	        rows, &count, &err))
		fatal("no articles: error %d", (int)err.code);
	return count;
}

const char *fixture_put(struct fixture *fixture, const char *name,
    const char *text)
{
	char *path = arena_printf(&fixture->arena, "%s/%s", tap_folder(),
	    name);
	struct error err = {0};

	if (!file_make_folders(path, &err) ||
	    !file_write(path, text, strlen(text), &err))
		fatal("cannot write %s", path);
	return path;
}

size_t fixture_count_sources(struct fixture *fixture)
{
	struct source *sources;
	struct error err = {0};
	size_t count = 0;

	if (!store_read_sources(fixture->store, &fixture->arena, &sources,
	        &count, &err))
		fatal("no sources");
	return count;
}
