/*
 * Role: which blanks of a line become two, so that it is full: SCREENS §5,
 * `justify`. A terminal can only widen by whole columns. Thread: any.
 */
#ifndef LAYOUT_STRETCH_H
#define LAYOUT_STRETCH_H

#include <stdbool.h>
#include <stddef.h>

enum { STRETCH_MOST = 64 };

/*
 * Choose `rest` blanks of the line: those after punctuation first, never two
 * side by side; their places (bytes) in order in places[0..rest-1]. False
 * where it takes more than every third blank, or there is no such choice.
 */
bool stretch_line(const char *text, size_t len, int rest,
    size_t places[STRETCH_MOST]);

#endif
