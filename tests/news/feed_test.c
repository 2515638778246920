#include "news/feed.h"
#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

static void fill(struct feed *feed, struct arena *arena)
{
	struct feed_item *item;

	*feed = (struct feed){.format = "rss 2.0", .ttl = 30, .is_cut = true};
	feed->period = 1800;
	feed->skip_hours = 5;
	feed->skip_days = 65;
	feed->title = arena_dup(arena, "Báo Trằm Mây");
	feed->link = arena_dup(arena, "https://trammay.example/");
	feed_add_repair(feed, arena, 3, "stray &");
	feed_add_repair(feed, arena, 0, "bad date");
	item = feed_add_item(feed, arena);
	item->title = arena_dup(arena, "Lũ rút ở Hạ Khê");
	item->content = arena_dup(arena, "<p>Nước đã rút.</p>");
	item->published = 1795310000;
	item->updated = -5;
	item->is_date_rough = true;
	item->categories = arena_grow(arena, NULL, &item->category_cap, 1,
	    sizeof(char *));
	item->categories[item->category_count++] = arena_dup(arena, "Đời sống");
	item->enclosures = arena_grow(arena, NULL, &item->enclosure_cap, 1,
	    sizeof(*item->enclosures));
	item->enclosures[item->enclosure_count++] = (struct enclosure){
	    arena_dup(arena, "https://trammay.example/a.mp3"), NULL, 12345};
	feed_add_item(feed, arena)->id = arena_dup(arena, "");
}

static void test_round_trip(struct arena *arena)
{
	struct feed feed, back;
	struct str out, again;

	str_init(&out);
	str_init(&again);
	fill(&feed, arena);
	feed_encode(&out, &feed);
	tap_ok(feed_decode(out.data, out.len, arena, &back), "it is decoded");
	tap_text(back.format, "rss 2.0", "format");
	tap_text(back.title, "Báo Trằm Mây", "title");
	tap_text(back.description, NULL, "what lacks stays NULL");
	tap_number((int64_t)back.repair_count, 1, "no repair of nothing");
	tap_text(back.repairs[0], "3 stray &", "a repair");
	tap_ok(back.is_cut && back.ttl == 30, "cut, ttl");
	tap_ok(back.period == 1800 && back.skip_hours == 5 &&
	        back.skip_days == 65, "when to come again");
	tap_number((int64_t)back.item_count, 2, "items");
	tap_text(back.items[0].title, "Lũ rút ở Hạ Khê", "an item's title");
	tap_text(back.items[0].content, "<p>Nước đã rút.</p>", "content");
	tap_text(back.items[0].categories[0], "Đời sống", "category");
	tap_number(back.items[0].updated, -5, "times");
	tap_ok(back.items[0].is_date_rough && !back.items[1].is_date_rough,
	    "whether they are rough");
	tap_number(back.items[0].enclosures[0].length, 12345, "enclosure");
	tap_text(back.items[1].id, "", "an empty id is not none");
	feed_encode(&again, &back);
	tap_ok(again.len == out.len &&
	        memcmp(again.data, out.data, out.len) == 0,
	    "encoded again it is the same");
	feed_add_item(&back, arena)->link = NULL;
	tap_number((int64_t)back.item_count, 3, "and it may be added to");
	str_release(&out);
	str_release(&again);
}

static void test_damage(struct arena *arena)
{
	struct feed feed, back;
	struct str out;
	int taken = 0;

	str_init(&out);
	fill(&feed, arena);
	feed_encode(&out, &feed);
	for (size_t len = 0; len < out.len; len++)
		taken += feed_decode(out.data, len, arena, &back);
	tap_number(taken, 0, "a cut encoding is refused");
	srand(8);
	for (int i = 0; i < 20000; i++) {
		size_t at = (size_t)rand() % out.len;
		char kept = out.data[at];

		out.data[at] = (char)rand();
		taken += feed_decode(out.data, out.len, arena, &back);
		out.data[at] = kept;
	}
	tap_ok(taken > 0, "changed bytes do no harm");
	str_release(&out);
}

int main(void)
{
	struct arena arena;

	arena_init(&arena);
	test_round_trip(&arena);
	test_damage(&arena);
	arena_release(&arena);
	return tap_end();
}
