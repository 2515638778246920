/*
 * With arguments (width, and "justify" or "plain") it prints the article as
 * it is set, so that the golden files beside it can be looked at and renewed.
 */
#include "base/file.h"
#include "layout/layout.h"
#include "support/tap.h"
#include "text/width.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 2026-11-22 08:12 in Hanoi */
enum { PUBLISHED = 1795309920 };

static struct block *add(struct block_list *list, struct arena *arena,
    enum block_kind kind, const char *text)
{
	return block_add(list, arena, kind, text, strlen(text));
}

/* A span over the first place where the block has the words. */
static void mark(struct block_list *list, struct arena *arena,
    const char *words, unsigned style, const char *url)
{
	const struct block *block = &list->blocks[list->count - 1];
	struct span span = {.len = strlen(words), .style = style};

	span.start = (size_t)(strstr(block->text, words) - block->text);
	if (url != NULL)
		span.link = block_add_link(list, arena, url);
	block_add_span(list, arena, span);
}

static void add_item(struct block_list *list, struct arena *arena, int level,
    int number, unsigned flags, const char *text)
{
	struct block *block = add(list, arena, BLOCK_LIST_ITEM, text);

	block->level = level;
	block->number = number;
	block->flags = flags;
}

static void add_row(struct block_list *list, struct arena *arena,
    unsigned flags, const char *text)
{
	add(list, arena, BLOCK_TABLE_ROW, text)->flags = flags;
}

static void add_opening(struct block_list *list, struct arena *arena)
{
	const struct block *block;

	add(list, arena, BLOCK_PICTURE, "");
	add(list, arena, BLOCK_CAPTION,
	    "Thầy cô và phụ huynh rửa bàn ghế ở sân Trường Tiểu học Trằm Mây. "
	    "(Ảnh: HL)");
	add(list, arena, BLOCK_LEAD,
	    "Ba ngày sau đợt lũ giữa tháng 11, nước sông Lệ Khê đã rút khỏi "
	    "báo động 1. Hơn 200 người dân xã Trằm Mây cùng dọn bùn để trường "
	    "kịp đón học sinh.");
	block = add(list, arena, BLOCK_PARAGRAPH,
	    "Theo báo cáo của xã, lũ đã gây thiệt hại 12,5 tỷ đồng, ngập "
	    "1.240 m2 nhà kho và 38,1 % diện tích lúa ở TP. Đông Hà cũ; riêng "
	    "thôn Bàu Sậy còn 34 hộ chưa có nước sạch.");
	mark(list, arena, "báo cáo của xã", 0, "https://trammay.example/bao-cao");
	mark(list, arena, "12,5 tỷ đồng", SPAN_BOLD, NULL);
	block_add_span(list, arena, (struct span){.len = 1,
	    .start = (size_t)(strstr(block->text, "m2") + 1 - block->text),
	    .style = SPAN_SUPERSCRIPT});
	add(list, arena, BLOCK_PARAGRAPH,
	    "Ông Hồ Văn Thản, trưởng thôn Cồn Dương, nói bà con đã làm theo "
	    "hướng dẫn xử lý giếng của trạm y tế từ sáng sớm.");
	mark(list, arena, "hướng dẫn", 0, "https://trammay.example/gieng");
	mark(list, arena, " xử lý giếng", SPAN_ITALIC,
	    "https://trammay.example/gieng");
	mark(list, arena, "từ sáng sớm", SPAN_ITALIC, NULL);
	add(list, arena, BLOCK_QUOTE,
	    "“Bùn còn thì rửa tiếp, miễn thứ Hai các em có chỗ ngồi học”, cô "
	    "Lê Thị Mây, giáo viên nhà trường, nói.");
}

