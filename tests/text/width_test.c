#include "support/tap.h"
#include "text/width.h"

#include <locale.h>
#include <string.h>

static void check_width(const char *text, int want)
{
	tap_number(text_width(text, strlen(text)), want, "width of %s", text);
}

static void check_truncate(const char *text, int columns, const char *want)
{
	struct str out;

	str_init(&out);
	text_truncate(&out, text, columns);
	tap_text(out.data, want, "%d columns of %s", columns, text);
	tap_ok(text_width(out.data, out.len) <= columns, "and it fits");
	str_release(&out);
}

static void check_middle(const char *text, int columns, const char *want)
{
	struct str out;

	str_init(&out);
	text_truncate_middle(&out, text, columns);
	tap_text(out.data, want, "%d columns of %s", columns, text);
	str_release(&out);
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	check_width("", 0);
	check_width("Nghiêng", 7);
	check_width("nguye\xCC\x82\xCC\x83n", 6);
	check_width("漢字", 4);
	check_width("“…” – ₫ │─●", 11);
	check_width("👍", 2);
	tap_number(text_width_char(0x200B), 0, "a zero-width space");
	tap_number(text_width_char(7), 1, "a control is shown as one");

	tap_number((int64_t)text_fit("漢字", 6, 3), 3, "no half of a wide one");
	tap_number((int64_t)text_fit("e\xCC\x82x", 4, 1), 3,
	    "a letter keeps its marks");
	tap_number((int64_t)text_fit("abc", 3, -1), 0, "no room");

	check_truncate("Cồn Dương", 9, "Cồn Dương");
	check_truncate("Cồn Dương", 8, "Cồn…");
	check_truncate("Lũ rút, người dân dọn bùn", 15, "Lũ rút, người…");
	check_truncate("Lũ rút, người dân dọn bùn", 10, "Lũ rút…");
	check_truncate("Lũ rút – người dân dọn bùn", 20, "Lũ rút – người dân…");
	check_truncate("baoquangtrionline.example", 10, "baoquangt…");
	check_truncate("a baoquangtrionline", 14, "a baoquangtri…");
	check_truncate("đê", 1, "…");
	check_truncate("đê", 0, "");
	check_truncate("漢字", 3, "漢…");

	check_middle("trammay.example/tin", 40, "trammay.example/tin");
	check_middle("trammay.example/tin-tuc/lu-rut", 20,
	    "trammay.e…tuc/lu-rut");
	check_middle("trammay.example/tin", 1, "…");
	check_middle("trammay.example/tin", 0, "");
	return tap_end();
}
