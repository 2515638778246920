#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "store/search.h"

#include <stdio.h>
#include <string.h>

enum { SEARCH_ROWS = 50 };

static bool print_result(struct cli *cli,
    const struct search_query *query, const struct search_result *result,
    enum search_order order, struct error *err)
{
	struct search_snippet snippet;
	struct article_row *rows;
	struct arena arena;
	size_t count;

	arena_init(&arena);
	if (!store_read_rows(cli->store, &result->article_id, 1, &arena,
	        &rows, &count, err) ||
	    !store_read_snippet(cli->store, result->article_id, query, &arena,
	        &snippet, err)) {
		arena_release(&arena);
		return false;
	}
	if (count == 1 && cli_has(cli, CLI_OPTION_JSON)) {
		struct json_object *object = cli_json_row(&rows[0]);

		if (snippet.text[0] != '\0')
			cli_json_text(object, "snippet", snippet.text);
		if (order == SEARCH_BEST)
			json_object_object_add(object, "score",
			    json_object_new_double(result->score));
		cli_json_print(object);
	} else if (count == 1) {
		cli_print_row(&rows[0], clock_now());
		if (snippet.text[0] != '\0')
			cli_printf("          %s\n", snippet.text);
	}
	arena_release(&arena);
	return true;
}

static bool run_search(struct cli *cli, struct store_search *search,
    enum search_order order, struct error *err)
{
	const struct search_result *results;
	bool is_done;
	size_t count;

	if (!store_search_step(cli->store, search, 0, &is_done, err))
		return false;
	count = store_search_results(search, &results);
	for (size_t i = 0; i < count; i++)
		if (!print_result(cli, store_search_query(search),
		        &results[i], order, err))
			return false;
	return true;
}

/* What is not in the index yet could not be found. */
static bool tell_left(struct cli *cli, struct error *err)
{
	int64_t due;

	if (!store_count_unindexed(cli->store, &due, err))
		return false;
	if (due > 0 && !cli_has(cli, CLI_OPTION_QUIET))
		fprintf(stderr, ngettext(
		    "bantin: %lld article is not indexed yet; 'bantin refresh'"
		    " goes on with it\n",
		    "bantin: %lld articles are not indexed yet; 'bantin"
		    " refresh' goes on with them\n", (unsigned long)due),
		    (long long)due);
	return true;
}

/* Words that the shell has parted are one query. */
static void join_operands(const struct cli *cli, struct str *text)
{
	for (int i = 0; i < cli->operand_count; i++)
		str_addf(text, "%s%s", i > 0 ? " " : "", cli->operands[i]);
}

int cli_run_search(struct cli *cli)
{
	enum search_order order = cli_has(cli, CLI_OPTION_NEWEST)
	    ? SEARCH_NEWEST
	    : SEARCH_BEST;
	struct store_search *search;
	struct error err = {0};
	struct str text;
	size_t limit;
	bool is_done;

	if (!cli_read_limit(cli, SEARCH_ROWS, &limit))
		return CLI_USAGE;
	if (!cli_open_store(cli))
		return CLI_STORE;
	str_init(&text);
	join_operands(cli, &text);
	search = store_search_new(text.data, clock_now(), order, limit);
	str_release(&text);
	is_done = tell_left(cli, &err) &&
	    run_search(cli, search, order, &err);
	store_search_free(search);
	return is_done ? CLI_DONE : cli_fail(&err);
}
