#include "ui/help_view.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/keys.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMN_LEAST = 38, KEY_COLUMNS = 11, TITLE_X = 3 };

/* --- what is listed ---------------------------------------------------------------- */

static bool matches(const struct ui *ui, const struct command *command)
{
	const char *filter = ui->help.filter;
	struct str text, folded;
	bool is_match;

	if (filter == NULL || filter[0] == '\0')
		return true;
	str_init(&text);
	str_addf(&text, "%s %s", command->name, _(command->help));
	str_init(&folded);
	text_fold(&folded, text.data, text.len);
	is_match = text_contains_folded(folded.data, filter);
	str_release(&folded);
	str_release(&text);
	return is_match;
}

/* Whether it shares the line of the row before it. */
static bool is_paired(const struct command *command)
{
	return command->run != NULL && command > commands &&
	    command[-1].pair != NULL;
}

static bool is_listed(const struct ui *ui, const struct command *command)
{
	if ((command->places & IN(ui->help_from)) == 0)
		return false;
	if (!is_paired(command))
		return matches(ui, command);
	/* with a filter each is found by its own words */
	return (command[-1].places & IN(ui->help_from)) == 0 ||
	    (ui->help.filter != NULL && matches(ui, command) &&
	        !matches(ui, command - 1));
}

static void add_line(struct help_view *view, const char *title,
    const struct command *command)
{
	if (view->count == HELP_LINES_MOST)
		return;
	view->lines[view->count].title = title;
	view->lines[view->count].command = command;
	view->count++;
}

static void add_command(struct ui *ui, const struct command *command,
    bool *is_first)
{
	if (*is_first && ui->help.count > 0)
		add_line(&ui->help, NULL, NULL);
	if (*is_first)
		add_line(&ui->help, command_group_name(command->group), NULL);
	*is_first = false;
	add_line(&ui->help, NULL, command);
}

static void add_group(struct ui *ui, enum command_group group)
{
	bool is_first = true;

	for (const struct command *row = commands; row->name != NULL; row++)
		if (row->group == group && is_listed(ui, row))
			add_command(ui, row, &is_first);
	for (size_t i = 0; group == GROUP_MACROS &&
	     i < ui->bindings.macro_count; i++)
		if (matches(ui, &ui->bindings.macros[i]))
			add_command(ui, &ui->bindings.macros[i], &is_first);
}

/* The second column begins with the group nearest to the middle. */
static void split(struct help_view *view)
{
	int half = (view->count + 1) / 2, best = view->count;

	view->rows = view->count;
	for (int i = 0; i < view->count; i++)
		view->lines[i].column = 0;
	if (view->columns < 2)
		return;
	for (int i = 1; i < view->count; i++)
		if (view->lines[i].title != NULL &&
		    abs(i - half) < abs(best - half))
			best = i;
	for (int i = best; i < view->count; i++)
		view->lines[i].column = 1;
	view->rows = best > view->count - best ? best : view->count - best;
}

static bool is_selectable(const struct help_view *view, int line)
{
	return line >= 0 && line < view->count &&
	    view->lines[line].command != NULL;
}

static void build(struct ui *ui)
{
	struct help_view *view = &ui->help;

	view->count = 0;
	for (int group = 0; group < GROUP_COUNT; group++)
		add_group(ui, (enum command_group)group);
	help_view_fit(ui);
	view->selected = 0;
	while (view->selected < view->count &&
	    !is_selectable(view, view->selected))
		view->selected++;
	view->top = 0;
	ui_touch_pane(ui, PANE_HELP);
	ui_touch(ui, DIRTY_STATUS | DIRTY_HEADINGS);
}

void help_view_fit(struct ui *ui)
{
	int width = ui->panes.at[PANE_HELP].width;

	ui->help.columns = width >= 2 * COLUMN_LEAST ? 2 : 1;
	split(&ui->help);
}

void help_view_open(struct ui *ui, enum pane of)
{
	ui->help_from = of;
	free(ui->help.filter);
	ui->help.filter = NULL;
	ui_focus(ui, PANE_HELP);
	build(ui);
}

void help_view_filter(struct ui *ui, const char *words)
{
	free(ui->help.filter);
	ui->help.filter = words[0] == '\0' ? NULL : mem_dup(words);
	build(ui);
}

/* --- painting ------------------------------------------------------------------------ */

/* The row of the screen that a line stands in, of its column. */
static int row_of(const struct help_view *view, int line)
{
	int row = 0;

	for (int i = 0; i < line; i++)
		row += view->lines[i].column == view->lines[line].column;
	return row;
}

/* "j k": the n-th keys of one command, or of both of a pair. */
static void add_nth_keys(const struct ui *ui, const struct command *command,
    bool is_pair, int n, struct str *out)
{
	for (int c = 0; c < 1 + is_pair; c++) {
		int found = 0;

		for (size_t i = 0; i < ui->bindings.count; i++) {
			const struct binding *row = &ui->bindings.rows[i];

			if (row->command != command + c ||
			    (row->places & IN(ui->help_from)) == 0 ||
			    found++ != n)
				continue;
			if (c > 0 && out->len > 0)
				str_add_char(out, ' ');
			bindings_add_keys(&ui->bindings, row->press, out);
		}
	}
}

/* "j k  ↓ ↑": the second keys too, where there is room. */
static void add_keys(const struct ui *ui, const struct command *command,
    bool is_pair, struct str *out)
{
	struct str more;

	add_nth_keys(ui, command, is_pair, 0, out);
	str_init(&more);
	add_nth_keys(ui, command, is_pair, 1, &more);
	if (more.len > 0 && text_width(out->data, out->len) + 2 +
	        text_width(more.data, more.len) < KEY_COLUMNS)
		str_addf(out, "  %s", more.data);
	str_release(&more);
}

