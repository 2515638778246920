#include "page/writer.h"

#include <stdlib.h>
#include <string.h>

#include "text/clean.h"

#define COLUMNS_MAX 64
/* Bytes a cell of data holds on average; more is a layout. */
#define CELL_LEN_MAX 240

struct shape {
	size_t rows, cells, columns; /* columns: of the widest row */
	size_t heads;                /* th cells */
	size_t pictures, paragraphs;
	size_t text_len;
	bool has_table; /* another one inside */
};

static bool is_cell(const struct node *node)
{
	return node->tag == TAG_TD || node->tag == TAG_TH;
}

static size_t read_span(const struct node *cell, const char *name)
{
	const char *value = node_attribute(cell, name);
	long span = value != NULL ? strtol(value, NULL, 10) : 1;

	return span < 1 ? 1 : span > COLUMNS_MAX ? COLUMNS_MAX : (size_t)span;
}

static void measure(const struct node *table, struct shape *shape)
{
	const struct node *node = node_next(table, table);
	size_t columns = 0;

	*shape = (struct shape){0};
	while (node != NULL) {
		if (node->is_dropped || node->tag == TAG_TABLE) {
			shape->has_table |= node->tag == TAG_TABLE;
			node = node_next_after(node, table);
			continue;
		}
		if (node->tag == TAG_TR) {
			shape->rows++;
			columns = 0;
		} else if (is_cell(node)) {
			shape->cells++;
			shape->heads += node->tag == TAG_TH;
			columns += read_span(node, "colspan");
			if (columns > shape->columns)
				shape->columns = columns;
		} else if (node->tag == TAG_TEXT) {
			shape->text_len += node->len;
		}
		shape->pictures += node->tag == TAG_IMG;
		shape->paragraphs += node->tag == TAG_P;
		node = node_next(node, table);
	}
}

static bool holds_data(const struct node *table, const struct shape *shape)
{
	const char *role = node_attribute(table, "role");

	if (shape->has_table || shape->columns < 2 || shape->cells < 2 ||
	    (role != NULL && strcmp(role, "presentation") == 0))
		return false;
	if (shape->text_len / shape->cells > CELL_LEN_MAX)
		return false;
	return shape->heads > 0 ||
	    (shape->rows > 1 && shape->cells > shape->rows);
}

/* A photo with its words in the cell below: older portals set it so. */
static bool holds_picture(const struct shape *shape)
{
	return shape->pictures > 0 && !shape->has_table &&
	    shape->columns < 2 && shape->rows <= 3 &&
	    shape->text_len <= CONTENT_CAPTION_LEN && shape->paragraphs <= 2;
}

static void end_cell(struct writer *writer)
{
	writer->is_blank_due = false;
	writer->breaks = 0;
	str_add_char(&writer->text, BLOCK_CELL_END);
}

/* Which columns of a row go on with a cell above, or to their left. */
struct spans {
	unsigned above, left;
};

static unsigned bit_of(size_t column)
{
	return column < 31 ? 1u << column : 0;
}

/* below[column]: rows for which a cell from above still stands there. */
static void skip_filled(struct writer *writer, size_t *below, size_t *column,
    struct spans *spans)
{
	while (*column < COLUMNS_MAX && below[*column] > 0) {
		spans->above |= bit_of(*column);
		below[(*column)++]--;
		end_cell(writer);
	}
}

static void write_cells(struct writer *writer, const struct node *row,
    size_t *below, size_t *heads, struct spans *spans)
{
	const struct node *cell = node_first(row);
	size_t column = 0;

	for (; cell != NULL; cell = node_after(cell)) {
		size_t across, down, first;

		if (!is_cell(cell) || cell->is_dropped)
			continue;
		skip_filled(writer, below, &column, spans);
		if (column >= COLUMNS_MAX)
			break;
		across = read_span(cell, "colspan");
		down = read_span(cell, "rowspan") - 1;
		*heads += cell->tag == TAG_TH;
		for (const struct node *child = node_first(cell); child != NULL;
		     child = node_after(child))
			writer_walk(writer, child);
		first = column;
		for (; across > 0 && column < COLUMNS_MAX; across--) {
			if (column > first)
				spans->left |= bit_of(column);
			below[column++] = down;
			end_cell(writer);
		}
	}
	skip_filled(writer, below, &column, spans);
}

static bool has_text(const struct str *text)
{
	for (size_t i = 0; i < text->len; i++)
		if (text->data[i] != BLOCK_CELL_END)
			return true;
	return false;
}

static void write_row(struct writer *writer, const struct node *row,
    size_t *below, bool *is_first)
{
	struct block_list *list = &writer->content->list;
	size_t count = list->count, heads = 0, cells = 0;
	bool was_head = !*is_first && count > 0 &&
	    (list->blocks[count - 1].flags & BLOCK_FLAG_HEAD) != 0;
	struct spans spans = {0};
	struct block *block;

	writer->is_one_line = true;
	write_cells(writer, row, below, &heads, &spans);
	writer->is_one_line = false;
	if (!has_text(&writer->text)) {
		str_clear(&writer->text);
		writer->span_count = 0;
		writer_flush(writer);
		return;
	}
	/* the last cell ends with the row */
	str_cut(&writer->text, writer->text.len - 1);
	for (size_t i = 0; i < writer->text.len; i++)
		cells += writer->text.data[i] == BLOCK_CELL_END;
	writer_flush(writer);
	block = &list->blocks[count];
	block->kind = BLOCK_TABLE_ROW;
	block->level = (int)spans.left;
	block->number = (int)spans.above;
	block->flags = *is_first ? BLOCK_FLAG_FIRST : 0;
	if (heads > cells / 2 &&
	    (*is_first || was_head || node_parent(row)->tag == TAG_THEAD))
		block->flags |= BLOCK_FLAG_HEAD;
	*is_first = false;
}

static void write_rows(struct writer *writer, const struct node *table)
{
	const struct node *node = node_next(table, table);
	size_t below[COLUMNS_MAX] = {0};
	bool is_first = true, has_item = writer->has_item;
	int heading = writer->heading;

	writer->has_item = false;
	writer->heading = 0;
	while (node != NULL) {
		if (node->tag == TAG_CAPTION && !node->is_dropped)
			writer_walk(writer, node);
		if (node->tag == TAG_TR && !node->is_dropped) {
			writer_flush(writer);
			writer->node = node;
			write_row(writer, node, below, &is_first);
		}
		node = node->tag == TAG_TR || node->tag == TAG_CAPTION
		    ? node_next_after(node, table)
		    : node_next(node, table);
	}
	writer->heading = heading;
	writer->has_item = has_item;
}

void writer_walk_table(struct writer *writer, const struct node *table)
{
	const struct node *child = node_first(table);
	struct shape shape;
	bool is_picture;

	measure(table, &shape);
	if (holds_data(table, &shape)) {
		write_rows(writer, table);
		return;
	}
	is_picture = holds_picture(&shape);
	writer->captions += is_picture;
	for (; child != NULL; child = node_after(child))
		writer_walk(writer, child);
	writer_flush(writer);
	writer->captions -= is_picture;
}
