#include "markup/charset.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "support/tap.h"
#include "text/clean.h"

static const char sentence[] =
    "Ủy ban nhân dân xã Trằm Mây đã họp bàn việc sửa cầu Bến Sỏi. "
    "Người dân thôn Bàu Sậy, Cồn Dương và Hạ Khê đề nghị đẩy nhanh tiến độ "
    "trước mùa mưa lũ trên sông Lệ Khê.";

/* Vietnamese in a charset; tones apart for windows-1258, as it wants. */
static void encode(struct str *out, const char *text, const char *charset)
{
	iconv_t converter = iconv_open(charset, "UTF-8");
	char buffer[8192], *to = buffer;
	size_t left = strlen(text), space = sizeof(buffer);
	union {
		const char *from;
		char *in;
	} source = {.from = text};

	if (converter == (iconv_t)-1)
		return;
	iconv(converter, &source.in, &left, &to, &space);
	iconv(converter, NULL, NULL, &to, &space);
	iconv_close(converter);
	str_add_len(out, buffer, sizeof(buffer) - space);
}

/* The sentence comes back as NFC, whatever it was sent in and said to be. */
static void test_one(const char *charset, const char *declared,
    const char *http, const char *name)
{
	struct charset_result result;
	struct str plain, data, text, composed;

	str_init(&plain);
	str_init(&data);
	str_init(&text);
	str_init(&composed);
	if (declared != NULL)
		str_addf(&plain, "<?xml version=\"1.0\" encoding=\"%s\"?>",
		    declared);
	str_addf(&plain, "<a>%s</a>", sentence);
	encode(&data, plain.data, charset);
	result = charset_decode(&text, data.data, data.len, http);
	text_compose(&composed, text.data, text.len);
	tap_text(composed.data, plain.data, "%s said to be %s, %s", charset,
	    declared == NULL ? "nothing" : declared,
	    http == NULL ? "nothing" : http);
	tap_text(result.name, name, "and known as %s", name);
	tap_number((int64_t)result.bad_bytes, 0, "without bad bytes");
	str_release(&plain);
	str_release(&data);
	str_release(&text);
	str_release(&composed);
}

static void test_charsets(void)
{
	test_one("UTF-8", "utf-8", NULL, "utf-8");
	test_one("UTF-8", NULL, NULL, "utf-8");
	test_one("UTF-8", "utf-16", NULL, "utf-8");
	test_one("UTF-8", "iso-8859-1", "iso-8859-1", "utf-8");
	test_one("UTF-8", "utf8x", NULL, "utf-8");
	test_one("UTF-16LE", NULL, NULL, "utf-16le");
	test_one("UTF-16BE", "utf-16", NULL, "utf-16be");
	test_one("UTF-16", "utf-16", NULL, "utf-16le");
	test_one("UTF-32LE", NULL, NULL, "utf-32le");
	test_one("UTF-32BE", NULL, NULL, "utf-32be");
	test_one("CP1258", "windows-1258", NULL, "windows-1258");
	test_one("CP1258", NULL, "windows-1258", "windows-1258");
	test_one("CP1258", NULL, NULL, "windows-1258");
	test_one("CP1258", "utf-8", NULL, "windows-1258");
	test_one("CP1258", "iso-8859-1", "iso-8859-1", "windows-1258");
	test_one("TCVN", "TCVN5712-1:1993", NULL, "tcvn");
	test_one("TCVN", NULL, NULL, "tcvn");
	test_one("TCVN", "iso-8859-1", NULL, "tcvn");
	test_one("VISCII", "viscii", NULL, "viscii");
	test_one("VISCII", NULL, NULL, "viscii");
	test_one("VISCII", "khong-co", NULL, "viscii");
}

static void test_word(const char *charset, const char *word, const char *name)
{
	struct str data, text;
	struct charset_result result;

	str_init(&data);
	str_init(&text);
	encode(&data, word, charset);
	result = charset_decode(&text, data.data, data.len, NULL);
	tap_text(result.name, name, "\"%s\" alone in %s", word, charset);
	str_release(&data);
	str_release(&text);
}

static void test_western(void)
{
	test_word("CP1252", "L’été à Genève, où l’âme s’émeut", "windows-1252");
	test_word("CP1252", "Grüße aus Köln, schöne Straße", "windows-1252");
	test_word("CP1252", "Olá, não há solução à vista", "windows-1252");
	test_word("CP1252", "mañana habrá acción", "windows-1252");
	test_word("CP1258", "đường về Quảng Trị", "windows-1258");
}

static void test_bad(void)
{
	static const char few[] = "xã Trằm Mây \xE1\xBA sông Lệ Khê";
	static const char cut[] = "\xFF\xFE<\0a\0>\0x";
	struct charset_result result;
	struct str text;

	str_init(&text);
	result = charset_decode(&text, few, strlen(few), NULL);
	tap_text(text.data, "xã Trằm Mây \xEF\xBF\xBD sông Lệ Khê",
	    "a broken character among whole ones");
	tap_text(result.name, "utf-8", "leaves it UTF-8");
	tap_number((int64_t)result.bad_bytes, 1, "and is counted");
	str_clear(&text);
	result = charset_decode(&text, cut, sizeof(cut) - 1, NULL);
	tap_text(text.data, "<a>\xEF\xBF\xBD", "half a unit of UTF-16");
	tap_number((int64_t)result.bad_bytes, 1, "is counted too");
	str_clear(&text);
	result = charset_decode(&text, "", 0, NULL);
	tap_text(result.name, "utf-8", "nothing is UTF-8");
	str_release(&text);
}

static void test_lies(void)
{
	static const struct {
		const char *document;
		bool has_lied;
	} lies[] = {
		{"<?xml version='1.0' encoding='UTF-8'?><a>ả</a>", false},
		{"<?xml version='1.0' encoding='utf-16'?><a>ả</a>", true},
		{"<?xml version='1.0' encoding='iso-8859-1'?><a>a</a>", false},
		{"<?xml version='1.0' encoding='iso-8859-1'?><a>ả</a>", true},
		{"<meta charset=windows-1258><p>ả", true},
		{"<a>ả</a>", false},
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(lies); i++)
		tap_ok(charset_choose(lies[i].document,
		    strlen(lies[i].document), NULL).has_lied ==
		    lies[i].has_lied, "%s in %s",
		    lies[i].has_lied ? "a lie" : "no lie", lies[i].document);
}

static void test_content_type(void)
{
	char name[32];

	tap_text(charset_from_content_type("text/xml; charset=\"UTF-8\"",
	    name, sizeof(name)), "UTF-8", "a quoted charset");
	tap_text(charset_from_content_type("text/xml;boundary=x; Charset=a;b",
	    name, sizeof(name)), "a", "not the first parameter");
	tap_text(charset_from_content_type("text/xml", name, sizeof(name)),
	    NULL, "none");
	tap_text(charset_from_content_type(NULL, name, sizeof(name)), NULL,
	    "no header");
}

int main(void)
{
	test_charsets();
	test_western();
	test_bad();
	test_lies();
	test_content_type();
	return tap_end();
}
