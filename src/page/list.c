#include "page/list.h"

#include <string.h>

#include "base/hash.h"
#include "markup/charset.h"
#include "page/candidate.h"
#include "page/clutter.h"
#include "page/content.h"
#include "page/meta.h"
#include "page/next.h"
#include "page/picture.h"
#include "page/tree.h"
#include "text/clean.h"
#include "text/date.h"
#include "text/date_address.h"
#include "text/fold.h"
#include "text/url.h"

#define LINKS_MAX 5000
#define SLOTS 16384
/* Bytes: shorter is a menu's entry. */
#define TITLE_MIN_LEN 15
#define TITLE_MAX_LEN 400
#define LEAD_MIN_LEN 40
#define LEAD_MAX_LEN 2000
#define DATE_MAX_LEN 80
#define ZONE_OF_VIETNAM (7 * 3600)
/* Elements after an item's own that may still be its own. */
#define SIBLINGS_MAX 3
/* An article is named by so many links at most; sections and authors more. */
#define TEXTS_MAX 4
#define POPULAR_CLIMB_MAX 6
#define LINKED_CLIMB_MAX 4

static bool is_around(const struct node *node)
{
	for (; node != NULL; node = node_parent(node))
		if (node->is_dropped || node->tag == TAG_NAV ||
		    node->tag == TAG_FOOTER || node->tag == TAG_BUTTON)
			return true;
	return false;
}

static bool is_in_heading(const struct node *node)
{
	for (int up = 0; node != NULL && up < 4; up++, node = node_parent(node))
		if (node->tag >= TAG_H1 && node->tag <= TAG_H6)
			return true;
	return false;
}

static size_t count_words(const char *text)
{
	size_t count = 0;

	for (size_t i = 0; text[i] != '\0'; i++)
		count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
	return count;
}

/* "www.", "m." and the bare name are one site. */
static bool is_one_site(const char *a, const char *b)
{
	size_t a_len = strlen(a), b_len = strlen(b);

	if (a_len > b_len)
		return is_one_site(b, a);
	return strcmp(a, b + b_len - a_len) == 0 &&
	    (a_len == b_len || b[b_len - a_len - 1] == '.');
}

/*
 * Whether a link stays on the site: that of the page's address, or what the
 * page calls its own. Papers that moved, or are read through another name,
 * link to the one that they want to be known by.
 */
static bool is_same_site(const struct reader *reader, const char *url)
{
	const char *own[] = {reader->url, reader->base, reader->canonical};
	bool is_same, is_known = false;
	struct str host, other;

	str_init(&host);
	str_init(&other);
	url_host(&host, url);
	is_same = host.len == 0;
	for (size_t i = 0; !is_same && i < ARRAY_LEN(own); i++) {
		if (own[i] == NULL || !url_is_web(own[i]))
			continue;
		is_known = true;
		str_clear(&other);
		url_host(&other, own[i]);
		is_same = other.len > 0 && is_one_site(host.data, other.data);
	}
	str_release(&other);
	str_release(&host);
	return is_same || !is_known;
}

static bool is_address(const char *canonical, const char *url)
{
	struct str other;
	bool is_same;

	if (url == NULL)
		return false;
	str_init(&other);
	url_canonical(&other, url);
	is_same = strcmp(canonical, other.data) == 0;
	str_release(&other);
	return is_same;
}

static bool is_same_page(const struct reader *reader, const char *url)
{
	struct str canonical;
	bool is_same;

	str_init(&canonical);
	url_canonical(&canonical, url);
	is_same = is_address(canonical.data, reader->url) ||
	    is_address(canonical.data, reader->canonical);
	str_release(&canonical);
	return is_same;
}

/* A title in a heading beats others; else the first that is long enough. */
static void better_title(struct candidate *candidate, char *title,
    const struct node *link)
{
	bool is_heading = is_in_heading(link);

	if (candidate->title != NULL &&
	    (candidate->is_heading || !is_heading) &&
	    strlen(candidate->title) >= TITLE_MIN_LEN)
		return;
	candidate->title = title;
	candidate->link = link;
	candidate->is_heading = is_heading;
}

