/*
 * List pages as each kind of site writes them, against what a reader sees on
 * them: how many of the links found are wanted, how many of the wanted are
 * found, and what is told beside them.
 */
#include "page/list.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "support/tap.h"
#include "text/date.h"

#define FILE_MAX ((size_t)8 << 20)
#define WANTED_MAX 500
#define PAGES_MAX 100
#define LEAST 97 /* of 100 */

struct wanted {
	char *title, *link, *date, *lead, *picture; /* NULL: not asked for */
};

struct expected {
	char *address, *next;
	struct wanted items[WANTED_MAX];
	size_t count;
};

struct figures {
	size_t found, wanted, right; /* links */
	size_t details, right_details;
};

/* "item: Title" and, beneath, what belongs to it. */
static void read_expected(struct expected *expected, char *text)
{
	*expected = (struct expected){0};
	for (char *line = strtok_r(text, "\n", &text); line != NULL;
	     line = strtok_r(NULL, "\n", &text)) {
		struct wanted *item =
		    &expected->items[expected->count - (expected->count > 0)];
		char *value = strstr(line, ": ");

		if (value == NULL || expected->count >= WANTED_MAX)
			continue;
		value += 2;
		if (str_starts(line, "address: "))
			expected->address = value;
		else if (str_starts(line, "next: "))
			expected->next = value;
		else if (str_starts(line, "item: "))
			expected->items[expected->count++].title = value;
		else if (str_starts(line, "  link: "))
			item->link = value;
		else if (str_starts(line, "  date: "))
			item->date = value;
		else if (str_starts(line, "  lead: "))
			item->lead = value;
		else if (str_starts(line, "  picture: "))
			item->picture = value;
	}
}

static const struct feed_item *find_item(const struct feed *feed,
    const char *link)
{
	for (size_t i = 0; i < feed->item_count; i++)
		if (str_equal(feed->items[i].link, link))
			return &feed->items[i];
	return NULL;
}

static bool is_wanted(const struct expected *expected, const char *link)
{
	for (size_t i = 0; i < expected->count; i++)
		if (str_equal(expected->items[i].link, link))
			return true;
	return false;
}

static void compare(struct figures *figures, const char *name,
    const char *what, const char *title, bool is_same, const char *got)
{
	figures->details++;
	figures->right_details += is_same;
	if (!is_same)
		tap_note("%s: %s of \"%s\": %s", name, what, title,
		    got != NULL ? got : "none");
}

static void compare_item(struct figures *figures, const char *name,
    const struct wanted *wanted, const struct feed_item *item)
{
	struct str text;

	str_init(&text);
	compare(figures, name, "title", wanted->title,
	    str_equal(item->title, wanted->title), item->title);
	if (item->published != 0)
		date_add_rfc3339(&text, item->published);
	if (item->is_date_rough)
		str_add(&text, " rough");
	if (wanted->date != NULL)
		compare(figures, name, "date", wanted->title,
		    strcmp(text.data, wanted->date) == 0, text.data);
	else /* none is better than one of something else */
		compare(figures, name, "date", wanted->title,
		    item->published == 0, text.data);
	if (wanted->lead != NULL)
		compare(figures, name, "lead", wanted->title,
		    item->summary != NULL &&
		        strstr(item->summary, wanted->lead) != NULL,
		    item->summary);
	str_clear(&text);
	str_addf(&text, "<img src=\"%s\">",
	    wanted->picture != NULL ? wanted->picture : "");
	if (wanted->picture != NULL)
		compare(figures, name, "picture", wanted->title,
		    item->summary != NULL &&
		        strstr(item->summary, text.data) != NULL,
		    item->summary);
	str_release(&text);
}

static void compare_page(struct figures *all, const char *name,
    const struct expected *expected, const struct feed *feed)
{
	struct figures own = {
	    .found = feed->item_count, .wanted = expected->count};

	for (size_t i = 0; i < feed->item_count; i++) {
		if (!is_wanted(expected, feed->items[i].link))
			tap_note("%s: not wanted: %s | %s", name,
			    feed->items[i].title, feed->items[i].link);
	}
	for (size_t i = 0; i < expected->count; i++) {
		const struct wanted *wanted = &expected->items[i];
		const struct feed_item *item =
		    find_item(feed, wanted->link);

		if (item == NULL) {
			tap_note("%s: not found: %s", name, wanted->link);
			continue;
		}
		own.right++;
		compare_item(&own, name, wanted, item);
	}
	tap_note("%-22s found %2zu, wanted %2zu, right %2zu; beside them "
	         "%zu of %zu", name, own.found, own.wanted, own.right,
	    own.right_details, own.details);
	all->found += own.found;
	all->wanted += own.wanted;
	all->right += own.right;
	all->details += own.details;
	all->right_details += own.right_details;
}

static bool read_file(struct str *data, const char *name, const char *end)
{
	struct error err = {0};
	char path[512];

	snprintf(path, sizeof(path), "page/lists/%s%s", name, end);
	return tap_done(file_read(tap_path(path), FILE_MAX, data, &err), &err,
	    "read %s", path);
}

