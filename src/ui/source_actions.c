#include "ui/source_actions.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/fold.h"
#include "text/url.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/province_view.h"

#include <stdlib.h>
#include <string.h>

/* The source that a command means here; NULL: none. */
static const struct source *current_source(struct ui *ui)
{
	const struct view_ops *view = ui_view(ui->focus);
	const struct article_row *row;

	if (ui->focus == PANE_SHEET)
		return sources_view_find(ui, ui->sheet.subject);
	if (ui->focus == PANE_SOURCES)
		return sources_view_selected(ui);
	row = view->row == NULL ? NULL : view->row(ui);
	if (row != NULL)
		return sources_view_find(ui, row->source_id);
	return sources_view_find(ui, ui->list.rows.query.source_id);
}

const struct source *source_current(struct ui *ui)
{
	const struct source *source = current_source(ui);

	if (source == NULL)
		status_say(ui, _("No source is selected"));
	return source;
}

/* --- add -------------------------------------------------------------------------- */

void source_ask(struct ui *ui)
{
	if (ui->focus == PANE_LIST && ui->list.is_search && !ui->is_by_name)
		saved_keep(ui);
	else
		province_ask(ui);
}

void source_add_ask(struct ui *ui)
{
	prompt_open(ui, PROMPT_ADD);
}

bool source_add_accept(struct ui *ui, const char *text)
{
	struct str message;

	prompt_close(ui);
	if (text[0] == '\0')
		return true;
	ui->is_adding = true;
	ui_post_text(ui, REQUEST_ADD, text);
	str_init(&message);
	str_addf(&message, _("Looking at %s…"), text);
	status_say(ui, message.data);
	str_release(&message);
	return true;
}

/* The new source, its list beside. */
static void show_added(struct ui *ui, int64_t id)
{
	const struct source *source = sources_view_find(ui, id);
	struct query query = {.source_id = id};

	if (source == NULL)
		return;
	while (list_view_pop(ui))
		;
	list_view_push(ui);
	list_view_open(ui, &query, source->title);
	sources_view_select(ui, &query);
	ui_focus(ui, ui->panes.columns == 3 ? PANE_SOURCES : PANE_LIST);
}

/* A list of subscriptions was taken in. */
static void list_added(struct ui *ui, const struct event *event)
{
	struct str message;

	ui_reload(ui);
	str_init(&message);
	format_count(&message, ngettext("%d source in the list",
	    "%d sources in the list", (unsigned long)event->total),
	    event->total);
	format_dot(&message);
	format_count(&message, _("%d new"), event->added);
	if (event->failed > 0) {
		format_dot(&message);
		format_count(&message, ngettext("%d line not understood",
		    "%d lines not understood", (unsigned long)event->failed),
		    event->failed);
	}
	if (event->added > 0) {
		format_dot(&message);
		str_add(&message, _("u undoes"));
		ui_post(ui, REQUEST_REFRESH_DUE, 0, 0);
	}
	status_say(ui, message.data);
	str_release(&message);
}

void source_added_event(struct ui *ui, const struct event *event)
{
	const struct source *source;
	struct str message;

	ui->is_adding = false;
	if (event->error.code != ERROR_NONE ||
	    (event->id == 0 && event->total == 0)) {
		status_warn(ui, _("Not followed"), &event->error);
		return;
	}
	if (event->id == 0) {
		list_added(ui, event);
		return;
	}
	ui_reload(ui);
	source = sources_view_find(ui, event->id);
	str_init(&message);
	if (event->added > 0)
		str_addf(&message, _("Followed: %s"),
		    source == NULL ? "" : source->title);
	else
		str_addf(&message, _("Followed already: %s"),
		    source == NULL ? "" : source->title);
	if (event->added > 1) {
		format_dot(&message);
		format_count(&message, _("and %d more"), event->added - 1);
	}
	if (event->added > 0) {
		format_dot(&message);
		str_add(&message, _("u undoes"));
	}
	/* whoever went on reading is not moved */
	if (ui->focus == PANE_LIST || ui->focus == PANE_SOURCES)
		show_added(ui, event->id);
	status_say(ui, message.data);
	str_release(&message);
}

/* --- edit -------------------------------------------------------------------------- */

void source_edit_ask(struct ui *ui)
{
	int64_t search = ui->focus == PANE_SOURCES ?
	    sources_view_search(ui) : 0;
	const struct source *source;

	if (search != 0) {
		saved_edit_ask(ui, search);
		return;
	}
	source = source_current(ui);
	if (source == NULL)
		return;
	prompt_open_with(ui, PROMPT_ADDRESS, source->url);
	ui->prompt.subject = source->id;
}

