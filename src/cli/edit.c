/*
 * What is followed as a text in the reader's editor, the way crontab -e does
 * it: nothing is changed before the whole text is understood.
 */
#include "cli/internal.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "feed/import_edit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TEXT_MOST = 16 * 1024 * 1024 };

static void add_remarks(struct str *out)
{
	str_add(out, _("# Each line is a source: its number, its address, "
	               "\"~its title\", its tags.\n"
	               "# Take a line away to follow it no more; its articles "
	               "and marks stay.\n"
	               "# A line without a number is a new source; the order "
	               "of lines is the order of sources.\n"
	               "# Change an address and the articles stay with it; "
	               "the word paused before it lets it rest.\n"));
}

static bool write_text(struct cli *cli, struct str *out, struct error *err)
{
	struct source *sources;
	size_t count;

	if (!store_read_sources(cli->store, &cli->arena, &sources, &count,
	        err))
		return false;
	add_remarks(out);
	for (size_t i = 0; i < count; i++) {
		const struct edit_line line = {.id = sources[i].id,
		    .is_paused = sources[i].is_paused,
		    .entry = {.url = sources[i].url,
		        .title = sources[i].title[0] == '\0'
		            ? NULL : sources[i].title,
		        .tags = sources[i].tags,
		        .tag_count = sources[i].tag_count}};

		edit_add_line(out, &line);
	}
	return true;
}

/* The reader's editor on a file; false: complained of. */
static bool run_editor(const char *path)
{
	const char *editor = getenv("VISUAL");
	struct str command;
	int status = 0;
	pid_t child;

	if (editor == NULL || *editor == '\0')
		editor = getenv("EDITOR");
	if (editor == NULL || *editor == '\0')
		editor = "vi";
	str_init(&command);
	str_addf(&command, "%s \"$1\"", editor);
	child = fork();
	if (child == 0) {
		execl("/bin/sh", "sh", "-c", command.data, "sh", path,
		    (char *)NULL);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		str_clear(&command);
		str_addf(&command, _("the editor '%s' failed; nothing was "
		                     "changed"), editor);
		cli_hint(command.data);
		str_release(&command);
		return false;
	}
	str_release(&command);
	return true;
}

static bool apply(struct cli *cli, const char *path, const char *text,
    struct error *err)
{
	struct source_edit *edits;
	struct edit_counts counts;
	struct edit_line *lines;
	size_t count;

	if (!edit_read(text, &cli->arena, &lines, &count, err)) {
		error_set(err, err->code, arena_printf(&cli->arena, "%s: %s",
		    path, err->subject), err->number);
		return false;
	}
	edits = arena_array(&cli->arena, count + 1, sizeof(*edits));
	for (size_t i = 0; i < count; i++)
		edits[i] = (struct source_edit){.id = lines[i].id,
		    .url = lines[i].entry.url,
		    .title = lines[i].entry.title,
		    .tags = (const char *const *)lines[i].entry.tags,
		    .tag_count = lines[i].entry.tag_count,
		    .is_paused = lines[i].is_paused};
	if (!store_edit_sources(cli->store, edits, count, clock_now(),
	        &counts, err))
		return false;
	if (!cli_has(cli, CLI_OPTION_QUIET))
		cli_printf(_("%d added, %d changed, %d removed\n"),
		    counts.added, counts.changed, counts.removed);
	return true;
}

/* Whether to open the editor once more. */
static bool asks_again(void)
{
	int answer, c;

	if (!isatty(STDIN_FILENO))
		return false;
	fputs(_("Edit again? (y/n) "), stderr);
	answer = c = getchar();
	while (c != '\n' && c != EOF)
		c = getchar();
	/* "c" as in "có" */
	return answer == 'y' || answer == 'Y' || answer == 'c' ||
	    answer == 'C';
}

static int edit_file(struct cli *cli, const char *path, const char *before)
{
	struct error err = {0};
	struct str text;
	bool is_done = false, is_same = false;

	str_init(&text);
	do {
		str_clear(&text);
		if (!run_editor(path) ||
		    !file_read(path, TEXT_MOST, &text, &err))
			break;
		is_same = str_equal(text.data, before);
		is_done = is_same || apply(cli, path, text.data, &err);
		if (!is_done)
			cli_complain(&err);
	} while (!is_done && asks_again());
	str_release(&text);
	if (is_same && !cli_has(cli, CLI_OPTION_QUIET))
		cli_printf("%s", _("nothing was changed\n"));
	if (is_done) {
		unlink(path);
		return CLI_DONE;
	}
	cli_hint(arena_printf(&cli->arena,
	    _("nothing was changed; your text is in %s"), path));
	return CLI_PART;
}

int cli_run_edit(struct cli *cli)
{
	const char *folder = getenv("TMPDIR");
	struct error err = {0};
	struct str text;
	char *path;
	int file, status;

	if (!cli_open_store(cli))
		return CLI_STORE;
	str_init(&text);
	if (!write_text(cli, &text, &err)) {
		str_release(&text);
		return cli_fail(&err);
	}
	path = arena_printf(&cli->arena, "%s/bantin.XXXXXX",
	    folder == NULL || *folder == '\0' ? "/tmp" : folder);
	file = mkstemp(path);
	if (file < 0 || close(file) != 0 ||
	    !file_write(path, text.data, text.len, &err)) {
		error_set(&err, ERROR_FILE_WRITE, path, errno);
		status = cli_fail(&err);
	} else {
		status = edit_file(cli, path, text.data);
	}
	str_release(&text);
	return status;
}
