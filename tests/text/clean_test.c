#include "support/tap.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

static void check_line(const char *text, const char *want, const char *name)
{
	struct str out;

	str_init(&out);
	text_clean_line(&out, text, strlen(text));
	tap_text(out.data, want, "%s", name);
	str_release(&out);
}

static void test_shown(void)
{
	static const char text[] = "Lệ\x1B[2J\n\xC2\x9B\xE2\x80\xAE.";
	struct str out;

	str_init(&out);
	text_add_shown(&out, text, sizeof(text) - 1);
	tap_text(out.data, "Lệ\uFFFD[2J\uFFFD\uFFFD\uFFFD.", "shown");
	str_release(&out);
}

static void check_block(const char *text, const char *want, const char *name)
{
	struct str out;

	str_init(&out);
	text_clean_block(&out, text, strlen(text));
	tap_text(out.data, want, "%s", name);
	str_release(&out);
}

static void test_blanks(void)
{
	check_line("  Xã \t Trằm\r\n Mây\n", "Xã Trằm Mây", "white space");
	check_line("Xã\xC2\xA0\xC2\xA0Trằm\xE3\x80\x80", "Xã Trằm\xE3\x80\x80",
	    "no-break spaces become blanks");
	check_line("\xC2\xA0 a\xE2\x80\x83z \xE2\x80\xA8y\xC2\x85",
	    "a z y", "em spaces, line separators, NEL");
	check_line("", "", "nothing");
	check_line(" \n ", "", "only blanks");
	check_block("a\tb\n\tc", "a       b\n        c", "tabs as columns");
	check_block("đê\tb", "đê      b", "columns, not bytes");
	check_block("a\r\nb\rc\n", "a\nb\nc\n", "ends of lines");
	check_block("  a  b\n", "  a  b\n", "blanks stay in a block");
}

static void test_dropped(void)
{
	check_line("Tr\xE2\x80\x8B\xE1\xBA\xB1m\xEF\xBB\xBF M\xC2\xAD""ây",
	    "Trằm Mây", "zero-width space, BOM, soft hyphen");
	check_line("a\x01\x1B[31mz\x7F\xC2\x9B", "a[31mz", "controls");
	check_line("\xE2\x80\xAE" "abc\xE2\x81\xA6z", "abcz", "bidi");
	check_line("\xE2\x9D\xA4\xEF\xB8\x8F", "\xE2\x9D\xA4",
	    "variation selectors");
	check_line("x\xE2\x80\x8D" "ê\xE2\x80\x8C", "xê", "ZWNJ by a letter");
	check_line("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
	    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
	    "ZWJ stays in a family");
	check_line("\xEF\x82\xB7 mục một", "• mục một", "a bullet of Symbol");
	check_line("\xEE\x80\x80 gọi", "gọi", "a web font's picture");
	check_line("a\xFF\xFEz", "a\xEF\xBF\xBDz", "bad bytes");
}

static void test_marks(void)
{
	check_line("Vie\xCC\xA3\xCC\x82t", "Việt", "decomposed");
	check_line("Vi\xC3\xAA\xCC\xA3t", "Việt", "half composed");
	check_line("ba\xCC\x81\xCC\x82t", "bất", "tone before circumflex");
	check_line("b\xC3\xA1\xCC\x82t", "bất", "on a composed tone");
	check_line("ha\xCC\x80\xCC\x86ng", "hằng", "tone before breve");
	check_line("no\xCC\x81\xCC\x9Bi", "nới", "tone before horn");
	check_line("U\xCC\x83\xCC\x9B", "Ữ", "capitals");
	check_line("E\xCC\x89\xCC\x82", "Ể", "hook before circumflex");
	check_line("x\xCC\x81\xCC\x82", "x\xCC\x81\xCC\x82",
	    "elsewhere the order stays");
	check_line("a\xE2\x80\x8B\xCC\x81", "á",
	    "composed across what is dropped");
	check_line("\xCC\x81 \xCC\x82" "a", "a", "marks on nothing");
	check_line("z\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
	    "ź\xCC\x81\xCC\x81\xCC\x81\xCC\x81", "no towers of marks");
	check_line("Thiê\xCC\xA3n Kh\xC3\xAA \xE2\x80\x9CLê\xCC\xA3 Khê”",
	    "Thiện Khê “Lệ Khê”", "with quotes between");
}

static void test_eth(void)
{
	check_line("\xC3\x90" "ại hội \xC3\x90" "ảng", "Đại hội Đảng",
	    "eth in Vietnamese");
	check_line("\xC3\x90ông Hà", "Đông Hà", "at a word's start");
	check_line("bài \xC3\xB0" "ăng, H\xC3\x90ND xã", "bài đăng, HĐND xã",
	    "small, and in an abbreviation");
	check_line("Gu\xC3\xB0mundur tới Việt Nam", "Gu\xC3\xB0mundur tới Việt Nam",
	    "an Icelander keeps his");
	check_line("\xC3\xBE" "a\xC3\xB0 og ma\xC3\xB0ur",
	    "\xC3\xBE" "a\xC3\xB0 og ma\xC3\xB0ur", "Icelandic stays");
	check_line("\xC6\x89" "ê", "Đê", "the African D");
	check_line("Gi\xC3\xB0", "Gi\xC3\xB0", "unknown");
}

