/*
 * Role: what was read from an article's web page: plain values, the result
 * of page/, input of refresh/ and store/. Clean plain text; links absolute;
 * NULL is what the page lacks. Memory is the arena's. Thread: any.
 */
#ifndef NEWS_PAGE_H
#define NEWS_PAGE_H

#include "base/arena.h"
#include "base/str.h"
#include "news/block.h"

#include <stdbool.h>
#include <stdint.h>

/* An entry of "Các tin khác" and its like. */
struct page_link {
	char *title, *url;
	int64_t date; /* 0: none beside it */
};

struct page_attachment {
	char *name, *url;
	int64_t size; /* bytes; 0: not said */
};

struct page {
	char *url;       /* where it was read from */
	char *canonical; /* as the page says itself, absolute; or NULL */
	char *title, *section, *lead, *author, *language;
	char *feedback; /* the address of "Phản hồi" */
	char *next; /* where a split article goes on; not kept */
	int64_t published, updated;
	bool is_date_rough; /* the day of it alone is known */
	struct block_list body; /* lead, captions and pictures included */
	struct page_link *related;
	size_t related_count, related_cap;
	struct page_attachment *attachments;
	size_t attachment_count, attachment_cap;
	char *rule; /* which row or rule took the body */
	char *explanation; /* of each part, "part: rule\n"; not kept */
};

void page_encode(struct str *out, const struct page *page);
MUST_CHECK bool page_decode(const void *data, size_t len,
    struct arena *arena, struct page *page);

#endif
