#include "base/str.h"
#include "layout/lines.h"
#include "support/tap.h"
#include "text/width.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* The lines, each ended by a bar. */
static void check(struct lines *lines, const char *text,
    const struct line_options *options, const char *want)
{
	struct str out;

	str_init(&out);
	lines_break(lines, text, strlen(text), options);
	for (size_t i = 0; i < lines->count; i++) {
		str_add_len(&out, text + lines->pieces[i].start,
		    lines->pieces[i].len);
		str_add(&out, lines->pieces[i].is_last ? "||" : "|");
	}
	if (lines->is_cut)
		str_add(&out, "…");
	tap_text(out.data, want, "%d columns of <%s>", options->width, text);
	str_release(&out);
}

static void test_ragged(struct lines *lines)
{
	struct line_options options = {.width = 20};

	check(lines, "", &options, "");
	check(lines, "Hạ Khê", &options, "Hạ Khê||");
	check(lines, "Nước sông Lệ Khê rút dần từ sáng nay", &options,
	    "Nước sông Lệ Khê rút|dần từ sáng nay||");
	options.width = 10;
	/* greedy would fill the first line and leave 4 columns in the next */
	check(lines, "aa bb cc dddddd eeee fff", &options,
	    "aa bb cc|dddddd|eeee fff||");
	check(lines, "một\nhai ba bốn năm sáu\n\nbảy", &options,
	    "một||hai ba bốn|năm sáu||bảy||");
}

static void test_last_line(struct lines *lines)
{
	struct line_options options = {.width = 12};

	check(lines, "aaaa bbbb cc dddd eeee ff gggg hhhh ii jj", &options,
	    "aaaa bbbb cc|dddd eeee ff|gggg hhhh|ii jj||");
	check(lines, "aaaa bbbb cc dddd eeee ff jj", &options,
	    "aaaa bbbb cc|dddd eeee|ff jj||");
	check(lines, "aaaa bbbb cc jj", &options, "aaaa bbbb cc|jj||");
}

static void test_even(struct lines *lines)
{
	struct line_options options = {.width = 40, .is_even = true,
	    .lines_most = 4};

	check(lines, "Thông xe tạm cầu Bến Sỏi sau ba ngày bị lũ chia cắt",
	    &options,
	    "Thông xe tạm cầu Bến Sỏi|sau ba ngày bị lũ chia cắt||");
	check(lines, "Đưa học sinh thôn Bàu Sậy qua sông Lệ Khê an toàn mùa",
	    &options,
	    "Đưa học sinh thôn Bàu Sậy|qua sông Lệ Khê an toàn mùa||");
	options.width = 12;
	options.lines_most = 2;
	check(lines, "một hai ba bốn năm sáu bảy tám chín mười", &options,
	    "một hai ba|bốn năm sáu||…");
	options.width = 3;
	options.lines_most = 1;
	check(lines, "nghiêng mình", &options, "ng||…");
}

static void test_wide(struct lines *lines)
{
	struct line_options options = {.width = 12};

	check(lines, "xem trammay.example/tin-tuc/lu-rut nhé", &options,
	    "xem trammay.|example/|tin-tuc/lu-|rut nhé||");
	check(lines, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx", &options,
	    "xxxxxxxxxxxx|xxxxxxxxxxxx|xxxxx||");
	options.width = 6;
	check(lines, "chi 956 tỷ", &options, "chi|956 tỷ||");
	options.width = 5;
	check(lines, "chi 956 tỷ", &options, "chi|956|tỷ||");
	options.width = 1;
	check(lines, "漢 a", &options, "漢|a||");
	options.width = 4;
	check(lines, "漢字漢字。", &options, "漢字|漢|字。||");
}

