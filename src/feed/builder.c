#include "feed/builder.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "feed/feed_dates.h"
#include "feed/plain.h"
#include "text/clean.h"
#include "text/url.h"

enum {
	ITEMS_MOST = 20000,
	CATEGORIES_MOST = 64,
	ENCLOSURES_MOST = 64,
	NAME_BYTES_MOST = 4096, /* of a title, a name, an address */
	AUTHORS_MOST = 16,
	/* a long base and short links would make much of a little document */
	GAINED_MOST = 16 * 1024 * 1024,
	SECOND_RANK = 9, /* after every content that is called so */
};

void builder_init(struct builder *builder, struct arena *arena,
    struct feed *feed, const struct feed_options *options)
{
	*builder = (struct builder){.arena = arena, .feed = feed,
	    .options = options, .items_most = options->items_most};
	if (builder->items_most == 0)
		builder->items_most = ITEMS_MOST;
	*feed = (struct feed){.format = ""};
	str_init(&builder->buffer);
}

void builder_release(struct builder *builder)
{
	free(builder->drafts);
	str_release(&builder->buffer);
}

bool builder_begin_item(struct builder *builder)
{
	size_t count = builder->feed->item_count;

	if (count >= builder->items_most)
		return false;
	(void)feed_add_item(builder->feed, builder->arena);
	builder->drafts = mem_grow(builder->drafts, &builder->draft_cap,
	    count + 1, sizeof(*builder->drafts));
	builder->drafts[count] = (struct draft){.published = NULL};
	builder->is_in_item = true;
	return true;
}

void builder_end_item(struct builder *builder)
{
	builder->is_in_item = false;
}

static struct draft *current(struct builder *builder,
    struct feed_item **item)
{
	*item = NULL;
	if (!builder->is_in_item)
		return &builder->top;
	*item = &builder->feed->items[builder->feed->item_count - 1];
	return &builder->drafts[builder->feed->item_count - 1];
}

static char *keep(struct builder *builder, const char *text, size_t len)
{
	return arena_dup_len(builder->arena, text, len);
}

/* What behind "<" makes it a tag (WHATWG HTML, 13.2.5.6). */
static bool is_tag_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' ||
	    c == '!' || c == '?';
}

/*
 * HTML whose text is in NFC, as all text that people read; what stands in
 * tags may be an address, and stays.
 */
static char *keep_html(struct builder *builder, const char *text, size_t len)
{
	struct str *out = &builder->buffer;
	const char *end = text + len, *stop;

	/* the marks U+0300 to U+036F are few anywhere but in NFD */
	if (memchr(text, 0xCC, len) == NULL && memchr(text, 0xCD, len) == NULL)
		return keep(builder, text, len);
	str_clear(out);
	for (; text < end; text = stop) {
		bool is_tag = *text == '<' && end - text > 1 &&
		    is_tag_start(text[1]);

		stop = memchr(text + 1, is_tag ? '>' : '<',
		    (size_t)(end - text) - 1);
		if (stop == NULL)
			stop = end;
		if (is_tag)
			str_add_len(out, text, (size_t)(stop - text));
		else
			text_compose(out, text, (size_t)(stop - text));
	}
	return keep(builder, out->data, out->len);
}

/* A name or title on one line, without markup; "" where there was only that. */
static char *keep_plain(struct builder *builder, const struct value *value)
{
	size_t len = value->len < NAME_BYTES_MOST * 4 ? value->len
	                                              : NAME_BYTES_MOST * 4;

	str_clear(&builder->buffer);
	plain_add(&builder->buffer, value->text, len, !value->is_text);
	return keep(builder, builder->buffer.data, builder->buffer.len);
}

/* "an@b.vn (An)", "An <an@b.vn>" name An. */
static void cut_address(const char **text, size_t *len)
{
	const char *end = *text + *len;
	const char *open = memchr(*text, '(', *len);
	const char *angle = memchr(*text, '<', *len);
	const char *at = memchr(*text, '@', *len);

	if (at == NULL)
		return;
	if (open != NULL && open > at && end[-1] == ')' && end - open > 2) {
		*text = open + 1;
		*len = (size_t)(end - open) - 2;
	} else if (angle != NULL && angle > *text && angle < at &&
	    end[-1] == '>') {
		*len = (size_t)(angle - *text);
	}
	text_trim(text, len);
}

