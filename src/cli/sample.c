#include "cli/internal.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEWEST_ROWS = 12, SAMPLE_SOURCES_MOST = 16 };

struct sample_source {
	char *url, *title;
};

/*
 * The sample portal's own list: a line a source, its file below the sample's
 * folder, and its title as "~Title".
 */
static bool read_sample_list(struct cli *cli, struct sample_source *list,
    size_t *count, struct error *err)
{
	const char *named = getenv("BANTIN_SAMPLE");
	char folder[PATH_MAX], *line, *next, *title;
	struct str path, data;
	bool is_read;

	if (named == NULL || named[0] == '\0')
		named = DATADIR "/sample";
	/* links are resolved without ".." or symbolic links in them */
	if (realpath(named, folder) == NULL)
		return error_set(err, ERROR_FILE_READ, named, errno);
	str_init(&path);
	str_init(&data);
	str_addf(&path, "%s/nguon.txt", folder);
	is_read = file_read(path.data, 1 << 16, &data, err);
	str_release(&path);
	next = arena_dup_len(&cli->arena, data.data, data.len);
	str_release(&data);
	*count = 0;
	while (is_read && next != NULL && *count < SAMPLE_SOURCES_MOST) {
		line = next;
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		title = strstr(line, " \"~");
		if (title == NULL)
			continue;
		list[(*count)++] = (struct sample_source){
		    .url = arena_printf(&cli->arena, "file://%s/%.*s", folder,
		        (int)(title - line), line),
		    .title = arena_dup_len(&cli->arena, title + 3,
		        strcspn(title + 3, "\""))};
	}
	return is_read;
}

/* Follow one, or bring its address up to where the sample lies now. */
static bool follow(struct cli *cli, const struct sample_source *entry,
    bool *is_new, struct error *err)
{
	struct source_draft draft = {.url = entry->url, .title = entry->title};
	struct source source;
	bool is_found, is_moved;
	int64_t id;

	*is_new = false;
	if (!store_find_source(cli->store, entry->title, &cli->arena, &source,
	        &is_found, err))
		return false;
	if (!is_found)
		return store_add_source(cli->store, &draft, clock_now(), &id,
		    is_new, err);
	return str_equal(source.url, entry->url) ||
	    store_move_source(cli->store, source.id, entry->url, &is_moved,
	        err);
}

/* Ask the sample's sources and read all their pages. */
static bool read_sample(struct cli *cli, struct error *err)
{
	struct job_options options = cli_job_options(cli);
	struct job_progress progress = {0};
	bool is_left;
	struct job job;
	bool is_done;

	job_init(&job, &options, cli->store);
	is_done = job_refresh(&job, NULL, 0, false, &progress, err) &&
	    job_fetch_pages(&job, 0, &progress, err) &&
	    job_catch_up(&job, 0, &is_left, err);
	job_release(&job);
	return is_done;
}

bool cli_prepare_sample(struct cli *cli, struct error *err)
{
	struct sample_source list[SAMPLE_SOURCES_MOST];
	bool has_new = false, is_new;
	size_t count;

	if (!cli_open_store(cli))
		return error_set(err, ERROR_NONE, NULL, 0);
	if (!read_sample_list(cli, list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!follow(cli, &list[i], &is_new, err))
			return false;
		has_new = has_new || is_new;
	}
	return !has_new || read_sample(cli, err);
}

int cli_print_newest(struct cli *cli)
{
	struct query query = {.limit = NEWEST_ROWS};
	struct article_row *rows;
	struct error err = {0};
	struct article article;
	bool is_found = false;
	size_t count;

	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!store_read_articles(cli->store, &query, &cli->arena, &rows,
	        &count, &err))
		return cli_fail(&err);
	for (size_t i = 0; i < count; i++)
		cli_print_row(&rows[i], clock_now());
	if (count == 0)
		fputs(_("no articles; 'bantin refresh' asks for news\n"),
		    stderr);
	for (size_t i = 0; i < count && !is_found; i++) {
		if (rows[i].page != PAGE_READY)
			continue;
		if (!store_read_article(cli->store, rows[i].id, &cli->arena,
		        &article, &is_found, &err))
			return cli_fail(&err);
	}
	if (is_found) {
		putchar('\n');
		cli_print_article(cli, &article, 80);
	}
	return CLI_DONE;
}
