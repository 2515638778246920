#include "news/page.h"

#include "base/pack.h"

enum { PAGE_VERSION = 1 };

static void encode_lists(struct str *out, const struct page *page)
{
	pack_number(out, page->related_count);
	for (size_t i = 0; i < page->related_count; i++) {
		pack_text(out, page->related[i].title);
		pack_text(out, page->related[i].url);
		pack_signed(out, page->related[i].date);
	}
	pack_number(out, page->attachment_count);
	for (size_t i = 0; i < page->attachment_count; i++) {
		pack_text(out, page->attachments[i].name);
		pack_text(out, page->attachments[i].url);
		pack_signed(out, page->attachments[i].size);
	}
}

void page_encode(struct str *out, const struct page *page)
{
	str_add_char(out, PAGE_VERSION);
	pack_text(out, page->url);
	pack_text(out, page->canonical);
	pack_text(out, page->title);
	pack_text(out, page->section);
	pack_text(out, page->lead);
	pack_text(out, page->author);
	pack_text(out, page->language);
	pack_text(out, page->feedback);
	pack_signed(out, page->published);
	pack_signed(out, page->updated);
	pack_number(out, page->is_date_rough);
	encode_lists(out, page);
	pack_text(out, page->rule);
	/* last: its encoding has an end of its own */
	block_encode(out, &page->body);
}

static void decode_lists(struct unpack *in, struct arena *arena,
    struct page *page)
{
	size_t count = unpack_count(in);

	for (size_t i = 0; i < count && !in->is_broken; i++) {
		struct page_link *link;

		page->related = arena_grow(arena, page->related,
		    &page->related_cap, i + 1, sizeof(*page->related));
		link = &page->related[page->related_count++];
		link->title = unpack_text(in, arena);
		link->url = unpack_text(in, arena);
		link->date = unpack_signed(in);
	}
	count = unpack_count(in);
	for (size_t i = 0; i < count && !in->is_broken; i++) {
		struct page_attachment *attachment;

		page->attachments = arena_grow(arena, page->attachments,
		    &page->attachment_cap, i + 1, sizeof(*page->attachments));
		attachment = &page->attachments[page->attachment_count++];
		attachment->name = unpack_text(in, arena);
		attachment->url = unpack_text(in, arena);
		attachment->size = unpack_signed(in);
	}
}

bool page_decode(const void *data, size_t len, struct arena *arena,
    struct page *page)
{
	struct unpack in;

	*page = (struct page){0};
	if (len == 0 || *(const unsigned char *)data != PAGE_VERSION)
		return false;
	unpack_init(&in, (const unsigned char *)data + 1, len - 1);
	page->url = unpack_text(&in, arena);
	page->canonical = unpack_text(&in, arena);
	page->title = unpack_text(&in, arena);
	page->section = unpack_text(&in, arena);
	page->lead = unpack_text(&in, arena);
	page->author = unpack_text(&in, arena);
	page->language = unpack_text(&in, arena);
	page->feedback = unpack_text(&in, arena);
	page->published = unpack_signed(&in);
	page->updated = unpack_signed(&in);
	page->is_date_rough = unpack_number(&in) != 0;
	decode_lists(&in, arena, page);
	page->rule = unpack_text(&in, arena);
	if (!in.is_broken && in.at < in.end &&
	    block_decode(in.at, (size_t)(in.end - in.at), arena, &page->body))
		return true;
	*page = (struct page){0};
	return false;
}
