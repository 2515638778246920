#include "page/work.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "page/clutter.h"
#include "text/clean.h"
#include "text/url.h"

#define RELATED_MAX 60
#define TITLE_MIN_LEN 10
/* Text between links that is no date: the list is over (bytes). */
#define FOREIGN_MAX_LEN 240
#define CLIMB_MAX 6
/* A line that could head a list (bytes). */
#define HEAD_MAX_LEN 64

static bool is_link(const struct node *node)
{
	return node->tag == TAG_A && node_attribute(node, "href") != NULL;
}

/* The smallest block around a node. */
static const struct node *find_block(const struct node *node)
{
	while (node_parent(node) != NULL &&
	    (tag_traits(node->tag) & TAG_IS_BLOCK) == 0)
		node = node_parent(node);
	return node;
}

/*
 * What a node heads, if it is the first text of a short line; *line is the
 * element whose text that line is.
 */
static enum clutter find_head(struct work *work, const struct node *text,
    const struct node **line)
{
	const struct node *node = text;
	enum clutter role;
	struct str raw;

	if (text->len > HEAD_MAX_LEN)
		return CLUTTER_NONE;
	str_init(&raw);
	node_add_text(&raw, text);
	role = clutter_find(raw.data, raw.len, NULL);
	/* a heading may be cut up: "<b>Các tin</b> <b>khác</b>" */
	if (role == CLUTTER_NONE)
		node = find_block(text);
	if (role == CLUTTER_NONE && node != work->no_head) {
		if (node_text_len(node, HEAD_MAX_LEN) < HEAD_MAX_LEN) {
			str_clear(&raw);
			node_add_text(&raw, node);
			role = clutter_find(raw.data, raw.len, NULL);
		}
		if (role == CLUTTER_NONE)
			work->no_head = node;
	}
	str_release(&raw);
	*line = node;
	return role;
}

/* The nearest element above a heading that holds links after it. */
static const struct node *find_list(const struct node *head)
{
	const struct node *top = node_parent(head);

	for (int up = 0; top != NULL && up < CLIMB_MAX; up++) {
		const struct node *node = node_next_after(head, top);

		for (int seen = 0; node != NULL && seen < 40; seen++) {
			if (is_link(node))
				return top;
			node = node_next(node, top);
		}
		top = node_parent(top);
	}
	return NULL;
}

static struct page_link *add_related(struct page *page, struct arena *arena)
{
	page->related = arena_grow(arena, page->related, &page->related_cap,
	    page->related_count + 1, sizeof(*page->related));
	page->related[page->related_count] = (struct page_link){0};
	return &page->related[page->related_count++];
}

static struct page_link *find_related(struct page *page, const char *url)
{
	for (size_t i = 0; i < page->related_count; i++)
		if (strcmp(page->related[i].url, url) == 0)
			return &page->related[i];
	return NULL;
}

/* The date beside a link: in the rest of its list item, row or paragraph. */
static int64_t find_date(struct work *work, const struct node *link)
{
	const struct node *top = node_parent(link), *node;
	struct str rest;
	int64_t when = 0;
	size_t links = 0;

	while (node_parent(top) != NULL && top->tag != TAG_LI &&
	    top->tag != TAG_TR && top->tag != TAG_P && top->tag != TAG_DIV &&
	    top->tag != TAG_TD)
		top = node_parent(top);
	str_init(&rest);
	for (node = node_next_after(link, top); node != NULL && links == 0 &&
	     rest.len < 100;
	     node = node_next(node, top)) {
		links += is_link(node);
		if (node->tag == TAG_TEXT) {
			str_add_char(&rest, ' ');
			node_add_text(&rest, node);
		}
	}
	if (!date_parse(rest.data, rest.len, &work->hint, &when))
		when = 0;
	if (when == 0 && node_before(link) != NULL &&
	    node_text_len(node_before(link), 50) < 50) {
		str_clear(&rest);
		node_add_text(&rest, node_before(link));
		if (!date_parse(rest.data, rest.len, &work->hint, &when))
			when = 0;
	}
	str_release(&rest);
	return when;
}

bool work_is_this_page(const struct work *work, const char *url)
{
	struct str a, b;
	bool is_same;

	if (work->base == NULL)
		return false;
	str_init(&a);
	str_init(&b);
	url_canonical(&a, url);
	url_canonical(&b, work->options->url != NULL ? work->options->url
	                                             : work->base);
	is_same = strcmp(a.data, b.data) == 0;
	str_release(&b);
	str_release(&a);
	return is_same;
}

