#include "ui/actions.h"

#include "base/i18n.h"
#include "text/url.h"
#include "ui/app.h"
#include "ui/article_find.h"
#include "ui/article_links.h"
#include "ui/article_wide.h"
#include "ui/mutes.h"
#include "ui/spawn.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* --- moving ------------------------------------------------------------------ */

static void move(struct ui *ui, enum motion motion, int sign)
{
	ui_view(ui->focus)->move(ui, motion, sign);
}

void action_down(struct ui *ui)
{
	move(ui, MOTION_LINE, 1);
}

void action_up(struct ui *ui)
{
	move(ui, MOTION_LINE, -1);
}

void action_first(struct ui *ui)
{
	move(ui, MOTION_END, -1);
}

void action_last(struct ui *ui)
{
	move(ui, MOTION_END, 1);
}

void action_page_down(struct ui *ui)
{
	move(ui, MOTION_PAGE, 1);
}

void action_page_up(struct ui *ui)
{
	move(ui, MOTION_PAGE, -1);
}

void action_half_down(struct ui *ui)
{
	move(ui, MOTION_HALF, 1);
}

void action_half_up(struct ui *ui)
{
	move(ui, MOTION_HALF, -1);
}

/* In a text n and N walk its hits while they show, else articles. */
static void step_unread(struct ui *ui, int sign)
{
	bool is_in_article =
	    ui->focus == PANE_ARTICLE || ui->focus == PANE_RELATED;

	if (ui->focus == PANE_ARTICLE && ui->article.sought != NULL &&
	    article_find_step(ui, sign))
		ui_touch(ui, DIRTY_STATUS);
	else if (is_in_article)
		ui_read_next_unread(ui, sign);
	else if (!list_view_step_unread(ui, sign))
		status_say(ui, _("No unread articles that way"));
	else
		ui_focus(ui, PANE_LIST);
}

void action_next_unread(struct ui *ui)
{
	step_unread(ui, 1);
}

void action_previous_unread(struct ui *ui)
{
	step_unread(ui, -1);
}

static void step_article(struct ui *ui, int sign)
{
	const struct article_row *row;

	if (!list_view_step(ui, sign)) {
		status_say(ui, sign > 0 ? _("This is the last article")
		                        : _("This is the first article"));
		return;
	}
	row = list_view_row(ui);
	if (ui->focus == PANE_LIST || row == NULL)
		return;
	article_view_show(ui, row->id, true);
	ui_focus(ui, PANE_ARTICLE);
}

void action_next_article(struct ui *ui)
{
	step_article(ui, 1);
}

void action_previous_article(struct ui *ui)
{
	step_article(ui, -1);
}

/* --- panes -------------------------------------------------------------------- */

static void step_pane(struct ui *ui, int sign)
{
	static const enum pane order[] = {PANE_SOURCES, PANE_LIST,
	    PANE_ARTICLE, PANE_RELATED};
	int at = 0;

	if (ui_is_stack(ui)) {
		static const enum pane other[] = {
		    [PANE_SOURCES] = PANE_LIST,
		    [PANE_LIST] = PANE_SOURCES,
		    [PANE_ARTICLE] = PANE_RELATED,
		    [PANE_RELATED] = PANE_ARTICLE,
		};

		ui_focus(ui, other[ui->focus]);
		return;
	}
	while (order[at] != ui->focus)
		at++;
	do
		at = (at + sign + 4) % 4;
	while (ui->article.id == 0 &&
	    (order[at] == PANE_ARTICLE || order[at] == PANE_RELATED));
	ui_focus(ui, order[at]);
}

void action_next_pane(struct ui *ui)
{
	step_pane(ui, 1);
}

void action_previous_pane(struct ui *ui)
{
	step_pane(ui, -1);
}

/* In the stack left is back, and right is open. */
void action_left(struct ui *ui)
{
	if (ui->focus == PANE_ARTICLE && article_wide_move(ui, -1))
		return;
	if (ui_is_stack(ui) || pane_is_overlay(ui->focus))
		ui_back(ui, false);
	else if (ui->focus == PANE_LIST && ui->panes.columns == 3)
		ui_focus(ui, PANE_SOURCES);
	else if (ui->focus == PANE_ARTICLE || ui->focus == PANE_RELATED)
		ui_focus(ui, PANE_LIST);
}

void action_right(struct ui *ui)
{
	if (ui->focus == PANE_ARTICLE && article_wide_move(ui, 1))
		return;
	if (ui_is_stack(ui))
		action_open(ui);
	else if (ui->focus == PANE_SOURCES)
		ui_focus(ui, PANE_LIST);
	else if (ui->focus == PANE_LIST && ui->article.id != 0)
		ui_focus(ui, PANE_ARTICLE);
}

