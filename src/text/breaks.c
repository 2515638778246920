#include "text/breaks.h"

#include "base/str.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>

/* What stands between two blanks. */
struct word {
	const char *text;
	size_t len;
};

/* Behind a number they stay with it. */
static const char *const units[] = {"%", "cm", "g", "gam", "gb", "giây", "giờ",
	"ha", "hecta", "héc-ta", "kb", "kg", "ki-lô-gam", "ki-lô-mét", "km",
	"km/h", "km2", "km²", "kv", "kw", "kwh", "lít", "m", "m2", "m3", "mb",
	"ml", "mm", "mw", "m²", "m³", "mét", "mẫu", "nghìn", "ngàn", "ngày",
	"năm", "phút", "sào", "tháng", "tiếng", "triệu", "trăm", "tuần",
	"tuổi", "tạ", "tấn", "tỉ", "tỷ", "usd", "vnd", "vnđ", "yến", "đ",
	"điểm", "đô", "đồng"};

/* Before a number or a Roman numeral they stay with it. */
static const char *const heads[] = {"biểu", "bài", "bảng", "bậc", "chương",
	"cấp", "giờ", "hình", "hạng", "hẻm", "khoản", "khóa", "khối", "kiệt",
	"kỉ", "kỳ", "kỷ", "lộ", "lớp", "mục", "ngày", "ngõ", "năm", "phòng",
	"phường", "phần", "picture", "ql", "quý", "quận", "số", "tháng",
	"thôn", "thứ", "trang", "tầng", "tập", "tổ", "vòng", "xóm", "điều",
	"điểm", "đường", "đội", "động", "đợt", "ảnh", "ấp"};

/* Before a name. */
static const char *const titles[] = {"BS", "CN", "GS", "HTX", "KS", "LS",
	"NCS", "NS", "P", "PGS", "Q", "TP", "TS", "TT", "TX", "ThS", "Tp",
	"Tx", "Đ/c", "đ/c"};

static bool is_listed(const char *const *list, size_t count, const char *text,
    size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(list[i], text, len) == 0 && list[i][len] == '\0')
			return true;
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool starts(struct word word, const char *start)
{
	size_t len = strlen(start);

	return word.len >= len && memcmp(word.text, start, len) == 0;
}

static bool ends(struct word word, const char *end)
{
	size_t len = strlen(end);

	return word.len >= len &&
	    memcmp(word.text + word.len - len, end, len) == 0;
}

static bool is_any_of(bool (*has)(struct word, const char *), struct word word,
    const char *const *marks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (has(word, marks[i]))
			return true;
	return false;
}

static bool is_dash(struct word word)
{
	return (word.len == 1 && word.text[0] == '-') ||
	    (word.len == 3 && (starts(word, "–") || starts(word, "—") ||
	                          starts(word, "−")));
}

/* A closing mark, or a dash, which begin no line. */
static bool begins_no_line(struct word word)
{
	static const char *const marks[] = {"–", "—", "”", "’", "»", "‰", "°"};
	char next = word.len > 1 ? word.text[1] : ' ';

	if (strchr(")]},;:!?%", word.text[0]) != NULL)
		return true;
	/* ".vn" and "…và" may */
	if (word.text[0] == '.')
		return !is_ascii_letter(next) && !is_digit(next);
	if (starts(word, "…"))
		return word.len == strlen("…");
	return is_dash(word) ||
	    is_any_of(starts, word, marks, ARRAY_LEN(marks));
}

static bool ends_no_line(struct word word)
{
	static const char *const marks[] = {"“", "‘", "«", "„"};

	return strchr("([{", word.text[word.len - 1]) != NULL ||
	    is_any_of(ends, word, marks, ARRAY_LEN(marks));
}

static bool ends_in_mark(struct word word)
{
	return strchr(")]},.;:!?\"'/", word.text[word.len - 1]) != NULL ||
	    ends(word, "”") || ends(word, "’") || ends(word, "…");
}

/* Without the marks around a word. */
static struct word strip(struct word word)
{
	while (word.len > 0 &&
	    strchr("([{\"'", word.text[0]) != NULL) {
		word.text++;
		word.len--;
	}
	if (starts(word, "“") || starts(word, "‘")) {
		word.text += 3;
		word.len -= 3;
	}
	while (word.len > 0 && ends_in_mark(word))
		word.len -= (unsigned char)word.text[word.len - 1] < 0x80 ? 1
		                                                          : 3;
	return word;
}

static bool ends_in_digit(struct word word)
{
	return is_digit(word.text[word.len - 1]);
}

static bool is_numeral(struct word word)
{
	word = strip(word);
	if (word.len == 0)
		return false;
	if (is_digit(word.text[0]))
		return true;
	return strspn(word.text, "IVXLC") >= word.len && word.len < 8;
}

static bool is_exact(struct word word, const char *const *list, size_t count)
{
	struct str folded;
	bool is_found;

	word = strip(word);
	str_init(&folded);
	text_fold_exact(&folded, word.text, word.len);
	is_found = folded.len > 0 &&
	    is_listed(list, count, folded.data, folded.len);
	str_release(&folded);
	return is_found;
}

static bool is_capital(struct word word)
{
	size_t used;

	return text_is_capital(utf8_read(word.text, word.len, &used));
}