/* Several authors of one rank stand side by side. */
static void set_author(struct builder *builder, struct draft *draft,
    char **author, bool is_joined, const struct value *value)
{
	struct value name = *value;
	char *plain;

	cut_address(&name.text, &name.len);
	if (is_joined && draft->author_count >= AUTHORS_MOST)
		return;
	name.is_text = false;
	plain = keep_plain(builder, &name);
	if (plain[0] == '\0')
		return;
	if (!is_joined || *author == NULL) {
		*author = plain;
		draft->author_count = 1;
	} else if (strstr(*author, plain) == NULL &&
	    strlen(*author) + strlen(plain) < NAME_BYTES_MOST) {
		*author = arena_printf(builder->arena, "%s, %s", *author,
		    plain);
		draft->author_count++;
	}
}

static void add_category(struct builder *builder, struct feed_item *item,
    const struct value *value)
{
	char *plain;

	if (item->category_count == CATEGORIES_MOST)
		return;
	plain = keep_plain(builder, value);
	if (plain[0] == '\0')
		return;
	item->categories = arena_grow(builder->arena, item->categories,
	    &item->category_cap, item->category_count + 1,
	    sizeof(*item->categories));
	item->categories[item->category_count++] = plain;
}

static void set_in_item(struct builder *builder, struct feed_item *item,
    struct draft *draft, const struct value *value, bool is_joined)
{
	switch (value->field) {
	case FIELD_TITLE:
		item->title = keep_plain(builder, value);
		break;
	case FIELD_LINK:
		item->link = keep(builder, value->text, value->len);
		draft->link_base = value->base;
		break;
	case FIELD_ID:
		item->id = keep(builder, value->text, value->len);
		break;
	case FIELD_SUMMARY:
		item->summary = keep_html(builder, value->text, value->len);
		break;
	case FIELD_CONTENT:
		item->content = keep_html(builder, value->text, value->len);
		break;
	case FIELD_PUBLISHED:
		draft->published = keep(builder, value->text, value->len);
		break;
	case FIELD_UPDATED:
		draft->updated = keep(builder, value->text, value->len);
		break;
	case FIELD_AUTHOR:
		set_author(builder, draft, &item->author, is_joined, value);
		break;
	default:
		break;
	}
}

/* web.resource.org/rss/1.0/modules/syndication; daily is its preset. */
static int64_t read_period(const struct value *value)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} periods[] = {{"hourly", 3600}, {"daily", 86400},
	    {"weekly", 7 * 86400}, {"monthly", 30 * 86400},
	    {"yearly", 365 * 86400}};

	for (size_t i = 0; i < ARRAY_LEN(periods); i++)
		if (value->len == strlen(periods[i].name) &&
		    strncasecmp(value->text, periods[i].name,
		        value->len) == 0)
			return periods[i].seconds;
	return 0;
}

/* RSS 2.0: 0 to 23; RSS 0.91 counted them from 1 to 24. */
static void add_skipped_hour(struct feed *feed, const char *text)
{
	char *end;
	long hour = strtol(text, &end, 10);

	if (end != text && hour >= 0 && hour <= 24)
		feed->skip_hours |= 1u << hour % 24;
}

static void add_skipped_day(struct feed *feed, const struct value *value)
{
	static const char *const names[] = {"sun", "mon", "tue", "wed",
	    "thu", "fri", "sat"};

	for (size_t i = 0; value->len >= 3 && i < ARRAY_LEN(names); i++)
		if (strncasecmp(value->text, names[i], 3) == 0)
			feed->skip_days |= 1u << i;
}

/* What the document wishes of those who ask for it. */
static void set_schedule(struct builder *builder, const struct value *value)
{
	struct feed *feed = builder->feed;

	switch (value->field) {
	case FIELD_TTL:
		feed->ttl = (int)strtol(value->text, NULL, 10);
		if (feed->ttl < 0 || feed->ttl > 60 * 24 * 31)
			feed->ttl = 0;
		break;
	case FIELD_PERIOD:
		feed->period = read_period(value);
		break;
	case FIELD_FREQUENCY:
		builder->frequency = strtol(value->text, NULL, 10);
		break;
	case FIELD_SKIP_HOUR:
		add_skipped_hour(feed, value->text);
		break;
	case FIELD_SKIP_DAY:
		add_skipped_day(feed, value);
		break;
	default:
		break;
	}
}

