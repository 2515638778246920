#include "markup/inflate.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"

enum {
	STEP = 64 * 1024,
	DOCUMENT_LEAST = 256,
	WINDOW_RAW = -15, /* zlib's words for the kinds of wrapping */
	WINDOW_ZLIB = 15,
	WINDOW_GZIP = 15 + 16,
};

/* How data is wrapped, by its first bytes; 0: it is no such thing. */
static int window_of(const unsigned char *data, size_t len)
{
	if (len < 4)
		return 0;
	if (data[0] == 0x1F && data[1] == 0x8B && data[2] == 8)
		return WINDOW_GZIP;
	/* RFC 1950, 2.2: method 8, and a multiple of 31 */
	if (data[0] == 0x78 && (data[0] * 256 + data[1]) % 31 == 0)
		return WINDOW_ZLIB;
	/* RFC 1951, 3.2.3: a block of fixed or of its own codes */
	if (memchr("<{ \t\r\n", data[0], 6) != NULL || (data[0] & 7) < 2 ||
	    (data[0] & 7) > 5)
		return 0;
	return WINDOW_RAW;
}

/* A whole run, members after the first included. The result of inflate(). */
static int run(z_stream *stream, struct str *out, size_t most)
{
	size_t start = out->len;
	int result = Z_OK;

	while (result == Z_OK && out->len - start <= most) {
		size_t before = stream->avail_in;

		stream->next_out = (Bytef *)str_reserve(out, STEP);
		stream->avail_out = STEP;
		result = inflate(stream, Z_NO_FLUSH);
		out->len += STEP - stream->avail_out;
		out->data[out->len] = '\0';
		if (result == Z_OK && stream->avail_out == STEP &&
		    stream->avail_in == before)
			return Z_BUF_ERROR; /* no more comes */
		if (result == Z_STREAM_END && stream->avail_in > 3 &&
		    stream->next_in[0] == 0x1F && stream->next_in[1] == 0x8B)
			result = inflateReset(stream);
	}
	return result;
}

/* Whether it begins as a document does. */
static bool is_document(const char *data, size_t len)
{
	static const char blanks[] = " \t\r\n\xEF\xBB\xBF\xFE\xFF";
	size_t i = 0;

	while (i < len && data[i] != '\0' && strchr(blanks, data[i]) != NULL)
		i++;
	i += i < len && data[i] == '\0'; /* of UTF-16 */
	return i < len && (data[i] == '<' || data[i] == '{');
}

bool inflate_add(struct str *out, const char *data, size_t len, size_t limit,
    bool *is_cut, struct error *err)
{
	union {
		const char *data;
		Bytef *bytes; /* zlib does not write through it */
	} source = {.data = data};
	size_t start = out->len;
	z_stream stream = {.next_in = source.bytes,
	    .avail_in = len < UINT_MAX ? (uInt)len : UINT_MAX};
	int window = window_of(source.bytes, len), result;

	*is_cut = false;
	if (window == 0)
		return true;
	if (inflateInit2(&stream, window) != Z_OK)
		fatal("out of memory");
	result = run(&stream, out, limit);
	inflateEnd(&stream);
	/* other bytes may look like a few of these */
	if (window != WINDOW_GZIP && ((result != Z_STREAM_END &&
	    out->len - start < DOCUMENT_LEAST) ||
	    !is_document(out->data + start, out->len - start))) {
		str_cut(out, start);
		return true;
	}
	if (out->len - start > limit) {
		str_cut(out, start);
		return error_set(err, ERROR_MARKUP_LIMIT, "", (long)limit);
	}
	*is_cut = result != Z_STREAM_END;
	return true;
}
