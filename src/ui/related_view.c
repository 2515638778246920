#include "ui/related_view.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/date.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/list_paint.h"

#include <limits.h>
#include <string.h>

enum {
	RELATED_MOST = 12,
	LOW_BELOW = 8, /* rows of a pane that has one line an article */
	NARROW_BELOW = 60,
	TITLE_X = 4,
	TIME_SHORT = 7,
};

/* --- lines: groups' names, and rows of one or two lines ------------------------- */

/* One line a row, its group in a column. */
static bool is_low(const struct ui *ui)
{
	return (ui_is_stack(ui) && !ui->panes.is_related_apart) ||
	    ui->panes.at[PANE_RELATED].height < LOW_BELOW;
}

static const char *group_name(enum related_why why)
{
	return why == RELATED_STORY ? _("Same story")
	    : why == RELATED_LISTED ? _("Other news")
	                            : _("Related news");
}

const char *related_view_group(enum related_why why)
{
	return why == RELATED_STORY ? _("same story")
	    : why == RELATED_LISTED ? _("listed")
	                            : _("related");
}

/* The first group's name is in the rule above. */
static bool begins_group(const struct ui *ui, int place)
{
	const struct related_view *view = &ui->related;

	return !is_low(ui) && place > 0 &&
	    view->rows[place].why != view->rows[place - 1].why;
}

static int item_height(const struct ui *ui, int place)
{
	return (is_low(ui) ? 1 : 2) + begins_group(ui, place);
}

static int line_of(const struct ui *ui, int place)
{
	int line = 0;

	for (int i = 0; i < place; i++)
		line += item_height(ui, i);
	return line + (place < ui->related.count && begins_group(ui, place));
}

int related_view_lines(const struct ui *ui, bool is_stack)
{
	const struct related_view *view = &ui->related;
	int lines = 0;

	if (view->count == 0)
		return 2; /* why there is nothing */
	for (int i = 0; i < view->count; i++) {
		lines += is_stack ? 1 : 2;
		if (!is_stack && i > 0)
			lines += view->rows[i].why != view->rows[i - 1].why;
	}
	return lines;
}

static int body_lines(const struct ui *ui)
{
	return ui->panes.at[PANE_RELATED].height -
	    (ui->panes.is_related_apart ? 0 : 1);
}

static void show_selected(struct ui *ui)
{
	struct related_view *view = &ui->related;
	int first = line_of(ui, view->selected);
	int last = first + (is_low(ui) ? 1 : 2);
	int all = line_of(ui, view->count), lines = body_lines(ui);

	/* a group's name comes along with its first row */
	if (view->selected == 0 || begins_group(ui, view->selected))
		first -= view->selected > 0;
	if (first < view->top)
		view->top = first;
	if (last > view->top + lines)
		view->top = last - lines;
	if (view->top > 0 && all - view->top < lines)
		view->top = all > lines ? all - lines : 0;
}

/* --- loading ----------------------------------------------------------------------- */

static void read_rows(struct ui *ui)
{
	struct related_view *view = &ui->related;
	size_t count = 0;

	arena_release(&view->arena);
	view->rows = NULL;
	view->count = 0;
	if (view->of != 0 &&
	    job_find_related(ui->store, view->of, RELATED_MOST, &view->arena,
	        &view->rows, &count, NULL))
		view->count = (int)count;
	ui_touch_pane(ui, PANE_RELATED);
}

/*
 * Finding them may take longer than all else: the article is painted before,
 * and a key that comes meanwhile opens another without it.
 */
void related_view_load(struct ui *ui, int64_t of, bool is_waiting)
{
	struct related_view *view = &ui->related;

	arena_release(&view->arena);
	view->rows = NULL;
	view->count = 0;
	view->of = of;
	view->selected = view->top = view->due_place = 0;
	view->wanted_of = 0;
	view->is_due = of != 0;
	view->is_waiting = is_waiting;
	/* what is still to come wants room as well */
	view->line_most = INT_MAX / 2;
	ui_touch_pane(ui, PANE_RELATED);
	/* spoken whole, not painted bit by bit */
	if (ui->linear.is_on)
		related_view_settle(ui);
}

