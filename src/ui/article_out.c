#include "ui/article_out.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "layout/layout.h"
#include "text/fold.h"
#include "text/url.h"
#include "ui/app.h"
#include "ui/spawn.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 60 };

/* --- its text -------------------------------------------------------------------- */

/* Read whole into the arena; false, with a message: there is none. */
static bool read_article(struct ui *ui, struct arena *arena,
    struct article *article)
{
	const struct article_row *row = ui_view(ui->focus)->row == NULL
	    ? NULL : ui_view(ui->focus)->row(ui);
	struct error error;
	bool is_found = false;

	if (row == NULL || row->id == 0) {
		status_say(ui, _("No article is selected"));
		return false;
	}
	if (!store_read_article(ui->store, row->id, arena, article, &is_found,
	        &error))
		status_warn(ui, _("The cache could not be read"), &error);
	return is_found;
}

/* As the screen sets it, without its left margin; then its address. */
static void add_article(struct ui *ui, const struct article *article,
    struct arena *arena, struct str *out)
{
	struct layout_options options = {
	    .width = (int)config_number(ui->config, "measure") + 6,
	    .measure = (int)config_number(ui->config, "measure"),
	    .now = clock_now(),
	};
	struct layout layout = {0};
	int margin = options.width;

	layout_article(article, &options, arena, &layout);
	for (size_t i = 0; i < layout.count; i++)
		if (layout.lines[i].len > 0 &&
		    layout.lines[i].indent < margin)
			margin = layout.lines[i].indent;
	for (size_t i = 0; i < layout.count; i++) {
		const struct layout_line *line = &layout.lines[i];

		/* the last line tells of keys */
		if (line->block == LAYOUT_END && i + 1 == layout.count)
			break;
		for (int k = margin; line->len > 0 && k < line->indent; k++)
			str_add_char(out, ' ');
		str_add_len(out, line->text, line->len);
		str_add_char(out, '\n');
	}
	if (article->row.link[0] != '\0')
		str_addf(out, "%s\n%s\n", article->row.source_title,
		    article->row.link);
}

/* --- into a file -------------------------------------------------------------------- */

/* "nuoc-song-le-khe-rut.txt": a name that every file system takes. */
static void add_file_name(struct str *out, const char *title)
{
	struct str folded;
	bool is_gap = false;

	str_init(&folded);
	text_fold(&folded, title, strlen(title));
	for (size_t i = 0; i < folded.len && out->len < NAME_MOST; i++) {
		char c = folded.data[i];
		bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (is_word && is_gap && out->len > 0)
			str_add_char(out, '-');
		if (is_word)
			str_add_char(out, c);
		is_gap = !is_word;
	}
	if (out->len == 0)
		str_add(out, "bantin");
	str_add(out, ".txt");
	str_release(&folded);
}

void article_save_ask(struct ui *ui)
{
	struct article article;
	struct arena arena;
	struct str name;

	arena_init(&arena);
	str_init(&name);
	if (read_article(ui, &arena, &article)) {
		add_file_name(&name, article.row.title);
		prompt_open_with(ui, PROMPT_SAVE, name.data);
	}
	str_release(&name);
	arena_release(&arena);
}

void article_out_add_path(struct str *out, const char *typed)
{
	const char *home = getenv("HOME");

	if (typed[0] == '~' && typed[1] == '/' && home != NULL) {
		str_add(out, home);
		typed++;
	}
	str_add(out, typed);
}

bool article_out_add_new_path(struct ui *ui, struct str *out,
    const char *typed)
{
	if (typed[0] == '\0')
		return false;
	article_out_add_path(out, typed);
	if (!file_exists(out->data))
		return true;
	status_complain(ui, _("A file of that name is there already"));
	return false;
}

static void save(struct ui *ui, const char *path)
{
	struct article article;
	struct arena arena;
	struct str text, message;
	struct error error;

	arena_init(&arena);
	str_init(&text);
	str_init(&message);
	if (read_article(ui, &arena, &article)) {
		add_article(ui, &article, &arena, &text);
		if (!file_write(path, text.data, text.len, &error)) {
			status_warn(ui, _("Not saved"), &error);
		} else {
			str_addf(&message, _("Saved as %s"), path);
			status_say(ui, message.data);
		}
	}
	str_release(&message);
	str_release(&text);
	arena_release(&arena);
}

bool article_save_accept(struct ui *ui, const char *text)
{
	struct str path;

	prompt_close(ui);
	str_init(&path);
	if (article_out_add_new_path(ui, &path, text))
		save(ui, path.data);
	str_release(&path);
	return true;
}

/* --- to commands ------------------------------------------------------------------------ */

void article_pipe_ask(struct ui *ui)
{
	prompt_open(ui, PROMPT_PIPE);
}

void article_open_with_ask(struct ui *ui)
{
	prompt_open(ui, PROMPT_OPEN_WITH);
}

static void run(struct ui *ui, const char *command, const char *argument,
    const struct str *input)
{
	struct error error;
	struct str message;
	int status;
	bool is_run;

	terminal_leave(ui->terminal);
	is_run = spawn_in_shell(command, argument,
	    input == NULL ? NULL : input->data,
	    input == NULL ? 0 : input->len, &status, &error);
	terminal_return(ui->terminal, _("Enter goes back to bantin"));
	ui_touch(ui, DIRTY_LAYOUT | DIRTY_SCREEN);
	if (!is_run) {
		status_warn(ui, _("The command did not run"), &error);
		return;
	}
	if (status == 0)
		return;
	str_init(&message);
	str_addf(&message, _("The command ended with %d"), status);
	status_complain(ui, message.data);
	str_release(&message);
}

bool article_pipe_accept(struct ui *ui, const char *text)
{
	struct article article;
	struct arena arena;
	struct str input;

	prompt_close(ui);
	if (text[0] == '\0')
		return true;
	arena_init(&arena);
	str_init(&input);
	if (read_article(ui, &arena, &article)) {
		add_article(ui, &article, &arena, &input);
		run(ui, text, NULL, &input);
	}
	str_release(&input);
	arena_release(&arena);
	return true;
}

bool article_open_with_accept(struct ui *ui, const char *text)
{
	const struct article_row *row = ui_view(ui->focus)->row == NULL
	    ? NULL : ui_view(ui->focus)->row(ui);

	prompt_close(ui);
	if (text[0] == '\0')
		return true;
	if (row == NULL || !url_is_web(row->link))
		status_say(ui, _("This article has no link"));
	else
		run(ui, text, row->link, NULL);
	return true;
}
