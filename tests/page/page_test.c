#include "page/extract.h"
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
#define ADDRESS "https://trammay.example/tin/trang.html"

static void add_line(struct str *out, const char *name, const char *value)
{
	if (value != NULL)
		str_addf(out, "%s: %s\n", name, value);
}

static void add_date(struct str *out, const char *name, int64_t when,
    bool is_rough)
{
	if (when == 0)
		return;
	str_addf(out, "%s: ", name);
	date_add_rfc3339(out, when);
	str_add(out, is_rough ? " rough\n" : "\n");
}

/* "[b Cầu] [i Bến Sỏi] [->1 xem]": letters of the style, the link's number. */
static void add_span_start(struct str *out, const struct span *span)
{
	static const char letters[] = "biusc^_";

	str_add_char(out, '[');
	for (size_t i = 0; i < sizeof(letters) - 1; i++)
		if ((span->style >> i & 1) != 0)
			str_add_char(out, letters[i]);
	if (span->link > 0)
		str_addf(out, "->%zu", span->link);
	str_add_char(out, ' ');
}

static void add_text(struct str *out, const struct block *block)
{
	size_t span = 0;

	for (size_t i = 0; i < block->len; i++) {
		char c = block->text[i];

		if (span < block->span_count && block->spans[span].start == i)
			add_span_start(out, &block->spans[span]);
		if (c == '\n')
			str_add(out, "\\n");
		else if (c == BLOCK_CELL_END)
			str_add(out, " | ");
		else
			str_add_char(out, c);
		if (span < block->span_count &&
		    block->spans[span].start + block->spans[span].len ==
			i + 1) {
			str_add_char(out, ']');
			span++;
		}
	}
}

static void add_blocks(struct str *out, const struct block_list *list)
{
	static const char *const kinds[] = {"", "p", "h", "li", "quote",
	    "pre", "row", "caption", "picture", "lead", "dt", "dd"};

	for (size_t i = 0; i < list->count; i++) {
		const struct block *block = &list->blocks[i];

		str_add(out, kinds[block->kind]);
		if (block->kind == BLOCK_TABLE_ROW) {
			if (block->level > 0)
				str_addf(out, " left %d", block->level);
			if (block->number > 0)
				str_addf(out, " above %d", block->number);
		} else {
			if (block->level > 0)
				str_addf(out, "%d", block->level);
			if (block->number > 0)
				str_addf(out, " %d.", block->number);
		}
		if ((block->flags & BLOCK_FLAG_FIRST) != 0)
			str_add(out, " first");
		if ((block->flags & BLOCK_FLAG_HEAD) != 0)
			str_add(out, " head");
		if ((block->flags & BLOCK_FLAG_ASIDE) != 0)
			str_add(out, " aside");
		str_add(out, "| ");
		add_text(out, block);
		if (block->link > 0)
			str_addf(out, " ->%zu", block->link);
		str_add_char(out, '\n');
	}
	for (size_t i = 0; i < list->link_count; i++)
		str_addf(out, "->%zu %s\n", i + 1, list->links[i]);
}

static void add_page(struct str *out, const struct page *page)
{
	add_line(out, "rule", page->rule);
	add_line(out, "title", page->title);
	add_line(out, "section", page->section);
	add_line(out, "author", page->author);
	add_date(out, "published", page->published, page->is_date_rough);
	add_date(out, "updated", page->updated, false);
	add_line(out, "language", page->language);
	add_line(out, "canonical", page->canonical);
	add_line(out, "lead", page->lead);
	add_line(out, "feedback", page->feedback);
	for (size_t i = 0; i < page->related_count; i++) {
		const struct page_link *link = &page->related[i];

		str_addf(out, "related: %s | %s | ", link->title, link->url);
		if (link->date != 0)
			date_add_rfc3339(out, link->date);
		str_add_char(out, '\n');
	}
	for (size_t i = 0; i < page->attachment_count; i++)
		str_addf(out, "attachment: %s | %s | %lld\n",
		    page->attachments[i].name, page->attachments[i].url,
		    (long long)page->attachments[i].size);
	add_blocks(out, &page->body);
}

