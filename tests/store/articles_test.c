#include "store/drafts.h"
#include "support/tap.h"

#include <stdio.h>
#include <string.h>

static struct error err;

/* Counts as the sentence "1 added, 0 updated, 0 unchanged". */
static const char *said(struct save_counts counts)
{
	return arena_printf(drafts_arena(), "%d %d %d", counts.added,
	    counts.updated, counts.unchanged);
}

static void test_save(struct store *store, int64_t source)
{
	struct article_draft drafts[3] = {
	    make_draft("news_3", "https://x.vn/3", "Ba", 0),
	    make_draft(" news_2\n", "https://x.vn/2?utm_source=rss", "Hai",
	    0), make_draft("news_1", "https://x.vn/1", "Một", NOW - 5000)};
	struct query query = {.source_id = source};
	struct article_row *rows;
	struct article article;

	drafts[0].lead = "Nước sông Lệ Khê lên nhanh.";
	drafts[0].author = "Minh Hải";
	set_body(&drafts[0], "Nước sông Lệ Khê lên nhanh từ đêm qua.");
	tap_text(said(save(store, source, drafts, 3)), "3 0 0", "all new");
	tap_number((int64_t)list(store, &query, &rows), 3, "three rows");
	tap_text(rows[0].title, "Ba", "newest first");
	tap_text(rows[1].title, "Hai", "the document's order is kept");
	tap_text(rows[2].title, "Một", "oldest last");
	tap_ok(rows[2].id < rows[1].id && rows[1].id < rows[0].id,
	    "ids grow with time");
	tap_ok(rows[0].published == NOW && !rows[0].is_date_trusted &&
	    rows[2].is_date_trusted, "dates");
	tap_text(rows[0].lead, "Nước sông Lệ Khê lên nhanh.", "lead");
	tap_text(rows[1].lead, "", "no lead is empty");
	tap_text(rows[1].link, "https://x.vn/2?utm_source=rss",
	    "the link as written");
	tap_ok(rows[0].is_unread && !rows[0].is_starred &&
	    !rows[0].is_updated, "marks of a new one");
	tap_number(rows[0].page, PAGE_WANTED, "its page is wanted");
	tap_number(rows[0].words, 9, "words of the feed's text");
	article = read_one(store, rows[0].id);
	tap_text(article.author, "Minh Hải", "author");
	tap_ok(article.is_feed_text && article.body.count == 1, "feed text");
	tap_text(article.body.blocks[0].text,
	    "Nước sông Lệ Khê lên nhanh từ đêm qua.", "body");
	tap_number(article.first_seen, NOW, "first seen");
	tap_text(article.section, "", "no section is empty");
	tap_text(said(save(store, source, drafts, 3)), "0 0 3", "unchanged");
	drafts[1].keys[0].text = "news_2";
	tap_text(said(save(store, source, drafts, 3)), "0 0 3",
	    "a guid is trimmed");
}

static void test_update(struct store *store, int64_t source)
{
	struct article_draft draft = make_draft("news_3", "https://x.vn/3",
	    "Ba, sửa lại", NOW + 50);
	struct query query = {.source_id = source};
	int64_t id, changed;
	struct article_row *rows;

	list(store, &query, &rows);
	id = rows[0].id;
	tap_done(store_mark(store, MARK_READ, &id, 1, NULL, NOW, &changed,
	    &err), &err, "mark read");
	draft.lead = "Nước đã rút.";
	tap_text(said(save(store, source, &draft, 1)), "0 1 0", "updated");
	tap_number((int64_t)list(store, &query, &rows), 3, "no new row");
	tap_number(rows[0].id, id, "in place");
	tap_text(rows[0].title, "Ba, sửa lại", "the new title");
	tap_ok(!rows[0].is_unread && rows[0].is_updated, "marks kept");
	tap_ok(rows[0].is_date_trusted && rows[0].published == NOW + 50,
	    "a date mends one that was not trusted");
	tap_number(rows[0].words, 9, "a text is not lost");
	draft.published = NOW + 900;
	tap_text(said(save(store, source, &draft, 1)), "0 0 1",
	    "another date alone changes nothing");
	list(store, &query, &rows);
	tap_number(rows[0].published, NOW + 50, "rows do not jump");
}

