#define _XOPEN_SOURCE 700
#include "text/date.h"

#include "base/i18n.h"
#include "text/calendar.h"
#include "text/date_scan.h"
#include "text/date_strict.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, WEEK = 7 * DAY };

bool date_parse(const char *text, size_t len, const struct date_hint *hint,
    int64_t *when)
{
	struct date_found found;

	if (date_read_strict(text, len, when))
		return *when > 0;
	if (!date_scan(text, len, hint->order, &found))
		return false;
	*when = calendar_days(found.year, found.month, found.day) * DAY +
	    found.hour * HOUR + found.minute * MINUTE + found.second -
	    (found.has_zone ? found.zone : hint->zone);
	/* the epoch itself is what programs write for "no date" */
	return *when > 0;
}

/* "00:00:00", which both strict forms have at midnight and nowhere else. */
static bool has_midnight(const char *text, size_t len)
{
	static const char midnight[] = "00:00:00";
	size_t most = sizeof(midnight) - 1;

	for (size_t i = 0; i + most <= len; i++)
		if (memcmp(text + i, midnight, most) == 0)
			return true;
	return false;
}

bool date_is_day(const char *text, size_t len)
{
	struct date_found found;
	int64_t when;

	if (date_read_strict(text, len, &when))
		return has_midnight(text, len);
	return date_scan(text, len, DATE_ORDER_UNKNOWN, &found) &&
	    found.hour == 0 && found.minute == 0 && found.second == 0;
}

enum date_order date_order_of(const char *text, size_t len)
{
	struct date_found found;
	int64_t when;

	if (date_read_strict(text, len, &when) ||
	    !date_scan(text, len, DATE_ORDER_UNKNOWN, &found))
		return DATE_ORDER_UNKNOWN;
	return found.proof;
}

/* The years 1 to 9999: others stand only in a damaged cache. */
static int64_t bounded(int64_t when)
{
	const int64_t least = -62135596800, most = 253402300799;

	if (when < least)
		return least;
	return when > most ? most : when;
}

static int64_t floor_days(int64_t when)
{
	return (when >= 0 ? when : when - (DAY - 1)) / DAY;
}

void date_add_rfc3339(struct str *out, int64_t when)
{
	int64_t days = floor_days(bounded(when));
	int rest = (int)(bounded(when) - days * DAY), year, month, day;

	calendar_date(days, &year, &month, &day);
	str_addf(out, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day,
	    rest / HOUR, rest % HOUR / MINUTE, rest % MINUTE);
}

/* Seconds that local time is ahead of UTC at a moment. */
static int64_t find_offset(int64_t when, struct tm *local)
{
	time_t moment = (time_t)when;

	if (localtime_r(&moment, local) == NULL)
		return 0;
	return calendar_days(local->tm_year + 1900, local->tm_mon + 1,
	           local->tm_mday) * DAY +
	    local->tm_hour * HOUR + local->tm_min * MINUTE + local->tm_sec -
	    when;
}

struct date_parts date_local(int64_t when)
{
	struct tm local = {.tm_mday = 1, .tm_year = 70};
	int64_t offset;

	when = bounded(when);
	offset = find_offset(when, &local);

	return (struct date_parts){.year = local.tm_year + 1900,
	    .month = local.tm_mon + 1,
	    .day = local.tm_mday,
	    .hour = local.tm_hour,
	    .minute = local.tm_min,
	    .weekday = local.tm_wday,
	    .day_number = floor_days(when + offset)};
}

/* "3d", "12h", "30m", "2w" as seconds; false: not of this form. */
static bool read_span(const char *text, int64_t *seconds)
{
	static const char units[] = "mhdw";
	static const int lengths[] = {MINUTE, HOUR, DAY, WEEK};
	const char *unit;
	char *end;
	long count;

	if (*text < '0' || *text > '9')
		return false;
	count = strtol(text, &end, 10);
	unit = *end == '\0' ? NULL : strchr(units, *end);
	if (unit == NULL || end[1] != '\0' || count > 100000)
		return false;
	*seconds = count * (int64_t)lengths[unit - units];
	return true;
}

bool date_parse_when(const char *text, int64_t now, int64_t *when)
{
	struct date_hint hint = {0, DATE_ORDER_DAY};
	struct date_found found;
	struct tm local;
	int64_t span;

	if (read_span(text, &span)) {
		*when = now - span;
		return true;
	}
	if (!date_scan(text, strlen(text), DATE_ORDER_DAY, &found) ||
	    !date_parse(text, strlen(text), &hint, when))
		return false;
	if (found.has_zone)
		return true;
	/* the offset there may differ from the one at the first guess */
	span = *when - find_offset(*when, &local);
	*when -= find_offset(span, &local);
	return true;
}

