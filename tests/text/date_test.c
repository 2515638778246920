#include "support/tap.h"
#include "text/calendar.h"
#include "text/date.h"
#include "text/date_address.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HANOI = 7 * 3600 };

static const struct date_hint plain = {HANOI, DATE_ORDER_UNKNOWN};

static void check_hint(const char *text, const struct date_hint *hint,
    const char *want)
{
	struct str out;
	int64_t when;

	str_init(&out);
	if (date_parse(text, strlen(text), hint, &when))
		date_add_rfc3339(&out, when);
	tap_text(out.data, want, "<%s>", text);
	str_release(&out);
}

static void check(const char *text, const char *want)
{
	check_hint(text, &plain, want);
}

static void test_rfc822(void)
{
	check("Sun, 22 Nov 2026 08:30:15 +0700", "2026-11-22T01:30:15Z");
	check("Sun, 22 Nov 2026 08:30:15 GMT", "2026-11-22T08:30:15Z");
	check("22 Nov 2026 08:30 UT", "2026-11-22T08:30:00Z");
	check("Sat, 05 Sep 26 17:09:00 +0700", "2026-09-05T10:09:00Z");
	check("Sat, 05 Sep 99 17:09:00 GMT", "1999-09-05T17:09:00Z");
	check("Fri, 04 Sep 2026 18:48:27 GMT+7", "2026-09-04T11:48:27Z");
	check("Fri, 04 Sep 2026 18:48:27 GMT+07:00", "2026-09-04T11:48:27Z");
	check("Sun, 22 Nov 2026 08:30:15 EST", "2026-11-22T13:30:15Z");
	check("Sun, 22 Nov 2026 08:30:15 PDT", "2026-11-22T15:30:15Z");
	check("Sun, 22 Nov 2026 8:30 pm CEST", "2026-11-22T18:30:00Z");
	check("Sun, 22 Nov 2026 08:30:15 JST", "2026-11-21T23:30:15Z");
	check("Sun, 22 Nov 2026 08:30:15 Z", "2026-11-22T08:30:15Z");
	check("Sun, 22 Nov 2026 08:30:15 -0330", "2026-11-22T12:00:15Z");
	check("Sun, 22 Nov 2026 08:30:15", "2026-11-22T01:30:15Z");
	check("Sunday, 22-Nov-26 08:49:37 GMT", "2026-11-22T08:49:37Z");
	check("Sun Nov 22 08:49:37 2026", "2026-11-22T01:49:37Z");
	check("Sun Nov 22 08:30:00 ICT 2026", "2026-11-22T01:30:00Z");
	check("Sun Nov 22 2026 08:30:00 GMT+0700 (Indochina Time)",
	    "2026-11-22T01:30:00Z");
	check("November 22, 2026 8:30 am", "2026-11-22T01:30:00Z");
	check("Nov. 22nd, 2026", "2026-11-21T17:00:00Z");
	check("Sun, 22 November 2026 08:30:00 +0700", "2026-11-22T01:30:00Z");
}

static void test_iso(void)
{
	check("2026", "2025-12-31T17:00:00Z");
	check("2026-11", "2026-10-31T17:00:00Z");
	check("2026-11-22", "2026-11-21T17:00:00Z");
	check("2026-11-22T08:30Z", "2026-11-22T08:30:00Z");
	check("2026-11-22T08:30+07:00", "2026-11-22T01:30:00Z");
	check("2026-11-22T08:30:15+07:00", "2026-11-22T01:30:15Z");
	check("2026-11-22T08:30:15.123456+07:00", "2026-11-22T01:30:15Z");
	check("2026-11-22t08:30:15z", "2026-11-22T08:30:15Z");
	check("2026-11-22T08:30:15+0700", "2026-11-22T01:30:15Z");
	check("2026-11-22T08:30:15+07", "2026-11-22T01:30:15Z");
	check("2026-11-22T08:30:15-05:30", "2026-11-22T14:00:15Z");
	check("2026-11-22 08:30:00", "2026-11-22T01:30:00Z");
	check("2026-11-22 08:30:00 UTC", "2026-11-22T08:30:00Z");
	check("2026/11/22 08:30", "2026-11-22T01:30:00Z");
	check("20261122", "2026-11-21T17:00:00Z");
	check("20261122T083000Z", "2026-11-22T08:30:00Z");
	check("2026-11-22T083000", "2026-11-22T01:30:00Z");
	check("2026-11-22T24:00:00Z", "2026-11-23T00:00:00Z");
	check("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z");
	check("2026-12-31T23:59:60Z", "2027-01-01T00:00:00Z");
}

