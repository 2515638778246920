#include "layout/layout.h"

#include "base/i18n.h"
#include "layout/setter.h"
#include "layout/table.h"
#include "news/words.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/width.h"

#include <stdio.h>
#include <string.h>

enum {
	CAPTION_INDENT = 2,
	DEFINITION_INDENT = 4,
	BOX_RULE = 24,
	BULLET_WIDTH = 2,
	LIST_LEVELS = 6,
	LIST_REACH = 200, /* items that are looked at for the widest number */
	NUMBER_MOST = 9999,
	TITLE_LINES = 4,
};

/* What setting the body remembers from block to block. */
struct body_state {
	struct setter *setter;
	int pictures;     /* numbered so far */
	int waiting;      /* of these, without a caption yet */
	enum block_kind before; /* kind of the block set last; 0: none */
	int marks[LIST_LEVELS + 1]; /* columns of the numbers, by level */
};

static void add_text(struct setter *setter, const char *text,
    enum layout_role role)
{
	setter_add(setter, text, strlen(text), role, 0);
}

static bool is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

static void set_text(struct setter *setter, const char *text,
    enum layout_role role)
{
	struct setter_style style = {.indent = 0};

	if (is_empty(text))
		return;
	add_text(setter, text, role);
	setter_set(setter, &style);
}

static void set_title(struct setter *setter, const char *title)
{
	struct setter_style style = {.is_even = true,
	    .lines_most = TITLE_LINES};

	add_text(setter, title, LAYOUT_TITLE);
	setter_set(setter, &style);
}

static void set_dateline(struct setter *setter, const struct article *article)
{
	struct str date, line;

	str_init(&date);
	str_init(&line);
	if (article->row.is_day_only)
		date_add_full_day(&date, article->row.published);
	else
		date_add_full(&date, article->row.published);
	if (article->row.is_date_trusted)
		str_add(&line, date.data);
	else
		str_addf(&line, _("first seen %s"), date.data);
	if (!is_empty(article->author))
		str_addf(&line, " · %s", article->author);
	set_text(setter, line.data, LAYOUT_DIM);
	str_release(&date);
	str_release(&line);
}

/* Whether the body begins with the lead, so that it need not stand twice. */
static bool begins_with(const struct block_list *body, const char *lead)
{
	struct str begin, wanted;
	bool is_same;

	str_init(&begin);
	str_init(&wanted);
	text_fold(&wanted, lead, strlen(lead));
	/* lists cut leads short: "… rút." or "… rút..." */
	while (wanted.len > 0 && strchr(". \x80\xA6\xE2",
	    wanted.data[wanted.len - 1]) != NULL)
		str_cut(&wanted, wanted.len - 1);
	for (size_t i = 0; i < body->count && begin.len < wanted.len; i++) {
		const struct block *block = &body->blocks[i];

		if (block->kind == BLOCK_PICTURE ||
		    block->kind == BLOCK_CAPTION)
			continue;
		if (begin.len > 0)
			str_add_char(&begin, ' ');
		text_fold(&begin, block->text, block->len);
	}
	is_same = str_starts(begin.data, wanted.data);
	str_release(&begin);
	str_release(&wanted);
	return is_same;
}

/* The page's lead stands above all; else the feed's, if the body lacks it. */
static void set_lead(struct setter *setter, const struct article *article)
{
	const struct block_list *body = &article->body;
	struct setter_style style = {
	    .may_stretch = setter->options->is_justified};
	bool has_lead = false;

	for (size_t i = 0; i < body->count; i++) {
		const struct block *block = &body->blocks[i];

		if (block->kind != BLOCK_LEAD || block->len == 0)
			continue;
		has_lead = true;
		setter_blank(setter);
		setter->block = (int)i;
		setter_add_block(setter, block, 0, block->len, LAYOUT_LEAD);
		setter_set(setter, &style);
	}
	if (has_lead || is_empty(article->row.lead) ||
	    begins_with(body, article->row.lead))
		return;
	setter_blank(setter);
	add_text(setter, article->row.lead, LAYOUT_LEAD);
	setter_set(setter, &style);
}

static void set_head(struct setter *setter, const struct article *article)
{
	set_text(setter, article->section, LAYOUT_SECTION);
	if (!is_empty(article->row.title))
		set_title(setter, article->row.title);
	if (article->row.published != 0)
		set_dateline(setter, article);
	else
		set_text(setter, article->author, LAYOUT_DIM);
	set_lead(setter, article);
	setter->block = LAYOUT_HEAD;
}

static bool is_below_picture(const struct setter *setter)
{
	const struct layout *layout = setter->layout;

	return layout->count > 0 &&
	    layout->lines[layout->count - 1].picture > 0;
}

