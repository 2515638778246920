#include "markup/html.h"

#include <string.h>
#include <time.h>

#include "markup/entity.h"
#include "support/tap.h"

/* Events as one line: "<p class=a>text</p>". */
static void on_start(void *ctx, const char *name,
    const struct html_attribute *attributes, size_t count)
{
	struct str *out = ctx;

	str_addf(out, "<%s", name);
	for (size_t i = 0; i < count; i++)
		str_addf(out, " %s=[%s]", attributes[i].name,
		    attributes[i].value);
	str_add_char(out, '>');
}

static void on_end(void *ctx, const char *name)
{
	str_addf(ctx, "</%s>", name);
}

static void on_text(void *ctx, const char *text, size_t len)
{
	str_add_len(ctx, text, len);
}

static void read_events(struct str *out, const char *html, size_t len)
{
	struct html_handler handler = {.start = on_start,
	    .end = on_end,
	    .text = on_text,
	    .ctx = out};

	html_read_text(html, len, &handler);
}

static void test_events(void)
{
	static const struct {
		const char *html, *want;
	} rows[] = {
	    {"<P Class='a b' ID=x hidden>Chợ</P>",
	        "<p class=[a b] id=[x] hidden=[]>Chợ</p>"},
	    {"<a href=\"?a=1&copy=2&amp;b=3\">x</a>",
	        "<a href=[?a=1&copy=2&b=3]>x</a>"},
	    {"<br/><br></br><img src=a>",
	        "<br></br><br></br><br></br><img src=[a]></img>"},
	    {"a < b & c <3", "a < b & c <3"},
	    {"<!-- <p>ẩn</p> -->x<!-->y<!---->z", "xyz"},
	    {"<!doctype html><?php x ?>x", "x"},
	    {"x<!-- hở <b>y</b>", "xy</b>"},
	    {"<script>if (a < b) c(\"</p>\")</script>x",
	        "<script>if (a < b) c(\"</p>\")</script>x"},
	    {"<title>a <b> &amp; c</title>x", "<title>a <b> & c</title>x"},
	    {"<title>hở <b>x</b>", "<title>hở <b>x</b>"},
	    {"<style>p { }", "<style>p { }"},
	    {"<svg><path d=1 /><title>t</title></svg><div/>x",
	        "<svg><path d=[1]></path><title>t</title></svg><div>x"},
	    {"<o:p/>x<o:p></o:p>", "<o:p></o:p>x<o:p></o:p>"},
	    {"<a title=\"hở>x</a>", "<a title=[hở]>x</a>"},
	    {"<a b=c'd e=\"f\"g>x", "<a b=[c'd] e=[f] g=[]>x"},
	    {"</>x</ >y</p", "xy</p>"},
	    {"<p", "<p>"},
	    {"Sửa &ecirc;&#7843;&#x1EA3;&#150;&nbsp;&ncedil;",
	        "Sửa êảả–\u00A0ņ"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out;

		str_init(&out);
		read_events(&out, rows[i].html, strlen(rows[i].html));
		tap_text(out.data, rows[i].want, "events of %s",
		    rows[i].html);
		str_release(&out);
	}
}

static void test_entities(void)
{
	static const struct {
		const char *text, *want;
		size_t count;
	} rows[] = {
	    {"Tr&ecirc;n s&ocirc;ng L&#7879; Kh&ecirc;", "Trên sông Lệ Khê",
	        4},
	    {"&#150;&#x96;&#0;&#xD800;&#99999999;", "––���", 5},
	    {"&amp;amp; &amp &ampx", "&amp; & &ampx", 2},
	    {"a=1&copy=2&reg;&copy 2026", "a=1&copy=2®© 2026", 2},
	    {"&nbspTrằm&nbsp Mây", "\u00A0Trằm\u00A0 Mây", 2},
	    {"&khong; & &; &#; &#x;", "&khong; & &; &#; &#x;", 0},
	    {"&CounterClockwiseContourIntegral;", "∳", 1},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out;
		size_t count;

		str_init(&out);
		count = entity_decode(&out, rows[i].text,
		    strlen(rows[i].text));
		tap_text(out.data, rows[i].want, "references of %s",
		    rows[i].text);
		tap_number((int64_t)count, (int64_t)rows[i].count,
		    "how many of %s", rows[i].text);
		str_release(&out);
	}
	tap_number(entity_find("ecirc", 5), 0xEA, "a name");
	tap_number(entity_find("ecirc;", 6), 0, "a semicolon is no part");
	tap_number(entity_find("Ecircx", 6), 0, "no name");
	tap_number(entity_find("", 0), 0, "an empty name");
}

static void test_plain(void)
{
	static const struct {
		const char *html, *want;
	} rows[] = {
	    {"<p>Cầu <b>Bến</b> Sỏi</p><p>thông xe</p>",
	        "Cầu Bến Sỏi thông xe"},
	    {"  a<br>b<script>x()</script>\n\tc ", "a b c"},
	    {"Q<b>uảng</b> Tr<i>ị</i>", "Quảng Trị"},
	    {"1 &lt; 2 &amp; 3", "1 < 2 & 3"},
	    {"", ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out;

		str_init(&out);
		html_add_plain(&out, rows[i].html, strlen(rows[i].html));
		tap_text(out.data, rows[i].want, "plain text %zu", i);
		str_release(&out);
	}
}

static void test_sniff(void)
{
	static const struct {
		const char *data;
		bool is_page;
	} rows[] = {
	    {"<!DOCTYPE html><html>", true},
	    {"\xEF\xBB\xBF\n <!doctype HTML PUBLIC \"x\">", true},
	    {"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\">", true},
	    {"<!-- <rss> --><html lang=vi>", true},
	    {"<head><title>x", true},
	    {"<?xml version=\"1.0\"?><rss><channel><title>html</title>",
	        false},
	    {"<feed xmlns=\"http://www.w3.org/2005/Atom\">", false},
	    {"<!DOCTYPE rss SYSTEM \"x\"><rss>", false},
	    {"{\"version\":\"https://jsonfeed.org/version/1\"}", false},
	    {"", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		tap_ok(html_is_page(rows[i].data, strlen(rows[i].data)) ==
		        rows[i].is_page,
		    "a page or not, %zu", i);
}

/* Each shape four times as long must not take much over four times. */
static void test_linear(void)
{
	static const char *const shapes[] = {"<i></p>", "<div>", "<a b='>",
	    "<title>", "<!--", "<x y=", "&", "<script>", "</b", "<svg><p>",
	    "<textarea>", "<a b=\"", "<![CDATA[", "&#", "<style>x"};

	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		size_t size = strlen(shapes[i]), repeats = (2 << 20) / size;
		struct str html, out;
		clock_t start;
		double seconds;

		str_init(&html);
		str_init(&out);
		for (size_t n = 0; n < repeats; n++)
			str_add(&html, shapes[i]);
		start = clock();
		read_events(&out, html.data, html.len);
		seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		/* the square of 2 MB would be minutes */
		tap_ok(seconds < 5, "2 MB of %s in %.2f s", shapes[i],
		    seconds);
		str_release(&out);
		str_release(&html);
	}
}

int main(void)
{
	test_events();
	test_entities();
	test_plain();
	test_sniff();
	test_linear();
	return tap_end();
}
