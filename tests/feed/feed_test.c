#include "feed/feed_read.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "feed/elements.h"
#include "support/tap.h"
#include "text/date.h"


enum { FILE_MOST = 1024 * 1024 };

static void add_line(struct str *out, const char *name, const char *value)
{
	const char *at;

	if (value == NULL)
		return;
	str_addf(out, "%s: ", name);
	for (at = value; *at != '\0'; at++)
		if (*at == '\n')
			str_add(out, "\\n");
		else
			str_add_char(out, *at);
	str_add_char(out, '\n');
}

static void add_date(struct str *out, const char *name, int64_t when,
    bool is_rough)
{
	struct str text;

	if (when == 0)
		return;
	str_init(&text);
	date_add_rfc3339(&text, when);
	if (is_rough)
		str_add(&text, " rough");
	add_line(out, name, text.data);
	str_release(&text);
}

static void add_item(struct str *out, const struct feed_item *item)
{
	size_t i;

	str_add(out, "\nitem\n");
	add_line(out, "title", item->title);
	add_line(out, "link", item->link);
	add_line(out, "id", item->id);
	add_line(out, "author", item->author);
	add_date(out, "published", item->published, item->is_date_rough);
	add_date(out, "updated", item->updated,
	    item->is_date_rough && item->published == 0);
	add_line(out, "summary", item->summary);
	add_line(out, "content", item->content);
	for (i = 0; i < item->category_count; i++)
		add_line(out, "category", item->categories[i]);
	for (i = 0; i < item->enclosure_count; i++)
		str_addf(out, "enclosure: %s %s %lld\n",
		    item->enclosures[i].url,
		    item->enclosures[i].type == NULL
			? "-" : item->enclosures[i].type,
		    (long long)item->enclosures[i].length);
}

static void add_feed(struct str *out, const struct feed *feed)
{
	size_t i;

	add_line(out, "format", feed->format);
	add_line(out, "title", feed->title);
	add_line(out, "link", feed->link);
	add_line(out, "description", feed->description);
	add_line(out, "language", feed->language);
	add_line(out, "generator", feed->generator);
	if (feed->ttl > 0)
		str_addf(out, "ttl: %d\n", feed->ttl);
	for (i = 0; i < feed->repair_count; i++)
		add_line(out, "repair", feed->repairs[i]);
	if (feed->is_cut)
		str_add(out, "cut\n");
	for (i = 0; i < feed->item_count; i++)
		add_item(out, &feed->items[i]);
}

/* A document as lines of text; files named en-* come from outside Vietnam. */
static void read_as_lines(struct str *out, const char *name, const char *data,
    size_t len)
{
	struct feed_options options = {
		.url = str_starts(name, "en-") ? "https://news.example.org/f"
		    : "https://trammay.quangtri.gov.vn/rss/tin.xml"};
	struct arena arena;
	struct error err;
	struct feed feed;

	arena_init(&arena);
	error_clear(&err);
	if (feed_read(data, len, &options, &arena, &feed, &err))
		add_feed(out, &feed);
	else
		str_addf(out, "error: %d %ld\n", (int)err.code, err.number);
	arena_release(&arena);
}

/* Compare with the file beside it, or write that when GOLDEN is set. */
static void test_golden(const char *folder, const char *name)
{
	struct str path, data, lines, want;
	struct error err;

	str_init(&path);
	str_init(&data);
	str_init(&lines);
	str_init(&want);
	error_clear(&err);
	str_addf(&path, "%s/%s", folder, name);
	if (!tap_done(file_read(path.data, FILE_MOST, &data, &err), &err,
		"%s is read", name))
		goto out;
	read_as_lines(&lines, name, data.data, data.len);
	str_add(&path, ".expected");
	if (getenv("GOLDEN") != NULL)
		tap_done(file_write(path.data, lines.data, lines.len, &err),
		    &err, "%s is written anew", path.data);
	else if (tap_done(file_read(path.data, FILE_MOST, &want, &err), &err,
		"%s has its lines", name))
		tap_text(lines.data, want.data, "%s reads as it should",
		    name);
out:
	str_release(&path);
	str_release(&data);
	str_release(&lines);
	str_release(&want);
}

