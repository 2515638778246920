/*
 * Role: days and dates of the Gregorian calendar, by arithmetic. Thread: any.
 */
#ifndef TEXT_CALENDAR_H
#define TEXT_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/* Days since 1970-01-01; month 1 to 12, day 1 to 31. */
int64_t calendar_days(int year, int month, int day);

/* 28 to 31. */
int calendar_month_length(int year, int month);

/* A day that there is, in the years 1970 to 2100: others are slips. */
bool calendar_is_day(int year, int month, int day);

/* The date that many days after 1970-01-01. */
void calendar_date(int64_t days, int *year, int *month, int *day);

#endif