/* Set the numbers of the pictures that wait, and their caption or nothing. */
static void set_caption(struct body_state *state, const struct block *block)
{
	struct setter *setter = state->setter;
	struct setter_style style = {.indent = CAPTION_INDENT};
	char number[64];

	if (state->waiting == 0) {
		state->waiting = 1;
		state->pictures++;
	}
	if (!is_below_picture(setter))
		setter_blank(setter);
	for (int i = state->pictures - state->waiting; i < state->pictures;) {
		snprintf(number, sizeof(number), _("[picture %d]"), ++i);
		add_text(setter, number, LAYOUT_CAPTION);
		if (i < state->pictures || block != NULL)
			add_text(setter, " ", LAYOUT_CAPTION);
	}
	state->waiting = 0;
	if (block != NULL)
		setter_add_block(setter, block, 0, block->len, LAYOUT_CAPTION);
	setter_set(setter, &style);
}

/* The next block that is not empty, or NULL. */
static const struct block *look_ahead(const struct block_list *body, size_t i)
{
	for (i++; i < body->count; i++)
		if (body->blocks[i].len > 0 ||
		    body->blocks[i].kind == BLOCK_PICTURE)
			return &body->blocks[i];
	return NULL;
}

/* The picture itself, or why it is not there; the rows are ui's to paint. */
static void set_dots(struct body_state *state, size_t i)
{
	struct setter *setter = state->setter;
	const struct layout_options *options = setter->options;
	const struct layout_picture *picture;

	if (i >= options->picture_count)
		return;
	picture = &options->pictures[i];
	if (picture->rows == 0 && picture->note == NULL)
		return;
	setter_blank(setter);
	if (picture->note != NULL)
		add_text(setter, picture->note, LAYOUT_DIM);
	setter_set_picture(setter, (int)i + 1,
	    picture->rows == 0 ? 1 : picture->rows);
}

/* Its caption, if one follows; else what the page says of it, if anything. */
static void set_picture(struct body_state *state, size_t i)
{
	const struct block_list *body = state->setter->body;
	const struct block *next = look_ahead(body, i);
	const struct block *block = &body->blocks[i];

	state->pictures++;
	state->waiting++;
	set_dots(state, i);
	if (next != NULL && next->kind == BLOCK_CAPTION)
		return;
	if (block->len > 0)
		set_caption(state, block);
	else if (next == NULL || next->kind != BLOCK_PICTURE)
		set_caption(state, NULL);
}

static int list_level(const struct block *block)
{
	if (block->level < 1)
		return 1;
	return block->level > LIST_LEVELS ? LIST_LEVELS : block->level;
}

/* A number that is none of a list is a bullet too. */
static bool is_numbered(const struct block *block)
{
	return block->number > 0 && block->number <= NUMBER_MOST;
}

/* The columns of the longest number of the list that begins at block i. */
static int measure_marks(const struct block_list *body, size_t i)
{
	int level = list_level(&body->blocks[i]), most = 0;

	for (size_t j = i; j < body->count && j < i + LIST_REACH; j++) {
		const struct block *block = &body->blocks[j];
		int width;

		if (block->kind != BLOCK_LIST_ITEM ||
		    list_level(block) < level ||
		    (j > i && list_level(block) == level &&
		        (block->flags & BLOCK_FLAG_FIRST) != 0))
			break;
		if (list_level(block) > level)
			continue;
		width = is_numbered(block)
		    ? snprintf(NULL, 0, "%d. ", block->number)
		    : BULLET_WIDTH;
		if (width > most)
			most = width;
	}
	return most;
}

static void set_item(struct body_state *state, size_t i)
{
	const struct block_list *body = state->setter->body;
	const struct block *block = &body->blocks[i];
	int level = list_level(block);
	bool is_new = state->before != BLOCK_LIST_ITEM;
	bool is_first = is_new || (block->flags & BLOCK_FLAG_FIRST) != 0;
	char mark[32], number[32] = "- ";
	struct setter_style style = {.first = mark};

	if (is_new)
		memset(state->marks, 0, sizeof(state->marks));
	if (is_first || state->marks[level] == 0)
		state->marks[level] = measure_marks(body, i);
	for (int deeper = level + 1; deeper <= LIST_LEVELS; deeper++)
		state->marks[deeper] = 0;
	/* below the text of the item that holds it */
	for (int higher = 1; higher < level; higher++)
		style.indent += state->marks[higher] > 0 ? state->marks[higher]
		                                         : BULLET_WIDTH;
	if (style.indent > state->setter->width / 3)
		style.indent = state->setter->width / 3;
	if (is_new || (is_first && level == 1))
		setter_blank(state->setter);
	if (is_numbered(block))
		snprintf(number, sizeof(number), "%d. ", block->number);
	snprintf(mark, sizeof(mark), "%*s", state->marks[level], number);
	setter_add_block(state->setter, block, 0, block->len, LAYOUT_TEXT);
	setter_set(state->setter, &style);
}

