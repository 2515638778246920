#include "feed/feed_read.h"

#include <string.h>

#include "feed/feed_json.h"
#include "feed/feed_xml.h"
#include "markup/charset.h"
#include "markup/html.h"

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

bool feed_read(const char *data, size_t len,
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
