#include "feed/plain.h"

#include <string.h>
#include <strings.h>

#include "markup/entity.h"
#include "text/clean.h"

/* Lower case, sorted by nothing: a dozen lookups a feed. */
static const char html_names[] =
    " !doctype a abbr acronym address article aside audio b bdi bdo big blink "
    "blockquote body br button canvas caption center cite code col dd del "
    "details dfn dir div dl dt em embed fieldset figcaption figure font "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input "
    "ins kbd label legend li link main map mark meta nav nobr noscript "
    "object ol option p param picture pre q s samp script section select "
    "small source span strike strong style sub summary sup svg table tbody "
    "td textarea tfoot th thead time title tr tt u ul var video wbr ";
static const char void_names[] =
    " area base br col embed hr img input link meta param source track wbr ";
/* Words on their two sides are apart. */
static const char parting_names[] =
    " article blockquote br center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol "
    "p pre section table tbody td th tr ul ";

static bool is_listed(const char *list, const char *name, size_t len)
{
	const char *at = list + 1;

	while (*at != '\0') {
		size_t word = strcspn(at, " ");

		if (word == len && strncasecmp(at, name, len) == 0)
			return true;
		at += word + 1;
	}
	return false;
}

bool plain_is_html(const char *name, size_t len)
{
	return is_listed(html_names, name, len);
}

bool plain_is_void(const char *name, size_t len)
{
	return is_listed(void_names, name, len);
}

/* Its ">", which may also stand inside an attribute's quotation marks. */
static const char *tag_end(const char *at, const char *end)
{
	char quote = '\0';

	for (; at < end; at++) {
		if (*at == '>' && quote == '\0')
			return at;
		if (quote != '\0' && *at == quote)
			quote = '\0';
		else if (quote == '\0' && at[-1] == '=' &&
		    (*at == '"' || *at == '\''))
			quote = *at;
	}
	return NULL;
}

/* A comment's; one that never ends does so at its first ">", or with all. */
static size_t comment_length(const char *text, size_t len)
{
	const char *end = text + len, *at;

	for (at = text + 4; at + 2 < end; at++)
		if (memcmp(at, "-->", 3) == 0)
			return (size_t)(at + 3 - text);
	at = memchr(text, '>', len);
	return at == NULL ? len : (size_t)(at + 1 - text);
}

/* With what is in it, for elements whose text nobody reads. */
static size_t hidden_length(const char *text, size_t len, const char *name,
    size_t name_len)
{
	const char *end = text + len, *at;

	for (at = text; at + name_len + 2 < end; at++)
		if (at[0] == '<' && at[1] == '/' &&
		    strncasecmp(at + 2, name, name_len) == 0) {
			at = memchr(at, '>', (size_t)(end - at));
			return at == NULL ? len : (size_t)(at + 1 - text);
		}
	return len;
}

/* The length of the tag or comment at text ("<"), or 0. */
static size_t tag_length(const char *text, size_t len, bool *is_parting)
{
	const char *name = text + 1, *end;
	size_t name_len;

	*is_parting = false;
	if (len >= 4 && memcmp(text, "<!--", 4) == 0)
		return comment_length(text, len);
	end = tag_end(text + 1, text + len);
	if (end == NULL)
		return 0;
	name += *name == '/';
	name_len = strcspn(name, " \t\r\n/>");
	if (name + name_len > end || !plain_is_html(name, name_len))
		return 0;
	if (text[1] != '/' && is_listed(" script style ", name, name_len))
		return hidden_length(text, len, name, name_len);
	*is_parting = is_listed(parting_names, name, name_len);
	return (size_t)(end + 1 - text);
}

static void add_without_tags(struct str *out, const char *text, size_t len)
{
	const char *end = text + len, *at;
	bool is_parting;
	size_t tag;

	while ((at = memchr(text, '<', (size_t)(end - text))) != NULL) {
		str_add_len(out, text, (size_t)(at - text));
		tag = tag_length(at, (size_t)(end - at), &is_parting);
		if (tag == 0)
			str_add_char(out, '<');
		else if (is_parting)
			str_add_char(out, ' ');
		text = at + (tag > 0 ? tag : 1);
	}
	str_add_len(out, text, (size_t)(end - text));
}

void plain_add(struct str *out, const char *text, size_t len, bool has_markup)
{
	struct str bare, decoded;

	str_init(&bare);
	str_init(&decoded);
	if (has_markup && memchr(text, '<', len) != NULL) {
		add_without_tags(&bare, text, len);
		text = bare.data;
		len = bare.len;
	}
	if (memchr(text, '&', len) != NULL) {
		entity_decode(&decoded, text, len);
		/* some sites write "&amp;#224;" */
		str_clear(&bare);
		entity_decode(&bare, decoded.data, decoded.len);
		text = bare.data;
		len = bare.len;
	}
	text_clean_line(out, text, len);
	str_release(&decoded);
	str_release(&bare);
}

void plain_add_html(struct str *out, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *at = text;

		while (at < end && *at != '<' && *at != '>' && *at != '&')
			at++;
		str_add_len(out, text, (size_t)(at - text));
		if (at == end)
			return;
		str_add(out, *at == '<' ? "&lt;" : *at == '>' ? "&gt;"
		                                              : "&amp;");
		text = at + 1;
	}
}
