#include "markup/charset_guess.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

enum { WORD_BYTES_MOST = 8 * 1024, WORD_MOST = 24 };

enum letter_kind {
	NO_LETTER,
	VOWEL,
	CONSONANT,
	TONE_MARK, /* a combining tone, after its vowel */
	FOREIGN,   /* a letter that Vietnamese lacks */
	SYMBOL,    /* has no business inside a word */
};

struct letter {
	enum letter_kind kind;
	bool has_tone, is_upper;
	bool is_own; /* another character than in windows-1252 */
	char base;   /* lower case ASCII, or for ă â đ ê ô ơ ư A B D E O W V */
};

/* How syllables begin and end; the vowels without their tones. */
static const char heads[] = " b c ch d D g gh gi h k kh l m n ng ngh nh p ph "
    "q qu r s t th tr v x ";
static const char rhymes[] =
    " a ac ach ai am an ang anh ao ap at au ay Ac Am An Ang Ap At "
    "Bc Bm Bn Bng Bp Bt Bu By e ec em en eng eo ep et E Ech Em En Enh Ep Et "
    "Eu i ia ich iEc iEm iEn iEng iEp iEt iEu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oAc oAm oAn oAng "
    "oAt oc oe oen oeo oet oi om on ong ooc oong op ot "
    "O Oc Oi Om On Ong Op Ot W Wi Wm Wn Wp Wt "
    "u ua uBn uBng uBt uBy uc uE uEch uEnh ui um un ung uOc uOi uOm uOn uOng "
    "uOt up ut uW uy uya uych uyEn uyEt uynh uyt uyu "
    "V Va Vc Vi Vm Vn Vng Vt Vu VWc VWi VWm VWn VWng VWp VWt VWu "
    "y yEm yEn yEng yEt yEu ych ynh yt ";

struct reading {
	struct letter letters[256];
	size_t good, bad;
};

static struct letter ascii_letter(uint32_t code)
{
	struct letter letter = {.kind = NO_LETTER};

	letter.is_upper = code >= 'A' && code <= 'Z';
	if (letter.is_upper)
		code = code - 'A' + 'a';
	if (code < 'a' || code > 'z')
		return letter;
	letter.base = (char)code;
	letter.kind = strchr("aeiouy", letter.base) != NULL ? VOWEL
	                                                    : CONSONANT;
	return letter;
}

/* What a character is to Vietnamese; code is beyond ASCII. */
static struct letter wide_letter(uint32_t code)
{
	/* Latin-1 from U+00E0, a blank where Vietnamese has no such letter */
	static const char latin[] = "aaBa    eeE ii    ooOo   uu  y  ";
	/* U+1EA0 on, a letter for its capital and small one */
	static const char toned[] =
	    "aaBBBBBAAAAAeeeEEEEEiiooOOOOOWWWWWuuVVVVVyyyy";
	struct letter letter = {.kind = SYMBOL};
	uint32_t small = code;

	if (code == 0x300 || code == 0x301 || code == 0x303 || code == 0x309 ||
	    code == 0x323) {
		letter.kind = TONE_MARK;
		return letter;
	}
	if (code >= 0xC0 && code <= 0xDE && code != 0xD7)
		small = code + 0x20;
	else if (code == 0x102 || code == 0x110 || code == 0x128 ||
	    code == 0x168 || code == 0x1A0 || code == 0x1AF)
		small = code + 1;
	letter.is_upper = small != code || (code >= 0x1EA0 && code % 2 == 0);
	letter.has_tone = true;
	if (code >= 0x1EA0 && code <= 0x1EF9) {
		letter.base = toned[(code - 0x1EA0) / 2];
	} else if (small >= 0xE0 && small <= 0xFF) {
		letter.base = latin[small - 0xE0];
		letter.has_tone = strchr("BEO", letter.base) == NULL;
	} else if (small == 0x129 || small == 0x169) {
		letter.base = small == 0x129 ? 'i' : 'u';
	} else {
		letter.has_tone = false;
		letter.base = small == 0x103 ? 'A' : small == 0x111 ? 'D'
		    : small == 0x1A1 ? 'W' : small == 0x1B0 ? 'V' : ' ';
	}
	if (letter.base == 'D')
		letter.kind = CONSONANT;
	else if (letter.base != ' ')
		letter.kind = VOWEL;
	else if (small >= 0xDF && small <= 0x17F && small != 0xF7)
		letter.kind = FOREIGN;
	else if ((code >= 0x2010 && code <= 0x2030) || code == 0xA0 ||
	    code == 0xAB || code == 0xBB)
		letter.kind = NO_LETTER; /* dashes, quotation marks, "…" */
	return letter;
}

