#include "page/work.h"

#include <string.h>

#include "page/clutter.h"
#include "text/clean.h"
#include "text/date_address.h"
#include "text/fold.h"
#include "text/url.h"

/* Text nodes beside the title that may hold the date. */
#define DATE_AFTER_MAX 60
#define DATE_BEFORE_MAX 15
#define DATE_LINE_MAX_LEN 120
#define DAY_SECONDS 86400
/* Bytes of a title that is known by its looks alone. */
#define TITLE_MIN_LEN 20
#define TITLE_MAX_LEN 300
#define TITLE_MIN_WORDS 4

struct node *work_select(const struct work *work, const char *selector)
{
	if (selector == NULL)
		return NULL;
	return selector_find(selector_new(work->scratch, selector),
	    &work->index, work->tree.root);
}

/* Where the site's name is parted from the title, from the end; or NULL. */
static const char *find_separator(const char *title)
{
	static const char *const marks[] = {" | ", " - ", " – ", " — ",
	    " :: ", " » ", " · ", " // "};
	const char *last = NULL;

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		const char *at = title;

		while ((at = strstr(at, marks[i])) != NULL) {
			if (last == NULL || at > last)
				last = at;
			at++;
		}
	}
	return last;
}

static size_t count_words(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
	return count;
}

/*
 * "Tiêu đề:tencong", "Tiêu đề|Tên báo": where what follows a mark without
 * blanks is the site's name, by its host or by the head. Or NULL.
 */
static const char *find_site_name(struct work *work, const char *title)
{
	static const char *const marks[] = {":", "|", "｜", "_", "-", "："};
	const char *last = NULL;
	size_t mark = 0;

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		const char *at = title;

		while ((at = strstr(at, marks[i])) != NULL) {
			if (last == NULL || at > last) {
				last = at;
				mark = strlen(marks[i]);
			}
			at++;
		}
	}
	return last != NULL && last > title &&
	        work_is_site_name(work, last + mark + strspn(last + mark, " "))
	    ? last
	    : NULL;
}

/* A page's title without the name of its site. */
static const char *cut_site(struct work *work, const char *title)
{
	const char *at;

	if (title == NULL)
		return NULL;
	at = find_site_name(work, title);
	if (at != NULL)
		return arena_dup_len(work->scratch, title,
		    (size_t)(at - title));
	at = find_separator(title);
	if (at == NULL || count_words(title, (size_t)(at - title)) < 3)
		return title;
	title = arena_dup_len(work->scratch, title, (size_t)(at - title));
	return title;
}

