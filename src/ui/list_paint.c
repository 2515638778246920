#include "ui/list_paint.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "news/words.h"
#include "text/date.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/list_view.h"
#include "ui/wrap.h"

#include <stdlib.h>
#include <string.h>

enum {
	TITLE_X = 4,
	NARROW_BELOW = 60, /* two lines, the title running on */
	WORDS_FROM = 90,   /* "+3 nguồn" and "5 phút trước" */
	LEAD_LINES = 24,   /* body that has room for leads */
	TIME_SHORT = 7,
	TIME_LONG = 13,
	BELOW_INDENT = 2, /* of a story's other articles */
	SOURCE_MOST = 20, /* columns of their sources */
};

struct list_style list_style(struct ui *ui)
{
	const struct rect *area = &ui->panes.at[PANE_LIST];
	struct list_style style = {.width = area->width,
	    .lines = area->height};

	style.is_narrow = style.width < NARROW_BELOW;
	style.has_lead = !style.is_narrow &&
	    (ui->list.lead == LIST_LEAD_YES ||
	        (ui->list.lead == LIST_LEAD_AUTO &&
	            style.lines >= LEAD_LINES));
	/* what was searched for is seen where it stands */
	if (ui->list.is_search && ui->search.search != NULL &&
	    !style.is_narrow)
		style.has_lead = true;
	style.height = style.is_narrow || style.has_lead ? 2 : 1;
	/* where nothing stands to the second line, the title is all */
	if (style.lines < 2)
		style.height = 1;
	style.has_words = style.width >= WORDS_FROM;
	style.has_sources = !ui->list.is_search &&
	    ui->list.sort == ROWS_BY_SOURCE &&
	    ui->list.rows.query.source_id == 0;
	style.has_days = !ui->list.is_search && !style.has_sources;
	return style;
}

/* The day or the source that a row stands under. */
static int64_t group_of(struct ui *ui, const struct list_style *style,
    int64_t place)
{
	const struct article_row *row = rows_at(&ui->list.rows, place);

	/* where its story's first stands */
	while (row != NULL && row->others == ROWS_BELOW)
		row = rows_at(&ui->list.rows, --place);
	if (row == NULL)
		return INT64_MIN;
	return style->has_sources ? row->source_id
	                          : date_local(row->published).day_number;
}

int list_has_heading(struct ui *ui, const struct list_style *style,
    int64_t place)
{
	int64_t before = place - 1;

	if ((!style->has_days && !style->has_sources) ||
	    list_view_hides(ui, place))
		return 0;
	while (before >= 0 && list_view_hides(ui, before))
		before--;
	return before < 0 ||
	    group_of(ui, style, place) != group_of(ui, style, before);
}

/* --- pieces of a row --------------------------------------------------------- */

/* "You can read it whole now, offline too." */
static bool is_whole(const struct article_row *row)
{
	return row->page == PAGE_READY ||
	    (row->page == PAGE_NONE && row->words > 0 &&
	        (row->link == NULL || row->link[0] == '\0'));
}

void list_paint_state(const struct paint *paint, int y, int x,
    const struct article_row *row)
{
	bool whole = is_whole(row);

	if (row->is_unread)
		paint_words(paint, y, x, 1,
		    whole ? SIGN_WHOLE : SIGN_HEADLINE, ROLE_DOT);
	else if (!whole)
		paint_words(paint, y, x, 1, SIGN_READ_HEADLINE, ROLE_DIM);
	if (row->is_starred)
		paint_words(paint, y, x + 1, 1, SIGN_STAR, ROLE_STAR);
}

void list_paint_mark(const struct paint *paint, int y, bool is_selected,
    bool has_focus)
{
	if (!is_selected)
		paint_blank(paint, y, 0, 1);
	else
		paint_words(paint, y, 0, 1, has_focus ? SIGN_MARK : SIGN_AWAY,
		    has_focus ? ROLE_SELECTION : ROLE_AWAY);
}

