#include "ui/status.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "news/words.h"
#include "text/date.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/keys.h"
#include "ui/memory.h"

#include <string.h>

enum {
	PROGRESS_MS = 250, /* between two paintings of a progress */
	WIDE_FROM = 120,   /* long bar, bytes */
	BAR_WIDE = 16,
	BAR_NARROW = 8,
	HINTS_MOST = 16,
};

/* --- messages ---------------------------------------------------------------------- */

void status_init(struct ui *ui)
{
	str_init(&ui->status.message);
}

void status_release(struct ui *ui)
{
	str_release(&ui->status.message);
}

void status_say(struct ui *ui, const char *message)
{
	str_clear(&ui->status.message);
	str_add(&ui->status.message, message);
	ui->status.role = ROLE_TEXT;
	ui_touch(ui, DIRTY_STATUS);
}

void status_say_undoable(struct ui *ui, const char *sentence,
    int64_t number)
{
	struct str *message = &ui->status.message;

	status_say(ui, "");
	format_count(message, sentence, number);
	format_dot(message);
	str_add(message, _("u undoes"));
}

void status_complain(struct ui *ui, const char *message)
{
	status_say(ui, "! ");
	str_add(&ui->status.message, message);
	ui->status.role = ROLE_WARN;
}

void status_warn(struct ui *ui, const char *what, const struct error *err)
{
	struct str *message = &ui->status.message;

	status_complain(ui, what);
	str_add(message, ": ");
	words_add_reason(message, err, clock_now());
}

void status_advise(struct ui *ui, const char *advice)
{
	format_dot(&ui->status.message);
	str_add(&ui->status.message, advice);
}

void status_forget(struct ui *ui)
{
	if (ui->status.message.len == 0)
		return;
	str_clear(&ui->status.message);
	ui_touch(ui, DIRTY_STATUS);
}

static void add_sources(struct str *out, int64_t count)
{
	format_count(out, ngettext("%d source", "%d sources",
	    (unsigned long)count), count);
}

static void add_needing_look(struct str *out, int64_t count)
{
	format_count(out, ngettext("%d source needs a look",
	    "%d sources need a look", (unsigned long)count), count);
}

/* --- events of a refresh -------------------------------------------------------------- */

static void say_refreshed(struct ui *ui, const struct event *event)
{
	struct str *message = &ui->status.message;

	if (event->added > 0 && config_bool(ui->config, "bell"))
		terminal_bell(ui->terminal);
	if (ui->status.is_stopped) {
		status_say(ui, _("Stopped"));
		return;
	}
	/* a quiet round of those that were due is no news */
	if (event->added == 0 && event->failed == 0 &&
	    !ui->status.was_asked)
		return;
	/* what one did is not taken away by what followed from it */
	if (message->len > 0 && !ui->status.was_asked)
		return;
	status_say(ui, "");
	str_addf(message, "%s: ", _("Updated"));
	if (event->added > 0)
		format_counts(message, ngettext("%d new from %d source",
		    "%d new from %d sources",
		    (unsigned long)(event->done - event->failed)),
		    (int64_t[]){event->added, event->done - event->failed},
		    2);
	else
		str_add(message, _("nothing new"));
	if (event->failed > 0) {
		format_dot(message);
		add_needing_look(message, event->failed);
	}
}

void status_event(struct ui *ui, const struct event *event)
{
	struct status *status = &ui->status;

	status->progress = *event;
	if (event->kind == EVENT_REFRESHED) {
		status->is_refreshing = false;
		say_refreshed(ui, event);
		status->was_asked = status->is_stopped = false;
	} else {
		status->is_refreshing = event->total > 0;
	}
	status->is_progress_due = true;
}

/* At most four times a second; milliseconds until it may be, or -1. */
int status_tick(struct ui *ui, int64_t ticks)
{
	struct status *status = &ui->status;
	int64_t left = status->painted_at + PROGRESS_MS - ticks;

	if (!status->is_progress_due)
		return -1;
	if (left > 0 && status->is_refreshing)
		return (int)left;
	status->is_progress_due = false;
	status->painted_at = ticks;
	ui_touch(ui, DIRTY_STATUS);
	return -1;
}

/* --- the status line -------------------------------------------------------------------- */

static void add_bar(struct str *out, int columns, int done, int total)
{
	int full = total > 0 ? done * columns / total : 0;

	for (int i = 0; i < columns; i++)
		str_add(out, i < full ? SIGN_BAR : SIGN_BAR_REST);
}

