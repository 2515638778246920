/*
 * Articles that a site has cut into pages: where the next one is, and all of
 * them as one.
 */
#include "page/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/url.h"

/* Bytes by which addresses of one article's pages differ. */
#define MARK_MAX_LEN 24
#define PARTS_MAX 20

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * What parts one page's address from the first one's is its number, with
 * words and marks that stand for pages: "-p2", "?page=2", "/page/2/",
 * "_trang-2".
 */
static bool is_page_mark(const char *mark, size_t len, int number)
{
	static const char *const words[] = {"", "p", "pg", "page", "paged",
	    "pageno", "pagenumber", "pageindex", "trang", "tr", "seite"};
	char word[MARK_MAX_LEN + 1], digits[16];
	size_t word_len = 0, at = 0, end = len, digits_len;

	digits_len = (size_t)snprintf(digits, sizeof(digits), "%d", number);
	while (end > 0 && mark[end - 1] == '/')
		end--;
	if (len > MARK_MAX_LEN || end < digits_len ||
	    memcmp(mark + end - digits_len, digits, digits_len) != 0)
		return false;
	for (end -= digits_len; at < end; at++) {
		char c = mark[at];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			word[word_len++] = (char)(c | 0x20);
		else if (strchr("-_/?&=,.", c) == NULL)
			return false;
	}
	word[word_len] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i], word) == 0)
			return len > digits_len;
	return false;
}

/* Whether an address is page number of the article that begins at first. */
static bool is_page_of(const char *url, const char *first, int number)
{
	size_t url_len = strcspn(url, "#"), first_len = strcspn(first, "#");
	size_t start = 0, end = 0;

	while (start < url_len && start < first_len &&
	    url[start] == first[start])
		start++;
	while (end < url_len - start && end < first_len - start &&
	    url[url_len - end - 1] == first[first_len - end - 1])
		end++;
	/* "?trang=1" of the first has its own number */
	if (first_len - start - end == 1 && first[start] == '1' &&
	    start > 0 && !is_digit(first[start - 1]) &&
	    (end == 0 || !is_digit(first[first_len - end]))) {
		char digits[16];
		size_t len = (size_t)snprintf(digits, sizeof(digits), "%d",
		    number);

		while (start > 0 && strchr("/?&", first[start - 1]) == NULL)
			start--;
		return url_len - start - end >= len &&
		    is_page_mark(url + start, url_len - start - end, number);
	}
	if (first_len - start - end > 0)
		return false;
	/* "/tin-1.html", "/tin-12.html": another article */
	return (start == 0 || !is_digit(url[start - 1]) ||
	           !is_digit(url[start])) &&
	    is_page_mark(url + start, url_len - start - end, number);
}

/* The address that a link leads to, if it is the part wanted; or NULL. */
static char *read_next(struct work *work, const struct node *link,
    const char *first, struct str *url)
{
	const char *href = node_attribute(link, "href");

	if (href == NULL)
		return NULL;
	str_clear(url);
	url_resolve(url, work->base, href);
	return is_page_of(url->data, first, work->part->number + 1)
	    ? content_link(work->scratch, work->base, href)
	    : NULL;
}

void work_find_next(struct work *work)
{
	const struct node *root = work->tree.root, *node = root;
	const char *first = work->part->first != NULL ? work->part->first
	                                              : work->options->url;
	char *found = NULL;
	struct str url;

	if (first == NULL || work->part->number >= PARTS_MAX)
		return;
	str_init(&url);
	for (; node != NULL && found == NULL; node = node_next(node, root))
		if (node->tag == TAG_A || node->tag == TAG_LINK)
			found = read_next(work, node, first, &url);
	str_release(&url);
	if (found == NULL)
		return;
	work->page->next =
	    arena_dup_len(work->arena, found, strcspn(found, "#"));
	work_explain(work, "next", "address", work->page->next);
}

/* --- all of them ---------------------------------------------------------- */

static const char *find_mark(const char *at, const char *end)
{
	size_t len = strlen(EXTRACT_PART_MARK);

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		if ((size_t)(end - at) > len &&
		    memcmp(at, EXTRACT_PART_MARK, len) == 0)
			return at;
		at++;
	}
	return end;
}

static bool has_text(const struct block_list *list, const struct block *block)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->blocks[i].len == block->len &&
		    memcmp(list->blocks[i].text, block->text, block->len) == 0)
			return true;
	return false;
}

static size_t join_link(struct block_list *list, struct arena *arena,
    const struct block_list *more, size_t link)
{
	return link == 0 ? 0
	                 : block_add_link(list, arena, more->links[link - 1]);
}

/*
 * What each page says again (lead, first photo) is said once. False: it is
 * all known, so this is no other page of it.
 */
static bool join(struct page *page, const struct page *part,
    struct arena *arena)
{
	struct block_list *list = &page->body;
	size_t known = list->count;
	bool is_more = false;

	for (size_t i = 0; i < part->body.count; i++) {
		const struct block *from = &part->body.blocks[i];
		struct block_list before = {.blocks = list->blocks,
		    .count = known};
		struct block *block;

		if (from->kind == BLOCK_LEAD ||
		    (from->len > 0 && from->kind != BLOCK_TABLE_ROW &&
		        has_text(&before, from)))
			continue;
		is_more |= from->kind != BLOCK_PICTURE &&
		    from->kind != BLOCK_CAPTION;
		block = block_add(list, arena, from->kind, from->text,
		    from->len);
		block->level = from->level;
		block->number = from->number;
		block->flags = from->flags;
		block->link = join_link(list, arena, &part->body, from->link);
		for (size_t k = 0; k < from->span_count; k++) {
			struct span span = from->spans[k];

			span.link = join_link(list, arena, &part->body,
			    span.link);
			block_add_span(list, arena, span);
		}
	}
	if (!is_more)
		list->count = known;
	return is_more;
}

/* Another page: its address up to the end mark, then its bytes. */
static bool read_more(struct page *page, const char *at, const char *end,
    const struct extract_options *options, int number, struct arena *arena)
{
	struct extract_options here = *options;
	struct part part = {.first = options->url, .number = number};
	struct page more;
	const char *url_end = memchr(at, '\n', (size_t)(end - at));
	size_t tail = strlen(EXTRACT_PART_END) - 1;

	if (url_end == NULL || (size_t)(url_end - at) < tail)
		return false;
	here.url = arena_dup_len(arena, at, (size_t)(url_end - at) - tail);
	if (!extract_part(url_end + 1, (size_t)(end - url_end - 1), &here,
	        &part, arena, &more, NULL) ||
	    !join(page, &more, arena))
		return false;
	page->next = more.next;
	return true;
}

bool extract_page(const char *data, size_t len,
    const struct extract_options *options, struct arena *arena,
    struct page *page, struct error *err)
{
	struct part part = {.number = 1};
	const char *end = data + len, *stop = find_mark(data, end);
	bool is_more = true;

	if (!extract_part(data, (size_t)(stop - data), options, &part, arena,
	        page, err))
		return false;
	while (is_more && stop < end && part.number < PARTS_MAX) {
		const char *at = stop + strlen(EXTRACT_PART_MARK);

		stop = find_mark(at, end);
		is_more = read_more(page, at, stop, options, ++part.number,
		    arena);
	}
	if (!is_more)
		page->next = NULL;
	return true;
}
