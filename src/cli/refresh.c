#include "cli/internal.h"

#include "base/i18n.h"

#include <stdio.h>
#include <unistd.h>

struct reporter {
	const struct cli *cli;
	bool is_terminal;
};

static void print_progress(const struct job_progress *progress)
{
	struct str line;

	str_init(&line);
	str_addf(&line, "\r\033[K%s %d/%d · ", _("Updating"), progress->done,
	    progress->total);
	str_addf(&line, _("%d new, %d failed"), progress->added,
	    progress->failed);
	if (progress->bytes >= 1 << 20)
		str_addf(&line, " · %.1f MB",
		    (double)progress->bytes / (1 << 20));
	else
		str_addf(&line, " · %lld KB",
		    (long long)progress->bytes / 1024);
	fputs(line.data, stderr);
	fflush(stderr);
	str_release(&line);
}

static void note(void *ctx, enum job_note kind, int64_t id,
    const struct error *error, const struct job_progress *progress)
{
	const struct reporter *reporter = ctx;

	(void)id;
	/* these two are of the whole refresh, and told at its end */
	if (kind == JOB_NOTE_SOURCE && error->code != ERROR_NONE &&
	    error->code != ERROR_NET_OFFLINE &&
	    error->code != ERROR_NET_STOPPED) {
		if (reporter->is_terminal)
			fputs("\r\033[K", stderr);
		cli_complain(error);
	}
	if (!reporter->is_terminal)
		return;
	print_progress(progress);
}

static void print_result(struct cli *cli, const struct job_progress *progress)
{
	struct json_object *object, *cpu;

	if (!cli_has(cli, CLI_OPTION_JSON)) {
		if (cli_has(cli, CLI_OPTION_QUIET))
			return;
		printf(_("%d sources: %d new, %d failed, %d unchanged\n"),
		    progress->total, progress->added, progress->failed,
		    progress->unchanged);
		return;
	}
	object = json_object_new_object();
	cpu = json_object_new_object();
	cli_json_number(object, "sources", progress->total);
	cli_json_number(object, "new", progress->added);
	cli_json_number(object, "failed", progress->failed);
	cli_json_number(object, "unchanged", progress->unchanged);
	cli_json_number(object, "bytes", progress->bytes);
	json_object_object_add(cpu, "fetch",
	    json_object_new_double(progress->cpu_fetch));
	json_object_object_add(cpu, "parse",
	    json_object_new_double(progress->cpu_parse));
	json_object_object_add(cpu, "store",
	    json_object_new_double(progress->cpu_store));
	json_object_object_add(cpu, "index",
	    json_object_new_double(progress->cpu_index));
	json_object_object_add(cpu, "relate",
	    json_object_new_double(progress->cpu_relate));
	json_object_object_add(object, "cpu", cpu);
	cli_json_print(object);
}

/* Back through the lists of sources; counted as a refresh is. */
static bool read_older(struct cli *cli, struct job *job, const int64_t *ids,
    size_t count, struct job_progress *progress, struct error *err)
{
	struct older_result result;

	for (size_t i = 0; i < count && !cli_is_stopped(NULL); i++) {
		if (!job_read_older(job, ids[i], &result, err))
			return false;
		progress->total++;
		progress->done++;
		progress->added += result.added;
		progress->unchanged += result.added == 0 &&
		    result.error.code == ERROR_NONE;
		progress->failed += result.error.code != ERROR_NONE;
		if (result.error.code != ERROR_NONE)
			cli_complain(&result.error);
		else if (result.is_last && result.added == 0 &&
		    !cli_has(cli, CLI_OPTION_QUIET))
			cli_hint(_("the list ends here: no older news"));
	}
	return true;
}

static bool ask_sources(struct cli *cli, struct job *job, const int64_t *ids,
    size_t count, struct job_progress *progress, struct error *err)
{
	return cli_has(cli, CLI_OPTION_OLDER)
	    ? read_older(cli, job, ids, count, progress, err)
	    : job_refresh(job, ids, count, cli_has(cli, CLI_OPTION_DUE),
	          progress, err);
}

