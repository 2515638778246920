#include "text/date_scan.h"

#include "text/calendar.h"
#include "text/fold.h"

#include <string.h>

enum {
	TEXT_MOST = 2000,
	MARKS_MOST = 256,
	WORD_MOST = 12,
	PADDING = 16,    /* empty marks at the end, so that looking on is safe */
	TIME_REACH = 20, /* characters between a day and its time */
	ZONE_MOST = 14 * 3600,
};

/* A number, a word (folded) or a sign; blanks show in the positions. */
struct mark {
	char sign; /* '0' for a number, 'a' for a word */
	int value, digits;
	char word[WORD_MOST];
	size_t at, end;
};

struct scan {
	struct mark marks[MARKS_MOST + PADDING];
	size_t count;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static size_t read_number(struct mark *mark, const char *text)
{
	size_t len = 0;

	mark->sign = '0';
	for (; is_digit(text[len]); len++)
		if (len < 9)
			mark->value = mark->value * 10 + (text[len] - '0');
	mark->digits = (int)len;
	return len;
}

static size_t read_word(struct mark *mark, const char *text)
{
	size_t len = 0;

	mark->sign = 'a';
	for (; is_letter(text[len]); len++)
		if (len < WORD_MOST - 1)
			mark->word[len] = text[len];
	return len;
}

/* text is folded: what is not ASCII is no part of a date. */
static void read_marks(struct scan *scan, const char *text)
{
	size_t at = 0;

	while (text[at] != '\0' && scan->count < MARKS_MOST) {
		struct mark *mark = &scan->marks[scan->count];

		if (text[at] <= ' ' || (unsigned char)text[at] >= 0x7F) {
			at++;
			continue;
		}
		*mark = (struct mark){.sign = text[at], .at = at};
		if (is_digit(text[at]))
			at += read_number(mark, text + at);
		else if (is_letter(text[at]))
			at += read_word(mark, text + at);
		else
			at++;
		mark->end = at;
		scan->count++;
	}
	for (size_t i = scan->count; i < scan->count + PADDING; i++)
		scan->marks[i] = (struct mark){.at = at, .end = at};
}

static bool is_number(const struct mark *mark, int digits_most)
{
	return mark->sign == '0' && mark->digits <= digits_most;
}

static bool is_year(const struct mark *mark)
{
	return mark->sign == '0' && mark->digits == 4;
}

static bool is_word(const struct mark *mark, const char *word)
{
	return mark->sign == 'a' && strcmp(mark->word, word) == 0;
}

static bool touches(const struct mark *mark)
{
	return mark[0].end == mark[1].at;
}

/* RFC 5322 4.3: two digits from 50 on, and three, are of the last century. */
static int expand_year(const struct mark *mark)
{
	if (mark->digits == 2)
		return mark->value + (mark->value < 50 ? 2000 : 1900);
	return mark->digits == 3 ? mark->value + 1900 : mark->value;
}

/* Whether it is a date that exists, and can be one of news. */
static bool set_day(struct date_found *found, int year, int month, int day)
{
	if (!calendar_is_day(year, month, day))
		return false;
	found->year = year;
	found->month = month;
	found->day = day;
	return true;
}

static int find_month(const struct mark *mark)
{
	static const char *const names[] = {"january", "february", "march",
	    "april", "may", "june", "july", "august", "september", "october",
	    "november", "december"};

	if (mark->sign != 'a' || strlen(mark->word) < 3)
		return 0;
	for (int i = 0; i < 12; i++)
		if (str_starts(names[i], mark->word))
			return i + 1;
	return 0;
}

/*
 * A month after "tháng": a number, or words up to "mười hai". Returns the
 * marks it takes.
 */
static size_t read_month_words(const struct mark *mark, int *month)
{
	static const char *const words[] = {"mot", "hai", "ba", "tu", "nam",
	    "sau", "bay", "tam", "chin", "muoi"};

	*month = 0;
	if (is_number(mark, 2)) {
		*month = mark->value;
		return 1;
	}
	for (int i = 0; i < 10; i++)
		if (is_word(mark, words[i]))
			*month = i + 1;
	if (*month == 10 && is_word(mark + 1, "mot"))
		*month = 11;
	else if (*month == 10 && is_word(mark + 1, "hai"))
		*month = 12;
	return *month == 0 ? 0 : *month > 10 ? 2 : 1;
}

static bool is_month_word(const struct mark *mark)
{
	return is_word(mark, "thang") || is_word(mark, "thg") ||
	    is_word(mark, "th");
}

/* 2026-11-22, 2026/11/22, 2026.11.22. */
static size_t match_year_first(const struct mark *mark,
    struct date_found *found)
{
	char sign = mark[1].sign;

