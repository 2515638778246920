/*
 * The feeds' own texts: kept as they came, built into blocks in steps.
 */
#include "base/clock.h"
#include "refresh/fixture.h"
#include "refresh/steps.h"
#include "support/tap.h"

#include <string.h>

static struct error err;

static struct article read_article(struct fixture *fixture, int64_t id)
{
	struct article article;
	bool is_found;

	tap_done(store_read_article(fixture->store, id, &fixture->arena,
	    &article, &is_found, &err) && is_found, &err, "it is read");
	return article;
}

static int64_t follow_item(struct fixture *fixture, const char *path,
    const char *item)
{
	struct article_row *rows;
	int64_t source = fixture_follow(fixture,
	    server_url(fixture->server, path));

	fixture_serve(fixture, path, NULL,
	    fixture_feed(fixture, "Cổng xã", &item, 1));
	fixture_refresh(fixture, source, false);
	tap_number((int64_t)fixture_rows(fixture, source, &rows), 1,
	    "one article");
	return rows[0].id;
}

static void test_steps(struct fixture *fixture)
{
	int64_t id = follow_item(fixture, "/a.xml",
	    "a1|Nước lên|/tin/nuoc-len.html|21|&lt;p&gt;Nước sông Lệ Khê "
	    "lên.&lt;/p&gt;&lt;p&gt;Xem &lt;a href=\"/ban-do.html\"&gt;bản đồ"
	    "&lt;/a&gt;.&lt;/p&gt;");
	struct article article = read_article(fixture, id);
	bool did;

	tap_ok(article.is_unbuilt, "its text is not built yet");
	tap_text(article.row.lead, "Nước sông Lệ Khê lên. Xem bản đồ.",
	    "but its lead is there");
	tap_number((int64_t)article.body.count, 1, "and stands for it");
	tap_text(article.body.blocks[0].text, article.row.lead, "whole");
	tap_done(step_build(&fixture->job, clock_nanos() + 1000000000, &did,
	    &err), &err, "a step");
	tap_ok(did, "it had something to do");
	article = read_article(fixture, id);
	tap_ok(!article.is_unbuilt && article.body.count == 2,
	    "two blocks are there");
	tap_text(article.body.links[0],
	    server_url(fixture->server, "/ban-do.html"),
	    "links are the article's");
	tap_number(article.row.words, 8, "words are counted");
	tap_done(step_build(&fixture->job, clock_nanos() + 1000000000, &did,
	    &err), &err, "another");
	tap_ok(!did, "has nothing left");
}

static void test_one(struct fixture *fixture)
{
	int64_t first = follow_item(fixture, "/b.xml",
	    "b1|Lúa chín|/tin/lua.html|21|Lúa chín sớm.");
	int64_t second = follow_item(fixture, "/c.xml",
	    "c1|Cầu xong||21|Xem &lt;a href=\"/anh.html\"&gt;ảnh&lt;/a&gt;.");
	struct article article;
	bool did;

	tap_done(job_build_article(&fixture->job, second, &did, &err), &err,
	    "one that is read");
	tap_ok(did, "is built");
	article = read_article(fixture, second);
	tap_ok(!article.is_unbuilt, "at once");
	tap_text(article.body.links[0],
	    server_url(fixture->server, "/anh.html"),
	    "without a link of its own the feed is its base");
	tap_ok(read_article(fixture, first).is_unbuilt,
	    "the others have time");
	tap_done(job_build_article(&fixture->job, second, &did, &err), &err,
	    "again");
	tap_ok(!did, "there is nothing to do");
}

/* The feed changes between reading the html and storing its blocks. */
static void test_race(struct fixture *fixture)
{
	int64_t id = follow_item(fixture, "/d.xml",
	    "d1|Đê vỡ|/tin/de.html|21|Đê vỡ ở Hạ Khê.");
	static const char *const later[] = {
	    "d1|Đê vỡ|/tin/de.html|21|Đê ở Hạ Khê không vỡ."};
	struct build_job *jobs;
	struct built built = {0};
	size_t count;
	bool did;

	tap_done(store_read_unbuilt(fixture->store, id, 1, &fixture->arena,
	    &jobs, &count, &err) && count == 1, &err, "one process reads");
	built.job = &jobs[0];
	block_add(&built.blocks, &fixture->arena, BLOCK_PARAGRAPH, "Cũ",
	    strlen("Cũ"));
	fixture_serve(fixture, "/d.xml", NULL,
	    fixture_feed(fixture, "Cổng xã", later, 1));
	fixture_refresh(fixture, 0, false);
	tap_done(store_save_built(fixture->store, &built, 1, &err), &err,
	    "what it made of the old text");
	tap_ok(read_article(fixture, id).is_unbuilt, "is not taken");
	tap_done(job_build_article(&fixture->job, id, &did, &err), &err,
	    "the new one");
	tap_text(read_article(fixture, id).body.blocks[0].text,
	    "Đê ở Hạ Khê không vỡ.", "is");
}

/* A text that is built later is related anew. */
static void test_relate(struct fixture *fixture)
{
	int64_t id = follow_item(fixture, "/e.xml",
	    "e1|Hội làng|/tin/hoi.html|21|Hội làng Bàu Sậy mở ba ngày.");
	struct article article;
	struct block_list *body;
	bool is_left = true;
	size_t left;
	int before;

	tap_done(store_give_up_pages(fixture->store, NULL, 0, &err) &&
	    job_relate(&fixture->job, 100, &left, &err), &err,
	    "related by its lead");
	before = fixture->job.progress.related;
	tap_ok(before > 0 && left == 0, "all of them (%d)", before);
	tap_done(job_catch_up(&fixture->job, 0, &is_left, &err), &err,
	    "all steps");
	article = read_article(fixture, id);
	body = &article.body;
	tap_ok(!article.is_unbuilt && body->count == 1, "built");
	tap_ok(fixture->job.progress.related > before,
	    "and related by its text (%d)", fixture->job.progress.related);
}

int main(void)
{
	struct fixture fixture;

	fixture_init(&fixture, "build");
	test_steps(&fixture);
	test_one(&fixture);
	test_race(&fixture);
	test_relate(&fixture);
	fixture_release(&fixture);
	return tap_end();
}
