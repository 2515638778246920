#include "ui/list_view.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/list_paint.h"

#include <stdlib.h>
#include <string.h>

/* --- geometry: rows, and the day headings above some of them ------------- */

static int item_height(struct ui *ui, const struct list_style *style,
    int64_t place)
{
	if (list_view_hides(ui, place))
		return 0;
	return style->height + list_has_heading(ui, style, place);
}

bool list_view_hides(struct ui *ui, int64_t place)
{
	struct list_view *list = &ui->list;
	const struct article_row *row;

	/* what was searched for is to be found */
	if (list->mutes.count == 0 || list->is_search)
		return false;
	row = rows_at(&ui->list.rows, place);
	return row != NULL && mutes_hide(&list->mutes, row);
}

int64_t list_view_find_shown(struct ui *ui, int64_t place, int sign)
{
	int64_t total = ui->list.rows.total, at = place;

	if (ui->list.mutes.count == 0)
		return place;
	for (; at >= 0 && at < total; at += sign)
		if (!list_view_hides(ui, at))
			return at;
	for (at = place - sign; at >= 0 && at < total; at -= sign)
		if (!list_view_hides(ui, at))
			return at;
	return -1;
}

/* Lines from the pane's first to the selected row's. */
static int selected_line(struct ui *ui, const struct list_style *style)
{
	struct list_view *list = &ui->list;
	int line = -list->skip;

	for (int64_t i = list->top; i < list->selected; i++)
		line += item_height(ui, style, i);
	return line + list_has_heading(ui, style, list->selected);
}

/* Scroll so that the selected row's first line is that one, or above it. */
static void scroll_to_line(struct ui *ui, const struct list_style *style,
    int line)
{
	struct list_view *list = &ui->list;
	int above = list_has_heading(ui, style, list->selected);

	list->top = list->selected;
	while (above < line && list->top > 0) {
		list->top--;
		above += item_height(ui, style, list->top);
	}
	list->skip = above > line ? above - line : 0;
}

/* No blank lines below the last row while rows are hidden above. */
static void fill_below(struct ui *ui, const struct list_style *style)
{
	struct list_view *list = &ui->list;
	int64_t selected = list->selected;
	int lines = -list->skip;

	if (list->top == 0 && list->skip == 0)
		return;
	for (int64_t i = list->top; i < list->rows.total; i++) {
		lines += item_height(ui, style, i);
		if (lines >= style->lines)
			return;
	}
	list->selected = list->rows.total - 1;
	scroll_to_line(ui, style, style->lines - style->height);
	list->selected = selected;
}

static void show_selected(struct ui *ui, const struct list_style *style)
{
	struct list_view *list = &ui->list;
	int64_t far = list->selected - list->top;
	int line;

	if (list->rows.total == 0 || style->lines <= 0)
		return;
	if (far <= 0) {
		/* the day above it comes along */
		if (far < 0 || list->skip > 0)
			scroll_to_line(ui, style,
			    list_has_heading(ui, style, list->selected));
		return;
	}
	if (far > style->lines) {
		scroll_to_line(ui, style, style->lines - style->height);
		return;
	}
	line = selected_line(ui, style);
	if (line + style->height > style->lines)
		scroll_to_line(ui, style, style->lines - style->height);
}

/* --- selection ------------------------------------------------------------ */

static int64_t clamp_place(const struct list_view *list, int64_t place)
{
	if (place >= list->rows.total)
		place = list->rows.total - 1;
	return place < 0 ? 0 : place;
}

const struct article_row *list_view_row(struct ui *ui)
{
	return rows_at(&ui->list.rows, ui->list.selected);
}

static struct row_key selected_key(struct ui *ui)
{
	const struct article_row *row = list_view_row(ui);

	return row == NULL ? (struct row_key){0} : row_key_of(row);
}

/* Another row is selected: where nothing scrolled, only marks change. */
static void note_selection(struct ui *ui, int64_t top, int skip)
{
	struct list_view *list = &ui->list;

	list->is_untouched = false;
	if (list->top == top && list->skip == skip &&
	    !str_equal(config_text(ui->config, "selection"), "row"))
		ui_touch(ui, DIRTY_LIST_MARK);
	else
		ui_touch_pane(ui, PANE_LIST);
	if (list->top == 0 && list->skip == 0)
		list->new_above = 0;
	ui_touch(ui, DIRTY_HEADINGS);
}

