#include "page/content.h"

#include <stdlib.h>
#include <string.h>

#include "page/caption.h"
#include "page/picture.h"
#include "page/writer.h"
#include "text/clean.h"
#include "text/url.h"
#include "text/utf8.h"

/* Links of one article; what comes after is text only. */
#define LINKS_MAX 2000
/* Bytes; what a class hides and is longer may be unfolded by a script. */
#define FOLDED_MIN_LEN 200
#define NOSCRIPT_MIN_LEN 1000
/* So many centred paragraphs: the page's way, no sign of a caption. */
#define CENTRED_MIN 4

void content_init(struct content *content, struct arena *arena,
    const char *base)
{
	*content = (struct content){.arena = arena, .base = base};
}

/* "../tin/3.html" and "//host/3", but not "mailto:" or "javascript:". */
static bool is_relative(const char *href)
{
	return href[strcspn(href, ":/?#")] != ':';
}

/* Into url, cleared first; false if it is none that a reader can follow. */
static bool resolve_link(struct str *url, const char *base, const char *href)
{
	/* of a file whose address nobody told, links stay as they stand */
	bool has_base = base != NULL && base[0] != '\0';

	str_clear(url);
	if (href == NULL || href[0] == '\0' || href[0] == '#')
		return false;
	url_resolve(url, base, href);
	return utf8_is_valid(url->data, url->len) &&
	    (url_is_web(url->data) ||
	        (!has_base && is_relative(url->data)) ||
	        (has_base && url_is_file(url->data) && url_is_file(base)));
}

char *content_link(struct arena *arena, const char *base, const char *href)
{
	char *link = NULL;
	struct str url;

	str_init(&url);
	if (resolve_link(&url, base, href))
		link = arena_dup_len(arena, url.data, url.len);
	str_release(&url);
	return link;
}

/*
 * By the usual style sheets' names. Longer text may be folded up only, and
 * "d-none d-md-block" is hidden on small screens only.
 */
static bool is_hidden_class(const struct node *node, const char *class)
{
	static const char *const names[] = {"d-none", "hidden", "sr-only",
	    "visually-hidden", "screen-reader-text"};
	bool is_named = false;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		is_named |= node_list_has(class, names[i], strlen(names[i]));
	return is_named && strstr(class, "-block") == NULL &&
	    strstr(class, "-flex") == NULL && strchr(class, ':') == NULL &&
	    node_text_len(node, FOLDED_MIN_LEN) < FOLDED_MIN_LEN;
}

bool content_is_hidden(const struct node *node)
{
	const char *style, *class, *at, *hidden;

	if (node->tag == TAG_TEXT || node->len == 0)
		return false;
	class = node_attribute(node, "class");
	if (class != NULL && is_hidden_class(node, class))
		return true;
	style = node_attribute(node, "style");
	hidden = node_attribute(node, "hidden");
	if (hidden != NULL && strcmp(hidden, "until-found") != 0)
		return true;
	at = style != NULL ? strstr(style, "display") : NULL;
	if (at != NULL) {
		at += strlen("display");
		at += strspn(at, " :");
		if (strncmp(at, "none", 4) == 0)
			return true;
	}
	at = style != NULL ? strstr(style, "visibility") : NULL;
	if (at == NULL)
		return false;
	at += strlen("visibility");
	at += strspn(at, " :");
	return strncmp(at, "hidden", 6) == 0;
}

static struct block *add_block(struct content *content, enum block_kind kind,
    const char *text, size_t len, const struct node *node)
{
	struct block *block =
	    block_add(&content->list, content->arena, kind, text, len);
	size_t count = content->list.count;

	content->pieces = arena_grow(content->arena, content->pieces,
	    &content->piece_cap, count, sizeof(*content->pieces));
	content->pieces[count - 1] = (struct piece){.node = node};
	return block;
}

void content_add_text(struct content *content, enum block_kind kind,
    const char *text, size_t len, const struct node *node)
{
	struct str clean;

	str_init(&clean);
	text_clean_line(&clean, text, len);
	if (clean.len > 0)
		add_block(content, kind, clean.data, clean.len, node);
	str_release(&clean);
}

