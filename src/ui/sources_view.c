#include "ui/sources_view.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "news/words.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/list_paint.h"

#include <stdlib.h>
#include <string.h>

enum {
	PANE_BELOW = 60,   /* narrower: counts or health, no sentence */
	TITLE_X_PANE = 2,
	TITLE_X = 3,
	COUNT_END = 25,    /* columns of the wide form at 80 */
	TIME_COLUMNS = 9,
};

/* --- entries -------------------------------------------------------------------- */

static bool is_selectable(const struct source_entry *entry)
{
	return entry->kind != ENTRY_GROUP && entry->kind != ENTRY_BLANK;
}

static struct source_entry *add_entry(struct sources_view *view,
    enum source_entry_kind kind, const char *title)
{
	struct source_entry *entry = &view->entries[view->entry_count++];

	entry->kind = kind;
	entry->title = title;
	return entry;
}

static void add_group(struct sources_view *view, const char *province,
    bool has_name)
{
	bool is_first = true;

	for (size_t i = 0; i < view->source_count; i++) {
		const struct source *source = &view->sources[i];
		struct source_entry *entry;

		if (!str_equal(source->province, province))
			continue;
		if (is_first) {
			add_entry(view, ENTRY_BLANK, "");
			if (has_name)
				add_entry(view, ENTRY_GROUP,
				    province[0] == '\0' ? _("Everywhere")
				                        : province);
		}
		is_first = false;
		entry = add_entry(view, ENTRY_SOURCE, source->title[0] == '\0'
		        ? source->url : source->title);
		entry->source = source;
		entry->count = source->unread;
	}
}

/* By province, in the order in which they came. */
static void add_groups(struct sources_view *view)
{
	bool has_names = false;

	for (size_t i = 0; i < view->source_count; i++)
		has_names = has_names || view->sources[i].province[0] != '\0';
	for (size_t i = 0; i < view->source_count; i++) {
		const char *province = view->sources[i].province;
		bool is_known = false;

		for (size_t k = 0; k < i && !is_known; k++)
			is_known = str_equal(view->sources[k].province,
			    province);
		if (!is_known)
			add_group(view, province, has_names);
	}
}

/* Only trouble on the way to servers, and with all of them. */
static bool is_unreachable(const struct source *source)
{
	switch (source->error.code) {
	case ERROR_NET_HOST:
	case ERROR_NET_CONNECT:
	case ERROR_NET_OFFLINE:
		return source->health == HEALTH_FAILED;
	default:
		return false;
	}
}

static void sum_up(struct sources_view *view)
{
	view->unread = 0;
	view->needing_look = 0;
	view->last_success = 0;
	view->is_offline = view->source_count > 0;
	for (size_t i = 0; i < view->source_count; i++) {
		const struct source *source = &view->sources[i];

		view->unread += source->unread;
		view->needing_look += source_needs_look(source);
		if (source->last_success > view->last_success)
			view->last_success = source->last_success;
		if (!is_unreachable(source))
			view->is_offline = false;
	}
}

static int64_t count_starred(struct ui *ui)
{
	struct query query = {.is_starred_only = true};
	int64_t total = 0, unread;

	if (!store_count_articles(ui->store, &query, &total, &unread, NULL))
		return 0;
	return total;
}

/* What an entry's list holds. */
static struct query query_of(const struct source_entry *entry)
{
	struct query query = {0};

	if (entry->kind == ENTRY_SOURCE)
		query.source_id = entry->source->id;
	else if (entry->kind == ENTRY_TAG)
		query.tag = entry->title;
	else if (entry->kind == ENTRY_SEARCH)
		query.text = entry->query;
	else if (entry->kind == ENTRY_STARRED)
		query.is_starred_only = true;
	return query;
}

static bool is_same_list(const struct query *a, const struct query *b)
{
	return a->source_id == b->source_id &&
	    a->is_starred_only == b->is_starred_only &&
	    str_equal(a->tag, b->tag) && str_equal(a->text, b->text);
}