static const char *name_weekday(int weekday)
{
	static const char *const names[] = {N_("Sunday"), N_("Monday"),
	    N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"),
	    N_("Saturday")};

	return _(names[weekday]);
}

void date_add_clock(struct str *out, int64_t when)
{
	struct date_parts parts = date_local(when);

	str_addf(out, "%02d:%02d", parts.hour, parts.minute);
}

static void add_named_day(struct str *out, const struct date_parts *day,
    bool has_year)
{
	str_addf(out, "%s %02d/%02d", name_weekday(day->weekday), day->day,
	    day->month);
	if (has_year)
		str_addf(out, "/%04d", day->year);
}

void date_add_day(struct str *out, int64_t when, int64_t now)
{
	struct date_parts day = date_local(when), today = date_local(now);
	struct str name;

	str_init(&name);
	add_named_day(&name, &day, day.year != today.year);
	if (day.day_number == today.day_number)
		str_addf(out, _("Today, %s"), name.data);
	else if (day.day_number == today.day_number - 1)
		str_addf(out, _("Yesterday, %s"), name.data);
	else
		str_add(out, name.data);
	str_release(&name);
}

void date_add_full_day(struct str *out, int64_t when)
{
	struct date_parts day = date_local(when);

	add_named_day(out, &day, true);
}

void date_add_full(struct str *out, int64_t when)
{
	date_add_full_day(out, when);
	str_add_char(out, ' ');
	date_add_clock(out, when);
}

/*
 * A moment ahead of now (a server's clock, or a date not distrusted) has no
 * "ago": up to a minute is now, else the clock is shown.
 */
void date_add_under_day(struct str *out, int64_t when, int64_t now)
{
	int64_t age = now - bounded(when);

	if (age < -MINUTE ||
	    (age >= HOUR &&
	        date_local(when).day_number != date_local(now).day_number))
		date_add_clock(out, when);
	else if (age < MINUTE)
		str_add(out, _("just now"));
	else if (age < HOUR)
		str_addf(out,
		    ngettext("%d minute ago", "%d minutes ago",
		        (unsigned long)(age / MINUTE)),
		    (int)(age / MINUTE));
	else
		str_addf(out,
		    ngettext("%d hour ago", "%d hours ago",
		        (unsigned long)(age / HOUR)),
		    (int)(age / HOUR));
}

static bool is_under_hour(int64_t when, int64_t now)
{
	return now >= when && now - bounded(when) < HOUR;
}

/* Whole local days before today; under 0 for the days to come. */
static int64_t count_days(int64_t when, int64_t now)
{
	return date_local(now).day_number - date_local(when).day_number;
}

void date_add_relative(struct str *out, int64_t when, int64_t now)
{
	struct date_parts day = date_local(when);
	int64_t days = count_days(when, now);
	struct str clock;

	if (days == 0 || is_under_hour(when, now)) {
		date_add_under_day(out, when, now);
		return;
	}
	if (days == 1) {
		str_init(&clock);
		date_add_clock(&clock, when);
		str_addf(out, _("yesterday %s"), clock.data);
		str_release(&clock);
		return;
	}
	if (days > 1 && days < 7)
		str_addf(out,
		    ngettext("%d day ago", "%d days ago", (unsigned long)days),
		    (int)days);
	else
		str_addf(out, "%02d/%02d/%04d", day.day, day.month, day.year);
}

void date_add_short_under_day(struct str *out, int64_t when, int64_t now)
{
	int64_t age = now - bounded(when);

	if (age < -MINUTE || (age >= HOUR && count_days(when, now) != 0))
		date_add_clock(out, when);
	else if (age < HOUR)
		/* narrow columns: an abbreviated "%d minutes" */
		str_addf(out, _("%d min"), age < MINUTE ? 1 : (int)(age / MINUTE));
	else
		/* narrow columns: an abbreviated "%d hours" */
		str_addf(out, _("%d h"), (int)(age / HOUR));
}

void date_add_short(struct str *out, int64_t when, int64_t now)
{
	struct date_parts day = date_local(when);
	int64_t days = count_days(when, now);

	if (days == 0 || is_under_hour(when, now))
		date_add_short_under_day(out, when, now);
	else if (days == 1)
		/* narrow columns: yesterday, in at most 7 columns */
		str_add(out, _("1 day"));
	else if (days > 1 && days < 7)
		str_addf(out, _("%d days"), (int)days);
	else if (day.year == date_local(now).year)
		str_addf(out, "%02d/%02d", day.day, day.month);
	else
		str_addf(out, "%02d/%04d", day.month, day.year);
}
