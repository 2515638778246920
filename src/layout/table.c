#include "layout/table.h"

#include "text/clean.h"
#include "text/width.h"

#include <string.h>

enum {
	COLUMNS_MOST = 32, /* more are no table for a terminal */
	COLUMN_GAP = 2,
};

struct column {
	int width;
	bool has_number, has_word; /* among the cells below the head */
};

struct table {
	size_t first, end; /* blocks */
	size_t head;       /* the row of headings; end: none */
	size_t count;      /* columns */
	struct column columns[COLUMNS_MOST];
};

struct cell {
	size_t start, end; /* bytes of the row's text */
};

/* Read the cell that starts at *at and go to the next; false after the last. */
static bool next_cell(const struct block *row, size_t *at, struct cell *cell)
{
	const char *stop;
	const char *text;
	size_t len;

	/* an end behind the last cell opens no other */
	if (*at > row->len || (*at == row->len && *at > 0))
		return false;
	stop = memchr(row->text + *at, BLOCK_CELL_END, row->len - *at);
	text = row->text + *at;
	len = (stop == NULL ? row->len : (size_t)(stop - row->text)) - *at;
	*at += len + 1;
	text_trim(&text, &len);
	cell->start = (size_t)(text - row->text);
	cell->end = cell->start + len;
	return true;
}

static size_t count_cells(const struct block *row)
{
	struct cell cell;
	size_t at = 0, count = 0;

	while (next_cell(row, &at, &cell))
		count++;
	return count;
}

/* Whether it is a number, perhaps with a sign: 1.234,5 -3 (2) 38% – */
static bool is_number(const char *text, size_t len, bool *is_blank)
{
	bool has_digit = false;
	size_t dashes = 0;

	*is_blank = len == 0;
	for (size_t i = 0; i < len; i++) {
		if (text[i] >= '0' && text[i] <= '9')
			has_digit = true;
		else if (strchr(".,%+-() ", text[i]) != NULL)
			continue;
		else if (len - i >= 3 && (memcmp(text + i, "–", 3) == 0 ||
		             memcmp(text + i, "−", 3) == 0)) {
			i += 2;
			dashes++;
		} else {
			return false;
		}
	}
	/* a lone dash stands for nothing, in columns of either kind */
	if (!has_digit)
		*is_blank = *is_blank || dashes > 0 || text[0] == '-';
	return has_digit || *is_blank;
}

/* Put a cell together; it is one line, whatever it held. */
static void add_cell(struct setter *setter, const struct block *row,
    struct cell cell, enum layout_role role)
{
	size_t start = setter->text.len;

	setter_add_block(setter, row, cell.start, cell.end, role);
	for (size_t i = start; i < setter->text.len; i++)
		if (setter->text.data[i] == '\n')
			setter->text.data[i] = ' ';
}

static void measure_row(struct setter *setter, struct table *table,
    size_t number)
{
	const struct block *row = &setter->body->blocks[number];
	struct cell cell;
	size_t at = 0;

	/* one cell over the whole table is a heading within it */
	if (count_cells(row) < 2 && table->count > 1)
		return;
	for (size_t i = 0; i < table->count && next_cell(row, &at, &cell);
	     i++) {
		struct column *column = &table->columns[i];
		int width = setter_measure_block(setter, row, cell.start,
		    cell.end);
		bool is_blank;

		if (width > column->width)
			column->width = width;
		if ((row->flags & BLOCK_FLAG_HEAD) != 0)
			continue;
		if (!is_number(row->text + cell.start, cell.end - cell.start,
		        &is_blank))
			column->has_word = true;
		else if (!is_blank)
			column->has_number = true;
	}
}

static int measure_table(const struct table *table)
{
	int width = 0;

	for (size_t i = 0; i < table->count; i++)
		width += table->columns[i].width + (i > 0 ? COLUMN_GAP : 0);
	return width;
}

static void find_table(struct setter *setter, struct table *table,
    size_t first, size_t end)
{
	const struct block *blocks = setter->body->blocks;

	*table = (struct table){.first = first, .end = end, .head = end};
	for (size_t i = first; i < end; i++) {
		size_t count = count_cells(&blocks[i]);

		if (count > table->count)
			table->count = count;
		if (table->head == end &&
		    (blocks[i].flags & BLOCK_FLAG_HEAD) != 0 && count > 1)
			table->head = i;
	}
}

static void add_blanks(struct setter *setter, int count)
{
	for (; count > 0; count--)
		setter_add(setter, " ", 1, LAYOUT_TEXT, 0);
}

