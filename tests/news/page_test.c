#include "news/page.h"
#include "support/tap.h"

#include <stdlib.h>
#include <string.h>

static void fill(struct page *page, struct arena *arena)
{
	*page = (struct page){.published = 1795310000,
	    .is_date_rough = true};
	page->url = arena_dup(arena, "https://trammay.example/tin/1");
	page->title = arena_dup(arena, "Lũ rút ở Hạ Khê");
	page->section = arena_dup(arena, "Đời sống");
	page->feedback = arena_dup(arena, "https://trammay.example/phan-hoi");
	page->rule = arena_dup(arena, "generic");
	block_add(&page->body, arena, BLOCK_PARAGRAPH, "Nước rút.",
	    strlen("Nước rút."));
	page->related = arena_grow(arena, NULL, &page->related_cap, 1,
	    sizeof(*page->related));
	page->related[page->related_count++] = (struct page_link){
	    arena_dup(arena, "Cầu Bến Sỏi"),
	    arena_dup(arena, "https://trammay.example/tin/2"), 1795300000};
	page->attachments = arena_grow(arena, NULL, &page->attachment_cap, 1,
	    sizeof(*page->attachments));
	page->attachments[page->attachment_count++] =
	    (struct page_attachment){arena_dup(arena, "Công văn"),
	        arena_dup(arena, "https://trammay.example/cv.pdf"), 0};
}

static void test_round_trip(struct arena *arena)
{
	struct page page, back;
	struct str out, again;

	str_init(&out);
	str_init(&again);
	fill(&page, arena);
	page_encode(&out, &page);
	tap_ok(page_decode(out.data, out.len, arena, &back), "it is decoded");
	tap_text(back.url, page.url, "address");
	tap_text(back.canonical, NULL, "what lacks stays NULL");
	tap_text(back.title, page.title, "title");
	tap_text(back.section, "Đời sống", "section");
	tap_text(back.feedback, page.feedback, "feedback");
	tap_text(back.rule, "generic", "rule");
	tap_number(back.published, 1795310000, "date");
	tap_ok(back.is_date_rough, "which is rough");
	tap_number((int64_t)back.body.count, 1, "body");
	tap_text(back.body.blocks[0].text, "Nước rút.", "its text");
	tap_text(back.related[0].title, "Cầu Bến Sỏi", "related");
	tap_number(back.related[0].date, 1795300000, "its date");
	tap_text(back.attachments[0].name, "Công văn", "attachment");
	page_encode(&again, &back);
	tap_ok(again.len == out.len &&
	        memcmp(again.data, out.data, out.len) == 0,
	    "encoded again it is the same");
	str_release(&out);
	str_release(&again);
}

static void test_damage(struct arena *arena)
{
	struct page page, back;
	struct str out;
	int taken = 0;

	str_init(&out);
	fill(&page, arena);
	page_encode(&out, &page);
	for (size_t len = 0; len < out.len; len++)
		taken += page_decode(out.data, len, arena, &back);
	tap_number(taken, 0, "a cut encoding is refused");
	srand(9);
	for (int i = 0; i < 20000; i++) {
		size_t at = (size_t)rand() % out.len;
		char kept = out.data[at];

		out.data[at] = (char)rand();
		taken += page_decode(out.data, out.len, arena, &back);
		out.data[at] = kept;
	}
	tap_ok(taken > 0, "changed bytes do no harm");
	str_release(&out);
}

int main(void)
{
	struct arena arena;

	arena_init(&arena);
	test_round_trip(&arena);
	test_damage(&arena);
	arena_release(&arena);
	return tap_end();
}
