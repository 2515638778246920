#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	enum store_mark mark;
} marks[] = {{"read", MARK_READ}, {"unread", MARK_UNREAD},
    {"starred", MARK_STARRED}, {"unstarred", MARK_UNSTARRED}};

static bool find_mark(const char *name, enum store_mark *mark)
{
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (strcmp(marks[i].name, name) == 0) {
			*mark = marks[i].mark;
			return true;
		}
	cli_usage(_("mark: not one of read, unread, starred, unstarred, "
	            "tag:NAME, -tag:NAME: '%s'"),
	    name);
	return false;
}

/* "tag:NAME" or CLI_UNTAG "NAME"; NULL: another mark. */
static const char *read_tag(const char *name, bool *is_set)
{
	const char *start;

	*is_set = !str_starts(name, CLI_UNTAG);
	start = *is_set ? "tag:" : CLI_UNTAG;
	return str_starts(name, start) && name[strlen(start)] != '\0'
	    ? name + strlen(start)
	    : NULL;
}

/* Ids that there are; others are complained of, *status is then PART. */
static bool read_ids(struct cli *cli, int64_t *ids, size_t *count,
    int *status)
{
	for (int i = 1; i < cli->operand_count; i++) {
		struct article_row *rows;
		struct error err = {0};
		size_t found;
		int64_t id;

		if (!cli_read_id(cli->operands[i], &id)) {
			*status = CLI_USAGE;
			return false;
		}
		if (!store_read_rows(cli->store, &id, 1, &cli->arena, &rows,
		        &found, &err)) {
			*status = cli_fail(&err);
			return false;
		}
		if (found == 0) {
			error_set(&err, ERROR_ARTICLE_UNKNOWN,
			    cli->operands[i], 0);
			*status = cli_fail(&err);
			continue;
		}
		ids[(*count)++] = id;
	}
	return true;
}

int cli_run_mark(struct cli *cli)
{
	bool is_all = cli_has(cli, CLI_OPTION_ALL);
	struct query query = {0};
	struct error err = {0};
	enum store_mark mark = MARK_READ;
	bool is_set, is_marked;
	const char *tag = read_tag(cli->operands[0], &is_set);
	int status = CLI_DONE;
	int64_t changed = 0, *ids;
	size_t count = 0;

	if (tag == NULL && !find_mark(cli->operands[0], &mark))
		return CLI_USAGE;
	if (is_all == (cli->operand_count > 1))
		return cli_usage(_("mark: needs articles' numbers, or --all"));
	if (!cli_open_store(cli))
		return CLI_STORE;
	ids = arena_array(&cli->arena, (size_t)cli->operand_count,
	    sizeof(*ids));
	if (!read_ids(cli, ids, &count, &status) ||
	    !cli_read_query(cli, &query, &status))
		return status;
	if (!is_all && count == 0)
		return status;
	if (is_all)
		ids = NULL;
	is_marked = tag != NULL
	    ? store_tag(cli->store, tag, is_set, ids, count, &query,
	          clock_now(), &changed, &err)
	    : store_mark(cli->store, mark, ids, count, &query, clock_now(),
	          &changed, &err);
	if (!is_marked)
		return cli_fail(&err);
	if (!cli_has(cli, CLI_OPTION_QUIET))
		printf(_("%lld articles marked\n"), (long long)changed);
	return status;
}