static bool select_entry(struct sources_view *view, const struct query *query)
{
	for (int i = 0; i < view->entry_count; i++) {
		struct query other = query_of(&view->entries[i]);

		if (is_selectable(&view->entries[i]) &&
		    is_same_list(&other, query)) {
			view->selected = i;
			return true;
		}
	}
	while (view->selected > 0 &&
	    (view->selected >= view->entry_count ||
	        !is_selectable(&view->entries[view->selected])))
		view->selected--;
	return false;
}

/* Searches that are kept, with what is unread of each. */
static void add_searches(struct ui *ui)
{
	const struct saved_searches *saved = &ui->saved;

	for (size_t i = 0; i < saved->count; i++) {
		struct source_entry *entry = add_entry(&ui->sources,
		    ENTRY_SEARCH, arena_dup(&ui->sources.arena,
		    saved->rows[i].title));

		entry->query = arena_dup(&ui->sources.arena,
		    saved->rows[i].query);
		entry->id = saved->rows[i].id;
		entry->count = saved->unread[i];
	}
}

void sources_view_count_search(struct ui *ui, int64_t id, int64_t unread)
{
	for (int i = 0; i < ui->sources.entry_count; i++) {
		struct source_entry *entry = &ui->sources.entries[i];

		if (entry->kind == ENTRY_SEARCH && entry->id == id)
			entry->count = unread;
	}
	ui_touch_pane(ui, PANE_SOURCES);
}

int64_t sources_view_search(const struct ui *ui)
{
	const struct sources_view *view = &ui->sources;

	return view->selected < view->entry_count &&
	        view->entries[view->selected].kind == ENTRY_SEARCH
	    ? view->entries[view->selected].id : 0;
}

/* The tags that articles have, with what is unread of each. */
static void add_tags(struct ui *ui, char **tags, size_t count)
{
	struct sources_view *view = &ui->sources;

	if (count > 0) {
		add_entry(view, ENTRY_BLANK, "");
		add_entry(view, ENTRY_GROUP, _("Tags"));
	}
	for (size_t i = 0; i < count; i++) {
		struct query query = {.tag = tags[i]};
		int64_t total, unread = 0;

		if (store_count_articles(ui->store, &query, &total, &unread,
		        NULL))
			add_entry(view, ENTRY_TAG, tags[i])->count = unread;
	}
}

void sources_view_load(struct ui *ui)
{
	struct sources_view *view = &ui->sources;
	struct query query = {0};
	struct error error;
	char **tags = NULL, *tag = NULL, *words = NULL;
	size_t tag_count = 0;

	if (view->selected < view->entry_count) {
		query = query_of(&view->entries[view->selected]);
		tag = mem_dup(query.tag);
		query.tag = tag;
		words = mem_dup(query.text);
		query.text = words;
	}
	saved_load(ui);
	arena_release(&view->arena);
	view->entry_count = 0;
	view->source_count = 0;
	if (!store_read_sources(ui->store, &view->arena, &view->sources,
	        &view->source_count, &error))
		status_warn(ui, _("The cache could not be read"), &error);
	if (!store_list_tags(ui->store, &view->arena, &tags, &tag_count,
	        NULL))
		tag_count = 0;
	view->entries = arena_array(&view->arena, view->source_count * 3 + tag_count +
	        ui->saved.count + 4,
	    sizeof(*view->entries));
	sum_up(view);
	add_entry(view, ENTRY_ALL, _("All sources"))->count = view->unread;
	add_entry(view, ENTRY_STARRED, _("Starred"))->count =
	    count_starred(ui);
	add_searches(ui);
	add_groups(view);
	add_tags(ui, tags, tag_count);
	select_entry(view, &query);
	free(tag);
	free(words);
	ui_touch_pane(ui, PANE_SOURCES);
	ui_touch(ui, DIRTY_STATUS | DIRTY_HEADINGS);
}

void sources_view_count(struct ui *ui, int64_t source_id, int change,
    int starred)
{
	struct sources_view *view = &ui->sources;

	view->unread += change;
	for (size_t i = 0; i < view->source_count; i++)
		if (view->sources[i].id == source_id)
			view->sources[i].unread += change;
	for (int i = 0; i < view->entry_count; i++) {
		struct source_entry *entry = &view->entries[i];

		if (entry->kind == ENTRY_ALL)
			entry->count = view->unread;
		else if (entry->kind == ENTRY_STARRED)
			entry->count += starred;
		else if (entry->kind == ENTRY_SOURCE)
			entry->count = entry->source->unread;
	}
	ui_touch_pane(ui, PANE_SOURCES);
	ui_touch(ui, DIRTY_HEADINGS);
}

