#include "layout/table.h"

#include "text/clean.h"
#include "text/width.h"

#include <string.h>

enum {
	COLUMNS_MOST = 32, /* more are no table for a terminal */
	COLUMN_GAP = 2,
	HEADS_MOST = 6,    /* rows of headings that name the columns */
	ABOVE_MOST = 64,   /* rows that a cell may reach down */
	WORDS_LEAST = 12, /* columns that a cell of words is broken to */
	WORD_MOST = 20,   /* columns of a word that is not broken */
};

struct column {
	int natural, least, width;
	bool has_number, has_word; /* among the cells below the head */
};

struct table {
	size_t first, end; /* blocks */
	size_t head_end;   /* behind the rows of headings; first: none */
	size_t count;      /* columns */
	struct column columns[COLUMNS_MOST];
};

struct cell {
	size_t start, end;    /* bytes of the row's text */
	size_t column, span;  /* how many columns it takes */
	bool is_above;        /* goes on with the cell above */
};

static bool has_bit(int bits, size_t column)
{
	return column < 31 && (((unsigned)bits >> column) & 1) != 0;
}

/* Read the text that starts at *at and go on; false after the last. */
static bool next_text(const struct block *row, size_t *at, struct cell *cell)
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

/* The row's cells with what they span; at most COLUMNS_MOST columns. */
static size_t read_cells(const struct block *row, struct cell *cells)
{
	size_t at = 0, column = 0, count = 0;
	struct cell cell;

	for (; column < COLUMNS_MOST && next_text(row, &at, &cell); column++) {
		if (count > 0 && cell.start == cell.end &&
		    has_bit(row->level, column)) {
			cells[count - 1].span++;
			continue;
		}
		cell.column = column;
		cell.span = 1;
		cell.is_above = cell.start == cell.end &&
		    has_bit(row->number, column);
		cells[count++] = cell;
	}
	/* empty columns at the end that spans reach into */
	while (count > 0 && column < COLUMNS_MOST &&
	    has_bit(row->level, column)) {
		cells[count - 1].span++;
		column++;
	}
	return count;
}