	if (!is_year(mark) || (sign != '-' && sign != '/' && sign != '.') ||
	    !is_number(mark + 2, 2) || mark[3].sign != sign ||
	    !is_number(mark + 4, 2))
		return 0;
	return set_day(found, mark[0].value, mark[2].value, mark[4].value) ? 5
	                                                                   : 0;
}

/* Which of a and b in a/b/2026 is the day; spoken: as AM or SA tells. */
static enum date_order choose_order(const struct mark *mark,
    enum date_order spoken, enum date_order order, struct date_found *found)
{
	/* "M/d/yyyy h:mm:ss tt" is the pattern of en-US; with - nobody's */
	if (spoken == DATE_ORDER_DAY || mark[1].sign == '/')
		found->proof = spoken;
	if (mark[0].value > 12)
		found->proof = DATE_ORDER_DAY;
	else if (mark[2].value > 12)
		found->proof = DATE_ORDER_MONTH;
	if (spoken == DATE_ORDER_DAY || mark[0].value > 12 ||
	    mark[2].value > 12 || order == DATE_ORDER_UNKNOWN)
		return found->proof;
	return order;
}

/* 22/11/2026, 22-11-2026, 22.11.2026, 22/11/26, and month first. */
static size_t match_year_last(const struct mark *mark, bool is_first,
    enum date_order spoken, enum date_order order, struct date_found *found)
{
	char sign = mark[1].sign;
	bool is_month_first;

	if (!is_number(mark, 2) ||
	    (sign != '/' && sign != '-' && sign != '.') ||
	    !is_number(mark + 2, 2) || mark[3].sign != sign ||
	    !(is_year(mark + 4) || (sign == '/' && mark[4].digits == 2)))
		return 0;
	/* a piece of a longer number: a law's, an address, a version */
	if (!is_first && mark[-1].sign == sign && touches(mark - 1))
		return 0;
	if (mark[5].sign == sign && touches(mark + 4) && touches(mark + 5) &&
	    mark[6].sign == '0' && mark[7].sign != ':')
		return 0;
	is_month_first = choose_order(mark, spoken, order, found) ==
	    DATE_ORDER_MONTH;
	return set_day(found, expand_year(mark + 4),
	           mark[is_month_first ? 0 : 2].value,
	           mark[is_month_first ? 2 : 0].value)
	    ? 5
	    : 0;
}

/* The next mark that is not one of the signs that part a date's words. */
static const struct mark *skip_signs(const struct mark *mark)
{
	while (mark->sign == ',' || mark->sign == '-' || mark->sign == '.' ||
	    mark->sign == '/' || is_word(mark, "nam"))
		mark++;
	return mark;
}

/* 22 Nov 2026, 22-Nov-26, 22 tháng 11 năm 2026, 22 Th11, 2026. */
static size_t match_day_first(const struct mark *mark,
    struct date_found *found)
{
	const struct mark *at = skip_signs(mark + 1);
	int month = find_month(at), digits_least = 2;
	size_t used = 1;

