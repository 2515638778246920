#include "feed/feed_read.h"

#include <string.h>

#include "base/i18n.h"
#include "feed/feed_json.h"
#include "feed/feed_xml.h"
#include "markup/charset.h"
#include "markup/html.h"
#include "markup/inflate.h"

/* A document may be a thousand times its compressed form. */
enum { INFLATED_MOST = 32 * 1024 * 1024 };

/* The first byte of the document that is no blank and no BOM, or 0. */
static char first_byte(const char *data, size_t len)
{
	size_t i = 0;

	while (i < len && (data[i] == ' ' || data[i] == '\t' ||
	    data[i] == '\r' || data[i] == '\n' || data[i] == '\0' ||
	    (unsigned char)data[i] >= 0xBB))
		i++;
	return i < len ? data[i] : '\0';
}

static bool read_plain(const char *data, size_t len,
    const struct feed_options *options, struct arena *arena,
    struct feed *feed, struct error *err)
{
	const char *subject = options->url == NULL ? "" : options->url;
	char charset[64], first = first_byte(data, len);
	const char *http = charset_from_content_type(options->content_type,
	    charset, sizeof(charset));
	struct builder builder;
	bool is_read;

	if (first == '\0') {
		*feed = (struct feed){.format = ""};
		return error_set(err, ERROR_FEED_EMPTY, subject, 0);
	}
	builder_init(&builder, arena, feed, options);
	is_read = first == '{'
	    ? feed_read_json(&builder, data, len, http, err)
	    : feed_read_xml(&builder, data, len, http, err);
	if (is_read)
		builder_finish(&builder);
	builder_release(&builder);
	if (is_read)
		return true;
	if (html_is_page(data, len))
		return error_set(err, ERROR_FEED_IS_PAGE, subject, 0);
	return error_set(err, err == NULL ? ERROR_FEED_UNKNOWN : err->code,
	    subject, err == NULL ? 0 : err->number);
}

bool feed_read(const char *data, size_t len,
    const struct feed_options *options, struct arena *arena,
    struct feed *feed, struct error *err)
{
	struct str text;
	bool is_cut, is_read;

	str_init(&text);
	*feed = (struct feed){.format = ""};
	is_read = inflate_add(&text, data, len, INFLATED_MOST, &is_cut, err);
	if (!is_read) {
		error_set(err, ERROR_MARKUP_LIMIT,
		    options->url == NULL ? "" : options->url, INFLATED_MOST);
	} else if (text.len == 0) {
		is_read = read_plain(data, len, options, arena, feed, err);
	} else {
		is_read = read_plain(text.data, text.len, options, arena, feed,
		    err);
		feed->is_cut |= is_cut;
		if (is_read)
			feed_add_repair(feed, arena, 1,
			    N_("undeclared compression"));
	}
	str_release(&text);
	return is_read;
}
