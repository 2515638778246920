/*
 * Role: colours and weight by role: SCREENS §6 as a table. Thread: main.
 */
#ifndef UI_THEME_H
#define UI_THEME_H

#include "config/config.h"

#include <stdbool.h>

enum role {
	ROLE_TEXT,
	ROLE_UNREAD,    /* a title that is new */
	ROLE_DOT,       /* its sign */
	ROLE_DIM,       /* about the text */
	ROLE_ACCENT,    /* section */
	ROLE_HEADING,   /* accent, bold */
	ROLE_STRONG,    /* text, bold */
	ROLE_ITALIC,
	ROLE_CAPTION,   /* dim, italic */
	ROLE_SELECTION, /* the mark where the focus is */
	ROLE_AWAY,      /* the mark where it is not */
	ROLE_STAR,
	ROLE_WARN,
	ROLE_ERROR,
	ROLE_LINK,
	ROLE_HIT,
	ROLE_RULE,
	ROLE_COUNT,
};

/* What lies behind: the terminal's own page, a bar, a painted row. */
enum ground { GROUND_PAGE, GROUND_BAR, GROUND_ROW, GROUND_COUNT };

struct theme_cell {
	unsigned attributes; /* ncurses' own bits */
	int pair;
};

enum theme_depth { THEME_MONO, THEME_SIXTEEN, THEME_FULL, THEME_TRUE };

struct theme {
	struct theme_cell cells[GROUND_COUNT][ROLE_COUNT];
	bool is_plain; /* ASCII signs instead of boxes and dots */
	enum theme_depth depth;
	bool is_light; /* its page */
	bool follows_background; /* another one looks otherwise */
};

/* What the terminal said of itself (OSC 11). */
enum theme_background {
	BACKGROUND_UNKNOWN,
	BACKGROUND_DARK,
	BACKGROUND_LIGHT,
};

/* After the terminal was opened: its number of colours is asked here. */
/* Whether colours beyond 256 are to be looked for. */
bool theme_wants_true_color(const struct config *config);

void theme_init(struct theme *theme, const struct config *config,
    enum theme_background seen);

#endif