static bool move_source(struct ui *ui, int64_t id, const char *text)
{
	struct error error;
	struct str url;
	bool is_moved = false, is_done;

	str_init(&url);
	url_from_user(&url, text);
	ui_begin_change(ui);
	is_done = store_move_source(ui->store, id, url.data, &is_moved,
	    &error);
	ui_end_change(ui);
	str_release(&url);
	if (!is_done)
		status_warn(ui, _("Not changed"), &error);
	else if (!is_moved)
		status_complain(ui,
		    _("Another source has that address already"));
	return is_done && is_moved;
}

bool source_address_accept(struct ui *ui, const char *text)
{
	int64_t id = ui->prompt.subject;
	const struct source *source = sources_view_find(ui, id);

	if (source == NULL || text[0] == '\0')
		return true;
	if (!str_equal(source->url, text)) {
		prompt_close(ui);
		if (!move_source(ui, id, text))
			return true;
		ui_reload(ui);
		sheet_view_reload(ui);
		ui_post(ui, REQUEST_REFRESH_SOURCE, id, 0);
	}
	source = sources_view_find(ui, id);
	if (source == NULL)
		return true;
	prompt_open_with(ui, PROMPT_NAME, source->title);
	ui->prompt.subject = id;
	return true;
}

bool source_name_accept(struct ui *ui, const char *text)
{
	const struct source *source = sources_view_find(ui,
	    ui->prompt.subject);
	struct error error;
	bool is_done;

	if (source == NULL || text[0] == '\0' ||
	    str_equal(source->title, text))
		return true;
	ui_begin_change(ui);
	is_done = store_set_source(ui->store, source->id, text, source->kind,
	    &error);
	ui_end_change(ui);
	if (!is_done) {
		status_warn(ui, _("Not changed"), &error);
		return true;
	}
	ui_reload(ui);
	sheet_view_reload(ui);
	status_say(ui, _("Changed"));
	return true;
}

/* --- remove ------------------------------------------------------------------------- */

/* "Unsubscribed from %s, %d articles kept · u undoes" */
static void say_removed(struct ui *ui, const char *title, int total)
{
	struct str sentence;

	str_init(&sentence);
	str_addf(&sentence, ngettext("Unsubscribed from %s, %d article kept",
	    "Unsubscribed from %s, %d articles kept", (unsigned long)total),
	    title, total);
	format_dot(&sentence);
	str_add(&sentence, _("u undoes"));
	status_say(ui, sentence.data);
	str_release(&sentence);
}

void source_remove(struct ui *ui)
{
	int64_t id = ui->focus == PANE_SOURCES ? sources_view_search(ui) : 0;
	const struct source *source;
	struct error error;
	bool is_done;
	char *title;
	int total;

	if (id != 0) {
		saved_remove(ui, id);
		return;
	}
	source = source_current(ui);
	if (source == NULL)
		return;
	id = source->id;
	title = mem_dup(source->title);
	total = source->total;
	ui_begin_change(ui);
	is_done = store_remove_source(ui->store, id, clock_now(), &error);
	ui_end_change(ui);
	if (!is_done) {
		status_warn(ui, _("Not removed"), &error);
		free(title);
		return;
	}
	/* nothing is left of what was shown of it alone */
	if (ui->focus == PANE_SHEET)
		ui_back(ui, false);
	while (ui->list.rows.query.source_id == id && list_view_pop(ui))
		;
	sources_view_step(ui, id);
	ui_reload(ui);
	ui->has_unsynced_marks = true;
	say_removed(ui, title, total);
	free(title);
}

/* --- its health ------------------------------------------------------------------------ */

void source_health(struct ui *ui)
{
	const struct source *source = source_current(ui);

	if (source != NULL)
		sheet_view_open(ui, SHEET_HEALTH, source->id);
}

/* --- jump ----------------------------------------------------------------------------- */

void source_jump_ask(struct ui *ui)
{
	enum pane from = ui->focus;

	ui->sources.jump_from = ui->sources.selected;
	ui_focus(ui, PANE_SOURCES);
	prompt_open(ui, PROMPT_JUMP);
	ui->prompt.from = from;
}

void source_jump_change(struct ui *ui, const char *text)
{
	struct str words;

	str_init(&words);
	text_fold(&words, text, strlen(text));
	while (words.len > 0 && words.data[words.len - 1] == ' ')
		str_cut(&words, words.len - 1);
	sources_view_seek(ui, words.data);
	str_release(&words);
}

bool source_jump_accept(struct ui *ui, const char *text)
{
	(void)text;
	prompt_close(ui);
	sources_view_forget_seek(ui);
	sources_view_ops.open(ui);
	return true;
}

void source_jump_cancel(struct ui *ui)
{
	sources_view_forget_seek(ui);
	ui->sources.selected = ui->sources.jump_from;
	ui_touch_pane(ui, PANE_SOURCES);
	ui_focus(ui, ui->prompt.from);
}