/* Words over as many lines as they need; the line after them. */
static int paint_lines(const struct paint *paint, int y, const char *words,
    enum role role)
{
	static const char dot[] = " · ";
	int columns = paint->area.width - TITLE_X - 1;
	bool is_long = text_width(words, strlen(words)) > columns;
	struct str line;

	str_init(&line);
	while (columns > 0 && words[0] != '\0' && y < paint->area.height) {
		const char *part = is_long ? strstr(words, dot) : NULL;
		size_t len;

		str_clear(&line);
		str_add_len(&line, words, part == NULL ? strlen(words)
		                                       : (size_t)(part - words));
		len = wrap_first_line(line.data, columns);
		words += len == line.len && part != NULL ? len + strlen(dot)
		                                         : len;
		while (len > 0 && line.data[len - 1] == ' ')
			len--;
		str_cut(&line, len);
		paint_fitted(paint, y++, TITLE_X, columns, line.data, role);
	}
	str_release(&line);
	return y;
}

void list_paint_empty(const struct paint *paint, const char *why,
    const char *help)
{
	int y = paint->area.height > 4 ? 2 : 0;

	y = paint_lines(paint, y, why, ROLE_TEXT);
	paint_lines(paint, y, help, ROLE_DIM);
}

enum role list_title_role(const struct article_row *row)
{
	return row->is_unread ? ROLE_UNREAD : ROLE_TEXT;
}

static void add_time(struct str *out, const struct list_style *style,
    const struct article_row *row)
{
	int64_t now = clock_now(), when = row->published;
	/* one of a story may be of another day than that */
	bool has_day = style->has_days && row->others != ROWS_BELOW;

	if (row->is_day_only && has_day)
		return; /* the heading says all */
	if (!style->has_words && has_day)
		date_add_short_under_day(out, when, now);
	else if (!style->has_words)
		date_add_short(out, when, now);
	else if (has_day)
		date_add_under_day(out, when, now);
	else
		date_add_relative(out, when, now);
}

/* "+3 sources" of a folded story, "−3" of one that is open; "updated". */
static void add_badges(struct ui *ui, struct str *out,
    const struct list_style *style, const struct article_row *row)
{
	bool is_open = rows_is_open(&ui->list.rows, row);

	if (row->others > 0 && is_open)
		str_addf(out, SIGN_MINUS "%d", row->others);
	else if (row->others > 0 && style->has_words)
		format_count(out, ngettext("+%d source", "+%d sources",
		    (unsigned long)row->others), row->others);
	else if (row->others > 0)
		str_addf(out, "+%d", row->others);
	if (!row->is_updated)
		return;
	if (out->len > 0)
		str_add(out, " · ");
	str_add(out, _("updated"));
}

/* A title, the searched words in it painted. */
static void paint_title(struct ui *ui, const struct paint *paint, int y,
    int x, int columns, const struct article_row *row, const char *title)
{
	enum role role = list_title_role(row);
	struct str fitted;

	str_init(&fitted);
	text_truncate(&fitted, title, columns);
	if (ui->list.is_search)
		search_view_paint(ui, paint, y, x, columns, fitted.data,
		    role);
	else
		paint_text(paint, y, x, columns, fitted.data,
		    fitted.len, role);
	str_release(&fitted);
}

/* --- rows ---------------------------------------------------------------------- */

/* What stands at the right: the columns it takes, its gap included. */
static int paint_right_side(struct ui *ui, const struct paint *paint,
    const struct list_style *style, int y, const struct article_row *row)
{
	int least = style->has_words ? TIME_LONG : TIME_SHORT;
	int end = style->width - 1, width, taken;
	struct str text;

	str_init(&text);
	add_time(&text, style, row);
	width = text_width(text.data, text.len);
	paint_right(paint, y, end, text.data, ROLE_DIM);
	taken = 1 + (width > least ? width : least) + 2;
	str_clear(&text);
	add_badges(ui, &text, style, row);
	if (text.len > 0) {
		taken += paint_right(paint, y, style->width - taken, text.data,
		    ROLE_DIM);
		taken += 2;
	}
	str_release(&text);
	return taken;
}

