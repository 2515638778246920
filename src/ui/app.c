#include "ui/app.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "ui/format.h"
#include "ui/mutes.h"

#include <stdlib.h>
#include <string.h>

static const struct view_ops *const views[PANE_COUNT] = {
    [PANE_SOURCES] = &sources_view_ops,
    [PANE_LIST] = &list_view_ops,
    [PANE_ARTICLE] = &article_view_ops,
    [PANE_RELATED] = &related_view_ops,
    [PANE_HELP] = &help_view_ops,
    [PANE_SHEET] = &sheet_view_ops,
    [PANE_TIMELINE] = &timeline_view_ops,
};

const struct view_ops *ui_view(enum pane pane)
{
	return views[pane];
}

/* --- what is painted ------------------------------------------------------------- */

void ui_touch(struct ui *ui, unsigned dirty)
{
	ui->dirty |= dirty;
}

void ui_touch_pane(struct ui *ui, enum pane pane)
{
	ui->dirty |= 1u << pane;
}

struct paint ui_paint_of(const struct ui *ui, enum pane pane)
{
	const struct rect *at = &ui->panes.at[pane];

	return paint_part(&ui->page, at->y, at->x, at->height, at->width);
}

bool ui_is_stack(const struct ui *ui)
{
	return ui->panes.columns <= 1 && !ui->is_zoomed;
}

static void arrange_once(struct ui *ui)
{
	struct panes_wish wish = {
	    .mode = ui->mode,
	    .focus = ui->focus,
	    .is_zoomed = ui->is_zoomed,
	    .has_hints = config_bool(ui->config, "hints"),
	    .measure = (int)config_number(ui->config, "measure"),
	    .sources_change = ui->sources_change,
	    .width_change = ui->width_change,
	    .height_change = ui->height_change,
	};

	terminal_size(ui->terminal, &wish.width, &wish.height);
	/* nothing is painted: a screen to walk in */
	if (ui->linear.is_on) {
		wish.mode = PANES_STACK;
		wish.width = 80;
		wish.height = 24;
	}
	/* its height stays until another article opens */
	wish.related_lines = ui->related.line_most;
	ui->page.area = (struct rect){0, 0, wish.height, wish.width};
	ui->page.theme = &ui->theme;
	panes_arrange(&wish, &ui->panes);
	/* any paragraph may be the one that is read */
	if (ui->linear.is_on && panes_shows(&ui->panes, PANE_ARTICLE))
		ui->panes.at[PANE_ARTICLE].height = 1;
}

void ui_arrange(struct ui *ui)
{
	arrange_once(ui);
	if (ui->panes.is_too_small) {
		ui_touch(ui, DIRTY_LAYOUT);
		return;
	}
	if (ui->related.line_most == 0) {
		ui->related.line_most =
		    related_view_lines(ui, ui->panes.columns == 1);
		arrange_once(ui);
	}
	if (panes_shows(&ui->panes, PANE_LIST))
		list_view_fit(ui);
	article_view_fit(ui);
	if (pane_is_overlay(ui->focus))
		ui_view(ui->focus)->fit(ui);
	ui_touch(ui, DIRTY_LAYOUT);
}

void ui_focus(struct ui *ui, enum pane pane)
{
	if (ui->focus == pane)
		return;
	ui->focus = pane;
	ui_arrange(ui);
	/* what is gone to is there */
	if (pane == PANE_RELATED)
		related_view_settle(ui);
	if (pane == PANE_RELATED)
		related_view_select(ui, ui->related.selected);
}

/* --- marks ------------------------------------------------------------------------ */

static const struct article_row *find_row(struct ui *ui, int64_t id)
{
	int64_t place = rows_find(&ui->list.rows, id);

	if (place >= 0)
		return rows_at(&ui->list.rows, place);
	if (ui->article.id == id)
		return &ui->article.article.row;
	for (int i = 0; i < ui->related.count; i++)
		if (ui->related.rows[i].row.id == id)
			return &ui->related.rows[i].row;
	return NULL;
}

