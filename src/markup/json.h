/*
 * Role: a JSON document (RFC 8259) as a tree to look into, the only place
 * that knows the JSON library. Bytes are decoded first; of a document that
 * was cut short, or is beyond 100,000 objects, what is whole is kept.
 * Thread: any; a tree has one owner.
 */
#ifndef MARKUP_JSON_H
#define MARKUP_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "markup/charset.h"

struct json; /* a value; borrowed from the document it is in */

struct json_document {
	struct json *root;
	struct charset_result charset;
	bool is_cut;
};

enum { JSON_DEPTH_MOST = 64 };

/*
 * False with ERROR_FEED_UNKNOWN: no JSON, or nested deeper than
 * JSON_DEPTH_MOST. Release in either case.
 */
MUST_CHECK bool json_read(struct json_document *document, const char *data,
    size_t len, const char *http_charset, struct error *err);
void json_release(struct json_document *document);

/* A member of an object; NULL where it lacks or is null. */
const struct json *json_get(const struct json *value, const char *key);

bool json_is_array(const struct json *value);
bool json_is_object(const struct json *value);

/* Items of an array; 0 for what is none. */
size_t json_count(const struct json *value);
const struct json *json_at(const struct json *value, size_t i);

/* A string's bytes, or a number as written; NULL for what is neither. */
const char *json_text(const struct json *value);
int64_t json_number(const struct json *value); /* 0 for what is none */

#endif
