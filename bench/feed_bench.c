/*
 * How fast feeds are read, beside the floor: libxml2's SAX2 push parser alone
 * on the same bytes, in one run. Then hostile shapes at 1, 5 and 20 MB, whose
 * time per byte must not grow.
 *
 *   feed_bench [FILE...]     files are read instead of the generated feeds
 */
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/file.h"
#include "feed/feed_read.h"
#include "page/list.h"

enum { MEGABYTE = 1024 * 1024, CHUNK = 16 * 1024 };

static long event_count;

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int space_count, const xmlChar **spaces, int count,
    int default_count, const xmlChar **attributes)
{
	(void)ctx, (void)name, (void)prefix, (void)uri, (void)space_count;
	(void)spaces, (void)count, (void)default_count, (void)attributes;
	event_count++;
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
	(void)ctx, (void)text, (void)len;
	event_count++;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static long resident(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void run_floor(const struct str *data)
{
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
	    .startElementNs = on_start, .characters = on_text,
	    .cdataBlock = on_text};
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0,
	    NULL);
	size_t at;

	for (at = 0; at < data->len; at += CHUNK)
		xmlParseChunk(parser, data->data + at,
		    data->len - at < CHUNK ? (int)(data->len - at) : CHUNK, 0);
	xmlParseChunk(parser, NULL, 0, 1);
	xmlFreeParserCtxt(parser);
}

static size_t run_feed(const struct str *data)
{
	struct feed_options options = {.url = "https://trammay.example/rss",
	    .items_most = 1000000};
	struct arena arena;
	struct feed feed;
	size_t count = 0;

	arena_init(&arena);
	if (feed_read(data->data, data->len, &options, &arena, &feed, NULL))
		count = feed.item_count;
	arena_release(&arena);
	return count;
}

/* As a list page, which is what a document that is no feed may be. */
static void run_list(const struct str *data)
{
	struct arena arena;
	struct feed feed;

	arena_init(&arena);
	(void)!list_read(data->data, data->len, "https://trammay.example/tin",
	    NULL, &arena, &feed, NULL);
	arena_release(&arena);
}

/* The least of several runs, in seconds. */
static double time_of(const struct str *data, bool is_floor, int runs)
{
	double best = 1e9;

	while (runs-- > 0) {
		double start = seconds(), used;

		if (is_floor)
			run_floor(data);
		else
			(void)run_feed(data);
		used = seconds() - start;
		best = used < best ? used : best;
	}
	return best;
}

static void compare(const char *name, const struct str *data)
{
	int runs = (int)(64 * MEGABYTE / (data->len + 1)) + 3;
	double floor_time, feed_time, size = (double)data->len / 1e6;

	if (runs > 500)
		runs = 500;
	floor_time = time_of(data, true, runs);
	feed_time = time_of(data, false, runs);
	printf("%-24s %8.2f MB %6zu items %8.1f MB/s floor %8.1f MB/s "
	    "bantin %4.0f%%\n", name, size, run_feed(data), size / floor_time,
	    size / feed_time, 100 * floor_time / feed_time);
}

static void add_item(struct str *out, int number, int sentences, bool is_cdata)
{
	static const char *const words[] = {"Xã Trằm Mây", "sông Lệ Khê",
		"cầu Bến Sỏi", "thôn Bàu Sậy", "bà con Cồn Dương", "Hạ Khê",
		"mùa mưa lũ", "đường bê tông", "trường tiểu học",
		"hợp tác xã", "dự toán năm 2027", "lễ hội đua thuyền"};
	int i;

	str_addf(out, "<item><title>Tin số %d: %s và %s</title>\n<link>"
	    "https://trammay.example/tin/%d.html</link><guid "
	    "isPermaLink=\"false\">tin-%d</guid>\n<pubDate>Sun, 22 Nov 2026 "
	    "08:%02d:00 +0700</pubDate><description>", number,
	    words[number % 12], words[number / 12 % 12], number, number,
	    number % 60);
	if (is_cdata)
		str_add(out, "<![CDATA[");
	for (i = 0; i < sentences; i++)
		str_addf(out, is_cdata
		    ? "<p>%s đã bàn với %s về %s trong buổi sáng nay.</p>\n"
		    : "%s đã bàn với %s về %s trong buổi sáng nay.\n",
		    words[(number + i) % 12], words[(number * 5 + i) % 12],
		    words[(number * 7 + i * 5) % 12]);
	if (is_cdata)
		str_add(out, "]]>");
	str_add(out, "</description></item>\n");
}

static void make_feed(struct str *out, int items, int sentences,
    bool is_cdata)
{
	int i;

	str_clear(out);
	str_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss "
	    "version=\"2.0\"><channel><title>Trằm Mây</title>\n");
	for (i = 0; i < items; i++)
		add_item(out, i, sentences, is_cdata);
	str_add(out, "</channel></rss>\n");
}

