#include "markup/json.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

/* An object of the library takes three quarters of a kilobyte. */
enum { OBJECTS_MOST = 100000, VALUES_MOST = 500000 };

/* The library's object is our value; nothing else is behind the name. */
static struct json_object *object_of(const struct json *value)
{
	union {
		const struct json *value;
		struct json_object *object;
	} either = {.value = value};

	return either.object;
}

static struct json_object *parse(const char *data, size_t len)
{
	struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH_MOST);
	struct json_object *object;

	if (tokener == NULL)
		fatal("out of memory");
	if (len > INT_MAX)
		len = INT_MAX;
	object = json_tokener_parse_ex(tokener, data, (int)len);
	if (json_tokener_get_error(tokener) != json_tokener_success) {
		json_object_put(object);
		object = NULL;
	}
	json_tokener_free(tokener);
	return object;
}

/*
 * Where the last comma outside of strings stands, and what is open there:
 * up to it a document that was cut, or is too large, can be closed.
 */
struct extent {
	size_t end;
	char open[JSON_DEPTH_MOST];
	size_t depth;
	bool is_whole; /* within the limits up to the end */
};

static size_t skip_string(const char *data, size_t len, size_t at)
{
	for (at++; at < len && data[at] != '"'; at++)
		if (data[at] == '\\')
			at++;
	return at;
}

static struct extent measure(const char *data, size_t len)
{
	struct extent extent = {.end = 0};
	char open[JSON_DEPTH_MOST];
	size_t depth = 0, objects = 0, values = 0, i;

	for (i = 0; i < len; i++) {
		char c = data[i];

		if (c == '"') {
			i = skip_string(data, len, i);
		} else if (c == '{' || c == '[') {
			objects += c == '{';
			if (depth == JSON_DEPTH_MOST || objects > OBJECTS_MOST)
				return extent;
			open[depth++] = c;
		} else if ((c == '}' || c == ']') && depth > 0) {
			depth--;
		} else if (c == ',' && depth > 0) {
			extent.end = i;
			extent.depth = depth;
			memcpy(extent.open, open, depth);
			if (++values == VALUES_MOST)
				return extent;
		}
	}
	extent.is_whole = true;
	return extent;
}

static struct json_object *parse_part(const char *data,
    const struct extent *extent)
{
	struct json_object *object;
	size_t depth = extent->depth;
	struct str text;

	if (extent->end == 0)
		return NULL;
	str_init(&text);
	str_add_len(&text, data, extent->end);
	while (depth-- > 0)
		str_add_char(&text, extent->open[depth] == '{' ? '}' : ']');
	object = parse(text.data, text.len);
	str_release(&text);
	return object;
}

bool json_read(struct json_document *document, const char *data, size_t len,
    const char *http_charset, struct error *err)
{
	struct json_object *object = NULL;
	struct extent extent;
	struct str text;

	*document = (struct json_document){.root = NULL};
	str_init(&text);
	document->charset = charset_decode(&text, data, len, http_charset);
	extent = measure(text.data, text.len);
	if (extent.is_whole)
		object = parse(text.data, text.len);
	if (object == NULL) {
		object = parse_part(text.data, &extent);
		document->is_cut = object != NULL;
	}
	str_release(&text);
	document->root = (struct json *)object;
	if (object == NULL)
		return error_set(err, ERROR_FEED_UNKNOWN, "", 0);
	return true;
}

void json_release(struct json_document *document)
{
	json_object_put(object_of(document->root));
	document->root = NULL;
}

const struct json *json_get(const struct json *value, const char *key)
{
	struct json_object *member = NULL;

	if (!json_is_object(value))
		return NULL;
	json_object_object_get_ex(object_of(value), key, &member);
	return (const struct json *)member;
}

bool json_is_array(const struct json *value)
{
	return json_object_is_type(object_of(value), json_type_array);
}

bool json_is_object(const struct json *value)
{
	return json_object_is_type(object_of(value), json_type_object);
}

size_t json_count(const struct json *value)
{
	return json_is_array(value)
	    ? json_object_array_length(object_of(value)) : 0;
}

const struct json *json_at(const struct json *value, size_t i)
{
	return (const struct json *)json_object_array_get_idx(
	    object_of(value), i);
}

const char *json_text(const struct json *value)
{
	enum json_type type = json_object_get_type(object_of(value));

	if (type != json_type_string && type != json_type_int &&
	    type != json_type_double)
		return NULL;
	return json_object_get_string(object_of(value));
}

int64_t json_number(const struct json *value)
{
	return json_object_get_int64(object_of(value));
}