static void paint_lead(struct ui *ui, const struct paint *paint,
    const struct list_style *style, int y, int x,
    const struct article_row *row)
{
	int columns = style->width - TITLE_X - 1;
	struct str text;

	if (ui->list.is_search &&
	    search_view_paint_snippet(ui, paint, y, TITLE_X, columns, row->id))
		return;
	str_init(&text);
	/* one source's list need not name it on each row */
	if (ui->list.rows.query.source_id == 0 && !style->has_sources &&
	    row->others != ROWS_BELOW && row->source_title != NULL)
		str_add(&text, row->source_title);
	if (row->lead != NULL && row->lead[0] != '\0') {
		if (text.len > 0)
			str_add(&text, " · ");
		str_add(&text, row->lead);
	}
	paint_fitted(paint, y, x, style->width - x - 1 -
	    (style->has_words ? TIME_LONG : TIME_SHORT) - 2, text.data,
	    ROLE_DIM);
	str_release(&text);
}

/* Columns of the widest source that stands below a story's first. */
static int source_columns(struct ui *ui, int64_t place)
{
	const struct article_row *row;
	int most = 0;

	while ((row = rows_at(&ui->list.rows, place)) != NULL &&
	    row->others == ROWS_BELOW)
		place--;
	while ((row = rows_at(&ui->list.rows, ++place)) != NULL &&
	    row->others == ROWS_BELOW) {
		int width = text_width(row->source_title,
		    strlen(row->source_title));

		if (width > most)
			most = width;
	}
	return most > SOURCE_MOST ? SOURCE_MOST : most;
}

static void paint_wide(struct ui *ui, const struct paint *paint,
    const struct list_style *style, int y, int64_t place)
{
	const struct article_row *row = rows_at(&ui->list.rows, place);
	int right = paint_right_side(ui, paint, style, y, row);
	int x = TITLE_X, lead_x = TITLE_X;

	if (row->others == ROWS_BELOW) {
		int columns = source_columns(ui, place);

		row = rows_at(&ui->list.rows, place);
		lead_x = x += BELOW_INDENT;
		paint_fitted(paint, y, x, columns, row->source_title,
		    ROLE_DIM);
		x += columns + 2;
	}
	paint_title(ui, paint, y, x, style->width - x - right, row,
	    row->title);
	if (style->has_lead)
		paint_lead(ui, paint, style, y + 1, lead_x, row);
}

static void paint_narrow(struct ui *ui, const struct paint *paint,
    const struct list_style *style, int y, const struct article_row *row)
{
	int x = TITLE_X + (row->others == ROWS_BELOW ? BELOW_INDENT : 0);
	int columns = style->width - x - 1, right = 0;
	size_t first = wrap_first_line(row->title, columns);
	struct str text;

	str_init(&text);
	add_badges(ui, &text, style, row);
	if (text.len > 0)
		str_add(&text, " · ");
	add_time(&text, style, row);
	if (style->height == 1) {
		paint_right(paint, y, style->width - 1, text.data, ROLE_DIM);
		paint_title(ui, paint, y, x, columns - 2 -
		    text_width(text.data, text.len), row, row->title);
		str_release(&text);
		return;
	}
	right = paint_right(paint, y + 1, style->width - 1, text.data,
	    ROLE_DIM);
	str_clear(&text);
	str_add_len(&text, row->title, first);
	while (text.len > 0 && text.data[text.len - 1] == ' ')
		str_cut(&text, text.len - 1);
	paint_title(ui, paint, y, x, columns, row, text.data);
	if (row->title[first] != '\0' && row->others != ROWS_BELOW)
		paint_title(ui, paint, y + 1, x, columns - right - 2, row,
		    row->title + first);
	else if (row->source_title != NULL)
		paint_fitted(paint, y + 1, x, columns - right - 2,
		    row->source_title, ROLE_DIM);
	str_release(&text);
}

