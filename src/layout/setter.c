#include "layout/setter.h"

#include "layout/stretch.h"
#include "text/utf8.h"
#include "text/width.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH_LEAST = 8 };

static int margin_of(const struct layout_options *options)
{
	int margin = options->width < 70 ? 2 : 3;

	return options->width - 2 * margin < WIDTH_LEAST ? 0 : margin;
}

int layout_width(const struct layout_options *options)
{
	int width = options->width - 2 * margin_of(options);

	if (width > options->measure && options->measure > 0)
		width = options->measure;
	return width < 1 ? 1 : width;
}

void setter_init(struct setter *setter, const struct block_list *body,
    const struct layout_options *options, struct arena *arena,
    struct layout *layout)
{
	*setter = (struct setter){.options = options,
	    .arena = arena,
	    .layout = layout,
	    .body = body,
	    .block = LAYOUT_HEAD};
	setter->margin = margin_of(options);
	setter->width = layout_width(options);
	setter->numbers = mem_alloc_zero(body->link_count,
	    sizeof(*setter->numbers));
	str_init(&setter->text);
	str_init(&setter->line);
	lines_init(&setter->lines);
}

void setter_release(struct setter *setter)
{
	free(setter->numbers);
	free(setter->runs);
	free(setter->line_runs);
	str_release(&setter->text);
	str_release(&setter->line);
	lines_release(&setter->lines);
}

void setter_clear(struct setter *setter)
{
	str_clear(&setter->text);
	setter->run_count = 0;
}

void setter_add(struct setter *setter, const char *text, size_t len,
    enum layout_role role, size_t link)
{
	struct layout_run *run;

	if (len == 0)
		return;
	str_add_len(&setter->text, text, len);
	if (setter->run_count > 0) {
		run = &setter->runs[setter->run_count - 1];
		if (run->role == role && run->link == link) {
			run->len += len;
			return;
		}
	}
	setter->runs = mem_grow(setter->runs, &setter->run_cap,
	    setter->run_count + 1, sizeof(*setter->runs));
	setter->runs[setter->run_count++] = (struct layout_run){
	    setter->text.len - len, len, role, link};
}

size_t setter_number(struct setter *setter, const char *url)
{
	struct layout *layout = setter->layout;

	layout->links = arena_grow(setter->arena, layout->links,
	    &layout->link_cap, layout->link_count + 1, sizeof(*layout->links));
	layout->links[layout->link_count++] = arena_dup(setter->arena, url);
	return layout->link_count;
}

static size_t number_span(struct setter *setter, const struct span *span)
{
	if (span->link == 0 || span->link > setter->body->link_count)
		return 0;
	if (setter->numbers[span->link - 1] == 0)
		setter->numbers[span->link - 1] = setter_number(setter,
		    setter->body->links[span->link - 1]);
	return setter->numbers[span->link - 1];
}

/* The raised or lowered form of a character, or 0. */
static uint32_t shift_char(char c, bool is_raised)
{
	static const uint16_t raised[] = {0x2070, 0xB9, 0xB2, 0xB3, 0x2074,
	    0x2075, 0x2076, 0x2077, 0x2078, 0x2079};

	if (c >= '0' && c <= '9')
		return is_raised ? raised[c - '0'] : 0x2080u + (unsigned)(c - '0');
	if (c == '+')
		return is_raised ? 0x207A : 0x208A;
	if (c == '-')
		return is_raised ? 0x207B : 0x208B;
	return 0;
}

/* Add m² for m<sup>2</sup>; false where a character has no such form. */
static bool add_shifted(struct setter *setter, const char *text, size_t len,
    bool is_raised, enum layout_role role, size_t link)
{
	char bytes[4];

	for (size_t i = 0; i < len; i++)
		if (shift_char(text[i], is_raised) == 0)
			return false;
	for (size_t i = 0; i < len; i++)
		setter_add(setter, bytes,
		    utf8_write(bytes, shift_char(text[i], is_raised)), role,
		    link);
	return true;
}

