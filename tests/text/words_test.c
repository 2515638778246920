#include "support/tap.h"
#include "text/words.h"

#include <string.h>

/* Exact forms, and behind a stroke the folded one where it differs. */
static void add_words(struct str *out, const char *text)
{
	struct words words;
	struct word word;

	words_init(&words, text, strlen(text));
	while (words_next(&words, &word)) {
		if (out->len > 0)
			str_add_char(out, ' ');
		str_add(out, word.exact);
		if (word.has_marks)
			str_addf(out, "|%s", word.folded);
	}
	words_release(&words);
}

static void check(const char *text, const char *want)
{
	struct str out;

	str_init(&out);
	add_words(&out, text);
	tap_text(out.data, want, "words of %s", text);
	str_release(&out);
}

static void test_letters(void)
{
	check("", "");
	check(" , . ", "");
	check("Đà Nẵng", "đà|da nẵng|nang");
	check("ĐÀ NANG", "đà|da nang");
	check("\xC3\x90" "ại \xC3\xB0i \xC6\x89i \xC9\x96i",
	    "đại|dai đi|di đi|di đi|di");
	check("Qua\xCC\x89ng h\xC3\xB4\xCC\xA3i he\xCC\x82\xCC\x81t",
	    "quảng|quang hội|hoi hết|het");
	check("he\xCC\x81\xCC\x82t", "hết|het");
	check("M'Nông Bà Rịa-Vũng Tàu TP.HCM",
	    "m nông|nong bà|ba rịa|ria vũng|vung tàu|tau tp hcm");
	check("漢字 МОСКВА", "漢 字 москва");
	check("a\xFFz", "a z");
}

static void test_spellings(void)
{
	check("Hoà hòa HOÀ", "hòa|hoa hòa|hoa hòa|hoa");
	check("khoẻ Thuý uỷ ủy loè",
	    "khỏe|khoe thúy|thuy ủy|uy ủy|uy lòe|loe");
	check("hoàn thuyền quỳnh", "hoàn|hoan thuyền|thuyen quỳnh|quynh");
	check("quý quí Mỹ Mĩ kỹ lý tỷ sỹ hy",
	    "quí|qui quí|qui mĩ|mi mĩ|mi kĩ|ki lí|li tỉ|ti sĩ|si hi");
	check("y ý thy chý lỵ nỳ", "y ý|y thy chý|chy lị|li nỳ|ny");
	check("tay may thuyết quyết", "tay may thuyết|thuyet quyết|quyet");
}

static void test_numbers(void)
{
	check("1.234.567 1,234,567 1234567", "1234567 1234567 1234567");
	check("1.234 1,234 12.345", "1234 1,234 12345");
	check("38,1% 3.5 1.234,5 1,234,567.8", "38,1 3,5 1234,5 1234567,8");
	check("22/11/2026 05/9 22.11.2026", "22 11 2026 5 9 22 11 2026");
	check("192.168.1.20", "192 168 1 20");
	check("5G 19h30 QL9 covid-19 1.5km", "5g 19h30 ql9 covid 19 1,5 km");
	check("1. 2, 3", "1 2 3");
	check("0912345678 00 0", "0912345678 0 0");
}

/* What comes out, read again, is what came out. */
static void test_again(void)
{
	static const char *const texts[] = {"Uỷ ban quý Mỹ khoẻ hoà đại lý",
	    "1.234.567,8 38.1 05 1,234 22.11.2026 192.168.0.1"};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct str once, again;
		struct words words;
		struct word word;

		str_init(&once);
		str_init(&again);
		words_init(&words, texts[i], strlen(texts[i]));
		while (words_next(&words, &word))
			str_addf(&once, "%s%s", once.len > 0 ? " " : "",
			    word.exact);
		words_release(&words);
		words_init(&words, once.data, once.len);
		while (words_next(&words, &word))
			str_addf(&again, "%s%s", again.len > 0 ? " " : "",
			    word.exact);
		words_release(&words);
		tap_text(again.data, once.data, "%s again", texts[i]);
		str_release(&once);
		str_release(&again);
	}
}

static void test_long(void)
{
	struct words words;
	struct word word;
	char text[400];

	memset(text, 'x', sizeof(text));
	memcpy(text + 100, "\xE1\xBA\xBF", 3);
	words_init(&words, text, sizeof(text));
	tap_ok(words_next(&words, &word), "a long word is one");
	tap_number((int64_t)word.len, sizeof(text), "of all its bytes");
	tap_number((int64_t)word.exact_len, WORD_BYTES_MOST, "kept cut");
	tap_ok(!words_next(&words, &word), "and nothing is after it");
	words_release(&words);
}

int main(void)
{
	test_letters();
	test_spellings();
	test_numbers();
	test_again();
	test_long();
	return tap_end();
}