/* Feeds, then pages, then what follows; each what the options ask for. */
static bool run_jobs(struct cli *cli, struct job *job, const int64_t *ids,
    size_t count, struct job_progress *progress, struct error *err)
{
	bool is_left;

	if (!ask_sources(cli, job, ids, count, progress, err))
		return false;
	if (cli_has(cli, CLI_OPTION_NO_PAGES)) {
		if (!store_give_up_pages(cli->store, ids, count, err))
			return false;
	} else if (!job_fetch_pages(job, 0, progress, err)) {
		return false;
	}
	return cli_has(cli, CLI_OPTION_NO_INDEX) ||
	    job_catch_up(job, 0, &is_left, err);
}

static int read_ids(struct cli *cli, int64_t **ids, size_t *count)
{
	int status = CLI_DONE;

	*ids = arena_array(&cli->arena, (size_t)cli->operand_count,
	    sizeof(**ids));
	*count = 0;
	for (int i = 0; i < cli->operand_count; i++) {
		struct source source;

		if (cli_find_source(cli, cli->operands[i], &source, &status))
			(*ids)[(*count)++] = source.id;
	}
	return status;
}

/* What is to be said of it as a whole; the exit status. */
static int end_refresh(struct cli *cli, const struct job_progress *progress,
    bool is_offline, int status)
{
	bool is_quiet = cli_has(cli, CLI_OPTION_QUIET);
	struct error err;

	if (progress->total == 0 && cli->operand_count == 0 &&
	    !cli_has(cli, CLI_OPTION_DUE) && !is_quiet) {
		error_set(&err, ERROR_NO_SOURCES, NULL, 0);
		cli_complain(&err);
	}
	if (cli_is_stopped(NULL)) {
		error_set(&err, ERROR_NET_STOPPED, NULL, 0);
		cli_complain(&err);
		return CLI_PART;
	}
	/* a state of this machine, which a timer need not be mailed */
	if (is_offline && !is_quiet) {
		error_set(&err, ERROR_NET_OFFLINE, NULL, 0);
		cli_complain(&err);
	}
	if (progress->total > 0 && progress->failed == progress->total)
		return CLI_NOTHING;
	return progress->failed > 0 ? CLI_PART : status;
}

int cli_run_refresh(struct cli *cli)
{
	struct job_options options = cli_job_options(cli);
	struct job_progress progress = {0};
	struct reporter reporter = {.cli = cli};
	struct error err = {0};
	struct job job;
	int64_t *ids;
	size_t count;
	bool is_done, is_offline;
	int status;

	if (cli_has(cli, CLI_OPTION_OLDER) && (cli->operand_count == 0 ||
	    cli_has(cli, CLI_OPTION_DUE)))
		return cli_usage(_("refresh: --older needs a source, and no "
		                   "--due"));
	options.are_pages_unwanted = cli_has(cli, CLI_OPTION_NO_PAGES);
	if (!cli_open_store_as(cli, STORE_BACKGROUND))
		return CLI_STORE;
	status = read_ids(cli, &ids, &count);
	if (cli->operand_count > 0 && count == 0)
		return status;
	cli_catch_signals();
	reporter.is_terminal = isatty(STDERR_FILENO) &&
	    !cli_has(cli, CLI_OPTION_QUIET);
	job_init(&job, &options, cli->store);
	job.note = note;
	job.is_stopped = cli_is_stopped;
	job.ctx = &reporter;
	is_done = run_jobs(cli, &job, count > 0 ? ids : NULL, count, &progress,
	              &err) &&
	    store_sync(cli->store, &err);
	progress.cpu_index = job.progress.cpu_index;
	progress.cpu_relate = job.progress.cpu_relate;
	is_offline = job.is_offline;
	job_release(&job);
	if (reporter.is_terminal)
		fputs("\r\033[K", stderr);
	if (!is_done)
		return cli_fail(&err);
	print_result(cli, &progress);
	return end_refresh(cli, &progress, is_offline, status);
}
