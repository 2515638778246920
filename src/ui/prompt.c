#include "ui/prompt.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/fold.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/keys.h"

#include <string.h>

enum { OVERLAY_MOST = 6, OVERLAY_X = 5, NAME_COLUMNS = 22, KEY_COLUMNS = 9 };

static const struct prompt_ops *ops_of(const struct ui *ui)
{
	return &prompt_kinds[ui->prompt.kind];
}

/* --- opening and closing -------------------------------------------------------- */

void prompt_init(struct ui *ui)
{
	field_init(&ui->prompt.field);
	str_init(&ui->prompt.searched);
}

void prompt_release(struct ui *ui)
{
	field_release(&ui->prompt.field);
	str_release(&ui->prompt.searched);
}

static void touch(struct ui *ui)
{
	ui_touch(ui, DIRTY_HINT | DIRTY_STATUS | DIRTY_HEADINGS);
	/* what it lists lies over the panes */
	if (ui->prompt.overlay > 0 || ui->prompt.kind == PROMPT_COMMAND ||
	    ui->prompt.kind == PROMPT_SEARCH)
		ui_touch(ui, DIRTY_LAYOUT);
}

void prompt_open_with(struct ui *ui, enum prompt_kind kind, const char *text)
{
	struct prompt *prompt = &ui->prompt;

	prompt->kind = kind;
	prompt->due = 0;
	prompt->from = ui->focus;
	field_set(&prompt->field, text);
	touch(ui);
}

void prompt_open(struct ui *ui, enum prompt_kind kind)
{
	prompt_open_with(ui, kind, "");
}

void prompt_close(struct ui *ui)
{
	touch(ui);
	ui->prompt.kind = PROMPT_NONE;
	ui->prompt.due = 0;
	ui->prompt.overlay = 0;
	/* marks in the text */
	ui_touch_pane(ui, PANE_ARTICLE);
}

/* --- acting upon the text ---------------------------------------------------------- */

static void apply(struct ui *ui)
{
	const struct prompt_ops *ops = ops_of(ui);
	struct str text;

	ui->prompt.due = 0;
	if (ops->change == NULL)
		return;
	str_init(&text);
	str_add(&text, ui->prompt.field.text.data);
	ops->change(ui, text.data);
	str_release(&text);
}

void prompt_tick(struct ui *ui, int64_t ticks)
{
	if (ui->prompt.due != 0 && ticks >= ui->prompt.due)
		apply(ui);
}

void prompt_changed(struct ui *ui)
{
	const struct prompt_ops *ops = ops_of(ui);

	if (ops->change != NULL && ops->settle_ms == 0)
		apply(ui);
	else if (ops->change != NULL)
		ui->prompt.due = clock_ticks() + ops->settle_ms;
	touch(ui);
}

void prompt_accept(struct ui *ui)
{
	enum prompt_kind kind = ui->prompt.kind;
	struct str text;

	if (ui->prompt.due != 0)
		apply(ui);
	/* with one digit's worth of links that has answered it */
	if (ui->prompt.kind != kind)
		return;
	str_init(&text);
	str_add(&text, ui->prompt.field.text.data);
	if (prompt_kinds[kind].accept(ui, text.data) &&
	    ui->prompt.kind == kind)
		prompt_close(ui);
	str_release(&text);
}

static void cancel(struct ui *ui)
{
	const struct prompt_ops *ops = ops_of(ui);

	prompt_close(ui);
	if (ops->cancel != NULL)
		ops->cancel(ui);
}

/* ↓ ↑ walk what was found, from the field. */
static bool walks_results(struct ui *ui, int press)
{
	if (!ops_of(ui)->has_walk ||
	    (press != PRESS_DOWN && press != PRESS_UP))
		return false;
	ui_view(ui->focus)->move(ui, MOTION_LINE,
	    press == PRESS_DOWN ? 1 : -1);
	return true;
}

void prompt_press(struct ui *ui, int press)
{
	struct prompt *prompt = &ui->prompt;

	if (press == PRESS_ENTER) {
		prompt_accept(ui);
	} else if (press == PRESS_ESCAPE || press == PRESS_CTRL('C')) {
		cancel(ui);
	} else if (press == PRESS_TAB) {
		if (ops_of(ui)->complete != NULL)
			ops_of(ui)->complete(ui);
	} else if (press == PRESS_BACKSPACE && prompt->field.text.len == 0 &&
	    prompt->kind == PROMPT_COMMAND) {
		cancel(ui);
	} else if (ops_of(ui)->press != NULL &&
	    ops_of(ui)->press(ui, press)) {
		ui_touch(ui, DIRTY_HINT);
	} else if (!walks_results(ui, press) &&
	    field_press(&prompt->field, press)) {
		prompt_changed(ui);
	}
}

/* --- painting ------------------------------------------------------------------------ */

