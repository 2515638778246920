/*
 * What an address led to, for the reader to choose from; the last search's
 * alone.
 */
#include "store/internal.h"

#include <string.h>

static bool save(struct store *store, const struct offer *offers,
    size_t count, struct error *err)
{
	if (!store_run(store, err, "DELETE FROM offer", BIND_NONE))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!store_run(store, err, "INSERT INTO offer (place, url,"
		    " title, how, items) VALUES (?1, ?2, ?3, ?4, ?5)",
		    BIND(INT((int64_t)i + 1), TEXT(offers[i].url),
		    TEXT(offers[i].title == NULL ? "" : offers[i].title),
		    INT(offers[i].how), INT(offers[i].items))))
			return false;
	}
	return true;
}

bool store_save_offers(struct store *store, const struct offer *offers,
    size_t count, struct error *err)
{
	return store_begin(store, err) &&
	    store_finish(store, save(store, offers, count, err), err);
}

bool store_read_offers(struct store *store, struct arena *arena,
    struct offer **offers, size_t *count, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT place, url, title, how, items FROM offer ORDER BY place",
	    BIND_NONE);
	size_t cap = 0;

	*offers = NULL;
	*count = 0;
	while (cursor_next(&cursor)) {
		struct offer *offer;

		*offers = arena_grow(arena, *offers, &cap, *count + 1,
		    sizeof(**offers));
		offer = &(*offers)[(*count)++];
		offer->place = cursor_int(&cursor, 0);
		offer->url = cursor_text(&cursor, 1, arena);
		offer->title = cursor_text(&cursor, 2, arena);
		offer->how = (int)cursor_int(&cursor, 3);
		offer->items = cursor_int(&cursor, 4);
	}
	return cursor_close(&cursor);
}
