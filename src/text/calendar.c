#include "text/calendar.h"

enum { DAYS_400_YEARS = 146097, DAYS_TO_1970 = 719468 };

/*
 * Years are counted from March, so that the leap day is their last: the
 * months' lengths then follow (153 m + 2) / 5. Periods of 400 years repeat.
 */
int64_t calendar_days(int year, int month, int day)
{
	int64_t shifted = year - (month <= 2);
	int64_t period = (shifted >= 0 ? shifted : shifted - 399) / 400;
	int64_t of_period = shifted - period * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 +
	    day - 1;

	return period * DAYS_400_YEARS + of_period * 365 + of_period / 4 -
	    of_period / 100 + of_year - DAYS_TO_1970;
}

int calendar_month_length(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31};
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return lengths[month - 1] + (month == 2 && is_leap);
}

void calendar_date(int64_t days, int *year, int *month, int *day)
{
	int64_t shifted = days + DAYS_TO_1970;
	int64_t period = (shifted >= 0 ? shifted
	                               : shifted - DAYS_400_YEARS + 1) /
	    DAYS_400_YEARS;
	int64_t rest = shifted - period * DAYS_400_YEARS;
	int64_t of_period = (rest - rest / 1460 + rest / 36524 -
	                        rest / 146096) / 365;
	int64_t of_year = rest - (365 * of_period + of_period / 4 -
	                             of_period / 100);
	int64_t from_march = (5 * of_year + 2) / 153;

	*day = (int)(of_year - (153 * from_march + 2) / 5 + 1);
	*month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
	*year = (int)(of_period + period * 400 + (*month <= 2));
}

bool calendar_is_day(int year, int month, int day)
{
	return year >= 1970 && year <= 2100 && month >= 1 && month <= 12 &&
	    day >= 1 && day <= calendar_month_length(year, month);
}
