#include "support/tap.h"
#include "text/utf8.h"

#include <string.h>

static void test_every_code(void)
{
	int wrong = 0;
	char bytes[4];
	size_t len, used;

	for (uint32_t code = 0; code < 0x110000; code++) {
		if (code >= 0xD800 && code < 0xE000)
			continue;
		len = utf8_write(bytes, code);
		if (utf8_read(bytes, len, &used) != code || used != len ||
		    !utf8_is_valid(bytes, len))
			wrong++;
	}
	tap_number(wrong, 0, "every code point there and back");
}

static void test_bad(void)
{
	static const char *const bad[] = {"\x80", "\xBF", "\xC0\x80",
	    "\xC1\xBF", "\xC3", "\xE1\xBA", "\xE0\x9F\xBF", "\xED\xA0\x80",
	    "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
	    "\xFF", "\xF0\x9F\x98"};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		size_t used, len = strlen(bad[i]);

		tap_ok(!utf8_is_valid(bad[i], len) &&
		        utf8_read(bad[i], len, &used) == 0xFFFD && used == 1,
		    "bad bytes %zu", i);
	}
}

static void check_repair(const char *text, const char *want, int64_t count)
{
	struct str out;

	str_init(&out);
	tap_number((int64_t)utf8_repair(&out, text, strlen(text)), count,
	    "repairs of %s", want);
	tap_text(out.data, want, "repaired");
	str_release(&out);
}

static void check_cut(const char *text, size_t len, int64_t want)
{
	tap_number((int64_t)utf8_cut(text, len), want, "%s cut to %zu", text,
	    len);
}

int main(void)
{
	struct str out;

	test_every_code();
	test_bad();
	check_repair("Hạ Khê", "Hạ Khê", 0);
	check_repair("H\xE1\xBA Kh\xC3", "H\xEF\xBF\xBD Kh\xEF\xBF\xBD", 2);
	check_repair("\xFF\xFE\xFFx\x80", "\xEF\xBF\xBDx\xEF\xBF\xBD", 2);
	str_init(&out);
	utf8_add(&out, 0x1EC7);
	utf8_add(&out, 0x110000);
	utf8_add(&out, 0xD800);
	tap_text(out.data, "ệ\xEF\xBF\xBD\xEF\xBF\xBD", "adding");
	str_release(&out);
	check_cut("ệx", 0, 0);
	check_cut("ệx", 1, 0);
	check_cut("ệx", 2, 0);
	check_cut("ệx", 3, 3);
	check_cut("ệx", 4, 4);
	check_cut("đê", 3, 2);
	check_cut("\x80\x80\x80\x80\x80", 5, 5);
	return tap_end();
}