static void set_columns(struct ui *ui, enum panes_mode mode)
{
	ui->mode = mode;
	ui->is_zoomed = false;
	ui_arrange(ui);
}

void action_columns_1(struct ui *ui)
{
	set_columns(ui, PANES_STACK);
}

void action_columns_2(struct ui *ui)
{
	set_columns(ui, PANES_TWO);
}

void action_columns_3(struct ui *ui)
{
	set_columns(ui, PANES_THREE);
}

void action_columns_auto(struct ui *ui)
{
	set_columns(ui, PANES_AUTO);
}

void action_zoom(struct ui *ui)
{
	ui->is_zoomed = !ui->is_zoomed;
	ui_arrange(ui);
}

/* A change that the panes did not follow is not remembered. */
void ui_resize_panes(struct ui *ui, int sources, int columns, int rows)
{
	struct panes before = ui->panes;
	const struct rect *was = before.at, *is = ui->panes.at;

	ui->sources_change += sources;
	ui->width_change += columns;
	ui->height_change += rows;
	ui_arrange(ui);
	/* no more is kept than they gave way: the way back begins at once */
	if (sources != 0)
		ui->sources_change += is[PANE_SOURCES].width -
		    was[PANE_SOURCES].width - sources;
	if (columns != 0)
		ui->width_change += is[PANE_LIST].width -
		    was[PANE_LIST].width - columns;
	if (rows != 0)
		ui->height_change += is[PANE_RELATED].height -
		    was[PANE_RELATED].height - rows;
}

/* < > change the pane that has the keys, where it stands beside others. */
static void resize_width(struct ui *ui, int columns)
{
	bool is_sources = ui->focus == PANE_SOURCES && ui->panes.columns == 3;

	ui_resize_panes(ui, is_sources ? columns : 0,
	    is_sources ? 0 : columns, 0);
}

void action_narrower(struct ui *ui)
{
	resize_width(ui, -2);
}

void action_wider(struct ui *ui)
{
	resize_width(ui, 2);
}

void action_taller(struct ui *ui)
{
	ui_resize_panes(ui, 0, 0, 1);
}

void action_lower(struct ui *ui)
{
	ui_resize_panes(ui, 0, 0, -1);
}

/* --- the article ----------------------------------------------------------------- */

void action_open(struct ui *ui)
{
	if (ui_view(ui->focus)->open != NULL)
		ui_view(ui->focus)->open(ui);
}

void action_read_on(struct ui *ui)
{
	if (ui_view(ui->focus)->read_on != NULL)
		ui_view(ui->focus)->read_on(ui);
}

static const struct article_row *current_row(struct ui *ui)
{
	const struct view_ops *view = ui_view(ui->focus);

	return view->row == NULL ? NULL : view->row(ui);
}

void action_star(struct ui *ui)
{
	const struct article_row *row = current_row(ui);
	bool was_starred;

	if (row == NULL || row->id == 0)
		return;
	was_starred = row->is_starred;
	if (ui_mark(ui, row->id, was_starred ? MARK_UNSTARRED : MARK_STARRED))
		status_say_undoable(ui,
		    was_starred ? _("Star taken off") : _("Star put on"), 1);
}

void action_toggle_read(struct ui *ui)
{
	const struct article_row *row = current_row(ui);
	bool was_unread;

	if (row == NULL || row->id == 0)
		return;
	was_unread = row->is_unread;
	if (ui_mark(ui, row->id, was_unread ? MARK_READ : MARK_UNREAD))
		status_say_undoable(ui,
		    was_unread ? _("Marked as read") : _("Marked as unread"),
		    1);
}

/* The setting, $BROWSER's first, or the desktop's own way. */
static char *browser_command(const struct ui *ui)
{
	const char *setting = config_text(ui->config, "browser");
	const char *variable = getenv("BROWSER");

	if (setting[0] != '\0')
		return mem_dup(setting);
	if (variable != NULL && variable[0] != '\0')
		return mem_dup_len(variable, strcspn(variable, ":"));
	return mem_dup("xdg-open");
}

static void complain_of_browser(struct ui *ui, const struct error *err)
{
	struct str text;

	if (err->number != ENOENT) {
		status_warn(ui, _("The browser did not start"), err);
		return;
	}
	str_init(&text);
	str_addf(&text, _("No program “%s” · the setting browser names another"),
	    err->subject);
	status_complain(ui, text.data);
	str_release(&text);
}