static void take_link(struct work *work, const struct node *node)
{
	struct page *page = work->page;
	char *url = content_link(work->arena, work->base,
	    node_attribute(node, "href"));
	char *title = node_text(node, work->arena);
	struct page_link *link;

	if (url == NULL || title == NULL || strlen(title) < TITLE_MIN_LEN ||
	    clutter_find(title, strlen(title), NULL) != CLUTTER_NONE ||
	    work_is_this_page(work, url))
		return;
	link = find_related(page, url);
	if (link != NULL) {
		if (strlen(title) > strlen(link->title))
			link->title = title;
		return;
	}
	link = add_related(page, work->arena);
	link->url = url;
	link->title = title;
	link->date = find_date(work, node);
}

/* The links of a list, up to another heading or to text that is no list. */
static const struct node *take_links(struct work *work,
    const struct node *head, const struct node *top)
{
	const struct node *node = node_next_after(head, top), *line;
	size_t foreign = 0;

	while (node != NULL && work->page->related_count < RELATED_MAX) {
		if (is_link(node)) {
			take_link(work, node);
			foreign = 0;
			node = node_next_after(node, top);
			continue;
		}
		if (node->tag == TAG_TEXT) {
			foreign += node->len;
			if (foreign > FOREIGN_MAX_LEN ||
			    find_head(work, node, &line) != CLUTTER_NONE)
				return node;
		}
		if (node->tag == TAG_FOOTER)
			return node;
		node = node_next(node, top);
	}
	return node;
}

/*
 * The address of "Phản hồi": the link that says so, the form below, else
 * the place on the page.
 */
static void take_feedback(struct work *work, const struct node *head)
{
	const struct node *node = head, *form;
	const char *href = NULL;

	if (work->page->feedback != NULL)
		return;
	for (int up = 0; node != NULL && up < 3 && href == NULL; up++) {
		if (is_link(node))
			href = node_attribute(node, "href");
		node = node_parent(node);
	}
	if (href == NULL) {
		node = node_find(head, TAG_A);
		href = node != NULL ? node_attribute(node, "href") : NULL;
	}
	if (href != NULL && href[0] == '#' && href[1] != '\0' &&
	    work->options->url != NULL) {
		struct str url;

		str_init(&url);
		url_resolve(&url, work->options->url, href);
		work->page->feedback =
		    arena_dup_len(work->arena, url.data, url.len);
		str_release(&url);
		return;
	}
	work->page->feedback = content_link(work->arena, work->base, href);
	if (work->page->feedback != NULL)
		return;
	form = node_next_after(head, work->tree.root);
	for (int seen = 0; form != NULL && seen < 60; seen++) {
		if (form->tag == TAG_FORM) {
			work->page->feedback = content_link(work->arena,
			    work->base, node_attribute(form, "action"));
			break;
		}
		form = node_next(form, work->tree.root);
	}
	if (work->page->feedback == NULL)
		work->page->feedback =
		    arena_dup(work->arena, work->options->url);
}

static bool is_aside(const struct node *node)
{
	for (; node != NULL; node = node_parent(node))
		if (node->tag == TAG_NAV || node->tag == TAG_FOOTER ||
		    node->tag == TAG_ASIDE)
			return true;
	return false;
}

static void find_lists(struct work *work)
{
	const struct node *root = work->tree.root, *node, *line, *top;

	node = work->title != NULL ? work->title : work->tree.body;
	while (node != NULL) {
		enum clutter role = CLUTTER_NONE;

		if (node->tag == TAG_TEXT)
			role = find_head(work, node, &line);
		if (role == CLUTTER_FEEDBACK && !is_aside(node))
			take_feedback(work, line);
		top = role == CLUTTER_RELATED && !is_aside(node)
		    ? find_list(line)
		    : NULL;
		/* always forward, so that each list is read once */
		if (top != NULL) {
			const struct node *next = take_links(work, line, top);

			node = next != NULL ? next
			                    : node_next_after(line, root);
			if (next != NULL && next->tag == TAG_TEXT)
				continue;
		}
		node = node != NULL ? node_next(node, root) : NULL;
	}
}

static const char *find_extension(const char *href)
{
	size_t len = strcspn(href, "?#"), at = len;

	while (at > 0 && href[at - 1] != '.' && href[at - 1] != '/')
		at--;
	return at > 0 && href[at - 1] == '.' && len - at <= 5 ? href + at
	                                                      : NULL;
}

