#include "text/letter.h"

#include "text/latin.h"

#include <unicase.h>
#include <unictype.h>

const char letter_ascii[128] =
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "0123456789\0\0\0\0\0\0"
    "\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0"
    "\0abcdefghijklmnopqrstuvwxyz\0\0\0\0";

uint32_t letter_lower(uint32_t code)
{
	const struct latin *latin;

	if (code < 0x80)
		return code - 'A' < 26u ? code | 0x20 : code;
	latin = latin_find(code);
	return latin != NULL ? latin->lower : uc_tolower(code);
}

enum letter_class letter_classify(uint32_t code)
{
	if (code < 0x80) {
		if (code - '0' < 10u)
			return LETTER_DIGIT;
		return (code | 0x20) - 'a' < 26u ? LETTER_ANY : LETTER_NONE;
	}
	if (latin_find(code) != NULL)
		return code == 0xD7 || code == 0xF7 ? LETTER_NONE : LETTER_ANY;
	if (letter_is_mark(code))
		return LETTER_ANY;
	/* Chinese and Japanese have no blanks: each character is a word */
	if ((code >= 0x3040 && code < 0x3100) ||
	    (code >= 0x3400 && code < 0xA000) ||
	    (code >= 0xF900 && code < 0xFB00) || code >= 0x20000)
		return uc_is_property_alphabetic(code) ? LETTER_WHOLE :
		    LETTER_NONE;
	if (uc_is_property_alphabetic(code))
		return LETTER_ANY;
	if (uc_is_general_category(code, UC_DECIMAL_DIGIT_NUMBER))
		return LETTER_DIGIT;
	return uc_is_general_category(code, UC_MARK) ? LETTER_ANY : LETTER_NONE;
}