static size_t count_columns(const struct block *row)
{
	struct cell cells[COLUMNS_MOST];
	size_t count = read_cells(row, cells), at = 0, all = 0;
	struct cell cell;

	while (next_text(row, &at, &cell))
		all++;
	if (all > COLUMNS_MOST || count == 0)
		return all;
	return cells[count - 1].column + cells[count - 1].span;
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

static bool is_head(const struct block *row)
{
	return (row->flags & BLOCK_FLAG_HEAD) != 0;
}

/* One cell over the whole table is a heading within it. */
static bool is_single(const struct table *table, const struct cell *cells,
    size_t count)
{
	return table->count > 1 &&
	    (count < 2 || (cells[0].span >= table->count));
}

/* Put a cell together; it is one line, whatever it held. */
static void add_cell(struct setter *setter, const struct block *row,
    const struct cell *cell, enum layout_role role)
{
	size_t start = setter->text.len;

	setter_add_block(setter, row, cell->start, cell->end, role);
	for (size_t i = start; i < setter->text.len; i++)
		if (setter->text.data[i] == '\n')
			setter->text.data[i] = ' ';
}

/* Columns of the widest word, within bounds. */
static int measure_word(const char *text, size_t len)
{
	int widest = 0;

	while (len > 0) {
		const char *blank = memchr(text, ' ', len);
		size_t word = blank != NULL ? (size_t)(blank - text) : len;
		int width = text_width(text, word);

		if (width > widest)
			widest = width;
		if (blank == NULL)
			break;
		text += word + 1;
		len -= word + 1;
	}
	return widest < WORD_MOST ? widest : WORD_MOST;
}

static void grow(int *width, int least)
{
	if (*width < least)
		*width = least;
}

static void measure_cell(struct setter *setter, struct table *table,
    const struct block *row, const struct cell *cell)
{
	struct column *column = &table->columns[cell->column];
	const char *text = row->text + cell->start;
	size_t len = cell->end - cell->start;
	int width = setter_measure_block(setter, row, cell->start, cell->end);
	int word = measure_word(text, len);
	bool is_blank;

	grow(&column->natural, width);
	if (is_head(row)) {
		grow(&column->least, word);
	} else if (is_number(text, len, &is_blank)) {
		column->has_number |= !is_blank;
		grow(&column->least, width);
	} else {
		column->has_word = true;
		grow(&column->least, width < WORDS_LEAST ? width
		        : word < WORDS_LEAST             ? WORDS_LEAST
		                                         : word);
	}
}

static void measure_row(struct setter *setter, struct table *table,
    const struct block *row)
{
	struct cell cells[COLUMNS_MOST];
	size_t count = read_cells(row, cells);

	if (is_single(table, cells, count))
		return;
	for (size_t i = 0; i < count; i++)
		if (cells[i].span == 1)
			measure_cell(setter, table, row, &cells[i]);
}

static int sum_columns(const struct table *table, size_t from, size_t span,
    size_t field)
{
	int width = 0;

	for (size_t i = from; i < from + span && i < table->count; i++) {
		const char *column = (const char *)&table->columns[i];

		width += *(const int *)(const void *)(column + field) +
		    (i > from ? COLUMN_GAP : 0);
	}
	return width;
}

/* What cells over several columns need beyond these: the last gives it. */
static void measure_spans(struct setter *setter, struct table *table,
    const struct block *row)
{
	struct cell cells[COLUMNS_MOST];
	size_t count = read_cells(row, cells);

	if (is_single(table, cells, count))
		return;
	for (size_t i = 0; i < count; i++) {
		size_t last = cells[i].column + cells[i].span - 1;
		int more, word;

		if (cells[i].span == 1 || last >= table->count)
			continue;
		more = setter_measure_block(setter, row, cells[i].start,
		           cells[i].end) -
		    sum_columns(table, cells[i].column, cells[i].span,
		        offsetof(struct column, natural));
		if (more > 0)
			table->columns[last].natural += more;
		word = measure_word(row->text + cells[i].start,
		           cells[i].end - cells[i].start) -
		    sum_columns(table, cells[i].column, cells[i].span,
		        offsetof(struct column, least));
		if (word > 0)
			table->columns[last].least += word;
	}
}

/* Room for all columns: the widest give way first. False: there is not. */
static bool fit_columns(struct table *table, int room)
{
	int low = 0, high = room;

	if (sum_columns(table, 0, table->count,
	        offsetof(struct column, least)) > room)
		return false;
	while (low <= high) {
		int middle = (low + high + 1) / 2;

		for (size_t i = 0; i < table->count; i++) {
			struct column *column = &table->columns[i];

			column->width = column->natural < middle
			    ? column->natural
			    : middle;
			grow(&column->width, column->least);
		}
		if (low == high)
			return true;
		if (sum_columns(table, 0, table->count,
		        offsetof(struct column, width)) <= room)
			low = middle;
		else
			high = middle - 1;
	}
	return true;
}

static void find_table(struct setter *setter, struct table *table,
    size_t first, size_t end)
{
	const struct block *blocks = setter->body->blocks;

	*table = (struct table){.first = first, .end = end, .head_end = first};
	for (size_t i = first; i < end; i++) {
		size_t count = count_columns(&blocks[i]);

		if (count > table->count)
			table->count = count;
	}
	while (table->head_end < end && table->head_end < first + HEADS_MOST &&
	    is_head(&blocks[table->head_end]))
		table->head_end++;
	if (table->head_end == end)
		table->head_end = first;
}

static bool is_right(const struct column *column)
{
	return column->has_number && !column->has_word;
}

static void set_row(struct setter *setter, const struct table *table,
    const struct block *row, const struct cell *cells, size_t count)
{
	struct setter_cell set[COLUMNS_MOST];

	for (size_t i = 0; i < count; i++) {
		const struct cell *cell = &cells[i];

		set[i] = (struct setter_cell){.start = setter->text.len,
		    .at = sum_columns(table, 0, cell->column,
		              offsetof(struct column, width)) +
		        (cell->column > 0 ? COLUMN_GAP : 0),
		    .width = sum_columns(table, cell->column, cell->span,
		        offsetof(struct column, width)),
		    .is_right = cell->span == 1 &&
		        is_right(&table->columns[cell->column])};
		if (set[i].width < 1)
			set[i].width = 1;
		add_cell(setter, row, cell,
		    is_head(row) ? LAYOUT_BOLD : LAYOUT_TEXT);
		set[i].end = setter->text.len;
	}
	setter_set_cells(setter, set, count);
}

static void set_rule(struct setter *setter, int width)
{
	const char *mark = setter->options->is_plain ? "-" : "─";

	for (int i = 0; i < width; i++)
		setter_add(setter, mark, strlen(mark), LAYOUT_RULE, 0);
	setter_set_line(setter, false);
}

/* A row of one cell: a heading within the table. */
static void set_single(struct setter *setter, const struct block *row,
    const struct cell *cells, size_t count)
{
	struct setter_style style = {.indent = 0};

	if (count == 0 || cells[0].start == cells[0].end)
		return;
	add_cell(setter, row, &cells[0],
	    is_head(row) ? LAYOUT_BOLD : LAYOUT_TEXT);
	setter_set(setter, &style);
}

static void set_columns(struct setter *setter, const struct table *table)
{
	int width = sum_columns(table, 0, table->count,
	    offsetof(struct column, width));

	for (size_t i = table->first; i < table->end; i++) {
		const struct block *row = &setter->body->blocks[i];
		struct cell cells[COLUMNS_MOST];
		size_t count = read_cells(row, cells);

		setter->block = (int)i;
		if (is_single(table, cells, count))
			set_single(setter, row, cells, count);
		else
			set_row(setter, table, row, cells, count);
		/* below the last of the head's rows */
		if (is_head(row) && i + 1 < table->end && !is_head(row + 1))
			set_rule(setter, width);
	}
}

/* The cell that stands at a column, from above if it goes on; or false. */
static bool find_cell(const struct setter *setter, const struct table *table,
    size_t number, size_t column, const struct block **row,
    struct cell *found)
{
	for (size_t i = number + 1, left = ABOVE_MOST;
	     i-- > table->first && left > 0; left--) {
		struct cell cells[COLUMNS_MOST];
		bool is_above = false;
		size_t count;

		*row = &setter->body->blocks[i];
		count = read_cells(*row, cells);
		for (size_t k = 0; k < count; k++) {
			if (column < cells[k].column ||
			    column >= cells[k].column + cells[k].span)
				continue;
			*found = cells[k];
			is_above = cells[k].is_above;
			if (!is_above)
				return cells[k].end > cells[k].start;
		}
		if (!is_above)
			return false;
	}
	return false;
}

/* "Nhà ngập, trên 1 m": what heads a column, from the top. */
static bool add_name(struct setter *setter, const struct table *table,
    size_t column)
{
	const struct block *row;
	bool is_some = false;

	for (size_t i = table->first; i < table->head_end; i++) {
		struct cell cell;

		if (!find_cell(setter, table, i, column, &row, &cell) ||
		    row != &setter->body->blocks[i])
			continue;
		if (is_some)
			setter_add(setter, ", ", 2, LAYOUT_DIM, 0);
		add_cell(setter, row, &cell, LAYOUT_DIM);
		is_some = true;
	}
	return is_some;
}

/* "Thôn: Bàu Sậy", a line a cell; a blank line between rows. */
static void set_pairs(struct setter *setter, const struct table *table,
    size_t number)
{
	static const char hang[] = "  ";
	struct cell cells[COLUMNS_MOST];
	const struct block *row = &setter->body->blocks[number];
	size_t count = read_cells(row, cells);

	setter_blank(setter);
	for (size_t i = 0; i < count; i++) {
		struct setter_style style = {.first = i == 0 ? "" : hang,
		    .rest = i == 0 ? "" : hang};
		const struct block *from;
		struct cell cell;

		if (!find_cell(setter, table, number, cells[i].column, &from,
		        &cell))
			continue;
		if (add_name(setter, table, cells[i].column))
			setter_add(setter, ": ", 2, LAYOUT_DIM, 0);
		add_cell(setter, from, &cell, LAYOUT_TEXT);
		setter_set(setter, &style);
	}
}

static void set_lines(struct setter *setter, const struct table *table)
{
	for (size_t i = table->head_end; i < table->end; i++) {
		const struct block *row = &setter->body->blocks[i];
		struct cell cells[COLUMNS_MOST];
		size_t count = read_cells(row, cells);

		setter->block = (int)i;
		if (is_single(table, cells, count)) {
			setter_blank(setter);
			set_single(setter, row, cells, count);
		} else {
			set_pairs(setter, table, i);
		}
	}
}

void table_set(struct setter *setter, size_t first, size_t end)
{
	/* a table may be wider than the text, up to the pane's edge */
	int most = setter->options->width - setter->margin - 1;
	const struct block *blocks = setter->body->blocks;
	struct table table;

	find_table(setter, &table, first, end);
	if (table.count > 1 && table.count <= COLUMNS_MOST) {
		for (size_t i = first; i < end; i++)
			measure_row(setter, &table, &blocks[i]);
		for (size_t i = first; i < end; i++)
			measure_spans(setter, &table, &blocks[i]);
		if (sum_columns(&table, 0, table.count,
		        offsetof(struct column, natural)) > most
		        ? fit_columns(&table, setter->width) ||
		            fit_columns(&table, most)
		        : fit_columns(&table, most)) {
			set_columns(setter, &table);
			return;
		}
	}
	set_lines(setter, &table);
}
