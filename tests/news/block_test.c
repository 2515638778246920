#include "news/block.h"
#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

static struct block *add(struct block_list *list, struct arena *arena,
    enum block_kind kind, const char *text)
{
	return block_add(list, arena, kind, text, strlen(text));
}

/* An article with a block of each kind, spans and links. */
static void fill(struct block_list *list, struct arena *arena)
{
	struct block *block;
	size_t link;

	*list = (struct block_list){0};
	add(list, arena, BLOCK_HEADING, "Dọn bùn")->level = 2;
	add(list, arena, BLOCK_LEAD, "Sau ba ngày ngập, nước đã rút.");
	add(list, arena, BLOCK_PARAGRAPH, "Theo báo cáo của xã, bùn dày.");
	link = block_add_link(list, arena, "https://trammay.example/bao-cao");
	block_add_span(list, arena,
	    (struct span){5, 9, SPAN_BOLD | SPAN_UNDERLINE, link});
	block_add_span(list, arena, (struct span){16, 4, SPAN_ITALIC, 0});
	block_add_span(list, arena, (struct span){22, 0, SPAN_CODE, 0});
	block = add(list, arena, BLOCK_LIST_ITEM, "mang cuốc");
	block->level = 1;
	block->number = 3;
	block->flags = BLOCK_FLAG_FIRST;
	add(list, arena, BLOCK_TABLE_ROW, "Thôn\x1f" "Nhà")->flags =
	    BLOCK_FLAG_HEAD | BLOCK_FLAG_FIRST;
	add(list, arena, BLOCK_TABLE_ROW, "Bàu Sậy\x1f" "214");
	add(list, arena, BLOCK_PICTURE, "Sân trường")->link =
	    block_add_link(list, arena, "https://trammay.example/1.jpg");
	add(list, arena, BLOCK_CAPTION, "Sân trường sau lũ. (Ảnh: MH)");
	add(list, arena, BLOCK_PREFORMATTED, "a  b\n  c");
	add(list, arena, BLOCK_QUOTE, "");
}

static bool is_same(const struct block *a, const struct block *b)
{
	if (a->kind != b->kind || a->level != b->level ||
	    a->number != b->number || a->flags != b->flags ||
	    a->len != b->len || strcmp(a->text, b->text) != 0 ||
	    a->link != b->link || a->span_count != b->span_count)
		return false;
	for (size_t i = 0; i < a->span_count; i++)
		if (a->spans[i].start != b->spans[i].start ||
		    a->spans[i].len != b->spans[i].len ||
		    a->spans[i].style != b->spans[i].style ||
		    a->spans[i].link != b->spans[i].link)
			return false;
	return true;
}

static void test_round_trip(struct arena *arena)
{
	struct block_list list, back;
	struct str out, again;

	str_init(&out);
	str_init(&again);
	fill(&list, arena);
	block_encode(&out, &list);
	tap_ok(block_decode(out.data, out.len, arena, &back), "it is decoded");
	tap_number((int64_t)back.count, (int64_t)list.count, "all blocks");
	for (size_t i = 0; i < back.count && i < list.count; i++)
		tap_ok(is_same(&list.blocks[i], &back.blocks[i]), "block %zu",
		    i);
	tap_number((int64_t)back.link_count, 2, "all links");
	tap_text(back.links[1], "https://trammay.example/1.jpg", "a link");
	block_encode(&again, &back);
	tap_ok(again.len == out.len &&
	        memcmp(again.data, out.data, out.len) == 0,
	    "encoded again it is the same");
	/* a decoded list may be added to */
	add(&back, arena, BLOCK_PARAGRAPH, "Hết.");
	for (size_t i = 0; i < 20; i++)
		block_add_span(&back, arena,
		    (struct span){.style = (unsigned)i});
	tap_number(back.blocks[back.count - 1].spans[19].style, 19,
	    "spans grow");
	tap_ok(block_decode("", 0, arena, &back) && back.count == 0,
	    "no bytes are an empty list");
	str_release(&out);
	str_release(&again);
}

/* Cut anywhere, or with any byte changed, it is refused or stays sane. */
static void test_damage(struct arena *arena)
{
	struct block_list list, back;
	struct str out;
	int taken = 0, insane = 0;

	str_init(&out);
	fill(&list, arena);
	block_encode(&out, &list);
	for (size_t len = 1; len < out.len; len++)
		taken += block_decode(out.data, len, arena, &back);
	tap_number(taken, 0, "a cut encoding is refused");
	out.data[0] = 2;
	tap_ok(!block_decode(out.data, out.len, arena, &back),
	    "so is another version");
	out.data[0] = 1;
	srand(7);
	for (int i = 0; i < 20000; i++) {
		size_t at = 1 + (size_t)rand() % (out.len - 1);
		char kept = out.data[at];

		out.data[at] = (char)rand();
		if (block_decode(out.data, out.len, arena, &back))
			for (size_t j = 0; j < back.count; j++) {
				struct block *block = &back.blocks[j];

				insane += block->kind < BLOCK_PARAGRAPH ||
				    block->kind > BLOCK_DEFINITION ||
				    block->link > back.link_count;
				for (size_t k = 0; k < block->span_count; k++)
					insane += block->spans[k].start +
					        block->spans[k].len >
					    block->len;
			}
		out.data[at] = kept;
	}
	tap_number(insane, 0, "changed bytes give no wild values");
	str_release(&out);
}

static void test_text(struct arena *arena)
{
	struct block_list list;
	struct str out;

	str_init(&out);
	fill(&list, arena);
	block_add_text(&out, &list);
	tap_text(out.data,
	    "Sau ba ngày ngập, nước đã rút.\nDọn bùn\n"
	    "Theo báo cáo của xã, bùn dày.\nmang cuốc\nThôn\tNhà\n"
	    "Bàu Sậy\t214\na  b\n  c\n\n",
	    "plain text: the lead first, no captions");
	tap_number((int64_t)block_count_words(&list), 2 + 7 + 7 + 2 + 2 + 3 + 3,
	    "syllables");
	str_release(&out);
}

static void test_links(struct arena *arena)
{
	struct block_list list = {0};

	tap_number((int64_t)block_add_link(&list, arena, "a:1"), 1, "first");
	tap_number((int64_t)block_add_link(&list, arena, "a:2"), 2, "second");
	tap_number((int64_t)block_add_link(&list, arena, "a:1"), 1,
	    "the first again");
}

int main(void)
{
	struct arena arena;

	arena_init(&arena);
	test_round_trip(&arena);
	test_damage(&arena);
	test_text(&arena);
	test_links(&arena);
	arena_release(&arena);
	return tap_end();
}
