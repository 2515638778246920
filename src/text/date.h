/*
 * Role: dates as feeds and pages write them, and as Vietnamese readers read
 * them. Times are seconds since 1970 UTC. RFC 822/2822, RFC 3339, W3C-DTF,
 * and the shapes of Vietnamese portals. Thread: any.
 */
#ifndef TEXT_DATE_H
#define TEXT_DATE_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How "5/9/2026" is read; the text itself wins where it tells. */
enum date_order { DATE_ORDER_UNKNOWN, DATE_ORDER_DAY, DATE_ORDER_MONTH };

struct date_hint {
	int zone;              /* seconds east, for text without a zone */
	enum date_order order; /* unknown: day first, with AM/PM month first */
};

/*
 * Read a date anywhere in text (weekday words are passed over; a time may
 * stand within 20 characters of the day). Without a time: noon is NOT
 * assumed, 00:00 in its zone is. Returns false where there is none.
 */
bool date_parse(const char *text, size_t len, const struct date_hint *hint,
    int64_t *when);

/*
 * Whether a text that date_parse reads tells the day alone: no time of day
 * stands there, or midnight to the second, as programs write for none.
 */
bool date_is_day(const char *text, size_t len);

/*
 * What a text proves about order: DAY for 22/11, MONTH for 11/22 or for
 * "9/5/2026 1:30:00 PM"; UNKNOWN else.
 */
enum date_order date_order_of(const char *text, size_t len);

/* Append RFC 3339 UTC: 2026-11-22T01:12:00Z. */
void date_add_rfc3339(struct str *out, int64_t when);

/*
 * What a user writes for WHEN: a date, a date and time (local), "3d", "12h",
 * "30m", "2w" before now. False: not understood.
 */
bool date_parse_when(const char *text, int64_t now, int64_t *when);

/* Parts of a moment in local time. */
struct date_parts {
	int year, month, day, hour, minute, weekday; /* weekday 0: Sunday */
	int64_t day_number; /* local days, to compare days by */
};
struct date_parts date_local(int64_t when);

/* Local words for the screens (gettext); see SCREENS: time. */
void date_add_clock(struct str *out, int64_t when);   /* 08:30 */
void date_add_day(struct str *out, int64_t when, int64_t now);
	/* "Hôm nay, Chủ Nhật 22/11", "Thứ Sáu 20/11", with year if other */
void date_add_full(struct str *out, int64_t when); /* Chủ Nhật 22/11/2026 08:12 */
void date_add_full_day(struct str *out, int64_t when); /* without the time */
/* "vừa xong", "5 phút trước", "2 giờ trước" (same day), then "08:30". */
void date_add_under_day(struct str *out, int64_t when, int64_t now);
/* Also "hôm qua 08:30", "3 ngày trước", "22/11/2026": without headings. */
void date_add_relative(struct str *out, int64_t when, int64_t now);
/* At most 7 columns: "5 phút", "2 giờ", "hôm qua", "3 ngày", "22/11". */
void date_add_short(struct str *out, int64_t when, int64_t now);
/* The same under a day's heading: "5 phút", "2 giờ" (same day), "08:30". */
void date_add_short_under_day(struct str *out, int64_t when, int64_t now);

#endif
