#include "markup/html.h"

#include <string.h>
#include <strings.h>

#include "markup/charset.h"
#include "markup/entity.h"
#include "text/utf8.h"

#define NAME_MAX_LEN 63
#define SNIFF_LEN 4096

/* What is looked for ahead; once it is not there, it never will be. */
enum ahead {
	AHEAD_QUOTE,
	AHEAD_APOSTROPHE,
	AHEAD_COMMENT_END,
	AHEAD_TITLE_END,
	AHEAD_TEXTAREA_END,
	AHEAD_COUNT,
};

struct reader {
	const char *at, *end;
	const struct html_handler *handler;
	bool is_missing[AHEAD_COUNT];
	int foreign; /* open svg and math: there "/>" closes */
	struct str text; /* with references resolved */
	/* the tag being read; names and values are offsets into values */
	char name[NAME_MAX_LEN + 1];
	struct str values;
	size_t names_at[HTML_ATTRIBUTES_MAX], values_at[HTML_ATTRIBUTES_MAX];
	struct html_attribute attributes[HTML_ATTRIBUTES_MAX];
	size_t attribute_count;
	bool is_self_closing;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_one_of(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (name[0] == (*list)[0] && strcmp(name, *list) == 0)
			return true;
	return false;
}

static bool is_void(const char *name)
{
	static const char *const names[] = {"br", "img", "meta", "link",
	    "input", "hr", "source", "wbr", "area", "base", "col", "embed",
	    "param", "track", "frame", "basefont", "bgsound", "keygen", NULL};

	return is_one_of(name, names);
}

/* Their content is no markup. */
static bool is_raw(const char *name)
{
	static const char *const names[] = {"script", "style", "iframe",
	    "noembed", "noframes", "xmp", NULL};

	return is_one_of(name, names);
}

/* Apart with a blank in plain text. */
static bool is_block(const char *name)
{
	static const char *const names[] = {"p", "div", "br", "li", "td",
	    "tr", "th", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "hr",
	    "table", "section", "article", "blockquote", "figure",
	    "figcaption", "dt", "dd", "dl", "pre", "center", "caption",
	    "header", "footer", "aside", "nav", "main", "address", "img",
	    "iframe", "option", NULL};

	return is_one_of(name, names);
}

static void give_text(struct reader *reader, const char *text, size_t len)
{
	const struct html_handler *handler = reader->handler;

	if (len == 0)
		return;
	if (memchr(text, '&', len) != NULL) {
		str_clear(&reader->text);
		entity_decode(&reader->text, text, len);
		text = reader->text.data;
		len = reader->text.len;
	}
	handler->text(handler->ctx, text, len);
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	return at;
}

/* Read a tag's name in lower case; a longer one is cut. */
static const char *read_name(struct reader *reader, const char *at)
{
	size_t len = 0;

	for (; at < reader->end && !is_blank(*at) && *at != '/' && *at != '>';
	     at++)
		if (len < NAME_MAX_LEN)
			reader->name[len++] = lower(*at);
	reader->name[len] = '\0';
	return at;
}

/*
 * The end of a quoted value. A quote that is never closed would take the
 * rest of the page with it: then the value ends at the next ">".
 */
static const char *find_quote(struct reader *reader, const char *at)
{
	char quote = at[-1];
	enum ahead which = quote == '"' ? AHEAD_QUOTE : AHEAD_APOSTROPHE;
	size_t left = (size_t)(reader->end - at);
	const char *found = NULL;

	if (!reader->is_missing[which])
		found = memchr(at, quote, left);
	if (found != NULL)
		return found;
	reader->is_missing[which] = true;
	found = memchr(at, '>', left);
	return found != NULL ? found : reader->end;
}

/* at is after "=". Returns where the value ended. */
static const char *read_value(struct reader *reader, const char *at)
{
	const char *start, *end = reader->end;

	at = skip_blanks(at, end);
	if (at == end)
		return at;
	if (*at == '"' || *at == '\'') {
		char quote = *at;

		start = at + 1;
		at = find_quote(reader, start);
		entity_decode(&reader->values, start, (size_t)(at - start));
		return at < end && *at == quote ? at + 1 : at;
	}
	start = at;
	while (at < end && !is_blank(*at) && *at != '>')
		at++;
	entity_decode(&reader->values, start, (size_t)(at - start));
	return at;
}

static const char *read_attribute(struct reader *reader, const char *at)
{
	const char *end = reader->end, *start = at;
	size_t name_at = reader->values.len, value_at;

	/* A leading "=" belongs to the name (WHATWG HTML 13.2.5.32). */
	if (*at == '=')
		at++;
	while (at < end && !is_blank(*at) && *at != '/' && *at != '>' &&
	    *at != '=')
		at++;
	for (; start < at; start++)
		str_add_char(&reader->values, lower(*start));
	str_add_char(&reader->values, '\0');
	value_at = reader->values.len;
	start = skip_blanks(at, end);
	if (start < end && *start == '=')
		at = read_value(reader, start + 1);
	str_add_char(&reader->values, '\0');
	if (reader->attribute_count == HTML_ATTRIBUTES_MAX) {
		str_cut(&reader->values, name_at);
		return at;
	}
	reader->names_at[reader->attribute_count] = name_at;
	reader->values_at[reader->attribute_count++] = value_at;
	return at;
}

/* Read the rest of a tag after its name. Returns what follows its ">". */
static const char *read_attributes(struct reader *reader, const char *at)
{
	const char *end = reader->end;

	str_clear(&reader->values);
	reader->attribute_count = 0;
	reader->is_self_closing = false;
	while (at < end && *at != '>') {
		if (is_blank(*at) || *at == '/') {
			reader->is_self_closing = *at == '/';
			at++;
			continue;
		}
		reader->is_self_closing = false;
		at = read_attribute(reader, at);
	}
	for (size_t i = 0; i < reader->attribute_count; i++)
		reader->attributes[i] = (struct html_attribute){
		    .name = reader->values.data + reader->names_at[i],
		    .value = reader->values.data + reader->values_at[i],
		};
	return at < end ? at + 1 : at;
}

/* "</name" with a blank, "/" or ">" after it. */
static const char *find_end_tag(const char *at, const char *end,
    const char *name)
{
	size_t len = strlen(name);

	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		if ((size_t)(end - at) < len + 3)
			return NULL;
		if (at[1] == '/' && strncasecmp(at + 2, name, len) == 0 &&
		    (is_blank(at[len + 2]) || at[len + 2] == '/' ||
			at[len + 2] == '>'))
			return at;
		at++;
	}
	return NULL;
}

