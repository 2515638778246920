/*
 * Role: which legacy charset Vietnamese bytes are in, by how many words come
 * out as syllables that Vietnamese can have (one nucleus, one tone, known
 * beginnings and ends). Thread: any.
 */
#ifndef MARKUP_CHARSET_GUESS_H
#define MARKUP_CHARSET_GUESS_H

#include <stddef.h>

/*
 * "windows-1258", "tcvn" or "viscii"; "windows-1252" where none of them
 * reads as Vietnamese (least: words that must). At most 8 KiB of words are
 * looked at.
 */
const char *charset_guess(const char *data, size_t len, size_t least);

#endif