void list_view_select_place(struct ui *ui, int64_t place)
{
	struct list_style style = list_style(ui);
	int64_t top = ui->list.top;
	int skip = ui->list.skip;

	place = clamp_place(&ui->list, place);
	place = list_view_find_shown(ui, place, place < ui->list.selected ? -1 : 1);
	if (place >= 0)
		ui->list.selected = place;
	show_selected(ui, &style);
	note_selection(ui, top, skip);
}

static void move_page(struct ui *ui, int rows)
{
	struct list_style style = list_style(ui);
	struct list_view *list = &ui->list;
	int64_t top = list->top, place;
	int skip = list->skip, line = selected_line(ui, &style);

	place = list_view_find_shown(ui, clamp_place(list, list->selected + rows),
	    rows < 0 ? -1 : 1);
	if (place >= 0)
		list->selected = place;
	scroll_to_line(ui, &style, line);
	show_selected(ui, &style);
	fill_below(ui, &style);
	note_selection(ui, top, skip);
}

/* Behind the end of a list page there is often another. */
static void say_end(struct ui *ui)
{
	const struct source *source = ui->list.is_search ? NULL
	    : sources_view_find(ui, ui->list.rows.query.source_id);

	if (source != NULL && source->kind == SOURCE_LIST)
		status_say(ui, _("The list ends here · O fetches older news"));
}

static void list_move(struct ui *ui, enum motion motion, int sign)
{
	struct list_style style = list_style(ui);
	struct list_view *list = &ui->list;
	int rows = style.lines / style.height - 1;

	if (list->rows.total == 0)
		return;
	if (rows < 1)
		rows = 1;
	switch (motion) {
	case MOTION_LINE:
		if (sign > 0 && list->selected + 1 == list->rows.total)
			say_end(ui);
		list_view_select_place(ui, list->selected + sign);
		break;
	case MOTION_HALF:
		move_page(ui, sign * (rows + 1) / 2);
		break;
	case MOTION_PAGE:
		move_page(ui, sign * rows);
		break;
	case MOTION_END:
		list_view_select_place(ui, sign > 0 ? list->rows.total - 1 : 0);
		break;
	}
}

/* The first line of the pane moves; the selection only to stay in sight. */
static void scroll_lines(struct ui *ui, const struct list_style *style,
    int lines)
{
	struct list_view *list = &ui->list;

	for (; lines > 0; lines--) {
		list->skip++;
		if (list->skip < item_height(ui, style, list->top))
			continue;
		if (list->top + 1 >= list->rows.total)
			break;
		list->top++;
		list->skip = 0;
	}
	for (; lines < 0 && (list->skip > 0 || list->top > 0); lines++) {
		if (list->skip > 0) {
			list->skip--;
			continue;
		}
		list->top--;
		list->skip = item_height(ui, style, list->top) - 1;
	}
	fill_below(ui, style);
}

static void list_scroll(struct ui *ui, int lines)
{
	struct list_style style = list_style(ui);
	struct list_view *list = &ui->list;
	int64_t first = list->top, last = list->top;
	int line;

	if (list->rows.total == 0)
		return;
	scroll_lines(ui, &style, lines);
	first = list->top;
	/* whole rows are in sight from here to there */
	if (list->skip > list_has_heading(ui, &style, first))
		first++;
	line = -list->skip;
	for (last = list->top; last < list->rows.total; last++) {
		line += item_height(ui, &style, last);
		if (line > style.lines)
			break;
	}
	last = last > first ? last - 1 : first;
	if (list->selected < first)
		list->selected = clamp_place(list, first);
	else if (list->selected > last)
		list->selected = clamp_place(list, last);
	ui_touch_pane(ui, PANE_LIST);
	note_selection(ui, list->top, list->skip);
}

static bool list_select_at(struct ui *ui, int y, int x)
{
	struct list_style style = list_style(ui);
	struct list_view *list = &ui->list;
	int line = -list->skip;

	(void)x;
	for (int64_t i = list->top; i < list->rows.total; i++) {
		int heading = list_has_heading(ui, &style, i);

		if (list_view_hides(ui, i))
			continue;
		line += heading + style.height;
		if (y >= line)
			continue;
		/* a day's name is no row */
		if (y < line - style.height)
			return false;
		list_view_select_place(ui, i);
		return true;
	}
	return false;
}

/* --- opening and going back ----------------------------------------------- */

static void set_title(struct list_view *list, const char *title)
{
	char *copy = mem_dup(title);

	free(list->title);
	list->title = copy;
}

