#include "store/drafts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/internal.h"
#include "store/search.h"
#include "support/tap.h"
#include "text/fold.h"
#include "text/url.h"

static struct arena arena;

struct arena *drafts_arena(void)
{
	return &arena;
}

void drafts_release(void)
{
	arena_release(&arena);
}

/* Nothing after it could be believed. */
static void must(bool is_done, const struct error *err, const char *what)
{
	if (is_done)
		return;
	tap_done(false, err, "%s", what);
	tap_end();
	exit(1);
}

const char *store_path(const char *name)
{
	return arena_printf(&arena, "%s/%s", tap_folder(), name);
}

struct store *open_store(const char *name, enum store_role role)
{
	struct error err = {0};
	struct store *store = store_open(store_path(name), role, &err);

	must(store != NULL, &err, "opening a store");
	return store;
}

int64_t add_source(struct store *store, const char *url)
{
	struct source_draft draft = {.url = url, .kind = SOURCE_FEED};
	struct error err = {0};
	int64_t id = 0;
	bool is_new;

	must(store_add_source(store, &draft, NOW, &id, &is_new, &err), &err,
	    "adding a source");
	return id;
}

static char *canonical(const char *url)
{
	struct str str;
	char *copy;

	str_init(&str);
	url_canonical(&str, url);
	copy = arena_dup(&arena, str.data);
	str_release(&str);
	return copy;
}

static char *title_key(const char *title, int64_t published)
{
	struct str str;
	char *copy;

	str_init(&str);
	text_fold(&str, title, strlen(title));
	if (published != 0)
		str_addf(&str, " %lld", (long long)published / 86400);
	copy = arena_dup(&arena, str.data);
	str_release(&str);
	return copy;
}

struct article_draft make_draft(const char *guid, const char *link,
    const char *title, int64_t published)
{
	struct article_draft draft = {.title = title, .link = link,
	    .published = published};

	if (guid != NULL)
		draft.keys[draft.key_count++] =
		    (struct article_key){ARTICLE_KEY_GUID, guid};
	if (link != NULL) {
		draft.address = canonical(link);
		draft.keys[draft.key_count++] =
		    (struct article_key){ARTICLE_KEY_LINK, draft.address};
	}
	draft.keys[draft.key_count++] = (struct article_key){
	    ARTICLE_KEY_TITLE, title_key(title, published)};
	return draft;
}

void set_body(struct article_draft *draft, const char *text)
{
	struct block_list list = {0};
	struct str bytes;

	str_init(&bytes);
	block_add(&list, &arena, BLOCK_PARAGRAPH, text, strlen(text));
	block_encode(&bytes, &list);
	draft->body = arena_dup_len(&arena, bytes.data, bytes.len);
	draft->body_len = bytes.len;
	str_release(&bytes);
}

struct save_counts save(struct store *store, int64_t source_id,
    const struct article_draft *drafts, size_t count)
{
	struct save_counts counts;
	struct error err = {0};

	must(store_save_articles(store, source_id, drafts, count, NULL, NOW,
	    &counts, &err), &err, "saving articles");
	return counts;
}

size_t list(struct store *store, const struct query *query,
    struct article_row **rows)
{
	struct error err = {0};
	size_t count;

	must(store_read_articles(store, query, &arena, rows, &count, &err),
	    &err, "listing articles");
	return count;
}

struct article read_one(struct store *store, int64_t id)
{
	struct article article;
	struct error err = {0};
	bool found;

	must(store_read_article(store, id, &arena, &article, &found, &err) &&
	    found, &err, "reading an article");
	return article;
}

void index_all(struct store *store)
{
	struct error err = {0};
	bool did;

	do {
		must(store_index_some(store, INT64_MAX, true, &did, &err),
		    &err, "indexing");
	} while (did);
}

struct page make_page(const char *text)
{
	struct page page = {0};

	block_add(&page.body, &arena, BLOCK_PARAGRAPH, text, strlen(text));
	return page;
}

size_t count_faults(struct store *store)
{
	struct error err = {0};
	char **faults;
	size_t count;

	must(store_verify(store, &arena, &faults, &count, &err), &err,
	    "verifying");
	for (size_t i = 0; i < count; i++)
		tap_note("fault: %s", faults[i]);
	return count;
}

int64_t ask_number(struct store *store, const char *sql)
{
	struct error err = {0};
	int64_t number = -1;

	tap_done(store_read_ints(store, &err, sql, BIND_NONE, &number, 1,
	    NULL), &err, "%.70s", sql);
	return number;
}
