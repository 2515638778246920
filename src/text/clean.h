/*
 * Role: makes outside text fit to show and to keep: once, on the way in.
 * Valid UTF-8, NFC with shape marks before tone marks, at most four marks on
 * a letter, none on a blank; no C0 or C1 controls, no bidi marks, overrides
 * or isolates, no U+200B, U+FEFF, U+00AD, variation selectors, tags,
 * noncharacters; U+2028/9 end a line; ZWJ and ZWNJ stay, except beside Latin
 * letters. Private use, a web font's pictures, is dropped, but for the
 * bullets that Word takes from Symbol. Eth becomes đ at a word's start, and
 * within words where the text is Vietnamese. U+00A0 becomes a blank. Ids and
 * links are never cleaned. Source: UAX #15, Unicode 15 ch. 23. Thread: any.
 */
#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Append as one line: white space runs become one blank, ends trimmed. */
void text_clean_line(struct str *out, const char *text, size_t len);

/*
 * Append keeping blanks and line feeds as they stand (tabs become 8-column
 * stops' worth of blanks), for preformatted text.
 */
void text_clean_block(struct str *out, const char *text, size_t len);

/* Append in NFC with marks reordered, nothing else changed. */
void text_compose(struct str *out, const char *text, size_t len);

/*
 * Whether a character commands a terminal or turns the text beside it around:
 * for what was never cleaned (addresses, names of files, another's cache).
 */
bool text_is_control(uint32_t code);

/* Append with U+FFFD for each of these, line feeds too. */
void text_add_shown(struct str *out, const char *text, size_t len);

/* Nothing but blanks of any width. */
bool text_is_blank(const char *text, size_t len);

/* Whether it holds a letter that only Vietnamese has (ă đ ơ ư ạ ế ...). */
bool text_is_vietnamese(const char *text, size_t len);

/* Trim white space (and U+00A0) at both ends, in place by position. */
void text_trim(const char **text, size_t *len);

#endif
