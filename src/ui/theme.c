#include "ui/theme.h"

#include "base/mem.h"
#include "base/str.h"
#include "ui/palette.h"

#include <curses.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

struct role_row {
	enum role role;
	attr_t mono, attributes;
	enum tint tint;
};

static const struct role_row roles[] = {
    {ROLE_TEXT, 0, 0, TINT_OWN},
    {ROLE_UNREAD, A_BOLD, A_BOLD, TINT_OWN},
    {ROLE_DOT, A_BOLD, 0, TINT_DOT},
    {ROLE_DIM, 0, 0, TINT_DIM},
    {ROLE_ACCENT, A_BOLD, 0, TINT_ACCENT},
    {ROLE_HEADING, A_BOLD, A_BOLD, TINT_ACCENT},
    {ROLE_STRONG, A_BOLD, A_BOLD, TINT_OWN},
    {ROLE_ITALIC, A_ITALIC, A_ITALIC, TINT_OWN},
    {ROLE_CAPTION, A_ITALIC, A_ITALIC, TINT_DIM},
    /* not reversed in colour: ▌ is solid so, and a step under 80 bytes */
    {ROLE_SELECTION, A_REVERSE, 0, TINT_ACCENT},
    {ROLE_AWAY, 0, 0, TINT_ACCENT},
    {ROLE_STAR, 0, 0, TINT_STAR},
    {ROLE_WARN, A_BOLD, 0, TINT_WARN},
    {ROLE_ERROR, A_BOLD, 0, TINT_ERROR},
    {ROLE_LINK, A_UNDERLINE, A_UNDERLINE, TINT_LINK},
    {ROLE_HIT, A_REVERSE, 0, TINT_HIT_TEXT},
    {ROLE_RULE, 0, 0, TINT_RULE},
};

static bool asks_no_color(void)
{
	const char *value = getenv("NO_COLOR"); /* no-color.org */

	return value != NULL && value[0] != '\0';
}

static enum theme_depth find_depth(const struct config *config)
{
	const char *wanted = config_text(config, "colors");

	if (asks_no_color() ||
	    str_equal(config_text(config, "theme"), "mono") || !has_colors())
		return THEME_MONO;
	start_color();
	if (use_default_colors() != OK || COLORS < 8)
		return THEME_MONO;
	/* of direct colours (terminfo's RGB) the numbers are the colours */
	if (COLORS > 256)
		return THEME_TRUE;
	return COLORS >= 256 && !str_equal(wanted, "16") ? THEME_FULL
	                                                : THEME_SIXTEEN;
}

bool theme_wants_true_color(const struct config *config)
{
	const char *colors = config_text(config, "colors");

	return !asks_no_color() && (str_equal(colors, "auto") ||
	    str_equal(colors, "true"));
}

/* Terminals of 8 colours have the bright ones as bold. */
static int fit_color(int color, attr_t *attributes)
{
	if (color < 8 || COLORS > 8)
		return color;
	*attributes |= A_BOLD;
	return color - 8;
}

static int color_of(const struct palette *palette, enum tint tint,
    enum theme_depth depth)
{
	const struct tint_color *color = &palette->tints[tint];

	if (depth == THEME_TRUE)
		return color->full == -1 ? -1 : (int)color->rgb;
	return depth == THEME_FULL ? color->full : color->sixteen;
}

static struct theme_cell make_cell(const struct role_row *row,
    enum ground ground, enum theme_depth depth, const struct palette *palette)
{
	attr_t attributes = row->attributes;
	int fore = color_of(palette, row->tint, depth), back = -1;

	if (row->role == ROLE_HIT)
		back = color_of(palette, TINT_HIT, depth);
	else if (ground != GROUND_PAGE && depth == THEME_SIXTEEN)
		attributes |= A_REVERSE;
	else if (ground == GROUND_BAR)
		back = color_of(palette, TINT_BAR, depth);
	else if (ground == GROUND_ROW)
		back = color_of(palette, TINT_ROW, depth);
	if (ground == GROUND_BAR && fore == -1)
		fore = color_of(palette, TINT_BAR_TEXT, depth);
	if (depth == THEME_SIXTEEN)
		fore = fit_color(fore, &attributes);
	return (struct theme_cell){
	    attributes, fore == -1 && back == -1 ? 0 : alloc_pair(fore, back)};
}

static bool needs_plain(const struct config *config)
{
	const char *boxes = config_text(config, "boxes");
	const char *term = getenv("TERM");

	if (strcmp(boxes, "auto") != 0)
		return strcmp(boxes, "no") == 0;
	return term == NULL || strcmp(term, "dumb") == 0 ||
	    strcmp(term, "linux") == 0 ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0 ||
	    wcwidth(0x2502) != 1;
}

/* Without bold a new title is told by its dot, and by the accent. */
static void drop_bold(struct theme_cell cells[ROLE_COUNT])
{
	for (int role = 0; role < ROLE_COUNT; role++)
		cells[role].attributes &= ~(unsigned)A_BOLD;
	cells[ROLE_UNREAD] = cells[ROLE_ACCENT];
}

/* The setting; else what the terminal said; else what it is started with. */
static bool is_background_light(const struct config *config,
    enum theme_background seen)
{
	const char *setting = config_text(config, "background");
	const char *variable = getenv("COLORFGBG"); /* rxvt's: "15;0" */
	const char *last;

	if (strcmp(setting, "auto") != 0)
		return strcmp(setting, "light") == 0;
	if (seen != BACKGROUND_UNKNOWN || variable == NULL)
		return seen == BACKGROUND_LIGHT;
	last = strrchr(variable, ';');
	return last != NULL &&
	    (strcmp(last, ";7") == 0 || strcmp(last, ";15") == 0);
}

void theme_init(struct theme *theme, const struct config *config,
    enum theme_background seen)
{
	enum theme_depth depth = find_depth(config);
	const struct palette *palette =
	    palette_find(config_text(config, "theme"),
	        is_background_light(config, seen));

	memset(theme, 0, sizeof(*theme));
	for (int ground = 0; ground < GROUND_COUNT; ground++) {
		struct theme_cell *cells = theme->cells[ground];

		for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
			const struct role_row *row = &roles[i];

			cells[row->role] = depth == THEME_MONO
			    ? (struct theme_cell){row->mono, 0}
			    : make_cell(row, ground, depth, palette);
			if (depth == THEME_MONO && ground != GROUND_PAGE)
				cells[row->role].attributes |= A_REVERSE;
		}
		if (!config_bool(config, "bold"))
			drop_bold(cells);
	}
	theme->is_plain = needs_plain(config);
	theme->depth = depth;
	theme->is_light = palette->is_light;
	theme->follows_background = depth != THEME_MONO &&
	    strcmp(config_text(config, "background"), "auto") == 0 &&
	    (strcmp(config_text(config, "theme"), "auto") == 0 ||
	        strcmp(config_text(config, "theme"), "tuong-phan") == 0);
}