static void set_in_feed(struct builder *builder, const struct value *value,
    bool is_joined)
{
	struct feed *feed = builder->feed;

	switch (value->field) {
	case FIELD_TITLE:
		feed->title = keep_plain(builder, value);
		break;
	case FIELD_LINK:
		feed->link = keep(builder, value->text, value->len);
		builder->top.link_base = value->base;
		break;
	case FIELD_SUMMARY:
		feed->description = keep_plain(builder, value);
		break;
	case FIELD_LANGUAGE:
		feed->language = keep_plain(builder, value);
		break;
	case FIELD_GENERATOR:
		feed->generator = keep_plain(builder, value);
		break;
	case FIELD_AUTHOR:
		set_author(builder, &builder->top, &builder->author,
		    is_joined, value);
		break;
	default:
		set_schedule(builder, value);
		break;
	}
}

/*
 * Within a rank the first value stays; of several plain links the last is
 * the article's, as feeds put their own address first; of several changes
 * the last counts.
 */
static bool is_wanted(const struct draft *draft, const struct value *value)
{
	unsigned char held = draft->ranks[value->field];

	if (held == 0 || value->rank < held)
		return true;
	return value->rank == held && (value->field == FIELD_LINK ||
	    value->field == FIELD_SKIP_HOUR || value->field == FIELD_SKIP_DAY ||
	    value->field == FIELD_AUTHOR || value->field == FIELD_UPDATED);
}

/* RSS with both description and summary: the second is the article. */
static bool is_second_text(const struct draft *draft,
    const struct value *value)
{
	unsigned char held = draft->ranks[FIELD_SUMMARY];

	return value->field == FIELD_SUMMARY && held != 0 &&
	    held != value->rank && held <= 2 && value->rank <= 2;
}

void builder_set(struct builder *builder, const struct value *given)
{
	struct value value = *given;
	struct feed_item *item;
	struct draft *draft = current(builder, &item);
	bool is_joined;

	text_trim(&value.text, &value.len);
	if (value.len == 0)
		return;
	if (value.field == FIELD_CATEGORY) {
		if (item != NULL)
			add_category(builder, item, &value);
		return;
	}
	if ((value.field == FIELD_LINK || value.field == FIELD_ID) &&
	    value.len > NAME_BYTES_MOST)
		return;
	if (is_second_text(draft, &value)) {
		value.field = FIELD_CONTENT;
		value.rank = SECOND_RANK;
	}
	if (!is_wanted(draft, &value))
		return;
	is_joined = draft->ranks[value.field] == value.rank;
	draft->ranks[value.field] = value.rank;
	if (item != NULL)
		set_in_item(builder, item, draft, &value, is_joined);
	else
		set_in_feed(builder, &value, is_joined);
}

#define TIMES_26(x) x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x,   \
	x, x, x, x, x, x, x

