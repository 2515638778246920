#include "news/block.h"

#include "base/pack.h"

#include <string.h>

/*
 * The encoding's version. 1: links, then blocks; a block is kind, flags,
 * level, number, text, link and spans; a span's start counts from the end of
 * the one before.
 */
enum { BLOCK_VERSION = 1 };

/* How far back a link is looked for, so that many cost no square of time. */
enum { LINKS_NEAR = 256 };

struct block *block_add(struct block_list *list, struct arena *arena,
    enum block_kind kind, const char *text, size_t len)
{
	struct block *block;

	list->blocks = arena_grow(arena, list->blocks, &list->cap,
	    list->count + 1, sizeof(*list->blocks));
	block = &list->blocks[list->count++];
	*block = (struct block){.kind = kind, .len = len};
	block->text = arena_dup_len(arena, text, len);
	return block;
}

void block_add_span(struct block_list *list, struct arena *arena,
    struct span span)
{
	struct block *block = &list->blocks[list->count - 1];
	size_t count = block->span_count;

	/* the array is full whenever its size is a power of two */
	if ((count & (count - 1)) == 0) {
		struct span *spans = arena_array(arena,
		    count == 0 ? 1 : count * 2, sizeof(*spans));

		if (count > 0)
			memcpy(spans, block->spans, count * sizeof(*spans));
		block->spans = spans;
	}
	block->spans[block->span_count++] = span;
}

void block_set_spans(struct block_list *list, struct arena *arena,
    const struct span *spans, size_t count)
{
	struct block *block = &list->blocks[list->count - 1];
	size_t cap = 1;

	if (count == 0)
		return;
	/* as block_add_span has it */
	while (cap < count)
		cap *= 2;
	block->spans = arena_array(arena, cap, sizeof(*spans));
	memcpy(block->spans, spans, count * sizeof(*spans));
	block->span_count = count;
}

size_t block_add_link(struct block_list *list, struct arena *arena,
    const char *url)
{
	size_t first = list->link_count < LINKS_NEAR
	    ? 0
	    : list->link_count - LINKS_NEAR;

	for (size_t i = list->link_count; i > first; i--)
		if (strcmp(list->links[i - 1], url) == 0)
			return i;
	list->links = arena_grow(arena, list->links, &list->link_cap,
	    list->link_count + 1, sizeof(*list->links));
	list->links[list->link_count++] = arena_dup(arena, url);
	return list->link_count;
}

static void encode_spans(struct str *out, const struct block *block)
{
	size_t at = 0;

	pack_number(out, block->span_count);
	for (size_t i = 0; i < block->span_count; i++) {
		const struct span *span = &block->spans[i];

		pack_number(out, span->start - at);
		pack_number(out, span->len);
		pack_number(out, span->style);
		pack_number(out, span->link);
		at = span->start + span->len;
	}
}

void block_encode(struct str *out, const struct block_list *list)
{
	str_add_char(out, BLOCK_VERSION);
	pack_number(out, list->link_count);
	for (size_t i = 0; i < list->link_count; i++)
		pack_text(out, list->links[i]);
	pack_number(out, list->count);
	for (size_t i = 0; i < list->count; i++) {
		const struct block *block = &list->blocks[i];

		pack_number(out, (uint64_t)block->kind);
		pack_number(out, block->flags);
		pack_signed(out, block->level);
		pack_signed(out, block->number);
		pack_bytes(out, block->text, block->len);
		pack_number(out, block->link);
		encode_spans(out, block);
	}
}

/* A number that fits an int, else what was read is broken. */
static int decode_int(struct unpack *in)
{
	int64_t number = unpack_signed(in);

	if (number < INT32_MIN || number > INT32_MAX)
		in->is_broken = true;
	return in->is_broken ? 0 : (int)number;
}

/* The number of a link of the list, 0 for none. */
static size_t decode_link(struct unpack *in, const struct block_list *list)
{
	uint64_t link = unpack_number(in);

	if (link > list->link_count)
		in->is_broken = true;
	return in->is_broken ? 0 : (size_t)link;
}

