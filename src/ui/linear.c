#include "ui/linear.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "news/words.h"
#include "text/date.h"
#include "text/width.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/keys.h"
#include "ui/wrap.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 79, COLUMNS_LEAST = 20 };

void linear_init(struct ui *ui)
{
	struct linear *linear = &ui->linear;
	const char *term = getenv("TERM");

	str_init(&linear->intro);
	str_init(&linear->line);
	str_init(&linear->status);
	str_init(&linear->prompt);
	linear->is_on = config_bool(ui->options->config, "linear") ||
	    term == NULL || strcmp(term, "dumb") == 0;
}

void linear_release(struct ui *ui)
{
	str_release(&ui->linear.intro);
	str_release(&ui->linear.line);
	str_release(&ui->linear.status);
	str_release(&ui->linear.prompt);
}

/* --- printing ------------------------------------------------------------------ */

/* Over as many lines as it needs; the cursor at the start of the next. */
static void print(struct ui *ui, const char *text)
{
	int width, height, columns;
	struct str out;

	terminal_size(ui->terminal, &width, &height);
	columns = width - 1 > COLUMNS_MOST ? COLUMNS_MOST : width - 1;
	if (columns < COLUMNS_LEAST)
		columns = COLUMNS_LEAST;
	str_init(&out);
	while (*text != '\0') {
		size_t len = wrap_first_line(text, columns);

		str_add_len(&out, text, len);
		str_add(&out, "\r\n");
		text += len;
	}
	terminal_print(ui->terminal, out.data);
	str_release(&out);
}

/* Print it if it differs from what stood there. */
static bool say(struct ui *ui, struct str *said, const struct str *text)
{
	if (str_equal(said->data, text->data))
		return false;
	str_clear(said);
	str_add(said, text->data);
	if (text->len > 0)
		print(ui, text->data);
	return true;
}

static void add_sentence(struct str *out, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	if (out->len > 0)
		str_add_char(out, ' ');
	str_add(out, text);
	if (strchr(".?!…", text[strlen(text) - 1]) == NULL)
		str_add_char(out, '.');
}

/* --- sentences ------------------------------------------------------------------- */

/* "4. Unread, starred. Title. Source, 3 hours ago." */
static void add_row(struct str *out, int64_t number,
    const struct article_row *row)
{
	struct str text;

	str_init(&text);
	if (number > 0) {
		format_number(&text, number);
		add_sentence(out, text.data);
	}
	str_clear(&text);
	str_add(&text, row->id == 0 ? _("not fetched")
	        : row->is_unread    ? _("unread")
	                            : _("already read"));
	if (row->is_starred)
		str_addf(&text, ", %s", _("starred"));
	if (row->is_updated)
		str_addf(&text, ", %s", _("updated"));
	add_sentence(out, text.data);
	add_sentence(out, row->title);
	str_clear(&text);
	str_add(&text, row->source_title == NULL ? "" : row->source_title);
	if (row->published != 0) {
		if (text.len > 0)
			str_add(&text, ", ");
		date_add_relative(&text, row->published, clock_now());
	}
	add_sentence(out, text.data);
	if (row->others > 0) {
		str_clear(&text);
		format_count(&text, ngettext("%d more source",
		    "%d more sources", (unsigned long)row->others),
		    row->others);
		add_sentence(out, text.data);
	}
	str_release(&text);
}

static void add_list(struct ui *ui, struct str *intro, struct str *line)
{
	const struct rows *rows = &ui->list.rows;
	const struct article_row *row = list_view_row(ui);
	struct str text;

	str_init(&text);
	if (ui->list.is_search) {
		str_addf(&text, "%s: %s", _("Search"),
		    ui->prompt.searched.data);
		add_sentence(intro, text.data);
	} else {
		add_sentence(intro, ui->list.title);
	}
	str_clear(&text);
	format_count(&text, ngettext("%d article", "%d articles",
	    (unsigned long)rows->total), rows->total);
	/* while it is read the number of unread ones goes on changing */
	add_sentence(intro, text.data);
	str_release(&text);
	if (row == NULL)
		return;
	add_row(line, ui->list.selected + 1, row);
	if (row->others == ROWS_BELOW)
		add_sentence(line, _("the story above"));
}