static void paint_row(struct ui *ui, const struct paint *pane,
    const struct list_style *style, int y, int64_t place)
{
	const struct article_row *row = rows_at(&ui->list.rows, place);
	bool is_selected = place == ui->list.selected;
	bool has_focus = ui->focus == PANE_LIST;
	struct paint paint = *pane;

	if (is_selected && has_focus &&
	    str_equal(config_text(ui->config, "selection"), "row"))
		paint.ground = GROUND_ROW;
	for (int i = 0; i < style->height; i++) {
		paint_blank(&paint, y + i, 0, style->width);
		list_paint_mark(&paint, y + i, is_selected, has_focus);
	}
	list_paint_state(&paint, y, 1, row);
	if (style->is_narrow)
		paint_narrow(ui, &paint, style, y, row);
	else
		paint_wide(ui, &paint, style, y, place);
}

static void paint_group(struct ui *ui, const struct paint *paint,
    const struct list_style *style, int y, int64_t place)
{
	const struct article_row *row = rows_at(&ui->list.rows, place);
	struct str text;

	str_init(&text);
	if (style->has_sources)
		str_add(&text, row->source_title);
	else
		date_add_day(&text, row->published, clock_now());
	paint_blank(paint, y, 0, paint->area.width);
	paint_fitted(paint, y, TITLE_X, paint->area.width - TITLE_X - 1,
	    text.data, ROLE_ACCENT);
	str_release(&text);
}

/* --- the whole -------------------------------------------------------------------- */

/* "All of 214 articles are read." */
static void add_all_read(struct ui *ui, struct str *out)
{
	struct query query = ui->list.rows.query;
	int64_t total = 0, unread;

	query.is_unread_only = false;
	if (!store_count_articles(ui->store, &query, &total, &unread, NULL))
		total = 0;
	format_count(out, ngettext("The one article is read.",
	    "All %d articles are read.", (unsigned long)total), (int)total);
}

bool list_has_offers(struct ui *ui)
{
	const struct source *source = sources_view_find(ui,
	    ui->list.rows.query.source_id);

	return source != NULL && source->error.code == ERROR_FEED_IS_PAGE &&
	    source->error.number > 0;
}

static void paint_nothing(struct ui *ui, const struct paint *paint)
{
	const struct rows *rows = &ui->list.rows;
	const struct source *source = sources_view_find(ui,
	    rows->query.source_id);
	struct str why;

	str_init(&why);
	if (ui->list.is_search) {
		if (ui->prompt.searched.len > 0 &&
		    !search_view_is_pending(ui)) {
			str_addf(&why, _("No results for “%s”."),
			    ui->prompt.searched.data);
			list_paint_empty(paint, why.data,
			    _("Fewer words find more · Ctrl-U clears"));
		}
	} else if (ui->sources.source_count == 0) {
		list_paint_empty(paint, _("No sources are followed yet."),
		    ui->options->is_sample
		        ? _("a: add by province or address")
		        : _("a: add by province or address · "
		            "Enter: read the sample"));
	} else if (rows->query.is_starred_only) {
		list_paint_empty(paint, _("Nothing is starred yet."),
		    _("s stars the selected article, to be found here"));
	} else if (rows->query.is_unread_only) {
		add_all_read(ui, &why);
		list_paint_empty(paint, why.data,
		    _("U shows what was read · R refreshes all"));
	} else if (list_has_offers(ui)) {
		list_paint_empty(paint,
		    _("This address is a web page, not a feed."),
		    _("Enter: choose among the feeds found there"));
	} else if (source != NULL && source_needs_look(source)) {
		str_add(&why, _("This source could not be read yet: "));
		words_add_reason(&why, &source->error, clock_now());
		str_add_char(&why, '.');
		list_paint_empty(paint, why.data,
		    _("i: how it is · r: try again"));
	} else if (source == NULL) {
		list_paint_empty(paint, _("No news in the cache yet."),
		    _("R refreshes all"));
	} else {
		list_paint_empty(paint, _("No news in the cache yet."),
		    _("r refreshes this source · R refreshes all"));
	}
	str_release(&why);
}