/* What each byte alone is, from iconv; 0 where it is nothing. */
static bool read_codes(uint32_t codes[256], const char *charset)
{
	iconv_t converter = iconv_open("UTF-32LE", charset);
	int byte;

	if (converter == (iconv_t)-1)
		return false;
	for (byte = 0; byte < 256; byte++) {
		char in = (char)byte, bytes[16] = {0}, *from = &in, *to = bytes;
		size_t left = 1, space = sizeof(bytes);

		iconv(converter, NULL, NULL, NULL, NULL);
		codes[byte] = 0;
		if (iconv(converter, &from, &left, &to, &space) !=
		    (size_t)-1 &&
		    iconv(converter, NULL, NULL, &to, &space) != (size_t)-1)
			codes[byte] = (uint32_t)(unsigned char)bytes[0] |
			    (uint32_t)(unsigned char)bytes[1] << 8;
	}
	iconv_close(converter);
	return true;
}

static bool reading_init(struct reading *reading, const char *charset)
{
	uint32_t codes[256], western[256];
	int byte;

	*reading = (struct reading){.good = 0};
	if (!read_codes(codes, charset) ||
	    !read_codes(western, "windows-1252"))
		return false;
	for (byte = 0; byte < 256; byte++) {
		struct letter *letter = &reading->letters[byte];

		if (codes[byte] >= 0x80)
			*letter = wide_letter(codes[byte]);
		else if (byte < 0x80)
			*letter = ascii_letter(codes[byte]);
		else
			letter->kind = SYMBOL;
		letter->is_own = codes[byte] != western[byte];
	}
	return true;
}

/* Whether list holds the len letters of word, which blanks stand around. */
static bool is_listed(const char *list, const char *word, size_t len)
{
	char part[WORD_MOST + 3];

	part[0] = ' ';
	memcpy(part + 1, word, len);
	part[len + 1] = ' ';
	part[len + 2] = '\0';
	return strstr(list, part) != NULL;
}

/* Whether letters are one Vietnamese syllable, with at most one tone. */
static bool is_syllable(const struct letter *word, size_t len)
{
	char text[WORD_MOST];
	size_t count = 0, head = 0, tones = 0, i;

	for (i = 0; i < len; i++) {
		if (word[i].kind == FOREIGN || word[i].kind == SYMBOL)
			return false;
		tones += word[i].kind == TONE_MARK || word[i].has_tone;
		if (word[i].kind == TONE_MARK) {
			if (i == 0 || word[i - 1].kind != VOWEL)
				return false;
			continue;
		}
		/* "Xã" and "XÃ", but not "xÃ" */
		if (count > 0 && word[i].is_upper && !word[0].is_upper)
			return false;
		if (count == head && word[i].kind == CONSONANT)
			head++;
		text[count++] = word[i].base;
	}
	if (tones > 1 || count == head)
		return false;
	/* the u of qu and the i of gi belong to the beginning */
	if (count - head > 1 && head == 1 &&
	    ((text[0] == 'q' && text[1] == 'u') ||
	    (text[0] == 'g' && text[1] == 'i' && word[2].kind == VOWEL)) &&
	    is_listed(rhymes, text + 2, count - 2))
		return true;
	return (head == 0 || is_listed(heads, text, head)) &&
	    is_listed(rhymes, text + head, count - head);
}

/*
 * Weigh the words of data that read otherwise in windows-1252; the rest says
 * nothing.
 */
static void weigh(struct reading *reading, const unsigned char *data,
    size_t len)
{
	struct letter word[WORD_MOST];
	size_t count = 0, i, seen = 0;
	bool is_own = false;

	for (i = 0; i <= len && seen < WORD_BYTES_MOST; i++) {
		struct letter letter = {.kind = NO_LETTER};

		if (i < len)
			letter = reading->letters[data[i]];
		if (letter.kind != NO_LETTER) {
			if (count < WORD_MOST)
				word[count] = letter;
			count++;
			is_own = is_own || letter.is_own;
			continue;
		}
		/* a sign alone ("2º") says nothing */
		if (is_own && count > 1) {
			seen += count;
			if (count <= WORD_MOST && is_syllable(word, count))
				reading->good++;
			else
				reading->bad++;
		}
		count = 0;
		is_own = false;
	}
}

const char *charset_guess(const char *data, size_t len, size_t least)
{
	static const char *const names[] = {"windows-1258", "tcvn", "viscii"};
	const char *best = "windows-1252";
	size_t best_good = 0, best_total = 1, i;

	for (i = 0; i < ARRAY_LEN(names); i++) {
		struct reading reading;
		size_t total;

		if (!reading_init(&reading, names[i]))
			continue;
		weigh(&reading, (const unsigned char *)data, len);
		total = reading.good + reading.bad;
		/* six words in ten, as names and English stand between */
		if (reading.good < least || reading.good * 10 < total * 6 ||
		    reading.good * best_total <= best_good * total)
			continue;
		best = names[i];
		best_good = reading.good;
		best_total = total;
	}
	return best;
}