static bool is_document(const char *href)
{
	static const char *const kinds[] = {"pdf", "doc", "docx", "xls",
	    "xlsx", "ppt", "pptx", "odt", "ods", "rtf", "zip", "rar", "7z"};
	const char *extension = find_extension(href);
	size_t len;

	if (extension == NULL)
		return false;
	len = strcspn(extension, "?#");
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strlen(kinds[i]) == len &&
		    strncasecmp(extension, kinds[i], len) == 0)
			return true;
	return false;
}

/* "(125 KB)", "1,2 MB" after a file's link; 0 if it is not said. */
static int64_t find_size(const struct node *link)
{
	const struct node *block = find_block(link);
	const char *at;
	double size = 0, part = 0.1;
	struct str text;
	int64_t bytes = 0;

	if (node_text_len(block, 300) >= 300)
		return 0;
	str_init(&text);
	node_add_text(&text, block);
	at = strpbrk(text.data, "Bb");
	while (at != NULL && bytes == 0) {
		const char *digit;
		int64_t unit = 1;

		if (at > text.data && strchr("kK", at[-1]) != NULL)
			unit = 1024;
		else if (at > text.data && strchr("mM", at[-1]) != NULL)
			unit = 1024 * 1024;
		digit = at - (unit > 1);
		while (digit > text.data && digit[-1] == ' ')
			digit--;
		while (digit > text.data && strchr("0123456789.,",
			   digit[-1]) != NULL)
			digit--;
		size = 0;
		part = 0;
		for (; unit > 1 && *digit != '\0' && *digit != ' ' &&
		     digit < at - 1;
		     digit++) {
			if (*digit == '.' || *digit == ',') {
				part = 0.1;
			} else if (part > 0) {
				size += (*digit - '0') * part;
				part /= 10;
			} else {
				size = size * 10 + (*digit - '0');
			}
		}
		if (size > 0 && size < 1e6)
			bytes = (int64_t)(size * (double)unit);
		at = strpbrk(at + 1, "Bb");
	}
	str_release(&text);
	return bytes;
}

static char *name_from_url(struct arena *arena, const char *url)
{
	size_t len = strcspn(url, "?#"), at = len;
	struct str raw, name;
	char *copy;

	while (at > 0 && url[at - 1] != '/')
		at--;
	str_init(&raw);
	str_init(&name);
	url_decode(&raw, url + at, len - at);
	text_clean_line(&name, raw.data, raw.len);
	copy = arena_dup_len(arena, name.data, name.len);
	str_release(&name);
	str_release(&raw);
	return copy;
}

static void take_attachment(struct work *work, const struct node *node)
{
	struct page *page = work->page;
	char *url = content_link(work->arena, work->base,
	    node_attribute(node, "href"));
	struct page_attachment *file;

	if (url == NULL)
		return;
	for (size_t i = 0; i < page->attachment_count; i++)
		if (strcmp(page->attachments[i].url, url) == 0)
			return;
	page->attachments = arena_grow(work->arena, page->attachments,
	    &page->attachment_cap, page->attachment_count + 1,
	    sizeof(*page->attachments));
	file = &page->attachments[page->attachment_count++];
	file->url = url;
	file->name = node_text(node, work->arena);
	if (file->name == NULL || strlen(file->name) < 5 ||
	    clutter_is_attachment(file->name, strlen(file->name)))
		file->name = name_from_url(work->arena, url);
	file->size = find_size(node);
}

/* Between the title and the first list of other articles. */
static void find_attachments(struct work *work)
{
	const struct node *root = work->tree.root, *node, *line;

	node = work->title != NULL ? work->title : work->body;
	for (; node != NULL && work->page->attachment_count < RELATED_MAX;
	     node = node_next(node, root)) {
		if (node->tag == TAG_FOOTER)
			return;
		if (node->tag == TAG_TEXT) {
			enum clutter role = find_head(work, node, &line);

			if (role == CLUTTER_RELATED ||
			    role == CLUTTER_POPULAR ||
			    role == CLUTTER_FEEDBACK) {
				if (work->body == NULL ||
				    !node_is_below(node, work->body))
					return;
			}
		}
		if (is_link(node) && !is_aside(node) &&
		    is_document(node_attribute(node, "href")))
			take_attachment(work, node);
	}
}

void work_find_links(struct work *work)
{
	find_lists(work);
	find_attachments(work);
}