static void test_portals(void)
{
	check("22/11/2026 08:30:00 SA", "2026-11-22T01:30:00Z");
	check("22/11/2026 08:30:00 CH", "2026-11-22T13:30:00Z");
	check("9/5/2026 1:30:00 CH", "2026-05-09T06:30:00Z");
	check("9/5/2026 1:30:00 PM", "2026-09-05T06:30:00Z");
	check("9/5/2026 12:30:00 AM", "2026-09-04T17:30:00Z");
	check("Thứ Hai, 22/11/2026, 08:30 (GMT+7)", "2026-11-22T01:30:00Z");
	check("Thứ hai - 22/11/2026 08:30", "2026-11-22T01:30:00Z");
	check("22/11/2026 - 08:30", "2026-11-22T01:30:00Z");
	check("08:30 | 22/11/2026", "2026-11-22T01:30:00Z");
	check("08:30, 22/11/2026", "2026-11-22T01:30:00Z");
	check("08:30:15 22/11/2026 GMT+7", "2026-11-22T01:30:15Z");
	check("Ngày cập nhật 22/11/2026", "2026-11-21T17:00:00Z");
	check("(Ngày 22/11/2026 lúc 8 giờ 30 phút)", "2026-11-22T01:30:00Z");
	check("22-11-2026 - 08:30 AM", "2026-11-22T01:30:00Z");
	check("05-09-2026 - 08:30 AM", "2026-09-05T01:30:00Z");
	check("22/11/2026 8h30", "2026-11-22T01:30:00Z");
	check("8h30' ngày 22.11.2026", "2026-11-22T01:30:00Z");
	check("9 giờ tối 22/11/2026", "2026-11-22T14:00:00Z");
	check("22/11/2026\xC2\xA0 08:30 chiều", "2026-11-22T13:30:00Z");
	check("5/9/2026", "2026-09-04T17:00:00Z");
	check("11/22/2026", "2026-11-21T17:00:00Z");
	check("22/11/26", "2026-11-21T17:00:00Z");
	check("ngày 22 tháng 11 năm 2026", "2026-11-21T17:00:00Z");
	check("Trằm Mây, ngày 5 tháng 9 năm 2026", "2026-09-04T17:00:00Z");
	check("22 Th11, 2026 lúc 08:30", "2026-11-22T01:30:00Z");
	check("22 Tháng Mười Một, 2026", "2026-11-21T17:00:00Z");
	check("Tháng Mười 22, 2026", "2026-10-21T17:00:00Z");
	check("Tháng 11 22, 2026", "2026-11-21T17:00:00Z");
	check("Thứ 2-22/11/2026", "2026-11-21T17:00:00Z");
	check("Đăng ngày 22/11/2026 bởi Ban biên tập; lúc 09:15 có 3 bình luận",
	    "2026-11-21T17:00:00Z");
	check("07:00 ai cũng biết, nhưng hôm nay, ngày 22/11/2026",
	    "2026-11-21T17:00:00Z");
	check("08:30 -07/11/2026", "2026-11-07T01:30:00Z");
	check("08:30-07/11/2026", "2026-11-07T01:30:00Z");
	check("22/11/2026 99:99", "2026-11-21T17:00:00Z");
	check("số 13/13/2026, ngày 22/11/2026", "2026-11-21T17:00:00Z");
}

static void test_hints(void)
{
	static const struct date_hint month = {0, DATE_ORDER_MONTH};
	static const struct date_hint day = {-3600, DATE_ORDER_DAY};

	check_hint("5/9/2026", &month, "2026-05-09T00:00:00Z");
	check_hint("22/11/2026", &month, "2026-11-22T00:00:00Z");
	check_hint("5/9/2026 1:00 SA", &month, "2026-09-05T01:00:00Z");
	check_hint("5/9/2026 1:00 PM", &day, "2026-09-05T14:00:00Z");
	check_hint("11/22/2026", &day, "2026-11-22T01:00:00Z");
}