	if (!is_number(mark, 2))
		return 0;
	if (is_month_word(at)) {
		used = 1 + read_month_words(at + 1, &month);
		digits_least = 4;
	}
	if (month == 0)
		return 0;
	at = skip_signs(at + used);
	if (at->sign != '0' || at->digits < digits_least || at->digits > 4 ||
	    at[1].sign == ':')
		return 0;
	return set_day(found, expand_year(at), month, mark->value)
	    ? (size_t)(at - mark) + 1
	    : 0;
}

/*
 * Nov 22, 2026; November 22nd 2026; Tháng 11 22, 2026; and with the time
 * before the year, as asctime(3) and Java write it: Nov 22 08:30:00 2026.
 */
static size_t match_month_first(const struct mark *mark,
    struct date_found *found)
{
	const struct mark *at = mark + 1, *day;
	int month = find_month(mark);
	bool has_time;

	if (is_month_word(mark))
		at += read_month_words(mark + 1, &month);
	if (month == 0)
		return 0;
	day = skip_signs(at);
	if (!is_number(day, 2))
		return 0;
	at = day + 1;
	has_time = at[0].sign == '0' && at[1].sign == ':';
	if (has_time)
		at += at[3].sign == ':' ? 5 : 3;
	if (at->sign == 'a' && strlen(at->word) <= 4) /* nd, or ICT */
		at++;
	at = skip_signs(at);
	if (!is_year(at) || !set_day(found, at->value, month, day->value))
		return 0;
	return has_time ? (size_t)(day - mark) + 1 : (size_t)(at - mark) + 1;
}

/* ISO 8601 of the whole text: 2026, 2026-11 (W3C-DTF), 20261122. */
static size_t match_whole(const struct scan *scan, struct date_found *found)
{
	const struct mark *mark = scan->marks;

	if (mark->sign == '0' && mark->digits == 8 &&
	    (scan->count == 1 || is_word(mark + 1, "t")) &&
	    set_day(found, mark->value / 10000, mark->value / 100 % 100,
	        mark->value % 100))
		return 1;
	if (!is_year(mark))
		return 0;
	if (scan->count == 1 && set_day(found, mark->value, 1, 1))
		return 1;
	if (scan->count == 3 && mark[1].sign == '-' && is_number(mark + 2, 2) &&
	    set_day(found, mark->value, mark[2].value, 1))
		return 3;
	return 0;
}

/* AM, SA and the parts of the day move a time; their language is noted. */
static size_t read_half(const struct mark *mark, struct date_found *found,
    enum date_order *spoken)
{
	bool is_dotted = mark[1].sign == '.' && is_word(mark + 2, "m");
	bool is_am = is_word(mark, "am") || (is_dotted && is_word(mark, "a"));
	bool is_pm = is_word(mark, "pm") || (is_dotted && is_word(mark, "p"));
	int hour = found->hour;

