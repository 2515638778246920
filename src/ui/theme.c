#include "ui/theme.h"

#include "base/mem.h"
#include "base/str.h"

#include <curses.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { DARK, LIGHT };

/* Colours by number; -1 is the terminal's own. [dark, light] */
struct role_row {
	enum role role;
	attr_t mono, attributes;
	short sixteen[2], full[2];
};

#define OWN {-1, -1}

static const struct role_row roles[] = {
    {ROLE_TEXT, 0, 0, OWN, OWN},
    {ROLE_UNREAD, A_BOLD, A_BOLD, OWN, OWN},
    {ROLE_DOT, A_BOLD, 0, {14, 4}, {117, 25}},
    {ROLE_DIM, 0, 0, OWN, {248, 241}},
    {ROLE_ACCENT, A_BOLD, 0, {14, 4}, {116, 24}},
    {ROLE_HEADING, A_BOLD, A_BOLD, {14, 4}, {116, 24}},
    {ROLE_STRONG, A_BOLD, A_BOLD, OWN, OWN},
    {ROLE_ITALIC, A_ITALIC, A_ITALIC, OWN, OWN},
    {ROLE_CAPTION, A_ITALIC, A_ITALIC, OWN, {248, 241}},
    /* not reversed in colour: ▌ is solid so, and a step under 80 bytes */
    {ROLE_SELECTION, A_REVERSE, 0, {14, 4}, {116, 24}},
    {ROLE_AWAY, 0, 0, {14, 4}, {116, 24}},
    {ROLE_STAR, 0, 0, {11, 5}, {221, 94}},
    {ROLE_WARN, A_BOLD, 0, {11, 5}, {179, 94}},
    {ROLE_ERROR, A_BOLD, 0, {9, 1}, {210, 124}},
    {ROLE_LINK, A_UNDERLINE, A_UNDERLINE, {14, 4}, {117, 25}},
    {ROLE_HIT, A_REVERSE, 0, {0, 0}, {16, 16}},
    {ROLE_RULE, 0, 0, OWN, {240, 250}},
};

/* What lies behind; in 16 colours and mono it is the reverse of the role. */
static const short hit_sixteen[2] = {3, 3}, hit_full[2] = {221, 222};
static const short bar_text[2] = {254, 235}, bar_full[2] = {237, 255};
static const short row_full[2] = {236, 195};

enum depth { DEPTH_MONO, DEPTH_SIXTEEN, DEPTH_FULL };

static bool asks_no_color(void)
{
	const char *value = getenv("NO_COLOR"); /* no-color.org */

	return value != NULL && value[0] != '\0';
}

static enum depth find_depth(const struct config *config)
{
	if (asks_no_color() ||
	    str_equal(config_text(config, "theme"), "mono") || !has_colors())
		return DEPTH_MONO;
	start_color();
	if (use_default_colors() != OK || COLORS < 8)
		return DEPTH_MONO;
	return COLORS >= 256 ? DEPTH_FULL : DEPTH_SIXTEEN;
}

static int find_background(const struct config *config)
{
	const char *theme = config_text(config, "theme");

	if (strcmp(theme, "dem") == 0)
		return DARK;
	if (strcmp(theme, "giay") == 0 ||
	    strcmp(config_text(config, "background"), "light") == 0)
		return LIGHT;
	return DARK;
}

/* Terminals of 8 colours have the bright ones as bold. */
static short fit_color(short color, attr_t *attributes)
{
	if (color < 8 || COLORS > 8)
		return color;
	*attributes |= A_BOLD;
	return (short)(color - 8);
}

static struct theme_cell make_cell(const struct role_row *row,
    enum ground ground, enum depth depth, int side)
{
	attr_t attributes = row->attributes;
	short fore, back = -1;

	if (depth == DEPTH_FULL) {
		fore = row->full[side];
		if (row->role == ROLE_HIT)
			back = hit_full[side];
		else if (ground == GROUND_BAR)
			back = bar_full[side];
		else if (ground == GROUND_ROW)
			back = row_full[side];
		if (ground == GROUND_BAR && fore == -1)
			fore = bar_text[side];
	} else {
		fore = row->sixteen[side];
		if (row->role == ROLE_HIT)
			back = hit_sixteen[side];
		else if (ground != GROUND_PAGE)
			attributes |= A_REVERSE;
		fore = fit_color(fore, &attributes);
	}
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

void theme_init(struct theme *theme, const struct config *config)
{
	enum depth depth = find_depth(config);
	int side = find_background(config);

	memset(theme, 0, sizeof(*theme));
	for (int ground = 0; ground < GROUND_COUNT; ground++) {
		struct theme_cell *cells = theme->cells[ground];

		for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
			const struct role_row *row = &roles[i];

			cells[row->role] = depth == DEPTH_MONO
			    ? (struct theme_cell){row->mono, 0}
			    : make_cell(row, ground, depth, side);
			if (depth == DEPTH_MONO && ground != GROUND_PAGE)
				cells[row->role].attributes |= A_REVERSE;
		}
		if (!config_bool(config, "bold"))
			drop_bold(cells);
	}
	theme->is_plain = needs_plain(config);
}
