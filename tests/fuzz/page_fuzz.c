/* Any bytes as an article, a list and a fragment: clean text, sound blocks. */
#include "fuzz/fuzz.h"
#include "page/extract.h"
#include "page/list.h"

static void check_block(const struct block_list *list,
    const struct block *block)
{
	size_t end = 0;

	fuzz_promise(utf8_is_valid(block->text, block->len), "text is UTF-8");
	for (size_t i = 0; i < block->len; i++) {
		unsigned char c = (unsigned char)block->text[i];

		fuzz_promise((c >= 0x20 && c != 0x7F) || c == BLOCK_CELL_END ||
		        (block->kind == BLOCK_PREFORMATTED &&
		            (c == '\n' || c == '\t')),
		    "and clean");
	}
	fuzz_promise(block->link <= list->link_count, "its link is there");
	for (size_t i = 0; i < block->span_count; i++) {
		const struct span *span = &block->spans[i];

		fuzz_promise(span->start >= end && span->len > 0,
		    "spans follow each other");
		end = span->start + span->len;
		fuzz_promise(end <= block->len, "and end with the text");
		fuzz_promise(span->link <= list->link_count,
		    "and lead somewhere");
	}
}

static void check_blocks(const struct block_list *list, struct arena *arena)
{
	struct block_list back;
	struct str packed;

	for (size_t i = 0; i < list->count; i++)
		check_block(list, &list->blocks[i]);
	str_init(&packed);
	block_encode(&packed, list);
	fuzz_promise(block_decode(packed.data, packed.len, arena, &back) &&
	        back.count == list->count,
	    "blocks are kept");
	str_release(&packed);
}

static void check_page(const struct page *page, struct arena *arena)
{
	struct page back;
	struct str packed;

	fuzz_promise_clean(page->title, "a title is clean");
	fuzz_promise_clean(page->section, "a section is clean");
	fuzz_promise_clean(page->author, "an author is clean");
	fuzz_promise_clean(page->lead, "a lead is clean");
	for (size_t i = 0; i < page->related_count; i++)
		fuzz_promise_clean(page->related[i].title,
		    "a related title is clean");
	for (size_t i = 0; i < page->attachment_count; i++)
		fuzz_promise_clean(page->attachments[i].name,
		    "a file's name is clean");
	check_blocks(&page->body, arena);
	str_init(&packed);
	page_encode(&packed, page);
	fuzz_promise(page_decode(packed.data, packed.len, arena, &back),
	    "a page is kept");
	str_release(&packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char url[] = "https://trammay.example/tin/trang.html";
	struct extract_options options = {.url = url};
	struct discovered *found;
	struct block_list list;
	struct arena arena;
	struct page page;
	struct feed feed;
	size_t count;

	arena_init(&arena);
	if (extract_page((const char *)data, len, &options, &arena, &page,
	        NULL))
		fuzz_promise(page.body.count > 0, "an article has a body");
	check_page(&page, &arena);
	extract_fragment((const char *)data, len, url, &arena, &list);
	check_blocks(&list, &arena);
	if (list_read((const char *)data, len, url, NULL, &arena, &feed,
	        NULL)) {
		fuzz_promise(feed.item_count > 0, "a list has items");
		for (size_t i = 0; i < feed.item_count; i++)
			fuzz_promise_clean(feed.items[i].title,
			    "an item's title is clean");
	}
	list_discover((const char *)data, len, url, NULL, &arena, &found,
	    &count);
	arena_release(&arena);
	return 0;
}