/* As the reader wants them; the order of sources is the sources screen's. */
static void order_rows(struct ui *ui)
{
	struct list_view *list = &ui->list;
	size_t count = ui->sources.source_count;
	int64_t *ids = mem_alloc_zero(count + 1, sizeof(*ids));

	for (size_t i = 0; i < count; i++)
		ids[i] = ui->sources.sources[i].id;
	rows_set_sort(&list->rows, list->sort, ids, count);
	free(ids);
}

static void open_query(struct ui *ui, const struct query *query)
{
	struct list_view *list = &ui->list;
	struct query folded = *query;
	struct error error;

	folded.is_folded = stories_are_folded(ui);
	story_forget(ui);
	order_rows(ui);
	if (!rows_open(&list->rows, &folded, &error))
		status_warn(ui, _("The cache could not be read"), &error);
	list->selected = list->top = list->new_above = 0;
	list->skip = 0;
	list->is_untouched = list->rows.total == 0;
	ui_touch_pane(ui, PANE_LIST);
	ui_touch(ui, DIRTY_HEADINGS | DIRTY_STATUS | DIRTY_HINT);
}

void list_view_open(struct ui *ui, const struct query *wanted,
    const char *title)
{
	struct query query = *wanted;

	query.is_unread_only = ui->list.rows.query.is_unread_only;
	set_title(&ui->list, title);
	ui->list.is_search = false;
	open_query(ui, &query);
}

bool list_view_is_of(const struct ui *ui, const struct query *query)
{
	const struct query *shown = &ui->list.rows.query;

	return shown->source_id == query->source_id &&
	    shown->is_starred_only == query->is_starred_only &&
	    str_equal(shown->tag, query->tag);
}

void list_view_push(struct ui *ui)
{
	struct list_view *list = &ui->list;
	struct list_style style = list_style(ui);
	struct list_level *level;

	if (list->level_count == LIST_LEVELS)
		return;
	level = &list->levels[list->level_count++];
	level->query = list->rows.query;
	level->words = mem_dup(list->rows.query.text);
	level->query.text = level->words;
	level->tag = mem_dup(list->rows.query.tag);
	level->query.tag = level->tag;
	level->title = mem_dup(list->title);
	level->key = selected_key(ui);
	level->y = selected_line(ui, &style);
	level->is_search = list->is_search;
}

static void release_level(struct list_level *level)
{
	free(level->words);
	free(level->tag);
	free(level->title);
}

/* Select a row that may have moved, on the line where it stood. */
static void restore_row(struct ui *ui, struct row_key key, int line)
{
	struct list_view *list = &ui->list;
	struct error error;
	int64_t place;

	order_rows(ui);
	if (!rows_reload(&list->rows, key, &place, &error))
		status_warn(ui, _("The cache could not be read"), &error);
	else
		list->selected = clamp_place(list, place);
	place = list_view_find_shown(ui, list->selected, 1);
	if (place >= 0)
		list->selected = place;
	list_view_keep_line(ui, line);
}

void list_view_select(struct ui *ui, struct row_key key)
{
	struct list_style style = list_style(ui);

	restore_row(ui, key, style.lines / 2);
}

void list_view_restore(struct ui *ui, struct row_key key, int64_t place,
    int64_t total)
{
	struct list_view *list = &ui->list;
	const struct article_row *row;

	/* else counted: some came or went since, who knows where */
	if (total != list->rows.total || place < 0 || place >= total ||
	    !rows_restore(&list->rows, key, place, NULL) ||
	    (row = rows_at(&list->rows, place)) == NULL ||
	    row->id != key.id) {
		list_view_select(ui, key);
		return;
	}
	list->selected = place;
	list_view_keep_line(ui, list_style(ui).lines / 2);
}

void list_view_keep_line(struct ui *ui, int line)
{
	struct list_style style = list_style(ui);
	struct list_view *list = &ui->list;

	list->top = list->selected;
	list->skip = 0;
	if (list->rows.total > 0) {
		scroll_to_line(ui, &style, line);
		show_selected(ui, &style);
	}
	ui_touch_pane(ui, PANE_LIST);
	ui_touch(ui, DIRTY_HEADINGS | DIRTY_STATUS | DIRTY_HINT);
}

bool list_view_pop(struct ui *ui)
{
	struct list_view *list = &ui->list;
	struct list_level *level;

	if (list->level_count == 0)
		return false;
	level = &list->levels[--list->level_count];
	set_title(list, level->title);
	list->is_search = level->is_search;
	search_view_end(ui);
	open_query(ui, &level->query);
	restore_row(ui, level->key, level->y);
	release_level(level);
	return true;
}