const struct source *sources_view_find(const struct ui *ui, int64_t id)
{
	for (size_t i = 0; i < ui->sources.source_count; i++)
		if (ui->sources.sources[i].id == id)
			return &ui->sources.sources[i];
	return NULL;
}

const struct source *sources_view_selected(const struct ui *ui)
{
	const struct sources_view *view = &ui->sources;

	if (view->selected >= view->entry_count)
		return NULL;
	return view->entries[view->selected].source;
}

bool sources_view_select(struct ui *ui, const struct query *query)
{
	ui_touch_pane(ui, PANE_SOURCES);
	return select_entry(&ui->sources, query);
}

const char *sources_view_title(const struct ui *ui)
{
	return ui->sources.entries[ui->sources.selected].title;
}

/* "o ch", "bao o": words' beginnings in order; or initials: "bqt". */
static bool is_called(const char *folded, const char *sought)
{
	const char *initial = sought;

	for (const char *at = folded; *at != '\0'; at++) {
		bool begins = at == folded || at[-1] == ' ';

		if (begins && str_starts(at, sought))
			return true;
		if (begins && *initial == *at && *initial != '\0')
			initial++;
	}
	return *initial == '\0';
}

/* Whether an entry fits what is sought for by a jump. */
static bool is_sought(const struct ui *ui, const struct source_entry *entry)
{
	struct str folded;
	bool is_fit;

	if (!is_selectable(entry))
		return false;
	str_init(&folded);
	text_fold(&folded, entry->title, strlen(entry->title));
	is_fit = is_called(folded.data, ui->sources.sought);
	str_release(&folded);
	return is_fit;
}

/* To the next row; while a jump is typed, to the next that fits. */
static void step(struct ui *ui, int sign)
{
	struct sources_view *view = &ui->sources;
	int place = view->selected + sign;

	while (place >= 0 && place < view->entry_count &&
	    !(view->sought != NULL ? is_sought(ui, &view->entries[place])
	                           : is_selectable(&view->entries[place])))
		place += sign;
	if (place >= 0 && place < view->entry_count)
		view->selected = place;
}

void sources_view_seek(struct ui *ui, const char *folded)
{
	struct sources_view *view = &ui->sources;

	free(view->sought);
	view->sought = folded[0] == '\0' ? NULL : mem_dup(folded);
	view->selected = view->jump_from;
	for (int i = 0; view->sought != NULL && i < view->entry_count; i++) {
		if (is_sought(ui, &view->entries[i])) {
			view->selected = i;
			break;
		}
	}
	ui_touch_pane(ui, PANE_SOURCES);
	ui_touch(ui, DIRTY_STATUS);
}

void sources_view_forget_seek(struct ui *ui)
{
	free(ui->sources.sought);
	ui->sources.sought = NULL;
}

void sources_view_step(struct ui *ui, int64_t source_id)
{
	struct sources_view *view = &ui->sources;
	const struct source *source = sources_view_selected(ui);
	int before = view->selected;

	if (source == NULL || source->id != source_id)
		return;
	step(ui, 1);
	if (view->selected == before)
		step(ui, -1);
}

/* --- painting --------------------------------------------------------------------- */

static void show_selected(struct ui *ui)
{
	struct sources_view *view = &ui->sources;
	int lines = ui->panes.at[PANE_SOURCES].height;
	int first = view->selected;

	/* a group's name, and the blank above it, come along */
	while (first > 0 && !is_selectable(&view->entries[first - 1]))
		first--;
	if (first < view->top)
		view->top = first;
	if (view->selected >= view->top + lines)
		view->top = view->selected - lines + 1;
	if (view->top > 0 && view->entry_count - view->top < lines)
		view->top = view->entry_count > lines
		    ? view->entry_count - lines : 0;
}

static void add_when(struct str *out, const struct source *source)
{
	if (source->last_success == 0)
		str_add(out, _("not yet"));
	else
		date_add_short(out, source->last_success, clock_now());
}