static void add_middle(struct block_list *list, struct arena *arena)
{
	add(list, arena, BLOCK_HEADING, "Việc cần làm trong tuần này")->level = 2;
	add(list, arena, BLOCK_PARAGRAPH, "Xã giao cho các thôn:");
	add_item(list, arena, 1, 9, BLOCK_FLAG_FIRST,
	    "Kê lại bàn ghế, lau bảng và thử điện ở 18 phòng học tầng một.");
	add_item(list, arena, 1, 10, 0,
	    "Rửa giếng, phát viên khử khuẩn cho từng hộ:");
	add_item(list, arena, 2, 0, BLOCK_FLAG_FIRST, "mỗi hộ 10 viên;");
	add_item(list, arena, 2, 0, 0,
	    "hộ có người già, trẻ nhỏ được giúp tận nhà trước ngày 24/11.");
	add_item(list, arena, 1, 11, 0, "Dọn kênh mương.");
	add(list, arena, BLOCK_PARAGRAPH, "Số liệu đến 7 giờ ngày 22/11/2026:");
	add_row(list, arena, BLOCK_FLAG_HEAD | BLOCK_FLAG_FIRST,
	    "Thôn\x1fNhà ngập\x1f" "Đã dọn\x1fGhi chú");
	add_row(list, arena, 0, "Bàu Sậy\x1f" "214\x1f" "180\x1fthiếu nước");
	add_row(list, arena, 0, "Cồn Dương\x1f" "1.067\x1f–\x1f");
	add_row(list, arena, 0, "Cả xã");
	add_row(list, arena, 0, "Hạ Khê\x1f" "31\x1f" "31\x1f" "đã xong");
}

static void add_ending(struct block_list *list, struct arena *arena)
{
	add(list, arena, BLOCK_PICTURE, "Cầu Bến Sỏi nhìn từ bờ bắc");
	add(list, arena, BLOCK_PICTURE, "");
	add(list, arena, BLOCK_PICTURE, "");
	add(list, arena, BLOCK_PREFORMATTED,
	    "Mực nước (cm)\n  6 giờ   412\n  7 giờ   398\n");
	add(list, arena, BLOCK_PARAGRAPH,
	    "Trường dự kiến mở cửa lại vào thứ Hai, 23/11; lịch học bù sẽ báo "
	    "sau./.");
}

static void fill(struct article *article, struct arena *arena)
{
	static struct page_attachment attachment;

	*article = (struct article){.row.page = PAGE_READY};
	article->row.title = arena_dup(arena, "Nước rút, người dân Trằm Mây "
	    "dọn bùn để trường kịp đón học sinh trở lại");
	article->row.published = PUBLISHED;
	article->row.is_date_trusted = true;
	article->row.lead = arena_dup(arena, "");
	article->author = arena_dup(arena, "Hoài Lam");
	article->section = arena_dup(arena, "Đời sống");
	article->feedback = arena_dup(arena,
	    "https://trammay.example/phan-hoi?tin=4127");
	attachment.name = arena_dup(arena, "Danh sách hộ được hỗ trợ");
	attachment.url = arena_dup(arena, "http://trammay.example/ds.pdf");
	attachment.size = 1280 * 1024;
	article->attachments = &attachment;
	article->attachment_count = 1;
	add_opening(&article->body, arena);
	add_middle(&article->body, arena);
	add_ending(&article->body, arena);
}

static void render(struct str *out, const struct layout *layout)
{
	for (size_t i = 0; i < layout->count; i++) {
		const struct layout_line *line = &layout->lines[i];

		if (line->len > 0)
			str_addf(out, "%*s", line->indent, "");
		str_add_len(out, line->text, line->len);
		str_add_char(out, '\n');
	}
}

static void set(struct str *out, struct arena *arena,
    const struct article *article, const struct layout_options *options)
{
	struct layout layout;

	layout_article(article, options, arena, &layout);
	render(out, &layout);
}

static void check_golden(struct arena *arena, const char *file,
    const struct layout_options *options)
{
	struct article article;
	struct str want, got;
	struct error err;

	str_init(&want);
	str_init(&got);
	fill(&article, arena);
	set(&got, arena, &article, options);
	if (tap_done(file_read(tap_path(file), 65536, &want, &err), &err,
	        "%s is read", file))
		tap_text(got.data, want.data, "as %s has it", file);
	str_release(&want);
	str_release(&got);
}