static void set_quote(struct body_state *state, const struct block *block)
{
	const char *bar = state->setter->options->is_plain ? "  " : "│ ";
	struct setter_style style = {.first = bar,
	    .rest = bar,
	    .mark_role = LAYOUT_RULE};

	setter_blank(state->setter);
	setter_add_block(state->setter, block, 0, block->len, LAYOUT_TEXT);
	setter_set(state->setter, &style);
}

static void set_preformatted(struct body_state *state,
    const struct block *block)
{
	size_t at = 0, end = block->len;

	setter_blank(state->setter);
	while (end > 0 && block->text[end - 1] == '\n')
		end--;
	while (at <= end) {
		const char *feed = memchr(block->text + at, '\n', end - at);
		size_t stop = feed == NULL ? end
		                           : (size_t)(feed - block->text);

		setter_add_block(state->setter, block, at, stop, LAYOUT_TEXT);
		setter_set_line(state->setter, true);
		at = stop + 1;
	}
}

static void set_paragraph(struct body_state *state, const struct block *block)
{
	struct setter_style style = {.may_stretch =
	        state->setter->options->is_justified};

	if (state->before != BLOCK_HEADING)
		setter_blank(state->setter);
	setter_add_block(state->setter, block, 0, block->len, LAYOUT_TEXT);
	setter_set(state->setter, &style);
}

/* A term in bold, what it means indented below it, terms apart. */
static void set_definition(struct body_state *state,
    const struct block *block)
{
	struct setter_style style = {.indent = 0};
	bool is_term = block->kind == BLOCK_TERM;

	if (!is_term)
		style.indent = DEFINITION_INDENT;
	else if (state->before != BLOCK_TERM)
		setter_blank(state->setter);
	setter_add_block(state->setter, block, 0, block->len,
	    is_term ? LAYOUT_BOLD : LAYOUT_TEXT);
	setter_set(state->setter, &style);
}

static void set_heading(struct body_state *state, const struct block *block)
{
	struct setter_style style = {.is_even = true};

	setter_blank(state->setter);
	setter_add_block(state->setter, block, 0, block->len, LAYOUT_HEADING);
	setter_set(state->setter, &style);
}

/* The first block behind the table that begins at i. */
static size_t find_table_end(const struct block_list *body, size_t i)
{
	for (i++; i < body->count; i++)
		if (body->blocks[i].kind != BLOCK_TABLE_ROW ||
		    (body->blocks[i].flags & BLOCK_FLAG_FIRST) != 0)
			break;
	return i;
}

static void set_block(struct body_state *state, size_t i)
{
	const struct block *block = &state->setter->body->blocks[i];

	switch (block->kind) {
	case BLOCK_HEADING:
		set_heading(state, block);
		break;
	case BLOCK_LIST_ITEM:
		set_item(state, i);
		break;
	case BLOCK_QUOTE:
		set_quote(state, block);
		break;
	case BLOCK_PREFORMATTED:
		set_preformatted(state, block);
		break;
	case BLOCK_CAPTION:
		set_caption(state, block);
		break;
	case BLOCK_TERM:
	case BLOCK_DEFINITION:
		set_definition(state, block);
		break;
	case BLOCK_PARAGRAPH:
	default:
		set_paragraph(state, block);
		break;
	}
}

/* A short rule above a box that stands beside the text, and below it. */
static void set_box_rule(struct setter *setter)
{
	const char *mark = setter->options->is_plain ? "-" : "─";

	setter_blank(setter);
	for (int i = 0; i < BOX_RULE && i < setter->width; i++)
		add_text(setter, mark, LAYOUT_RULE);
	setter_set_line(setter, false);
}

static bool is_aside(const struct block_list *body, size_t i)
{
	return i < body->count &&
	    (body->blocks[i].flags & BLOCK_FLAG_ASIDE) != 0;
}