static void paint_line(struct ui *ui, const struct paint *paint, int y,
    int line)
{
	const struct help_view *view = &ui->help;
	const struct command *command = view->lines[line].command;
	int x = TITLE_X;
	bool is_pair;
	struct str keys;

	if (view->lines[line].title != NULL)
		paint_words(paint, y, TITLE_X, paint->area.width,
		    view->lines[line].title, ROLE_HEADING);
	if (command == NULL)
		return;
	is_pair = command->pair != NULL &&
	    (command[1].places & IN(ui->help_from)) != 0;
	str_init(&keys);
	add_keys(ui, command, is_pair, &keys);
	if (line == view->selected)
		paint_words(paint, y, 0, 1, SIGN_MARK, ROLE_SELECTION);
	x += 1 + paint_words(paint, y, TITLE_X, paint->area.width, keys.data,
	    ROLE_STRONG);
	if (x < TITLE_X + KEY_COLUMNS)
		x = TITLE_X + KEY_COLUMNS;
	paint_fitted(paint, y, x, paint->area.width - x - 1,
	    _(is_pair ? command->pair : command->help), ROLE_TEXT);
	str_release(&keys);
}

static void show_selected(struct ui *ui, int lines)
{
	struct help_view *view = &ui->help;
	int row = view->selected < view->count ? row_of(view, view->selected)
	                                       : 0;

	if (row < view->top)
		view->top = row;
	/* a group's name comes along */
	if (row == view->top && view->top > 0 &&
	    view->lines[view->selected - 1].title != NULL)
		view->top--;
	if (row >= view->top + lines)
		view->top = row - lines + 1;
}

static void paint_help(struct ui *ui, const struct paint *paint)
{
	struct help_view *view = &ui->help;
	int width = paint->area.width / (view->columns < 1 ? 1
	                                                   : view->columns);

	show_selected(ui, paint->area.height);
	paint_blank_rows(paint, 0, paint->area.height);
	for (int i = 0; i < view->count; i++) {
		struct paint part = paint_part(paint, 0,
		    width * view->lines[i].column, paint->area.height, width);

		paint_line(ui, &part, row_of(view, i) - view->top, i);
	}
	if (view->count == 0)
		paint_words(paint, 2, TITLE_X, paint->area.width,
		    _("No key is called that."), ROLE_TEXT);
}

static void place_cursor(struct ui *ui, const struct paint *paint)
{
	const struct help_view *view = &ui->help;

	if (view->selected < view->count)
		paint_cursor(paint, row_of(view, view->selected) - view->top,
		    paint->area.width / view->columns *
		        view->lines[view->selected].column);
}

/* --- the table ------------------------------------------------------------------------- */

static void move(struct ui *ui, enum motion motion, int sign)
{
	struct help_view *view = &ui->help;
	int count = motion == MOTION_LINE ? 1
	    : motion == MOTION_END        ? view->count
	                                  : ui->panes.at[PANE_HELP].height / 2;

	while (count-- > 0) {
		int line = view->selected + sign;

		while (line >= 0 && line < view->count &&
		    !is_selectable(view, line))
			line += sign;
		if (is_selectable(view, line))
			view->selected = line;
	}
	ui_touch_pane(ui, PANE_HELP);
}

static void scroll(struct ui *ui, int lines)
{
	move(ui, MOTION_LINE, lines > 0 ? 1 : -1);
}

static bool select_at(struct ui *ui, int y, int x)
{
	struct help_view *view = &ui->help;
	int width = ui->panes.at[PANE_HELP].width / view->columns;

	for (int i = 0; i < view->count; i++) {
		if (!is_selectable(view, i) ||
		    row_of(view, i) - view->top != y ||
		    view->lines[i].column != x / width)
			continue;
		view->selected = i;
		ui_touch_pane(ui, PANE_HELP);
		return true;
	}
	return false;
}

static bool back(struct ui *ui)
{
	ui_focus(ui, ui->help_from);
	return true;
}

/* Leave, and do it where the keys were asked for. */
static void run_selected(struct ui *ui)
{
	const struct help_view *view = &ui->help;
	const struct command *command;

	if (!is_selectable(view, view->selected))
		return;
	command = view->lines[view->selected].command;
	back(ui);
	ui_run_command(ui, command);
}

static void add_heading(struct ui *ui, struct str *left, struct str *right)
{
	str_addf(left, "%s · %s", _("Keys"), _(ui_view(ui->help_from)->name));
	str_addf(right, "/ %s", _("filter"));
}

static void add_status(struct ui *ui, struct str *out, int columns)
{
	const struct help_view *view = &ui->help;

	(void)columns;
	if (is_selectable(view, view->selected))
		str_addf(out, ":%s", view->lines[view->selected].command->name);
	format_dot(out);
	str_add(out, _("keys can be changed: man bantin"));
}

const struct view_ops help_view_ops = {
	.name = N_("keys"),
	.paint = paint_help,
	.add_heading = add_heading,
	.place_cursor = place_cursor,
	.move = move,
	.scroll = scroll,
	.select_at = select_at,
	.open = run_selected,
	.read_on = run_selected,
	.add_status = add_status,
	.back = back,
	.fit = help_view_fit,
};

void help_view_init(struct ui *ui)
{
	ui->help.filter = NULL;
}

void help_view_release(struct ui *ui)
{
	free(ui->help.filter);
}
