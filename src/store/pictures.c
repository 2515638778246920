/*
 * Pictures of articles, as small as a terminal shows them: made once, when
 * they came, so that a screen reads dots and nothing from outside.
 */
#include "store/internal.h"

#include <string.h>

enum { SIDE_MOST = 1024, PICTURES_MOST = 128 };

static bool is_good_size(int64_t width, int64_t height, size_t len)
{
	return width > 0 && height > 0 && width <= SIDE_MOST &&
	    height <= SIDE_MOST && (int64_t)len == 3 * width * height;
}

/* Its row; dots NULL where there are none, or they are not as they say. */
static bool read_row(const struct cursor *cursor, struct arena *arena,
    struct store_picture *picture)
{
	struct error why = {0};
	char *dots;
	size_t len;

	memset(picture, 0, sizeof(*picture));
	picture->url = cursor_text(cursor, 0, arena);
	picture->asked = cursor_int(cursor, 1);
	error_set(&picture->error, (enum error_code)cursor_int(cursor, 2),
	    cursor_text(cursor, 4, arena), (long)cursor_int(cursor, 3));
	if (!blob_unpack(cursor, 8, arena, &dots, &len, &why))
		return why.code == ERROR_NONE ||
		    why.code == ERROR_STORE_DAMAGED ||
		    why.code == ERROR_STORE_NEWER;
	if (!is_good_size(cursor_int(cursor, 5), cursor_int(cursor, 6), len))
		return true;
	picture->width = (int)cursor_int(cursor, 5);
	picture->height = (int)cursor_int(cursor, 6);
	picture->dots = (const uint8_t *)dots;
	return true;
}

#define COLUMNS                                                                \
	"url, asked, error_code, error_number, error_subject, width, height,"  \
	" dots_packing, dots"

static bool read_rows(struct store *store, int64_t article_id,
    struct arena *arena, struct store_picture **pictures, size_t *count,
    struct error *err)
{
	struct cursor cursor = cursor_open(store, err, "SELECT " COLUMNS
	    " FROM picture WHERE article_id = ?1 ORDER BY url LIMIT ?2",
	    BIND(INT(article_id), INT(PICTURES_MOST)));
	size_t cap = 0;
	bool is_read = true;

	*pictures = NULL;
	*count = 0;
	while (is_read && cursor_next(&cursor)) {
		*pictures = arena_grow(arena, *pictures, &cap, *count + 1,
		    sizeof(**pictures));
		is_read = read_row(&cursor, arena, &(*pictures)[*count]);
		*count += is_read;
	}
	return cursor_close(&cursor) && is_read;
}

bool store_read_pictures(struct store *store, int64_t article_id,
    struct arena *arena, struct store_picture **pictures, size_t *count,
    struct error *err)
{
	return read_rows(store, article_id, arena, pictures, count, err);
}

/* Within a transaction; is_kept: one that is there stays. */
static bool save(struct store *store, int64_t article_id,
    const struct store_picture *picture, bool is_kept, struct error *err)
{
	size_t len = picture->dots == NULL ? 0 :
	    3 * (size_t)picture->width * (size_t)picture->height;
	struct blob blob;
	bool is_done;

	blob_pack(store, len == 0 ? "" : (const char *)picture->dots, len,
	    &blob);
	is_done = store_run(store, err, is_kept ?
	    "INSERT OR IGNORE INTO picture (article_id, " COLUMNS ")"
	    " SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM article"
	    " WHERE id = ?1" :
	    "INSERT OR REPLACE INTO picture (article_id, " COLUMNS ")"
	    " SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM article"
	    " WHERE id = ?1",
	    BIND(INT(article_id), TEXT(picture->url), INT(picture->asked),
	    INT(picture->error.code), INT(picture->error.number),
	    TEXT(picture->error.subject), INT(len == 0 ? 0 : picture->width),
	    INT(len == 0 ? 0 : picture->height), INT(blob.packing),
	    BLOB(blob.bytes.data, blob.bytes.len)));
	str_release(&blob.bytes);
	return is_done;
}

bool store_save_picture(struct store *store, int64_t article_id,
    const struct store_picture *picture, struct error *err)
{
	if (!store_begin(store, err))
		return false;
	return store_finish(store,
	    save(store, article_id, picture, false, err), err);
}

bool picture_merge(struct store *store, struct store *other, int64_t theirs,
    int64_t ours, struct error *err)
{
	struct store_picture *pictures;
	struct arena arena;
	size_t count;
	bool is_done;

	arena_init(&arena);
	is_done = read_rows(other, theirs, &arena, &pictures, &count, err);
	/* what did not come to them may come to us */
	for (size_t i = 0; is_done && i < count; i++)
		is_done = pictures[i].dots == NULL ||
		    save(store, ours, &pictures[i], true, err);
	arena_release(&arena);
	return is_done;
}
