/* What is followed, as the reader keeps it in order; what he may choose from. */
#include "store/store.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

enum { NOW = 1795309200 };

static struct error err;
static struct arena arena;

static int64_t follow(struct store *store, const char *url,
    const char *title, enum source_kind kind)
{
	const struct source_draft draft = {.url = url, .title = title,
	    .kind = kind};
	bool is_new;
	int64_t id = 0;

	tap_done(store_add_source(store, &draft, NOW, &id, &is_new, &err),
	    &err, "follow %s", title);
	return id;
}

/* Titles in their order: "Một Hai". */
static const char *titles(struct store *store)
{
	struct source *sources;
	struct str text;
	const char *copy;
	size_t count = 0;

	str_init(&text);
	if (store_read_sources(store, &arena, &sources, &count, &err))
		for (size_t i = 0; i < count; i++)
			str_addf(&text, "%s%s", i > 0 ? " " : "",
			    sources[i].title);
	copy = arena_dup(&arena, text.data);
	str_release(&text);
	return copy;
}

static struct source read_source(struct store *store, int64_t id)
{
	struct source *sources;
	size_t count = 0;

	if (!store_read_sources(store, &arena, &sources, &count, &err))
		fatal("no sources");
	for (size_t i = 0; i < count; i++)
		if (sources[i].id == id)
			return sources[i];
	fatal("no such source");
}

static void test_places(struct store *store, const int64_t ids[3])
{
	tap_text(titles(store), "Một Hai Ba", "in the order they came");
	tap_done(store_place_source(store, ids[2], ids[0], &err), &err,
	    "one is moved");
	tap_text(titles(store), "Ba Một Hai", "  to the first place");
	tap_done(store_place_source(store, ids[2], 0, &err), &err, "again");
	tap_text(titles(store), "Một Hai Ba", "  to the last");
	tap_done(store_place_source(store, ids[0], ids[0], &err), &err,
	    "before itself");
	tap_text(titles(store), "Một Hai Ba", "  is where it was");
}

static void test_edit(struct store *store, const int64_t ids[3])
{
	const char *tags[] = {"lũ", "xã"};
	struct source_edit edit = {.id = ids[0], .title = "Báo Trằm Mây",
	    .url = "https://a.example/rss2", .tags = tags, .tag_count = 2,
	    .is_paused = true};
	struct source source;

	tap_done(store_edit_source(store, &edit, &err), &err, "one is changed");
	source = read_source(store, ids[0]);
	tap_text(source.title, "Báo Trằm Mây", "  its title");
	tap_text(source.url, "https://a.example/rss2", "  its address");
	tap_ok(source.tag_count == 2 && strcmp(source.tags[1], "xã") == 0,
	    "  its tags in their order");
	tap_ok(source.is_paused, "  and it rests");
	edit.url = "https://b.example/rss";
	tap_ok(!store_edit_source(store, &edit, &err) &&
	    err.code == ERROR_SOURCE_TAKEN, "an address that another has");
	edit = (struct source_edit){.id = 999, .url = "https://x.example/"};
	tap_ok(!store_edit_source(store, &edit, &err) &&
	    err.code == ERROR_SOURCE_UNKNOWN, "a source that there is not");
}

static void test_switch(struct store *store, const int64_t ids[3])
{
	struct source source = read_source(store, ids[2]);

	source.repairs = arena_dup(&arena, "https://c.example/rss");
	source.etag = arena_dup(&arena, "\"1\"");
	source.health = HEALTH_GOOD;
	tap_done(store_save_try(store, &source, &err), &err,
	    "a list page names a feed");
	source = read_source(store, ids[2]);
	tap_text(source_offered_feed(&source), "https://c.example/rss",
	    "  which is told");
	tap_done(store_switch_source(store, ids[2], "https://c.example/rss",
	    &err), &err, "the reader takes it");
	source = read_source(store, ids[2]);
	tap_number(source.kind, SOURCE_FEED, "  it is a feed");
	tap_text(source.etag, "", "  of which nothing is known yet");
	tap_ok(source_offered_feed(&source) == NULL, "  nothing is offered");
	tap_text(titles(store), "Báo Trằm Mây Hai Ba", "  its place stays");
}

static void test_offers(struct store *store)
{
	char one[] = "https://a.example/1.rss", other[] = "https://a.example/2";
	char title[] = "Đời sống";
	const struct offer offers[] = {{.url = one, .title = title, .how = 2},
	    {.url = other, .items = 7}};
	struct offer *read;
	size_t count;

	tap_done(store_save_offers(store, offers, 2, &err), &err, "offers");
	tap_done(store_read_offers(store, &arena, &read, &count, &err), &err,
	    "are read");
	if (tap_number((int64_t)count, 2, "  two"))
		tap_ok(read[0].place == 1 && read[0].how == 2 &&
		        strcmp(read[0].title, title) == 0 &&
		        read[1].items == 7 && read[1].title[0] == '\0',
		    "  as they were");
	tap_done(store_save_offers(store, offers + 1, 1, &err), &err,
	    "those of another site");
	tap_done(store_read_offers(store, &arena, &read, &count, &err), &err,
	    "are read");
	tap_ok(count == 1 && read[0].place == 1 &&
	        strcmp(read[0].url, other) == 0,
	    "  and stand in their place");
}

int main(void)
{
	struct store *store;
	char path[512];
	int64_t ids[3], oldest = 1;

	arena_init(&arena);
	snprintf(path, sizeof(path), "%s/edit.db", tap_folder());
	store = store_open(path, STORE_COMMAND, &err);
	if (!tap_ok(store != NULL, "a cache"))
		return tap_end();
	ids[0] = follow(store, "https://a.example/rss", "Một", SOURCE_FEED);
	ids[1] = follow(store, "https://b.example/rss", "Hai", SOURCE_FEED);
	ids[2] = follow(store, "https://c.example/tin", "Ba", SOURCE_LIST);
	test_places(store, ids);
	test_edit(store, ids);
	test_switch(store, ids);
	test_offers(store);
	tap_done(store_find_oldest(store, ids[0], &oldest, &err), &err,
	    "the oldest article");
	tap_number(oldest, 0, "  of a source without any");
	store_close(store);
	arena_release(&arena);
	return tap_end();
}
