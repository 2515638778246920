/*
 * Role: the moment that some sites write into an article's address. Thread:
 * any.
 */
#ifndef TEXT_DATE_ADDRESS_H
#define TEXT_DATE_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Milliseconds since 1970; YYYYMMDDHHMM and seconds and their thousandths;
 * YYYYMDDHHMMSS; or three digits of a site and YYMMDDHHMMSS: local time of a
 * zone that many seconds east. False: the address holds none.
 */
bool date_read_address(const char *url, int zone, int64_t *when);

#endif