static void add_picture(struct writer *writer, const struct node *node)
{
	struct content *content = writer->content;
	struct block_list *list = &content->list;
	const char *url = content->is_text_only
	    ? ""
	    : picture_url(content->arena, content->base, node);
	const char *alt;
	struct block *block;

	if (url == NULL || list->link_count >= LINKS_MAX)
		return;
	for (size_t i = list->count; i-- > 0 && i + 3 > list->count;)
		if (list->blocks[i].kind == BLOCK_PICTURE &&
		    list->blocks[i].link > 0 &&
		    strcmp(list->links[list->blocks[i].link - 1], url) == 0)
			return;
	alt = picture_text(content->arena, node);
	block = add_block(content, BLOCK_PICTURE, alt, strlen(alt),
	    writer->node);
	block->link = block_add_link(list, content->arena, url);
}

static unsigned find_align(const struct node *node)
{
	for (int up = 0; node != NULL && up < 3;
	     up++, node = node_parent(node)) {
		const char *style = node_attribute(node, "style");
		const char *align = node_attribute(node, "align"), *at;
		const char *class = node_attribute(node, "class");

		at = style != NULL ? strstr(style, "text-align") : NULL;
		if (at != NULL)
			align = at + strlen("text-align") +
			    strspn(at + strlen("text-align"), " :");
		if (node->tag == TAG_CENTER)
			align = "center";
		if (align != NULL && strncmp(align, "center", 6) == 0)
			return PIECE_CENTER;
		if (align != NULL && strncmp(align, "right", 5) == 0)
			return PIECE_RIGHT;
		if (align != NULL)
			return 0;
		if (class != NULL && node_list_has(class, "text-right", 10))
			return PIECE_RIGHT;
		if (class != NULL && node_list_has(class, "text-center", 11))
			return PIECE_CENTER;
	}
	return 0;
}

static bool follows_picture(const struct content *content)
{
	size_t count = content->list.count;

	return count > 0 &&
	    content->list.blocks[count - 1].kind == BLOCK_PICTURE;
}

/* Also where an inline element named so holds all of the block. */
static bool is_in_caption(const struct writer *writer)
{
	return writer->captions > 0 ||
	    writer->caption_len == writer->text.len;
}

static bool looks_like_caption(const struct writer *writer)
{
	const struct str *text = &writer->text;

	if (is_in_caption(writer))
		return text->len <= CONTENT_CAPTION_LEN;
	return caption_is_line(text->data, text->len);
}

/* Captions are set in italics or centred under their photo. */
static bool stands_like_caption(const struct writer *writer, unsigned looks)
{
	return follows_picture(writer->content) && writer->text.len < 400 &&
	    (looks & (PIECE_ITALIC | PIECE_CENTER)) != 0;
}

static bool is_below_definition(const struct node *node)
{
	return node->tag == TAG_DD ||
	    (node->tag == TAG_P && node_parent(node) != NULL &&
	        node_parent(node)->tag == TAG_DD);
}

/* A definition stands below a term, or goes on with another. */
static bool is_defined(const struct writer *writer)
{
	const struct block_list *list = &writer->content->list;

	return list->count > 0 &&
	    (list->blocks[list->count - 1].kind == BLOCK_TERM ||
	        list->blocks[list->count - 1].kind == BLOCK_DEFINITION);
}

static void choose_kind(struct writer *writer, struct block *block,
    unsigned *looks)
{
	if (is_in_caption(writer) && looks_like_caption(writer)) {
		block->kind = BLOCK_CAPTION;
	} else if (writer->has_item) {
		block->kind = BLOCK_LIST_ITEM;
		block->level = writer->item.level;
		block->number = writer->item.number;
		block->flags = writer->item.flags;
		writer->has_item = false;
	} else if (writer->node->tag == TAG_DT && writer->text.len < 300) {
		block->kind = BLOCK_TERM;
	} else if (is_below_definition(writer->node) && is_defined(writer)) {
		block->kind = BLOCK_DEFINITION;
	} else if (writer->heading > 0) {
		block->kind = BLOCK_HEADING;
		block->level = writer->heading;
	} else if (looks_like_caption(writer)) {
		block->kind = BLOCK_CAPTION;
	} else if (stands_like_caption(writer, *looks)) {
		block->kind = BLOCK_CAPTION;
		*looks |= PIECE_GUESSED;
	} else if (writer->quotes > 0) {
		block->kind = BLOCK_QUOTE;
	}
}

