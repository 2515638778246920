/*
 * Role: an article's web page → its content as blocks. Known families by a
 * table of selectors (page/families), then microdata and Open Graph, else
 * our own scoring of blocks. Pure. Thread: any.
 */
#ifndef PAGE_EXTRACT_H
#define PAGE_EXTRACT_H

#include "base/arena.h"
#include "base/error.h"
#include "news/page.h"
#include "page/families.h"

#include <stddef.h>

struct extract_options {
	const char *url;          /* base of links; or NULL */
	const char *content_type; /* of the transport; or NULL */
	const char *title;        /* as the feed had it, a help; or NULL */
	const struct family_list *families; /* the reader's own; or NULL */
};

/*
 * Where the pages of a split article are one piece of bytes, each but the
 * first begins with this, its address, and the end mark; what they hold is
 * joined. page->next is where it goes on.
 */
#define EXTRACT_PART_MARK "\n<!--bantin part: "
#define EXTRACT_PART_END "-->\n"

/*
 * Fill page (cleared here). False with ERROR_PAGE_NO_ARTICLE where there is
 * no article (title and links may be filled all the same).
 */
MUST_CHECK bool extract_page(const char *data, size_t len,
    const struct extract_options *options, struct arena *arena,
    struct page *page, struct error *err);

/*
 * A feed's own HTML (content or summary) → blocks, links made absolute.
 * Never fails: text without markup is one paragraph.
 */
void extract_fragment(const char *html, size_t len, const char *base_url,
    struct arena *arena, struct block_list *list);

/* The same without its addresses, for who wants the words alone. */
void extract_text(const char *html, size_t len, struct arena *arena,
    struct block_list *list);

#endif
