/*
 * Phrases among many articles of a few frequent words, where the sets of pairs
 * tell which of them to look at: what is found is just what a plain look at
 * all texts finds, from sheets and from loose sets.
 */
#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "store/search.h"
#include "store/search_internal.h"
#include "text/fold.h"

enum { ARTICLES = SHEET_DOCS + 300, WORDS = 30, EACH = 100 };
enum { START = NOW - 600000 };

static const char *const syllables[] = {"sông", "song", "lệ", "khê", "đê",
    "nước", "nuoc", "lũ", "lúa", "xã", "trằm", "mây", "may", "cầu", "bến"};

static struct error err;
static char *texts[ARTICLES];

static char *make_text(uint64_t *seed)
{
	struct str text;
	char *made;

	str_init(&text);
	for (int i = 0; i < WORDS; i++) {
		*seed = *seed * UINT64_C(6364136223846793005) + 1442695041;
		str_addf(&text, "%s%s", i > 0 ? " " : "",
		    syllables[(*seed >> 33) % ARRAY_LEN(syllables)]);
	}
	made = arena_dup(drafts_arena(), text.data);
	str_release(&text);
	return made;
}

static void fill(struct store *store, int64_t source)
{
	static struct article_draft drafts[EACH];
	uint64_t seed = 20261122;

	for (int i = 0; i < ARTICLES; i++) {
		struct article_draft *draft = &drafts[i % EACH];

		texts[i] = make_text(&seed);
		*draft = make_draft(arena_printf(drafts_arena(), "p%d", i),
		    arena_printf(drafts_arena(), "https://x.vn/%d", i),
		    arena_printf(drafts_arena(), "tin %d", i),
		    START + i * 60);
		set_body(draft, texts[i]);
		if (i % EACH == EACH - 1 || i == ARTICLES - 1)
			save(store, source, drafts, (size_t)(i % EACH) + 1);
	}
}

/* Both phrases; the second may be "". Without marks as they are asked. */
static bool has_both(const char *text, const char *first, const char *second)
{
	char padded[1024], part[256];
	struct str folded;

	str_init(&folded);
	text_fold(&folded, first, strlen(first));
	if (strcmp(folded.data, first) == 0) {
		str_clear(&folded);
		text_fold(&folded, text, strlen(text));
		text = folded.data;
	}
	snprintf(padded, sizeof(padded), " %s ", text);
	str_release(&folded);
	snprintf(part, sizeof(part), " %s ", first);
	if (strstr(padded, part) == NULL)
		return false;
	snprintf(part, sizeof(part), " %s ", second);
	return second[0] == '\0' || strstr(padded, part) != NULL;
}

/* Which text an article has: they are a minute apart. */
static int number_of(struct store *store, int64_t id)
{
	int64_t published;
	bool found;

	if (!store_read_ints(store, &err, "SELECT published FROM article"
	    " WHERE id = ?1", BIND(INT(id)), &published, 1, &found) || !found)
		return -1;
	return (int)((published - START) / 60);
}

/* Just those, the newest first. */
static void compare(struct store *store, const char *query,
    const char *first, const char *second)
{
	struct store_search *search = store_search_new(query, NOW,
	    SEARCH_NEWEST, ARTICLES);
	const struct search_result *results;
	size_t count, wanted = 0, slices = 0;
	bool is_done = false, is_same = true;

	while (!is_done && slices++ < 100000)
		if (!store_search_step(store, search, 1, &is_done, &err))
			break;
	count = store_search_results(search, &results);
	for (int i = ARTICLES - 1; i >= 0; i--) {
		if (!has_both(texts[i], first, second))
			continue;
		is_same = is_same && wanted < count &&
		    number_of(store, results[wanted].article_id) == i;
		wanted++;
	}
	tap_ok(is_same && count == wanted && wanted > 0, "%s: %zu of %zu",
	    query, count, wanted);
	store_search_free(search);
}

static void test_best(struct store *store)
{
	struct store_search *search = store_search_new("\"sông lệ khê\"",
	    NOW, SEARCH_BEST, 10);
	const struct search_result *results;
	bool is_done;
	int best;

	tap_done(store_search_step(store, search, 0, &is_done, &err), &err,
	    "the best");
	tap_ok(store_search_results(search, &results) > 0, "are found");
	best = number_of(store, results[0].article_id);
	tap_ok(best >= 0 && has_both(texts[best], "sông lệ khê", ""),
	    "rightly");
	store_search_free(search);
}

static void test_phrases(struct store *store)
{
	compare(store, "\"sông lệ khê\"", "sông lệ khê", "");
	compare(store, "\"xã trằm mây\" ", "xã trằm mây", "");
	compare(store, "\"cầu bến sông lệ\"", "cầu bến sông lệ", "");
	compare(store, "\"sông lệ\" \"trằm mây\"", "sông lệ", "trằm mây");
	compare(store, "\"lũ lúa đê\"", "lũ lúa đê", "");
	compare(store, "\"song le khe\"", "song le khe", "");
	compare(store, "\"nuoc lu\" \"xa tram\" ", "nuoc lu", "xa tram");
}

int main(void)
{
	struct store *store = open_store("pairs.db", STORE_BACKGROUND);
	int64_t source = add_source(store, "https://x.vn/rss"), sheets;
	bool is_good;

	fill(store, source);
	index_all(store);
	tap_done(store_read_ints(store, &err, "SELECT value FROM tally"
	    " WHERE name = 'pair_sheets'", BIND_NONE, &sheets, 1, NULL) &&
	    sheets == 1, &err, "one sheet");
	tap_done(store_read_ints(store, &err,
	    "SELECT count(*) FROM search_pair", BIND_NONE, &sheets, 1,
	    NULL) && sheets == ARTICLES - SHEET_DOCS, &err, "the rest loose");
	test_phrases(store);
	test_best(store);
	tap_done(store_begin(store, &err) && store_finish(store,
	    index_empty(store, &err), &err), &err, "emptied");
	tap_done(store_index_all(store, NULL, NULL, &err), &err,
	    "made anew at once");
	tap_done(store_verify_index(store, &is_good, &err) && is_good, &err,
	    "it is sound");
	test_phrases(store);
	store_close(store);
	drafts_release();
	return tap_end();
}
