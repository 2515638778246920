/*
 * Role: dates of a feed's items, read with the whole feed in sight: which of
 * 5/9 is the month, which zone a time without one means, NukeViet's minutes.
 * Thread: any.
 */
#ifndef FEED_FEED_DATES_H
#define FEED_FEED_DATES_H

#include "feed/builder.h"

/* Fill published and updated of every item from the drafts. */
void feed_read_dates(struct builder *builder);

#endif