/* No line too wide, nothing lost, at any width. */
static void test_random(struct lines *lines)
{
	static const char *const words[] = {"nước", "sông", "5", "tỷ", "-",
	    "“", "”", "Điều", "TP.", "Huế", "漢字", "nghiêng", "a/b/c?d=e",
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "e\xCC\x82", "\n", "…",
	    "👍"};
	int too_wide = 0, lost = 0, unordered = 0;
	struct str text;

	str_init(&text);
	srand(5);
	for (int i = 0; i < 5000; i++) {
		struct line_options options = {.width = 2 + rand() % 40,
		    .is_even = rand() % 2 == 0};
		size_t at = 0;

		str_clear(&text);
		for (int n = rand() % 60; n > 0; n--) {
			str_add(&text, words[(size_t)rand() %
			        ARRAY_LEN(words)]);
			if (rand() % 5 > 0)
				str_add_char(&text, ' ');
		}
		lines_break(lines, text.data, text.len, &options);
		for (size_t j = 0; j < lines->count; j++) {
			const struct line_piece *piece = &lines->pieces[j];

			unordered += piece->start < at;
			for (; at < piece->start; at++)
				lost += strchr(" \n", text.data[at]) == NULL;
			at = piece->start + piece->len;
			too_wide += piece->width > options.width ||
			    piece->width != text_width(text.data +
			            piece->start, piece->len);
		}
		for (; at < text.len; at++)
			lost += strchr(" \n", text.data[at]) == NULL;
	}
	tap_number(too_wide, 0, "no line is too wide");
	tap_number(lost, 0, "nothing is lost");
	tap_number(unordered, 0, "nothing stands twice");
	str_release(&text);
}

/* What the last line costs: one word alone below two lines is dear. */
static int64_t rate_last(size_t words, size_t lines_above, int width)
{
	return words == 1 && lines_above >= 2 ? 4 * width * width : 0;
}

/* The least cost of all ways to set the words, tried one by one. */
static int64_t rate_best(const int *widths, size_t count, size_t lines_above,
    int width)
{
	int64_t best = INT64_MAX;
	int line = -1;

	for (size_t i = 0; i < count; i++) {
		int64_t rest, cost;

		line += 1 + widths[i];
		if (line > width && i > 0)
			break;
		rest = width - line;
		cost = i + 1 == count
		    ? rate_last(count, lines_above, width)
		    : rest * rest + rate_best(widths + i + 1, count - i - 1,
		          lines_above + 1, width);
		if (cost < best)
			best = cost;
	}
	return best;
}

static int64_t rate_lines(const struct lines *lines, const char *text,
    int width)
{
	const struct line_piece *last = &lines->pieces[lines->count - 1];
	bool is_one = memchr(text + last->start, ' ', last->len) == NULL;
	int64_t cost = rate_last(is_one ? 1 : 2, lines->count - 1, width);

	for (size_t i = 0; i + 1 < lines->count; i++) {
		int rest = width - lines->pieces[i].width;

		cost += rest * rest;
	}
	return cost;
}

static void test_best(struct lines *lines)
{
	struct line_options options = {.width = 14};
	int widths[14], wrong = 0;
	struct str text;

	str_init(&text);
	srand(6);
	for (int i = 0; i < 2000; i++) {
		size_t count = 1 + (size_t)rand() % 13;

		str_clear(&text);
		for (size_t j = 0; j < count; j++) {
			widths[j] = 1 + rand() % 7;
			str_addf(&text, "%s%.*s", j > 0 ? " " : "", widths[j],
			    "nnnnnnn");
		}
		lines_break(lines, text.data, text.len, &options);
		if (rate_lines(lines, text.data, 14) !=
		        rate_best(widths, count, 0, 14) &&
		    wrong++ < 3)
			tap_note("%s", text.data);
	}
	tap_number(wrong, 0, "the least squares of all ways");
	str_release(&text);
}

int main(void)
{
	struct lines lines;

	setlocale(LC_ALL, "C.UTF-8");
	lines_init(&lines);
	test_ragged(&lines);
	test_last_line(&lines);
	test_even(&lines);
	test_wide(&lines);
	test_random(&lines);
	test_best(&lines);
	lines_release(&lines);
	return tap_end();
}
