#include "page/work.h"

#include <string.h>

#include "page/clutter.h"
#include "text/clean.h"
#include "text/fold.h"
#include "text/url.h"

/* Bytes: a paragraph of the article, not a line around it. */
#define PARAGRAPH_MIN_LEN 120
#define LINE_MAX_LEN 90
#define NAME_MAX_LEN 60
#define LABEL_MAX_LEN 50

static bool is_text(const struct block *block)
{
	return block->kind != BLOCK_PICTURE && block->kind != BLOCK_CAPTION;
}

static bool is_long(const struct content *content, size_t at)
{
	const struct block *block = &content->list.blocks[at];

	return is_text(block) && block->len >= PARAGRAPH_MIN_LEN &&
	    content->pieces[at].link_len * 2 < block->len;
}

/* Nothing but a link, or nearly. */
static bool is_link_line(const struct content *content, size_t at)
{
	const struct block *block = &content->list.blocks[at];

	return is_text(block) && block->len > 0 &&
	    content->pieces[at].link_len * 10 >= block->len * 8;
}

static enum clutter find_clutter(const struct content *content, size_t at,
    size_t *value)
{
	const struct block *block = &content->list.blocks[at];
	struct piece *piece = &content->pieces[at];
	size_t len = block->len;

	if (!is_text(block))
		return CLUTTER_NONE;
	if (piece->is_judged && (value == NULL || piece->clutter == CLUTTER_NONE))
		return (enum clutter)piece->clutter;
	/* a row with one cell filled is a line */
	while (block->kind == BLOCK_TABLE_ROW && len > 0 &&
	    block->text[len - 1] == BLOCK_CELL_END)
		len--;
	piece->clutter = (uint8_t)clutter_find(block->text, len, value);
	piece->is_judged = true;
	return (enum clutter)piece->clutter;
}

static void drop(struct content *content, size_t at)
{
	content->pieces[at].is_dropped = true;
}

static void drop_from(struct content *content, size_t at)
{
	for (; at < content->list.count; at++)
		drop(content, at);
}

/* Bytes of text before a block, and in all. */
static size_t count_text(const struct content *content, size_t end)
{
	size_t len = 0;

	for (size_t i = 0; i < end; i++)
		if (is_text(&content->list.blocks[i]))
			len += content->list.blocks[i].len;
	return len;
}

/* The name at the end: "NGUYỄN VĂN A", "Bài và ảnh: Lê B". */
void work_take_signature(struct work *work, size_t at)
{
	struct content *content = &work->content;
	const struct block *block = &content->list.blocks[at];
	size_t words = 1;

	if (work->page->author != NULL || block->kind != BLOCK_PARAGRAPH ||
	    block->len > NAME_MAX_LEN ||
	    (content->pieces[at].looks & (PIECE_BOLD | PIECE_RIGHT)) == 0 ||
	    strpbrk(block->text, ".:;?!0123456789") != NULL ||
	    find_clutter(content, at, NULL) != CLUTTER_NONE)
		return;
	for (size_t i = 0; i < block->len; i++)
		words += block->text[i] == ' ';
	if (words <= 8)
		work->page->author = arena_dup(work->arena, block->text);
}

/* "./.", ". /.": bytes of it at the start of a text; 0 if it is none. */
static size_t end_mark_len(const char *text)
{
	size_t slash, stop;

	if (text[0] != '.')
		return 0;
	slash = 1 + strspn(text + 1, " ");
	if (text[slash] != '/')
		return 0;
	stop = slash + 1 + strspn(text + slash + 1, " ");
	return text[stop] == '.' ? stop + 1 : 0;
}

/*
 * Where the last "./." of a block ends, if no more follows it than a quote's
 * end or who signed; 0 if there is none.
 */
static size_t find_end_mark(const struct block *block)
{
	size_t found = 0, from = 0;

	if (block->len > NAME_MAX_LEN)
		from = block->len - NAME_MAX_LEN;
	for (size_t at = from; at < block->len; at++) {
		size_t len = end_mark_len(block->text + at);

		if (len > 0 && at + len <= block->len)
			found = at + len;
	}
	/* its closing quote or bracket goes with it */
	if (str_starts(block->text + found, "”") && found > 0)
		found += strlen("”");
	else if (found > 0 && strchr("\")]", block->text[found]) != NULL &&
	    block->text[found] != '\0')
		found++;
	return found;
}

/* Take the rest of a block off; a name there is the author's. */
static void cut_block(struct work *work, struct block *block, size_t len)
{
	const char *rest = block->text + len;

	rest += strspn(rest, " -–");
	if (work->page->author == NULL && *rest != '\0' &&
	    strpbrk(rest, ".:;?!()0123456789\x1f") == NULL)
		work->page->author = arena_dup(work->arena, rest);
	block->text = arena_dup_len(work->arena, block->text, len);
	block->len = len;
	for (size_t i = 0; i < block->span_count; i++) {
		struct span *span = &block->spans[i];

		if (span->start >= len) {
			block->span_count = i;
			return;
		}
		if (span->start + span->len > len)
			span->len = len - span->start;
	}
}