static void set_body(struct setter *setter)
{
	const struct block_list *body = setter->body;
	struct body_state state = {.setter = setter};
	bool is_in_box = false;

	for (size_t i = 0; i < body->count; i++) {
		const struct block *block = &body->blocks[i];

		setter->block = (int)i;
		if (is_in_box != is_aside(body, i)) {
			set_box_rule(setter);
			is_in_box = !is_in_box;
		}
		if (block->kind == BLOCK_LEAD ||
		    (block->len == 0 && block->kind != BLOCK_PICTURE))
			continue;
		if (block->kind == BLOCK_PICTURE) {
			set_picture(&state, i);
		} else if (block->kind == BLOCK_TABLE_ROW) {
			size_t end = find_table_end(body, i);

			setter_blank(setter);
			table_set(setter, i, end);
			i = end - 1;
		} else {
			set_block(&state, i);
		}
		state.before = block->kind;
	}
	if (is_in_box)
		set_box_rule(setter);
}

/* Why there is no more than this, or nothing to say. */
static void set_reason(struct setter *setter, const struct article *article)
{
	bool has_text = article->body.count > 0;
	struct str reason;

	if (has_text && !article->is_feed_text)
		return;
	str_init(&reason);
	if (article->row.page == PAGE_NO_BODY)
		str_add(&reason, has_text
		        ? _("This page has no article; this is the source's "
		            "own text.")
		        : _("This page has no article; this is the lead from "
		            "the source."));
	else if (article->row.page == PAGE_FAILED) {
		str_add(&reason, _("The full text could not be fetched: "));
		words_add_reason(&reason, &article->page_error,
		    setter->options->now);
		str_add_char(&reason, '.');
	} else if (article->row.page == PAGE_WANTED &&
	    setter->options->is_fetching)
		str_add(&reason, _("Fetching the full text…"));
	else if (article->row.page == PAGE_WANTED)
		str_add(&reason, _("The full text is not here yet."));
	else if (!has_text)
		str_add(&reason, _("The source carries no more than this."));
	if (reason.len > 0) {
		setter_blank(setter);
		set_text(setter, reason.data, LAYOUT_DIM);
	}
	str_release(&reason);
}

/* "[3] Phản hồi: trammay.example/…": the address without its scheme. */
static void set_link(struct setter *setter, size_t number, const char *name)
{
	const char *url = setter->layout->links[number - 1];
	char mark[32];
	struct setter_style style = {.first = mark,
	    .mark_role = LAYOUT_DIM};

	snprintf(mark, sizeof(mark), "[%zu] ", number);
	if (!is_empty(name)) {
		add_text(setter, name, LAYOUT_TEXT);
		add_text(setter, ": ", LAYOUT_TEXT);
	}
	if (str_starts(url, "https://"))
		url += strlen("https://");
	else if (str_starts(url, "http://"))
		url += strlen("http://");
	setter_add(setter, url, strlen(url), LAYOUT_LINK, number);
	setter_set(setter, &style);
}

/* "Danh sách hộ (1,2 MB)". */
static void set_attachment(struct setter *setter,
    const struct page_attachment *attachment)
{
	int64_t tenths = attachment->size * 10 / (1024 * 1024);
	struct str name;

	if (is_empty(attachment->url))
		return;
	str_init(&name);
	str_add(&name, attachment->name == NULL ? "" : attachment->name);
	if (tenths >= 10)
		/* the point is the decimal sign */
		str_addf(&name, _(" (%d.%d MB)"), (int)(tenths / 10),
		    (int)(tenths % 10));
	else if (attachment->size > 0)
		str_addf(&name, _(" (%d KB)"),
		    (int)((attachment->size + 1023) / 1024));
	set_link(setter, setter_number(setter, attachment->url), name.data);
	str_release(&name);
}

static void set_links(struct setter *setter, const struct article *article)
{
	size_t in_text = setter->layout->link_count;

	setter->block = LAYOUT_END;
	if (in_text == 0 && article->attachment_count == 0 &&
	    is_empty(article->feedback))
		return;
	setter_blank(setter);
	set_text(setter, _("Links"), LAYOUT_HEADING);
	for (size_t i = 1; i <= in_text; i++)
		set_link(setter, i, NULL);
	for (size_t i = 0; i < article->attachment_count; i++)
		set_attachment(setter, &article->attachments[i]);
	if (!is_empty(article->feedback))
		set_link(setter, setter_number(setter, article->feedback),
		    _("Feedback"));
}

void layout_article(const struct article *article,
    const struct layout_options *options, struct arena *arena,
    struct layout *layout)
{
	struct setter setter;

	*layout = (struct layout){0};
	setter_init(&setter, &article->body, options, arena, layout);
	set_head(&setter, article);
	set_body(&setter);
	setter.block = LAYOUT_END;
	set_reason(&setter, article);
	set_links(&setter, article);
	setter_blank(&setter);
	set_text(&setter, _("End of article"), LAYOUT_DIM);
	setter_release(&setter);
}
