#include "ui/article_view.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/article_find.h"
#include "ui/article_links.h"
#include "ui/article_wide.h"
#include "ui/format.h"

#include <stdlib.h>
#include <string.h>

/* --- places in the text ------------------------------------------------------ */

static int body_lines(const struct ui *ui)
{
	return ui->panes.at[PANE_ARTICLE].height;
}

static int line_count(const struct article_view *view)
{
	return (int)view->layout.count;
}

/* The last line that may stand on top. */
static int top_most(const struct ui *ui)
{
	int most = line_count(&ui->article) - body_lines(ui);

	return most > 0 ? most : 0;
}

static void set_top(struct ui *ui, int top)
{
	struct article_view *view = &ui->article;

	if (top > top_most(ui))
		top = top_most(ui);
	if (top < 0)
		top = 0;
	if (top == view->top)
		return;
	view->top = top;
	ui_touch_pane(ui, PANE_ARTICLE);
	ui_touch(ui, DIRTY_HEADINGS);
}

void article_view_go_to(struct ui *ui, int line)
{
	set_top(ui, line);
}

void article_view_show_line(struct ui *ui, int line)
{
	if (line < ui->article.top ||
	    line >= ui->article.top + body_lines(ui))
		set_top(ui, line - body_lines(ui) / 3);
	ui_touch_pane(ui, PANE_ARTICLE);
}

int article_view_percent(const struct ui *ui)
{
	int most = top_most(ui);

	return most == 0 ? 100 : ui->article.top * 100 / most;
}

/* A place that outlives another width: a block, and lines into it. */
static void find_block(const struct article_view *view, int *block,
    int *line)
{
	int at = view->top;

	*block = -1;
	*line = 0;
	if (at >= line_count(view))
		return;
	*block = view->layout.lines[at].block;
	while (at > 0 && view->layout.lines[at - 1].block == *block) {
		at--;
		++*line;
	}
}

static int line_of_block(const struct article_view *view, int block,
    int line)
{
	for (int i = 0; i < line_count(view); i++) {
		if (view->layout.lines[i].block != block)
			continue;
		/* set wider it has fewer lines */
		while (line > 0 && (i + line >= line_count(view) ||
		        view->layout.lines[i + line].block != block))
			line--;
		return i + line;
	}
	return 0;
}

/* The place as the store keeps it: 0 is the beginning. */
enum { POSITION_BLOCKS = 1 << 16, POSITION_LINES_MOST = 1 << 12 };

static int get_position(const struct article_view *view)
{
	int block, line;

	find_block(view, &block, &line);
	if (view->top == 0 || block + 3 >= POSITION_BLOCKS ||
	    line >= POSITION_LINES_MOST)
		return 0;
	return line * POSITION_BLOCKS + block + 3;
}

static int line_of_position(const struct article_view *view, int position)
{
	if (position <= 0)
		return 0;
	return line_of_block(view, position % POSITION_BLOCKS - 3,
	    position / POSITION_BLOCKS);
}

/* --- layout --------------------------------------------------------------------- */

static int measure(const struct ui *ui)
{
	return (int)config_number(ui->config, "measure");
}

/* Columns that the text is set in: zoomed it stands in the middle. */
static int text_width_of(const struct ui *ui)
{
	int width = ui->panes.at[PANE_ARTICLE].width;
	int most = measure(ui) + 6;

	return ui->is_zoomed && width > most ? most : width;
}

int article_view_left(const struct ui *ui)
{
	return (ui->panes.at[PANE_ARTICLE].width - text_width_of(ui)) / 2;
}

static void lay_out(struct ui *ui)
{
	struct article_view *view = &ui->article;
	struct layout_options options = {
	    .width = text_width_of(ui),
	    .measure = measure(ui),
	    .is_justified = config_bool(ui->config, "justify"),
	    .is_plain = ui->theme.is_plain,
	    .is_fetching = view->is_waiting,
	    .now = clock_now(),
	};

	article_pictures_fit(ui, &options);
	arena_release(&view->layout_arena);
	memset(&view->layout, 0, sizeof(view->layout));
	view->width = options.width;
	view->shift = 0;
	if (view->id != 0 && options.width > 0)
		layout_article(&view->article, &options, &view->layout_arena,
		    &view->layout);
}

