/* Pictures: kept, replaced, read, merged, purged with their article. */
#include "store/drafts.h"
#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "store/internal.h"

static struct error err;

static const uint8_t red[] = {200, 10, 10, 10, 200, 10};
static const char first[] = "https://trammay.example/anh/cau.jpg";

static size_t read_all(struct store *store, int64_t id,
    struct store_picture **pictures)
{
	size_t count = 0;

	tap_done(store_read_pictures(store, id, drafts_arena(), pictures,
	    &count, &err), &err, "pictures are read");
	return count;
}

static int64_t add_article(struct store *store)
{
	int64_t source = add_source(store, "https://trammay.example/rss");
	struct article_draft draft = make_draft("guid-1",
	    "https://trammay.example/tin/cau-ben-soi", "Cầu Bến Sỏi", NOW);
	struct article_row *rows;

	save(store, source, &draft, 1);
	list(store, &(struct query){0}, &rows);
	return rows[0].id;
}

static void keep(struct store *store, int64_t id, const char *url,
    const uint8_t *dots, enum error_code code)
{
	struct store_picture picture = {.url = url, .asked = NOW,
	    .dots = dots, .width = 2, .height = 1};

	if (code != ERROR_NONE)
		error_set(&picture.error, code, url, 404);
	tap_done(store_save_picture(store, id, &picture, &err), &err,
	    "a picture is kept");
}

static void test_kept(struct store *store, int64_t id)
{
	struct store_picture *pictures;

	tap_number((int64_t)read_all(store, id, &pictures), 0,
	    "none was asked for");
	keep(store, id, first, NULL, ERROR_HTTP_STATUS);
	tap_number((int64_t)read_all(store, id, &pictures), 1, "one was");
	tap_ok(pictures[0].dots == NULL, "and has not come");
	tap_number(pictures[0].error.code, ERROR_HTTP_STATUS, "why");
	tap_number(pictures[0].error.number, 404, "and which status");
	keep(store, id, first, red, ERROR_NONE);
	tap_number((int64_t)read_all(store, id, &pictures), 1,
	    "asked again it is one still");
	tap_text(pictures[0].url, first, "its address");
	tap_number(pictures[0].error.code, ERROR_NONE, "no error is left");
	tap_number(pictures[0].width, 2, "its width");
	tap_number(pictures[0].height, 1, "its height");
	tap_ok(pictures[0].dots != NULL &&
	    memcmp(pictures[0].dots, red, sizeof(red)) == 0, "its dots");
	tap_number((int64_t)count_faults(store), 0, "sound");
}

static void test_large(struct store *store, int64_t id)
{
	uint8_t *dots = mem_alloc_zero(120 * 160, 3);
	struct store_picture picture = {.url = "https://trammay.example/to",
	    .asked = NOW, .dots = dots, .width = 120, .height = 160};
	struct store_picture *pictures;

	for (size_t i = 0; i < (size_t)120 * 160 * 3; i++)
		dots[i] = (uint8_t)(i / 360 + i % 7);
	tap_done(store_save_picture(store, id, &picture, &err), &err,
	    "a large one is kept");
	tap_number((int64_t)read_all(store, id, &pictures), 2, "both");
	tap_ok(pictures[1].dots != NULL && memcmp(pictures[1].dots, dots,
	    (size_t)120 * 160 * 3) == 0, "it comes back as it was");
	tap_number((int64_t)count_faults(store), 0, "sound");
	free(dots);
}

static void test_gone(struct store *store)
{
	struct store_picture *pictures;

	keep(store, 4711, first, red, ERROR_NONE);
	tap_number((int64_t)read_all(store, 4711, &pictures), 0,
	    "an article that is gone has none");
}

static void test_merged(struct store *store, int64_t id)
{
	const char *path = store_path("whole.db");
	struct store *other = open_store("other.db", STORE_COMMAND);
	struct store_picture *pictures;
	struct import_counts counts;
	struct article_row *rows;

	keep(store, id, "https://trammay.example/mat.png", NULL,
	    ERROR_NET_HOST);
	tap_done(store_export(store, path, &err), &err, "exported");
	for (int i = 0; i < 2; i++)
		tap_done(store_import(other, path, NOW, NULL, NULL,
		    &counts, &err),
		    &err, "imported");
	list(other, &(struct query){0}, &rows);
	tap_number((int64_t)read_all(other, rows[0].id, &pictures), 2,
	    "those that came are there too");
	tap_ok(pictures[0].dots != NULL &&
	    memcmp(pictures[0].dots, red, sizeof(red)) == 0, "as they were");
	tap_number((int64_t)count_faults(other), 0, "sound");
	store_close(other);
}

static void test_forged(struct store *store, int64_t id)
{
	struct store_picture *pictures;

	tap_done(store_execute(store, "UPDATE picture SET width = 900",
	    &err), &err, "a size that is not so");
	read_all(store, id, &pictures);
	tap_ok(pictures[0].dots == NULL, "gives no dots");
	tap_ok(count_faults(store) > 0, "and is a fault");
}

static void test_purged(struct store *store)
{
	struct purge_rules rules = {.keep = {.days = 1}};
	struct store_purge *purge = store_begin_purge(store, &rules,
	    NOW + 10 * 86400, &err);
	struct purge_counts counts = {0};
	bool did;

	tap_done(purge != NULL && store_purge_some(purge, INT64_MAX, &counts,
	    &did, &err), &err, "purged");
	store_end_purge(purge);
	tap_number(ask_number(store, "SELECT count(*) FROM article"), 0, "gone");
	tap_number(ask_number(store, "SELECT count(*) FROM picture"), 0,
	    "with its pictures");
}

int main(void)
{
	struct store *store = open_store("pictures.db", STORE_BACKGROUND);
	int64_t id = add_article(store);

	test_kept(store, id);
	test_large(store, id);
	test_gone(store);
	test_merged(store, id);
	test_forged(store, id);
	test_purged(store);
	store_close(store);
	drafts_release();
	return tap_end();
}