	*spoken = is_am || is_pm ? DATE_ORDER_MONTH : DATE_ORDER_UNKNOWN;
	if (is_am || is_word(mark, "sa") || is_word(mark, "sang"))
		found->hour = hour == 12 ? 0 : hour;
	else if (is_pm || is_word(mark, "ch") || is_word(mark, "chieu") ||
	    is_word(mark, "toi"))
		found->hour = hour < 12 ? hour + 12 : hour;
	else if (is_word(mark, "trua"))
		found->hour = hour < 4 ? hour + 12 : hour;
	else if (is_word(mark, "dem"))
		found->hour = hour == 12 ? 0
		    : hour > 6 && hour < 12 ? hour + 12
		                            : hour;
	else
		return 0;
	if (!is_am && !is_pm)
		*spoken = DATE_ORDER_DAY;
	return is_dotted && (is_am || is_pm) ? 3 : 1;
}

/* 08:30, 08:30:15.25, 8h30, 8 giờ 30 phút, 8 giờ, 083000 after a T. */
static size_t match_clock(const struct mark *mark, struct date_found *found)
{
	size_t used = 3;
	int second = 0, minute = mark[2].value;

	if (!is_number(mark, 2) || mark->value > 24)
		return 0;
	if (mark[1].sign == ':') {
		if (mark[2].sign != '0' || mark[2].digits != 2)
			return 0;
		if (mark[3].sign == ':' && is_number(mark + 4, 2)) {
			second = mark[4].value;
			used = 5;
			if ((mark[5].sign == '.' || mark[5].sign == ',') &&
			    touches(mark + 4) && touches(mark + 5) &&
			    mark[6].sign == '0')
				used = 7;
		}
	} else if (is_word(mark + 1, "h") || is_word(mark + 1, "g") ||
	    is_word(mark + 1, "gio")) {
		bool has_minute = mark[2].sign == '0' && mark[2].digits == 2 &&
		    mark[3].sign != '/' && mark[3].sign != '-';

		minute = has_minute ? mark[2].value : 0;
		used = has_minute ? 3 : 2;
		if (has_minute && (is_word(mark + 3, "phut") ||
		        mark[3].sign == '\''))
			used = 4;
	} else {
		return 0;
	}
	if (minute > 59 || second > 60 || (mark->value == 24 && minute > 0))
		return 0;
	found->hour = mark->value;
	found->minute = minute;
	found->second = second;
	return used;
}

/* As far east as a sign and 7, 07, 0700 or 07:00 tell, if they do. */
static bool read_offset(const struct mark *mark, bool is_named, int *zone)
{
	const struct mark *number = mark + 1;
	int hours = number->value, minutes = 0;

	if ((mark->sign != '+' && mark->sign != '-') || !touches(mark) ||
	    number->sign != '0' || number->digits > 4 ||
	    (number->digits == 1 && !is_named))
		return false;
	if (number->digits > 2) {
		minutes = hours % 100;
		hours /= 100;
	} else if (number[1].sign == ':' && is_number(number + 2, 2) &&
	    touches(number)) {
		minutes = number[2].value;
	}
	/* "08:30 -07/11/2026" is no zone */
	if (touches(number) && (number[1].sign == '/' ||
	        number[1].sign == '-' || number[1].sign == '.'))
		return false;
	*zone = hours * 3600 + minutes * 60;
	if (minutes > 59 || *zone > ZONE_MOST)
		return false;
	if (mark->sign == '-')
		*zone = -*zone;
	return true;
}

static bool read_zone(const struct mark *mark, struct date_found *found)
{
	/* RFC 822 5.1, and those that servers in use name */
	static const struct {
		const char *name;
		int hours;
	} zones[] = {{"z", 0}, {"ut", 0}, {"utc", 0}, {"gmt", 0}, {"ict", 7},
	    {"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7},
	    {"mdt", -6}, {"pst", -8}, {"pdt", -7}, {"wet", 0}, {"bst", 1},
	    {"cet", 1}, {"cest", 2}, {"eet", 2}, {"eest", 3}, {"msk", 3},
	    {"sgt", 8}, {"hkt", 8}, {"jst", 9}, {"kst", 9}, {"aest", 10}};

	while (mark->sign == '(' || mark->sign == ',')
		mark++;
	if (read_offset(mark, false, &found->zone))
		return found->has_zone = true;
	for (size_t i = 0; i < ARRAY_LEN(zones); i++) {
		if (!is_word(mark, zones[i].name))
			continue;
		/* GMT+7 is east of Greenwich, as Vietnamese sites mean it */
		if (zones[i].hours != 0 ||
		    !read_offset(mark + 1, true, &found->zone))
			found->zone = zones[i].hours * 3600;
		return found->has_zone = true;
	}
	return false;
}

/* A clock at mark, with its half of the day and zone. */
static bool read_time(const struct mark *mark, struct date_found *found,
    enum date_order *spoken)
{
	size_t used = match_clock(mark, found);

	if (used == 0)
		return false;
	used += read_half(mark + used, found, spoken);
	read_zone(mark + used, found);
	return true;
}

/* The marks between the day, whose last mark is end, and a clock behind it. */
static const struct mark *find_clock_behind(const struct mark *end,
    const struct mark *last, size_t *gap)
{
	struct date_found unused;

	for (const struct mark *mark = end + 1; mark < last; mark++) {
		*gap = mark->at - end->end;
		if (*gap > TIME_REACH)
			break;
		if (match_clock(mark, &unused) > 0)
			return mark;
	}
	return NULL;
}

static const struct mark *find_clock_before(const struct mark *first,
    const struct mark *day, size_t *gap)
{
	struct date_found unused;
	size_t used;

	for (const struct mark *mark = day; mark-- > first;) {
		if (day->at - mark->end > TIME_REACH)
			break;
		used = match_clock(mark, &unused);
		/* in 8:30:15 no clock begins at 30 */
		if (used == 0 || mark + used > day ||
		    (mark > first && mark[-1].sign == ':'))
			continue;
		*gap = day->at - mark[used - 1].end;
		return mark;
	}
	return NULL;
}

/* The clock nearest to the day of `used` marks; the one behind wins a tie. */
static void find_time(const struct scan *scan, const struct mark *day,
    size_t used, struct date_found *found, enum date_order *spoken)
{
	size_t gap_before = 0, gap_behind = 0;
	const struct mark *before, *behind;

	before = find_clock_before(scan->marks, day, &gap_before);
	behind = find_clock_behind(day + used - 1, scan->marks + scan->count,
	    &gap_behind);
	if (behind != NULL && (before == NULL || gap_behind <= gap_before)) {
		read_time(behind, found, spoken);
		return;
	}
	if (before != NULL)
		read_time(before, found, spoken);
	if (!found->has_zone)
		read_zone(day + used, found);
}

/* A compact time of ISO 8601 behind a T: 083000, 0830. */
static void read_compact(const struct mark *mark, struct date_found *found)
{
	int value = mark[1].value;

	if (!is_word(mark, "t") || mark[1].sign != '0' ||
	    (mark[1].digits != 4 && mark[1].digits != 6))
		return;
	if (mark[1].digits == 4)
		value *= 100;
	if (value / 10000 > 23 || value / 100 % 100 > 59 || value % 100 > 60)
		return;
	found->hour = value / 10000;
	found->minute = value / 100 % 100;
	found->second = value % 100;
	read_zone(mark + 2, found);
}

static size_t match_day(const struct mark *mark, bool is_first,
    enum date_order spoken, enum date_order order, struct date_found *found)
{
	size_t used;

	used = match_year_first(mark, found);
	if (used == 0)
		used = match_year_last(mark, is_first, spoken, order, found);
	if (used == 0)
		used = match_day_first(mark, found);
	if (used == 0)
		used = match_month_first(mark, found);
	return used;
}

static bool find_date(const struct scan *scan, enum date_order order,
    struct date_found *found)
{
	size_t used = match_whole(scan, found);

	if (used > 0) {
		read_compact(&scan->marks[used], found);
		return true;
	}
	for (size_t i = 0; i < scan->count; i++) {
		const struct mark *mark = &scan->marks[i];
		enum date_order spoken = DATE_ORDER_UNKNOWN;

		used = match_day(mark, i == 0, spoken, order, found);
		if (used == 0)
			continue;
		find_time(scan, mark, used, found, &spoken);
		read_compact(mark + used, found);
		/* again, as AM or SA may tell which is the month */
		match_day(mark, i == 0, spoken, order, found);
		return true;
	}
	return false;
}

bool date_scan(const char *text, size_t len, enum date_order order,
    struct date_found *found)
{
	struct scan scan;
	struct str folded;
	bool is_found;

	*found = (struct date_found){0};
	scan.count = 0;
	str_init(&folded);
	text_fold(&folded, text, len < TEXT_MOST ? len : TEXT_MOST);
	read_marks(&scan, folded.data);
	is_found = find_date(&scan, order, found);
	str_release(&folded);
	return is_found;
}
