/*
 * Role: the colours of the themes: SCREENS §6 as a table, in 16, 256 and
 * true colours, painted on the terminal's own background. A test computes
 * every contrast. Pure. Thread: any.
 */
#ifndef UI_PALETTE_H
#define UI_PALETTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tint {
	TINT_OWN, /* the terminal's */
	TINT_ACCENT,
	TINT_DOT,
	TINT_DIM,
	TINT_STAR,
	TINT_WARN,
	TINT_ERROR,
	TINT_LINK,
	TINT_RULE,
	TINT_HIT,      /* behind what was searched for */
	TINT_HIT_TEXT,
	TINT_BAR,      /* behind headings and status */
	TINT_BAR_TEXT,
	TINT_ROW,      /* behind a painted row */
	TINT_COUNT,
};

struct tint_color {
	int8_t sixteen; /* -1: the terminal's own */
	int16_t full;   /* of 256; -1 */
	int32_t rgb;
};

struct palette {
	const char *theme; /* as the setting names it */
	bool is_light;
	double least; /* contrast that every text has */
	struct tint_color tints[TINT_COUNT];
};

/* All of them; a NULL theme ends them. */
extern const struct palette palettes[];

/*
 * The palette of a setting's value, "auto" following the background; one
 * that has no side for it gives the one it has.
 */
const struct palette *palette_find(const char *theme, bool is_light);

#endif
