#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

static struct error err;

static void test_add(struct store *store)
{
	static const char *const tags[] = {"xã", "Quảng Trị", "xã"};
	struct source_draft draft = {
	    .url = "https://trammay.quangtri.gov.vn/rss/tin-tuc.rss",
	    .title = "Trằm Mây: Tin tức", .province = "Quảng Trị",
	    .kind = SOURCE_FEED, .tags = tags, .tag_count = 3};
	struct source *sources;
	int64_t id, again, second;
	bool is_new;
	size_t count;

	tap_done(store_add_source(store, &draft, NOW, &id, &is_new, &err),
	    &err, "adding");
	tap_ok(is_new, "it is new");
	draft.url = "HTTP://TramMay.quangtri.gov.vn:80/rss/tin-tuc.rss";
	draft.title = "Tên khác";
	tap_done(store_add_source(store, &draft, NOW, &again, &is_new, &err),
	    &err, "adding the same address, written otherwise");
	tap_ok(!is_new && again == id, "it is known by its old id");
	second = add_source(store, "https://lekhe.vn/feed");
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "reading what is followed");
	tap_number((int64_t)count, 2, "two sources");
	tap_number(sources[1].id, second, "in the order they came");
	tap_text(sources[0].title, "Trằm Mây: Tin tức", "the title is kept");
	tap_text(sources[0].province, "Quảng Trị", "the province");
	tap_number((int64_t)sources[0].tag_count, 2, "each tag once");
	tap_text(sources[0].tags[1], "Quảng Trị", "the tag");
	tap_text(sources[1].title, "", "no title is empty, not NULL");
	tap_number(sources[1].kind, SOURCE_FEED, "the kind");
}

static void test_find(struct store *store)
{
	static const char *const names[] = {"1", "tram may: tin tuc",
	    "https://trammay.quangtri.gov.vn/rss/tin-tuc.rss",
	    "trammay.quangtri.gov.vn/rss/tin-tuc.rss"};
	struct source source;
	bool found;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		tap_done(store_find_source(store, names[i], drafts_arena(),
		    &source, &found, &err), &err, "find '%s'", names[i]);
		tap_ok(found && source.id == 1, "it is the first");
	}
	tap_done(store_find_source(store, "99", drafts_arena(), &source,
	    &found, &err), &err, "find what is not there");
	tap_ok(!found, "none");
}

static void test_remove(struct store *store)
{
	struct article_draft draft = make_draft("a1", "https://x.vn/1",
	    "Lũ trên sông Lệ Khê", NOW);
	struct source *sources;
	struct article_row *rows;
	struct query query = {0};
	int64_t id;
	size_t count;

	save(store, 1, &draft, 1);
	tap_done(store_remove_source(store, 1, NOW, &err), &err, "removing");
	tap_done(store_remove_source(store, 1, NOW, &err), &err, "twice");
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "reading");
	tap_number((int64_t)count, 1, "one is left");
	tap_number((int64_t)list(store, &query, &rows), 1,
	    "its article stays");
	id = add_source(store,
	    "https://trammay.quangtri.gov.vn/rss/tin-tuc.rss");
	tap_number(id, 1, "followed again, it has its old id");
	tap_done(store_read_sources(store, drafts_arena(), &sources, &count,
	    &err), &err, "reading");
	tap_number(sources[1].id, 1, "and comes last");
	tap_number(sources[1].unread, 1, "its article is counted");
	tap_number(sources[1].total, 1, "in both counts");
	tap_text(sources[1].title, "Trằm Mây: Tin tức", "its name is kept");
}

static void test_try(struct store *store)
{
	char etag[] = "\"abc\"", repairs[] = "3 stray &", modified[] = "";
	struct source try = {.id = 1, .health = HEALTH_FAILED,
	    .repairs = repairs, .etag = etag, .last_modified = modified,
	    .status = 503, .failures = 2, .bytes = 9000, .asked = 5,
	    .unchanged = 3, .last_attempt = NOW, .last_success = NOW - 60,
	    .next_due = NOW + 60, .body_hash = UINT64_MAX - 5};
	struct source source;
	bool found;

	error_set(&try.error, ERROR_HTTP_STATUS, "https://x.vn", 503);
	tap_done(store_save_try(store, &try, &err), &err, "saving a try");
	tap_done(store_find_source(store, "1", drafts_arena(), &source,
	    &found, &err), &err, "reading it");
	tap_number(source.health, HEALTH_FAILED, "health");
	tap_number(source.error.code, ERROR_HTTP_STATUS, "error");
	tap_number(source.error.number, 503, "its number");
	tap_text(source.error.subject, "https://x.vn", "its subject");
	tap_text(source.repairs, "3 stray &", "repairs");
	tap_text(source.etag, "\"abc\"", "etag");
	tap_ok(source.status == 503 && source.failures == 2 &&
	    source.bytes == 9000 && source.asked == 5 &&
	    source.unchanged == 3, "counts");
	tap_ok(source.last_attempt == NOW && source.last_success == NOW - 60
	    && source.next_due == NOW + 60, "times");
	tap_ok(source.body_hash == UINT64_MAX - 5, "hash, all 64 bits");
	tap_number(source.unread, 1, "the counts of articles stand");
	tap_done(store_set_source(store, 1, "Tên mới", SOURCE_LIST, &err),
	    &err, "a better title");
	tap_done(store_set_source(store, 1, NULL, SOURCE_UNKNOWN, &err),
	    &err, "nothing better");
	tap_done(store_find_source(store, "Ten moi", drafts_arena(), &source,
	    &found, &err), &err, "reading it");
	tap_ok(found && source.kind == SOURCE_LIST, "title and kind stand");
}

static void test_move(struct store *store)
{
	static const char taken[] = "http://lekhe.vn:80/feed";
	static const char moved[] = "https://moi.trammay.vn/rss";
	struct source source;
	bool found, is_moved;

	tap_done(store_move_source(store, 1, taken, &is_moved, &err), &err,
	    "moving to an address that is followed already");
	tap_ok(!is_moved, "is refused");
	tap_done(store_move_source(store, 1, moved, &is_moved, &err), &err,
	    "moving");
	tap_ok(is_moved, "is done");
	tap_done(store_find_source(store, moved, drafts_arena(), &source,
	    &found, &err), &err, "found by its new address");
	tap_ok(found && source.id == 1, "the same source");
	tap_text(source.url, moved, "which it carries");
	tap_number(source.total, 1, "with its article");
	tap_number(add_source(store,
	    "https://trammay.quangtri.gov.vn/rss/tin-tuc.rss"), 1,
	    "its old address is known as its own");
	tap_number(add_source(store, moved), 1, "and the new one");
	tap_number(add_source(store, "https://lekhe.vn/feed"), 2,
	    "the other source has kept its own");
}

int main(void)
{
	struct store *store = open_store("sources.db", STORE_COMMAND);

	test_add(store);
	test_find(store);
	test_remove(store);
	test_try(store);
	test_move(store);
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
	drafts_release();
	return tap_end();
}