/* What stands in an address without an escape (RFC 3986, 2.2 and 2.3). */
static const uint8_t plain_bytes[256] = {
	['a'] = TIMES_26(1),
	['A'] = TIMES_26(1),
	['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['-'] = 1, ['_'] = 1, ['.'] = 1, ['~'] = 1, ['/'] = 1, ['?'] = 1,
	['='] = 1, ['&'] = 1, ['%'] = 1, ['#'] = 1, [':'] = 1, [';'] = 1,
	[','] = 1, ['+'] = 1, ['!'] = 1, ['@'] = 1,
};

/*
 * An absolute address that resolving would not change, as most are: letters,
 * digits and marks that need no escape, and no dot segment.
 */
static bool is_plain_web(const char *url)
{
	const char *at = url + (str_starts(url, "https://") ? 8 : 7);
	bool has_path = false;

	if (!str_starts(url, "http://") && at == url + 7)
		return false;
	for (; plain_bytes[(unsigned char)*at] != 0; at++)
		if (*at == '/') {
			has_path = true;
			if (at[1] == '.')
				return false;
		}
	return has_path && *at == '\0';
}

/* An absolute address; url is the arena's, as is what returns. */
static char *resolve(struct builder *builder, const char *base, char *url)
{
	if ((base == NULL ? !url_is_web(url) : is_plain_web(url)) ||
	    builder->gained > GAINED_MOST)
		return url;
	str_clear(&builder->buffer);
	url_resolve(&builder->buffer, base, url);
	builder->gained += builder->buffer.len;
	return keep(builder, builder->buffer.data, builder->buffer.len);
}

void builder_add_enclosure(struct builder *builder, unsigned char rank,
    const char *base, const char *url, const char *type, int64_t length)
{
	struct enclosure row = {.length = length > 0 ? length : 0};
	struct feed_item *item;
	struct draft *draft = current(builder, &item);
	size_t len = url == NULL ? 0 : strlen(url);

	if (item == NULL || url == NULL)
		return;
	text_trim(&url, &len);
	if (len == 0 || len > NAME_BYTES_MOST)
		return;
	row.url = resolve(builder, base != NULL ? base : builder->options->url,
	    keep(builder, url, len));
	if (type != NULL && type[0] != '\0')
		row.type = arena_dup(builder->arena, type);
	if (rank == 1 && item->enclosure_count < ENCLOSURES_MOST) {
		item->enclosures = arena_grow(builder->arena,
		    item->enclosures, &item->enclosure_cap,
		    item->enclosure_count + 1, sizeof(row));
		item->enclosures[item->enclosure_count++] = row;
	} else if (rank > 1 && draft->media_count < ENCLOSURES_MOST) {
		draft->media = arena_grow(builder->arena, draft->media,
		    &draft->media_cap, draft->media_count + 1, sizeof(row));
		draft->media[draft->media_count++] = row;
	}
}

void builder_set_fallback(struct builder *builder, unsigned char rank,
    const char *base, const char *url, size_t len)
{
	struct feed_item *item;
	struct draft *draft = current(builder, &item);

	text_trim(&url, &len);
	if (len == 0 || len > NAME_BYTES_MOST ||
	    (draft->fallback_rank != 0 && draft->fallback_rank <= rank))
		return;
	draft->fallback_rank = rank;
	draft->fallback = resolve(builder, base != NULL
	    ? base : builder->options->url, keep(builder, url, len));
}

/* What modules name twice, or beside a real enclosure, counts once. */
static void merge_media(struct builder *builder, struct feed_item *item,
    const struct draft *draft)
{
	size_t i, k;

	for (i = 0; i < draft->media_count; i++) {
		for (k = 0; k < item->enclosure_count; k++)
			if (strcmp(item->enclosures[k].url,
				draft->media[i].url) == 0)
				break;
		if (k < item->enclosure_count ||
		    k == ENCLOSURES_MOST)
			continue;
		item->enclosures = arena_grow(builder->arena,
		    item->enclosures, &item->enclosure_cap, k + 1,
		    sizeof(*item->enclosures));
		item->enclosures[item->enclosure_count++] = draft->media[i];
	}
}

/* The base of links: xml:base, else where the feed lives, else its site. */
static const char *base_of(const struct builder *builder,
    const struct draft *draft)
{
	if (draft->link_base != NULL)
		return draft->link_base;
	if (builder->options->url != NULL)
		return builder->options->url;
	return builder->own_url;
}

void builder_finish(struct builder *builder)
{
	struct feed *feed = builder->feed;
	const char *base;
	size_t i;

	if (builder->frequency > 0) {
		feed->period = feed->period > 0 ? feed->period : 86400;
		feed->period /= builder->frequency;
	}
	if (feed->link == NULL && builder->top.fallback != NULL)
		feed->link = builder->top.fallback;
	else if (feed->link != NULL)
		feed->link = resolve(builder, base_of(builder, &builder->top),
		    feed->link);
	for (i = 0; i < feed->item_count; i++) {
		struct feed_item *item = &feed->items[i];
		struct draft *draft = &builder->drafts[i];

		base = base_of(builder, draft);
		if (base == NULL)
			base = feed->link;
		if (item->link != NULL)
			item->link = resolve(builder, base, item->link);
		else if (draft->fallback != NULL)
			item->link = draft->fallback;
		if (item->author == NULL)
			item->author = builder->author;
		merge_media(builder, item, draft);
	}
	feed_read_dates(builder);
}
