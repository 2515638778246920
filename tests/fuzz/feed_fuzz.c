/* Any bytes as a feed: titles clean, links and counts within bounds. */
#include "feed/feed_read.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct feed_options options = {.url = "https://trammay.example/rss/",
	    .items_most = 500};
	struct arena arena;
	struct feed feed;

	arena_init(&arena);
	if (feed_read((const char *)data, len, &options, &arena, &feed,
	        NULL)) {
		fuzz_promise(feed.item_count <= options.items_most,
		    "no more items than were asked for");
		fuzz_promise_clean(feed.title, "a feed's title is clean");
		for (size_t i = 0; i < feed.item_count; i++) {
			fuzz_promise_clean(feed.items[i].title,
			    "a title is clean");
			fuzz_promise_clean(feed.items[i].author,
			    "an author is clean");
			fuzz_promise(feed.items[i].summary == NULL ||
			        utf8_is_valid(feed.items[i].summary,
			            strlen(feed.items[i].summary)),
			    "a summary is UTF-8");
		}
	}
	arena_release(&arena);
	return 0;
}