static int is_document(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	    strstr(entry->d_name, ".expected") == NULL;
}

static void test_all_golden(void)
{
	const char *folder = tap_path("feed/golden");
	struct dirent **entries;
	int count = scandir(folder, &entries, is_document, alphasort), i;

	tap_ok(count > 10, "there are documents");
	for (i = 0; i < count; i++) {
		test_golden(folder, entries[i]->d_name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static void test_no_feed(void)
{
	static const struct {
		const char *document;
		enum error_code code;
	} rows[] = {
		{"", ERROR_FEED_EMPTY},
		{" \n\t", ERROR_FEED_EMPTY},
		{"\xEF\xBB\xBF", ERROR_FEED_EMPTY},
		{"<!doctype html><html><head><title>Xin chào</title></head>"
		    "<body><p>Trang & chủ</body></html>", ERROR_FEED_IS_PAGE},
		{"<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>",
		    ERROR_FEED_IS_PAGE},
		{"xin chào", ERROR_FEED_UNKNOWN},
		{"<opml version=\"2.0\"><body/></opml>", ERROR_FEED_UNKNOWN},
		{"{\"a\": 1}", ERROR_FEED_UNKNOWN},
		{"{", ERROR_FEED_UNKNOWN},
		{"%PDF-1.4", ERROR_FEED_UNKNOWN},
	};
	struct feed_options options = {.url = "https://trammay.example/rss"};
	struct arena arena;
	struct error err;
	struct feed feed;
	size_t i;

	arena_init(&arena);
	for (i = 0; i < ARRAY_LEN(rows); i++) {
		error_clear(&err);
		tap_ok(!feed_read(rows[i].document, strlen(rows[i].document),
		    &options, &arena, &feed, &err), "no feed: %s",
		    rows[i].document);
		tap_number(err.code, rows[i].code, "its reason");
		tap_text(err.subject, options.url, "its address");
	}
	arena_release(&arena);
}

static void test_items_most(void)
{
	struct feed_options options = {.items_most = 3};
	struct arena arena;
	struct error err;
	struct feed feed;
	struct str text;
	int i;

	str_init(&text);
	arena_init(&arena);
	error_clear(&err);
	str_add(&text, "<rss><channel>");
	for (i = 0; i < 5; i++)
		str_addf(&text, "<item><title>%d</title></item>", i);
	str_add(&text, "<title>T</title></channel></rss>");
	tap_done(feed_read(text.data, text.len, &options, &arena, &feed,
	    &err), &err, "a feed with more items than wanted");
	tap_number((int64_t)feed.item_count, 3, "the first are kept");
	tap_text(feed.items[2].title, "2", "in order");
	tap_text(feed.title, "T", "and what follows them is the feed's");
	arena_release(&arena);
	str_release(&text);
}

/* What a short document may grow to: a long base for many short links. */
static void test_growth(void)
{
	enum { MEGABYTE = 1024 * 1024 };
	static const char *const shapes[] = {
		"<x xml:base=\"c/\"><enclosure url=\"d\"/></x>",
		"<item><enclosure url=\"d\"/><link>e</link></item>",
		("<content type=\"xhtml\"><div><a href=\"f\"/><img src=\"g\"/>"
		"</div></content>"),
		"<author>an</author><author>binh</author>",
	};
	struct feed_options options = {.items_most = 100000};
	struct str text;
	size_t i;
	int k;

	str_init(&text);
	for (i = 0; i < ARRAY_LEN(shapes); i++) {
		struct arena arena;
		struct feed feed;

		arena_init(&arena);
		str_clear(&text);
		str_add(&text, "<feed xml:base=\"https://trammay.example/");
		for (k = 0; k < 900; k++)
			str_add(&text, "b/");
		str_add(&text, "\"><entry>");
		while (text.len < MEGABYTE)
			str_add(&text, shapes[i]);
		tap_ok(feed_read(text.data, text.len, &options, &arena,
			&feed, NULL), "1 MB of %.16s...", shapes[i]);
		tap_ok(arena.used < 32 * MEGABYTE,
		    "stays in bounds: %zu KB", arena.used / 1024);
		arena_release(&arena);
	}
	str_release(&text);
}

static void test_rows(void)
{
	const struct element *rows;
	bool is_sorted = true;
	size_t count, i;

	rows = element_rows(&count);
	for (i = 1; i < count; i++)
		if (strcasecmp(rows[i - 1].name, rows[i].name) > 0) {
			is_sorted = false;
			tap_note("%s is out of order", rows[i].name);
		}
	tap_ok(is_sorted, "the names are in order");
	for (i = 0; i < count; i++)
		if (element_find(rows[i].space, rows[i].name,
			rows[i].places) == NULL)
			break;
	tap_ok(i == count, "each is found");
	tap_ok(element_find(SPACE_CORE, "PUBDATE", IN_ITEM) != NULL,
	    "in any letters");
	tap_ok(element_find(SPACE_CORE, "creator", IN_ITEM) == NULL,
	    "but not in another space");
	tap_number(element_space("https://purl.org/dc/elements/1.1"), SPACE_DC,
	    "a namespace with https and without its slash");
}

/* When a feed wants to be asked again: RSS 2.0, and the module "sy". */
static void test_schedule(void)
{
	static const struct {
		const char *says;
		int ttl;
		int64_t period;
		uint32_t hours, days;
	} cases[] = {
	    {"<ttl>90</ttl>", 90, 0, 0, 0},
	    {"<ttl>-5</ttl>", 0, 0, 0, 0},
	    {"<skipHours><hour>0</hour><hour> 7 </hour><hour>24</hour>"
	     "<hour>25</hour><hour>x</hour></skipHours>", 0, 0, 0x81, 0},
	    {"<skipDays><day>Sunday</day><day>saturday</day><day>Chủ nhật"
	     "</day></skipDays>", 0, 0, 0, 0x41},
	    {"<sy:updatePeriod> hourly </sy:updatePeriod>"
	     "<sy:updateFrequency>2</sy:updateFrequency>", 0, 1800, 0, 0},
	    {"<sy:updateFrequency>4</sy:updateFrequency>", 0, 21600, 0, 0},
	    {"<sy:updatePeriod>weekly</sy:updatePeriod>", 0, 604800, 0, 0},
	    {"<sy:updatePeriod>sometimes</sy:updatePeriod>", 0, 0, 0, 0},
	    {"<item><guid>1</guid><ttl>5</ttl><hour>3</hour></item>", 0, 0, 0,
	     0},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct feed_options options = {.url = "https://a.vn/"};
		struct error err = {0};
		struct arena arena;
		struct feed feed;
		struct str text;

		arena_init(&arena);
		str_init(&text);
		str_addf(&text, "<rss version=\"2.0\" xmlns:sy=\"http://purl.org/"
		    "rss/1.0/modules/syndication/\"><channel><title>Đài</title>"
		    "%s</channel></rss>", cases[i].says);
		tap_done(feed_read(text.data, text.len, &options, &arena,
		    &feed, &err), &err, "%s", cases[i].says);
		tap_number(feed.ttl, cases[i].ttl, "ttl");
		tap_number(feed.period, cases[i].period, "period");
		tap_number(feed.skip_hours, cases[i].hours, "hours");
		tap_number(feed.skip_days, cases[i].days, "days");
		str_release(&text);
		arena_release(&arena);
	}
}

int main(void)
{
	test_rows();
	test_schedule();
	test_all_golden();
	test_no_feed();
	test_items_most();
	test_growth();
	return tap_end();
}