/* Anew, the place and what was sought kept. */
static void lay_out_again(struct ui *ui)
{
	struct article_view *view = &ui->article;
	int block, line;

	find_block(view, &block, &line);
	lay_out(ui);
	view->top = line_of_block(view, block, line);
	if (view->sought != NULL)
		article_find_seek(ui, view->sought);
	set_top(ui, view->top);
	ui_touch_pane(ui, PANE_ARTICLE);
}

void article_view_lay_out(struct ui *ui)
{
	lay_out_again(ui);
	ui_touch(ui, DIRTY_HEADINGS);
}

void article_view_fit(struct ui *ui)
{
	if (!panes_shows(&ui->panes, PANE_ARTICLE))
		return;
	if (ui->article.width != text_width_of(ui) ||
	    article_pictures_are_stale(ui))
		lay_out_again(ui);
	set_top(ui, ui->article.top);
}

/* --- opening ----------------------------------------------------------------------- */

void article_view_save(struct ui *ui)
{
	struct article_view *view = &ui->article;
	int position = get_position(view);

	if (view->id == 0 || !view->is_open ||
	    position == view->article.position)
		return;
	ui_begin_change(ui);
	if (store_set_position(ui->store, view->id, position, NULL))
		view->article.position = position;
	ui_end_change(ui);
}

void article_view_clear(struct ui *ui)
{
	struct article_view *view = &ui->article;

	article_view_save(ui);
	article_find_forget(view);
	article_pictures_forget(ui);
	arena_release(&view->layout_arena);
	arena_release(&view->arena);
	memset(&view->article, 0, sizeof(view->article));
	memset(&view->layout, 0, sizeof(view->layout));
	view->id = 0;
	view->top = view->width = 0;
	view->is_open = view->is_waiting = view->has_newer = false;
	ui_touch_pane(ui, PANE_ARTICLE);
	ui_touch(ui, DIRTY_HEADINGS | DIRTY_STATUS);
}

/* Read it from the store; false: there is no such article, or no store. */
static bool load(struct ui *ui, int64_t id)
{
	struct article_view *view = &ui->article;
	struct article article;
	struct arena arena;
	struct error error = {.code = ERROR_NONE};
	bool is_found;

	arena_init(&arena);
	if (!store_read_article(ui->store, id, &arena, &article, &is_found,
	        &error) ||
	    !is_found) {
		arena_release(&arena);
		if (error.code != ERROR_NONE)
			status_warn(ui, _("The cache could not be read"),
			    &error);
		return false;
	}
	arena_release(&view->arena);
	view->arena = arena;
	view->article = article;
	view->id = id;
	lay_out(ui);
	ui_touch_pane(ui, PANE_ARTICLE);
	ui_touch(ui, DIRTY_HEADINGS | DIRTY_STATUS | DIRTY_HINT);
	return true;
}

static bool can_fetch(const struct article *article)
{
	return article->row.link != NULL && article->row.link[0] != '\0';
}

void article_view_fetch(struct ui *ui)
{
	struct article_view *view = &ui->article;

	if (view->id == 0 || !can_fetch(&view->article))
		return;
	view->is_waiting = true;
	lay_out_again(ui); /* it says so where the text ends */
	ui_post(ui, REQUEST_FETCH_PAGE, view->id, 0);
	ui_touch(ui, DIRTY_STATUS);
}

/* What the key did beside opening. */
static void say_marked(struct ui *ui)
{
	struct str message;

	str_init(&message);
	str_add(&message, ui->article.article.row.source_title);
	format_dot(&message);
	str_add(&message, _("marked as read"));
	format_dot(&message);
	str_add(&message, _("u undoes"));
	status_say(ui, message.data);
	str_release(&message);
}

static void open_for_reading(struct ui *ui)
{
	struct article_view *view = &ui->article;
	enum page_state page = view->article.row.page;

	view->is_open = true;
	if (view->article.row.is_unread &&
	    strcmp(config_text(ui->config, "mark-read"), "open") == 0 &&
	    ui_mark(ui, view->id, MARK_READ))
		say_marked(ui);
	if (!view->is_waiting &&
	    (page == PAGE_WANTED || page == PAGE_FAILED))
		article_view_fetch(ui);
}

