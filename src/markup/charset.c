#include "markup/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "markup/charset_guess.h"
#include "text/utf8.h"

enum { DECLARATION_LOOK = 1024, SHARE_LOOK = 64 * 1024 };

/*
 * Labels whose name or meaning differs from what iconv(3) would make of
 * them. Source: WHATWG Encoding, 4.2; the web reads the first as the second.
 */
static const struct label {
	const char *label, *name;
} labels[] = {
	{"ascii", "windows-1252"},
	{"ansi_x3.4-1968", "windows-1252"},
	{"us-ascii", "windows-1252"},
	{"iso-8859-1", "windows-1252"},
	{"iso8859-1", "windows-1252"},
	{"iso_8859-1", "windows-1252"},
	{"latin-1", "windows-1252"},
	{"latin1", "windows-1252"},
	{"l1", "windows-1252"},
	{"cp1252", "windows-1252"},
	{"x-cp1252", "windows-1252"},
	{"utf8", "utf-8"},
	{"utf-8n", "utf-8"},
	{"utf8x", "utf-8"},
	{"utf-8x", "utf-8"},
	{"x-utf-8", "utf-8"},
	{"unicode-1-1-utf-8", "utf-8"},
	{"utf16", "utf-16"},
	{"ucs-2", "utf-16"},
	{"iso-10646-ucs-2", "utf-16"},
	{"unicode", "utf-16"},
	{"cp1258", "windows-1258"},
	{"x-cp1258", "windows-1258"},
	{"tcvn3", "tcvn"},
	{"tcvn-5712", "tcvn"},
	{"tcvn5712-1", "tcvn"},
	{"tcvn5712-1:1993", "tcvn"},
	{"x-viet-tcvn5712", "tcvn"},
	{"x-viet-tcvn", "tcvn"},
	{"iso-ir-180", "tcvn"},
	{"viscii1.1-1", "viscii"},
	{"csviscii", "viscii"},
	{"gb2312", "gb18030"},
	{"gbk", "gb18030"},
	{"x-gbk", "gb18030"},
	{"gb_2312-80", "gb18030"},
	{"big5", "big5-hkscs"},
	{"shift_jis", "cp932"},
	{"shift-jis", "cp932"},
	{"x-sjis", "cp932"},
	{"windows-31j", "cp932"},
	{"euc-kr", "cp949"},
	{"ks_c_5601-1987", "cp949"},
	{"ksc5601", "cp949"},
	{"iso-8859-9", "windows-1254"},
	{"iso-8859-11", "cp874"},
	{"tis-620", "cp874"},
	{"windows-874", "cp874"},
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A label as outside gave it → our name for it; "" if it cannot be one. */
static void name_from_label(char name[CHARSET_NAME_SIZE], const char *label,
    size_t len)
{
	size_t i;

	name[0] = '\0';
	while (len > 0 && strchr(" \t\r\n\"'", *label) != NULL) {
		label++;
		len--;
	}
	while (len > 0 && strchr(" \t\r\n\"'", label[len - 1]) != NULL)
		len--;
	if (len == 0 || len >= CHARSET_NAME_SIZE)
		return;
	for (i = 0; i < len; i++) {
		name[i] = lower(label[i]);
		/* iconv takes options after a slash */
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-_.:()",
			name[i]) == NULL) {
			name[0] = '\0';
			return;
		}
	}
	name[len] = '\0';
	for (i = 0; i < ARRAY_LEN(labels); i++)
		if (strcmp(labels[i].label, name) == 0)
			snprintf(name, CHARSET_NAME_SIZE, "%s",
			    labels[i].name);
}

/* Where needle (lower case) stands in the first len bytes, in any case. */
static const char *find_word(const char *data, size_t len, const char *needle)
{
	size_t need = strlen(needle), i;

	for (i = 0; i + need <= len; i++)
		if (lower(data[i]) == needle[0] &&
		    strncasecmp(data + i, needle, need) == 0)
			return data + i;
	return NULL;
}

/* encoding="..." of an XML declaration, charset=... of a meta element. */
static void find_declared(char name[CHARSET_NAME_SIZE], const char *data,
    size_t len)
{
	size_t look = len < DECLARATION_LOOK ? len : DECLARATION_LOOK;
	const char *end = data + look, *at, *stop;

	name[0] = '\0';
	at = find_word(data, look, "<?xml");
	if (at != NULL) {
		stop = memchr(at, '>', (size_t)(end - at));
		at = find_word(at, (size_t)((stop != NULL ? stop : end) - at),
		    "encoding");
		if (at != NULL)
			at += strlen("encoding");
	}
	if (at == NULL) {
		at = find_word(data, look, "<meta");
		if (at != NULL)
			at = find_word(at, (size_t)(end - at), "charset");
		if (at != NULL)
			at += strlen("charset");
	}
	if (at == NULL)
		return;
	while (at < end && strchr("= \t\r\n\"'", *at) != NULL && *at != '\0')
		at++;
	stop = at;
	while (stop < end && *stop != '\0' &&
	    strchr("\"' \t\r\n>/;?", *stop) == NULL)
		stop++;
	if (stop < end)
		name_from_label(name, at, (size_t)(stop - at));
}

