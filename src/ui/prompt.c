#include "ui/prompt.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "text/fold.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/article_find.h"

#include <string.h>

/* Typing is let settle before the store is asked. */
enum { SETTLE_MS = 150 };

static const char *label(enum prompt_kind kind)
{
	switch (kind) {
	case PROMPT_SEARCH:
		return _("Search:");
	case PROMPT_FIND:
		return _("Find in this text:");
	case PROMPT_FILTER:
		return _("Filter:");
	default:
		return ":";
	}
}

static const char *hint(enum prompt_kind kind)
{
	switch (kind) {
	case PROMPT_SEARCH:
		return _("Enter to the results  ↑ ↓ choose  Esc back");
	case PROMPT_FIND:
		return _("Enter, then n N walk the hits  Esc ends it");
	case PROMPT_FILTER:
		return _("Enter to the keys  ↑ ↓ choose  Esc back");
	default:
		return _("Tab completes  Enter runs  Esc leaves");
	}
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

void prompt_open(struct ui *ui, enum prompt_kind kind)
{
	struct prompt *prompt = &ui->prompt;

	prompt->kind = kind;
	prompt->due = 0;
	prompt->from = ui->focus;
	field_set(&prompt->field, "");
	if (kind == PROMPT_SEARCH) {
		/* what was searched for stands there to be edited */
		if (ui->list.is_search)
			field_set(&prompt->field, prompt->searched.data);
		ui_focus(ui, PANE_LIST);
	}
	ui_touch(ui, DIRTY_HINT | DIRTY_STATUS | DIRTY_HEADINGS);
}

void prompt_close(struct ui *ui)
{
	ui->prompt.kind = PROMPT_NONE;
	ui->prompt.due = 0;
	ui_touch(ui, DIRTY_HINT | DIRTY_STATUS | DIRTY_HEADINGS);
}

/* --- acting upon the text ---------------------------------------------------------- */

/* Until something is typed the list stays as it is, and its place. */
static void search(struct ui *ui, const char *words)
{
	struct prompt *prompt = &ui->prompt;

	if (words[0] == '\0') {
		if (ui->list.is_search)
			list_view_pop(ui);
		return;
	}
	if (!ui->list.is_search)
		list_view_push(ui);
	str_clear(&prompt->searched);
	str_add(&prompt->searched, prompt->field.text.data);
	list_view_search(ui, words);
}

/* Folded, its blanks single: what is compared. */
static void fold_text(const struct field *field, struct str *out)
{
	text_fold(out, field->text.data, field->text.len);
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		str_cut(out, out->len - 1);
}

static void apply(struct ui *ui)
{
	struct prompt *prompt = &ui->prompt;
	struct str words;

	prompt->due = 0;
	str_init(&words);
	fold_text(&prompt->field, &words);
	if (prompt->kind == PROMPT_SEARCH) {
		search(ui, words.data);
	} else if (prompt->kind == PROMPT_FIND) {
		if (article_find_seek(ui, words.data))
			article_find_step(ui, 0);
		ui_touch(ui, DIRTY_STATUS);
	} else if (prompt->kind == PROMPT_FILTER) {
		help_view_filter(ui, words.data);
	}
	str_release(&words);
}

void prompt_tick(struct ui *ui, int64_t ticks)
{
	if (ui->prompt.due != 0 && ticks >= ui->prompt.due)
		apply(ui);
}

static void run_command(struct ui *ui)
{
	struct prompt *prompt = &ui->prompt;
	const struct command *command;
	struct str text;

	str_init(&text);
	str_add(&text, prompt->field.text.data);
	prompt_close(ui);
	if (text.len > 0) {
		command = command_find(text.data);
		if (command == NULL) {
			struct str message;

			str_init(&message);
			str_addf(&message, _("No command “%s”, nearest: %s"),
			    text.data, command_nearest(text.data)->name);
			status_say(ui, message.data);
			str_release(&message);
		} else if ((command->places & IN(ui->focus)) == 0) {
			status_say(ui, _("That means nothing here"));
		} else {
			command->run(ui);
		}
	}
	str_release(&text);
}

/* The field is left for what it found. */
static void accept(struct ui *ui)
{
	struct prompt *prompt = &ui->prompt;

	if (prompt->due != 0)
		apply(ui);
	if (prompt->kind == PROMPT_COMMAND) {
		run_command(ui);
		return;
	}
	/* nothing to go to: the field stays */
	if (prompt->kind == PROMPT_SEARCH && ui->list.is_search &&
	    ui->list.rows.total == 0)
		return;
	prompt_close(ui);
	if (prompt->field.text.len == 0)
		ui_focus(ui, prompt->from);
}

/* As if it had never been opened. */
static void cancel(struct ui *ui)
{
	enum prompt_kind kind = ui->prompt.kind;

	prompt_close(ui);
	if (kind == PROMPT_SEARCH) {
		if (ui->list.is_search)
			list_view_pop(ui);
		ui_focus(ui, ui->prompt.from);
	} else if (kind == PROMPT_FIND) {
		article_find_end(ui);
	} else if (kind == PROMPT_FILTER) {
		help_view_filter(ui, "");
	}
}

/* Complete a command's name as far as all that fit agree. */
static void complete(struct ui *ui)
{
	struct prompt *prompt = &ui->prompt;
	const char *typed = prompt->field.text.data;
	size_t len = strlen(typed), common = 0;
	const char *found = NULL;
	struct str text;

	if (prompt->kind != PROMPT_COMMAND)
		return;
	for (const struct command *row = commands; row->name != NULL; row++) {
		if (strncmp(row->name, typed, len) != 0)
			continue;
		if (found == NULL) {
			found = row->name;
			common = strlen(found);
		}
		while (strncmp(found, row->name, common) != 0)
			common--;
	}
	if (found == NULL)
		return;
	str_init(&text);
	str_add_len(&text, found, common);
	field_set(&prompt->field, text.data);
	str_release(&text);
	ui_touch(ui, DIRTY_HINT);
}

/* ↑ ↓ walk what was found, from the field. */
static bool walks_results(struct ui *ui, int press)
{
	if (ui->prompt.kind != PROMPT_SEARCH &&
	    ui->prompt.kind != PROMPT_FILTER)
		return false;
	if (press != PRESS_DOWN && press != PRESS_UP)
		return false;
	ui_view(ui->focus)->move(ui, MOTION_LINE,
	    press == PRESS_DOWN ? 1 : -1);
	return true;
}

void prompt_press(struct ui *ui, int press)
{
	struct prompt *prompt = &ui->prompt;

	if (press == PRESS_ENTER) {
		accept(ui);
	} else if (press == PRESS_ESCAPE || press == PRESS_CTRL('C')) {
		cancel(ui);
	} else if (press == PRESS_TAB) {
		complete(ui);
	} else if (press == PRESS_BACKSPACE && prompt->field.text.len == 0 &&
	    prompt->kind == PROMPT_COMMAND) {
		cancel(ui);
	} else if (!walks_results(ui, press) &&
	    field_press(&prompt->field, press)) {
		if (prompt->kind != PROMPT_COMMAND)
			prompt->due = clock_ticks() + SETTLE_MS;
		ui_touch(ui, DIRTY_HINT);
	}
}

/* --- painting ------------------------------------------------------------------------ */

/* Columns of the text's window, and the first byte in it. */
static int text_window(const struct prompt *prompt,
    const struct paint *paint, size_t *from)
{
	const char *name = label(prompt->kind);
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
	const char *text = hint(prompt->kind);
	int width = paint->area.width, x, hint_width;
	size_t from;

	x = text_window(prompt, paint, &from);
	paint_blank(paint, 0, 0, width);
	paint_words(paint, 0, 0, width, label(prompt->kind), ROLE_TEXT);
	x += paint_text(paint, 0, x, width - x - 1,
	    prompt->field.text.data + from, prompt->field.text.len - from,
	    ROLE_STRONG);
	hint_width = text_width(text, strlen(text));
	if (x + hint_width + 4 <= width)
		paint_right(paint, 0, width - 1, text, ROLE_DIM);
}

void prompt_place_cursor(struct ui *ui, const struct paint *paint)
{
	const struct prompt *prompt = &ui->prompt;
	size_t from;
	int x = text_window(prompt, paint, &from);

	paint_cursor(paint, 0, x + field_column(&prompt->field) -
	        text_width(prompt->field.text.data, from));
}
