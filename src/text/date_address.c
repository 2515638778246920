#include "text/date_address.h"

#include "text/calendar.h"

#include <stddef.h>
#include <string.h>

static int64_t number_at(const char *digits, size_t len)
{
	int64_t number = 0;

	while (len-- > 0)
		number = number * 10 + (*digits++ - '0');
	return number;
}

/* MMDDHHMMSS behind a year, the month in one digit or two. */
static bool read_rest(int64_t year, const char *month, size_t month_len,
    int zone, int64_t *when)
{
	const char *day = month + month_len;
	int64_t hour = number_at(day + 2, 2), minute = number_at(day + 4, 2);
	int64_t second = number_at(day + 6, 2);
	int month_number = (int)number_at(month, month_len);
	int day_number = (int)number_at(day, 2);

	if (!calendar_is_day((int)year, month_number, day_number) ||
	    hour > 23 || minute > 59 || second > 59)
		return false;
	*when = calendar_days((int)year, month_number, day_number) * 86400 +
	    hour * 3600 + minute * 60 + second - zone;
	return true;
}

static bool read_run(const char *digits, size_t len, int zone, int64_t *when)
{
	int64_t year;

	if (len == 13 && digits[0] == '1' && digits[1] >= '1') {
		*when = number_at(digits, 10);
		return true;
	}
	/* 13 to 17: with the month in one digit; seconds; thousandths */
	year = len >= 13 && len <= 17 ? number_at(digits, 4) : 0;
	if (year >= 2000 && year < 2100 &&
	    read_rest(year, digits + 4, len == 13 ? 1 : 2, zone, when))
		return true;
	year = len >= 15 && len <= 18 ? 2000 + number_at(digits + 3, 2) : 0;
	return year >= 2010 && year < 2050 &&
	    read_rest(year, digits + 5, 2, zone, when);
}

bool date_read_address(const char *url, int zone, int64_t *when)
{
	bool is_found = false;
	size_t len;

	/* the last: sections may have a number of that kind too */
	for (; *url != '\0'; url += len > 0 ? len : 1) {
		len = strspn(url, "0123456789");
		if (len >= 13 && read_run(url, len, zone, when))
			is_found = true;
	}
	return is_found;
}