static bool is_known(const char *name)
{
	iconv_t converter = iconv_open("UTF-8", name);

	if (converter == (iconv_t)-1)
		return false;
	iconv_close(converter);
	return true;
}

static size_t find_bom(const char *data, size_t len, const char **name)
{
	static const struct {
		const char *bytes, *name;
		size_t len;
	} boms[] = {
		{"\xEF\xBB\xBF", "utf-8", 3},
		{"\xFF\xFE\0\0", "utf-32le", 4},
		{"\0\0\xFE\xFF", "utf-32be", 4},
		{"\xFF\xFE", "utf-16le", 2},
		{"\xFE\xFF", "utf-16be", 2},
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(boms); i++)
		if (len >= boms[i].len &&
		    memcmp(data, boms[i].bytes, boms[i].len) == 0) {
			*name = boms[i].name;
			return boms[i].len;
		}
	return 0;
}

/*
 * UTF-16 or UTF-32 without a BOM: markup is ASCII, so that zero bytes stand
 * at the same place of each unit.
 */
static const char *name_by_zeros(const char *data, size_t len)
{
	size_t zeros[4] = {0}, look = len < 256 ? len : 256, i;
	size_t units = look / 4, total;

	if (units < 2)
		return NULL;
	for (i = 0; i < units * 4; i++)
		zeros[i % 4] += data[i] == '\0';
	total = zeros[0] + zeros[1] + zeros[2] + zeros[3];
	if (total * 10 < units * 4)
		return NULL;
	if (zeros[1] + zeros[2] + zeros[3] > units * 5 / 2)
		return "utf-32le";
	if (zeros[0] + zeros[1] + zeros[2] > units * 5 / 2)
		return "utf-32be";
	/* a few stray zero bytes leave no pattern */
	if (zeros[1] + zeros[3] > 4 * (zeros[0] + zeros[2]))
		return "utf-16le";
	if (zeros[0] + zeros[2] > 4 * (zeros[1] + zeros[3]))
		return "utf-16be";
	return NULL;
}

/*
 * UTF-8 with broken bytes (characters cut by an editor) is UTF-8 still; what
 * is no UTF-8 has next to no whole character of several bytes.
 */
static bool is_mostly_utf8(const char *data, size_t len)
{
	size_t good = 0, bad = 0, i = 0, used;
	size_t look = len < SHARE_LOOK * 16 ? len : SHARE_LOOK * 16;

	for (; i < look; i += used) {
		if ((unsigned char)data[i] < 0x80) {
			used = 1;
			continue;
		}
		(void)utf8_read(data + i, len - i, &used);
		if (used > 1)
			good++;
		else
			bad++;
	}
	return good >= 2 * bad;
}

/* The stateful charsets that are made of ASCII bytes only. */
static bool is_seven_bit(const char *name, const char *data, size_t len)
{
	if (strncmp(name, "iso-2022-", 9) == 0)
		return memchr(data, 0x1B, len) != NULL;
	return strcmp(name, "hz-gb-2312") == 0 ||
	    strcmp(name, "utf-7") == 0;
}

static bool is_ascii(const char *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)data[i] >= 0x80)
			return false;
	return true;
}

/* Names that say little: they are the defaults of tools. */
static bool is_weak(const char *name)
{
	return name[0] == '\0' || strcmp(name, "windows-1252") == 0 ||
	    strcmp(name, "utf-8") == 0 || strncmp(name, "utf-16", 6) == 0 ||
	    strncmp(name, "utf-32", 6) == 0 || strncmp(name, "ucs-", 4) == 0 ||
	    !is_known(name);
}

/* The charset of bytes that are not UTF-8. */
static void choose_legacy(struct charset_choice *choice, const char *data,
    size_t len, const char *http, const char *declared)
{
	const char *name;

	if (!is_weak(http))
		name = http;
	else if (!is_weak(declared))
		name = declared;
	else if (is_mostly_utf8(data, len))
		name = "utf-8";
	else
		/* a single word does not refute what is declared */
		name = charset_guess(data, len,
		    strcmp(http, "windows-1252") == 0 ||
		    strcmp(declared, "windows-1252") == 0 ? 3 : 1);
	snprintf(choice->name, sizeof(choice->name), "%s", name);
}