static char *find_title(struct reader *reader, const struct node *link,
    char *title)
{
	const char *other = node_attribute(link, "title");
	struct str line;

	if (title != NULL) {
		size_t len = strlen(title);

		/* "# Bão số 11" is a topic */
		return len >= TITLE_MIN_LEN && len <= TITLE_MAX_LEN &&
		        title[0] != '#' &&
		        clutter_find(title, len, NULL) == CLUTTER_NONE
		    ? title
		    : NULL;
	}
	/* a link around a photo: its title says what it is */
	if (other == NULL || strlen(other) < TITLE_MIN_LEN ||
	    strlen(other) > TITLE_MAX_LEN)
		return NULL;
	str_init(&line);
	text_clean_line(&line, other, strlen(other));
	title = arena_dup_len(reader->arena, line.data, line.len);
	str_release(&line);
	return title;
}

/* The slot of an address: its candidate + 1, or 0 where it is new. */
static uint32_t *find_slot(struct reader *reader, const char *url)
{
	size_t at = hash_text(HASH_START, url) % SLOTS;

	while (reader->slots[at] != 0 &&
	    strcmp(reader->candidates[reader->slots[at] - 1].url, url) != 0)
		at = (at + 1) % SLOTS;
	return &reader->slots[at];
}

/*
 * The address without what tracks readers and without a place inside the
 * page; else the links of one article would be several.
 */
static char *item_link(struct reader *reader, const struct node *node)
{
	char *url = content_link(reader->arena, reader->base,
	    node_attribute(node, "href"));
	struct str line;

	if (url == NULL || !url_is_web(url))
		return url;
	str_init(&line);
	str_add_len(&line, url, strcspn(url, "/"));
	url_canonical(&line, url);
	url = arena_dup_len(reader->arena, line.data, line.len);
	str_release(&line);
	return url;
}

static void take_link(struct reader *reader, const struct node *node)
{
	char *text, *title, *url;
	uint32_t *slot;

	if (reader->count >= LINKS_MAX || is_around(node))
		return;
	text = node_text(node, reader->arena);
	title = find_title(reader, node, text);
	if (title == NULL)
		return;
	url = item_link(reader, node);
	if (url == NULL || !is_same_site(reader, url) ||
	    is_same_page(reader, url))
		return;
	slot = find_slot(reader, url);
	if (*slot == 0) {
		reader->candidates = arena_grow(reader->scratch,
		    reader->candidates, &reader->cap, reader->count + 1,
		    sizeof(*reader->candidates));
		reader->candidates[reader->count++] = (struct candidate){
		    .url = url, .link = node};
		*slot = (uint32_t)reader->count;
	}
	reader->candidates[*slot - 1].texts += text != NULL;
	better_title(&reader->candidates[*slot - 1], title, node);
	reader->owners[node->index] = *slot;
}

static size_t count_links(const struct node *top)
{
	const struct node *node = top;
	size_t count = 0;

	for (; node != NULL; node = node_next(node, top))
		count += node->tag == TAG_A;
	return count;
}

/* Folded; "Tin mới" may head the very list that is wanted. */
static bool says_popular(const char *folded, const char *line, size_t len)
{
	if (strstr(folded, "quan tam") != NULL)
		return strcmp(folded, "tin duoc quan tam") == 0 ||
		    strcmp(folded, "duoc quan tam") == 0 ||
		    strcmp(folded, "duoc quan tam nhat") == 0 ||
		    strcmp(folded, "tin duoc quan tam nhat") == 0;
	return strstr(folded, "nhieu") != NULL &&
	    clutter_find(line, len, NULL) == CLUTTER_POPULAR;
}

/* "Tin đọc nhiều": what the whole site reads most. */
static bool heads_popular(const struct node *node)
{
	struct str line, folded;
	bool is_popular;

	if (node->tag != TAG_TEXT || node->len > 64)
		return false;
	str_init(&line);
	str_init(&folded);
	node_add_text(&line, node);
	text_fold(&folded, line.data, line.len);
	is_popular = says_popular(folded.data, line.data, line.len);
	str_release(&folded);
	str_release(&line);
	return is_popular;
}

