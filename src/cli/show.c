#include "cli/internal.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "layout/layout.h"
#include "text/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOW_WIDTH = 80 };

void cli_print_article(struct cli *cli, const struct article *article,
    int width)
{
	struct layout_options options = {.width = width,
	    .measure = (int)config_number(cli->config, "measure"),
	    .is_justified = config_bool(cli->config, "justify"),
	    .now = clock_now()};
	struct layout layout;

	layout_article(article, &options, &cli->arena, &layout);
	for (size_t i = 0; i < layout.count; i++) {
		const struct layout_line *line = &layout.lines[i];

		if (line->len > 0) {
			printf("%*s", line->indent, "");
			cli_print(arena_dup_len(&cli->arena, line->text,
			    line->len));
		}
		putchar('\n');
	}
}

static void add_escaped(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '&')
			str_add(out, "&amp;");
		else if (text[i] == '<')
			str_add(out, "&lt;");
		else if (text[i] == '>')
			str_add(out, "&gt;");
		else if (text[i] == '"')
			str_add(out, "&quot;");
		else
			str_add_char(out, text[i]);
	}
}

static const struct {
	unsigned style;
	const char *tag;
} style_tags[] = {{SPAN_BOLD, "b"}, {SPAN_ITALIC, "i"},
    {SPAN_UNDERLINE, "u"}, {SPAN_STRIKE, "s"}, {SPAN_CODE, "code"},
    {SPAN_SUPERSCRIPT, "sup"}, {SPAN_SUBSCRIPT, "sub"}};

/* Text with its spans as elements; cells end at BLOCK_CELL_END. */
static void add_spans(struct str *out, const struct block *block,
    const struct block_list *list, size_t from, size_t to)
{
	size_t at = from;

	for (size_t i = 0; i < block->span_count; i++) {
		const struct span *span = &block->spans[i];

		if (span->start < at || span->start + span->len > to)
			continue;
		add_escaped(out, block->text + at, span->start - at);
		if (span->link > 0) {
			str_add(out, "<a href=\"");
			add_escaped(out, list->links[span->link - 1],
			    strlen(list->links[span->link - 1]));
			str_add(out, "\">");
		}
		for (size_t s = 0; s < ARRAY_LEN(style_tags); s++)
			if ((span->style & style_tags[s].style) != 0)
				str_addf(out, "<%s>", style_tags[s].tag);
		add_escaped(out, block->text + span->start, span->len);
		for (size_t s = ARRAY_LEN(style_tags); s > 0; s--)
			if ((span->style & style_tags[s - 1].style) != 0)
				str_addf(out, "</%s>", style_tags[s - 1].tag);
		if (span->link > 0)
			str_add(out, "</a>");
		at = span->start + span->len;
	}
	add_escaped(out, block->text + at, to - at);
}

static void add_table_row(struct str *out, const struct block *block,
    const struct block_list *list)
{
	const char *tag = (block->flags & BLOCK_FLAG_HEAD) != 0 ? "th" : "td";
	size_t from = 0;

	str_add(out, "<tr>");
	for (size_t i = 0; i <= block->len; i++) {
		if (i < block->len && block->text[i] != BLOCK_CELL_END)
			continue;
		str_addf(out, "<%s>", tag);
		add_spans(out, block, list, from, i);
		str_addf(out, "</%s>", tag);
		from = i + 1;
	}
	str_add(out, "</tr>\n");
}

static const char *tag_of(const struct block *block)
{
	static const char *const headings[] = {"h2", "h2", "h3", "h4", "h5",
	    "h6"};

	switch (block->kind) {
	case BLOCK_HEADING:
		return headings[block->level < 1 || block->level > 6
		        ? 0
		        : block->level - 1];
	case BLOCK_LIST_ITEM:
		return "li";
	case BLOCK_QUOTE:
		return "blockquote";
	case BLOCK_PREFORMATTED:
		return "pre";
	case BLOCK_CAPTION:
		return "figcaption";
	case BLOCK_TERM:
		return "dt";
	case BLOCK_DEFINITION:
		return "dd";
	case BLOCK_PARAGRAPH:
	case BLOCK_TABLE_ROW:
	case BLOCK_PICTURE:
	case BLOCK_LEAD:
		break;
	}
	return "p";
}