void ui_open_address(struct ui *ui, const char *address)
{
	struct error error;
	char *command;

	if (address == NULL || address[0] == '\0') {
		status_say(ui, _("This article has no link"));
		return;
	}
	/* what came over a network never names a file */
	if (!url_is_web(address) &&
	    !(ui->options->is_sample && url_is_file(address))) {
		status_say(ui, _("Not an address for a browser"));
		return;
	}
	command = browser_command(ui);
	if (spawn_on_address(command, address, &error))
		status_say(ui, _("Opened in the browser"));
	else
		complain_of_browser(ui, &error);
	free(command);
}

void action_browser(struct ui *ui)
{
	const struct article_row *row = current_row(ui);

	if (row != NULL)
		ui_open_address(ui, row->link);
}

void action_feedback(struct ui *ui)
{
	if (ui->article.id == 0)
		return;
	if (ui->article.article.feedback == NULL ||
	    ui->article.article.feedback[0] == '\0')
		status_say(ui, _("This page has no feedback form"));
	else
		ui_open_address(ui, ui->article.article.feedback);
}

void action_copy_link(struct ui *ui)
{
	const struct article_row *row = current_row(ui);

	if (row == NULL)
		return;
	if (row->link == NULL || row->link[0] == '\0') {
		status_say(ui, _("This article has no link"));
		return;
	}
	terminal_copy(ui->terminal, row->link);
	status_say(ui, _("Link copied"));
}

void action_links(struct ui *ui)
{
	article_links_ask(ui);
}

void action_outline(struct ui *ui)
{
	if (ui->article.id != 0)
		sheet_view_open(ui, SHEET_OUTLINE, 0);
}

void action_reload(struct ui *ui)
{
	if (ui->article.has_newer)
		article_view_reload(ui);
	else
		article_view_fetch(ui);
}

void action_find(struct ui *ui)
{
	if (ui->article.id != 0)
		prompt_open(ui, PROMPT_FIND);
}

/* --- the list ----------------------------------------------------------------------- */

void action_mark_all(struct ui *ui)
{
	list_view_mark_all(ui);
}

void action_unread_only(struct ui *ui)
{
	list_view_toggle_unread(ui);
}

void action_lead(struct ui *ui)
{
	list_view_toggle_lead(ui);
}

void action_search(struct ui *ui)
{
	enum pane from = ui->focus;

	ui_focus(ui, PANE_LIST);
	/* what was searched for stands there to be edited */
	prompt_open_with(ui, PROMPT_SEARCH,
	    ui->list.is_search ? ui->prompt.searched.data : "");
	ui->prompt.from = from;
}

void action_narrow(struct ui *ui)
{
	prompt_open_with(ui, PROMPT_NARROW,
	    ui->list.is_search ? ui->prompt.searched.data : "");
}

void action_undo(struct ui *ui)
{
	if (mutes_undo(ui) || story_undo(ui))
		return;
	ui_undo(ui);
}

/* --- servers -------------------------------------------------------------------------- */

void action_refresh(struct ui *ui)
{
	const struct article_row *row = current_row(ui);
	const struct source *source = sources_view_selected(ui);
	int64_t id = ui->list.rows.query.source_id;

	if (ui->focus == PANE_SHEET)
		id = ui->sheet.subject;
	else if (ui->focus == PANE_SOURCES)
		id = source == NULL ? 0 : source->id;
	else if (id == 0 && row != NULL)
		id = row->source_id;
	if (id == 0)
		ui_post(ui, REQUEST_REFRESH_ALL, 0, 0);
	else
		ui_post(ui, REQUEST_REFRESH_SOURCE, id, 0);
}

void action_refresh_all(struct ui *ui)
{
	ui_post(ui, REQUEST_REFRESH_ALL, 0, 0);
}

void action_log(struct ui *ui)
{
	sheet_view_open(ui, SHEET_LOG, 0);
}

void action_stop(struct ui *ui)
{
	if (!ui->status.is_refreshing && !ui->article.is_waiting &&
	    ui->related.wanted_of == 0) {
		ui->is_quitting = true;
		return;
	}
	ui->status.is_stopped = true;
	ui_post(ui, REQUEST_STOP, 0, 0);
	status_say(ui, _("Stopped"));
}

/* --- the screen ------------------------------------------------------------------------- */

void action_back(struct ui *ui)
{
	ui_back(ui, false);
}

void action_quit(struct ui *ui)
{
	ui_back(ui, true);
}

void action_command(struct ui *ui)
{
	prompt_open(ui, PROMPT_COMMAND);
}

void action_help(struct ui *ui)
{
	if (!pane_is_overlay(ui->focus))
		help_view_open(ui, ui->focus);
}

void action_filter(struct ui *ui)
{
	prompt_open(ui, PROMPT_FILTER);
}

void action_redraw(struct ui *ui)
{
	ui_touch(ui, DIRTY_LAYOUT | DIRTY_SCREEN);
}

void action_suspend(struct ui *ui)
{
	terminal_suspend(ui->terminal);
}