/* Site-wide lists: what their headings head is no item. */
static void drop_popular(struct reader *reader)
{
	struct node *root = reader->tree.root, *node = root;
	size_t all = count_links(root);

	for (; node != NULL; node = node_next(node, root)) {
		struct node *top = node_parent(node);

		if (!heads_popular(node))
			continue;
		for (int up = 0; up < POPULAR_CLIMB_MAX &&
		     node_parent(top) != NULL && count_links(top) < 2;
		     up++)
			top = node_parent(top);
		if (node_parent(top) != NULL && count_links(top) * 2 < all &&
		    node_find(top, TAG_H1) == NULL)
			top->is_dropped = true;
	}
}

/*
 * What stands beside many items is their section or their author. It owns
 * nothing: else no box would hold one item alone.
 */
static void find_sections(struct reader *reader)
{
	for (size_t i = 0; i < reader->count; i++) {
		struct candidate *candidate = &reader->candidates[i];

		candidate->is_section = candidate->texts > TEXTS_MAX ||
		    (candidate->texts > 1 &&
		        !candidate_is_address(candidate->url));
	}
	for (size_t i = 0; i < reader->tree.count; i++)
		if (reader->owners[i] != 0 &&
		    reader->candidates[reader->owners[i] - 1].is_section)
			reader->owners[i] = 0;
}

/* Which candidates stand below each node. */
static void fill_owners(struct reader *reader)
{
	struct node **nodes = arena_array(reader->scratch,
	    reader->tree.count, sizeof(struct node *));
	struct node *node = reader->tree.root;

	for (; node != NULL; node = node_next(node, reader->tree.root))
		nodes[node->index] = node;
	for (size_t i = reader->tree.count; i-- > 1;) {
		uint32_t own = reader->owners[i];
		uint32_t *up = &reader->owners[node_parent(nodes[i])->index];

		if (own != 0 && *up != own)
			*up = *up == 0 ? own : MIXED;
	}
}

static void find_box(struct reader *reader, struct candidate *candidate)
{
	const struct node *node = candidate->link;

	while (node_parent(node) != NULL &&
	    reader->owners[node_parent(node)->index] != MIXED)
		node = node_parent(node);
	candidate->box = node;
}

static bool has_digits(const char *text, size_t len)
{
	size_t digits = 0;

	for (size_t i = 0; i < len; i++)
		digits += text[i] >= '0' && text[i] <= '9';
	return digits >= 4;
}

static bool read_date(const struct reader *reader,
    struct candidate *candidate, const char *text)
{
	size_t len = strlen(text);

	if (!date_parse(text, len, &reader->hint, &candidate->date)) {
		candidate->date = 0;
		return false;
	}
	candidate->is_date_rough = date_is_day(text, len);
	return true;
}

/* A date, or the longest text that is not the title. */
static void read_text(struct reader *reader, struct candidate *candidate,
    const struct node *node)
{
	char *text = node_text(node, reader->scratch);
	size_t len = text != NULL ? strlen(text) : 0;

	if (len == 0 || strcmp(text, candidate->title) == 0)
		return;
	if (candidate->date == 0 && len <= DATE_MAX_LEN &&
	    has_digits(text, len) && read_date(reader, candidate, text))
		return;
	if (len >= LEAD_MIN_LEN && len <= LEAD_MAX_LEN &&
	    (candidate->lead == NULL || len > strlen(candidate->lead)) &&
	    clutter_find(text, len, NULL) == CLUTTER_NONE)
		candidate->lead = arena_dup_len(reader->arena, text, len);
}

static bool is_leaf(const struct node *node)
{
	const struct node *child = node_first(node);

	for (; child != NULL; child = node_after(child))
		if ((tag_traits(child->tag) & TAG_IS_BLOCK) != 0)
			return false;
	return node_first(node) != NULL;
}

/* What is meant for programs tells more than what stands there. */
static void read_moment(const struct reader *reader,
    struct candidate *candidate, const struct node *box)
{
	const struct node *node = box;

	for (; node != NULL && candidate->date == 0;
	     node = node_next(node, box)) {
		const char *moment = node_attribute(node, "datetime");

		if (moment != NULL && !node->is_dropped)
			read_date(reader, candidate, moment);
	}
}

