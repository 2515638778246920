/*
 * How fast pages are read, extraction included, beside the floor: libxml2's
 * own DOM parse of the same bytes, in one run; how much memory a page takes
 * beyond the program's own start; how long an article of 5,000 words is set;
 * and hostile shapes at 1, 4 and 8 MB, whose time per byte must not grow.
 *
 *   page_bench [FILE...]      files are read instead of the pages made here
 *   page_bench --write FOLDER these as files, for page_peer.py
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
#include "base/mem.h"
#include "bench/measure.h"
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
	qsort(times, RUNS, sizeof(times[0]), measure_compare);
	return times[RUNS / 2];
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

/* A section page, or an archive: a link a line, and a little text. */
static void make_links(struct str *out, int count)
{
	str_add(out, "<!DOCTYPE html><html lang=vi><head><meta charset=utf-8>"
	    "<title>Bàn việc đê</title></head><body><h1>Bàn việc đê</h1>");
	add_paragraph(out, 1, false);
	str_add(out, "<ul>");
	for (int i = 0; i < count; i++)
		str_addf(out, "<li class=item><a href=\"/tin/%d.html\">Xã "
		    "Trằm Mây bàn việc %d</a></li>\n", i, i);
	str_add(out, "</ul></body></html>");
}

enum { NEWS_PAGES = 3, DENSE_PAGE = NEWS_PAGES, LINKS_PAGE, MADE_PAGES };

static const char *const made_names[MADE_PAGES] = {"news", "news", "news",
    "dense", "links"};

/* A page of those made here, or a file. */
static bool load(char **paths, int i, struct str *data)
{
	struct error err = {0};

	str_clear(data);
	if (paths != NULL)
		return file_read(paths[i], 64 * MEGABYTE, data, &err);
	if (i == LINKS_PAGE)
		make_links(data, 15000);
	else
		make_page(data, 20 << (2 * i), i == DENSE_PAGE);
	return true;
}

/*
 * Bytes at most resident in a child that reads the page, or only has it: what
 * this program took and gave back would be there for the page.
 */
static long measure(char **paths, int i, bool is_read)
{
	struct rusage usage;
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct str data;

		str_init(&data);
		if (load(paths, i, &data) && is_read)
			(void)run_page(&data);
		_exit(0);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return 0;
	return usage.ru_maxrss * 1024;
}

struct sums {
	double floor, page, bytes, worst;
	int articles, pages;
};

static void bench_page(char **paths, int i, double grown, struct sums *sums)
{
	double floor, page;
	struct str data;

	str_init(&data);
	if (load(paths, i, &data)) {
		floor = time_of(&data, true);
		page = time_of(&data, false);
		grown /= (double)data.len;
		if (paths == NULL)
			printf("%s page of %.2f MB: %.2f ms, libxml2 %.2f ms "
			    "(%.2f), %.1f times its size in memory\n",
			    made_names[i], (double)data.len / 1e6, page * 1e3,
			    floor * 1e3, page / floor, grown);
		/* no news pages, shown only */
		if (paths != NULL || i < NEWS_PAGES) {
			sums->articles += run_page(&data);
			sums->pages++;
			sums->floor += floor;
			sums->page += page;
			sums->bytes += (double)data.len;
			/* what a small page takes is stacks and tables */
			if (data.len > MEGABYTE / 2 && grown > sums->worst)
				sums->worst = grown;
		}
	}
	str_release(&data);
}

static void bench_pages(char **paths, int count)
{
	struct sums sums = {0};
	long *grown = mem_alloc_zero((size_t)count, sizeof(*grown));

	for (int i = 0; i < count; i++)
		grown[i] = measure(paths, i, true) - measure(paths, i, false);
	for (int i = 0; i < count; i++)
		bench_page(paths, i, (double)grown[i], &sums);
	printf("%d pages (%d with an article), %.1f MB: %.0f pages a CPU "
	    "second, libxml2's DOM %.0f; time %.2f of it; memory at most "
	    "%.1f times a page over 0.5 MB\n",
	    sums.pages, sums.articles, sums.bytes / 1e6,
	    sums.pages / sums.page, sums.pages / sums.floor,
	    sums.page / sums.floor, sums.worst);
	free(grown);
}

/* For page_peer.py: the pages made here as files. */
static int write_pages(const char *folder)
{
	char path[512];
	struct str data;

	str_init(&data);
	for (int i = 0; i < MADE_PAGES; i++) {
		FILE *file;

		(void)load(NULL, i, &data);
		snprintf(path, sizeof(path), "%s/%s-%d.html", folder,
		    made_names[i], i);
		file = fopen(path, "w");
		if (file == NULL ||
		    fwrite(data.data, 1, data.len, file) != data.len) {
			perror(path);
			return 1;
		}
		fclose(file);
	}
	str_release(&data);
	return 0;
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
	qsort(times, 101, sizeof(times[0]), measure_compare);
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
	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_pages(argv[2]);
	if (argc > 1) {
		bench_pages(argv + 1, argc - 1);
		return 0;
	}
	bench_pages(NULL, MADE_PAGES);
	bench_layout();
	bench_shapes();
	return 0;
}
