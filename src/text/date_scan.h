/*
 * Role: finds a date, and the time and zone that belong to it, in text as
 * people and programs write it; date.h is what others call. Thread: any.
 */
#ifndef TEXT_DATE_SCAN_H
#define TEXT_DATE_SCAN_H

#include "text/date.h"

#include <stdbool.h>
#include <stddef.h>

struct date_found {
	int year, month, day;     /* a date that exists */
	int hour, minute, second; /* 0 where no time stands */
	int zone;                 /* seconds east */
	bool has_zone;
	enum date_order proof; /* what the text tells of its order */
};

/*
 * The first date in text of which the first 2,000 bytes are looked at; order
 * is for dates that can be read both ways. False: there is none.
 */
bool date_scan(const char *text, size_t len, enum date_order order,
    struct date_found *found);

#endif
