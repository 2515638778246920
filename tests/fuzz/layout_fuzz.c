/* Any blocks at any width: lines that fit, runs that cover their text. */
#include "fuzz/fuzz.h"
#include "layout/layout.h"
#include "page/extract.h"
#include "text/width.h"

static void check_line(const struct layout *layout,
    const struct layout_line *line, int width)
{
	size_t end = 0;

	fuzz_promise(utf8_is_valid(line->text, line->len), "a line is UTF-8");
	fuzz_promise(memchr(line->text, '\n', line->len) == NULL,
	    "one line each");
	fuzz_promise(line->is_wide ||
	        line->indent + text_width(line->text, line->len) <= width,
	    "no wider than the pane");
	for (size_t i = 0; i < line->run_count; i++) {
		fuzz_promise(line->runs[i].start == end, "runs are in order");
		end += line->runs[i].len;
		fuzz_promise(line->runs[i].link <= layout->link_count,
		    "links are there");
	}
	fuzz_promise(line->run_count == 0 || end == line->len,
	    "runs cover the text");
}

/* The first bytes are the options, what follows is a page's body. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct layout_options options = {.measure = 72};
	struct article article = {0};
	struct layout layout;
	struct arena arena;

	if (len < 2)
		return 0;
	options.width = 20 + data[0] % 140;
	options.measure = 40 + data[1] % 61;
	options.is_justified = (data[1] & 0x80) != 0;
	options.is_plain = (data[0] & 0x80) != 0;
	arena_init(&arena);
	extract_fragment((const char *)data + 2, len - 2,
	    "https://trammay.example/", &arena, &article.body);
	article.row.title = article.row.link = article.row.lead =
	    article.row.source_title = article.author = article.section =
	        article.language = article.feedback = arena_dup(&arena, "");
	layout_article(&article, &options, &arena, &layout);
	for (size_t i = 0; i < layout.count; i++)
		check_line(&layout, &layout.lines[i], options.width);
	arena_release(&arena);
	return 0;
}