static void read_article(struct str *out, const struct str *data,
    struct arena *arena)
{
	struct extract_options options = {.url = ADDRESS};
	struct error err = {0};
	struct page page;

	if (!extract_page(data->data, data->len, &options, arena, &page,
		&err))
		str_addf(out, "error %d\n", (int)err.code);
	add_page(out, &page);
}

static void read_list(struct str *out, const struct str *data,
    struct arena *arena)
{
	struct discovered *found;
	struct error err = {0};
	struct feed feed;
	size_t count;

	if (!list_read(data->data, data->len, ADDRESS, NULL, arena, &feed,
		&err))
		str_addf(out, "error %d\n", (int)err.code);
	add_line(out, "title", feed.title);
	for (size_t i = 0; i < feed.item_count; i++) {
		const struct feed_item *item = &feed.items[i];

		add_line(out, "item", item->title);
		add_line(out, "  link", item->link);
		add_date(out, "  date", item->published, item->is_date_rough);
		add_line(out, "  summary", item->summary);
	}
	list_discover(data->data, data->len, ADDRESS, NULL, arena, &found,
	    &count);
	for (size_t i = 0; i < count; i++)
		str_addf(out, "feed %d: %s | %s | %s | %s\n",
		    (int)found[i].from, found[i].href, found[i].url,
		    found[i].type != NULL ? found[i].type : "-",
		    found[i].title != NULL ? found[i].title : "-");
}