static void write_block(struct writer *writer)
{
	struct content *content = writer->content;
	struct str *text = &writer->text;
	struct block *block, kind = {.kind = BLOCK_PARAGRAPH};
	struct piece *piece;
	unsigned looks = find_align(writer->node);

	if (writer->bold_len == text->len)
		looks |= PIECE_BOLD;
	if (writer->italic_len == text->len)
		looks |= PIECE_ITALIC;
	choose_kind(writer, &kind, &looks);
	block = add_block(content, kind.kind, text->data, text->len,
	    writer->node);
	block->level = kind.level;
	block->number = kind.number;
	block->flags = kind.flags;
	if (writer->asides > 0)
		block->flags |= BLOCK_FLAG_ASIDE;
	block_set_spans(&content->list, content->arena, writer->spans,
	    writer->span_count);
	piece = &content->pieces[content->list.count - 1];
	piece->looks = looks;
	piece->link_len = writer->link_len;
}

void writer_flush(struct writer *writer)
{
	writer->breaks = 0;
	writer->is_blank_due = false;
	if (!text_is_blank(writer->text.data, writer->text.len))
		write_block(writer);
	str_clear(&writer->text);
	writer->span_count = 0;
	writer->link_len = writer->bold_len = writer->italic_len = 0;
	writer->caption_len = 0;
	for (size_t i = 0; i < writer->picture_count; i++)
		add_picture(writer, writer->pictures[i]);
	writer->picture_count = 0;
}

/* A blank of HTML or a no-break space, at the end where is_end. */
static bool has_blank(const char *text, size_t len, bool is_end)
{
	const unsigned char *at = (const unsigned char *)text;

	if (is_end)
		return strchr(" \t\n\r\f", text[len - 1]) != NULL ||
		    (len > 1 && at[len - 2] == 0xC2 && at[len - 1] == 0xA0);
	return strchr(" \t\n\r\f", text[0]) != NULL ||
	    (len > 1 && at[0] == 0xC2 && at[1] == 0xA0);
}

static bool ends_sentence(const struct str *text)
{
	static const char *const marks[] = {
	    ".", "!", "?", ":", ";", "”", "\"", "…", ")", NULL};

	for (size_t i = 0; marks[i] != NULL; i++) {
		size_t len = strlen(marks[i]);

		if (text->len >= len &&
		    memcmp(text->data + text->len - len, marks[i], len) == 0)
			return true;
	}
	return false;
}

/* A lower-case letter of Latin script, marks included. */
static bool starts_low(const char *text, size_t len)
{
	size_t used;
	uint32_t code = utf8_read(text, len, &used);

	if (code < 0x80)
		return code >= 'a' && code <= 'z';
	if (code >= 0xDF && code <= 0xFF)
		return true;
	if (code >= 0x1EA0 && code <= 0x1EF9)
		return (code & 1) != 0;
	return code == 0x0103 || code == 0x0111 || code == 0x01A1 ||
	    code == 0x01B0;
}

/*
 * One <br> parts paragraphs in most bodies, but some editors write it at the
 * end of each line: a sentence that goes on stays in one piece.
 */
static void settle_breaks(struct writer *writer, const char *text, size_t len)
{
	int breaks = writer->breaks;

	if (breaks == 0)
		return;
	writer->breaks = 0;
	writer->is_blank_due = true;
	if (writer->is_one_line || writer->heading > 0)
		return;
	if (breaks > 1 || ends_sentence(&writer->text) ||
	    !starts_low(text, len))
		writer_flush(writer);
}

static void add_span(struct writer *writer, size_t start)
{
	size_t end = writer->text.len;
	struct span *last;

	if (writer->style == 0 && writer->link == 0)
		return;
	last = writer->span_count > 0
	    ? &writer->spans[writer->span_count - 1]
	    : NULL;
	if (last != NULL && last->style == writer->style &&
	    last->link == writer->link && last->start + last->len + 1 >= start) {
		last->len = end - last->start;
		return;
	}
	writer->spans = mem_grow(writer->spans, &writer->span_cap,
	    writer->span_count + 1, sizeof(*writer->spans));
	writer->spans[writer->span_count++] = (struct span){.start = start,
	    .len = end - start,
	    .style = writer->style,
	    .link = writer->link};
}