/* The content of script and the like, up to its end tag or the end. */
static void give_raw(struct reader *reader)
{
	const char *end = find_end_tag(reader->at, reader->end, reader->name);
	const struct html_handler *handler = reader->handler;

	if (end == NULL)
		end = reader->end;
	if (end > reader->at)
		handler->text(handler->ctx, reader->at,
		    (size_t)(end - reader->at));
	reader->at = end;
}

/* In title and textarea tags are text; unclosed they are read as others. */
static void give_plain(struct reader *reader, enum ahead which)
{
	const char *end;

	if (reader->is_missing[which])
		return;
	end = find_end_tag(reader->at, reader->end, reader->name);
	if (end == NULL) {
		reader->is_missing[which] = true;
		return;
	}
	give_text(reader, reader->at, (size_t)(end - reader->at));
	reader->at = end;
}

/* In svg, math and Word's "<o:p/>" a slash closes; in HTML it means nothing. */
static bool ends_at_once(const struct reader *reader)
{
	if (is_void(reader->name))
		return true;
	return reader->is_self_closing &&
	    (reader->foreign > 0 || strchr(reader->name, ':') != NULL);
}

static void read_start_tag(struct reader *reader)
{
	const struct html_handler *handler = reader->handler;
	const char *name = reader->name;
	bool is_foreign;

	reader->at = read_name(reader, reader->at + 1);
	reader->at = read_attributes(reader, reader->at);
	handler->start(handler->ctx, name, reader->attributes,
	    reader->attribute_count);
	if (ends_at_once(reader)) {
		handler->end(handler->ctx, name);
		return;
	}
	is_foreign = strcmp(name, "svg") == 0 || strcmp(name, "math") == 0;
	if (is_foreign && !reader->is_self_closing)
		reader->foreign++;
	if (is_foreign && reader->is_self_closing)
		handler->end(handler->ctx, name);
	if (is_raw(name))
		give_raw(reader);
	else if (strcmp(name, "title") == 0 && reader->foreign == 0)
		give_plain(reader, AHEAD_TITLE_END);
	else if (strcmp(name, "textarea") == 0)
		give_plain(reader, AHEAD_TEXTAREA_END);
}

