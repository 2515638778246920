#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdio.h>

enum { RELATED_ROWS = 10, RELATED_STEP = 1000 };

static const char *why_of(enum related_why why)
{
	return why == RELATED_STORY ? "story"
	    : why == RELATED_LISTED ? "listed"
	                            : "similar";
}

/* "          same matter · sông Lệ Khê" */
static void print_why(const struct related_row *row)
{
	const char *why = row->why == RELATED_STORY ? _("same story")
	    : row->why == RELATED_LISTED            ? _("listed by this page")
	                                            : _("same matter");

	if (row->shared == NULL || row->shared[0] == '\0')
		cli_printf("          %s\n", why);
	else
		cli_printf("          %s · %s\n", why, row->shared);
}

static bool print_related(struct cli *cli, int64_t id, size_t limit,
    struct error *err)
{
	struct related_row *rows;
	struct arena arena;
	size_t count = 0;
	bool is_done;

	arena_init(&arena);
	is_done = job_list_related(cli->store, id, limit, &arena, &rows,
	    &count, err);
	for (size_t i = 0; is_done && i < count; i++) {
		struct json_object *object;

		if (!cli_has(cli, CLI_OPTION_JSON)) {
			cli_print_row(&rows[i].row, clock_now());
			print_why(&rows[i]);
			continue;
		}
		object = cli_json_row(&rows[i].row);
		cli_json_number(object, "of", id);
		json_object_object_add(object, "score",
		    json_object_new_double(rows[i].score));
		cli_json_text(object, "why", why_of(rows[i].why));
		cli_json_text(object, "shared", rows[i].shared);
		cli_json_print(object);
	}
	arena_release(&arena);
	return is_done;
}

static bool print_all(struct cli *cli, size_t limit, struct error *err)
{
	struct query query = {.limit = RELATED_STEP};
	struct article_row *rows;
	struct arena arena;
	bool is_done = true;
	size_t count;

	arena_init(&arena);
	do {
		is_done = store_read_articles(cli->store, &query, &arena,
		    &rows, &count, err);
		for (size_t i = 0; is_done && i < count; i++)
			is_done = print_related(cli, rows[i].id, limit, err);
		if (is_done && count > 0) {
			query.before_published = rows[count - 1].published;
			query.before_id = rows[count - 1].id;
		}
		arena_release(&arena);
	} while (is_done && count == RELATED_STEP);
	return is_done;
}

int cli_run_related(struct cli *cli)
{
	bool is_all = cli_has(cli, CLI_OPTION_ALL);
	struct error err = {0};
	int status = CLI_DONE;
	size_t limit;

	if (is_all == (cli->operand_count > 0))
		return cli_usage(_("related: needs articles' numbers, or "
		                   "--all"));
	if (!cli_read_limit(cli, RELATED_ROWS, &limit))
		return CLI_USAGE;
	if (!cli_open_store(cli))
		return CLI_STORE;
	if (is_all)
		return print_all(cli, limit, &err) ? CLI_DONE : cli_fail(&err);
	for (int i = 0; i < cli->operand_count; i++) {
		struct article article;
		bool is_found;
		int64_t id;

		if (!cli_read_id(cli->operands[i], &id))
			return CLI_USAGE;
		if (!store_read_article(cli->store, id, &cli->arena, &article,
		        &is_found, &err))
			return cli_fail(&err);
		if (!is_found) {
			error_set(&err, ERROR_ARTICLE_UNKNOWN,
			    cli->operands[i], 0);
			cli_complain(&err);
			status = CLI_PART;
			continue;
		}
		if (!print_related(cli, id, limit, &err))
			return cli_fail(&err);
	}
	return status;
}
