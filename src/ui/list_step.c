/* From one article of a list to the next, or the next unread one. */
#include "ui/app.h"

bool list_view_step(struct ui *ui, int sign)
{
	int64_t place = list_view_find_shown(ui, ui->list.selected + sign, sign);

	if (place < 0 || place >= ui->list.rows.total ||
	    place == ui->list.selected ||
	    (place > ui->list.selected) != (sign > 0))
		return false;
	list_view_select_place(ui, place);
	return true;
}

/* The next unread row in the window; -1: none that way in it. */
static int64_t find_unread(struct ui *ui, int sign)
{
	const struct list_view *list = &ui->list;
	const struct rows *rows = &list->rows;
	int64_t place = list->selected - rows->first;

	if (place < 0 || place >= (int64_t)rows->count)
		return -1;
	for (place += sign; place >= 0 && place < (int64_t)rows->count;
	     place += sign)
		if (rows->window[place].is_unread &&
		    !list_view_hides(ui, rows->first + place))
			return rows->first + place;
	return -1;
}

/* The same in the store, beyond the window. */
static bool seek_unread(struct ui *ui, struct row_key from, int sign)
{
	struct list_view *list = &ui->list;
	struct row_key found;
	int64_t place;

	do {
		if (!rows_seek_unread(&list->rows, from, sign < 0, &found,
		        NULL) ||
		    found.id == 0 ||
		    /* behind another row: its story is opened */
		    !rows_reveal(&list->rows, found, NULL) ||
		    !rows_reload(&list->rows, found, &place, NULL))
			return false;
		from = found;
	} while (list_view_hides(ui, place));
	ui_touch_pane(ui, PANE_LIST);
	list_view_select_place(ui, place);
	return true;
}

/* The same in what a search found, which is here, if not all its rows. */
static bool step_found_unread(struct ui *ui, int sign)
{
	for (int64_t place = ui->list.selected + sign; place >= 0 &&
	     place < ui->list.rows.total; place += sign) {
		const struct article_row *row =
		    rows_at(&ui->list.rows, place);

		if (row == NULL || !row->is_unread)
			continue;
		list_view_select_place(ui, place);
		return true;
	}
	return false;
}

bool list_view_step_unread(struct ui *ui, int sign)
{
	struct list_view *list = &ui->list;
	int64_t place = find_unread(ui, sign);

	if (place >= 0) {
		list_view_select_place(ui, place);
		return true;
	}
	if (list->rows.is_found)
		return step_found_unread(ui, sign);
	if (list->rows.unread == 0 || list_view_row(ui) == NULL)
		return false;
	if (seek_unread(ui, row_key_of(list_view_row(ui)), sign))
		return true;
	/* round the end, for what came in there */
	return sign > 0 && seek_unread(ui, (struct row_key){0}, sign);
}
