#include "cli/internal.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "feed/import.h"
#include "store/search.h"

#include <stdio.h>
#include <string.h>

enum { IMPORT_MOST = 32 * 1024 * 1024 };

/* Merge another cache, an export, or the marks of one. */
static int import_cache(struct cli *cli, const char *path)
{
	struct import_counts counts;
	struct error err = {0};

	if (!store_import(cli->store, path, clock_now(), cli_is_stopped, NULL,
	        &counts, &err) ||
	    (counts.articles > 0 && !store_index_all(cli->store,
	        cli_is_stopped, NULL, &err))) {
		cli_complain(&err);
		return CLI_PART;
	}
	if (!cli_has(cli, CLI_OPTION_QUIET))
		cli_printf(_("%s: %lld new sources, %lld new articles, "
		             "%lld marks, %lld tags\n"), path,
		    (long long)counts.sources, (long long)counts.articles,
		    (long long)counts.marks, (long long)counts.tags);
	return cli_is_stopped(NULL) ? CLI_PART : CLI_DONE;
}

/* Follow what one file lists; the status. */
static int import_one(struct cli *cli, struct job *job, const char *path)
{
	struct import_list list;
	struct error err = {0};
	int status = CLI_DONE;
	size_t added = 0;
	struct str data;
	bool is_done;

	if (strcmp(path, "-") != 0 && store_is_cache(path))
		return import_cache(cli, path);
	str_init(&data);
	is_done = file_read(path, IMPORT_MOST, &data, &err) &&
	    import_read(data.data, data.len, &cli->arena, &list, &err);
	str_release(&data);
	if (!is_done) {
		if (err.subject[0] == '\0')
			error_set(&err, err.code, path, err.number);
		cli_complain(&err);
		return CLI_PART;
	}
	for (size_t i = 0; i < list.note_count; i++) {
		struct str subject;

		str_init(&subject);
		str_addf(&subject, "%s: %s", path, list.notes[i].text);
		error_set(&err, ERROR_IMPORT_LINE, subject.data,
		    list.notes[i].line);
		cli_complain(&err);
		str_release(&subject);
		status = CLI_PART;
	}
	if (!job_import(job, &list, &added, &err))
		return cli_fail(&err);
	if (!cli_has(cli, CLI_OPTION_QUIET))
		printf(_("%s: %zu sources, %zu new\n"), path, list.count,
		    added);
	return status;
}

int cli_run_import(struct cli *cli)
{
	struct job_options options = cli_job_options(cli);
	int status = CLI_DONE;
	struct job job;

	if (!cli_open_store(cli))
		return CLI_STORE;
	cli_catch_signals();
	job_init(&job, &options, cli->store);
	for (int i = 0; i < cli->operand_count && status != CLI_STORE; i++) {
		int one = import_one(cli, &job, cli->operands[i]);

		if (one != CLI_DONE)
			status = one;
	}
	job_release(&job);
	return status;
}