static void decode_spans(struct unpack *in, struct arena *arena,
    const struct block_list *list, struct block *block)
{
	size_t count = unpack_count(in), at = 0, cap = 1;

	while (cap < count) /* as block_add_span has it */
		cap *= 2;
	if (count > 0)
		block->spans = arena_array(arena, cap, sizeof(*block->spans));
	for (size_t i = 0; i < count && !in->is_broken; i++) {
		uint64_t gap = unpack_number(in), len = unpack_number(in);

		if (gap > block->len - at || len > block->len - at - gap) {
			in->is_broken = true;
			return;
		}
		block->spans[i].start = at + (size_t)gap;
		block->spans[i].len = (size_t)len;
		block->spans[i].style = (unsigned)unpack_number(in);
		block->spans[i].link = decode_link(in, list);
		at += (size_t)(gap + len);
	}
	block->span_count = count;
}

static void decode_block(struct unpack *in, struct arena *arena,
    const struct block_list *list, struct block *block)
{
	uint64_t kind = unpack_number(in);

	block->flags = (unsigned)unpack_number(in);
	block->level = decode_int(in);
	block->number = decode_int(in);
	block->text = unpack_text(in, arena);
	if (kind < BLOCK_PARAGRAPH || kind > BLOCK_DEFINITION || block->text == NULL)
		in->is_broken = true;
	if (in->is_broken)
		return;
	block->kind = (enum block_kind)kind;
	block->len = strlen(block->text);
	block->link = decode_link(in, list);
	decode_spans(in, arena, list, block);
}

bool block_decode(const void *data, size_t len, struct arena *arena,
    struct block_list *list)
{
	struct unpack in;
	size_t count;

	*list = (struct block_list){0};
	if (len == 0)
		return true;
	if (*(const unsigned char *)data != BLOCK_VERSION)
		return false;
	unpack_init(&in, (const unsigned char *)data + 1, len - 1);
	count = unpack_count(&in);
	for (size_t i = 0; i < count && !in.is_broken; i++) {
		const char *url = unpack_text(&in, arena);

		list->links = arena_grow(arena, list->links, &list->link_cap,
		    i + 1, sizeof(*list->links));
		list->links[list->link_count++] =
		    arena_dup(arena, url == NULL ? "" : url);
	}
	count = unpack_count(&in);
	for (size_t i = 0; i < count && !in.is_broken; i++) {
		list->blocks = arena_grow(arena, list->blocks, &list->cap,
		    i + 1, sizeof(*list->blocks));
		decode_block(&in, arena, list, &list->blocks[i]);
		list->count = i + 1;
	}
	if (!in.is_broken && in.at == in.end)
		return true;
	*list = (struct block_list){0};
	return false;
}

/* Append a block's text as one line, cells parted by tabs. */
static void add_line(struct str *out, const struct block *block)
{
	size_t start = out->len, len = block->len;

	if (len > 0 && block->kind == BLOCK_TABLE_ROW &&
	    block->text[len - 1] == BLOCK_CELL_END)
		len--;
	str_add_len(out, block->text, len);
	for (size_t i = start; i < out->len; i++)
		if (out->data[i] == BLOCK_CELL_END)
			out->data[i] = '\t';
	str_add_char(out, '\n');
}

static bool is_words(const struct block *block)
{
	return block->kind != BLOCK_CAPTION && block->kind != BLOCK_PICTURE;
}

static bool is_body(const struct block *block)
{
	return is_words(block) && (block->flags & BLOCK_FLAG_ASIDE) == 0;
}

void block_add_text(struct str *out, const struct block_list *list)
{
	/* the lead first, wherever the page has it */
	for (size_t i = 0; i < list->count; i++)
		if (list->blocks[i].kind == BLOCK_LEAD)
			add_line(out, &list->blocks[i]);
	for (size_t i = 0; i < list->count; i++)
		if (is_body(&list->blocks[i]) &&
		    list->blocks[i].kind != BLOCK_LEAD)
			add_line(out, &list->blocks[i]);
}

static size_t count_words(const char *text, size_t len)
{
	size_t count = len > 0 && (unsigned char)text[0] > ' ';

	/* the beginnings of words; no branch, so that a compiler can pair */
	for (size_t i = 1; i < len; i++)
		count += (unsigned)((unsigned char)text[i - 1] <= ' ') &
		    (unsigned)((unsigned char)text[i] > ' ');
	return count;
}

size_t block_count_words(const struct block_list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		if (is_words(&list->blocks[i]))
			count += count_words(list->blocks[i].text,
			    list->blocks[i].len);
	return count;
}