static void add_progress(struct ui *ui, struct str *out, int width)
{
	const struct event *event = &ui->status.progress;
	bool is_wide = width >= WIDE_FROM;

	str_add(out, _("Updating"));
	str_add_char(out, ' ');
	add_bar(out, is_wide ? BAR_WIDE : BAR_NARROW, event->done,
	    event->total);
	str_add(out, "  ");
	format_number(out, event->done);
	str_add_char(out, '/');
	if (is_wide)
		add_sources(out, event->total);
	else
		format_number(out, event->total);
	format_dot(out);
	if (event->failed > 0)
		format_counts(out, _("%d new, %d failed"),
		    (int64_t[]){event->added, event->failed}, 2);
	else
		format_count(out, _("%d new"), event->added);
	if (is_wide) {
		format_dot(out);
		format_bytes(out, event->bytes);
	}
}

static void add_last_update(const struct ui *ui, struct str *out)
{
	const struct sources_view *sources = &ui->sources;
	struct str when;

	str_init(&when);
	if (sources->is_offline && sources->last_success > 0) {
		date_add_clock(&when, sources->last_success);
		str_addf(out, _("offline, news until %s"), when.data);
	} else {
		add_sources(out, (int64_t)sources->source_count);
		if (sources->last_success > 0) {
			format_dot(out);
			date_add_relative(&when, sources->last_success,
			    clock_now());
			if (clock_now() - sources->last_success < 60)
				str_add(out, when.data);
			else
				str_addf(out, _("updated %s"), when.data);
		}
	}
	str_release(&when);
}

static void add_state(struct ui *ui, struct str *out, int width)
{
	if (ui->status.is_refreshing) {
		add_progress(ui, out, width);
		return;
	}
	if (ui->sources.source_count == 0)
		return;
	if (ui->focus == PANE_SOURCES && ui->sources.needing_look > 0) {
		add_needing_look(out, ui->sources.needing_look);
		format_dot(out);
		add_sources(out, (int64_t)ui->sources.source_count);
		return;
	}
	add_last_update(ui, out);
}

void status_paint(struct ui *ui, const struct paint *paint)
{
	int width = paint->area.width, right;
	enum role role = ROLE_TEXT;
	struct str left, state;

	str_init(&left);
	str_init(&state);
	add_state(ui, &state, width);
	if (ui->status.message.len > 0) {
		str_add(&left, ui->status.message.data);
		role = ui->status.role;
	} else {
		right = text_width(state.data, state.len);
		ui_view(ui->focus)->add_status(ui, &left,
		    width - 2 - (right > 0 ? right + 2 : 0));
	}
	paint_blank(paint, 0, 0, width);
	right = text_width(state.data, state.len);
	/* what is said here goes before what always stands there */
	if (right > width - 2 ||
	    text_width(left.data, left.len) + right + 4 > width) {
		bool is_worth = ui->status.is_refreshing &&
		    ui->status.message.len == 0 && right + 12 < width;

		if (!is_worth)
			right = 0;
	}
	if (right > 0)
		paint_right(paint, 0, width - 1, state.data,
		    ui->sources.is_offline ? ROLE_WARN : ROLE_TEXT);
	paint_fitted(paint, 0, 1, width - 2 - (right > 0 ? right + 2 : 0),
	    left.data, role);
	str_release(&left);
	str_release(&state);
}

/* --- hints -------------------------------------------------------------------------------- */

/* In the order they stand; the greatest rank goes first for want of room. */
struct hint {
	unsigned places;
	bool in_stack, in_columns;
	const char *command, *label; /* N_ */
	int rank;
};