static void test_nonsense(void)
{
	static const char *const rows[] = {"", "tin", "13/13/2026",
	    "31/04/2026", "29/02/2026", "0/5/2026", "5/0/2026", "22/11/1969",
	    "22/11/2101", "Sun, 11 Nov 4052 08:30:00 +0700",
	    "4052-11-11T08:30:00Z", "2026-13-01", "2026-00-01", "2026-11-31",
	    "00/00/0000", "0000-00-00T00:00:00Z", "08:30", "2 giờ trước",
	    "năm 2026", "22/11", "1/2/3/4/2026", "192.168.20.2026.1",
	    "số 12/2026/NQ-HĐND", "Thu, 01 Jan 1970 00:00:00 GMT",
	    "1970-01-01", "ngày 5 tháng 9, 12 hộ dân", "32 Nov 2026",
	    "20261301", "1/22/11/2026", "99999999999999999999",
	    "11111111111/11/2026"};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check(rows[i], "");
}

static void test_order(void)
{
	static const struct {
		const char *text;
		enum date_order want;
	} rows[] = {{"22/11/2026", DATE_ORDER_DAY},
	    {"11/22/2026", DATE_ORDER_MONTH},
	    {"9/5/2026 1:30:00 PM", DATE_ORDER_MONTH},
	    {"9/5/2026 1:30:00 CH", DATE_ORDER_DAY},
	    {"22/11/2026 1:30 PM", DATE_ORDER_DAY},
	    {"05-09-2026 - 08:30 AM", DATE_ORDER_UNKNOWN},
	    {"9/5/2026 13:30", DATE_ORDER_UNKNOWN},
	    {"2026-11-22", DATE_ORDER_UNKNOWN}, {"", DATE_ORDER_UNKNOWN}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		tap_number(date_order_of(rows[i].text, strlen(rows[i].text)),
		    rows[i].want, "what <%s> proves", rows[i].text);
}

static void test_calendar(void)
{
	int64_t days = calendar_days(1600, 1, 1);
	int wrong = 0, year, month, day;

	tap_number(calendar_days(1970, 1, 1), 0, "the epoch");
	tap_number(calendar_days(2000, 3, 1), 11017, "after a leap day");
	for (int y = 1600; y < 2400; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= calendar_month_length(y, m);
			     d++, days++) {
				calendar_date(days, &year, &month, &day);
				if (calendar_days(y, m, d) != days ||
				    year != y || month != m || day != d)
					wrong++;
			}
	tap_number(wrong, 0, "every day of 800 years there and back");
}

static int64_t at(const char *text)
{
	int64_t when = 0;

	date_parse(text, strlen(text), &plain, &when);
	return when;
}

static void check_words(void (*call)(struct str *, int64_t, int64_t),
    const char *when, const char *want)
{
	struct str out;

	str_init(&out);
	call(&out, at(when), at("2026-11-22 14:20:30"));
	tap_text(out.data, want, "%s as seen at 14:20:30", when);
	str_release(&out);
}

static void test_words(void)
{
	struct str out;

	check_words(date_add_day, "2026-11-22 08:12", "Today, Sunday 22/11");
	check_words(date_add_day, "2026-11-21 08:12",
	    "Yesterday, Saturday 21/11");
	check_words(date_add_day, "2026-11-20 08:12", "Friday 20/11");
	check_words(date_add_day, "2025-12-31 23:59", "Wednesday 31/12/2025");
	check_words(date_add_under_day, "2026-11-22 14:20:00", "just now");
	check_words(date_add_under_day, "2026-11-22 14:21:00", "just now");
	check_words(date_add_under_day, "2026-11-22 14:19:00", "1 minute ago");
	check_words(date_add_under_day, "2026-11-22 13:21:00",
	    "59 minutes ago");
	check_words(date_add_under_day, "2026-11-22 13:20:30", "1 hour ago");
	check_words(date_add_under_day, "2026-11-22 00:00:00", "14 hours ago");
	check_words(date_add_under_day, "2026-11-21 23:59:59", "23:59");
	check_words(date_add_under_day, "2026-11-22 16:00:00", "16:00");
	check_words(date_add_relative, "2026-11-22 08:12", "6 hours ago");
	check_words(date_add_relative, "2026-11-21 08:30", "yesterday 08:30");
	check_words(date_add_relative, "2026-11-20 08:30", "2 days ago");
	check_words(date_add_relative, "2026-11-16 08:30", "6 days ago");
	check_words(date_add_relative, "2026-11-15 08:30", "15/11/2026");
	check_words(date_add_relative, "2026-11-23 08:30", "23/11/2026");
	check_words(date_add_short, "2026-11-22 14:20:10", "1 min");
	check_words(date_add_short, "2026-11-22 13:40:10", "40 min");
	check_words(date_add_short, "2026-11-22 08:12", "6 h");
	check_words(date_add_short, "2026-11-21 08:12", "1 day");
	check_words(date_add_short, "2026-11-19 08:12", "3 days");
	check_words(date_add_short, "2026-09-05 08:12", "05/09");
	check_words(date_add_short, "2025-11-19 08:12", "11/2025");
	check_words(date_add_short_under_day, "2026-11-21 19:05", "19:05");
	check_words(date_add_short_under_day, "2026-11-22 13:40:10", "40 min");
	str_init(&out);
	date_add_full(&out, at("2026-11-22 08:12"));
	str_add_char(&out, '|');
	date_add_clock(&out, at("2026-11-22 08:05"));
	tap_text(out.data, "Sunday 22/11/2026 08:12|08:05", "full, and clock");
	str_release(&out);
}

/* The night between two days is told apart by the local day. */
static void test_midnight(void)
{
	struct str out;

	str_init(&out);
	date_add_relative(&out, at("2026-11-21 23:50"), at("2026-11-22 00:20"));
	str_add_char(&out, '|');
	date_add_short(&out, at("2026-11-21 23:50"), at("2026-11-22 00:20"));
	str_add_char(&out, '|');
	date_add_under_day(&out, at("2026-11-21 23:50"),
	    at("2026-11-22 00:20"));
	tap_text(out.data, "30 minutes ago|30 min|30 minutes ago",
	    "half an hour is that also at night");
	str_release(&out);
}

static void check_when(const char *text, const char *want)
{
	int64_t when = 0, now = at("2026-11-22 14:20:30");
	struct str out;

	str_init(&out);
	if (date_parse_when(text, now, &when))
		date_add_rfc3339(&out, when);
	tap_text(out.data, want, "since %s", text);
	str_release(&out);
}

static void test_when(void)
{
	check_when("3d", "2026-11-19T07:20:30Z");
	check_when("12h", "2026-11-21T19:20:30Z");
	check_when("30m", "2026-11-22T06:50:30Z");
	check_when("2w", "2026-11-08T07:20:30Z");
	check_when("2026-11-20", "2026-11-19T17:00:00Z");
	check_when("2026-11-20 08:30", "2026-11-20T01:30:00Z");
	check_when("20/11/2026 08:30", "2026-11-20T01:30:00Z");
	check_when("2026-11-20T08:30:00Z", "2026-11-20T08:30:00Z");
	check_when("", "");
	check_when("3", "");
	check_when("3x", "");
	check_when("3dd", "");
	check_when("-3d", "");
	check_when("999999999999d", "");
	check_when("hôm qua", "");
	setenv("TZ", "America/New_York", 1);
	tzset();
	check_when("2026-03-08 12:00", "2026-03-08T16:00:00Z");
	check_when("2026-03-08 01:00", "2026-03-08T06:00:00Z");
	tap_number(date_local(at("2026-11-22T03:00:00Z")).day, 21,
	    "the local day is another one there");
	setenv("TZ", "Asia/Ho_Chi_Minh", 1);
	tzset();
}

static void test_random(void)
{
	static const char pieces[] = "0123456789/-.:, TZ+APMch2026";
	int64_t when;
	char text[41];
	int found = 0, wrong = 0;

	srand(2026);
	for (int i = 0; i < 200000; i++) {
		size_t len = (size_t)rand() % sizeof(text);

		for (size_t j = 0; j < len; j++)
			text[j] = i % 8 == 0
			    ? (char)rand()
			    : pieces[(size_t)rand() % (sizeof(pieces) - 1)];
		if (!date_parse(text, len, &plain, &when))
			continue;
		found++;
		wrong += when <= 0 || when > 4134000000 + 86400;
	}
	tap_ok(found > 0, "random text holds %d dates", found);
	tap_number(wrong, 0, "all between 1970 and 2100");
}

/* A damaged cache holds any number. */
static void test_extremes(void)
{
	static const int64_t rows[] = {INT64_MIN, INT64_MIN / 2, -1, 0,
	    INT64_MAX / 2, INT64_MAX};
	const int64_t now = 1795309800;
	struct str out;

	str_init(&out);
	date_add_rfc3339(&out, INT64_MIN);
	tap_text(out.data, "0001-01-01T00:00:00Z", "the first moment");
	str_clear(&out);
	date_add_rfc3339(&out, INT64_MAX);
	tap_text(out.data, "9999-12-31T23:59:59Z", "the last");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		str_clear(&out);
		date_add_relative(&out, rows[i], now);
		date_add_short(&out, rows[i], now);
		date_add_under_day(&out, rows[i], now);
		date_add_short_under_day(&out, rows[i], now);
		date_add_day(&out, rows[i], now);
		date_add_full(&out, rows[i]);
		tap_ok(date_local(rows[i]).year >= 1 &&
		        date_local(rows[i]).year <= 10000,
		    "a year of row %zu", i);
	}
	str_release(&out);
}