static void show(struct ui *ui, int64_t id, bool is_opened)
{
	struct article_view *view = &ui->article;

	/* first its pane: without a width there is no place to find */
	if (is_opened)
		ui_focus(ui, PANE_ARTICLE);
	if (view->id == id) {
		if (is_opened && !view->is_open)
			open_for_reading(ui);
		return;
	}
	article_view_save(ui);
	article_find_forget(view);
	article_pictures_forget(ui);
	view->is_waiting = view->has_newer = view->is_open = false;
	if (!load(ui, id))
		return;
	/* its first words stand there meanwhile */
	if (view->article.is_unbuilt)
		ui_post(ui, REQUEST_BUILD_TEXT, id, 0);
	view->top = 0;
	related_view_load(ui, id,
	    view->article.row.page == PAGE_WANTED && is_opened);
	if (is_opened)
		open_for_reading(ui);
	/* the panes may stand otherwise now: the place is found after it */
	ui_arrange(ui);
	set_top(ui, line_of_position(view, view->article.position));
}

void article_view_show(struct ui *ui, int64_t id, bool is_opened)
{
	ui->article.visit_count = 0;
	show(ui, id, is_opened);
}

static void leave_for(struct ui *ui, int64_t id,
    const struct timeline_place *place)
{
	struct article_view *view = &ui->article;
	struct visit visit = {.id = view->id,
	    .related = ui->related.selected, .was_open = view->is_open,
	    .timeline = *place};

	if (view->id != 0 && (place->of == 0 || place->from != PANE_LIST))
		visit.source = view->article.row.source_id;

	find_block(view, &visit.block, &visit.line);
	if (view->visit_count == VISITS_MOST) {
		memmove(view->visits, view->visits + 1,
		    (VISITS_MOST - 1) * sizeof(visit));
		view->visit_count--;
	}
	view->visits[view->visit_count++] = visit;
	show(ui, id, true);
}

void article_view_visit(struct ui *ui, int64_t id)
{
	leave_for(ui, id, &(struct timeline_place){0});
}

void article_view_visit_from(struct ui *ui, int64_t id,
    const struct timeline_place *place)
{
	/* what was left before this belongs to another list's row */
	if (place->from == PANE_LIST)
		ui->article.visit_count = 0;
	leave_for(ui, id, place);
}

/* Back to the article that was left, its line, and the row in related. */
static void return_from_visit(struct ui *ui)
{
	struct article_view *view = &ui->article;
	struct visit visit = view->visits[--view->visit_count];

	if (visit.id != 0) {
		show(ui, visit.id, visit.was_open);
		set_top(ui, line_of_block(view, visit.block, visit.line));
		related_view_select(ui, visit.related);
	}
	if (visit.timeline.of != 0)
		timeline_view_return(ui, &visit.timeline);
	else
		ui_focus(ui, PANE_RELATED);
}

/* --- what comes later ------------------------------------------------------------------ */

/* The same article from the store, its place kept. */
static void take_newer(struct ui *ui)
{
	struct article_view *view = &ui->article;
	int block, line;

	find_block(view, &block, &line);
	if (!load(ui, view->id))
		return;
	view->has_newer = false;
	if (view->sought != NULL)
		article_find_seek(ui, view->sought);
	set_top(ui, line_of_block(view, block, line));
	related_view_reload(ui);
}

void article_view_reload(struct ui *ui)
{
	if (ui->article.id != 0)
		take_newer(ui);
}

void article_view_text_event(struct ui *ui, int64_t id)
{
	if (id == ui->article.id && ui->article.article.is_unbuilt)
		take_newer(ui);
}

void article_view_page_event(struct ui *ui, int64_t id,
    const struct error *error)
{
	struct article_view *view = &ui->article;
	bool was_waiting = view->is_waiting;

	if (id != view->id)
		return;
	view->is_waiting = false;
	ui_touch(ui, DIRTY_STATUS);
	if (error->code != ERROR_NONE &&
	    error->code != ERROR_PAGE_NO_ARTICLE) {
		if (!was_waiting)
			return;
		take_newer(ui);
		status_warn(ui, _("The article could not be loaded"), error);
		status_advise(ui, _("r tries again"));
		return;
	}
	/* text never changes under the reader, unless he asked for it */
	if (!was_waiting && view->is_open &&
	    view->article.row.page == PAGE_READY) {
		view->has_newer = true;
		status_say(ui, _("The article was updated · r loads it"));
		return;
	}
	take_newer(ui);
}

