/* Tables with cells over others, at any width; boxes; definitions; notes. */
#include "layout/layout.h"
#include "support/tap.h"

#include <locale.h>
#include <string.h>

static struct block *add(struct block_list *list, struct arena *arena,
    enum block_kind kind, const char *text)
{
	return block_add(list, arena, kind, text, strlen(text));
}

static void add_row(struct block_list *list, struct arena *arena,
    unsigned flags, int left, int above, const char *text)
{
	struct block *row = add(list, arena, BLOCK_TABLE_ROW, text);

	row->flags = flags;
	row->level = left;
	row->number = above;
}

/* Two rows of heads, a name for two rows, a line over all. */
static void add_table(struct block_list *list, struct arena *arena)
{
	const unsigned head = BLOCK_FLAG_HEAD;

	add_row(list, arena, head | BLOCK_FLAG_FIRST, 4, 0,
	    "Thôn\x1fNhà ngập (hộ)\x1f\x1fGhi chú");
	add_row(list, arena, head, 0, 9,
	    "\x1fTrên 1 m\x1f" "Dưới 1 m\x1f");
	add_row(list, arena, 0, 0, 0, "Bàu Sậy\x1f" "34\x1f" "120\x1f"
	    "Chưa có nước sạch, đường liên thôn còn ngập");
	add_row(list, arena, 0, 0, 1, "\x1f" "5\x1f" "17\x1fXóm Đình");
	add_row(list, arena, 0, 0, 0, "Cồn Dương\x1f" "8\x1f" "1.040\x1f–");
	add_row(list, arena, 0, 14, 0, "Đến 17 giờ ngày 22/11\x1f\x1f\x1f");
}

static void check(struct arena *arena, const struct block_list *list,
    int width, const char *want, const char *name)
{
	static char empty[] = "";
	struct article article = {.row.page = PAGE_READY, .body = *list};
	struct layout_options options = {.width = width, .measure = 72};
	struct layout layout;
	struct str out;

	article.row.title = article.row.link = article.row.lead =
	    article.row.source_title = article.author = article.section =
	        article.language = article.feedback = empty;
	layout_article(&article, &options, arena, &layout);
	str_init(&out);
	for (size_t i = 0; i < layout.count; i++) {
		const struct layout_line *line = &layout.lines[i];

		if (line->block < 0)
			continue;
		if (line->len > 0)
			str_addf(&out, "%*s", line->indent, "");
		str_add_len(&out, line->text, line->len);
		str_add_char(&out, '\n');
	}
	while (out.len > 1 && out.data[out.len - 2] == '\n')
		str_cut(&out, out.len - 1);
	tap_text(out.data, want, "%s, %d columns", name, width);
	str_release(&out);
}

static void test_spans(struct arena *arena)
{
	struct block_list list = {0};

	add_table(&list, arena);
	check(arena, &list, 80,
	    "   Thôn       Nhà ngập (hộ)       Ghi chú\n"
	    "              Trên 1 m  Dưới 1 m\n"
	    "   ──────────────────────────────────────"
	    "────────────────────────────────────\n"
	    "   Bàu Sậy          34       120  Chưa có nước sạch, "
	    "đường liên thôn còn ngập\n"
	    "                     5        17  Xóm Đình\n"
	    "   Cồn Dương         8     1.040  –\n"
	    "   Đến 17 giờ ngày 22/11\n",
	    "as wide as it is");
	check(arena, &list, 40,
	    "  Thôn       Nhà ngập     Ghi chú\n"
	    "             (hộ)\n"
	    "             Trên   Dưới\n"
	    "              1 m    1 m\n"
	    "  ────────────────────────────────────\n"
	    "  Bàu Sậy      34    120  Chưa có nước\n"
	    "                          sạch, đường\n"
	    "                          liên thôn\n"
	    "                          còn ngập\n"
	    "                5     17  Xóm Đình\n"
	    "  Cồn Dương     8  1.040  –\n"
	    "  Đến 17 giờ ngày 22/11\n",
	    "broken in its cells");
	check(arena, &list, 30,
	    "  Thôn: Bàu Sậy\n"
	    "    Nhà ngập (hộ), Trên 1 m:\n"
	    "    34\n"
	    "    Nhà ngập (hộ), Dưới 1 m:\n"
	    "    120\n"
	    "    Ghi chú: Chưa có nước\n"
	    "    sạch, đường liên thôn\n"
	    "    còn ngập\n"
	    "\n"
	    "  Thôn: Bàu Sậy\n"
	    "    Nhà ngập (hộ), Trên 1 m:\n"
	    "    5\n"
	    "    Nhà ngập (hộ), Dưới 1 m:\n"
	    "    17\n"
	    "    Ghi chú: Xóm Đình\n"
	    "\n"
	    "  Thôn: Cồn Dương\n"
	    "    Nhà ngập (hộ), Trên 1 m:\n"
	    "    8\n"
	    "    Nhà ngập (hộ), Dưới 1 m:\n"
	    "    1.040\n"
	    "    Ghi chú: –\n"
	    "\n"
	    "  Đến 17 giờ ngày 22/11\n",
	    "a line a cell");
}

static void test_others(struct arena *arena)
{
	struct block_list list = {0};

	add(&list, arena, BLOCK_PARAGRAPH, "Mức lũ[2] cao.");
	block_add_span(&list, arena, (struct span){.start = strlen("Mức lũ"),
	    .len = 3, .style = SPAN_SUPERSCRIPT});
	add(&list, arena, BLOCK_PARAGRAPH, "Hộp giải thích.")->flags =
	    BLOCK_FLAG_ASIDE;
	add(&list, arena, BLOCK_TERM, "Hộ nghèo");
	add(&list, arena, BLOCK_DEFINITION,
	    "Hộ có thu nhập dưới chuẩn quy định tại Điều 3.");
	add(&list, arena, BLOCK_TERM, "Hộ cận nghèo");
	add(&list, arena, BLOCK_DEFINITION, "Hộ trên chuẩn ấy.");
	check(arena, &list, 40,
	    "  Mức lũ² cao.\n"
	    "\n"
	    "  ────────────────────────\n"
	    "\n"
	    "  Hộp giải thích.\n"
	    "\n"
	    "  ────────────────────────\n"
	    "\n"
	    "  Hộ nghèo\n"
	    "      Hộ có thu nhập dưới chuẩn quy\n"
	    "      định tại Điều 3.\n"
	    "\n"
	    "  Hộ cận nghèo\n"
	    "      Hộ trên chuẩn ấy.\n",
	    "a box, definitions, a note");
}

int main(void)
{
	struct arena arena;

	setlocale(LC_ALL, "");
	arena_init(&arena);
	test_spans(&arena);
	test_others(&arena);
	arena_release(&arena);
	return tap_end();
}
