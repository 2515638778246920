/*
 * Role: what the steps of extract_page hand to each other: the tree, what
 * the page says of itself, the body found so far. Only for this room.
 * Thread: any.
 */
#ifndef PAGE_WORK_H
#define PAGE_WORK_H

#include "base/arena.h"
#include "base/str.h"
#include "news/page.h"
#include "page/content.h"
#include "page/extract.h"
#include "page/families.h"
#include "page/linked.h"
#include "page/meta.h"
#include "page/select.h"
#include "page/tree.h"
#include "text/date.h"

#include <stdbool.h>

/* Which page of a split article this is. */
struct part {
	const char *first; /* the first one's address; or NULL */
	int number;        /* from 1 */
};

struct work {
	const struct extract_options *options;
	const struct part *part;
	struct arena *arena;   /* what the caller gets */
	struct arena *scratch; /* what ends with the call */
	struct page *page;
	struct tree tree;
	struct select_index index;
	struct meta meta;
	struct linked linked;
	const char *base;      /* of links; or NULL */
	struct date_hint hint; /* for dates without a zone */
	const struct node *heading;  /* the likely title's h1, h2; or NULL */
	bool is_heading_sure;        /* it says what the head says */
	const struct family *family; /* NULL: of none */
	const struct node *title;    /* the element; or NULL */
	struct node *body;           /* the element that holds it; or NULL */
	struct content content;
	const struct node *no_head;  /* a block known to head no list */
	const char *rule;            /* which rule took the body */
	struct str explained;        /* "part: rule\n" */
};

/*
 * Find the body and read it into content: by family, microdata, else by
 * score. False: no article here.
 */
bool work_find_body(struct work *work);

/* Note which rule took a part; details may be NULL. */
void work_explain(struct work *work, const char *part, const char *rule,
    const char *details);

/* Choose the content by the text itself (page/score). False: none. */
bool work_score_body(struct work *work);

/* The head tells when it was published: lists of articles do not. */
bool work_says_article(const struct work *work);

/* Whether an address is the page's own, fragments and the like aside. */
bool work_is_this_page(const struct work *work, const char *url);

/* A block that is a name, set as signatures are: the page's author. */
void work_take_signature(struct work *work, size_t at);

/* Take out what stands inside the body but is no part of it. */
void work_trim(struct work *work);

void work_find_heading(struct work *work);

/* Title, section, author, dates, language, canonical address. */
void work_find_title(struct work *work);
void work_fill_facts(struct work *work);

/* Said of the site: by the head, or by its host. */
bool work_is_site_name(struct work *work, const char *name);

/* Who wrote it, by the head, by named elements, else by a line "By …". */
void work_find_author(struct work *work);

/* Lead as the first block; related list, feedback address, attachments. */
void work_find_lead(struct work *work);
void work_find_links(struct work *work);

/* Where the article goes on. */
void work_find_next(struct work *work);

/* extract_page of one page. */
MUST_CHECK bool extract_part(const char *data, size_t len,
    const struct extract_options *options, const struct part *part,
    struct arena *arena, struct page *page, struct error *err);

/* The first match of a family's selector, or NULL. */
struct node *work_select(const struct work *work, const char *selector);

#endif