void article_view_mark(struct ui *ui, int64_t id, enum store_mark mark)
{
	struct article_row *row = &ui->article.article.row;

	if (ui->article.id != id)
		return;
	if (mark == MARK_STARRED || mark == MARK_UNSTARRED)
		row->is_starred = mark == MARK_STARRED;
	else
		row->is_unread = mark == MARK_UNREAD;
}

void article_view_refresh_row(struct ui *ui)
{
	struct article_row *row = &ui->article.article.row, *read;
	struct arena arena;
	size_t count = 0;

	arena_init(&arena);
	if (ui->article.id != 0 &&
	    store_read_rows(ui->store, &ui->article.id, 1, &arena, &read,
	        &count, NULL) &&
	    count == 1) {
		row->is_unread = read->is_unread;
		row->is_starred = read->is_starred;
	}
	arena_release(&arena);
}

/* --- painting ---------------------------------------------------------------------------------- */

static enum role role_of(enum layout_role role)
{
	static const enum role roles[] = {
	    [LAYOUT_TEXT] = ROLE_TEXT,
	    [LAYOUT_BOLD] = ROLE_STRONG,
	    [LAYOUT_ITALIC] = ROLE_ITALIC,
	    [LAYOUT_DIM] = ROLE_DIM,
	    [LAYOUT_SECTION] = ROLE_ACCENT,
	    [LAYOUT_TITLE] = ROLE_STRONG,
	    [LAYOUT_LEAD] = ROLE_STRONG,
	    [LAYOUT_HEADING] = ROLE_HEADING,
	    [LAYOUT_CAPTION] = ROLE_CAPTION,
	    [LAYOUT_LINK] = ROLE_LINK,
	    [LAYOUT_RULE] = ROLE_RULE,
	};

	return roles[role];
}

static void paint_line(struct ui *ui, const struct paint *paint, int y,
    size_t number)
{
	const struct layout_line *line = &ui->article.layout.lines[number];
	const struct article_view *view = &ui->article;
	int x = article_view_left(ui) + line->indent;

	if (line->picture > 0)
		article_pictures_paint(ui, paint, y, x, line);
	for (size_t i = 0; i < line->run_count; i++) {
		const struct layout_run *run = &line->runs[i];

		article_wide_paint(view, paint, y, x, line, run->start,
		    run->len, role_of(run->role));
	}
	/* so that Space is no surprise */
	if (number + 1 == ui->article.layout.count &&
	    line->block == LAYOUT_END) {
		int end = x + text_width(line->text, line->len);

		end += paint_words(paint, y, end, paint->area.width,
		    " · Space: ", ROLE_DIM);
		paint_words(paint, y, end, paint->area.width, _("next unread"),
		    ROLE_DIM);
	}
	article_wide_paint_edges(view, paint, y, x, line);
	article_find_paint(view, paint, y, x, number);
	article_links_paint(ui, paint, y, x, number);
}

static void paint_article(struct ui *ui, const struct paint *paint)
{
	const struct article_view *view = &ui->article;

	paint_blank_rows(paint, 0, paint->area.height);
	dots_begin(&ui->article.pictures.dots);
	for (int y = 0; y < paint->area.height; y++)
		if (view->top + y < line_count(view))
			paint_line(ui, paint, y, (size_t)(view->top + y));
}

static void place_cursor(struct ui *ui, const struct paint *paint)
{
	const struct article_view *view = &ui->article;
	int x = article_view_left(ui);
	size_t line = (size_t)view->top;

	if (view->hit_count > 0 &&
	    (int)view->hits[view->hit_at].line >= view->top &&
	    (int)view->hits[view->hit_at].line <
	        view->top + paint->area.height) {
		const struct article_hit *hit = &view->hits[view->hit_at];

		line = hit->line;
		x += article_wide_column(view, &view->layout.lines[line],
		    hit->start);
	}
	if (line < view->layout.count)
		x += view->layout.lines[line].indent;
	paint_cursor(paint, (int)line - view->top, x);
}

/* --- the table ------------------------------------------------------------------------------------ */

static void move_article(struct ui *ui, enum motion motion, int sign)
{
	int page = body_lines(ui) - 1, top = ui->article.top;

	if (ui->linear.is_on && motion != MOTION_END) {
		set_top(ui, linear_step_line(ui, top, sign));
		return;
	}
	switch (motion) {
	case MOTION_LINE:
		set_top(ui, top + sign);
		break;
	case MOTION_HALF:
		set_top(ui, top + sign * (page + 1) / 2);
		break;
	case MOTION_PAGE:
		set_top(ui, top + sign * page);
		break;
	case MOTION_END:
		set_top(ui, sign > 0 ? line_count(&ui->article) : 0);
		break;
	}
}

