/*
 * The walk over the index against FTS5's own: over small leaves, so that lists
 * and single docs' places lie on many of them; over many segments, changed
 * texts, and merges that are not through; in one go, broken off all the time,
 * and with the index changed under it.
 */
#include "store/drafts.h"
#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/search_walk.h"

enum { ARTICLES = 900, EACH = 60, LEAF_BYTES = 64, DOCS_MOST = 4000 };

static const char *const syllables[] = {"sông", "song", "sống", "lệ", "khê",
    "đê", "nước", "lũ", "lúa", "xã"};
static const char *const rare[] = {"trằm", "mây", "bến", "sỏi", "bàu"};

static struct error err;
static uint64_t seed = 20261130;

/* The first are frequent; rare ones are in one text of eight. */
static const char *draw(void)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695041;
	if ((seed >> 33) % 150 == 0)
		return rare[(seed >> 43) % ARRAY_LEN(rare)];
	return syllables[(seed >> 33) % ARRAY_LEN(syllables) *
	    ((seed >> 45) % 4 + 1) / 4];
}

static char *make_text(size_t words)
{
	struct str text;
	char *made;

	str_init(&text);
	for (size_t i = 0; i < words; i++)
		str_addf(&text, "%s%s", i > 0 ? " " : "", draw());
	made = arena_dup(drafts_arena(), text.data);
	str_release(&text);
	return made;
}

/* Some texts are so long that a word's places are on several leaves. */
static void save_some(struct store *store, int64_t source, int from)
{
	struct article_draft drafts[EACH];

	for (int i = 0; i < EACH; i++) {
		int number = from + i;

		drafts[i] = make_draft(
		    arena_printf(drafts_arena(), "p%d", number),
		    arena_printf(drafts_arena(), "https://x.vn/%d", number),
		    make_text(5), NOW - 900000 + number * 90);
		set_body(&drafts[i], make_text(number % 97 == 0 ? 900 :
		    (size_t)number % 23 + 3));
	}
	save(store, source, drafts, EACH);
}

/* --- what is compared ------------------------------------------------------- */

/* Which hits are taken. */
enum reach { REACH_PHRASE, REACH_NEAR, REACH_ANY, REACH_TITLE };

static const struct {
	const char *query;
	enum reach reach;
	const char *match; /* the same for FTS5 */
} cases[] = {
    {"\"sông\" ", REACH_PHRASE, "\"sông\""},
    {"\"trằm\" ", REACH_PHRASE, "\"trằm\""},
    {"\"không\" ", REACH_PHRASE, "\"không\""},
    {"\"song\" ", REACH_PHRASE, "\"song\" OR \"sông\" OR \"sống\""},
    {"\"sông lệ\" ", REACH_PHRASE, "\"sông lệ\""},
    {"\"sông lệ khê\" ", REACH_PHRASE, "\"sông lệ khê\""},
    {"\"lệ lệ lệ\" ", REACH_PHRASE, "\"lệ lệ lệ\""},
    {"\"song lệ\" ", REACH_PHRASE,
        "\"song lệ\" OR \"sông lệ\" OR \"sống lệ\""},
    {"\"sông trằm\" ", REACH_PHRASE, "\"sông trằm\""},
    {"\"trằm\" \"mây\" ", REACH_PHRASE, "\"trằm\" AND \"mây\""},
    {"\"lúa xã\" \"đê\" \"sông lệ\" ", REACH_PHRASE,
        "\"lúa xã\" AND \"đê\" AND \"sông lệ\""},
    {"khê đê ", REACH_NEAR, "NEAR(\"khê\" \"đê\", 12)"},
    {"trằm đê lúa ", REACH_NEAR, "NEAR(\"trằm\" \"đê\" \"lúa\", 13)"},
    {"lúa lúa ", REACH_NEAR, "NEAR(\"lúa\" \"lúa\", 12)"},
    {"trằm sông ", REACH_ANY, "\"trằm\" AND \"sông\""},
    {"xã lúa lũ ", REACH_ANY, "\"xã\" AND \"lúa\" AND \"lũ\""},
    {"lệ đê ", REACH_TITLE, "title : (\"lệ\" AND \"đê\")"},
    {"\"lệ đê\" ", REACH_TITLE, "title : \"lệ đê\""},
    {"bến ", REACH_TITLE, "title : \"bến\""},
    {"lệ đê \"sông\" ", REACH_TITLE,
        "title : (\"lệ\" AND \"đê\" AND \"sông\")"},
    {"\"lệ khê\" -đê -\"sông lệ\" ", REACH_PHRASE,
        "\"lệ khê\" NOT \"đê\" NOT \"sông lệ\""},
    {"\"trằm\" -song ", REACH_PHRASE,
        "\"trằm\" NOT (\"song\" OR \"sông\" OR \"sống\")"},
    {"\"trằm\" OR \"mây\" \"đê\" OR \"lúa xã lũ\" ", REACH_PHRASE,
        "\"trằm\" OR (\"mây\" AND \"đê\") OR \"lúa xã lũ\""},
    {"\"sông lệ\" OR \"sông\" ", REACH_PHRASE, "\"sông lệ\" OR \"sông\""},
};

struct docs {
	int64_t docs[DOCS_MOST];
	size_t count;
	enum reach reach;
};

static bool take(void *ctx, const struct walk_hit *hit, bool *is_enough,
    struct error *error)
{
	struct docs *docs = ctx;