/* Addresses of portals and papers, as they write moments into them. */
static void test_addresses(void)
{
	static const struct {
		const char *url, *want;
	} rows[] = {
	    {"https://x.vn/-/view-article/1/13848/1772526953007",
	        "2026-03-03T08:35:53Z"},
	    {"https://x.vn/lu-rut-20260307080054340.htm",
	        "2026-03-07T01:00:54Z"},
	    {"https://x.vn/lu-rut-20260307080054.htm",
	        "2026-03-07T01:00:54Z"},
	    {"https://x.vn/lu-rut-102260305092012481.htm",
	        "2026-03-05T02:20:12Z"},
	    {"https://x.vn/lu-rut-10226030416274747.htm",
	        "2026-03-04T09:27:47Z"},
	    {"https://x.vn/2026107080054/lu-rut", "2026-01-07T01:00:54Z"},
	    {"https://x.vn/lu-rut-20261307080054340.htm", ""},
	    {"https://x.vn/lu-rut-20260230080054340.htm", ""},
	    {"https://x.vn/lu-rut-20260307.htm", ""},
	    {"https://x.vn/lu-rut-5047161.html", ""},
	    {"https://x.vn/1234567890123456789012345", ""},
	    {"", ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out;
		int64_t when;

		str_init(&out);
		if (date_read_address(rows[i].url, 7 * 3600, &when))
			date_add_rfc3339(&out, when);
		tap_text(out.data, rows[i].want, "%s", rows[i].url);
		str_release(&out);
	}
}

static void test_day(void)
{
	static const char *const days[] = {"22/11/2026", "Ngày 22-11-2026",
	    "2026-11-22", "Sun, 22 Nov 2026 00:00:00 +0700",
	    "2026-11-22T00:00:00Z", "22/11/2026 00:00",
	    "Chủ Nhật, 22/11/2026"};
	static const char *const moments[] = {"22/11/2026 08:10",
	    "Sun, 22 Nov 2026 00:00:01 +0700", "2026-11-22T08:10:00Z",
	    "Sun, 22 Nov 2026 08:00:00 GMT", "22/11/2026 | 00:05", "hôm nay"};

	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		tap_ok(date_is_day(days[i], strlen(days[i])), "a day: %s",
		    days[i]);
	for (size_t i = 0; i < ARRAY_LEN(moments); i++)
		tap_ok(!date_is_day(moments[i], strlen(moments[i])),
		    "more than a day, or none: %s", moments[i]);
}

int main(void)
{
	test_rfc822();
	test_iso();
	test_portals();
	test_hints();
	test_nonsense();
	test_order();
	test_calendar();
	test_words();
	test_midnight();
	test_when();
	test_random();
	test_extremes();
	test_day();
	test_addresses();
	return tap_end();
}
