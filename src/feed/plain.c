#include "feed/plain.h"

#include <string.h>
#include <strings.h>

#include "markup/entity.h"
#include "text/clean.h"

enum { TAG_BYTES_MOST = 2048 };

/* Lower case, sorted by nothing: a dozen lookups a feed. */
static const char html_names[] =
    " a abbr acronym address article aside audio b bdi bdo big blink "
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

/* The length of the tag or comment at text ("<"), or 0. */
static size_t tag_length(const char *text, size_t len, bool *is_parting)
{
	const char *name = text + 1, *end;
	size_t name_len;

	*is_parting = false;
	if (len > TAG_BYTES_MOST)
		len = TAG_BYTES_MOST;
	if (len >= 7 && memcmp(text, "<!--", 4) == 0) {
		for (end = text + 6; end < text + len; end++)
			if (*end == '>' && end[-1] == '-' && end[-2] == '-')
				return (size_t)(end + 1 - text);
		return 0;
	}
	end = memchr(text, '>', len);
	if (end == NULL)
		return 0;
	name += *name == '/';
	name_len = strcspn(name, " \t\r\n/>");
	if (name + name_len > end || !plain_is_html(name, name_len))
		return 0;
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