	(void)error;
	if (docs->count < DOCS_MOST &&
	    (docs->reach != REACH_NEAR || hit->is_near) &&
	    (docs->reach != REACH_TITLE || hit->is_in_title))
		docs->docs[docs->count++] = hit->doc;
	*is_enough = docs->count == DOCS_MOST;
	return true;
}

static void merge(struct store *store, const char *pages, int times)
{
	const char *sql = arena_printf(drafts_arena(), "INSERT INTO search"
	    " (search, rank) VALUES ('merge', %s)", pages);

	for (int i = 0; i < times; i++)
		if (!store_execute(store, sql, &err))
			tap_done(false, &err, "merging");
}

/* How a case is walked. */
struct way {
	bool is_rated;
	int64_t step; /* nanoseconds between two breaks; 0: none */
	bool is_merged; /* the index, at the first breaks */
};

static void walk_case(struct store *store, size_t number,
    const struct way *way, struct docs *docs)
{
	static char first[] = "song", second[] = "sông", third[] = "sống";
	char *forms[] = {first, second, third};
	struct word_forms rows[] = {{"song", forms, ARRAY_LEN(forms)}};
	struct search_forms known = {rows, 1, 1};
	struct walk_pass pass = {.is_loose = cases[number].reach !=
	    REACH_PHRASE, .is_rated = way->is_rated, .below = INT64_MAX};
	struct search_query query;
	bool is_through = false;
	struct walk *walk;

	search_parse(cases[number].query, NOW, drafts_arena(), &query);
	walk = walk_new(&query, &known);
	walk_begin(walk, &pass);
	docs->count = 0;
	docs->reach = cases[number].reach;
	for (int i = 0; i < 1000000 && !is_through; i++) {
		if (!walk_on(store, walk, way->step == 0 ? 0 :
		    clock_nanos() + way->step * (1 + i / 100), take, docs,
		    &is_through, &err))
			break;
		if (way->is_merged && !is_through && i < 100)
			merge(store, "2", 1);
	}
	if (!is_through)
		tap_done(false, &err, "%s", cases[number].query);
	walk_free(walk);
}

static void match_case(struct store *store, size_t number, struct docs *docs)
{
	struct cursor cursor = cursor_open(store, &err, "SELECT rowid"
	    " FROM search WHERE search MATCH ?1 ORDER BY rowid DESC",
	    BIND(TEXT(cases[number].match)));

	docs->count = 0;
	while (docs->count < DOCS_MOST && cursor_next(&cursor))
		docs->docs[docs->count++] = cursor_int(&cursor, 0);
	if (!cursor_close(&cursor))
		tap_done(false, &err, "%s", cases[number].match);
}

static bool are_same(const struct docs *a, const struct docs *b)
{
	return a->count == b->count && (a->count == 0 ||
	    memcmp(a->docs, b->docs, a->count * sizeof(a->docs[0])) == 0);
}

static void compare(struct store *store, const char *when)
{
	static const struct way ways[] = {{true, 0, false}, {false, 0, false},
	    {true, 20000, false}, {false, 20000, false}, {true, 20000, true}};
	static struct docs wanted, got;
	size_t found = 0, wrong = 0;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		match_case(store, i, &wanted);
		found += wanted.count > 0;
		for (size_t way = 0; way < ARRAY_LEN(ways); way++) {
			/* what is in titles is told where hits are rated */
			if (!ways[way].is_rated &&
			    cases[i].reach == REACH_TITLE)
				continue;
			walk_case(store, i, &ways[way], &got);
			if (are_same(&wanted, &got))
				continue;
			wrong++;
			tap_note("%s, way %zu: %zu, not %zu",
			    cases[i].query, way, got.count, wanted.count);
		}
	}
	tap_number((int64_t)wrong, 0, "%s: as FTS5 has it", when);
	tap_ok(found + 2 >= ARRAY_LEN(cases), "%zu of %zu find some", found,
	    ARRAY_LEN(cases));
}

static void index_in_parts(struct store *store)
{
	size_t done = 1;

	while (done > 0)
		if (!store_index(store, 37, true, &done, &err))
			break;
}

int main(void)
{
	struct store *store = open_store("walk.db", STORE_BACKGROUND);
	int64_t source = add_source(store, "https://x.vn/rss");

	tap_done(store_execute(store, arena_printf(drafts_arena(),
	    "INSERT INTO search (search, rank) VALUES ('pgsz', %d)",
	    LEAF_BYTES), &err) && store_execute(store, "INSERT INTO search"
	    " (search, rank) VALUES ('usermerge', 2)", &err), &err,
	    "small leaves");
	for (int i = 0; i < ARTICLES; i += EACH)
		save_some(store, source, i);
	index_in_parts(store);
	compare(store, "many segments");
	for (int i = 0; i < ARTICLES / 3; i += EACH)
		save_some(store, source, i * 2);
	index_in_parts(store);
	compare(store, "with changed texts");
	for (int i = 0; i < 6; i++) {
		merge(store, "7", 1 + i * 3);
		compare(store, "in the midst of a merge");
	}
	merge(store, "500", 400);
	compare(store, "merged");
	for (int i = 0; i < ARTICLES / 3; i += EACH)
		save_some(store, source, i);
	index_in_parts(store);
	compare(store, "and changed again");
	tap_done(store_execute(store, "INSERT INTO search (search)"
	    " VALUES ('optimize')", &err), &err, "one segment");
	compare(store, "of one segment");
	store_close(store);
	drafts_release();
	return tap_end();
}