void ui_begin_change(struct ui *ui)
{
	if (store_data_version(ui->store) != ui->data_version)
		ui->is_reload_due = true;
}

void ui_end_change(struct ui *ui)
{
	ui->data_version = store_data_version(ui->store);
}

/* On every screen. */
static void show_mark(struct ui *ui, int64_t id, enum store_mark mark)
{
	rows_mark(&ui->list.rows, id, mark);
	article_view_mark(ui, id, mark);
	related_view_mark(ui, id, mark);
	timeline_view_mark(ui, id, mark);
}

static void count_mark(struct ui *ui, int64_t source, enum store_mark mark)
{
	sources_view_count(ui, source,
	    mark == MARK_UNREAD ? 1 : mark == MARK_READ ? -1 : 0,
	    mark == MARK_STARRED ? 1 : mark == MARK_UNSTARRED ? -1 : 0);
}

/* One change, that is taken back as one. */
static bool mark_all_of(struct ui *ui, int64_t id,
    const struct article_row *others, size_t count, enum store_mark mark,
    int64_t *changed, struct error *err)
{
	int64_t *ids = mem_alloc_zero(count + 1, sizeof(*ids));
	bool is_marked;

	ids[0] = id;
	for (size_t i = 0; i < count; i++)
		ids[i + 1] = others[i].id;
	is_marked = store_mark(ui->store, mark, ids, count + 1, NULL,
	    clock_now(), changed, err);
	free(ids);
	return is_marked;
}

bool ui_mark(struct ui *ui, int64_t id, enum store_mark mark)
{
	const struct article_row *row = find_row(ui, id);
	int64_t source = row == NULL ? 0 : row->source_id, changed = 0;
	struct article_row *others = NULL;
	size_t other_count;
	struct arena arena;
	struct error error;
	bool is_marked;

	/* it could be marked as read behind this */
	if (mark == MARK_UNREAD)
		bulk_finish(ui);
	arena_init(&arena);
	story_find_companions(ui, row, mark, &arena, &others, &other_count);
	ui_begin_change(ui);
	is_marked = mark_all_of(ui, id, others, other_count, mark, &changed,
	    &error);
	ui_end_change(ui);
	if (is_marked) {
		ui->has_unsynced_marks = true;
		mutes_forget(ui);
		story_forget(ui);
		show_mark(ui, id, mark);
		if (changed > (int64_t)other_count)
			count_mark(ui, source, mark);
		for (size_t i = 0; i < other_count; i++) {
			show_mark(ui, others[i].id, mark);
			count_mark(ui, others[i].source_id, mark);
		}
		ui_touch_pane(ui, PANE_LIST);
		ui_touch(ui, DIRTY_HEADINGS);
	} else {
		status_warn(ui, _("Not marked"), &error);
	}
	arena_release(&arena);
	return is_marked;
}

void ui_after_marks(struct ui *ui)
{
	mutes_forget(ui);
	story_forget(ui);
	ui->has_unsynced_marks = true;
	sources_view_load(ui);
	related_view_reload(ui);
	ui_touch_pane(ui, PANE_LIST);
	ui_touch(ui, DIRTY_HEADINGS);
}

void ui_undo(struct ui *ui)
{
	bulk_change_back(ui, false);
}

void ui_redo(struct ui *ui)
{
	if (story_redo(ui))
		return;
	bulk_change_back(ui, true);
}

/* --- reading on ------------------------------------------------------------------------ */

static void show_selected(struct ui *ui)
{
	const struct article_row *row = list_view_row(ui);

	if (row == NULL)
		return;
	article_view_show(ui, row->id, true);
	ui_focus(ui, PANE_ARTICLE);
}

