#include "ui/article_wide.h"

#include "text/width.h"
#include "ui/app.h"
#include "ui/article_view.h"

/* Columns of one key. */
enum { STEP = 16 };

/* Columns that a line takes, its indent included. */
static int line_columns(const struct layout_line *line)
{
	return line->indent + text_width(line->text, line->len);
}

/* How far the wide lines on the screen can be moved. */
static int find_most(const struct ui *ui)
{
	const struct article_view *view = &ui->article;
	int room = ui->panes.at[PANE_ARTICLE].width - article_view_left(ui);
	int end = view->top + ui->panes.at[PANE_ARTICLE].height, most = 0;

	for (int i = view->top; i < end && i < (int)view->layout.count; i++) {
		const struct layout_line *line = &view->layout.lines[i];
		int over = line_columns(line) - room;

		if (line->is_wide && over > most)
			most = over;
	}
	return most;
}

static void set_shift(struct ui *ui, int shift)
{
	if (shift < 0)
		shift = 0;
	if (shift == ui->article.shift)
		return;
	ui->article.shift = shift;
	ui_touch_pane(ui, PANE_ARTICLE);
}

bool article_wide_move(struct ui *ui, int sign)
{
	int most = find_most(ui), shift = ui->article.shift;

	/* moved before, where lines were longer */
	if (shift > most)
		shift = most;
	if (most == 0 || (sign > 0 && shift == most) ||
	    (sign < 0 && shift == 0))
		return false;
	shift += sign * STEP;
	set_shift(ui, shift > most ? most : shift);
	return true;
}

void article_wide_show(struct ui *ui, size_t number, size_t start, size_t len)
{
	const struct layout_line *line = &ui->article.layout.lines[number];
	int room = ui->panes.at[PANE_ARTICLE].width - article_view_left(ui) -
	    line->indent;
	int at = text_width(line->text, start);
	int end = at + text_width(line->text + start, len);

	if (!line->is_wide)
		return;
	/* a column at each edge is the ellipsis's */
	if (end + 1 > ui->article.shift + room)
		set_shift(ui, end + 1 - room);
	if (at - 1 < ui->article.shift)
		set_shift(ui, at - 1);
}

int article_wide_column(const struct article_view *view,
    const struct layout_line *line, size_t start)
{
	return text_width(line->text, start) -
	    (line->is_wide ? view->shift : 0);
}

void article_wide_paint(const struct article_view *view,
    const struct paint *paint, int y, int x, const struct layout_line *line,
    size_t start, size_t len, enum role role)
{
	int at = article_wide_column(view, line, start);
	size_t end = start + len;

	if (at < 0)
		start += text_fit(line->text + start, len, -at);
	/* a character of two columns may be half out */
	while (start < end &&
	    (at = article_wide_column(view, line, start)) < 0)
		start += text_fit(line->text + start, end - start, 2);
	if (start < end)
		paint_text(paint, y, x + at, paint->area.width,
		    line->text + start, end - start, role);
}

void article_wide_paint_edges(const struct article_view *view,
    const struct paint *paint, int y, int x, const struct layout_line *line)
{
	int end;

	if (!line->is_wide || line->len == 0)
		return;
	end = article_wide_column(view, line, line->len);
	if (view->shift > 0)
		paint_words(paint, y, x, 1, "…", ROLE_DIM);
	if (x + end > paint->area.width)
		paint_words(paint, y, paint->area.width - 1, 1, "…", ROLE_DIM);
}