static void scroll_article(struct ui *ui, int lines)
{
	set_top(ui, ui->article.top + lines);
}

static const struct article_row *article_row(struct ui *ui)
{
	return ui->article.id == 0 ? NULL : &ui->article.article.row;
}

/* Space: a page; at the end the next unread, across sources. */
static void read_on(struct ui *ui)
{
	if (ui->article.id != 0 && ui->article.top < top_most(ui))
		move_article(ui, MOTION_PAGE, 1);
	else
		ui_read_next_unread(ui, 1);
}

static bool back(struct ui *ui)
{
	if (ui->article.sought != NULL) {
		article_find_end(ui);
	} else if (ui->article.visit_count > 0) {
		return_from_visit(ui);
	} else {
		article_view_save(ui);
		ui_focus(ui, PANE_LIST);
	}
	return true;
}

/* The list, and whose articles were left for this one. */
static void add_trail(struct ui *ui, struct str *left)
{
	enum { SHOWN = 3 };
	const struct article_view *view = &ui->article;
	int first = view->visit_count > SHOWN ? view->visit_count - SHOWN : 0;

	if (ui_is_stack(ui))
		str_add(left, ui->list.title);
	if (first > 0)
		str_add(left, left->len > 0 ? " › …" : "…");
	for (int i = first; i < view->visit_count; i++) {
		const struct source *source =
		    sources_view_find(ui, view->visits[i].source);

		if (source == NULL)
			continue;
		if (left->len > 0)
			str_add(left, " › ");
		str_add(left, source->title != NULL &&
		    source->title[0] != '\0' ? source->title : source->url);
	}
}

static void add_heading(struct ui *ui, struct str *left, struct str *right)
{
	const struct article_view *view = &ui->article;

	if (view->id == 0)
		return;
	if (ui_is_stack(ui) || view->visit_count > 0)
		add_trail(ui, left);
	if (left->len == 0 || view->visit_count > 0 ||
	    !str_equal(ui->list.title, view->article.row.source_title)) {
		if (left->len > 0)
			str_add(left, " › ");
		str_add(left, view->article.row.source_title);
	}
	if (ui_is_stack(ui)) {
		const struct article_row *row = list_view_row(ui);

		if (row != NULL && row->id == view->id) {
			format_number(right, ui->list.selected + 1);
			str_add_char(right, '/');
			format_number(right, ui->list.rows.total);
			str_add(right, " · ");
		}
	}
	str_addf(right, "%d%%", article_view_percent(ui));
}

static void add_status(struct ui *ui, struct str *out, int columns)
{
	const struct article_view *view = &ui->article;

	if (view->id == 0)
		return;
	if (view->sought != NULL && view->sought[0] != '\0' &&
	    view->hit_count == 0)
		str_add(out, _("Not in this text"));
	else if (view->sought != NULL && view->sought[0] != '\0')
		format_counts(out, _("hit %d of %d"), (int64_t[]){
		    (int64_t)view->hit_at + 1, (int64_t)view->hit_count}, 2);
	else if (view->is_waiting)
		str_add(out, _("Fetching the full text…"));
	else if (view->pictures.is_waiting)
		str_add(out, _("Fetching the picture…"));
	else
		format_article(out, &view->article.row, ui->page.area.width, columns,
		    clock_now());
}

const struct view_ops article_view_ops = {
	.name = N_("article"),
	.paint = paint_article,
	.add_heading = add_heading,
	.place_cursor = place_cursor,
	.move = move_article,
	.scroll = scroll_article,
	.open = article_links_tell,
	.read_on = read_on,
	.row = article_row,
	.add_status = add_status,
	.back = back,
};

void article_view_init(struct ui *ui)
{
	arena_init(&ui->article.arena);
	arena_init(&ui->article.layout_arena);
	article_pictures_init(&ui->article.pictures);
}

void article_view_release(struct ui *ui)
{
	article_view_save(ui);
	article_find_forget(&ui->article);
	article_pictures_release(&ui->article.pictures);
	arena_release(&ui->article.arena);
	arena_release(&ui->article.layout_arena);
}