static void test_golden(struct arena *arena)
{
	static const int widths[] = {40, 60, 78, 100};
	char file[64];

	for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
		struct layout_options options = {.width = widths[i],
		    .measure = 72};

		snprintf(file, sizeof(file), "layout/article-%d.txt",
		    widths[i]);
		check_golden(arena, file, &options);
	}
	check_golden(arena, "layout/justified-78.txt",
	    &(struct layout_options){.width = 78, .measure = 72,
	        .is_justified = true});
	check_golden(arena, "layout/plain-60.txt",
	    &(struct layout_options){.width = 60, .measure = 72,
	        .is_plain = true});
}

/* The runs of a line as letters of their roles, with links' numbers. */
static void check_runs(const struct layout *layout, const char *begin,
    const char *want)
{
	static const char roles[] = "tbidsTlhcLr";
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < layout->count; i++) {
		const struct layout_line *line = &layout->lines[i];

		if (line->len < strlen(begin) ||
		    memcmp(line->text, begin, strlen(begin)) != 0)
			continue;
		for (size_t j = 0; j < line->run_count; j++) {
			str_add_char(&out, roles[line->runs[j].role]);
			if (line->runs[j].link > 0)
				str_addf(&out, "%zu", line->runs[j].link);
			str_add_char(&out, '(');
			str_add_len(&out, line->text + line->runs[j].start,
			    line->runs[j].len);
			str_add_char(&out, ')');
		}
		break;
	}
	tap_text(out.data, want, "roles of <%s>", begin);
	str_release(&out);
}

static void test_roles(struct arena *arena)
{
	struct layout_options options = {.width = 100, .measure = 72};
	struct article article;
	struct layout layout;

	fill(&article, arena);
	layout_article(&article, &options, arena, &layout);
	check_runs(&layout, "Đời", "s(Đời sống)");
	check_runs(&layout, "Nước rút", "T(Nước rút, người dân Trằm Mây dọn bùn "
	    "để trường kịp đón học sinh trở lại)");
	check_runs(&layout, "Sunday", "d(Sunday 22/11/2026 08:12 · Hoài Lam)");
	check_runs(&layout, "Ba ngày", "l(Ba ngày sau đợt lũ giữa tháng 11, "
	    "nước sông Lệ Khê đã rút khỏi báo)");
	check_runs(&layout, "Theo báo",
	    "t(Theo )L1(báo cáo của xã)d1([1])t(, lũ đã gây thiệt hại )"
	    "b(12,5 tỷ đồng)t(, ngập 1.240 m²)");
	check_runs(&layout, "xử", "L2(xử lý giếng)d2([2])t( của trạm y tế )"
	    "i(từ sáng sớm)t(.)");
	check_runs(&layout, "│ “Bùn", "r(│ )t(“Bùn còn thì rửa tiếp, miễn thứ "
	    "Hai các em có chỗ ngồi học”, cô Lê Thị)");
	check_runs(&layout, "Thôn", "b(Thôn)t(       )b(Nhà ngập)t(  )"
	    "b(Đã dọn)t(  )b(Ghi chú)");
	check_runs(&layout, "──", "r(───────────────────────────────────────)");
	check_runs(&layout, "[picture 1]", "c([picture 1] Thầy cô và phụ huynh "
	    "rửa bàn ghế ở sân Trường Tiểu học)");
	check_runs(&layout, "Việc", "h(Việc cần làm trong tuần này)");
	check_runs(&layout, "[3]", "d([3] )t(Danh sách hộ được hỗ trợ (1.2 MB): )"
	    "L3(trammay.example/ds.pdf)");
	check_runs(&layout, "[4]", "d([4] )t(Feedback: )"
	    "L4(trammay.example/phan-hoi?tin=4127)");
	check_runs(&layout, "End", "d(End of article)");
	tap_number((int64_t)layout.link_count, 4, "links");
	tap_text(layout.links[1], "https://trammay.example/gieng", "the second");
	tap_text(layout.links[2], "http://trammay.example/ds.pdf", "the third");
}

