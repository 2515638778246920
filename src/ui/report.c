#include "ui/report.h"

#include "base/clock.h"
#include "ui/terminal.h"

#include <stdlib.h>
#include <string.h>

enum { BUTTON_LEFT = 0, MOVED = 32, WHEEL_UP = 64, WHEEL_DOWN = 65 };

void report_begin(struct report *report, enum report_kind kind)
{
	report->kind = kind;
	report->len = 0;
	report->since = clock_ticks();
}

/* An answer ends with BEL or ST, whose ESC is passed over. */
static bool is_end(const struct report *report, unsigned byte)
{
	if (report->kind == REPORT_MOUSE)
		return byte >= 0x40 && byte <= 0x7e;
	return byte == 7 || byte == '\\';
}

bool report_add(struct report *report, unsigned byte)
{
	bool has_ended = is_end(report, byte);

	/* longer than any that is known: read to its end all the same */
	if (byte >= 0x20 && byte < 0x7f && report->len + 1 < REPORT_LONGEST)
		report->text[report->len++] = (char)byte;
	report->text[report->len] = '\0';
	return has_ended;
}

/* One of "1c1c/1c1c/1c1c", as light as it looks. */
static bool is_light_color(const char *text)
{
	static const int shares[] = {299, 587, 114}; /* ITU-R BT.601 */
	long sum = 0;

	for (int i = 0; i < 3; i++) {
		char *end;
		unsigned long part = strtoul(text, &end, 16);

		/* one to four digits, the first of which tell most */
		for (long n = end - text; n > 2; n--)
			part >>= 4;
		sum += shares[i] * (long)(part & 0xff);
		text = *end == '/' ? end + 1 : end;
	}
	return sum > 127 * 1000L;
}

bool report_read_background(const struct report *report, bool *is_light)
{
	const char *color = strstr(report->text, "rgb:");

	if (strncmp(report->text, "11;", 3) != 0 || color == NULL)
		return false;
	*is_light = is_light_color(color + 4);
	return true;
}

int report_read_mouse(const struct report *report, int *y, int *x)
{
	char *end;
	long button = strtol(report->text, &end, 10), column, row;

	if (*end != ';')
		return PRESS_OTHER;
	column = strtol(end + 1, &end, 10);
	if (*end != ';')
		return PRESS_OTHER;
	row = strtol(end + 1, &end, 10);
	if ((*end != 'M' && *end != 'm') || column < 1 || row < 1 ||
	    column > 10000 || row > 10000)
		return PRESS_OTHER;
	*y = (int)row - 1;
	*x = (int)column - 1;
	if (button == BUTTON_LEFT)
		return *end == 'M' ? PRESS_CLICK : PRESS_RELEASE;
	if (button == BUTTON_LEFT + MOVED && *end == 'M')
		return PRESS_DRAG;
	if (button == WHEEL_UP && *end == 'M')
		return PRESS_WHEEL_UP;
	if (button == WHEEL_DOWN && *end == 'M')
		return PRESS_WHEEL_DOWN;
	return PRESS_OTHER;
}
