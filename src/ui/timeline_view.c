#include "ui/timeline_view.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/date.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/list_paint.h"

#include <string.h>

enum {
	DAY_X = 3,
	CLOCK_X = 4,
	TITLE_X = 11,
	NARROW_BELOW = 60, /* no column of sources */
};

/* --- lines: rows, and the days above some of them --------------------------- */

static int64_t day_of(const struct timeline_view *view, int place)
{
	return date_local(view->rows[place].row.published).day_number;
}

static bool begins_day(const struct timeline_view *view, int place)
{
	return place == 0 || day_of(view, place) != day_of(view, place - 1);
}

/* The line of a row; of the place behind the last: how many there are. */
static int line_of(const struct timeline_view *view, int place)
{
	int line = 0;

	for (int i = 0; i < place; i++)
		line += 1 + begins_day(view, i);
	return line + (place < view->count && begins_day(view, place));
}

static int body_lines(const struct ui *ui)
{
	return ui->panes.at[PANE_TIMELINE].height;
}

static void show_selected(struct ui *ui)
{
	struct timeline_view *view = &ui->timeline;
	int lines = body_lines(ui), line = line_of(view, view->selected);
	int all = line_of(view, view->count);

	if (view->count == 0)
		return;
	/* its day comes along */
	if (line - begins_day(view, view->selected) < view->top)
		view->top = line - begins_day(view, view->selected);
	if (line >= view->top + lines)
		view->top = line - lines + 1;
	if (view->top > 0 && all - view->top < lines)
		view->top = all > lines ? all - lines : 0;
}

static void select_place(struct ui *ui, int place)
{
	struct timeline_view *view = &ui->timeline;

	if (place >= view->count)
		place = view->count - 1;
	view->selected = place < 0 ? 0 : place;
	show_selected(ui);
	ui_touch_pane(ui, PANE_TIMELINE);
	ui_touch(ui, DIRTY_HEADINGS | DIRTY_STATUS);
}

/* --- loading ----------------------------------------------------------------- */

/* Select an article's row, else that which it was asked of. */
static void load(struct ui *ui, int64_t row)
{
	struct timeline_view *view = &ui->timeline;
	size_t count = 0, at = 0;
	struct error error;

	arena_release(&view->arena);
	view->rows = NULL;
	view->count = 0;
	if (!job_find_timeline(ui->store, view->of, &view->arena, &view->rows,
	        &count, &at, &error)) {
		status_warn(ui, _("The cache could not be read"), &error);
		count = at = 0;
	}
	view->count = (int)count;
	for (size_t i = 0; row != 0 && i < count; i++)
		if (view->rows[i].row.id == row)
			at = i;
	select_place(ui, (int)at);
}

static void open_of(struct ui *ui, const struct timeline_place *place)
{
	struct timeline_view *view = &ui->timeline;

	view->of = place->of;
	view->from = place->from;
	view->top = 0;
	ui_focus(ui, PANE_TIMELINE);
	load(ui, place->row);
}

void timeline_view_open(struct ui *ui)
{
	const struct view_ops *ops = ui_view(ui->focus);
	const struct article_row *row = ops->row == NULL ? NULL
	                                                 : ops->row(ui);

	if (row == NULL || row->id == 0) {
		status_say(ui, _("That means nothing here"));
		return;
	}
	open_of(ui, &(struct timeline_place){.of = row->id,
	    .from = ui->focus});
}

void timeline_view_return(struct ui *ui, const struct timeline_place *place)
{
	open_of(ui, place);
}

static const struct article_row *selected_row(struct ui *ui)
{
	const struct timeline_view *view = &ui->timeline;

	return view->selected < view->count ? &view->rows[view->selected].row
	                                    : NULL;
}

void timeline_view_reload(struct ui *ui)
{
	const struct article_row *row = selected_row(ui);

	if (ui->focus == PANE_TIMELINE)
		load(ui, row == NULL ? 0 : row->id);
}

void timeline_view_mark(struct ui *ui, int64_t id, enum store_mark mark)
{
	for (int i = 0; i < ui->timeline.count; i++) {
		struct article_row *row = &ui->timeline.rows[i].row;

		if (row->id != id)
			continue;
		if (mark == MARK_STARRED || mark == MARK_UNSTARRED)
			row->is_starred = mark == MARK_STARRED;
		else
			row->is_unread = mark == MARK_UNREAD;
		ui_touch_pane(ui, PANE_TIMELINE);
	}
}

/* --- painting ----------------------------------------------------------------- */

static void paint_day(const struct paint *paint, int y, int64_t when)
{
	struct str text;

	str_init(&text);
	date_add_day(&text, when, clock_now());
	paint_fitted(paint, y, DAY_X, paint->area.width - DAY_X - 1,
	    text.data, ROLE_ACCENT);
	str_release(&text);
}

/* "Báo Lệ Khê +3", in a column of its own. */
static int paint_source(const struct paint *paint, int y,
    const struct article_row *row)
{
	int width = paint->area.width, columns = width / 4, taken;
	struct str others;

	if (width < NARROW_BELOW)
		return 1;
	str_init(&others);
	if (row->others > 0)
		str_addf(&others, " +%d", row->others);
	taken = text_width(others.data, others.len);
	taken = paint_fitted(paint, y, width - columns, columns - 1 - taken,
	    row->source_title, ROLE_DIM);
	paint_words(paint, y, width - columns + taken, columns, others.data,
	    ROLE_DIM);
	str_release(&others);
	return columns + 2;
}