static void add_text(struct writer *writer, const char *text, size_t len)
{
	struct str *clean = &writer->scratch;
	size_t start, added;

	if (len == 0)
		return;
	str_clear(clean);
	text_clean_line(clean, text, len);
	writer->is_blank_due |= has_blank(text, len, false);
	if (clean->len == 0)
		return;
	settle_breaks(writer, clean->data, clean->len);
	added = writer->text.len;
	if (writer->is_blank_due && added > 0 &&
	    writer->text.data[added - 1] != BLOCK_CELL_END)
		str_add_char(&writer->text, ' ');
	start = writer->text.len;
	str_add_len(&writer->text, clean->data, clean->len);
	writer->is_blank_due = has_blank(text, len, true);
	add_span(writer, start);
	added = writer->text.len - added;
	if (writer->link > 0)
		writer->link_len += added;
	if (writer->captions > 0)
		writer->caption_len += added;
	if ((writer->style & SPAN_BOLD) != 0)
		writer->bold_len += added;
	if ((writer->style & SPAN_ITALIC) != 0)
		writer->italic_len += added;
}

static unsigned find_style(const struct node *node)
{
	const char *style = node_attribute(node, "style");
	unsigned found = 0;

	if (style != NULL && (strstr(style, "font-weight:bold") != NULL ||
				 strstr(style, "font-weight: bold") != NULL ||
				 strstr(style, "font-weight:700") != NULL ||
				 strstr(style, "font-weight: 700") != NULL))
		found |= SPAN_BOLD;
	if (style != NULL && (strstr(style, "font-style:italic") != NULL ||
				 strstr(style, "font-style: italic") != NULL))
		found |= SPAN_ITALIC;
	switch (node->tag) {
	case TAG_B:
	case TAG_STRONG:
		return found | SPAN_BOLD;
	case TAG_I:
	case TAG_EM:
	case TAG_CITE:
	case TAG_VAR:
		return found | SPAN_ITALIC;
	case TAG_U:
	case TAG_INS:
		return found | SPAN_UNDERLINE;
	case TAG_S:
	case TAG_STRIKE:
	case TAG_DEL:
		return found | SPAN_STRIKE;
	case TAG_CODE:
	case TAG_KBD:
	case TAG_SAMP:
	case TAG_TT:
		return found | SPAN_CODE;
	case TAG_SUP:
		return found | SPAN_SUPERSCRIPT;
	case TAG_SUB:
		return found | SPAN_SUBSCRIPT;
	default:
		return found;
	}
}

static bool is_never_text(const struct node *node)
{
	return node->tag == TAG_BUTTON || node->tag == TAG_INPUT ||
	    node->tag == TAG_HEAD || node->tag == TAG_VIDEO ||
	    node->tag == TAG_AUDIO || node->tag == TAG_IFRAME ||
	    node->tag == TAG_SCRIPT || node->tag == TAG_TITLE ||
	    node->tag == TAG_DIALOG;
}

static void walk_children(struct writer *writer, const struct node *node)
{
	const struct node *child = node_first(node);

	for (; child != NULL; child = node_after(child))
		writer_walk(writer, child);
}

static void meet_picture(struct writer *writer, const struct node *node)
{
	if (!picture_is_worth(node))
		return;
	if (writer->text.len == 0 && !writer->is_one_line)
		add_picture(writer, node);
	else if (writer->picture_count < WRITER_PICTURES_MAX)
		writer->pictures[writer->picture_count++] = node;
}

/*
 * What a page shows without scripts: the photo that a script would load, if
 * it does not stand beside it already. Much text in it is the article, or it
 * was never closed.
 */
static void walk_noscript(struct writer *writer, const struct node *node)
{
	const struct node *image, *before = node_before(node);

	if (node_text_len(node, NOSCRIPT_MIN_LEN) >= NOSCRIPT_MIN_LEN) {
		walk_children(writer, node);
		return;
	}
	image = node_find(node, TAG_IMG);
	while (before != NULL && before->tag == TAG_TEXT)
		before = node_before(before);
	if (image == NULL || follows_picture(writer->content) ||
	    writer->picture_count > 0)
		return;
	if (before == NULL || before->tag != TAG_IMG ||
	    !picture_is_worth(before))
		meet_picture(writer, image);
}