/* name, what stands before, the shape that is repeated. */
static const struct shape {
	const char *name, *head, *body;
} shapes[] = {
	{"nesting", "<rss><channel><item><description>", "<b>"},
	{"attributes", "<rss><channel><item ", "a=\"b\" "},
	{"quotation marks", "<rss><channel><item>", "<a b=\"<a b=''\" "},
	{"one attribute", "<rss><channel><item a=\"", "xxxxxxxx"},
	{"references", "<rss><channel><item><title>", "&ecirc;"},
	{"ampersands", "<rss><channel><item><title>", "&"},
	{"own entities", "<!DOCTYPE r [<!ENTITY a \"0123456789abcdef\">]>"
	    "<rss><channel><item><title>", "&a;"},
	{"less-thans", "<rss><channel><item><title>", "<"},
	{"half tags", "<rss><channel><item><title>", "<a "},
	{"comments", "<rss><channel><item><title>", "<!-- x -->"},
	{"open comments", "<rss><channel><item><title>", "<!--"},
	{"CDATA", "<rss><channel><item><title>", "<![CDATA[x]]>"},
	{"open CDATA", "<rss><channel><item><title>", "<![CDATA["},
	{"CDATA ends", "<rss><channel><item><title><![CDATA[", "]]"},
	{"broken CDATA", "<rss><channel><item>", "<a><![CDATA[]]</a>"},
	{"blanks", "<rss><channel><item><title>", "        "},
	{"blanks before", "", "        "},
	{"instructions", "<rss>", "<?x "},
	{"document types", "", "<!DOCTYPE a ["},
	{"end tags", "<rss><channel>", "</b>"},
	{"namespaces", "<rss>", "<a xmlns:b=\"c\">"},
	{"items", "<rss><channel>", "<item>"},
	{"tags", "<rss><channel><item>", "<a/>"},
	{"links", "<feed><entry>", "<link href=\"a\"/>"},
	{"bases", "<rss><channel><item xml:base=\"https://a.example/"
	    "0123456789/0123456789/0123456789/0123456789/0123456789/\">",
	    "<a xml:base=\"b/\"><enclosure url=\"c\"/></a>"},
	{"links in XHTML", "<feed><entry xml:base=\"https://a.example/"
	    "0123456789/0123456789/0123456789/0123456789/0123456789/\">"
	    "<content type=\"xhtml\"><div>", "<a href=\"b\"/>"},
	{"authors", "<feed><entry>", "<author>a</author>"},
	{"zero bytes", "<rss><channel><item><title>", "\0\0\0\0\0\0\0\1"},
	{"high bytes", "<rss><channel><item><title>", "\xFF\xE1\xBA "},
	{"legacy letters", "<rss><channel><item><title>",
	    "Tr\xBB" "m M\xA9y, x\xB7 \xAE\xAD\xEA" "ng "},
	{"letters in NFD", "<rss><channel><item><description>",
	    "Tra\xCC\x86\xCC\x80m &lt;b> Ma\xCC\x82y "},
	{"JSON arrays", "{\"items\":[", "["},
	{"JSON items", "{\"items\":[", "{},"},
};

/* The same for list pages. */
static const struct shape page_shapes[] = {
	{"nesting", "<html><body>", "<div>"},
	{"tables", "<html><body>", "<table><tr><td>"},
	{"crossed tags", "<html><body>", "<i></p>"},
	{"attributes", "<html><body><a ", "a=\"b\" "},
	{"references", "<html><body><p>", "&ecirc;"},
	{"less-thans", "<html><body><p>", "<"},
	{"comments", "<html><body><p>", "<!-- x -->"},
	{"open comments", "<html><body><p>", "<!--"},
	{"CDATA ends", "<html><body><![CDATA[", "]]"},
	{"blanks", "<html><body><p>", "        "},
	{"items", "<html><body><ul>", "<li><a href=\"/tin/1.html\">"
	    "Cầu Bến Sỏi thông xe</a> 22/11/2026</li>"},
	{"open items", "<html><body>", "<h3><a href=\"/tin/1.html\">"
	    "Cầu Bến Sỏi thông xe"},
	{"bases", "<html><head>", "<base href=\"https://a.example/\">"},
	{"scripts", "<html><body>", "<script>"},
};

static void measure_shape(const struct shape *shape, struct str *data,
    bool is_page)
{
	static const size_t sizes[] = {1, 5, 20};
	size_t len = strlen(shape->body), i;

	printf("%-5s%-18s", is_page ? "list" : "feed", shape->name);
	for (i = 0; i < ARRAY_LEN(sizes); i++) {
		double start, used;

		str_clear(data);
		str_add(data, shape->head);
		while (data->len < sizes[i] * MEGABYTE)
			str_add_len(data, shape->body, len > 0 ? len : 8);
		start = seconds();
		if (is_page)
			run_list(data);
		else
			(void)run_feed(data);
		used = seconds() - start;
		printf("  %8.2f ns/byte", used * 1e9 / (double)data->len);
		fflush(stdout);
	}
	putchar('\n');
}

static void measure_memory(void)
{
	long before;
	struct str data;

	str_init(&data);
	make_feed(&data, 6000, 20, true);
	before = resident();
	(void)run_feed(&data);
	printf("memory: document %zu KB, peak %ld KB above the start "
	    "(document not counted): %.2f times\n", data.len / 1024,
	    resident() - before,
	    (double)(resident() - before) * 1024 / (double)data.len);
	str_release(&data);
}

int main(int argc, char **argv)
{
	struct str data;
	size_t i;
	int k;

	str_init(&data);
	measure_memory();
	for (k = 1; k < argc; k++) {
		str_clear(&data);
		if (file_read(argv[k], 64 * MEGABYTE, &data, NULL))
			compare(argv[k], &data);
	}
	if (argc == 1) {
		make_feed(&data, 40, 1, false);
		compare("40 short items", &data);
		make_feed(&data, 5000, 1, false);
		compare("5,000 short items", &data);
		make_feed(&data, 500, 40, true);
		compare("full text in CDATA", &data);
		make_feed(&data, 500, 40, false);
		compare("full text escaped", &data);
		for (i = 0; i < ARRAY_LEN(shapes); i++)
			measure_shape(&shapes[i], &data, false);
		for (i = 0; i < ARRAY_LEN(page_shapes); i++)
			measure_shape(&page_shapes[i], &data, true);
	}
	str_release(&data);
	return 0;
}