static void read_end_tag(struct reader *reader)
{
	const struct html_handler *handler = reader->handler;
	const char *name = reader->name;

	reader->at = read_name(reader, reader->at + 2);
	reader->at = read_attributes(reader, reader->at);
	if (reader->foreign > 0 &&
	    (strcmp(name, "svg") == 0 || strcmp(name, "math") == 0))
		reader->foreign--;
	if (strcmp(name, "br") == 0) /* "</br>" is a break */
		handler->start(handler->ctx, name, NULL, 0);
	else if (is_void(name))
		return;
	handler->end(handler->ctx, name);
}

/* at is after "<!--". Its end, or NULL if it is never closed. */
static const char *find_comment_end(struct reader *reader, const char *at)
{
	const char *start = at;

	if (reader->is_missing[AHEAD_COMMENT_END])
		return NULL;
	while ((at = memchr(at, '>', (size_t)(reader->end - at))) != NULL) {
		size_t len = (size_t)(at - start);

		if (len == 0 || (len == 1 && start[0] == '-'))
			return at + 1; /* "<!-->", "<!--->" */
		if (len >= 2 && at[-1] == '-' && at[-2] == '-')
			return at + 1;
		if (len >= 3 && memcmp(at - 3, "--!", 3) == 0)
			return at + 1;
		at++;
	}
	reader->is_missing[AHEAD_COMMENT_END] = true;
	return NULL;
}

/* Comments, doctypes, "<?...>": nothing to read. */
static void skip_comment(struct reader *reader)
{
	const char *at = reader->at, *end = NULL;
	size_t left = (size_t)(reader->end - at);

	if (left >= 4 && memcmp(at, "<!--", 4) == 0)
		end = find_comment_end(reader, at + 4);
	if (end == NULL) {
		end = memchr(at, '>', left);
		end = end != NULL ? end + 1 : reader->end;
	}
	reader->at = end;
}

static void read_markup(struct reader *reader)
{
	const char *at = reader->at;
	size_t left = (size_t)(reader->end - at);
	char next = left > 1 ? at[1] : '\0';

	if (is_letter(next)) {
		read_start_tag(reader);
		return;
	}
	if (next == '/' && left > 2 && is_letter(at[2])) {
		read_end_tag(reader);
		return;
	}
	if (next == '!' || next == '?' || (next == '/' && left > 2)) {
		skip_comment(reader);
		return;
	}
	give_text(reader, at, 1);
	reader->at++;
}

void html_read_text(const char *text, size_t len,
    const struct html_handler *handler)
{
	struct reader reader = {
	    .at = text, .end = text + len, .handler = handler};

	str_init(&reader.text);
	str_init(&reader.values);
	while (reader.at < reader.end) {
		size_t left = (size_t)(reader.end - reader.at);
		const char *mark = memchr(reader.at, '<', left);

		if (mark == NULL)
			mark = reader.end;
		give_text(&reader, reader.at, (size_t)(mark - reader.at));
		reader.at = mark;
		if (mark < reader.end)
			read_markup(&reader);
	}
	str_release(&reader.values);
	str_release(&reader.text);
}