static bool has_word(const char *text, const char *word, size_t len)
{
	const char *at = text;

	while ((at = strstr(at, word)) != NULL) {
		if ((at == text || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
		at++;
	}
	return false;
}

/* Most words of the shorter are the longer's too; both folded. */
static bool has_same_words(struct work *work, const char *a, const char *b)
{
	const char *at = strlen(a) < strlen(b) ? a : b;
	const char *other = at == a ? b : a;
	size_t words = 0, same = 0;

	while (*at != '\0') {
		size_t len = strcspn(at, " ");
		const char *word = arena_dup_len(work->scratch, at, len);

		words++;
		same += has_word(other, word, len);
		at += len;
		at += strspn(at, " ");
	}
	return words >= TITLE_MIN_WORDS && same * 3 >= words * 2;
}

/* One holds the other, but for a few words. */
static bool is_same_title(struct work *work, const char *a, const char *b)
{
	size_t a_len, b_len;

	if (a == NULL || b == NULL)
		return false;
	a = text_dup_folded(work->scratch, a);
	b = text_dup_folded(work->scratch, b);
	a_len = strlen(a);
	b_len = strlen(b);
	if (a_len == 0 || b_len == 0)
		return false;
	if (a_len < TITLE_MAX_LEN && b_len < TITLE_MAX_LEN &&
	    has_same_words(work, a, b))
		return true;
	if (a_len < b_len)
		return a_len * 3 > b_len && strstr(b, a) != NULL;
	return b_len * 3 > a_len && strstr(a, b) != NULL;
}

static bool is_title(struct work *work, const char *text)
{
	return is_same_title(work, text, work->meta.title) ||
	    is_same_title(work, text, work->linked.title) ||
	    is_same_title(work, text, work->meta.page_title) ||
	    is_same_title(work, text, work->options->title);
}

/* Older portals set the title in a span: look for the words themselves. */
static const struct node *find_title_text(struct work *work)
{
	const struct node *node = work->tree.body;
	const char *wanted = work->meta.title != NULL ? work->meta.title
	                                              : work->meta.page_title;
	size_t len;

	if (wanted == NULL)
		return NULL;
	wanted = text_dup_folded(work->scratch, cut_site(work, wanted));
	len = strlen(wanted);
	if (len < 15)
		return NULL;
	for (; node != NULL; node = node_next(node, work->tree.body)) {
		const char *text;

		if (node->tag != TAG_TEXT || node->len + 8 < len / 2 ||
		    node->len > len * 3 + 16 || node_parent(node)->tag == TAG_A)
			continue;
		text = node_text(node, work->scratch);
		if (text != NULL &&
		    strcmp(text_dup_folded(work->scratch, text), wanted) == 0)
			return node_parent(node);
	}
	return NULL;
}

/*
 * The h1 that says what the head says; where none does, the only one. Some
 * pages have the site's name as h1 and the title as h2.
 */
void work_find_heading(struct work *work)
{
	const struct node *node = work->tree.body, *only = NULL;
	const struct node *second = NULL;
	size_t count = 0;

	work->is_heading_sure = true;

	for (; node != NULL; node = node_next(node, work->tree.body)) {
		const char *text;

		if (node->tag != TAG_H1 && node->tag != TAG_H2)
			continue;
		text = node_text(node, work->scratch);
		if (text == NULL)
			continue;
		if (node->tag == TAG_H2) {
			if (second == NULL && is_title(work, text))
				second = node;
			continue;
		}
		if (is_title(work, text)) {
			work->heading = node;
			return;
		}
		only = node;
		count++;
	}
	work->is_heading_sure = second != NULL;
	work->heading = second != NULL ? second : count == 1 ? only : NULL;
	if (work->heading == NULL)
		work->heading = find_title_text(work);
}

/*
 * The page's title names the site only, and there is no heading: the bold
 * line that begins the text is the title.
 */
static const struct node *find_bold_line(struct work *work)
{
	const struct content *content = &work->content;

	for (size_t i = 0; i + 1 < content->list.count; i++) {
		const struct block *block = &content->list.blocks[i];

		if (block->kind == BLOCK_PICTURE ||
		    block->kind == BLOCK_CAPTION ||
		    content->pieces[i].link_len * 2 > block->len)
			continue;
		if ((content->pieces[i].looks & PIECE_BOLD) != 0 ||
		    block->kind == BLOCK_HEADING)
			return block->len >= TITLE_MIN_LEN &&
			        block->len <= TITLE_MAX_LEN
			    ? content->pieces[i].node
			    : NULL;
		if (block->len > TITLE_MIN_LEN * 4)
			return NULL;
	}
	return NULL;
}

/* "TieuDe", "news-title": the last such element before the text. */
static const struct node *find_named_title(struct work *work)
{
	struct selector *selector = selector_new(work->scratch,
	    "[class*=ieuDe], [id*=ieuDe], [class*=ieude], [id*=ieude],"
	    " [class*=ieu-de], [class*=title], [class*=Title], [id*=Title]");
	const struct node *root = work->tree.root, *found = NULL;
	const struct node *node = work->body;

	if (node == NULL)
		return NULL;
	node = selector_find(selector, NULL, root);
	for (; node != NULL && node->index < work->body->index;
	     node = selector_find_next(selector, node, root)) {
		size_t len = node_text_len(node, TITLE_MAX_LEN + 1);

		if (len >= TITLE_MIN_LEN && len <= TITLE_MAX_LEN &&
		    !node->is_dropped && node->tag != TAG_A)
			found = node;
	}
	return found;
}

/* No title of the text: it stands behind its first paragraph, or alone. */
static bool is_behind_text(const struct work *work, const struct node *node)
{
	const struct content *content = &work->content;

	for (size_t i = 0; i < content->list.count; i++)
		if (content->list.blocks[i].kind == BLOCK_PARAGRAPH &&
		    content->list.blocks[i].len >= TITLE_MIN_LEN * 4)
			return node->index > content->pieces[i].node->index;
	return work->body == NULL;
}

/* An element that is the title, by what is said, or by how it looks. */
static const struct node *find_title_node(struct work *work)
{
	const struct node *node = work->heading;

	if (node != NULL && !work->is_heading_sure &&
	    work->meta.page_title != NULL && is_behind_text(work, node))
		return NULL;
	if (node == NULL && work->meta.title == NULL)
		node = find_bold_line(work);
	if (node == NULL && work->meta.title == NULL)
		node = find_named_title(work);
	return node;
}

/*
 * The only h1 of a page whose head says that it is an article: the head's
 * title may be one for other sites to show.
 */
static bool is_own_heading(struct work *work, const char *title)
{
	return work->title->tag == TAG_H1 && work_says_article(work) &&
	    count_words(title, strlen(title)) >= TITLE_MIN_WORDS &&
	    !work_is_site_name(work, title) &&
	    node_find(work->title, TAG_A) == NULL;
}

/* What the head says, where no element on the page can be trusted. */
static const char *find_said_title(struct work *work, const char *shown,
    const char **how)
{
	const char *title;

	*how = "head";
	if (work->meta.title != NULL)
		return cut_site(work, work->meta.title);
	if (shown != NULL) {
		*how = "element";
		return shown;
	}
	*how = "title";
	title = cut_site(work, work->meta.page_title);
	if (title == NULL) {
		*how = "feed";
		title = work->options->title;
	}
	return title;
}

void work_find_title(struct work *work)
{
	const char *title = NULL, *how = "family";

	if (work->family != NULL)
		work->title = work_select(work, work->family->title);
	if (work->title != NULL)
		title = node_text(work->title, work->arena);
	if (title == NULL) {
		how = "element";
		work->title = find_title_node(work);
		if (work->title != NULL)
			title = node_text(work->title, work->arena);
	}
	if (title == NULL || (work->meta.title != NULL &&
	        work->title->tag != TAG_OTHER && !is_title(work, title) &&
	        !is_own_heading(work, title) && work->family == NULL))
		title = find_said_title(work, title, &how);
	work->page->title = arena_dup(work->arena, title);
	if (title != NULL)
		work_explain(work, "title", how,
		    strcmp(how, "element") == 0 && work->title != NULL
		        ? tag_name((enum tag)work->title->tag)
		        : NULL);
}

/* A date of the page; a rough one is the day alone. */
struct moment {
	int64_t when; /* 0: none yet */
	bool is_rough;
};

/*
 * True: it is told to the minute, and no other need be looked for. Once a day
 * is known, a time of another day is that of another thing.
 */
static bool take_moment(const struct moment *found, struct moment *moment)
{
	if (moment->when != 0 && (found->is_rough ||
	        found->when < moment->when ||
	        found->when >= moment->when + DAY_SECONDS))
		return false;
	*moment = *found;
	return !found->is_rough;
}

/* Take a date from text, as take_moment says. */
static bool take_date(const struct work *work, const char *text,
    struct moment *moment)
{
	size_t len = text == NULL ? 0 : strlen(text);
	struct moment found;

	if (len == 0 || !date_parse(text, len, &work->hint, &found.when))
		return false;
	found.is_rough = date_is_day(text, len);
	return take_moment(&found, moment);
}

/* An element's moment: by attribute, else by its words. */
static bool take_node_date(struct work *work, const struct node *node,
    struct moment *moment)
{
	if (node == NULL)
		return false;
	return take_date(work, node_attribute(node, "datetime"), moment) ||
	    take_date(work, node_attribute(node, "content"), moment) ||
	    take_date(work, node_attribute(node, "data-time"), moment) ||
	    take_date(work, node_text(node, work->scratch), moment) ||
	    take_date(work, node_attribute(node, "title"), moment);
}

static bool is_date_line(const struct node *node)
{
	size_t digits = 0;

	if (node->tag != TAG_TEXT || node->len < 8 ||
	    node->len > DATE_LINE_MAX_LEN)
		return false;
	for (size_t i = 0; i < node->len; i++)
		digits += node->text[i] >= '0' && node->text[i] <= '9';
	return digits >= 4;
}

static const struct node *previous_node(const struct node *node)
{
	if (node_before(node) == NULL)
		return node_parent(node);
	node = node_before(node);
	while (node_last(node) != NULL)
		node = node_last(node);
	return node;
}

static void take_line_date(struct work *work, const struct node *node,
    struct moment *moment)
{
	if (is_date_line(node))
		take_date(work, node_text(node, work->scratch), moment);
}

/* Lines after and before the title, up to the first with a date. */
static bool find_date_line(struct work *work, struct moment *moment)
{
	const struct node *node = work->title;
	struct moment line = {0};
	int left = DATE_AFTER_MAX;

	while (node != NULL && left > 0 && line.when == 0) {
		node = node_next(node, work->tree.root);
		if (node == NULL || node->tag != TAG_TEXT)
			continue;
		left--;
		take_line_date(work, node, &line);
	}
	node = work->title;
	left = DATE_BEFORE_MAX;
	while (node != NULL && left > 0 && line.when == 0) {
		node = previous_node(node);
		if (node == NULL || node->tag != TAG_TEXT)
			continue;
		left--;
		take_line_date(work, node, &line);
	}
	return line.when != 0 && take_moment(&line, moment);
}

/* Where dates stand, best first; the name of what told it, or NULL. */
static const char *find_published(struct work *work, struct moment *moment)
{
	const struct meta *meta = &work->meta;
	struct moment before = *moment;
	const char *how = NULL;

	for (int rule = 0; rule < 7; rule++) {
		static const char *const names[] = {"microdata", "family",
		    "JSON-LD", "head", "time[pubdate]", "time[datetime]",
		    "line by the title"};
		bool is_whole = false;

		switch (rule) {
		case 0:
			is_whole = take_node_date(work, work_select(work,
			    "[itemprop=datePublished]"), moment);
			break;
		case 1:
			is_whole = work->family != NULL &&
			    take_node_date(work,
			        work_select(work, work->family->date), moment);
			break;
		case 2:
			is_whole = take_date(work, work->linked.published,
			    moment);
			break;
		case 3:
			is_whole = !meta->is_nukeviet &&
			    take_date(work, meta->published, moment);
			break;
		case 4:
		case 5:
			is_whole = take_node_date(work,
			    work_select(work, names[rule]), moment);
			break;
		default:
			is_whole = find_date_line(work, moment);
		}
		if (moment->when != before.when ||
		    moment->is_rough != before.is_rough)
			how = names[rule];
		before = *moment;
		if (is_whole)
			break;
	}
	return how;
}

static void find_dates(struct work *work)
{
	struct moment published = {0}, updated = {0};
	struct page *page = work->page;
	const struct meta *meta = &work->meta;
	const char *how;

	how = find_published(work, &published);
	if (published.when == 0 && work->options->url != NULL) {
		published.is_rough = date_read_address(work->options->url,
		    work->hint.zone, &published.when);
		how = "address";
	}
	if (published.when != 0)
		work_explain(work, "date", how, NULL);
	page->published = published.when;
	page->is_date_rough = published.is_rough;
	if (!take_node_date(work,
	        work_select(work, "[itemprop=dateModified]"), &updated) &&
	    !take_date(work, work->linked.modified, &updated) &&
	    !meta->is_nukeviet)
		take_date(work, meta->modified, &updated);
	page->updated = updated.when;
}

static bool is_home(struct work *work, const char *text)
{
	static const char *const names[] = {"trang chu", "trang nhat",
	    "home", "homepage", "tin tuc", "startseite", "accueil"};
	const char *folded = text_dup_folded(work->scratch, text);

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(folded, names[i]) == 0)
			return i != 4; /* "Tin tức" may be all there is */
	return false;
}

static bool is_section(struct work *work, const char *text)
{
	return text != NULL && strlen(text) < 100 && !is_home(work, text) &&
	    !is_same_title(work, text, work->page->title);
}

/* The last link of a trail that is neither the front page nor the title. */
static const char *last_of_trail(struct work *work, const struct node *top)
{
	const struct node *node = top;
	const char *found = NULL;

	for (; node != NULL; node = node_next(node, top)) {
		const char *text;

		if (node->tag != TAG_A)
			continue;
		text = node_text(node, work->scratch);
		if (is_section(work, text))
			found = text;
	}
	return found;
}

/*
 * A line of links parted by » or > above the title: "Trang chủ » Đời sống".
 */
static const char *find_trail_line(struct work *work)
{
	static const char *const marks[] = {"»", "›", ">", "→"};
	const struct node *node = work->title;
	int left = 40;

	while (node != NULL && left-- > 0) {
		const char *text;

		node = previous_node(node);
		if (node == NULL || node->tag != TAG_A)
			continue;
		text = node_text(node_parent(node), work->scratch);
		if (text == NULL || strlen(text) > 200)
			continue;
		for (size_t i = 0; i < ARRAY_LEN(marks); i++)
			if (strstr(text, marks[i]) != NULL)
				return last_of_trail(work, node_parent(node));
	}
	return NULL;
}

static void find_section(struct work *work)
{
	static const char *const usual[] = {"[itemtype*=BreadcrumbList]",
	    ".breadcrumb, .breadcrumbs, #breadcrumb, #breadcrumbs",
	    "[class*=breadcrumb], [id*=breadcrumb], [class*=Breadcrumb]"};
	struct selector *selector;
	const struct node *node, *root = work->tree.root;
	const char *section = NULL, *text;
	const char *how = work->family != NULL ? "family" : "JSON-LD";

	if (work->family != NULL && work->family->section != NULL) {
		selector = selector_new(work->scratch, work->family->section);
		node = selector_find(selector, &work->index, root);
		for (int i = 0; node != NULL && i < 12; i++) {
			text = node_text(node, work->scratch);
			if (is_section(work, text))
				section = text;
			node = selector_find_next(selector, node, root);
		}
	}
	for (size_t i = 0; i < work->linked.trail_count; i++)
		if (work->family == NULL &&
		    is_section(work, work->linked.trail[i]))
			section = work->linked.trail[i];
	for (size_t i = 0; i < ARRAY_LEN(usual) && section == NULL; i++) {
		node = work_select(work, usual[i]);
		if (node != NULL)
			section = last_of_trail(work, node);
		how = "breadcrumb";
	}
	if (section == NULL) {
		section = work->meta.section;
		how = "head";
	}
	if (section == NULL) {
		section = work->linked.section;
		how = "JSON-LD";
	}
	if (section == NULL) {
		section = find_trail_line(work);
		how = "line by the title";
	}
	work->page->section = arena_dup(work->arena, section);
	if (section != NULL)
		work_explain(work, "section", how, NULL);
}

/* "vi" for "vi-VN"; the text itself wins over a template's "en". */
static void find_language(struct work *work)
{
	const char *said = work->meta.language != NULL
	    ? work->meta.language
	    : work->linked.language;
	size_t vietnamese = 0, blocks = 0, len;
	char *language;

	for (size_t i = 0; i < work->content.list.count; i++) {
		const struct block *block = &work->content.list.blocks[i];

		if (block->len < 60)
			continue;
		blocks++;
		vietnamese += text_is_vietnamese(block->text, block->len);
	}
	if (vietnamese * 2 > blocks) {
		work->page->language = arena_dup(work->arena, "vi");
		return;
	}
	len = said != NULL ? strcspn(said, "-_, ") : 0;
	if (len < 2 || len > 3)
		return;
	language = arena_dup_len(work->arena, said, len);
	for (size_t i = 0; i < len; i++)
		if (language[i] >= 'A' && language[i] <= 'Z')
			language[i] = (char)(language[i] - 'A' + 'a');
	work->page->language = language;
}

void work_fill_facts(struct work *work)
{
	struct page *page = work->page;

	page->canonical =
	    content_link(work->arena, work->base, work->meta.canonical);
	find_language(work);
	find_dates(work);
	work_find_author(work);
	find_section(work);
}
