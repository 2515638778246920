#include "support/tap.h"
#include "ui/panes.h"

static struct panes arrange(int width, int height, enum pane focus,
    int related_lines)
{
	struct panes_wish wish = {.width = width, .height = height,
	    .focus = focus, .has_hints = true, .measure = 72,
	    .related_lines = related_lines};
	struct panes panes;

	panes_arrange(&wish, &panes);
	return panes;
}

static bool is_rect(struct rect got, int y, int x, int height, int width)
{
	if (got.y == y && got.x == x && got.height == height &&
	    got.width == width)
		return true;
	tap_note("got %d,%d %dx%d", got.y, got.x, got.height, got.width);
	return false;
}

static void test_columns(void)
{
	struct panes panes = arrange(200, 50, PANE_LIST, 99);

	tap_number(panes.columns, 3, "three columns from 160");
	tap_ok(is_rect(panes.at[PANE_SOURCES], 1, 0, 47, 25),
	    "sources: an eighth");
	tap_ok(is_rect(panes.at[PANE_LIST], 1, 26, 47, 95),
	    "articles: the rest");
	tap_ok(is_rect(panes.at[PANE_ARTICLE], 1, 122, 32, 78),
	    "article: the measure and 6");
	tap_ok(is_rect(panes.at[PANE_RELATED], 33, 122, 15, 78),
	    "related: a third of the body");
	tap_ok(panes.separators[0] == 25 && panes.separators[1] == 121,
	    "one line between columns");
	panes = arrange(300, 50, PANE_LIST, 99);
	tap_number(panes.at[PANE_SOURCES].width, 30, "sources: at most 30");
	tap_number(panes.at[PANE_LIST].width, 100, "articles: at most 100");
	tap_number(panes.at[PANE_ARTICLE].width, 168,
	    "beyond that the article gets it");
	panes = arrange(100, 30, PANE_LIST, 99);
	tap_number(panes.columns, 2, "two columns from 100");
	tap_ok(is_rect(panes.at[PANE_LIST], 1, 0, 27, 40), "two fifths");
	tap_ok(is_rect(panes.at[PANE_ARTICLE], 1, 41, 18, 59),
	    "the article beside it");
	tap_ok(is_rect(panes.at[PANE_RELATED], 19, 41, 9, 59),
	    "a third of 27 rows");
	tap_number(arrange(100, 30, PANE_LIST, 4).at[PANE_RELATED].height, 5,
	    "never more than it has to show, and its rule");
	panes = arrange(100, 30, PANE_SOURCES, 99);
	tap_ok(panes.columns == 1 && panes_shows(&panes, PANE_SOURCES) &&
	    !panes_shows(&panes, PANE_LIST),
	    "between 100 and 159 the sources are a screen of their own");
}

static void test_stack(void)
{
	struct panes panes = arrange(80, 24, PANE_LIST, 99);

	tap_ok(panes.columns == 1 &&
	    is_rect(panes.at[PANE_LIST], 1, 0, 21, 80) &&
	    !panes_shows(&panes, PANE_ARTICLE), "under 100 one at a time");
	panes = arrange(80, 24, PANE_ARTICLE, 99);
	tap_ok(is_rect(panes.at[PANE_ARTICLE], 1, 0, 16, 80) &&
	    is_rect(panes.at[PANE_RELATED], 17, 0, 5, 80),
	    "5 rows of related news below the article");
	panes = arrange(80, 24, PANE_RELATED, 99);
	tap_number(panes.at[PANE_RELATED].height, 10,
	    "a half while the focus is in it");
	panes = arrange(80, 19, PANE_ARTICLE, 99);
	tap_ok(panes.is_related_apart && !panes_shows(&panes, PANE_RELATED),
	    "under 20 rows none below the article");
	tap_ok(panes.hint_y == 18 && panes.status_y == 17, "hints last");
	panes = arrange(80, 19, PANE_RELATED, 99);
	tap_ok(is_rect(panes.at[PANE_RELATED], 1, 0, 16, 80),
	    "but as a screen of their own");
	panes = arrange(80, 15, PANE_LIST, 99);
	tap_ok(panes.hint_y == -1 && panes.status_y == 14,
	    "under 16 rows no hints");
	tap_ok(panes.has_heading, "a heading at 15 rows");
	panes = arrange(80, 7, PANE_LIST, 99);
	tap_ok(!panes.has_heading && panes.at[PANE_LIST].y == 0,
	    "under 8 rows no heading");
	tap_ok(!arrange(20, 5, PANE_LIST, 99).is_too_small &&
	    arrange(19, 5, PANE_LIST, 99).is_too_small &&
	    arrange(20, 4, PANE_LIST, 99).is_too_small, "20 x 5 is the least");
}

static void test_wishes(void)
{
	struct panes_wish wish = {.width = 120, .height = 40, .measure = 72,
	    .focus = PANE_ARTICLE, .related_lines = 99, .has_hints = true};
	struct panes panes;

	wish.mode = PANES_STACK;
	panes_arrange(&wish, &panes);
	tap_number(panes.columns, 1, "a stack by choice");
	wish.mode = PANES_THREE;
	panes_arrange(&wish, &panes);
	tap_number(panes.columns, 3, "three by choice");
	tap_ok(panes.at[PANE_ARTICLE].x + panes.at[PANE_ARTICLE].width == 120,
	    "the article ends at the edge");
	wish.mode = PANES_AUTO;
	wish.is_zoomed = true;
	panes_arrange(&wish, &panes);
	tap_ok(is_rect(panes.at[PANE_ARTICLE], 1, 0, 37, 120),
	    "zoomed it has all");
	wish.is_zoomed = false;
	wish.width_change = 1000;
	panes_arrange(&wish, &panes);
	tap_ok(panes.at[PANE_ARTICLE].width >= 20,
	    "no width leaves nothing to the article");
	wish.height_change = 1000;
	panes_arrange(&wish, &panes);
	tap_ok(panes.at[PANE_ARTICLE].height >= 4, "nor does a height");
}

/* Nothing lies outside of the screen or upon another pane. */
static void test_all_sizes(void)
{
	int faults = 0;

	for (int width = 20; width < 260; width++) {
		for (int height = 5; height < 70; height += 3) {
			for (int focus = 0; focus < PANE_COUNT; focus++) {
				struct panes panes = arrange(width, height,
				    (enum pane)focus, 12);
				int cells = 0;

				for (int i = 0; i < PANE_COUNT; i++) {
					struct rect at = panes.at[i];

					faults += at.x + at.width > width ||
					    at.y + at.height > panes.status_y;
					cells += at.width * at.height;
				}
				cells += panes.separator_count *
				    (panes.status_y - panes.has_heading);
				faults += cells != width *
				    (panes.status_y - panes.has_heading);
				faults += !panes_shows(&panes,
				    (enum pane)focus);
			}
		}
	}
	tap_number(faults, 0, "every cell belongs to one pane, at all sizes");
}

int main(void)
{
	test_columns();
	test_stack();
	test_wishes();
	test_all_sizes();
	return tap_end();
}