/*
 * "./." ends a text of an authority: nothing after it is body. It counts in
 * the last third only; a longer page may quote such a text.
 */
static void cut_at_end_mark(struct work *work)
{
	struct content *content = &work->content;
	size_t all = count_text(content, content->list.count), before = 0;

	for (size_t i = 0; i < content->list.count; i++) {
		struct block *block = &content->list.blocks[i];
		size_t end;

		if (!is_text(block))
			continue;
		before += block->len;
		end = before * 3 < all * 2 ? 0 : find_end_mark(block);
		if (end == 0)
			continue;
		if (end < block->len && block->kind != BLOCK_TABLE_ROW)
			cut_block(work, block, end);
		for (i++; i < content->list.count; i++)
			if (is_text(&content->list.blocks[i])) {
				work_take_signature(work, i);
				drop(content, i);
			}
		return;
	}
}

static void take_value(struct work *work, size_t at, size_t value)
{
	const struct block *block = &work->content.list.blocks[at];

	if (work->page->author == NULL && value < block->len &&
	    clutter_is_author(block->text, block->len))
		work->page->author =
		    arena_dup(work->arena, block->text + value);
}

/*
 * Comments are never read: what follows their heading goes, if most of the
 * text stands before it.
 */
static void cut_at_feedback(struct content *content)
{
	size_t all = count_text(content, content->list.count);

	for (size_t i = 0; i < content->list.count; i++) {
		if (find_clutter(content, i, NULL) != CLUTTER_FEEDBACK)
			continue;
		drop(content, i);
		if (count_text(content, i) * 5 > all * 2) {
			drop_from(content, i);
			return;
		}
	}
}

/*
 * "Tin liên quan", "Tham khảo thêm": the heading and the links below it. The
 * body goes on where a paragraph does.
 */
static void drop_boxes(struct content *content)
{
	for (size_t i = 0; i < content->list.count; i++) {
		enum clutter role = find_clutter(content, i, NULL);

		if (role != CLUTTER_RELATED && role != CLUTTER_POPULAR)
			continue;
		drop(content, i);
		while (i + 1 < content->list.count &&
		    !is_long(content, i + 1) &&
		    (content->pieces[i + 1].link_len * 2 >=
			    content->list.blocks[i + 1].len ||
			content->list.blocks[i + 1].kind == BLOCK_PICTURE))
			drop(content, ++i);
	}
}

/* A label before the country's that is open to all: "com.vn", "gov.vn". */
static bool is_shared_label(const char *label)
{
	static const char *const labels[] = {
	    "com.", "gov.", "org.", "net.", "edu.", "co.", "ac.", "info."};

	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (str_starts(label, labels[i]))
			return true;
	return false;
}

/*
 * The end of a host that names the site: "www.a.vn" and "m.a.vn" are one, so
 * are "www.a.com.vn" and "a.com.vn".
 */
static const char *find_site(struct str *host, const char *url)
{
	const char *site;
	size_t labels = 0;

	url_host(host, url);
	site = host->data + host->len;
	while (site > host->data) {
		site--;
		while (site > host->data && site[-1] != '.')
			site--;
		labels++;
		if (labels > 2 || (labels == 2 && !is_shared_label(site)))
			return site;
		if (site > host->data)
			site--;
	}
	return site;
}

/* The block's first link leads to the page's own site, or none is known. */
static bool leads_inside(const struct work *work, size_t at)
{
	const struct block_list *list = &work->content.list;
	const struct block *block = &list->blocks[at];
	struct str here, there;
	size_t link = 0;
	bool is_inside;

	for (size_t i = 0; i < block->span_count && link == 0; i++)
		link = block->spans[i].link;
	if (link == 0 || work->base == NULL)
		return true;
	str_init(&here);
	str_init(&there);
	is_inside = strcmp(find_site(&here, work->base),
	    find_site(&there, list->links[link - 1])) == 0;
	str_release(&there);
	str_release(&here);
	return is_inside;
}

static bool is_all_capitals(const struct block *block)
{
	size_t capitals = 0;

	for (size_t i = 0; i < block->len; i++) {
		if (block->text[i] >= 'a' && block->text[i] <= 'z')
			return false;
		capitals += block->text[i] >= 'A' && block->text[i] <= 'Z';
	}
	return capitals * 2 > block->len;
}

/*
 * "Xem thêm: …", a headline in capitals: a line that is a link, or that a
 * label of a few words leads up to. Where most lines are so they are what
 * the page is about.
 */
