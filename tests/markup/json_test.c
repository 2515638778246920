#include "markup/json.h"

#include <stdlib.h>
#include <string.h>

#include "support/tap.h"

static void test_values(void)
{
	static const char data[] = "\xEF\xBB\xBF{\"a\": \"x\\u1ea3 \\\"y\\\"\","
	    " \"n\": 12, \"d\": 1.5, \"z\": null, \"t\": true,"
	    " \"l\": [\"m\", {\"k\": \"v\"}]}";
	struct json_document document;
	const struct json *list;
	struct error err;

	error_clear(&err);
	if (!tap_done(json_read(&document, data, sizeof(data) - 1, NULL, &err),
		&err, "a document"))
		return;
	tap_text(json_text(json_get(document.root, "a")), "xả \"y\"",
	    "a string");
	tap_text(json_text(json_get(document.root, "n")), "12",
	    "a number as text");
	tap_number(json_number(json_get(document.root, "n")), 12,
	    "a number");
	tap_number(json_number(json_get(document.root, "a")), 0,
	    "a string is no number");
	tap_text(json_text(json_get(document.root, "t")), NULL,
	    "true is no text");
	tap_ok(json_get(document.root, "z") == NULL &&
	    json_get(document.root, "khong") == NULL,
	    "null and what lacks are the same");
	list = json_get(document.root, "l");
	tap_number((int64_t)json_count(list), 2, "an array");
	tap_text(json_text(json_get(json_at(list, 1), "k")), "v",
	    "an object in it");
	tap_ok(json_at(list, 2) == NULL && json_count(json_at(list, 0)) == 0 &&
	    json_get(list, "k") == NULL && json_text(NULL) == NULL,
	    "questions that have no answer");
	tap_ok(!document.is_cut, "it is whole");
	json_release(&document);
}

static void test_cut(void)
{
	static const char data[] = "{\"items\": [{\"a\": \"1, [\\\"{\"}, "
	    "{\"a\": 2, \"b\": 3}], \"x\": 1}";
	struct json_document document;
	size_t len, count, before = 0;
	bool is_growing = true;

	for (len = 0; len < sizeof(data) - 1; len++) {
		char *copy = mem_alloc(len);

		memcpy(copy, data, len);
		count = json_read(&document, copy, len, NULL, NULL)
		    ? json_count(json_get(document.root, "items")) : 0;
		is_growing = is_growing && count >= before;
		before = count;
		json_release(&document);
		free(copy);
	}
	tap_ok(is_growing, "cut at each byte, no item is lost again");
	tap_number((int64_t)before, 2, "and at last both are there");
}

static void test_no_json(void)
{
	static const char *const rows[] = {"", "{", "xin chào", "[", "{]",
		"\"", "{\"a\"", "nul"};
	struct json_document document;
	struct error err;
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		error_clear(&err);
		tap_ok(!json_read(&document, rows[i], strlen(rows[i]), NULL,
		    &err) && err.code == ERROR_FEED_UNKNOWN, "no JSON: %s",
		    rows[i]);
		json_release(&document);
	}
}

static void test_limits(void)
{
	struct json_document document;
	struct str data;

	str_init(&data);
	while (data.len < 1000)
		str_add_char(&data, '[');
	tap_ok(!json_read(&document, data.data, data.len, NULL, NULL),
	    "a thousand levels");
	json_release(&document);
	str_clear(&data);
	str_add(&data, "{\"items\": [");
	while (data.len < 2 * 1024 * 1024)
		str_add(&data, "{},");
	str_add(&data, "{}]}");
	tap_ok(json_read(&document, data.data, data.len, NULL, NULL) &&
	    document.is_cut, "half a million objects are cut");
	tap_ok(json_count(json_get(document.root, "items")) > 50000,
	    "and many are kept");
	json_release(&document);
	str_release(&data);
}

int main(void)
{
	test_values();
	test_cut();
	test_no_json();
	test_limits();
	return tap_end();
}