/* The pane: the title, and its count or its trouble in a word. */
static void paint_short(const struct paint *paint, int y,
    const struct source_entry *entry)
{
	bool is_bad = entry->source != NULL &&
	    words_health_short(entry->source)[0] != '\0';
	int end = paint->area.width - 1, taken = 0;
	struct str text;

	str_init(&text);
	if (is_bad)
		str_add(&text, words_health_short(entry->source));
	else if (entry->count > 0)
		format_number(&text, entry->count);
	if (text.len > 0)
		taken = paint_right(paint, y, end, text.data,
		    is_bad && source_needs_look(entry->source) ? ROLE_WARN
		                                               : ROLE_DIM);
	paint_fitted(paint, y, TITLE_X_PANE,
	    end - TITLE_X_PANE - (taken > 0 ? taken + 1 : 0), entry->title,
	    ROLE_TEXT);
	str_release(&text);
}

/* Behind the longest title, as far as a sentence of health has room. */
static int count_column(const struct sources_view *view, int width)
{
	int end = COUNT_END, most = 0;
	struct str text;

	str_init(&text);
	for (int i = 0; i < view->entry_count; i++) {
		const struct source_entry *entry = &view->entries[i];
		int column = TITLE_X + 4 +
		    text_width(entry->title, strlen(entry->title));

		if (column > end)
			end = column;
		str_clear(&text);
		if (entry->source != NULL)
			words_add_health(&text, entry->source, clock_now());
		column = text_width(text.data, text.len);
		if (column > most)
			most = column;
	}
	str_release(&text);
	most = width - 1 - most - TIME_COLUMNS - 3;
	if (end > most)
		end = most;
	return end < COUNT_END ? COUNT_END : end;
}

/* The screen: title, count, when, and how it is in a sentence. */
static void paint_long(const struct sources_view *view,
    const struct paint *paint, int y, const struct source_entry *entry)
{
	int count_end = count_column(view, paint->area.width);
	const struct source *source = entry->source;
	struct str text;
	int taken = 0, x;

	str_init(&text);
	if (entry->count > 0) {
		format_number(&text, entry->count);
		taken = paint_right(paint, y, count_end, text.data, ROLE_DIM);
	}
	if (taken < 3)
		taken = 3;
	paint_fitted(paint, y, TITLE_X, count_end - TITLE_X - taken - 1,
	    entry->title, ROLE_TEXT);
	if (source != NULL) {
		str_clear(&text);
		add_when(&text, source);
		x = count_end + 3;
		paint_words(paint, y, x, TIME_COLUMNS, text.data, ROLE_DIM);
		str_clear(&text);
		words_add_health(&text, source, clock_now());
		x += TIME_COLUMNS;
		paint_fitted(paint, y, x, paint->area.width - x - 1,
		    text.data, source_needs_look(source) ? ROLE_WARN
		                                         : ROLE_DIM);
	}
	str_release(&text);
}

static void paint_entry(struct ui *ui, const struct paint *paint, int y,
    int place)
{
	const struct source_entry *entry = &ui->sources.entries[place];
	bool is_wide = paint->area.width >= PANE_BELOW;
	bool is_selected = place == ui->sources.selected;
	bool has_focus = ui->focus == PANE_SOURCES;

	if (entry->kind == ENTRY_GROUP)
		paint_fitted(paint, y, is_wide ? TITLE_X : TITLE_X_PANE,
		    paint->area.width - TITLE_X - 1, entry->title,
		    ROLE_ACCENT);
	if (!is_selectable(entry))
		return;
	list_paint_mark(paint, y, is_selected, has_focus);
	if (entry->source != NULL && source_needs_look(entry->source))
		paint_words(paint, y, is_selected || is_wide ? 1 : 0, 1,
		    SIGN_TROUBLE, ROLE_WARN);
	if (is_wide)
		paint_long(&ui->sources, paint, y, entry);
	else
		paint_short(paint, y, entry);
}