static void test_blocks(struct arena *arena)
{
	struct layout_options options = {.width = 80, .measure = 72};
	struct article article;
	struct layout layout;
	int wrong = 0, last = LAYOUT_HEAD;

	fill(&article, arena);
	layout_article(&article, &options, arena, &layout);
	for (size_t i = 0; i < layout.count; i++) {
		const struct layout_line *line = &layout.lines[i];

		if (line->len == 0 && i > 0)
			wrong += line->block != layout.lines[i - 1].block;
		wrong += line->block >= (int)article.body.count;
	}
	tap_number(wrong, 0, "each line tells its block");
	tap_number(layout.lines[0].block, LAYOUT_HEAD, "the first is the head's");
	tap_number(layout.lines[layout.count - 1].block, LAYOUT_END,
	    "the last is the end's");
	for (size_t i = 0; i < layout.count; i++)
		if (layout.lines[i].block >= 0)
			last = layout.lines[i].block;
	tap_number(last, (int64_t)article.body.count - 1,
	    "the last block has lines");
}

static void check_small(struct arena *arena, const struct article *article,
    bool is_fetching, const char *want)
{
	struct layout_options options = {.width = 60, .measure = 72,
	    .is_fetching = is_fetching};
	struct str got;

	str_init(&got);
	set(&got, arena, article, &options);
	tap_text(got.data, want, "state %d", (int)article->row.page);
	str_release(&got);
}

static void test_without_body(struct arena *arena)
{
	static char empty[] = "";
	struct article article = {.author = empty, .section = empty,
	    .feedback = empty};

	article.row.title = arena_dup(arena, "Lịch cắt điện");
	article.row.lead = arena_dup(arena, "Từ 7 giờ đến 11 giờ.");
	article.row.published = PUBLISHED;
	article.row.page = PAGE_NO_BODY;
	check_small(arena, &article, false,
	    "  Lịch cắt điện\n  first seen Sunday 22/11/2026 08:12\n\n"
	    "  Từ 7 giờ đến 11 giờ.\n\n"
	    "  This page has no article; this is the lead from the\n"
	    "  source.\n\n  End of article\n");
	article.row.is_date_trusted = true;
	article.row.page = PAGE_FAILED;
	error_set(&article.page_error, ERROR_NET_TIMEOUT, "x", 10);
	check_small(arena, &article, false,
	    "  Lịch cắt điện\n  Sunday 22/11/2026 08:12\n\n"
	    "  Từ 7 giờ đến 11 giờ.\n\n"
	    "  The full text could not be fetched: timed out.\n\n"
	    "  End of article\n");
	article.row.page = PAGE_WANTED;
	article.row.lead = empty;
	check_small(arena, &article, true,
	    "  Lịch cắt điện\n  Sunday 22/11/2026 08:12\n\n"
	    "  Fetching the full text…\n\n  End of article\n");
	check_small(arena, &article, false,
	    "  Lịch cắt điện\n  Sunday 22/11/2026 08:12\n\n"
	    "  The full text is not here yet.\n\n  End of article\n");
	article.row.page = PAGE_NONE;
	article.row.title = empty;
	article.row.published = 0;
	check_small(arena, &article, false,
	    "  The source carries no more than this.\n\n  End of article\n");
}

static void test_feed_text(struct arena *arena)
{
	static char empty[] = "";
	struct article article = {.author = empty, .section = empty,
	    .feedback = empty, .is_feed_text = true};

	article.row.title = arena_dup(arena, "Lịch cắt điện");
	article.row.page = PAGE_NO_BODY;
	add(&article.body, arena, BLOCK_PARAGRAPH,
	    "Từ 7 giờ đến 11 giờ ngày 23/11, mất điện ở thôn Hạ Khê.");
	article.row.lead = arena_dup(arena, "Từ 7 giờ đến 11 giờ…");
	check_small(arena, &article, false,
	    "  Lịch cắt điện\n\n"
	    "  Từ 7 giờ đến 11 giờ ngày 23/11, mất điện ở thôn Hạ Khê.\n\n"
	    "  This page has no article; this is the source's own text.\n\n"
	    "  End of article\n");
	article.row.lead = arena_dup(arena, "Để sửa hai trạm biến áp.");
	article.is_feed_text = false;
	check_small(arena, &article, false,
	    "  Lịch cắt điện\n\n  Để sửa hai trạm biến áp.\n\n"
	    "  Từ 7 giờ đến 11 giờ ngày 23/11, mất điện ở thôn Hạ Khê.\n\n"
	    "  End of article\n");
}