/* "TP.", "PGS.TS.", "N.V.": what is shortened stays with the name. */
static bool is_short_form(struct word word)
{
	bool has_dot = word.text[word.len - 1] == '.';
	size_t start = 0, used;

	if (!is_capital(word) && !starts(word, "đ/c"))
		return false;
	for (size_t i = 0; i <= word.len; i++) {
		if (i < word.len && word.text[i] != '.')
			continue;
		if (i > start) {
			utf8_read(word.text + start, i - start, &used);
			if (!(has_dot && used == i - start) &&
			    !is_listed(titles, ARRAY_LEN(titles),
			        word.text + start, i - start))
				return false;
		}
		start = i + 1;
	}
	return true;
}

static bool is_all_digits(struct word word)
{
	size_t i = 0;

	while (i < word.len && is_digit(word.text[i]))
		i++;
	return i == word.len;
}

/* "12 ngày", but not "12 | ngày 22/11", where it begins the date. */
static bool is_unit(struct word word, char after)
{
	static const char *const both[] = {"ngày", "năm", "tháng", "điểm"};

	return is_exact(word, units, ARRAY_LEN(units)) &&
	    !(is_digit(after) && is_exact(word, both, ARRAY_LEN(both)));
}

/*
 * Whether a line had better not end between word and next; after: the first
 * byte behind next.
 */
static bool stay_together(struct word before, struct word word,
    struct word next, char after)
{
	if (begins_no_line(next) || ends_no_line(word))
		return true;
	/* a dash that opens a speech, and ranges: 2020 - 2025 */
	if (is_dash(word))
		return before.len == 0 ||
		    (ends_in_digit(before) && is_digit(next.text[0]));
	if (ends_in_digit(word) && is_unit(next, after))
		return true;
	/* telephone numbers, 1 234 567 */
	if (is_all_digits(word) && is_all_digits(next))
		return true;
	if (is_numeral(next) && !ends_in_mark(word) &&
	    is_exact(word, heads, ARRAY_LEN(heads)))
		return true;
	return is_capital(next) && word.len < 12 && is_short_form(word);
}

/* Whether a word that is too long may be broken before byte i. */
static bool parts_inside(struct word word, size_t i)
{
	unsigned char next = (unsigned char)word.text[i];

	if (!is_ascii_letter((char)next) && !is_digit((char)next) &&
	    next < 0xC3)
		return false;
	return strchr("/?&=.-_", word.text[i - 1]) != NULL ||
	    (i > 2 && is_dash((struct word){word.text + i - 3, 3}));
}

static void mark_inside(struct word word, uint8_t *breaks)
{
	for (size_t i = 2; i < word.len; i++)
		if (parts_inside(word, i))
			breaks[i] = TEXT_BREAK_LATE;
}

/* Of a script that breaks without blanks, of which UAX #14 knows more. */
static bool is_unspaced(uint32_t code)
{
	return code >= 0x0E00 && (code < 0x1E00 || code >= 0x2E80);
}

static bool has_unspaced(const char *text, size_t len)
{
	size_t used;

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] >= 0xE0 &&
		    is_unspaced(utf8_read(text + i, len - i, &used)))
			return true;
	return false;
}

static void mark_by_rules(const char *text, size_t len, uint8_t *breaks)
{
	char *found = mem_alloc(len);
	uint32_t before = 0, code;
	size_t used;

	u8_possible_linebreaks((const uint8_t *)text, len, "UTF-8", found);
	for (size_t at = 0; at < len; at += used) {
		code = utf8_read(text + at, len - at, &used);
		if (found[at] == UC_BREAK_POSSIBLE && before != ' ' &&
		    (is_unspaced(before) || is_unspaced(code)))
			breaks[at] = TEXT_BREAK_MAY;
		before = code;
	}
	free(found);
}

/* The first byte of the word behind `at`, or a NUL. */
static char peek(const char *text, size_t len, size_t at)
{
	while (at < len && text[at] == ' ')
		at++;
	return (char)(at < len ? text[at] : '\0');
}

static size_t find_end(const char *text, size_t len, size_t at)
{
	while (at < len && text[at] != ' ' && text[at] != '\n')
		at++;
	return at;
}

void text_find_breaks(const char *text, size_t len, uint8_t *breaks)
{
	struct word before = {NULL, 0}, word = {NULL, 0}, next;
	bool is_new_line = true;
	size_t at = 0;

	memset(breaks, TEXT_BREAK_NO, len);
	while (at < len) {
		if (text[at] == ' ' || text[at] == '\n') {
			if (text[at] == '\n') {
				if (at + 1 < len)
					breaks[at + 1] = TEXT_BREAK_MUST;
				is_new_line = true;
			}
			at++;
			continue;
		}
		next = (struct word){text + at, find_end(text, len, at) - at};
		if (is_new_line)
			before = word = (struct word){NULL, 0};
		else
			breaks[at] = stay_together(before, word, next,
			                 peek(text, len, at + next.len))
			    ? TEXT_BREAK_LATE
			    : TEXT_BREAK_MAY;
		mark_inside(next, breaks + at);
		is_new_line = false;
		before = word;
		word = next;
		at += next.len;
	}
	if (has_unspaced(text, len))
		mark_by_rules(text, len, breaks);
}