/* Columns of the text's window, and the first byte in it. */
static int text_window(const struct ui *ui, const struct paint *paint,
    size_t *from)
{
	const struct prompt *prompt = &ui->prompt;
	const char *name = _(ops_of(ui)->label);
	int start = text_width(name, strlen(name)) +
	    (prompt->kind != PROMPT_COMMAND);
	int room = paint->area.width - start - 1;
	int over = field_column(&prompt->field) - room;

	*from = over > 0 ? text_fit(prompt->field.text.data,
	                       prompt->field.text.len, over) : 0;
	return start;
}

void prompt_paint(struct ui *ui, const struct paint *paint)
{
	const struct prompt *prompt = &ui->prompt;
	const struct prompt_ops *ops = ops_of(ui);
	int width = paint->area.width, x;
	struct str hint;
	size_t from;

	str_init(&hint);
	if (ops->add_hint != NULL)
		ops->add_hint(ui, &hint);
	if (hint.len == 0)
		str_add(&hint, _(ops->hint));
	x = text_window(ui, paint, &from);
	paint_blank(paint, 0, 0, width);
	paint_words(paint, 0, 0, width, _(ops->label), ROLE_TEXT);
	x += paint_text(paint, 0, x, width - x - 1,
	    prompt->field.text.data + from, prompt->field.text.len - from,
	    ROLE_STRONG);
	if (x + text_width(hint.data, hint.len) + 4 <= width)
		paint_right(paint, 0, width - 1, hint.data, ROLE_DIM);
	str_release(&hint);
}

void prompt_place_cursor(struct ui *ui, const struct paint *paint)
{
	const struct prompt *prompt = &ui->prompt;
	size_t from;
	int x = text_window(ui, paint, &from);

	paint_cursor(paint, 0, x + field_column(&prompt->field) -
	        text_width(prompt->field.text.data, from));
}

/* --- completions ----------------------------------------------------------------------- */

/* By the name's beginning, or by words of its help. */
static bool fits(const struct ui *ui, const struct command *command,
    const char *typed, bool is_name)
{
	bool begins = str_starts(command->name, typed);
	struct str folded, help;
	bool is_fit;

	if ((command->places & IN(ui->focus)) == 0)
		return false;
	if (is_name || begins)
		return begins == is_name;
	str_init(&folded);
	text_fold(&folded, typed, strlen(typed));
	str_init(&help);
	text_fold(&help, _(command->help), strlen(_(command->help)));
	is_fit = text_contains_folded(help.data, folded.data);
	str_release(&help);
	str_release(&folded);
	return is_fit;
}

static void paint_choice(struct ui *ui, const struct paint *page, int y,
    const struct command *command)
{
	int width = page->area.width, x = OVERLAY_X;
	int press = bindings_key(&ui->bindings, command->name, ui->focus);
	struct str key;

	str_init(&key);
	if (press != PRESS_NONE)
		bindings_add_keys(&ui->bindings, press, &key);
	paint_blank(page, y, 0, width);
	paint_fitted(page, y, x, NAME_COLUMNS, command->name, ROLE_STRONG);
	x += NAME_COLUMNS + 1;
	paint_fitted(page, y, x, KEY_COLUMNS, key.data, ROLE_DIM);
	x += KEY_COLUMNS + 1;
	paint_fitted(page, y, x, width - x - 1, _(command->help), ROLE_TEXT);
	str_release(&key);
}

/* Filters that may be typed, over the lowest row of the body. */
static void paint_offers(struct ui *ui, const struct paint *page)
{
	int width = page->area.width, y = ui->panes.status_y - 1, right;
	struct str text;

	if (ui->panes.status_y < 8)
		return;
	right = text_width(_("Tab completes"), strlen(_("Tab completes")));
	str_init(&text);
	search_view_add_offers(ui, &text, width - OVERLAY_X - right - 4);
	paint_blank(page, y, 0, width);
	paint_words(page, y, OVERLAY_X - 1, width, text.data, ROLE_DIM);
	if (text.len > 0)
		paint_right(page, y, width - 1, _("Tab completes"), ROLE_DIM);
	str_release(&text);
	ui->prompt.overlay = 1;
}

void prompt_paint_overlay(struct ui *ui, const struct paint *page)
{
	const char *typed = ui->prompt.field.text.data;
	const struct command *found[OVERLAY_MOST];
	int count = 0, most = (ui->panes.status_y - 2) / 2;

	ui->prompt.overlay = 0;
	if (ui->prompt.kind == PROMPT_SEARCH)
		paint_offers(ui, page);
	if (ui->prompt.kind != PROMPT_COMMAND || typed[0] == '\0')
		return;
	if (most > OVERLAY_MOST)
		most = OVERLAY_MOST;
	for (int is_name = 1; is_name >= 0; is_name--) {
		const struct bindings *bindings = &ui->bindings;

		for (size_t i = 0; i < bindings->macro_count && count < most;
		     i++)
			if (fits(ui, &bindings->macros[i], typed, is_name))
				found[count++] = &bindings->macros[i];
		for (const struct command *row = commands;
		     row->name != NULL && count < most; row++)
			if (fits(ui, row, typed, is_name))
				found[count++] = row;
	}
	for (int i = 0; i < count; i++)
		paint_choice(ui, page, ui->panes.status_y - count + i,
		    found[i]);
	ui->prompt.overlay = count;
}
