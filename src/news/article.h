/*
 * Role: an article: what a feed or list page brought, what a list shows,
 * what the reader opens. Clean text. Thread: any.
 */
#ifndef NEWS_ARTICLE_H
#define NEWS_ARTICLE_H

#include "base/error.h"
#include "news/block.h"
#include "news/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * By what an article is known within its source, best first; any that is
 * known already means the same article. Trimmed, never normalised.
 */
enum article_key_kind {
	ARTICLE_KEY_GUID = 1,
	ARTICLE_KEY_LINK = 2,  /* canonical (url_canonical) */
	ARTICLE_KEY_TITLE = 3, /* folded title, and the local day if dated */
};

struct article_key {
	enum article_key_kind kind;
	const char *text;
};

/* An article on its way into the store. */
struct article_draft {
	struct article_key keys[3];
	size_t key_count;
	const char *title, *link, *author; /* link absolute, or NULL */
	const char *address; /* canonical link, the page's key; or NULL */
	const char *lead; /* first lines as plain text, for lists */
	int64_t published; /* 0: none or distrusted; first sight is taken */
	bool is_date_rough; /* known to the day or hour: a page may tell more */
	int64_t updated;
	const char *body; /* encoded blocks of the feed's own text */
	size_t body_len;
	/* or that text as it came, whose blocks are built later; or NULL */
	const char *html;
	size_t html_len;
	const char *base; /* of its links; NULL: link */
	/* a list page row or a page's related row: nothing but title and link */
	bool is_headline;
	bool is_page_unwanted; /* fetched only when somebody opens it */
};

enum page_state { /* kept in caches */
	PAGE_NONE = 0,    /* no link, or not wanted */
	PAGE_WANTED = 1,
	PAGE_READY = 2,   /* whole text here */
	PAGE_NO_BODY = 3, /* fetched; no article on it */
	PAGE_FAILED = 4,  /* tried; may be tried again */
};

/* A row of a list. */
struct article_row {
	int64_t id, source_id;
	char *title, *link, *lead, *source_title; /* never NULL; may be empty */
	int64_t published; /* what lists sort and show; never 0 */
	bool is_date_trusted;
	bool is_day_only; /* published is the beginning of its day */
	bool is_unread, is_starred;
	bool is_updated;      /* changed after it was first stored */
	enum page_state page; /* READY: filled dot */
	int words;            /* of the text there is; 0: none */
	int64_t story; /* the id of the story's first article; 0: none */
	int others; /* of a folded list: articles behind it; else 0 */
};

/* Whole, for reading. */
struct article {
	struct article_row row;
	char *author, *section, *language, *feedback; /* never NULL */
	int64_t updated, first_seen;
	struct error page_error;  /* of the last try at its page */
	struct block_list body;   /* the page's, else the feed's */
	bool is_feed_text;        /* body is the feed's own text */
	/* that is not built yet: body is the lead, as one paragraph */
	bool is_unbuilt;
	struct page_link *related; /* as the page lists them */
	size_t related_count;
	struct page_attachment *attachments;
	size_t attachment_count;
	int position; /* where the reader left off, as ui has it; 0: nowhere */
};

/* Which articles a list holds; the rows come newest first. */
struct query {
	int64_t source_id;  /* 0: all */
	bool is_unread_only, is_starred_only;
	bool is_folded; /* of a story only the newest that is met; not of text */
	int64_t since;      /* 0: any */
	const char *text;   /* as typed (news/search): it meets that; or NULL */
	const char *tag;    /* of the article itself; NULL: any */
	/* go on below this row (its published and id); 0: from the newest */
	int64_t before_published, before_id;
	/*
	 * The rows next above that row instead (0: the oldest ones of all),
	 * given newest first as well: how a screen pages up.
	 */
	bool is_upward;
	size_t limit;       /* 0: no limit */
};

enum related_why {
	RELATED_LISTED = 1,  /* the page itself lists it */
	RELATED_SIMILAR = 2, /* same matter, by what they share */
	RELATED_STORY = 3,   /* the same story, told by this source */
};

struct related_row {
	struct article_row row; /* id 0: a link not in the cache yet */
	enum related_why why;
	int number;  /* of a listed link on the page, from 1; else 0 */
	double score; /* 0 to 1 */
	char *shared; /* "sông Lệ Khê, cầu Bến Sỏi": what they share; of a story,
	               * what it has besides */
};

#endif