void list_paint(struct ui *ui, const struct paint *paint)
{
	struct list_style style = list_style(ui);
	struct list_view *list = &ui->list;
	int y = -list->skip;

	list->painted = list->selected;
	for (int64_t i = list->top; y < style.lines; i++) {
		if (rows_at(&list->rows, i) == NULL)
			break;
		if (list_view_hides(ui, i))
			continue;
		if (list_has_heading(ui, &style, i))
			paint_group(ui, paint, &style, y++, i);
		paint_row(ui, paint, &style, y, i);
		y += style.height;
	}
	if (y < style.lines)
		paint_blank_rows(paint, y < 0 ? 0 : y, style.lines - y);
	if (list->rows.total == 0)
		paint_nothing(ui, paint);
}

/* The line of a row that is on the screen, or -1. */
static int line_of(struct ui *ui, const struct list_style *style,
    int64_t place)
{
	const struct list_view *list = &ui->list;
	int y = -list->skip;

	if (place < list->top || (list->mutes.count == 0 &&
	        place - list->top > style->lines))
		return -1;
	for (int64_t i = list->top; i < place && y < style->lines; i++)
		if (!list_view_hides(ui, i))
			y += style->height + list_has_heading(ui, style, i);
	return y + list_has_heading(ui, style, place);
}

void list_paint_marks(struct ui *ui, const struct paint *paint)
{
	struct list_style style = list_style(ui);
	struct list_view *list = &ui->list;
	int64_t places[2] = {list->painted, list->selected};

	for (int i = 0; i < 2; i++) {
		int y = line_of(ui, &style, places[i]);

		for (int line = 0; y >= 0 && line < style.height; line++)
			list_paint_mark(paint, y + line,
			    places[i] == list->selected,
			    ui->focus == PANE_LIST);
	}
	list->painted = list->selected;
}

void list_place_cursor(struct ui *ui, const struct paint *paint)
{
	struct list_style style = list_style(ui);

	paint_cursor(paint, line_of(ui, &style, ui->list.selected), 1);
}

static int badge_columns(struct ui *ui, const struct list_style *style,
    const struct article_row *row)
{
	struct str badges;
	int columns;

	str_init(&badges);
	add_badges(ui, &badges, style, row);
	columns = badges.len == 0 ? 0
	    : 2 + text_width(badges.data, badges.len);
	str_release(&badges);
	return columns;
}

bool list_is_title_cut(struct ui *ui)
{
	struct list_style style = list_style(ui);
	const struct article_row *row = list_view_row(ui);
	int time = style.has_words ? TIME_LONG : TIME_SHORT;
	int room = style.width - TITLE_X - 1 - time - 2;

	if (row == NULL)
		return false;
	room -= badge_columns(ui, &style, row);
	if (row->others == ROWS_BELOW && style.is_narrow)
		return text_width(row->title, strlen(row->title)) >
		    style.width - TITLE_X - BELOW_INDENT - 1;
	if (row->others == ROWS_BELOW)
		room -= BELOW_INDENT + 2 +
		    source_columns(ui, ui->list.selected);
	row = list_view_row(ui);
	if (style.is_narrow && style.height == 2) {
		size_t first = wrap_first_line(row->title, style.width - TITLE_X - 1);

		return text_width(row->title + first,
		           strlen(row->title + first)) > room - 3;
	}
	return text_width(row->title, strlen(row->title)) > room;
}
