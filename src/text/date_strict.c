#include "text/date_strict.h"

#include <string.h>

#include "text/calendar.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

struct cursor {
	const char *at, *end;
};

/* least to most digits as a number; -1: others stand there. */
static int read_digits(struct cursor *in, int least, int most)
{
	int number = 0, count = 0;

	while (count < most && in->at < in->end && *in->at >= '0' &&
	    *in->at <= '9') {
		number = number * 10 + (*in->at++ - '0');
		count++;
	}
	return count >= least ? number : -1;
}

static bool read_char(struct cursor *in, char c)
{
	if (in->at == in->end || *in->at != c)
		return false;
	in->at++;
	return true;
}

/* "HH:MM:SS", the seconds where they stand. */
static bool read_time(struct cursor *in, int64_t *when)
{
	int hour = read_digits(in, 2, 2), minute, second = 0;

	if (hour < 0 || hour > 23 || !read_char(in, ':'))
		return false;
	minute = read_digits(in, 2, 2);
	if (minute < 0 || minute > 59)
		return false;
	if (read_char(in, ':'))
		second = read_digits(in, 2, 2);
	if (second < 0 || second > 59)
		return false;
	*when += hour * HOUR + minute * MINUTE + second;
	return true;
}

/* "+HHMM" or "+HH:MM", up to the end. */
static bool read_offset(struct cursor *in, int64_t *when)
{
	int sign = in->at < in->end && *in->at == '-' ? -1 : 1, hours, minutes;

	if (!read_char(in, '+') && !read_char(in, '-'))
		return false;
	hours = read_digits(in, 2, 2);
	(void)read_char(in, ':');
	minutes = read_digits(in, 2, 2);
	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
		return false;
	*when -= sign * (hours * HOUR + minutes * MINUTE);
	return in->at == in->end;
}

static bool add_days(int year, int month, int day, int64_t *when)
{
	if (!calendar_is_day(year, month, day))
		return false;
	*when = calendar_days(year, month, day) * DAY;
	return true;
}

/* "2026-11-22T08:30:00.5+07:00" */
static bool read_rfc3339(struct cursor *in, int64_t *when)
{
	int year = read_digits(in, 4, 4), month, day;

	if (!read_char(in, '-'))
		return false;
	month = read_digits(in, 2, 2);
	if (!read_char(in, '-'))
		return false;
	day = read_digits(in, 2, 2);
	if (!read_char(in, 'T') || !add_days(year, month, day, when) ||
	    !read_time(in, when))
		return false;
	if (read_char(in, '.') && read_digits(in, 1, 9) < 0)
		return false;
	if (read_char(in, 'Z'))
		return in->at == in->end;
	return read_offset(in, when);
}

/* "Sun, 22 Nov 2026 08:30:00 +0700", the weekday where it stands. */
static bool read_rfc822(struct cursor *in, int64_t *when)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	size_t left = (size_t)(in->end - in->at);
	int day, month, year;

	if (left > 5 && in->at[3] == ',' && in->at[4] == ' ')
		in->at += 5;
	day = read_digits(in, 1, 2);
	if (!read_char(in, ' ') || in->end - in->at < 4)
		return false;
	for (month = 0; month < 12; month++)
		if (memcmp(months + 3 * month, in->at, 3) == 0)
			break;
	in->at += 3;
	if (month == 12 || !read_char(in, ' '))
		return false;
	year = read_digits(in, 4, 4);
	if (!read_char(in, ' ') || !add_days(year, month + 1, day, when) ||
	    !read_time(in, when) || !read_char(in, ' '))
		return false;
	if (in->end - in->at == 3 && (memcmp(in->at, "GMT", 3) == 0 ||
	    memcmp(in->at, "UTC", 3) == 0))
		return true;
	return read_offset(in, when);
}

bool date_read_strict(const char *text, size_t len, int64_t *when)
{
	struct cursor in = {text, text + len};
	int64_t moment = 0;

	if (len > 4 && text[4] == '-' ? !read_rfc3339(&in, &moment)
	    : !read_rfc822(&in, &moment))
		return false;
	*when = moment;
	return true;
}