static void walk_preformatted(struct writer *writer, const struct node *node)
{
	const struct node *at = node_next(node, node);
	struct str raw, clean;

	writer_flush(writer);
	str_init(&raw);
	str_init(&clean);
	for (; at != NULL; at = node_next(at, node)) {
		if (at->tag == TAG_TEXT)
			str_add_len(&raw, at->text, at->len);
		else if (at->tag == TAG_BR)
			str_add_char(&raw, '\n');
	}
	while (raw.len > 0 && strchr(" \t\r\n", raw.data[raw.len - 1]) != NULL)
		str_cut(&raw, raw.len - 1);
	text_clean_block(&clean, raw.data + strspn(raw.data, "\r\n"),
	    raw.len - strspn(raw.data, "\r\n"));
	if (clean.len > 0)
		add_block(writer->content, BLOCK_PREFORMATTED, clean.data,
		    clean.len, node);
	str_release(&clean);
	str_release(&raw);
}

static void walk_link(struct writer *writer, const struct node *node)
{
	struct content *content = writer->content;
	size_t outer = writer->link;

	if (content->list.link_count < LINKS_MAX && !content->is_text_only &&
	    resolve_link(&writer->scratch, content->base,
		node_attribute(node, "href")))
		writer->link = block_add_link(&content->list, content->arena,
		    writer->scratch.data);
	walk_children(writer, node);
	writer->link = outer;
}

static void walk_item(struct writer *writer, const struct node *node)
{
	writer_flush(writer);
	writer->has_item = true;
	writer->item = (struct block){
	    .level = writer->lists > 0 ? writer->lists : 1,
	    .number = writer->number,
	    .flags = writer->is_first ? BLOCK_FLAG_FIRST : 0,
	};
	writer->is_first = false;
	if (writer->number > 0)
		writer->number++;
	walk_children(writer, node);
	writer_flush(writer);
	writer->has_item = false;
}

static void walk_list(struct writer *writer, const struct node *node)
{
	const char *start = node_attribute(node, "start");
	bool is_first = writer->is_first;
	int number = writer->number;

	writer->lists++;
	writer->is_first = true;
	writer->number = node->tag == TAG_OL;
	if (node->tag == TAG_OL && start != NULL && start[0] >= '1' &&
	    start[0] <= '9' && strlen(start) < 6)
		writer->number = (int)strtol(start, NULL, 10);
	walk_children(writer, node);
	writer_flush(writer);
	writer->number = number;
	writer->is_first = is_first;
	writer->lists--;
}

static void walk_block(struct writer *writer, const struct node *node)
{
	const struct node *outer = writer->node;
	int heading = writer->heading;
	bool is_caption =
	    writer->captions == 0 && caption_is_element(node);
	bool is_quote = node->tag == TAG_BLOCKQUOTE;

	if (writer->is_one_line) {
		writer->is_blank_due = true;
		walk_children(writer, node);
		writer->is_blank_due = true;
		return;
	}
	writer_flush(writer);
	writer->node = node;
	writer->quotes += is_quote;
	writer->captions += is_caption;
	writer->asides += node->is_aside;
	if (node->tag >= TAG_H1 && node->tag <= TAG_H6)
		writer->heading = node->tag - TAG_H1 + 1;
	if (node->tag == TAG_LI)
		walk_item(writer, node);
	else if (node->tag == TAG_UL || node->tag == TAG_OL)
		walk_list(writer, node);
	else if (node->tag == TAG_TABLE)
		writer_walk_table(writer, node);
	else
		walk_children(writer, node);
	writer_flush(writer);
	writer->heading = heading;
	writer->asides -= node->is_aside;
	writer->captions -= is_caption;
	writer->quotes -= is_quote;
	writer->node = outer;
}

/* VnExpress parts the place from the lead's text by style sheet alone. */
static bool is_place_mark(const struct node *node)
{
	const char *class = node_attribute(node, "class");

	return class != NULL && node->tag == TAG_SPAN &&
	    strcmp(class, "location-stamp") == 0;
}

static void walk_inline(struct writer *writer, const struct node *node)
{
	unsigned outer = writer->style;
	bool is_caption =
	    writer->captions == 0 && caption_is_element(node);

	writer->captions += is_caption;
	writer->style |= find_style(node);
	if (is_place_mark(node)) {
		walk_children(writer, node);
		add_text(writer, " - ", 3);
	} else if (node->tag == TAG_A)
		walk_link(writer, node);
	else if (node->tag == TAG_IMG)
		meet_picture(writer, node);
	else if (node->tag == TAG_BR)
		writer->breaks++;
	else if (node->tag == TAG_NOSCRIPT)
		walk_noscript(writer, node);
	else
		walk_children(writer, node);
	writer->style = outer;
	writer->captions -= is_caption;
}

