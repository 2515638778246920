/* Keys by name, input methods left on, fields, hits and small words. */
#include "support/tap.h"
#include "ui/field.h"
#include "ui/format.h"
#include "ui/hits.h"
#include "ui/ime.h"
#include "ui/keys.h"
#include "ui/terminal.h"
#include "text/utf8.h"

#include <locale.h>
#include <string.h>

static void test_names(void)
{
	static const char *const same[] = {"j", "G", "Enter", "Space", "Esc",
	    "Ctrl-D", "PgDn", "Shift-Tab", "?", "đ"};
	const char *list = "  j Down  Ctrl-u ";
	struct str name;
	int press;

	str_init(&name);
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		str_clear(&name);
		key_add_name(&name, key_parse(same[i], strlen(same[i])));
		tap_text(name.data, same[i], "%s is its own name", same[i]);
	}
	tap_ok(key_next(&list, &press) && press == 'j', "a list's first");
	tap_ok(key_next(&list, &press) && press == PRESS_DOWN, "its second");
	tap_ok(key_next(&list, &press) && press == 21, "its third");
	tap_ok(!key_next(&list, &press), "its end");
	tap_number(key_parse("Nowhere", 7), PRESS_NONE, "no such key");
	str_release(&name);
}

/* What an input method sent as one read, and the commands meant. */
static void expect_keys(bool is_vni, const char *sent, const char *meant)
{
	struct ime ime = {.is_vni = is_vni};
	size_t used, len = strlen(sent);
	struct str got;

	str_init(&got);
	ime_begin(&ime);
	for (size_t at = 0; at < len; at += used) {
		int keys[IME_KEYS_MOST];
		size_t count = ime_take(&ime,
		    (int)utf8_read(sent + at, len - at, &used), keys);

		for (size_t i = 0; i < count; i++)
			utf8_add(&got, (uint32_t)keys[i]);
	}
	tap_text(got.data, meant, "keys of an input method");
	str_release(&got);
}

static void test_input_methods(void)
{
	expect_keys(false, "jk/?", "jk/?");
	expect_keys(false, "đăâêôơư", "daaeoow");
	expect_keys(false, "ĐƯ", "DW");
	expect_keys(false, "úùủũụ", "usufurux" "uj");
	expect_keys(false, "ệ", "ej");
	/* u j with fake backspaces: undo, then down */
	expect_keys(false, "u\177ụ", "uj");
	expect_keys(false, "a\177á", "as");
	expect_keys(false, "a\177â", "aa");
	expect_keys(false, "o\177ơ", "ow");
	expect_keys(false, "d\177đ", "dd");
	expect_keys(false, "â\177ấ", "as");
	expect_keys(false, "á\177ấ", "asa");
	expect_keys(false, "\177\177\177", "");
	expect_keys(true, "u\1775", "u5");
	expect_keys(true, "u\177ụ", "u5");
	expect_keys(true, "d\177đ", "d9");
	expect_keys(true, "a\177ă", "a8");
	/* marks that come apart */
	expect_keys(false, "u\xCC\xA3", "uj");
}

static void type(struct field *field, const char *text)
{
	size_t used, len = strlen(text);

	for (size_t at = 0; at < len; at += used)
		field_press(field, (int)utf8_read(text + at, len - at,
		    &used));
}

static void test_field(void)
{
	struct field field;

	field_init(&field);
	type(&field, "bão số 12");
	tap_text(field.text.data, "bão số 12", "typed");
	tap_number(field_column(&field), 9, "columns, not bytes");
	field_press(&field, PRESS_BACKSPACE);
	field_press(&field, PRESS_CTRL('W'));
	field_press(&field, PRESS_CTRL('W'));
	tap_text(field.text.data, "bão ", "Backspace, and Ctrl-W a word");
	field_press(&field, PRESS_LEFT);
	field_press(&field, PRESS_LEFT);
	field_press(&field, PRESS_BACKSPACE);
	tap_text(field.text.data, "bo ", "a letter of three bytes goes whole");
	type(&field, "a\xCC\x81");
	tap_text(field.text.data, "báo ", "a mark joins its letter");
	tap_number(field_column(&field), 2, "and takes no column");
	field_press(&field, PRESS_HOME);
	field_press(&field, PRESS_DELETE);
	tap_text(field.text.data, "áo ", "Delete");
	field_press(&field, PRESS_CTRL('U'));
	tap_text(field.text.data, "áo ", "Ctrl-U takes what is before");
	field_press(&field, PRESS_END);
	field_press(&field, PRESS_CTRL('U'));
	tap_text(field.text.data, "", "all of it");
	tap_ok(!field_press(&field, PRESS_PAGE_DOWN) &&
	    !field_press(&field, PRESS_DOWN) && !field_press(&field, 7),
	    "other keys mean nothing in a field");
	for (int i = 0; i < 5000; i++)
		field_press(&field, 'x');
	tap_ok(field.text.len < 2000, "no field grows for ever");
	field_release(&field);
}

static void expect_hits(const char *text, const char *words,
    const char *want)
{
	struct hit hits[8];
	size_t count = hits_find(text, words, hits, 8);
	struct str got;

	str_init(&got);
	for (size_t i = 0; i < count; i++) {
		str_add_char(&got, '[');
		str_add_len(&got, text + hits[i].start, hits[i].len);
		str_add_char(&got, ']');
	}
	tap_text(got.data, want, "'%s' in '%s'", words, text);
	str_release(&got);
}

static void test_hits(void)
{
	expect_hits("Lịch cắt điện ngày 23/11", "cat dien", "[cắt][điện]");
	expect_hits("CẮT ĐIỆN", "cat dien", "[CẮT][ĐIỆN]");
	expect_hits("nắng nóng", "nang", "[nắng]");
	expect_hits("bão, báo, bảo", "bao", "[bão][báo][bảo]");
	expect_hits("bão", "mua", "");
	expect_hits("aaa", "a aa", "[aaa]");
	expect_hits("", "a", "");
	expect_hits("a", "", "");
}

static void test_words(void)
{
	static const struct {
		int64_t number;
		const char *text;
	} numbers[] = {{0, "0"}, {999, "999"}, {1000, "1.000"},
	    {12345, "12.345"}, {1234567, "1.234.567"}, {-1000, "-1.000"},
	    {-100, "-100"}};
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		str_clear(&text);
		format_number(&text, numbers[i].number);
		tap_text(text.data, numbers[i].text, "points group");
	}
	str_clear(&text);
	format_counts(&text, "%d new, %d failed (%%)", (int64_t[]){1200, 3},
	    2);
	tap_text(text.data, "1.200 new, 3 failed (%%)", "numbers in order");
	str_clear(&text);
	format_bytes(&text, 1887437);
	tap_text(text.data, "1,8 MB", "megabytes");
	str_clear(&text);
	format_bytes(&text, 14 * 1024);
	tap_text(text.data, "14 KB", "kilobytes");
	tap_number(format_minutes(1240), 6, "minutes to read");
	tap_number(format_minutes(3), 1, "at least one");
	str_release(&text);
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	test_names();
	test_input_methods();
	test_field();
	test_hits();
	test_words();
	return tap_end();
}
