#include "base/str.h"
#include "support/tap.h"
#include "text/breaks.h"

#include <stdlib.h>
#include <string.h>

/* Breaks as marks: | may, ~ late, / must. */
static void check(const char *text, const char *want)
{
	size_t len = strlen(text);
	uint8_t *breaks = mem_alloc(len);
	struct str out;

	str_init(&out);
	text_find_breaks(text, len, breaks);
	for (size_t i = 0; i < len; i++) {
		if (breaks[i] == TEXT_BREAK_MAY)
			str_add_char(&out, '|');
		else if (breaks[i] == TEXT_BREAK_LATE)
			str_add_char(&out, '~');
		else if (breaks[i] == TEXT_BREAK_MUST)
			str_add_char(&out, '/');
		str_add_char(&out, text[i]);
	}
	tap_text(out.data, want, "%s", text);
	str_release(&out);
	free(breaks);
}

static void test_blanks(void)
{
	check("", "");
	check("Hạ", "Hạ");
	check("Cồn Dương", "Cồn |Dương");
	check("  hai  blanks ", "  hai  |blanks ");
	check("một\nhai\n\nba\n", "một\n/hai\n/\n/ba\n");
	check("Lũ rút, dân dọn bùn.", "Lũ |rút, |dân |dọn |bùn.");
}

static void test_units(void)
{
	check("thu 956 tỷ đồng", "thu |956 ~tỷ |đồng");
	check("tăng 38,1 % so", "tăng |38,1 ~% |so");
	check("dài 400 m ống", "dài |400 ~m |ống");
	check("nóng 35 °C.", "nóng |35 ~°C.");
	check("rộng 12 km², sâu", "rộng |12 ~km², |sâu");
	check("gồm 12 Tỉ (đồng)", "gồm |12 ~Tỉ |(đồng)");
	check("cứu 12 tạp chí", "cứu |12 |tạp |chí");
	check("số 7 ta", "số ~7 |ta");
	check("gọi 0233 385 212 nhé", "gọi |0233 ~385 ~212 |nhé");
}

static void test_heads(void)
{
	check("theo Điều 5 của", "theo |Điều ~5 |của");
	check("trong quý I và quý IV,", "trong |quý ~I |và |quý ~IV,");
	check("thế kỷ XXI", "thế |kỷ ~XXI");
	check("số 01/2026 và số lớn", "số ~01/~2026 |và |số |lớn");
	check("lúc 8 giờ 30 ngày 22/11", "lúc |8 ~giờ ~30 |ngày ~22/~11");
	check("qua năm, 12 hộ", "qua |năm, |12 |hộ");
	check("Khoá 12", "Khoá ~12");
	check("quý In lại", "quý |In |lại");
}

static void test_names(void)
{
	check("về TP. Huế chơi", "về |TP. ~Huế |chơi");
	check("về TP Đông Hà", "về |TP ~Đông |Hà");
	check("PGS.TS. Hồ Thị Nhàn", "PGS.~TS. ~Hồ |Thị |Nhàn");
	check("ông Nguyễn V. An nói", "ông |Nguyễn |V. ~An |nói");
	check("ở Huế. Ông nói", "ở |Huế. |Ông |nói");
	check("TP. của tôi", "TP. |của |tôi");
}

static void test_marks(void)
{
	check("từ 2020 - 2025 thì", "từ |2020 ~- ~2025 |thì");
	check("đường Bàu Sậy – Cồn Dương", "đường |Bàu |Sậy ~– |Cồn |Dương");
	check("- Có ạ! - Vâng.", "- ~Có |ạ! ~- |Vâng.");
	check("lạnh -5 độ", "lạnh |-5 |độ");
	check("( một ) hai !", "( ~một ~) |hai ~!");
	check("“ một ” … hai", "“ ~một ~” ~… |hai");
	check("tên .vn và …và", "tên |.vn |và |…và");
	check("(một) [hai] {ba}", "(một) |[hai] |{ba}");
}

static void test_inside(void)
{
	check("https://trammay.example/tin-tuc?id=5&p=2",
	    "https://~trammay.~example/~tin-~tuc?~id=~5&~p=~2");
	check("kinh tế-xã hội", "kinh |tế-~xã |hội");
	check("2020–2025", "2020–~2025");
	check("1.234,5", "1.~234,5");
	check("hết.", "hết.");
	check("漢字。漢", "漢|字。|漢");
	check("ở 漢字 này", "ở |漢|字 |này");
}

static void test_random(void)
{
	static const char *const pieces[] = {" ", "\n", "5", "-", "–", "“",
	    "TP.", "Điều", "tỷ", "漢", "\xFF", "ệ", ".", "…", "/", ")", "(",
	    "I", "ạ", "’", "\"", "\xE0\xB8\x81"};
	int wrong = 0;
	struct str text;

	str_init(&text);
	srand(22);
	for (int i = 0; i < 20000; i++) {
		uint8_t *breaks;

		str_clear(&text);
		for (int n = rand() % 16; n >= 0; n--)
			str_add(&text, pieces[(size_t)rand() %
			        ARRAY_LEN(pieces)]);
		breaks = mem_alloc(text.len);
		text_find_breaks(text.data, text.len, breaks);
		wrong += breaks[0] != TEXT_BREAK_NO;
		for (size_t j = 1; j < text.len; j++)
			if (breaks[j] == TEXT_BREAK_MUST)
				wrong += text.data[j - 1] != '\n';
			else if (breaks[j] != TEXT_BREAK_NO)
				wrong += text.data[j] == ' ' ||
				    text.data[j] == '\n' ||
				    ((unsigned char)text.data[j] & 0xC0) ==
				        0x80;
		free(breaks);
	}
	tap_number(wrong, 0, "random text breaks only before characters");
	str_release(&text);
}

int main(void)
{
	test_blanks();
	test_units();
	test_heads();
	test_names();
	test_marks();
	test_inside();
	test_random();
	return tap_end();
}