/* A list page knows links; then it gains a feed; then the portal moves. */
static void test_keys(struct store *store)
{
	int64_t source = add_source(store, "https://moved.vn/list");
	struct article_draft drafts[2] = {
	    make_draft(NULL, "https://moved.vn/a", "Đường thôn", NOW),
	    make_draft(NULL, "https://moved.vn/b", "Cầu Bến Sỏi", NOW - 60)};
	struct query query = {.source_id = source};
	struct article_row *rows;
	int64_t first;

	drafts[0].is_headline = drafts[1].is_headline = true;
	save(store, source, drafts, 2);
	list(store, &query, &rows);
	first = rows[0].id;
	drafts[0] = make_draft("g-a", "http://moved.vn/a", "Đường thôn", NOW);
	drafts[1] = make_draft("g-b", "http://moved.vn/b", "Cầu Bến Sỏi",
	    NOW - 60);
	drafts[0].lead = "Hai thôn góp công.";
	tap_text(said(save(store, source, drafts, 2)), "0 1 1",
	    "a feed's items are the list page's");
	list(store, &query, &rows);
	tap_ok(rows[0].id == first && !rows[0].is_updated,
	    "what a feed adds to a headline is no update");
	tap_text(rows[0].link, "http://moved.vn/a", "the new link");
	drafts[0].is_headline = true;
	drafts[0].lead = NULL;
	save(store, source, drafts, 1);
	list(store, &query, &rows);
	tap_text(rows[0].lead, "Hai thôn góp công.",
	    "a headline takes nothing away");
	drafts[0] = make_draft("g-a", "https://new.moved.vn/a-1", "Đường thôn",
	    NOW);
	tap_number(save(store, source, drafts, 1).added, 0,
	    "a guid knows an article at another link");
	drafts[0] = make_draft("n1", "https://new.vn/1", "Đường thôn", NOW);
	drafts[1] = make_draft("n2", "https://new.vn/2", "Cầu Bến Sỏi",
	    NOW - 60);
	tap_number(save(store, source, drafts, 2).added, 0,
	    "a portal that moved is known by title and day");
	tap_number((int64_t)list(store, &query, &rows), 2, "two articles");
	drafts[1] = make_draft("n3", "https://new.vn/3", "Đường thôn", NOW);
	tap_number(save(store, source, drafts, 2).added, 1,
	    "one title twice on a day is two articles");
	tap_number((int64_t)list(store, &query, &rows), 3, "three articles");
}

static void test_poor_keys(struct store *store)
{
	int64_t source = add_source(store, "https://poor.vn/feed");
	struct article_draft drafts[3] = {
	    make_draft("0", "https://poor.vn/2", "Hai", NOW),
	    make_draft("0", "https://poor.vn/1", "Một", NOW - 1)};
	struct query query = {.source_id = source};
	struct article_row *rows;

	tap_number(save(store, source, drafts, 2).added, 2,
	    "one guid for all tells nothing");
	drafts[2] = drafts[0];
	drafts[1] = drafts[0];
	drafts[0] = make_draft("0", "https://poor.vn/3", "Ba", NOW + 1);
	tap_text(said(save(store, source, drafts, 2)), "1 0 1",
	    "nor when an older item has left the feed");
	list(store, &query, &rows);
	tap_ok(strcmp(rows[0].title, "Ba") == 0 &&
	    strcmp(rows[1].title, "Hai") == 0 &&
	    strcmp(rows[2].title, "Một") == 0, "none was overwritten");
	source = add_source(store, "https://poor.vn/home");
	drafts[0] = make_draft("h1", "https://poor.vn/", "Một", NOW);
	drafts[1] = make_draft("h2", "https://poor.vn/", "Hai", NOW);
	drafts[2] = drafts[1];
	tap_text(said(save(store, source, drafts, 3)), "2 0 1",
	    "one link for all tells nothing; a twin is left out");
	tap_text(said(save(store, source, drafts, 3)), "0 0 3", "again");
	source = add_source(store, "https://poor.vn/bare");
	drafts[0] = make_draft(NULL, "https://poor.vn/", "Một", NOW);
	drafts[1] = make_draft(NULL, "https://poor.vn/", "Hai", NOW);
	tap_text(said(save(store, source, drafts, 2)), "1 0 1",
	    "two names for one link are one article");
	source = add_source(store, "https://poor.vn/many");
	drafts[2] = make_draft(NULL, "https://poor.vn/", "Ba", NOW);
	tap_text(said(save(store, source, drafts, 3)), "3 0 0",
	    "three are three articles, and the link tells nothing");
	tap_text(said(save(store, source, drafts, 3)), "0 0 3",
	    "they are known by their names");
	source = add_source(store, "https://poor.vn/home-again");
	drafts[0] = make_draft("h1", "https://poor.vn/", "Một", NOW);
	drafts[1] = make_draft("h2", "https://poor.vn/", "Hai", NOW);
	drafts[2] = drafts[1];
	tap_text(said(save(store, source, drafts, 3)), "2 0 1",
	    "guids are asked first");
	/* known as one, by two keys that were two articles' */
	drafts[0] = make_draft("h1", "https://poor.vn/x", "Một", NOW);
	save(store, source, drafts, 1);
	drafts[1] = make_draft("h9", "https://poor.vn/x", "Chín", NOW);
	drafts[0] = make_draft("h1", "https://poor.vn/y", "Một", NOW);
	tap_number(save(store, source, drafts, 2).added, 1,
	    "a link that passed on to another article");
	tap_text(said(save(store, source, drafts, 2)), "0 0 2",
	    "is known from then on");
}