void ui_read_next_unread(struct ui *ui, int sign)
{
	struct list_view *list = &ui->list;

	if (list_view_step_unread(ui, sign)) {
		show_selected(ui);
		return;
	}
	if (sign > 0 && ui->sources.unread > 0 &&
	    (list->rows.query.source_id != 0 || list->is_search ||
	        list->rows.query.tag != NULL ||
	        list->rows.query.is_starred_only)) {
		while (list_view_pop(ui))
			;
		sources_view_select(ui, &(struct query){0});
		if (list_view_step_unread(ui, sign)) {
			show_selected(ui);
			return;
		}
	}
	status_say(ui, _("No unread articles left"));
}

/* --- what changed below --------------------------------------------------------------------- */

void ui_reload(struct ui *ui)
{
	sources_view_load(ui);
	list_view_reload(ui);
	related_view_reload(ui);
	timeline_view_reload(ui);
	sheet_view_reload(ui);
	ui->data_version = store_data_version(ui->store);
}

void ui_post(struct ui *ui, enum request_kind kind, int64_t id, int number)
{
	struct request request = {.kind = kind, .id = id, .number = number};

	if (kind == REQUEST_REFRESH_ALL || kind == REQUEST_REFRESH_SOURCE)
		ui->status.was_asked = true;
	if (ui->refresh != NULL)
		refresh_post(ui->refresh, &request);
}

void ui_post_text(struct ui *ui, enum request_kind kind, const char *text)
{
	struct request request = {.kind = kind, .text = mem_dup(text)};

	if (ui->refresh != NULL)
		refresh_post(ui->refresh, &request);
	else
		free(request.text);
}

/* "star; next-unread": one after the other; macros in macros end somewhere. */
static void run_macro(struct ui *ui, const char *text)
{
	enum { DEPTH_MOST = 4 };
	struct str part;

	if (ui->macro_depth == DEPTH_MOST)
		return;
	ui->macro_depth++;
	str_init(&part);
	while (*text != '\0' && !ui->is_quitting) {
		size_t len;

		text += strspn(text, " ;");
		len = strcspn(text, ";");
		str_clear(&part);
		str_add_len(&part, text, len);
		if (part.len > 0)
			ui_run_line(ui, part.data);
		text += len;
	}
	str_release(&part);
	ui->macro_depth--;
}

static void complain_of_name(struct ui *ui, const char *name)
{
	struct str message;

	str_init(&message);
	str_addf(&message, _("No command “%s”, nearest: %s"), name,
	    command_nearest(name)->name);
	status_say(ui, message.data);
	str_release(&message);
}

void ui_run_line(struct ui *ui, const char *text)
{
	const struct command *command;
	struct str name;

	text += strspn(text, " :");
	if (text[0] == '\0')
		return;
	str_init(&name);
	str_add_len(&name, text, strcspn(text, " "));
	text += name.len;
	text += strspn(text, " ");
	command = bindings_command(&ui->bindings, name.data);
	if (command == NULL) {
		complain_of_name(ui, name.data);
	} else if ((command->places & IN(ui->focus)) == 0) {
		status_say(ui, _("That means nothing here"));
	} else {
		ui->is_by_name = true;
		ui_run_command(ui, command);
		ui->is_by_name = false;
		if (text[0] != '\0' && ui->prompt.kind != PROMPT_NONE) {
			field_set(&ui->prompt.field, text);
			prompt_changed(ui);
			prompt_accept(ui);
		}
	}
	str_release(&name);
}

void ui_run_command(struct ui *ui, const struct command *command)
{
	if (command->run == NULL)
		run_macro(ui, command->help);
	else if (ui->focus == PANE_SHEET && !sheet_takes(ui, command->name))
		status_say(ui, _("That means nothing here"));
	else
		command->run(ui);
}

void ui_back(struct ui *ui, bool may_quit)
{
	if (ui->is_zoomed && !pane_is_overlay(ui->focus)) {
		ui->is_zoomed = false;
		ui_arrange(ui);
		return;
	}
	if (!ui_view(ui->focus)->back(ui) && may_quit)
		ui->is_quitting = true;
}