/* The lines of one block, as one paragraph. */
static void add_paragraph(const struct article_view *view, struct str *out)
{
	const struct layout *layout = &view->layout;
	size_t at = (size_t)view->top;
	int block;

	if (at >= layout->count)
		return;
	block = layout->lines[at].block;
	for (; at < layout->count && layout->lines[at].block == block; at++) {
		const struct layout_line *line = &layout->lines[at];

		if (line->len == 0)
			continue;
		if (out->len > 0)
			str_add_char(out, ' ');
		str_add_len(out, line->text, line->len);
	}
}

static void add_article(struct ui *ui, struct str *intro, struct str *line)
{
	const struct article_view *view = &ui->article;
	const struct article *article = &view->article;
	struct str text;

	if (view->id == 0)
		return;
	add_sentence(intro, _("Article"));
	add_sentence(intro, article->row.title);
	str_init(&text);
	add_paragraph(view, &text);
	if (view->layout.count > 0 &&
	    view->layout.lines[view->top].block == LAYOUT_END) {
		str_clear(&text);
		str_add(&text, _("End of article"));
		format_dot(&text);
		str_addf(&text, "Space: %s", _("next unread"));
	}
	str_addf(line, "%d%%: ", article_view_percent(ui));
	str_add(line, text.data);
	str_release(&text);
}

static void add_related(struct ui *ui, struct str *intro, struct str *line)
{
	const struct related_view *view = &ui->related;
	const struct related_row *row;
	struct str text;

	str_init(&text);
	str_addf(&text, "%s: %d", _("Related news"), view->count);
	add_sentence(intro, text.data);
	str_release(&text);
	if (view->selected >= view->count)
		return;
	row = &view->rows[view->selected];
	add_row(line, view->selected + 1, &row->row);
	str_init(&text);
	str_add(&text, related_view_group(row->why));
	if (row->shared != NULL && row->shared[0] != '\0')
		str_addf(&text, ": %s", row->shared);
	add_sentence(line, text.data);
	str_release(&text);
}

static void add_timeline(struct ui *ui, struct str *intro, struct str *line)
{
	const struct timeline_view *view = &ui->timeline;
	const struct article_row *row;
	struct str text, right;

	str_init(&text);
	str_init(&right);
	timeline_view_ops.add_heading(ui, &text, &right);
	add_sentence(intro, text.data);
	str_clear(&text);
	timeline_view_ops.add_status(ui, &text, 0);
	add_sentence(intro, text.data);
	str_clear(&text);
	if (view->selected < view->count) {
		row = &view->rows[view->selected].row;
		date_add_day(&text, row->published, clock_now());
		add_row(line, view->selected + 1, row);
		add_sentence(line, text.data);
	}
	str_release(&right);
	str_release(&text);
}

static void add_source(struct ui *ui, struct str *intro, struct str *line)
{
	const struct source_entry *entry =
	    &ui->sources.entries[ui->sources.selected];
	struct str text;

	add_sentence(intro, _("Sources"));
	add_sentence(line, entry->title);
	str_init(&text);
	if (entry->count > 0) {
		format_count(&text, entry->kind == ENTRY_STARRED
		        ? "%d" : _("%d unread"), entry->count);
		add_sentence(line, text.data);
	}
	if (entry->source != NULL) {
		str_clear(&text);
		words_add_health(&text, entry->source, clock_now());
		add_sentence(line, text.data);
	}
	str_release(&text);
}

static void add_help(struct ui *ui, struct str *intro, struct str *line)
{
	const struct help_view *view = &ui->help;
	const struct command *command;
	struct str key;
	int press;

	add_sentence(intro, _("Keys"));
	if (view->selected >= view->count)
		return;
	command = view->lines[view->selected].command;
	if (command == NULL)
		return;
	str_init(&key);
	press = bindings_key(&ui->bindings, command->name, ui->help_from);
	if (press != PRESS_NONE)
		bindings_add_keys(&ui->bindings, press, &key);
	else
		str_addf(&key, ":%s", command->name);
	str_addf(line, "%s: %s", key.data, _(command->help));
	str_release(&key);
}