static void test_lists(struct store *store)
{
	int64_t source = add_source(store, "https://many.vn/feed");
	struct article_draft drafts[60];
	struct query query = {.source_id = source, .limit = 7};
	struct article_row *rows, *up;
	int64_t last = INT64_MAX, total, unread, below;
	size_t seen = 0, count;
	bool is_ordered = true;

	for (int i = 0; i < 60; i++)
		drafts[i] = make_draft(arena_printf(drafts_arena(), "m%d", i),
		    NULL, i % 2 == 0 ? "Ngân sách xã" : "Lễ hội đua thuyền",
		    NOW - 1000 - i / 5 * 10); /* five of one moment */
	save(store, source, drafts, 60);
	while ((count = list(store, &query, &rows)) > 0) {
		for (size_t i = 0; i < count; i++) {
			is_ordered = is_ordered && rows[i].id < last;
			last = rows[i].id;
		}
		seen += count;
		query.before_published = rows[count - 1].published;
		query.before_id = rows[count - 1].id;
	}
	tap_ok(is_ordered && seen == 60, "pages follow without a gap");
	query.before_id = query.before_published = 0;
	query.is_upward = true;
	count = list(store, &query, &rows);
	tap_ok(count == 7 && rows[6].id == last, "upward from the oldest");
	query.before_published = rows[0].published;
	query.before_id = rows[0].id;
	count = list(store, &query, &up);
	tap_ok(count == 7 && up[6].id == rows[0].id + 1 &&
	    up[0].id == up[6].id + 6, "and the rows above, newest first");
	tap_done(store_count_articles(store, &query, &total, &unread, &err),
	    &err, "counting above a row");
	query.is_upward = false;
	tap_done(store_count_articles(store, &query, &below, &unread, &err),
	    &err, "and below it");
	tap_ok(total > 7 && below == 6 && total + below == 59,
	    "its place in the list");
	index_all(store);
	query = (struct query){.text = "hoi thuyen"};
	tap_number((int64_t)list(store, &query, &rows), 30, "words");
	tap_done(store_count_articles(store, &query, &total, &unread, &err),
	    &err, "counting");
	tap_ok(total == 30 && unread == 30, "as many as listed");
	query.text = "thuyen lu";
	tap_number((int64_t)list(store, &query, &rows), 0, "all words must");
	query = (struct query){.source_id = source, .since = NOW - 1010};
	tap_number((int64_t)list(store, &query, &rows), 10, "since");
	tap_done(store_count_articles(store, &query, &total, &unread, &err),
	    &err, "counting");
	tap_number(total, 10, "since, counted");
	query = (struct query){.source_id = source};
	tap_done(store_count_articles(store, &query, &total, &unread, &err),
	    &err, "counting a source");
	tap_ok(total == 60 && unread == 60, "from the kept counts");
}

static void test_rows(struct store *store)
{
	int64_t ids[] = {2, 999, 1};
	struct article_row *rows;
	struct article article;
	size_t count;
	bool found;

	tap_done(store_read_rows(store, ids, 3, drafts_arena(), &rows,
	    &count, &err), &err, "rows of ids");
	tap_ok(count == 2 && rows[0].id == 2 && rows[1].id == 1,
	    "in their order, without the unknown");
	tap_done(store_read_article(store, 999, drafts_arena(), &article,
	    &found, &err), &err, "an unknown article");
	tap_ok(!found, "is not found");
	tap_done(store_set_position(store, 1, 17, &err), &err, "position");
	tap_number(read_one(store, 1).position, 17, "is kept");
}

static void test_try(struct store *store)
{
	struct source try = {.id = 1, .health = HEALTH_GOOD, .asked = 1};
	struct save_counts counts;
	struct source source;
	int64_t version = store_data_version(store);
	bool found;

	tap_done(store_save_articles(store, 1, NULL, 0, &try, NOW, &counts,
	    &err), &err, "saving nothing but a try");
	tap_done(store_find_source(store, "1", drafts_arena(), &source,
	    &found, &err), &err, "reading it");
	tap_number(source.health, HEALTH_GOOD, "the try is kept");
	tap_ok(store_data_version(store) > version, "the version grew");
	version = store_data_version(store);
	tap_ok(store_data_version(store) == version,
	    "reading does not change it");
}

int main(void)
{
	struct store *store = open_store("articles.db", STORE_BACKGROUND);
	int64_t source = add_source(store, "https://x.vn/rss");

	test_save(store, source);
	test_update(store, source);
	test_keys(store);
	test_poor_keys(store);
	test_lists(store);
	test_rows(store);
	test_try(store);
	tap_number((int64_t)count_faults(store), 0, "sound");
	store_close(store);
	drafts_release();
	return tap_end();
}
