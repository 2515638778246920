/*
 * How fast pages are read, extraction included, beside the floor: libxml2's
 * own DOM parse of the same bytes, in one run; how much memory a page takes
 * beyond the program's own start; how long an article of 5,000 words is set;
 * and hostile shapes at 1, 4 and 8 MB, whose time per byte must not grow.
 *
 *   page_bench [FILE...]     files are read instead of the generated page
 */
#include <libxml/HTMLparser.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "layout/layout.h"
#include "page/extract.h"

enum { MEGABYTE = 1024 * 1024, WORDS = 5000, RUNS = 15 };

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void run_floor(const struct str *data)
{
	htmlDocPtr document = htmlReadMemory(data->data, (int)data->len,
	    "https://trammay.example/tin", "utf-8",
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
	        HTML_PARSE_NONET);

	xmlFreeDoc(document);
}

static bool run_page(const struct str *data)
{
	struct extract_options options = {
	    .url = "https://trammay.example/tin/trang.html"};
	struct arena arena;
	struct page page;
	bool is_article;

	arena_init(&arena);
	is_article = extract_page(data->data, data->len, &options, &arena,
	    &page, NULL);
	arena_release(&arena);
	return is_article;
}

static int compare_times(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double time_of(const struct str *data, bool is_floor)
{
	double times[RUNS];

	for (int i = 0; i < RUNS; i++) {
		double start = seconds();

		if (is_floor)
			run_floor(data);
		else
			(void)run_page(data);
		times[i] = seconds() - start;
	}
	qsort(times, RUNS, sizeof(times[0]), compare_times);
	return times[RUNS / 2];
}

/* Bytes at most resident in a child that reads the page, or does not. */
static long measure(const struct str *data, bool is_read)
{
	struct rusage usage;
	int status;
	pid_t child = fork();

	if (child == 0) {
		if (is_read)
			(void)run_page(data);
		_exit(0);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return 0;
	return usage.ru_maxrss * 1024;
}

/* A newspaper's has a link a paragraph; a dense one in each sentence. */
static void add_paragraph(struct str *out, int number, bool is_dense)
{
	static const char *const words[] = {"xã Trằm Mây", "sông Lệ Khê",
	    "cầu Bến Sỏi", "thôn Bàu Sậy", "bà con Cồn Dương", "Hạ Khê",
	    "mùa mưa lũ", "đường bê tông", "trường tiểu học", "hợp tác xã"};

	str_add(out, "<p>");
	for (int i = 0; i < 8; i++)
		str_addf(out, is_dense || i == 3
		    ? "Sáng nay <a href=\"/tin/%d\">%s</a> bàn với "
		      "%s về <b>%s</b>, dự toán %d triệu đồng. "
		    : "Mục %d: %s đã cùng %s kiểm tra %s, "
		      "ước khoảng %d triệu đồng. ", number * 8 + i,
		    words[(number + i) % 10], words[(number * 3 + i) % 10],
		    words[(number * 7 + i) % 10], number + i);
	str_add(out, "</p>\n");
}

/* Scripts and styles are half of most pages. */
static void add_scripts(struct str *out, int count)
{
	for (int i = 0; i < count; i++)
		str_addf(out, "<script>window.items=window.items||[];"
		    "items.push({\"id\":%d,\"place\":\"right-%d\",\"url\":"
		    "\"https://quang-cao.trammay.example/%d.js\",\"size\":"
		    "[300,250],\"lazy\":true});</script>\n"
		    "<style>.box-%d{margin:0 auto;padding:4px %dpx}"
		    ".box-%d>a:hover{color:#c00}</style>\n", i, i, i, i, i, i);
}

static void make_page(struct str *out, int paragraphs, bool is_dense)
{
	str_add(out, "<!DOCTYPE html><html lang=vi><head><meta charset=utf-8>"
	    "<title>Bàn việc đê</title></head><body><ul class=menu>");
	for (int i = 0; i < 200; i++)
		str_addf(out, "<li class=\"item item-%d\"><a href=\"/muc/%d\">"
		    "Mục %d</a></li>", i, i, i);
	if (!is_dense)
		add_scripts(out, paragraphs * 4);
	str_add(out, "</ul><h1>Bàn việc đê</h1><div class=noi-dung>");
	for (int i = 0; i < paragraphs; i++)
		add_paragraph(out, i, is_dense);
	str_add(out, "</div></body></html>");
}

static void bench_pages(char **paths, int count)
{
	double floor_all = 0, page_all = 0, bytes = 0, worst = 0;
	struct error err = {0};
	struct str data;
	long most = 0, start;
	int articles = 0, pages = count > 0 ? count : 4;

	str_init(&data);
	for (int i = 0; i < pages; i++) {
		double floor_time, page_time, grown;

		str_clear(&data);
		if (count == 0)
			make_page(&data, 20 << (2 * i), i == 3);
		else if (!file_read(paths[i], 64 * MEGABYTE, &data, &err))
			continue;
		floor_time = time_of(&data, true);
		page_time = time_of(&data, false);
		start = measure(&data, false);
		most = measure(&data, true) - start;
		grown = (double)most / (double)data.len;
		if (count == 0)
			printf("%s page of %.2f MB: %.2f ms, libxml2 %.2f ms, "
			    "%.1f times its size in memory\n",
			    i == 3 ? "dense" : "news", (double)data.len / 1e6,
			    page_time * 1e3, floor_time * 1e3, grown);
		/* all links and no scripts: shown, but no news page */
		if (count == 0 && i == 3)
			continue;
		articles += run_page(&data);
		floor_all += floor_time;
		page_all += page_time;
		bytes += (double)data.len;
		/* what a small page takes is the stacks and tables */
		if (data.len > MEGABYTE / 2 && grown > worst)
			worst = grown;
	}
	if (count == 0)
		pages--;
	printf("%d pages (%d with an article), %.1f MB: %.0f pages a CPU "
	    "second, libxml2's DOM %.0f; time %.2f of it; memory at most "
	    "%.1f times a page over 0.5 MB\n",
	    pages, articles, bytes / 1e6, pages / page_all, pages / floor_all,
	    page_all / floor_all, worst);
	str_release(&data);
}

static void bench_layout(void)
{
	static char empty[] = "";
	double times[101];
	struct article article = {.row.page = PAGE_READY};
	struct layout_options options = {.width = 80, .measure = 72};
	struct arena arena;
	struct str html;
	int paragraphs = 0;

	str_init(&html);
	arena_init(&arena);
	while (block_count_words(&article.body) < WORDS) {
		add_paragraph(&html, paragraphs++, true);
		extract_fragment(html.data, html.len, NULL, &arena,
		    &article.body);
	}
	article.row.title = article.row.link = article.row.lead =
	    article.row.source_title = article.author = article.section =
	        article.language = article.feedback = empty;
	for (int i = 0; i < 101; i++) {
		struct arena lines;
		struct layout layout;
		double start = seconds();

		arena_init(&lines);
		layout_article(&article, &options, &lines, &layout);
		times[i] = seconds() - start;
		arena_release(&lines);
	}
	qsort(times, 101, sizeof(times[0]), compare_times);
	printf("layout of %zu words at 80 columns: median %.2f ms, most %.2f "
	    "ms\n", block_count_words(&article.body), times[50] * 1e3,
	    times[100] * 1e3);
	arena_release(&arena);
	str_release(&html);
}

static const char *const shapes[] = {"<div>", "<i></p>", "<b><div>x",
    "<ul><li>x", "<table><td>", "<figure><img src=a.jpg>", "<p>x",
    "<a><div>x</a>", "<span>", "<ol><li>x</ol>", "<h1>x", "<h2>Tin</h2>",
    "<div class=caption>", "<select><option>", "<blockquote>",
    "<meta name=description content=x>", "<link rel=next href=a?page=2>",
    "<p>Các tin khác</p><a href=x>Tin số một</a>", "<x y=", "&#x41", "<!--",
    "<article><h2><a href=x>Tin một</a></h2>x", "<tr><td rowspan=64>x",
    "<table><tr><th>x", "<dl><dt>x<dd>y", "<script type='application/ld+json'>"
    "{\"@type\":\"Article\"}</script>", "<p itemprop=articleBody>x, y",
    "<p class=byline>By A", "<font><center>", "</div>", "<",
    "<pre>x\n", "<td class=caption>x</td>", "\n<!--bantin part: a-->\nx"};

static void bench_shapes(void)
{
	static const size_t sizes[] = {1, 4, 8};
	struct str data;

	str_init(&data);
	puts("ns a byte at 1, 4, 8 MB:");
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		for (size_t k = 0; k < ARRAY_LEN(sizes); k++) {
			double start;

			str_clear(&data);
			while (data.len < sizes[k] * MEGABYTE)
				str_add(&data, shapes[i]);
			start = seconds();
			(void)run_page(&data);
			printf("%8.0f", (seconds() - start) * 1e9 /
			        (double)data.len);
		}
		printf("  %.40s\n", shapes[i]);
		fflush(stdout);
	}
	str_release(&data);
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "C.UTF-8");
	bench_pages(argv + 1, argc - 1);
	if (argc > 1)
		return 0;
	bench_layout();
	bench_shapes();
	return 0;
}