static bool is_right(const struct column *column)
{
	return column->has_number && !column->has_word;
}

static void set_row(struct setter *setter, const struct table *table,
    const struct block *row)
{
	enum layout_role role = (row->flags & BLOCK_FLAG_HEAD) != 0
	    ? LAYOUT_BOLD
	    : LAYOUT_TEXT;
	struct cell cell;
	size_t at = 0;

	for (size_t i = 0; i < table->count && next_cell(row, &at, &cell);
	     i++) {
		int rest = table->columns[i].width - setter_measure_block(
		    setter, row, cell.start, cell.end);

		if (i > 0)
			add_blanks(setter, COLUMN_GAP);
		if (is_right(&table->columns[i]))
			add_blanks(setter, rest);
		add_cell(setter, row, cell, role);
		if (!is_right(&table->columns[i]))
			add_blanks(setter, rest);
	}
	setter_set_line(setter, false);
}

static void set_rule(struct setter *setter, int width)
{
	const char *mark = setter->options->is_plain ? "-" : "─";

	for (int i = 0; i < width; i++)
		setter_add(setter, mark, strlen(mark), LAYOUT_RULE, 0);
	setter_set_line(setter, false);
}

/* A row of one cell: a heading within the table. */
static void set_single(struct setter *setter, const struct block *row)
{
	struct setter_style style = {.indent = 0};
	struct cell cell;
	size_t at = 0;

	if (!next_cell(row, &at, &cell) || cell.start == cell.end)
		return;
	add_cell(setter, row, cell, (row->flags & BLOCK_FLAG_HEAD) != 0
	        ? LAYOUT_BOLD
	        : LAYOUT_TEXT);
	setter_set(setter, &style);
}

static void set_columns(struct setter *setter, const struct table *table,
    int width)
{
	for (size_t i = table->first; i < table->end; i++) {
		const struct block *row = &setter->body->blocks[i];
		bool is_head = (row->flags & BLOCK_FLAG_HEAD) != 0;

		setter->block = (int)i;
		if (table->count > 1 && count_cells(row) < 2)
			set_single(setter, row);
		else
			set_row(setter, table, row);
		/* below the last of the head's rows */
		if (is_head && i + 1 < table->end &&
		    (row[1].flags & BLOCK_FLAG_HEAD) == 0)
			set_rule(setter, width);
	}
}

/* "Thôn: Bàu Sậy", a line a cell; a blank line between rows. */
static void set_pairs(struct setter *setter, const struct table *table,
    const struct block *row)
{
	static const char hang[] = "  ";
	const struct block *head = table->head == table->end
	    ? NULL
	    : &setter->body->blocks[table->head];
	struct cell cell, name = {0, 0};
	size_t at = 0, head_at = 0;

	setter_blank(setter);
	for (bool is_first = true; next_cell(row, &at, &cell);
	     is_first = false) {
		struct setter_style style = {.first = is_first ? "" : hang,
		    .rest = is_first ? "" : hang};

		if (head == NULL || !next_cell(head, &head_at, &name))
			name = (struct cell){0, 0};
		if (cell.start == cell.end)
			continue;
		if (name.end > name.start) {
			add_cell(setter, head, name, LAYOUT_DIM);
			setter_add(setter, ": ", 2, LAYOUT_DIM, 0);
		}
		add_cell(setter, row, cell, LAYOUT_TEXT);
		setter_set(setter, &style);
	}
}

static void set_lines(struct setter *setter, const struct table *table)
{
	for (size_t i = table->first; i < table->end; i++) {
		const struct block *row = &setter->body->blocks[i];

		setter->block = (int)i;
		if (i == table->head)
			continue;
		if (count_cells(row) < 2) {
			setter_blank(setter);
			set_single(setter, row);
		} else {
			set_pairs(setter, table, row);
		}
	}
}

void table_set(struct setter *setter, size_t first, size_t end)
{
	/* a table may be wider than the text, up to the pane's edge */
	int most = setter->options->width - setter->margin - 1, width;
	struct table table;

	find_table(setter, &table, first, end);
	if (table.count <= COLUMNS_MOST) {
		for (size_t i = first; i < end; i++)
			measure_row(setter, &table, i);
		width = measure_table(&table);
		if (table.count > 1 && (width <= setter->width ||
		        width <= most)) {
			set_columns(setter, &table, width);
			return;
		}
	}
	set_lines(setter, &table);
}
