/*
 * What each field asks for, and does. The functions that take more than a
 * few lines stand where the thing itself is.
 */
#include "base/i18n.h"
#include "text/fold.h"
#include "ui/address.h"
#include "ui/app.h"
#include "ui/article_find.h"
#include "ui/article_links.h"
#include "ui/article_out.h"
#include "ui/article_tags.h"
#include "ui/mutes.h"
#include "ui/prompt.h"
#include "ui/province_view.h"
#include "ui/settings_view.h"
#include "ui/source_actions.h"
#include "ui/source_manage.h"

#include <string.h>

/* A search of all goes on in steps: it need not wait for the last key. */
enum { SETTLE_MS = 150, SEARCH_MS = 40 };

/* Folded, without blanks at its end: what is compared. */
static void fold_text(const char *text, struct str *out)
{
	text_fold(out, text, strlen(text));
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		str_cut(out, out->len - 1);
}

/* --- search, and narrowing --------------------------------------------------- */

/* Until something is typed the list stays as it is, and its place. */
static void search_in(struct ui *ui, const char *text, bool is_narrowing)
{
	struct prompt *prompt = &ui->prompt;
	struct str words;

	str_init(&words);
	fold_text(text, &words);
	if (words.len == 0) {
		if (ui->list.is_search)
			list_view_pop(ui);
	} else {
		if (!ui->list.is_search)
			list_view_push(ui);
		str_clear(&prompt->searched);
		str_add(&prompt->searched, text);
		list_view_search(ui, prompt->searched.data, is_narrowing);
	}
	str_release(&words);
}

static void search_change(struct ui *ui, const char *text)
{
	search_in(ui, text, false);
}

static void narrow_change(struct ui *ui, const char *text)
{
	search_in(ui, text, true);
}

static bool search_accept(struct ui *ui, const char *text)
{
	/* nothing to go to: the field stays; unless it is still looked for */
	if (ui->list.is_search && ui->list.rows.total == 0 &&
	    !search_view_is_pending(ui))
		return false;
	prompt_close(ui);
	if (text[0] == '\0')
		ui_focus(ui, ui->prompt.from);
	return true;
}

static void search_cancel(struct ui *ui)
{
	if (ui->list.is_search)
		list_view_pop(ui);
	ui_focus(ui, ui->prompt.from);
}

/* Ctrl-T: best or newest first. */
static bool search_press(struct ui *ui, int press)
{
	if (press != PRESS_CTRL('T'))
		return false;
	search_view_toggle_order(ui);
	return true;
}

/* --- in the text, in the help -------------------------------------------------- */

static void find_change(struct ui *ui, const char *text)
{
	struct str words;

	str_init(&words);
	fold_text(text, &words);
	if (article_find_seek(ui, words.data))
		article_find_step(ui, 0);
	ui_touch(ui, DIRTY_STATUS);
	str_release(&words);
}

static bool accept_shown(struct ui *ui, const char *text)
{
	(void)ui;
	(void)text;
	return true;
}

static void filter_change(struct ui *ui, const char *text)
{
	struct str words;

	str_init(&words);
	fold_text(text, &words);
	help_view_filter(ui, words.data);
	str_release(&words);
}

static void filter_cancel(struct ui *ui)
{
	help_view_filter(ui, "");
}

/* --- commands by name ------------------------------------------------------------- */

static bool command_accept(struct ui *ui, const char *text)
{
	prompt_close(ui);
	ui_run_line(ui, text);
	return true;
}

/* What a name has in common with those found before it. */
static void add_completion(const char *name, const char *typed,
    const char **found, size_t *common)
{
	if (!str_starts(name, typed))
		return;
	if (*found == NULL) {
		*found = name;
		*common = strlen(name);
	}
	while (strncmp(*found, name, *common) != 0)
		--*common;
}

/* Complete a command's name as far as all that fit agree. */
static void command_complete(struct ui *ui)
{
	const char *typed = ui->prompt.field.text.data;
	size_t len = strlen(typed), common = 0;
	const char *found = NULL;
	struct str text;

	for (const struct command *row = commands; row->name != NULL; row++)
		if ((row->places & IN(ui->focus)) != 0)
			add_completion(row->name, typed, &found, &common);
	for (size_t i = 0; i < ui->bindings.macro_count; i++)
		add_completion(ui->bindings.macros[i].name, typed, &found,
		    &common);
	if (found == NULL)
		return;
	str_init(&text);
	str_add_len(&text, found, common == len ? strlen(found) : common);
	field_set(&ui->prompt.field, text.data);
	str_release(&text);
	prompt_changed(ui);
}

/* --- the table ----------------------------------------------------------------------- */