void related_view_settle(struct ui *ui)
{
	struct related_view *view = &ui->related;

	if (!view->is_due)
		return;
	view->is_due = false;
	read_rows(ui);
	view->line_most = view->is_waiting ? INT_MAX / 2 : 0;
	ui_arrange(ui);
	related_view_select(ui, view->due_place);
}

void related_view_reload(struct ui *ui)
{
	struct related_view *view = &ui->related;
	int64_t id = view->selected < view->count
	    ? view->rows[view->selected].row.id : 0;

	if (view->is_due)
		return;
	read_rows(ui);
	for (int i = 0; id != 0 && i < view->count; i++)
		if (view->rows[i].row.id == id)
			view->selected = i;
	if (view->selected >= view->count)
		view->selected = view->count > 0 ? view->count - 1 : 0;
	show_selected(ui);
}

void related_view_select(struct ui *ui, int place)
{
	struct related_view *view = &ui->related;

	view->due_place = place;
	if (place >= view->count)
		place = view->count - 1;
	view->selected = place < 0 ? 0 : place;
	show_selected(ui);
	ui_touch_pane(ui, PANE_RELATED);
}

void related_view_mark(struct ui *ui, int64_t id, enum store_mark mark)
{
	for (int i = 0; i < ui->related.count; i++) {
		struct article_row *row = &ui->related.rows[i].row;

		if (row->id != id)
			continue;
		if (mark == MARK_STARRED || mark == MARK_UNSTARRED)
			row->is_starred = mark == MARK_STARRED;
		else
			row->is_unread = mark == MARK_UNREAD;
		ui_touch_pane(ui, PANE_RELATED);
	}
}

/* --- painting ------------------------------------------------------------------------ */

/* How another tells the same: what it has besides, or its length. */
static void add_difference(struct ui *ui, struct str *out,
    const struct related_row *row)
{
	int words = row->row.words, own = ui->article.article.row.words;
	bool is_other = row->shared != NULL && row->shared[0] != '\0';
	bool is_known = words > 0 && own > 0;

	if (is_known && words * 4 < own * 3) {
		format_dot(out);
		str_add(out, _("shorter"));
	} else if (is_known && own * 4 < words * 3) {
		format_dot(out);
		str_add(out, _("longer"));
	} else if (!is_other) {
		str_addf(out, " %s", _("tells it too"));
	}
	if (!is_other)
		return;
	format_dot(out);
	str_addf(out, _("besides: %s"), row->shared);
}

void related_view_add_why(struct ui *ui, struct str *out,
    const struct related_row *row)
{
	if (row->row.source_title != NULL && row->row.id != 0)
		str_add(out, row->row.source_title);
	if (row->row.id != 0 && row->why == RELATED_STORY) {
		add_difference(ui, out, row);
		return;
	}
	format_dot(out);
	if (row->row.id == 0)
		str_add(out, _("not fetched, Enter fetches"));
	else if (row->why == RELATED_LISTED)
		str_add(out, _("listed by this page"));
	else
		str_add(out, _("same matter"));
	if (row->why == RELATED_SIMILAR && row->shared != NULL &&
	    row->shared[0] != '\0') {
		format_dot(out);
		str_add(out, row->shared);
	}
	if (row->row.others > 0) {
		format_dot(out);
		format_count(out, ngettext("+%d source", "+%d sources",
		    (unsigned long)row->row.others), row->row.others);
	}
}

/* Columns that the longest word of the groups that are shown takes. */
static int group_columns(const struct related_view *view)
{
	int most = 0;

	for (int i = 0; i < view->count; i++) {
		const char *word = related_view_group(view->rows[i].why);
		int width = text_width(word, strlen(word));

		if (width > most)
			most = width;
	}
	return most;
}

static int paint_time(const struct paint *paint, int y,
    const struct article_row *row)
{
	struct str text;
	int taken;

	if (row->published == 0)
		return 1 + TIME_SHORT + 2;
	str_init(&text);
	date_add_short(&text, row->published, clock_now());
	taken = paint_right(paint, y, paint->area.width - 1, text.data,
	    ROLE_DIM);
	str_release(&text);
	return 1 + (taken > TIME_SHORT ? taken : TIME_SHORT) + 2;
}

