#include "ui/seen.h"

#include "support/tap.h"

#include <string.h>

enum { PATIENCE = 600 }; /* tenths of a second */

int seen_row(struct screen *screen, int first, const char *text)
{
	int width, height, found = -1;
	struct str row;

	str_init(&row);
	screen_size(screen, &width, &height);
	for (int y = first; y < height && found < 0; y++) {
		str_clear(&row);
		screen_add_row(screen, y, &row);
		if (strstr(row.data, text) != NULL)
			found = y;
	}
	str_release(&row);
	return found;
}

void seen_expect(struct screen *screen, const char *text, const char *name)
{
	int width, height;
	struct str row;

	if (tap_ok(seen_row(screen, 0, text) >= 0, "%s", name))
		return;
	str_init(&row);
	screen_size(screen, &width, &height);
	for (int y = 0; y < height; y++) {
		str_clear(&row);
		screen_add_row(screen, y, &row);
		tap_note("|%s|", row.data);
	}
	str_release(&row);
}

void seen_await(struct screen *screen, const char *text, const char *name)
{
	for (int i = 0; i < PATIENCE && seen_row(screen, 0, text) < 0; i++)
		screen_watch(screen);
	seen_expect(screen, text, name);
}

void seen_settle(struct screen *screen, const char *keys)
{
	screen_type(screen, keys, strlen(keys));
	tap_ok(screen_settle(screen), "the reader rests");
}
