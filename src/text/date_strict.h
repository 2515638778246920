/*
 * Role: dates exactly as RFC 822 (with a year of four digits) and RFC 3339
 * have them, which nearly all feeds write: a tenth of the general scan's
 * time. Thread: any.
 */
#ifndef TEXT_DATE_STRICT_H
#define TEXT_DATE_STRICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False: it is another form, or no moment; the scan may know better. */
bool date_read_strict(const char *text, size_t len, int64_t *when);

#endif