struct charset_choice charset_choose(const char *data, size_t len,
    const char *http_charset)
{
	struct charset_choice choice = {.is_clean = false};
	char http[CHARSET_NAME_SIZE] = "", declared[CHARSET_NAME_SIZE];
	const char *name = NULL;
	bool is_plain;

	if (http_charset != NULL)
		name_from_label(http, http_charset, strlen(http_charset));
	find_declared(declared, data, len);
	choice.skip = find_bom(data, len, &name);
	if (name == NULL)
		name = name_by_zeros(data, len);
	data += choice.skip;
	len -= choice.skip;
	if (name != NULL && strcmp(name, "utf-8") != 0) {
		/* what is declared inside is written in the same units */
		snprintf(choice.name, sizeof(choice.name), "%s", name);
		return choice;
	}
	is_plain = utf8_is_valid(data, len);
	if (is_plain && is_seven_bit(declared, data, len) &&
	    is_known(declared)) {
		snprintf(choice.name, sizeof(choice.name), "%s", declared);
		return choice;
	}
	choice.is_clean = is_plain;
	if (is_plain || name != NULL)
		snprintf(choice.name, sizeof(choice.name), "utf-8");
	else
		choose_legacy(&choice, data, len, http, declared);
	choice.has_lied = declared[0] != '\0' &&
	    strcmp(declared, choice.name) != 0 &&
	    (strcmp(declared, "windows-1252") != 0 || !is_ascii(data, len));
	return choice;
}

static size_t convert_by_iconv(struct str *out, const char *data, size_t len,
    iconv_t converter, size_t unit)
{
	/* iconv(3) does not write through its source pointer */
	union {
		const char *from;
		char *in;
	} source = {.from = data};
	size_t left = len, bad = 0;

	while (left > 0) {
		size_t room = left * 2 + 64, start = out->len, space = room;
		char *to = str_reserve(out, room);
		size_t done = iconv(converter, &source.in, &left, &to, &space);

		out->len = start + (room - space);
		out->data[out->len] = '\0';
		if (done != (size_t)-1 || errno == E2BIG)
			continue;
		/* a sequence that is bad, or cut by the end */
		utf8_add(out, 0xFFFD);
		bad++;
		source.in += left < unit ? left : unit;
		left -= left < unit ? left : unit;
	}
	{
		/* a base letter may wait for its tone */
		size_t space = 16, start = out->len;
		char *to = str_reserve(out, space);

		iconv(converter, NULL, NULL, &to, &space);
		out->len = start + (16 - space);
		out->data[out->len] = '\0';
	}
	return bad;
}

static size_t unit_of(const char *name)
{
	if (strncmp(name, "utf-16", 6) == 0)
		return 2;
	return strncmp(name, "utf-32", 6) == 0 ? 4 : 1;
}

size_t charset_convert(struct str *out, const char *data, size_t len,
    const struct charset_choice *choice)
{
	iconv_t converter;
	size_t bad;

	data += choice->skip;
	len -= choice->skip;
	if (choice->is_clean) {
		str_add_len(out, data, len);
		return 0;
	}
	if (strcmp(choice->name, "utf-8") == 0)
		return utf8_repair(out, data, len);
	converter = iconv_open("UTF-8", choice->name);
	if (converter == (iconv_t)-1)
		return utf8_repair(out, data, len);
	bad = convert_by_iconv(out, data, len, converter,
	    unit_of(choice->name));
	iconv_close(converter);
	return bad;
}

struct charset_result charset_decode(struct str *out, const char *data,
    size_t len, const char *http_charset)
{
	struct charset_choice choice = charset_choose(data, len, http_charset);
	struct charset_result result = {.has_lied = choice.has_lied};

	snprintf(result.name, sizeof(result.name), "%s", choice.name);
	result.bad_bytes = charset_convert(out, data, len, &choice);
	return result;
}

const char *charset_from_content_type(const char *content_type,
    char *buffer, size_t size)
{
	const char *at;
	size_t len;

	if (content_type == NULL || size == 0)
		return NULL;
	at = strchr(content_type, ';');
	at = at == NULL ? NULL : find_word(at, strlen(at), "charset");
	if (at == NULL)
		return NULL;
	at += strlen("charset");
	at += strspn(at, " \t=\"'");
	len = strcspn(at, " \t;\"',");
	if (len == 0 || len >= size)
		return NULL;
	memcpy(buffer, at, len);
	buffer[len] = '\0';
	return buffer;
}
