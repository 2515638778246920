#include "news/feed.h"

#include "base/pack.h"

enum { FEED_VERSION = 3 };

struct feed_item *feed_add_item(struct feed *feed, struct arena *arena)
{
	feed->items = arena_grow(arena, feed->items, &feed->item_cap,
	    feed->item_count + 1, sizeof(*feed->items));
	feed->items[feed->item_count] = (struct feed_item){0};
	return &feed->items[feed->item_count++];
}

void feed_add_repair(struct feed *feed, struct arena *arena, size_t count,
    const char *what)
{
	if (count == 0)
		return;
	feed->repairs = arena_grow(arena, feed->repairs, &feed->repair_cap,
	    feed->repair_count + 1, sizeof(*feed->repairs));
	feed->repairs[feed->repair_count++] = arena_printf(arena, "%zu %s",
	    count, what);
}

static void encode_texts(struct str *out, char *const *texts, size_t count)
{
	pack_number(out, count);
	for (size_t i = 0; i < count; i++)
		pack_text(out, texts[i]);
}

static void encode_item(struct str *out, const struct feed_item *item)
{
	pack_text(out, item->title);
	pack_text(out, item->link);
	pack_text(out, item->id);
	pack_text(out, item->author);
	pack_text(out, item->content);
	pack_text(out, item->summary);
	pack_signed(out, item->published);
	pack_signed(out, item->updated);
	pack_number(out, item->is_date_rough);
	encode_texts(out, item->categories, item->category_count);
	pack_number(out, item->enclosure_count);
	for (size_t i = 0; i < item->enclosure_count; i++) {
		pack_text(out, item->enclosures[i].url);
		pack_text(out, item->enclosures[i].type);
		pack_signed(out, item->enclosures[i].length);
	}
}

void feed_encode(struct str *out, const struct feed *feed)
{
	str_add_char(out, FEED_VERSION);
	pack_text(out, feed->format);
	pack_text(out, feed->title);
	pack_text(out, feed->link);
	pack_text(out, feed->description);
	pack_text(out, feed->language);
	pack_text(out, feed->generator);
	pack_text(out, feed->next);
	encode_texts(out, feed->repairs, feed->repair_count);
	pack_signed(out, feed->ttl);
	pack_signed(out, feed->period);
	pack_number(out, feed->skip_hours);
	pack_number(out, feed->skip_days);
	pack_number(out, feed->is_cut);
	pack_number(out, feed->item_count);
	for (size_t i = 0; i < feed->item_count; i++)
		encode_item(out, &feed->items[i]);
}

/*
 * Arrays grow as their items are read: a count alone, which is only known
 * to be at most the bytes that follow, makes none.
 */
static char **decode_texts(struct unpack *in, struct arena *arena,
    size_t *count, size_t *cap)
{
	size_t wanted = unpack_count(in);
	char **texts = NULL;

	for (*count = 0; *count < wanted && !in->is_broken; (*count)++) {
		texts = arena_grow(arena, texts, cap, *count + 1,
		    sizeof(*texts));
		texts[*count] = unpack_text(in, arena);
	}
	return texts;
}

static void decode_enclosures(struct unpack *in, struct arena *arena,
    struct feed_item *item)
{
	size_t count = unpack_count(in);

	for (size_t i = 0; i < count && !in->is_broken; i++) {
		struct enclosure *enclosure;

		item->enclosures = arena_grow(arena, item->enclosures,
		    &item->enclosure_cap, i + 1, sizeof(*item->enclosures));
		enclosure = &item->enclosures[item->enclosure_count++];
		enclosure->url = unpack_text(in, arena);
		enclosure->type = unpack_text(in, arena);
		enclosure->length = unpack_signed(in);
	}
}

static void decode_item(struct unpack *in, struct arena *arena,
    struct feed_item *item)
{
	item->title = unpack_text(in, arena);
	item->link = unpack_text(in, arena);
	item->id = unpack_text(in, arena);
	item->author = unpack_text(in, arena);
	item->content = unpack_text(in, arena);
	item->summary = unpack_text(in, arena);
	item->published = unpack_signed(in);
	item->updated = unpack_signed(in);
	item->is_date_rough = unpack_number(in) != 0;
	item->categories = decode_texts(in, arena, &item->category_count,
	    &item->category_cap);
	decode_enclosures(in, arena, item);
}

static void decode_feed(struct unpack *in, struct arena *arena,
    struct feed *feed)
{
	int64_t ttl;
	size_t count;

	feed->format = unpack_text(in, arena);
	feed->title = unpack_text(in, arena);
	feed->link = unpack_text(in, arena);
	feed->description = unpack_text(in, arena);
	feed->language = unpack_text(in, arena);
	feed->generator = unpack_text(in, arena);
	feed->next = unpack_text(in, arena);
	feed->repairs = decode_texts(in, arena, &feed->repair_count,
	    &feed->repair_cap);
	ttl = unpack_signed(in);
	feed->ttl = ttl < 0 || ttl > INT32_MAX ? 0 : (int)ttl;
	feed->period = unpack_signed(in);
	feed->skip_hours = (uint32_t)unpack_number(in);
	feed->skip_days = (uint32_t)unpack_number(in);
	feed->is_cut = unpack_number(in) != 0;
	count = unpack_count(in);
	for (size_t i = 0; i < count && !in->is_broken; i++)
		decode_item(in, arena, feed_add_item(feed, arena));
}

bool feed_decode(const void *data, size_t len, struct arena *arena,
    struct feed *feed)
{
	struct unpack in;

	*feed = (struct feed){0};
	if (len == 0 || *(const unsigned char *)data != FEED_VERSION)
		return false;
	unpack_init(&in, (const unsigned char *)data + 1, len - 1);
	decode_feed(&in, arena, feed);
	if (!in.is_broken && in.at == in.end)
		return true;
	*feed = (struct feed){0};
	return false;
}
