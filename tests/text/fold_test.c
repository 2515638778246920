#include "support/tap.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

static void check_fold(const char *text, const char *want)
{
	struct str out;

	str_init(&out);
	text_fold(&out, text, strlen(text));
	tap_text(out.data, want, "%s folded", text);
	str_release(&out);
}

static void check_exact(const char *text, const char *want)
{
	struct str out;

	str_init(&out);
	text_fold_exact(&out, text, strlen(text));
	tap_text(out.data, want, "%s, exact", text);
	str_release(&out);
}

static void test_fold(void)
{
	check_fold("", "");
	check_fold("Đà Nẵng", "da nang");
	check_fold("ĐA NANG", "da nang");
	check_fold("\xC3\x90" "ại h\xC3\xB4\xCC\xA3i", "dai hoi");
	check_fold("ỦY BAN NHÂN DÂN XÃ TRẰM MÂY", "uy ban nhan dan xa tram may");
	check_fold("Ưỡn ựa Ỹ ỵ", "uon ua y y");
	check_fold("Łódź, Øre, ñandú", "lodz, ore, nandu");
	check_fold("МОСКВА Ω 漢 😀", "москва ω 漢 😀");
	check_fold("a\xFFz", "a\xEF\xBF\xBDz");
	check_fold("\xC8\xBA\xC8\xBA\xC8\xBA", "ⱥⱥⱥ");
}

static void test_exact(void)
{
	check_exact("Hoà Hòa HOÀ", "hòa hòa hòa");
	check_exact("khoá khóa", "khóa khóa");
	check_exact("Thuý ủy uỷ uỹ", "thúy ủy ủy ũy");
	check_exact("khoẻ oẽ ngoạ", "khỏe õe ngọa");
	check_exact("quý quỳ Quỷ", "quý quỳ quỷ");
	check_exact("hoàn thuyền toán hoài", "hoàn thuyền toán hoài");
	check_exact("hoà, thuỷ.", "hòa, thủy.");
	check_exact("Ho\x61\xCC\x80", "hòa");
	check_exact("Đình \xC3\x90ình", "đình đình");
}

static void check_tokens(const char *text, const char *want)
{
	struct tokens tokens;
	struct token token;
	struct str out;

	str_init(&out);
	tokens_init(&tokens, text, strlen(text));
	while (tokens_next(&tokens, &token)) {
		str_add(&out, token.is_after_break ? "|" : " ");
		if (token.is_capital)
			str_add_char(&out, '^');
		if (token.is_number)
			str_add_char(&out, '#');
		str_add_len(&out, token.folded, token.folded_len);
		if (strlen(token.folded) != token.folded_len)
			str_add(&out, "(bad length)");
	}
	tap_text(out.data, want, "words of %s", text);
	tokens_release(&tokens);
	str_release(&out);
}

static void test_tokens(void)
{
	check_tokens("", "");
	check_tokens(" ,. ", "");
	check_tokens("Nước sông Lệ Khê rút, dân dọn bùn.",
	    "|^nuoc song ^le ^khe rut|dan don bun");
	check_tokens("giá 1.234,5 đồng; 22/11/2026",
	    "|gia #1.234,5 dong|#22|#11|#2026");
	check_tokens("hết năm 2026. Ông nói", "|het nam #2026|^ong noi");
	check_tokens("QL1A và NPK 20kg", "|^ql1a va ^npk 20kg");
	check_tokens("một\nhai", "|mot|hai");
	check_tokens("một\xC2\xA0hai", "|mot hai");
	check_tokens("漢字 x", "|漢 字 x");
	check_tokens("10.000.000", "|#10.000.000");
	check_tokens("Th\xC3\xAA\xCC\xA3", "|^the");
	check_tokens("“Đê” (Hạ)", "|^de|^ha");
	check_tokens("..5,a", "|#5|a");
}

static void test_token_place(void)
{
	const char *text = "– Bàu Sậy";
	struct tokens tokens;
	struct token token;

	tokens_init(&tokens, text, strlen(text));
	tokens_next(&tokens, &token);
	tap_ok(token.start == 4 && token.len == 4, "where a word stands");
	tokens_next(&tokens, &token);
	tap_ok(token.start == 9 && token.len == 5, "and the next");
	tokens_release(&tokens);
}

static void test_order(void)
{
	static const char *const sorted[] = {"1", "2", "Ái Tử", "An Giang",
	    "Ăn", "Ân", "Ba Đồn", "Cà Mau", "Cao Bằng", "Cần Thơ", "Dak",
	    "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Gio", "ma", "Ma", "mà", "mả",
	    "mã", "má", "mạ", "mắ", "mấ", "to", "tô", "tơ", "Zin", "Я"};
	int wrong = 0;

	for (size_t i = 0; i < ARRAY_LEN(sorted); i++)
		for (size_t j = 0; j < ARRAY_LEN(sorted); j++) {
			int got = text_compare(sorted[i], sorted[j]);
			int want = i < j ? -1 : i > j;

			if (got != want) {
				tap_note("%s, %s: %d", sorted[i], sorted[j],
				    got);
				wrong++;
			}
		}
	tap_number(wrong, 0, "names in the order of CLDR vi");
	tap_number(text_compare("Hạ", "Ha\xCC\xA3"), 0, "in any spelling");
	tap_number(text_compare("ma b", "mà a"), 1,
	    "letters come before all tones");
}

static void test_random(void)
{
	struct str in, out, again;
	int wrong = 0;

	str_init(&in);
	str_init(&out);
	str_init(&again);
	srand(22112026);
	for (int i = 0; i < 20000; i++) {
		struct tokens tokens;
		struct token token;

		str_clear(&in);
		str_clear(&out);
		str_clear(&again);
		for (int n = rand() % 40; n >= 0; n--)
			str_add_char(&in, (char)(rand() % 3 == 0
			        ? 0xC3 + rand() % 32
			        : rand()));
		text_fold(&out, in.data, in.len);
		text_fold_exact(&again, in.data, in.len);
		tokens_init(&tokens, in.data, in.len);
		while (tokens_next(&tokens, &token))
			if (token.start + token.len > in.len ||
			    token.len == 0)
				wrong++;
		tokens_release(&tokens);
		if (strlen(out.data) > out.len)
			wrong++;
	}
	tap_number(wrong, 0, "random bytes are folded and parted");
	str_release(&in);
	str_release(&out);
	str_release(&again);
}

int main(void)
{
	test_fold();
	test_exact();
	test_tokens();
	test_token_place();
	test_order();
	test_random();
	tap_ok(text_contains_folded("lu song le khe", "le khe"), "contains");
	tap_ok(!text_contains_folded("lu song le khe", "ha khe"), "does not");
	return tap_end();
}
