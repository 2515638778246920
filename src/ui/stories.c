#include "ui/stories.h"

#include "base/i18n.h"
#include "ui/app.h"
#include "ui/format.h"

bool stories_are_folded(const struct ui *ui)
{
	/* a hidden row would hide those behind it */
	return config_bool(ui->config, "fold-stories") &&
	    ui->list.mutes.count == 0;
}

/* --- opening and folding -------------------------------------------------- */

/* The first of the story that the selected row stands below is selected. */
static void select_head(struct ui *ui)
{
	struct list_view *list = &ui->list;
	const struct article_row *row = list_view_row(ui);

	while (row != NULL && row->others == ROWS_BELOW &&
	    list->selected > 0) {
		list_view_select_place(ui, list->selected - 1);
		row = list_view_row(ui);
	}
}

static bool toggle(struct ui *ui, int64_t story)
{
	struct rows *rows = &ui->list.rows;
	const struct article_row *row = list_view_row(ui);
	bool is_open;

	if (row != NULL && row->story == story)
		select_head(ui);
	is_open = rows_toggle_story(rows, story);
	list_view_reload(ui);
	ui_touch_pane(ui, PANE_LIST);
	ui_touch(ui, DIRTY_HEADINGS);
	return is_open;
}

static void show_in_list(struct ui *ui)
{
	const struct article_row *row = list_view_row(ui);
	int64_t story = row == NULL ? 0 : row->story;
	bool is_open;

	if (story == 0 || row->others == 0) {
		status_say(ui, _("No other source here tells it"));
		return;
	}
	is_open = toggle(ui, story);
	ui->toggle = (struct story_toggle){.story = story};
	status_say(ui, is_open ? _("Story opened") : _("Story folded"));
	format_dot(&ui->status.message);
	str_add(&ui->status.message, _("u undoes"));
}

/* Beside the article: the first of those who tell the same. */
static void show_beside(struct ui *ui)
{
	const struct related_view *view = &ui->related;

	related_view_settle(ui);
	if (view->count == 0 || view->rows[0].why != RELATED_STORY) {
		status_say(ui, _("No other source here tells it"));
		return;
	}
	ui_focus(ui, PANE_RELATED);
	related_view_select(ui, 0);
}

void story_show(struct ui *ui)
{
	if (ui->focus == PANE_LIST)
		show_in_list(ui);
	else
		show_beside(ui);
}

/* --- back and again -------------------------------------------------------- */

bool story_undo(struct ui *ui)
{
	int64_t story = ui->toggle.story;

	if (story == 0 || ui->toggle.is_undone)
		return false;
	ui->toggle.is_undone = true;
	status_say(ui, toggle(ui, story) ? _("Undone: story opened again")
	                                 : _("Undone: story folded again"));
	return true;
}

bool story_redo(struct ui *ui)
{
	int64_t story = ui->toggle.story;

	if (story == 0 || !ui->toggle.is_undone)
		return false;
	ui->toggle.is_undone = false;
	status_say(ui, toggle(ui, story) ? _("Done again: story opened")
	                                 : _("Done again: story folded"));
	return true;
}

void story_forget(struct ui *ui)
{
	ui->toggle.story = 0;
}

/* --- marks ------------------------------------------------------------------ */

void story_find_companions(struct ui *ui, const struct article_row *row,
    enum store_mark mark, struct arena *arena, struct article_row **rows,
    size_t *count)
{
	static const struct query unread = {.is_unread_only = true};
	size_t kept = 0;

	*count = 0;
	if (mark != MARK_READ || row == NULL || row->story == 0 ||
	    !config_bool(ui->config, "mark-story") ||
	    !store_read_fold(ui->store, &unread, row->story, 0, arena, rows,
	        count, NULL)) {
		*count = 0;
		return;
	}
	for (size_t i = 0; i < *count; i++)
		if ((*rows)[i].id != row->id)
			(*rows)[kept++] = (*rows)[i];
	*count = kept;
}