/* A sheet without a choice is read out whole. */
static void add_sheet(struct ui *ui, struct str *intro, struct str *line)
{
	const struct sheet_view *view = &ui->sheet;

	add_sentence(intro, view->title);
	for (size_t i = 0; i < view->count; i++) {
		const struct sheet_line *row = &view->lines[i];

		if (row->is_selectable && (int)i != view->selected)
			continue;
		if (row->label != NULL)
			str_addf(line, "%s%s:", line->len > 0 ? " " : "",
			    row->label);
		add_sentence(line, row->text);
	}
}

/* --- speaking ---------------------------------------------------------------------- */

static void speak_place(struct ui *ui)
{
	static void (*const add[PANE_COUNT])(struct ui *ui, struct str *intro,
	    struct str *line) = {
	    [PANE_SOURCES] = add_source,
	    [PANE_LIST] = add_list,
	    [PANE_ARTICLE] = add_article,
	    [PANE_RELATED] = add_related,
	    [PANE_HELP] = add_help,
	    [PANE_SHEET] = add_sheet,
	    [PANE_TIMELINE] = add_timeline,
	};
	struct linear *linear = &ui->linear;
	struct str intro, line;

	str_init(&intro);
	str_init(&line);
	if (linear->focus != ui->focus || !linear->has_spoken) {
		str_clear(&linear->intro);
		str_clear(&linear->line);
	}
	linear->focus = ui->focus;
	linear->has_spoken = true;
	add[ui->focus](ui, &intro, &line);
	say(ui, &linear->intro, &intro);
	say(ui, &linear->line, &line);
	str_release(&line);
	str_release(&intro);
}

/* What is typed stands in one line; it is told anew when it was edited. */
static void speak_prompt(struct ui *ui)
{
	struct linear *linear = &ui->linear;
	const struct str *typed = &ui->prompt.field.text;
	struct str line;

	str_init(&line);
	str_addf(&line, "%s ", _(prompt_kinds[ui->prompt.kind].label));
	if (linear->prompt.len == 0)
		terminal_print(ui->terminal, line.data);
	str_add(&line, typed->data);
	if (linear->prompt.len > 0 &&
	    str_starts(line.data, linear->prompt.data)) {
		terminal_print(ui->terminal,
		    line.data + linear->prompt.len);
	} else if (linear->prompt.len > 0) {
		terminal_print(ui->terminal, "\r\n");
		terminal_print(ui->terminal, line.data);
	} else {
		terminal_print(ui->terminal, typed->data);
	}
	str_clear(&linear->prompt);
	str_add(&linear->prompt, line.data);
	str_release(&line);
}

void linear_speak(struct ui *ui)
{
	struct linear *linear = &ui->linear;
	struct str status;

	if (ui->prompt.kind != PROMPT_NONE) {
		speak_prompt(ui);
		return;
	}
	if (linear->prompt.len > 0)
		terminal_print(ui->terminal, "\r\n");
	str_clear(&linear->prompt);
	speak_place(ui);
	str_init(&status);
	str_add(&status, ui->status.message.data);
	say(ui, &linear->status, &status);
	str_release(&status);
}

int linear_step_line(const struct ui *ui, int top, int sign)
{
	const struct layout *layout = &ui->article.layout;
	int count = (int)layout->count, block;

	if (count == 0 || top >= count)
		return top;
	block = layout->lines[top].block;
	if (sign > 0) {
		while (top + 1 < count && layout->lines[top].block == block)
			top++;
		return top;
	}
	while (top > 0 && layout->lines[top].block == block)
		top--;
	block = layout->lines[top].block;
	while (top > 0 && layout->lines[top - 1].block == block)
		top--;
	return top;
}