/* Date and lead: each line of the box that is not the title itself. */
static void read_box(struct reader *reader, struct candidate *candidate,
    const struct node *box)
{
	const struct node *node = box;

	read_moment(reader, candidate, box);
	while (node != NULL) {
		if (node->is_dropped || node->tag == TAG_A) {
			if (node->tag == TAG_A && node != candidate->link &&
			    !node->is_dropped)
				read_text(reader, candidate, node);
			node = node_next_after(node, box);
			continue;
		}
		if (node->tag == TAG_TEXT ||
		    (is_leaf(node) && node_find(node, TAG_A) == NULL)) {
			read_text(reader, candidate, node);
			node = node_next_after(node, box);
			continue;
		}
		node = node_next(node, box);
	}
}

/* Inside a link to the item it is its picture, whatever it is called. */
static bool is_linked(const struct reader *reader, const struct node *image)
{
	for (int up = 0; up < LINKED_CLIMB_MAX && image != NULL; up++) {
		if (image->tag == TAG_A)
			return reader->owners[image->index] != 0;
		image = node_parent(image);
	}
	return false;
}

static void find_picture(const struct reader *reader,
    struct candidate *candidate)
{
	const struct node *node = candidate->box;

	for (; node != NULL && candidate->picture == NULL;
	     node = node_next(node, candidate->box))
		if (node->tag == TAG_IMG && !node->is_dropped &&
		    (picture_is_worth(node) || is_linked(reader, node)))
			candidate->picture = node;
}

/* "9/11/2026: Title": the first item of a list has its date before it. */
static bool is_led(struct reader *reader, const struct candidate *candidate)
{
	const struct node *before = node_before(candidate->box);
	struct candidate probe = {.title = candidate->title};
	uint8_t *lead;

	if (node_parent(candidate->box) == NULL)
		return false;
	lead = &reader->leads[node_parent(candidate->box)->index];
	if (*lead == LEADING_UNKNOWN) {
		if (before != NULL && before->tag == TAG_TEXT)
			read_text(reader, &probe, before);
		*lead = probe.date != 0 ? LEADING_DATE : LEADING_NONE;
	}
	return *lead == LEADING_DATE;
}

/* What follows an item, or leads to it, may still be its own. */
static void read_beside(struct reader *reader, struct candidate *candidate)
{
	const struct node *beside = candidate->box;
	bool is_before = candidate->date == 0 && is_led(reader, candidate);

	for (int i = 0; i < SIBLINGS_MAX; i++) {
		beside = is_before ? node_before(beside) : node_after(beside);
		if (beside == NULL || reader->owners[beside->index] != 0 ||
		    (candidate->date != 0 && candidate->lead != NULL))
			break;
		read_box(reader, candidate, beside);
	}
}

static void read_item(struct reader *reader, struct candidate *candidate)
{
	read_box(reader, candidate, candidate->box);
	find_picture(reader, candidate);
	read_beside(reader, candidate);
	candidate->words = count_words(candidate->title);
	candidate->score = candidate->words >= 4 ? 1 : 0.2;
	candidate->score += candidate->date != 0;
	candidate->score += candidate->lead != NULL ? 0.7 : 0;
	candidate->score += candidate->is_heading ? 0.5 : 0;
	if (!candidate_is_address(candidate->url))
		candidate->score /= 3;
}

static void read_items(struct reader *reader)
{
	for (size_t i = 0; i < reader->count; i++) {
		struct candidate *candidate = &reader->candidates[i];

		if (candidate->is_section)
			continue;
		find_box(reader, candidate);
		read_item(reader, candidate);
	}
}

static void add_escaped(struct str *html, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			str_add(html, "&amp;");
		else if (*text == '<')
			str_add(html, "&lt;");
		else if (*text == '"')
			str_add(html, "&quot;");
		else
			str_add_char(html, *text);
	}
}

/* As feeds carry it: the picture before the lead, in HTML. */
static char *make_summary(const struct reader *reader,
    const struct candidate *candidate)
{
	const char *url = candidate->picture == NULL ? NULL
	    : picture_url(reader->scratch, reader->base, candidate->picture);
	char *summary = NULL;
	struct str html;

	str_init(&html);
	if (url != NULL) {
		str_add(&html, "<img src=\"");
		add_escaped(&html, url);
		str_add(&html, candidate->lead != NULL ? "\"> " : "\">");
	}
	if (candidate->lead != NULL)
		add_escaped(&html, candidate->lead);
	if (html.len > 0)
		summary = arena_dup_len(reader->arena, html.data, html.len);
	str_release(&html);
	return summary;
}