/* At every width: nothing wider than the pane, and runs cover each line. */
static void test_widths(struct arena *arena)
{
	int too_wide = 0, uncovered = 0;

	for (int width = 1; width <= 130; width++) {
		struct layout_options options = {.width = width,
		    .measure = 72, .is_justified = width % 2 == 0};
		struct article article;
		struct layout layout;

		fill(&article, arena);
		layout_article(&article, &options, arena, &layout);
		for (size_t i = 0; i < layout.count; i++) {
			const struct layout_line *line = &layout.lines[i];
			size_t at = 0;

			if (width >= 16 && !line->is_wide &&
			    line->indent + text_width(line->text,
			        line->len) > width)
				too_wide++;
			for (size_t j = 0; j < line->run_count; j++) {
				uncovered += line->runs[j].start != at;
				at += line->runs[j].len;
			}
			uncovered += at != line->len;
		}
	}
	tap_number(too_wide, 0, "no line is wider than the pane");
	tap_number(uncovered, 0, "runs cover the lines");
}

/* Odd blocks, spans and links, as damage or a page's tricks make them. */
static void test_random(struct arena *arena)
{
	static const char *const words[] = {"nước ", "sông\n", "5 ", "tỷ",
	    "\x1f", " ", "“", "dài/lê/thê-quá-đi ", "漢字", "12", ("\x1f" "7")};
	int too_wide = 0;

	srand(10);
	for (int i = 0; i < 3000; i++) {
		struct layout_options options = {.width = 16 + rand() % 90,
		    .measure = 72};
		struct article article = {.row.page = PAGE_READY};
		struct layout layout;
		struct str text;

		str_init(&text);
		for (int n = rand() % 12; n > 0; n--) {
			struct block *block;
			struct span span;

			str_clear(&text);
			for (int m = rand() % 14; m > 0; m--)
				str_add(&text, words[(size_t)rand() %
				        ARRAY_LEN(words)]);
			block = block_add(&article.body, arena,
			    (enum block_kind)(1 + rand() % 11), text.data,
			    text.len);
			block->level = rand() % 9;
			block->number = rand() % 3 == 0 ? rand() : 0;
			block->flags = (unsigned)rand() % 8;
			span = (struct span){.len = text.len,
			    .style = (unsigned)rand() % 128,
			    .link = (size_t)rand() % 3};
			block_add_link(&article.body, arena,
			    rand() % 2 == 0 ? "https://a.example/" : "b:");
			block_add_span(&article.body, arena, span);
		}
		layout_article(&article, &options, arena, &layout);
		for (size_t j = 0; j < layout.count; j++)
			too_wide += !layout.lines[j].is_wide &&
			    layout.lines[j].indent +
			            text_width(layout.lines[j].text,
			                layout.lines[j].len) >
			        options.width;
		str_release(&text);
	}
	tap_number(too_wide, 0, "random blocks stay in the pane");
}

int main(int argc, char **argv)
{
	struct arena arena;

	setlocale(LC_ALL, "");
	arena_init(&arena);
	if (argc > 1) {
		struct layout_options options = {.width = atoi(argv[1]),
		    .measure = 72,
		    .is_justified = argc > 2 && *argv[2] == 'j',
		    .is_plain = argc > 2 && *argv[2] == 'p'};
		struct article article;
		struct str out;

		str_init(&out);
		fill(&article, &arena);
		set(&out, &arena, &article, &options);
		fputs(out.data, stdout);
		str_release(&out);
		arena_release(&arena);
		return 0;
	}
	test_golden(&arena);
	test_roles(&arena);
	test_blocks(&arena);
	test_without_body(&arena);
	test_feed_text(&arena);
	test_widths(&arena);
	test_random(&arena);
	arena_release(&arena);
	return tap_end();
}
