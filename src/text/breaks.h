/*
 * Role: where a line of Vietnamese may break. UAX #14, and beyond it: number
 * and unit ("956 tỷ", "38,1 %"), "Điều 5", "TP. Huế", "quý I", "số 01",
 * ranges "2020 - 2025", and initials stay together; no line starts with a
 * dash or a closing mark, none ends with an opening one. A syllable is never
 * broken; an address longer than a line may break after / ? & = . - _ only.
 * Thread: any.
 */
#ifndef TEXT_BREAKS_H
#define TEXT_BREAKS_H

#include <stddef.h>
#include <stdint.h>

enum text_break {
	TEXT_BREAK_NO = 0,
	TEXT_BREAK_MAY,  /* a line may begin at this byte */
	TEXT_BREAK_MUST, /* after a line feed */
	TEXT_BREAK_LATE, /* only where nothing else helps: at a blank that
	                  * is better kept, else inside a long word */
};

/*
 * Fill breaks[0..len-1], one a byte of clean text; breaks[0] is NO. A break at
 * blanks stands at the first byte behind them.
 */
void text_find_breaks(const char *text, size_t len, uint8_t *breaks);

#endif