void list_view_search(struct ui *ui, const char *words, bool is_within)
{
	struct query query = ui->list.rows.query;

	query.text = words;
	ui->list.is_search = true;
	if (is_within) {
		search_view_begin(ui, words, false);
		open_query(ui, &query);
		return;
	}
	rows_set_found(&ui->list.rows, NULL, 0);
	ui->list.selected = ui->list.top = ui->list.new_above = 0;
	ui->list.skip = 0;
	ui->list.is_untouched = true;
	search_view_begin(ui, words, true);
}

void list_view_set_found(struct ui *ui, const struct search_result *results,
    size_t count)
{
	struct list_view *list = &ui->list;
	struct list_style style = list_style(ui);
	struct row_key key = selected_key(ui);
	int line = list->rows.total > 0 ? selected_line(ui, &style) : 0;

	rows_set_found(&list->rows, results, count);
	/* where nothing was chosen yet the first is */
	if (list->is_untouched)
		key.id = 0;
	restore_row(ui, key, list->is_untouched ? 0 : line);
}

void list_view_reload(struct ui *ui)
{
	struct list_view *list = &ui->list;
	struct list_style style = list_style(ui);
	int64_t before = list->selected, total = list->rows.total;
	int line = total > 0 ? selected_line(ui, &style) : 0;

	/* who saw nothing yet, and went nowhere, sees the newest */
	if (list->is_untouched) {
		restore_row(ui, (struct row_key){0}, 0);
		return;
	}
	restore_row(ui, selected_key(ui), line);
	if (total > 0 && list->selected > before &&
	    (list->top > 0 || list->skip > 0))
		list->new_above += list->selected - before;
}

void list_view_fit(struct ui *ui)
{
	struct list_style style = list_style(ui);

	show_selected(ui, &style);
	if (ui->list.rows.total > 0 && style.lines != ui->list.lines)
		fill_below(ui, &style);
	ui->list.lines = style.lines;
}

/* --- commands -------------------------------------------------------------- */

/* What was found by the ids that are shown. */
static void mark_found(struct ui *ui)
{
	struct rows *rows = &ui->list.rows;
	struct error error;
	int64_t changed;
	bool is_marked;

	bulk_finish(ui);
	ui_begin_change(ui);
	is_marked = store_mark(ui->store, MARK_READ, rows->found,
	    (size_t)rows->total, NULL, clock_now(), &changed, &error);
	ui_end_change(ui);
	if (!is_marked) {
		status_warn(ui, _("Not marked"), &error);
		ui->is_reload_due = true;
		return;
	}
	ui_after_marks(ui);
	status_say_undoable(ui, _("Marked %d as read"), changed);
}

void list_view_mark_all(struct ui *ui)
{
	struct rows *rows = &ui->list.rows;
	struct query query = rows->query;

	/* what is behind a row as well */
	query.is_folded = false;
	for (size_t i = 0; i < rows->count; i++)
		rows_mark(rows, rows->window[i].id, MARK_READ);
	rows->unread = 0;
	if (rows->is_found)
		mark_found(ui);
	else
		bulk_mark_read(ui, &query);
}

void list_view_toggle_unread(struct ui *ui)
{
	struct list_view *list = &ui->list;
	struct row_key key = selected_key(ui);
	struct list_style style = list_style(ui);
	int line = list->rows.total > 0 ? selected_line(ui, &style) : 0;
	struct query query = list->rows.query;
	char *title = mem_dup(query.text), *tag = mem_dup(query.tag);

	query.text = title;
	query.tag = tag;
	query.is_unread_only = !query.is_unread_only;
	open_query(ui, &query);
	free(title);
	free(tag);
	if (key.id != 0)
		restore_row(ui, key, line);
	status_say(ui, query.is_unread_only ? _("Unread only · U shows all")
	                                    : _("All articles"));
}

void list_view_sort(struct ui *ui)
{
	static const char *const words[] = {N_("Newest first"),
	    N_("Oldest first"), N_("By source")};
	struct list_view *list = &ui->list;
	struct list_style style = list_style(ui);
	struct row_key key = selected_key(ui);
	int line = list->rows.total > 0 ? selected_line(ui, &style) : 0;

	if (list->is_search) {
		search_view_toggle_order(ui);
		return;
	}
	list->sort = (enum rows_sort)((list->sort + 1) % ARRAY_LEN(words));
	restore_row(ui, key, line);
	status_say(ui, _(words[list->sort]));
}

