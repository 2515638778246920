#include "store/internal.h"

bool store_find_remembered(struct store *store, const char *site,
    struct arena *arena, char **url, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT url FROM catalogue_found WHERE site = ?1",
	    BIND(TEXT(site)));

	*url = NULL;
	if (cursor_next(&cursor))
		*url = cursor_text(&cursor, 0, arena);
	return cursor_close(&cursor);
}

bool store_remember(struct store *store, const char *site, const char *url,
    int64_t now, struct error *err)
{
	return store_begin(store, err) &&
	    store_finish(store, store_run(store, err,
	        "INSERT INTO catalogue_found VALUES (?1, ?2, ?3)"
	        " ON CONFLICT (site) DO UPDATE SET url = ?2, at = ?3",
	        BIND(TEXT(site), TEXT(url), INT(now))), err);
}
