#include "ui/paint.h"

#include "base/str.h"
#include "text/clean.h"
#include "text/utf8.h"
#include "text/width.h"

#include <curses.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

/* Longest piece handed to the terminal at once, in characters. */
enum { PIECE = 256 };

struct paint paint_part(const struct paint *paint, int y, int x, int height,
    int width)
{
	struct paint part = *paint;

	part.area.y += y;
	part.area.x += x;
	part.area.height = height;
	part.area.width = width;
	return part;
}

/* SCREENS §6, plain mode: the same columns in ASCII. */
static uint32_t plain_sign(uint32_t code)
{
	static const struct {
		uint32_t code;
		char sign;
	} signs[] = {
	    {0x2502, ' '}, {0x2500, '-'}, {0x258c, '>'}, {0x258f, ':'},
	    {0x25cf, 'N'}, {0x25cb, 'n'}, {0x25e6, '.'}, {0x2605, '*'},
	    {0x2026, '~'}, {0x00b7, '-'}, {0x2588, '#'}, {0x2591, '.'},
	    {0x2212, '-'}, {0x201c, '"'}, {0x201d, '"'}, {0x203a, '>'},
	    {0x2191, '^'}, {0x2193, 'v'}, {0x2190, '<'}, {0x2192, '>'},
	    {0x2018, '\''}, {0x2019, '\''}, {0x2013, '-'}, {0x2014, '-'},
	    {0x2022, '*'}, {0x00a0, ' '},
	};

	for (size_t i = 0; code >= 0x80 && i < ARRAY_LEN(signs); i++)
		if (signs[i].code == code)
			return (uint32_t)signs[i].sign;
	return code;
}

static bool is_inside(const struct paint *paint, int y, int x)
{
	return y >= 0 && y < paint->area.height && x >= 0 &&
	    x < paint->area.width;
}

static void choose_role(const struct paint *paint, enum role role)
{
	const struct theme_cell *cell =
	    &paint->theme->cells[paint->ground][role];

	attr_set((attr_t)cell->attributes, (short)cell->pair, NULL);
}

void paint_blank(const struct paint *paint, int y, int x, int width)
{
	if (!is_inside(paint, y, x))
		return;
	if (width > paint->area.width - x)
		width = paint->area.width - x;
	choose_role(paint, ROLE_TEXT);
	mvhline(paint->area.y + y, paint->area.x + x, ' ', width);
}

void paint_blank_rows(const struct paint *paint, int y, int rows)
{
	for (int i = 0; i < rows; i++)
		paint_blank(paint, y + i, 0, paint->area.width);
}

int paint_text(const struct paint *paint, int y, int x, int columns,
    const char *text, size_t len, enum role role)
{
	wchar_t piece[PIECE];
	size_t count = 0, used;
	int taken = 0;

	if (!is_inside(paint, y, x))
		return 0;
	if (columns > paint->area.width - x)
		columns = paint->area.width - x;
	choose_role(paint, role);
	move(paint->area.y + y, paint->area.x + x);
	for (size_t at = 0; at < len; at += used) {
		uint32_t code = utf8_read(text + at, len - at, &used);
		int width;

		if (text_is_control(code))
			code = paint->theme->is_plain ? '?' : 0xfffd;
		else if (paint->theme->is_plain)
			code = plain_sign(code);
		width = text_width_char(code);
		if (taken + width > columns)
			break;
		/* a mark without a letter would join the cell before */
		if (width == 0 && taken == 0)
			continue;
		if (wcwidth((wchar_t)code) < 0)
			code = 0xfffd;
		taken += width;
		piece[count++] = (wchar_t)code;
		/* letters and their marks go out in one piece */
		if (count >= PIECE - 16 && width > 0) {
			addnwstr(piece, (int)count - 1);
			piece[0] = (wchar_t)code;
			count = 1;
		} else if (count == PIECE) {
			break;
		}
	}
	addnwstr(piece, (int)count);
	return taken;
}

int paint_words(const struct paint *paint, int y, int x, int columns,
    const char *text, enum role role)
{
	return paint_text(paint, y, x, columns, text, strlen(text), role);
}

int paint_right(const struct paint *paint, int y, int end, const char *text,
    enum role role)
{
	int width = text_width(text, strlen(text));

	return paint_words(paint, y, end - width, width, text, role);
}

int paint_fitted(const struct paint *paint, int y, int x, int columns,
    const char *text, enum role role)
{
	struct str fitted;
	int taken;

	if (columns <= 0)
		return 0;
	str_init(&fitted);
	text_truncate(&fitted, text, columns);
	taken = paint_text(paint, y, x, columns, fitted.data, fitted.len,
	    role);
	str_release(&fitted);
	return taken;
}

void paint_repeat(const struct paint *paint, int y, int x, int columns,
    const char *sign, enum role role)
{
	size_t len = strlen(sign);

	for (int i = 0; i < columns; i++)
		paint_text(paint, y, x + i, 1, sign, len, role);
}

void paint_cursor(const struct paint *paint, int y, int x)
{
	if (is_inside(paint, y, x))
		move(paint->area.y + y, paint->area.x + x);
}
