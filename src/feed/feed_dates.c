#include "feed/feed_dates.h"

#include <string.h>

#include "base/i18n.h"
#include "text/clean.h"
#include "text/date.h"
#include "text/date_address.h"
#include "text/date_strict.h"
#include "text/url.h"

enum { VIETNAM = 7 * 3600, TITLES_LOOK = 20 };

static bool is_of_vietnam(struct builder *builder, const char *url)
{
	struct str *host = &builder->buffer;

	if (url == NULL)
		return false;
	str_clear(host);
	url_host(host, url);
	return host->len > 3 && strcmp(host->data + host->len - 3, ".vn") == 0;
}

static bool is_vietnamese(const char *text)
{
	return text != NULL && text_is_vietnamese(text, strlen(text));
}

/* Seconds east that a time without a zone means. */
static int zone_of(struct builder *builder)
{
	const struct feed *feed = builder->feed;
	size_t i;

	if (is_of_vietnam(builder, builder->options->url) ||
	    is_of_vietnam(builder, feed->link) || is_vietnamese(feed->title))
		return VIETNAM;
	for (i = 0; i < feed->item_count && i < TITLES_LOOK; i++)
		if (is_vietnamese(feed->items[i].title))
			return VIETNAM;
	return 0;
}

static bool is_rough(const char *published, const char *updated)
{
	const char *text = published != NULL ? published : updated;

	return text != NULL && date_is_day(text, strlen(text));
}

/*
 * Most feeds write their dates as the standards have them, and are done with
 * here. False: there are others.
 */
static bool read_strict(struct builder *builder)
{
	bool is_done = true;
	size_t i;

	for (i = 0; i < builder->feed->item_count; i++) {
		struct feed_item *item = &builder->feed->items[i];
		const struct draft *draft = &builder->drafts[i];
		const char *published = draft->published;
		const char *updated = draft->updated;

		item->is_date_rough = is_rough(published, updated);
		if (published != NULL && !date_read_strict(published,
			strlen(published), &item->published))
			is_done = false;
		if (updated != NULL && !date_read_strict(updated,
			strlen(updated), &item->updated))
			is_done = false;
		is_done = is_done && (published != NULL || updated != NULL);
	}
	return is_done;
}

/* One date of a feed proves the order of all of them; most proofs win. */
static enum date_order order_of(const struct builder *builder)
{
	size_t proofs[3] = {0}, i;

	for (i = 0; i < builder->feed->item_count; i++) {
		const struct draft *draft = &builder->drafts[i];

		if (draft->published != NULL)
			proofs[date_order_of(draft->published,
			    strlen(draft->published))]++;
		if (draft->updated != NULL)
			proofs[date_order_of(draft->updated,
			    strlen(draft->updated))]++;
	}
	if (proofs[DATE_ORDER_DAY] == proofs[DATE_ORDER_MONTH])
		return DATE_ORDER_UNKNOWN;
	return proofs[DATE_ORDER_DAY] > proofs[DATE_ORDER_MONTH]
	    ? DATE_ORDER_DAY : DATE_ORDER_MONTH;
}

static int64_t read_date(const char *text, const struct date_hint *hint)
{
	int64_t when = 0;

	if (text == NULL || !date_parse(text, strlen(text), hint, &when))
		return 0;
	return when;
}

/* The moment that an item's address holds, when it was written; 0: none. */
static int64_t read_link(const struct feed_item *item, int zone)
{
	int64_t when;

	return item->link != NULL && date_read_address(item->link, zone, &when)
	    ? when : 0;
}

/*
 * NukeViet 4 to 4.5 writes the month where the minute belongs (PHP's
 * "H:m:s"): such times are right to the hour, and minute and second are
 * dropped, so that the feed's order counts within it.
 */
static bool has_month_minutes(const struct builder *builder)
{
	const struct feed *feed = builder->feed;
	size_t i, dates = 0;

	if (feed->generator == NULL ||
	    strstr(feed->generator, "NukeViet") == NULL)
		return false;
	for (i = 0; i < feed->item_count; i++) {
		struct str text;
		bool is_same;

		if (feed->items[i].published == 0)
			continue;
		str_init(&text);
		date_add_rfc3339(&text, feed->items[i].published);
		/* the zone there is GMT: 2026-11-22T01:11:07Z */
		is_same = text.len > 16 &&
		    memcmp(text.data + 5, text.data + 14, 2) == 0;
		str_release(&text);
		if (!is_same)
			return false;
		dates++;
	}
	return dates > 0;
}

/* Dates of any kind, each in the light of the others. */
static void read_all(struct builder *builder)
{
	struct feed *feed = builder->feed;
	struct date_hint hint = {.zone = zone_of(builder),
	    .order = order_of(builder)};
	size_t i;

	for (i = 0; i < feed->item_count; i++) {
		const struct draft *draft = &builder->drafts[i];
		struct feed_item *item = &feed->items[i];

		item->published = read_date(draft->published, &hint);
		item->updated = read_date(draft->updated, &hint);
		if (item->published == 0 && item->updated == 0) {
			item->published = read_link(item, hint.zone);
			item->is_date_rough = true;
		}
	}
}

void feed_read_dates(struct builder *builder)
{
	struct feed *feed = builder->feed;
	size_t i;

	if (!read_strict(builder))
		read_all(builder);
	if (!has_month_minutes(builder))
		return;
	for (i = 0; i < feed->item_count; i++) {
		feed->items[i].published -= feed->items[i].published % 3600;
		feed->items[i].is_date_rough = true;
	}
	feed_add_repair(feed, builder->arena, feed->item_count,
	    feed->item_count == 1 ? N_("date without minutes")
	    : N_("dates without minutes"));
}