static void add_styled(struct setter *setter, const char *text, size_t len,
    const struct span *span, enum layout_role role, size_t link)
{
	if (link != 0)
		role = LAYOUT_LINK;
	else if (role == LAYOUT_TEXT && (span->style & SPAN_BOLD) != 0)
		role = LAYOUT_BOLD;
	else if (role == LAYOUT_TEXT && (span->style & SPAN_ITALIC) != 0)
		role = LAYOUT_ITALIC;
	/* "[1]" raised is a note of the page, and no link's number */
	if ((span->style & SPAN_SUPERSCRIPT) != 0 && len > 2 &&
	    text[0] == '[' && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	if (!setter->options->is_plain &&
	    (span->style & (SPAN_SUPERSCRIPT | SPAN_SUBSCRIPT)) != 0 &&
	    add_shifted(setter, text, len,
	        (span->style & SPAN_SUPERSCRIPT) != 0, role, link))
		return;
	setter_add(setter, text, len, role, link);
}

/* Whether the span after this one goes on with the same link. */
static bool goes_on(const struct block *block, size_t i)
{
	const struct span *span = &block->spans[i];

	return i + 1 < block->span_count && span[1].link == span->link &&
	    span[1].start == span->start + span->len;
}

void setter_add_block(struct setter *setter, const struct block *block,
    size_t start, size_t end, enum layout_role role)
{
	char number[32];
	size_t at = start;

	for (size_t i = 0; i < block->span_count; i++) {
		const struct span *span = &block->spans[i];
		size_t from = span->start > at ? span->start : at;
		size_t to = span->start + span->len;
		size_t link;

		if (to > end)
			to = end;
		if (from >= to)
			continue;
		setter_add(setter, block->text + at, from - at, role, 0);
		link = number_span(setter, span);
		add_styled(setter, block->text + from, to - from, span, role,
		    link);
		at = to;
		if (link == 0 || goes_on(block, i))
			continue;
		setter_add(setter, number, (size_t)snprintf(number,
		    sizeof(number), "[%zu]", link), LAYOUT_DIM, link);
	}
	if (at < end)
		setter_add(setter, block->text + at, end - at, role, 0);
}

int setter_measure_block(struct setter *setter, const struct block *block,
    size_t start, size_t end)
{
	size_t text_len = setter->text.len, run_count = setter->run_count;
	struct layout_run last = {0};
	int width;

	if (run_count > 0)
		last = setter->runs[run_count - 1];
	setter_add_block(setter, block, start, end, LAYOUT_TEXT);
	width = text_width(setter->text.data + text_len,
	    setter->text.len - text_len);
	str_cut(&setter->text, text_len);
	setter->run_count = run_count;
	if (run_count > 0)
		setter->runs[run_count - 1] = last;
	return width;
}

static void add_line_run(struct setter *setter, size_t start,
    enum layout_role role, size_t link)
{
	if (setter->line.len == start)
		return;
	setter->line_runs = mem_grow(setter->line_runs, &setter->line_run_cap,
	    setter->line_run_count + 1, sizeof(*setter->line_runs));
	setter->line_runs[setter->line_run_count++] = (struct layout_run){
	    start, setter->line.len - start, role, link};
}

/*
 * Put together bytes start..end of the paragraph, with a second blank at
 * each of the places. *run is the first run that may reach in.
 */
static void compose(struct setter *setter, size_t start, size_t end,
    const size_t *places, size_t place_count, size_t *run)
{
	size_t place = 0;

	while (*run < setter->run_count &&
	    setter->runs[*run].start + setter->runs[*run].len <= start)
		(*run)++;
	for (size_t i = *run; i < setter->run_count; i++) {
		const struct layout_run *source = &setter->runs[i];
		size_t from = source->start > start ? source->start : start;
		size_t to = source->start + source->len, line_start;

		if (source->start >= end)
			break;
		if (to > end)
			to = end;
		line_start = setter->line.len;
		for (; place < place_count && start + places[place] < to;
		     place++) {
			str_add_len(&setter->line, setter->text.data + from,
			    start + places[place] - from);
			str_add_char(&setter->line, ' ');
			from = start + places[place];
		}
		str_add_len(&setter->line, setter->text.data + from,
		    to - from);
		add_line_run(setter, line_start, source->role, source->link);
	}
}

static struct layout_line *add_line(struct setter *setter)
{
	struct layout *layout = setter->layout;

	layout->lines = arena_grow(setter->arena, layout->lines, &layout->cap,
	    layout->count + 1, sizeof(*layout->lines));
	layout->lines[layout->count] = (struct layout_line){.text = "",
	    .block = setter->block};
	return &layout->lines[layout->count++];
}

/* Make a line of what was put together. */
static void finish_line(struct setter *setter, int indent, bool is_wide)
{
	struct layout_line *line = add_line(setter);
	size_t size = setter->line_run_count * sizeof(*line->runs);

	line->text = arena_dup_len(setter->arena, setter->line.data,
	    setter->line.len);
	line->len = setter->line.len;
	line->indent = indent;
	line->is_wide = is_wide;
	line->run_count = setter->line_run_count;
	if (size > 0) {
		line->runs = arena_array(setter->arena, line->run_count,
		    sizeof(*line->runs));
		memcpy(line->runs, setter->line_runs, size);
	}
	str_clear(&setter->line);
	setter->line_run_count = 0;
}

static void set_piece(struct setter *setter, const struct setter_style *style,
    size_t number, size_t *run)
{
	const struct line_piece *piece = &setter->lines.pieces[number];
	const char *mark = number == 0 ? style->first : style->rest;
	const char *text = setter->text.data + piece->start;
	int hang = style->first == NULL
	    ? 0
	    : text_width(style->first, strlen(style->first));
	int rest = setter->width - style->indent - hang - piece->width;
	size_t places[STRETCH_MOST], place_count = 0;

	if (mark != NULL) {
		str_add(&setter->line, mark);
		add_line_run(setter, 0, style->mark_role, 0);
		hang = 0;
	}
	if (style->may_stretch && !piece->is_last &&
	    stretch_line(text, piece->len, rest, places))
		place_count = (size_t)rest;
	compose(setter, piece->start, piece->start + piece->len, places,
	    place_count, run);
	if (setter->lines.is_cut && number + 1 == setter->lines.count) {
		size_t end = setter->line.len;

		str_add(&setter->line, "…");
		add_line_run(setter, end, setter->runs[0].role, 0);
	}
	finish_line(setter, setter->margin + style->indent + hang, false);
}

void setter_set(struct setter *setter, const struct setter_style *style)
{
	struct line_options options = {.width = setter->width - style->indent,
	    .is_even = style->is_even,
	    .lines_most = style->lines_most};
	size_t run = 0;

	if (style->first != NULL)
		options.width -= text_width(style->first,
		    strlen(style->first));
	if (options.width < 1)
		options.width = 1;
	lines_break(&setter->lines, setter->text.data, setter->text.len,
	    &options);
	for (size_t i = 0; i < setter->lines.count; i++)
		set_piece(setter, style, i, &run);
	setter_clear(setter);
}

static void add_padding(struct setter *setter, int *at, int to)
{
	size_t start = setter->line.len;

	for (; *at < to; (*at)++)
		str_add_char(&setter->line, ' ');
	add_line_run(setter, start, LAYOUT_TEXT, 0);
}

/* Line number of each cell that has so many. */
static void set_cell_line(struct setter *setter,
    const struct setter_cell *cells, size_t count,
    struct line_piece *const *pieces, const size_t *piece_counts,
    size_t number)
{
	int at = 0;

	for (size_t i = 0; i < count; i++) {
		const struct line_piece *piece;
		size_t start, run = 0;
		int left = cells[i].at;

		if (number >= piece_counts[i])
			continue;
		piece = &pieces[i][number];
		if (piece->len == 0)
			continue;
		if (cells[i].is_right)
			left += cells[i].width - piece->width;
		add_padding(setter, &at, left);
		start = cells[i].start + piece->start;
		compose(setter, start, start + piece->len, NULL, 0, &run);
		at += piece->width;
	}
	finish_line(setter, setter->margin, false);
}

void setter_set_cells(struct setter *setter, const struct setter_cell *cells,
    size_t count)
{
	struct line_piece **pieces =
	    arena_array(setter->arena, count, sizeof(*pieces));
	size_t *piece_counts =
	    arena_array(setter->arena, count, sizeof(*piece_counts));
	size_t most = 0;

	for (size_t i = 0; i < count; i++) {
		struct line_options options = {.width = cells[i].width};
		size_t size;

		lines_break(&setter->lines, setter->text.data + cells[i].start,
		    cells[i].end - cells[i].start, &options);
		piece_counts[i] = setter->lines.count;
		size = piece_counts[i] * sizeof(struct line_piece);
		pieces[i] = arena_array(setter->arena, piece_counts[i],
		    sizeof(struct line_piece));
		if (size > 0)
			memcpy(pieces[i], setter->lines.pieces, size);
		if (piece_counts[i] > most)
			most = piece_counts[i];
	}
	for (size_t number = 0; number < most; number++)
		set_cell_line(setter, cells, count, pieces, piece_counts,
		    number);
	setter_clear(setter);
}

void setter_set_line(struct setter *setter, bool is_wide)
{
	size_t run = 0, len = setter->text.len;

	while (len > 0 && setter->text.data[len - 1] == ' ')
		len--;
	compose(setter, 0, len, NULL, 0, &run);
	finish_line(setter, setter->margin, is_wide);
	setter_clear(setter);
}

void setter_set_picture(struct setter *setter, int number, int rows)
{
	for (int row = 0; row < rows; row++) {
		struct layout_line *line;

		/* of the text only what the first row holds */
		setter_set_line(setter, false);
		line = &setter->layout->lines[setter->layout->count - 1];
		line->picture = number;
		line->picture_row = row;
	}
}

void setter_blank(struct setter *setter)
{
	const struct layout *layout = setter->layout;
	int kept = setter->block;

	if (layout->count == 0 ||
	    (layout->lines[layout->count - 1].len == 0 &&
	        layout->lines[layout->count - 1].picture == 0))
		return;
	setter->block = layout->lines[layout->count - 1].block;
	add_line(setter);
	setter->block = kept;
}
