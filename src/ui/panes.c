#include "ui/panes.h"

#include <string.h>

enum {
	HEIGHT_HINT = 16,
	HEIGHT_RELATED = 20,
	HEIGHT_HEADING = 8,
	WIDTH_TWO = 100,
	WIDTH_THREE = 160,
	WIDTH_TWO_LEAST = 60, /* by choice */
	WIDTH_THREE_LEAST = 100,
	LIST_LEAST = 24,
	SOURCES_LEAST = 12,
	ARTICLE_LEAST = 20,
};

static int clamp(int value, int least, int most)
{
	if (value > most)
		value = most;
	return value < least ? least : value;
}

bool pane_is_overlay(enum pane pane)
{
	return pane == PANE_HELP || pane == PANE_SHEET ||
	    pane == PANE_TIMELINE;
}

int panes_related_rows(int body, bool is_stack, bool has_focus, int lines)
{
	int rows = is_stack ? 5 : clamp(body / 3, 6, 16);

	if (is_stack && has_focus)
		rows = body / 2;
	return rows > lines ? lines + 1 : rows;
}

static int count_columns(const struct panes_wish *wish)
{
	int width = wish->width;

	if (wish->is_zoomed || pane_is_overlay(wish->focus))
		return 1;
	switch (wish->mode) {
	case PANES_STACK:
		return 1;
	case PANES_TWO:
		return width >= WIDTH_TWO_LEAST ? 2 : 1;
	case PANES_THREE:
		if (width >= WIDTH_THREE_LEAST)
			return 3;
		return width >= WIDTH_TWO_LEAST ? 2 : 1;
	default:
		if (width >= WIDTH_THREE)
			return 3;
		return width >= WIDTH_TWO ? 2 : 1;
	}
}

static struct rect *place(struct panes *panes, enum pane pane, int x,
    int width)
{
	struct rect *rect = &panes->at[pane];

	rect->y = panes->has_heading ? 1 : 0;
	rect->x = x;
	rect->height = panes->status_y - rect->y;
	rect->width = width;
	return rect;
}

/* The article's column: the article over related news, or one of them. */
static void place_article(const struct panes_wish *wish, struct panes *panes,
    int x, int width)
{
	bool is_stack = panes->columns == 1;
	bool has_focus = wish->focus == PANE_RELATED;
	struct rect *article, *related;
	int rows;

	panes->is_related_apart =
	    wish->height < HEIGHT_RELATED || wish->is_zoomed;
	if (panes->is_related_apart) {
		place(panes, has_focus ? PANE_RELATED : PANE_ARTICLE, x,
		    width);
		return;
	}
	article = place(panes, PANE_ARTICLE, x, width);
	rows = panes_related_rows(article->height, is_stack, has_focus,
	    wish->related_lines);
	rows = clamp(rows + wish->height_change, 2, article->height - 4);
	related = place(panes, PANE_RELATED, x, width);
	article->height -= rows;
	related->y = article->y + article->height;
	related->height = rows;
}

static void place_stack(const struct panes_wish *wish, struct panes *panes)
{
	if (wish->focus == PANE_ARTICLE || wish->focus == PANE_RELATED)
		place_article(wish, panes, 0, wish->width);
	else
		place(panes, wish->focus, 0, wish->width);
}

static void place_columns(const struct panes_wish *wish, struct panes *panes)
{
	int article = wish->measure + 6, list, x = 0, rest = wish->width;
	int most;

	if (panes->columns == 3) {
		int sources = clamp(wish->width / 8, 22, 30) +
		    wish->sources_change;

		sources = clamp(sources, SOURCES_LEAST,
		    rest - LIST_LEAST - ARTICLE_LEAST - 2);

		place(panes, PANE_SOURCES, 0, sources);
		panes->separators[panes->separator_count++] = sources;
		x = sources + 1;
		rest -= x;
	}
	if (wish->width >= WIDTH_THREE && wish->mode != PANES_TWO)
		list = clamp(rest - 1 - article, LIST_LEAST, 100);
	else
		list = clamp(rest * 2 / 5, 36, 60);
	most = rest - 1 - ARTICLE_LEAST;
	list = clamp(list + wish->width_change, LIST_LEAST,
	    most < LIST_LEAST ? LIST_LEAST : most);
	place(panes, PANE_LIST, x, list);
	panes->separators[panes->separator_count++] = x + list;
	place_article(wish, panes, x + list + 1, rest - list - 1);
}

void panes_arrange(const struct panes_wish *wish, struct panes *panes)
{
	bool has_hint = wish->has_hints && wish->height >= HEIGHT_HINT;

	memset(panes, 0, sizeof(*panes));
	panes->is_too_small = wish->width < PANES_WIDTH_LEAST ||
	    wish->height < PANES_HEIGHT_LEAST;
	if (panes->is_too_small)
		return;
	panes->columns = count_columns(wish);
	panes->has_heading = wish->height >= HEIGHT_HEADING;
	panes->status_y = wish->height - (has_hint ? 2 : 1);
	panes->hint_y = has_hint ? wish->height - 1 : -1;
	/* the sources are a screen of their own beside fewer than three */
	if (panes->columns == 2 && wish->focus == PANE_SOURCES)
		panes->columns = 1;
	if (panes->columns == 1)
		place_stack(wish, panes);
	else
		place_columns(wish, panes);
}

bool panes_shows(const struct panes *panes, enum pane pane)
{
	return panes->at[pane].height > 0;
}