/* Where the line tells no time, the address may tell when it was written. */
static void mend_date(struct candidate *candidate)
{
	enum { DAY = 86400 };
	int64_t when;

	if ((candidate->date != 0 && !candidate->is_date_rough) ||
	    !date_read_address(candidate->url, ZONE_OF_VIETNAM, &when) ||
	    (candidate->date != 0 && (when < candidate->date ||
	        when >= candidate->date + DAY)))
		return;
	candidate->date = when;
	candidate->is_date_rough = true; /* the page knows when it was put up */
}

static void fill_items(const struct reader *reader, struct feed *feed)
{
	for (size_t i = 0; i < reader->count; i++) {
		struct candidate *candidate = &reader->candidates[i];
		struct feed_item *item;

		if (!candidate->is_chosen)
			continue;
		mend_date(candidate);
		item = feed_add_item(feed, reader->arena);
		item->title = candidate->title;
		item->link = candidate->url;
		item->published = candidate->date;
		item->is_date_rough = candidate->is_date_rough;
		item->summary = make_summary(reader, candidate);
	}
}

static void fill_feed(const struct reader *reader, const struct meta *meta,
    struct feed *feed)
{
	const struct node *heading = node_find(reader->tree.root, TAG_H1);
	char *title = NULL;

	if (heading != NULL)
		title = node_text(heading, reader->arena);
	if (title == NULL && meta->page_title != NULL)
		title = arena_dup(reader->arena, meta->page_title);
	if (title == NULL && meta->title != NULL)
		title = arena_dup(reader->arena, meta->title);
	feed->title = title;
	feed->link = arena_dup(reader->arena, reader->url);
	feed->description = arena_dup(reader->arena, meta->description);
	feed->language = arena_dup(reader->arena, meta->language);
	feed->next = next_find(&reader->tree, reader->arena, reader->base,
	    reader->url);
}

static void read_page(struct reader *reader, const char *data, size_t len,
    const char *content_type, struct meta *meta)
{
	char charset[64];
	struct str base;

	tree_read(&reader->tree, reader->scratch, data, len,
	    content_type != NULL
		? charset_from_content_type(content_type, charset,
		      sizeof(charset))
		: NULL);
	meta_read(meta, &reader->tree, reader->scratch);
	reader->base = reader->url;
	if (meta->base != NULL) {
		str_init(&base);
		url_resolve(&base, reader->url, meta->base);
		reader->base =
		    arena_dup_len(reader->scratch, base.data, base.len);
		str_release(&base);
	}
	reader->canonical =
	    content_link(reader->scratch, reader->base, meta->canonical);
	reader->slots =
	    arena_array(reader->scratch, SLOTS, sizeof(uint32_t));
	reader->owners = arena_array(reader->scratch, reader->tree.count,
	    sizeof(uint32_t));
	reader->leads = arena_array(reader->scratch, reader->tree.count, 1);
	/* list pages are read for Vietnam's portals first of all */
	reader->hint = (struct date_hint){
	    .zone = ZONE_OF_VIETNAM, .order = DATE_ORDER_DAY};
}

bool list_read(const char *data, size_t len, const char *url,
    const char *content_type, struct arena *arena, struct feed *feed,
    struct error *err)
{
	struct arena scratch;
	struct reader reader = {
	    .arena = arena, .scratch = &scratch, .url = url};
	const struct node *node;
	struct meta meta;
	size_t chosen;

	*feed = (struct feed){.format = "list"};
	arena_init(&scratch);
	read_page(&reader, data, len, content_type, &meta);
	drop_popular(&reader);
	node = reader.tree.root;
	for (; node != NULL; node = node_next(node, reader.tree.root))
		if (node->tag == TAG_A)
			take_link(&reader, node);
	find_sections(&reader);
	fill_owners(&reader);
	read_items(&reader);
	chosen = candidate_choose(&reader);
	fill_feed(&reader, &meta, feed);
	if (chosen > 0)
		fill_items(&reader, feed);
	tree_release(&reader.tree);
	arena_release(&scratch);
	if (chosen == 0)
		return error_set(err, ERROR_LIST_NO_LINKS, url, 0);
	return true;
}
