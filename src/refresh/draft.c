#include "refresh/draft.h"

#include "news/page.h"
#include "page/extract.h"
#include "text/clean.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/url.h"
#include "text/utf8.h"
#include "text/width.h"

#include <string.h>

enum {
	LEAD_MOST = 300,            /* bytes */
	LEAD_READ = 640,            /* of HTML, to find it; then more */
	LEAD_READ_MOST = 64 * 1024,
	TITLE_COLUMNS = 80,    /* of one made from the text */
	DAY = 86400,
	DATE_LEAST = 788918400, /* 1995-01-01: before it there was no web */
};

bool draft_may_link(const char *url, bool is_file)
{
	return url_is_web(url) || (is_file && url_is_file(url));
}

static int64_t trusted_date(int64_t when, int64_t now)
{
	return when >= DATE_LEAST && when <= now + DAY ? when : 0;
}

/*
 * Plain text of blocks on one line, cut at a blank; NULL if there is none.
 * *is_cut: there is more.
 */
static const char *make_lead(const struct block_list *blocks, bool *is_cut,
    struct arena *arena)
{
	struct str text, line;
	const char *lead = NULL;
	size_t len, blank;

	str_init(&text);
	str_init(&line);
	block_add_text(&text, blocks);
	text_clean_line(&line, text.data, text.len);
	len = line.len;
	*is_cut = len > LEAD_MOST;
	if (*is_cut) {
		len = utf8_cut(line.data, LEAD_MOST);
		for (blank = len; blank > 0 && line.data[blank] != ' ';)
			blank--;
		if (blank > LEAD_MOST / 2)
			len = blank;
	}
	if (len > 0)
		lead = arena_dup_len(arena, line.data, len);
	str_release(&text);
	str_release(&line);
	return lead;
}

/*
 * The first words of html. All of it is read later, behind the refresh; here
 * no more than is needed, which is little as a rule.
 */
static const char *read_lead(const char *html, size_t len,
    struct arena *arena)
{
	size_t most = LEAD_READ;
	const char *lead;
	bool is_cut;

	if (len > LEAD_READ_MOST)
		len = LEAD_READ_MOST;
	for (;; most *= 4) {
		struct block_list blocks = {0};
		struct arena scratch;

		arena_init(&scratch);
		extract_text(html, most < len ? utf8_cut(html, most) : len,
		    &scratch, &blocks);
		lead = make_lead(&blocks, &is_cut, arena);
		arena_release(&scratch);
		if (is_cut || most >= len)
			return lead;
	}
}

static bool has_text(const char *html)
{
	return html != NULL && html[strspn(html, " \t\r\n")] != '\0';
}

static void set_body(struct article_draft *draft,
    const struct feed_item *item, const struct draft_rules *rules,
    struct arena *arena)
{
	const char *html = item->content != NULL ? item->content
	                                         : item->summary;
	const char *base = draft->link != NULL ? draft->link : rules->url;

	if (item->content != NULL && has_text(item->summary))
		draft->lead = read_lead(item->summary, strlen(item->summary),
		    arena);
	if (!has_text(html))
		return;
	draft->html = html;
	draft->html_len = strlen(html);
	draft->base = draft->link != NULL ? NULL : base;
	if (draft->lead == NULL)
		draft->lead = read_lead(html, draft->html_len, arena);
}

/* An item without a title is called by its first words, or its address. */
static const char *make_title(const struct article_draft *draft,
    struct arena *arena)
{
	const char *title = draft->lead != NULL ? draft->lead : draft->link;
	struct str cut;

	if (title == NULL)
		return NULL;
	str_init(&cut);
	text_truncate(&cut, title, TITLE_COLUMNS);
	title = arena_dup(arena, cut.data);
	str_release(&cut);
	return title;
}

static void set_link(struct article_draft *draft, const char *link,
    struct arena *arena)
{
	struct str canonical;

	str_init(&canonical);
	url_canonical(&canonical, link);
	draft->link = link;
	draft->address = arena_dup(arena, canonical.data);
	str_release(&canonical);
}

static void add_key(struct article_draft *draft, enum article_key_kind kind,
    const char *text)
{
	draft->keys[draft->key_count].kind = kind;
	draft->keys[draft->key_count++].text = text;
}

/* "20779 khoi cong cau ben soi", the day only if there is a date. */
static const char *make_title_key(const struct article_draft *draft,
    struct arena *arena)
{
	struct str key;
	const char *text;

	str_init(&key);
	if (draft->published != 0)
		str_addf(&key, "%lld ",
		    (long long)date_local(draft->published).day_number);
	text_fold(&key, draft->title, strlen(draft->title));
	text = arena_dup(arena, key.data);
	str_release(&key);
	return text;
}

static const char *trimmed_id(const char *id, struct arena *arena)
{
	size_t len = id == NULL ? 0 : strlen(id);

	if (len > 0)
		text_trim(&id, &len);
	return len == 0 ? NULL : arena_dup_len(arena, id, len);
}

static void set_keys(struct article_draft *draft, const char *id,
    struct arena *arena)
{
	id = trimmed_id(id, arena);
	if (id != NULL)
		add_key(draft, ARTICLE_KEY_GUID, id);
	if (draft->address != NULL)
		add_key(draft, ARTICLE_KEY_LINK, draft->address);
	add_key(draft, ARTICLE_KEY_TITLE, make_title_key(draft, arena));
}

static bool fill_draft(struct article_draft *draft,
    const struct feed_item *item, const struct draft_rules *rules,
    struct arena *arena)
{
	*draft = (struct article_draft){.author = item->author,
	    .is_headline = rules->is_list,
	    .is_page_unwanted = rules->is_page_unwanted};
	if (item->link != NULL && draft_may_link(item->link, rules->is_file))
		set_link(draft, item->link, arena);
	draft->published = trusted_date(
	    item->published != 0 ? item->published : item->updated,
	    rules->now);
	draft->is_date_rough = item->is_date_rough;
	draft->updated = trusted_date(item->updated, rules->now);
	set_body(draft, item, rules, arena);
	draft->title = item->title != NULL && *item->title != '\0'
	    ? item->title
	    : make_title(draft, arena);
	if (draft->title == NULL)
		return false;
	set_keys(draft, item->id, arena);
	return true;
}

void draft_feed(const struct feed *feed, const struct draft_rules *rules,
    struct arena *arena, struct article_draft **drafts, size_t *count)
{
	*drafts = arena_array(arena, feed->item_count, sizeof(**drafts));
	*count = 0;
	for (size_t i = 0; i < feed->item_count; i++)
		if (fill_draft(&(*drafts)[*count], &feed->items[i], rules,
		        arena))
			(*count)++;
}

void draft_page(const struct page *page, const char *title, const char *url,
    int64_t now, struct arena *arena, struct article_draft *draft)
{
	bool is_cut;

	*draft = (struct article_draft){.author = page->author,
	    .is_headline = true};
	set_link(draft, url, arena);
	draft->title = page->title != NULL && *page->title != '\0'
	    ? page->title
	    : title;
	draft->lead = page->lead != NULL
	    ? page->lead
	    : make_lead(&page->body, &is_cut, arena);
	draft->published = trusted_date(page->published, now);
	draft->is_date_rough = page->is_date_rough;
	if (draft->title == NULL || *draft->title == '\0')
		draft->title = make_title(draft, arena);
	set_keys(draft, NULL, arena);
}