void html_read(const char *data, size_t len, const char *http_charset,
    const struct html_handler *handler)
{
	struct str text;

	str_init(&text);
	charset_decode(&text, data, len, http_charset);
	html_read_text(text.data, text.len, handler);
	str_release(&text);
}

const char *html_attribute_find(const struct html_attribute *attributes,
    size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(attributes[i].name, name) == 0)
			return attributes[i].value;
	return NULL;
}

/* Plain text: blanks are kept as "one is due" until a letter comes. */
struct plain {
	struct str *out;
	size_t start;
	bool is_blank_due;
	bool is_hidden; /* inside script and the like */
};

static void plain_start(void *ctx, const char *name,
    const struct html_attribute *attributes, size_t count)
{
	struct plain *plain = ctx;

	(void)attributes;
	(void)count;
	plain->is_hidden = is_raw(name);
	if (is_block(name))
		plain->is_blank_due = true;
}

static void plain_end(void *ctx, const char *name)
{
	struct plain *plain = ctx;

	plain->is_hidden = false;
	if (is_block(name))
		plain->is_blank_due = true;
}

static void plain_text(void *ctx, const char *text, size_t len)
{
	struct plain *plain = ctx;
	size_t at = 0;

	while (at < len && !plain->is_hidden) {
		size_t start = at;

		while (at < len && !is_blank(text[at]))
			at++;
		if (at > start) {
			if (plain->is_blank_due &&
			    plain->out->len > plain->start)
				str_add_char(plain->out, ' ');
			plain->is_blank_due = false;
			str_add_len(plain->out, text + start, at - start);
		}
		while (at < len && is_blank(text[at])) {
			plain->is_blank_due = true;
			at++;
		}
	}
}

void html_add_plain(struct str *out, const char *html, size_t len)
{
	struct plain plain = {.out = out, .start = out->len};
	struct html_handler handler = {.start = plain_start,
	    .end = plain_end,
	    .text = plain_text,
	    .ctx = &plain};

	html_read_text(html, len, &handler);
}

/* 1: a page, -1: a feed, 0: not yet known. at is after "<". */
static int judge_tag(const char *at, const char *end)
{
	static const char *const page[] = {
	    "html", "head", "body", "title", "meta", NULL};
	static const char *const feed[] = {
	    "rss", "feed", "rdf:rdf", "rdf", "opml", "channel", NULL};
	char name[16];
	size_t len = 0;

	while (at < end && len < sizeof(name) - 1 && !is_blank(*at) &&
	    *at != '>' && *at != '/')
		name[len++] = lower(*at++);
	name[len] = '\0';
	if (strcmp(name, "!doctype") == 0) {
		at = skip_blanks(at, end);
		return end - at > 4 && strncasecmp(at, "html", 4) == 0;
	}
	if (is_one_of(name, page))
		return 1;
	return is_one_of(name, feed) ? -1 : 0;
}

bool html_is_page(const char *data, size_t len)
{
	struct reader reader = {.at = data,
	    .end = data + (len < SNIFF_LEN ? len : SNIFF_LEN)};

	while (reader.at < reader.end) {
		size_t left = (size_t)(reader.end - reader.at);
		const char *mark = memchr(reader.at, '<', left);
		int verdict;

		if (mark == NULL)
			return false;
		verdict = judge_tag(mark + 1, reader.end);
		if (verdict != 0)
			return verdict > 0;
		reader.at = mark;
		left = (size_t)(reader.end - mark);
		if (left >= 4 && memcmp(mark, "<!--", 4) == 0)
			skip_comment(&reader);
		else
			reader.at++;
	}
	return false;
}
