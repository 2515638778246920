#include "ui/sheet_view.h"

#include "base/i18n.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/list_paint.h"
#include "ui/wrap.h"

#include <string.h>

enum { TEXT_X = 3, LABEL_GAP = 2, LABEL_MOST = 24 };

static const struct sheet_ops *const kinds[SHEET_COUNT] = {
    [SHEET_OUTLINE] = &outline_ops,
    [SHEET_HEALTH] = &health_ops,
    [SHEET_LOG] = &log_ops,
    [SHEET_PROVINCE] = &province_ops,
    [SHEET_OFFERS] = &offers_ops,
    [SHEET_SETTINGS] = &settings_ops,
    [SHEET_MUTES] = &mutes_ops,
};

bool sheet_is_open(const struct ui *ui, enum sheet_kind kind)
{
	return ui->focus == PANE_SHEET && ui->sheet.kind == kind;
}

bool sheet_takes(const struct ui *ui, const char *command)
{
	const struct sheet_ops *ops = kinds[ui->sheet.kind];

	if (strcmp(command, "open") == 0 || strcmp(command, "read-on") == 0)
		return ops->open != NULL;
	if (strcmp(command, "refresh") == 0 || strcmp(command, "edit") == 0 ||
	    strcmp(command, "use-feed") == 0)
		return ops->has_source;
	return true;
}

/* --- lines ----------------------------------------------------------------- */

struct sheet_line *sheet_add(struct ui *ui, const char *text, enum role role)
{
	struct sheet_view *view = &ui->sheet;
	struct sheet_line *line;

	view->lines = arena_grow(&view->arena, view->lines, &view->cap,
	    view->count + 1, sizeof(*view->lines));
	line = &view->lines[view->count++];
	memset(line, 0, sizeof(*line));
	line->text = arena_dup(&view->arena, text);
	line->role = role;
	line->label_role = ROLE_DIM;
	return line;
}

struct sheet_line *sheet_add_fact(struct ui *ui, const char *label,
    const char *text)
{
	struct sheet_line *line = sheet_add(ui, text, ROLE_TEXT);
	int width = text_width(label, strlen(label));

	line->label = arena_dup(&ui->sheet.arena, label);
	if (width > ui->sheet.label_columns)
		ui->sheet.label_columns = width > LABEL_MOST ? LABEL_MOST
		                                             : width;
	return line;
}

void sheet_add_wrapped(struct ui *ui, const char *text, enum role role)
{
	int columns = ui->panes.at[PANE_SHEET].width - TEXT_X - 1;
	size_t len;

	for (; *text != '\0'; text += len) {
		char *line;
		size_t shown;

		len = wrap_first_line(text, columns);
		shown = len;
		while (shown > 0 && text[shown - 1] == ' ')
			shown--;
		line = arena_dup_len(&ui->sheet.arena, text, shown);
		sheet_add(ui, line, role);
	}
}

static void step(struct sheet_view *view, int sign)
{
	int line = view->selected + sign;

	while (line >= 0 && line < (int)view->count &&
	    !view->lines[line].is_selectable)
		line += sign;
	if (line >= 0 && line < (int)view->count)
		view->selected = line;
}

static bool has_choice(const struct sheet_view *view)
{
	return view->selected >= 0 && view->selected < (int)view->count &&
	    view->lines[view->selected].is_selectable;
}

static void fill(struct ui *ui)
{
	struct sheet_view *view = &ui->sheet;

	arena_release(&view->arena);
	view->lines = NULL;
	view->count = view->cap = 0;
	view->label_columns = 0;
	view->title = view->right = "";
	kinds[view->kind]->fill(ui);
	if (view->selected >= (int)view->count)
		view->selected = (int)view->count - 1;
	if (view->selected < 0)
		view->selected = 0;
	if (!has_choice(view))
		step(view, 1);
	ui_touch_pane(ui, PANE_SHEET);
	ui_touch(ui, DIRTY_HEADINGS | DIRTY_STATUS);
}

void sheet_view_open(struct ui *ui, enum sheet_kind kind, int64_t subject)
{
	struct sheet_view *view = &ui->sheet;

	if (ui->focus != PANE_SHEET)
		view->from = ui->focus;
	view->kind = kind;
	view->subject = subject;
	view->selected = view->top = 0;
	ui->focus = PANE_SHEET;
	ui_arrange(ui);
}

void sheet_view_reload(struct ui *ui)
{
	if (ui->focus == PANE_SHEET)
		fill(ui);
}

/* --- painting ---------------------------------------------------------------- */

