/*
 * What text and layout cost, in CPU time, on text made here: one line a
 * figure. Run by hand: make bench/text_bench && bench/text_bench
 */
#include "bench/measure.h"
#include "layout/layout.h"
#include "news/article.h"
#include "text/clean.h"
#include "text/fold.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char paragraph[] =
    "Từ mờ sáng, khi đường liên thôn còn phủ lớp bùn dày gần hai gang tay, bà "
    "con thôn Bàu Sậy đã mang cuốc, xẻng và máy bơm đến trường. Nước từ trạm "
    "bơm Cồn Dương được kéo về bằng 400 m ống mềm để rửa 18 phòng học. Theo "
    "Điều 5 của nghị quyết, tỉnh Quảng Trị chi 956 tỷ đồng trong quý I để sửa "
    "đường, cầu Bến Sỏi và kênh mương của xã Trằm Mây, ven sông Lệ Khê. ";

enum { TEXT_SIZE = 8 * 1000 * 1000, ROUNDS = 5, PARAGRAPHS = 65 };

static double cpu_seconds(void)
{
	return measure_seconds(CLOCK_PROCESS_CPUTIME_ID);
}

static void bench_call(const char *name, const struct str *text,
    void (*call)(struct str *, const char *, size_t))
{
	double start = cpu_seconds();
	struct str out;

	str_init(&out);
	for (int i = 0; i < ROUNDS; i++) {
		str_clear(&out);
		call(&out, text->data, text->len);
	}
	printf("%-16s %8.0f MB/s\n", name,
	    (double)text->len * ROUNDS / 1e6 / (cpu_seconds() - start));
	str_release(&out);
}

static void bench_tokens(const struct str *text)
{
	double start = cpu_seconds(), seconds;
	size_t count = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct tokens tokens;
		struct token token;

		tokens_init(&tokens, text->data, text->len);
		while (tokens_next(&tokens, &token))
			count++;
		tokens_release(&tokens);
	}
	seconds = cpu_seconds() - start;
	printf("%-16s %8.0f MB/s %.1f M words/s\n", "tokens",
	    (double)text->len * ROUNDS / 1e6 / seconds,
	    (double)count / 1e6 / seconds);
}

static void bench_layout(int width)
{
	static char empty[] = "";
	double start = cpu_seconds();
	enum { TIMES = 200 };
	size_t words = 0;

	for (int i = 0; i < TIMES; i++) {
		struct layout_options options = {.width = width,
		    .measure = 72};
		struct article article = {.row.title = empty,
		    .row.lead = empty, .author = empty};
		struct layout layout;
		struct arena arena;

		arena_init(&arena);
		for (int j = 0; j < PARAGRAPHS; j++)
			block_add(&article.body, &arena, BLOCK_PARAGRAPH,
			    paragraph, sizeof(paragraph) - 1);
		layout_article(&article, &options, &arena, &layout);
		words = i > 0 ? words : block_count_words(&article.body);
		arena_release(&arena);
	}
	printf("%-16s %8.3f ms for %zu words at %d columns\n", "layout",
	    (cpu_seconds() - start) * 1000 / TIMES, words, width);
}

int main(void)
{
	struct str text, decomposed;

	setlocale(LC_ALL, "");
	str_init(&text);
	str_init(&decomposed);
	while (text.len < TEXT_SIZE)
		str_add(&text, paragraph);
	bench_call("clean line", &text, text_clean_line);
	bench_call("clean block", &text, text_clean_block);
	bench_call("fold", &text, text_fold);
	bench_call("fold exact", &text, text_fold_exact);
	bench_tokens(&text);
	for (const char *at = text.data; *at != '\0'; at++) {
		str_add_char(&decomposed, *at);
		if (*at == 'a')
			str_add(&decomposed, "\xCC\x81");
	}
	bench_call("clean marks", &decomposed, text_clean_line);
	bench_layout(80);
	bench_layout(40);
	str_release(&text);
	str_release(&decomposed);
	return 0;
}