static const struct hint hints[] = {
    {IN_LIST, true, true, "open", N_("read"), 1},
    {IN_LIST, true, true, "read-on", N_("read on"), 4},
    {IN_LIST, false, true, "next-pane", N_("other pane"), 3},
    {IN_LIST, true, true, "next-unread", N_("unread"), 5},
    {IN_LIST, true, true, "star", N_("star"), 6},
    {IN_LIST, false, true, "toggle-read", N_("read or not"), 8},
    {IN_LIST, false, true, "undo", N_("undo"), 9},
    {IN_LIST, true, true, "search", N_("search"), 2},
    {IN_LIST, true, false, "next-pane", N_("sources"), 3},
    {IN_ARTICLE, true, true, "read-on", N_("read on"), 1},
    {IN_ARTICLE, true, true, "next-pane", N_("related news"), 2},
    {IN_ARTICLE, true, true, "next-article", N_("next article"), 4},
    {IN_ARTICLE, true, true, "find", N_("find"), 6},
    {IN_ARTICLE, true, true, "links", N_("link"), 5},
    {IN_ARTICLE, true, true, "browser", N_("browser"), 7},
    {IN_ARTICLE, false, true, "zoom", N_("zoom"), 8},
    {IN_RELATED, true, true, "open", N_("read"), 1},
    {IN_RELATED, true, true, "next-pane", N_("other pane"), 2},
    {IN_RELATED, true, true, "star", N_("star"), 4},
    {IN_RELATED, true, true, "browser", N_("browser"), 5},
    {IN_TIMELINE, true, true, "open", N_("read"), 1},
    {IN_TIMELINE, true, true, "star", N_("star"), 4},
    {IN_TIMELINE, true, true, "toggle-read", N_("read or not"), 5},
    {IN_TIMELINE, true, true, "back", N_("back"), 2},
    {IN_SOURCES, true, true, "open", N_("open"), 1},
    {IN_SOURCES, true, true, "refresh", N_("refresh"), 3},
    {IN_SOURCES, true, true, "refresh-all", N_("all"), 4},
    {IN_SOURCES, true, true, "search", N_("search"), 5},
    {IN_SOURCES, true, true, "back", N_("back"), 2},
    {IN_SOURCES, true, true, "add", N_("add"), 6},
    {IN_SOURCES, true, true, "edit", N_("change"), 8},
    {IN_SOURCES, true, true, "remove", N_("remove"), 9},
    {IN_SOURCES, true, true, "health", N_("health"), 7},
    {IN_SHEET, true, true, "open", N_("open"), 3},
    {IN_SHEET, true, true, "refresh", N_("try again"), 4},
    {IN_SHEET, true, true, "edit", N_("change the address"), 5},
    {IN_SHEET, true, true, "back", N_("back"), 1},
    {IN_HELP, true, true, "filter", N_("filter"), 3},
    {IN_HELP, true, true, "open", N_("run"), 2},
    {IN_HELP, true, true, "back", N_("back"), 1},
    {IN_NEWS, true, true, "help", N_("keys"), 0},
    {IN_LIST, true, true, "quit", NULL, 7},
    {IN_ARTICLE | IN_RELATED, true, true, "quit", NULL, 4},
};

static const char *hint_label(struct ui *ui, const struct hint *hint)
{
	if (hint->label != NULL)
		return _(hint->label);
	return ui->focus == PANE_LIST && ui->list.level_count == 0 &&
	        !ui->list.is_search
	    ? _("quit") : _("back");
}

static int hint_width(struct ui *ui, const struct hint *hint,
    struct str *key)
{
	const char *label = hint_label(ui, hint);

	str_clear(key);
	bindings_add_keys(&ui->bindings, bindings_key(&ui->bindings,
	    hint->command, ui->focus), key);
	return text_width(key->data, key->len) + 1 +
	    text_width(label, strlen(label));
}

/* The hints of this place that fit, by rank, in so many columns. */
static size_t choose_hints(struct ui *ui, int columns, int gap,
    const struct hint *chosen[HINTS_MOST])
{
	bool is_stack = ui_is_stack(ui);
	size_t count = 0;
	struct str key;
	int taken = 0;

	str_init(&key);
	for (size_t i = 0; i < ARRAY_LEN(hints); i++) {
		const struct hint *hint = &hints[i];

		if ((hint->places & IN(ui->focus)) == 0 ||
		    (ui->focus == PANE_SHEET && !sheet_takes(ui, hint->command)) ||
		    !(is_stack ? hint->in_stack : hint->in_columns) ||
		    (hint->rank > 0 && memory_is_known(ui, hint->command)) ||
		    bindings_key(&ui->bindings, hint->command, ui->focus) ==
		        PRESS_NONE)
			continue;
		chosen[count++] = hint;
		taken += hint_width(ui, hint, &key) + gap;
	}
	while (count > 0 && taken - gap > columns) {
		size_t worst = 0;

		for (size_t i = 1; i < count; i++)
			if (chosen[i]->rank > chosen[worst]->rank)
				worst = i;
		taken -= hint_width(ui, chosen[worst], &key) + gap;
		memmove(&chosen[worst], &chosen[worst + 1],
		    (count - worst - 1) * sizeof(chosen[0]));
		count--;
	}
	str_release(&key);
	return count;
}

void status_paint_hints(struct ui *ui, const struct paint *paint)
{
	const struct hint *chosen[HINTS_MOST];
	int width = paint->area.width, gap = width >= 100 ? 3 : 2, x = 1;
	size_t count = choose_hints(ui, width - 2, gap, chosen);
	struct str key;

	str_init(&key);
	paint_blank(paint, 0, 0, width);
	for (size_t i = 0; i < count; i++) {
		hint_width(ui, chosen[i], &key);
		x += paint_words(paint, 0, x, width, key.data, ROLE_STRONG);
		x += 1 + paint_words(paint, 0, x + 1, width,
		    hint_label(ui, chosen[i]), ROLE_DIM);
		x += gap;
	}
	str_release(&key);
}