static void add_block(struct str *out, const struct block_list *list,
    size_t at)
{
	const struct block *block = &list->blocks[at];
	const char *tag = tag_of(block);

	if (block->kind == BLOCK_TABLE_ROW) {
		add_table_row(out, block, list);
		return;
	}
	if (block->kind == BLOCK_PICTURE) {
		if (block->link == 0)
			return;
		str_add(out, "<img src=\"");
		add_escaped(out, list->links[block->link - 1],
		    strlen(list->links[block->link - 1]));
		str_add(out, "\" alt=\"");
		add_escaped(out, block->text, block->len);
		str_add(out, "\">\n");
		return;
	}
	str_addf(out, "<%s>", tag);
	add_spans(out, block, list, 0, block->len);
	str_addf(out, "</%s>\n", tag);
}

/* Elements around runs of list items and of table rows. */
static void add_body(struct str *out, const struct block_list *list)
{
	const char *open = NULL, *wanted;

	for (size_t i = 0; i <= list->count; i++) {
		const struct block *block =
		    i < list->count ? &list->blocks[i] : NULL;

		wanted = NULL;
		if (block != NULL && block->kind == BLOCK_TABLE_ROW)
			wanted = "table";
		else if (block != NULL && block->kind == BLOCK_LIST_ITEM)
			wanted = block->number > 0 ? "ol" : "ul";
		else if (block != NULL && (block->kind == BLOCK_TERM ||
		             block->kind == BLOCK_DEFINITION))
			wanted = "dl";
		if (open != NULL && (wanted != open ||
		    (block->flags & BLOCK_FLAG_FIRST) != 0)) {
			str_addf(out, "</%s>\n", open);
			open = NULL;
		}
		if (wanted != NULL && open == NULL) {
			str_addf(out, "<%s>\n", wanted);
			open = wanted;
		}
		if (block != NULL)
			add_block(out, list, i);
	}
}

void cli_add_html(struct str *out, const char *title,
    const struct block_list *body)
{
	str_add(out, "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n");
	if (title != NULL) {
		str_add(out, "<title>");
		add_escaped(out, title, strlen(title));
		str_add(out, "</title>\n<h1>");
		add_escaped(out, title, strlen(title));
		str_add(out, "</h1>\n");
	}
	add_body(out, body);
}

struct json_object *cli_json_related(const struct page_link *links,
    size_t count)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < count; i++) {
		struct json_object *row = json_object_new_object();

		cli_json_text_or_null(row, "title", links[i].title);
		cli_json_text_or_null(row, "url", links[i].url);
		cli_json_time_or_null(row, "date", links[i].date);
		json_object_array_add(array, row);
	}
	return array;
}

static void print_json(const struct article *article)
{
	struct json_object *object = cli_json_row(&article->row);
	struct str text;

	str_init(&text);
	block_add_text(&text, &article->body);
	cli_json_text(object, "section", article->section);
	cli_json_text(object, "author", article->author);
	cli_json_time(object, "updated", article->updated);
	cli_json_text(object, "text", text.data);
	cli_json_bool(object, "feed_text", article->is_feed_text);
	cli_json_text(object, "feedback", article->feedback);
	json_object_object_add(object, "related",
	    cli_json_related(article->related, article->related_count));
	cli_json_print(object);
	str_release(&text);
}

static bool read_width(const struct cli *cli, int *width)
{
	const char *text = cli->values[CLI_OPTION_WIDTH];
	char *end;
	long number;

	*width = SHOW_WIDTH;
	if (text == NULL)
		return true;
	number = strtol(text, &end, 10);
	if (end == text || *end != '\0' || number < 20 || number > 1000) {
		cli_usage(_("--width: not a number from 20 to 1000: '%s'"),
		    text);
		return false;
	}
	*width = (int)number;
	return true;
}

int cli_run_show(struct cli *cli)
{
	struct article article;
	struct error err = {0};
	bool is_found;
	int64_t id;
	int width;

	if (!read_width(cli, &width) || !cli_read_id(cli->operands[0], &id))
		return CLI_USAGE;
	if (!cli_open_store(cli))
		return CLI_STORE;
	if (!cli_read_article(cli, id, &article, &is_found, &err))
		return cli_fail(&err);
	if (!is_found) {
		error_set(&err, ERROR_ARTICLE_UNKNOWN, cli->operands[0], 0);
		return cli_fail(&err);
	}
	if (cli_has(cli, CLI_OPTION_JSON)) {
		print_json(&article);
	} else if (cli_has(cli, CLI_OPTION_HTML)) {
		struct str html;

		str_init(&html);
		cli_add_html(&html, article.row.title, &article.body);
		cli_print(html.data);
		str_release(&html);
	} else {
		cli_print_article(cli, &article, width);
	}
	return CLI_DONE;
}