void list_view_toggle_lead(struct ui *ui)
{
	struct list_style style = list_style(ui);
	int line = ui->list.rows.total > 0 ? selected_line(ui, &style) : 0;

	ui->list.lead = style.has_lead ? LIST_LEAD_NO : LIST_LEAD_YES;
	list_view_keep_line(ui, line);
}

/* --- the table -------------------------------------------------------------- */

/* Enter does what an empty list offers. */
static void open_nothing(struct ui *ui)
{
	if (ui->sources.source_count == 0 && !ui->list.is_search &&
	    !ui->options->is_sample) {
		ui->wish = UI_SAMPLE;
		ui->is_quitting = true;
	} else if (!ui->list.is_search && list_has_offers(ui)) {
		offers_ask(ui);
	}
}

static void open_row(struct ui *ui)
{
	const struct article_row *row = list_view_row(ui);

	if (row == NULL) {
		open_nothing(ui);
		return;
	}
	ui->list.is_untouched = false;
	article_view_show(ui, row->id, true);
	ui_focus(ui, PANE_ARTICLE);
}

static bool list_back(struct ui *ui)
{
	struct list_view *list = &ui->list;
	bool is_below_sources = list->level_count > 0 ||
	    str_equal(config_text(ui->config, "start"), "sources");

	if (list->is_search)
		return list_view_pop(ui);
	if (!is_below_sources)
		return false;
	if (ui->panes.columns < 3 || list->level_count == 0)
		ui_focus(ui, PANE_SOURCES);
	else
		list_view_pop(ui);
	return true;
}

static void add_heading(struct ui *ui, struct str *left, struct str *right)
{
	const struct list_view *list = &ui->list;
	int width = ui->panes.at[PANE_LIST].width;

	if (list->is_search)
		str_addf(left, "%s › ", _("Search"));
	str_add(left, list->title);
	if (!list->is_search && list->rows.unread > 0) {
		format_dot(left);
		if (width >= 60)
			format_count(left, _("%d unread"), list->rows.unread);
		else
			format_number(left, list->rows.unread);
	}
	if (list->new_above > 0) {
		format_count(right, _("↑ %d new"), list->new_above);
		return;
	}
	if (list->rows.total == 0)
		return;
	format_number(right, list->selected + 1);
	str_add_char(right, '/');
	format_number(right, list->rows.total);
}

static void add_status(struct ui *ui, struct str *out, int columns)
{
	const struct article_row *row = list_view_row(ui);

	if (ui->list.is_search && ui->prompt.kind == PROMPT_SEARCH) {
		search_view_add_status(ui, out);
		return;
	}
	if (row == NULL)
		return;
	if (ui->rest_at == 0 && list_is_title_cut(ui))
		str_add(out, row->title);
	else
		format_article(out, row, ui->page.area.width, columns,
		    clock_now());
}

const struct view_ops list_view_ops = {
	.name = N_("list of articles"),
	.paint = list_paint,
	.paint_mark = list_paint_marks,
	.add_heading = add_heading,
	.place_cursor = list_place_cursor,
	.move = list_move,
	.scroll = list_scroll,
	.select_at = list_select_at,
	.open = open_row,
	.read_on = open_row,
	.row = list_view_row,
	.add_status = add_status,
	.back = list_back,
};

void list_view_configure(struct ui *ui)
{
	struct list_view *list = &ui->list;
	const char *lead = config_text(ui->config, "list-lead");
	const char *sort = config_text(ui->config, "list-sort");

	mutes_read(&list->mutes, config_text(ui->config, "mute"));
	list->rows.query.is_folded = stories_are_folded(ui);
	list->lead = strcmp(lead, "yes") == 0 ? LIST_LEAD_YES
	    : strcmp(lead, "no") == 0         ? LIST_LEAD_NO
	                                      : LIST_LEAD_AUTO;
	list->sort = strcmp(sort, "oldest") == 0 ? ROWS_OLDEST
	    : strcmp(sort, "source") == 0        ? ROWS_BY_SOURCE
	                                         : ROWS_NEWEST;
}

void list_view_init(struct ui *ui)
{
	rows_init(&ui->list.rows, ui->store);
	mutes_init(&ui->list.mutes);
	list_view_configure(ui);
	ui->list.painted = -1;
	list_view_open(ui, &(struct query){0}, _("All sources"));
}

void list_view_release(struct ui *ui)
{
	struct list_view *list = &ui->list;

	rows_release(&list->rows);
	mutes_release(&list->mutes);
	free(ui->mutes_before);
	while (list->level_count > 0)
		release_level(&list->levels[--list->level_count]);
	free(list->title);
}
