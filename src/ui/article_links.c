#include "ui/article_links.h"

#include "base/i18n.h"
#include "text/url.h"
#include "text/width.h"
#include "ui/actions.h"
#include "ui/app.h"
#include "ui/article_wide.h"
#include "ui/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t count_links(const struct ui *ui)
{
	return ui->article.id == 0 ? 0 : ui->article.layout.link_count;
}

/* The number that text is; 0: none of this article's. */
static size_t read_number(const struct ui *ui, const char *text)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	text += strspn(text, " ");
	if (text[0] < '0' || text[0] > '9' || end[strspn(end, " ")] != '\0' ||
	    number > count_links(ui))
		return 0;
	return number;
}

static void open_number(struct ui *ui, size_t number)
{
	ui_open_address(ui, ui->article.layout.links[number - 1]);
}

void article_links_ask(struct ui *ui)
{
	if (count_links(ui) == 0) {
		status_say(ui, _("This article has no links"));
		return;
	}
	if (count_links(ui) == 1) {
		open_number(ui, 1);
		return;
	}
	prompt_open(ui, PROMPT_LINK);
	ui_touch_pane(ui, PANE_ARTICLE);
}

void article_links_tell(struct ui *ui)
{
	if (count_links(ui) > 0)
		status_say(ui, _("f opens a link by its number"));
}

void article_links_change(struct ui *ui, const char *text)
{
	size_t number = read_number(ui, text);

	/* no other number begins with it */
	if (number != 0 && number * 10 > count_links(ui)) {
		prompt_close(ui);
		open_number(ui, number);
	}
}

bool article_links_accept(struct ui *ui, const char *text)
{
	size_t number = read_number(ui, text);
	struct str message;

	prompt_close(ui);
	if (number != 0) {
		open_number(ui, number);
		return true;
	}
	if (text[0] == '\0')
		return true;
	str_init(&message);
	str_addf(&message, _("No link “%s”"), text);
	format_dot(&message);
	format_count(&message, _("there are %d"), (int64_t)count_links(ui));
	status_say(ui, message.data);
	str_release(&message);
	return true;
}

/* The addresses that the digits so far may mean, as many as fit. */
void article_links_hint(struct ui *ui, struct str *out)
{
	enum { HOST_COLUMNS = 24, HINT_COLUMNS = 52 };
	const char *typed = ui->prompt.field.text.data;
	char number[24];

	for (size_t i = 0; i < count_links(ui); i++) {
		const char *url = ui->article.layout.links[i];
		struct str part;

		snprintf(number, sizeof(number), "%zu", i + 1);
		if (!str_starts(number, typed))
			continue;
		str_init(&part);
		str_addf(&part, "%s ", number);
		if (str_equal(url, ui->article.article.feedback)) {
			str_add(&part, _("feedback"));
		} else {
			struct str host;

			str_init(&host);
			url_host(&host, url);
			text_truncate_middle(&part, host.len > 0 ? host.data
			                                         : url,
			    HOST_COLUMNS);
			str_release(&host);
		}
		if (text_width(out->data, out->len) + 3 +
		        text_width(part.data, part.len) <= HINT_COLUMNS) {
			format_dot(out);
			str_add(out, part.data);
		}
		str_release(&part);
	}
}

void article_links_paint(struct ui *ui, const struct paint *paint, int y,
    int x, size_t number)
{
	const struct layout_line *line = &ui->article.layout.lines[number];

	if (ui->prompt.kind != PROMPT_LINK)
		return;
	for (size_t i = 0; i < line->run_count; i++) {
		const struct layout_run *run = &line->runs[i];

		if (run->link != 0 && run->len > 2 &&
		    line->text[run->start] == '[')
			article_wide_paint(&ui->article, paint, y, x, line,
			    run->start, run->len, ROLE_HIT);
	}
}

/* --- the outline --------------------------------------------------------------- */

static void fill_outline(struct ui *ui)
{
	const struct article *article = &ui->article.article;
	int last = LAYOUT_HEAD;
	size_t found = 0;

	ui->sheet.title = _("Outline");
	ui->sheet.right = arena_dup(&ui->sheet.arena,
	    ui->article.id == 0 ? "" : article->row.source_title);
	for (size_t i = 0; i < ui->article.layout.count; i++) {
		int block = ui->article.layout.lines[i].block;
		struct sheet_line *line;

		if (block == last)
			continue;
		last = block;
		if (block < 0 || (size_t)block >= article->body.count ||
		    article->body.blocks[block].kind != BLOCK_HEADING)
			continue;
		line = sheet_add(ui, article->body.blocks[block].text,
		    ROLE_TEXT);
		line->is_selectable = true;
		line->indent = 2 * (article->body.blocks[block].level - 1);
		if (line->indent < 0 || line->indent > 10)
			line->indent = 0;
		line->target = (int64_t)i;
		found++;
	}
	if (found == 0)
		sheet_add(ui, _("This article has no headings."), ROLE_TEXT);
}

static void open_heading(struct ui *ui, const struct sheet_line *line)
{
	int64_t target = line->target;

	ui_focus(ui, PANE_ARTICLE);
	article_view_go_to(ui, (int)target);
}

const struct sheet_ops outline_ops = {
	.name = N_("outline"),
	.fill = fill_outline,
	.open = open_heading,
};