static void test_language(void)
{
	static const char *const yes[] = {"ă", "Đ", "tơ", "Ư", "hạ", "Ỹ",
	    "mĩ", "vũ", "e\xCC\xA3"};
	static const char *const no[] = {"", "a", "café", "ñandú", "Ồ lá"};

	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		tap_ok(text_is_vietnamese(yes[i], strlen(yes[i])),
		    "%s is Vietnamese", yes[i]);
	for (size_t i = 0; i + 1 < ARRAY_LEN(no); i++)
		tap_ok(!text_is_vietnamese(no[i], strlen(no[i])),
		    "%s need not be", no[i]);
}

static void test_trim(void)
{
	const char *text = " \xC2\xA0\tHạ Khê\xC2\xA0\n";
	size_t len = strlen(text);

	text_trim(&text, &len);
	tap_ok(len == strlen("Hạ Khê") && memcmp(text, "Hạ Khê", len) == 0,
	    "trimmed");
	text = " \xC2\xA0 ";
	len = strlen(text);
	text_trim(&text, &len);
	tap_number((int64_t)len, 0, "nothing left");
}

/* Whatever comes in, what goes out is valid, in NFC, and stays as it is. */
static void test_random(void)
{
	static const char *const pieces[] = {"a", "e", "Đ", "ệ", " ", "\n",
	    "\xCC\x81", "\xCC\x82", "\xCC\xA3", "\xCC\x9B", "\xC2\xA0",
	    "\xE2\x80\x8D", "\xF0\x9F\x91\xA9", "\xC3\x90", "\xE1", "\xBA",
	    "\xFF", "“", "漢", "\xE1\x84\x80\xE1\x85\xA1", "\t", "\r", "ơ",
	    "\xE2\x80\x8B", "o", "\xCD\x8F", "\xE2\x84\xAB", "\x01"};
	int not_valid = 0, not_nfc = 0, not_stable = 0;
	struct str in, out, again;

	str_init(&in);
	str_init(&out);
	str_init(&again);
	srand(20261122);
	for (int i = 0; i < 20000; i++) {
		size_t len;
		uint8_t *nfc;

		str_clear(&in);
		str_clear(&out);
		str_clear(&again);
		for (int n = rand() % 12; n >= 0; n--)
			str_add(&in, pieces[(size_t)rand() %
			        ARRAY_LEN(pieces)]);
		if (i % 4 == 0)
			str_add_char(&in, (char)rand());
		if (i % 2 == 0)
			text_clean_line(&out, in.data, in.len);
		else
			text_clean_block(&out, in.data, in.len);
		not_valid += !utf8_is_valid(out.data, out.len);
		nfc = u8_normalize(UNINORM_NFC, (uint8_t *)out.data, out.len,
		    NULL, &len);
		if (len != out.len || memcmp(nfc, out.data, len) != 0)
			not_nfc++;
		free(nfc);
		if (i % 2 == 0)
			text_clean_line(&again, out.data, out.len);
		else
			text_clean_block(&again, out.data, out.len);
		if (strcmp(again.data, out.data) != 0) {
			if (not_stable++ < 3)
				tap_note("[%s] -> [%s] -> [%s]", in.data,
				    out.data, again.data);
		}
	}
	tap_number(not_valid, 0, "random bytes come out valid");
	tap_number(not_nfc, 0, "in NFC");
	tap_number(not_stable, 0, "and do not change a second time");
	str_release(&in);
	str_release(&out);
	str_release(&again);
}

/* Beside a byte order mark, which is dropped, a text is looked at closely. */
static bool is_same_closely(const char *text, size_t len, uint32_t code)
{
	struct str quick, closely, marked;
	bool is_same;

	str_init(&quick);
	str_init(&closely);
	str_init(&marked);
	str_add_len(&marked, text, len);
	str_add(&marked, " \uFEFF");
	text_clean_line(&quick, text, len);
	text_clean_line(&closely, marked.data, marked.len);
	is_same = strcmp(quick.data, closely.data) == 0;
	if (!is_same)
		tap_note("U+%04X: \"%s\", closely \"%s\"", (unsigned)code,
		    quick.data, closely.data);
	str_release(&quick);
	str_release(&closely);
	str_release(&marked);
	return is_same;
}

/* Most text is found to need nothing: by its bytes alone, and rightly. */
static void test_plain(void)
{
	size_t differing = 0;
	struct str text;

	str_init(&text);
	for (uint32_t code = 1; code < 0x3100; code++) {
		str_clear(&text);
		str_add(&text, "Lệ  ");
		utf8_add(&text, code);
		str_add(&text, "\n Khê ");
		differing += !is_same_closely(text.data, text.len, code);
	}
	/* any two bytes after any first, whole or not */
	for (uint32_t bytes = 0; bytes < 0x400000; bytes += 7) {
		const char raw[] = {(char)(0x80 | bytes >> 16),
		    (char)(bytes >> 8), (char)bytes};

		differing += !is_same_closely(raw, sizeof(raw), bytes);
	}
	tap_ok(differing == 0, "plain text is known by its bytes");
	str_release(&text);
}

int main(void)
{
	test_plain();
	test_blanks();
	test_dropped();
	test_shown();
	test_marks();
	test_eth();
	test_language();
	test_trim();
	test_random();
	return tap_end();
}
