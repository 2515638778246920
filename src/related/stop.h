/*
 * Role: syllables and pairs that say nothing of what an article is about.
 * Thread: any.
 */
#ifndef RELATED_STOP_H
#define RELATED_STOP_H

#include <stdbool.h>

/* Lower case with marks, tones placed the old way (text_fold_exact). */
bool stop_has_word(const char *word);
bool stop_has_pair(const char *first, const char *second);

#endif