static void test_page(struct figures *figures, const char *name)
{
	static struct expected expected;
	struct error err = {0};
	struct arena arena;
	struct str data, text;
	struct feed feed;

	str_init(&data);
	str_init(&text);
	arena_init(&arena);
	if (read_file(&data, name, ".html") &&
	    read_file(&text, name, ".expected")) {
		read_expected(&expected, text.data);
		if (!tap_done(list_read(data.data, data.len, expected.address,
			    NULL, &arena, &feed, &err), &err,
			"%s is a list", name))
			feed = (struct feed){0};
		compare_page(figures, name, &expected, &feed);
		tap_text(feed.next != NULL ? feed.next : "none",
		    expected.next != NULL ? expected.next : "none",
		    "%s: where it goes on", name);
	}
	arena_release(&arena);
	str_release(&text);
	str_release(&data);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void test_all(void)
{
	struct figures figures = {0};
	char *names[PAGES_MAX];
	size_t count = 0;
	struct dirent *entry;
	DIR *dir = opendir(tap_path("page/lists"));

	if (!tap_ok(dir != NULL, "the list pages are there"))
		return;
	while ((entry = readdir(dir)) != NULL && count < PAGES_MAX) {
		char *end = strstr(entry->d_name, ".html");

		if (end == NULL || end[5] != '\0')
			continue;
		*end = '\0';
		names[count++] = mem_dup(entry->d_name);
	}
	closedir(dir);
	qsort(names, count, sizeof(names[0]), compare_names);
	for (size_t i = 0; i < count; i++) {
		test_page(&figures, names[i]);
		free(names[i]);
	}
	tap_ok(count >= 18, "%zu pages", count);
	tap_ok(figures.right * 100 >= figures.found * LEAST,
	    "precision: %zu of %zu links found are wanted", figures.right,
	    figures.found);
	tap_ok(figures.right * 100 >= figures.wanted * LEAST,
	    "recall: %zu of %zu links wanted are found", figures.right,
	    figures.wanted);
	tap_ok(figures.right_details * 100 >= figures.details * LEAST,
	    "%zu of %zu titles, dates, leads and pictures are right",
	    figures.right_details, figures.details);
}

/* What a list page must not do to its reader: take long, or lead astray. */
static void test_shape(const char *shape, size_t times, const char *name)
{
	static const char last[] =
	    "<ul><li><a href=\"/tin/7\">Hạ Khê đắp xong đoạn đê xung yếu"
	    "</a> 22/11/2026</ul>";
	struct discovered *found;
	struct error err = {0};
	struct arena arena;
	clock_t start = clock();
	struct feed feed;
	struct str html;
	double seconds;
	size_t count;

	str_init(&html);
	arena_init(&arena);
	str_add(&html, last);
	for (size_t i = 0; i < times; i++)
		str_addf(&html, shape, i, i);
	str_add(&html, last);
	if (!list_read(html.data, html.len, "https://trammay.example/", NULL,
		&arena, &feed, &err))
		feed = (struct feed){0};
	list_discover(html.data, html.len, "https://trammay.example/", NULL,
	    &arena, &found, &count);
	seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	tap_ok(feed.item_count <= 500 && count <= 500,
	    "%zu of %s: %zu items, %zu feeds", times, name, feed.item_count,
	    count);
	tap_ok(seconds < 8, "in %.2f s", seconds);
	for (size_t i = 0; i < feed.item_count; i++)
		if (!str_starts(feed.items[i].link, "https://"))
			tap_ok(false, "leads to %s", feed.items[i].link);
	for (size_t i = 0; i < count; i++)
		if (!str_starts(found[i].url, "http"))
			tap_ok(false, "a feed at %s", found[i].url);
	arena_release(&arena);
	str_release(&html);
}

static void test_hostile(void)
{
	static const struct {
		const char *html, *name;
	} shapes[] = {
	    {"<div><a href=/tin/%zu>Tin số %zu của xã Trằm Mây</a>",
	        "nested items"},
	    {"<a href=/tin/%zu>Tin số %zu của xã Trằm Mây</a>", "anchors"},
	    {"<a href=/tin/7>Tin số %zu của xã Trằm Mây, lần %zu</a>",
	        "anchors to one article"},
	    {"<a href=/rss/%zu.rss>Nguồn %zu</a>", "feeds"},
	    {"<link rel=alternate type=application/rss+xml "
	     "href=/rss/%zu.rss title=%zu>", "links to feeds"},
	    {"<a href=/trang/%zu>%zu</a>", "page numbers"},
	    {"<a href='javascript:x(%zu)'>Tin số %zu của xã Trằm Mây</a>",
	        "scripts"},
	    {"<a href='data:application/rss+xml,%zu/rss'>Tin số %zu</a>",
	        "data"},
	    {"<link rel=alternate type=application/rss+xml "
	     "href='javascript:%zu' title=%zu>", "links to scripts"},
	    {"<a href='/\001\002\033[31m/tin/%zu'>Tin \033]0;%zu\007 của "
	     "xã Trằm Mây</a>", "control bytes"},
	    {"<p>Tin đọc nhiều</p><a href=/tin/%zu>Tin %zu của xã</a>",
	        "boxes"},
	    {"<li><img src=a%zu.jpg><time datetime=x%zu>x</time>", "pictures"},
	    {"%zu/11/2026 <br>%zu<br>", "bare lines"},
	};
	struct str giant, long_one;

	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		test_shape(shapes[i].html, 100000, shapes[i].name);
	str_init(&giant);
	str_init(&long_one);
	for (size_t i = 0; i < (size_t)1 << 20; i++)
		str_add_char(&long_one, 'x');
	str_add(&giant, "<a href='/tin/%zu-%zu?");
	str_add(&giant, long_one.data);
	str_add(&giant, "' title='");
	str_add(&giant, long_one.data);
	str_add(&giant, "'>Tin của xã Trằm Mây</a>");
	test_shape(giant.data, 4, "giant attributes");
	str_release(&giant);
	str_release(&long_one);
}

int main(void)
{
	test_all();
	test_hostile();
	return tap_end();
}