/* Beside each page stands what it must read as; GOLDEN=1 writes it anew. */
static void test_golden(const char *name)
{
	char path[512];
	struct error err = {0};
	struct arena arena;
	struct str data, got, want;

	str_init(&data);
	str_init(&got);
	str_init(&want);
	arena_init(&arena);
	snprintf(path, sizeof(path), "page/golden/%s", name);
	if (tap_done(file_read(tap_path(path), FILE_MAX, &data, &err), &err,
		"read %s", name)) {
		if (strncmp(name, "list-", 5) == 0)
			read_list(&got, &data, &arena);
		else
			read_article(&got, &data, &arena);
		snprintf(path, sizeof(path), "page/golden/%s.expected", name);
		if (getenv("GOLDEN") != NULL)
			tap_done(file_write(tap_path(path), got.data,
			    got.len, &err), &err, "write %s", path);
		else if (tap_done(file_read(tap_path(path), FILE_MAX, &want,
			     &err), &err, "read %s", path))
			tap_text(got.data, want.data, "%s", name);
	}
	arena_release(&arena);
	str_release(&want);
	str_release(&got);
	str_release(&data);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void test_all_golden(void)
{
	char *names[100];
	size_t count = 0;
	struct dirent *entry;
	DIR *dir = opendir(tap_path("page/golden"));

	if (!tap_ok(dir != NULL, "the golden pages are there"))
		return;
	while ((entry = readdir(dir)) != NULL && count < ARRAY_LEN(names)) {
		size_t len = strlen(entry->d_name);

		if (len > 5 && strcmp(entry->d_name + len - 5, ".html") == 0)
			names[count++] = mem_dup(entry->d_name);
	}
	closedir(dir);
	qsort(names, count, sizeof(names[0]), compare_names);
	for (size_t i = 0; i < count; i++) {
		test_golden(names[i]);
		free(names[i]);
	}
}

static void test_fragments(void)
{
	static const struct {
		const char *html, *want;
	} rows[] = {
	    {"", ""},
	    {"Chợ Cồn Dương họp &amp; đông", "p| Chợ Cồn Dương họp & đông\n"},
	    {"Dòng một\ncòn tiếp\n\nĐoạn hai",
	        "p| Dòng một còn tiếp\np| Đoạn hai\n"},
	    {"<a href=\"/tin/1\"><img src=\"a.jpg\" alt=\"Cầu\"></a></br>"
	     "Cầu <b>Bến Sỏi</b> thông xe",
	        "picture| Cầu ->1\np| Cầu [b Bến Sỏi] thông xe\n"
	        "->1 https://trammay.example/tin/a.jpg\n"},
	    {"<p>a<p>b<ul><li>c<li>d<ol start=3><li>e</ol></ul>",
	        "p| a\np| b\nli1 first| c\nli1| d\nli2 3. first| e\n"},
	    {"<pre>  x\n  y</pre>", "pre|   x\\n  y\n"},
	    {"<table><tr><th>A<th>B<tr><td rowspan=2>1<td>2<tr><td>3"
	     "</table>",
	        "row first head| A | B\nrow| 1 | 2\nrow above 1|  | 3\n"},
	    {"<table><tr><th rowspan=2>A<th colspan=2>B<tr><th>C<th>D"
	     "<tr><td colspan=2>1<td>2</table>",
	        "row left 4 first head| A | B | \n"
	        "row above 1 head|  | C | D\nrow left 2| 1 |  | 2\n"},
	    {"<dl><dt>Từ<dd>Nghĩa<dd><p>Thêm<dt>Khác<dd>Nghĩa</dl><dd>x",
	        "dt| Từ\ndd| Nghĩa\ndd| Thêm\ndt| Khác\ndd| Nghĩa\ndd| x\n"},
	    {"<script>x()</script><style>p{}</style>", ""},
	    {"<a href=\"javascript:x()\">a</a> <a href=\"file:///etc\">b</a>",
	        "p| a b\n"},
	    {"x<img src=p.gif width=1 height=1>", "p| x\n"},
	    {"<img src=a.jpg alt='Cầu Bến Sỏi thông xe- Ảnh 12.'>",
	        "picture|  ->1\n->1 https://trammay.example/tin/a.jpg\n"},
	    {"<img src=a.jpg alt=DSC_0012.JPG>",
	        "picture|  ->1\n->1 https://trammay.example/tin/a.jpg\n"},
	    {"<b>a</b> <b>b</b><i>c</i>", "p| [b a b][i c]\n"},
	    {"<img src=a.jpg><center>Ảnh một</center><p>Chữ</p>",
	        "picture|  ->1\ncaption| Ảnh một\np| Chữ\n"
	        "->1 https://trammay.example/tin/a.jpg\n"},
	    {"<center><p>a<p>b<p>c<img src=a.jpg><p>d<p>e</center>",
	        "p| a\np| b\np| c\npicture|  ->1\np| d\np| e\n"
	        "->1 https://trammay.example/tin/a.jpg\n"},
	    {"Ðại hội Đảng bộ xã", "p| Đại hội Đảng bộ xã\n"},
	    {"<p>x\u202Ey</p>", "p| xy\n"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct block_list list;
		struct arena arena;
		struct str out;

		arena_init(&arena);
		str_init(&out);
		extract_fragment(rows[i].html, strlen(rows[i].html), ADDRESS,
		    &arena, &list);
		add_blocks(&out, &list);
		tap_text(out.data, rows[i].want, "fragment %zu", i);
		str_release(&out);
		arena_release(&arena);
	}
}

/* Where several dates stand: the moment, on the day that is told first. */
static void test_dates(void)
{
	static const char start[] = "<html lang=vi><head><title>Hạ Khê đắp đê"
	    "</title></head><body><h1>Hạ Khê đắp xong đoạn đê xung yếu</h1>";
	static const char body[] = "<div class=bodytext><p>Nước sông Lệ Khê "
	    "rút chậm, đò ngang chỉ chạy ban ngày, người dân được khuyên "
	    "không qua sông sau 17 giờ, trẻ em phải mặc áo phao.</p><p>Sáng "
	    "nay xã đã kiểm tra 320 m đê vừa đắp xong, mặt đê rộng 3 m, mái "
	    "phía sông lát cỏ, chân kè đá hộc, cao hơn đê cũ 0,6 m.</p>"
	    "</div>";
	static const struct {
		const char *html, *want;
	} rows[] = {
	    {"<p>22/11/2026</p>", "published: 2026-11-21T17:00:00Z rough\n"},
	    {"<p>22/11/2026 08:10</p>", "published: 2026-11-22T01:10:00Z\n"},
	    {"<meta itemprop=datePublished content=2026-11-22>"
	     "<p>Chủ Nhật, 22/11/2026, 08:10</p>",
	        "published: 2026-11-22T01:10:00Z\n"},
	    {"<meta itemprop=datePublished content=2026-11-22>"
	     "<p>Cập nhật 23/11/2026 08:10</p>",
	        "published: 2026-11-21T17:00:00Z rough\n"},
	    {"<p>22/11/2026</p><p>Xem nhiều nhất</p><p>22/11/2026 10:00</p>",
	        "published: 2026-11-21T17:00:00Z rough\n"},
	    {"<meta itemprop=datePublished content='2026-11-22T00:00:00'>"
	     "<time datetime='2026-11-22T08:10:00+07:00'></time>",
	        "published: 2026-11-22T01:10:00Z\n"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct extract_options options = {.url = ADDRESS};
		struct arena arena;
		struct str data, out;
		struct page page;

		arena_init(&arena);
		str_init(&data);
		str_init(&out);
		str_addf(&data, "%s%s%s", start, rows[i].html, body);
		tap_ok(extract_page(data.data, data.len, &options, &arena,
		    &page, NULL), "dates %zu: an article", i);
		add_date(&out, "published", page.published,
		    page.is_date_rough);
		tap_text(out.data, rows[i].want, "dates %zu", i);
		str_release(&data);
		str_release(&out);
		arena_release(&arena);
	}
}

static const char story[] = "<p>Nước sông Lệ Khê rút chậm, đò ngang chỉ "
    "chạy ban ngày, người dân được khuyên không qua sông sau 17 giờ, trẻ em "
    "phải mặc áo phao.</p><p>Sáng nay xã đã kiểm tra 320 m đê vừa đắp xong, "
    "mặt đê rộng 3 m, mái phía sông lát cỏ, chân kè đá hộc.</p>";

static bool read_page(struct page *page, struct arena *arena,
    const char *before, const char *after)
{
	struct extract_options options = {.url = ADDRESS};
	struct str data;
	bool is_done;

	str_init(&data);
	str_addf(&data, "%s%s%s", before, story, after);
	is_done = extract_page(data.data, data.len, &options, arena, page,
	    NULL);
	str_release(&data);
	return is_done;
}

/* Who wrote it, as many sites say it. */
static void test_authors(void)
{
	static const char start[] = "<title>Hạ Khê đắp xong đoạn đê</title>"
	    "<h1>Hạ Khê đắp xong đoạn đê</h1>";
	static const struct {
		const char *html, *want;
	} rows[] = {
	    {"", NULL},
	    {"<meta name=author content='Lê Văn Cồn'>", "Lê Văn Cồn"},
	    {"<meta name=author value='Lê Văn Cồn'>", "Lê Văn Cồn"},
	    {"<meta name=author content='https://a.example/levancon'>", NULL},
	    {"<meta property=og:site_name content='Báo Hạ Khê'>"
	     "<meta name=author content='Báo Hạ Khê'>", NULL},
	    {"<meta name=author content='Bàu Sậy JSC'>"
	     "<p><a href=/tac-gia/con>Lê Văn Cồn</a>", "Lê Văn Cồn"},
	    {"<meta name=author content='Chủ Trang'>"
	     "<p class=byline>By <a rel=author href=/a>Lê Văn Cồn</a></p>"
	     "<footer>Chủ Trang</footer>", "Lê Văn Cồn"},
	    {"<div class=byline><a href=/author/con>Lê Văn Cồn</a>"
	     "<span>Twitter</span><i>Phóng viên</i></div>", "Lê Văn Cồn"},
	    {"<a rel=author><span>By</span>Lan Cồn</a>", "Lan Cồn"},
	    {"<div>By Lê Văn Cồn</div>", "Lê Văn Cồn"},
	    {"<div>By <b>Lê Văn Cồn</b></div>", "Lê Văn Cồn"},
	    {"<span itemprop=author><b itemprop=name>Lê Cồn</b> x</span>",
	        "Lê Cồn"},
	    {"<p class=author>admin</p>", NULL},
	    {"<p class=author>See full bio</p>", NULL},
	    {"<p class=author>Lê Văn Cồn, trammay</p>", "Lê Văn Cồn"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena arena;
		struct page page;
		struct str before;

		arena_init(&arena);
		str_init(&before);
		str_addf(&before, "%s%s", start, rows[i].html);
		tap_ok(read_page(&page, &arena, before.data, ""),
		    "authors %zu: an article", i);
		tap_text(page.author != NULL ? page.author : "(none)",
		    rows[i].want != NULL ? rows[i].want : "(none)",
		    "authors %zu", i);
		str_release(&before);
		arena_release(&arena);
	}
}

/* The site's name goes, and what other sites are told gives way. */
static void test_titles(void)
{
	static const struct {
		const char *html, *want;
	} rows[] = {
	    {"<title>Hạ Khê đắp xong đoạn đê | Báo Hạ Khê</title>",
	        "Hạ Khê đắp xong đoạn đê"},
	    {"<title>Hạ Khê đắp xong đoạn đê:trammay</title>",
	        "Hạ Khê đắp xong đoạn đê"},
	    {"<title>Đê</title><meta property=og:title content='Tin đê điều'>"
	     "<meta property=article:published_time content=2026-11-22>"
	     "<h1>Hạ Khê đắp xong đoạn đê xung yếu</h1>",
	        "Hạ Khê đắp xong đoạn đê xung yếu"},
	    {"<meta property=og:title content='Hạ Khê đắp xong đê xung yếu'>"
	     "<h1>Xã Hạ Khê đắp xong đoạn đê xung yếu trong đêm</h1>",
	        "Xã Hạ Khê đắp xong đoạn đê xung yếu trong đêm"},
	};
	static const char late[] = "<h1>Bản gốc</h1>";

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena arena;
		struct page page;

		arena_init(&arena);
		tap_ok(read_page(&page, &arena, rows[i].html,
			   i == 0 ? late : ""), "titles %zu: an article", i);
		tap_text(page.title, rows[i].want, "titles %zu", i);
		arena_release(&arena);
	}
}

/* What is an article, and what only looks like one. */
static void test_kinds(void)
{
	static const struct {
		const char *html;
		bool is_article;
	} rows[] = {
	    {"<p>Nước sông Lệ Khê rút chậm, đò chỉ chạy ban ngày.</p>", true},
	    {"Nước sông Lệ Khê rút chậm, đò ngang chỉ chạy ban ngày.", false},
	    {"<p>Đang tải</p>", false},
	    {"<p>You need to enable JavaScript and cookies to go on with "
	     "reading this page.</p>", false},
	    {"<a href=/>Về trang chủ</a><p>Không tìm thấy trang mà bạn đã hỏi,"
	     " địa chỉ có thể đã đổi.</p>", false},
	    {"<div><h3><a href=/1>Hạ Khê đắp xong đê</a></h3><p>Nước sông Lệ "
	     "Khê rút chậm, đò ngang chỉ chạy ban ngày cho tới hết tuần sau."
	     "</p></div><div><h3><a href=/2>Cồn Dương họp chợ</a></h3><p>Chợ "
	     "Cồn Dương họp lại từ phiên ngày mồng năm, có hai dãy quầy mới "
	     "lợp tôn.</p></div><div><h3><a href=/3>Thông xe cầu Bến Sỏi</a>"
	     "</h3><p>Cầu dài 86 m, rộng 7 m, người dân hai bờ không phải đi "
	     "đò ngang nữa.</p></div>", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct extract_options options = {.url = ADDRESS};
		struct arena arena;
		struct page page;

		arena_init(&arena);
		tap_ok(extract_page(rows[i].html, strlen(rows[i].html),
			   &options, &arena, &page, NULL) ==
			rows[i].is_article, "kinds %zu", i);
		arena_release(&arena);
	}
}

/* Where a split article goes on, by how addresses of its pages differ. */
static void test_next(void)
{
	static const struct {
		const char *href;
		bool is_next;
	} rows[] = {
	    {"/tin/trang.html?page=2", true},
	    {"trang.html?trang=2#tin", true},
	    {"/tin/trang-p2.html", true},
	    {"/tin/trang_2.html", true},
	    {"/tin/trang.html/2/", true},
	    {"/tin/trang/page/2.html", true},
	    {"/tin/trang2.html", false},
	    {"/tin/trang.html?page=3", false},
	    {"/tin/trang-12.html", false},
	    {"/tin/trang-binh-luan-2.html", false},
	    {"/tin/trang.html?comment-page=2", false},
	    {"https://khac.example/tin/trang.html?page=2", false},
	    {"/tin/khac-2.html", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena arena;
		struct page page;
		struct str after;

		arena_init(&arena);
		str_init(&after);
		str_addf(&after, "<a href='%s'>2</a>", rows[i].href);
		tap_ok(read_page(&page, &arena, "<h1>Hạ Khê đắp đê</h1>",
			   after.data) &&
		        (page.next != NULL) == rows[i].is_next,
		    "next %s", rows[i].href);
		str_release(&after);
		arena_release(&arena);
	}
}

/*
 * Shapes that cost careless readers the square of their length, or their
 * stack. A paragraph at the end shows that nothing was lost on the way.
 */
static void test_hostile(void)
{
	static const char *const shapes[] = {"<div>", "<i></p>", "<b><div>x",
	    "<ul><li>x", "<table><td>", "<figure><img src=a.jpg>", "<p>x",
	    "<a><div>x</a>", "<span>", "<ol><li>x</ol>", "<h1>x",
	    "<div class=caption>", "<select><option>",
	    "<blockquote>", "<meta name=description content=x>",
	    "<p>Các tin khác</p><a href=x>Tin số một</a>"};
	static const char last[] = "<p>Nước sông Lệ Khê rút chậm, đò ngang "
	    "chỉ chạy ban ngày, người dân được khuyên không qua sông sau 17 "
	    "giờ, trẻ em phải mặc áo phao, xe máy gửi lại ở bến.</p>";

	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		struct block_list list;
		struct arena arena;
		struct str html, text;
		clock_t start = clock();
		double seconds;

		str_init(&html);
		str_init(&text);
		arena_init(&arena);
		for (size_t n = 0; n < 90000; n++)
			str_add(&html, shapes[i]);
		str_add(&html, last);
		extract_fragment(html.data, html.len, ADDRESS, &arena, &list);
		/* photos' captions too, which the text leaves out */
		for (size_t n = 0; n < list.count; n++)
			str_add(&text, list.blocks[n].text);
		seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		tap_ok(strstr(text.data, "áo phao") != NULL,
		    "the text after 90,000 of %s", shapes[i]);
		tap_ok(seconds < 8, "in %.2f s", seconds);
		arena_release(&arena);
		str_release(&text);
		str_release(&html);
	}
}

/* The whole way, on what holds no article and on what is cut off. */
static void test_no_article(void)
{
	static const char *const pages[] = {"", "<", "<html", "<p>", "\xff",
	    "<title>Xã Trằm Mây</title>", "<a href=\"", "<!--"};

	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		struct extract_options options = {.url = NULL};
		struct error err = {0};
		struct arena arena;
		struct page page;
		struct feed feed;

		arena_init(&arena);
		tap_ok(!extract_page(pages[i], strlen(pages[i]), &options,
			   &arena, &page, &err) &&
		        err.code == ERROR_PAGE_NO_ARTICLE,
		    "no article, %zu", i);
		tap_ok(!list_read(pages[i], strlen(pages[i]), NULL, NULL,
			   &arena, &feed, &err) &&
		        err.code == ERROR_LIST_NO_LINKS,
		    "no list, %zu", i);
		arena_release(&arena);
	}
}

int main(void)
{
	test_all_golden();
	test_fragments();
	test_dates();
	test_authors();
	test_titles();
	test_kinds();
	test_next();
	test_hostile();
	test_no_article();
	return tap_end();
}