void writer_walk(struct writer *writer, const struct node *node)
{
	if (node->is_dropped)
		return;
	if (node->tag == TAG_TEXT) {
		add_text(writer, node->text, node->len);
		return;
	}
	if (is_never_text(node) || content_is_hidden(node))
		return;
	if (node->tag == TAG_PRE && !writer->is_one_line)
		walk_preformatted(writer, node);
	else if ((tag_traits(node->tag) & TAG_IS_BLOCK) != 0)
		walk_block(writer, node);
	else
		walk_inline(writer, node);
}

/*
 * Where the text itself is centred, a line under a photo that is so too may
 * be text as well.
 */
static void settle_captions(struct content *content, size_t start)
{
	const unsigned guess = PIECE_CENTER | PIECE_GUESSED;
	size_t centred = 0, guessed = 0;

	for (size_t i = start; i < content->list.count; i++) {
		bool is_centred =
		    (content->pieces[i].looks & PIECE_CENTER) != 0;

		if ((content->pieces[i].looks & guess) == guess)
			guessed++;
		else
			centred += is_centred && content->list.blocks[i].kind ==
				BLOCK_PARAGRAPH;
	}
	if (centred < CENTRED_MIN || centred * 4 < guessed)
		return;
	for (size_t i = start; i < content->list.count; i++)
		if ((content->pieces[i].looks & guess) == guess)
			content->list.blocks[i].kind = BLOCK_PARAGRAPH;
}

void content_reserve(struct content *content, const struct node *top)
{
	const struct node *node = top;
	size_t count = content->list.count;

	/* a block each for those that hold text or inline elements */
	for (; node != NULL; node = node_next(node, top))
		count += node->down != 0 && !node->is_dropped &&
		    (tag_traits(node->tag) & TAG_IS_BLOCK) != 0 &&
		    (tag_traits(node_first(node)->tag) & TAG_IS_BLOCK) == 0;
	if (content->list.count > 0 || count == 0)
		return;
	content->list.blocks = arena_array(content->arena, count,
	    sizeof(*content->list.blocks));
	content->pieces =
	    arena_array(content->arena, count, sizeof(*content->pieces));
	content->list.cap = content->piece_cap = count;
}

void content_add(struct content *content, const struct node *top)
{
	struct writer writer = {.content = content, .node = top};
	size_t start = content->list.count;

	str_init(&writer.text);
	str_init(&writer.scratch);
	walk_children(&writer, top);
	writer_flush(&writer);
	settle_captions(content, start);
	free(writer.spans);
	str_release(&writer.scratch);
	str_release(&writer.text);
}

void content_compact(struct content *content)
{
	struct block_list *list = &content->list;
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (content->pieces[i].is_dropped)
			continue;
		list->blocks[kept] = list->blocks[i];
		content->pieces[kept++] = content->pieces[i];
	}
	list->count = kept;
}

/* numbers[old]: the new number, 0 until it is met. */
static size_t renumber(struct block_list *list, char **links,
    size_t *numbers, size_t old)
{
	if (old == 0)
		return 0;
	if (numbers[old] == 0) {
		list->links[list->link_count++] = links[old - 1];
		numbers[old] = list->link_count;
	}
	return numbers[old];
}

void content_renumber_links(struct content *content)
{
	struct block_list *list = &content->list;
	size_t count = list->link_count, *numbers;
	char **links = list->links;

	if (count == 0)
		return;
	numbers = mem_alloc_zero(count + 1, sizeof(*numbers));
	list->links = arena_array(content->arena, count, sizeof(char *));
	list->link_cap = count;
	list->link_count = 0;
	for (size_t i = 0; i < list->count; i++) {
		struct block *block = &list->blocks[i];

		block->link = renumber(list, links, numbers, block->link);
		for (size_t k = 0; k < block->span_count; k++)
			block->spans[k].link = renumber(list, links, numbers,
			    block->spans[k].link);
	}
	free(numbers);
}

size_t content_text_len(const struct content *content)
{
	size_t len = 0;

	for (size_t i = 0; i < content->list.count; i++) {
		const struct block *block = &content->list.blocks[i];

		if (!content->pieces[i].is_dropped &&
		    block->kind != BLOCK_PICTURE &&
		    block->kind != BLOCK_CAPTION)
			len += block->len;
	}
	return len;
}
