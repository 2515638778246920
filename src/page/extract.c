#include "page/extract.h"

#include <string.h>

#include "markup/charset.h"
#include "markup/entity.h"
#include "page/work.h"
#include "text/clean.h"
#include "text/url.h"

#define ZONE_OF_VIETNAM (7 * 3600)

/* Links are relative to <base>, which is relative to the page's address. */
static const char *find_base(struct work *work)
{
	const char *url = work->options->url;
	struct str base;
	const char *copy;

	if (work->meta.base == NULL)
		return url;
	str_init(&base);
	url_resolve(&base, url, work->meta.base);
	copy = url_is_web(base.data) ||
	        (url_is_file(base.data) && url != NULL && url_is_file(url))
	    ? arena_dup_len(work->scratch, base.data, base.len)
	    : url;
	str_release(&base);
	return copy;
}

/* Dates without a zone are Vietnam's where the page is. */
static void guess_dates(struct work *work)
{
	const char *language = work->meta.language;
	const char *title = work->meta.page_title;
	bool is_vietnamese = false;
	struct str host;

	str_init(&host);
	if (work->base != NULL)
		url_host(&host, work->base);
	if (host.len > 3 && strcmp(host.data + host.len - 3, ".vn") == 0)
		is_vietnamese = true;
	str_release(&host);
	if (language != NULL && strncmp(language, "vi", 2) == 0)
		is_vietnamese = true;
	if (title != NULL && text_is_vietnamese(title, strlen(title)))
		is_vietnamese = true;
	if (is_vietnamese)
		work->hint = (struct date_hint){
		    .zone = ZONE_OF_VIETNAM, .order = DATE_ORDER_DAY};
}

/* "div#news.bodytext", for those who look at the page beside it. */
static const char *node_name(struct work *work, const struct node *node)
{
	const char *id, *class;
	struct str name;
	char *copy;

	if (node == NULL)
		return NULL;
	id = node_attribute(node, "id");
	class = node_attribute(node, "class");
	str_init(&name);
	str_add(&name, tag_name((enum tag)node->tag));
	if (id != NULL)
		str_addf(&name, "#%s", id);
	if (class != NULL)
		str_addf(&name, ".%s", class);
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.data[i] <= ' ')
			name.data[i] = '.';
	copy = arena_dup_len(work->scratch, name.data, name.len);
	str_release(&name);
	return copy;
}

static void read_page(struct work *work, const char *data, size_t len)
{
	const char *type = work->options->content_type;
	char charset[64];

	tree_read(&work->tree, work->scratch, data, len,
	    type != NULL
		? charset_from_content_type(type, charset, sizeof(charset))
		: NULL);
	meta_read(&work->meta, &work->tree, work->scratch);
	linked_read(&work->linked, &work->tree, work->scratch);
	select_index_fill(&work->index, &work->tree);
	work->base = find_base(work);
	guess_dates(work);
}

void work_explain(struct work *work, const char *part, const char *rule,
    const char *details)
{
	str_addf(&work->explained, "%s: %s", part, rule);
	if (details != NULL)
		str_addf(&work->explained, " (%s)", details);
	str_add_char(&work->explained, '\n');
}

static bool extract(struct work *work, const char *data, size_t len,
    struct error *err)
{
	struct page *page = work->page;
	bool has_body;

	read_page(work, data, len);
	work_find_heading(work);
	has_body = work_find_body(work);
	work_explain(work, "body", has_body ? work->rule : "none",
	    !has_body ? NULL : work->family != NULL ? work->family->body
	                     : node_name(work, work->body));
	work_find_title(work);
	if (has_body) {
		work_trim(work);
		has_body = content_text_len(&work->content) > 0;
	}
	if (has_body)
		work_find_lead(work);
	else
		work->content = (struct content){0};
	work_fill_facts(work);
	work_find_links(work);
	if (has_body)
		work_find_next(work);
	content_renumber_links(&work->content);
	page->body = work->content.list;
	if (!has_body)
		return error_set(err, ERROR_PAGE_NO_ARTICLE,
		    work->options->url, 0);
	page->rule = arena_dup(work->arena, work->rule);
	return true;
}

bool extract_part(const char *data, size_t len,
    const struct extract_options *options, const struct part *part,
    struct arena *arena, struct page *page, struct error *err)
{
	struct arena scratch;
	struct work work = {.options = options,
	    .part = part,
	    .arena = arena,
	    .scratch = &scratch,
	    .page = page};
	bool is_done;

	arena_init(&scratch);
	*page = (struct page){.url = arena_dup(arena, options->url)};
	str_init(&work.explained);
	is_done = extract(&work, data, len, err);
	page->explanation = arena_dup(arena, work.explained.data);
	str_release(&work.explained);
	tree_release(&work.tree);
	arena_release(&scratch);
	return is_done;
}

/* Text without markup: a paragraph a line. */
static void add_plain(struct content *content, const char *text, size_t len)
{
	struct str plain;
	const char *at, *end;

	str_init(&plain);
	entity_decode(&plain, text, len);
	at = plain.data;
	end = at + plain.len;
	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));

		/* one line feed is a blank, as in HTML; two part paragraphs */
		while (line != NULL && line + 1 < end && line[1] != '\n' &&
		    line[1] != '\r')
			line = memchr(line + 1, '\n',
			    (size_t)(end - line - 1));
		if (line == NULL)
			line = end;
		content_add_text(content, BLOCK_PARAGRAPH, at,
		    (size_t)(line - at), NULL);
		at = line + 1;
	}
	str_release(&plain);
}

static void read_fragment(struct content *content, const char *html,
    size_t len)
{
	struct arena scratch;
	struct tree tree;

	if (memchr(html, '<', len) == NULL) {
		add_plain(content, html, len);
		return;
	}
	arena_init(&scratch);
	tree_read_text(&tree, &scratch, html, len);
	content_add(content, tree.root);
	content_renumber_links(content);
	tree_release(&tree);
	arena_release(&scratch);
}

void extract_fragment(const char *html, size_t len, const char *base_url,
    struct arena *arena, struct block_list *list)
{
	struct content content;

	*list = (struct block_list){0};
	if (len == 0)
		return;
	content_init(&content, arena, base_url);
	read_fragment(&content, html, len);
	*list = content.list;
}

void extract_text(const char *html, size_t len, struct arena *arena,
    struct block_list *list)
{
	struct content content;

	*list = (struct block_list){0};
	if (len == 0)
		return;
	content_init(&content, arena, NULL);
	content.is_text_only = true;
	read_fragment(&content, html, len);
	*list = content.list;
}