static void paint_sources(struct ui *ui, const struct paint *paint)
{
	const struct sources_view *view = &ui->sources;

	show_selected(ui);
	paint_blank_rows(paint, 0, paint->area.height);
	for (int y = 0; y < paint->area.height; y++)
		if (view->top + y < view->entry_count)
			paint_entry(ui, paint, y, view->top + y);
	if (view->source_count == 0)
		list_paint_empty(&(struct paint){paint->theme,
		    {paint->area.y + 2, paint->area.x,
		        paint->area.height - 2, paint->area.width},
		    paint->ground}, _("No sources are followed yet."),
		    _("a: add by province or address"));
}

static void place_cursor(struct ui *ui, const struct paint *paint)
{
	paint_cursor(paint, ui->sources.selected - ui->sources.top, 1);
}

/* --- the table ------------------------------------------------------------------------ */

static void move(struct ui *ui, enum motion motion, int sign)
{
	int lines = ui->panes.at[PANE_SOURCES].height;
	int count = motion == MOTION_LINE ? 1
	    : motion == MOTION_HALF       ? lines / 2
	    : motion == MOTION_PAGE       ? lines - 1
	                                  : ui->sources.entry_count;

	while (count-- > 0)
		step(ui, sign);
	ui_touch_pane(ui, PANE_SOURCES);
}

static void scroll(struct ui *ui, int lines)
{
	move(ui, MOTION_LINE, lines > 0 ? 1 : -1);
}

static bool select_at(struct ui *ui, int y, int x)
{
	struct sources_view *view = &ui->sources;
	int place = view->top + y;

	(void)x;
	if (place >= view->entry_count ||
	    !is_selectable(&view->entries[place]))
		return false;
	view->selected = place;
	ui_touch_pane(ui, PANE_SOURCES);
	return true;
}

/* Its list, over the one that going back returns to. */
static void open_entry(struct ui *ui)
{
	const struct source_entry *entry =
	    &ui->sources.entries[ui->sources.selected];
	struct query query = query_of(entry);
	struct list_view *list = &ui->list;

	if (entry->kind == ENTRY_SEARCH) {
		search_view_open(ui, entry->query);
		return;
	}
	if (list->is_search)
		list_view_pop(ui);
	if (entry->kind == ENTRY_ALL && list->level_count > 0) {
		list_view_pop(ui);
	} else if (!list_view_is_of(ui, &query)) {
		if (list->level_count == 0)
			list_view_push(ui);
		list_view_open(ui, &query, entry->title);
	}
	ui_focus(ui, PANE_LIST);
}

static bool back(struct ui *ui)
{
	if (str_equal(config_text(ui->config, "start"), "sources"))
		return false;
	if (ui->list.is_search)
		list_view_pop(ui);
	if (ui->list.level_count > 0)
		list_view_pop(ui);
	sources_view_select(ui, &ui->list.rows.query);
	ui_focus(ui, PANE_LIST);
	return true;
}

static void add_heading(struct ui *ui, struct str *left, struct str *right)
{
	const struct sources_view *view = &ui->sources;
	bool is_wide = ui->panes.at[PANE_SOURCES].width >= PANE_BELOW;

	str_add(left, _("Sources"));
	if (!is_wide) {
		format_number(right, (int64_t)view->source_count);
		return;
	}
	format_dot(left);
	format_number(left, (int64_t)view->source_count);
	if (view->unread > 0)
		format_count(right, _("%d unread"), view->unread);
}

static void add_status(struct ui *ui, struct str *out, int columns)
{
	const struct source *source = sources_view_selected(ui);

	(void)columns;
	if (source == NULL)
		return;
	str_add(out, source->title);
	if (source->total == 0)
		return;
	format_dot(out);
	format_count(out, source_needs_look(source)
	        ? _("%d stored articles can still be read")
	        : _("%d stored articles"), source->total);
}

const struct view_ops sources_view_ops = {
	.name = N_("sources"),
	.paint = paint_sources,
	.add_heading = add_heading,
	.place_cursor = place_cursor,
	.move = move,
	.scroll = scroll,
	.select_at = select_at,
	.open = open_entry,
	.read_on = open_entry,
	.add_status = add_status,
	.back = back,
};

void sources_view_init(struct ui *ui)
{
	arena_init(&ui->sources.arena);
	sources_view_load(ui);
}

void sources_view_release(struct ui *ui)
{
	free(ui->sources.sought);
	arena_release(&ui->sources.arena);
}
