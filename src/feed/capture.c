#include "feed/capture.h"

#include <string.h>
#include <strings.h>

#include "feed/plain.h"
#include "text/url.h"
#include "text/utf8.h"

/* A long base and short links would make much of a little document. */
enum { GAINED_MOST = 16 * 1024 * 1024 };

void capture_init(struct capture *capture)
{
	*capture = (struct capture){.kind = CAPTURE_PLAIN};
	str_init(&capture->text);
	str_init(&capture->name);
	str_init(&capture->email);
}

void capture_release(struct capture *capture)
{
	str_release(&capture->text);
	str_release(&capture->name);
	str_release(&capture->email);
}

void capture_begin(struct capture *capture, enum capture_kind kind,
    const char *base)
{
	capture->kind = kind;
	capture->base = base;
	capture->is_typed = capture->has_children = capture->has_div = false;
	capture->depth = capture->person_depth = 0;
	capture->person = &capture->text;
	str_clear(&capture->text);
	str_clear(&capture->name);
	str_clear(&capture->email);
}

static bool is_address(const char *name)
{
	return strcasecmp(name, "href") == 0 || strcasecmp(name, "src") == 0;
}

static void add_attribute(struct capture *capture,
    const struct xml_attribute *row)
{
	struct str *out = &capture->text;
	const char *at = row->value;
	struct str url;

	str_init(&url);
	if (capture->base != NULL && capture->gained < GAINED_MOST &&
	    is_address(row->name)) {
		url_resolve(&url, capture->base, row->value);
		capture->gained += url.len;
		at = url.data;
	}
	str_add_char(out, ' ');
	str_add(out, row->name);
	str_add(out, "=\"");
	while (*at != '\0') {
		size_t len = strcspn(at, "\"&");

		str_add_len(out, at, len);
		at += len;
		if (*at == '\0')
			break;
		str_add(out, *at == '"' ? "&quot;" : "&amp;");
		at++;
	}
	str_add_char(out, '"');
	str_release(&url);
}

static void start_person(struct capture *capture, const char *name)
{
	if (capture->person != &capture->text)
		return;
	if (strcasecmp(name, "name") == 0)
		capture->person = &capture->name;
	else if (strcasecmp(name, "email") == 0)
		capture->person = &capture->email;
	else if (plain_is_html(name, strlen(name)))
		return;
	else
		capture->person = NULL;
	capture->person_depth = capture->depth;
}

void capture_start(struct capture *capture, const char *name,
    const struct xml_attribute *attributes, size_t count)
{
	size_t i;

	capture->depth++;
	if (capture->kind == CAPTURE_PERSON) {
		start_person(capture, name);
		return;
	}
	if (capture->kind == CAPTURE_XHTML && capture->depth == 1 &&
	    !capture->has_children && strcasecmp(name, "div") == 0) {
		capture->has_children = capture->has_div = true;
		return;
	}
	capture->has_children = true;
	if (capture->kind != CAPTURE_HTML && capture->kind != CAPTURE_TEXT &&
	    capture->kind != CAPTURE_XHTML)
		return;
	str_add_char(&capture->text, '<');
	str_add(&capture->text, name);
	for (i = 0; i < count; i++)
		add_attribute(capture, &attributes[i]);
	str_add_char(&capture->text, '>');
}

void capture_end(struct capture *capture, const char *name)
{
	size_t depth = capture->depth--;

	if (capture->kind == CAPTURE_PERSON) {
		if (capture->person != &capture->text &&
		    depth == capture->person_depth)
			capture->person = &capture->text;
		return;
	}
	if (depth == 1 && capture->has_div) {
		capture->has_div = false;
		return;
	}
	if ((capture->kind != CAPTURE_HTML && capture->kind != CAPTURE_TEXT &&
	    capture->kind != CAPTURE_XHTML) ||
	    plain_is_void(name, strlen(name)))
		return;
	str_add(&capture->text, "</");
	str_add(&capture->text, name);
	str_add_char(&capture->text, '>');
}

void capture_add(struct capture *capture, const char *text, size_t len)
{
	if (capture->kind == CAPTURE_PERSON) {
		if (capture->person != NULL)
			str_add_len(capture->person, text, len);
	} else if (capture->kind == CAPTURE_XHTML) {
		plain_add_html(&capture->text, text, len);
	} else if (capture->kind != CAPTURE_NOTHING) {
		str_add_len(&capture->text, text, len);
	}
}

static int digit64(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

/* In place: what is decoded is shorter. RFC 4648, blanks passed over. */
static void decode_base64(struct str *text)
{
	unsigned bits = 0, held = 0;
	size_t i, out = 0;

	for (i = 0; i < text->len; i++) {
		int digit = digit64(text->data[i]);

		if (digit < 0)
			continue;
		bits = (bits << 6 | (unsigned)digit) & 0xFFFFFF;
		held += 6;
		if (held >= 8) {
			held -= 8;
			text->data[out++] = (char)(bits >> held & 0xFF);
		}
	}
	str_cut(text, out);
	/* a picture or a sound is no text */
	if (!utf8_is_valid(text->data, out))
		str_clear(text);
}

/* Markup that no plain text has: an end tag, a break, a paragraph. */
static bool looks_like_html(const struct str *text)
{
	const char *at = text->data;

	while ((at = strchr(at, '<')) != NULL) {
		const char *name = at + 1 + (at[1] == '/');

		if (plain_is_html(name, strcspn(name, " \t\r\n/>")))
			return true;
		at++;
	}
	return false;
}

struct str *capture_finish(struct capture *capture)
{
	struct str *text = &capture->text;

	if (capture->kind == CAPTURE_PERSON) {
		if (capture->name.len > 0)
			return &capture->name;
		return strspn(text->data, " \t\r\n") < text->len
		    ? text : &capture->email;
	}
	if (capture->kind == CAPTURE_BASE64)
		decode_base64(text);
	if (capture->kind == CAPTURE_TEXT && !capture->has_children &&
	    (capture->is_typed || !looks_like_html(text)) &&
	    strpbrk(text->data, "<>&") != NULL) {
		str_clear(&capture->name);
		plain_add_html(&capture->name, text->data, text->len);
		return &capture->name;
	}
	return text;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcasecmp(text + len - end_len, end) == 0;
}

enum capture_kind capture_kind_of(const char *type, const char *mode)
{
	static const char *const binary[] = {"image/", "audio/", "video/",
		"application/octet-stream"};
	size_t i;
	bool is_escaped = mode != NULL && strcasecmp(mode, "escaped") == 0;

	if (mode != NULL && strcasecmp(mode, "base64") == 0)
		return CAPTURE_BASE64;
	if (type == NULL || *type == '\0' || strcasecmp(type, "text") == 0 ||
	    strcasecmp(type, "plain") == 0 ||
	    strcasecmp(type, "text/plain") == 0)
		return CAPTURE_TEXT;
	if (strcasecmp(type, "html") == 0 || ends_with(type, "/html"))
		return CAPTURE_HTML;
	if (strcasecmp(type, "xhtml") == 0 || ends_with(type, "xml"))
		return is_escaped ? CAPTURE_HTML : CAPTURE_XHTML;
	/* RFC 4287, 4.1.3.3: what is no text is in base 64 */
	for (i = 0; i < ARRAY_LEN(binary); i++)
		if (strncasecmp(type, binary[i], strlen(binary[i])) == 0)
			return CAPTURE_BASE64;
	return strncasecmp(type, "text/", 5) == 0 ? CAPTURE_TEXT
	                                          : CAPTURE_HTML;
}