const struct prompt_ops prompt_kinds[PROMPT_COUNT] = {
    [PROMPT_NONE] = {"", "", .accept = accept_shown},
    [PROMPT_SEARCH] = {N_("Search:"),
        N_("Enter to the results  ↑ ↓ choose  Ctrl-T order"),
        .settle_ms = SEARCH_MS, .has_walk = true, .change = search_change,
        .accept = search_accept, .cancel = search_cancel,
        .complete = search_view_complete, .press = search_press},
    [PROMPT_NARROW] = {N_("Narrow to:"),
        N_("Enter to the list  ↑ ↓ choose  Esc back"),
        .settle_ms = SETTLE_MS, .has_walk = true, .change = narrow_change,
        .accept = search_accept, .cancel = search_cancel},
    [PROMPT_FIND] = {N_("Find in this text:"),
        N_("Enter, then n N walk the hits  Esc ends it"),
        .settle_ms = SETTLE_MS, .change = find_change,
        .accept = accept_shown, .cancel = article_find_end},
    [PROMPT_FILTER] = {N_("Filter:"),
        N_("Enter to the keys  ↑ ↓ choose  Esc back"),
        .settle_ms = SETTLE_MS, .has_walk = true, .change = filter_change,
        .accept = accept_shown, .cancel = filter_cancel},
    [PROMPT_COMMAND] = {":", N_("Tab completes  Enter runs  Esc leaves"),
        .accept = command_accept, .complete = command_complete},
    [PROMPT_LINK] = {N_("Open link number:"), N_("Enter opens  Esc leaves"),
        .change = article_links_change, .accept = article_links_accept,
        .add_hint = article_links_hint},
    [PROMPT_JUMP] = {N_("Go to source:"),
        N_("Enter opens it  ↑ ↓ the next that fits  Esc back"),
        .has_walk = true, .change = source_jump_change,
        .accept = source_jump_accept, .cancel = source_jump_cancel},
    [PROMPT_PROVINCE] = {N_("Province, city:"),
        N_("Enter follows  ↑ ↓ choose  Esc back"),
        .has_walk = true, .change = province_change,
        .accept = province_accept, .cancel = province_cancel,
        .complete = province_complete, .press = province_press},
    [PROMPT_ADD] = {N_("Add a source:"),
        N_("a site's or feed's address  Enter follows  Esc leaves"),
        .accept = source_add_accept},
    [PROMPT_ADDRESS] = {N_("Address:"), N_("Enter keeps it  Esc leaves"),
        .accept = source_address_accept},
    [PROMPT_NAME] = {N_("Name:"), N_("Enter keeps it  Esc leaves"),
        .accept = source_name_accept},
    [PROMPT_SAVED_QUERY] = {N_("Search:"),
        N_("Enter keeps it  Esc leaves"), .accept = saved_query_accept},
    [PROMPT_SAVED_NAME] = {N_("Name:"), N_("Enter keeps it  Esc leaves"),
        .accept = saved_name_accept},
    [PROMPT_SOURCE_TAGS] = {N_("Tags of the source:"),
        N_("parted by commas  Enter keeps them  Esc leaves"),
        .accept = source_tags_accept},
    [PROMPT_IMPORT] = {N_("Follow what this file lists:"),
        N_("OPML or newsboat's urls  Enter follows  Esc leaves"),
        .accept = source_import_accept},
    [PROMPT_EXPORT] = {N_("Write what is followed to:"),
        N_(".opml, else a list of addresses  Enter writes  Esc leaves"),
        .accept = source_export_accept},
    [PROMPT_PIPE] = {N_("Pipe the article to:"),
        N_("a command of yours  Enter runs  Esc leaves"),
        .accept = article_pipe_accept},
    [PROMPT_OPEN_WITH] = {N_("Open the address with:"),
        N_("a command of yours  Enter runs  Esc leaves"),
        .accept = article_open_with_accept},
    [PROMPT_SAVE] = {N_("Save the article as:"),
        N_("a file's name  Enter saves  Esc leaves"),
        .accept = article_save_accept},
    [PROMPT_SETTING] = {N_("Value:"), N_("Enter keeps it  Esc leaves"),
        .accept = settings_accept},
    [PROMPT_MUTE] = {N_("Hide news with:"),
        N_("words, source:NAME, section:NAME  Enter hides"),
        .accept = mutes_accept},
    [PROMPT_OPEN_ADDRESS] = {N_("Open the address:"),
        N_("its page, kept to read later  Enter opens  Esc leaves"),
        .accept = address_accept},
    [PROMPT_TAG] = {N_("Tag:"), N_("Enter tags, or takes it off  Tab completes"),
        .accept = article_tag_accept, .complete = article_tag_complete,
        .add_hint = article_tag_hint},
};