static void paint_row(struct ui *ui, const struct paint *paint, int y,
    int place)
{
	const struct related_view *view = &ui->related;
	const struct related_row *row = &view->rows[place];
	bool has_focus = ui->focus == PANE_RELATED;
	bool is_selected = has_focus && place == view->selected;
	int right = paint_time(paint, y, &row->row);

	list_paint_mark(paint, y, is_selected, has_focus);
	if (row->row.id != 0)
		list_paint_state(paint, y, 1, &row->row);
	else
		paint_words(paint, y, 1, 1, SIGN_READ_HEADLINE, ROLE_DIM);
	if (is_low(ui) && paint->area.width >= NARROW_BELOW) {
		int columns = group_columns(view);

		paint_words(paint, y, paint->area.width - right - columns,
		    columns, related_view_group(row->why), ROLE_DIM);
		right += columns + 2;
	}
	paint_fitted(paint, y, TITLE_X, paint->area.width - TITLE_X - right,
	    row->row.title, list_title_role(&row->row));
	if (!is_low(ui)) {
		struct str why;

		str_init(&why);
		related_view_add_why(ui, &why, row);
		list_paint_mark(paint, y + 1, is_selected, has_focus);
		paint_fitted(paint, y + 1, TITLE_X,
		    paint->area.width - TITLE_X - 1, why.data, ROLE_DIM);
		str_release(&why);
	}
}

/* The rule, with the first group's name and how many there are. */
static void paint_rule(struct ui *ui, const struct paint *paint)
{
	const struct related_view *view = &ui->related;
	int width = paint->area.width, x, end = width;
	const char *name = view->count > 0 ? group_name(view->rows[0].why)
	                                   : _("Related news");
	struct str count;

	paint_repeat(paint, 0, 0, width, SIGN_RULE, ROLE_RULE);
	paint_words(paint, 0, 2, 1, " ", ROLE_TEXT);
	x = 3 + paint_fitted(paint, 0, 3, width - 6, name,
	    ui->focus == PANE_RELATED ? ROLE_HEADING : ROLE_ACCENT);
	paint_words(paint, 0, x, 1, " ", ROLE_TEXT);
	if (view->count == 0)
		return;
	str_init(&count);
	str_add_char(&count, ' ');
	format_count(&count, ngettext("%d article", "%d articles",
	    (unsigned long)view->count), view->count);
	str_add_char(&count, ' ');
	end -= 2;
	if (end - text_width(count.data, count.len) > x + 2)
		paint_right(paint, 0, end, count.data, ROLE_DIM);
	str_release(&count);
}

static void paint_rows(struct ui *ui, const struct paint *paint)
{
	const struct related_view *view = &ui->related;
	int y = -view->top;

	paint_blank_rows(paint, 0, paint->area.height);
	for (int i = 0; i < view->count && y < paint->area.height; i++) {
		if (begins_group(ui, i))
			paint_words(paint, y++, TITLE_X, paint->area.width,
			    group_name(view->rows[i].why), ROLE_ACCENT);
		paint_row(ui, paint, y, i);
		y += is_low(ui) ? 1 : 2;
	}
	if (view->count > 0 || view->of == 0 || view->is_due)
		return;
	paint_fitted(paint, 0, TITLE_X, paint->area.width - TITLE_X - 1,
	    ui->article.is_waiting ? _("Fetching the full text…")
	                           : _("Nothing related in the cache yet."),
	    ROLE_TEXT);
	paint_fitted(paint, 1, TITLE_X, paint->area.width - TITLE_X - 1,
	    _("t: its matter over time · R refreshes all"), ROLE_DIM);
}

static void paint_related(struct ui *ui, const struct paint *paint)
{
	struct paint rows = *paint;

	/* beside a list without news there is nothing to be related */
	if (ui->related.of == 0 && ui->focus != PANE_RELATED) {
		paint_blank_rows(paint, 0, paint->area.height);
		return;
	}
	if (!ui->panes.is_related_apart) {
		paint_rule(ui, paint);
		rows = paint_part(paint, 1, 0, paint->area.height - 1,
		    paint->area.width);
	}
	paint_rows(ui, &rows);
}