static void paint_row(struct ui *ui, const struct paint *paint, int y,
    int place)
{
	const struct article_row *row = &ui->timeline.rows[place].row;
	int right = paint_source(paint, y, row);
	struct str text;

	list_paint_mark(paint, y, place == ui->timeline.selected, true);
	list_paint_state(paint, y, 1, row);
	str_init(&text);
	if (!row->is_day_only)
		date_add_clock(&text, row->published);
	paint_words(paint, y, CLOCK_X, TITLE_X - CLOCK_X, text.data,
	    ROLE_DIM);
	str_release(&text);
	paint_fitted(paint, y, TITLE_X, paint->area.width - TITLE_X - right,
	    row->title, list_title_role(row));
}

static void paint_timeline(struct ui *ui, const struct paint *paint)
{
	const struct timeline_view *view = &ui->timeline;
	int y = -view->top;

	paint_blank_rows(paint, 0, paint->area.height);
	for (int i = 0; i < view->count && y < paint->area.height; i++) {
		if (begins_day(view, i) && y++ >= 0)
			paint_day(paint, y - 1, view->rows[i].row.published);
		if (y >= 0 && y < paint->area.height)
			paint_row(ui, paint, y, i);
		y++;
	}
}

static void place_cursor(struct ui *ui, const struct paint *paint)
{
	paint_cursor(paint, line_of(&ui->timeline, ui->timeline.selected) -
	        ui->timeline.top, 1);
}

/* --- the table ------------------------------------------------------------------ */

static void move(struct ui *ui, enum motion motion, int sign)
{
	int page = body_lines(ui) - 1, place = ui->timeline.selected;

	if (page < 1)
		page = 1;
	if (motion == MOTION_LINE)
		place += sign;
	else if (motion == MOTION_HALF)
		place += sign * (page + 1) / 2;
	else if (motion == MOTION_PAGE)
		place += sign * page;
	else
		place = sign > 0 ? ui->timeline.count - 1 : 0;
	select_place(ui, place);
}

static void scroll(struct ui *ui, int lines)
{
	select_place(ui, ui->timeline.selected + (lines > 0 ? 1 : -1));
}

static bool select_at(struct ui *ui, int y, int x)
{
	const struct timeline_view *view = &ui->timeline;

	(void)x;
	for (int i = 0; i < view->count; i++) {
		if (line_of(view, i) != y + view->top)
			continue;
		select_place(ui, i);
		return true;
	}
	return false;
}

static void open_row(struct ui *ui)
{
	const struct timeline_view *view = &ui->timeline;
	const struct article_row *row = selected_row(ui);

	if (row != NULL)
		article_view_visit_from(ui, row->id, &(struct timeline_place){
		    .of = view->of, .row = row->id, .from = view->from});
}

static bool back(struct ui *ui)
{
	ui_focus(ui, ui->timeline.from);
	return true;
}

/* "Over time › sông Lệ Khê, báo động 3", or the article's title. */
static void add_heading(struct ui *ui, struct str *left, struct str *right)
{
	const struct timeline_view *view = &ui->timeline;
	const char *matter = NULL;
	double most = 0;

	str_add(left, _("Over time"));
	for (int i = 0; i < view->count; i++) {
		const struct related_row *row = &view->rows[i];

		if (row->row.id == view->of && most == 0)
			matter = row->row.title;
		/* what it shares with the one that is most surely of it */
		if (row->row.id == view->of || row->shared == NULL ||
		    row->shared[0] == '\0' || row->score <= most)
			continue;
		matter = row->shared;
		most = row->score;
	}
	if (matter != NULL)
		str_addf(left, " › %s", matter);
	if (view->count == 0)
		return;
	format_number(right, view->selected + 1);
	str_add_char(right, '/');
	format_number(right, view->count);
}

static void add_status(struct ui *ui, struct str *out, int columns)
{
	const struct timeline_view *view = &ui->timeline;
	int64_t days;

	(void)columns;
	if (view->count == 0)
		return;
	days = day_of(view, view->count - 1) - day_of(view, 0) + 1;
	str_add(out, _("oldest first"));
	format_dot(out);
	format_counts(out, ngettext("%d article in %d days",
	    "%d articles in %d days", (unsigned long)view->count),
	    (int64_t[]){view->count, days}, 2);
}

static void fit(struct ui *ui)
{
	show_selected(ui);
}

const struct view_ops timeline_view_ops = {
	.name = N_("a matter over time"),
	.paint = paint_timeline,
	.add_heading = add_heading,
	.place_cursor = place_cursor,
	.move = move,
	.scroll = scroll,
	.select_at = select_at,
	.open = open_row,
	.read_on = open_row,
	.row = selected_row,
	.add_status = add_status,
	.back = back,
	.fit = fit,
};

void timeline_view_init(struct ui *ui)
{
	arena_init(&ui->timeline.arena);
}

void timeline_view_release(struct ui *ui)
{
	arena_release(&ui->timeline.arena);
}
