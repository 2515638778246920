#include "text/date_strict.h"

#include <string.h>

#include "support/tap.h"

static const struct row {
	const char *text;
	int64_t when; /* 0: another form, for the scan */
} rows[] = {
	{"Sun, 22 Nov 2026 08:30:00 +0700", 1795311000},
	{"22 Nov 2026 08:30:00 +0700", 1795311000},
	{"Sun, 22 Nov 2026 01:30 GMT", 1795311000},
	{"Sat, 21 Nov 2026 20:30:00 -0500", 1795311000},
	{"2026-11-22T08:30:00+07:00", 1795311000},
	{"2026-11-22T01:30:00Z", 1795311000},
	{"2026-11-22T01:30:00.125Z", 1795311000},
	{"2026-11-22T01:30Z", 1795311000},
	{"Sun, 29 Feb 2032 00:00:00 GMT", 1961625600},
	{"Sun, 29 Feb 2026 00:00:00 GMT", 0},
	{"Sun, 22 Nov 2026 08:30:00 GMT+7", 0},
	{"Sun, 22 Nov 2026 08:30:00", 0},
	{"Sun, 22 Nov 2026 08:30:00 EST", 0},
	{"Sun, 22 Nov 26 08:30:00 +0700", 0},
	{"Sun, 22 November 2026 08:30:00 +0700", 0},
	{"2026-11-22 08:30:00", 0},
	{"2026-11-22T25:30:00Z", 0},
	{"2026-13-22T01:30:00Z", 0},
	{"2026-11-22T01:30:00", 0},
	{"2026-11-22T01:30:00Z sáng", 0},
	{"22/11/2026 08:30", 0},
	{"", 0},
};

int main(void)
{
	size_t i, len;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t when = 0;

		(void)date_read_strict(rows[i].text, strlen(rows[i].text),
		    &when);
		tap_number(when, rows[i].when, "%s", rows[i].text);
	}
	for (i = 0; i < ARRAY_LEN(rows); i++)
		for (len = 0; len < strlen(rows[i].text); len++) {
			int64_t when = 0;

			if (date_read_strict(rows[i].text, len, &when) &&
			    when <= 0)
				tap_ok(false, "%.*s", (int)len, rows[i].text);
		}
	return tap_end();
}