static void place_cursor(struct ui *ui, const struct paint *paint)
{
	paint_cursor(paint, line_of(ui, ui->related.selected) -
	        ui->related.top + (ui->panes.is_related_apart ? 0 : 1), 1);
}

/* --- the table ------------------------------------------------------------------------- */

static void move(struct ui *ui, enum motion motion, int sign)
{
	int page = body_lines(ui) / (is_low(ui) ? 1 : 2) - 1;
	int place = ui->related.selected;

	if (page < 1)
		page = 1;
	if (motion == MOTION_LINE)
		place += sign;
	else if (motion == MOTION_HALF)
		place += sign * (page + 1) / 2;
	else if (motion == MOTION_PAGE)
		place += sign * page;
	else
		place = sign > 0 ? ui->related.count - 1 : 0;
	related_view_select(ui, place);
}

static void scroll(struct ui *ui, int lines)
{
	related_view_select(ui, ui->related.selected + (lines > 0 ? 1 : -1));
}

static bool select_at(struct ui *ui, int y, int x)
{
	const struct related_view *view = &ui->related;
	int line = y + view->top - (ui->panes.is_related_apart ? 0 : 1);

	(void)x;
	if (line < view->top)
		return false;
	for (int i = 0; i < view->count; i++) {
		if (line < line_of(ui, i) ||
		    line >= line_of(ui, i) + (is_low(ui) ? 1 : 2))
			continue;
		related_view_select(ui, i);
		return true;
	}
	return false;
}

static const struct article_row *selected_row(struct ui *ui)
{
	const struct related_view *view = &ui->related;

	return view->selected < view->count ? &view->rows[view->selected].row
	                                    : NULL;
}

static void open_row(struct ui *ui)
{
	struct related_view *view = &ui->related;
	const struct article_row *row = selected_row(ui);

	if (row == NULL)
		return;
	if (row->id != 0) {
		article_view_visit(ui, row->id);
		ui_focus(ui, PANE_ARTICLE);
		return;
	}
	view->wanted_of = view->of;
	ui_post(ui, REQUEST_FETCH_LINK, view->of,
	    view->rows[view->selected].number);
	status_say(ui, _("Fetching the full text…"));
}

void related_view_link_event(struct ui *ui, int64_t id,
    const struct error *error)
{
	struct related_view *view = &ui->related;
	bool is_awaited = view->wanted_of != 0 && view->wanted_of == view->of;

	view->wanted_of = 0;
	if (id == 0) {
		if (is_awaited)
			status_warn(ui, _("The article could not be loaded"),
			    error);
		return;
	}
	if (!is_awaited)
		return;
	related_view_reload(ui);
	/* who went elsewhere meanwhile stays there */
	if (ui->focus != PANE_RELATED)
		return;
	status_forget(ui);
	article_view_visit(ui, id);
	ui_focus(ui, PANE_ARTICLE);
}

static bool back(struct ui *ui)
{
	if (ui->article.visit_count > 0)
		return article_view_ops.back(ui);
	ui_focus(ui, PANE_ARTICLE);
	return true;
}

static void add_heading(struct ui *ui, struct str *left, struct str *right)
{
	if (!ui->panes.is_related_apart)
		return;
	str_add(left, _("Related news"));
	if (ui->related.count == 0)
		return;
	format_number(right, ui->related.selected + 1);
	str_add_char(right, '/');
	format_number(right, ui->related.count);
}

static void add_status(struct ui *ui, struct str *out, int columns)
{
	const struct related_view *view = &ui->related;

	(void)columns;
	if (view->selected < view->count)
		related_view_add_why(ui, out, &view->rows[view->selected]);
}

const struct view_ops related_view_ops = {
	.name = N_("related news"),
	.paint = paint_related,
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
};

void related_view_init(struct ui *ui)
{
	arena_init(&ui->related.arena);
}

void related_view_release(struct ui *ui)
{
	arena_release(&ui->related.arena);
}
