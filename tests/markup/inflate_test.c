#include "markup/inflate.h"

#include <string.h>
#include <zlib.h>

#include "support/tap.h"

static const char text[] = "<rss><channel><title>Xã Trằm Mây</title><item>"
    "<title>Cầu Bến Sỏi thông xe</title></item></channel></rss>";

/* Append data in the wrapping that zlib calls window. */
static void add_deflated(struct str *out, const char *data, size_t len,
    int window)
{
	union {
		const char *data;
		Bytef *bytes;
	} source = {.data = data};
	z_stream stream = {.next_in = source.bytes, .avail_in = (uInt)len};

	if (deflateInit2(&stream, 9, Z_DEFLATED, window, 9,
		Z_DEFAULT_STRATEGY) != Z_OK)
		return;
	stream.avail_out = (uInt)deflateBound(&stream, (uLong)len);
	stream.next_out = (Bytef *)str_reserve(out, stream.avail_out);
	deflate(&stream, Z_FINISH);
	out->len += stream.total_out;
	deflateEnd(&stream);
}

static void test_kinds(void)
{
	static const struct {
		const char *name;
		int window;
	} kinds[] = {{"gzip", 31}, {"zlib", 15}, {"raw deflate", -15}};
	struct str packed, out;
	bool is_cut;
	size_t i;

	str_init(&packed);
	str_init(&out);
	for (i = 0; i < ARRAY_LEN(kinds); i++) {
		str_clear(&packed);
		str_clear(&out);
		str_add(&out, "x");
		add_deflated(&packed, text, sizeof(text) - 1,
		    kinds[i].window);
		tap_ok(inflate_add(&out, packed.data, packed.len, 4096,
			&is_cut, NULL) && !is_cut, "%s", kinds[i].name);
		tap_text(out.data + 1, text, "comes back");
	}
	str_clear(&packed);
	str_clear(&out);
	add_deflated(&packed, text, 20, 31);
	add_deflated(&packed, text + 20, sizeof(text) - 21, 31);
	tap_ok(inflate_add(&out, packed.data, packed.len, 4096, &is_cut,
		NULL) && !is_cut, "two members");
	tap_text(out.data, text, "are one document");
	str_clear(&out);
	tap_ok(inflate_add(&out, packed.data, packed.len - 30, 4096, &is_cut,
		NULL) && is_cut, "cut short");
	tap_ok(out.len > 20 && strncmp(out.data, text, out.len) == 0,
	    "what was there is kept");
	str_release(&packed);
	str_release(&out);
}

static void test_others(void)
{
	static const char *const others[] = {"", "<", "<rss>", "{\"items\":[]}",
		"\xEF\xBB\xBF<rss/>", "\xFF\xFE<\0r\0", "This is no feed",
		"x\x9C", "x^2 + y^2", "\x1F\x8B", "\x05\x06\x07\x08"};
	struct str out;
	bool is_cut;
	size_t i;

	str_init(&out);
	for (i = 0; i < ARRAY_LEN(others); i++)
		tap_ok(inflate_add(&out, others[i], strlen(others[i]), 4096,
			&is_cut, NULL) && out.len == 0 && !is_cut,
		    "not compressed: %zu", i);
	str_release(&out);
}

static void test_limit(void)
{
	enum { LIMIT = 1024 * 1024 };
	struct str large, packed, out;
	struct error err;
	bool is_cut;

	str_init(&large);
	str_init(&packed);
	str_init(&out);
	str_add(&large, "<rss>");
	memset(str_reserve(&large, 8 * LIMIT), ' ', 8 * LIMIT);
	large.len += 8 * LIMIT;
	add_deflated(&packed, large.data, large.len, 31);
	error_clear(&err);
	tap_ok(!inflate_add(&out, packed.data, packed.len, LIMIT, &is_cut,
		&err) && err.code == ERROR_MARKUP_LIMIT,
	    "%zu bytes that become 8 MB are refused", packed.len);
	tap_ok(out.len == 0 && out.cap < 3 * LIMIT,
	    "before they take the room");
	str_release(&large);
	str_release(&packed);
	str_release(&out);
}

int main(void)
{
	test_kinds();
	test_others();
	test_limit();
	return tap_end();
}