static void paint_line(struct ui *ui, const struct paint *paint, int y,
    int number)
{
	const struct sheet_view *view = &ui->sheet;
	const struct sheet_line *line = &view->lines[number];
	int x = TEXT_X + line->indent, end = paint->area.width - 1;

	if (line->is_selectable)
		list_paint_mark(paint, y, number == view->selected, true);
	if (line->label != NULL) {
		paint_fitted(paint, y, x, view->label_columns, line->label,
		    line->label_role);
		x += view->label_columns + LABEL_GAP;
	}
	paint_fitted(paint, y, x, end - x, line->text, line->role);
}

static void show_selected(struct ui *ui, int lines)
{
	struct sheet_view *view = &ui->sheet;
	int most = (int)view->count > lines ? (int)view->count - lines : 0;

	if (has_choice(view)) {
		if (view->selected < view->top)
			view->top = view->selected;
		if (view->selected >= view->top + lines)
			view->top = view->selected - lines + 1;
	}
	if (view->top > most)
		view->top = most;
	/* what stands above the first choice is seen with it */
	if (view->top > 0 && view->top < lines && has_choice(view)) {
		int first = 0;

		while (!view->lines[first].is_selectable)
			first++;
		if (view->selected == first && first < lines)
			view->top = 0;
	}
}

static void paint_sheet(struct ui *ui, const struct paint *paint)
{
	struct sheet_view *view = &ui->sheet;

	show_selected(ui, paint->area.height);
	paint_blank_rows(paint, 0, paint->area.height);
	for (int y = 0; y < paint->area.height; y++)
		if (view->top + y < (int)view->count)
			paint_line(ui, paint, y, view->top + y);
}

static void place_cursor(struct ui *ui, const struct paint *paint)
{
	const struct sheet_view *view = &ui->sheet;

	if (has_choice(view))
		paint_cursor(paint, view->selected - view->top, 1);
	else
		paint_cursor(paint, 0, TEXT_X);
}

/* --- the table --------------------------------------------------------------- */

static void scroll(struct ui *ui, int lines)
{
	struct sheet_view *view = &ui->sheet;

	if (has_choice(view)) {
		step(view, lines > 0 ? 1 : -1);
	} else {
		view->top += lines;
		if (view->top < 0)
			view->top = 0;
	}
	ui_touch_pane(ui, PANE_SHEET);
}

static void move(struct ui *ui, enum motion motion, int sign)
{
	int lines = ui->panes.at[PANE_SHEET].height;
	int count = motion == MOTION_LINE ? 1
	    : motion == MOTION_HALF       ? lines / 2
	    : motion == MOTION_PAGE       ? lines - 1
	                                  : (int)ui->sheet.count;

	while (count-- > 0)
		scroll(ui, sign);
}

static bool select_at(struct ui *ui, int y, int x)
{
	struct sheet_view *view = &ui->sheet;
	int line = view->top + y;

	(void)x;
	if (line >= (int)view->count || !view->lines[line].is_selectable)
		return false;
	view->selected = line;
	ui_touch_pane(ui, PANE_SHEET);
	return true;
}

static void open_line(struct ui *ui)
{
	const struct sheet_ops *ops = kinds[ui->sheet.kind];

	if (ops->open != NULL && has_choice(&ui->sheet))
		ops->open(ui, &ui->sheet.lines[ui->sheet.selected]);
}

static void tick_line(struct ui *ui)
{
	const struct sheet_ops *ops = kinds[ui->sheet.kind];

	if (ops->tick == NULL)
		open_line(ui);
	else if (has_choice(&ui->sheet))
		ops->tick(ui, &ui->sheet.lines[ui->sheet.selected]);
}

static bool back(struct ui *ui)
{
	ui_focus(ui, ui->sheet.from);
	return true;
}

static void add_heading(struct ui *ui, struct str *left, struct str *right)
{
	str_add(left, ui->sheet.title);
	str_add(right, ui->sheet.right);
}

static void add_status(struct ui *ui, struct str *out, int columns)
{
	(void)columns;
	str_add(out, _(kinds[ui->sheet.kind]->name));
}

static void fit(struct ui *ui)
{
	if (ui->focus == PANE_SHEET)
		fill(ui);
}

const struct view_ops sheet_view_ops = {
	.name = N_("this screen"),
	.paint = paint_sheet,
	.add_heading = add_heading,
	.place_cursor = place_cursor,
	.move = move,
	.scroll = scroll,
	.select_at = select_at,
	.open = open_line,
	.read_on = tick_line,
	.add_status = add_status,
	.back = back,
	.fit = fit,
};

void sheet_view_init(struct ui *ui)
{
	arena_init(&ui->sheet.arena);
	ui->sheet.title = ui->sheet.right = "";
}

void sheet_view_release(struct ui *ui)
{
	arena_release(&ui->sheet.arena);
}