static bool is_pointer(const struct work *work, size_t at)
{
	const struct content *content = &work->content;
	const struct block *block = &content->list.blocks[at];
	size_t links = content->pieces[at].link_len;
	const char *colon;

	if (!is_text(block) || block->kind == BLOCK_TABLE_ROW)
		return false;
	if (clutter_is_pointer(block->text, block->len))
		return true;
	if (links < 12)
		return false;
	if (links * 10 >= block->len * 9)
		return is_all_capitals(block) || leads_inside(work, at);
	colon = strchr(block->text, ':');
	return colon != NULL && links * 10 >= block->len * 5 &&
	    (size_t)(colon - block->text) + links + 8 >= block->len &&
	    leads_inside(work, at);
}

static void drop_pointers(struct work *work)
{
	struct content *content = &work->content;
	size_t pointers = 0, texts = 0;

	for (size_t i = 0; i < content->list.count; i++) {
		texts += is_text(&content->list.blocks[i]);
		pointers += is_pointer(work, i);
	}
	if (pointers * 2 > texts)
		return;
	for (size_t i = 0; i < content->list.count; i++)
		if (is_pointer(work, i))
			drop(content, i);
}

/* "More:", "Đọc thêm:" before what was dropped. */
static void drop_labels(struct content *content)
{
	for (size_t i = 0; i + 1 < content->list.count; i++) {
		const struct block *block = &content->list.blocks[i];

		if (is_text(block) && block->len < LABEL_MAX_LEN &&
		    !content->pieces[i].is_dropped &&
		    content->pieces[i + 1].is_dropped &&
		    content->list.blocks[i + 1].kind != BLOCK_PICTURE &&
		    (block->text[block->len - 1] == ':' ||
			block->kind == BLOCK_HEADING))
			drop(content, i);
	}
}

static size_t find_first_long(const struct content *content)
{
	size_t at = 0;

	while (at < content->list.count && !is_long(content, at))
		at++;
	return at;
}

/* A line that says when, and little else. */
static bool is_date_line(const struct work *work, const struct block *block)
{
	size_t digits = 0;
	int64_t when;

	if (block->len > LINE_MAX_LEN)
		return false;
	for (size_t i = 0; i < block->len; i++)
		digits += block->text[i] >= '0' && block->text[i] <= '9';
	return digits >= 6 && digits * 5 > block->len &&
	    date_parse(block->text, block->len, &work->hint, &when);
}

static bool is_title(struct work *work, const struct block *block)
{
	const char *title = work->page->title;

	return title != NULL && block->len < strlen(title) + 20 &&
	    strcmp(text_dup_folded(work->scratch, block->text),
		text_dup_folded(work->scratch, title)) == 0;
}

/* What stands before the text: title again, date, tools, trail. */
static void trim_head(struct work *work)
{
	struct content *content = &work->content;
	size_t end = find_first_long(content), value;

	if (end == content->list.count && end > 8)
		end = 8;
	for (size_t i = 0; i < end; i++) {
		const struct block *block = &content->list.blocks[i];
		enum clutter role;

		if (!is_text(block) || content->pieces[i].is_dropped)
			continue;
		role = find_clutter(content, i, &value);
		if (role == CLUTTER_META)
			take_value(work, i, value);
		if (role != CLUTTER_NONE || is_title(work, block) ||
		    is_date_line(work, block) ||
		    (is_link_line(content, i) && block->len < LINE_MAX_LEN))
			drop(content, i);
	}
}

/* "Theo TTXVN": where the text is from. */
static bool is_origin(const struct block *block)
{
	return block->len < 44 && strncmp(block->text, "Theo ", 5) == 0 &&
	    block->text[block->len - 1] != '.';
}

/* What stands after the text: source, tags, counters, imprint. */
static void trim_tail(struct work *work)
{
	struct content *content = &work->content;
	bool is_signed = false;

	for (size_t i = content->list.count; i-- > 0;) {
		const struct block *block = &content->list.blocks[i];
		enum clutter role;
		size_t value;

		if (content->pieces[i].is_dropped || !is_text(block))
			continue;
		role = find_clutter(content, i, &value);
		if (role == CLUTTER_META)
			take_value(work, i, value);
		if (role != CLUTTER_NONE || is_title(work, block) ||
		    (is_link_line(content, i) && block->len < 200) ||
		    (i > 2 && clutter_is_plea(block->text, block->len)) ||
		    is_date_line(work, block)) {
			drop(content, i);
			continue;
		}
		if (!is_signed && !is_origin(block))
			work_take_signature(work, i);
		if (is_signed || block->len > NAME_MAX_LEN)
			return;
		is_signed = true;
	}
}

static void drop_tools(struct content *content)
{
	for (size_t i = 0; i < content->list.count; i++) {
		enum clutter role = find_clutter(content, i, NULL);

		if (role == CLUTTER_TOOLS || role == CLUTTER_COUNTER)
			drop(content, i);
	}
}

void work_trim(struct work *work)
{
	struct content *content = &work->content;

	drop_boxes(content);
	drop_tools(content);
	drop_pointers(work);
	drop_labels(content);
	content_compact(content);
	cut_at_feedback(content);
	content_compact(content);
	cut_at_end_mark(work);
	trim_head(work);
	content_compact(content);
	trim_tail(work);
	content_compact(content);
}
